"""What cells of a spreadsheet show beside their number, and formulas without a kept value.

The library that reads cells gives the number alone, and of a formula that failed, or whose value no
program kept, an empty text. Knows which kinds of spreadsheets there are.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO, TYPE_CHECKING

from clustergraph.sources.reading import odf, ooxml
from clustergraph.sources.reading.marks import holds

if TYPE_CHECKING:
    from clustergraph.sources.reading.marks import Shown

_SINCE_1904 = {
    "xl/workbook.xml": re.compile(rb"""date1904=["'](?:1|true)"""),
    "content.xml": re.compile(rb"""<table:null-date[^>]*date-value=["']1904-01-01"""),
}


def shown(file: IO[bytes]) -> dict[str, Shown]:
    """What cells show, by the name of their sheet. Raises expat.ExpatError for broken XML."""
    with zipfile.ZipFile(file) as book:
        names = frozenset(book.namelist())
        if "content.xml" in names:
            found = odf.read(book)
        elif {"xl/workbook.xml", ooxml.RELATIONS} <= names:
            found = ooxml.read(book, names)
        else:
            found = {}
    file.seek(0)
    return found


def since_1904(file: IO[bytes]) -> bool:
    """Whether days without a format are counted from 1904 on, as on an old Macintosh."""
    with zipfile.ZipFile(file) as book:
        found = any(
            member in book.namelist() and holds(book, member, pattern)
            for member, pattern in _SINCE_1904.items()
        )
    file.seek(0)
    return found
