"""Rows of CSV files, zips and spreadsheets, each with its file and line; what is wrong is counted.

Finds columns by header, never by position. Knows nothing of what the columns mean, of triples or
of graphs.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from clustergraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

# A field beyond this is a mishap of the file, not a name or an abstract.
LONGEST_FIELD = 1_000_000
# No more of a line is read at once, so that a file that is one endless line cannot fill memory.
_LONGEST_LINE = 16_000_000
# A zip that unpacks to more than this, or to so many times its size, is an attack or a mistake.
LARGEST_MEMBER = 20_000_000_000
LARGEST_RATIO = 200
_SMALL = 1_000_000
_DEEPEST = 3
# Some broken bytes are rows to reject; so many are a file in another encoding.
MANY_UNDECODED = 20

_DELIMITERS = ";,\t|"
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>")
_NOT_UTF_8, _NUL = "not UTF-8", "a NUL character"
# Faults of rows that end where they should.
_OF_A_CELL = (_NOT_UTF_8, _NUL)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class Reject:
    """A row, or a value of it, that is not in the graph, and why; value is cut to 200 signs."""

    file: str
    line: int
    column: str
    value: str
    reason: str


@dataclass
class Tally:
    """How the rows of a source ended: `read` is kept + repeated + rejected, each row once.

    `remarks` are values left out of rows that were otherwise kept; they are listed, not counted.
    """

    read: int = 0
    kept: int = 0
    repeated: int = 0
    rejects: list[Reject] = field(default_factory=list)
    remarks: list[Reject] = field(default_factory=list)

    def reject(self, file: str, line: int, column: str, value: str, reason: str) -> None:
        """Count a row as rejected."""
        self.rejects.append(Reject(file, line, column, value[:200], reason))

    def remark(self, file: str, line: int, column: str, value: str, reason: str) -> None:
        """Note a value left out of a row that is kept."""
        self.remarks.append(Reject(file, line, column, value[:200], reason))


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


@dataclass(frozen=True)
class Table:
    """A file found in a folder, a zip or on its own; `open` gives its bytes."""

    name: str
    stem: str
    open: Callable[[], IO[bytes]]


def tables(path: Path, *extensions: str) -> list[Table]:
    """Every file with one of the extensions ("csv"), in a folder or zip at any depth, sorted.

    Raises SourceError for a zip that is not whole or unpacks to more than a source can be.
    """
    wanted = tuple(f".{extension}" for extension in extensions)
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if not path.is_dir():
        return _of_file(path, wanted)
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in (*wanted, ".zip"))
    return [table for file in files if file.is_file() for table in _of_file(file, wanted)]


def _of_file(file: Path, wanted: tuple[str, ...]) -> list[Table]:
    def opened() -> IO[bytes]:
        return file.open("rb")

    if file.suffix.lower() == ".zip":
        return _of_zip(str(file), opened, wanted, 1)
    return [Table(str(file), file.stem.lower(), opened)]


def _of_zip(
    name: str, opened: Callable[[], IO[bytes]], wanted: tuple[str, ...], depth: int
) -> list[Table]:
    """The tables in a zip. Nothing is unpacked to disk, so no member's name can lead outside."""
    if depth > _DEEPEST:
        raise SourceError(f"{name}: a zip in a zip in a zip in a zip: refused")
    found = []
    for member in _members(name, opened):
        inside, suffix = f"{name}/{member.filename}", PurePosixPath(member.filename).suffix.lower()
        if member.is_dir() or suffix not in (*wanted, ".zip"):
            continue
        content = partial(_open_member, opened, member)
        if suffix == ".zip":
            found.extend(_of_zip(inside, content, wanted, depth + 1))
        else:
            found.append(Table(inside, PurePosixPath(member.filename).stem.lower(), content))
    return found


def _members(name: str, opened: Callable[[], IO[bytes]]) -> list[zipfile.ZipInfo]:
    """What a zip holds, by name; refused where it would unpack to too much."""
    try:
        with opened() as file, zipfile.ZipFile(file) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
    except _BROKEN as error:
        raise SourceError(f"{name}: not a whole zip file ({error})") from None
    for member in members:
        # zipfile reads no more of a member than the size given here, so a lie does not help.
        size, packed = member.file_size, max(member.compress_size, _SMALL)
        if size > min(LARGEST_MEMBER, LARGEST_RATIO * packed):
            raise SourceError(f"{name}/{member.filename}: unpacks to {size:,} bytes: refused")
    return members


def _open_member(opened: Callable[[], IO[bytes]], member: zipfile.ZipInfo) -> IO[bytes]:
    file = opened()
    try:
        stream = zipfile.ZipFile(file).open(member)  # noqa: SIM115  closed by close_both
    except _BROKEN:
        file.close()
        raise
    close = stream.close

    def close_both() -> None:
        # zipfile leaves a file that it was given open.
        close()
        file.close()

    stream.close = close_both  # type: ignore[method-assign]
    return stream


def csv_sheet(table: Table) -> Sheet:
    """A CSV file as a sheet: UTF-8 with or without BOM, delimiter known from the header line.

    Raises SourceError, with the line, for another encoding, a header that cannot be one, and,
    while rows are read, a quote that never closes or a file that ends early.
    """
    try:
        with _text(table) as stream:
            first = stream.readline(_LONGEST_LINE)
    except _BROKEN as error:
        raise SourceError(f"{table.name}: cannot be read ({error})") from None
    wide = "\0" in first
    if wide or not _is_text(first):
        found = "it looks like UTF-16" if wide else "the header has bytes of another encoding"
        raise SourceError(f"{table.name}:1: not UTF-8, {found}: save the file as UTF-8")
    delimiter = max(_DELIMITERS, key=first.count)
    header = _header(table.name, first, delimiter)
    return Sheet(table.name, header, _csv_rows(table, delimiter, len(header)))


