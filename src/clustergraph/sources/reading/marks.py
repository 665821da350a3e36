"""What is found in the XML of a spreadsheet beside its cells, and the reading of that XML.

Knows no kind of spreadsheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable

    from clustergraph.sources.reading.units import Beside

    Given = dict[str, str]

_PIECE = 1 << 20
# Bytes that the longest sign has which tells something.
_OVERLAP = 200
# What says on purpose that there is no value.
NOT_AVAILABLE = "#N/A"
# A place is the line and the column of a cell, from 1 on.
Place = tuple[int, int]
# From the first cell to the last one: row and column of each, from 0 on.
Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class Shown:
    """Of one sheet: what its cells show beside their number, formulas without a value, what those
    show that failed, texts with a tab or a line break in them, and cells merged over rows, of which
    the library tells in .xlsx only."""

    beside: dict[Place, Beside] = field(default_factory=dict)
    valueless: dict[Place, str] = field(default_factory=dict)
    failed: dict[Place, str] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)


def parse(
    stream: IO[bytes],
    start: Callable[[str, Given], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read XML piece by piece; tags come without their prefix."""

    def refuse(*_declared: object) -> None:
        raise expat.ExpatError("it declares entities")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, given: start(tag.rpartition(":")[2], given)
    parser.EndElementHandler = end and (lambda tag: end(tag.rpartition(":")[2]))
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = refuse
    while piece := stream.read(_PIECE):
        parser.Parse(piece)
    parser.Parse(b"", True)


def holds(book: zipfile.ZipFile, member: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether a file of a spreadsheet holds a match, of _OVERLAP bytes at most, looked for piece by
    piece."""
    before = b""
    with book.open(member) as stream:
        while piece := stream.read(_PIECE):
            if pattern.search(before + piece):
                return True
            before = piece[-_OVERLAP:]
    return False


def whole(text: str | None, otherwise: int) -> int:
    """The number that a text is, or another."""
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else otherwise
