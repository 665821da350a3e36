"""Spreadsheets as sheets, all cells as text: .xlsx, .xlsm and .ods.

Knows nothing of what the columns mean.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any
from xml.parsers import expat

from clustergraph.errors import SourceError
from clustergraph.sources.reading.extent import letters_of, refuse_far_cells
from clustergraph.sources.reading.marks import Merged, Place, Shown
from clustergraph.sources.reading.sheets import Sheet
from clustergraph.sources.reading.shown import shown, since_1904
from clustergraph.sources.reading.tables import BROKEN, Table, members_of
from clustergraph.sources.reading.tally import Reject

SPREADSHEETS = ("xlsx", "xlsm", "ods")
_VALUELESS = "is a formula without a value: open the file, save it, and read that"
_FAILED = "is a formula that failed"
# A header stands no further down, not counting empty rows.
_DEEPEST_HEADER = 10


def xlsx_sheets(table: Table) -> dict[str, Sheet]:
    """The sheets of a spreadsheet by name; the first row that is no title is the header, all cells
    are text: a number as it is shown where that says more, as in 45% or 12 k€. Below it, what cells
    merged over several rows show stands in each of these. Hidden sheets come last.

    Raises SourceError for a file that is no spreadsheet, would unpack to too much, or has a cell
    far from all others.
    """
    import python_calamine as calamine

    members_of(table.name, table.open)
    try:
        with table.open() as file:
            data = io.BytesIO(file.read())
        refuse_far_cells(table.name, data)
        beside, macintosh = shown(data), since_1904(data)
        book = calamine.CalamineWorkbook.from_filelike(data)
        seen = calamine.SheetVisibleEnum.Visible
        hidden = {one.name for one in book.sheets_metadata if one.visible != seen}
        names = sorted(book.sheet_names, key=hidden.__contains__)
        sheets = {name: book.get_sheet_by_name(name) for name in names}
        cells = {
            name: (one.to_python(skip_empty_area=False), one.merged_cell_ranges or [])
            for name, one in sheets.items()
        }
    except OverflowError:
        raise SourceError(
            f"{table.name}: a cell has a date or a length of time that no calendar holds; "
            "correct it, or format it as a number"
        ) from None
    except (calamine.CalamineError, expat.ExpatError, *BROKEN) as error:
        raise SourceError(f"{table.name}: not a spreadsheet that can be read ({error})") from None
    return {
        name: replace(
            _xlsx_sheet(
                f"{table.name}/{name}", rows, merged, name in hidden, beside.get(name, Shown())
            ),
            since_1904=macintosh,
        )
        for name, (rows, merged) in cells.items()
    }


def _xlsx_sheet(
    name: str, cells: list[list[Any]], merged: list[Merged], hidden: bool, beside: Shown
) -> Sheet:
    for (line, column), around in beside.beside.items():
        row = cells[line - 1] if line <= len(cells) else []
        if column <= len(row) and isinstance(row[column - 1], float | int):
            row[column - 1] = around.around(row[column - 1])
    for (line, column), written in beside.texts.items():
        row = cells[line - 1] if line <= len(cells) else []
        if column <= len(row):
            row[column - 1] = written
    numbered = [
        (line, text)
        for line, row in enumerate(cells, 1)
        if any(text := [_as_text(cell) for cell in row])
    ]
    del numbered[: _titles([text for _, text in numbered[:_DEEPEST_HEADER]])]
    header = tuple(cell.strip() for cell in numbered[0][1]) if numbered else ()
    spread = _fill(name, dict(numbered[1:]), [*merged, *beside.merged])
    lost = {place: (formula, _VALUELESS) for place, formula in beside.valueless.items()}
    lost |= {place: (error, _FAILED) for place, error in beside.failed.items()}
    remarks = tuple(_lost(name, header, place, *each) for place, each in sorted(lost.items()))
    return Sheet(name, header, iter(numbered[1:]), hidden, remarks=remarks, spread=spread)


def _lost(name: str, header: tuple[str, ...], place: Place, value: str, reason: str) -> Reject:
    line, column = place
    cell = f"{letters_of(column)}{line}"
    called = header[column - 1] if column <= len(header) else ""
    return Reject(name, line, called or cell, value[:200], f"{cell} {reason}")


def _fill(
    name: str, rows: dict[int, list[str]], merged: list[Merged]
) -> frozenset[tuple[int, int]]:
    """Write what merged cells show into each row that they stand in; only the first one has it.

    Cells that are merged with those beside them are of one column: the first. Returns the line and
    column of each cell that shows what those of other rows do.
    """
    last = max(rows, default=0)
    spans = [(first + 1, min(end + 1, last), column) for (first, column), (end, _) in merged]
    cells = sum(map(len, rows.values()))
    if sum(end - first for first, end, _ in spans if first in rows) > max(cells, last):
        raise SourceError(f"{name}: merged cells lie over each other; part them")
    spread: set[tuple[int, int]] = set()
    for first, end, column in spans:
        shown = rows.get(first, [])[column : column + 1]
        for line in range(first + 1, end + 1) if shown else ():
            if line in rows and column < len(rows[line]):
                rows[line][column] = shown[0]
                spread |= {(first, column), (line, column)}
    return frozenset(spread)


def _titles(rows: list[list[str]]) -> int:
    """How many rows stand above the header: titles, and the names of groups of columns, which fill
    less than half as many cells as a row below them."""
    filled = [sum(map(bool, row)) for row in rows]
    return next((at for at, count in enumerate(filled) if 2 * count >= max(filled)), 0)


def _as_text(cell: Any) -> str:
    # A spreadsheet keeps 48022 as 48022.0: a whole number is written as one.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
