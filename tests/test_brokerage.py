"""Brokerage against triads and chains listed one by one, and on networks checked by hand."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

from clustergraph.answers import brokers
from clustergraph.errors import RequestError
from clustergraph.graph.opening import open_graph
from clustergraph.measures import brokerage
from clustergraph.measures.measure import ENGINES, Run
from clustergraph.measures.registry import MEASURES
from clustergraph.measures.scores import scores
from clustergraph.measures.ties import Ties, from_networkx
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import Filters
from clustergraph.networks.projection import ties as make

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

ROLES = brokerage.ROLES


def drawn(seed: int) -> tuple[nx.Graph[str], Ties, random.Random]:
    """A random network of up to 40 nodes, often in several parts, with a twin of its first node."""
    draw = random.Random(seed)
    made = nx.gnp_random_graph(draw.randrange(4, 40), (0.08, 0.15, 0.3)[seed % 3], seed=seed)
    made.add_edges_from([(100, node) for node in [*made[0], 0]])
    network: nx.Graph[str] = nx.relabel_nodes(made, "{:03}".format)
    return network, from_networkx(network), draw


def open_triads(network: nx.Graph[str], broker: str) -> list[tuple[str, str]]:
    pairs = combinations(sorted(network[broker]), 2)
    return [(one, other) for one, other in pairs if not network.has_edge(one, other)]


def masks(ties: Ties, draw: random.Random) -> tuple[Any, Any]:
    return tuple(np.array([draw.random() < 0.4 for _ in ties.nodes]) for _ in range(2))  # type: ignore[return-value]


@pytest.mark.slow
def test_each_role_on_a_network_that_can_be_drawn() -> None:
    """The broker v in the middle of a star, by the groups of its partners: Gould and Fernandez
    1989, figure 1, one triad a role."""
    star: nx.Graph[str] = nx.star_graph(["v", "i", "j"])
    cases = {
        "aaa": [1, 0, 0, 0, 0],
        "bab": [0, 1, 0, 0, 0],
        "aab": [0, 0, 1, 1, 0],
        "baa": [0, 0, 1, 1, 0],
        "bac": [0, 0, 0, 0, 1],
    }
    for (i, v, j), expected in cases.items():
        groups = [{"i": i, "j": j, "v": v}[node] for node in from_networkx(star).nodes]
        found = brokerage.brokerage_roles(from_networkx(star), groups)
        assert found.tolist() == [[0] * 5, [0] * 5, expected]
        closed = star.copy()
        closed.add_edge("i", "j")
        assert not brokerage.brokerage_roles(from_networkx(closed), groups).any()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30))
def test_roles_are_those_of_triads_listed_one_by_one(seed: int) -> None:
    network, ties, draw = drawn(seed)
    groups = [draw.choice(["a", "b", "c", ""]) for _ in ties.nodes]
    of = dict(zip(ties.nodes, groups, strict=True))
    found = brokerage.brokerage_roles(ties, groups)
    for row, broker in zip(found, ties.nodes, strict=True):
        if not of[broker]:
            assert np.isnan(row).all()
            continue
        expected = dict.fromkeys(ROLES, 0)
        for one, other in open_triads(network, broker):
            if not (of[one] and of[other]):
                continue
            if of[one] == of[other]:
                expected["coordinator" if of[one] == of[broker] else "itinerant"] += 1
            elif of[broker] in (of[one], of[other]):
                expected["gatekeeper"] += 1
                expected["representative"] += 1
            else:
                expected["liaison"] += 1
        assert row.tolist() == list(expected.values())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.slow
def test_roles_as_measures_are_those_of_the_reference(seed: int) -> None:
    _, ties, draw = drawn(seed)
    groups = [draw.choice(["a", "b", ""]) for _ in ties.nodes]
    notes: list[str] = []
    runs = [Run(engine, note=notes.append, groups=lambda nodes: groups) for engine in ENGINES]
    found, expected = (scores(ties, [MEASURES[role] for role in ROLES], run) for run in runs)
    for role in ROLES:
        np.testing.assert_array_equal(found[role], expected[role])
    assert notes == [
        f"brokerage roles: {groups.count('')} of {len(ties)} members have no known group, have "
        "no role and are nobody's partner"
    ]


@pytest.mark.parametrize("seed", range(30))
def test_roles_between_two_sides_are_those_of_triads_listed_one_by_one(seed: int) -> None:
    network, ties, draw = drawn(seed)
    here, there = masks(ties, draw)
    one = dict(zip(ties.nodes, here.tolist(), strict=True))
    two = dict(zip(ties.nodes, there.tolist(), strict=True))
    found = brokerage.roles_between(ties, here, there)
    for row, v in zip(found, ties.nodes, strict=True):
        expected = dict.fromkeys(ROLES, 0)
        for ends in open_triads(network, v):
            sides = ["" if one[end] == two[end] else "one" if one[end] else "two" for end in ends]
            if sorted(sides) == ["one", "two"]:
                expected["representative"] += one[v]
                expected["gatekeeper"] += two[v]
                expected["liaison"] += not (one[v] or two[v])
            elif sides[0] and sides[0] == sides[1]:
                own = one[v] if sides[0] == "one" else two[v]
                expected["coordinator" if own else "itinerant"] += 1
        assert row.tolist() == list(expected.values())


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_restricted_betweenness_is_that_of_networkx(seed: int) -> None:
    network, ties, draw = drawn(seed)
    one, two = masks(ties, draw)
    sources = [node for node, a, b in zip(ties.nodes, one, two, strict=True) if a and not b]
    targets = [node for node, a, b in zip(ties.nodes, one, two, strict=True) if b and not a]
    halved = nx.betweenness_centrality_subset(network, sources, targets)
    expected = [2 * halved[node] for node in ties.nodes]
    found = brokerage.betweenness_between(ties, one, two)
    np.testing.assert_allclose(found.values, expected, rtol=1e-12, atol=1e-12)
    assert not found.errors.any()
    assert brokerage.betweenness_between(ties, two, one).values == pytest.approx(found.values)


@pytest.mark.slow
@pytest.mark.parametrize("length", [3, 600])
def test_chains_may_be_long(length: int) -> None:
    line: nx.Graph[str] = nx.relabel_nodes(nx.path_graph(length), "{:03}".format)
    one, two = np.zeros((2, length), dtype=bool)
    one[0] = two[-1] = True
    found = brokerage.betweenness_between(from_networkx(line), one, two)
    assert found.values.tolist() == [0] + [1] * (length - 2) + [0]


@pytest.mark.slow
def test_a_sample_errs_as_much_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    made = nx.gnp_random_graph(200, 0.05, seed=1)
    ties = from_networkx(nx.relabel_nodes(made, "{:03}".format))
    draw = np.random.default_rng(2)
    one = draw.random(200) < 0.3
    two = ~one & (draw.random(200) < 0.3)
    exact = brokerage.betweenness_between(ties, one, two)
    assert exact.sources == exact.ends > 30
    samples = []
    for seed in range(200):
        monkeypatch.setattr(brokerage, "SEED", seed)
        samples.append(brokerage.betweenness_between(ties, one, two, 20))
    assert {sample.sources for sample in samples} == {20}
    values = np.array([sample.values for sample in samples])
    told = np.array([sample.errors for sample in samples])
    first = np.argsort(-exact.values)[:50]
    bias = (values.mean(axis=0) / exact.values)[first] - 1
    assert abs(bias.mean()) < 0.02
    squared = ((values - exact.values) ** 2).mean(axis=0)
    assert ((told**2).mean(axis=0) / squared)[first].mean() == pytest.approx(1, abs=0.1)


@pytest.mark.slow
def test_twins_change_nothing() -> None:
    """A project of 30 partners of both sides, tied to the rest by one: all others are twins."""
    made: nx.Graph[int] = nx.complete_graph(30)
    made.add_edges_from([(29, 30), (30, 31), (30, 32)])
    network = nx.relabel_nodes(made, "{:02}".format)
    ties = from_networkx(network)
    one = np.arange(33) % 2 == 0
    expected = nx.betweenness_centrality_subset(
        network,
        [node for node, side in zip(ties.nodes, one, strict=True) if side],
        [node for node, side in zip(ties.nodes, one, strict=True) if not side],
    )
    found = brokerage.betweenness_between(ties, one, ~one)
    assert found.values == pytest.approx([2 * expected[node] for node in ties.nodes])


@pytest.mark.slow
def test_nothing_is_between_where_there_is_nothing() -> None:
    empty = from_networkx(nx.Graph())
    none = np.zeros(0, dtype=bool)
    assert brokerage.brokerage_roles(empty, []).shape == (0, 5)
    assert brokerage.roles_between(empty, none, none).shape == (0, 5)
    assert brokerage.betweenness_between(empty, none, none).values.shape == (0,)
    alone = from_networkx(nx.empty_graph(["a", "b"]))
    one = np.array([True, False])
    assert brokerage.betweenness_between(alone, one, ~one).values.tolist() == [0, 0]
    assert brokerage.brokerage_roles(alone, ["x", ""]).tolist()[0] == [0] * 5


# a (BE) and b (NL) never meet; m, of both countries, g (NL), r (BE) and l (FR) each know both.
PLACES = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix p: <https://w3id.org/clustergraph/id/place/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
cg:Country rdfs:subClassOf cg:Place . cg:Region rdfs:subClassOf cg:Place .
cg:Cluster rdfs:subClassOf cg:Organisation .
p:be a cg:Country ; cg:isoCode "BE" ; cg:nutsCode "BE" . p:nl a cg:Country ; cg:isoCode "NL" .
p:fr a cg:Country ; cg:isoCode "FR" . p:gr a cg:Country ; cg:isoCode "GR" ; cg:nutsCode "EL" .
p:wal a cg:Region ; cg:nutsCode "BE3" ; cg:within p:be .
p:hai a cg:Region ; cg:nutsCode "BE32" ; cg:within p:wal , p:be .
o:a a cg:Cluster ; rdfs:label "A" ; cg:locatedIn p:hai .
o:b a cg:Cluster ; rdfs:label "B" ; cg:locatedIn p:nl .
o:m a cg:Cluster ; rdfs:label "M" ; cg:locatedIn p:wal , p:nl .
o:g a cg:Cluster ; rdfs:label "G" ; cg:locatedIn p:nl .
o:r a cg:Cluster ; rdfs:label "R" ; cg:locatedIn p:be .
o:l a cg:Cluster ; rdfs:label "L" ; cg:locatedIn p:fr .
""" + "\n".join(
    f"<urn:{pair}{end}> cg:participant o:{end} ; cg:inProject <urn:p-{pair}> ."
    for pair in ("am", "mb", "ag", "gb", "ar", "rb", "al", "lb")
    for end in pair
)


