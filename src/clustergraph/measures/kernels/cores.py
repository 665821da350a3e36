"""Core numbers by buckets, in time proportional to the ties. Knows CSR arrays only.

Batagelj and Zaveršnik 2011, Advances in Data Analysis and Classification 5:129-145,
doi:10.1007/s11634-010-0079-y.
"""

from __future__ import annotations

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled


@compiled()
def core_numbers(indptr: Array, indices: Array) -> Array:
    """The core number of every node (int64) of a graph without loops."""
    n = indptr.size - 1
    degree = np.diff(indptr).astype(np.int64)
    largest = degree.max() if n else 0
    start = np.zeros(largest + 2, np.int64)
    for v in range(n):
        start[degree[v] + 1] += 1
    for d in range(largest + 1):
        start[d + 1] += start[d]
    fill = start.copy()
    order = np.empty(n, np.int64)
    place = np.empty(n, np.int64)
    for v in range(n):
        place[v] = fill[degree[v]]
        order[place[v]] = v
        fill[degree[v]] += 1
    for at in range(n):
        v = order[at]
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if degree[u] > degree[v]:
                # Swap u with the first of its bucket, then move the bucket's start past it.
                first = max(start[degree[u]], at + 1)
                other = order[first]
                order[first], order[place[u]] = u, other
                place[other] = place[u]
                place[u] = first
                start[degree[u]] = first + 1
                degree[u] -= 1
    return degree
