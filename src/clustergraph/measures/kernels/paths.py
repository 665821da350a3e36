"""Shortest paths between random pairs, for estimating betweenness.

Two searches, from both ends, the smaller one first, until they meet; then one of the shortest
paths by chance, as Borassi and Natale 2019 (KADABRA), ACM Journal of Experimental Algorithmics
24:1.2, doi:10.1145/3284359. Knows CSR arrays only.
"""

from __future__ import annotations

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@compiled()
def add_paths(
    indptr: Array,
    indices: Array,
    copies: Array,
    classes: Array,
    seed: int,
    first: int,
    last: int,
    hits: Array,
) -> None:
    """Add one to `hits[v]` for each inner node v of the random shortest paths first ... last - 1.

    copies: how many equal nodes each node stands for (they are neighbours of each other); classes:
    the node that each original node belongs to, -1 where it has no place. Path number i depends on
    seed and i alone. Pairs of one class, tied or out of reach have no inner node.
    """
    n = indptr.size - 1
    steps = np.full((2, n), -1, np.int32)
    ways = np.zeros((2, n), np.float64)
    queue = np.empty((2, n), np.int32)
    begins = np.empty(2, np.int64)
    ends = np.empty(2, np.int64)
    for number in range(first, last):
        state = _mixed(_mixed(np.uint64(seed)) + np.uint64(number) * _GOLDEN)
        one = _below(state, classes.size)
        state += _GOLDEN
        other = _below(state, classes.size - 1)
        state += _GOLDEN
        # Any node but the first: both orders of a pair are equally likely.
        other += other >= one
        s, t = classes[one], classes[other]
        if s < 0 or t < 0 or s == t:
            continue
        met, side = _search(indptr, indices, copies, s, t, steps, ways, queue, begins, ends)
        if met > 0.0:
            level = queue[side, begins[side] : ends[side]]
            _walk(indptr, indices, copies, steps, ways, level, met, side, state, hits)
        for side in range(2):
            for at in range(ends[side]):
                v = queue[side, at]
                steps[side, v] = -1
                ways[side, v] = 0.0


@compiled()
def _search(
    indptr: Array,
    indices: Array,
    copies: Array,
    s: int,
    t: int,
    steps: Array,
    ways: Array,
    queue: Array,
    begins: Array,
    ends: Array,
) -> tuple[float, int]:
    """Search from both ends until the two meet.

    Returns the number of shortest paths (0 where there are none) and the side that went last.
    What each side has seen lies in its queue, from `begins` on the level that it searched last.
    """
    sides = (s, t)
    for side in range(2):
        begins[side], ends[side] = 0, 1
        queue[side, 0] = sides[side]
        steps[side, sides[side]] = 0
        ways[side, sides[side]] = 1.0
    while True:
        side = _smaller(indptr, queue, begins, ends)
        if begins[side] == ends[side]:
            return 0.0, side
        begin, end = begins[side], ends[side]
        met = 0.0
        for at in range(begin, end):
            u = queue[side, at]
            depth = steps[side, u] + 1
            # A source stands for itself alone.
            worth = ways[side, u] * (copies[u] if depth > 1 else 1.0)
            for e in range(indptr[u], indptr[u + 1]):
                v = indices[e]
                if steps[1 - side, v] >= 0:
                    far = copies[v] if steps[1 - side, v] > 0 else 1.0
                    met += worth * ways[1 - side, v] * far
                if steps[side, v] < 0:
                    steps[side, v] = depth
                    queue[side, ends[side]] = v
                    ends[side] += 1
                if steps[side, v] == depth:
                    ways[side, v] += worth
        if met > 0.0:
            return met, side
        begins[side] = end


@compiled()
def _smaller(indptr: Array, queue: Array, begins: Array, ends: Array) -> int:
    """The side whose last level has fewer ties; one that has nothing left comes first."""
    volume = np.zeros(2, np.int64)
    for side in range(2):
        for at in range(begins[side], ends[side]):
            v = queue[side, at]
            volume[side] += indptr[v + 1] - indptr[v]
    return 0 if volume[0] <= volume[1] else 1


@compiled()
def _walk(
    indptr: Array,
    indices: Array,
    copies: Array,
    steps: Array,
    ways: Array,
    level: Array,
    met: float,
    side: int,
    state: np.uint64,
    hits: Array,
) -> None:
    """Choose the tie where the searches met, then go back to both ends, by the number of paths.

    level: the nodes from which `side` went last, and after them those that it found.
    """
    left = _share(state) * met
    one = other = -1
    for u in level:
        if left < 0.0 or steps[side, u] > steps[side, level[0]]:
            break
        worth = ways[side, u] * (copies[u] if steps[side, u] > 0 else 1.0)
        for e in range(indptr[u], indptr[u + 1]):
            v = indices[e]
            if steps[1 - side, v] >= 0:
                one, other = u, v
                left -= worth * ways[1 - side, v] * (copies[v] if steps[1 - side, v] > 0 else 1.0)
                if left < 0.0:
                    break
    state += _GOLDEN
    state = _back(indptr, indices, copies, steps[side], ways[side], one, state, hits)
    _back(indptr, indices, copies, steps[1 - side], ways[1 - side], other, state, hits)


@compiled()
def _back(
    indptr: Array,
    indices: Array,
    copies: Array,
    steps: Array,
    ways: Array,
    node: int,
    state: np.uint64,
    hits: Array,
) -> np.uint64:
    """From a node to the end of its search, counting the nodes on the way but not the end."""
    while steps[node] > 0:
        hits[node] += 1
        left = _share(state) * ways[node]
        state += _GOLDEN
        before = -1
        for e in range(indptr[node], indptr[node + 1]):
            u = indices[e]
            if steps[u] == steps[node] - 1:
                before = u
                left -= ways[u] * (copies[u] if steps[u] > 0 else 1.0)
                if left < 0.0:
                    break
        node = before
    return state


@compiled()
def _mixed(x: np.uint64) -> np.uint64:
    """The output function of splitmix64."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@compiled()
def _share(state: np.uint64) -> float:
    """A number from 0 to below 1."""
    return np.float64(_mixed(state) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled()
def _below(state: np.uint64, count: int) -> np.int64:
    return np.int64(_share(state) * count)
