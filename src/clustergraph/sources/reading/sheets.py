"""Tables of text: columns found by header, never by position, and rows counted as they are read.

Knows nothing of the kinds of files that rows come from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from clustergraph.errors import SourceError
from clustergraph.sources.reading.tally import Reject, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class Column:
    """A column looked for by its header, without regard to case, spaces and signs."""

    name: str
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table of text: its name for messages, its header, and its rows with their line numbers.

    A row that could not be read comes as a Reject.
    """

    name: str
    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]] | Reject]

    @property
    def file(self) -> str:
        """The name without its folders, such as "project.csv": the same on every machine."""
        return re.split(r"[/\\]", self.name)[-1]


Row = tuple[int, tuple[str, ...]]


def rows(sheet: Sheet, columns: Sequence[Column], tally: Tally) -> Iterator[Row]:
    """Line and values of every sound row, in the order of `columns`; "" for a missing column.

    Counts each row as read; rows that are not sound are rejected. Raises SourceError where a
    required column is missing.
    """
    # With "" at the end of the cells for a column that is missing.
    chosen = itemgetter(*_places(sheet, columns), len(sheet.header))
    for row in sheet.rows:
        tally.read += 1
        if isinstance(row, Reject):
            tally.rejects.append(row)
            continue
        line, cells = row
        cells.append("")
        yield line, tuple(map(str.strip, chosen(cells)[:-1]))


def _places(sheet: Sheet, columns: Sequence[Column]) -> list[int]:
    at = {key(name): index for index, name in enumerate(sheet.header)}
    places = []
    for column in columns:
        names = (column.name, *column.synonyms)
        place = next((at[key(name)] for name in names if key(name) in at), len(sheet.header))
        if column.required and place == len(sheet.header):
            found = ", ".join(sheet.header)[:200]
            raise SourceError(f"{sheet.name}:1: column '{column.name}' is missing; found: {found}")
        places.append(place)
    return places


def key(name: str) -> str:
    """The form in which headers are compared: no case, spaces or signs."""
    return re.sub(r"[\W_]", "", name.casefold())


def refuse_twice(name: str, header: tuple[str, ...]) -> None:
    for number, cell in enumerate(header):
        # Columns without a name are nobody's, however many there are.
        if cell and key(cell) in map(key, header[:number]):
            raise SourceError(f"{name}:1: column '{cell}' stands twice in the header")
