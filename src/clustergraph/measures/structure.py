"""The shape of a network as a whole: size, components, clustering, assortativity.

Knows arrays only: nothing of RDF graphs, names or commands. Ties are counted, not weighted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clustergraph.measures.kernels.triangles import triangles
from clustergraph.measures.projection import project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clustergraph.measures.arrays import Ints
    from clustergraph.measures.projection import Membership
    from clustergraph.measures.ties import Ties

Floats = NDArray[np.float64]
NAN = float("nan")
SAMPLES = 5


@dataclass(frozen=True)
class Components:
    """The parts of a network between which no chain of ties leads; `labels` from 0 by falling
    size. giant_ties: the ties inside the largest."""

    labels: Ints
    count: int
    giant: int
    giant_ties: int


def components(ties: Ties) -> Components:
    """The connected components; a node without ties is one of its own."""
    from clustergraph.measures.partition import by_size

    count, found = ties.components()
    if not count:
        return Components(np.zeros(0, dtype=np.int64), 0, 0, 0)
    labels = by_size(found)
    inside = ties.degrees()[labels == 0].sum()
    return Components(labels, int(count), int(np.sum(labels == 0)), int(inside) // 2)


@dataclass(frozen=True)
class Clustering:
    """transitivity: closed triads among all of two ties (3 × triangles / triads). local: the mean
    over all nodes of the share of their pairs of partners that are tied, 0 with fewer than two
    partners. NaN where a network has no triad, or no node."""

    transitivity: float
    local: float


def clustering(indptr: Ints, indices: Ints) -> Clustering:
    """Of a symmetric CSR without a diagonal. Watts and Strogatz 1998, Nature 393:440-442 (local);
    Newman, Watts and Strogatz 2002, PNAS 99:2566-2572 (transitivity)."""
    degrees = np.diff(indptr).astype(np.float64)
    triads = degrees * (degrees - 1) / 2
    closed = triangles(np.asarray(indptr, dtype=np.int64), indices).astype(np.float64)
    shares = np.divide(closed, triads, out=np.zeros(len(triads)), where=triads > 0)
    return Clustering(
        float(closed.sum() / triads.sum()) if triads.sum() else NAN,
        float(shares.mean()) if len(shares) else NAN,
    )


def configuration(degrees: Ints, seed: int) -> tuple[Ints, Ints]:
    """A random network with these degrees, as the indptr and indices of a symmetric CSR.

    The configuration model of Molloy and Reed 1995 (Random Structures and Algorithms 6:161-180):
    the ends of all ties are joined at random; self-ties and repeated ties are dropped, so that
    hubs lose a few.
    """
    from scipy import sparse

    generator = np.random.default_rng(seed)
    ends = generator.permutation(np.repeat(np.arange(len(degrees), dtype=np.int32), degrees))
    one, two = ends[0::2], ends[1::2]
    different = one != two
    one, two = one[different], two[different]
    ones = np.ones(2 * len(one), dtype=np.int8)
    places = (np.concatenate([one, two]), np.concatenate([two, one]))
    matrix = sparse.coo_array((ones, places), shape=(len(degrees),) * 2).tocsr()
    matrix.sort_indices()
    return matrix.indptr, matrix.indices


def random_clustering(
    ties: Ties,
    samples: int = SAMPLES,
    seed: int = 0,
    report: Callable[[str, float], None] = lambda stage, share: None,
) -> list[Clustering]:
    """The clustering of `samples` networks of the configuration model, seeds from `seed` on."""
    degrees = ties.degrees()
    found = []
    for each in range(samples):
        found.append(clustering(*configuration(degrees, seed + each)))
        report("configuration model", (each + 1) / samples)
    return found


def shuffled(participations: Membership, seed: int) -> Membership:
    """The same participations spread over the activities at random, as a csr_array of 0 and 1.

    The bipartite configuration model of Newman, Strogatz and Watts 2001 (Physical Review E
    64:026118): members keep their number of participations and activities their size, but for the
    few that would meet twice.
    """
    from scipy import sparse

    matrix = participations.tocsr()
    columns = np.random.default_rng(seed).permutation(matrix.indices)
    # Adding up what meets twice writes into its arrays: they must not be those of the original.
    made = sparse.csr_array(
        (np.ones(len(columns), dtype=np.int32), columns, matrix.indptr.copy()), shape=matrix.shape
    )
    made.sum_duplicates()
    made.data[:] = 1
    return made


def shuffled_clustering(
    participations: Membership,
    stable: int = 1,
    samples: int = SAMPLES,
    seed: int = 0,
    report: Callable[[str, float], None] = lambda stage, share: None,
) -> list[Clustering]:
    """The clustering of the networks that `samples` shuffled participations make."""
    found = []
    for each in range(samples):
        ties = project(shuffled(participations, seed + each), stable=stable)
        found.append(clustering(ties.indptr, ties.indices))
        report("shuffled activities", (each + 1) / samples)
    return found


def degree_assortativity(ties: Ties) -> float:
    """Pearson's correlation of the degrees at the two ends of a tie; NaN where all are equal.

    Newman 2002, Physical Review Letters 89:208701: above 0 where the well connected work with each
    other, below 0 where they work with the little connected.
    """
    degrees = ties.degrees().astype(np.float64)
    if not ties.count():
        return NAN
    mean = (degrees**2).sum() / degrees.sum()
    centred = degrees - mean
    pattern = ties.pattern()
    variance = (degrees * centred**2).sum()
    return float(centred @ (pattern @ centred) / variance) if variance > 1e-9 else NAN


def attribute_assortativity(ties: Ties, values: Sequence[Sequence[str]]) -> tuple[float, int]:
    """Newman's assortativity coefficient by an attribute, and how many nodes have a value.

    `values` are those of each node. A node of several values belongs to each in equal parts, so
    that a tie between a node of (BE, FR) and one of BE is half a tie within BE; nodes without a
    value are left out with their ties. 1: all ties join equals; 0: as chance; NaN where all nodes
    with ties have the same value. Newman 2003, Physical Review E 67:026126.
    """
    from scipy import sparse

    names = sorted({value for each in values for value in each})
    column = {name: index for index, name in enumerate(names)}
    cells = [
        (row, column[value], 1 / len(set(each)))
        for row, each in enumerate(values)
        for value in sorted(set(each))
    ]
    known = sum(bool(each) for each in values)
    if not cells:
        return NAN, 0
    rows, columns, parts = zip(*cells, strict=True)
    belongs = sparse.coo_array((parts, (rows, columns)), shape=(len(values), len(names))).tocsr()
    mixing = (belongs.T @ (ties.pattern() @ belongs)).toarray()
    total = mixing.sum()
    if not total:
        return NAN, known
    mixing /= total
    chance = float(mixing.sum(axis=0) @ mixing.sum(axis=1))
    return (float((mixing.trace() - chance) / (1 - chance)) if chance < 1 - 1e-12 else NAN), known


def doubling(degrees: Ints) -> tuple[Ints, Ints]:
    """The lower ends 1, 2, 4, … of bins that double in width, and the nodes in each; without 0."""
    highest = int(degrees.max(initial=0))
    starts = 2 ** np.arange(highest.bit_length())
    places = np.searchsorted(starts, degrees[degrees > 0], side="right") - 1
    return starts, np.bincount(places, minlength=len(starts))
