"""Contracts say what is so: of every parameter, of every column, of the types of answers."""

from __future__ import annotations

import csv
import inspect
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nanoarrow
import polars as pl
import pyoxigraph as ox
import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

import clustergraph as cg
from clustergraph import resources
from clustergraph.answers import asking, registry
from clustergraph.answers.registry import ANALYSES
from clustergraph.cli.output import Output
from clustergraph.errors import QueryError
from clustergraph.formats import frames, tables
from clustergraph.measures.registry import MEASURES
from clustergraph.questions import queries
from clustergraph.questions.contract import ANY, JSON_TYPES, Column, Contract

if TYPE_CHECKING:
    from clustergraph.answers.answer import Answer
    from clustergraph.graph.location import Location

EXPECTED = Path(__file__).parent / "queries"
ANSWERS = sorted(
    path.relative_to(EXPECTED).as_posix()
    for folder in (EXPECTED, EXPECTED / "beyond")
    for path in folder.glob("*.csv")
    if path.stem.partition("--")[0] in queries.saved()
)
# How a cell of each type is written.
WRITTEN = {
    "iri": r"https?://\S+",
    "term": r"(?s).+",
    "string": r"(?s).+",
    "integer": r"-?\d+",
    "year": r"\d{4}",
    "decimal": r"-?\d+(\.\d+)?",
    "number": r"-?\d+(\.\d+)?",
    "partial-date": r"\d{4}(-\d{2}(-\d{2})?)?",
}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("find", {"name": "MecaTech"}),
    ("search", {"words": "companies"}),
    ("centrality", {}),
    ("centrality", {"measures": ["effective-size", "core", "liaison"]}),
    ("communities", {}),
    ("communities", {"members": True}),
    ("backbone", {}),
    ("network-info", {}),
    ("brokers", {"between": "BE", "and": "LU"}),
    ("brokers", {"by": "country"}),
    ("flows", {}),
    ("path", {"one": "MecaTech", "other": "Materalia"}),
    ("explain", {"one": "MecaTech", "other": "Materalia"}),
    ("evolution", {"measure": "degree"}),
    ("evolution", {"measure": "closeness", "by": "period"}),
    ("what-if", {"remove": ["Luxinnovation"]}),
    ("recommend", {"organisation": "High Tech NL"}),
    ("gaps", {"organisation": "MecaTech"}),
    ("consortium", {"with": "MecaTech", "size": "3"}),
    ("brief", {"about": "MecaTech"}),
    ("scorecard", {"organisation": "MecaTech"}),
    ("scorecard", {"organisation": "MecaTech", "rows": "partners-abroad"}),
]
NEEDED = {
    "search": {"words": "innovation"},
    "find": {"name": "MecaTech"},
    "path": {"one": "MecaTech", "other": "Materalia"},
    "explain": {"one": "MecaTech", "other": "Materalia"},
    "evolution": {"measure": "degree"},
    "brokers": {"between": "BE", "and": "LU"},
    "what-if": {"remove": ["Luxinnovation"]},
    "recommend": {"organisation": "High Tech NL"},
    "gaps": {"organisation": "MecaTech"},
    "scorecard": {"organisation": "MecaTech"},
    "consortium": {"with": "MecaTech", "size": "3"},
    "brief": {"about": "MecaTech"},
}
BROKEN = {
    "integer": "half",
    "number": "half",
    "boolean": "maybe",
    "years": "20",
    "decimal": "much",
    "string": "nonsense",
    "name": "nonsense",
    "graph": "missing.ttl",
}


def _written_in_both(contract: Contract) -> None:
    for text in (contract.title, contract.question, *(p.description for p in contract.parameters)):
        assert text and text.fr, (contract.name, text)


@pytest.mark.slow
@pytest.mark.parametrize("name", asking.contracts())
def test_everything_is_described_in_both_languages(name: str) -> None:
    contract = asking.contracts()[name]
    _written_in_both(contract)
    columns = contract.every_column()
    assert columns
    assert len({each.name for each in columns}) == len(columns)
    for each in columns:
        assert each.type in JSON_TYPES and each.type != ANY, each
        assert each.label and each.label.fr, each
        assert bool(each.meaning) == bool(each.meaning.fr), each
        # Money without a unit is a bare number.
        assert (each.unit == "EUR") == (each.type == "decimal"), each


