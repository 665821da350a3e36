"""Files as people have them: habits of Excel, LibreOffice, macOS, pandas and CORDIS itself."""

from __future__ import annotations

import gzip
import io
import zipfile
from importlib import import_module
from typing import TYPE_CHECKING

import openpyxl
import pytest

import clustergraph as cg
from clustergraph import sources
from clustergraph.building import build
from clustergraph.errors import RequestError, SourceError
from clustergraph.formats import frames, rdf
from clustergraph.graph import folder
from clustergraph.sources import keep, reading, registers, values
from clustergraph.sources import rdf as rdf_source
from clustergraph.sources.blocks import Blocks
from clustergraph.sources.countries import country_code
from clustergraph.sources.gathering import Gathering
from clustergraph.sources.general import GENERAL
from clustergraph.sources.keep import rows as keep_rows
from clustergraph.sources.reading import Column, Tally, cuts
from clustergraph.sources.table import cells as table_cells
from clustergraph.terms import CG
from gathered import lines_of

if TYPE_CHECKING:
    from pathlib import Path

import pyoxigraph as ox

A_B = [Column("a", required=True), Column("b")]


def rows(path: Path, tally: Tally | None = None) -> list[reading.Row]:
    counted = tally or Tally()
    found = reading.tables(path, *reading.TABLES, tally=counted)
    return [
        row
        for table in found
        for sheet in reading.sheets_of(table).values()
        for row in reading.rows(sheet, A_B, counted)
    ]


def book(path: Path, *lines: list[object]) -> Path:
    workbook = openpyxl.Workbook()
    for line in lines:
        workbook.active.append(line)
    workbook.save(path)
    return path


