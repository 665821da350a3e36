"""Places of large networks: none overlap, communities stand together, the same on every run."""

from __future__ import annotations

import os

import networkx as nx
import numpy as np
import pytest

from clustergraph.measures import partition
from clustergraph.measures.kernels.packing import packed
from clustergraph.measures.ties import Ties, from_networkx
from clustergraph.web.page import aside, kept, nested

pytestmark = pytest.mark.slow


def _communities(groups: int, members: int) -> Ties:
    """Rings of chords, one tie from each to the next."""
    network: nx.Graph[str] = nx.Graph()
    for group in range(groups):
        for one in range(members):
            for step in (1, 2, 7):
                other = (one + step) % members
                network.add_edge(f"g{group:02}-{one:03}", f"g{group:02}-{other:03}", weight=3)
        network.add_edge(f"g{group:02}-000", f"g{(group + 1) % groups:02}-000", weight=1)
    network.add_nodes_from(f"lone-{number}" for number in range(5))
    return from_networkx(network)


def _placed(ties: Ties) -> tuple[np.ndarray, np.ndarray, partition.Partition]:
    radii = 5 + 11 * np.sqrt(ties.degrees() / max(1, ties.degrees().max(initial=1)))
    labels = partition.leiden(ties) if ties.count() else np.arange(len(ties))
    found = nested.positions(ties, radii, labels)
    assert set(found) == set(ties.nodes)
    return np.array([found[node] for node in ties.nodes], dtype=float).reshape(-1, 2), radii, labels


def test_no_two_shapes_overlap_and_communities_stand_together() -> None:
    ties = _communities(8, 120)
    points, radii, labels = _placed(ties)
    far = np.hypot(*(points[:, None] - points).transpose(2, 0, 1))
    np.fill_diagonal(far, np.inf)
    assert (far >= radii[:, None] + radii).all()
    for label in range(8):
        inside = labels == label
        middle = points[inside].mean(axis=0)
        reach = np.hypot(*(points[inside] - middle).T).max()
        others = np.hypot(*(points[~inside] - middle).T)
        # No more than the rim of a disc whose middle is not quite that of its members.
        assert (others < reach * 0.9).sum() == 0


def test_equal_networks_have_equal_places() -> None:
    ties = _communities(4, 60)
    assert (_placed(ties)[0] == _placed(_communities(4, 60))[0]).all()


@pytest.mark.parametrize("nodes", [0, 1, 2, 3, 50])
def test_few_and_untied_nodes_have_places(nodes: int) -> None:
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(f"n{number:02}" for number in range(nodes))
    points, _radii, _labels = _placed(from_networkx(network))
    assert len({tuple(point) for point in points.tolist()}) == nodes


def test_the_strongest_ties_are_held_and_no_others() -> None:
    network: nx.Graph[str] = nx.Graph()
    network.add_weighted_edges_from([("a", "b", 5), ("a", "c", 4), ("b", "c", 1), ("c", "d", 2)])
    ties = kept.strongest(from_networkx(network), None, 3)
    one, other, weights = ties.pairs()
    found = [(ties.nodes[a], ties.nodes[b], w) for a, b, w in zip(one, other, weights, strict=True)]
    assert found == [("a", "b", 5.0), ("a", "c", 4.0), ("c", "d", 2.0)]
    assert kept.strongest(ties, None, 3) is ties


def test_discs_stand_where_they_are_wanted_or_touch_others() -> None:
    wanted = np.array([[0.0, 0.0], [30.0, 0.0], [1.0, 0.0], [0.0, 0.0]])
    reaches, ways = np.array([5.0, 5.0, 3.0, 2.0]), np.array([[1.0, 0.0], [-1.0, 0.0]])
    found = packed(wanted, reaches, np.arange(4), 1.0, ways, 2)
    # No way leads up or down: the last one finds room beside what was put there before it.
    assert found.tolist() == [[0.0, 0.0], [30.0, 0.0], [9.0, 0.0], [-8.0, 0.0]]
    blocked = packed(wanted[[0, 0]], reaches[:2], np.arange(2), 1.0, np.empty((0, 2)), 2)
    assert blocked.tolist() == [[0.0, 0.0], [11.0, 0.0]]


def _failing(_value: int) -> int:
    if os.environ["PARENT"] != str(os.getpid()):
        raise SystemExit(1)
    return 7


def test_what_another_process_computes_is_the_same_as_here(monkeypatch: pytest.MonkeyPatch) -> None:
    with aside.begun(pow, 3, 4) as there, aside.begun(pow, 3, 4, apart=False) as here:
        assert (there(), here()) == (81, 81)
    with aside.begun(os.getpid) as there, aside.begun(os.getpid, apart=False) as here:
        assert there() != here() == os.getpid()
    monkeypatch.setenv("PARENT", str(os.getpid()))
    # Ends without an answer there: computed here.
    with aside.begun(_failing, 1) as there:
        assert there() == 7
