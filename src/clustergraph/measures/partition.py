"""Communities of a network as arrays: found by Leiden, weighed, compared, and each member's place.

A partition is an int64 array, the community of each node, numbered from 0 by falling size (equal
sizes by their first node). Knows arrays only: nothing of RDF graphs, names or commands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text, numeral
from clustergraph.measures.parallel import in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from clustergraph.measures.arrays import Counts, Ints
    from clustergraph.measures.ties import Ties

Partition = NDArray[np.int64]
Floats = NDArray[np.float64]

# Runs of Leiden, each from another seed: how alike they are says how far to trust one.
RUNS = 20
# Rounds of Leiden for the partition that is shown: they gain about a hundredth of the modularity.
ROUNDS = 5
# Leiden's own default: how freely the refinement merges.
_RANDOMNESS = 0.001
# Far above the resolution at which every node is alone; near the end of numbers Leiden fails.
_FINEST = 10**9


@dataclass(frozen=True)
class Communities:
    """The best of some runs of Leiden.

    labels: the run with the highest modularity, of equal ones that of the first seed, improved by
    further rounds. modularity: at the resolution asked for. agreement: mean adjusted Rand index
    with the other runs, between 0 (as chance) and 1; NaN with one run. stability: for each
    community the mean over the other runs of the highest Jaccard index with one of theirs.
    """

    labels: Partition
    modularity: float
    agreement: float
    stability: Floats
    runs: int
    resolution: float

    def sizes(self) -> list[int]:
        """The number of members of each community."""
        return np.bincount(self.labels).tolist() if len(self.labels) else []


def find(
    ties: Ties,
    *,
    resolution: float = 1.0,
    seed: int = 0,
    runs: int = RUNS,
    report: Callable[[str, float], None] = lambda stage, share: None,
) -> Communities:
    """The communities of weighted ties by Leiden, the best of `runs` seeds from `seed` on.

    Traag, Waltman and van Eck 2019, Scientific Reports 9:5233. The same ties give the same
    communities, whatever the threads. Raises RequestError for a resolution of 0 or less, or over
    a billion.
    """
    if not 0 < resolution <= _FINEST:
        finest = numeral(_FINEST)
        said = Text(
            f" {resolution:g}: give a number above 0 and at most {finest}",
            f" {resolution:g}\xa0: donnez un nombre supérieur à 0, au plus {finest.fr}",
        )
        raise RequestError(ParameterName("resolution"), said)
    if not ties.count():
        labels = np.arange(len(ties), dtype=np.int64)
        return Communities(labels, 0.0, float("nan"), np.ones(len(ties)), 1, resolution)

    def one(each: int) -> Partition:
        return leiden(ties, resolution=resolution, seed=each)

    # Leiden leaves Python to other threads while it runs; the order of the seeds is kept.
    found: list[Partition] = []
    for labels in in_order(one, range(seed, seed + runs)):
        found.append(labels)
        report("communities", len(found) / runs)
    scores = [round(modularity(ties, labels, resolution), 12) for labels in found]
    best = max(range(runs), key=lambda run: (scores[run], -run))
    others = [labels for run, labels in enumerate(found) if run != best]
    labels = leiden(ties, resolution=resolution, seed=seed + best, rounds=ROUNDS)
    indices = [adjusted_rand(labels, other) for other in others]
    alike = [best_jaccard(labels, other) for other in others]
    return Communities(
        labels,
        modularity(ties, labels, resolution),
        float(np.mean(indices)) if indices else float("nan"),
        np.mean(alike, axis=0) if alike else np.full(int(labels.max()) + 1, np.nan),
        runs,
        resolution,
    )


def leiden(ties: Ties, *, resolution: float = 1.0, seed: int = 0, rounds: int = 1) -> Partition:
    """One run of Leiden on weighted ties; a node without ties is a community of its own.

    Further rounds start from what the one before found.
    """
    from graspologic_native import leiden_csr

    matrix = ties.weights
    _, found = leiden_csr(
        matrix.indptr.astype(np.int64),
        matrix.indices.astype(np.int32),
        matrix.data.astype(np.float64),
        len(ties),
        resolution=resolution,
        randomness=_RANDOMNESS,
        iterations=rounds,
        seed=seed,
    )
    # What it leaves out has no tie.
    lone = range(len(ties), 2 * len(ties))
    return by_size([found.get(node, lone[node]) for node in range(len(ties))])


def by_size(labels: ArrayLike) -> Partition:
    """The same partition, numbered from 0 by falling size, equal sizes by their first node."""
    _, first, inverse, counts = np.unique(
        np.asarray(labels, dtype=np.int64),
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    order = np.lexsort((first, -counts))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    return number[inverse]


def modularity(ties: Ties, labels: Partition, resolution: float = 1.0) -> float:
    """Newman's modularity of weighted ties; 0 for a network without ties."""
    return float(contributions(ties, labels, resolution).sum())


