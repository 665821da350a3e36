"""What is known of activities one by one: when, under what, and who took which part for how much.

Knows the columns of attribute tables; puts nothing into words.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.questions.attributes import attribute
from clustergraph.questions.keyed import Keyed
from clustergraph.web.reading import names

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    import polars as pl

    from clustergraph.graph.location import Location

    Years = tuple[int | None, int | None]

# The gross and the net column of queries/attributes/participations.rq.
_MONEY = ("contribution", "net")


class Activities:
    """The attributes of some activities of a graph, each table of which is read once."""

    def __init__(self, location: Location, throughs: Iterable[str]) -> None:
        self._location = location
        self._numbers = {name: number for number, name in enumerate(sorted(set(throughs)))}
        self._tables: dict[str, Keyed] = {}

    def read(self) -> None:
        """Read all tables now, so that nobody waits for one later."""
        for name in ("participations", "years", "starts", "ends", "programmes", "topics"):
            self._rows(name, "")
        _ = self._short, self._top, self.roles

    def _rows(self, name: str, through: str) -> Iterable[tuple[Any, ...]]:
        if name not in self._tables:
            self._tables[name] = self._keyed(attribute(self._location, name), name)
        return self._tables[name].rows(through)

    def _keyed(self, table: pl.DataFrame, name: str) -> Keyed:
        import polars as pl

        if name == "participations":
            money = (pl.col(each).cast(pl.Float64) for each in _MONEY)
            # Rows of one participation follow each other, and nobody asks for its name.
            number = pl.col("participation").rle_id()
            table = table.select("through", "member", number, "role", *money)
        elif name == "years":
            table = table.select("through", pl.col("first", "last").cast(pl.Int64))
        elif name in ("starts", "ends"):
            table = table.select("through", pl.nth(1).cast(pl.String))
        return Keyed(table, "through", self._numbers)

    def years(self, through: str) -> Years:
        """The first and the last year, None where unknown."""
        *_, found = (None, None), *self._rows("years", through)
        return found

    def days(self, through: str) -> tuple[str, str]:
        """The first of the days that are stated as its beginning and as its end, as exactly as
        known; "" where none is."""
        return self._first("starts", through), self._first("ends", through)

    def _first(self, name: str, through: str) -> str:
        return min((day for (day,) in self._rows(name, through) if day is not None), default="")

    def short(self, through: str) -> tuple[str, ...]:
        """Its short names, sorted."""
        return tuple(name for (name,) in self._short.rows(through))

    @cached_property
    def _short(self) -> Keyed:
        return Keyed(names(self._location), "node", self._numbers)

    def values(self, name: str, through: str) -> list[str]:
        """Its programmes or topics as they are stated."""
        return [value for (value,) in self._rows(name, through)]

    def topmost(self, name: str, through: str) -> tuple[str, ...]:
        """Its programmes or topics that lie below no other."""
        top = self._top
        found = {one for (value,) in self._rows(name, through) for one in top.get(value, (value,))}
        return tuple(sorted(found))

    @cached_property
    def _top(self) -> dict[str, list[str]]:
        """What lies above each that lies below something, and below nothing itself."""
        rows = attribute(self._location, "above").rows()
        found: dict[str, list[str]] = {value: [] for value, _ in rows}
        for value, above in rows:
            if above not in found:
                found[value].append(above)
        return found

    @cached_property
    def roles(self) -> list[str]:
        """The IRIs of all roles that anybody had."""
        column = attribute(self._location, "participations")["role"]
        return column.unique().drop_nulls().to_list()

    def parts(self, through: str) -> dict[str, Taken]:
        """The part that each took, by member."""
        found: dict[str, Taken] = {}
        for member, participation, role, *amounts in self._rows("participations", through):
            taken = found.setdefault(member, Taken(set(), {}))
            if role is not None:
                taken.roles.add(role)
            taken.participations[participation, *amounts] = None
        return found


class Taken(NamedTuple):
    """The part of one member in an activity: the IRIs of its roles, and its participations by
    number with what each brought, gross and net, in euro."""

    roles: set[str]
    participations: dict[tuple[int, float | None, float | None], None]

    @property
    def amounts(self) -> tuple[float | None, float | None]:
        """Gross and net of all participations, None where unknown."""
        if len(self.participations) == 1:
            ((_, gross, net),) = self.participations
            return gross, net
        _, *columns = zip(*self.participations, strict=True)
        gross, net = map(_sum, columns)
        return gross, net


def _sum(amounts: Iterable[float | None]) -> float | None:
    known = [each for each in amounts if each is not None]
    return sum(known) if known else None
