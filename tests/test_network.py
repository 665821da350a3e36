"""Networks from pairs and rows that can be checked by hand, and from queries on a graph."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pyoxigraph as ox
import pytest

import clustergraph as cg
from clustergraph.answers.ranking import centrality
from clustergraph.errors import QueryError, RequestError
from clustergraph.formats.tables import Table, from_solutions
from clustergraph.graph.copies import to_rdflib
from clustergraph.measures.ties import from_networkx
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import Filters
from clustergraph.networks.participations import participations
from clustergraph.networks.projection import Network, made, network, ties
from clustergraph.networks.reading import frame
from clustergraph.questions import queries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import polars as pl

    from clustergraph.graph.location import Location

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


def of(sparql: str) -> queries.Query:
    return queries.parse(sparql, "mine", "mine.rq")


def table(columns: str, *rows: tuple[object, ...]) -> Table:
    def term(value: object) -> ox.NamedNode | ox.Literal | None:
        if value is None or isinstance(value, ox.Literal | ox.BlankNode):
            return value
        return ox.NamedNode(value) if isinstance(value, str) else ox.Literal(value)

    return Table(tuple(columns.split()), [tuple(map(term, row)) for row in rows])


def _rows(pairs: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """The rows of participations: each pair once, sorted, as `reading.frame` gives them."""
    rows = [(f"urn:{member}", f"urn:{thing}") for member, thing in pairs]
    return frame(table("member through", *rows), "q")


def _direct(*rows: tuple[str, str, float | None, str | None]) -> pl.DataFrame:
    weighted = any(weight is not None for _, _, weight, _ in rows)
    names = "source target weight reason" if weighted else "source target reason"
    cells = [(f"urn:{a}", f"urn:{b}", *((w, r) if weighted else (r,))) for a, b, w, r in rows]
    return frame(table(names, *cells), "q")


def _shown(found: Network) -> dict[str, tuple[float, list[str]]]:
    """The ties of a network, each with its weight and reasons."""
    names = [node.removeprefix("urn:") for node in found.ties.nodes]
    ties = zip(*(column.tolist() for column in found.ties.pairs()), strict=True)
    shown = {(one, other): (weight, []) for one, other, weight in ties}
    for one, other, reason in found.reasons().iter_rows():
        shown[one, other][1].append(reason.removeprefix("urn:"))
    return {f"{names[one]}-{names[other]}": told for (one, other), told in shown.items()}


def _by_loops(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """What each two members share, in the plainest way."""
    of: dict[str, set[str]] = {}
    for member, thing in pairs:
        of.setdefault(thing, set()).add(member)
    shared: dict[tuple[str, str], list[str]] = {}
    for thing in sorted(of):
        for pair in combinations(sorted(of[thing]), 2):
            shared.setdefault(pair, []).append(thing)
    return shared


def test_members_that_share_a_thing_are_tied() -> None:
    found = made(_rows(PAIRS), Choice())
    assert found.ties.nodes == ("urn:a", "urn:b", "urn:c", "urn:d")
    assert _shown(found) == {"a-b": (2.0, ["p1", "p2"]), "a-c": (1.0, ["p1"]), "b-c": (1.0, ["p1"])}


def test_reasons_are_those_of_the_ties_that_stay() -> None:
    found = made(_rows(PAIRS), Choice(stable=2))
    assert _shown(found) == {"a-b": (2.0, ["p1", "p2"])}
    some = made(_rows(PAIRS), Choice()).reasons(np.array([0, 2, 3]))
    assert some.rows() == [(0, 2, "urn:p1")]


def test_repeated_pairs_and_their_order_change_nothing() -> None:
    for seed in range(5):
        pairs = random.Random(seed).sample(PAIRS * 2, 2 * len(PAIRS))
        assert _shown(made(_rows(pairs), Choice())) == _shown(made(_rows(PAIRS), Choice()))


def test_a_project_of_150_partners() -> None:
    found = made(_rows((f"o{number:03}", "p") for number in range(150)), Choice())
    assert found.ties.count() == len(found.reasons()) == 150 * 149 / 2
    assert set(found.ties.weights.data) == {1.0}


def test_ties_and_reasons_are_those_of_plain_loops() -> None:
    draw = random.Random(7)
    pairs = {(f"o{draw.randrange(40):02}", f"p{draw.randrange(30):02}") for _ in range(200)}
    expected = {f"{a}-{b}": (float(len(t)), t) for (a, b), t in _by_loops(pairs).items()}
    found = made(_rows(pairs), Choice())
    assert _shown(found) == expected
    assert len(found.ties) == len({member for member, _ in pairs})


def test_direct_ties_without_weights_count_their_reasons() -> None:
    rows = [("b", "a", None, "urn:r1"), ("a", "b", None, "urn:r1"), ("a", "b", None, "urn:r2")]
    assert _shown(made(_direct(*rows), Choice())) == {"a-b": (2.0, ["r1", "r2"])}
    bare = [("a", "b", None, None), ("b", "a", None, None)]
    assert _shown(made(_direct(*bare), Choice())) == {"a-b": (1.0, [])}


def test_given_weights_add_up_in_any_order() -> None:
    rows = [("a", "b", 0.1 * number, None) for number in range(1, 11)]
    sums = set()
    for seed in range(20):
        found = made(_direct(*random.Random(seed).sample(rows, 10)), Choice())
        sums |= {weight for weight, _ in _shown(found).values()}
    assert sums == {5.5}


def test_self_ties_are_dropped_and_counted() -> None:
    rows = [("a", "a", None, None), ("a", "b", None, None), ("c", "c", None, None)]
    found = made(_direct(*rows), Choice())
    assert found.ties.nodes == ("urn:a", "urn:b", "urn:c")
    assert list(_shown(found)) == ["a-b"]
    assert found.ties.dropped == {"self_ties": 2}


@pytest.mark.parametrize("columns", ["member through", "source target", "source target weight"])
def test_a_query_without_rows_gives_an_empty_network(columns: str) -> None:
    found = made(frame(table(columns), "q"), Choice())
    assert (len(found.ties), found.ties.count(), len(found.reasons())) == (0, 0, 0)


def test_rows_of_direct_ties_are_read_by_column_name() -> None:
    rows = table("reason target weight source", ("urn:r", "urn:b", 2.5, "urn:a"))
    assert _shown(made(frame(rows, "q"), Choice())) == {"a-b": (2.5, ["r"])}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (table("a b"), r"q: a network needs the columns \?member \?through, or .* found \?a \?b"),
        (table("member through weight"), "q: a network needs the columns"),
        (table("source weight"), "q: a network needs the columns"),
        (
            table("member through", (1, "urn:p")),
            r'q: row 1: \?member must be an IRI, found "1".*; if .* validate tells',
        ),
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
        frame(rows, "q")


def test_a_network_of_a_graph_carries_labels_types_and_countries(small: Location) -> None:
    found = cg.network(small, of(SHARED))
    assert found.graph["name"] == "mine"
    assert dict(found.nodes(data=True)) == {
        f"{O}one": {
            "label": "One",
            "kind": "cluster",
            "class": "https://w3id.org/clustergraph/ontology#Cluster",
            "country": "BE",
        },
        f"{O}three": {"label": "Three", "kind": "", "class": "", "country": ""},
        f"{O}two": {
            "label": "Two",
            "kind": "cg:Agency",
            "class": "https://w3id.org/clustergraph/ontology#Agency",
            "country": "BE FR",
        },
    }
    assert found[f"{O}one"][f"{O}two"] == {
        "weight": 2.0,
        "reasons": "https://example.org/p1 | https://example.org/p2",
        "reason_iris": "https://example.org/p1 | https://example.org/p2",
    }


def test_labels_come_in_the_language_asked_for(small: Location) -> None:
    found = cg.network(small, of(SHARED), lang="fr")
    assert found.nodes[f"{O}two"]["label"] == "Deux"
    assert found.nodes[f"{O}one"]["kind"] == "grappe"


def test_places_have_a_country_too(small: Location) -> None:
    within = "SELECT ?source ?target WHERE { ?source <%s> ?target }"
    found = cg.network(small, of(within % "https://w3id.org/clustergraph/ontology#within"))
    assert [data["country"] for _, data in found.nodes(data=True)] == ["BE", "BE"]


def test_an_unknown_network_names_the_nearest(small: Location) -> None:
    with pytest.raises(RequestError, match="unknown network 'partner': did you mean partners"):
        cg.network(small, "partner")


def test_a_query_that_is_no_select_is_refused(small: Location) -> None:
    with pytest.raises(QueryError, match=r"mine\.rq: must be a SELECT or CONSTRUCT query"):
        cg.network(small, of("ASK { ?s ?p ?o }"))


def test_every_shipped_network_holds_the_page(curated_graph: Location) -> None:
    assert {"partners", "everything"} <= set(queries.networks())
    for name in queries.networks():
        found = cg.network(curated_graph, name)
        assert found.number_of_edges() > 0, name
        assert all(data["label"] and data["kind"] for _, data in found.nodes(data=True)), name
        assert all(data["weight"] > 0 for *_, data in found.edges(data=True)), name
        assert list(found) == sorted(found), name


@pytest.mark.parametrize(("name", "least"), [("classes", 100), ("countries", 10)])
def test_what_is_asked_about_nodes_is_portable(
    curated_graph: Location, name: str, least: int
) -> None:
    query = queries.shipped("nodes", name)
    store = ox.Store()
    store.bulk_load(b"".join(curated_graph.lines()), format=ox.RdfFormat.N_TRIPLES)
    found = queries.rows(curated_graph, query)
    assert from_solutions(store.query(query.text)) == found
    told = [tuple(map(str, row)) for row in to_rdflib(curated_graph).query(query.text)]
    assert told == [tuple(cell.value for cell in row) for row in found.rows]
    assert len(told) >= least


def test_mecatech_is_the_centre_of_its_partners(curated_graph: Location) -> None:
    found = centrality(curated_graph, ties(curated_graph, Choice()), ["degree"], 1).rows[0]
    assert [found[1].value, found[4].value] == [f"{O}mecatech", "BE"]


_SCRIPT = """
import sys
import clustergraph as cg
from clustergraph.answers import ranking
from clustergraph.formats import tables
from clustergraph.measures.registry import MEASURES
from clustergraph.networks import projection
from clustergraph.measures.ties import from_networkx
from clustergraph.networks.choice import Choice
location = cg.open(sys.argv[1])
for name in ("partners", "everything"):
    ties = projection.ties(location, Choice(name))
    table = ranking.centrality(location, ties, list(MEASURES))
    sys.stdout.buffer.write(tables.write(table, "csv"))
    print(list(cg.network(location, name).edges(data=True)))
