"""Communities as arrays: against NetworkX, against plain counting, and always the same."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections import Counter

import networkx as nx
import numpy as np
import pytest

from clustergraph.errors import RequestError
from clustergraph.measures import partition
from clustergraph.measures.ties import Ties, from_networkx


def karate() -> Ties:
    return from_networkx(nx.relabel_nodes(nx.karate_club_graph(), "{:02}".format))


def two_triangles() -> Ties:
    """a-b-c and d-e-f, joined by c-d; g alone."""
    graph: nx.Graph[str] = nx.Graph(["ab", "bc", "ca", "cd", "de", "ef", "fd"])
    graph.add_node("g")
    return from_networkx(graph)


def test_two_triangles_are_two_communities_and_the_lone_one_its_own() -> None:
    found = partition.find(two_triangles())
    assert found.labels.tolist() == [0, 0, 0, 1, 1, 1, 2]
    # 7 ties: 2 · (3/7 - (7/14)²)
    assert found.modularity == pytest.approx(2 * (3 / 7 - 1 / 4))
    assert found.agreement == 1.0
    assert found.stability.tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
def test_modularity_is_that_of_networkx(resolution: float) -> None:
    ties = karate()
    labels = partition.leiden(ties, resolution=resolution)
    graph = nx.relabel_nodes(nx.karate_club_graph(), "{:02}".format)
    groups = [
        {node for node, label in zip(ties.nodes, labels, strict=True) if label == each}
        for each in range(int(labels.max()) + 1)
    ]
    expected = nx.community.modularity(graph, groups, weight="weight", resolution=resolution)
    assert partition.modularity(ties, labels, resolution) == pytest.approx(expected, abs=1e-12)
    assert all(nx.is_connected(graph.subgraph(group)) for group in groups)
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)


def test_the_best_of_the_runs_is_at_least_as_good_as_louvain() -> None:
    ties = karate()
    graph = nx.relabel_nodes(nx.karate_club_graph(), "{:02}".format)
    louvain = nx.community.louvain_communities(graph, seed=1)
    found = partition.find(ties)
    assert found.modularity >= nx.community.modularity(graph, louvain) - 1e-12
    assert 0.5 < found.agreement <= 1
    assert all(0 < each <= 1 for each in found.stability)


@pytest.mark.parametrize("seed", [0, 17])
def test_of_all_runs_the_best_is_taken_not_the_first(seed: int) -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(40, 80, seed=0), "{:02}".format)
    ties = from_networkx(graph)
    found = partition.find(ties, seed=seed, runs=10)
    runs = [partition.leiden(ties, seed=each) for each in range(seed, seed + 10)]
    scores = [partition.modularity(ties, labels) for labels in runs]
    # The first run, whatever the rounds that improve it, stays behind the best of the ten.
    rounds = [partition.leiden(ties, seed=seed, rounds=each) for each in range(1, 11)]
    assert found.modularity >= max(scores)
    assert max(scores) > max(partition.modularity(ties, labels) for labels in rounds)


def test_a_higher_resolution_makes_more_communities() -> None:
    counts = [
        int(partition.find(karate(), resolution=each).labels.max()) + 1 for each in (0.3, 1.0, 3.0)
    ]
    assert counts == sorted(set(counts))


@pytest.mark.parametrize("resolution", [0.0, -1.0, math.nan, math.inf, 1e308])
def test_a_resolution_of_nothing_is_refused(resolution: float) -> None:
    with pytest.raises(RequestError, match="above 0"):
        partition.find(karate(), resolution=resolution)


@pytest.mark.parametrize("nodes", [0, 1, 3])
def test_without_ties_each_node_is_its_own_community(nodes: int) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from("abc"[:nodes])
    found = partition.find(from_networkx(graph))
    assert found.labels.tolist() == list(range(nodes))
    assert found.modularity == 0


@pytest.mark.slow
def test_the_same_for_any_hash_seed_and_number_of_threads() -> None:
    code = (
        "import networkx as nx; from clustergraph.measures import partition, ties\n"
        "graph = nx.relabel_nodes(nx.connected_caveman_graph(30, 7), str)\n"
        "found = partition.find(ties.from_networkx(graph), runs=5)\n"
        "print(found.labels.tolist(), found.modularity, found.agreement, found.stability.tolist())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHON_CPU_COUNT": threads,
                 "RAYON_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    }  # fmt: skip
    assert len(printed) == 1


def test_adjusted_rand_by_hand() -> None:
    # Of 6 pairs 1 is together in both, 2 in the first, 3 in the second: chance gives 2 · 3 / 6.
    one, other = np.array([0, 0, 1, 1]), np.array([0, 0, 0, 1])
    assert partition.adjusted_rand(one, other) == pytest.approx((1 - 1) / (2.5 - 1))
    assert partition.adjusted_rand(one, 1 - one) == 1.0
    assert partition.adjusted_rand(np.arange(4), np.arange(4)) == 1.0


def test_best_jaccard_by_hand() -> None:
    one, other = np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])
    assert partition.best_jaccard(one, other).tolist() == [2 / 3, 1 / 2]


def test_participation_and_within_module_degree_by_plain_counting() -> None:
    ties = karate()
    labels = partition.leiden(ties)
    graph = nx.relabel_nodes(nx.karate_club_graph(), "{:02}".format)
    of = dict(zip(ties.nodes, labels.tolist(), strict=True))
    inside = {node: sum(of[other] == of[node] for other in graph[node]) for node in graph}
    spread = partition.participation(ties, labels)
    degree = partition.within_module_degree(ties, labels)
    for index, node in enumerate(ties.nodes):
        to = Counter(of[other] for other in graph[node])
        expected = 1 - sum((count / len(graph[node])) ** 2 for count in to.values())
        assert spread[index] == pytest.approx(expected, abs=1e-12)
        peers = [inside[other] for other in graph if of[other] == of[node]]
        z = (inside[node] - np.mean(peers)) / np.std(peers)
        assert degree[index] == pytest.approx(z, abs=1e-12)


def test_a_node_without_ties_has_no_participation_coefficient() -> None:
    ties = two_triangles()
    labels = np.array([0, 0, 0, 1, 1, 1, 2])
    spread = partition.participation(ties, labels)
    assert math.isnan(spread[6])
    # c: two ties inside, one to the other triangle.
    assert spread[2] == pytest.approx(1 - (4 + 1) / 9)
    assert partition.within_module_degree(ties, labels).tolist() == [0.0] * 7