# --- Text files


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"sep=;\r\na;b\r\n1;2,5\r\n", 3),
        (b'"sep=;"\na;b\n1;2,5\n', 3),
        (b"\xef\xbb\xbfSEP=;\na;b\n1;2,5\n", 3),
        (b"\n\na;b\n1;2,5\n", 4),
        ("a\tb\n1\t2,5\n".encode("utf-16"), 2),
        ("sep=\t\na\tb\n1\t2,5\n".encode("utf-16"), 3),
        (b"\xef\xbb\xbfsep=\\t\r\na\tb\r\n1\t2,5\r\n", 3),
        (b"sep=;;\r\na;b\r\n1;2,5\r\n", 3),
        (b"Our partners\n\na;b\n1;2,5\n", 4),
        (b"Our partners;;\na;b;c\n1;2,5;\n", 3),
        (b"Our partners\nas of 2026\n\nby Jane\na;b;c\n1;2,5;\n", 6),
    ],
)
def test_lines_above_the_header_and_utf_16(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert rows(path) == [(line, ("1", "2,5"))]


def test_a_spreadsheet_whose_properties_are_broken_has_no_day(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("docProps/core.xml", "<dcterms:created>2026-01-02T00:00:00Z" * 9)
    (table,) = reading.tables(path, "xlsx", tally=Tally())
    assert keep._made(table) == "2026-01-02"
    whole = path.read_bytes()
    # The first byte of what is packed: a kind of block that there is not.
    at = whole.index(b"core.xml") + len(b"core.xml")
    path.write_bytes(whole[:at] + b"\xff" + whole[at + 1 :])
    assert keep._made(table) == ""


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("above", ["", "Our partners\n\n", "sep={sign}\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_header_with_line_breaks_in_its_cells(
    tmp_path: Path, sign: str, above: str, end: str
) -> None:
    cells = ('"The ""x""\n(of 2)"', "a", '"b\n\nin EUR"'), ("1", "2", '"3\n4"'), ("5", "6", "7")
    text = above.format(sign=sign) + "".join(f"{sign.join(row)}{end}" for row in cells)
    path = tmp_path / "x.csv"
    path.write_text(text, newline="")
    (table,) = reading.tables(path, "csv")
    sheet = reading.csv_sheet(table)
    assert sheet.header == ('The "x"\n(of 2)', "a", "b\n\nin EUR")
    first = above.count("\n") + 5
    assert [*sheet.rows] == [(first, ["1", "2", "3\n4"]), (first + 2, ["5", "6", "7"])]


def test_lines_of_one_column_are_no_titles(tmp_path: Path) -> None:
    """Of names one below the other, one that has commas makes no header."""
    path = tmp_path / "x.csv"
    path.write_text("name\nA Works\nBeta\nGamma, Delta, and Sons\nEpsilon\n")
    (table,) = reading.tables(path, *reading.TABLES, tally=Tally())
    (sheet,) = reading.sheets_of(table).values()
    assert sheet.header == ("name",)


def test_what_says_that_nothing_is_known_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    marks = ["NaN", "None", "NULL", "n/a", "N.a.", "#N/A", "-", "\u2014"]
    path.write_text("a;b\n" + "".join(f"{mark};NA\n" for mark in marks))
    assert {row for _, row in rows(path)} == {("", "NA")}


def test_titles_above_the_header_of_a_spreadsheet(tmp_path: Path) -> None:
    titles: list[list[object]] = [["Our partners"], [], ["Who", None, None, "What"]]
    path = book(tmp_path / "x.xlsx", *titles, ["x", "a", "b", "y", "z"], [None, 1, "2,5"])
    assert rows(path) == [(5, ("1", "2,5"))]


def test_a_length_of_time_beyond_all_calendars_is_one_line(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["a", "b"], ["1", 1e9])
    workbook = openpyxl.load_workbook(path)
    workbook.active["B2"].number_format = "[h]:mm:ss"
    workbook.save(path)
    with pytest.raises(SourceError, match="no calendar"):
        rows(path)


OWN = "relation;organisation;country;with;programme;start;end\n"


def own(tmp_path: Path, *periods: str) -> Path:
    """A graph of two organisations in projects of these periods."""
    lines = [
        f"participation;{name};BE;P{number};EUREKA;{period}\n"
        for number, period in enumerate(periods)
        for name in ("Nulpart", "Nowhere")
    ]
    table = tmp_path / "own.csv"
    table.write_text(OWN + "".join(lines))
    build.build([("table", table)], tmp_path / "g")
    return tmp_path / "g"


def test_what_merged_cells_show_stands_in_each_of_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    lines: list[list[object]] = [["a", "b"], [1, "x"], [2], [3], [], [4, "y"], [None, "z"]]
    for line in lines:
        sheet.append(line)
    # Two rows; two columns, which say nothing of the second; three rows, the last of them empty.
    for cells in ("B2:B3", "A4:B4", "A6:A8"):
        sheet.merge_cells(cells)
    workbook.save(path)
    assert rows(path) == [
        (2, ("1", "x")), (3, ("2", "x")), (4, ("3", "")), (6, ("4", "y")), (7, ("4", "z")),
    ]  # fmt: skip


def test_merged_cells_that_lie_over_each_other_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    workbook = openpyxl.Workbook()
    for line in (["a", "b"], *([number, "x"] for number in range(40))):
        workbook.active.append(line)
    for column in range(200):
        workbook.active.merged_cells.add(f"A2:{chr(65 + column % 26)}{41 - column // 26}")
    workbook.save(path)
    with pytest.raises(SourceError, match="merged cells lie over each other"):
        rows(path)


def test_a_hidden_sheet_is_nobodys_choice(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["lists"])
    workbook.active.sheet_state = "hidden"
    shown = workbook.create_sheet("Partners")
    shown.append(OWN.strip().split(";"))
    shown.append(["participation", "Nulpart", "BE", "P1", "EUREKA"])
    workbook.active = 1
    workbook.save(tmp_path / "x.xlsx")
    table = sources.SOURCES["table"]
    found = table.read(tmp_path / "x.xlsx", "urn:x", Gathering())
    assert (found.tally.read, found.tally.kept) == (1, 1)


@pytest.mark.slow
def test_the_year_9999_is_an_open_end(tmp_path: Path) -> None:
    graph = cg.open(own(tmp_path, "2020-01-01;9999-12-31", "2021-01-01;2022-12-31"))
    found = cg.evolution(graph, measure="degree", network="partners")
    assert max(str(row[0].value) for row in found.table.rows if row[0]) < "2100"


@pytest.mark.slow
def test_dates_over_centuries_are_refused_with_a_way_out(tmp_path: Path) -> None:
    graph = cg.open(own(tmp_path, "0202-01-01;2022-12-31"))
    with pytest.raises(RequestError, match="from 202 to 2022"):
        cg.evolution(graph, measure="degree", network="partners")
    found = cg.evolution(graph, measure="degree", network="partners", years="2021..2022")
    assert len(found.table.rows) == 4


def test_a_field_that_opens_with_two_quotes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('"a";"b"\n"1";""Bright ""light" shows; it"\n"2";"y"\n"3";""Two\nlines" z"\n')
    tally = Tally()
    told = [(2, ("1", '"Bright "light" shows; it')), (3, ("2", "y")), (4, ("3", '"Two\nlines" z'))]
    assert rows(path, tally) == told
    assert (tally.read, tally.rejects) == (3, [])


def test_a_record_that_can_be_cut_in_two_ways_is_not() -> None:
    assert cuts.cells('"a";""b";"c"', ";", 3) == ["a", '"b', "c"]
    assert cuts.cells('"a";"b"";"c"', ";", 2) is None
    assert cuts.cells("1;2", ";", 3) is None


# --- Spreadsheets


def test_a_spreadsheet_under_the_name_of_a_text_is_read(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["a", "b"], [1, "y"]).rename(tmp_path / "x.csv")
    assert rows(path) == [(2, ("1", "y"))]


def test_an_old_or_locked_spreadsheet_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(SourceError, match="with a password: save it as"):
        rows(path)


def _ods(path: Path, body: str) -> Path:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", kind)
        file.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="rows">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        file.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>',
        )
    return path


def _ods_row(*texts: str) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return f"<table:table-row>{''.join(map(cell.format, texts))}</table:table-row>"


def test_a_spreadsheet_of_libreoffice_is_read(tmp_path: Path) -> None:
    blank = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    )
    assert rows(_ods(tmp_path / "x.ods", _ods_row("a", "b") + _ods_row("1", "é") + blank)) == [
        (2, ("1", "é"))
    ]
    far = _ods(tmp_path / "far.ods", _ods_row("a", "b") + blank + _ods_row("1", "x", "y"))
    with pytest.raises(SourceError, match="reaches to C1048002 with 5 cells filled"):
        rows(far)


@pytest.mark.parametrize("place", ["XFD1048576", "Z1048576", "c1048576"])
def test_a_cell_far_out_is_refused(tmp_path: Path, place: str) -> None:
    data = io.BytesIO(book(tmp_path / "x.xlsx", ["a", "b"], [1, 2]).read_bytes())
    path = tmp_path / "far.xlsx"
    far = f'<row r="1048576"><c t="n" r="{place}"><v>1</v></c></row></sheetData>'.encode()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", far))
    with pytest.raises(SourceError, match=f"reaches to {place.upper()} with 5 cells filled"):
        rows(path)


# --- Folders and zips


def test_what_programs_leave_is_passed_by_and_named(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a;b\n1;2\n")
    for name in ("~$x.xlsx", ".~lock.x.csv", "._x.csv"):
        (tmp_path / name).write_bytes(b"\0\5\x16\7")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as file:
        file.writestr("y.csv", "a;b\n3;4\n")
        file.writestr("__MACOSX/._y.csv", b"\0\5\x16\7")
    tally = Tally()
    assert rows(tmp_path, tally) == [(2, ("1", "2")), (2, ("3", "4"))]
    left = sorted(remark.file.rpartition("/")[2] for remark in tally.remarks)
    assert left == ["._x.csv", "._y.csv", ".~lock.x.csv", "~$x.xlsx"]


def test_a_table_of_another_kind_is_named_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a;b\n1;2\n")
    (tmp_path / "old").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("old/members.XLS", "list.txt", "~$list.xls", ".hidden/x.xls", "fetched.json"):
        (tmp_path / name).write_bytes(b"x")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as file:
        file.writestr("y.csv", "a;b\n3;4\n")
        file.writestr("deep/y.numbers", b"x")
        file.writestr("deep/y.csv.gz", b"x")
    tally = Tally()
    assert rows(tmp_path, tally) == [(2, ("1", "2")), (2, ("3", "4"))]
    left = sorted(remark.file.rpartition("/")[2] for remark in tally.remarks)
    assert left == ["list.txt", "members.XLS", "y.csv.gz", "y.numbers"]
    assert {remark.reason.partition(" .")[0] for remark in tally.remarks} == {
        "not read: save it as one of"
    }


def test_a_zip_with_the_folders_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("csv\\project.csv", "a;b\n1;2\n")
        packed.writestr("csv\\__MACOSX\\._project.csv", "x")
    (table,) = reading.tables(path, "csv", tally=Tally())
    assert (table.stem, table.name) == ("project", f"{path}/csv/project.csv")
    assert rows(path) == [(2, ("1", "2"))]


def test_zips_that_unpack_to_too_much_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not by attribute: the function of that name hides the module.
    module = import_module("clustergraph.sources.reading.tables")
    monkeypatch.setattr(module, "LARGEST_RATIO", 2)
    with zipfile.ZipFile(tmp_path / "y.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(f"{number}.csv", "a;b\n" + "1;2\n" * 240_000)
    with pytest.raises(SourceError, match="unpack to too much together"):
        reading.tables(tmp_path, "csv")


# --- Values


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 234,56 €", "1234.56"),
        ("€1,234.56", "1234.56"),
        ("EUR 1000", "1000.0"),
        ("1000 euros", "1000.0"),
        ("1\u00a0000\u00a0000,00\u00a0€", "1000000.0"),
        ("1\u202f234\u202f567 EUR", "1234567.0"),
        ("1’234’567.5", "1234567.5"),
    ],
)
def test_the_sign_of_the_euro_and_blanks_between_thousands(text: str, amount: str) -> None:
    assert values.amount(text) == amount
    assert values.decimal(keep_rows.amount(text)) == amount


@pytest.mark.parametrize("text", ["$ 5", "5 SEK", "GBP 5", "5 k€", "€"])
def test_other_currencies_are_no_amounts(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        values.amount(text)


@pytest.mark.parametrize(
    "text",
    [
        "990000001",
        "990000001.0",
        "990000001,0",
        "9.90000001E8",
        "0990000001",
        "'990000001",
        "990 000 001",
        "PIC: 990000001",
        "\u00a0990000001",
        "990000001,0",
        "990,000,001",
        "990.000.001",
        "990\u2019000\u2019001",
        '="990000001"',
        "'990000001",
    ],
)
def test_a_pic_however_it_was_mangled(text: str) -> None:
    assert values.pic(text) == "990000001"
    assert registers.find(text) == ("pic", "990000001")


@pytest.mark.parametrize(
    "text", ["99000000", "990000001.5", "9a0000001", "", "9.9E8x", "990,00,0001", "='990000001'"]
)
def test_what_is_no_pic(text: str) -> None:
    assert values.pic(text) == ""


@pytest.mark.parametrize("text", ["101000002.0", "101000002,00", "1.01000002E8", "'101000002"])
def test_a_number_that_was_kept_from_being_one_or_became_one(text: str) -> None:
    assert values.code(text) == "101000002"
    assert values.code("0101000002") == "0101000002"
    assert values.code("'t Hart") == "'t Hart"


@pytest.mark.slow
def test_cordis_rows_with_codes_as_spreadsheets_leave_them(tmp_path: Path) -> None:
    (tmp_path / "project.csv").write_text(
        "id,acronym,title,startDate,endDate,frameworkProgramme,contentUpdateDate\n"
        "'101000001,ALPHA,Alpha,2023-01-01,2024-01-01,HORIZON,2024-01-01 00:00:00\n",
        encoding="utf-8",
    )
    heads = "projectID,organisationID,name,country,nutsCode,order,role,contentUpdateDate"
    rows = [
        ("101000001.0", "'990000001", "Nulpart SA", "Belgium", "be332", "1", "coordinator"),
        ("1.01000001E8", '"990000002,0"', "Nirgendwo", "DEU", "", "2", "participant"),
        ("101000001", "0990000003", "Nikouli", "Grèce", "el30", "3", "participant"),
    ]
    lines = [heads, *(f"{','.join(row)},2024-01-01 00:00:00" for row in rows)]
    (tmp_path / "organization.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    where = tmp_path / "graph"
    build.build([("cordis", tmp_path)], where)
    found = cg.open(where).select(
        f"SELECT ?who ?place {{ ?p <{CG}inProject> ?any ; <{CG}participant> ?who . "
        f"?who <{CG}locatedIn> ?place FILTER(CONTAINS(STR(?any), 'cordis-101000001')) }}"
    )
    ends = sorted(tuple(str(cell.value).rpartition("/")[2] for cell in row) for row in found)
    expected = {"1": "nuts-BE332", "2": "germany", "3": "nuts-EL30"}
    assert ends == [(f"pic-99000000{number}", place) for number, place in expected.items()]


def test_other_identifiers_in_one_form() -> None:
    assert values.vat("BE 0123.456.789") == values.vat("be0123456789") == "BE0123456789"
    assert values.vat("not known") == "not known"
    ror = "05abc1234"
    forms = (f"https://ror.org/{ror}", f"ror.org/{ror}", ror, f"ROR: {ror}")
    assert {values.ror(form) for form in forms} == {ror}
    assert values.ror("https://ror.org/12345") == ""
    eureka = ("E! 1234", "E!1234", "e! 12 34", "Eureka E1234", "E!1234.0")
    assert {table_cells.project_number(form) for form in eureka} == {"E! 1234"}
    assert table_cells.project_number("4000000001.0") == "4000000001"
    assert table_cells.project_number("EUCLID-7") == "EUCLID-7"


def test_flags_in_the_languages_of_excel() -> None:
    assert all(map(values.flag, ("TRUE", "VRAI", "Oui", "wahr", "1")))
    assert not any(map(values.flag, ("FALSE", "FAUX", "non", "falsch", "0")))


def test_numbers_that_are_codes_keep_what_is_no_thousand() -> None:
    assert values.code("100,001") == "100001"
    assert (values.code("100.001"), values.code("1.5"), values.code("'t Hof")) == (
        *("100.001", "1.5"),
        "'t Hof",
    )


def test_codes_and_names_of_countries() -> None:
    codes = {"UK": "GB", "EL": "GR", "KO": "XK", "XK": "XK", "be": "BE"}
    assert {code: country_code(code) for code in codes} == codes
    assert country_code("Belgique/België") == "BE"
    assert country_code("Deutschland") == "DE"
    assert country_code("Great Britain") == "GB"
    assert (country_code("Belgium (BE)"), country_code("Belgique (BEL)")) == ("BE", "BE")
    assert country_code("AN") == "AN"  # It was one until 2010.
    for code, names in {
        "HK": ("Hong Kong", "Hong Kong SAR China"),
        "IE": ("Republic of Ireland", "Irlande"),
        "IR": ("Iran (Islamic Republic of)", "République islamique d’Iran"),
        "PL": ("Republic of Poland", "République de Pologne", "Polska"),
        "PS": ("Palestine", "the State of Palestine", "Territoires palestiniens"),
        "RU": ("Russian Federation", "Fédération de Russie", "Russia"),
        "US": ("United States of America", "États-Unis d'Amérique", "USA"),
    }.items():
        assert {country_code(name) for name in names} == {code}
    for text in ("ZZ", "XX", "qq", "QO", "Atlantis", "Belgium (FR)", "(BE)"):
        with pytest.raises(ValueError, match="country"):
            country_code(text)


@pytest.mark.parametrize(
    "text",
    ["https://a.example/?x[uid]=5", "https://a.example/100%", "https://a.example/a#b#c"],
)
def test_a_web_address_that_rdf_cannot_hold_is_none(text: str) -> None:
    for read in (table_cells.web_address, keep_rows.address):
        with pytest.raises(ValueError, match="not a web address"):
            read(text)


@pytest.mark.parametrize(
    "header", ["Budget", "BUDGET (EUR)", "Budget [€]", "Budget in EUR", "Budget (2021-2027 only)"]
)
def test_a_header_is_known_by_what_stands_outside_brackets(tmp_path: Path, header: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"{header};other\n5;6\n")
    sheet = reading.sheets_of(reading.tables(path, "csv")[0])["x"]
    columns = [Column("Budget")]
    assert [column.name for column in reading.others(sheet, columns, Tally())] == ["other"]
    assert [cells for _line, cells in reading.rows(sheet, columns, Tally())] == [("5",)]


# --- What a reader did not know


def _build(where: Path, source: str, path: Path, *, allow_empty: bool = False) -> folder.Manifest:
    return build.build([(source, path)], where, allow_empty=allow_empty)


TABLE = "relation,organisation,country,with,with_country"
ROW = "partnership,Nulpart,BE,Nirgendwo,DE"


@pytest.mark.slow
def test_columns_that_nobody_knows_are_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"{TABLE},colour\n{ROW},red\n")
    manifest = _build(tmp_path / "g", "table", path)
    assert manifest.sources[-1].unknown == "x.csv: colour"
    listed = (tmp_path / "g" / manifest.folder / folder.REMARKS).read_text()
    assert 'x.csv",1,"colour","","column not known' in listed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "cell", "group"),
    [("budget_total", "5", "money"), ("from", "2020", "dates"), ("VAT ID", "BE1", "identifiers")],
)
def test_a_group_of_columns_under_other_headers_is_refused(
    tmp_path: Path, header: str, cell: str, group: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"{TABLE},{header}\n{ROW},{cell}\n")
    with pytest.raises(SourceError, match=f"no column of {group} is known, though.*{header}"):
        _build(tmp_path / "g", "table", path)
    assert _build(tmp_path / "g", "table", path, allow_empty=True).sources[-1].kept == 1


