"""What stands around a thing: what it takes part in, who takes part, and how often.

Knows the tables of participations and attributes; nothing of labels or pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from clustergraph.networks import participations
from clustergraph.questions import cached, queries
from clustergraph.questions.attributes import attribute, below
from clustergraph.questions.keyed import Keyed
from clustergraph.web.activities import Activities
from clustergraph.web.page import atlas
from clustergraph.web.reading import names
from clustergraph.web.site.figures import Counting, Figures, Funding, among, spans

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import numpy as np
    import polars as pl

    from clustergraph.graph.location import Location

    Numbers = np.ndarray[Any, np.dtype[np.int64]]

# So many activities and members are shown; the numbers tell how many there are.
SHOWN = 40
# By the kind of thing: the attribute of activities, or of members, that has it as its value.
_OF_ACTIVITIES = {"programme": "programmes", "topic": "topics"}
_OF_MEMBERS = {"place": "places"}
# Whose participations are its own; of any other kind, all belong to it.
_OWNERS = ("organisation", "place")


@dataclass(frozen=True)
class Around:
    """shown: the activities shown. activities, members: how many in all. counted: the members that
    share most activities, with how many. figures: of all of them. there: of a place alone, all
    members that lie in it."""

    shown: tuple[str, ...]
    activities: int
    members: int
    counted: tuple[tuple[str, int], ...]
    figures: Figures
    there: tuple[str, ...] = ()


class _Names:
    """Names as numbers in their order, and the rows of a column that have each."""

    def __init__(self, column: pl.Series, *more: pl.Series) -> None:
        import numpy as np
        import polars as pl

        self.names: list[str] = pl.concat([column, *more]).unique().sort().to_list()
        self._numbers = {name: number for number, name in enumerate(self.names)}
        told = pl.DataFrame({"name": self.names}, {"name": pl.String}).with_row_index("number")
        found = column.alias("name").to_frame().join(told, on="name", maintain_order="left")
        self.column: Numbers = found["number"].cast(pl.Int64).to_numpy()
        # The rows of the first name, then of the second, and where those of each begin.
        self._rows = np.argsort(self.column, kind="stable")
        self._begin = np.searchsorted(self.column[self._rows], np.arange(len(self.names) + 1))

    def numbers(self, names: Iterable[str]) -> Numbers:
        """The number of each name; -1 for one that is unknown."""
        import numpy as np

        return np.array([self._numbers.get(name, -1) for name in names], dtype=np.int64)

    def keyed(self, table: pl.DataFrame, column: str) -> Keyed:
        """The rows of a table by these names, which stand in a column of it."""
        return Keyed(table, column, self._numbers)

    def number(self, name: str) -> int:
        """The number of one name; -1 where it is unknown."""
        return self._numbers.get(name, -1)

    def rows(self, numbers: Numbers) -> Numbers:
        """The rows that have one of these names."""
        import numpy as np

        known = numbers[numbers >= 0]
        found: Numbers = np.sort(self._rows[spans(self._begin[known], self._begin[known + 1])])
        return found


class Tables:
    """The tables of one graph, each read once."""

    def __init__(self, location: Location) -> None:
        import polars as pl

        self._location = location
        self._rows = participations.participations(location)
        years = attribute(location, "years")
        others = [attribute(location, name)["through"] for name in _OF_ACTIVITIES.values()]
        self._members = _Names(self._rows["member"])
        self._throughs = _Names(self._rows["through"], years["through"], *others)
        last = pl.max_horizontal(pl.col("first", "last").cast(pl.Int64, strict=False)).max()
        dated = years.group_by("through").agg(last.alias("year"))
        known = pl.DataFrame({"through": self._throughs.names}, {"through": pl.String}).join(
            dated, on="through", how="left", maintain_order="left"
        )
        # What has no year comes last.
        self._year = known["year"].fill_null(-10_000).to_numpy()
        self._above = attribute(location, "above")
        # What is known of each activity that a page may tell of.
        self.activities = Activities(location, self._throughs.names)
        self.funding = Funding(location)
        self.counting = Counting(location, self._members.names, self._throughs.names, self.funding)

    def read(self) -> None:
        """Read now what pages need one by one."""
        self.activities.read()
        self.counting.read()
        self.funding.read()
        _ = self._leads, self._ancestors, self._acronyms, self._places, self._codes

    def country(self, member: str) -> str | None:
        """The country in which a member lies."""
        return self.counting.country(self._members.number(member))

    def acronyms(self, member: str) -> tuple[str, ...]:
        """The short names of a member, sorted."""
        return tuple(name for (name,) in self._acronyms.rows(member))

    @cached_property
    def _acronyms(self) -> Keyed:
        return self._members.keyed(names(self._location), "node")

    def spot(self, member: str) -> tuple[float, float] | None:
        """Where a member lies, in units of the map: at its region where the graph has the
        coordinates, else in its country; None where neither is known."""
        return self._point(member) or atlas.countries().get(
            self._codes.get(self.country(member) or "", "")
        )

    def within(self, members: Iterable[str], place: str) -> dict[str, tuple[float, float] | None]:
        """Where in a place each of some members lies, in the same units; None where no more is
        known than that it lies there, or in which country."""
        without = self._codes.keys() | {place}
        return {each: self._point(each, without) for each in members}

    def _point(self, member: str, without: Collection[str] = ()) -> tuple[float, float] | None:
        found = None
        for place, latitude, longitude in self._places.rows(member):
            if place not in without:
                found = atlas.point(float(latitude), float(longitude)) or found
        return found

    @cached_property
    def _places(self) -> Keyed:
        """The rows of queries/page/places.rq of each member: place, latitude, longitude."""
        table = cached.frame(self._location, queries.shipped("page", "places"))
        return self._members.keyed(table, "node")

    @cached_property
    def _codes(self) -> dict[str, str]:
        """The ISO 3166-1 code of each country."""
        return dict(attribute(self._location, "iso-codes").select("value", "code").iter_rows())

    def project(self, through: str) -> bool:
        """Whether an activity is a project."""
        return self.counting.project(self._throughs.number(through))

    def programmes(self, through: str) -> list[str]:
        """The programmes of an activity, without those that lie above another of them."""
        found = self.activities.values("programmes", through)
        above = {one for each in found for one in self._ancestors.get(each, ())}
        return sorted(set(found) - above)

    def leads(self, through: str) -> frozenset[str]:
        """Who coordinates an activity."""
        return frozenset(self._leads.get(through, ()))

    @cached_property
    def _leads(self) -> dict[str, list[str]]:
        import polars as pl

        table = attribute(self._location, "leads")
        return dict(table.group_by("through").agg(pl.col("member")).iter_rows())

    def path(self, iri: str) -> list[str]:
        """What a programme or topic lies in, the topmost first, and itself."""
        above = self._ancestors.get(iri, [])
        return [*sorted(above, key=lambda each: (len(self._ancestors.get(each, ())), each)), iri]

    @cached_property
    def _ancestors(self) -> dict[str, list[str]]:
        import polars as pl

        return dict(self._above.group_by("value").agg(pl.col("above").sort()).iter_rows())

    def taken(self) -> dict[str, int]:
        """In how many activities each member takes part."""
        import polars as pl

        counts = self._rows.group_by("member").agg(pl.col("through").n_unique())
        return dict(counts.iter_rows())

    def around(self, iri: str, kind: str) -> Around:
        """What stands around the thing with that IRI, the newest activities first."""
        import numpy as np

        inside = self._inside(iri, kind)
        throughs = self._found(iri, kind, inside)
        rows = self._throughs.rows(throughs)
        member = self._members.column[rows]
        kept = among(member, inside) if kind in _OF_MEMBERS else ~among(member, inside)
        # Each pair as one number, which is quicker to sort.
        pairs = member[kept] * len(self._throughs.names) + self._throughs.column[rows][kept]
        held = np.unique(pairs) // len(self._throughs.names)
        members, counts = np.unique(held, return_counts=True)
        most = np.lexsort((members, -counts))[:SHOWN]
        newest = throughs[np.lexsort((throughs, -self._year[throughs]))[:SHOWN]]
        own = inside if kind in _OWNERS else None
        figures = self.counting.figures(throughs, members, own, abroad=kind not in _OF_MEMBERS)
        return Around(
            tuple(self._throughs.names[int(each)] for each in newest),
            len(throughs),
            len(members),
            tuple((self._members.names[int(members[n])], int(counts[n])) for n in most),
            figures,
            tuple(self._members.names[int(n)] for n in members) if kind in _OF_MEMBERS else (),
        )

    def taking_part(self, throughs: Iterable[str]) -> dict[str, list[str]]:
        """Who takes part in each of some activities, sorted."""
        return {iri: self._taking_part(iri) for iri in throughs}

    def _taking_part(self, through: str) -> list[str]:
        import numpy as np

        rows = self._throughs.rows(self._throughs.numbers([through]))
        return [self._members.names[int(each)] for each in np.unique(self._members.column[rows])]

    def beside(self, iri: str) -> tuple[list[str], list[str]]:
        """The activities of a member, the newest first, and the members of an activity."""
        import numpy as np

        throughs = np.unique(
            self._throughs.column[self._members.rows(self._members.numbers([iri]))]
        )
        newest = throughs[np.lexsort((throughs, -self._year[throughs]))]
        return [self._throughs.names[int(each)] for each in newest], self._taking_part(iri)

    def _inside(self, iri: str, kind: str) -> Numbers:
        """The members that are the thing, or that lie in it."""
        within = self._having(_OF_MEMBERS[kind], "member", iri) if kind in _OF_MEMBERS else [iri]
        return self._members.numbers(within)

    def _found(self, iri: str, kind: str, inside: Numbers) -> Numbers:
        """The activities of a thing: those that it takes part in, or that belong to it."""
        import numpy as np

        if kind in _OF_ACTIVITIES:
            found = self._throughs.numbers(self._having(_OF_ACTIVITIES[kind], "through", iri))
            found = found[found >= 0]
        elif kind == "call":
            found = self._throughs.numbers(self.funding.under(iri))
            found = found[found >= 0]
        else:
            found = self._throughs.column[self._members.rows(inside)]
            itself = self._throughs.numbers([iri])
            if kind not in _OF_MEMBERS and len(self._throughs.rows(itself)):
                found = np.append(found, itself)
        return np.unique(found)

    def _having(self, name: str, key: str, iri: str) -> pl.Series:
        """The members or activities whose attribute is a thing, or something inside or below."""
        import polars as pl

        wanted = pl.Series("value", below(self._above, iri))
        table = attribute(self._location, name)
        return table.filter(pl.col("value").is_in(wanted.implode()))[key].unique()
