"""Rows of files: each with its line; damage is one clear error or a counted reject."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from clustergraph.errors import SourceError
from clustergraph.sources import reading
from clustergraph.sources.reading import Column, Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

A_B = [Column("a", required=True), Column("b")]
Read = tuple[list[reading.Row], Tally]


def read(path: Path, columns: list[Column] = A_B) -> Read:
    (table,) = reading.tables(path, "csv")
    tally = Tally()
    return list(reading.rows(reading.csv_sheet(table), columns, tally)), tally


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def written(content: str | bytes) -> Path:
        path = tmp_path / "project.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


Write = "Callable[[str | bytes], Path]"


def rejected(tally: Tally) -> list[tuple[int, str]]:
    assert all(reject.file.endswith("project.csv") for reject in tally.rejects)
    return [(reject.line, reject.reason) for reject in tally.rejects]


# --- Sound files


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_delimiters_line_ends_and_byte_order_marks(
    write: Write, delimiter: str, end: str, bom: str
) -> None:
    lines = [["a", "b"], ["1", '"x ""y"""'], ["2", f'"p{delimiter}q"'], ["3", ""]]
    path = write(bom + end.join(delimiter.join(line) for line in lines))
    rows, tally = read(path)
    assert rows == [(2, ("1", 'x "y"')), (3, ("2", f"p{delimiter}q")), (4, ("3", ""))]
    assert (tally.read, tally.rejects) == (3, [])


def test_columns_are_found_by_name_in_any_order(write: Write) -> None:
    path = write(" B ;other;Pro_ject ID\n1;2;3\n")
    columns = [Column("projectID", required=True), Column("b"), Column("none"), Column("x", ("B",))]
    assert read(path, columns)[0] == [(2, ("3", "1", "", "1"))]


def test_lines_are_those_of_the_file(write: Write) -> None:
    path = write('a;b\n"one\ntwo\n";1\n\n2;2\n3\n4;4\n')
    rows, tally = read(path)
    assert rows == [(2, ("one\ntwo", "1")), (6, ("2", "2")), (8, ("4", "4"))]
    assert rejected(tally) == [(7, "1 fields instead of 2")]
    assert tally.read == 4


def test_what_only_says_that_nothing_is_known_is_blank(write: Write) -> None:
    cells = ("NULL", "n/a", "\\N", "(blank)", "(vide)", "\u2013")
    found, _tally = read(write("a;b\n" + "".join(f"{cell};1\n" for cell in cells)))
    assert {values for _line, values in found} == {("", "1")}


def test_what_looks_like_a_formula_stays(write: Write) -> None:
    assert read(write("a;b\n=cmd|'/c calc'!A1;@x\n"))[0] == [(2, ("=cmd|'/c calc'!A1", "@x"))]


def test_names_with_broken_accents_stay(write: Write) -> None:
    assert read(write("a;b\nUniversit\ufffd;Ã©\n"))[0] == [(2, ("Universit\ufffd", "Ã©"))]


def test_a_file_with_a_header_only_has_no_rows(write: Write) -> None:
    assert read(write("a;b"))[1] == Tally()


# --- Damaged rows: counted


def test_conflict_markers_are_rejected_and_the_rows_between_are_read(write: Write) -> None:
    path = write("a;b\n<<<<<<< HEAD\n1;2\n=======\n1;3\n>>>>>>> other\n")
    rows, tally = read(path)
    assert [cells for _line, cells in rows] == [("1", "2"), ("1", "3")]
    assert rejected(tally) == [(line, "conflict marker") for line in (2, 4, 6)]


def test_a_row_with_bytes_of_another_encoding_is_rejected(write: Write) -> None:
    rows, tally = read(write("a;b\n1;é\n".encode() + b"2;caf\xe9\n3;x\n"))
    assert [line for line, _cells in rows] == [2, 4]
    assert rejected(tally) == [(3, "not UTF-8")]
    assert tally.rejects[0].value == "2;caf\ufffd"


def test_a_file_of_western_windows_is_read_and_said_to_be_one(write: Write) -> None:
    """Few accents are enough, and the header may have one."""
    data = "a;né\n1;café\n2;\u20ac\u2019\n3;x\n".encode("cp1252")
    sheet = reading.csv_sheet(reading.tables(write(data), tally=Tally())[0])
    tally = Tally()
    columns = [reading.Column("a"), reading.Column("né", required=True)]
    assert [cells for _line, cells in reading.rows(sheet, columns, tally)] == [
        ("1", "café"), ("2", "€’"), ("3", "x"),
    ]  # fmt: skip
    assert tally.rejects == []
    assert [(each.value, each.line) for each in tally.remarks] == [("cp1252", 1)]


