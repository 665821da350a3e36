"""Answers read by columns: the same tables as from terms, whatever a cell is."""

import io
import json
import random
import re

import polars as pl
import pytest

from clustergraph.formats import batches, cells, tables
from clustergraph.networks import reading
from clustergraph.questions import queries

XSD = "http://www.w3.org/2001/XMLSchema#"


def literal(text, datatype=None, lang=None):
    cell = {"type": "literal", "value": text}
    return {
        **cell,
        **({"datatype": XSD + datatype} if datatype else {}),
        **({"xml:lang": lang} if lang else {}),
    }


def iri(text):
    return {"type": "uri", "value": text}


def document(*rows, names=("a", "b")):
    whole = {"head": {"vars": list(names)}, "results": {"bindings": list(rows)}}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def of_terms(data):
    return tables.from_json(data).to_polars()


COLUMNS = {
    "iris": [iri("https://example.org/a"), iri("urn:isbn:1"), iri("http://é.example/%20?q=1#x")],
    "mixed": [iri("http://example.org/"), literal("5", "integer"), None],
    "tagged": [literal("un", lang="fr"), literal("one", lang="en-GB"), literal("1")],
    "whole": [literal("5", "integer"), literal("-07", "integer"), None],
    "signed": [literal("+5", "integer"), literal("12", "integer")],
    "no number": [literal("--5", "integer"), literal("12", "integer")],
    "too long": [literal("9" * 19, "integer"), literal("1", "integer")],
    "largest": [literal(str(2**63 - 1), "integer")],
    "one kind of real": [literal("1.50", "decimal"), literal("2", "decimal")],
    "reals": [literal("1.5", "decimal"), literal("2e3", "double"), literal("3", "integer")],
    "shortest": [literal("0.1", "double"), literal("1e-7", "double"), literal("5.0E-1", "double")],
    "long real": [literal("0.12345678901234567890123", "decimal")],
    "not finite": [literal("INF", "double"), literal("-INF", "float"), literal("NaN", "double")],
    "half": [literal("1.5", "integer")],
    "days": [literal("2020-02-29", "date"), literal("12020-01-01", "date")],
    "yes": [literal("true", "boolean"), literal("0", "boolean")],
    "quotes": [literal('say "}},{" twice'), literal("}},{"), literal("a\\b"), literal("=1+1")],
    "signs": [literal("line\nend\t\r"), literal("\u0001\u007f"), literal("😀 é")],
    "empty text": [literal(""), None, literal(" ")],
    "blank": [{"type": "bnode", "value": "b0"}, iri("http://example.org/")],
    "unbound": [None, None],
}


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_those_of_the_terms(name):
    rows = [{"a": iri("http://example.org/r")} | ({"b": cell} if cell else {})
            for cell in COLUMNS[name]]  # fmt: skip
    data = document(*rows)
    read = cells.frame(cells.columns(data))
    assert read.schema == of_terms(data).schema
    assert read.equals(of_terms(data))
    assert cells.frame(cells.of(tables.from_json(data))).equals(read)


def test_what_cells_become():
    columns = cells.columns(
        document({"a": literal("5", "integer"), "b": literal("x", lang="en")}, {"a": iri("u:x")})
    )
    assert columns["a"].values.to_list() == ["5", "u:x"]
    assert columns["a"].kinds == {f"{XSD}integer", batches.IRI}
    assert columns["b"].values.to_list() == ["x", None]
    numbers = cells.frame(cells.columns(document({"a": literal("07", "integer")})))
    assert numbers["a"].to_list() == [7]
    assert numbers["b"].to_list() == [None]


@pytest.mark.parametrize("names", [("a", "b"), ("a",), ()])
def test_an_empty_answer_has_its_columns(names):
    assert cells.frame(cells.columns(document(names=names))).equals(of_terms(document(names=names)))


@pytest.mark.parametrize("space", [(",", ": "), (", ", ":")])
def test_a_document_of_another_layout(space):
    data = json.dumps(json.loads(document({"a": literal("5", "integer")})), separators=space)
    assert cells.frame(cells.columns(data.encode())).equals(of_terms(data))


def test_pieces_end_between_rows(monkeypatch):
    texts = ["}},{", '"}},{"', "x}},{", "}},{y", '}},{"a":{', "\\", '\\"', "plain"] * 9
    rows = [{"a": literal(text), "b": literal(text)} for text in texts]
    rows[3], rows[5] = {}, {"b": literal("}},{")}
    data = document(*rows)
    whole = of_terms(data)
    for size in range(1, 60, 7):
        monkeypatch.setattr(cells, "_PIECE", size)
        assert cells.frame(cells.columns(data)).equals(whole)


@pytest.mark.parametrize(
    "cell",
    [
        iri("no iri"),
        iri("http://example.org/a b"),
        iri("http://example.org/%zz"),
        {"type": "uri"},
        {"type": "sort", "value": "x"},
        literal("x", lang="no tag"),
        {"type": "literal", "value": "x", "datatype": "no iri"},
    ],
)
def test_what_is_no_rdf_is_refused_as_before(cell):
    data = document({"a": literal("fine")}, {"a": cell})
    with pytest.raises((ValueError, SyntaxError)):
        of_terms(data)
    with pytest.raises((ValueError, SyntaxError)):
        cells.columns(data)


