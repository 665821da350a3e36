"""Answers as spreadsheets: typed cells, nothing run, what they are on a second sheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pyoxigraph as ox
import pytest

from clustergraph.answers.about import about
from clustergraph.answers.registry import run as answered
from clustergraph.cli import run
from clustergraph.errors import OutputError
from clustergraph.formats import workbooks
from clustergraph.graph.opening import open_graph
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from pathlib import Path


def typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(f"{XSD}{datatype}"))


ROW = (
    ox.NamedNode("https://e.example/a"),
    ox.Literal("=1+1"),
    ox.Literal("bell \x07"),
    typed("1234.50", "decimal"),
    typed("2020-01-31", "date"),
    typed("1789-07-14", "date"),
    typed("true", "boolean"),
    typed("12345678901234567890", "integer"),
    typed("n/a", "decimal"),
    typed("2021", "gYear"),
    None,
)
NAMES = tuple("abcdefghijk")


def test_cells_have_types_and_nothing_is_run() -> None:
    data = workbooks.xlsx(NAMES, [ROW], {"d": "EUR"}, [("question", "=Who? \x07")])
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["answer"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:K2")
    assert [cell.value for cell in sheet[2]] == [
        "https://e.example/a", "=1+1", "bell \ufffd", 1234.5, datetime(2020, 1, 31), "1789-07-14",
        True, "12345678901234567890", "n/a", 2021, None,
    ]  # fmt: skip
    assert {cell.data_type for cell in sheet[2][:2]} == {"s"}
    assert "€" in sheet["D2"].number_format
    assert [cell.value for cell in book["about"][1]] == ["question", "=Who? \ufffd"]
    assert data == workbooks.xlsx(NAMES, [ROW], {"d": "EUR"}, [("question", "=Who? \x07")])


def test_labels_lead_to_what_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ("thing", "thingLabel", "other")
    thing, odd = ox.NamedNode("https://e.example/a?b=1&c"), ox.NamedNode("urn:x")
    rows = [(thing, ox.Literal("=A"), thing), (odd, ox.Literal("B"), None), (None, None, None)]
    rows += [(thing, ox.Literal("C"), None)] * 3
    monkeypatch.setattr(workbooks, "_MOST_LINKS", 3)
    sheet = openpyxl.load_workbook(io.BytesIO(workbooks.xlsx(columns, rows))).worksheets[0]
    leads = [[cell.hyperlink and cell.hyperlink.target for cell in row] for row in sheet]
    to = [None, thing.value, None]
    # No program opens urn:x, and a sheet holds so many links and no more.
    assert leads == [[None] * 3, to, [None] * 3, [None] * 3, to, to, [None] * 3]
    assert [cell.value for cell in sheet["B"]] == ["thingLabel", "=A", "B", None, "C", "C", "C"]
    assert sheet["B2"].data_type == "s"


def test_what_no_sheet_holds_is_refused() -> None:
    with pytest.raises(OutputError, match=r"1,048,576 rows: .* holds 1,048,575; write \.csv"):
        workbooks.xlsx(("a",), [()] * 1_048_576)


def test_several_values_of_a_parameter_are_listed(curated_file: Path, tmp_path: Path) -> None:
    asked = ["query", "partners", "-p", "organisation=mecatech", "--graph", str(curated_file)]
    assert run([*asked, "-o", str(tmp_path / "p.xlsx")]) == 0
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    rows = list(book["about"].iter_rows(values_only=True))
    assert ("parameter", "organisation = mecatech") in rows
    labels = [cell for cell in book["answer"]["B"][1:] if cell.value == "INTERMAT"]
    assert {cell.hyperlink.target for cell in labels} == {
        "https://w3id.org/clustergraph/id/organisation/intermat"
    }


def test_the_sheet_says_what_the_answer_is(curated_file: Path) -> None:
    answer = answered(open_graph(str(curated_file)), "centrality", {"top": 2})
    told = about(answer, "fr")
    assert ("paramètre", "top = 2") in told
    assert answer.operation
    assert ("question", answer.operation.question.fr) in told
    assert ("lignes", "2") in told
    assert [text for name, text in told if name == "remarque"] == [
        str(each) for each in answer.notes
    ]


ASK = """PREFIX cg: <https://w3id.org/clustergraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?event ?name { ?event a cg:Event ; rdfs:label ?name } ORDER BY ?event"""


