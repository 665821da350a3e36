"""Figures of a thing: how many projects, how much money, in which years, with which countries.

Knows the tables of participations and attributes; nothing of labels or pages.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from clustergraph.questions import cached, queries
from clustergraph.questions.attributes import attribute
from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import polars as pl

    from clustergraph.graph.location import Location

    Numbers = np.ndarray[Any, np.dtype[np.int64]]

_UNKNOWN = -1
_PROJECT = f"{CG}Project"
_MONEY = ("contribution", "net")


class Money(NamedTuple):
    """An amount in whole euro: the sum of what is known, of so many."""

    amount: int
    known: int
    of: int


class Figures(NamedTuple):
    """projects: how many of the activities are. first, last: years, None where unknown. gross, net:
    what the participations brought; support: what the awards brought, by project. countries: of
    those who took part, with how many of them, the most first. begun: how many activities began
    in each year."""

    projects: int = 0
    first: int | None = None
    last: int | None = None
    gross: Money | None = None
    net: Money | None = None
    support: Money | None = None
    countries: tuple[tuple[str, int], ...] = ()
    begun: tuple[tuple[int, int], ...] = ()


class Counting:
    """What is counted, by the numbers of members and activities: their places in the lists."""

    def __init__(
        self, location: Location, members: Sequence[str], throughs: Sequence[str], funding: Funding
    ) -> None:
        self._location, self._funding = location, funding
        self._members, self._throughs = _numbered("member", members), _numbered("through", throughs)

    def figures(
        self, throughs: Numbers, members: Numbers, own: Numbers | None, *, abroad: bool
    ) -> Figures:
        """Of activities in which members took part. own: whose money it is, None for all's.
        abroad: whether the countries of the members are asked for."""
        import numpy as np

        first, last = self._first[throughs], self._last[throughs]
        years, counts = np.unique(first[first != _UNKNOWN], return_counts=True)
        rows = self._shares_of(throughs)
        if own is not None:
            rows = rows[among(self._share_members[rows], own)]
        until = last[last != _UNKNOWN]
        gross, net = (_money(each[rows]) for each in self._amounts)
        return Figures(
            int(np.count_nonzero(self._project[throughs])),
            int(years[0]) if len(years) else None,
            int(until.max()) if len(until) else None,
            gross,
            net if net and net.known else None,
            _money(self._support[throughs[self._project[throughs] == 1]]),
            self._countries_of(members) if abroad else (),
            tuple(zip(years.tolist(), counts.tolist(), strict=True)),
        )

    def read(self) -> None:
        """Read all tables now, so that nobody waits for one later."""
        _ = self._first, self._last, self._begin, self._share_members, self._amounts
        _ = self._project, self._country, self._support

    def country(self, member: int) -> str | None:
        """Where a member lies."""
        found = int(self._country[member]) if member >= 0 else _UNKNOWN
        return None if found == _UNKNOWN else self._countries[found]

    def project(self, through: int) -> bool:
        """Whether an activity is a project."""
        return through >= 0 and bool(self._project[through])

    def _countries_of(self, members: Numbers) -> tuple[tuple[str, int], ...]:
        import numpy as np

        lying = self._country[members]
        places, counts = np.unique(lying[lying != _UNKNOWN], return_counts=True)
        order = np.lexsort((places, -counts))
        return tuple((self._countries[int(places[n])], int(counts[n])) for n in order)

    def _shares_of(self, throughs: Numbers) -> Numbers:
        return spans(self._begin[throughs], self._begin[throughs + 1])

    @cached_property
    def _shares(self) -> pl.DataFrame:
        """Each participation once, by activity."""
        import polars as pl

        table = attribute(self._location, "participations")
        money = [(pl.col(name).cast(pl.Float64) * 100).round().cast(pl.Int64) for name in _MONEY]
        told = table.select("participation", "member", "through", *money)
        once = told.unique(
            ("participation", "member", "through"), keep="first", maintain_order=True
        )
        known = once.join(self._throughs, on="through").join(self._members, on="member")
        return known.sort("through_number", "member_number", "participation")

    @cached_property
    def _begin(self) -> Numbers:
        import numpy as np

        numbers = self._shares["through_number"].to_numpy()
        found: Numbers = np.searchsorted(numbers, np.arange(len(self._throughs) + 1))
        return found

    @cached_property
    def _share_members(self) -> Numbers:
        found: Numbers = self._shares["member_number"].to_numpy()
        return found

    @cached_property
    def _amounts(self) -> list[Numbers]:
        return [self._shares[name].fill_null(_UNKNOWN).to_numpy() for name in _MONEY]

    @cached_property
    def _project(self) -> Numbers:
        import polars as pl

        table = attribute(self._location, "activities").filter(pl.col("kind") == _PROJECT)
        marked = table.select("through").unique().with_columns(known=pl.lit(1, pl.Int64))
        return _aligned(self._throughs, "through", marked, 0)

    @cached_property
    def _support(self) -> Numbers:
        """What the awards of each activity bring, in cents."""
        return _aligned(self._throughs, "through", self._funding.sums, _UNKNOWN)

    @cached_property
    def _first(self) -> Numbers:
        import polars as pl

        first = pl.col("first").cast(pl.Int64).min()
        return self._yearly(first)

    @cached_property
    def _last(self) -> Numbers:
        import polars as pl

        return self._yearly(pl.max_horizontal(pl.col("first", "last").cast(pl.Int64)).max())

    def _yearly(self, year: pl.Expr) -> Numbers:
        table = attribute(self._location, "years").group_by("through").agg(year.alias("known"))
        return _aligned(self._throughs, "through", table, _UNKNOWN)

    @cached_property
    def _countries(self) -> list[str]:
        return sorted(attribute(self._location, "countries")["value"].to_list())

    @cached_property
    def _country(self) -> Numbers:
        """Where each member lies: the first of its countries."""
        import polars as pl

        lying = attribute(self._location, "places")
        above = lying.join(attribute(self._location, "above"), on="value")
        every = pl.concat([lying, above.select("member", value="above")])
        places = pl.DataFrame({"value": self._countries}, {"value": pl.String})
        known = every.join(places.with_row_index("known"), on="value")
        first = known.group_by("member").agg(pl.col("known").min().cast(pl.Int64))
        return _aligned(self._members, "member", first, _UNKNOWN)


class Funding:
    """How each project was funded: its calls, what it costs and what supports it."""

    def __init__(self, location: Location) -> None:
        self._location = location

    @cached_property
    def awards(self) -> pl.DataFrame:
        """The rows of queries/site/awards.rq: through, award, call, contribution."""
        return cached.frame(self._location, queries.shipped("site", "awards"))

    @cached_property
    def _calls(self) -> dict[str, list[str]]:
        import polars as pl

        known = self.awards.filter(pl.col("call").is_not_null())
        listed = known.group_by("through").agg(pl.col("call").unique().sort())
        return dict(listed.iter_rows())

    @cached_property
    def sums(self) -> pl.DataFrame:
        """What the awards of each project bring: through, known (cents)."""
        import polars as pl

        cents = (pl.col("contribution").cast(pl.Float64) * 100).round().cast(pl.Int64)
        once = (
            self.awards.unique("award", keep="first", maintain_order=True)
            .select("through", known=cents)
            .drop_nulls()
        )
        return once.group_by("through").agg(pl.col("known").sum())

    @cached_property
    def _support(self) -> dict[str, float]:
        return {through: cents / 100 for through, cents in self.sums.iter_rows()}

    @cached_property
    def _costs(self) -> dict[str, float]:
        import polars as pl

        table = cached.frame(self._location, queries.shipped("site", "costs"))
        most = table.group_by("through").agg(pl.col("cost").cast(pl.Float64).max())
        return dict(most.iter_rows())

    def read(self) -> None:
        """Read all tables now, so that nobody waits for one later."""
        _ = self._calls, self._support, self._costs

    def under(self, call: str) -> list[str]:
        """The projects that were funded under a call, sorted."""
        return self._under.get(call, [])

    @cached_property
    def _under(self) -> dict[str, list[str]]:
        import polars as pl

        known = self.awards.filter(pl.col("call").is_not_null())
        listed = known.group_by("call").agg(pl.col("through").unique().sort())
        return dict(listed.iter_rows())

    def calls(self, project: str) -> list[str]:
        """The calls under which it was funded, sorted."""
        return self._calls.get(project, [])

    def support(self, project: str) -> float | None:
        """What its awards bring, None where unknown."""
        return self._support.get(project)

    def cost(self, project: str) -> float | None:
        """What it costs in all, None where unknown."""
        return self._costs.get(project)


def among(numbers: Numbers, some: Numbers) -> Any:
    """Which numbers are among some others, of which there mostly is one."""
    import numpy as np

    return numbers == some[0] if len(some) == 1 else np.isin(numbers, some)


def spans(begin: Numbers, end: Numbers) -> Numbers:
    """The numbers from each begin to before the end of it, span after span."""
    import numpy as np

    lengths = end - begin
    before = np.cumsum(lengths) - lengths
    found: Numbers = np.repeat(begin - before, lengths) + np.arange(int(lengths.sum()))
    return found


def _numbered(name: str, values: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    table = pl.DataFrame({name: values}, {name: pl.String})
    return table.with_row_index(f"{name}_number").with_columns(
        pl.col(f"{name}_number").cast(pl.Int64)
    )


def _aligned(numbered: pl.DataFrame, key: str, table: pl.DataFrame, missing: int) -> Numbers:
    """The column `known` in the order of the numbers."""
    found = numbered.join(table, on=key, how="left", maintain_order="left")
    numbers: Numbers = found["known"].fill_null(missing).to_numpy()
    return numbers


def _money(cents: Numbers) -> Money | None:
    """The sum of what is known; None where there is no participation."""
    known = cents[cents != _UNKNOWN]
    return Money(round(int(known.sum()) / 100), len(known), len(cents)) if len(cents) else None