def _text(table: Table) -> IO[str]:
    """The file as text; bytes that are not UTF-8 become surrogates, to be found row by row."""
    return io.TextIOWrapper(
        table.open(), encoding="utf-8-sig", errors="surrogateescape", newline=""
    )


def _header(name: str, line: str, delimiter: str) -> tuple[str, ...]:
    try:
        header = tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error as error:
        raise SourceError(f"{name}:1: not a header ({error})") from None
    _refuse_twice(name, header)
    return header


def _refuse_twice(name: str, header: tuple[str, ...]) -> None:
    for number, cell in enumerate(header):
        # Columns without a name are nobody's, however many there are.
        if cell and key(cell) in map(key, header[:number]):
            raise SourceError(f"{name}:1: column '{cell}' stands twice in the header")


class _Lines:
    """The lines of a file, which remembers those of the record being read, to give them again."""

    def __init__(self, stream: IO[str]) -> None:
        self.taken: list[str] = []
        self._again: deque[str] = deque()
        self._stream = stream

    def __iter__(self) -> Iterator[str]:
        taken, again = self.taken, self._again
        for line in iter(partial(self._stream.readline, _LONGEST_LINE), ""):
            taken.append(line)
            yield line
            while again:
                taken.append(again.popleft())
                yield taken[-1]

    def give_back(self) -> None:
        """All lines of the record but its first are read again."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def _csv_rows(table: Table, delimiter: str, width: int) -> Iterator[tuple[int, list[str]] | Reject]:
    # Without a limit, one quote that never closes would take in the rest of a file.
    csv.field_size_limit(LONGEST_FIELD)
    name, line, undecoded = table.name, 2, 0
    with _text(table) as stream:
        stream.readline(_LONGEST_LINE)
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            try:
                cells = next(reader)
                fault = _fault(cells, width)
            except StopIteration:
                return
            except csv.Error as error:
                cells, fault = lines.taken[:1], _csv_fault(str(error), lines, f"{name}:{line}")
            except _BROKEN as error:
                raise SourceError(f"{name}:{line}: cannot be read on ({error})") from None
            if fault:
                undecoded += fault == _NOT_UTF_8
                if undecoded > MANY_UNDECODED:
                    raise SourceError(
                        f"{name}:{line}: {_NOT_UTF_8}, nor are {MANY_UNDECODED} rows "
                        "before: save the file as UTF-8"
                    )
                # A quote that should not be there may have taken in lines that are sound rows.
                if fault not in _OF_A_CELL:
                    lines.give_back()
                yield Reject(name, line, "", _shown(delimiter.join(cells)), fault)
            elif cells:
                yield line, cells
            line += len(lines.taken)
            lines.taken.clear()


def _fault(cells: list[str], width: int) -> str:
    """Why a record is no row; "" for a sound one, and for an empty line, which is none."""
    if len(cells) != width:
        if not cells:
            return ""
        marker = cells[0].startswith(_MARKERS)
        return "conflict marker" if marker else f"{len(cells)} fields instead of {width}"
    text = "".join(cells)
    if "\0" in text:
        return _NUL
    return "" if text.isascii() or _is_text(text) else _NOT_UTF_8


def _is_text(text: str) -> bool:
    """Whether all bytes were decoded: `surrogateescape` leaves what cannot be encoded again."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _csv_fault(error: str, lines: _Lines, where: str) -> str:
    """Why a record is not CSV. Raises SourceError where it has no end."""
    if "unexpected end" in error:
        raise SourceError(f"{where}: a quote opened here never closes")
    if "field limit" not in error:
        return f"not CSV: {error}"
    if len(lines.taken) > 1:
        raise SourceError(
            f"{where}: a quote opened here closes {LONGEST_FIELD:,} signs on or never"
        )
    return f"a field of more than {LONGEST_FIELD:,} characters"


def _shown(text: str) -> str:
    cut = text[:200].rstrip("\r\n")
    return cut.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def xlsx_sheets(table: Table) -> dict[str, Sheet]:
    """The sheets of a spreadsheet by name; the first row is the header, all cells are text.

    Raises SourceError for a file that is no spreadsheet or would unpack to too much.
    """
    import python_calamine as calamine

    _members(table.name, table.open)
    try:
        with table.open() as file:
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
            sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
            cells = {name: one.to_python(skip_empty_area=False) for name, one in sheets.items()}
    except (calamine.CalamineError, *_BROKEN) as error:
        raise SourceError(f"{table.name}: not a spreadsheet that can be read ({error})") from None
    return {name: _xlsx_sheet(f"{table.name}/{name}", rows) for name, rows in cells.items()}


def _xlsx_sheet(name: str, cells: list[list[Any]]) -> Sheet:
    text = [[_as_text(cell) for cell in row] for row in cells]
    header = tuple(cell.strip() for cell in text[0]) if text else ()
    _refuse_twice(name, header)
    numbered = ((line, row) for line, row in enumerate(text[1:], 2) if any(row))
    return Sheet(name, header, numbered)


def _as_text(cell: Any) -> str:
    # A spreadsheet keeps 48022 as 48022.0: a whole number is written as one.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
