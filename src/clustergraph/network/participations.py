"""Who takes part in what, and what is known of members and activities, as Polars tables.

Columns come from the queries in queries/network/ and queries/attributes/: this module sees
columns, not predicates, and makes no ties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph import queries
from clustergraph.errors import RequestError
from clustergraph.network import cached, reading

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph import Location
    from clustergraph.queries import Query

# What an attribute may be said of: rows of an attribute table are joined on those that it has.
KEYS = ("member", "through")


def participations(location: Location, network: str | Query = "partners") -> pl.DataFrame:
    """The network's rows `member`, `through` (text), each pair once, sorted by member.

    Raises RequestError for an unknown network or one of direct ties, QueryError for a row
    without a member's IRI or an activity.
    """
    found = rows(location, network)
    if "through" not in found.columns:
        raise RequestError(
            f"the network '{_query(network).name}' consists of direct ties, not of participations: "
            "choose one whose query gives ?member ?through"
        )
    return found


def rows(location: Location, network: str | Query = "partners") -> pl.DataFrame:
    """The rows of a network: `member`, `through`, or `source`, `target`, `weight`, `reason`."""
    query = _query(network)
    return cached.frame(location, query, lambda: reading.frame(location, query))


def attribute(location: Location, name: str) -> pl.DataFrame:
    """The table of queries/attributes/NAME.rq: its key columns (see KEYS) and its values.

    programmes: through, value (IRI). years: through, first, last (integers, either may be null).
    topics: through, value. places, kinds: member, value. participations: member, through,
    participation, role, contribution (EUR). above: value, above (every larger place, programme
    or topic).
    """
    return cached.frame(location, queries.shipped("attributes", name))


def _query(network: str | Query) -> Query:
    if isinstance(network, str):
        return queries.find(network, queries.networks(), "network")
    return network
