"""A network with its interchangeable nodes merged, laid out for passes over all of it.

Twins are nodes with the same closed neighbourhood, as all who met in one project only; merging
them halves a collaboration network and loses nothing that shortest paths can tell. Knows arrays
only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from clustergraph.measures.kernels import twins

if TYPE_CHECKING:
    from clustergraph.measures.arrays import Csr, Floats, Ints, Pattern


@dataclass(frozen=True)
class Reduced:
    """What is left of a network.

    ties: a csr_array of int8 ones whose nodes are in descending order of degree, none without a
    tie. copies: how many original nodes each stands for. place: for each original node its place
    here, -1 where it has none.
    """

    ties: Pattern
    copies: Floats
    place: Ints

    def __len__(self) -> int:
        return len(self.copies)

    def rows(self) -> tuple[Ints, Ints]:
        """indptr and indices, as the kernels take them."""
        return self.ties.indptr.astype(np.uint32), self.ties.indices.astype(np.uint32)


def reduced(weights: Csr) -> Reduced:
    """The reduced network of a symmetric csr_array; its weights do not matter.

    Nodes without a tie to another class of twins have no place: they are alone, or one clique.
    """
    n = weights.shape[0]
    ones = np.ones(weights.nnz, dtype=np.int8)
    ties = sparse.csr_array((ones, weights.indices, weights.indptr), shape=weights.shape)
    return _arranged(ties, np.ones(n), np.arange(n))


def without(network: Reduced, cut: Ints) -> Reduced:
    """What is left when some of the nodes are cut out; new twins are merged."""
    stays = np.ones(len(network), dtype=bool)
    stays[cut] = False
    kept = np.flatnonzero(stays)
    at = np.full(len(network) + 1, -1)
    at[kept] = np.arange(len(kept))
    return _arranged(network.ties[kept][:, kept], network.copies[kept], at[network.place])


def neighbourly(network: Reduced, nodes: Ints) -> Ints:
    """The nodes in an order in which those with the same busy neighbours come together: what
    many sources reach at the same step is read once."""
    if not len(nodes):
        return nodes
    ties = network.ties
    begin, degree = ties.indptr[nodes], np.diff(ties.indptr)[nodes]
    keys = [ties.indices[begin + np.minimum(place, degree - 1)] for place in (2, 1, 0)]
    return nodes[np.lexsort((nodes, *keys))]


def _arranged(ties: Pattern, copies: Floats, place: Ints) -> Reduced:
    """Merge twins, drop what has no ties, and put the busiest nodes first, side by side."""
    ties.sort_indices()
    first = twins.twins(ties.indptr, ties.indices)
    merged = np.bincount(first, weights=copies, minlength=len(copies)).astype(np.float64)
    stay = np.flatnonzero(first == np.arange(len(first)))
    ties = ties[stay][:, stay]
    degrees = np.diff(ties.indptr)
    order = np.argsort(-degrees, kind="stable")[: np.count_nonzero(degrees)]
    ties = ties[order][:, order]
    ties.sort_indices()
    at = np.full(len(copies) + 1, -1)
    at[stay[order]] = np.arange(len(order))
    # Place -1 reads the last entry of `at`, which is -1 too.
    return Reduced(ties, merged[stay[order]], at[np.append(first, -1)[place]])