@pytest.fixture
def places(tmp_path: Path) -> Location:
    path = tmp_path / "places.ttl"
    path.write_text(PLACES)
    return open_graph(path)


def ranked(table: Any, *columns: str) -> list[tuple[str, ...]]:
    return list(
        zip(*([cell.value if cell else "" for cell in table.column(name)] for name in columns),
            strict=True)
    )  # fmt: skip


def test_brokers_between_a_region_and_a_country(places: Location) -> None:
    ties = make(places, Choice("projects"))
    table, notes = brokers.between_places(places, ties, "BE3", "NL")
    # Ends: a on one side, b and g on the other; m is on both. a and g are tied; a reaches b by
    # four chains of two steps.
    assert [*map(str, notes)] == [
        "2 members in BE3, 3 in NL; pairs tied directly: 1",
        "1 member has places on both sides and is no end of chains",
    ]
    columns = ("rank", "label", "side", "betweenness", "error", *ROLES)
    assert ranked(table, *columns) == [
        ("1", "G", "NL", "0.25", "", "0", "0", "1", "0", "0"),
        ("1", "L", "neither", "0.25", "", "0", "0", "0", "0", "1"),
        ("1", "M", "both", "0.25", "", "0", "0", "1", "1", "0"),
        ("1", "R", "neither", "0.25", "", "0", "0", "0", "0", "1"),
    ]
    table, _ = brokers.between_places(places, ties, "BE", "NL", order="representative")
    # Now r is an end too: a brings it to g.
    assert ranked(table, "label", "side") == [("A", "BE"), ("M", "both"), ("R", "BE")]


