"""Dependencies on the shortest chains that end at given targets only. Knows CSR arrays only.

Brandes' algorithm (2001, Journal of Mathematical Sociology 25:163-177, doi:10.1080/
0022250X.2001.9990249) looks at all ties from every source. Here the chains grow from the source
only until its targets' own ties are fewer than those of the nodes reached last; the rest is read
from the targets back. In a small world that is a few steps and a fraction of the ties.
"""

from __future__ import annotations

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled


@compiled()
def add_dependencies(
    indptr: Array,
    indices: Array,
    copies: Array,
    targets: Array,
    wanted: Array,
    part: Array,
    sources: Array,
    total: Array,
    squares: Array,
) -> None:
    """Add to `total[v]` the dependency of each source on one copy of node v, to `squares[v]` its
    square.

    indptr, indices: symmetric CSR without a diagonal. copies: how many equal nodes each node
    stands for; equal nodes are neighbours of each other. targets: how many targets each node
    stands for, 0 or all; wanted: the nodes with targets. part: the component of each node.
    sources: nodes, each counted with its copies.
    """
    n = indptr.size - 1
    level = np.full(n, -1, np.int32)
    paths = np.zeros(n)
    credit = np.zeros(n)
    nodes = np.empty(n, np.int64)
    starts = np.empty(n + 4, np.int64)
    left = np.empty(wanted.size, np.int64)
    for source in sources:
        level[source] = 0
        paths[source] = 1.0
        nodes[0] = source
        starts[0], starts[1] = 0, 1
        depth = _grow(
            indptr, indices, copies, wanted, part, source, level, paths, nodes, starts, left
        )
        for k in range(depth - 1, 0, -1):
            _back(indptr, indices, copies, targets, level, paths, credit, nodes, starts, k)
        for at in range(1, starts[depth + 1]):
            v = nodes[at]
            total[v] += copies[source] * credit[v]
            squares[v] += (copies[source] * credit[v]) ** 2
        for at in range(starts[depth + 1]):
            v = nodes[at]
            level[v] = -1
            paths[v] = 0.0
            credit[v] = 0.0


@compiled()
def _grow(
    indptr: Array,
    indices: Array,
    copies: Array,
    wanted: Array,
    part: Array,
    source: int,
    level: Array,
    paths: Array,
    nodes: Array,
    starts: Array,
    left: Array,
) -> int:
    """Reach all targets, and count the shortest chains to all nodes on the way; how deep it is.

    nodes[starts[k]:starts[k + 1]] are the nodes of level k that may matter.
    """
    count = 0
    for v in wanted:
        if part[v] == part[source] and v != source:
            left[count] = v
            count += 1
    depth = 0
    while count:
        ahead = _degrees(indptr, nodes, starts[depth], starts[depth + 1])
        behind = _degrees(indptr, left, 0, count)
        if ahead <= behind:
            _push(indptr, indices, copies, level, paths, nodes, starts, depth)
            depth += 1
            count = _unreached(level, left, count)
            continue
        # The last level needs only the targets; the one before it only their neighbours.
        end = _pull(indptr, indices, copies, level, paths, nodes, starts[depth + 1], left, 0, count,
                    depth)  # fmt: skip
        starts[depth + 2] = end
        count = _unreached(level, left, count)
        if not count:
            return depth + 1
        if _two_more(indptr, indices, copies, level, paths, nodes, starts, left, count, depth):
            return depth + 2
        for at in range(starts[depth + 1], starts[depth + 2]):
            level[nodes[at]] = -1
            paths[nodes[at]] = 0.0
        # Farther: a whole level more, then look again.
        _push(indptr, indices, copies, level, paths, nodes, starts, depth)
        depth += 1
        count = _remaining(wanted, part, source, level, left)
    return depth


@compiled()
def _degrees(indptr: Array, nodes: Array, begin: int, end: int) -> int:
    total = 0
    for at in range(begin, end):
        total += indptr[nodes[at] + 1] - indptr[nodes[at]]
    return total


