"""The condition that each kind of filter puts on rows, given its value.

Knows columns of rows, and that things in a graph have names and lie below one another; nothing of
which filters there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.questions.lookup import Named


def named(*kinds: str, column: str = "value") -> Callable[[Location, str, Any], pl.Expr]:
    """Rows whose value is what is named, one or several, or lies below it; `kinds` as in
    `names.find`."""

    def where(location: Location, name: str, value: str | tuple[str, ...]) -> pl.Expr:
        import polars as pl

        from clustergraph.questions.attributes import with_all_below

        found = things(location, name, value, kinds)
        below = {one for each in found for one in with_all_below(location, each.iri)}
        return pl.col(column).is_in(sorted(below))

    return where


def things(
    location: Location, name: str, value: str | tuple[str, ...], kinds: tuple[str, ...]
) -> list[Named]:
    """What one name means, or each of several; RequestError for one that nothing has."""
    from clustergraph.questions.names import find

    given = [value] if isinstance(value, str) else value
    return [find(location, each, kinds, parameter=name) for each in given]


def running(location: Location, name: str, value: tuple[int, int]) -> pl.Expr:
    """Activities that run in the range: begun by its end, not ended before its begin."""
    import polars as pl

    return (pl.col("first") <= value[1]) & (pl.col("last") >= value[0])


def at_least(column: str) -> Callable[[Location, str, Any], pl.Expr]:
    """Rows with a number in `column` that is the value or higher."""

    def where(location: Location, name: str, value: float) -> pl.Expr:
        import polars as pl

        return pl.col(column).cast(pl.Float64) >= value

    return where


def enterprise(location: Location, name: str, value: bool) -> pl.Expr:
    import polars as pl

    return pl.col("sme").cast(pl.String) == ("true" if value else "false")


def listed(location: Location, name: str, value: tuple[str, ...]) -> pl.Expr:
    import polars as pl

    found = things(location, name, value, ("cg:Organisation",))
    return pl.col("member").is_in([each.iri for each in found])


def everything(location: Location, name: str, value: Any) -> pl.Expr:
    import polars as pl

    return pl.lit(True)