@pytest.mark.slow
@pytest.mark.parametrize("rows", ["membership,,,,\n", ""])
def test_a_source_of_which_nothing_is_kept_does_not_replace_a_graph(
    tmp_path: Path, rows: str
) -> None:
    path, where = tmp_path / "x.csv", tmp_path / "g"
    path.write_text(f"{TABLE}\n{ROW}\n")
    before = _build(where, "table", path)
    path.write_text(f"{TABLE}\n{rows}")
    first = 'x.csv:2: country "": needed' if rows else ""
    told = rf"nothing kept of \d records of table.*{first}.*allow_empty"
    with pytest.raises(SourceError, match=told):
        _build(where, "table", path)
    assert folder.read_manifest(where) == before
    assert _build(where, "table", path, allow_empty=True).sources[-1].kept == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("organisations", "reason"),
    [
        # In the encoding of an old Macintosh, which is no other one.
        ("1;900000001;Universit\xe8 A;BE;participant\n" * 4, "not UTF-8"),
        ("GA-1;900000001;University A;BE;participant\n" * 4, "unknown project"),
    ],
)
def test_a_file_of_which_no_row_is_kept_does_not_replace_a_graph(
    tmp_path: Path, organisations: str, reason: str
) -> None:
    source, where = tmp_path / "cordis", tmp_path / "g"
    source.mkdir()
    (source / "project.csv").write_text("id;acronym\n1;ONE\n")
    file = source / "organization.csv"
    header = "projectID;organisationID;name;country;role\n"
    file.write_text(f"{header}1;900000001;University A;BE;participant\n")
    before = _build(where, "cordis", source)
    file.write_bytes((header + organisations).encode("mac-roman"))
    with pytest.raises(
        SourceError, match=rf"nothing kept of 4 rows.*zation\.csv:2: .*{reason}.*allow_e"
    ):
        _build(where, "cordis", source)
    assert folder.read_manifest(where) == before
    assert _build(where, "cordis", source, allow_empty=True).sources[-1].rejected == 4


