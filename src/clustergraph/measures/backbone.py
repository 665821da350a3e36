"""The backbone of a network: the ties that are strong for at least one of their two ends.

The disparity filter of Serrano, Boguñá and Vespignani 2009 (PNAS 106:6483-6488): a tie stands out
where its share of a node's strength would seldom be as large if the node's strength fell on its
ties at random. Unlike a threshold on weights it keeps the small, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text
from clustergraph.measures.ties import Ties

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clustergraph.measures.arrays import Ints, Mask

    Floats = NDArray[np.float64]

ALPHA = 0.05


@dataclass(frozen=True)
class Backbone:
    """What the filter keeps: `ties` between the nodes that keep one, `chances` in the order of
    `ties.pairs()`, and the shares of nodes with a tie, of ties and of their weight."""

    ties: Ties
    chances: Floats
    nodes: float
    count: float
    weight: float


def backbone(ties: Ties, alpha: float = ALPHA) -> Backbone:
    """The ties that are less probable than `alpha` at one end at least.

    The end of a node's only tie never counts: it holds all its strength by necessity. Raises
    RequestError where alpha is not above 0 and at most 1.
    """
    if not 0 < alpha <= 1:
        raise RequestError(
            ParameterName("alpha"),
            Text(
                f" {alpha:g}: give a probability above 0 and at most 1",
                f" {alpha:g}\xa0: donnez une probabilité supérieure à 0, au plus 1",
            ),
        )
    matrix = ties.weights
    chances = disparity(ties)
    kept = chances < alpha
    rows = ties.rows()
    nodes = np.unique(rows[kept])
    left = _only(ties, kept, rows, nodes)
    upper = (rows < matrix.indices) & kept
    tied = int(np.count_nonzero(ties.degrees()))
    return Backbone(
        left,
        chances[upper],
        len(nodes) / max(tied, 1),
        left.count() / max(ties.count(), 1),
        float(left.weights.sum() / (matrix.sum() or 1.0)),
    )


def disparity(ties: Ties) -> Floats:
    """For each stored value of `ties.weights`, the lower of its chances at its two ends.

    At an end with k ties and strength s, the chance of a tie of weight w or more is
    (1 - w/s)^(k - 1).
    """
    matrix = ties.weights
    degrees = ties.degrees()
    strengths = ties.strengths()
    rows = ties.rows()
    ends = [
        np.maximum(1.0 - matrix.data / strengths[at], 0.0) ** (degrees[at] - 1)
        for at in (rows, matrix.indices)
    ]
    lower: Floats = np.minimum(*ends)
    return lower


def _only(ties: Ties, kept: Mask, rows: Ints, nodes: Ints) -> Ties:
    """The network of the kept values between the given nodes."""
    from scipy import sparse

    number = np.full(len(ties), -1)
    number[nodes] = np.arange(len(nodes))
    places = (number[rows[kept]], number[ties.weights.indices[kept]])
    shape = (len(nodes), len(nodes))
    weights = sparse.coo_array((ties.weights.data[kept], places), shape=shape).tocsr()
    weights.sort_indices()
    names = tuple(ties.nodes[node] for node in nodes.tolist())
    return Ties(names, weights, ties.name, ties.weighting, dict(ties.dropped))
