"""Every triangle once, and what it adds to Burt's structural holes. Knows CSR arrays only.

Ties point from the node of lower to the node of higher degree, so that no list is long where
many are read: Latapy 2008, Theoretical Computer Science 407:458-473,
doi:10.1016/j.tcs.2008.07.017.
"""

from __future__ import annotations

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled


@compiled()
def oriented(indptr: Array, indices: Array) -> tuple[Array, Array, Array]:
    """The ties that lead to a node of higher degree (or equal degree and higher index), and where
    each entry's mirror lies: begin of each row, entries of the CSR, mirrors of all entries."""
    n = indptr.size - 1
    mirror = np.empty(indices.size, np.int32)
    fill = indptr[:-1].copy()
    begin = np.zeros(n + 1, np.int64)
    for v in range(n):
        degree = indptr[v + 1] - indptr[v]
        count = 0
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            # Rows are sorted, so the mirrors in row u come in the order of v.
            mirror[e] = fill[u]
            fill[u] += 1
            other = indptr[u + 1] - indptr[u]
            if other > degree or (other == degree and u > v):
                count += 1
        begin[v + 1] = begin[v] + count
    entries = np.empty(begin[n], np.int32)
    at = 0
    for v in range(n):
        degree = indptr[v + 1] - indptr[v]
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            other = indptr[u + 1] - indptr[u]
            if other > degree or (other == degree and u > v):
                entries[at] = e
                at += 1
    return begin, entries, mirror


@compiled()
def add_holes(
    begin: Array,
    entries: Array,
    mirror: Array,
    indices: Array,
    shares: Array,
    weights: Array,
    lessened: Array,
    nodes: Array,
    indirect: Array,
    redundant: Array,
) -> None:
    """Add what the triangles whose lowest node is among `nodes` say of structural holes.

    shares: p(i,j), each tie's share in the strength of its row's node; lessened: one over each
    node's largest weight. To `indirect`, by CSR entry (i,j), is added Σ p(i,q) p(q,j), to
    `redundant[i]` the sum over pairs j, q of p(i,q) w(j,q) / largest(j).
    """
    entry = np.full(begin.size - 1, -1, np.int32)
    for v in nodes:
        for a in range(begin[v], begin[v + 1]):
            entry[indices[entries[a]]] = entries[a]
        for a in range(begin[v], begin[v + 1]):
            vu = entries[a]
            u = indices[vu]
            uv = mirror[vu]
            for c in range(begin[u], begin[u + 1]):
                uw = entries[c]
                w = indices[uw]
                vw = entry[w]
                if vw < 0:
                    continue
                wu, wv = mirror[uw], mirror[vw]
                indirect[vu] += shares[vw] * shares[wu]
                indirect[vw] += shares[vu] * shares[uw]
                indirect[uv] += shares[uw] * shares[wv]
                indirect[uw] += shares[uv] * shares[vw]
                indirect[wv] += shares[wu] * shares[uv]
                indirect[wu] += shares[wv] * shares[vu]
                by_v, by_u, by_w = lessened[v], lessened[u], lessened[w]
                redundant[v] += weights[uw] * (shares[vw] * by_u + shares[vu] * by_w)
                redundant[u] += weights[vw] * (shares[uw] * by_v + shares[uv] * by_w)
                redundant[w] += weights[vu] * (shares[wu] * by_v + shares[wv] * by_u)
        for a in range(begin[v], begin[v + 1]):
            entry[indices[entries[a]]] = -1