# The greatest share of rejected rows, and of texts of unknown columns among all lines.
BOUNDS = {
    "cordis-he-2024/first-100-rows": ("cordis", 0, 0),
    "keep": ("keep", 0.001, 0.1),
    "nuts": ("nuts", 0.001, 0.1),
    "cordis-h2020-2016": ("cordis", 0.001, 0.001),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOUNDS)
def test_real_files_lose_few_rows_and_know_most_columns(shared_data: Path, name: str) -> None:
    source, most_rejects, most_texts = BOUNDS[name]
    gathering = Gathering()
    gathering.prepare({})
    tally = sources.SOURCES[source].read(shared_data / name, "urn:dataset", gathering).tally
    lines = lines_of(gathering)
    texts = sum(f"<{CG}sourceField>" in line for line in lines)
    assert not tally.lost()
    assert len(tally.rejects) <= most_rejects * tally.read, tally.rejects[:5]
    assert texts <= most_texts * len(lines), (texts, len(lines))


# --- RDF of one's own


def test_rdf_files_of_a_folder_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "B.TTL").write_bytes(b"\xef\xbb\xbf<urn:b> <urn:p> 1 .")
    (tmp_path / "sub" / "c.ttl").write_text("<urn:c> <urn:p> 1 .")
    (tmp_path / "d.nt.gz").write_bytes(gzip.compress(b"<urn:d> <urn:p> <urn:o> .\n"))
    (tmp_path / "e.nq").write_text("<urn:e> <urn:p> <urn:o> <urn:g> .\n")
    (tmp_path / "~$f.ttl").write_text("no")
    (tmp_path / "notes.txt").write_text("no")
    gathering = Gathering()
    tally = rdf_source.read(tmp_path, "urn:dataset", gathering).tally
    assert sorted(line[:7] for line in gathering.lines) == [f"<urn:{x}>" for x in "bcde"]
    assert [remark.file.rpartition("/")[2] for remark in tally.remarks] == ["notes.txt"]


