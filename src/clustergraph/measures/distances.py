"""Closeness and harmonic centrality, from the steps between all pairs in one pass.

Distances are symmetric: each search adds to the nodes that it reaches, not to its source, so
nothing has to be turned round. Knows arrays only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.measures.kernels import bfs
from clustergraph.measures.parallel import in_order
from clustergraph.measures.reduced import Reduced, neighbourly, reduced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clustergraph.measures.arrays import Csr, Floats, Ints


class Distances(NamedTuple):
    """For each node: how many others it reaches, the sum of the steps to them, and of 1/steps."""

    reached: Ints
    steps: Ints
    inverse: Floats


def distances(weights: Csr, report: Callable[[float], None] = lambda share: None) -> Distances:
    """What separates each node of a symmetric csr_array from all others; ties have length 1.

    `report` gets the share that is done. The number of threads changes nothing.
    """
    graph = reduced(weights)
    indptr, indices = graph.rows()

    def work(block: tuple[Ints, Ints]) -> Distances:
        empty = Distances(*(np.zeros(len(graph), kind) for kind in (np.int64, np.int64, float)))
        bfs.add_steps(indptr, indices, *block, *empty)
        return empty

    blocks = list(_blocks(graph))
    # Twins are one step from each other.
    twins = (graph.copies - 1).astype(np.int64)
    total = Distances(twins.copy(), twins.copy(), twins.astype(float))
    for done, found in enumerate(in_order(work, blocks), 1):
        for sums, added in zip(total, found, strict=True):
            np.add(sums, added, out=sums)
        report(done / len(blocks))
    # What has no place in the reduced network is alone or one clique: all steps are 1.
    degrees = np.diff(weights.indptr)
    placed = graph.place >= 0
    return Distances(
        *(np.where(placed, np.append(sums, 0)[graph.place], degrees) for sums in total)
    )


def closeness(found: Distances) -> Floats:
    """Wasserman and Faust: (reached / (n - 1)) · (reached / steps); 0 for a node without ties."""
    others = max(len(found.reached) - 1, 1)
    return found.reached / others * (found.reached / np.maximum(found.steps, 1))


def _blocks(graph: Reduced) -> Iterator[tuple[Ints, Ints]]:
    """All nodes in blocks of 8 × 64, and how many copies the nodes of each word have."""
    words: list[tuple[Ints, int]] = []
    for copies in np.unique(graph.copies):
        nodes = neighbourly(graph, np.flatnonzero(graph.copies == copies))
        for start in range(0, len(nodes), bfs.BITS):
            word = np.full(bfs.BITS, -1)
            part = nodes[start : start + bfs.BITS]
            word[: len(part)] = part
            words.append((word, int(copies)))
    for start in range(0, len(words), bfs.WORDS):
        block = words[start : start + bfs.WORDS]
        sources = np.full((bfs.WORDS, bfs.BITS), -1)
        sources[: len(block)] = [word for word, _ in block]
        counts = np.zeros(bfs.WORDS, np.int64)
        counts[: len(block)] = [copies for _, copies in block]
        yield sources, counts
