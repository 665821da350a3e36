"""Dependencies of many sources at once: Brandes' algorithm on eight sources in lockstep.

Brandes 2001, Journal of Mathematical Sociology 25:163-177, doi:10.1080/0022250X.2001.9990249,
written level by level as products of the adjacency with n × 8 blocks, so that each neighbour's
row is one cache line and serves eight sources. Knows CSR arrays only.
"""

from __future__ import annotations

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled

LANES = 8
# A level whose nodes have fewer than this share of all ties looks at their neighbours only.
_NARROW = 16


@compiled()
def add_dependencies(
    indptr: Array, indices: Array, copies: Array, targets: Array, sources: Array, out: Array
) -> None:
    """Add to `out[v]` the dependencies of the sources on one copy of each node v.

    indptr, indices: CSR of a graph without loops (uint32). copies: how many equal nodes each
    node stands for (float64); equal nodes are neighbours of each other. targets: how much the
    pairs (source, target) count, by target. sources: nodes, each counted with its copies.
    """
    n = indptr.size - 1
    level = np.full((n, LANES), -1, np.int32)
    paths = np.empty((n, LANES), np.float64)
    credit = np.zeros((n, LANES), np.float64)
    here = np.empty((n, LANES), np.float64)
    there = np.empty((n, LANES), np.float64)
    open_lanes = np.full(n, LANES, np.uint8)
    active = np.zeros(n, np.bool_)
    seen = np.zeros(n, np.bool_)
    # The nodes of each level, one level after the other: a node has up to eight levels.
    order = np.empty(LANES * n, np.int32)
    starts = np.zeros(n + 2, np.int64)
    near = np.empty(n, np.int32)
    for begin in range(0, sources.size, LANES):
        batch = sources[begin : begin + LANES]
        starts[1] = _begun(batch, level, paths, here, open_lanes, active, order)
        depth = 0
        while starts[depth + 1] > starts[depth]:
            depth += 1
            now = order[starts[depth - 1] : starts[depth]]
            count = _near(indptr, indices, now, batch.size, open_lanes, seen, near)
            found = order[starts[depth] :]
            reached = _forward(
                indptr, indices, copies, level, paths, here, there, open_lanes, active,
                near[:count], found, depth,
            )  # fmt: skip
            starts[depth + 1] = starts[depth] + reached
            active[now] = False
            active[found[:reached]] = True
            here, there = there, here
        for step in range(depth - 1, 1, -1):
            _backward(
                indptr, indices, copies, targets, level, paths, credit, here, active,
                order[starts[step] : starts[step + 1]],
                order[starts[step - 1] : starts[step]], step,
            )  # fmt: skip
        for v in order[starts[1] : starts[depth]]:
            total = 0.0
            for lane in range(batch.size):
                # A node that several levels hold is counted once.
                total += copies[batch[lane]] * credit[v, lane] * (level[v, lane] > 0)
                credit[v, lane] = 0.0
            out[v] += total
        for v in order[: starts[depth]]:
            level[v] = -1
            open_lanes[v] = LANES


@compiled()
def _begun(
    batch: Array,
    level: Array,
    paths: Array,
    here: Array,
    open_lanes: Array,
    active: Array,
    order: Array,
) -> int:
    """Level 0: the sources, each once, in `order`; how many they are."""
    count = 0
    for lane in range(batch.size):
        source = batch[lane]
        if not active[source]:
            active[source] = True
            here[source] = 0.0
            order[count] = source
            count += 1
        level[source, lane] = 0
        paths[source, lane] = 1.0
        here[source, lane] = 1.0
        open_lanes[source] -= 1
    return count


@compiled()
def _near(
    indptr: Array,
    indices: Array,
    now: Array,
    lanes: int,
    open_lanes: Array,
    seen: Array,
    near: Array,
) -> int:
    """The nodes that the next level can reach, into `near`; how many they are.

    Around a small level these are its neighbours, else all that some source has not reached.
    """
    n = indptr.size - 1
    volume = np.int64(0)
    for u in now:
        volume += np.int64(indptr[u + 1]) - np.int64(indptr[u])
    done = LANES - lanes
    count = 0
    if _NARROW * volume < indices.size:
        for u in now:
            for e in range(np.int64(indptr[u]), np.int64(indptr[u + 1])):
                v = indices[e]
                if not seen[v] and open_lanes[v] > done:
                    seen[v] = True
                    near[count] = v
                    count += 1
        for v in near[:count]:
            seen[v] = False
    else:
        for v in range(n):
            if open_lanes[v] > done:
                near[count] = v
                count += 1
    return count


@compiled(inline="always")
def _sums(indptr: Array, indices: Array, active: Array, rows: Array, v: int) -> tuple[float, ...]:
    """The sums of the rows of the active neighbours of a node, lane by lane."""
    a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = 0.0
    for e in range(np.uint64(indptr[v]), np.uint64(indptr[v + 1])):
        u = np.uint64(indices[e])
        if active[u]:
            row = rows[u]
            a0 += row[0]
            a1 += row[1]
            a2 += row[2]
            a3 += row[3]
            a4 += row[4]
            a5 += row[5]
            a6 += row[6]
            a7 += row[7]
    return (a0, a1, a2, a3, a4, a5, a6, a7)


@compiled()
def _forward(
    indptr: Array,
    indices: Array,
    copies: Array,
    level: Array,
    paths: Array,
    here: Array,
    there: Array,
    open_lanes: Array,
    active: Array,
    near: Array,
    found: Array,
    depth: int,
) -> int:
    """Reach the nodes `depth` steps away and count the shortest paths to them."""
    reached = 0
    for v in near:
        sums = _sums(indptr, indices, active, here, v)
        hit = False
        for lane in range(LANES):
            total = sums[lane]
            if total > 0.0 and level[v, lane] < 0:
                level[v, lane] = depth
                paths[v, lane] = total
                there[v, lane] = total * copies[v]
                open_lanes[v] -= 1
                hit = True
            else:
                there[v, lane] = 0.0
        if hit:
            found[reached] = v
            reached += 1
    return reached


@compiled()
def _backward(
    indptr: Array,
    indices: Array,
    copies: Array,
    targets: Array,
    level: Array,
    paths: Array,
    credit: Array,
    share: Array,
    active: Array,
    farther: Array,
    nearer: Array,
    step: int,
) -> None:
    """What the nodes `step` steps away owe to those one step nearer the source."""
    for v in farther:
        active[v] = True
        for lane in range(LANES):
            if level[v, lane] == step:
                share[v, lane] = copies[v] * (targets[v] + credit[v, lane]) / paths[v, lane]
            else:
                share[v, lane] = 0.0
    for v in nearer:
        sums = _sums(indptr, indices, active, share, v)
        for lane in range(LANES):
            if level[v, lane] == step - 1:
                credit[v, lane] = paths[v, lane] * sums[lane]
    for v in farther:
        active[v] = False