@pytest.mark.parametrize("odd", [b"\x81", b"\xa4\xb6", b"\x89"])
def test_bytes_that_are_no_text_in_it_are_none_of_western_windows(write: Write, odd: bytes) -> None:
    _rows, tally = read(write(b"a;b\n1;x" + odd + b"\n2;y\n"))
    assert rejected(tally) == [(2, "not UTF-8")]


@pytest.mark.parametrize(
    ("text", "encoding", "read_as"),
    [
        ("Café", "mac_roman", ""),
        ("Université Liège", "mac_roman", ""),
        ("Ελλάδα", "cp1253", ""),
        ("България", "cp1251", ""),
        ("Łódź, żółć", "cp1250", ""),
        ("Bœuf", "cp1252", "cp1252"),
        ("Škoda Äußerst créée", "cp1252", "cp1252"),
        ("it\u2019s \u2013 5 \u20ac", "cp1252", "cp1252"),
    ],
)
def test_letters_of_other_encodings_are_none_of_western_windows(
    write: Write, text: str, encoding: str, read_as: str
) -> None:
    rows, tally = read(write(f"a;b\n1;{text}\n2;y\n".encode(encoding)))
    assert [each.value for each in tally.remarks] == [read_as] * bool(read_as)
    assert [cells[1] for _line, cells in rows] == ([text] if read_as else []) + ["y"]


def test_more_delimiters_than_columns_are_no_cells(write: Write) -> None:
    rows, tally = read(write("a;b\n1;x;;; \n2;y;;z\n3;z\n"))
    assert rows == [(2, ("1", "x")), (4, ("3", "z"))]
    assert rejected(tally) == [(3, "4 fields instead of 2")]


def test_a_row_with_a_nul_is_rejected(write: Write) -> None:
    rows, tally = read(write('a;b\n1;"x\0\ny"\n2;3\n'))
    assert rows == [(4, ("2", "3"))]
    assert rejected(tally) == [(2, "a NUL character")]


def test_a_field_of_ten_megabytes_is_rejected_and_cut(write: Write) -> None:
    rows, tally = read(write(f"a;b\n1;{'x' * 10_000_000}\n2;3\n"))
    assert rows == [(3, ("2", "3"))]
    assert rejected(tally) == [(2, "a field of more than 1,000,000 characters")]
    assert len(tally.rejects[0].value) == 200


def test_a_line_without_end_is_read_in_pieces(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading.delimited, "_LONGEST_LINE", 1000)
    rows, tally = read(write(f"a;b\n{'x' * 3500}\n2;3\n"))
    assert [cells for _line, cells in rows] == [("2", "3")]
    assert len(tally.rejects) == tally.read - 1 == 4


def test_a_stray_quote_costs_its_own_row_only(write: Write) -> None:
    path = write('a;b\n1;"open\n2;x\n"3";"y"\n4;z\n')
    rows, tally = read(path)
    assert rows == [(3, ("2", "x")), (4, ("3", "y")), (5, ("4", "z"))]
    assert [line for line, _reason in rejected(tally)] == [2]
    assert tally.rejects[0].reason.startswith("not CSV")


def test_a_stray_quote_that_another_one_closes_costs_its_own_row_only(write: Write) -> None:
    rows, tally = read(write('a;b\n1;"open\n2;x\n3;y";z\n4;z\n'))
    assert [line for line, _cells in rows] == [3, 5]
    assert rejected(tally) == [(2, "3 fields instead of 2"), (4, "3 fields instead of 2")]


@pytest.mark.parametrize("before", [1, 199, 200, 201, 400])
@pytest.mark.parametrize(
    ("odd", "lines", "kept", "faults"),
    [
        ('a;"two\nlines"\n', 2, True, 0),
        ("\n", 1, False, 0),
        ("a;b;c\n", 1, False, 1),
        ('a;"g\0"\n', 1, False, 1),
    ],
)
def test_one_odd_record_among_many_is_found_wherever_it_stands(
    write: Write, before: int, odd: str, lines: int, kept: bool, faults: int
) -> None:
    sound = [f"{number};x\n" for number in range(before)]
    rows, tally = read(write("".join(["a;b\n", *sound, odd, *sound])))
    first = before + 2
    expected = [(number + 2, (str(number), "x")) for number in range(before)]
    expected += [(first, ("a", "two\nlines"))] * kept
    expected += [(first + lines + number, (str(number), "x")) for number in range(before)]
    assert rows == expected
    assert [line for line, _reason in rejected(tally)] == [first] * faults


