"""Chains: the shortest ways along ties between two nodes. Knows arrays only."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clustergraph.measures.arrays import Csr

# Lengths are summed as whole numbers, so that a chain is as long from either end.
_UNIT = 2**40

_Best = list[tuple[int, tuple[int, ...]]]


class Chains(NamedTuple):
    """Shortest chains: places of nodes from end to end, the strongest first; total: how many there
    are in all."""

    found: tuple[tuple[int, ...], ...]
    total: int


def chains(weights: Csr, start: int, end: int, most: int = 5) -> Chains:
    """The chains of fewest steps between two nodes of a symmetric csr_array.

    At most `most` of them: those with the smallest sum of 1/weight first (Newman 2001, Physical
    Review E 64:016132), equal ones in the order of their nodes. None where no chain leads there.
    """
    near = _levels(weights, start, end)
    steps = int(near[end])
    if steps < 0:
        return Chains((), 0)
    far = _levels(weights, end, start)
    counts: dict[int, int] = {start: 1}
    best: dict[int, _Best] = {start: [(0, (start,))]}
    for level in range(1, steps + 1):
        nodes = np.flatnonzero((near == level) & (far == steps - level)).tolist()
        before = {node: _before(weights, node, counts) for node in nodes}
        best = {node: _shortest(ties, best, node, most) for node, ties in before.items()}
        counts = {node: sum(counts[other] for other, _ in ties) for node, ties in before.items()}
    return Chains(tuple(chain for _, chain in best[end]), counts[end])


def _before(weights: Csr, node: int, known: dict[int, int]) -> list[tuple[int, int]]:
    """The known neighbours of a node, and how long the tie to each is."""
    row = slice(weights.indptr[node], weights.indptr[node + 1])
    ties = zip(weights.indices[row].tolist(), weights.data[row].tolist(), strict=True)
    return [(other, round(_UNIT / weight)) for other, weight in ties if other in known]


def _shortest(ties: list[tuple[int, int]], best: dict[int, _Best], node: int, most: int) -> _Best:
    longer = (
        (so_far + length, (*chain, node)) for other, length in ties for so_far, chain in best[other]
    )
    return heapq.nsmallest(most, longer)


def _levels(weights: Csr, start: int, end: int) -> NDArray[np.int64]:
    """Steps from the start to every node up to the level of the end, -1 beyond."""
    level = np.full(weights.shape[0], -1, dtype=np.int64)
    level[start] = 0
    frontier, depth = np.array([start]), 0
    while len(frontier) and level[end] < 0:
        depth += 1
        near = np.unique(weights[frontier].indices)
        frontier = near[level[near] < 0]
        level[frontier] = depth
    return level
