"""The SPARQL 1.1 result formats byte for byte, and the formats for readers."""

import csv
import io
import json
import math
import re

import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.formats import delimited, tables
from clustergraph.formats.grids import Look
from clustergraph.languages import Lang
from clustergraph.terms import XSD, mint

MECATECH = mint("organisation", "mecatech")
TABLE = tables.Table(
    ("who", "whoLabel", "count"),
    [
        (
            ox.NamedNode(MECATECH),
            ox.Literal('Meca "Tech", a|b'),
            ox.Literal("4", datatype=ox.NamedNode(f"{XSD}integer")),
        ),
        (ox.NamedNode("https://e.example/x"), ox.Literal("é", language="fr"), None),
    ],
)


def test_csv_has_its_texts_in_quotes_and_no_others() -> None:
    assert (
        tables.write(TABLE, "csv")
        == (
            f'who,whoLabel,count\r\n{MECATECH},"Meca ""Tech"", a|b",4\r\nhttps://e.example/x,"é",\r\n'
        ).encode()
    )


_TERMS = st.one_of(
    st.none(),
    st.text(st.sampled_from("aé東 \",'\r\n\t;=")).map(ox.Literal),
    st.integers().map(ox.Literal),
    st.sampled_from(
        [ox.BlankNode("b1"), ox.NamedNode("https://e.example/a"), ox.Literal("x", language="fr")]
    ),
)


@given(st.integers(0, 3).flatmap(lambda width: st.lists(st.tuples(*[_TERMS] * width))))
@pytest.mark.slow
def test_exact_csv_is_byte_for_byte_what_oxigraph_writes(rows: list[tables.Row]) -> None:
    table = tables.Table(tuple("abc"[: len(rows[0]) if rows else 1]), rows)
    told = ox.parse_query_results(tables.to_json(table), format=ox.QueryResultsFormat.JSON)
    assert tables.write(table, "csv-exact") == told.serialize(format=ox.QueryResultsFormat.CSV)


def test_csv_quotes_an_iri_with_a_comma_which_oxigraph_does_not() -> None:
    table = tables.Table(("a", "b"), [(ox.NamedNode("https://e.example/a,b"), None)])
    assert tables.write(table, "csv") == b'a,b\r\n"https://e.example/a,b",\r\n'


def typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(f"{XSD}{datatype}"))


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (ox.Literal("=cmd|'/c calc'!A0"), "\"'=cmd|'/c calc'!A0\""),
        (ox.Literal("+352 123", language="fr"), '"\'+352 123"'),
        (ox.Literal("-5"), '"\'-5"'),
        (ox.Literal("@SUM(A1)"), '"\'@SUM(A1)"'),
        (ox.Literal("＝1"), '"\'＝1"'),
        (ox.Literal("\t=1"), "\"'\t'=1\""),
        (ox.Literal("\r=1"), "\"'\r'=1\""),
        (ox.Literal('=HYPERLINK("x")'), '"\'=HYPERLINK(""x"")"'),
        (typed("=1+1", "decimal"), "'=1+1"),
        # A text that looks as if it had been guarded is guarded too, so that there is one way back.
        (ox.Literal("'=1"), "\"''=1\""),
        (ox.Literal("'s-Hertogenbosch"), '"\'s-Hertogenbosch"'),
        (ox.Literal("3-D; a-b"), '"3-D; a-b"'),
        # A spreadsheet that separates cells by semicolons begins one here.
        (ox.Literal("ACME;=1+1"), '"ACME;\'=1+1"'),
        (ox.Literal('ACME; "@x'), '"ACME;\' ""@x"'),
        (ox.Literal("one\n- two"), '"one\n\'- two"'),
        (ox.NamedNode("urn:a;=1"), "urn:a;'=1"),
        (ox.Literal(-5), "-5"),
        (typed("-5.50", "decimal"), "-5.50"),
        (typed("-1.5E-3", "double"), "-1.5E-3"),
        (typed("-INF", "double"), "-INF"),
        (ox.NamedNode("urn:=1"), "urn:=1"),
    ],
)
def test_csv_hands_no_spreadsheet_a_formula(term: tables.Term, written: str) -> None:
    assert tables.write(tables.Table(("a",), [(term,)]), "csv").decode() == f"a\r\n{written}\r\n"