def test_a_place_goes_by_any_of_its_codes(places: Location) -> None:
    ties = make(places, Choice("projects"))
    with pytest.raises(RequestError, match="and EL: no member of the network 'projects' is"):
        brokers.between_places(places, ties, "BE", "EL")
    with pytest.raises(RequestError, match="between BE, and BE32: one lies inside the other"):
        brokers.between_places(places, ties, "BE", "BE32")
    with pytest.raises(RequestError, match="one lies inside"):
        brokers.between_places(places, ties, "NL", "NL")
    with pytest.raises(RequestError, match="between: nothing is called 'XX'"):
        brokers.between_places(places, ties, "XX", "NL")
    with pytest.raises(RequestError, match="unknown order 'liason': did you mean liaison"):
        brokers.between_places(places, ties, "BE", "NL", order="liason")


def test_no_chain_is_said(places: Location) -> None:
    ties = make(places, Choice("projects", Filters(country="BE")))
    table, notes = brokers.between_places(places, ties, "BE32", "NL")
    assert (table.rows, str(notes[-1])) == (
        [],
        "no chain of ties with a broker leads from BE32 to NL",
    )


def test_roles_by_country_make_a_group_of_each_combination(places: Location) -> None:
    table, notes = brokers.roles(places, make(places, Choice("projects")), "country")
    assert [*map(str, notes)] == [
        "members with several places, each combination a group of its own: 1"
    ]
    columns = ("rank", "label", "group", *ROLES)
    assert ranked(table, *columns)[:2] == [
        # Of a's partners g, l, m, r, no two are tied: r is of its own country, g, l and m differ.
        ("1", "A", "BE", "0", "0", "3", "3", "3"),
        ("1", "B", "NL", "0", "0", "3", "3", "3"),
    ]
    table, notes = brokers.roles(places, make(places, Choice("projects")), "nuts1")
    assert [*map(str, notes)] == ["4 of 6 members have no known NUTS 1 region and are left out"]
    assert table.rows == []
    with pytest.raises(RequestError, match="unknown grouping 'programme'"):
        brokers.roles(places, make(places, Choice("projects")), "programme")


