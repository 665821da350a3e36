"""The libraries that benchmarks/networks.py compares with, each called directly.

`prepare` makes the library's own graph, `call` is what is timed, `scaled` brings its values to our
conventions (NetworkX's normalisations, Wasserman and Faust for closeness, unit length for
eigenvectors).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from clustergraph.measures.spectral import katz_alpha
from clustergraph.measures.ties import Ties, to_networkx

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RIVALS", "Rival", "to_networkx"]


def _as_they_are(values: Any, ties: Ties) -> Any:
    return values


@dataclass(frozen=True)
class Rival:
    """One function of one library; `tolerance` where its own iteration stops earlier than ours."""

    library: str
    call: Callable[[Any], Any]
    scaled: Callable[[Any, Ties], Any] = _as_they_are
    tolerance: float = 0.0

    def prepare(self, ties: Ties) -> Any:
        return GRAPHS[self.library](ties)


def _edges(ties: Ties) -> tuple[Any, Any, Any]:
    upper = sparse.triu(ties.weights, k=1, format="coo")
    return upper.coords[0], upper.coords[1], upper.data


def _igraph(ties: Ties) -> Any:
    import igraph

    one, two, weights = _edges(ties)
    graph = igraph.Graph(n=len(ties), edges=np.column_stack([one, two]))
    graph.es["weight"] = weights
    return graph


def _networkit(ties: Ties) -> Any:
    import networkit

    graph = networkit.GraphFromCoo((_edges(ties)[2], _edges(ties)[:2]), n=len(ties), weighted=True)
    graph.indexEdges()
    return graph


def _networkit_plain(ties: Ties) -> Any:
    import networkit

    graph = networkit.GraphFromCoo(_edges(ties)[:2], n=len(ties))
    graph.indexEdges()
    return graph


def _rustworkx(ties: Ties) -> Any:
    import rustworkx

    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(ties)))
    one, two, weights = (axis.tolist() for axis in _edges(ties))
    graph.add_edges_from(list(zip(one, two, weights, strict=True)))
    return graph


GRAPHS: dict[str, Callable[[Ties], Any]] = {
    "igraph": _igraph,
    "NetworKit": _networkit_plain,
    "NetworKit weighted": _networkit,
    "rustworkx": _rustworkx,
}


def _scores(algorithm: Any) -> Any:
    algorithm.run()
    return algorithm.scores()


def _networkit_module() -> Any:
    import networkit

    return networkit.centrality


def _rustworkx_module() -> Any:
    import rustworkx

    return rustworkx


def _by_index(values: Any) -> Any:
    return [values[node] for node in range(len(values))]


def _reach(ties: Ties) -> Any:
    """How many others each node reaches."""
    _, labels = connected_components(ties.weights, directed=False)
    return np.bincount(labels)[labels] - 1


def _pairs(ties: Ties) -> float:
    return (len(ties) - 1) * (len(ties) - 2) / 2


def _wasserman_faust(values: Any, ties: Ties) -> Any:
    return np.nan_to_num(np.asarray(values)) * _reach(ties) / (len(ties) - 1)


def _unit(values: Any, ties: Ties) -> Any:
    return np.asarray(values) / np.linalg.norm(values)


def _sum_to_one(values: Any, ties: Ties) -> Any:
    return np.asarray(values) / np.sum(values)


def _katz_of(graph: Any) -> float:
    """The alpha of ours, from the graph that the rival holds."""
    one, two, weights = zip(*graph.weighted_edge_list(), strict=True)
    matrix = sparse.coo_array((weights, (one, two)), shape=(graph.num_nodes(),) * 2)
    return katz_alpha((matrix + matrix.T).tocsr())


def _igraph_eigenvector(graph: Any) -> Any:
    with warnings.catch_warnings():
        # It says that small values may mean parts that are not connected.
        warnings.simplefilter("ignore")
        return graph.eigenvector_centrality(weights="weight")


def _igraph_harmonic(graph: Any) -> Any:
    return graph.harmonic_centrality(normalized=False)


RIVALS: dict[str, tuple[Rival, ...]] = {
    "degree": (
        Rival("igraph", lambda g: g.degree()),
        Rival("NetworKit", lambda g: _scores(_networkit_module().DegreeCentrality(g))),
    ),
    "strength": (
        Rival("igraph", lambda g: g.strength(weights="weight")),
        Rival("NetworKit weighted", lambda g: [g.weightedDegree(v) for v in g.iterNodes()]),
    ),
    "betweenness": (
        Rival(
            "igraph", lambda g: g.betweenness(directed=False), lambda v, t: np.array(v) / _pairs(t)
        ),
        Rival(
            "NetworKit",
            lambda g: _scores(_networkit_module().Betweenness(g)),
            # It counts each pair twice.
            lambda v, t: np.array(v) / _pairs(t) / 2,
        ),
        Rival(
            "rustworkx",
            lambda g: _by_index(_rustworkx_module().graph_betweenness_centrality(g)),
        ),
    ),
    "closeness": (
        Rival("igraph", lambda g: g.closeness(), _wasserman_faust),
        Rival(
            "NetworKit",
            lambda g: _scores(
                _networkit_module().Closeness(
                    g, True, _networkit_module().ClosenessVariant.GENERALIZED
                )
            ),
        ),
        Rival(
            "rustworkx",
            lambda g: _by_index(_rustworkx_module().graph_closeness_centrality(g, True)),
        ),
    ),
    "harmonic": (
        Rival("igraph", _igraph_harmonic, lambda v, t: np.array(v) * (len(t) - 1)),
        Rival(
            "NetworKit",
            lambda g: _scores(_networkit_module().HarmonicCloseness(g, normalized=False)),
        ),
    ),
    "eigenvector": (
        Rival("igraph", _igraph_eigenvector, _unit),
        Rival(
            "NetworKit weighted",
            lambda g: _scores(_networkit_module().EigenvectorCentrality(g, 1e-12)),
            _unit,
        ),
    ),
    "pagerank": (
        Rival("igraph", lambda g: g.pagerank(weights="weight", directed=False)),
        Rival(
            "NetworKit weighted",
            lambda g: _scores(_networkit_module().PageRank(g, 0.85, 1e-12)),
            _sum_to_one,
            # A node without ties keeps its visitors there.
            1e-6,
        ),
    ),
    "katz": (
        Rival(
            "rustworkx",
            lambda g: _by_index(
                _rustworkx_module().graph_katz_centrality(
                    g, _katz_of(g), weight_fn=float, max_iter=10_000, tol=1e-12
                )
            ),
            _unit,
        ),
    ),
    "core": (
        Rival("igraph", lambda g: g.coreness()),
        Rival("NetworKit", lambda g: _scores(_networkit_module().CoreDecomposition(g))),
        Rival("rustworkx", lambda g: _by_index(_rustworkx_module().core_number(g))),
    ),
    "clustering": (
        Rival("igraph", lambda g: g.transitivity_local_undirected(mode="zero")),
        Rival(
            "NetworKit",
            lambda g: _scores(_networkit_module().LocalClusteringCoefficient(g, turbo=True)),
        ),
    ),
    "constraint": (Rival("igraph", lambda g: g.constraint(weights="weight")),),
}
