"""What stands around a thing: what it takes part in, who takes part, and how often.

Knows the tables of participations and attributes; nothing of labels or pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clustergraph.networks import participations
from clustergraph.questions.attributes import attribute, below

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location

# So many activities and members are shown; the numbers tell how many there are.
SHOWN = 40
# By the kind of thing: the attribute of activities, or of members, that has it as its value.
_OF_ACTIVITIES = {"programme": "programmes", "topic": "topics"}
_OF_MEMBERS = {"place": "places"}


@dataclass(frozen=True)
class Around:
    """rows: member and activity, of the activities shown. activities, members: how many in all.
    counted: the members that share most activities, with how many."""

    rows: pl.DataFrame
    activities: int
    members: int
    counted: tuple[tuple[str, int], ...]


class Tables:
    """The tables of one graph, each read once."""

    def __init__(self, location: Location) -> None:
        import polars as pl

        self._location = location
        self._rows = participations.participations(location)
        last = pl.max_horizontal(pl.col("first", "last").cast(pl.Int64, strict=False))
        years = attribute(location, "years").group_by("through")
        self._years = years.agg(last.max().alias("year"))
        self._above = attribute(location, "above")

    def around(self, iri: str, kind: str) -> Around:
        """What stands around the thing with that IRI, the newest activities first."""
        import polars as pl

        rows = self._rows
        throughs = self._throughs(iri, kind)
        found = rows.filter(pl.col("through").is_in(throughs.implode()))
        if kind in _OF_MEMBERS:
            inside = self._having(_OF_MEMBERS[kind], "member", iri)
            counted = found.filter(pl.col("member").is_in(inside.implode()))
        else:
            counted = found.filter(pl.col("member") != iri)
        members = counted.group_by("member").agg(pl.col("through").n_unique().alias("count"))
        most = members.sort(pl.col("count"), "member", descending=[True, False]).head(SHOWN)
        shown = self._newest(throughs)
        return Around(
            found.filter(pl.col("through").is_in(shown.implode())),
            len(throughs),
            len(members),
            tuple(most.iter_rows()),
        )

    def _throughs(self, iri: str, kind: str) -> pl.Series:
        """The activities of a thing: those that it takes part in, or that belong to it."""
        import polars as pl

        if kind in _OF_ACTIVITIES:
            found = self._having(_OF_ACTIVITIES[kind], "through", iri)
        elif kind in _OF_MEMBERS:
            inside = self._having(_OF_MEMBERS[kind], "member", iri)
            here = self._rows.filter(pl.col("member").is_in(inside.implode()))
            found = here["through"]
        else:
            own = (pl.col("member") == iri) | (pl.col("through") == iri)
            found = self._rows.filter(own)["through"]
        return found.unique().sort()

    def _having(self, name: str, key: str, iri: str) -> pl.Series:
        """The members or activities whose attribute is a thing, or something inside or below."""
        import polars as pl

        wanted = pl.Series("value", below(self._above, iri))
        table = attribute(self._location, name)
        return table.filter(pl.col("value").is_in(wanted.implode()))[key].unique()

    def _newest(self, throughs: pl.Series) -> pl.Series:
        dated = throughs.to_frame("through").join(self._years, on="through", how="left")
        order = dated.sort("year", "through", descending=[True, False], nulls_last=True)
        return order["through"].head(SHOWN)