"""


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("name", ["partners", "projects"])
def test_the_real_networks_are_those_of_plain_loops(real_graph: Location, name: str) -> None:
    expected = _by_loops(participations(real_graph, name).iter_rows())
    found = network(real_graph, Choice(name))
    names = found.ties.nodes
    reasons: dict[tuple[str, str], list[str]] = {}
    for one, other, reason in found.reasons().iter_rows():
        reasons.setdefault((names[one], names[other]), []).append(reason)
    assert reasons == expected
    ends = zip(*(column.tolist() for column in found.ties.pairs()), strict=True)
    weights = {(names[one], names[other]): weight for one, other, weight in ends}
    assert weights == {pair: len(things) for pair, things in expected.items()}
    assert len(weights) > 100_000


@pytest.mark.slow
def test_everything_at_real_size_is_that_of_plain_loops(real_graph: Location) -> None:
    expected: dict[tuple[str, str], set[str]] = {}
    selves = 0
    for row in queries.rows(real_graph, queries.networks()["everything"]).rows:
        one, other, reason, _directed = (cell.value for cell in row if cell)
        selves += one == other
        if one != other:
            expected.setdefault((min(one, other), max(one, other)), set()).add(reason)
    found = cg.network(real_graph, "everything")
    told = {(one, other): data["reason_iris"] for one, other, data in found.edges(data=True)}
    assert told == {pair: " | ".join(sorted(reasons)) for pair, reasons in expected.items()}
    ties = (data for *_, data in found.edges(data=True))
    assert all(data["weight"] == len(data["reason_iris"].split(" | ")) for data in ties)
    assert found.graph["self_ties"] == selves
    assert len(told) > 50_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "filters",
    [
        {"programme": "H2020-EU.1."},
        {"years": (2015, 2015)},
        {"country": "BE"},
        {"region": "BE3"},
        {"topic": "topic:keep-tourism"},
        {"role": "participant"},
        {"country": "BE", "weighting": "newman"},
        {"country": "BE", "stable": 2},
    ],
    ids=str,
)
def test_every_filter_chooses_the_same_in_python(
    real_graph: Location, filters: dict[str, Any]
) -> None:
    more = {name: value for name, value in filters.items() if name in ("weighting", "stable")}
    chosen = Filters(**{name: value for name, value in filters.items() if name not in more})
    expected = ties(real_graph, Choice("projects", chosen, **more))
    found = cg.network(real_graph, "projects", **filters)
    assert from_networkx(found).nodes == expected.nodes
    assert abs(from_networkx(found).weights - expected.weights).max() == 0
    assert 0 < len(found) < len(ties(real_graph, Choice("projects"))) or "stable" in filters
    assert found.number_of_edges() > 0
