"""Measures that follow from repeated multiplication with the ties: PageRank, eigenvector, Katz.

SciPy does the products. BLAS adds in an order that depends on the number of its threads, so it
gets one: the products with the ties, which take the time, do not use it. Knows arrays only.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.measures.arrays import Csr, Floats, Ints


# The share of visitors who follow a tie at each step.
FOLLOW = 0.85
# Katz: how far a chain's worth falls with each step, as a share of what would make it endless.
KATZ = 0.85
# Dense solving is exact and quick up to here; above, Lanczos iteration needs far less memory.
_DENSE = 300
_PRECISION = 1e-13
_ITERATIONS = 1_000


@contextmanager
def _one_thread() -> Iterator[None]:
    """BLAS on one thread; its library must be loaded before it can be set."""
    import scipy.sparse.linalg  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):
        yield


@_one_thread()
def pagerank(weights: Csr) -> Floats:
    """PageRank of a symmetric csr_array, by its weights; sums to 1.

    A node without a tie sends its visitors anywhere, so all values are proportional to what
    follows when they are lost, which is a positive definite system.
    """
    strength: Floats = np.asarray(weights.sum(axis=1)).ravel()
    scale = 1 / np.sqrt(np.where(strength > 0, strength, 1.0))
    ranks = _solved(weights, scale, FOLLOW, scale) / scale
    shares: Floats = ranks / ranks.sum() if len(ranks) else ranks
    return shares


@_one_thread()
def eigenvector(weights: Csr) -> Floats:
    """The limit of power iteration from equal values, of length 1, found without iterating.

    Each component is solved apart; only those with the largest eigenvalue keep their values.
    """
    scores = np.zeros(weights.shape[0])
    solved = list(_leading(weights))
    largest = max((value for value, _, _ in solved), default=0.0)
    for value, part, vector in solved:
        if math.isclose(value, largest, rel_tol=1e-9):
            scores[part] = vector * vector.sum()
    unit: Floats = scores / np.linalg.norm(scores) if len(scores) else scores
    return unit


@_one_thread()
def katz(weights: Csr, alpha: float) -> Floats:
    """Katz centrality by the weights, of length 1: (I - alpha A)⁻¹ 1, as NetworkX with beta = 1."""
    ones = np.ones(weights.shape[0])
    scores = _solved(weights, ones, alpha, ones)
    unit: Floats = scores / np.linalg.norm(scores) if len(scores) else scores
    return unit


@_one_thread()
def katz_alpha(weights: Csr) -> float:
    """The customary attenuation, 0.85 / the largest eigenvalue; 0 where nothing is tied."""
    largest = max((value for value, _, _ in _leading(weights)), default=0.0)
    return KATZ / largest if largest > 0 else 0.0


def _solved(weights: Csr, scale: Floats, alpha: float, right: Floats) -> Floats:
    """x of (I - alpha S A S) x = right, S = diag(scale), by conjugate gradients."""
    from scipy.sparse.linalg import LinearOperator, cg

    if not weights.nnz:
        return right.copy()

    # A lambda here costs mypy minutes: it is tried against every overload of LinearOperator.
    def product(x: Floats) -> Floats:
        scaled: Floats = np.asarray(weights @ (scale * x))
        return x - alpha * scale * scaled

    system = LinearOperator(weights.shape, product, dtype=np.float64)
    found, _ = cg(system, right, rtol=_PRECISION, atol=0.0, maxiter=_ITERATIONS)
    solution: Floats = found
    return solution


def _leading(weights: Csr) -> Iterator[tuple[float, Ints, Floats]]:
    """Largest eigenvalue, nodes and positive unit vector of the components that matter.

    Those that cannot have the largest eigenvalue of all are left out: no eigenvalue exceeds the
    largest strength.
    """
    strength: Floats = np.asarray(weights.sum(axis=1)).ravel()
    largest = 0.0
    for part in _components(weights):
        if strength[part].max() < largest * (1 - 1e-9):
            continue
        value, vector = _solved_component(weights, part)
        largest = max(largest, value)
        yield value, part, vector


def _solved_component(weights: Csr, part: Ints) -> tuple[float, Floats]:
    from scipy.sparse.linalg import eigsh

    if len(part) <= _DENSE:
        values, vectors = np.linalg.eigh(weights[part][:, part].toarray())
        return float(values[-1]), np.abs(vectors[:, -1])
    # A fixed start (ARPACK's own is random), from which Lanczos never leaves the component.
    start = np.zeros(weights.shape[0])
    start[part] = 1.0
    values, vectors = eigsh(weights, k=1, which="LA", v0=start, tol=0)
    return float(values[-1]), np.abs(vectors[part, -1])


def _components(weights: Csr) -> Iterator[Ints]:
    """The nodes of each component, the largest component first."""
    from scipy.sparse.csgraph import connected_components

    _, labels = connected_components(weights, directed=False)
    sizes = np.bincount(labels)
    parts = np.split(np.argsort(labels, kind="stable"), np.cumsum(sizes)[:-1])
    yield from (parts[at] for at in np.argsort(-sizes, kind="stable"))
