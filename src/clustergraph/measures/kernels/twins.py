"""True twins: nodes with the same closed neighbourhood. Knows CSR arrays only."""

from __future__ import annotations

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled


@compiled()
def twins(indptr: Array, indices: Array) -> Array:
    """For each node the smallest of its true twins, itself where it has none smaller."""
    n = indptr.size - 1
    keys = np.empty(n, np.uint64)
    for v in range(n):
        key = _mixed(v)
        for e in range(indptr[v], indptr[v + 1]):
            key += _mixed(indices[e])
        keys[v] = key
    order = np.argsort(keys, kind="mergesort")
    first = np.arange(n)
    for place in range(1, n):
        v, before = order[place], order[place - 1]
        # The same key is not yet the same neighbourhood.
        if keys[v] == keys[before] and _equal(indptr, indices, first[before], v):
            first[v] = first[before]
    return first


@compiled()
def _mixed(number: int) -> np.uint64:
    """A well-spread 64-bit number for a small one (splitmix64)."""
    x = np.uint64(number) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@compiled()
def _equal(indptr: Array, indices: Array, one: int, other: int) -> bool:
    """Whether two nodes are neighbours and have the same other neighbours; rows are sorted."""
    i, end = indptr[one], indptr[one + 1]
    j, stop = indptr[other], indptr[other + 1]
    if end - i != stop - j:
        return False
    tied = False
    while True:
        while i < end and indices[i] == other:
            i += 1
            tied = True
        while j < stop and indices[j] == one:
            j += 1
        if i == end or j == stop:
            return tied and i == end and j == stop
        if indices[i] != indices[j]:
            return False
        i += 1
        j += 1
