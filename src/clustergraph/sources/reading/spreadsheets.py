"""Spreadsheets as sheets, all cells as text.

Knows nothing of what the columns mean.
"""

from __future__ import annotations

import io
from typing import Any

from clustergraph.errors import SourceError
from clustergraph.sources.reading.sheets import Sheet, refuse_twice
from clustergraph.sources.reading.tables import BROKEN, Table, members_of


def xlsx_sheets(table: Table) -> dict[str, Sheet]:
    """The sheets of a spreadsheet by name; the first row is the header, all cells are text.

    Raises SourceError for a file that is no spreadsheet or would unpack to too much.
    """
    import python_calamine as calamine

    members_of(table.name, table.open)
    try:
        with table.open() as file:
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
            sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
            cells = {name: one.to_python(skip_empty_area=False) for name, one in sheets.items()}
    except (calamine.CalamineError, *BROKEN) as error:
        raise SourceError(f"{table.name}: not a spreadsheet that can be read ({error})") from None
    return {name: _xlsx_sheet(f"{table.name}/{name}", rows) for name, rows in cells.items()}


def _xlsx_sheet(name: str, cells: list[list[Any]]) -> Sheet:
    text = [[_as_text(cell) for cell in row] for row in cells]
    header = tuple(cell.strip() for cell in text[0]) if text else ()
    refuse_twice(name, header)
    numbered = ((line, row) for line, row in enumerate(text[1:], 2) if any(row))
    return Sheet(name, header, numbered)


def _as_text(cell: Any) -> str:
    # A spreadsheet keeps 48022 as 48022.0: a whole number is written as one.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