# --- Damaged files: one error


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('a;b\n1;2\n"x;3\n4;5\n', r"project\.csv:3: a quote opened here never closes"),
        ("b;c\n1;2\n", r"project\.csv:1: column 'a' is missing; found: b, c"),
        ("", r"project\.csv:1: column 'a' is missing"),
        ("a;b;A\n1;2;3\n", r"project\.csv:1: column 'A' stands twice"),
        ("a;b\n1;2\n".encode("utf-16-le"), r"project\.csv:1: not UTF-8, it looks like UTF-16"),
        ("a;b\n1;2\n".encode("utf-16-be"), r"project\.csv:1: not UTF-8, it looks like UTF-16"),
        ("a;né\n".encode("latin-1") + "1;é\n".encode(), r"project\.csv:1: not UTF-8, the header"),
        ("a;b\n1;é\n".encode() + b"1;\xe9\n" * 30, r"project\.csv:23: not UTF-8, nor are 20 rows"),
        (b"\x89PNG\r\n\x1a\n\0\0", r"project\.csv:1: not UTF-8"),
    ],
)
def test_a_damaged_file_is_one_error(write: Write, content: str | bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(write(content))


def test_a_quote_that_stays_open_for_long_is_told_where_it_opens(write: Write) -> None:
    path = write('a;b\n1;"open\n' + "2;some text of a row\n" * 60_000)
    with pytest.raises(SourceError, match=r":2: a quote opened here closes 1,000,000 char"):
        read(path)


def test_a_missing_path_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        reading.tables(tmp_path / "none", "csv")


# --- Zips, and files packed with gzip


def zipped(files: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", kind) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


ROWS = b"a;b\n" + b"".join(b"%d;%d\n" % (n, n * n) for n in range(2000))


def test_files_in_folders_zips_and_zips_in_zips_are_found(tmp_path: Path) -> None:
    inner = zipped({"deep/Project.CSV": ROWS, "readme.txt": b"no"})
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "outer.zip").write_bytes(zipped({"inner.zip": inner, "b.csv": ROWS}))
    (tmp_path / "plain.csv").write_bytes(ROWS)
    found = reading.tables(tmp_path, "csv")
    assert [table.stem for table in found] == ["plain", "b", "project"]
    assert found[2].name == f"{tmp_path}/sub/outer.zip/inner.zip/deep/Project.CSV"
    for table in found:
        sheet = reading.csv_sheet(table)
        assert len(list(reading.rows(sheet, A_B, Tally()))) == 2000
    assert reading.csv_sheet(found[2]).file == "Project.CSV"


def test_a_csv_packed_with_gzip_is_a_csv(tmp_path: Path) -> None:
    (tmp_path / "Project.CSV.gz").write_bytes(gzip.compress(ROWS))
    (tmp_path / "notes.txt.gz").write_bytes(gzip.compress(ROWS))
    (table,) = reading.tables(tmp_path, "csv", "xlsx")
    assert table.stem == "project"
    assert reading.tables(tmp_path / "Project.CSV.gz", "csv")[0].name == table.name
    sheet = reading.csv_sheet(table)
    assert list(reading.rows(sheet, A_B, Tally()))[-1] == (2001, ("1999", "3996001"))


@pytest.mark.parametrize("cut", [1, 30, 2000])
def test_a_truncated_gzip_is_told(tmp_path: Path, cut: int) -> None:
    (tmp_path / "project.csv.gz").write_bytes(gzip.compress(ROWS)[:-cut])
    with pytest.raises(SourceError, match=r"project\.csv\.gz(:\d+)?: cannot be read"):
        read(tmp_path)


@pytest.mark.slow
def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "project.csv.gz").write_bytes(gzip.compress(b"a;b\n" + b"1;2\n" * 60_000_000))
    with pytest.raises(SourceError, match=r"project\.csv\.gz: unpacks to too much"):
        read(tmp_path)


def test_a_zip_whose_names_are_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    whole = zipped({"projét.csv": ROWS})
    path.write_bytes(whole.replace("é".encode(), b"\xb8\xb8"))
    with pytest.raises(SourceError, match=r"release\.zip: not a whole zip file \('utf-8'"):
        read(path)


