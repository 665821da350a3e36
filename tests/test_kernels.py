"""Measures on arrays against NetworkX, on networks of any shape, and whatever the threads."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import networkx as nx
import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustergraph.errors import spelled
from clustergraph.measures import betweenness, computing
from clustergraph.measures.computing import EXACT_UP_TO
from clustergraph.measures.kernels import ranking
from clustergraph.measures.measure import Run
from clustergraph.measures.parallel import in_order
from clustergraph.measures.reduced import reduced
from clustergraph.measures.reference import REFERENCE
from clustergraph.measures.registry import MEASURES
from clustergraph.measures.scores import scores
from clustergraph.measures.ties import Ties, from_networkx

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = list(MEASURES.values())


def named(network: nx.Graph) -> nx.Graph:
    return nx.relabel_nodes(network, lambda node: f"urn:{node:06}")


def cliques(groups: list[list[int]], weights: list[int]) -> nx.Graph:
    """What consortia make: everybody in a group is tied to everybody in it."""
    network = nx.Graph()
    for number, group in enumerate(groups):
        network.add_nodes_from(f"urn:{node:06}" for node in group)
        for one in group:
            for other in group:
                if one < other:
                    edge = (f"urn:{one:06}", f"urn:{other:06}")
                    weight = float(weights[number % len(weights)])
                    network.add_edge(*edge, weight=weight)
    return network


NETWORKS = st.builds(
    cliques,
    st.lists(st.lists(st.integers(0, 24), min_size=1, max_size=6, unique=True), max_size=14),
    st.lists(st.integers(1, 9), min_size=1, max_size=5),
)
SHAPES: dict[str, Callable[[], nx.Graph]] = {
    "path": lambda: nx.path_graph(200),
    "circle": lambda: nx.cycle_graph(31),
    "star": lambda: nx.star_graph(40),
    "clique": lambda: nx.complete_graph(30),
    "windmill": lambda: nx.windmill_graph(6, 9),
    "caves": lambda: nx.caveman_graph(7, 6),
    "caves-in-a-ring": lambda: nx.connected_caveman_graph(9, 7),
    "lollipop": lambda: nx.lollipop_graph(12, 15),
    "bipartite": lambda: nx.complete_bipartite_graph(7, 12),
    "tree": lambda: nx.balanced_tree(3, 4),
    "grid": lambda: nx.convert_node_labels_to_integers(nx.grid_2d_graph(9, 11)),
    "random": lambda: nx.gnp_random_graph(700, 0.008, seed=3),
    "hubs": lambda: nx.barabasi_albert_graph(700, 4, seed=5),
    "lone": lambda: nx.empty_graph(9),
    "one": lambda: nx.empty_graph(1),
}
# Where the largest eigenvalue is that of several parts, or of a bipartite network, NetworkX's power
# iteration does not converge; these are tested by hand in test_measures.py.
UNSTEADY = {"path", "circle", "star", "caves", "bipartite", "tree", "grid", "lone", "one"}


def compared(network: nx.Graph, skip: set[str]) -> None:
    ties = from_networkx(network)
    found = scores(ties, ALL)
    for measure in ALL:
        if measure.id not in skip:
            expected = REFERENCE[measure.id](network)
            values = dict(zip(ties.nodes, found[measure.id].tolist(), strict=True))
            assert values == pytest.approx(expected, abs=1e-9, rel=1e-9, nan_ok=True), measure.id


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(NETWORKS)
def test_networks_of_consortia_agree_with_networkx(network: nx.Graph) -> None:
    if network:
        compared(network, skip={"eigenvector"})


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_agrees_with_networkx(shape: str) -> None:
    skip = {"eigenvector"} if shape in UNSTEADY else set()
    compared(named(SHAPES[shape]()), skip)


@pytest.mark.slow
def test_long_chains_and_many_parts_take_no_longer_than_their_ties() -> None:
    """Levels are followed by their own nodes: by all nodes, this would take minutes."""
    chain = nx.path_graph(3_000)
    pieces = nx.disjoint_union_all([nx.windmill_graph(3, 4)] * 300)
    both = named(nx.disjoint_union(chain, pieces))
    ties = from_networkx(both)
    found = betweenness.exact(ties.weights)
    n = len(ties)
    # The k-th node of a chain of 3,000 lies between k and 2,999 - k others.
    place = np.arange(3_000)
    assert found[:3_000] == pytest.approx(2 * place * (2_999 - place) / ((n - 1) * (n - 2)))


def test_every_measure_has_a_reference() -> None:
    assert REFERENCE.keys() == MEASURES.keys()


def test_twins_are_merged_and_lone_cliques_have_no_place() -> None:
    # Two cliques of five that share one node, and a clique of its own.
    ties = from_networkx(cliques([[0, 1, 2, 3, 4], [4, 5, 6, 7, 8], [20, 21, 22]], [1]))
    found = reduced(ties.weights)
    assert len(found) == 3
    assert sorted(found.copies.tolist()) == [1, 4, 4]
    assert found.place.tolist()[-3:] == [-1, -1, -1]
    assert len(set(found.place[:4].tolist())) == 1


def _arrays(ties: Ties) -> list[bytes]:
    return [values.tobytes() for values in scores(ties, ALL).values()]


@pytest.fixture(scope="module")
def hubs() -> Ties:
    network = named(nx.barabasi_albert_graph(1_300, 5, seed=7))
    for number, (_, _, data) in enumerate(network.edges(data=True)):
        data["weight"] = 0.1 * (1 + number % 7)
    return from_networkx(network)


@pytest.mark.slow
def test_the_number_of_threads_changes_nothing(hubs: Ties) -> None:
    before = numba.get_num_threads()
    found = []
    try:
        for threads in {1, before}:
            numba.set_num_threads(threads)
            estimate = betweenness.sampled(hubs.weights, 20_000)
            found.append([*_arrays(hubs), estimate.values.tobytes(), estimate.error])
    finally:
        numba.set_num_threads(before)
    assert all(answer == found[0] for answer in found)


_SCRIPT = """
import sys
import networkx as nx
from clustergraph.measures.registry import MEASURES
from clustergraph.measures.scores import scores
from clustergraph.measures.ties import from_networkx
network = nx.barabasi_albert_graph(1_300, 5, seed=7)
edges = [(f"urn:{a}", f"urn:{b}", 0.1 * (1 + (a + b) % 7)) for a, b in network.edges]
graph = nx.Graph()
graph.add_weighted_edges_from(sorted(edges, key=lambda edge: hash(edge)))
for values in scores(from_networkx(graph), list(MEASURES.values())).values():
    sys.stdout.buffer.write(values.tobytes())
