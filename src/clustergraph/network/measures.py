"""Centrality measures, what each means, and the ranking by them.

Takes plain networkx graphs (undirected, no self-ties, `weight` on ties) and knows nothing of
RDF graphs, queries or files. A new measure is one entry in MEASURES.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pyoxigraph as ox

from clustergraph.errors import RequestError
from clustergraph.tables import Table
from clustergraph.terms import XSD, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from clustergraph.network.ties import Ties
    from clustergraph.tables import Row, Term

Scores = dict[str, float]

# Sums of floats differ in the last digits with the order of addition; equal scores must stay equal.
DIGITS = 12
# Dense solving is exact and quick up to here; above, Lanczos iteration needs far less memory.
_DENSE = 300


@dataclass(frozen=True)
class Measure:
    """One centrality: `fn(network)` gives every node its value, NaN where it is undefined.

    `meaning` says in a sentence what a high value tells the manager of a cluster, `whole`
    whether values are counts.
    """

    id: str
    label: str
    meaning: str
    source: str
    fn: Callable[[nx.Graph[str]], Scores]
    whole: bool = False


def _degree(network: nx.Graph[str]) -> Scores:
    return {node: float(degree) for node, degree in network.degree()}


def _strength(network: nx.Graph[str]) -> Scores:
    return {node: float(strength) for node, strength in network.degree(weight="weight")}


def _betweenness(network: nx.Graph[str]) -> Scores:
    return nx.betweenness_centrality(network)


def _closeness(network: nx.Graph[str]) -> Scores:
    return nx.closeness_centrality(network)


def _harmonic(network: nx.Graph[str]) -> Scores:
    return {node: float(value) for node, value in nx.harmonic_centrality(network).items()}


def _eigenvector(network: nx.Graph[str]) -> Scores:
    """The limit of NetworkX's power iteration from equal values, found without iterating.

    Each component is solved apart; only those with the largest eigenvalue keep their values.
    """
    if not network:
        return {}
    nodes = list(network)
    adjacency = nx.to_scipy_sparse_array(network, nodes, weight="weight").astype(float)
    solved = [(part, *_leading(adjacency[part][:, part])) for part in _components(adjacency)]
    largest = max(value for _, value, _ in solved)
    scores = np.zeros(len(nodes))
    for part, value, vector in solved:
        if math.isclose(value, largest, rel_tol=1e-9):
            scores[part] = vector * vector.sum()
    return dict(zip(nodes, (scores / np.linalg.norm(scores)).tolist(), strict=True))


def _components(adjacency: Any) -> list[np.ndarray[Any, Any]]:
    from scipy.sparse.csgraph import connected_components

    _, labels = connected_components(adjacency, directed=False)
    by_label = np.argsort(labels, kind="stable")
    return np.split(by_label, np.cumsum(np.bincount(labels))[:-1])


def _leading(adjacency: Any) -> tuple[float, np.ndarray[Any, Any]]:
    """The largest eigenvalue of a connected network and its positive unit vector."""
    from scipy.sparse.linalg import eigsh

    if adjacency.shape[0] <= _DENSE:
        values, vectors = np.linalg.eigh(adjacency.toarray())
    else:
        # A fixed start: ARPACK's own is random.
        start = np.ones(adjacency.shape[0])
        values, vectors = eigsh(adjacency, k=1, which="LA", v0=start, tol=0)
    return float(values[-1]), np.abs(vectors[:, -1])


def _pagerank(network: nx.Graph[str]) -> Scores:
    # NetworkX multiplies tol by the number of nodes, which would leave 1e-7 in a large network.
    tolerance = 1e-13 / max(len(network), 1)
    return nx.pagerank(network, alpha=0.85, weight="weight", tol=tolerance, max_iter=1_000)


def _core(network: nx.Graph[str]) -> Scores:
    return {node: float(core) for node, core in nx.core_number(network).items()}


def _constraint(network: nx.Graph[str]) -> Scores:
    return nx.constraint(network, weight="weight") if network else {}


_ALL = (
    Measure(
        "degree",
        "Degree",
        "Number of different partners: a high value means many direct contacts, whatever the "
        "strength of each (ties not weighted).",
        "Freeman 1978, Social Networks 1:215-239, doi:10.1016/0378-8733(78)90021-7",
        _degree,
        whole=True,
    ),
    Measure(
        "strength",
        "Strength",
        "Sum of the weights of all ties: a high value means much common work, be it with few "
        "partners or many (weighted).",
        "Barrat et al. 2004, PNAS 101:3747-3752, doi:10.1073/pnas.0400087101",
        _strength,
    ),
    Measure(
        "betweenness",
        "Betweenness",
        "Share of the shortest chains of contacts between all others that run through it: a high "
        "value means a broker whom others need to reach each other (steps counted, not weighted).",
        "Freeman 1977, Sociometry 40:35-41, doi:10.2307/3033543; computed as in Brandes 2001",
        _betweenness,
    ),
    Measure(
        "closeness",
        "Closeness",
        "Inverse of the mean number of steps to the others: a high value means news and partners "
        "are few introductions away (not weighted; in a disconnected network, scaled by the share "
        "of the network that can be reached).",
        "Wasserman and Faust 1994, Social Network Analysis, p. 201",
        _closeness,
    ),
    Measure(
        "harmonic",
        "Harmonic closeness",
        "Sum of one over the number of steps to each other member: like closeness, and it stays "
        "comparable where parts of the network are not connected (not weighted).",
        "Boldi and Vigna 2014, Internet Mathematics 10:222-262, doi:10.1080/15427951.2013.865686",
        _harmonic,
    ),
    Measure(
        "eigenvector",
        "Eigenvector",
        "Counts partners by their own standing: a high value means well connected to the well "
        "connected (weighted; in a disconnected network, 0 outside the most tightly knit part).",
        "Bonacich 1987, American Journal of Sociology 92:1170-1182, doi:10.1086/228631",
        _eigenvector,
    ),
    Measure(
        "pagerank",
        "PageRank",
        "Share of attention that a visitor who follows ties at random, and starts again one step "
        "in seven, would give it: a high value means that many paths lead there (weighted).",
        "Page et al. 1999, The PageRank Citation Ranking, Stanford InfoLab 1999-66",
        _pagerank,
    ),
    Measure(
        "core",
        "Core number",
        "The largest k for which it belongs to a group whose members each have k partners inside: "
        "a high value means part of the dense centre of the network (not weighted).",
        "Seidman 1983, Social Networks 5:269-287, doi:10.1016/0378-8733(83)90028-X",
        _core,
        whole=True,
    ),
    Measure(
        "constraint",
        "Constraint",
        "How far all its contacts lead to the same people: a high value means a closed circle, a "
        "LOW one a broker between separate groups (weighted; undefined without a tie).",
        "Burt 2004, American Journal of Sociology 110:349-399, doi:10.1086/421787",
        _constraint,
    ),
)
MEASURES: dict[str, Measure] = {measure.id: measure for measure in _ALL}
# What a ranking shows when no measure is named.
USUAL = ("degree", "betweenness", "closeness")


def find(name: str) -> Measure:
    """The measure of that id; RequestError with the nearest ids where there is none."""
    if name not in MEASURES:
        raise unknown("measure", name, MEASURES)
    return MEASURES[name]


def standing(measure: Measure, ties: Ties) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The value of every node, and its rank: 1, 2, 2, 4 (standard competition), 0 without a value.

    Values are equal when they agree to 12 significant digits.
    """
    from clustergraph.network.ties import to_networkx

    scores = _rounded(measure.fn(to_networkx(ties)), DIGITS)
    values = np.array([scores[node] for node in ties.nodes], dtype=np.float64)
    return values, competition(values)


