"""Headers, parameters as terms, names as people type them, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clustergraph.errors import QueryError, RequestError
from clustergraph.formats.tables import Table
from clustergraph.graph.opening import open_graph
from clustergraph.questions import queries
from clustergraph.questions.queries import Query, parse
from clustergraph.terms import mint

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

GRAPH = """
@prefix organisation: <https://w3id.org/clustergraph/id/organisation/> .
@prefix project: <https://w3id.org/clustergraph/id/project/> .
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
cg:Cluster rdfs:subClassOf cg:Organisation .
organisation:beta a cg:Cluster ; rdfs:label "Bêta Côte" ; skos:altLabel "BC" ; cg:size 3 .
organisation:gamma a cg:Cluster ; rdfs:label "Gamma"@en, "Gamme"@fr ; cg:size 5 .
organisation:gamma-2 a cg:Organisation ; rdfs:label "GAMMA" ; cg:size 7 .
project:beta a cg:Project ; rdfs:label "Beta project" .
organisation:quoted a cg:Organisation ; rdfs:label "L'Oréal \\"}{\\\\" .
"""


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Location:
    path = tmp_path_factory.mktemp("queries") / "graph.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return open_graph(path)


def asking(parameter: str, pattern: str) -> Query:
    return parse(
        f"#+ title: Test\n#+ question: Which?\n#+ parameters:\n#+   x: {parameter}\n"
        "PREFIX cg: <https://w3id.org/clustergraph/ontology#>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        f"SELECT ?found WHERE {{ {pattern} }} ORDER BY ?found",
        "test",
        "test.rq",
    )


def values(answer: queries.Answer) -> list[str]:
    assert isinstance(answer, Table)
    return [cell.value for row in answer.rows for cell in row if cell is not None]


BY_IRI = asking("iri", "$x rdfs:label ?found")


@pytest.mark.parametrize(
    "typed",
    [
        mint("organisation", "beta"),
        f"<{mint('organisation', 'beta')}>",
        "organisation:beta",
        "bêta côte",
        "BETA COTE",
        "be\u0302ta co\u0302te",
        "bc",
    ],
)
def test_an_entity_is_found_by_iri_curie_label_or_alternative(
    location: Location, typed: str
) -> None:
    assert values(queries.query(location, BY_IRI, {"x": typed})) == ["Bêta Côte"]


def test_a_local_name_is_enough_where_the_class_tells_apart(location: Location) -> None:
    query = asking('{type: iri, class: "cg:Organisation"}', "$x rdfs:label ?found")
    assert values(queries.query(location, query, {"x": "beta"})) == ["Bêta Côte"]


@pytest.mark.parametrize(("typed", "found"), [("gamma", "Gamma"), ("GAMMA", "GAMMA")])
def test_an_exact_name_comes_before_one_that_differs_in_case(
    location: Location, typed: str, found: str
) -> None:
    assert values(queries.query(location, BY_IRI, {"x": typed}))[0] == found


def test_an_ambiguous_name_lists_the_candidates(location: Location) -> None:
    with pytest.raises(RequestError, match=r"ambiguous: .*:gamma .*:gamma-2"):
        queries.query(location, BY_IRI, {"x": "gAMMA"})


def test_an_unknown_name_lists_the_nearest(location: Location) -> None:
    with pytest.raises(RequestError, match=r"nothing is called 'beta cot'.*organisation:beta"):
        queries.query(location, BY_IRI, {"x": "beta cot"})


def test_an_iri_that_the_graph_does_not_know_is_unknown(location: Location) -> None:
    with pytest.raises(RequestError, match="nothing is called 'organisation:delta'"):
        queries.query(location, BY_IRI, {"x": "organisation:delta"})


def test_a_string_is_a_term_and_never_text(location: Location) -> None:
    query = asking("string", "?s rdfs:label $x . BIND(STR(?s) AS ?found)")
    hostile = "L'Oréal \"}{\\"
    assert values(queries.query(location, query, {"x": hostile})) == [
        mint("organisation", "quoted")
    ]
    for attack in ('" } SELECT * { ?s ?p ?o } #', "x\n} #", "$x", "\\"):
        assert values(queries.query(location, query, {"x": attack})) == []


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", "5", "5 || true"),
        ("integer", "-1", "five"),
        ("decimal", "4.5", "4,5"),
        ("year", "2014", "14"),
        ("boolean", "true", "yes"),
    ],
)
def test_numbers_are_checked(location: Location, kind: str, good: str, bad: str) -> None:
    query = asking(kind, "BIND($x AS ?found)")
    assert values(queries.query(location, query, {"x": good})) == [good]
    with pytest.raises(RequestError, match=f"is not of type {kind}"):
        queries.query(location, query, {"x": bad})


def test_a_limit_may_be_a_parameter(location: Location) -> None:
    query = parse(
        "#+ parameters: {n: {type: integer, default: 2}}\n"
        "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT $n",
        "limited",
        "limited.rq",
    )
    assert len(values(queries.query(location, query))) == 2
    assert len(values(queries.query(location, query, {"n": "1"}))) == 1


def test_missing_and_undeclared_parameters(location: Location) -> None:
    with pytest.raises(RequestError, match="query 'test' needs x "):
        queries.query(location, BY_IRI)
    with pytest.raises(RequestError, match="unknown parameter of 'test' 'y'"):
        queries.query(location, BY_IRI, {"y": "beta"})
    with pytest.raises(RequestError, match="has no parameters"):
        queries.query(location, parse("ASK {}", "bare", "bare.rq"), {"y": "1"})


def test_a_number_below_the_least_is_refused(location: Location) -> None:
    text = "#+ parameters: {n: {type: integer, minimum: 0}}\nSELECT ($n AS ?m) {}"
    wanted = parse(text, "test", "test.rq")
    with pytest.raises(RequestError, match="n: -1: give 0 or more"):
        queries.query(location, wanted, {"n": "-1"})
    table = queries.query(location, wanted, {"n": "0"})
    assert isinstance(table, Table) and [str(cell) for (cell,) in table.rows if cell]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#+ parameters: {x: iri}\nASK {}", "parameter 'x' must stand both"),
        ("#+ title: A\nASK { $x ?p ?o }", "parameter 'x' must stand both"),
        ("#+ parameters: {x: color}\nASK { $x ?p ?o }", "type color is not one of"),
        ("#+ parameters: {x: {type: iri, minimum: 1}}\nASK { $x ?p ?o }", "for numbers alone"),
        ("#+ parameters: {x: {type: integer, minimum: a}}\nASK { ?s ?p $x }", "a whole number"),
        ("#+ title: [\nASK {}", "header is not YAML"),
        ("#+ just words\nASK {}", "must be YAML keys and values"),
    ],
)
def test_a_wrong_header_is_said(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse(text, "wrong", "wrong.rq")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?x\nWHERE { ?x ?y }", r"^y\.rq:2:16: not valid SPARQL near 'WHERE { \?x \?y }'$"),
        ("SELECT ?x WHERE { ?x ?y ?z", r"^y\.rq:1:27: .*: the { in line 1 is never closed$"),
        ("ASK { ?x foo:bar ?y }", r"^y\.rq:1:\d+: undeclared prefix near"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "only read, with SELECT"),
        ("", "only read, with SELECT"),
    ],
)
def test_wrong_sparql_is_located(location: Location, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        queries.query(location, parse(text, "y", "y.rq"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
    ],
)
def test_reading_elsewhere_is_refused(location: Location, text: str) -> None:
    with pytest.raises(QueryError):
        queries.query(location, parse(text, "y", "y.rq"))


def test_reading_a_file_is_allowed_when_asked(location: Location, tmp_path: Path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text('<urn:a> <urn:b> "elsewhere" .')
    query = parse(f"SELECT ?o FROM <{other.as_uri()}> {{ ?s ?p ?o }}", "y", "y.rq")
    assert values(queries.query(location, query, allow_remote=True)) == ["elsewhere"]


def test_construct_and_describe_are_sorted_and_without_repeats(location: Location) -> None:
    text = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c . ?s ?p ?o }"
    answer = queries.query(location, parse(text, "y", "y.rq"))
    assert isinstance(answer, list)
    assert len(answer) == 5
    assert [str(triple) for triple in answer] == sorted({str(triple) for triple in answer})
    described = queries.query(
        location, parse(f"DESCRIBE <{mint('organisation', 'beta')}>", "y", "y.rq")
    )
    assert isinstance(described, list)
    assert len(described) == 4


@pytest.mark.parametrize(
    ("kind", "typed"), [("year", "\u0662\u0660\u0662\u0660"), ("integer", "\uff15")]
)
def test_digits_of_other_scripts_are_digits(location: Location, kind: str, typed: str) -> None:
    query = asking(kind, "BIND($x AS ?found)")
    assert values(queries.query(location, query, {"x": typed})) == [str(int(typed))]
