"""Flows: how much two countries, regions or programmes take part in the same things.

`matrix` knows arrays only, `flows` the graph: it makes the table from what a network's query and
those in queries/groups/ say.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyoxigraph as ox

from clustergraph.network import grouping
from clustergraph.tables import Table, cell
from clustergraph.terms import XSD, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from clustergraph.graph import Location
    from clustergraph.network.projection import Incidence
    from clustergraph.tables import Term

Array = np.ndarray[Any, Any]

COLUMNS = ("from", "to", "projects", "pairs", "newman", "contribution", "affinity")
# Amounts are summed as whole millionths of a euro: no rounding, whatever the order.
SCALE = 10**6
_UNKNOWN = np.iinfo(np.int64).min


class Cells(NamedTuple):
    """Who takes part in what, for which group: int64 arrays of one length, each (unit, thing,
    group) once. amount: what the unit got there, in whole numbers; known: whether that is known."""

    unit: Array
    thing: Array
    group: Array
    amount: Array
    known: Array


class Flows(NamedTuple):
    """Square arrays, a row and a column per group.

    pairs: ordered pairs of different units, one of each group, once for every thing they share.
    newman: the same, each counted 1/(units of the thing - 1). things: the things so shared.
    amounts: what the row's units got in these things; known: how many of these amounts are known.
    affinity: pairs against what size alone would give, NaN where that is 0.
    """

    pairs: Array
    newman: Array
    things: Array
    amounts: Array
    known: Array
    affinity: Array


class Result(NamedTuple):
    """The table of flows; the groups, sorted, and the flows between them as arrays; what stayed
    out or counts several times, in words."""

    table: Table
    groups: tuple[str, ...]
    flows: Flows
    said: tuple[str, ...]


def matrix(cells: Cells, groups: int, sizes: Array) -> Flows:
    """The flows between groups of units; `sizes`: how many units each thing has, grouped or not.

    With M[a, p] the number of units of group a in thing p, pairs are M Mᵀ less the pairs of each
    unit with itself. A unit that is in several groups counts in each.
    """
    from scipy import sparse

    def by_group(values: Array) -> Any:
        return sparse.csr_array((values, (cells.group, cells.thing)), shape=(groups, len(sizes)))

    share = np.where(sizes > 1, 1.0 / np.maximum(sizes - 1, 1), 0.0)
    counts = by_group(np.ones(len(cells.unit), dtype=np.int64))
    present = counts.copy()
    present.data[:] = 1
    twice = counts.copy()
    twice.data = (counts.data > 1).astype(np.int64)
    itself = _itself(cells)
    one, other = cells.group[itself[0]], cells.group[itself[1]]
    thing = cells.thing[itself[0]]
    # Where one unit of both groups is all that is present of either, nobody meets.
    alone = _at(counts, one, thing) * _at(counts, other, thing) == 1

    def pairs(weight: Array) -> Array:
        found = np.asarray((counts.multiply(weight[None, :]) @ counts.T).toarray())
        np.subtract.at(found, (cells.group, cells.group), weight[cells.thing])
        np.subtract.at(found, (one, other), weight[thing])
        return found

    def met(values: Any) -> Array:
        found = np.asarray((values @ present.T).toarray())
        np.fill_diagonal(found, np.asarray(values.multiply(twice).sum(axis=1)).ravel())
        lost = _at(values, one[alone], thing[alone])
        np.subtract.at(found, (one[alone], other[alone]), lost)
        return found

    counted = pairs(np.ones(len(sizes), dtype=np.int64))
    expected = np.outer(counted.sum(axis=1), counted.sum(axis=0)) / max(counted.sum(), 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        affinity = counted / expected
    return Flows(
        counted,
        pairs(share),
        met(present),
        met(by_group(cells.amount)),
        met(by_group(cells.known.astype(np.int64))),
        affinity,
    )


def _at(values: Any, rows: Array, columns: Array) -> Array:
    # SciPy answers no places at all with a matrix.
    return np.asarray(values[rows, columns]).ravel() if len(rows) else np.zeros(0, dtype=np.int64)


def _itself(cells: Cells) -> tuple[Array, Array]:
    """The ordered pairs of cells of one unit in one thing, in two groups."""
    order = np.lexsort((cells.group, cells.thing, cells.unit))
    unit, thing = cells.unit[order], cells.thing[order]
    first: list[Array] = []
    second: list[Array] = []
    for step in range(1, len(order)):
        same = np.flatnonzero((unit[step:] == unit[:-step]) & (thing[step:] == thing[:-step]))
        if not len(same):
            break
        first += [order[same], order[same + step]]
        second += [order[same + step], order[same]]
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *first]), np.concatenate([none, *second])


def units(cells: Cells, groups: int, things: int) -> Array:
    """How many units of each group share a thing with a unit of each other group, or their own."""
    from scipy import sparse

    ones = np.ones(len(cells.unit), dtype=np.int64)
    counts = sparse.csr_array((ones, (cells.group, cells.thing)), shape=(groups, things))
    itself = _itself(cells)
    slots, slot = np.unique(cells.unit * groups + cells.group, return_inverse=True)
    taking = sparse.csr_array((ones, (slot, cells.thing)), shape=(len(slots), things))
    rows = np.concatenate([slot, slot[itself[0]]])
    columns = np.concatenate([cells.group, cells.group[itself[1]]])
    own = sparse.csr_array(
        (np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(len(slots), groups)
    )
    others = (taking @ counts.T - own) > 0
    belongs = sparse.csr_array(
        (np.ones(len(slots), dtype=np.int64), (slots % groups, np.arange(len(slots)))),
        shape=(groups, len(slots)),
    )
    return np.asarray((belongs @ others.astype(np.int64)).toarray())


def flows(
    location: Location, incidence: Incidence, by: str, *, digits: int | None = None
) -> Result:
    """The flows between the groups of queries/groups/`by`.rq, in what `incidence` holds.

    By place, two groups meet where members of both take part in one activity; by programme, where
    one member takes part in activities of both. Columns COLUMNS: `projects` are the activities
    that are shared so (by programme: those of `from`); `contribution` is in euro what the
    participations of `from` got in them, exact, empty where none of them has an amount; affinity
    is the probabilistic affinity index (Zitt, Bassecoulard and Okubo 2000, Scientometrics
    47:627-657, doi:10.1023/A:1005632319799). One row a pair of groups that meet, sorted. Raises
    RequestError for an unknown grouping.
    """
    if by not in grouping.GROUPINGS:
        raise unknown("grouping", by, grouping.GROUPINGS)
    rows = grouping.participations(location, incidence, by)
    unit, thing = ("through", "member") if by == "programme" else ("member", "through")
    codes = sorted(rows["group"].drop_nulls().unique().to_list())
    cells = _cells(rows, unit, thing, codes)
    of = incidence.matrix.T if by == "programme" else incidence.matrix
    sizes = np.diff(of.tocsc().indptr)
    found = matrix(cells, len(codes), sizes)
    projects = units(cells, len(codes), len(sizes)) if by == "programme" else found.things
    table = _table(codes, found, projects, digits)
    return Result(table, tuple(codes), found, _said(rows, by))


def _cells(rows: pl.DataFrame, unit: str, thing: str, codes: list[str]) -> Cells:
    import polars as pl

    amounts = (pl.col("contribution") * SCALE).round().cast(pl.Int64)
    summed = (
        rows.drop_nulls("group")
        .group_by(unit, thing, "group", maintain_order=True)
        .agg(amounts.sum().alias("amount"), amounts.is_not_null().any().alias("known"))
    )
    group = summed["group"].replace_strict(codes, range(len(codes)), return_dtype=pl.Int64)
    return Cells(
        summed[unit].cast(pl.Int64).to_numpy(),
        summed[thing].cast(pl.Int64).to_numpy(),
        group.to_numpy(),
        summed["amount"].to_numpy(),
        summed["known"].to_numpy(),
    )


def _said(rows: pl.DataFrame, by: str) -> tuple[str, ...]:
    """How many participations have no group, several, or no amount."""
    import polars as pl

    each = rows.group_by("member", "through").agg(
        pl.col("group").drop_nulls().n_unique().alias("groups"),
        pl.col("group").is_null().all().alias("without"),
        pl.col("contribution").is_null().all().alias("unpaid"),
    )
    without, unpaid = int(each["without"].sum()), int(each["unpaid"].sum())
    several = int((each["groups"] > 1).sum())
    lines = []
    if without:
        lines.append(f"{without:,} of {len(each):,} participations have no known {by}: left out")
    if several:
        lines.append(f"participations with more than one {by}, counted in each: {several:,}")
    if unpaid:
        lines.append(f"{unpaid:,} of {len(each):,} participations have no known contribution")
    return tuple(lines)


def _table(codes: list[str], found: Flows, projects: Array, digits: int | None) -> Table:
    one, other = np.nonzero(found.pairs > 0)
    number = partial(cell, digits=digits)
    amounts = np.where(found.known > 0, found.amounts, _UNKNOWN)
    columns = [
        _terms(one, lambda place: ox.Literal(codes[place])),
        _terms(other, lambda place: ox.Literal(codes[place])),
        *(_terms(values[one, other], ox.Literal) for values in (projects, found.pairs)),
        _terms(found.newman[one, other], number),
        _terms(amounts[one, other], _euros),
        _terms(found.affinity[one, other], number),
    ]
    return Table(COLUMNS, list(zip(*columns, strict=True)))


def _terms(values: Array, make: Callable[[Any], Term | None]) -> list[Term | None]:
    """A term for each value; many rows share one."""
    listed = values.tolist()
    made = {value: make(value) for value in set(listed)}
    return [made[value] for value in listed]


def _euros(amount: int) -> ox.Literal | None:
    if amount == _UNKNOWN:
        return None
    whole, rest = divmod(abs(amount), SCALE)
    digits = f"{rest:06d}".rstrip("0") or "0"
    return ox.Literal(f"{'-' * (amount < 0)}{whole}.{digits}", datatype=_DECIMAL)


_DECIMAL = ox.NamedNode(f"{XSD}decimal")
