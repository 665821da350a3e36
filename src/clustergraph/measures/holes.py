"""Constraint, effective size and clustering, from each member's neighbours and their ties.

Burt 1992, Structural Holes; Burt 2004, doi:10.1086/421787. Knows arrays only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.measures.kernels import holes as kernels
from clustergraph.measures.kernels.triangles import triangles
from clustergraph.measures.parallel import in_order

if TYPE_CHECKING:
    from clustergraph.measures.arrays import Csr, Floats, Ints


# Parts of the work whose sums are kept apart, whatever the number of threads.
_PARTS = 4


class Holes(NamedTuple):
    """Burt's constraint and effective size of each node, NaN without a tie."""

    constraint: Floats
    size: Floats


def holes(weights: Csr) -> Holes:
    """Structural holes of every node of a symmetric csr_array, by its weights.

    With p(i,j) the share of j in the strength of i: constraint is the sum over the neighbours j
    of (p(i,j) + Σ p(i,q) p(q,j))², effective size the number of neighbours less the sum over
    pairs j, q of p(i,q) w(j,q) / max w(j,·). The number of threads changes nothing.
    """
    n = weights.shape[0]
    degrees = np.diff(weights.indptr)
    rows = np.repeat(np.arange(n), degrees)
    shares = weights.data / _strength(weights)[rows]
    largest = np.ones(n)
    largest[degrees > 0] = np.maximum.reduceat(weights.data, weights.indptr[:-1][degrees > 0])
    begin, entries, mirror = kernels.oriented(weights.indptr, weights.indices)
    arrays = (begin, entries, mirror, weights.indices, shares, weights.data, 1 / largest)

    def work(nodes: Ints) -> tuple[Floats, Floats]:
        sums = np.zeros(weights.nnz), np.zeros(n)
        kernels.add_holes(*arrays, nodes, *sums)
        return sums

    redundant = np.zeros(n)
    invested = shares
    for more, again in in_order(work, _parts(begin, entries, weights.indices)):
        invested = invested + more
        redundant += again
    constraint = np.bincount(rows, weights=invested * invested, minlength=n)
    tied = degrees > 0
    return Holes(np.where(tied, constraint, np.nan), np.where(tied, degrees - redundant, np.nan))


def clustering(weights: Csr) -> Floats:
    """The share of each node's pairs of neighbours that are tied; 0 below two neighbours."""
    degrees = np.diff(weights.indptr).astype(float)
    pairs = degrees * (degrees - 1) / 2
    return triangles(weights.indptr, weights.indices) / np.where(pairs > 0, pairs, 1.0)


def _strength(weights: Csr) -> Floats:
    return np.asarray(weights.sum(axis=1)).ravel()


def _parts(begin: Ints, entries: Ints, indices: Ints) -> list[Ints]:
    """All nodes in a fixed number of parts of about equal work."""
    reading = np.diff(begin)[indices[entries]]
    work = np.append(0, np.cumsum(reading))[begin[1:]]
    bounds = np.searchsorted(work, work.max(initial=0) * np.arange(1, _PARTS) / _PARTS)
    return np.split(np.arange(len(begin) - 1), bounds)
