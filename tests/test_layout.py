"""Places: none overlap, equal networks give equal places, every shape of network has a drawing."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest

from clustergraph.web.page.layout import positions

Room = tuple[float, float, float]


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


def test_tied_nodes_stand_closer_than_others() -> None:
    chain = _network([(0, 1), (1, 2), (2, 3)], 4)
    places = positions(chain, dict.fromkeys(chain, (20.0, 20.0, 0.0)))

    def far(one: str, other: str) -> float:
        (x1, y1), (x2, y2) = places[one], places[other]
        return float(((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5)

    assert far("n000", "n001") < far("n000", "n002") < far("n000", "n003")


def test_no_nodes_no_places() -> None:
    assert positions(nx.Graph(), {}) == {}