@given(st.lists(st.text(st.sampled_from("a'=+-@\t\r\n ;＝5\""))))
def test_every_text_can_be_had_back_from_csv(texts: list[str]) -> None:
    table = tables.Table(("n", "a"), [(ox.Literal(1), ox.Literal(text)) for text in texts])
    data = tables.write(table, "csv").decode()
    cells = [row[1] for row in csv.reader(io.StringIO(data, newline=""))][1:]
    assert not [cell for cell in cells if re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)]
    assert not [cell for cell in cells if re.search(r"[;\t\r\n][ \"]*[=+\-@＝＋－＠]", cell)]
    assert [delimited.unguarded(cell) for cell in cells] == texts


@pytest.mark.parametrize("form", ["csv-exact", "tsv", "json", "xml", "parquet"])
def test_other_formats_leave_a_formula_as_it_is(form: str) -> None:
    written = tables.write(tables.Table(("a",), [(ox.Literal("=1+1"),)]), form)
    assert b"=1+1" in written
    assert b"'=1+1" not in written


def test_tsv_is_that_of_the_recommendation() -> None:
    assert (
        tables.write(TABLE, "tsv")
        == (
            "?who\t?whoLabel\t?count\n"
            f'<{MECATECH}>\t"Meca \\"Tech\\", a|b"\t4\n'
            '<https://e.example/x>\t"é"@fr\t\n'
        ).encode()
    )


def test_json_is_that_of_the_recommendation() -> None:
    assert json.loads(tables.write(TABLE, "json")) == {
        "head": {"vars": ["who", "whoLabel", "count"]},
        "results": {
            "bindings": [
                {
                    "who": {"type": "uri", "value": MECATECH},
                    "whoLabel": {"type": "literal", "value": 'Meca "Tech", a|b'},
                    "count": {"type": "literal", "value": "4", "datatype": f"{XSD}integer"},
                },
                {
                    "who": {"type": "uri", "value": "https://e.example/x"},
                    "whoLabel": {"type": "literal", "value": "é", "xml:lang": "fr"},
                },
            ]
        },
    }


def test_xml_reads_back_as_the_same_table() -> None:
    again = ox.parse_query_results(tables.write(TABLE, "xml"), format=ox.QueryResultsFormat.XML)
    assert isinstance(again, ox.QuerySolutions)
    assert tables.from_solutions(again) == TABLE


def test_the_table_shows_labels_instead_of_iris_and_once() -> None:
    drawn = tables.write(TABLE, "table", {MECATECH: "MecaTech Cluster"}).decode()
    assert drawn.splitlines() == [
        "who                    count",
        "-------------------  -------",
        "MecaTech Cluster           4",
        "https://e.example/x",
    ]


def test_markdown_escapes_its_own_sign() -> None:
    table = tables.Table(("a",), [(ox.Literal("x|y\nz"),)])
    assert "| x\\|y z |" in tables.write(table, "markdown").decode()


def test_a_control_character_does_not_reach_the_terminal() -> None:
    table = tables.Table(("a",), [(ox.Literal("red\x1b[31m"),)])
    assert b"\x1b" not in tables.write(table, "table")


def test_wide_characters_keep_columns_straight() -> None:
    table = tables.Table(("a", "b"), [(ox.Literal("東京"), ox.Literal("x"))])
    assert tables.write(table, "table").decode().splitlines()[2] == "東京  x"


@pytest.mark.parametrize("form", tables.WRITERS)
def test_every_format_writes_an_empty_table(form: str) -> None:
    assert b"a" in tables.write(tables.Table(("a",), []), form)


def test_booleans() -> None:
    assert tables.write_boolean(True, "json") == b'{"head":{},"boolean":true}'
    assert b"<boolean>false</boolean>" in tables.write_boolean(False, "xml")
    assert tables.write_boolean(False, "table") == b"false\n"