def test_half_a_file_of_rdf_is_refused_wherever_it_ends(tmp_path: Path) -> None:
    facts = [
        f'<urn:{name}> <http://www.w3.org/2000/01/rdf-schema#label> "{name} & Co"@en .\n'
        for name in "ab"
    ]
    whole = tmp_path / "facts.rdf"
    whole.write_bytes(ox.serialize(ox.parse("".join(facts), format=ox.RdfFormat.N_TRIPLES),
                                   format=ox.RdfFormat.RDF_XML))  # fmt: skip
    data = whole.read_bytes()
    assert len(list(rdf.read(whole))) == len(facts)
    for end in range(1, len(data.rstrip())):
        whole.write_bytes(data[:end])
        with pytest.raises(SourceError):
            list(rdf.read(whole))


def test_a_packed_file_of_rdf_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "facts.ttl.gz"
    path.write_bytes(gzip.compress(b" " * 3_000))
    assert list(rdf.read(path)) == []
    monkeypatch.setattr(rdf, "_LARGEST", 2_999)
    with pytest.raises(SourceError, match="unpacks to too much"):
        list(rdf.read(path))


def test_a_file_of_rdf_without_a_statement_is_remarked_on(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    # Without a context, names of properties mean nothing.
    (tmp_path / "b.jsonld").write_text('{"@id": "urn:a", "name": "A"}')
    tally = rdf_source.read(tmp_path, "urn:x", Gathering()).tally
    assert tally.kept == 1
    assert {each.file for each in tally.remarks} == {str(tmp_path / "b.jsonld")}
    assert [each.column for each in tally.remarks] == ["", "name"]


def test_a_number_longer_than_python_reads_is_no_fault_of_a_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.jsonld"
    long = "1" * 5_000
    mine.write_text(f'{{"@id": "urn:a", "urn:number": {long}}}')
    lines: list[str] = []
    tally = rdf_source.read_files([mine], lines)
    assert len(lines) == 1
    assert not tally.remarks


@pytest.mark.parametrize(
    ("context", "passed_by"),
    [
        ('{"label": "urn:label"}', ["motto", "town"]),
        ('[{"label": "urn:label"}, {"motto": "urn:motto"}]', ["town"]),
        ('{"@version": 1.1, "label": null, "motto": "urn:m"}', ["town"]),
        ('{"@vocab": "urn:"}', []),
        ('{"label": {"@id": "urn:l", "@container": "@language"}, "motto": "urn:m"}', []),
    ],
)
def test_names_in_json_that_mean_nothing_are_remarked_on(
    tmp_path: Path, context: str, passed_by: list[str]
) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(
        f'{{"@context": {context}, "@id": "urn:a", "label": {{"@value": "A"}}, "motto": "B", '
        '"urn:seat": {"@id": "urn:b", "town": "C"}}'
    )
    tally = rdf_source.read(path, "urn:x", Gathering()).tally
    assert [each.column for each in tally.remarks] == passed_by
    assert tally.kept


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">',
        "<!ENTITY a 'x'><!ENTITY b '&a;&a;'>",
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a "x">',
        f'<!ENTITY a "{"x" * 2000}">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_unpack_without_end_are_refused(
    tmp_path: Path, entities: str, encoding: str
) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(f"<?xml version='1.0'?><!DOCTYPE r [{entities}]><r/>".encode(encoding))
    with pytest.raises(SourceError, match="an XML entity that holds other entities"):
        list(rdf.read(path))