def contributions(ties: Ties, labels: Partition, resolution: float = 1.0) -> Floats:
    """What each community adds to the modularity: its share of all tie weight inside, less
    `resolution` times the square of its share of all strength."""
    strengths, inside = strength_inside(ties, labels)
    total = strengths.sum()
    if not total:
        return np.zeros(len(strengths))
    added: Floats = inside / total - resolution * (strengths / total) ** 2
    return added


def strength_inside(ties: Ties, labels: Partition) -> tuple[Floats, Floats]:
    """Of each community, the sum of its members' strengths, and what of it stays inside."""
    count = int(labels.max()) + 1 if len(labels) else 0
    rows = ties.rows()
    same = labels[rows] == labels[ties.weights.indices]
    weights = ties.weights.data
    strengths = np.bincount(labels[rows], weights, minlength=count)
    inside = np.bincount(labels[rows[same]], weights[same], minlength=count)
    return strengths.astype(np.float64), inside.astype(np.float64)


def ties_inside(ties: Ties, labels: Partition) -> Ints:
    """Of each community, the number of ties between its members."""
    rows = ties.rows()
    count = int(labels.max()) + 1 if len(labels) else 0
    same = labels[rows] == labels[ties.weights.indices]
    return np.bincount(labels[rows[same]], minlength=count) // 2


def strength_of_members_inside(ties: Ties, labels: Partition) -> Floats:
    """Of each node, the weight of its ties inside its community."""
    rows = ties.rows()
    same = labels[rows] == labels[ties.weights.indices]
    inside = np.bincount(rows[same], ties.weights.data[same], minlength=len(ties))
    return inside.astype(np.float64)


def adjusted_rand(one: Partition, other: Partition) -> float:
    """How alike two partitions are: 1 the same, 0 as alike as chance makes them.

    Hubert and Arabie 1985, Journal of Classification 2:193-218; 1 where both are trivial.
    """
    table = _contingency(one, other)
    both = _pairs(table.data)
    rows, columns = _pairs(np.asarray(table.sum(axis=1))), _pairs(np.asarray(table.sum(axis=0)))
    chance = rows * columns / max(_pairs(np.array([len(one)])), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == chance else float((both - chance) / (most - chance))


def best_jaccard(one: Partition, other: Partition) -> Floats:
    """For each community of `one`, the highest Jaccard index with a community of `other`."""
    table = _contingency(one, other).tocoo()
    sizes, others = np.bincount(one), np.bincount(other)
    rows, columns = table.coords
    index = table.data / (sizes[rows] + others[columns] - table.data)
    best = np.zeros(len(sizes))
    np.maximum.at(best, rows, index)
    return best


def participation(ties: Ties, labels: Partition) -> Floats:
    """The participation coefficient of each node: 1 - Σ (ties to a community / all ties)².

    0 where all ties lead into one community, near 1 where they are spread evenly over many; NaN
    without a tie. Ties counted, not weighted. Guimerà and Amaral 2005, Nature 433:895-900.
    """
    to = _ties_into(ties, labels).astype(np.float64)
    degrees = ties.degrees().astype(np.float64)
    squares: Floats = np.asarray(to.multiply(to).sum(axis=1)).ravel()
    spread: Floats = np.full(len(ties), np.nan)
    np.divide(degrees**2 - squares, degrees**2, out=spread, where=degrees > 0)
    return spread


def within_module_degree(ties: Ties, labels: Partition) -> Floats:
    """The within-module degree z of each node: how many standard deviations its ties inside its
    community lie above the community's mean; 0 where all its members have as many.

    Ties counted, not weighted; the standard deviation of all members. Source as `participation`.
    """
    rows = ties.rows()
    inside = np.bincount(
        rows[labels[rows] == labels[ties.weights.indices]], minlength=len(ties)
    ).astype(np.float64)
    sizes = np.bincount(labels)
    mean = np.bincount(labels, inside) / sizes
    variance = np.bincount(labels, (inside - mean[labels]) ** 2) / sizes
    deviation = np.sqrt(variance)[labels]
    z: Floats = np.zeros(len(ties))
    np.divide(inside - mean[labels], deviation, out=z, where=deviation > 1e-12)
    return z


def _ties_into(ties: Ties, labels: Partition) -> Counts:
    """A csr_array of nodes by communities: how many ties lead there."""
    from scipy import sparse

    count = int(labels.max()) + 1 if len(labels) else 0
    ones = np.ones(ties.weights.nnz, dtype=np.int64)
    places = (ties.rows(), labels[ties.weights.indices])
    # A csr_array adds up what falls on one place.
    return sparse.coo_array((ones, places), shape=(len(ties), count)).tocsr()


def _contingency(one: Partition, other: Partition) -> Counts:
    from scipy import sparse

    ones = np.ones(len(one), dtype=np.int64)
    return sparse.coo_array((ones, (one, other))).tocsr()


def _pairs(counts: ArrayLike) -> float:
    sizes = np.asarray(counts, dtype=np.float64)
    return float((sizes * (sizes - 1) / 2).sum())