def test_no_column_is_described_that_no_question_has() -> None:
    known = yaml.safe_load((resources.queries_dir() / "columns.yaml").read_text("utf-8"))
    used = {each.name for query in queries.saved().values() for each in query.contract.columns}
    assert set(known) <= used
    assert list(known) == sorted(known)
    for name, query in queries.saved().items():
        assert set(query.columns) <= {each.name for each in query.contract.columns}, name


@pytest.mark.parametrize("case", ANSWERS)
def test_the_expected_answers_are_of_these_types(case: str) -> None:
    contract = queries.saved()[Path(case).stem.partition("--")[0]].contract
    text = (EXPECTED / case).read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows
    assert list(rows[0]) == [each.name for each in contract.columns]
    for each in contract.columns:
        for row in rows:
            cell = row[each.name]
            assert not cell or re.fullmatch(WRITTEN[each.type], cell), (each.name, each.type, cell)


_EXACT = "Decimal(precision=28, scale=6)"
# The format strings of the C data interface of Apache Arrow.
ARROW = {"String": "vu", "Int64": "l", "Float64": "g", "Date": "tdD", "Boolean": "b",
         _EXACT: "d:28,6"}  # fmt: skip


def _check(answer: Answer) -> None:
    """The columns of an answer are those of its contract, and its cells of their types."""
    contract = answer.operation
    assert contract is not None
    assert [each.name for each in contract.columns] == list(answer.columns)
    assert not [each.name for each in contract.columns if each.type == ANY]
    rows = contract.schema()["properties"]["rows"]
    Draft202012Validator(rows).validate(json.loads(tables.records(answer.table)))
    for each in [each for each in contract.columns if each.type != "term"]:
        cells = [cell for cell in answer.column(each.name) if cell is not None]
        assert all(isinstance(cell, ox.NamedNode) == (each.type == "iri") for cell in cells), each
    kinds = {each.name: frames.TYPES.get(each.type, frames.TEXT)[0] for each in contract.columns}
    kinds = {name: _EXACT if kind == "Decimal" else kind for name, kind in kinds.items()}
    frame = answer.to_polars()
    assert {name: str(kind) for name, kind in frame.schema.items()} == kinds
    assert pl.read_parquet(frames.parquet(frame)).schema == frame.schema
    arrow = nanoarrow.c_schema(nanoarrow.c_array_stream(frame).get_schema())
    assert {each.name: each.format for each in arrow.children} == {
        name: ARROW[kind] for name, kind in kinds.items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", queries.saved())
def test_the_answer_of_a_question_is_as_its_contract_says(
    name: str, curated_graph: Location
) -> None:
    # The curated facts are no release of a source: nothing dates them.
    values = {"from": "2020-01-01"} if name == "member-projects-ending" else {}
    answer = asking.query(curated_graph, queries.saved()[name], values)
    assert isinstance(answer, cg.Answer)
    _check(answer)


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in ANSWERS if "--" in case and "/" not in case])
def test_other_values_of_the_parameters_change_no_type(case: str, curated_graph: Location) -> None:
    name, _, given = Path(case).stem.partition("--")
    values = dict(pair.split("=", 1) for pair in given.split(",") if pair)
    answer = asking.query(curated_graph, queries.saved()[name], values)
    assert isinstance(answer, cg.Answer)
    _check(answer)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "given"), ASKED)
def test_the_answer_of_an_analysis_is_as_its_contract_says(
    name: str, given: dict[str, Any], curated_graph: Location
) -> None:
    answer = registry.run(curated_graph, name, given)
    # By chance alone, none of the few curated ties would be rare.
    assert len(answer) > 0 or name == "backbone"
    _check(answer)


def test_every_analysis_is_asked_here() -> None:
    assert {name for name, _ in ASKED} == set(ANALYSES)


