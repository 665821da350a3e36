"""Mixing: how often units of each group meet units of each other group in the same things.

Knows arrays only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clustergraph.measures.arrays import Counts, Floats, Ints

Number = TypeVar("Number", np.int64, np.float64)


class Cells(NamedTuple):
    """Who takes part in what, for which group: int64 arrays of one length, each (unit, thing,
    group) once. sums: what is summed for each, in whole numbers, such as the money it got."""

    unit: Ints
    thing: Ints
    group: Ints
    sums: tuple[Ints, ...] = ()


class Flows(NamedTuple):
    """Square arrays, a row and a column per group.

    pairs: ordered pairs of different units, one of each group, once for every thing they share.
    newman: the same, each counted 1/(units of the thing - 1). things: the things so shared.
    sums: of each sum of the cells what the row's units have in these things. affinity: pairs
    against what size alone would give, NaN where that is 0.
    """

    pairs: Ints
    newman: Floats
    things: Ints
    sums: tuple[Ints, ...]
    affinity: Floats


def matrix(cells: Cells, groups: int, sizes: Ints) -> Flows:
    """The flows between groups of units; `sizes`: how many units each thing has, grouped or not.

    With M[a, p] the number of units of group a in thing p, pairs are M Mᵀ less the pairs of each
    unit with itself. A unit that is in several groups counts in each.
    """
    from scipy import sparse

    def by_group(values: Ints) -> Counts:
        places = (cells.group, cells.thing)
        return sparse.csr_array((values.astype(np.int64), places), shape=(groups, len(sizes)))

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

    def pairs(weight: NDArray[Number]) -> NDArray[Number]:
        scaled = counts.data * weight[counts.indices]
        each = sparse.csr_array((scaled, counts.indices, counts.indptr), shape=counts.shape)
        found = np.asarray((each @ counts.T).toarray())
        np.subtract.at(found, (cells.group, cells.group), weight[cells.thing])
        np.subtract.at(found, (one, other), weight[thing])
        return found

    def met(values: Counts) -> Ints:
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
        tuple(met(by_group(each)) for each in cells.sums),
        affinity,
    )


def _at(values: Counts, rows: Ints, columns: Ints) -> Ints:
    # SciPy answers no places at all with a matrix.
    return np.asarray(values[rows, columns]).ravel() if len(rows) else np.zeros(0, dtype=np.int64)


def _itself(cells: Cells) -> tuple[Ints, Ints]:
    """The ordered pairs of cells of one unit in one thing, in two groups."""
    order = np.lexsort((cells.group, cells.thing, cells.unit))
    unit, thing = cells.unit[order], cells.thing[order]
    first: list[Ints] = []
    second: list[Ints] = []
    for step in range(1, len(order)):
        same = np.flatnonzero((unit[step:] == unit[:-step]) & (thing[step:] == thing[:-step]))
        if not len(same):
            break
        first += [order[same], order[same + step]]
        second += [order[same + step], order[same]]
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *first]), np.concatenate([none, *second])


def units(cells: Cells, groups: int, things: int) -> Ints:
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
