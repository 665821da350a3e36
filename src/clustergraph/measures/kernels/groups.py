"""Closed triads counted by the groups of the three, compiled by Numba.

Knows arrays only: rows of neighbours (CSR, sorted, symmetric, no diagonal) and group numbers.
Counts are whole numbers, so that they cannot depend on the number of threads.
"""

from __future__ import annotations

import numpy as np
from numba import prange

from clustergraph.measures.kernels.compiling import Array, compiled

# Pieces of work that threads share: fixed, so that memory does not grow with the machine.
_CHUNKS = 8


def by_group(indptr: Array, indices: Array, groups: Array) -> Array:
    """The closed triads of every node by the groups of the three, an int64 array (n, 4).

    A closed triad of v is a pair of its neighbours that are tied to each other. Columns: both of
    v's group; both of one other group; one of v's group; three different groups.
    """
    return _closed(indptr, indices, groups, False)


def by_ends(indptr: Array, indices: Array, sides: Array) -> Array:
    """The closed triads of every node by the sides of its two neighbours, an int64 array (n, 4).

    sides: 0, 1, or 2 for neither. Columns: one of each side; both of 0; both of 1; all others.
    """
    return _closed(indptr, indices, sides, True)


def _closed(indptr: Array, indices: Array, groups: Array, ends: bool) -> Array:
    # Every triangle is met once, from its corner of least degree (Chiba and Nishizeki 1985, SIAM
    # Journal on Computing 14:210-223).
    count = len(indptr) - 1
    order = np.lexsort((np.arange(count), np.diff(indptr)))
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    starts, later = _oriented(indptr, indices, order, rank)
    found = _triangles(starts, later, groups[order], ends)
    return np.asarray(found.sum(axis=0)[rank])


@compiled()
def _oriented(indptr: Array, indices: Array, order: Array, rank: Array) -> tuple[Array, Array]:
    """The same network with nodes renumbered by rank, each tie kept at its lower end."""
    count = len(order)
    starts = np.zeros(count + 1, dtype=np.int64)
    for place in range(count):
        node = order[place]
        kept = 0
        for at in range(indptr[node], indptr[node + 1]):
            if rank[indices[at]] > place:
                kept += 1
        starts[place + 1] = starts[place] + kept
    later = np.empty(starts[count], dtype=np.int32)
    for place in range(count):
        node = order[place]
        fill = starts[place]
        for at in range(indptr[node], indptr[node + 1]):
            other = rank[indices[at]]
            if other > place:
                later[fill] = other
                fill += 1
    return starts, later


@compiled(parallel=True)
def _triangles(starts: Array, later: Array, groups: Array, ends: bool) -> Array:
    count = len(groups)
    found = np.zeros((_CHUNKS, count, 4), dtype=np.int64)
    for chunk in prange(_CHUNKS):
        mine = found[chunk]
        marked = np.full(count, -1, dtype=np.int32)
        for one in range(chunk, count, _CHUNKS):
            for at in range(starts[one], starts[one + 1]):
                marked[later[at]] = one
            for at in range(starts[one], starts[one + 1]):
                two = later[at]
                for onward in range(starts[two], starts[two + 1]):
                    three = later[onward]
                    if marked[three] == one:
                        a, b, c = groups[one], groups[two], groups[three]
                        mine[one, _ends(b, c) if ends else _groups(a, b, c)] += 1
                        mine[two, _ends(a, c) if ends else _groups(b, a, c)] += 1
                        mine[three, _ends(a, b) if ends else _groups(c, a, b)] += 1
    return found


@compiled(inline="always")
def _groups(own: int, one: int, other: int) -> int:
    if one == other:
        return 0 if own == one else 1
    return 2 if own in (one, other) else 3


@compiled(inline="always")
def _ends(one: int, other: int) -> int:
    if one + other == 1:
        return 0
    return 1 + one if one == other and one < 2 else 3
