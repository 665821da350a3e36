"""An expression that fails in every row is said, wherever an answer or a column of it is empty."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import pytest

import clustergraph as cg
from clustergraph.answers import asking
from clustergraph.answers.answer import Answer
from clustergraph.assistant import freely
from clustergraph.cli import run
from clustergraph.errors import QueryError
from clustergraph.graph.probing import probes
from clustergraph.questions import queries
from clustergraph.resources import OWN_QUERIES

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow
PREFIX = (
    "PREFIX cg: <https://w3id.org/clustergraph/ontology#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
)
NAMED = "?c a cg:MetaCluster ; rdfs:label ?label"
# The query, and the expressions that are said.
CASES = {
    f"SELECT ?c (YEAR(?label) AS ?y) {{ {NAMED} }}": ["YEAR(?label)"],
    f"SELECT ?c {{ {NAMED} FILTER(YEAR(?label) > 2000) }}": ["YEAR(?label) > 2000"],
    f"SELECT ?c {{ {NAMED} FILTER REGEX(?c, 'x') }}": ["REGEX(?c, 'x')"],
    f"SELECT ?c {{ {NAMED} FILTER(?lable = 'x') }}": ["?lable = 'x'"],
    f"SELECT ?c ?d {{ {NAMED} BIND(xsd:date(?label) AS ?d) }}": ["xsd:date(?label)"],
    f"SELECT ?y (COUNT(*) AS ?n) {{ {NAMED} BIND(MONTH(?label) AS ?y) }} GROUP BY ?y": [
        "MONTH(?label)"
    ],
    f"SELECT ?c {{ {{ {NAMED} FILTER(?label + 1 > 2) }} }}": ["?label + 1 > 2"],
    f"SELECT (SUM(?label) AS ?s) {{ {NAMED} }}": ["SUM(?label)"],
    f"SELECT ?c (AVG(STRLEN(?label)) AS ?s) (SUM( ?c ) AS ?t) {{ {NAMED} }} GROUP BY ?c": [
        "SUM( ?c )"
    ],
    f"SELECT ?c {{ {NAMED} }} GROUP BY ?c HAVING (SUM(?label) > 3)": ["SUM(?label)"],
    # Nothing is found, and nothing failed.
    f"SELECT ?c {{ {NAMED} }} GROUP BY ?c HAVING (SUM(STRLEN(?label)) > 9999)": [],
    f"SELECT ?c {{ {NAMED} FILTER(STRLEN(?label) > 900) }}": [],
    f"SELECT ?c {{ {NAMED} FILTER(YEAR(?label) > 2000 && STRLEN(?label) > 900) }}": [],
    "SELECT ?c { ?c a cg:Cluster ; cg:size 9 FILTER(YEAR(?c) > 2000) }": ["cg:size"],
    f"SELECT ?c {{ {NAMED} FILTER NOT EXISTS {{ ?c rdfs:label ?any }} }}": [],
    # A column is empty because there is nothing to say.
    f"SELECT ?c ?none {{ {NAMED} OPTIONAL {{ ?c cg:isoCode ?none }} }}": [],
    # A name that the graph has not.
    "SELECT ?c { ?c a cg:Organization ; rdfs:label ?x }": ["cg:Organization"],
    f"SELECT ?c ?d {{ {NAMED} OPTIONAL {{ ?c cg:startDat ?d }} }}": ["cg:startDat"],
    "PREFIX o: <https://w3id.org/clustergraph/id/organisation/> "
    "SELECT ?x { o:nobody ?x ?y FILTER(?x = <https://w3id.org/clustergraph/id/x>) }": [
        "o:nobody",
        "<https://w3id.org/clustergraph/id/x>",
    ],
    # Those of others may stand in a graph that is read beside this one, or be asked for as a check.
    "SELECT ?c { ?c a <urn:Nothing> }": [],
    # A count of nothing is a row.
    "SELECT (COUNT(*) AS ?n) { ?c a cg:Clusters }": ["cg:Clusters"],
    f"SELECT (COUNT(?c) AS ?n) {{ {NAMED} OPTIONAL {{ ?c cg:siz ?s }} }} GROUP BY ?c": [],
    # A value that the graph has in another language or type, or not at all.
    "SELECT ?c { ?c rdfs:label 'INTERMAT'@de }": ["'INTERMAT'@de"],
    "SELECT ?c { ?c a cg:Cluster ; rdfs:label 'Nobody' }": ["'Nobody'"],
    "SELECT ?c { ?c rdfs:label 'INTERMAT' ; a cg:Event }": [],
    "SELECT ?c { { ?c cg:startDate '2011-05-27'^^xsd:string } }": ["'2011-05-27'^^xsd:string"],
    "SELECT ?c { ?c rdfs:label 'cg:Nothing' } # cg:nothing": ["'cg:Nothing'"],
}


@pytest.mark.parametrize("text", CASES)
def test_what_fails_in_every_row_is_said(text: str, curated_graph: Location) -> None:
    answer = asking.query(curated_graph, queries.parse(PREFIX + text, "own", "own.rq"))
    assert isinstance(answer, Answer)
    said = [str(each) for each in answer.notes if each.level == "warning"]
    told = re.compile(" (has no value in any row|occurs nowhere in the graph)")
    assert [told.split(each)[0] for each in said] == CASES[text]


@pytest.mark.parametrize(
    ("text", "answer", "said"),
    [("ASK { ?c a cg:Clusters }", b"false\n", "cg:Clusters occurs nowhere in the graph\n"),
     ("ASK { ?c a cg:Cluster }", b"true\n", ""),
     ("ASK { ?c a cg:Cluster , cg:Event }", b"false\n", ""),
     ("CONSTRUCT { ?c a cg:New } WHERE { ?c a cg:Clusters }", b"",
      "cg:Clusters occurs nowhere in the graph\n"),
     ("CONSTRUCT { ?c a cg:New } { ?c a cg:Cluster , cg:Events }", b"",
      "cg:Events occurs nowhere in the graph\n"),
     ("CONSTRUCT WHERE { ?c a cg:Events }", b"", "cg:Events occurs nowhere in the graph\n"),
     ("DESCRIBE <https://w3id.org/clustergraph/organisation/mecatech>", b"",
      "<https://w3id.org/clustergraph/organisation/mecatech> occurs nowhere in the graph\n"),
     ("SELECT ?c { ?c rdfs:label 'INTERMAT'@de }", b"c\r\n",
      "'INTERMAT'@de occurs nowhere in the graph; \"INTERMAT\" does\n"),
     ("SELECT ?c { ?c rdfs:label 2021.0 }", b"c\r\n", "2021.0 occurs nowhere in the graph\n")],
)  # fmt: skip
def test_a_slip_does_not_look_like_nothing_found(
    text: str, answer: bytes, said: str, curated_folder: Path, tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:  # fmt: skip
    own = tmp_path / "own.rq"
    own.write_text(PREFIX + text)
    form = ["--format", "csv"] if text.startswith("SELECT") else []
    assert run(["query", str(own), "--graph", str(curated_folder), *form]) == 0
    assert capsysbinary.readouterr() == (answer, said.encode())


@pytest.mark.parametrize(
    "text", ["ASK { ?c a cg:Clusters }", "CONSTRUCT WHERE { ?c a cg:Clusters }",
             "DESCRIBE ?c { ?c a cg:Clusters }", "DESCRIBE cg:Clusters"],
)  # fmt: skip
def test_a_slip_is_said_where_an_answer_has_no_room_for_notes(
    text: str, curated_graph: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "cg:Clusters occurs nowhere in the graph"
    with pytest.warns(UserWarning, match=f"^{said}$"):
        assert not cg.query(curated_graph, sparql=PREFIX + text)
    (tmp_path / "slip.rq").write_text(f"#+ title: T\n#+ question: Q\n{PREFIX}{text}")
    monkeypatch.setenv(OWN_QUERIES, str(tmp_path))
    assert [str(each) for each in asking.ask(curated_graph, "slip", {}).notes] == [said]
    freely_asked = freely.ask(curated_graph, {"query": PREFIX + text}, "en")
    assert [str(each) for each in freely_asked.notes] == [said]


def test_what_is_there_and_false_is_no_slip(curated_graph: Location) -> None:
    # A warning would be an error here.
    assert cg.query(curated_graph, sparql=f"{PREFIX}ASK {{ ?c a cg:Cluster , cg:Event }}") is False


def test_words_that_stand_nowhere_as_they_are_lead_to_the_search(
    curated_graph: Location, curated_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {"en": "words are taken as they stand here; clustergraph search",
            "fr": "les mots sont pris ici tels quels\xa0; clustergraph search"}  # fmt: skip
    asked = ["query", "projects-by-words", "-p", "words=alliâges d’or", "--graph"]
    for lang, form in product(said, ("table", "csv")):
        assert run([*asked, str(curated_folder), "--lang", lang, "--format", form]) == 0
        assert capsys.readouterr().err.startswith(f'{said[lang]} "alliâges d’or" ')
    answer = asking.ask(curated_graph, "projects-by-words", {"words": "xyz"})
    assert "search('xyz')" in str(answer.notes[-1])
    assert not asking.ask(curated_graph, "broken-names", {}).notes


def test_a_sum_of_what_is_partly_no_number_is_said(curated_graph: Location) -> None:
    text = """SELECT (SUM(?x) AS ?s) (AVG(?x) AS ?a) { VALUES ?x { 1 2 "n/a" "none" "" 5 }
        FILTER(STR(?x) != "") }"""
    answer = asking.query(curated_graph, queries.parse(text, "own", "own.rq"))
    assert [str(each) for each in answer.notes if each.level == "warning"] == [
        "SUM(?x) has no value: 2 of the 5 values are no numbers",
        "AVG(?x) has no value: 2 of the 5 values are no numbers",
    ]


OPTIONALLY = "?c a cg:MetaCluster ; rdfs:label ?label OPTIONAL { ?c cg:size ?size }"


@pytest.mark.parametrize(
    ("text", "said"),
    [(f"SELECT (SUM(?size) AS ?s) {{ {OPTIONALLY} }}",
      "SUM(?size): 1 of the 1 rows have no value; sparq sums the others (0 where"),
     (f"SELECT ?c {{ {OPTIONALLY} }} GROUP BY ?c HAVING (AVG( DISTINCT ?size) < 1)",
      "AVG( DISTINCT ?size): 1 of the 1"),
     (f"SELECT (SUM(COALESCE(?size, 0)) AS ?s) {{ {OPTIONALLY} }}", ""),
     (f"SELECT (SUM(?size) AS ?s) {{ {OPTIONALLY} FILTER(BOUND(?size)) }}", ""),
     (f"SELECT (SUM(?n) AS ?s) {{ {NAMED} BIND(STRLEN(?label) AS ?n) }}", ""),
     ("SELECT (SUM(?n) AS ?s) { VALUES ?n { 1 UNDEF 2 } }", "SUM(?n): 1 of the 3"),
     ("SELECT (SUM(?rows) AS ?s) { VALUES (?rows ?fine ?probed0) { (1 1 1) (UNDEF 1 1) } }",
      "SUM(?rows): 1 of the 2"),
     (f"SELECT (COUNT(?size) AS ?s) {{ {OPTIONALLY} }}", "")],
)  # fmt: skip
def test_a_sum_of_what_some_rows_have_not_is_said(
    text: str, said: str, curated_graph: Location
) -> None:
    answer = asking.query(curated_graph, queries.parse(PREFIX + text, "own", "own.rq"))
    assert isinstance(answer, Answer)
    told = [str(each) for each in answer.notes if "rows have no value" in str(each)]
    assert len(told) == bool(said)
    assert all(each.startswith(said) for each in told)


_DAYS = '"P9D"^^xsd:dayTimeDuration'


@pytest.mark.parametrize(
    ("expression", "fits"),
    [(f"?a + {_DAYS}", True), (f"DATATYPE({_DAYS}) = xsd:dayTimeDuration", True),
     (f"?a - ?b > {_DAYS}", False), (f"{_DAYS} = ?a", False), ("xsd:duration('P1D')", False),
     ("?a - 'P1Y'^^<http://www.w3.org/2001/XMLSchema#duration>", False)],
)  # fmt: skip
def test_spans_of_time_are_not_taken_for_texts(
    expression: str, fits: bool, curated_graph: Location
) -> None:
    values = 'VALUES (?a ?b) { ("2020-01-10"^^xsd:date "2020-01-01"^^xsd:date) }'
    text = f"{PREFIX} SELECT ({expression} AS ?c) {{ {values} }}"
    if fits:
        assert len(curated_graph.select(text).rows) == 1
        return
    with pytest.raises(QueryError, match="does not reckon with xsd:") as error:
        curated_graph.select(text)
    assert "YEAR(?end) - YEAR(?start)" in str(error.value)


_DATED = "?p cg:startDate ?s ; cg:endDate ?e"


@pytest.mark.parametrize(
    ("text", "fits"),
    [(f"SELECT ?p {{ {_DATED} }} ORDER BY (?e - ?s)", False),
     (f"SELECT (MAX(?e - ?s) AS ?d) {{ {_DATED} }}", False),
     (f"SELECT (MAX(?e) - MIN($s) AS ?d) {{ {_DATED} }}", False),
     (f"SELECT ?p {{ {_DATED} BIND(?e - ?s AS ?d) }} ORDER BY DESC(?d)", False),
     ("SELECT ?p { { SELECT ?p (MIN(?s) AS ?f) { ?p cg:startDate ?s } GROUP BY ?p } "
      "?p cg:endDate ?e FILTER(?e - ?f > 3) }", False),
     (f"ASK {{ {_DATED} FILTER(NOW() - xsd:dateTime(?e) > 3) }}", False),
     ("SELECT ?d { VALUES ?d { '2020-01-01'^^xsd:date } FILTER(?d - ?d = 0) }", False),
     (f"SELECT ?p {{ {_DATED} }} ORDER BY (YEAR(?e) - YEAR(?s))", True),
     (f"SELECT (MAX(xsd:integer(SUBSTR(STR(?e), 1, 4)) - 1) AS ?d) {{ {_DATED} }}", True),
     ("SELECT ?c { ?c cg:foundingYear ?y } ORDER BY (2026 - ?y)", True),
     ("SELECT ?z { ?p cg:foundingYear ?n BIND(IF(?p IN (cg:a, cg:startDate), ?n - ?n, 0) AS ?z) }",
      True),
     ("SELECT ?z { ?p cg:startDate ?s , ?e BIND(?e - ?s AS ?z) }", False),
     ("SELECT (MAX(?b - ?a) AS ?d) { VALUES (?a ?b) { (1 2) (3 4) } }", True)],
)  # fmt: skip
def test_a_difference_of_dates_sorts_and_compares_nothing(
    text: str, fits: bool, curated_graph: Location
) -> None:
    wanted = queries.parse(PREFIX + text, "own", "own.rq")
    if fits:
        queries.query(curated_graph, wanted)
        return
    with pytest.raises(QueryError, match="does not reckon with the difference of two dates"):
        queries.query(curated_graph, wanted)


@pytest.mark.parametrize("form", ["csv", "table", "json", "xlsx"])
def test_the_command_says_it_whatever_it_writes(
    form: str, curated_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.rq"
    path.write_text(PREFIX + f"SELECT ?c {{ {NAMED} FILTER(YEAR(?label) > 2000) }}")
    given = ["query", str(path), "--graph", str(curated_folder), "--format", form]
    assert run([*given, "-o", str(tmp_path / f"out.{form}"), "--lang", "fr"]) == 0
    said, *_ = capfd.readouterr().err.splitlines()
    assert said.startswith("YEAR(?label) > 2000 n’a de valeur dans aucune ligne (1 en tout)")


def test_a_query_that_is_not_followed_is_not_probed() -> None:
    assert probes("SELECT * { GRAPH ?g { ?s ?p ?o FILTER(YEAR(?o) > 1) } }", 0, ()) == []


@pytest.mark.parametrize(("kind", "elsewhere"), [("date", True), ("gYear", False)])
def test_the_other_engine_is_named_where_it_reckons_with_them(
    kind: str, elsewhere: bool, curated_graph: Location
) -> None:
    text = f"{PREFIX} SELECT ?d {{ VALUES ?d {{ '2020-01-01'^^xsd:{kind} }} }} ORDER BY (?d - ?d)"
    with pytest.raises(QueryError, match=r"YEAR\(\?end\)") as error:
        curated_graph.select(text)
    assert ("oxigraph" in str(error.value)) is elsewhere
