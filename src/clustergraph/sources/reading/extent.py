"""How far the cells of a spreadsheet reach, before a library makes room for the whole rectangle.

Knows the XML of .xlsx and .ods as far as rows and cells; nothing of what cells hold.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO, TYPE_CHECKING

from clustergraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

# A rectangle of so many cells is no matter; a larger one has to be filled to a tenth.
_SMALL_AREA = 2_000_000
_SPARSEST = 10
# No tag of a cell is longer; where one piece of a file ends, so much is looked at again.
_LONGEST_TAG = 1_000
_PIECE = 1 << 22

_XLSX_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_ODS_TAG = re.compile(rb"<table:(table(?:-row|-cell)?)(?:[\s/][^>]*)?>")
_ROWS = re.compile(rb'number-rows-repeated="([0-9]+)"')
_COLUMNS = re.compile(rb'number-columns-repeated="([0-9]+)"')


def refuse_far_cells(name: str, file: IO[bytes]) -> None:
    """Raise SourceError where a sheet reaches so far that nearly all of it is empty."""
    with zipfile.ZipFile(file) as book:
        for member in book.namelist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member):
                with book.open(member) as sheet:
                    _check(name, *_xlsx_extent(sheet))
            elif member == "content.xml":
                with book.open(member) as sheet:
                    for extent in _ods_extents(sheet.read()):
                        _check(name, *extent)
    file.seek(0)


def _check(name: str, rows: int, columns: int, cells: int) -> None:
    if rows * columns > max(_SMALL_AREA, _SPARSEST * cells):
        raise SourceError(
            f"{name}: a sheet reaches to {letters_of(columns)}{rows} with {cells:,} cells filled: "
            "delete what stands far out"
        )


def _xlsx_extent(sheet: IO[bytes]) -> tuple[int, int, int]:
    """The last row, the last column and the number of cells of a sheet."""
    rows = columns = cells = 0
    before = b""
    while piece := sheet.read(_PIECE):
        data, end = before + piece, 0
        for found in _XLSX_CELL.finditer(data):
            columns = max(columns, column_number(found[1].decode()))
            rows = max(rows, int(found[2]))
            cells, end = cells + 1, found.end()
        before = data[max(end, len(data) - _LONGEST_TAG) :]
    return rows, columns, cells


def _ods_extents(content: bytes) -> Iterator[tuple[int, int, int]]:
    """The same of every table of an OpenDocument spreadsheet; what is repeated counts as often."""
    rows = columns = cells = row = column = repeated = 0
    for found in _ODS_TAG.finditer(content):
        tag, text = found[1], found[0]
        if tag == b"table":
            yield rows, columns, cells
            rows = columns = cells = row = column = repeated = 0
        elif tag == b"table-row":
            times = _ROWS.search(text)
            repeated, column = int(times[1]) if times else 1, 0
            row += repeated
        else:
            times = _COLUMNS.search(text)
            many = int(times[1]) if times else 1
            column += many
            if b"value-type=" in text:
                # One tag that stands for a million cells fills a file no more than one cell does.
                rows, columns, cells = row, max(columns, column), cells + 1
    yield rows, columns, cells


def column_number(letters: str) -> int:
    """The number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(number: int) -> str:
    """The letters of a column from its number."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
