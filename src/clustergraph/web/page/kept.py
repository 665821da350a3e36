"""Which lines of a network a drawing keeps when there are too many, and what is near a node.

Knows ties and scores; nothing of names, facts or pages.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from clustergraph.errors import RequestError
from clustergraph.languages import Text
from clustergraph.measures.sparse import sparse
from clustergraph.terms import compress

if TYPE_CHECKING:
    from clustergraph.measures.arrays import Floats, Ints
    from clustergraph.measures.ties import Ties


def reach(ties: Ties, about: str | None, hops: int) -> Ints:
    """The numbers of the nodes at most `hops` ties away from `about`, or of all nodes, sorted.

    Raises RequestError when `about` is not in the network.
    """
    if about is None:
        return np.arange(len(ties))
    if about not in ties.nodes:
        raise RequestError(
            Text(
                f"{compress(about)} is not in the network '{ties.name}': choose another one",
                f"{compress(about)} n’est pas dans le réseau «\xa0{ties.name}\xa0»\xa0: "
                "choisissez-en un autre",
            )
        )
    return ties.within(ties.nodes.index(about), hops)


def lines(ties: Ties, centre: str | None, limit: int) -> list[int]:
    """The numbers, in the order of `ties.pairs()`, of the ties to draw, sorted.

    Every node keeps its strongest ties: first the strongest of each, then the second, until `limit`
    is reached. Those of the centre come before all others.
    """
    one, other, weights = ties.pairs()
    if len(one) <= limit:
        return list(range(len(one)))
    rank = _rank(one, other, weights)
    if centre in ties.nodes:
        middle = ties.nodes.index(centre)
        rank[(one == middle) | (other == middle)] = -1
    order = np.lexsort([other, one, -weights, rank])
    return sorted(order[:limit].tolist())


def strongest(ties: Ties, centre: str | None, limit: int) -> Ties:
    """The network with those ties only that `lines` gives."""
    if ties.count() <= limit:
        return ties
    held = lines(ties, centre, limit)
    one, other, weights = (column[held] for column in ties.pairs())
    rows, columns = np.concatenate([one, other]), np.concatenate([other, one])
    both: Floats = np.concatenate([weights, weights])
    kept = sparse.csr_array((both, (rows, columns)), shape=(len(ties), len(ties)))
    return replace(ties, weights=kept)


def _rank(one: Ints, other: Ints, weights: Floats) -> Ints:
    """Which place a tie has among all ties of either end, at the one where it counts more."""
    count = len(one)
    ends, far, strength = (
        np.concatenate(pair) for pair in ((one, other), (other, one), (weights, weights))
    )
    order = np.lexsort([far, -strength, ends])
    starts = np.r_[0, np.flatnonzero(np.diff(ends[order])) + 1]
    sizes = np.diff(np.r_[starts, len(order)])
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - np.repeat(starts, sizes)
    return np.minimum(place[:count], place[count:])