def _csv(path: Path, delimiter: str = ",") -> list[list[str]]:
    text = path.read_text("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]


def _json(path: Path) -> list[list[str]]:
    found = json.loads(path.read_text("utf-8"))
    names = found["head"]["vars"]
    bound = found["results"]["bindings"]
    return [names, *([row[name]["value"] for name in names] for row in bound)]


def _parquet(path: Path) -> list[list[str]]:
    frame = pl.read_parquet(path)
    return [frame.columns, *map(list, frame.rows())]


def _xlsx(path: Path) -> list[list[str]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


READ = {"csv": _csv, "json": _json, "parquet": _parquet, "xlsx": _xlsx}


@pytest.fixture
def asked(curated_file: Path, tmp_path: Path) -> list[str]:
    (tmp_path / "events.rq").write_text(ASK)
    return ["query", str(tmp_path / "events.rq"), "--graph", str(curated_file)]


@pytest.mark.slow
def test_a_question_is_written_by_the_extension_of_its_file(
    asked: list[str], tmp_path: Path
) -> None:
    written = {}
    for kind, read in READ.items():
        path = tmp_path / f"out.{kind}"
        assert run([*asked, "-o", str(path)]) == 0
        written[kind] = read(path)
    assert written["csv"][0] == ["event", "name"]
    assert ["Métamorphoses 2015"] in [row[1:] for row in written["csv"]]
    assert all(rows == written["csv"] for rows in written.values())
    for kind, start in (("tsv", b"?event\t?name"), ("xml", b"<?xml")):
        assert run([*asked, "-o", str(tmp_path / f"out.{kind}")]) == 0
        assert (tmp_path / f"out.{kind}").read_bytes().startswith(start)


@pytest.mark.parametrize("name", ["out.zzz", "out", "out.svg", "out.txt", "out.ttl"])
def test_an_ending_that_no_answer_has_is_one_line(
    name: str, asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*asked, "-o", str(tmp_path / name)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert ".xlsx" in line or "xlsx" in line
    assert not (tmp_path / name).exists()


@pytest.mark.slow
def test_triples_are_written_by_the_extension_too(asked: list[str], tmp_path: Path) -> None:
    (tmp_path / "events.rq").write_text(
        ASK.replace("SELECT ?event ?name", "CONSTRUCT WHERE").replace(" ORDER BY ?event", "")
    )
    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "rdf": ox.RdfFormat.RDF_XML,
    }
    read = []
    for kind, form in formats.items():
        assert run([*asked, "-o", str(tmp_path / f"out.{kind}")]) == 0
        data = (tmp_path / f"out.{kind}").read_bytes()
        read.append({str(quad.triple) for quad in ox.parse(data, format=form)})
    assert read[0]
    assert read[0] == read[1] == read[2]


@pytest.mark.parametrize(("lang", "delimiter"), [("en", ","), ("fr", ";")])
def test_csv_for_excel_is_written_to_a_csv_file(
    lang: str, delimiter: str, asked: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "out.csv"
    assert run([*asked, "--format", "csv-excel", "--lang", lang, "-o", str(path)]) == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert ["Métamorphoses 2015"] in [row[1:] for row in _csv(path, delimiter)]


@pytest.mark.slow
def test_analyses_are_spreadsheets_too(curated_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    assert run(["centrality", "--graph", str(curated_file), "-o", str(path), "--lang", "fr"]) == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["réponse", "à propos"]
    names = [cell.value for cell in book["réponse"][1]]
    assert names[:3] == ["rank", "iri", "label"]
    assert isinstance(book["réponse"]["A2"].value, int)


@pytest.mark.slow
def test_a_text_longer_than_a_cell_is_cut_and_the_sheet_says_so() -> None:
    fits, longer = ox.Literal("a" * 32_767), ox.Literal("b" * 40_000)
    book = openpyxl.load_workbook(io.BytesIO(workbooks.xlsx(("x", "y"), [(fits, longer)])))
    first, second = (str(cell.value) for cell in book["answer"][2])
    assert first == "a" * 32_767
    assert second == "b" * 32_766 + "…"
    assert [cell.value for cell in book["about"][1]] == [
        "note",
        "1 text is longer than the 32,767 characters that a cell holds: it ends with …",
    ]
    alone = openpyxl.load_workbook(io.BytesIO(workbooks.xlsx(("x",), [(fits,)])))
    assert alone.sheetnames == ["answer"]
