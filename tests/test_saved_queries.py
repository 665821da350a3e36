"""Every saved query: a sound header, an expected answer, and the same rows in three engines.

The expected answers in tests/queries/ were checked by hand against the page that the curated
facts come from; `NAME--parameter=value.csv` is the answer to other values than the defaults. Those
in tests/queries/beyond/ hold for the curated facts and the invented ones of its facts.ttl, those to
what clustergraph asks itself (a folder each, as in queries/) for the graph in small.ttl.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import clustergraph as cg
import reasoner
from asking import everywhere, indexes, location, prepared, rows
from clustergraph import resources
from clustergraph.formats import tables
from clustergraph.graph import engines, sparql
from clustergraph.graph.opening import open_graph
from clustergraph.graph.settled import settled
from clustergraph.questions import queries
from clustergraph.terms import CG, XSD, expand

if TYPE_CHECKING:
    from clustergraph.graph.location import Location

EXPECTED = Path(__file__).parent / "queries"
SAVED = queries.saved()
ALL = {
    **SAVED,
    **{f"network/{name}": query for name, query in queries.networks().items()},
    **{
        f"{path.parent.name}/{path.stem}": queries.load(path)
        for folder in (
            "info",
            "nodes",
            "attributes",
            "names",
            "groups",
            "page",
            "reconcile",
            "undated",
        )
        for path in sorted((resources.queries_dir() / folder).glob("*.rq"))
    },
}
INTERNAL = sorted(set(ALL) - set(SAVED))
ANSWERS = sorted(path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*.csv"))
CASES = [name for name in ANSWERS if "/" not in name or name.startswith("beyond/")]


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
    assert sorted(set(ANSWERS) - set(CASES)) == [f"{name}.csv" for name in INTERNAL]
    assert len(INTERNAL) >= 34


@pytest.mark.parametrize("name", ALL)
def test_the_header_is_complete(name: str) -> None:
    query = ALL[name]
    assert query.title and query.title != query.name
    assert query.question.endswith("?")
    assert bool(query.counts) == name.startswith("network/")
    for parameter in query.parameters:
        assert parameter.description, parameter.name
        assert parameter.default is not None, parameter.name


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_it_is_sparql_for_both_parsers_as_it_stands(name: str) -> None:
    assert engines.syntax_error(ALL[name].text) is None
    assert prepared(ALL[name].text).algebra


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


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph by hand that the questions of clustergraph itself are answered from."""
    path = tmp_path_factory.mktemp("small") / "graph.nt"
    quads = ox.parse(path=EXPECTED / "small.ttl", format=ox.RdfFormat.TURTLE)
    path.write_text("".join(f"{quad.triple} .\n" for quad in quads), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def beyond_file(curated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The curated facts and those that the page does not tell, so that no question is idle."""
    path = tmp_path_factory.mktemp("beyond") / "graph.nt"
    more = ox.parse(path=EXPECTED / "beyond" / "facts.ttl", format=ox.RdfFormat.TURTLE)
    lines = "".join(f"{quad.triple} .\n" for quad in more)
    path.write_text(curated_file.read_text(encoding="utf-8") + lines, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def entailed(curated_file: Path, entailed_file: Path, beyond_file: Path) -> dict[Path, Path]:
    """For each of the two files of facts, the same as a store with an RDFS reasoner holds it."""
    beyond = reasoner.entailed(beyond_file, beyond_file.with_name("entailed.nt"))
    return {curated_file: entailed_file, beyond_file: beyond}


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_it_runs_as_it_stands_in_every_engine(name: str, curated_file: Path) -> None:
    found = everywhere(ALL[name].text, curated_file)
    assert len({table.columns for table in found.values()}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", INTERNAL)
def test_what_clustergraph_asks_itself_is_answered_alike(name: str, beyond_file: Path) -> None:
    found = {
        engine: rows(table) for engine, table in everywhere(ALL[name].text, beyond_file).items()
    }
    assert found["sparq"]
    assert found["sparq"] == found["oxigraph"] == found["rdflib"]


@pytest.mark.slow
@pytest.mark.parametrize("name", INTERNAL)
def test_what_clustergraph_asks_itself_has_the_expected_answer_in_every_engine(
    name: str, small_file: Path
) -> None:
    expected = (EXPECTED / f"{name}.csv").read_bytes()
    assert expected.count(b"\n") > 1, "an answer without a row proves nothing"
    found = everywhere(ALL[name].text, small_file)
    for engine, table in found.items():
        assert tables.write(table, "csv-exact").decode() == expected.decode(), engine
    assert rows(found["sparq"]) == rows(found["oxigraph"]) == rows(found["rdflib"])


@pytest.mark.slow
@pytest.mark.parametrize("name", INTERNAL)
def test_what_clustergraph_asks_itself_is_answered_alike_under_a_reasoner(
    name: str, beyond_file: Path, entailed: dict[Path, Path]
) -> None:
    stated = indexes(beyond_file)["sparq"].select(ALL[name].text)
    for engine, index in indexes(entailed[beyond_file]).items():
        assert rows(index.select(ALL[name].text)) == rows(stated), engine


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_the_answer_is_the_expected_one_in_every_engine_and_under_a_reasoner(
    case: str, curated_file: Path, beyond_file: Path, entailed: dict[Path, Path]
) -> None:
    name, values = _asked(case)
    path = beyond_file if case.startswith("beyond/") else curated_file
    ground = sparql.fill(SAVED[name].text, queries.fill(location(path), SAVED[name], values))
    expected = (EXPECTED / case).read_bytes()
    assert expected.count(b"\n") > 1, "an answer without a row proves nothing"
    found = everywhere(ground, path)
    for engine, table in found.items():
        assert tables.write(table, "csv-exact").decode() == expected.decode(), engine
    assert rows(found["sparq"]) == rows(found["oxigraph"]) == rows(found["rdflib"])
    for engine, index in indexes(entailed[path]).items():
        assert tables.write(index.select(ground), "csv-exact").decode() == expected.decode(), engine


# --- Patterns that several queries share: queries/parts/, filled in by cog (see tests/test_docs.py)

PARTS = sorted((resources.queries_dir() / "parts").glob("*.rq"))
_FILLED = re.compile(r'# \[\[\[cog part\("([a-z-]+)".*?# \[\[\[end\]\]\]', re.DOTALL)


def _pattern(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return " ".join(
        " ".join(line for line in lines if not line.startswith(("PREFIX", "#"))).split()
    )


def test_each_part_is_a_query_and_no_question() -> None:
    assert len(PARTS) >= 7
    assert not {path.stem for path in PARTS} - {"partners"} & set(SAVED)
    for path in PARTS:
        assert engines.syntax_error(path.read_text(encoding="utf-8")) is None, path


def test_each_part_is_used_several_times_and_copied_nowhere() -> None:
    used = Counter(name for query in ALL.values() for name in _FILLED.findall(query.text))
    assert set(used) == {path.stem for path in PARTS}
    assert min(used.values()) >= 2
    assert used["partners"] == 17
    for name, query in ALL.items():
        rest = " ".join(_FILLED.sub("", query.text).split())
        assert not [path for path in PARTS if _pattern(path) in rest], name


# What stands for anything in the parts, where a value need not be given.
_ANYTHING = re.compile(r"\?(whatever|whoever)\b")


@pytest.mark.slow
def test_a_value_that_is_not_given_asks_for_nothing(curated_file: Path) -> None:
    graph, conditional = location(curated_file), 0
    for query in SAVED.values():
        values = {each.name: "any" for each in query.parameters if each.anything}
        if values and _ANYTHING.search(query.text):
            conditional += 1
            asked = settled(queries.bound(graph, query, values))
            # Else all participations would be gone through, and joined with what is asked for.
            assert not _ANYTHING.search(asked), query.name
    assert conditional >= 6


# Who has other words for what makes a partner, because it also names the statement that does.
_OWN_WORDS = {"single-source-partners"}


def test_who_asks_for_partners_takes_the_part() -> None:
    asking = {
        name
        for name, query in SAVED.items()
        if re.search(r"cg:partner \$\w+ , ", _FILLED.sub("", query.text))
    }
    assert asking == _OWN_WORDS


def _asked_of(path: Path, name: str, **values: str) -> list[dict[str, str]]:
    table = queries.rows(location(path), SAVED[name], values)
    return [
        {column: cell.value for column, cell in zip(table.columns, row, strict=True) if cell}
        for row in table.rows
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "organisation", [expand(f"organisation:{name}") for name in ("mecatech", "ex-liege")]
)
def test_other_words_for_a_tie_find_the_same_ties(organisation: str, beyond_file: Path) -> None:
    through: dict[str, set[str]] = {}
    events = set()
    for row in _asked_of(beyond_file, "partners", organisation=organisation):
        through.setdefault(row["partner"], set()).add(row["through"])
        if row["tie"] == f"{CG}Event":
            events.add((row["partner"], row["through"]))
    assert through
    for other, shared in through.items():
        rows = _asked_of(beyond_file, "tie-evidence", organisation=organisation, other=other)
        assert {row["through"] for row in rows} == shared
    guests = _asked_of(beyond_file, "event-organisations", organisation=organisation)
    assert {(row["guest"], row["event"]) for row in guests} == events
    for row in _asked_of(beyond_file, "single-source-partners", organisation=organisation):
        assert int(row["ties"]) == len(through[row["partner"]])


def test_the_network_of_partners_and_the_questions_agree(curated_graph: Location) -> None:
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
        "cg:participantContribution",
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        ("partner-quality", "partnerLabel led gross", {"Luxinnovation 1 1000.5"}),
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
    ground = sparql.fill(SAVED[name].text, queries.fill(open_graph(more), SAVED[name], {}))
    for engine, table in everywhere(ground, more).items():
        wanted = [table.columns.index(column) for column in columns.split()]
        rows = {
            " ".join(cell.value for cell in (row[index] for index in wanted) if cell is not None)
            for row in table.rows
        }
        assert expected <= rows, engine