"""


@pytest.mark.slow
def test_neither_do_the_hash_seed_the_order_of_ties_or_the_threads_of_blas() -> None:
    answers = set()
    for seed, threads in ((1, 1), (2, 2), (3, 2)):
        variables = ("NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
        environment = {**os.environ, **dict.fromkeys(variables, str(threads))}
        environment["PYTHONHASHSEED"] = str(seed)
        answers.add(subprocess.check_output([sys.executable, "-c", _SCRIPT], env=environment))
    assert len(answers) == 1


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["hubs", "random", "caves-in-a-ring", "path", "lone", "one"])
def test_an_estimate_keeps_within_its_error_and_repeats(shape: str) -> None:
    ties = from_networkx(named(SHAPES[shape]()))
    exact = betweenness.exact(ties.weights)
    found = betweenness.sampled(ties.weights, 30_000)
    assert np.abs(found.values - exact).max() <= found.error
    again = betweenness.sampled(ties.weights, 30_000)
    assert (found.values == again.values).all()
    if exact.max() > 0:
        assert 0 < found.error < 0.02
        other = betweenness.sampled(ties.weights, 30_000, seed=1)
        assert (found.values != other.values).any()


def test_members_without_a_tie_cost_nothing() -> None:
    graph = named(nx.star_graph(9))
    alone = graph.copy()
    alone.add_nodes_from(f"urn:alone:{number}" for number in range(50_000))
    assert betweenness.work(from_networkx(alone).weights) == 9 * 10
    assert betweenness.work(from_networkx(graph).weights) == 9 * 10 < EXACT_UP_TO


@pytest.mark.slow
def test_a_large_network_is_estimated_unless_it_must_be_exact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As many ties as leaves, and one member more: just above what is followed to the end.
    ties = from_networkx(named(nx.star_graph(300)))
    assert betweenness.work(ties.weights) == 300 * 301
    monkeypatch.setattr(computing, "EXACT_UP_TO", 300 * 301 - 1)
    true = scores(ties, [MEASURES["betweenness"]], Run(exact=True))["betweenness"]
    notes: list[str] = []

    def warn(*parts: str) -> None:
        notes.append(spelled(parts))

    for exact in (True, False):
        run = Run(exact=exact, warn=warn)
        values = scores(ties, [MEASURES["betweenness"]], run)
        assert values["betweenness"][0] == pytest.approx(1, abs=1e-2)
        assert bool(notes) is ("betweenness-error" in values) is not exact
        error = 0 if exact else values["betweenness-error"]
        assert (abs(values["betweenness"] - true) <= error).all()
    assert "no value is off by more than" in notes[0] and "95%" in notes[0]


def test_what_a_network_in_parts_means_is_told() -> None:
    ties = from_networkx(cliques([[0, 1, 2], [5, 6]], [1]))
    notes: list[str] = []
    scores(ties, ALL, Run(note=notes.append))
    told = ["closeness", "eigenvector", "katz", "communities", "brokerage roles"]
    assert [note.partition(":")[0] for note in notes] == told
    assert all("in 2 parts" in note for note in notes[:2])


def test_progress_runs_to_the_end_and_never_back() -> None:
    shares: list[float] = []
    ties = from_networkx(named(SHAPES["hubs"]()))
    scores(ties, ALL, Run(report=lambda stage, share: shares.append(share)))
    assert shares == sorted(shares)
    assert shares[0] > 0 and shares[-1] <= 1


def test_blocks_keep_their_order_and_an_error_ends_the_work() -> None:
    assert list(in_order(lambda number: number * 2, range(50))) == list(range(0, 100, 2))
    with pytest.raises(ZeroDivisionError):
        list(in_order(lambda number: 1 // (number - 7), range(50)))


@pytest.mark.slow
def test_what_came_true_stands_where_sorting_puts_it() -> None:
    random = np.random.default_rng(5)
    factors = random.normal(size=(2, 4, 30))
    exponents = np.array([[1.0, 0.0], [0.5, 1.0], [0.0, 0.0]])
    free = random.random((4, 30)) < 0.8
    true = free & (random.random((4, 30)) < 0.2)
    # One source with fewer candidates than are counted.
    free[3] &= np.arange(30) < 5
    true &= free
    shift = np.arange(30) * 1e-9
    hits, ahead = ranking.places(factors, exponents, shift, free, true, 10)
    for formula, row in np.ndindex(3, 4):
        scores = np.tensordot(exponents[formula], factors[:, row], 1) + shift
        order = sorted(np.flatnonzero(free[row]), key=lambda each: -scores[each])
        came = [place for place, each in enumerate(order) if true[row, each]]
        assert hits[formula, row] == sum(place < 10 for place in came)
        assert ahead[formula, row] == (came[0] if came else len(order))
