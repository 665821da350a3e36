"""Networks from pairs and rows that can be checked by hand, and from queries on a graph."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox
import pytest

from clustergraph.answers.ranking import centrality
from clustergraph.errors import QueryError, RequestError
from clustergraph.formats.tables import Table, from_solutions
from clustergraph.graph import location as graph
from clustergraph.networks.choice import Choice
from clustergraph.networks.projection import ties
from clustergraph.networks.reading import Tie, network, project, read, tie
from clustergraph.questions import queries

if TYPE_CHECKING:
    from pathlib import Path

# p1 has a, b, c; p2 has a, b; p3 has d alone.
PAIRS = [("b", "p1"), ("a", "p1"), ("c", "p1"), ("a", "p2"), ("b", "p2"), ("d", "p3")]

SMALL = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix organisation: <https://w3id.org/clustergraph/id/organisation/> .
@prefix place: <https://w3id.org/clustergraph/id/place/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix e: <https://example.org/> .
cg:Cluster rdfs:label "cluster"@en , "grappe"@fr .
place:belgium a cg:Country ; cg:isoCode "BE" ; rdfs:label "Belgium"@en .
place:wallonia a cg:Region ; cg:isoCode "BE-WAL" ; cg:within place:belgium .
place:france a cg:Country ; cg:isoCode "FR" .
organisation:one a cg:Cluster ; rdfs:label "One" ; cg:locatedIn place:wallonia ; e:in e:p1 , e:p2 .
organisation:two a cg:Agency ; rdfs:label "Two"@en , "Deux"@fr ; e:in e:p1 , e:p2 ;
    cg:locatedIn place:belgium , place:france .
organisation:three rdfs:label "Three" ; e:in e:p1 .
"""
SHARED = "SELECT ?member ?through WHERE { ?member <https://example.org/in> ?through }"
O = "https://w3id.org/clustergraph/id/organisation/"  # noqa: E741


@pytest.fixture
def small(tmp_path: Path) -> graph.Location:
    path = tmp_path / "small.ttl"
    path.write_text(SMALL, encoding="utf-8")
    return graph.open_graph(path)


def of(sparql: str) -> queries.Query:
    return queries.parse(sparql, "mine", "mine.rq")


def table(columns: str, *rows: tuple[object, ...]) -> Table:
    def term(value: object) -> ox.NamedNode | ox.Literal | None:
        if value is None or isinstance(value, ox.Literal | ox.BlankNode):
            return value
        return ox.NamedNode(value) if isinstance(value, str) else ox.Literal(value)

    return Table(tuple(columns.split()), [tuple(map(term, row)) for row in rows])


def test_members_that_share_a_thing_are_tied() -> None:
    found = project(PAIRS)
    assert list(found) == ["a", "b", "c", "d"]
    assert list(found.edges(data=True)) == [
        ("a", "b", {"weight": 2.0, "reasons": ("p1", "p2")}),
        ("a", "c", {"weight": 1.0, "reasons": ("p1",)}),
        ("b", "c", {"weight": 1.0, "reasons": ("p1",)}),
    ]


def test_repeated_pairs_and_their_order_change_nothing() -> None:
    for seed in range(5):
        pairs = random.Random(seed).sample(PAIRS * 2, 2 * len(PAIRS))
        assert list(project(pairs).edges(data=True)) == list(project(PAIRS).edges(data=True))


def test_a_project_of_150_partners() -> None:
    found = project((f"o{number:03}", "p") for number in range(150))
    assert found.number_of_edges() == 150 * 149 / 2
    assert {data["weight"] for *_, data in found.edges(data=True)} == {1.0}


def test_projection_agrees_with_networkx() -> None:
    draw = random.Random(7)
    pairs = {(f"o{draw.randrange(40):02}", f"p{draw.randrange(30):02}") for _ in range(200)}
    members = {member for member, _ in pairs}
    expected = nx.bipartite.weighted_projected_graph(nx.Graph(sorted(pairs)), members)
    found = project(pairs)
    assert set(found) == members
    assert {(a, b): w for a, b, w in found.edges(data="weight")} == {
        (min(a, b), max(a, b)): w for a, b, w in expected.edges(data="weight")
    }


def test_direct_ties_without_weights_count_their_reasons() -> None:
    found = tie([Tie("b", "a", None, "r1"), Tie("a", "b", None, "r1"), Tie("a", "b", None, "r2")])
    assert list(found.edges(data=True)) == [("a", "b", {"weight": 2.0, "reasons": ("r1", "r2")})]
    assert tie([Tie("a", "b"), Tie("b", "a")])["a"]["b"] == {"weight": 1.0, "reasons": ()}


def test_given_weights_add_up_in_any_order() -> None:
    rows = [Tie("a", "b", 0.1 * number) for number in range(1, 11)]
    sums = {tie(random.Random(seed).sample(rows, 10))["a"]["b"]["weight"] for seed in range(20)}
    assert sums == {5.5}


def test_self_ties_are_dropped_and_counted() -> None:
    found = tie([Tie("a", "a"), Tie("a", "b"), Tie("c", "c")])
    assert list(found) == ["a", "b", "c"]
    assert list(found.edges) == [("a", "b")]
    assert found.graph["dropped"] == {"self_ties": 2}


@pytest.mark.parametrize("columns", ["member through", "source target", "source target weight"])
def test_a_query_without_rows_gives_an_empty_network(columns: str) -> None:
    found = read(table(columns), "q")
    assert (len(found), found.number_of_edges(), found.graph["dropped"]) == (0, 0, {"self_ties": 0})


