"""What files of office programs have in common: texts of XML, and a zip that tells no time.

Knows neither documents nor spreadsheets.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Protocol

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