@compiled()
def _unreached(level: Array, left: Array, count: int) -> int:
    kept = 0
    for at in range(count):
        if level[left[at]] < 0:
            left[kept] = left[at]
            kept += 1
    return kept


@compiled()
def _remaining(wanted: Array, part: Array, source: int, level: Array, left: Array) -> int:
    count = 0
    for v in wanted:
        if part[v] == part[source] and level[v] < 0:
            left[count] = v
            count += 1
    return count


@compiled()
def _push(
    indptr: Array,
    indices: Array,
    copies: Array,
    level: Array,
    paths: Array,
    nodes: Array,
    starts: Array,
    depth: int,
) -> None:
    """All nodes of the next level, from those of this one."""
    end = starts[depth + 1]
    for at in range(starts[depth], starts[depth + 1]):
        v = nodes[at]
        chains = paths[v] * (copies[v] if depth else 1.0)
        for e in range(indptr[v], indptr[v + 1]):
            w = indices[e]
            if level[w] < 0:
                level[w] = depth + 1
                nodes[end] = w
                end += 1
            if level[w] == depth + 1:
                paths[w] += chains
    starts[depth + 2] = end


@compiled()
def _pull(
    indptr: Array,
    indices: Array,
    copies: Array,
    level: Array,
    paths: Array,
    nodes: Array,
    end: int,
    some: Array,
    begin: int,
    stop: int,
    depth: int,
) -> int:
    """Those of some nodes that have a neighbour at this depth become the next level."""
    for at in range(begin, stop):
        v = some[at]
        chains = 0.0
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if level[u] == depth:
                chains += paths[u] * (copies[u] if depth else 1.0)
        if chains > 0.0:
            level[v] = depth + 1
            paths[v] = chains
            nodes[end] = v
            end += 1
    return end


@compiled()
def _two_more(
    indptr: Array,
    indices: Array,
    copies: Array,
    level: Array,
    paths: Array,
    nodes: Array,
    starts: Array,
    left: Array,
    count: int,
    depth: int,
) -> bool:
    """Whether all targets left are two levels ahead: then they and their neighbours are reached."""
    end = starts[depth + 2]
    first = end
    # Marked by a level of their own, so that each is looked at once.
    for at in range(count):
        v = left[at]
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if level[u] == -1:
                level[u] = -2
                nodes[end] = u
                end += 1
    seen = end
    for at in range(first, seen):
        level[nodes[at]] = -1
    # In place: a node that is reached moves to the front, behind those already there.
    end = first
    for at in range(first, seen):
        end = _pull(indptr, indices, copies, level, paths, nodes, end, nodes, at, at + 1, depth)
    starts[depth + 2] = end
    end = _pull(indptr, indices, copies, level, paths, nodes, end, left, 0, count, depth + 1)
    starts[depth + 3] = end
    if end - starts[depth + 2] == count:
        return True
    for at in range(starts[depth + 2], end):
        level[nodes[at]] = -1
        paths[nodes[at]] = 0.0
    return False


@compiled()
def _back(
    indptr: Array,
    indices: Array,
    copies: Array,
    targets: Array,
    level: Array,
    paths: Array,
    credit: Array,
    nodes: Array,
    starts: Array,
    k: int,
) -> None:
    """What each node of level k owes to the targets behind it, from the level behind."""
    begin, middle, end = starts[k], starts[k + 1], starts[k + 2]
    if _degrees(indptr, nodes, middle, end) < _degrees(indptr, nodes, begin, middle):
        for at in range(middle, end):
            w = nodes[at]
            share = (targets[w] + copies[w] * credit[w]) / paths[w]
            if share > 0.0:
                for e in range(indptr[w], indptr[w + 1]):
                    if level[indices[e]] == k:
                        credit[indices[e]] += share
        for at in range(begin, middle):
            credit[nodes[at]] *= paths[nodes[at]]
        return
    for at in range(begin, middle):
        v = nodes[at]
        owed = 0.0
        for e in range(indptr[v], indptr[v + 1]):
            w = indices[e]
            if level[w] == k + 1:
                owed += (targets[w] + copies[w] * credit[w]) / paths[w]
        credit[v] = paths[v] * owed
