"""Every saved query: a sound header, an expected answer, and the same rows in three engines.

The expected answers in tests/queries/ were checked by hand against the page that the curated
facts come from; `NAME--parameter=value.csv` is the answer to other values than the defaults. Those
in tests/queries/beyond/ hold for the curated facts and the invented ones of its facts.ttl.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql.parser import parseQuery

import clustergraph as cg
from clustergraph.formats import tables
from clustergraph.graph import engines, sparql
from clustergraph.graph import location as graph
from clustergraph.questions import queries
from clustergraph.terms import XSD, expand

EXPECTED = Path(__file__).parent / "queries"
SAVED = queries.saved()
ALL = {
    **SAVED,
    **{f"network/{name}": query for name, query in queries.networks().items()},
    **{
        f"{path.parent.name}/{path.stem}": queries.load(path)
        for folder in ("info", "nodes", "attributes", "values", "groups", "reconcile")
        for path in sorted((queries.resources.queries_dir() / folder).glob("*.rq"))
    },
}
CASES = sorted(path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*.csv"))

Engine = str
Indexes = dict[Engine, engines.Index]


def _asked(case: str) -> tuple[str, dict[str, str]]:
    """The query and the parameters of a case."""
    name, _, given = Path(case).stem.partition("--")
    return name, dict(pair.split("=", 1) for pair in given.split(",") if pair)


def test_the_queries_were_discovered() -> None:
    assert len(SAVED) >= 20
    assert {"partners", "everything"} <= set(queries.networks())
    assert len(ALL) >= len(SAVED) + 8


def test_every_saved_query_has_an_expected_answer_and_none_is_left_over() -> None:
    assert {_asked(case)[0] for case in CASES} == set(SAVED)


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


def test_the_document_names_every_query(repo: Path) -> None:
    told = set(re.findall(r"`([a-z-]+)`", (repo / "docs" / "queries.md").read_text()))
    assert set(SAVED) - told == set()


@cache
def _reference(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="nt")


@cache
def _indexes(path: Path) -> Indexes:
    return {name: engine.load(path) for name, engine in engines.ENGINES.items()}


@pytest.fixture(scope="module")
def beyond_file(curated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The curated facts and those that the page does not tell, so that no question is idle."""
    path = tmp_path_factory.mktemp("beyond") / "graph.nt"
    more = ox.parse(path=EXPECTED / "beyond" / "facts.ttl", format=ox.RdfFormat.TURTLE)
    lines = "".join(f"{quad.triple} .\n" for quad in more)
    path.write_text(curated_file.read_text(encoding="utf-8") + lines, encoding="utf-8")
    return path


def _rows(table: tables.Table) -> list[tuple[str, ...]]:
    return [tuple("" if cell is None else str(cell) for cell in row) for row in table.rows]


def _everywhere(text: str, path: Path) -> dict[Engine, tables.Table]:
    """The answer of each engine, and of rdflib, from an N-Triples file."""
    found = {name: index.select(text) for name, index in _indexes(path).items()}
    answer = _reference(path).query(text).serialize(format="json")
    assert answer is not None
    return {**found, "rdflib": tables.from_json(answer)}


@pytest.mark.parametrize("name", ALL)
def test_it_runs_as_it_stands_in_every_engine(name: str, curated_file: Path) -> None:
    found = _everywhere(ALL[name].text, curated_file)
    assert len({table.columns for table in found.values()}) == 1


@pytest.mark.parametrize("name", [name for name in ALL if name not in SAVED])
def test_what_clustergraph_asks_itself_is_answered_alike(name: str, beyond_file: Path) -> None:
    found = {
        engine: _rows(table) for engine, table in _everywhere(ALL[name].text, beyond_file).items()
    }
    assert found["sparq"]
    assert found["sparq"] == found["oxigraph"] == found["rdflib"]


@pytest.mark.parametrize("case", CASES)
def test_the_answer_is_the_expected_one_in_every_engine(
    case: str, curated_file: Path, beyond_file: Path
) -> None:
    name, values = _asked(case)
    path = beyond_file if case.startswith("beyond/") else curated_file
    ground = sparql.fill(SAVED[name].text, queries.fill(_location(path), SAVED[name], values))
    expected = (EXPECTED / case).read_bytes()
    assert expected.count(b"\n") > 1, "an answer without a row proves nothing"
    found = _everywhere(ground, path)
    for engine, table in found.items():
        assert tables.write(table, "csv").decode() == expected.decode(), engine
    assert _rows(found["sparq"]) == _rows(found["oxigraph"]) == _rows(found["rdflib"])


@cache
def _location(path: Path) -> graph.Location:
    return graph.open_graph(path)


# What counts as a partner is said in partners.rq, and where the places of a country are found in
# partners-by-country.rq. A query is to run as it stands in any SPARQL 1.1 tool, so it can include
# nothing: it repeats these words, and these tests keep them the same.
_PARTNERS = re.compile(
    r"SELECT DISTINCT \?partner \?through \?tie\n.*?FILTER\(\?partner != .*?\)", re.DOTALL
)
_COUNTRIES = re.compile(
    r"\n +SELECT DISTINCT \?area \?country \?countryLabel\n.*?FILTER\(.*?\)\)\n", re.DOTALL
)


def _told(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    """How each saved query says it, without regard to indentation and to who is asked about."""
    found = {
        name: [
            " ".join(text.replace("$other", "$organisation").split())
            for text in pattern.findall(query.text)
        ]
        for name, query in SAVED.items()
    }
    return {name: texts for name, texts in found.items() if texts}


@pytest.mark.parametrize(
    ("pattern", "source", "least"),
    [(_PARTNERS, "partners", 14), (_COUNTRIES, "partners-by-country", 7)],
)
def test_what_is_said_in_one_query_is_repeated_word_for_word(
    pattern: re.Pattern[str], source: str, least: int
) -> None:
    told = _told(pattern)
    assert sum(map(len, told.values())) >= least
    (said,) = told[source]
    assert {name for name, texts in told.items() if set(texts) != {said}} == set()


def test_who_asks_for_partners_repeats_the_words() -> None:
    asking = {
        name
        for name, query in SAVED.items()
        if re.search(r"cg:partner \$\w+ , \?partner \.", query.text)
    }
    assert asking == set(_told(_PARTNERS))


def test_the_network_of_partners_and_the_questions_agree(curated_graph: graph.Location) -> None:
    mecatech = expand("organisation:mecatech")
    table = queries.rows(curated_graph, SAVED["partner-involvement"])
    ties = {row[0].value: float(row[2].value) for row in table.rows}
    partners = cg.network(curated_graph, "partners")
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
    ground = sparql.fill(SAVED[name].text, queries.fill(graph.open_graph(more), SAVED[name], {}))
    for engine, table in _everywhere(ground, more).items():
        wanted = [table.columns.index(column) for column in columns.split()]
        rows = {
            " ".join(cell.value for cell in (row[index] for index in wanted) if cell is not None)
            for row in table.rows
        }
        assert expected <= rows, engine
