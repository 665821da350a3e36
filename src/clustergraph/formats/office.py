"""What files of office programs have in common: texts of XML, and a zip that tells no time.

Knows neither documents nor spreadsheets.
"""

from __future__ import annotations

import io
import re
import sys
import traceback
import zipfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol

from clustergraph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

# Not in XML, and so in no such file.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The earliest date that a zip can hold: a file made today equals one made tomorrow.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


class Saved(Protocol):
    """A document or a spreadsheet of one of the libraries that write them."""

    def save(self, stream: io.BytesIO, /) -> None:
        """Write the file."""


def legal(text: str) -> str:
    """The text with U+FFFD for each sign that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


@contextmanager
def put_together(book: Workbook) -> Iterator[None]:
    """Rows of a spreadsheet wait in a temporary file: OutputError where it cannot be written."""
    try:
        yield
    except OSError as error:
        _given_up(book, error)
        raise OutputError(f"cannot write a temporary file: {error.strerror}") from None
    except Exception as error:
        # openpyxl writes with lxml where that is installed, which has errors of its own.
        if type(error).__module__ != "lxml.etree":
            raise
        _given_up(book, error)
        raise OutputError(f"cannot write a temporary file: {error}") from None


def _given_up(book: Workbook, error: Exception) -> None:
    """Close what waits to be written; left to itself it would fail again when it is cleared away,
    and Python would say so with a traceback of its own."""
    before, sys.unraisablehook = sys.unraisablehook, _unheard
    try:
        for sheet in book.worksheets:
            writer: Any = getattr(sheet, "_writer", None)
            waiting: list[Any] = [getattr(sheet, "_rows", None), getattr(writer, "xf", None)]
            for each in waiting:
                with suppress(Exception):
                    each.close()
        traceback.clear_frames(error.__traceback__)
    finally:
        sys.unraisablehook = before


def _unheard(told: object) -> None:
    return


def settled(file: Saved) -> bytes:
    """The bytes of a file without the moment at which it was made."""
    made, stream = io.BytesIO(), io.BytesIO()
    file.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(stream, "w") as fixed:
        for member in parts.infolist():
            content = parts.read(member)
            if member.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(member.filename, _ZIP_DATE)
            fixed.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
