"""Nodes whose neighbours are all tied to each other: they lie on no shortest path between others.

Knows CSR arrays only.
"""

from __future__ import annotations

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled


@compiled()
def simplicial(indptr: Array, indices: Array) -> Array:
    """Whether each node's neighbours are all tied to each other; rows are sorted."""
    n = indptr.size - 1
    found = np.zeros(n, np.bool_)
    for v in range(n):
        begin, end = indptr[v], indptr[v + 1]
        fits = True
        for e in range(begin, end):
            u = indices[e]
            if indptr[u + 1] - indptr[u] < end - begin:
                fits = False
                break
        # The last neighbours have the fewest ties where nodes are sorted by degree.
        e = end - 1
        while fits and e > begin:
            fits = _contains(indptr, indices, indices[e], begin, e)
            e -= 1
        found[v] = fits
    return found


@compiled()
def _contains(indptr: Array, indices: Array, node: int, begin: int, end: int) -> bool:
    """Whether the node's sorted row holds all of indices[begin:end]."""
    low, stop = indptr[node], indptr[node + 1]
    for e in range(begin, end):
        wanted = indices[e]
        high = stop
        while low < high:
            middle = (low + high) >> 1
            if indices[middle] < wanted:
                low = middle + 1
            else:
                high = middle
        if low == stop or indices[low] != wanted:
            return False
    return True