def competition(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The ranks of values, the highest first: 1, 2, 2, 4; 0 for what is not a number."""
    known = np.sort(-values[~np.isnan(values)])
    ranks = np.searchsorted(known, -values, side="left") + 1
    return np.where(np.isnan(values), 0, ranks)


def rank(
    network: nx.Graph[str],
    measures: Sequence[str],
    top: int | None = None,
    digits: int = DIGITS,
) -> Table:
    """Rank the nodes by the first measure; columns rank, iri, label, type, country, measures.

    Highest value first, equal values in the order of their IRIs and with the same rank (1, 2, 2,
    4: standard competition ranking), values that are undefined last and without a rank. Values
    are equal when they agree to 12 significant digits; `digits` only rounds what is written.
    """
    chosen = [find(name) for name in dict.fromkeys(measures)]
    if not chosen:
        raise RequestError(f"name a measure: {', '.join(MEASURES)}")
    scores = [_rounded(measure.fn(network), DIGITS) for measure in chosen]
    order = sorted(network, key=lambda node: (_descending(scores[0][node]), node))
    ranks = _ranks([scores[0][node] for node in order])
    rows: list[Row] = []
    for node, place in list(zip(order, ranks, strict=True))[:top]:
        values = [
            _number(found[node], measure.whole, digits)
            for measure, found in zip(chosen, scores, strict=True)
        ]
        rows.append((place, *_identity(node, network.nodes[node]), *values))
    columns = ("rank", "iri", "label", "type", "country", *(measure.id for measure in chosen))
    return Table(columns, rows)


def _rounded(scores: Mapping[str, float], digits: int) -> Scores:
    # Adding 0.0 makes a negative zero a plain one.
    return {node: float(f"{value:.{digits}g}") + 0.0 for node, value in scores.items()}


def _descending(value: float) -> float:
    return math.inf if math.isnan(value) else -value


def _ranks(values: Sequence[float]) -> list[Term | None]:
    """Standard competition ranks of values in descending order."""
    ranks: list[Term | None] = []
    place = 0
    for index, value in enumerate(values):
        if index == 0 or value != values[index - 1]:
            place = index + 1
        ranks.append(None if math.isnan(value) else ox.Literal(place))
    return ranks


def _identity(node: str, data: Mapping[str, Any]) -> Row:
    told = [str(data.get(name, "")) for name in ("label", "type", "country")]
    return (ox.NamedNode(node), *(ox.Literal(text) if text else None for text in told))


def _number(value: float, whole: bool, digits: int) -> ox.Literal | None:
    if math.isnan(value):
        return None
    if whole:
        return ox.Literal(int(value))
    # The shortest decimal that reads back the same, not Oxigraph's 5.0E-1.
    return ox.Literal(f"{value:.{digits}g}", datatype=ox.NamedNode(f"{XSD}double"))
