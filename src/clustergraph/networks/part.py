"""The part of a network that is asked for: its backbone, and the entries that matter most.

Knows ties and scores; nothing of drawings, files or what a node is called.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text
from clustergraph.questions.queries import rows, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clustergraph.graph.location import Location
    from clustergraph.measures.arrays import Floats, Ints
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.projection import Network


@dataclass(frozen=True)
class Part:
    """backbone: only the ties that `measures.backbone` keeps. top: how many entries at most, None
    for all."""

    backbone: bool = False
    top: int | None = None

    def __post_init__(self) -> None:
        if self.top is not None and self.top < 1:
            raise RequestError(
                ParameterName("top"),
                Text(
                    f" {self.top}: give a number from 1 on",
                    f" {self.top}\xa0: donnez un nombre, 1 ou plus",
                ),
            )


def narrowed(location: Location, network: Network, part: Part) -> Network:
    """That part of a network. The entries are those that a picture of as many shows: the graph's
    own cluster, its partners, then those most tied to them."""
    import numpy as np

    ties = network.ties
    if part.backbone:
        from clustergraph.measures.backbone import backbone

        ties = backbone(ties).ties
    if part.top is not None and part.top < len(ties):
        scores = dict(zip(ties.nodes, map(float, ties.degrees()), strict=True))
        everybody = np.arange(len(ties))
        ties = ties.among(most_tied(ties, everybody, own(location), scores, part.top))
    return replace(network, ties=ties)


def own(location: Location) -> str | None:
    """The IRI of the cluster for which the graph was made."""
    found = rows(location, shipped("page", "own")).rows
    return next((node.value for node, _goals in found if node), None)


def most_tied(
    ties: Ties, near: Ints, centre: str | None, scores: Mapping[str, float | None], limit: int
) -> Ints:
    """At most `limit` of the nodes `near`, sorted.

    With a centre: itself, its partners, then ring by ring what has the strongest ties to what is
    kept already; without one, and where nothing is tied, the highest scores first.
    """
    import numpy as np

    if len(near) <= limit:
        return near
    worth = np.array([_value(scores.get(iri)) for iri in ties.nodes])
    if centre is None or centre not in ties.nodes:
        return np.sort(_best(near, [-worth], limit))
    kept = np.array([ties.nodes.index(centre)])
    wanted = np.zeros(len(ties), dtype=bool)
    wanted[near] = True
    wanted[kept] = False
    while len(kept) < limit and wanted.any():
        pull = _pull(ties, kept)
        ring = np.flatnonzero(wanted & (pull > 0))
        if not len(ring):
            ring = np.flatnonzero(wanted)
        taken = _best(ring, [-worth, -pull], limit - len(kept))
        wanted[taken] = False
        kept = np.concatenate([kept, taken])
    return np.sort(kept)


def _value(score: float | None) -> float:
    return -math.inf if score is None else score


def _pull(ties: Ties, kept: Ints) -> Floats:
    """The strength of the ties of every node to those that are kept."""
    import numpy as np

    chosen = np.zeros(len(ties))
    chosen[kept] = 1.0
    return np.asarray(ties.weights @ chosen)


def _best(places: Ints, keys: Sequence[Floats], limit: int) -> Ints:
    """The first places by the last key, then by those before it, then by number."""
    import numpy as np

    order = np.lexsort([places, *(key[places] for key in keys)])
    return np.asarray(places[order[:limit]])
