"""The years in which an activity runs, as far as they are known.

Knows the tables of queries/attributes/; nothing of ties, filters or measures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location

# The last year of what has no known end, and the year that systems write in its place.
OPEN, _NO_END = 10_000, 9999


def running(location: Location) -> pl.DataFrame:
    """One row an activity with a date: through, first, last (both included, never null), half.

    half: whether a source states one date where two are needed. The other one is then that of the
    activity's programme, where that is stated; else an unknown start leaves only the year of the
    end, and what has no known end is still open. What has no date at all has no row: nobody knows
    when it ran.
    """
    import polars as pl

    stated = attribute(location, "years").with_columns(pl.col("first", "last").cast(pl.Int64))
    open_ended = pl.col("last") >= _NO_END
    years = stated.with_columns(last=pl.when(~open_ended).then("last")).filter(
        pl.col("first").is_not_null() | pl.col("last").is_not_null()
    )
    dated = years.group_by("through").agg(pl.col("first").min(), pl.col("last").max())
    known = dated.join(_periods(location), on="through", how="left")
    first, last, begun, ended = (pl.col(name) for name in ("first", "last", "begun", "ended"))
    # A programme that begins after the project's end, or ends before its start, says nothing.
    return known.select(
        "through",
        pl.coalesce(first, pl.when(begun <= last).then(begun), last),
        pl.coalesce(last, pl.when(ended >= first).then(ended), OPEN),
        half=first.is_null() ^ last.is_null(),
    ).sort("through")


def _periods(location: Location) -> pl.DataFrame:
    """The years of each activity's programmes: through, begun, ended."""
    import polars as pl

    periods = attribute(location, "periods").with_columns(pl.col("first", "last").cast(pl.Int64))
    programmes = attribute(location, "programmes").select("through", "value").unique()
    found = programmes.join(periods, on="value").rename({"first": "begun", "last": "ended"})
    return found.group_by("through").agg(pl.col("begun").min(), pl.col("ended").max())
