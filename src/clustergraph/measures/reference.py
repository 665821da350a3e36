"""The same measures by NetworkX: the reference of the tests, and the engine `networkx`.

Minutes above a few thousand nodes. Takes plain networkx graphs (undirected, no self-ties,
`weight` on ties); an entry that NetworkX lacks does not exist.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, cast

import networkx as nx

from clustergraph.measures import partition
from clustergraph.measures.brokerage import ROLES
from clustergraph.measures.spectral import FOLLOW, katz_alpha
from clustergraph.measures.ties import from_networkx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Scores = Mapping[str, float]

# NetworkX stops where the mean change of a value is below this; its defaults leave 1e-6.
_TOLERANCE = 1e-15
_STEPS = 100_000


def _pagerank(network: nx.Graph[str]) -> Scores:
    return nx.pagerank(network, alpha=FOLLOW, weight="weight", tol=_TOLERANCE * 10, max_iter=_STEPS)


def _eigenvector(network: nx.Graph[str]) -> Scores:
    return nx.eigenvector_centrality(network, max_iter=_STEPS, tol=_TOLERANCE * 10, weight="weight")


def _katz(network: nx.Graph[str]) -> Scores:
    alpha = katz_alpha(from_networkx(network).weights)
    return nx.katz_centrality(network, alpha, max_iter=_STEPS, tol=_TOLERANCE * 10, weight="weight")


def _effective_size(network: nx.Graph[str]) -> Scores:
    # Without `nodes`, NetworkX 3.6 divides by the largest weight of the wrong node.
    return nx.effective_size(network, nodes=list(network), weight="weight")


def _participation(network: nx.Graph[str]) -> Scores:
    of = _communities(network)
    scores = {}
    for node in network:
        into = Counter(of[other] for other in network[node])
        total = sum(into.values())
        shares = [(count / total) ** 2 for count in into.values()]
        scores[node] = 1 - sum(shares) if shares else float("nan")
    return scores


def _within_degree(network: nx.Graph[str]) -> Scores:
    of = _communities(network)
    inside = {node: sum(of[other] == of[node] for other in network[node]) for node in network}
    scores = {}
    for node in network:
        peers = [inside[other] for other in network if of[other] == of[node]]
        spread = pstdev(peers)
        scores[node] = (inside[node] - fmean(peers)) / spread if spread else 0.0
    return scores


def _communities(network: nx.Graph[str]) -> Mapping[str, int]:
    """NetworkX has no Leiden: the communities are ours, what follows from them is not."""
    ties = from_networkx(network)
    return dict(zip(ties.nodes, partition.find(ties).labels.tolist(), strict=True))


def _role(role: str) -> Callable[[nx.Graph[str]], Scores]:
    """One of Gould and Fernandez's roles, triad by triad; nodes have their `group`."""

    def score(network: nx.Graph[str]) -> Scores:
        groups = {node: str(data.get("group", "")) for node, data in network.nodes(data=True)}
        return {
            node: float(sum(role in _roles(groups, node, *pair) for pair in _apart(network, node)))
            if groups[node]
            else math.nan
            for node in network
        }

    return score


def _apart(network: nx.Graph[str], node: str) -> Iterator[tuple[str, str]]:
    """The pairs of neighbours that are not tied."""
    pairs = combinations(network[node], 2)
    return (pair for pair in pairs if not network.has_edge(*pair))


def _roles(groups: Mapping[str, str], broker: str, one: str, other: str) -> tuple[str, ...]:
    own, first, second = groups[broker], groups[one], groups[other]
    if not (first and second):
        return ()
    if first == second:
        return ("coordinator",) if own == first else ("itinerant",)
    return ("gatekeeper", "representative") if own in (first, second) else ("liaison",)


# By the id of the measure.
REFERENCE: dict[str, Callable[[nx.Graph[str]], Scores]] = {
    "degree": lambda network: dict(network.degree()),
    "strength": lambda network: dict(network.degree(weight="weight")),
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "harmonic": nx.harmonic_centrality,
    "eigenvector": _eigenvector,
    "pagerank": _pagerank,
    "katz": _katz,
    "core": nx.core_number,
    "clustering": lambda network: cast("Scores", nx.clustering(network)),
    "constraint": lambda network: nx.constraint(network, weight="weight"),
    "effective-size": _effective_size,
    **{role: _role(role) for role in ROLES},
    "participation": _participation,
    "within-degree": _within_degree,
}
