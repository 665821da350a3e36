"""Counting loops over triads and over shortest chains, compiled by Numba.

Knows arrays only: rows of neighbours (CSR, sorted, symmetric, no diagonal), group numbers, counts.
Results never depend on the number of threads: counts are whole numbers, sums of floats are taken
row by row in the order of the neighbours.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, prange

Array = np.ndarray[Any, Any]

# Pieces of work that threads share: fixed, so that memory does not grow with the machine.
_CHUNKS = 8
# Sources whose chains are counted together: two cache lines a node, and whole vector registers.
LANES = 16


def closed(indptr: Array, indices: Array, groups: Array) -> Array:
    """The closed triads of every node by pattern, an int64 array of shape (n, 4).

    A closed triad of v is a pair of its neighbours that are tied to each other. Patterns: both of
    v's group; both of one other group; one of v's group; three different groups. Every triangle is
    met once, from its corner of least degree (Chiba and Nishizeki 1985, SIAM Journal on
    Computing 14:210-223).
    """
    count = len(indptr) - 1
    degrees = np.diff(indptr)
    order = np.lexsort((np.arange(count), degrees))
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    starts, later = _oriented(indptr, indices, order, rank)
    found = _triangles(starts, later, groups[order])
    return np.asarray(found.sum(axis=0)[rank])


@njit(cache=True)  # type: ignore[untyped-decorator]
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


@njit(cache=True, parallel=True)  # type: ignore[untyped-decorator]
def _triangles(starts: Array, later: Array, groups: Array) -> Array:
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
                        mine[one, _pattern(a, b, c)] += 1
                        mine[two, _pattern(b, a, c)] += 1
                        mine[three, _pattern(c, a, b)] += 1
    return found


@njit(cache=True, inline="always")  # type: ignore[untyped-decorator]
def _pattern(own: int, one: int, other: int) -> int:
    if one == other:
        return 0 if own == one else 1
    return 2 if own in (one, other) else 3


def dependencies(
    indptr: Array, indices: Array, sizes: Array, sources: Array, times: Array, targets: Array
) -> tuple[Array, Array]:
    """How far the shortest chains from sources to targets depend on every node between them.

    Nodes may stand for `sizes` twins each (same closed neighbourhood). For a source s, delta(v) is
    the sum over targets t of the share of the shortest chains from s to t that run through one of
    v's twins (Brandes 2008, Social Networks 30:136-145). `times`: how often each source counts;
    `targets`: targets among the twins of each node. Returns the sums of delta and of delta squared
    over the sources, float64 arrays of shape (n,).
    """
    count = len(indptr) - 1
    total, squares = np.zeros(count), np.zeros(count)
    for first in range(0, len(sources), LANES):
        some = sources[first : first + LANES]
        often = np.zeros(LANES)
        often[: len(some)] = times[first : first + LANES]
        _batch(indptr, indices, sizes, some, often, targets, total, squares)
    return total, squares


@njit(cache=True)  # type: ignore[untyped-decorator]
def _batch(
    indptr: Array,
    indices: Array,
    sizes: Array,
    sources: Array,
    times: Array,
    targets: Array,
    total: Array,
    squares: Array,
) -> None:
    """Brandes' algorithm for LANES sources at once, level by level."""
    count = len(indptr) - 1
    level = np.full((count, LANES), -1, dtype=np.int32)
    sigma = np.zeros((count, LANES))
    block, spare = np.zeros((count, LANES)), np.zeros((count, LANES))
    active, other = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    for lane in range(len(sources)):
        level[sources[lane], lane] = 0
        sigma[sources[lane], lane] = block[sources[lane], lane] = 1.0
        active[sources[lane]] = True
    depth = 0
    while _missing(level, targets, len(sources)):
        _forward(indptr, indices, sizes, level, sigma, block, spare, active, other, depth)
        block, spare, active, other = spare, block, other, active
        if not active.any():
            break
        depth += 1
    _last(level, sigma, targets, block, active, depth)
    for now in range(depth - 1, 0, -1):
        _backward(indptr, indices, sizes, level, sigma, targets, block, spare, active, other, now,
                  times, total, squares)  # fmt: skip
        block, spare, active, other = spare, block, other, active


@njit(cache=True)  # type: ignore[untyped-decorator]
def _missing(level: Array, targets: Array, lanes: int) -> bool:
    """Whether a source has not reached all the targets yet."""
    for node in range(len(targets)):
        if targets[node] > 0:
            for lane in range(lanes):
                if level[node, lane] < 0:
                    return True
    return False


@njit(cache=True, parallel=True, fastmath={"contract"})  # type: ignore[untyped-decorator]
def _forward(
    indptr: Array,
    indices: Array,
    sizes: Array,
    level: Array,
    sigma: Array,
    block: Array,
    following: Array,
    active: Array,
    next_active: Array,
    depth: int,
) -> None:
    """Count the shortest chains to the nodes at depth + 1 from those at depth."""
    for node in prange(len(sizes)):
        row = following[node]
        row[:] = 0.0
        open_lane = False
        for lane in range(LANES):
            open_lane |= level[node, lane] < 0
        if open_lane:
            for at in range(indptr[node], indptr[node + 1]):
                if active[indices[at]]:
                    source = block[indices[at]]
                    for lane in range(LANES):
                        row[lane] += source[lane]
        reached = False
        for lane in range(LANES):
            if row[lane] > 0 and level[node, lane] < 0:
                level[node, lane] = depth + 1
                sigma[node, lane] = row[lane]
                row[lane] *= sizes[node]
                reached = True
            else:
                row[lane] = 0.0
        next_active[node] = reached


@njit(cache=True, parallel=True)  # type: ignore[untyped-decorator]
def _last(
    level: Array, sigma: Array, targets: Array, block: Array, active: Array, depth: int
) -> None:
    for node in prange(len(targets)):
        active[node] = False
        for lane in range(LANES):
            block[node, lane] = 0.0
            if targets[node] > 0 and level[node, lane] == depth:
                block[node, lane] = targets[node] / sigma[node, lane]
                active[node] = True


@njit(cache=True, parallel=True, fastmath={"contract"})  # type: ignore[untyped-decorator]
def _backward(
    indptr: Array,
    indices: Array,
    sizes: Array,
    level: Array,
    sigma: Array,
    targets: Array,
    block: Array,
    following: Array,
    active: Array,
    next_active: Array,
    depth: int,
    times: Array,
    total: Array,
    squares: Array,
) -> None:
    """The dependencies of the nodes at a depth, from those one step further away."""
    for node in prange(len(sizes)):
        row = following[node]
        row[:] = 0.0
        next_active[node] = False
        here = False
        for lane in range(LANES):
            here |= level[node, lane] == depth
        if not here:
            continue
        for at in range(indptr[node], indptr[node + 1]):
            if active[indices[at]]:
                source = block[indices[at]]
                for lane in range(LANES):
                    row[lane] += source[lane]
        for lane in range(LANES):
            if level[node, lane] == depth:
                delta = sigma[node, lane] * row[lane]
                total[node] += times[lane] * delta
                squares[node] += times[lane] * delta * delta
                row[lane] = (targets[node] + sizes[node] * delta) / sigma[node, lane]
                next_active[node] |= row[lane] > 0
            else:
                row[lane] = 0.0
