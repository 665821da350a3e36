"""How much is known of the projects of each programme.

Knows attribute tables; nothing of labels or pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location


class Covered(NamedTuple):
    """Of a programme that lies in no other: its projects and those with a date; participations,
    those of organisations whose place is known, and those whose gross contribution is."""

    programme: str
    projects: int
    dated: int
    participations: int
    placed: int
    paid: int


def covered(location: Location) -> list[Covered]:
    """What is known, programme by programme, the one with most projects first."""
    import polars as pl

    under = _topmost(location)
    years = attribute(location, "years").filter(pl.col("first").is_not_null())
    placed = attribute(location, "places").select("member").unique().with_columns(placed=True)
    shares = (
        attribute(location, "participations")
        .group_by("through", "participation", "member")
        .agg(paid=pl.col("contribution").is_not_null().any())
        .join(placed, on="member", how="left")
    )
    dated = under.join(years.select("through").unique(), on="through", how="semi")
    taking = under.join(shares, on="through")
    counted = (
        under.group_by("value").agg(projects=pl.len())
        .join(dated.group_by("value").agg(dated=pl.len()), on="value", how="left")
        .join(
            taking.group_by("value").agg(
                participations=pl.len(), placed=pl.col("placed").count(), paid=pl.col("paid").sum()
            ),
            on="value", how="left",
        )
        .fill_null(0).sort("projects", "value", descending=[True, False])
    )  # fmt: skip
    return [Covered(*row) for row in counted.iter_rows()]


def _topmost(location: Location) -> pl.DataFrame:
    """Each activity with the programmes that lie in no other: through, value."""
    import polars as pl

    stated, above = attribute(location, "programmes"), attribute(location, "above")
    upper = stated.join(above, on="value").select("through", value="above")
    every = pl.concat([stated.select("through", "value"), upper]).unique()
    return every.join(above.select("value").unique(), on="value", how="anti")