def test_a_measure_asked_for_is_a_column_with_its_label_and_meaning(
    curated_graph: Location,
) -> None:
    asked = registry.run(curated_graph, "centrality", {"measures": ["core", "constraint"]})
    assert asked.operation is not None
    found = {each.name: each for each in asked.operation.columns}
    assert "degree" not in found
    for name, kind in (("core", "integer"), ("constraint", "number")):
        measure = MEASURES[name]
        assert found[name] == Column(name, kind, measure.label, measure.meaning)
    described = {each.name for each in cg.describe("centrality").every_column()}
    assert set(MEASURES) < described


def test_explain_answers_what_the_question_of_evidence_does() -> None:
    evidence = cg.describe("tie-evidence").columns
    assert cg.describe("explain").every_column() == evidence
    schema = cg.describe("explain").schema("fr")["properties"]["rows"]["items"]
    assert schema["properties"]["gross"]["x-unit"] == "EUR"
    assert schema["properties"]["locator"]["title"] == "Endroit dans la source"


@pytest.mark.parametrize("name", ANALYSES)
def test_the_python_function_takes_what_the_contract_says(name: str) -> None:
    analysis = ANALYSES[name]
    taken = dict(inspect.signature(getattr(cg, analysis.function)).parameters)
    assert next(iter(taken)) == "graph"
    assert taken.pop("lang").default == "en"
    del taken["graph"]
    parameters = analysis.contract.parameters
    assert list(taken) == [
        registry.python_name(each.name)
        for each in sorted(parameters, key=lambda each: not (each.leading and not each.many))
    ]
    for each in parameters:
        default = taken[registry.python_name(each.name)].default
        assert default == (inspect.Parameter.empty if each.required else each.default), each.name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        (name, each)
        for name, found in ANALYSES.items()
        for each in found.contract.parameters
        # Any words may be sought.
        if each.name != "words"
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_broken_value_gives_one_line(
    name: str, parameter: cg.Parameter, curated_graph: Location
) -> None:
    value = BROKEN[parameter.type]
    given = {**NEEDED.get(name, {}), parameter.name: [value] if parameter.many else value}
    with pytest.raises(cg.Error) as raised:
        registry.run(curated_graph, name, given)
    line = str(raised.value)
    assert "\n" not in line
    assert value in line
    # An organisation and a file are told by what was given.
    if parameter.cls != "cg:Organisation" and parameter.type != "graph":
        said = parameter.name.removesuffix("s") if parameter.many else parameter.name
        assert re.search(rf"\b{said.replace('_', '[_ ]')}\b", line), line


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("partners-in-year", "year", "20"),
        ("prospects", "atLeast", "two"),
        ("partners", "organisation", "Nobody at all"),
    ],
)
def test_a_broken_value_of_a_question_gives_one_line(
    name: str, parameter: str, value: str, curated_graph: Location
) -> None:
    with pytest.raises(cg.Error) as raised:
        asking.query(curated_graph, queries.saved()[name], {parameter: value})
    line = str(raised.value)
    assert "\n" not in line
    assert value in line
    # A thing is told by what was given.
    assert parameter in line or parameter == "organisation"


def _answer(*rows: tuple[Any, ...]) -> Answer:
    contract = Contract(
        "invented",
        cg.describe("partners").title,
        cg.describe("partners").question,
        columns=tuple(
            Column(name, name)
            for name in ("iri", "integer", "number", "decimal", "date", "partial-date", "boolean")
        ),
    )
    table = tables.Table(tuple(each.name for each in contract.columns), list(rows))
    return cg.Answer(table, operation=contract)


KINDS = [pl.String, pl.Int64, pl.Float64, pl.Decimal(28, 6), pl.Date, pl.String, pl.Boolean]
XSD = "http://www.w3.org/2001/XMLSchema#"
ROW = (
    ox.NamedNode("urn:a"),
    # As an engine may write a sum.
    ox.Literal("3.0", datatype=ox.NamedNode(f"{XSD}decimal")),
    ox.Literal(2),
    ox.Literal("7000000.5", datatype=ox.NamedNode(f"{XSD}decimal")),
    ox.Literal("2015-11-23", datatype=ox.NamedNode(f"{XSD}date")),
    ox.Literal("2015", datatype=ox.NamedNode(f"{XSD}gYear")),
    ox.Literal("false", datatype=ox.NamedNode(f"{XSD}boolean")),
)


