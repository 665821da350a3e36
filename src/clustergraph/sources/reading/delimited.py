"""CSV files as sheets: encoding and delimiter checked, each broken record found with its line.

A record that is no CSV but can be cut into cells in one way only is read so. Knows nothing of what
the columns mean.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from itertools import filterfalse, islice
from typing import IO, TYPE_CHECKING

from clustergraph.errors import SourceError
from clustergraph.sources.reading import cuts
from clustergraph.sources.reading.heads import (
    DELIMITERS,
    EMPTY,
    LOOKED_AHEAD,
    is_title,
    spread,
)
from clustergraph.sources.reading.sheets import Sheet, refuse_twice
from clustergraph.sources.reading.tables import BROKEN, Table
from clustergraph.sources.reading.tally import Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

# A field beyond this is a mishap of the file, not a name or an abstract.
LONGEST_FIELD = 1_000_000
# No more of a line is read at once, so that a file that is one endless line cannot fill memory.
_LONGEST_LINE = 16_000_000
# Some broken bytes are rows to reject; so many are a file in another encoding.
MANY_UNDECODED = 20

# So many lines are read at once where nothing is wrong with them.
_STRETCH = 200
# A record with a stray quote is looked at no further than this.
_LONGEST_MENDED = 100_000
WESTERN = "cp1252"
# What `surrogateescape` makes of bytes that are not UTF-8.
_LONE_BYTES = frozenset(map(chr, range(0xDC80, 0xDD00)))
_WESTERN_SIGNS = frozenset("€‘’“”–—…«»°ºª·•§&£²³½\u00a0")
# Bytes that are no ASCII, one after another: words of Greek or Russian, not of Western Europe.
_FOREIGN = re.compile("[\udcc0-\udcff]{4}")
_ACCENTED = frozenset(map(chr, range(0xDCC0, 0xDD00)))
_LOOKED_AT = 1 << 16
# What Excel wants to know of a CSV file, above its header.
_SEPARATOR = re.compile(r"\"?sep=(\\t|.)\"?[\s;,]*", re.IGNORECASE)
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>")
_NOT_UTF_8, _NUL = "not UTF-8", "a NUL character"
# Faults of rows that end where they should.
_OF_A_CELL = (_NOT_UTF_8, _NUL)


def csv_sheet(table: Table) -> Sheet:
    """A CSV file as a sheet: UTF-8 with or without BOM, UTF-16 with one, or windows-1252 where
    nothing in it is UTF-8 but what is ASCII. The delimiter is known from the header line, or from
    the line `sep=;` that spreadsheets write above it.

    Raises SourceError, with the line, for another encoding, a header that cannot be one, and,
    while rows are read, a quote that never closes or a file that ends early.
    """
    try:
        with table.open() as file:
            wide = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        form = _Form("utf-16" if wide else _western(table) or "utf-8-sig")
        with _text(table, form) as stream:
            lines = deque(stream.readline(_LONGEST_LINE) for _ in range(LOOKED_AHEAD))
            while (first := lines.popleft()) and (
                not first.strip(EMPTY) or _SEPARATOR.fullmatch(first) or is_title(first, lines)
            ):
                declared = _SEPARATOR.fullmatch(first)
                form.delimiter = declared[1].replace("\\t", "\t") if declared else form.delimiter
                form.above += 1
                lines.append(stream.readline(_LONGEST_LINE))
            form.head = spread([first, *lines])
            first += "".join(islice(lines, form.head - 1))
    except BROKEN as error:
        raise SourceError(f"{table.name}: cannot be read ({error})") from None
    line = form.above + 1
    wide = "\0" in first
    if wide or not _is_text(first):
        found = "it looks like UTF-16" if wide else "the header has bytes of another encoding"
        raise SourceError(f"{table.name}:{line}: not UTF-8, {found}: save the file as UTF-8")
    if form.delimiter not in first or not form.delimiter:
        form.delimiter = max(DELIMITERS, key=first.count)
    header = _header(table.name, first, form.delimiter, line)
    encoding = form.encoding if form.encoding == WESTERN else ""
    return Sheet(table.name, header, _csv_rows(table, form, len(header)), encoding=encoding)


def _western(table: Table) -> str:
    """The encoding of Excel in Western Europe, where a file is in it: no sign of it is UTF-8, those
    beyond ASCII are letters and signs of text, and the letters are not those alone that are letters
    of another encoding, such as of an old Macintosh. Else ""."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    found: set[str] = set()
    # Where the file is damaged, those who read its rows say so, with the line.
    with suppress(*BROKEN), table.open() as file:
        while found <= _LONE_BYTES and (piece := file.read(_LOOKED_AT)):
            # Nothing to decode, nor anything left of the piece before.
            if piece.isascii() and not decoder.getstate()[0]:
                continue
            text = decoder.decode(piece)
            if _FOREIGN.search(text):
                return ""
            found.update(filterfalse(str.isascii, set(text)))
    if not found or not found <= _LONE_BYTES:
        return ""
    text = "".join(found).encode("utf-8", "surrogateescape").decode(WESTERN, "replace")
    likely = not found.isdisjoint(_ACCENTED) or not any(map(str.isalpha, {*text} - {*"œŒ"}))
    known = all(sign.isalpha() or sign in _WESTERN_SIGNS for sign in text)
    return WESTERN if known and likely else ""


