"""The sheets of a file, be it a spreadsheet or a text; which of the two its first bytes tell.

Knows nothing of what is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.errors import SourceError
from clustergraph.sources.reading.delimited import csv_sheet
from clustergraph.sources.reading.sheets import fits, key
from clustergraph.sources.reading.spreadsheets import SPREADSHEETS, xlsx_sheets
from clustergraph.sources.reading.tables import BROKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.sources.reading.sheets import Column, Sheet
    from clustergraph.sources.reading.tables import Table
    from clustergraph.sources.reading.tally import Tally

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


def sheet_of(table: Table, columns: Sequence[Column], tally: Tally, called: str = "") -> Sheet:
    """The sheet of a file that is read: the one `called` so, else the only one that is shown, else
    the only one that has the columns required. `tally` gets a remark on others that have them, too,
    or that are shown beside one that nobody called so.

    Raises SourceError where several sheets are shown and none, or more than one, has them.
    """
    sheets = sheets_of(table)
    shown = [name for name, sheet in sheets.items() if not sheet.hidden] or [*sheets]
    named = [name for name in sheets if called and key(name) == key(called)]
    fitting = [name for name in shown if fits(sheets[name], columns)]
    if not named and len(shown) != 1 != len(fitting):
        raise SourceError(_undecided(table.name, shown, fitting, columns, called))
    chosen = (named or (shown if len(shown) == 1 else fitting))[0]
    sheet = sheets.pop(chosen)
    # A template explains itself in sheets of its own.
    others = [
        name
        for name, other in sheets.items()
        if fits(other, columns) or (name in shown and not named)
    ]
    if others:
        reason = "not read: other sheets of the file"
        tally.remark(sheet.name, 0, "", ", ".join(others), reason)
    return sheet


def _undecided(
    file: str, shown: list[str], fitting: list[str], columns: Sequence[Column], called: str
) -> str:
    needed = ", ".join(column.name for column in columns if column.required)
    way = f"call one '{called}', or " if called else ""
    if fitting:
        return (
            f"{file}: the sheets {', '.join(fitting)[:200]} all have the columns {needed}; "
            f"{way}keep one a file"
        )
    return (
        f"{file}: no sheet has the columns {needed}; found: {', '.join(shown)[:200]}; "
        f"{way}hide the sheets that are not to be read"
    )
