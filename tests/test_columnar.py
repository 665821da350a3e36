"""What is answered by columns is what the engine and Oxigraph answer."""

from __future__ import annotations

import json
import os
import random
import struct
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from clustergraph.formats import tables
from clustergraph.graph import confined, engines, sparql
from clustergraph.graph.columnar import answers
from clustergraph.graph.columnar.files import Files, Unsupported
from clustergraph.graph.columnar.lookup import Lookup
from clustergraph.graph.opening import open_graph
from clustergraph.graph.settled import settled
from clustergraph.questions import queries
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from clustergraph.graph.location import Location

_PREFIXES = f"PREFIX a: <a:>\nPREFIX xsd: <{XSD}>\n"
# Sums with and without digits after the point, a thing with two names and one without any, a text
# with every sign that JSON escapes, two paths that meet, a whole number that is no decimal.
_LINES = f"""
<a:1> <a:of> <a:x> . <a:1> <a:in> <a:p> . <a:1> <a:paid> "9.50"^^<{XSD}decimal> .
<a:2> <a:of> <a:x> . <a:2> <a:in> <a:p> . <a:2> <a:paid> "100.25"^^<{XSD}decimal> .
<a:3> <a:of> <a:y> . <a:3> <a:in> <a:p> . <a:3> <a:paid> "20"^^<{XSD}decimal> .
<a:4> <a:of> <a:y> . <a:4> <a:in> <a:q> . <a:4> <a:times> "3"^^<{XSD}integer> .
<a:5> <a:of> <a:z> . <a:5> <a:in> <a:q> . <a:5> <a:times> "70"^^<{XSD}integer> .
<a:6> <a:of> <a:w> . <a:6> <a:in> <a:q> . <a:6> <a:times> "2.5"^^<{XSD}decimal> .
<a:x> <a:name> "X \\"one\\" \\\\ \\n" . <a:x> <a:name> "Ixe"@fr . <a:y> <a:name> "Ÿ"@en .
<a:z> <a:name> "zed" . <a:p> <a:start> "2018-05-01"^^<{XSD}date> . <a:q> <a:start> "soon" .
<a:x> <a:within> <a:k> . <a:k> <a:within> <a:m> . <a:y> <a:within> <a:m> .
"""
_ALL = "?s a:of ?who ; a:in ?in OPTIONAL { ?s a:paid ?paid }"
_SUM = "(SUM(COALESCE(?paid, 0.0)) AS ?sum) (COUNT(?paid) AS ?told) (COUNT(*) AS ?all)"
_YEAR = "BIND(xsd:integer(SUBSTR(STR(?start), 1, 4)) AS ?year)"
_CASES = (
    f"SELECT ?who {_SUM} {{ {_ALL} }} GROUP BY ?who ORDER BY DESC(?sum) ?who",
    f"SELECT ?who ?got {{ {{ SELECT ?who {_SUM} {{ {_ALL} }} GROUP BY ?who }}"
    " BIND(IF(?told > 0, ?sum, ?nothing) AS ?got) } ORDER BY DESC(?got) ?who",
    "SELECT ?in (COUNT(DISTINCT ?who) AS ?n) (COUNT(DISTINCT ?s) AS ?m)"
    " { ?s a:of ?who ; a:in ?in } GROUP BY ?in ORDER BY DESC(?m) ?in",
    "SELECT ?who ?name { ?s a:of ?who OPTIONAL { ?who a:name ?name"
    ' FILTER(LANG(?name) IN ("", "en")) } } ORDER BY STR(?name) ?who ?s',
    f"SELECT ?year (COUNT(*) AS ?n) {{ ?s a:in ?in OPTIONAL {{ ?in a:start ?start }} {_YEAR} }}"
    " GROUP BY ?year ORDER BY ?year",
    "SELECT DISTINCT ?who ?place { ?s a:of ?who . ?who a:within+ ?place } ORDER BY ?who ?place",
    "SELECT ?who ?place { { SELECT DISTINCT ?who { ?s a:of ?who } } ?who a:within* ?place }"
    " ORDER BY ?who DESC(?place)",
    "SELECT ?who { ?s a:of ?who MINUS { ?who a:within* a:m } } ORDER BY ?who",
    "SELECT ?who (MIN(STR(?name)) AS ?first) { ?s a:of ?who . ?who a:name ?name } GROUP BY ?who"
    " ORDER BY ?who",
    "SELECT ?one ?two { { ?s a:of ?one } UNION { ?s a:in ?two . BIND(a:none AS ?one) } }"
    " ORDER BY ?one ?two ?s",
    "SELECT ?who ?size { ?who a:name ?name BIND(STRLEN(?name) AS ?size) FILTER(?size != 3) }"
    " ORDER BY DESC(?size) ?who",
    "SELECT ?who ?left { { SELECT ?who (COUNT(*) AS ?all) { ?s a:of ?who } GROUP BY ?who }"
    " OPTIONAL { SELECT ?who (COUNT(*) AS ?some) { ?s a:of ?who ; a:paid ?paid } GROUP BY ?who }"
    " BIND(?all - COALESCE(?some, 0) AS ?left) } ORDER BY ?who",
    "SELECT ?who ?nothing (SUM(?one) AS ?n) { ?s a:of ?who BIND(1 AS ?one) BIND(a:x AS ?nothing) }"
    " GROUP BY ?who ?nothing ORDER BY ?who",
)
# Numbers of two kinds, a sum of what is missing, what joins where it has no value, what reads more
# than there is, what only the engine orders, other clauses.
_OTHERS = (
    "SELECT ?who (SUM(?times) AS ?n) { ?s a:of ?who ; a:times ?times } GROUP BY ?who",
    f"SELECT ?who (SUM(?paid) AS ?n) {{ {_ALL} }} GROUP BY ?who",
    "SELECT ?who { { ?s a:of ?who OPTIONAL { ?who a:name ?name } } { ?other a:name ?name } }",
    "SELECT ?who { ?s a:of ?who FILTER NOT EXISTS { ?who a:name ?name } }",
    "SELECT ?who ?name { ?who a:name ?name } ORDER BY ?name",
    "SELECT ?in (COUNT(*) AS ?n) { ?s a:in ?in } GROUP BY ?in HAVING(COUNT(*) > 1)",
    "SELECT ?in (COUNT(*) AS ?n) { ?s a:in ?in } GROUP BY (STR(?s) AS ?in)",
    "SELECT ?s ?in { ?s a:in ?in } ORDER BY ?s LIMIT 1",
    "SELECT * { ?s a:in ?in }",
    "SELECT ?s { ?s ?p a:x }",
    "SELECT ?s { ?s a:in ?in VALUES ?in { a:p } }",
    "SELECT ?year { ?s a:start ?start BIND(YEAR(?start) AS ?year) }",
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("columnar") / "graph.nt"
    path.write_text(_LINES.replace(" . <", " .\n<"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def index(lines: Path) -> Path:
    return _index(lines)


def _index(lines: Path) -> Path:
    folder = lines.parent / "index"
    engines.ENGINES["sparq"].make(lines, folder)
    return folder


def _rows(document: bytes) -> list[tuple[object, ...]]:
    """The rows of a document, decimals by their value."""
    found = tables.stream_json(document)
    return [tuple(map(_value, row)) for row in found.rows]


def _value(cell: object) -> object:
    if isinstance(cell, ox.Literal) and cell.datatype.value == f"{XSD}decimal":
        return Decimal(cell.value)
    return cell


@pytest.mark.parametrize("text", _CASES)
def test_columns_answer_as_engines_do(text: str, index: Path, lines: Path) -> None:
    document = answers.answer(Lookup(Files(index)), _PREFIXES + text)
    engine = b"".join(engines.ENGINES["sparq"].load(lines).document(_PREFIXES + text))
    other = b"".join(engines.ENGINES["oxigraph"].load(lines).document(_PREFIXES + text))
    assert json.loads(document) == json.loads(engine)
    assert _rows(document) == _rows(other)


@pytest.mark.parametrize("text", _OTHERS)
def test_what_is_not_wholly_understood_is_left_to_the_engine(text: str, index: Path) -> None:
    with pytest.raises(Unsupported):
        answers.answer(Lookup(Files(index)), _PREFIXES + text)


def test_a_question_about_much_of_a_graph_is_answered_by_columns(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _PREFIXES + _CASES[0]
    opened = engines.ENGINES["sparq"].open(index)
    by_engine = b"".join(opened.document(text))
    count = opened._matches  # type: ignore[attr-defined]
    assert answers.answered(index, text, count) is None
    monkeypatch.setattr(answers, "_MANY", 10)
    by_columns = answers.answered(index, text, count)
    assert by_columns is not None and json.loads(by_columns) == json.loads(by_engine)
    assert b"".join(opened.document(text)) == by_columns
    # Of one thing the engine tells sooner, of another layout it tells alone.
    one = text.replace("?s a:of ?who", "?s a:of ?who . ?s a:of a:x")
    assert answers.answered(index, one, count) is None
    monkeypatch.setattr(confined, "_CUT_OFF", {os.getpid()})
    assert confined.cut_off() and b"".join(opened.document(text)) == by_engine


def test_files_of_another_layout_are_not_read(lines: Path, tmp_path: Path) -> None:
    copied = tmp_path / "graph.nt"
    copied.write_bytes(lines.read_bytes())
    index = _index(copied)
    meta = index / "dict-meta.bin"
    data = meta.read_bytes()
    meta.write_bytes(data[:4] + struct.pack("<I", 2) + data[8:])
    with pytest.raises(Unsupported):
        Files(index)


@pytest.mark.parametrize(
    "name",
    ["money-by-organisation", "money-by-year", "partners-of-members",
     "partners-by-region-and-topic",
     "programme-figures", "member-projects"],
)  # fmt: skip
def test_saved_questions_have_the_rows_of_the_engine(name: str, curated_graph: Location) -> None:
    query = queries.saved()[name]
    named = {parameter.name for parameter in query.parameters}
    for given in ({}, {"region": "any"} if "region" in named else {}):
        text = settled(sparql.fill(query.text, queries.fill(curated_graph, query, given)))
        folder = _folder(curated_graph)
        try:
            document = answers.answer(Lookup(Files(folder)), text)
        except Unsupported:
            continue
        expected = open_graph(curated_graph.where).select(text)
        assert tables.Table.of(tables.stream_json(document)) == expected


def _folder(graph: Location) -> Path:
    (found,) = Path(graph.where).glob("build-*/index")
    return found


_THINGS = [f"<a:{number}>" for number in range(6)]


def _pattern(chance: random.Random) -> str:
    names, told = ["?x", "?y", "?z"], ["a:p", "a:q", "a:r"]
    subject, other = chance.choice(names), chance.choice([*names, *names, *_THINGS])
    return chance.choice([
        f"{subject} {chance.choice(told)} {other} .", f"{subject} {chance.choice(told)} {other} .",
        f"{subject} a:paid ?paid .", f"{subject} a:name ?name .", f"{subject} a:p+ {other} .",
        f"{subject} a:q* {other} .",
    ])  # fmt: skip


def _body(chance: random.Random, depth: int = 1) -> str:
    found = [_pattern(chance) for _ in range(chance.randint(1, 3))]
    for _ in range(chance.randint(0, 2)):
        one, other = _pattern(chance), _pattern(chance)
        found.append(chance.choice([
            f"OPTIONAL {{ {one} }}", f"MINUS {{ {one} }}", f"{{ {one} }} UNION {{ {other} }}",
            f"FILTER({chance.choice(['?x', '?y'])} != {chance.choice(_THINGS)})",
            'FILTER(LANG(?name) IN ("", "en"))', "FILTER(?paid > 2)",
            f"{{ {_select(chance, depth - 1)} }}" if depth else one,
            f"OPTIONAL {{ {_select(chance, depth - 1)} }}" if depth else one,
        ]))  # fmt: skip
    return " ".join(found)


def _select(chance: random.Random, depth: int = 1) -> str:
    body, keys = _body(chance, depth), " ".join(chance.sample(["?x", "?y", "?z"], 2))
    if chance.random() < 0.3:
        return f"SELECT DISTINCT {keys} {{ {body} }}"
    folds = ["COUNT(*)", "COUNT(DISTINCT ?z)", "COUNT(DISTINCT ?y)", "COUNT(?paid)",
             "SUM(COALESCE(?paid, 0.0))", "SUM(IF(BOUND(?paid), 1, 0))",
             "MIN(STR(?name))"]  # fmt: skip
    made = " ".join(
        f"({fold} AS ?n{depth}{number})" for number, fold in enumerate(chance.sample(folds, 2))
    )
    return f"SELECT {keys} {made} {{ {body} }} GROUP BY {keys}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_random_questions_have_the_rows_of_oxigraph(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    made = {f"{chance.choice(_THINGS)} <a:{chance.choice('pqr')}> {chance.choice(_THINGS)} .\n"
            for _ in range(25)}  # fmt: skip
    amounts, names = ["1.5", "2.25", "10.0", "0.0"], ['"n"', '"n"@en', '"é"@fr', '""']
    for thing in _THINGS:
        made.add(f'{thing} <a:paid> "{chance.choice(amounts)}"^^<{XSD}decimal> .\n')
        made.add(f"{thing} <a:name> {chance.choice(names)} .\n")
    lines = tmp_path / "graph.nt"
    lines.write_text("".join(sorted(made)), encoding="utf-8")
    files, other = Files(_index(lines)), engines.ENGINES["oxigraph"].load(lines)
    answered = 0
    for _ in range(120):
        text = _PREFIXES + _select(chance)
        try:
            document = answers.answer(Lookup(files), text)
        except Unsupported:
            continue
        answered += 1
        expected = b"".join(other.document(text))
        assert Counter(_rows(document)) == Counter(_rows(expected)), text
    assert answered
