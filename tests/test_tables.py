"""The SPARQL 1.1 result formats byte for byte, and the formats for readers."""

import io
import json

import polars as pl
import pyoxigraph as ox
import pytest

from clustergraph import tables
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


def test_csv_is_that_of_the_recommendation() -> None:
    assert (
        tables.write(TABLE, "csv")
        == (
            f'who,whoLabel,count\r\n{MECATECH},"Meca ""Tech"", a|b",4\r\nhttps://e.example/x,é,\r\n'
        ).encode()
    )


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
        digits=4,
    )
    assert made.column("iri") == [ox.NamedNode("urn:a"), ox.NamedNode("urn:b")]
    assert made.column("name") == [ox.Literal("A"), None]
    assert made.column("count") == [ox.Literal(3), None]
    assert [cell and cell.value for cell in made.column("share")] == ["0.3333", "0"]
    assert made.to_polars().schema["share"].is_float()


@pytest.mark.parametrize(
    ("value", "shown"), [(196436.0, "196436"), (196436.44, "196436"), (0.123456, "0.1235")]
)
def test_rounding_never_takes_digits_before_the_point(value: float, shown: str) -> None:
    cell = tables.cell(value, digits=4)
    assert cell and cell.value == shown


def test_a_number_that_is_none_leaves_its_cell_empty() -> None:
    assert tables.from_columns({"x": [float("nan")]}).rows == [(None,)]
    assert tables.from_columns({"x": []}).rows == []
