"""The picture of one organisation: it in the middle, none over another, nearer is more."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import networkx as nx
import pytest

from clustergraph.measures.ties import from_networkx
from clustergraph.web.page import ego

ROOM = (20.0, 20.0, 0.0)


def _star(partners: int, beyond: int = 0) -> nx.Graph[str]:
    network: nx.Graph[str] = nx.Graph()
    for number in range(partners):
        network.add_edge("x", f"p{number:04}", weight=float(partners - number))
    for number in range(beyond):
        network.add_edge(f"p{number % partners:04}", f"q{number:04}", weight=1.0)
    return network


def _ego(network: nx.Graph[str], groups: dict[str, str]) -> ego.Ego:
    return ego.around(from_networkx(network), "x", groups, dict.fromkeys(network, ROOM))


def _far(place: tuple[int, int]) -> float:
    return math.hypot(*place)


@pytest.mark.parametrize(("partners", "beyond"), [(1, 0), (2, 1), (7, 20), (73, 400), (300, 0)])
@pytest.mark.parametrize("kinds", [1, 2, 9])
def test_no_two_shapes_overlap_and_the_one_it_is_about_is_in_the_middle(
    partners: int, beyond: int, kinds: int
) -> None:
    network = _star(partners, beyond)
    groups = {name: f"g{number % kinds}" for number, name in enumerate(sorted(network))}
    found = _ego(network, groups)
    assert set(found.places) == set(network)
    assert found.places["x"] == (0, 0)
    for one, other in combinations(found.places.values(), 2):
        assert math.hypot(one[0] - other[0], one[1] - other[1]) > 20


def test_who_shares_more_stands_nearer_and_who_is_no_partner_behind() -> None:
    found = _ego(_star(60, 40), dict.fromkeys(_star(60, 40), "g"))
    partners = [_far(found.places[f"p{number:04}"]) for number in range(60)]
    assert partners[0] < partners[-1]
    assert all(near <= far + 1.5 for near, far in pairwise(partners))
    assert max(partners) <= min(_far(found.places[f"q{number:04}"]) for number in range(40)) + 1.5


def test_each_group_has_a_sector_of_its_own_the_nameless_one_last() -> None:
    groups = {"p0000": "B", "p0001": "B", "p0002": "A", "p0003": ""}
    found = _ego(_star(4), groups)
    assert [sector.group for sector in found.sectors] == ["B", "A", ""]
    for iri, group in groups.items():
        (sector,) = [each for each in found.sectors if each.group == group]
        x, y = found.places[iri]
        turn = (math.atan2(y, x) - sector.angle + math.pi) % (2 * math.pi) - math.pi
        sizes = [math.sqrt(list(groups.values()).count(name)) for name in ("B", "A", "")]
        share = math.sqrt(list(groups.values()).count(group)) / sum(sizes)
        assert abs(turn) <= math.pi * share + 0.05


def test_the_smallest_of_many_groups_share_a_sector() -> None:
    groups = {
        f"p{number:04}": f"g{min(number // 10, 10 + number % 60):03}" for number in range(200)
    }
    found = _ego(_star(200), groups)
    assert len(found.sectors) <= 12
    assert found.sectors[-1].group == ""


def test_one_alone_has_nobody_around() -> None:
    network: nx.Graph[str] = nx.Graph()
    network.add_node("x")
    assert _ego(network, {}) == ego.Ego({"x": (0, 0)}, ())


@pytest.mark.parametrize("partners", [3, 40])
def test_in_a_crowd_nobody_stands_nearer_than_the_first_partners(partners: int) -> None:
    network = _star(partners, 300)
    # Partners are of two groups, the others of these and of three more.
    groups = {name: f"g{number % (5 if name[0] == 'q' else 2)}"
              for number, name in enumerate(sorted(network))}  # fmt: skip
    rooms = dict.fromkeys(network, ROOM)
    found = ego.around(from_networkx(network), "x", groups, rooms, crowded=True).places
    first = min(_far(place) for name, place in found.items() if name[0] == "p")
    assert all(_far(place) > first for name, place in found.items() if name[0] == "q")
    for one, other in combinations(found.values(), 2):
        assert math.hypot(one[0] - other[0], one[1] - other[1]) > 20
