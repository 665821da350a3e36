"""What is known of members and activities, as Polars tables: the queries in queries/attributes/.

Sees columns, not predicates; knows nothing of networks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.questions import cached, queries

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location

# What an attribute may be said of: rows of an attribute table are joined on those that it has.
KEYS = ("member", "through")
# Columns of numbers: what somebody's RDF gives instead of one ("n/a") states none.
_NUMBERS = {"participations": ("contribution", "net"), "orders": ("value",)}


def attribute(location: Location, name: str) -> pl.DataFrame:
    """The table of queries/attributes/NAME.rq: its key columns (see KEYS) and its values.

    programmes, legal-bases, topics, bodies: through, value (IRI). years: through, first, last
    (integers, either may be null). periods: value, first, last (as of years). places, kinds,
    memberships: member, value. participations: member, through, participation, role, contribution
    and net (EUR), sme. above: value, above (every larger place, programme or topic). countries:
    value.
    """
    import polars as pl

    found = cached.frame(location, queries.shipped("attributes", name))
    texts = [each for each in _NUMBERS.get(name, ()) if found[each].dtype == pl.String]
    return found.with_columns(pl.col(texts).cast(pl.Float64, strict=False)) if texts else found


def with_all_below(location: Location, iri: str) -> list[str]:
    """A place, programme or topic and all that lie inside or below it."""
    return below(attribute(location, "above"), iri)


def below(above: pl.DataFrame, iri: str) -> list[str]:
    """The same by the table `above`."""
    import polars as pl

    return [iri, *above.filter(pl.col("above") == iri)["value"].to_list()]
