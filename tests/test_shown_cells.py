"""What cells of spreadsheets show beside their numbers, formulas without a value, and which sheet
of several is read."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from clustergraph import sources
from clustergraph.errors import SourceError
from clustergraph.sources.gathering import Gathering
from clustergraph.sources.reading import Column, units
from gathered import lines_of

if TYPE_CHECKING:
    from pathlib import Path

A_B = [Column("a", required=True), Column("b")]
OWN = ["relation", "organisation", "country", "with", "programme", "contribution", "total_cost"]
ROW = ["participation", "Nulpart", "BE", "P1", "EUREKA"]
_SHARED = "one amount for several rows: write into each what is its own"


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("0%", 0.45, "45 %"),
        ("0.0 %", 0.455, "45.5 %"),
        ("0.00%", 1.1, "110 %"),
        ("[$$-409]#,##0.00", 1000, "$ 1000"),
        ("[$USD] #,##0", 1000, "USD 1000"),
        ('_("$"* #,##0.00_)', 12.5, "$ 12.5"),
        ('#,##0 "k€"', 12, "12 k€"),
        ('#,##0.0 "M€"', 1.5, "1.5 M€"),
        ("#,##0\\ \\k\\r", 12, "12 kr"),
        ('0;-0" SEK"', -5, "-5 SEK"),
    ],
)
def test_a_format_that_says_more_than_the_number(code: str, number: float, shown: str) -> None:
    assert units.of_format(code, negative=number < 0).around(number) == shown


@pytest.mark.parametrize(
    "code",
    [
        *("General", "0.00", "#,##0.00", "@", "0.00E+00", "[Red]-0", "dd/mm/yyyy", "# ?/?", ""),
        *('#,##0.00\\ "€"', "[$€-40C] #,##0", "[$EUR] 0", '0 "euros"', '_-* 0\\ "€"_-;\\-* 0'),
        # A million shown as 1 M€ is a million euros; numbers of things have names, too.
        *('0.0,,"M€"', '0,"k€"', '"PIC "0', '"E! "0', '0 "months"'),
    ],
)
def test_a_format_that_says_nothing_more(code: str) -> None:
    assert units.of_format(code) == units.NOTHING


def _book(path: Path, *amounts: tuple[object, str]) -> Path:
    """A table in which contributions have these formats."""
    workbook = openpyxl.Workbook()
    workbook.active.append(OWN)
    for number, (amount, form) in enumerate(amounts, 2):
        workbook.active.append([*ROW[:3], f"P{number}", "EUREKA", amount])
        workbook.active.cell(number, 6).number_format = form
    workbook.save(path)
    return path


def _read(path: Path) -> tuple[list[str], list[tuple[int, str, str, str]]]:
    """The contributions of a table, and the remarks on it."""
    gathering = Gathering()
    found = sources.SOURCES["table"].read(path, "urn:x", gathering)
    amounts = [
        line.split('"')[1] for line in lines_of(gathering) if "#participantContribution>" in line
    ]
    remarks = [(each.line, each.column, each.value, each.reason) for each in found.tally.remarks]
    return sorted(amounts), remarks


def test_an_amount_that_is_shown_in_another_unit_is_left_out_as_in_csv(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "x.xlsx",
        (0.45, "0%"), (1000, "[$$-409]#,##0"), (12, '0 "k€"'), (7, '#,##0.00\\ "€"'), (8, "0.00"),
    )  # fmt: skip
    csv = tmp_path / "x.csv"
    header, start = ";".join(OWN), ";".join(ROW)
    csv.write_text(f"{header}\n{start};45 %;\n{start};$ 1000;\n{start};12 k€;\n")
    amounts, remarks = _read(path)
    assert amounts == ["7.0", "8.0"]
    assert [each[:3] for each in remarks] == [
        (2, "contribution", "45 %"), (3, "contribution", "$ 1000"), (4, "contribution", "12 k€"),
    ]  # fmt: skip
    assert [each[1:] for each in _read(csv)[1]] == [each[1:] for each in remarks]


def _ods(path: Path, *cells: str) -> Path:
    """A table of LibreOffice with these cells under contribution and total_cost."""
    kinds = "table:table-cell office:value-type"
    header = "".join(f'<{kinds}="string"><text:p>{one}</text:p></table:table-cell>' for one in OWN)
    start = "".join(f'<{kinds}="string"><text:p>{one}</text:p></table:table-cell>' for one in ROW)
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in (header, *(
        start.replace("P1", f"P{number}") + cell for number, cell in enumerate(cells)
    )))  # fmt: skip
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", kind)
        book.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest="
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        book.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Sheet1">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def test_a_spreadsheet_of_libreoffice_is_read_as_it_is_shown(tmp_path: Path) -> None:
    cell = (
        '<table:table-cell office:value-type="{}" office:value="{}"{}><text:p>{}</text:p>'
        "</table:table-cell>"
    )
    path = _ods(
        tmp_path / "x.ods",
        cell.format("percentage", 0.45, "", "45%"),
        cell.format("currency", 9, ' office:currency="USD"', "$9.00"),
        cell.format("currency", 7, ' office:currency="EUR"', "7.00 €"),
        cell.format("currency", 6, ' office:currency="SEK"', "6"),
        '<table:table-cell table:formula="of:=[.A1]*2"/>',
        cell.format("float", 8, ' table:formula="of:=4*2"', "8"),
    )
    amounts, remarks = _read(path)
    assert amounts == ["7.0", "8.0"]
    assert sorted(each[:3] for each in remarks) == [
        (2, "contribution", "45 %"), (3, "contribution", "$ 9"), (5, "contribution", "6 SEK"),
        (6, "contribution", "=[.A1]*2"),
    ]  # fmt: skip


def test_a_formula_without_a_value_is_named_with_its_cell(tmp_path: Path) -> None:
    path = _book(tmp_path / "x.xlsx", ("=2*3", "0.00"), (8, "0.00"))
    amounts, remarks = _read(path)
    assert amounts == ["8.0"]
    ((line, column, value, reason),) = remarks
    assert (line, column, value) == (2, "contribution", "=2*3")
    assert "F2 is a formula without a value" in reason


def test_a_formula_that_gives_an_empty_text_has_a_value(tmp_path: Path) -> None:
    path = _book(tmp_path / "x.xlsx", ("=2*3", "0.00"), (8, "0.00"))
    kept = tmp_path / "y.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert b'<c r="F2"' in data
                data = data.replace(b'<c r="F2"', b'<c t="str" r="F2"')
            new.writestr(name, data)
    assert _read(kept) == (["8.0"], [])


def test_of_several_sheets_the_one_that_fits_is_read_and_named(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Read me"
    # Notes may say the same twice.
    workbook.active.append(["about", "about", "b"])
    sheet = workbook.create_sheet("2024")
    sheet.append(OWN)
    sheet.append([*ROW, 5])
    path = tmp_path / "x.xlsx"
    workbook.save(path)
    amounts, remarks = _read(path)
    assert amounts == ["5.0"]
    assert remarks == [(0, "", "Read me", "not read: other sheets of the file")]
    other = workbook.create_sheet("2025")
    other.append(OWN)
    workbook.save(path)
    with pytest.raises(SourceError, match="the sheets 2024, 2025 all have the columns relation"):
        _read(path)
    other.title = "Rows"
    workbook.save(path)
    others = (0, "", "2024", "not read: other sheets of the file")
    assert _read(path) == ([], [others])
    # A hidden one is nobody's choice, and is named where it could be read as well.
    sheet.sheet_state = "hidden"
    workbook.save(path)
    assert _read(path) == ([], [others])


def test_a_unit_that_a_style_of_libreoffice_has_is_seen(tmp_path: Path) -> None:
    cell = (
        '<table:table-cell office:value-type="float" office:value="12"><text:p>12 k€</text:p>'
        "</table:table-cell>"
    )
    path = _ods(tmp_path / "x.ods", cell)
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("styles.xml", "<x><number:number/><number:text> k€</number:text></x>")
    amounts, remarks = _read(path)
    assert amounts == []
    assert [each[:3] for each in remarks] == [(2, "contribution", "12 k€")]


def test_tabs_and_line_breaks_within_a_cell_of_libreoffice_part_words(tmp_path: Path) -> None:
    texts = {
        "12<text:tab/>kg": "12\tkg",
        "<text:span>a<text:line-break/>b</text:span>": "a\nb",
        'a<text:s text:c="2"/>b</text:p><text:p>c<text:tab/>d': "a  b\nc\td",
    }
    cells = [
        f'<table:table-cell office:value-type="string"><office:annotation><text:p>x<text:tab/>'
        f"</text:p></office:annotation><text:p>{text}</text:p></table:table-cell>"
        for text in texts
    ]
    amounts, remarks = _read(_ods(tmp_path / "x.ods", *cells))
    assert amounts == []
    assert [each[:3] for each in remarks] == [
        (line, "contribution", text) for line, text in enumerate(texts.values(), 2)
    ]


def test_what_merged_cells_of_libreoffice_show_stands_in_each_of_their_rows(tmp_path: Path) -> None:
    cell = '<table:table-cell{} office:value-type="float" office:value="{}"/>'
    spanned = ' table:number-columns-spanned="1" table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell/>"
    path = _ods(tmp_path / "x.ods", cell.format(spanned, 7), covered, cell.format("", 8), covered)
    # Nobody can tell how the two rows share it, which both show.
    assert _read(path) == (
        ["8.0"], [(line, "contribution", "7", _SHARED) for line in (2, 3)]
    )  # fmt: skip


def test_one_amount_for_several_rows_is_no_row_s_and_their_project_has_what_it_costs(
    tmp_path: Path,
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(OWN)
    for name, own in (("Nulpart", 6), ("Nowhere", None), ("Nirgends", 9)):
        sheet.append(["participation", name, "BE", "P1", "EUREKA", own])
    sheet["G2"] = 100
    for cells in ("F2:F3", "G2:G4"):
        sheet.merge_cells(cells)
    workbook.save(tmp_path / "x.xlsx")
    amounts, remarks = _read(tmp_path / "x.xlsx")
    assert amounts == ["9.0"]
    assert remarks == [(line, "contribution", "6", _SHARED) for line in (2, 3)]


def test_days_counted_from_1904_are_those_that_were_meant(tmp_path: Path) -> None:
    day = date(2021, 3, 31)
    starts = {}
    for epoch in (WINDOWS_EPOCH, MAC_EPOCH):
        workbook = openpyxl.Workbook()
        workbook.epoch = epoch
        workbook.active.append([*OWN, "start", "end"])
        # One has lost its format, one has not; an amount is no day.
        workbook.active.append([*ROW, 44286, None, (day - epoch.date()).days, day])
        workbook.save(tmp_path / "x.xlsx")
        gathering = Gathering()
        sources.SOURCES["table"].read(tmp_path / "x.xlsx", "urn:x", gathering)
        starts[epoch] = {
            line.split("#")[1] for line in lines_of(gathering)
            if "Date>" in line or "participantContribution>" in line
        }  # fmt: skip
    assert starts[MAC_EPOCH] == starts[WINDOWS_EPOCH]
    assert sum('"2021-03-31"' in each for each in starts[MAC_EPOCH]) == 2


@pytest.mark.parametrize("failed", ["#REF!", "#VALUE!", "#DIV/0!"])
def test_a_formula_that_failed_is_named(failed: str, tmp_path: Path) -> None:
    amounts, remarks = _read(_book(tmp_path / "x.xlsx", (failed, "0"), ("#N/A", "General")))
    assert (amounts, remarks) == (
        [], [(2, "contribution", failed, "F2 is a formula that failed")]
    )  # fmt: skip
    cell = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        f'office:string-value="" calcext:value-type="error"><text:p>{failed}</text:p>'
        "</table:table-cell>"
    )
    assert _read(_ods(tmp_path / "x.ods", cell)) == (amounts, remarks)
    csv = tmp_path / "x.csv"
    csv.write_text(f"{';'.join(OWN)}\n{';'.join(ROW)};{failed};#N/A\n")
    assert _read(csv) == ([], [(2, "contribution", failed, "a formula that failed")])
