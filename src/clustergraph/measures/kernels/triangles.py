"""Triangles of a network, counted by a compiled loop; knows CSR arrays only."""

from __future__ import annotations

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled


def triangles(indptr: Array, indices: Array) -> Array:
    """The number of triangles at each node of a symmetric CSR without a diagonal.

    Each triangle is met once, from its node of lowest degree (Chiba and Nishizeki 1985, SIAM
    Journal on Computing 14:210-223), so that large hubs cost little.
    """
    count = len(indptr) - 1
    degrees = np.diff(indptr)
    rank = np.empty(count, dtype=np.int64)
    rank[np.lexsort((np.arange(count), degrees))] = np.arange(count)
    rows = np.repeat(np.arange(count), degrees)
    # Each tie once, from its lower end to its higher one.
    up = rank[rows] < rank[indices]
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows[up], minlength=count), out=starts[1:])
    found: Array = _count(starts, np.asarray(indices)[up].astype(np.int64))
    return found


@compiled()
def _count(starts: Array, higher: Array) -> Array:
    count = starts.size - 1
    found = np.zeros(count, np.int64)
    marked = np.full(count, -1, np.int64)
    for node in range(count):
        begin, end = starts[node], starts[node + 1]
        for place in range(begin, end):
            marked[higher[place]] = node
        for place in range(begin, end):
            middle = higher[place]
            met = 0
            for beyond in range(starts[middle], starts[middle + 1]):
                third = higher[beyond]
                if marked[third] == node:
                    met += 1
                    found[third] += 1
            found[node] += met
            found[middle] += met
    return found