_XML = (
    '<?xml version="1.0" encoding="{}"?><rdf:RDF xmlns:r="urn:r#" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'rdf:about="urn:a"><r:p>{}</r:p></rdf:Description></rdf:RDF>'
)


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16", "windows-1252", "utf-8-sig"])
def test_rdf_in_other_encodings_is_read(tmp_path: Path, encoding: str) -> None:
    files = {"x.rdf": _XML.format(encoding.removesuffix("-sig"), "café")}
    if encoding.startswith(("UTF-16", "utf-8")):
        files |= {"x.ttl": '<urn:a> <urn:r#p> "café" .'}
        files |= {"x.jsonld": '{"@id":"urn:a","urn:r#p":"café"}'}
    for name, text in files.items():
        (tmp_path / name).write_bytes(text.encode(encoding))
        (triple,) = rdf.read(tmp_path / name)
        assert str(triple) == '<urn:a> <urn:r#p> "café"', name


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.ttl", '<urn:a> <urn:p> "caf\udce9" .', r"x\.ttl:1: .*save the file as UTF-8"),
        ("x.rdf", _XML.format("us-ascii", "é"), r"x\.rdf:1: not in us-ascii: save .* as UTF-8"),
        ("x.rdf", _XML.format("klingon", ""), r"x\.rdf:1: not in klingon: save"),
        ("x.nt", f'<urn:a> <urn:p> "{"a" * (1 << 24)}" .', r"x\.nt: a text .* 16 MiB: shorten"),
        ("x.rdf", _XML.format("utf-8", "a" * (1 << 24)), "urn:r#p> of <urn:a> .* 16 MiB: shorten"),
        ("x.jsonld", '{"@context":"http://x.invalid/c","@id":"urn:a"}', "not fetched: write in"),
    ],
)
def test_rdf_that_no_reader_would_read_says_what_to_do(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SourceError, match=told):
        list(rdf.read(tmp_path / name))