def test_rows_of_direct_ties_are_read_by_column_name() -> None:
    rows = table("reason target weight source", ("urn:r", "urn:b", 2.5, "urn:a"))
    assert list(read(rows, "q").edges(data=True)) == [
        ("urn:a", "urn:b", {"weight": 2.5, "reasons": ("urn:r",)})
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (table("a b"), r"q: a network needs the columns \?member \?through, or .* found \?a \?b"),
        (table("member through weight"), "q: a network needs the columns"),
        (table("source weight"), "q: a network needs the columns"),
        (table("member through", (1, "urn:p")), r'q: row 1: \?member must be an IRI, found "1"'),
        (table("member through", ("urn:a", None)), r"q: row 1: \?through has no value"),
        (table("source target", ("urn:a", None)), r"\?target must be an IRI, found nothing"),
        (
            table("source target", ("urn:a", "urn:b"), ("urn:a", ox.BlankNode("b"))),
            r"q: row 2: \?target must be an IRI, found _:b",
        ),
        *(
            (table("source target weight", ("urn:a", "urn:b", weight)), "must be a number above 0")
            for weight in (-1, 0, float("nan"), float("inf"), ox.Literal("n/a"), None, "urn:w")
        ),
    ],
)
def test_rows_that_are_no_ties_are_refused(rows: Table, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read(rows, "q")


def test_a_network_of_a_graph_carries_labels_types_and_countries(small: graph.Location) -> None:
    found = network(small, of(SHARED))
    assert found.graph["name"] == "mine"
    assert dict(found.nodes(data=True)) == {
        f"{O}one": {
            "label": "One",
            "type": "cluster",
            "class": "https://w3id.org/clustergraph/ontology#Cluster",
            "country": "BE",
        },
        f"{O}three": {"label": "Three", "type": "", "class": "", "country": ""},
        f"{O}two": {
            "label": "Two",
            "type": "cg:Agency",
            "class": "https://w3id.org/clustergraph/ontology#Agency",
            "country": "BE FR",
        },
    }
    assert found[f"{O}one"][f"{O}two"] == {
        "weight": 2.0,
        "reasons": ("https://example.org/p1", "https://example.org/p2"),
    }


def test_labels_come_in_the_language_asked_for(small: graph.Location) -> None:
    found = network(small, of(SHARED), lang="fr")
    assert found.nodes[f"{O}two"]["label"] == "Deux"
    assert found.nodes[f"{O}one"]["type"] == "grappe"


def test_places_have_a_country_too(small: graph.Location) -> None:
    within = "SELECT ?source ?target WHERE { ?source <%s> ?target }"
    found = network(small, of(within % "https://w3id.org/clustergraph/ontology#within"))
    assert [data["country"] for _, data in found.nodes(data=True)] == ["BE", "BE"]


def test_an_unknown_network_names_the_nearest(small: graph.Location) -> None:
    with pytest.raises(RequestError, match="unknown network 'partner': did you mean partners"):
        network(small, "partner")


def test_a_query_that_is_no_select_is_refused(small: graph.Location) -> None:
    with pytest.raises(QueryError, match=r"mine\.rq: must be a SELECT query"):
        network(small, of("ASK { ?s ?p ?o }"))


def test_every_shipped_network_holds_the_page(curated_graph: graph.Location) -> None:
    assert {"partners", "everything"} <= set(queries.networks())
    for name in queries.networks():
        found = network(curated_graph, name)
        assert found.number_of_edges() > 0, name
        assert all(data["label"] and data["type"] for _, data in found.nodes(data=True)), name
        assert all(data["weight"] > 0 for *_, data in found.edges(data=True)), name
        assert list(found) == sorted(found), name


@pytest.mark.parametrize(("name", "least"), [("classes", 100), ("countries", 10)])
def test_what_is_asked_about_nodes_is_portable(
    curated_graph: graph.Location, name: str, least: int
) -> None:
    query = queries.shipped("nodes", name)
    store = ox.Store()
    store.bulk_load(b"".join(curated_graph.lines()), format=ox.RdfFormat.N_TRIPLES)
    found = queries.rows(curated_graph, query)
    assert from_solutions(store.query(query.text)) == found
    told = [tuple(map(str, row)) for row in graph.to_rdflib(curated_graph).query(query.text)]
    assert told == [tuple(cell.value for cell in row) for row in found.rows]
    assert len(told) >= least


def test_mecatech_is_the_centre_of_its_partners(curated_graph: graph.Location) -> None:
    found = centrality(curated_graph, ties(curated_graph, Choice()), ["degree"], 1).rows[0]
    assert [found[1].value, found[4].value] == [f"{O}mecatech", "BE"]


_SCRIPT = """
import sys
from clustergraph.formats import tables
from clustergraph.graph import location as graph
from clustergraph.networks.choice import Choice
from clustergraph.answers import ranking
from clustergraph.measures import registry as measures
from clustergraph.networks import projection, reading as network
location = graph.open_graph(sys.argv[1])
every = list(measures.MEASURES)
table = ranking.centrality(location, projection.ties(location, Choice("everything")), every)
sys.stdout.buffer.write(tables.write(table, "csv"))
found = network.network(location, "everything")
table = ranking.centrality(location, projection.ties(location, Choice()), every)
sys.stdout.buffer.write(tables.write(table, "csv"))
print(list(found.edges(data=True)))
"""


def test_hash_seed_and_order_of_loading_change_nothing(curated_file: Path, tmp_path: Path) -> None:
    lines = curated_file.read_bytes().splitlines(keepends=True)
    answers = set()
    for seed in (1, 2):
        shuffled = tmp_path / f"{seed}.nt"
        shuffled.write_bytes(b"".join(random.Random(seed).sample(lines, len(lines))))
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        command = [sys.executable, "-c", _SCRIPT, str(shuffled)]
        answers.add(subprocess.check_output(command, env=environment))
    assert len(answers) == 1
    assert len(answers.pop()) > 1_000