@pytest.mark.slow
def test_a_frame_has_the_same_types_whatever_the_rows(tmp_path: Path) -> None:
    for rows in ([], [(None,) * 7], [ROW], [ROW, (None,) * 7]):
        answer = _answer(*rows)
        assert answer.to_polars().dtypes == KINDS
        path = tmp_path / "answer.parquet"
        Output("parquet", path).write(answer)
        assert pl.read_parquet(path).dtypes == KINDS
    found = _answer(ROW).to_polars().row(0)
    assert [str(value) for value in found] == [
        "urn:a", "3", "2.0", "7000000.500000", "2015-11-23", "2015", "False",
    ]  # fmt: skip
    assert json.loads(tables.records(_answer(ROW).table))[0]["boolean"] is False


@pytest.mark.slow
@pytest.mark.parametrize("amount", ["0.004", "1234.567", "-0.000001", "9999999999999999.99", "0"])
def test_a_frame_holds_the_amount_that_other_formats_hold(amount: str, tmp_path: Path) -> None:
    """Less than half a cent is little, not nothing."""
    cell = ox.Literal(amount, datatype=ox.NamedNode(f"{XSD}decimal"))
    path = tmp_path / "answer.parquet"
    Output("parquet", path).write(_answer((*ROW[:3], cell, *ROW[4:])))
    assert pl.read_parquet(path)["decimal"].to_list() == [Decimal(amount)]


@pytest.mark.slow
def test_an_amount_of_too_many_digits_makes_numbers_of_a_column() -> None:
    cell = ox.Literal("1" + 22 * "0", datatype=ox.NamedNode(f"{XSD}decimal"))
    assert _answer((*ROW[:3], cell, *ROW[4:])).to_polars()["decimal"].to_list() == [1e22]


def test_pandas_has_them_too() -> None:
    pytest.importorskip("pandas")
    for rows in ([], [ROW], [ROW, (None,) * 7]):
        found = [str(kind) for kind in _answer(*rows).to_pandas().dtypes]
        assert found == ["string", "Int64", "Float64", "Float64", "datetime64[ns]", "string",
                         "boolean"]  # fmt: skip


def test_a_cell_that_does_not_fit_is_kept() -> None:
    """A store of another's may hold a text where a number should be."""
    wrong = (ROW[0], ox.Literal("many"), *ROW[2:])
    frame = _answer(ROW, wrong).to_polars()
    assert frame["integer"].to_list() == ["3.0", "many"]
    assert frame.dtypes[2:] == KINDS[2:]


def test_a_file_of_ones_own_says_itself_what_its_columns_are(
    tmp_path: Path, curated_graph: Location
) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(
        "#+ columns:\n#+   much:\n#+     type: decimal\n#+     label: How much\n#+     unit: EUR\n"
        "SELECT ?support ?much ?muchLabel WHERE { VALUES (?support ?much ?muchLabel) "
        '{ ("by phone" 3.5 "three and a half") } }'
    )
    found = asking.query(curated_graph, queries.load(path))
    assert isinstance(found, cg.Answer)
    assert found.operation is not None
    # What `support` is in the saved questions says nothing of this one.
    assert found.operation.column("support") == Column("support")
    assert found.operation.column("much").unit == "EUR"
    assert found.operation.column("muchLabel") == Column("muchLabel", "string", "How much")
    assert found.to_polars().row(0) == ("by phone", 3.5, "three and a half")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("#+ columns: [much]\n", "columns in the #\\+ header must be"),
        ("#+ columns:\n#+   much:\n#+     type: money\n", "column much: type money is not one of"),
    ],
)
def test_a_wrong_description_of_a_column_is_said(said: str, message: str) -> None:
    with pytest.raises(QueryError, match=f"^mine.rq: {message}"):
        queries.parse(f"{said}SELECT ?much {{}}", "mine", "mine.rq")


def test_every_default_fits_its_own_schema() -> None:
    for name, contract in asking.contracts().items():
        for parameter in contract.parameters:
            schema = parameter.schema()
            if "default" in schema:
                check = Draft202012Validator(schema, format_checker=FormatChecker())
                assert check.is_valid(schema["default"]), (name, parameter.name)
