"""Places: none overlap, equal networks give equal places, every shape of network has a drawing."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from clustergraph.measures import forces
from clustergraph.measures.ties import Ties, from_networkx
from clustergraph.web.page import layout

Room = tuple[float, float, float]


def positions(network: nx.Graph[str], room: dict[str, Room]) -> dict[str, tuple[int, int]]:
    return layout.positions(from_networkx(network), room)


def _network(edges: list[tuple[int, int]], nodes: int) -> nx.Graph[str]:
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(f"n{number:03}" for number in range(nodes))
    network.add_edges_from((f"n{a:03}", f"n{b:03}") for a, b in edges)
    return network


def _tree(nodes: int) -> nx.Graph[str]:
    return _network([(number, number // 3) for number in range(1, nodes)], nodes)


def _overlapping(
    places: dict[str, tuple[int, int]], room: dict[str, Room]
) -> list[tuple[str, str]]:
    found = []
    for one, other in combinations(sorted(places), 2):
        (x1, y1), (x2, y2) = places[one], places[other]
        (w1, h1, d1), (w2, h2, d2) = room[one], room[other]
        across = (w1 + w2) / 2 - abs(x1 - x2)
        down = (h1 + h2) / 2 - abs(y1 + d1 - y2 - d2)
        if across > 0 and down > 0:
            found.append((one, other))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("nodes", [1, 2, 5, 40, 200])
def test_no_two_boxes_overlap(nodes: int) -> None:
    network = _tree(nodes)
    room = {name: (60.0 + 40 * (position % 3), 40.0, 8.0) for position, name in enumerate(network)}
    places = positions(network, room)
    assert set(places) == set(network)
    assert _overlapping(places, room) == []


def test_unconnected_parts_and_lone_nodes_do_not_overlap() -> None:
    network = _network([(0, 1), (1, 2), (2, 0), (3, 4), (5, 6)], 12)
    room = dict.fromkeys(network, (120.0, 50.0, 10.0))
    assert _overlapping(positions(network, room), room) == []


def test_equal_networks_have_equal_places() -> None:
    network = _tree(30)
    backwards: nx.Graph[str] = nx.Graph()
    backwards.add_nodes_from(reversed(list(network)))
    backwards.add_edges_from((b, a) for a, b in reversed(list(network.edges)))
    room = dict.fromkeys(network, (50.0, 50.0, 0.0))
    assert positions(backwards, room) == positions(network, room)


def test_places_are_centred() -> None:
    places = positions(_tree(9), dict.fromkeys(_tree(9), (50.0, 50.0, 0.0)))
    for axis in (0, 1):
        values = [place[axis] for place in places.values()]
        assert abs(min(values) + max(values)) <= 1


def test_few_ties_do_not_leave_discs_of_a_pixel() -> None:
    # Sixty hubs in a chain, each with four of its own, which are tied to each other as well.
    edges = [(5 * hub, 5 * hub + 5) for hub in range(59)]
    edges += [(5 * hub + one, 5 * hub + other)
              for hub in range(60) for one, other in combinations(range(5), 2)]  # fmt: skip
    network = _network(edges, 300)
    room = dict.fromkeys(network, (24.0, 24.0, 0.0))
    places = positions(network, room)
    assert _overlapping(places, room) == []
    across, down = np.ptp(np.array(list(places.values())), axis=0)
    assert 300 * 24 * 24 / (across * down) > 0.09


def test_tied_nodes_stand_closer_than_others() -> None:
    chain = _network([(0, 1), (1, 2), (2, 3)], 4)
    places = positions(chain, dict.fromkeys(chain, (20.0, 20.0, 0.0)))

    def far(one: str, other: str) -> float:
        (x1, y1), (x2, y2) = places[one], places[other]
        return float(((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5)

    assert far("n000", "n001") < far("n000", "n002") < far("n000", "n003")


def test_no_nodes_no_places() -> None:
    assert positions(nx.Graph(), {}) == {}


def _communities(seed: int) -> Ties:
    """Two groups of 100 in which every second pair is tied, with few ties between them."""
    return from_networkx(
        nx.relabel_nodes(
            nx.planted_partition_graph(2, 100, 0.5, 0.02, seed=seed), lambda node: f"n{node:03}"
        )
    )


def test_forces_lay_communities_apart() -> None:
    places = forces.places(_communities(1))
    one, other = places[:100], places[100:]
    across = np.linalg.norm(one.mean(axis=0) - other.mean(axis=0))
    assert across > 2 * max(part.std(axis=0).max() for part in (one, other))


@pytest.mark.slow
def test_forces_are_the_same_with_every_number_of_threads() -> None:
    ties = _communities(2)
    with threadpool_limits(2):
        found = forces.places(ties)
    with threadpool_limits(1):
        assert (forces.places(ties) == found).all()


def test_nodes_that_are_alike_do_not_stand_on_one_point() -> None:
    star = from_networkx(_network([(0, number) for number in range(1, 200)], 200))
    assert len(np.unique(forces.places(star).round(6), axis=0)) == 200


def test_every_node_pushes_every_other_and_ties_pull() -> None:
    """The forces of three nodes, computed pair by pair."""
    found = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 0.0]])
    masses = np.array([2.0, 3.0, 2.0])
    expected = np.zeros((3, 2))
    for v in range(3):
        for u in range(3):
            apart = found[v] - found[u]
            if u != v:
                expected[v] += 10 * masses[v] * masses[u] * apart / (apart @ apart)
        far = np.hypot(*found[v])
        expected[v] -= found[v] / far * masses[v] if far else 0
    room = np.empty((4, len(found), len(found)))
    assert np.allclose(forces._push(found, masses, room), expected)
    pull = forces._pull(found, np.array([0]), np.array([1]), np.array([2.0]))
    strength = 2 * np.log(6) / 5
    assert np.allclose(pull, [[3 * strength, 4 * strength], [-3 * strength, -4 * strength], [0, 0]])
