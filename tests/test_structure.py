"""The shape of a network, against NetworkX and by hand; the disparity filter by its definition."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from clustergraph.errors import RequestError
from clustergraph.measures import structure
from clustergraph.measures.backbone import backbone, disparity
from clustergraph.measures.kernels.triangles import triangles
from clustergraph.measures.projection import project
from clustergraph.measures.ties import Ties, from_networkx, to_networkx


def networks() -> dict[str, nx.Graph[str]]:
    return {
        "karate": nx.relabel_nodes(nx.karate_club_graph(), "{:02}".format),
        "cliques": nx.relabel_nodes(nx.disjoint_union(nx.complete_graph(5), nx.path_graph(4)), str),
        "random": nx.relabel_nodes(nx.gnm_random_graph(60, 240, seed=3), "{:02}".format),
        "star": nx.relabel_nodes(nx.star_graph(4), str),
    }


@pytest.fixture(params=sorted(networks()))
def graph(request: pytest.FixtureRequest) -> nx.Graph[str]:
    return networks()[request.param]


def path_and_lone() -> Ties:
    """a-b-c and d alone."""
    made: nx.Graph[str] = nx.Graph(["ab", "bc"])
    made.add_node("d")
    return from_networkx(made)


def test_triangles_and_clustering_are_those_of_networkx(graph: nx.Graph[str]) -> None:
    ties = from_networkx(graph)
    indptr, indices = ties.weights.indptr, ties.weights.indices
    expected = nx.triangles(graph)
    assert triangles(indptr, indices).tolist() == [expected[node] for node in ties.nodes]
    found = structure.clustering(indptr, indices)
    assert found.transitivity == pytest.approx(nx.transitivity(graph), abs=1e-12)
    assert found.local == pytest.approx(nx.average_clustering(graph), abs=1e-12)


def test_components_are_those_of_networkx(graph: nx.Graph[str]) -> None:
    found = structure.components(from_networkx(graph))
    largest = graph.subgraph(max(nx.connected_components(graph), key=len))
    assert found.count == nx.number_connected_components(graph)
    assert (found.giant, found.giant_ties) == (len(largest), largest.number_of_edges())


@pytest.mark.parametrize("pairs", [0, 1, 30, 70, 400])
def test_components_are_numbered_as_scipy_numbers_them(pairs: int) -> None:
    rng = np.random.default_rng(pairs)
    # A path through half of the nodes in any order, the longest way that a name has to go.
    path = rng.permutation(50)[: pairs // 2]
    one, other = (
        np.r_[rng.integers(0, 100, pairs), path[:-1]],
        np.r_[rng.integers(0, 100, pairs), path[1:]],
    )
    apart = one != other
    half = sparse.coo_array((np.ones(apart.sum()), (one[apart], other[apart])), shape=(100, 100))
    weights = (half + half.T).tocsr()
    count, labels = Ties(tuple(f"{n:03}" for n in range(100)), weights).components()
    wanted = connected_components(weights, directed=False)
    assert (count, labels.tolist()) == (wanted[0], wanted[1].tolist())


def test_steps_are_those_of_networkx() -> None:
    ties = from_networkx(nx.relabel_nodes(nx.path_graph(6), "abcdef".__getitem__))
    assert ties.steps(1).tolist() == [1, 0, 1, 2, 3, 4]
    assert ties.steps(1, 2).tolist() == [1, 0, 1, 2, math.inf, math.inf]
    assert ties.within(1, 1).tolist() == [0, 1, 2]


@pytest.mark.slow
def test_degree_assortativity_is_that_of_networkx(graph: nx.Graph[str]) -> None:
    expected = nx.degree_pearson_correlation_coefficient(graph)
    found = structure.degree_assortativity(from_networkx(graph))
    assert found == pytest.approx(expected, abs=1e-9)


def test_attribute_assortativity_is_that_of_networkx(graph: nx.Graph[str]) -> None:
    of = {node: "BE" if int(node) % 3 else "FR" for node in graph}
    nx.set_node_attributes(graph, of, "country")
    ties = from_networkx(graph)
    found, known = structure.attribute_assortativity(ties, [[of[node]] for node in ties.nodes])
    assert found == pytest.approx(nx.attribute_assortativity_coefficient(graph, "country"))
    assert known == len(graph)


def test_a_node_of_two_countries_counts_half_in_each() -> None:
    # a (BE, FR) - b (BE) - c (FR), d without a country and its ties left out.
    ties = from_networkx(nx.Graph(["ab", "bc", "cd"]))
    found, known = structure.attribute_assortativity(ties, [["BE", "FR"], ["BE"], ["FR"], []])
    # Of four directed ends BE-BE holds 1, FR-FR 0, and the margins are 5/8 BE and 3/8 FR.
    chance = (2.5 / 4) ** 2 + (1.5 / 4) ** 2
    assert found == pytest.approx((1 / 4 - chance) / (1 - chance))
    assert known == 3


def test_what_a_network_does_not_have_is_not_a_number() -> None:
    empty = from_networkx(nx.Graph())
    assert structure.components(empty).count == 0
    assert math.isnan(structure.clustering(empty.weights.indptr, empty.weights.indices).local)
    assert math.isnan(structure.degree_assortativity(empty))
    assert math.isnan(structure.attribute_assortativity(empty, [])[0])
    ring = from_networkx(nx.relabel_nodes(nx.cycle_graph(4), str))
    assert math.isnan(structure.degree_assortativity(ring))
    assert math.isnan(structure.attribute_assortativity(ring, [["BE"]] * 4)[0])


def test_the_configuration_model_keeps_degrees_but_for_what_it_drops() -> None:
    ties = from_networkx(networks()["random"])
    wanted = np.diff(ties.weights.indptr)
    indptr, indices = structure.configuration(wanted, seed=1)
    rows = np.repeat(np.arange(len(wanted)), np.diff(indptr))
    assert (np.diff(indptr) <= wanted).all()
    assert np.diff(indptr).sum() > 0.8 * wanted.sum()
    assert not (rows == indices).any()
    assert {*zip(rows, indices, strict=True)} == {*zip(indices, rows, strict=True)}
    again = structure.configuration(wanted, seed=1)
    assert again[1].tolist() == indices.tolist()
    assert structure.configuration(wanted, seed=2)[1].tolist() != indices.tolist()


def test_cliques_cluster_more_than_chance() -> None:
    ties = from_networkx(nx.relabel_nodes(nx.connected_caveman_graph(20, 6), str))
    here = structure.clustering(ties.weights.indptr, ties.weights.indices)
    by_chance = structure.random_clustering(ties, samples=3)
    assert all(each.transitivity < here.transitivity / 2 for each in by_chance)


def test_bins_double_in_width() -> None:
    starts, counts = structure.doubling(np.array([0, 1, 1, 2, 3, 4, 7, 8]))
    assert (starts.tolist(), counts.tolist()) == ([1, 2, 4, 8], [2, 2, 2, 1])
    assert structure.doubling(np.zeros(0, dtype=int))[0].tolist() == []


def chance(graph: nx.Graph[str], one: str, other: str) -> float:
    """The definition: 1 - (k - 1) times the integral of (1 - x)^(k - 2) from 0 to p."""
    k = graph.degree(one)
    if k == 1:
        return 1.0
    p = graph[one][other]["weight"] / graph.degree(one, weight="weight")
    steps = np.linspace(0, p, 2001)
    return float(1 - (k - 1) * np.trapezoid((1 - steps) ** (k - 2), steps))


def test_the_disparity_filter_is_that_of_its_definition() -> None:
    graph = networks()["karate"]
    ties = from_networkx(graph)
    expected = {
        (one, other): min(chance(graph, one, other), chance(graph, other, one))
        for one, other in graph.edges
    }
    found = backbone(ties, 0.1)
    kept = {edge for edge in expected if expected[edge] < 0.1}
    assert {*map(frozenset, to_networkx(found.ties).edges)} == {*map(frozenset, kept)}
    one, two, _ = found.ties.pairs()
    for source, target, value in zip(one, two, found.chances, strict=True):
        ends = found.ties.nodes[source], found.ties.nodes[target]
        assert value == pytest.approx(expected.get(ends, expected.get(ends[::-1])), abs=1e-6)
    weights = nx.get_edge_attributes(graph, "weight")
    assert found.count == len(kept) / len(weights)
    assert found.weight == pytest.approx(
        sum(weights[edge] for edge in kept) / sum(weights.values())
    )
    assert found.nodes == len({node for edge in kept for node in edge}) / len(graph)


def test_the_only_tie_of_both_its_ends_never_stands_out() -> None:
    ties = from_networkx(nx.Graph([("a", "b", {"weight": 9.0})]))
    assert disparity(ties).tolist() == [1.0, 1.0]
    assert backbone(ties).ties.count() == 0


def test_a_backbone_of_nothing_is_nothing() -> None:
    for ties in (from_networkx(nx.Graph()), backbone(path_and_lone(), 1e-9).ties):
        assert backbone(ties).ties.nodes == ()


@pytest.mark.parametrize("alpha", [0.0, -0.1, 1.1, math.nan])
def test_alpha_is_a_probability(alpha: float) -> None:
    with pytest.raises(RequestError, match="alpha"):
        backbone(path_and_lone(), alpha)


def test_shuffled_participations_keep_what_each_has_but_for_what_meets_twice() -> None:
    generator = np.random.default_rng(5)
    # 60 members, 40 activities; each member in one to four of them.
    pairs = {(m, int(a)) for m in range(60) for a in generator.choice(40, 1 + m % 4, False)}
    rows, columns = zip(*sorted(pairs), strict=True)
    matrix = sparse.csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=(60, 40))
    made = structure.shuffled(matrix, seed=1)
    assert (np.diff(made.indptr) <= np.diff(matrix.indptr)).all()
    sizes = [np.bincount(each.indices, minlength=40) for each in (made, matrix)]
    assert (sizes[0] <= sizes[1]).all()
    assert made.nnz > 0.9 * matrix.nnz and set(made.data.tolist()) == {1}
    assert (structure.shuffled(matrix, seed=1) != made).nnz == 0
    assert (structure.shuffled(matrix, seed=2) != made).nnz > 0


def test_consortia_alone_explain_clustering_that_the_configuration_model_does_not() -> None:
    generator = np.random.default_rng(7)
    # Consortia of six drawn from 300 members at random: nothing but cliques.
    rows = np.concatenate([generator.choice(300, 6, False) for _ in range(150)])
    columns = np.repeat(np.arange(150), 6)
    ones = np.ones(len(rows), dtype=np.int32)
    matrix = sparse.csr_array((ones, (rows, columns)), shape=(300, 150))
    ties = Ties(tuple(f"{node:03}" for node in range(300)), project(matrix))
    here = structure.clustering(ties.weights.indptr, ties.weights.indices).transitivity
    shuffled = structure.shuffled_clustering(matrix, samples=5)
    by_chance = structure.random_clustering(ties, samples=5)
    assert np.mean([each.transitivity for each in shuffled]) == pytest.approx(here, rel=0.15)
    assert np.mean([each.transitivity for each in by_chance]) < here / 3
