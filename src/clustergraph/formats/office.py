"""What files of office programs have in common: texts of XML, and a zip that tells no time.

Knows neither documents nor spreadsheets.
"""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from clustergraph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

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
def put_together() -> Iterator[None]:
    """Rows of a spreadsheet wait in a temporary file: OutputError where it cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write a temporary file: {error.strerror}") from None
    except Exception as error:
        # openpyxl writes with lxml where that is installed, which has errors of its own.
        if type(error).__module__ != "lxml.etree":
            raise
        raise OutputError(f"cannot write a temporary file: {error}") from None


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
