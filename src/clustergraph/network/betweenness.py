"""Exact betweenness: Brandes on what is left after twins are merged and fringes are cut.

An organisation whose partners all know each other lies on no shortest path between others: in
rounds, such nodes are taken as sources, then cut, which makes the rest smaller and uncovers more
of them (Sariyüce, Saule, Kaya and Çatalyürek 2013,
SIAM International Conference on Data Mining, pp. 686-694). Nothing is estimated. Knows arrays only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from clustergraph.network.kernels import brandes, simplicial
from clustergraph.network.parallel import in_order
from clustergraph.network.reduced import Reduced, neighbourly, reduced, without

if TYPE_CHECKING:
    from collections.abc import Callable

    Array = np.ndarray[Any, Any]

# Sources of one task: small enough to share between threads, large enough to forget its start.
_BLOCK = 64
# A round cuts at most this share of the nodes, so that the next one has a smaller graph ...
_SLICE = 0.1
# ... and the last round is the one that could cut only this share.
_WORTH = 0.02


def exact(weights: Any, report: Callable[[float], None] = lambda share: None) -> Array:
    """Betweenness of every node of a symmetric csr_array, normalised as NetworkX does.

    All ties have length 1. `report` is told the share of the sources that are done. The number
    of threads changes nothing.
    """
    n = weights.shape[0]
    graph = reduced(weights)
    total, sources, done = np.zeros(n), len(graph), 0

    def progress(count: int) -> None:
        report((done + count) / max(sources, 1))

    while (fringe := _fringe(graph)).size:
        # Once cut, it is no target any more: its pairs with the others count for both directions.
        targets = np.full(len(graph), 2.0)
        targets[fringe] = 1.0
        total += _dependencies(graph, fringe, targets, progress)
        done += len(fringe)
        before = len(graph)
        graph = without(graph, fringe)
        # Nodes that became twins or lost all ties need no turn as a source.
        done += before - len(fringe) - len(graph)
    total += _dependencies(graph, np.arange(len(graph)), np.ones(len(graph)), progress)
    normalised: Array = total / max((n - 1) * (n - 2), 1)
    return normalised


def _fringe(graph: Reduced) -> Array:
    """Nodes to cut in this round: some of those that lie between no others."""
    found = np.flatnonzero(simplicial.simplicial(graph.ties.indptr, graph.ties.indices))
    if len(found) < _WORTH * len(graph):
        return found[:0]
    return found[: max(int(_SLICE * len(graph)), 1)]


def _dependencies(
    graph: Reduced, sources: Array, targets: Array, progress: Callable[[int], None]
) -> Array:
    """The dependencies of the sources on every original node."""
    indptr, indices = graph.rows()
    sources = neighbourly(graph, sources)

    def work(block: Array) -> Array:
        out = np.zeros(len(graph) + 1)
        brandes.add_dependencies(indptr, indices, graph.copies, targets, block, out)
        return out

    total, done = np.zeros(len(graph) + 1), 0
    blocks = [sources[start : start + _BLOCK] for start in range(0, len(sources), _BLOCK)]
    for block, out in zip(blocks, in_order(work, blocks), strict=True):
        total += out
        done += len(block)
        progress(done)
    return total[graph.place]