_SCRIPT = """
import sys
from clustergraph.answers import brokers
from clustergraph.formats import tables
from clustergraph.graph.opening import open_graph
from clustergraph.graph.location import Location
from clustergraph.networks import projection
from clustergraph.networks.choice import Choice
found = open_graph(sys.argv[1])
ties = projection.ties(found, Choice("projects"))
for table, said in (
    brokers.between_places(found, ties, "BE", "NL"), brokers.roles(found, ties, "country")
):
    sys.stdout.buffer.write(tables.write(table, "csv"))
    print(*said)
"""


@pytest.mark.slow
def test_threads_hash_seed_and_order_of_loading_change_nothing(tmp_path: Path) -> None:
    from clustergraph.graph.opening import open_graph

    source = tmp_path / "places.ttl"
    source.write_text(PLACES)
    lines = list(open_graph(source).lines())
    answers = set()
    for seed in (1, 2):
        shuffled = tmp_path / f"{seed}.nt"
        shuffled.write_bytes(b"".join(random.Random(seed).sample(lines, len(lines))))
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "NUMBA_NUM_THREADS": str(seed)}
        command = [sys.executable, "-c", _SCRIPT, str(shuffled)]
        answers.add(subprocess.check_output(command, env=environment))
    assert len(answers) == 1
    assert len(answers.pop()) > 500
