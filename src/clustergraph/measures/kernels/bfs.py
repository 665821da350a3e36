"""Steps from hundreds of sources at once: breadth-first search with one bit a source.

Then, Kaufmann, Chirigati, Hoang-Vu, Pham, Kemper, Neumann and Vo 2014, The More the Merrier:
Efficient Multi-Source Graph Traversal, PVLDB 8(4):449-460. Knows CSR arrays only.
"""

from __future__ import annotations

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled

# Words a node: eight are one cache line, and serve 512 sources.
WORDS = 8
BITS = 64


@compiled()
def add_steps(
    indptr: Array,
    indices: Array,
    sources: Array,
    counts: Array,
    reached: Array,
    steps: Array,
    inverse: Array,
) -> None:
    """Add, for every node, what the sources are away from it.

    indptr, indices: CSR of a graph without loops (uint32). sources: 8 × 64 nodes, -1 where a
    place is empty. counts: how much a source in each of the 8 words counts. To `reached[v]` is
    added the number of sources that reach v, to `steps[v]` (both int64) the sum of their steps,
    to `inverse[v]` the sum of one over their steps; a source does not reach itself.
    """
    n = np.uint64(indptr.size - 1)
    missing = np.zeros((n, WORDS), np.uint64)
    here = np.zeros((n, WORDS), np.uint64)
    there = np.zeros((n, WORDS), np.uint64)
    active = np.zeros(n, np.uint8)
    following = np.zeros(n, np.uint8)
    for word in range(WORDS):
        every = np.uint64(0)
        for bit in range(BITS):
            source = sources[word, bit]
            if source >= 0:
                one = np.uint64(1) << np.uint64(bit)
                every |= one
                here[source, word] |= one
                active[source] = 1
        missing[:, word] = every
    for v in range(n):
        for word in range(WORDS):
            missing[v, word] &= ~here[v, word]
    depth = 0
    found = True
    while found:
        depth += 1
        found = _step(
            indptr,
            indices,
            counts,
            missing,
            here,
            there,
            active,
            following,
            reached,
            steps,
            inverse,
            depth,
        )
        here, there = there, here
        active, following = following, active


@compiled()
def _step(
    indptr: Array,
    indices: Array,
    counts: Array,
    missing: Array,
    here: Array,
    there: Array,
    active: Array,
    following: Array,
    reached: Array,
    steps: Array,
    inverse: Array,
    depth: int,
) -> bool:
    """One step of all sources; whether it reached anything new."""
    n = np.uint64(indptr.size - 1)
    found = False
    for v in range(n):
        m = missing[v]
        m0, m1, m2, m3, m4, m5, m6, m7 = m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7]
        following[v] = 0
        if not (m0 | m1 | m2 | m3 | m4 | m5 | m6 | m7):
            continue
        b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = np.uint64(0)
        for e in range(np.uint64(indptr[v]), np.uint64(indptr[v + 1])):
            u = np.uint64(indices[e])
            if active[u]:
                row = here[u]
                b0 |= row[0]
                b1 |= row[1]
                b2 |= row[2]
                b3 |= row[3]
                b4 |= row[4]
                b5 |= row[5]
                b6 |= row[6]
                b7 |= row[7]
                # All that was missing is found: the other neighbours can add nothing.
                rest = (m0 & ~b0) | (m1 & ~b1) | (m2 & ~b2) | (m3 & ~b3)
                if not (rest | (m4 & ~b4) | (m5 & ~b5) | (m6 & ~b6) | (m7 & ~b7)):
                    break
        new = (b0 & m0, b1 & m1, b2 & m2, b3 & m3, b4 & m4, b5 & m5, b6 & m6, b7 & m7)
        total = 0
        for word in range(WORDS):
            there[v, word] = new[word]
            missing[v, word] = m[word] & ~new[word]
            total += counts[word] * _ones(new[word])
        if total:
            following[v] = 1
            reached[v] += total
            steps[v] += depth * total
            inverse[v] += total / depth
            found = True
    return found


@compiled()
def _ones(word: np.uint64) -> np.int64:
    """How many bits are set (LLVM makes it one instruction)."""
    x = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))