@pytest.mark.parametrize("end", [1, 3, 20])
def test_a_cut_document_is_refused(end):
    with pytest.raises((ValueError, SyntaxError)):
        cells.columns(document({"a": iri("http://example.org/")})[:-end])


def csv(data, dialect, long=64):
    """The CSV of a document that counts as long from so many bytes on, more than its head has."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cells, "_LONG", long)
        rows = cells.stream(io.BytesIO(data))
        file = io.BytesIO()
        tables.STREAMED[dialect](rows, file, "en")
    assert (rows.batches is None) == (long > len(data))
    return file.getvalue()


@pytest.mark.parametrize("dialect", ["csv", "csv-exact", "csv-excel"])
@pytest.mark.parametrize("name", COLUMNS)
def test_long_answers_are_written_as_short_ones(name, dialect, monkeypatch):
    rows = [{"a": iri("http://example.org/r")} | ({"b": cell} if cell else {})
            for cell in COLUMNS[name]]  # fmt: skip
    data = document(*rows, {}, *rows)
    for size in (1, 90, 1 << 18):
        monkeypatch.setattr(cells, "_PIECE", size)
        assert csv(data, dialect) == csv(data, dialect, long=1 << 22)


def test_odd_texts_are_written_alike_by_columns():
    odd = [*"'\",;=-@＝xé 1\\\t\n", "\r\n", ""]
    chosen = random.Random(4)
    rows = [
        {name: chosen.choice([literal, iri])("".join(chosen.choices(odd, k=chosen.randrange(5))))
         if kind < 3 else literal(chosen.choice(["-1", "+2.5", "INF", "-INF", "1e5"]), "double")
         for name in "abc" if (kind := chosen.randrange(5)) < 4}
        for _ in range(3_000)
    ]  # fmt: skip
    for row in rows:
        for cell in row.values():
            if cell["type"] == "uri":
                cell["value"] = "urn:" + re.sub(r'[\s"\\]', "", cell["value"])
    for dialect in ("csv", "csv-exact"):
        data = document(*rows, names=tuple("abc"))
        assert csv(data, dialect) == csv(data, dialect, long=1 << 22)


@pytest.mark.parametrize("dialect", ["csv", "csv-exact"])
def test_a_cut_document_is_refused_between_its_rows(dialect, monkeypatch):
    monkeypatch.setattr(cells, "_PIECE", 1)
    row = {"a": iri("http://example.org/")}
    data = document(row, row)
    for end in range(1, len(data) - data.index(b"bindings") - 10):
        with pytest.raises((ValueError, SyntaxError)):
            csv(data[:-end], dialect)


def test_rows_and_empty_columns_are_seen_by_columns():
    data = document({"a": iri("http://example.org/")}, {"a": literal(""), "c": literal("1")},
                    names=("a", "b", "c"))  # fmt: skip
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cells, "_LONG", 64)
        for form in ("csv", "csv-excel"):
            seen = queries.Seen()
            rows = seen.watched(cells.stream(io.BytesIO(data)))
            tables.STREAMED[form](rows, io.BytesIO(), "en")
            assert (seen.rows, seen.empty) == (2, {"b"})


A, B, C = (iri(f"http://example.org/{name}") for name in "abc")


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([(B, A), (A, literal("x")), (B, A)], ("member", "through")),
        ([(B, A), (A, C)], ("source", "target")),
        ([(B, A, literal("why"), literal("true", "boolean")), (A, C, None, literal("0"))],
         ("source", "target", "reason", "directed")),
        ([(A, B, iri("http://example.org/p"))], ("target", "source", "label")),
    ],
)  # fmt: skip
def test_networks_are_those_of_the_terms(rows, names):
    made = [{name: cell for name, cell in zip(names, row, strict=True) if cell} for row in rows]
    data = document(*made, names=names)
    read = reading.plain(cells.columns(data))
    wanted = reading.frame(tables.from_json(data), "x.rq")
    assert isinstance(read, pl.DataFrame)
    assert read.schema == wanted.schema
    assert read.equals(wanted)


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ((literal("x"), A), ("member", "through")),
        (({"type": "bnode", "value": "b"}, A), ("member", "through")),
        ((A, None), ("member", "through")),
        ((None, A), ("member", "through")),
        ((A, literal("x")), ("source", "target")),
        ((A, None), ("source", "target")),
        ((A, B, literal("2", "integer")), ("source", "target", "weight")),
        ((A, B), ("member", "target")),
        ((A, B, A, A), ("source", "target", "reason", "label")),
    ],
)
def test_other_networks_take_a_closer_look(row, names):
    made = {name: cell for name, cell in zip(names, row, strict=True) if cell}
    assert reading.plain(cells.columns(document(made, names=names))) is None