def test_a_number_that_is_none_is_text_in_a_frame() -> None:
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    whole = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    columns = {
        "amount": [ox.Literal("n/a", datatype=decimal), ox.Literal("1.5", datatype=decimal)],
        "count": [ox.Literal("ten", datatype=whole), None],
        "large": [ox.Literal("9" * 30, datatype=whole), ox.Literal("1", datatype=whole)],
    }
    found = frames.frame(columns, {"amount": "decimal"})
    assert found["amount"].to_list() == ["n/a", "1.5"]
    assert found["count"].to_list() == ["ten", None]
    assert found["large"].to_list() == ["9" * 30, "1"]


# --- The general property of an amount


def test_the_general_amounts_are_those_of_the_ontology(repo: Path) -> None:
    ontology = rdf.read(repo / "ontology" / "clustergraph.ttl")
    above = {
        triple.subject.value.removeprefix(CG): triple.object.value.removeprefix(CG)
        for triple in ontology
        if triple.predicate.value.endswith("#subPropertyOf")
    }
    wanted = {name: top for name, top in above.items() if top in ("contribution", "totalCost")}
    assert wanted == GENERAL


def test_a_general_amount_stands_beside_the_special_one() -> None:
    blocks, note = Blocks(), f'> <{CG}note> "> <{CG}participantCost> " .\n'
    blocks.add("urn:p", [note, f'> <{CG}participantContribution> "5.0" .\n'])
    assert blocks.lines == 2
    (found,) = blocks.drain([f'<urn:p> <{CG}participantCost> "7.0" .\n'])
    assert found.decode().splitlines() == [
        f'<urn:p> <{CG}contribution> "5.0" .',
        f'<urn:p> <{CG}note> "> <{CG}participantCost> " .',
        f'<urn:p> <{CG}participantContribution> "5.0" .',
        f'<urn:p> <{CG}participantCost> "7.0" .',
        f'<urn:p> <{CG}totalCost> "7.0" .',
    ]


