"""Who takes part in what, as Polars tables.

Columns come from the queries in queries/network/: this module sees columns, not predicates, and
makes no ties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.errors import RequestError
from clustergraph.languages import Text
from clustergraph.networks import reading
from clustergraph.questions import cached, queries

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.questions.queries import Query


def participations(location: Location, network: str | Query = "partners") -> pl.DataFrame:
    """The network's rows `member`, `through` (text), each pair once, sorted by member.

    Raises RequestError for an unknown network or one of direct ties, QueryError for a row
    without a member's IRI or an activity.
    """
    found = rows(location, network)
    if "through" not in found.columns:
        raise RequestError(
            Text(
                f"the network '{query(network).name}' consists of direct ties, not of "
                "participations: choose one whose query gives ?member ?through",
                f"le réseau «\xa0{query(network).name}\xa0» est fait de liens directs, non de "
                "participations\xa0: choisissez-en un dont la requête donne ?member ?through",
            )
        )
    return found


def rows(location: Location, network: str | Query = "partners") -> pl.DataFrame:
    """The rows of a network: `member`, `through`, or `source`, `target`, `weight`, `reason`,
    `directed`; of a CONSTRUCT, the ties that its triples make."""
    asked = query(network)

    def read() -> pl.DataFrame:
        if asked.form == "CONSTRUCT":
            triples = queries.query(location, asked)
            assert isinstance(triples, list)
            return reading.constructed(triples, asked.path)
        found = queries.columns(location, asked)
        ties = reading.plain(found)
        if ties is None:
            # What is wrong with a cell is said of the term that it is.
            ties = reading.frame(queries.rows(location, asked), asked.path)
        return ties

    return cached.frame(location, asked, read)


def query(network: str | Query) -> Query:
    """The query of a network; RequestError with the nearest names for an unknown name."""
    if isinstance(network, str):
        return queries.find(network, queries.networks(), "network")
    return network
