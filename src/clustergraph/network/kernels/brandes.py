"""Dependencies of many sources at once: Brandes' algorithm on eight sources in lockstep.

Brandes 2001, Journal of Mathematical Sociology 25:163-177, doi:10.1080/0022250X.2001.9990249,
written level by level as products of the adjacency with n × 8 blocks, so that each neighbour's
row is one cache line and serves eight sources. Knows CSR arrays only.
"""

from __future__ import annotations

import numpy as np
from numba import njit

LANES = 8
_DEEP = 62


@njit(nogil=True, cache=True)
def add_dependencies(indptr, indices, copies, targets, sources, out):
    """Add to `out[v]` the dependencies of the sources on one copy of each node v.

    indptr, indices: CSR of a graph without loops (uint32). copies: how many equal nodes each
    node stands for (float64); equal nodes are neighbours of each other. targets: how much the
    pairs (source, target) count, by target. sources: nodes, each counted with its copies.
    """
    n = indptr.size - 1
    level = np.empty((n, LANES), np.int32)
    paths = np.empty((n, LANES), np.float64)
    credit = np.empty((n, LANES), np.float64)
    here = np.empty((n, LANES), np.float64)
    there = np.empty((n, LANES), np.float64)
    levels = np.empty(n, np.uint64)
    open_lanes = np.empty(n, np.uint8)
    active = np.empty(n, np.uint8)
    following = np.empty(n, np.uint8)
    for begin in range(0, sources.size, LANES):
        batch = sources[begin : begin + LANES]
        level[:] = -1
        here[:] = 0.0
        there[:] = 0.0
        levels[:] = 0
        open_lanes[:] = batch.size
        active[:] = 0
        for lane in range(batch.size):
            source = batch[lane]
            level[source, lane] = 0
            paths[source, lane] = 1.0
            here[source, lane] = 1.0
            open_lanes[source] -= 1
            active[source] = 1
        depth = 0
        while True:
            found = _forward(
                indptr,
                indices,
                copies,
                level,
                paths,
                here,
                there,
                levels,
                open_lanes,
                active,
                following,
                depth + 1,
            )
            if not found:
                break
            depth += 1
            here, there = there, here
            active, following = following, active
        _backward(
            indptr, indices, copies, targets, level, paths, credit, here, levels, active, depth
        )
        for v in range(n):
            total = 0.0
            for lane in range(batch.size):
                if level[v, lane] > 0:
                    total += copies[batch[lane]] * credit[v, lane]
            out[v] += total


@njit(nogil=True, cache=True)
def _forward(
    indptr, indices, copies, level, paths, here, there, levels, open_lanes, active, following, depth
):
    """Reach the nodes `depth` steps away and count the shortest paths to them."""
    n = np.uint64(indptr.size - 1)
    bit = np.uint64(1) << np.uint64(min(depth, _DEEP))
    found = False
    for v in range(n):
        following[v] = 0
        if open_lanes[v] == 0:
            there[v] = 0.0
            continue
        a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = 0.0
        for e in range(np.uint64(indptr[v]), np.uint64(indptr[v + 1])):
            u = np.uint64(indices[e])
            if active[u]:
                row = here[u]
                a0 += row[0]
                a1 += row[1]
                a2 += row[2]
                a3 += row[3]
                a4 += row[4]
                a5 += row[5]
                a6 += row[6]
                a7 += row[7]
        sums = (a0, a1, a2, a3, a4, a5, a6, a7)
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
            following[v] = 1
            levels[v] |= bit
            found = True
    return found


@njit(nogil=True, cache=True)
def _backward(indptr, indices, copies, targets, level, paths, credit, share, levels, active, depth):
    """From the farthest nodes back: what each node owes to those one step nearer the source."""
    n = np.uint64(indptr.size - 1)
    credit[:] = 0.0
    for step in range(depth, 1, -1):
        bit = np.uint64(1) << np.uint64(min(step, _DEEP))
        nearer = np.uint64(1) << np.uint64(min(step - 1, _DEEP))
        for v in range(n):
            active[v] = 0
            if levels[v] & bit:
                for lane in range(LANES):
                    if level[v, lane] == step:
                        share[v, lane] = copies[v] * (targets[v] + credit[v, lane]) / paths[v, lane]
                        active[v] = 1
                    else:
                        share[v, lane] = 0.0
        for v in range(n):
            if not levels[v] & nearer:
                continue
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = 0.0
            for e in range(np.uint64(indptr[v]), np.uint64(indptr[v + 1])):
                u = np.uint64(indices[e])
                if active[u]:
                    row = share[u]
                    a0 += row[0]
                    a1 += row[1]
                    a2 += row[2]
                    a3 += row[3]
                    a4 += row[4]
                    a5 += row[5]
                    a6 += row[6]
                    a7 += row[7]
            sums = (a0, a1, a2, a3, a4, a5, a6, a7)
            for lane in range(LANES):
                if level[v, lane] == step - 1:
                    credit[v, lane] = paths[v, lane] * sums[lane]
