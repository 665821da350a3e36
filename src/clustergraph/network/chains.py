"""Dependencies on the shortest chains between two sets of nodes, compiled by Numba.

Knows arrays only: rows of neighbours (CSR, sorted, symmetric, no diagonal). Sums are taken row by
row in the order of the neighbours, so that they do not depend on the number of threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit, prange

if TYPE_CHECKING:
    from collections.abc import Callable

Array = np.ndarray[Any, Any]

# Sources whose chains are counted together: two cache lines a node, and whole vector registers.
LANES = 16


def dependencies(
    indptr: Array,
    indices: Array,
    sizes: Array,
    sources: Array,
    times: Array,
    targets: Array,
    report: Callable[[float], None] = lambda share: None,
) -> tuple[Array, Array]:
    """How far the shortest chains from sources to targets depend on every node between them.

    Nodes may stand for `sizes` twins each (same closed neighbourhood). For a source s, delta(v) is
    the sum over targets t of the share of the shortest chains from s to t that run through one of
    v's twins (Brandes 2008, Social Networks 30:136-145). `times`: how often each source counts;
    `targets`: targets among the twins of each node. Returns the sums of delta and of delta squared
    over the sources, float64 arrays of shape (n,). `report` is told the share that is done.
    """
    count = len(indptr) - 1
    total, squares = np.zeros(count), np.zeros(count)
    parts = _components(indptr, indices)
    for first in range(0, len(sources), LANES):
        report(first / len(sources))
        some = sources[first : first + LANES]
        often = np.zeros(LANES)
        often[: len(some)] = times[first : first + LANES]
        _batch(indptr, indices, sizes, some, often, targets, parts, total, squares)
    return total, squares


def _components(indptr: Array, indices: Array) -> Array:
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    count = len(indptr) - 1
    ties = np.ones(len(indices), dtype=np.int8), indices.astype(np.int64), indptr
    return np.asarray(
        connected_components(sparse.csr_array(ties, shape=(count, count)), directed=False)[1]
    )


@njit(cache=True)
def _batch(
    indptr: Array,
    indices: Array,
    sizes: Array,
    sources: Array,
    times: Array,
    targets: Array,
    parts: Array,
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
    wanted = np.flatnonzero(targets > 0).astype(np.uint32)
    rest = np.flatnonzero(targets == 0).astype(np.uint32)
    depth = 0
    while _missing(level, wanted, sources, parts) and active.any():
        # Of the last level only the targets matter.
        for nodes in (wanted, rest):
            _forward(
                indptr, indices, sizes, nodes, level, sigma, block, spare, active, other, depth
            )
            if not _missing(level, wanted, sources, parts):
                break
        block, spare, active, other = spare, block, other, active
        depth += 1
    _last(level, sigma, targets, block, active, depth)
    for now in range(depth - 1, 0, -1):
        _backward(indptr, indices, sizes, level, sigma, targets, block, spare, active, other, now,
                  times, total, squares)  # fmt: skip
        block, spare, active, other = spare, block, other, active


@njit(cache=True)
def _missing(level: Array, wanted: Array, sources: Array, parts: Array) -> bool:
    """Whether a source has not reached yet all the wanted nodes that it can reach."""
    for node in wanted:
        for lane in range(len(sources)):
            if level[node, lane] < 0 and parts[node] == parts[sources[lane]]:
                return True
    return False


@njit(cache=True, parallel=True, fastmath={"contract"})
def _forward(
    indptr: Array,
    indices: Array,
    sizes: Array,
    nodes: Array,
    level: Array,
    sigma: Array,
    block: Array,
    following: Array,
    active: Array,
    next_active: Array,
    depth: int,
) -> None:
    """Count the shortest chains to those of the nodes at depth + 1 from all at depth."""
    for at_node in prange(len(nodes)):
        node = nodes[at_node]
        row = following[node]
        row[:] = 0.0
        open_lane = False
        for lane in range(LANES):
            open_lane |= level[node, lane] < 0
        if open_lane:
            for at in range(indptr[node], indptr[node + 1]):
                near = indices[at]
                if active[near]:
                    for lane in range(LANES):
                        following[node, lane] += block[near, lane]
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


@njit(cache=True, parallel=True)
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


@njit(cache=True, parallel=True, fastmath={"contract"})
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
            near = indices[at]
            if active[near]:
                for lane in range(LANES):
                    following[node, lane] += block[near, lane]
        for lane in range(LANES):
            if level[node, lane] == depth:
                delta = sigma[node, lane] * row[lane]
                total[node] += times[lane] * delta
                squares[node] += times[lane] * delta * delta
                row[lane] = (targets[node] + sizes[node] * delta) / sigma[node, lane]
                next_active[node] |= row[lane] > 0
            else:
                row[lane] = 0.0
