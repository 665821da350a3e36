"""Every saved query: a sound header, an expected answer, and the same rows in three engines.

The expected answers in tests/queries/ were checked by hand against the page that the curated
facts come from; `NAME--parameter=value.csv` is the answer to other values than the defaults.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql.parser import parseQuery

from clustergraph import engines, graph, queries, sparql, tables
from clustergraph.network import reading as network
from clustergraph.terms import XSD, expand

EXPECTED = Path(__file__).parent / "queries"
SAVED = queries.saved()
ALL = {
    **SAVED,
    **{f"network/{name}": query for name, query in queries.networks().items()},
    **{
        f"{path.parent.name}/{path.stem}": queries.load(path)
        for folder in ("info", "nodes", "attributes", "values")
        for path in sorted((queries.resources.queries_dir() / folder).glob("*.rq"))
    },
}
CASES = sorted(path.stem for path in EXPECTED.glob("*.csv"))

Engine = str


def test_the_queries_were_discovered() -> None:
    assert len(SAVED) >= 20
    assert {"partners", "everything"} <= set(queries.networks())
    assert len(ALL) >= len(SAVED) + 8


def test_every_saved_query_has_an_expected_answer_and_none_is_left_over() -> None:
    assert {case.partition("--")[0] for case in CASES} == set(SAVED)


@pytest.mark.parametrize("name", ALL)
def test_the_header_is_complete(name: str) -> None:
    query = ALL[name]
    assert query.title and query.title != query.name
    assert query.question.endswith("?")
    assert bool(query.counts) == name.startswith("network/")
    for parameter in query.parameters:
        assert parameter.description, parameter.name
        assert parameter.default is not None, parameter.name


@pytest.mark.parametrize("name", ALL)
def test_it_is_sparql_for_both_parsers_as_it_stands(name: str) -> None:
    assert engines.syntax_error(ALL[name].text) is None
    parseQuery(ALL[name].text)


@pytest.mark.parametrize("name", ALL)
def test_no_parameter_is_selected_and_rows_have_an_order(name: str) -> None:
    query = ALL[name]
    assert query.form == "SELECT"
    answer = ox.Store().query(query.text)
    assert isinstance(answer, ox.QuerySolutions)
    columns = {variable.value for variable in answer.variables}
    assert not columns & {parameter.name for parameter in query.parameters}
    words = [token.text.upper() for token in sparql.tokens(query.text) if token.kind == "word"]
    assert "ORDER" in words


def test_titles_and_questions_tell_the_queries_apart() -> None:
    assert len({query.title for query in ALL.values()}) == len(ALL)
    assert len({query.question for query in ALL.values()}) == len(ALL)


@cache
def _reference(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="nt")


@pytest.fixture(scope="module")
def indexes(curated_file: Path) -> dict[Engine, engines.Index]:
    return {name: engine.load(curated_file) for name, engine in engines.ENGINES.items()}


def _rows(table: tables.Table) -> list[tuple[str, ...]]:
    return [tuple("" if cell is None else str(cell) for cell in row) for row in table.rows]


def _everywhere(
    text: str, indexes: dict[Engine, engines.Index], curated_file: Path
) -> dict[Engine, tables.Table]:
    """The answer of each engine, and of rdflib."""
    found = {name: index.select(text) for name, index in indexes.items()}
    answer = _reference(curated_file).query(text).serialize(format="json")
    assert answer is not None
    return {**found, "rdflib": tables.from_json(answer)}


@pytest.mark.parametrize("name", ALL)
def test_it_runs_as_it_stands_in_every_engine(
    name: str, indexes: dict[Engine, engines.Index], curated_file: Path
) -> None:
    found = _everywhere(ALL[name].text, indexes, curated_file)
    assert len({table.columns for table in found.values()}) == 1


@pytest.mark.parametrize("name", [name for name in ALL if name not in SAVED])
def test_what_clustergraph_asks_itself_is_answered_alike(
    name: str, indexes: dict[Engine, engines.Index], curated_file: Path
) -> None:
    found = {
        engine: _rows(table)
        for engine, table in _everywhere(ALL[name].text, indexes, curated_file).items()
    }
    assert found["sparq"]
    assert found["sparq"] == found["oxigraph"] == found["rdflib"]


@pytest.mark.parametrize("case", CASES)
def test_the_answer_is_the_expected_one_in_every_engine(
    case: str,
    curated_graph: graph.Location,
    indexes: dict[Engine, engines.Index],
    curated_file: Path,
) -> None:
    name, _, given = case.partition("--")
    values = dict(pair.split("=", 1) for pair in given.split(",") if pair)
    ground = sparql.fill(SAVED[name].text, queries.fill(curated_graph, SAVED[name], values))
    expected = (EXPECTED / f"{case}.csv").read_bytes()
    assert expected.count(b"\n") > 1, "an answer without a row proves nothing"
    found = _everywhere(ground, indexes, curated_file)
    for engine, table in found.items():
        assert tables.write(table, "csv").decode() == expected.decode(), engine
    assert _rows(found["sparq"]) == _rows(found["oxigraph"]) == _rows(found["rdflib"])


_PARTNERS = re.compile(
    r"SELECT DISTINCT \?partner \?through \?tie\n.*?FILTER\(\?partner != .*?\)", re.DOTALL
)


def test_what_counts_as_a_partner_is_the_same_text_everywhere() -> None:
    found = [
        " ".join(text.replace("$other", "$organisation").split())
        for query in SAVED.values()
        for text in _PARTNERS.findall(query.text)
    ]
    assert len(found) >= 12
    assert len(set(found)) == 1


def test_the_network_of_partners_and_the_questions_agree(curated_graph: graph.Location) -> None:
    mecatech = expand("organisation:mecatech")
    table = queries.rows(curated_graph, SAVED["partner-involvement"])
    ties = {row[0].value: float(row[2].value) for row in table.rows}
    partners = network.network(curated_graph, "partners")
    assert {other: data["weight"] for other, data in partners[mecatech].items()} == ties


# What the page does not tell, so that the columns and rows it leaves empty are tested as well.
_MORE = (
    ("participation:luxinnovation-intermat-gr", "cg:role", "role:lead-partner"),
    (
        "participation:luxinnovation-intermat-gr",
        "cg:contribution",
        ox.Literal("1000.5", datatype=ox.NamedNode(f"{XSD}decimal")),
    ),
    ("organisation:high-tech-nl", "cg:valueChainStage", "value-chain:production"),
    ("project:vitamin", "cg:valueChainStage", "value-chain:training"),
    (
        "project:intermat-gr",
        "cg:startDate",
        ox.Literal("2009-01-01", datatype=ox.NamedNode(f"{XSD}date")),
    ),
)


def _line(subject: str, predicate: str, value: str | ox.Literal) -> str:
    term = value if isinstance(value, ox.Literal) else ox.NamedNode(expand(value))
    return f"<{expand(subject)}> <{expand(predicate)}> {term} .\n"


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        ("partner-quality", "partnerLabel led contribution", {"Luxinnovation 1 1000.5"}),
        (
            "value-chain-stages",
            "stageLabel countryLabel partners",
            {"production Netherlands 1", "training France 1"},
        ),
        ("partner-involvement", "partnerLabel firstYear lastYear", {"Materalia 2009 2009"}),
        ("partner-involvement", "partnerLabel firstYear lastYear", {"Luxinnovation 2009 2015"}),
    ],
)
def test_facts_beyond_the_page_show_in_the_answer(
    name: str, columns: str, expected: set[str], curated_file: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.nt"
    lines = "".join(_line(*triple) for triple in _MORE)
    more.write_text(curated_file.read_text(encoding="utf-8") + lines, encoding="utf-8")
    indexes = {engine: each.load(more) for engine, each in engines.ENGINES.items()}
    ground = sparql.fill(SAVED[name].text, queries.fill(graph.open_graph(more), SAVED[name], {}))
    for engine, table in _everywhere(ground, indexes, more).items():
        wanted = [table.columns.index(column) for column in columns.split()]
        rows = {
            " ".join(cell.value for cell in (row[index] for index in wanted) if cell is not None)
            for row in table.rows
        }
        assert expected <= rows, engine
