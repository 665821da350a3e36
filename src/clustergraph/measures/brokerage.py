"""Brokerage: who stands between others, by the groups of the three and by the chains of all.

Takes ties and a group for each node as arrays; knows nothing of places, RDF graphs or files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clustergraph.measures.arrays import Counts, Csr, Floats, Ints, Mask
    from clustergraph.measures.reduced import Reduced
    from clustergraph.measures.ties import Ties


ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
SEED = 20_140_601
# Sources of one task.
_BLOCK = 16


@dataclass(frozen=True)
class Between:
    """Betweenness restricted to pairs. values: for every node the sum over the pairs of the share
    of their shortest chains that run through it. errors: its standard error, 0 where exact.
    sources: of how many of `ends` organisations the chains were followed."""

    values: Floats
    errors: Floats
    sources: int
    ends: int


def brokerage_roles(ties: Ties, groups: Sequence[str]) -> Floats:
    """The brokerage roles of every node, a float64 array of shape (n, 5), columns as in ROLES.

    An open triad of v is a pair of its partners i and j that are not tied to each other. It makes v
    a coordinator (i, v, j of one group), itinerant, also called consultant (i and j of one group, v
    of another), a liaison (three groups), or, where v shares the group of one of the two only, a
    gatekeeper seen from the other and a representative seen from its own. Ties have no direction
    here: every open triad counts once, and gatekeeper equals representative (Gould and Fernandez
    1989, Sociological Methodology 19:89-126, doi:10.2307/270949). A program for directed ties that
    is given both directions finds twice as many coordinators, itinerants and liaisons.

    groups: one name a node, "" where unknown. What has no group is nobody's partner here, and its
    own roles are NaN.
    """
    from clustergraph.measures.kernels import groups as kernel

    known = np.array([bool(name) for name in groups], dtype=bool)
    roles = np.full((len(known), len(ROLES)), np.nan)
    if not known.any():
        return roles
    weights = ties.weights[known][:, known]
    number = np.unique([name for name in groups if name], return_inverse=True)[1].astype(np.int32)
    roles[known] = _open(_pairs(weights, number), kernel.by_group(*_rows(weights), number))
    return roles


def _rows(weights: Csr) -> tuple[Ints, Ints]:
    # Numba need not ask of an unsigned index whether it counts from the end.
    return weights.indptr.astype(np.int64), weights.indices.astype(np.uint32)


def _pairs(weights: Csr, number: Ints) -> Ints:
    """Pairs of partners of every node by pattern, tied or not, from counts by group."""
    from scipy import sparse

    ones, places = _ones(weights), (np.arange(len(number)), number)
    member = sparse.csr_array((np.ones(len(number), dtype=np.int64), places))
    partners = ones @ member
    degrees = np.diff(ones.indptr).astype(np.int64)
    own: Ints = np.asarray(partners.multiply(member).sum(axis=1)).ravel()
    squares: Ints = np.asarray(partners.multiply(partners).sum(axis=1)).ravel()
    same = own * (own - 1) // 2
    alike = (squares - degrees) // 2 - same
    mixed = own * (degrees - own)
    return np.stack([same, alike, mixed, degrees * (degrees - 1) // 2 - same - alike - mixed], 1)


def _open(pairs: Ints, closed: Ints) -> Floats:
    found = (pairs - closed).astype(np.float64)
    # Read from one end and from the other.
    return found[:, [0, 1, 2, 2, 3]]


def roles_between(ties: Ties, one: Mask, other: Mask) -> Ints:
    """The open triads of every node whose two ends lie in two sets, an int64 array (n, 5).

    one, other: boolean masks of the nodes on each side; a node on both sides is nobody's end here.
    Columns as in ROLES, read in the direction from one to other: a broker of the first side
    speaks for it (representative), one of the second lets in (gatekeeper), one of neither is a
    liaison. A coordinator ties two of its own side, an itinerant two of a side that is not its own.
    A broker on both sides is representative and gatekeeper of each triad.
    """
    from clustergraph.measures.kernels import groups as kernel

    first, second = one & ~other, other & ~one
    sides = np.where(first, 0, np.where(second, 1, 2)).astype(np.int32)
    near = np.stack([_ones(ties.weights) @ side.astype(np.int64) for side in (first, second)])
    pairs = np.stack([near[0] * near[1], *(near * (near - 1) // 2)], 1)
    across, *inside = (pairs - kernel.by_ends(*_rows(ties.weights), sides)[:, :3]).T
    return np.stack(
        [
            inside[0] * one + inside[1] * other,
            inside[0] * ~one + inside[1] * ~other,
            across * other,
            across * one,
            across * ~(one | other),
        ],
        axis=1,
    )


def _ones(weights: Csr) -> Counts:
    from scipy import sparse

    ones = np.ones(weights.nnz, dtype=np.int64), weights.indices, weights.indptr
    return sparse.csr_array(ones, shape=weights.shape)


def betweenness_between(
    ties: Ties,
    one: Mask,
    other: Mask,
    most: int | None = None,
    report: Callable[[float], None] = lambda share: None,
) -> Between:
    """Betweenness restricted to the pairs of one node of each set (boolean masks).

    Steps count, not weights. A node on both sides is no end. The sum over pairs, which is twice
    what `networkx.betweenness_centrality_subset` gives for an undirected network (Brandes 2008,
    Social Networks 30:136-145, doi:10.1016/j.socnet.2007.11.001). Chains are followed from the
    smaller side, twins together, which is exact. With more than `most` classes of twins, only a
    sample of a fixed seed is followed: values are then estimates with a standard error (Brandes
    and Pich 2007, International Journal of Bifurcation and Chaos 17:2303-2318). The number of
    threads changes nothing.
    """
    from scipy.sparse.csgraph import connected_components

    from clustergraph.measures.kernels import between
    from clustergraph.measures.parallel import in_order

    near, far = sorted((one & ~other, other & ~one), key=np.count_nonzero)
    graph = _merged(ties.weights, near + 2 * far)
    ends = np.unique(graph.place[near])
    sources = ends
    if most is not None and len(ends) > max(most, 2):
        drawn = np.random.default_rng(SEED).choice(ends, max(most, 2), replace=False)
        sources = np.sort(drawn)
    wanted = np.unique(graph.place[far])
    targets = np.zeros(len(graph))
    targets[wanted] = graph.copies[wanted]
    part = connected_components(graph.ties, directed=False)[1] if len(graph) else wanted
    rows = graph.rows()

    def work(block: Ints) -> tuple[Floats, Floats]:
        sums = np.zeros((2, len(graph)))
        between.add_dependencies(*rows, graph.copies, targets, wanted, part, block, *sums)
        return sums[0], sums[1]

    total, squares = np.zeros(len(graph)), np.zeros(len(graph))
    blocks = [sources[start : start + _BLOCK] for start in range(0, len(sources), _BLOCK)]
    for number, (sums, squared) in enumerate(in_order(work, blocks), 1):
        total += sums
        squares += squared
        report(number / len(blocks))
    share = len(sources) / max(len(ends), 1)
    errors = np.zeros(len(graph))
    if 0 < share < 1:
        spread = np.maximum(squares - total * total / len(sources), 0) / (len(sources) - 1)
        errors = np.sqrt(spread * len(sources) * (1 - share)) / share
    followed = int(graph.copies[sources].sum())
    values = total / share if len(sources) else total
    return Between(values[graph.place], errors[graph.place], followed, int(near.sum()))


def _merged(weights: Csr, side: Ints) -> Reduced:
    """The network with twins of one side merged; the busiest nodes first, side by side."""
    from clustergraph.measures.kernels.twins import twins
    from clustergraph.measures.reduced import Reduced

    key = twins(weights.indptr, weights.indices) * 3 + side
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(-np.diff(weights.indptr)[first], kind="stable")
    at = np.empty(len(order), dtype=np.int64)
    at[order] = np.arange(len(order))
    kept = first[order]
    ties = _ones(weights[kept][:, kept]).astype(np.int8)
    ties.sort_indices()
    return Reduced(ties, np.bincount(at[place]).astype(np.float64), at[place])