def test_records_are_plain_objects_with_numbers() -> None:
    assert json.loads(tables.records(TABLE))[0] == {
        "who": MECATECH,
        "whoLabel": 'Meca "Tech", a|b',
        "count": 4,
    }


def test_numbers_are_numbers_in_polars_and_parquet() -> None:
    one = ox.Literal(1)
    table = tables.Table(
        ("n", "x", "mixed", "empty"),
        [(one, ox.Literal(0.5), one, None), (None, one, ox.Literal("a"), None)],
    )
    frame = pl.read_parquet(io.BytesIO(tables.write(table, "parquet")))
    assert frame.dtypes == [pl.Int64, pl.Float64, pl.String, pl.String]
    assert frame.rows() == [(1, 0.5, "1", None), (None, 1.0, "a", None)]
    assert frame.equals(table.to_polars())


def test_a_table_comes_from_columns_of_plain_values() -> None:
    made = tables.from_columns(
        {"iri": ["urn:a", "urn:b"], "name": ["A", ""], "count": [3, None], "share": [1 / 3, -0.0]},
        iris=["iri"],
    )
    assert made.column("iri") == [ox.NamedNode("urn:a"), ox.NamedNode("urn:b")]
    assert made.column("name") == [ox.Literal("A"), None]
    assert made.column("count") == [ox.Literal(3), None]
    assert [cell and cell.value for cell in made.column("share")] == [
        "0.333333333333",
        "0",
    ]
    assert tables.write(made, "table").decode().splitlines()[2].split() == [
        "urn:a",
        "A",
        "3",
        "0.3333",
    ]
    assert made.to_polars().schema["share"].is_float()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (196436.0, "196436"),
        (196436.44, "196436"),
        (0.123456, "0.1235"),
        (1234567890123456.0, "1234567890123456"),
        (math.inf, "INF"),
        (-math.inf, "-INF"),
    ],
)
def test_rounding_never_takes_digits_before_the_point(value: float, shown: str) -> None:
    cell = tables.cell(value, digits=4)
    assert cell and cell.value == shown


def test_a_number_that_is_none_leaves_its_cell_empty() -> None:
    assert tables.from_columns({"x": [float("nan")]}).rows == [(None,)]
    assert tables.from_columns({"x": []}).rows == []


@pytest.mark.parametrize("form", ["csv", "csv-excel"])
def test_a_spreadsheet_of_any_language_runs_nothing(form: str) -> None:
    table = tables.Table(("s", "name"), [(ox.NamedNode("urn:x"), ox.Literal("ACME;=1+1"))])
    data = tables.write(table, form).decode("utf-8-sig")
    for separator in ",;\t":
        cells = [cell for row in csv.reader(io.StringIO(data), delimiter=separator) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+\-@]", cell)]


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", '"urn:a","Métamorphoses ""x""",-1234.50,1000000,"2020-01-31",7'),
        ("fr", '"urn:a";"Métamorphoses ""x""";-1234,50;1000000;"2020-01-31";7'),
    ],
)
def test_csv_for_excel_has_the_signs_of_its_language(lang: Lang, line: str) -> None:
    row = (
        ox.NamedNode("urn:a"),
        ox.Literal('Métamorphoses "x"'),
        typed("-1234.50", "decimal"),
        typed("1.0E6", "double"),
        typed("2020-01-31", "date"),
        ox.Literal(7),
    )
    table = tables.Table(tuple("abcdef"), [row])
    data = tables.write(table, "csv-excel", look=Look(lang=lang))
    assert data.startswith(b"\xef\xbb\xbfa")
    assert data.decode("utf-8-sig").splitlines()[1] == line


def test_markdown_lets_no_html_link_or_code_through() -> None:
    bad = "<img src=x onerror=alert(1)> [x](javascript:y) `z` &lt; a & b"
    table = tables.Table(("a",), [(ox.Literal(bad),)])
    assert tables.write(table, "markdown").decode().splitlines()[-1] == (
        "| &lt;img src=x onerror=alert(1)> \\[x](javascript:y) \\`z\\` &amp;lt; a & b |"
    )