# --- Groups of columns that are there and say nothing

_PROJECTS = (
    "id;acronym;frameworkProgramme;startDate;endDate;totalCost;ecMaxContribution\n"
    "101000001;ONE;HORIZON;2022-01-01;2024-12-31;{0};{0}\n"
    "101000002;TWO;HORIZON;2023-05-01;2025-04-30;{0};\n"
    "101000003;TRI;HORIZON;2023-05-01;2025-04-30;;{0}\n"
)
_PARTIES = (
    "projectID;organisationID;name;country;role;nutsCode;totalCost;ecContribution\n"
    + "".join(
        f"10100000{number};90000000{number};ACME {number};{{1}};participant;;{{0}};\n"
        for number in (1, 2, 3)
    )
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("money", "country", "lost"),
    [
        (("5", "5"), "BE", ""),
        # The official release of 2016 tells the money of projects only.
        (("5", ""), "BE", ""),
        (("", ""), "BE", "project.csv: all that tells money is blank"),
        (("n/a", "-"), "BE", "project.csv: all that tells money is blank"),
        (("5", "5"), "", "organization.csv: all that tells places is blank"),
    ],
)
def test_a_group_of_columns_that_is_blank_in_all_files_is_refused(
    tmp_path: Path, money: tuple[str, str], country: str, lost: str
) -> None:
    (tmp_path / "project.csv").write_text(_PROJECTS.format(money[0]))
    (tmp_path / "organization.csv").write_text(_PARTIES.format(money[1], country))
    given = [("cordis", tmp_path)]
    if lost:
        with pytest.raises(SourceError, match=lost):
            build.build(given, tmp_path / "g")
    assert build.build(given, tmp_path / "g", allow_empty=bool(lost)).triples > 3_000
