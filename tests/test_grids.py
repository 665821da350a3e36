"""How tables look to a reader: grouped numbers, money, the width of a terminal, identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.formats import grids
from clustergraph.formats.grids import Look
from clustergraph.terms import XSD
from terminals import on_a_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.languages import Lang

IRI = "https://w3id.org/clustergraph/id/organisation/mecatech"


def typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(f"{XSD}{datatype}"))


@pytest.mark.parametrize(
    ("value", "datatype", "kind", "unit", "en", "fr"),
    [
        ("3140875.0", "decimal", "decimal", "EUR", "€3,140,875", "3 140 875 €"),
        ("86585475.50", "decimal", "", "EUR", "€86,585,475.50", "86 585 475,50 €"),
        ("-1234.567", "double", "number", "EUR", "-€1,234.57", "-1 234,57 €"),
        ("1.0E6", "double", "number", "EUR", "€1,000,000", "1 000 000 €"),
        # Less than half a cent is not nothing.
        ("0.005", "decimal", "", "EUR", "€0.005", "0,005 €"),
        ("0.0150", "decimal", "", "EUR", "€0.02", "0,02 €"),
        ("-0.0041234567", "double", "", "EUR", "-€0.004123", "-0,004123 €"),
        ("2.5e-12", "double", "", "EUR", "€2.5e-12", "2,5e-12 €"),
        ("-0.0", "double", "", "EUR", "€0", "0 €"),
        ("1.0E6", "double", "", "", "1,000,000", "1 000 000"),
        ("86585475.50", "decimal", "", "", "86,585,475.50", "86 585 475,50"),
        ("1234", "integer", "integer", "", "1,234", "1 234"),
        # What nobody described, or is described as one, may be a year.
        ("2020", "integer", "", "", "2020", "2020"),
        ("2020", "integer", "year", "", "2020", "2020"),
        ("12345", "integer", "", "", "12,345", "12 345"),
        ("0.123456", "double", "number", "", "0.1235", "0,1235"),
        ("33.333333333333333333", "decimal", "", "", "33.33", "33,33"),
        ("196436.44", "double", "number", "", "196,436", "196 436"),
        ("-0.0", "double", "number", "", "0", "0"),
        ("1.5E-7", "double", "number", "", "0.00000015", "0,00000015"),
        ("1e300", "double", "number", "", "1e+300", "1e+300"),
        ("INF", "double", "number", "", "INF", "INF"),
        ("n/a", "decimal", "number", "EUR", "n/a", "n/a"),
    ],
)
def test_numbers_are_grouped_and_money_has_its_currency(
    value: str, datatype: str, kind: str, unit: str, en: str, fr: str
) -> None:
    languages: list[tuple[Lang, str]] = [("en", en), ("fr", fr)]
    for lang, shown in languages:
        assert grids.number(typed(value, datatype), kind, unit, lang) == shown


def test_identifiers_stand_beside_labels_on_demand() -> None:
    rows = [[ox.NamedNode(IRI), ox.NamedNode("urn:x")]]
    look = Look({IRI: "MecaTech"}, ids=True)
    last = grids.draw(("a", "b"), rows, "simple", look).decode().splitlines()[-1]
    assert last == "MecaTech (organisation:mecatech)  urn:x"


TEXTS = st.text(st.characters(codec="utf-8"), max_size=90)


@given(
    st.lists(st.lists(TEXTS, min_size=5, max_size=5), min_size=1, max_size=4),
    st.integers(20, 130),
)
def test_no_line_is_longer_than_the_terminal(rows: list[list[str]], width: int) -> None:
    cells = [[ox.Literal(text) for text in row] for row in rows]
    drawn = grids.draw(tuple("abcde"), cells, "simple", Look(width=width))
    assert grids.widest(drawn) <= width


def test_what_is_cut_has_a_sign_and_numbers_are_never_cut() -> None:
    row = [ox.Literal("a" * 40), ox.Literal(123456789), ox.Literal("b" * 40), ox.Literal("short")]
    at = {
        width: grids.draw(("one", "number", "two", "three"), [row], "simple", Look(width=width))
        .decode()
        .splitlines()[-1]
        for width in (120, 70, 30)
    }
    assert at[120] == f"{'a' * 40}  123,456,789  {'b' * 40}  short"
    assert at[70].count("…") == 2
    assert "123,456,789" in at[70]
    assert at[70].endswith("short")
    # Columns without room are left out, and a sign says so.
    assert at[30].split() == ["a" * 11 + "…", "123,456,789", "…"]


def test_where_room_is_short_a_name_says_more_than_an_identifier() -> None:
    row = [ox.NamedNode(IRI), ox.Literal("MecaTech")]
    for look, there in ((Look(), True), (Look(width=30), False), (Look(width=60, ids=True), True)):
        assert (b"organisation:" in grids.draw(("iri", "label"), [row], "simple", look)) is there


@pytest.mark.slow
def test_a_table_fits_the_terminal_unless_it_shall_not(
    curated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "70")

    def ask(*more: str) -> list[str]:
        asked = ("query", "claims", "--graph", str(curated_file), *more)
        return on_a_terminal(tmp_path, *asked).splitlines()

    lines = ask()
    assert "cut to 70 columns; --wide shows all" in lines
    assert max(map(len, lines)) <= 70
    lines = ask("--wide")
    assert max(map(len, lines)) > 70
    assert "…" not in "".join(lines)
    assert "Luxinnovation (organisation:luxinnovation)" in "".join(ask("--wide", "--ids"))
    ask("--format", "table", "-o", str(tmp_path / "claims.txt"))
    assert max(map(len, (tmp_path / "claims.txt").read_text("utf-8").splitlines())) > 70