@dataclass
class _Form:
    """How a file is written: its encoding, what is between cells, lines above the header and of
    it."""

    encoding: str
    delimiter: str = ""
    above: int = 0
    head: int = 1


def _text(table: Table, form: _Form) -> IO[str]:
    """The file as text; bytes that are not UTF-8 become surrogates, to be found row by row."""
    errors = "replace" if form.encoding == "utf-16" else "surrogateescape"
    return io.TextIOWrapper(table.open(), encoding=form.encoding, errors=errors, newline="")


def _header(name: str, text: str, delimiter: str, line: int) -> tuple[str, ...]:
    lines = text.splitlines(keepends=True)
    try:
        header = tuple(cell.strip() for cell in next(csv.reader(lines, delimiter=delimiter), []))
    except csv.Error as error:
        raise SourceError(f"{name}:{line}: not a header ({error})") from None
    refuse_twice(name, header)
    return header


class _Lines:
    """The lines of a file, which remembers those of the record being read, to give them again."""

    def __init__(self, stream: IO[str]) -> None:
        self.taken: list[str] = []
        self.again: deque[str] = deque()
        self._stream = stream
        self._broken: Exception | None = None

    def __iter__(self) -> Iterator[str]:
        return iter(self.more, "")

    def more(self) -> str:
        """The next line, taken into the record being read; "" at the end of the file."""
        line = self.again.popleft() if self.again else self._read()
        if line:
            self.taken.append(line)
        return line

    def give_back(self, kept: int = 1) -> None:
        """All lines of the record but the first ones are read again."""
        self.again.extendleft(reversed(self.taken[kept:]))
        del self.taken[kept:]

    def ahead(self) -> list[str]:
        """Some lines of the file, to be given back or not; those before the place where it breaks,
        which is told by the next that reads."""
        found: list[str] = []
        try:
            found.extend(islice(iter(self._read, ""), _STRETCH))
        except BROKEN as error:
            self._broken = error
        return found

    def _read(self) -> str:
        if self._broken:
            raise self._broken
        return self._stream.readline(_LONGEST_LINE)


def _csv_rows(table: Table, form: _Form, width: int) -> Iterator[tuple[int, list[str]] | Reject]:
    # Without a limit, one quote that never closes would take in the rest of a file.
    csv.field_size_limit(LONGEST_FIELD)
    name, delimiter, line, undecoded = table.name, form.delimiter, form.above + form.head + 1, 0
    with _text(table, form) as stream:
        for _line in range(form.above + form.head):
            stream.readline(_LONGEST_LINE)
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            if not lines.again:
                stretch = lines.ahead()
                if found := _sound(stretch, delimiter, width):
                    yield from enumerate(found, line)
                    line += len(found)
                    continue
                lines.again.extend(stretch)
            try:
                cells = next(reader)
                fault = _fault(cells, width)
            except StopIteration:
                return
            except csv.Error as error:
                cells, fault = _mended(str(error), lines, delimiter, width), ""
                if not cells:
                    cells, fault = lines.taken[:1], _csv_fault(str(error), lines, f"{name}:{line}")
            except BROKEN as error:
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


def _sound(lines: list[str], delimiter: str, width: int) -> list[list[str]]:
    """The records of lines, where each line is one and nothing is wrong with any; else none."""
    text = "".join(lines)
    if "\0" in text or not (text.isascii() or _is_text(text)):
        return []
    try:
        found = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return []
    return found if len(found) == len(lines) and {*map(len, found)} == {width} else []


def _mended(error: str, lines: _Lines, delimiter: str, width: int) -> list[str]:
    """The cells of a record with a quote that CSV does not allow, where there is one best way to
    cut it; else none."""
    if "expected after" not in error:
        return []
    text, used = "", 0
    while len(text) < _LONGEST_MENDED and (used < len(lines.taken) or lines.more()):
        line = lines.taken[used]
        if used and cuts.is_record(line, delimiter, width):
            break
        text, used = text + line, used + 1
        if found := cuts.cells(text, delimiter, width):
            lines.give_back(used)
            return found
    return []


def _fault(cells: list[str], width: int) -> str:
    """Why a record is no row; "" for a sound one, and for an empty line, which is none."""
    if len(cells) > width and not any(map(str.strip, cells[width:])):
        # Some programs end lines with more delimiters than the header has.
        del cells[width:]
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
            f"{where}: a quote opened here closes {LONGEST_FIELD:,} characters on or never"
        )
    return f"a field of more than {LONGEST_FIELD:,} characters"


def _shown(text: str) -> str:
    cut = text[:200].rstrip("\r\n")
    return cut.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
