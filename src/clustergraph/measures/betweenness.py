"""Betweenness, exact or estimated. Knows arrays only.

Exact: Brandes on what is left after twins are merged and fringes are cut. An organisation whose
partners all know each other lies on no shortest path between others: in rounds, such nodes are
taken as sources, then cut, which makes the rest smaller and uncovers more of them (Sariyüce,
Saule, Kaya and Çatalyürek 2013, SIAM International Conference on Data Mining, pp. 686-694).
Estimated: from random shortest paths (kernels/paths.py), with an error that is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.measures.kernels import brandes, simplicial
from clustergraph.measures.kernels import paths as kernel
from clustergraph.measures.parallel import in_order
from clustergraph.measures.reduced import Reduced, neighbourly, reduced, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.measures.arrays import Csr, Floats, Ints


# Random paths of an estimate, and the confidence at which its error is stated.
PATHS = 250_000
CONFIDENCE = 0.95
_PATHS = 5_000
# Sources of one task: small enough to share between threads, large enough to forget its start.
_BLOCK = 64
# A round cuts at most this share of the nodes, so that the next one has a smaller graph ...
_SLICE = 0.1
# ... and the last round is the one that could cut only this share.
_WORTH = 0.02


def work(weights: Csr) -> int:
    """What following all paths takes: the ties times the members that have any."""
    return int(np.count_nonzero(np.diff(weights.indptr))) * int(weights.nnz) // 2


def exact(weights: Csr, report: Callable[[float], None] = lambda share: None) -> Floats:
    """Betweenness of every node of a symmetric csr_array, normalised as NetworkX does.

    All ties have length 1. `report` gets the share of the sources that are done. The number
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
    normalised: Floats = total / max((n - 1) * (n - 2), 1)
    return normalised


def _fringe(graph: Reduced) -> Ints:
    """Nodes to cut in this round: some of those that lie between no others."""
    found = np.flatnonzero(simplicial.simplicial(graph.ties.indptr, graph.ties.indices))
    if len(found) < _WORTH * len(graph):
        return found[:0]
    return found[: max(int(_SLICE * len(graph)), 1)]


def _dependencies(
    graph: Reduced, sources: Ints, targets: Floats, progress: Callable[[int], None]
) -> Floats:
    """The dependencies of the sources on every original node."""
    indptr, indices = graph.rows()
    sources = neighbourly(graph, sources)

    def follow(block: Ints) -> Floats:
        out = np.zeros(len(graph) + 1)
        brandes.add_dependencies(indptr, indices, graph.copies, targets, block, out)
        return out

    total, done = np.zeros(len(graph) + 1), 0
    blocks = [sources[start : start + _BLOCK] for start in range(0, len(sources), _BLOCK)]
    for block, out in zip(blocks, in_order(follow, blocks), strict=True):
        total += out
        done += len(block)
        progress(done)
    return total[graph.place]


class Estimate(NamedTuple):
    """Betweenness of each node, and how far any of them can be from the exact one.

    errors: of each value; error: the largest. With the given confidence, no value at all is off by
    more than its own.
    """

    values: Floats
    errors: Floats
    error: float
    confidence: float
    paths: int


def sampled(
    weights: Csr,
    paths: int = PATHS,
    *,
    seed: int = 0,
    confidence: float = CONFIDENCE,
    report: Callable[[float], None] = lambda share: None,
) -> Estimate:
    """Betweenness estimated from random shortest paths between random pairs.

    Normalised as `exact`. The error is that of Clopper and Pearson 1934 for each value, at a
    confidence that holds for all of them together (Bonferroni). The same seed gives the same
    values, whatever the number of threads.
    """
    n = weights.shape[0]
    graph = reduced(weights)
    indptr, indices = graph.ties.indptr, graph.ties.indices

    def draw(block: range) -> Ints:
        hits = np.zeros(len(graph) + 1, np.int64)
        kernel.add_paths(
            indptr, indices, graph.copies, graph.place, seed, block.start, block.stop, hits
        )
        return hits

    hits = np.zeros(len(graph) + 1, np.int64)
    blocks = [range(at, min(at + _PATHS, paths)) for at in range(0, paths, _PATHS)]
    for block, more in zip(blocks, in_order(draw, blocks if len(graph) else []), strict=False):
        hits += more
        report(block.stop / paths)
    # A path goes through one of the copies; pairs that end in a node are none of its own.
    scale = n / max(n - 2, 1) / np.append(graph.copies, 1.0)
    error = _half_width(hits, paths, (1 - confidence) / max(len(graph), 1)) * scale
    values: Floats = (hits / paths * scale)[graph.place]
    # Who has no place lies on no path for sure.
    errors: Floats = np.append(error[:-1], 0.0)[graph.place]
    return Estimate(values, errors, float(error[:-1].max(initial=0.0)), confidence, paths)


def _half_width(hits: Ints, draws: int, doubt: float) -> Floats:
    """How far the true share can be from hits / draws, but for the given doubt."""
    from scipy.stats import beta

    counts, places = np.unique(hits, return_inverse=True)
    share = counts / draws
    low = np.where(counts > 0, beta.ppf(doubt / 2, counts, draws - counts + 1), 0.0)
    high = np.where(counts < draws, beta.ppf(1 - doubt / 2, counts + 1, draws - counts), 1.0)
    width: Floats = np.maximum(high - share, share - low)
    return width[places]
