"""The sheets of a file, be it a spreadsheet or a text; which of the two its first bytes tell.

Knows nothing of what is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.errors import SourceError
from clustergraph.sources.reading.delimited import csv_sheet
from clustergraph.sources.reading.spreadsheets import SPREADSHEETS, xlsx_sheets
from clustergraph.sources.reading.tables import BROKEN

if TYPE_CHECKING:
    from clustergraph.sources.reading.sheets import Sheet
    from clustergraph.sources.reading.tables import Table

# The endings of files that sources take for tables.
TABLES = ("csv", "tsv", *SPREADSHEETS)
_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0"


def is_spreadsheet(table: Table) -> bool:
    """Whether a file is a spreadsheet, by its name or by what it holds.

    Raises SourceError for one of before 2007, which is also the form of one with a password.
    """
    try:
        with table.open() as file:
            start = file.read(4)
    except BROKEN as error:
        raise SourceError(f"{table.name}: cannot be read ({error})") from None
    if start == _OLE:
        raise SourceError(
            f"{table.name}: a spreadsheet of Excel 97 or with a password: "
            "save it as .xlsx without a password"
        )
    return start == _ZIP or table.name.lower().rpartition(".")[2] in SPREADSHEETS


def sheets_of(table: Table) -> dict[str, Sheet]:
    """The sheets of a spreadsheet by name; a text is one sheet, named after the file."""
    return xlsx_sheets(table) if is_spreadsheet(table) else {table.stem: csv_sheet(table)}
