"""The edges of a View, each with the reasons that the graph gives, where no activity does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.languages import Text
from clustergraph.terms import fold
from clustergraph.web import phrasing
from clustergraph.web.page.view import Edge

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from clustergraph.graph.location import Location
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.projection import Network
    from clustergraph.web.facts import Reason
    from clustergraph.web.page.told import Told


def edges_of(
    location: Location, network: Network, part: Ties, places: np.ndarray, told: Told
) -> tuple[Edge, ...]:
    columns = (column.tolist() for column in part.pairs())
    pairs = [(part.nodes[one], part.nodes[two], w) for one, two, w in zip(*columns, strict=True)]
    if "through" in network.rows.columns:
        return tuple(Edge(*pair) for pair in pairs)
    keys: dict[tuple[str, str], list[str]] = {}
    nodes = network.ties.nodes
    for one, two, reason in network.reasons(places).iter_rows():
        keys.setdefault((nodes[one], nodes[two]), []).append(reason)
    read = phrasing.reasons(location, {key for each in keys.values() for key in each})
    linking = {name for each in told.known.values() for name, _thing in each.links}
    return tuple(
        Edge(one, two, weight, _reasons((one, two), keys.get((one, two), []), read, linking, told))
        for one, two, weight in pairs
    )


def _reasons(
    ends: tuple[str, str],
    keys: list[str],
    read: Mapping[str, Reason],
    linking: set[str],
    told: Told,
) -> tuple[Reason, ...]:
    found: list[Reason] = []
    for key in keys:
        found += _stated(read[key], ends, told) if key in linking else [read[key]]
    return tuple(sorted(found, key=lambda each: (each.kind, fold(each.label), each.iri or "")))


def _stated(reason: Reason, ends: tuple[str, str], told: Told) -> list[Reason]:
    """A linking property with the thing it leads to ("located in: Wallonia"; its subject is the
    other end), and the source of the node that states it. Anything else stays as it is."""
    found = []
    for subject, target in (ends, ends[::-1]):
        if (reason.iri, target) in told.known[subject].links:
            sentence = Text(
                f"{reason.label}: {told.labels.get(target, '')}",
                f"{reason.label.translated('fr')}\u00a0: "
                f"{told.labels.get(target, Text('')).translated('fr')}",
            )
            sources = told.known[subject].sources
            found.append(reason._replace(label=sentence, iri=None, sources=sources))
    return found or [reason]
