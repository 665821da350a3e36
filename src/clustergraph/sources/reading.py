"""Rows of CSV files, zips and spreadsheets, each with its file and line; what is wrong is counted.

Finds columns by header, never by position. Knows nothing of what the columns mean, of triples or
of graphs.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from clustergraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# A field beyond this is a mishap of the file, not a name or an abstract.
LONGEST_FIELD = 1_000_000
# A zip that unpacks to more than this, or a hundred times its size, is an attack or a mistake.
LARGEST_MEMBER = 20_000_000_000
LARGEST_RATIO = 200

_DELIMITERS = ";,\t|"
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>")
# What undecodable bytes become under `surrogateescape`.
_UNDECODED = re.compile("[\udc80-\udcff]")


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


Row = tuple[int, tuple[str, ...]]


def rows(sheet: Sheet, columns: Sequence[Column], tally: Tally) -> Iterator[Row]:
    """Line and values of every sound row, in the order of `columns`; "" for a missing column.

    Counts each row as read; rows that are not sound are rejected. Raises SourceError where a
    required column is missing.
    """
    places = _places(sheet, columns)
    width = len(sheet.header)
    for row in sheet.rows:
        tally.read += 1
        if isinstance(row, Reject):
            tally.rejects.append(row)
            continue
        line, cells = row
        fault = _fault(cells, width)
        if fault:
            tally.reject(sheet.name, line, "", ";".join(cells), fault)
            continue
        cells.append("")
        yield line, tuple([cells[place].strip() for place in places])


def _fault(cells: list[str], width: int) -> str:
    if len(cells) != width:
        marker = cells[0].startswith(_MARKERS)
        return "conflict marker" if marker else f"{len(cells)} fields instead of {width}"
    # Summing first is quicker than looking at every field of every row.
    if sum(map(len, cells)) > LONGEST_FIELD and max(map(len, cells)) > LONGEST_FIELD:
        return f"a field of more than {LONGEST_FIELD:,} characters"
    return ""


def _places(sheet: Sheet, columns: Sequence[Column]) -> list[int]:
    at = {_key(name): index for index, name in enumerate(sheet.header)}
    places = []
    for column in columns:
        names = (column.name, *column.synonyms)
        place = next((at[_key(name)] for name in names if _key(name) in at), len(sheet.header))
        if column.required and place == len(sheet.header):
            found = ", ".join(sheet.header)[:200]
            raise SourceError(f"{sheet.name}:1: column '{column.name}' is missing; found: {found}")
        places.append(place)
    return places


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


@dataclass(frozen=True)
class Table:
    """A file found in a folder, a zip or on its own; `open` gives its bytes."""

    name: str
    stem: str
    open: Callable[[], IO[bytes]]


def tables(path: Path, *extensions: str) -> list[Table]:
    """Every file with one of the extensions ("csv"), in a folder or zip at any depth, sorted."""
    wanted = tuple(f".{extension}" for extension in extensions)
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in wanted)
        return [_of_file(file, str(file)) for file in files]
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if path.suffix.lower() == ".zip":
        return _of_zip(path, wanted)
    return [_of_file(path, str(path))]


def _of_file(file: Path, name: str) -> Table:
    return Table(name, file.stem.lower(), lambda: file.open("rb"))


def _of_zip(path: Path, wanted: tuple[str, ...]) -> list[Table]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(f"{path}: not a whole zip file ({error})") from None
    found = []
    for member in members:
        name = member.filename
        if Path(name).suffix.lower() in wanted and not member.is_dir():
            if member.file_size > LARGEST_MEMBER or (
                member.file_size > LARGEST_RATIO * max(member.compress_size, 1_000_000)
            ):
                raise SourceError(f"{path}/{name}: unpacks to {member.file_size:,} bytes: refused")
            found.append(Table(f"{path}/{name}", Path(name).stem.lower(), _member(path, name)))
    return found


def _member(path: Path, name: str) -> Callable[[], IO[bytes]]:
    return lambda: zipfile.ZipFile(path).open(name)


def csv_sheet(table: Table) -> Sheet:
    """A CSV file as a sheet: UTF-8 with or without BOM, delimiter known from the header line."""
    try:
        stream = io.TextIOWrapper(
            table.open(), encoding="utf-8-sig", errors="surrogateescape", newline=""
        )
        first = stream.readline()
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"{table.name}: cannot be read ({error})") from None
    delimiter = max(_DELIMITERS, key=first.count)
    header = tuple(name.strip() for name in next(csv.reader([first], delimiter=delimiter), []))
    if len(set(header)) != len(header):
        twice = sorted({name for name in header if header.count(name) > 1})[0]
        raise SourceError(f"{table.name}:1: column '{twice}' stands twice in the header")
    return Sheet(table.name, header, _csv_rows(table.name, stream, delimiter))


def _csv_rows(
    name: str, stream: IO[str], delimiter: str
) -> Iterator[tuple[int, list[str]] | Reject]:
    # The default limit of 128 kB is below a long project objective in a report.
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    with stream:
        while True:
            # The header is line 1, and a record may span several lines: its first one counts.
            line = reader.line_num + 2
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "unexpected end" in str(error):
                    raise SourceError(f"{name}:{line}: a quote opened here never closes") from None
                yield Reject(name, line, "", "", f"not CSV: {error}")
                continue
            except (zipfile.BadZipFile, EOFError, OSError) as error:
                raise SourceError(f"{name}:{line}: cannot be read on ({error})") from None
            if not cells:
                continue
            bad = next((cell for cell in cells if _undecoded(cell)), None)
            if bad is not None:
                shown = bad.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                yield Reject(name, line, "", shown[:200], "not UTF-8")
                continue
            yield line, cells


def _undecoded(cell: str) -> bool:
    return not cell.isascii() and _UNDECODED.search(cell) is not None


def xlsx_sheets(table: Table) -> dict[str, Sheet]:
    """The sheets of a spreadsheet by name; the first row is the header, all cells are text."""
    import python_calamine as calamine

    try:
        with table.open() as file:
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
            cells = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except (calamine.CalamineError, zipfile.BadZipFile, OSError) as error:
        raise SourceError(f"{table.name}: not a spreadsheet that can be read ({error})") from None
    return {name: _xlsx_sheet(f"{table.name}/{name}", rows) for name, rows in cells.items()}


def _xlsx_sheet(name: str, cells: list[list[Any]]) -> Sheet:
    text = [[_as_text(cell) for cell in row] for row in cells]
    header = tuple(cell.strip() for cell in text[0]) if text else ()
    numbered = ((line, row) for line, row in enumerate(text[1:], 2) if any(row))
    return Sheet(name, header, numbered)


def _as_text(cell: Any) -> str:
    # A spreadsheet keeps 48022 as 48022.0: a whole number is written as one.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
