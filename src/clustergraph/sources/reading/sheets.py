"""Tables of text: columns found by header, never by position, and rows counted as they are read.

Knows nothing of the kinds of files that rows come from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from clustergraph.errors import SourceError
from clustergraph.sources.reading.groups import Blank, note_unknown
from clustergraph.sources.reading.tally import Reject, Tally

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence


# "(2021-2027 only)", "[EUR]", "in EUR", "€".
_ADDED = re.compile(r"\([^)]*\)|\[[^\]]*\]|\b(?:in\s+)?(?:EUR|euros?)\s*$|€", re.IGNORECASE)


# The days of 1900 to 1903, of which Excel on an old Macintosh does not know.
_DAYS_TO_1904 = 1462
_DAY = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
# What a formula shows that failed.
_ERRORS = frozenset({"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
# What programs and people write where nothing is known. Not NA, which is Namibia.
_NOTHING = _ERRORS.union(
    {
        *("NaN", "nan", "NaT", "None", "NULL", "Null", "null", "<NA>", "#N/A", "N/A", "n/a"),
        *("N.A.", "N.a.", "n.a."),
        # Dumps of MySQL, and empty cells of pivot tables.
        *("\\N", "(blank)", "(vide)", "-", "--", "\u2013", "\u2014"),
    }
)


@dataclass(frozen=True)
class Column:
    """A column looked for by its header, without regard to case, spaces and signs; `dated` where it
    holds dates, `shared` where it holds what rows have a share in, such as money."""

    name: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    dated: bool = False
    shared: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table of text: its name for messages, its header, and its rows with their line numbers.

    A row that could not be read comes as a Reject; `encoding` is that of a text which is not what
    it should be, such as UTF-8; `remarks` are on cells that have no value; `since_1904` whether its
    days are counted from then on; `spread` are the cells, by line and place in the row, that show
    what one cell over several rows does.
    """

    name: str
    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]] | Reject]
    hidden: bool = False
    encoding: str = ""
    remarks: tuple[Reject, ...] = ()
    since_1904: bool = False
    spread: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def file(self) -> str:
        """The name without its folders, such as "project.csv": the same on every machine."""
        return re.split(r"[/\\]", self.name)[-1]


Row = tuple[int, tuple[str, ...]]


def rows(
    sheet: Sheet,
    columns: Sequence[Column],
    tally: Tally,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Row]:
    """Line and values of every sound row, in the order of `columns`; "" for a missing column and
    for what only says that nothing is known, such as NaN or n/a, or, with a remark, that a formula
    failed. Days counted from 1904 on are counted as others are. An amount in one cell over several
    rows is no row's, with a remark.

    Counts each row as read; rows that are not sound are rejected, and the tally is told where none
    is sound, and of `groups` of columns that are blank throughout. Raises SourceError where a
    required column is missing.
    """
    places = _places(sheet, columns)
    there = {
        column.name: index
        for index, (column, place) in enumerate(zip(columns, places, strict=True))
        if place < len(sheet.header)
    }
    blank = Blank(sheet.name, there, groups or {})
    if sheet.encoding:
        tally.remark(sheet.name, 1, "", sheet.encoding, "not UTF-8: read in the encoding of Excel")
    tally.remarks += sheet.remarks
    # With "" at the end of the cells for a column that is missing.
    chosen = itemgetter(*places, len(sheet.header))
    number = unsound = 0
    for number, row in enumerate(sheet.rows, 1):  # noqa: B007
        tally.read += 1
        if isinstance(row, Reject):
            tally.rejects.append(row)
            unsound += 1
            continue
        line, cells = row
        cells.append("")
        values = tuple(map(str.strip, chosen(cells)[:-1]))
        if not _NOTHING.isdisjoint(values):
            for column, value in zip(columns, values, strict=True):
                if value in _ERRORS:
                    tally.remark(sheet.name, line, column.name, value, "a formula that failed")
            values = tuple("" if value in _NOTHING else value for value in values)
        if sheet.since_1904:
            values = tuple(map(_counted, values, columns))
        if sheet.spread:
            values = tuple(
                _own(sheet, line, each, tally) for each in zip(columns, places, values, strict=True)
            )
        if blank.groups:
            blank.look(values)
        yield line, values
    tally.doubt(sheet.name, number, unsound)
    blank.tell(tally)


def _counted(value: str, column: Column) -> str:
    """A day that is counted from 1904 on, where it lost its format, as others are counted."""
    if not column.dated or not _DAY.fullmatch(value):
        return value
    return str(int(value.partition(".")[0]) + _DAYS_TO_1904)


def _own(sheet: Sheet, line: int, cell: tuple[Column, int, str], tally: Tally) -> str:
    """What a row has for itself: nobody can tell how several share what one cell shows for them."""
    column, place, value = cell
    if not (column.shared and value and (line, place) in sheet.spread):
        return value
    reason = "one amount for several rows: write into each what is its own"
    tally.remark(sheet.name, line, column.name, value, reason)
    return ""


def fits(sheet: Sheet, columns: Sequence[Column]) -> bool:
    """Whether a sheet has all columns that are required."""
    found = _found(sheet.header, columns)
    return all(
        place is not None for column, place in zip(columns, found, strict=True) if column.required
    )


def _places(sheet: Sheet, columns: Sequence[Column]) -> list[int]:
    refuse_twice(sheet.name, sheet.header)
    found = _found(sheet.header, columns)
    for column, place in zip(columns, found, strict=True):
        if column.required and place is None:
            header = ", ".join(sheet.header)[:200] or "nothing, it is empty"
            raise SourceError(f"{sheet.name}:1: column '{column.name}' is missing; found: {header}")
    return [len(sheet.header) if place is None else place for place in found]


def _found(header: Sequence[str], columns: Sequence[Column]) -> list[int | None]:
    """Where each column stands in a header: as it is written, or else but for what a bracket adds
    or the currency at its end."""
    exact = {key(name): index for index, name in enumerate(header)}
    keys = [[key(name) for name in (column.name, *column.synonyms)] for column in columns]
    places = [next((exact[one] for one in each if one in exact), None) for each in keys]
    bare: dict[str, int] = {}
    for index, name in enumerate(header):
        if index not in places:
            bare.setdefault(key(_ADDED.sub(" ", name)), index)
    return [
        next((bare[one] for one in each if one in bare), None) if place is None else place
        for each, place in zip(keys, places, strict=True)
    ]


def others(
    sheet: Sheet,
    columns: Sequence[Column],
    tally: Tally,
    groups: Mapping[str, Sequence[str]] | None = None,
    dropped: Container[str] = (),
) -> list[Column]:
    """The columns of a sheet that are none of these, but for those whose keys are dropped; the
    tally is told of them, and of `groups` as note_unknown has them."""
    places = _found(sheet.header, columns)
    known = set(places)
    unknown = [
        Column(name)
        for index, name in enumerate(sheet.header)
        if name and index not in known and key(name) not in dropped
    ]
    found = {one.name for one, place in zip(columns, places, strict=True) if place is not None}
    note_unknown(sheet.name, [one.name for one in unknown], found, groups or {}, tally)
    return unknown


def key(name: str) -> str:
    """The form in which headers are compared: no case, spaces or signs."""
    return re.sub(r"[\W_]", "", name.casefold())


def refuse_twice(name: str, header: tuple[str, ...]) -> None:
    for number, cell in enumerate(header):
        # Columns without a name are nobody's, however many there are.
        if cell and key(cell) in map(key, header[:number]):
            raise SourceError(f"{name}:1: column '{cell}' stands twice in the header")
