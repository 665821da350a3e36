"""Measures on networks small enough to check by hand, and against NetworkX called directly."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox
import pytest

from clustergraph.answers.ranking import ranked as rank_ties
from clustergraph.errors import RequestError
from clustergraph.formats import tables
from clustergraph.measures import scores as library
from clustergraph.measures.brokerage import ROLES
from clustergraph.measures.measure import ENGINES, Run
from clustergraph.measures.registry import MEASURES, USUAL
from clustergraph.measures.ties import from_networkx

if TYPE_CHECKING:
    from clustergraph.formats.tables import Table

IDS = [
    "degree",
    "strength",
    "betweenness",
    "closeness",
    "harmonic",
    "eigenvector",
    "pagerank",
    "katz",
    "core",
    "clustering",
    "constraint",
    "effective-size",
    "participation",
    "within-degree",
    "coordinator",
    "itinerant",
    "gatekeeper",
    "representative",
    "liaison",
]


def of(*ties: str, weight: float = 1.0) -> nx.Graph:
    """A network from ties such as "ab", nodes being urn:a, urn:b; one letter is a lone node."""
    network = nx.Graph()
    network.add_nodes_from(sorted({f"urn:{node}" for tie in ties for node in tie}))
    network.add_edges_from(
        (f"urn:{tie[0]}", f"urn:{tie[1]}", {"weight": weight}) for tie in ties if len(tie) == 2
    )
    return network


def values(measure: str, network: nx.Graph, run: Run | None = None) -> dict[str, float]:
    ties = from_networkx(network)
    found = library.scores(ties, [MEASURES[measure]], run)[measure]
    return dict(zip(ties.nodes, found.tolist(), strict=True))


def scores(measure: str, network: nx.Graph, run: Run | None = None) -> dict[str, float]:
    return {node.removeprefix("urn:"): v for node, v in values(measure, network, run).items()}


def rank(network: nx.Graph, measures: list[str], top: int | None = None, **how: Any) -> Table:
    return rank_ties(from_networkx(network), measures, top, **how)


def column(table: Table, name: str) -> list[str | None]:
    return [None if cell is None else cell.value for cell in table.column(name)]


KITE = nx.relabel_nodes(nx.krackhardt_kite_graph(), lambda node: f"urn:{'abcdefghij'[node]}")
PATH = of("ab", "bc")
STAR = of("ab", "ac", "ad", "ae")
TRIANGLE = of("ab", "bc", "ac")
TWO_PARTS = of("ab", "bc", "ac", "xy", "z")
K = 1 / 0.15
L = math.sqrt(2 * K * K + 1)


def test_the_registry_is_complete_and_each_entry_explains_itself() -> None:
    assert list(MEASURES) == IDS
    assert set(USUAL) < set(IDS)
    for measure in MEASURES.values():
        assert measure.meaning.endswith(".")
        assert measure.source
        assert "weighted" in measure.meaning or measure.id == "degree"


@pytest.mark.parametrize("measure", IDS)
def test_an_empty_network_has_no_scores(measure: str) -> None:
    for engine in ENGINES:
        assert values(measure, nx.Graph(), Run(engine)) == {}


@pytest.mark.parametrize(
    ("measure", "network", "expected"),
    [
        ("degree", PATH, {"a": 1, "b": 2, "c": 1}),
        ("degree", STAR, {"a": 4, "b": 1, "c": 1, "d": 1, "e": 1}),
        ("strength", of("ab", "bc", weight=2.5), {"a": 2.5, "b": 5, "c": 2.5}),
        # The only chain between others on a path of three is a-b-c, and b is on it.
        ("betweenness", PATH, {"a": 0, "b": 1, "c": 0}),
        ("betweenness", STAR, {"a": 1, "b": 0, "c": 0, "d": 0, "e": 0}),
        # From the end of a path: steps 1 and 2, mean 3/2.
        ("closeness", PATH, {"a": 2 / 3, "b": 1, "c": 2 / 3}),
        # x reaches 1 of the 5 others in one step: 1/5; a reaches 2 of 5: 2/5.
        ("closeness", TWO_PARTS, {"a": 0.4, "b": 0.4, "c": 0.4, "x": 0.2, "y": 0.2, "z": 0}),
        ("harmonic", PATH, {"a": 1.5, "b": 2, "c": 1.5}),
        ("harmonic", TWO_PARTS, {"a": 2, "b": 2, "c": 2, "x": 1, "y": 1, "z": 0}),
        # The path's eigenvector is (1, √2, 1), of length 2.
        ("eigenvector", PATH, {"a": 0.5, "b": math.sqrt(0.5), "c": 0.5}),
        # A triangle has eigenvalue 2, a single tie 1: the tie keeps nothing.
        (
            "eigenvector",
            TWO_PARTS,
            {**dict.fromkeys("abc", 1 / math.sqrt(3)), **dict.fromkeys("xyz", 0)},
        ),
        ("eigenvector", of("ab", "xy"), dict.fromkeys("abxy", 0.5)),
        ("eigenvector", of("a", "b", "c", "d"), dict.fromkeys("abcd", 0.5)),
        ("pagerank", TRIANGLE, dict.fromkeys("abc", 1 / 3)),
        ("core", TWO_PARTS, {"a": 2, "b": 2, "c": 2, "x": 1, "y": 1, "z": 0}),
        # Burt: all of a's effort goes to b, so constraint 1; b splits in two halves, 1/4 + 1/4.
        ("constraint", PATH, {"a": 1, "b": 0.5, "c": 1}),
        # In a triangle the two contacts repeat each other: 2 - 2 · (1/2 · 1) = 1.
        ("effective-size", TRIANGLE, dict.fromkeys("abc", 1)),
        ("effective-size", STAR, {"a": 4, "b": 1, "c": 1, "d": 1, "e": 1}),
        # b and c are tied, b and d, c and d are not: one pair of three.
        ("clustering", of("ab", "ac", "ad", "bc"), {"a": 1 / 3, "b": 1, "c": 1, "d": 0}),
        # Every node of a triangle has the same sum.
        ("katz", TRIANGLE, dict.fromkeys("abc", 1 / math.sqrt(3))),
        # The largest eigenvalue of one tie is 1: 1/(1 - 0.85) for a and b, against 1 for c.
        ("katz", of("ab", "c"), {"a": K / L, "b": K / L, "c": 1 / L}),
        ("katz", of("a", "b"), {"a": math.sqrt(0.5), "b": math.sqrt(0.5)}),
    ],
)
def test_values_that_can_be_checked_by_hand(
    measure: str, network: nx.Graph, expected: dict[str, float]
) -> None:
    assert scores(measure, network) == pytest.approx(expected, abs=1e-12)
    if measure != "eigenvector" or network is PATH:
        # NetworkX's power iteration stops early, or not at all, where eigenvalues are equal.
        reference = scores(measure, network, Run("networkx"))
        assert reference == pytest.approx(expected, abs=1e-9)


def test_the_kite_gives_three_different_leaders() -> None:
    """Krackhardt 1990: degree, betweenness and closeness disagree on who is most central."""
    tables = {name: rank(KITE, [name], 1) for name in ("degree", "betweenness", "closeness")}
    leaders = {name: column(table, "iri")[0] for name, table in tables.items()}
    assert leaders == {"degree": "urn:d", "betweenness": "urn:h", "closeness": "urn:f"}
    assert scores("betweenness", KITE)["h"] == pytest.approx(14 / 36)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_values_agree_with_networkx(seed: int) -> None:
    """On a connected weighted network, against the functions called directly."""
    network = nx.relabel_nodes(nx.barabasi_albert_graph(400, 3, seed=seed), lambda n: f"urn:{n:03}")
    draw = random.Random(seed)
    for *_, data in network.edges(data=True):
        data["weight"] = float(draw.randint(1, 9))
    direct = {
        "degree": dict(network.degree()),
        "strength": dict(network.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(network),
        "closeness": nx.closeness_centrality(network),
        "harmonic": nx.harmonic_centrality(network),
        "eigenvector": nx.eigenvector_centrality(
            network, max_iter=10_000, tol=1e-14, weight="weight"
        ),
        "pagerank": nx.pagerank(network, max_iter=1_000, tol=1e-16, weight="weight"),
        "katz": nx.katz_centrality_numpy(network, _alpha(network), weight="weight"),
        "core": nx.core_number(network),
        "clustering": nx.clustering(network),
        "constraint": nx.constraint(network, weight="weight"),
        "effective-size": nx.effective_size(network, list(network), weight="weight"),
        "participation": values("participation", network, Run("networkx")),
        "within-degree": values("within-degree", network, Run("networkx")),
    }
    # The roles need groups: test_brokerage.py.
    assert {*direct, *ROLES} == set(MEASURES)
    for name, expected in direct.items():
        assert values(name, network) == pytest.approx(expected, abs=1e-9), name


def _alpha(network: nx.Graph) -> float:
    return 0.85 / max(nx.adjacency_spectrum(network, weight="weight").real)


def test_eigenvector_agrees_with_power_iteration_on_a_disconnected_network() -> None:
    kite = nx.relabel_nodes(KITE, lambda node: node.replace("urn:", "urn:second-"))
    network = nx.compose_all([KITE, kite, TWO_PARTS.subgraph(["urn:x", "urn:y", "urn:z"])])
    expected = nx.eigenvector_centrality(network, max_iter=10_000, tol=1e-13)
    assert values("eigenvector", network) == pytest.approx(expected, abs=1e-9)


def test_of_components_with_nearly_equal_eigenvalues_the_largest_keeps_its_values() -> None:
    # A tie of weight w has the eigenvalue w.
    network = nx.compose_all(
        [of("ab"), of("xy", weight=1 + 1e-6), of("pq", weight=1 + 1e-6 - 1e-8)]
    )
    expected = {**dict.fromkeys("abpq", 0), **dict.fromkeys("xy", math.sqrt(0.5))}
    assert scores("eigenvector", network) == pytest.approx(expected, abs=1e-12)


def test_components_with_the_same_eigenvalue_keep_their_values_whatever_the_rounding() -> None:
    # The star of a with four others and the ring of five have the eigenvalue 2, as has a triangle.
    network = nx.compose_all(
        [STAR, of("vw", "wx", "xy", "yz", "vz"), of("pq", "qr", "pr"), of("mn")]
    )
    # From equal values: each vector, of length 1, times its sum.
    star = {"a": 2 / math.sqrt(8), **dict.fromkeys("bcde", 1 / math.sqrt(8))}
    found = {node: value * sum(star.values()) for node, value in star.items()}
    found |= {**dict.fromkeys("pqrvwxyz", 1), **dict.fromkeys("mn", 0)}
    length = math.hypot(*found.values())
    expected = {node: value / length for node, value in found.items()}
    assert scores("eigenvector", network) == pytest.approx(expected, abs=1e-12)


def test_ranking_columns_ties_and_cells() -> None:
    told = {"urn:b": ("Bee", "Cluster", "BE")}
    table = rank(of("ab", "bc", "cd"), ["degree", "betweenness"], told=lambda nodes: told)
    assert table.columns == ("rank", "iri", "label", "type", "country", "degree", "betweenness")
    assert column(table, "rank") == ["1", "1", "3", "3"]
    assert column(table, "iri") == ["urn:b", "urn:c", "urn:a", "urn:d"]
    assert column(table, "label") == ["Bee", None, None, None]
    assert column(table, "betweenness") == ["0.666666666667", "0.666666666667", "0", "0"]
    first = table.rows[0]
    assert isinstance(first[1], ox.NamedNode)
    assert [cell.datatype.value.split("#")[1] for cell in (first[0], *first[5:])] == [
        "integer",
        "integer",
        "double",
    ]


def test_top_cuts_after_ranking_and_a_reader_sees_fewer_digits() -> None:
    table = rank(of("ab", "bc", "cd"), ["betweenness"], top=2)
    lines = tables.write(table, "table").decode().splitlines()
    assert [line.split()[-1] for line in lines[2:]] == ["0.6667", "0.6667"]


def test_undefined_values_come_last_without_a_rank() -> None:
    table = rank(of("ab", "bc", "0"), ["constraint", "degree"])
    assert column(table, "iri") == ["urn:a", "urn:c", "urn:b", "urn:0"]
    assert column(table, "rank") == ["1", "1", "3", None]
    assert column(table, "constraint") == ["1", "1", "0.5", None]


def test_a_measure_named_twice_is_one_column() -> None:
    assert rank(PATH, ["degree", "degree"]).columns[5:] == ("degree",)


def test_an_empty_network_ranks_nobody() -> None:
    assert rank(nx.Graph(), IDS).rows == []


@pytest.mark.slow
def test_a_ranking_does_not_depend_on_the_order_of_insertion() -> None:
    """With weights that do not add up exactly; every measure, on a network with equal values."""
    base = nx.compose(KITE, nx.relabel_nodes(KITE, lambda node: node.upper()))
    ties = [(a, b, 0.1 * (1 + i % 7)) for i, (a, b) in enumerate(sorted(base.edges))]
    tables = []
    for seed in range(5):
        draw = random.Random(seed)
        shuffled = draw.sample(ties, len(ties))
        network = nx.Graph()
        network.add_nodes_from(draw.sample(sorted(base), len(base)))
        network.add_weighted_edges_from(shuffled)
        tables.append([rank(network, [name]).rows for name in IDS])
    assert all(table == tables[0] for table in tables[1:])


@pytest.mark.parametrize(
    ("measures", "message"),
    [
        (["betweeness"], "unknown measure 'betweeness': did you mean betweenness"),
        (["degree", "xyzzy"], "unknown measure 'xyzzy': there are: betweenness"),
        ([], "name a measure: degree, strength"),
    ],
)
def test_a_wrong_measure_names_the_nearest(measures: list[str], message: str) -> None:
    with pytest.raises(RequestError, match="^" + message):
        rank(PATH, measures)