@pytest.mark.parametrize("cut", [1, 30, 2000])
def test_a_truncated_zip_is_told(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "release.zip"
    path.write_bytes(zipped({"project.csv": ROWS})[:-cut])
    with pytest.raises(SourceError, match=r"release\.zip: not a whole zip file"):
        read(path)


def test_a_zip_damaged_inside_is_told_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    data = bytearray(zipped({"project.csv": ROWS}))
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"release\.zip/project\.csv(:\d+)?: cannot be read"):
        read(path)


def test_a_changed_file_in_a_stored_zip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    data = zipped({"project.csv": ROWS}, zipfile.ZIP_STORED)
    path.write_bytes(data.replace(b"1999;", b"1998;"))
    # A checksum is of the whole file: it says nothing of the line.
    with pytest.raises(SourceError, match=r"project\.csv(:\d+)?: cannot be read( on)? \(Bad CRC"):
        read(path)


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_zip_that_is_damaged_is_told_however_it_is_packed(kind: int, tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    data = bytearray(zipped({"project.csv": ROWS}, kind))
    for at in range(300, 400):
        data[at] ^= 255
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"project\.csv(:\d+)?: cannot be read"):
        read(path)


def test_a_file_without_a_name_in_a_zip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    # The first byte of a name is the end of one for some.
    path.write_bytes(zipped({"?.csv": ROWS}).replace(b"?.csv", b"\0.csv"))
    with pytest.raises(SourceError, match=r"release\.zip: a file in it has no name: refused"):
        read(path)


def test_a_locked_zip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    data = bytearray(zipped({"project.csv": ROWS}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"project\.csv: cannot be read \(.*encrypted"):
        read(path)


@pytest.mark.slow
def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({"project.csv": b"0" * 300_000_000}))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(SourceError, match=r"bomb\.zip/project\.csv: unpacks to 300,000,000 bytes"):
        read(path)


def test_a_zip_that_lies_about_its_size_gives_no_more_than_it_says(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    data = bytearray(zipped({"project.csv": b"a;b\n" + b"1;2\n" * 10_000}))
    for signature, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + size, 400)
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"project\.csv(:\d+)?: cannot be read"):
        read(path)


def test_zips_nested_without_end_are_refused(tmp_path: Path) -> None:
    data = zipped({"project.csv": ROWS})
    for number in range(4):
        data = zipped({f"{number}.zip": data})
    (tmp_path / "nest.zip").write_bytes(data)
    with pytest.raises(SourceError, match="a zip in a zip"):
        reading.tables(tmp_path, "csv")


def test_names_that_lead_outside_write_nothing(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = inside / "release.zip"
    path.write_bytes(zipped({"../../project.csv": ROWS, "/etc/passwd.csv": ROWS}))
    found = reading.tables(path, "csv")
    assert [reading.csv_sheet(table).file for table in found] == ["project.csv", "passwd.csv"]
    assert [file.name for file in tmp_path.rglob("*")] == ["inside", "release.zip"]


# --- Spreadsheets


def test_rows_of_a_spreadsheet_have_the_numbers_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "DATA"
    for line, cells in {1: ("a", "b"), 2: ("x", 48022), 5: ("NA", True)}.items():
        for at, cell in enumerate(cells, 1):
            book.active.cell(line, at, cell)
    book.save(path)
    (table,) = reading.tables(tmp_path, "xlsx")
    sheet = reading.xlsx_sheets(table)["DATA"]
    assert list(reading.rows(sheet, A_B, Tally())) == [(2, ("x", "48022")), (5, ("NA", "True"))]
    assert sheet.name == f"{path}/DATA"


@pytest.mark.parametrize("content", [b"not a workbook", zipped({"a.txt": b"x"})])
def test_what_is_no_spreadsheet_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "book.xlsx").write_bytes(content)
    (table,) = reading.tables(tmp_path, "xlsx")
    with pytest.raises(SourceError, match=r"book\.xlsx: not a "):
        reading.xlsx_sheets(table)


@pytest.mark.slow
def test_a_spreadsheet_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(zipped({"xl/workbook.xml": b" " * 300_000_000}))
    (table,) = reading.tables(tmp_path, "xlsx")
    with pytest.raises(SourceError, match="unpacks to 300,000,000 bytes"):
        reading.xlsx_sheets(table)
