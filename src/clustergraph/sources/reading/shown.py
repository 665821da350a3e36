"""What cells of a spreadsheet show beside their number, and formulas without a kept value.

The library that reads cells gives the number alone, and of a formula that failed, or whose value no
program kept, an empty text. Knows the XML of .xlsx and .ods as far as cells, their formats and
formulas.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from clustergraph.sources.reading import units
from clustergraph.sources.reading.extent import column_number
from clustergraph.sources.reading.units import Beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Given = dict[str, str]

_PIECE = 1 << 20
# Of the formats of numbers that every spreadsheet has, those that show a sign of percent.
_BUILT_IN = {9: "0%", 10: "0.00%"}
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]|\st=[\"']e[\"']")
# What says on purpose that there is no value.
_NOT_AVAILABLE = "#N/A"
_TELLING = re.compile(rb"value-type=\"(?:percentage|currency)\"|table:formula=|<number:text[\s>]")
_STYLED = re.compile(r"<number:text[^>]*>([^<]*)<")
_SINCE_1904 = {
    "xl/workbook.xml": re.compile(rb"""date1904=["'](?:1|true)"""),
    "content.xml": re.compile(rb"""<table:null-date[^>]*date-value=["']1904-01-01"""),
}
_CELLS = ("table-cell", "covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
# A place is the line and the column of a cell, from 1 on.
Place = tuple[int, int]


@dataclass
class Shown:
    """Of one sheet: what its cells show beside their number, formulas without a value, and what
    those show that failed."""

    beside: dict[Place, Beside] = field(default_factory=dict)
    valueless: dict[Place, str] = field(default_factory=dict)
    failed: dict[Place, str] = field(default_factory=dict)


def shown(file: IO[bytes]) -> dict[str, Shown]:
    """What cells show, by the name of their sheet. Raises expat.ExpatError for broken XML."""
    with zipfile.ZipFile(file) as book:
        names = frozenset(book.namelist())
        if "content.xml" in names:
            found = _of_ods(book)
        elif {"xl/workbook.xml", _RELATIONS} <= names:
            found = _of_xlsx(book, names)
        else:
            found = {}
    file.seek(0)
    return found


def since_1904(file: IO[bytes]) -> bool:
    """Whether days without a format are counted from 1904 on, as on an old Macintosh."""
    with zipfile.ZipFile(file) as book:
        found = any(
            member in book.namelist() and pattern.search(book.read(member))
            for member, pattern in _SINCE_1904.items()
        )
    file.seek(0)
    return found


def _parse(
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


def _elements(book: zipfile.ZipFile, member: str) -> list[tuple[str, Given]]:
    found: list[tuple[str, Given]] = []
    with book.open(member) as stream:
        _parse(stream, lambda tag, given: found.append((tag, given)))
    return found


# --- .xlsx

_RELATIONS = "xl/_rels/workbook.xml.rels"


def _of_xlsx(book: zipfile.ZipFile, names: frozenset[str]) -> dict[str, Shown]:
    formats = _formats(book) if "xl/styles.xml" in names else {}
    found = {}
    for name, member in _members(book, names):
        if formats or _has_formulas(book, member):
            cells = _XlsxCells(formats)
            with book.open(member) as stream:
                _parse(stream, cells.start, cells.end, cells.text)
            found[name] = cells.found
    return found


def _formats(book: zipfile.ZipFile) -> dict[str, str]:
    """The formats that say more than their number, by the number under which cells name them."""
    codes, found, place, within = dict(_BUILT_IN), {}, 0, False
    for tag, given in _elements(book, "xl/styles.xml"):
        number = _whole(given.get("numFmtId"), 0)
        if tag == "numFmt":
            codes[number] = given.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyles", "dxfs"):
            within = tag == "cellXfs"
        elif tag == "xf" and within:
            code = codes.get(number, "")
            if units.of_format(code) != units.NOTHING:
                found[str(place)] = code
            place += 1
    return found


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else otherwise


def _members(book: zipfile.ZipFile, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The name of each sheet, and the file that holds it."""
    targets = {
        given.get("Id", ""): normpath(join("/xl", given.get("Target", ""))).lstrip("/")
        for tag, given in _elements(book, _RELATIONS)
        if tag == "Relationship"
    }
    for tag, given in _elements(book, "xl/workbook.xml"):
        key = next((value for name, value in given.items() if name.endswith(":id")), "")
        if tag == "sheet" and targets.get(key) in names:
            yield given.get("name", ""), targets[key]


def _has_formulas(book: zipfile.ZipFile, member: str) -> bool:
    before = b""
    with book.open(member) as stream:
        while piece := stream.read(_PIECE):
            if _FORMULA.search(before + piece):
                return True
            before = piece[-20:]
    return False


class _XlsxCells:
    """Takes in the XML of a sheet, where a cell may leave out where it stands."""

    def __init__(self, formats: dict[str, str]) -> None:
        self.found = Shown()
        self._formats = formats
        self._line = self._column = 0
        self._cell: Given = {}
        self._texts: dict[str, str] = {}
        self._within = ""

    def start(self, tag: str, given: Given) -> None:
        if tag == "row":
            self._line = _whole(given.get("r"), self._line + 1)
            self._column = 0
        elif tag == "c":
            letters = re.match("[A-Za-z]{1,3}", given.get("r", ""))
            self._column = column_number(letters[0]) if letters else self._column + 1
            self._cell, self._texts = given, {}
        elif tag in ("f", "v", "t"):
            self._within = tag
            self._texts.setdefault(tag, "")

    def text(self, text: str) -> None:
        if self._within:
            self._texts[self._within] += text

    def end(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""
        elif tag == "c":
            self._take(self._cell.get("t", "n"), self._texts)

    def _take(self, kind: str, texts: dict[str, str]) -> None:
        value = texts.get("v", "") + texts.get("t", "")
        place = self._line, self._column
        if kind == "e" and value != _NOT_AVAILABLE:
            self.found.failed[place] = value
        # The value of a formula may be an empty text.
        if "f" in texts and not value.strip() and kind != "str":
            self.found.valueless[place] = f"={texts['f']}"
        elif kind == "n" and (code := self._formats.get(self._cell.get("s", ""))):
            self.found.beside[place] = units.of_format(code, negative=value.startswith("-"))


# --- .ods


def _of_ods(book: zipfile.ZipFile) -> dict[str, Shown]:
    if not _tells(book):
        return {}
    cells = _OdsCells()
    with book.open("content.xml") as stream:
        _parse(stream, cells.start, cells.end, cells.text)
    return cells.found


def _tells(book: zipfile.ZipFile) -> bool:
    """Whether a format of a document, be it of a cell or a style, may say more than a number."""
    if "styles.xml" in book.namelist():
        styles = book.read("styles.xml").decode(errors="replace")
        if any(map(units.unit, _STYLED.findall(styles))):
            return True
    before = b""
    with book.open("content.xml") as stream:
        while piece := stream.read(_PIECE):
            if _TELLING.search(before + piece):
                return True
            before = piece[-40:]
    return False


class _OdsCells:
    """Takes in the tables of a document, where rows and cells may stand for several."""

    def __init__(self) -> None:
        self.found: dict[str, Shown] = {}
        self._sheet = Shown()
        self._line = self._column = 0
        self._lines = 1
        self._cell: Given | None = None
        self._text = ""
        # Whether what comes is a comment on the cell.
        self._aside = False

    def start(self, tag: str, given: Given) -> None:
        if tag == "table":
            self._sheet = self.found.setdefault(given.get("table:name", ""), Shown())
            self._line, self._lines = 1, 0
        elif tag == "table-row":
            self._line, self._column = self._line + self._lines, 1
            self._lines = _repeated(given, "rows")
        elif tag in _CELLS:
            self._cell, self._text = given, ""
        elif tag == "annotation":
            self._aside = True

    def text(self, text: str) -> None:
        if self._cell is not None and not self._aside:
            self._text += text

    def end(self, tag: str) -> None:
        if tag == "annotation":
            self._aside = False
        elif tag in _CELLS and self._cell is not None:
            self._take(self._cell, _repeated(self._cell, "columns"))
            self._cell = None

    def _take(self, cell: Given, many: int) -> None:
        kind, formula = cell.get("office:value-type", ""), cell.get("table:formula", "")
        if cell.get("calcext:value-type") == "error" and self._text != _NOT_AVAILABLE:
            self._sheet.failed[self._line, self._column] = self._text
        elif formula and not kind:
            # Nobody repeats formulas: each would refer to other cells.
            self._sheet.valueless[self._line, self._column] = formula.removeprefix("of:")
        elif kind in _NUMBERS and (beside := _shown_in(self._text, cell)) != units.NOTHING:
            for line in range(self._line, self._line + self._lines):
                for column in range(self._column, self._column + many):
                    self._sheet.beside[line, column] = beside
        self._column += many


def _repeated(given: Given, what: str) -> int:
    return max(_whole(given.get(f"table:number-{what}-repeated"), 1), 1)


def _shown_in(text: str, cell: Given) -> Beside:
    """What stands around the digits that a cell shows, or what its type says beside them."""
    if cell.get("office:value-type") == "percentage":
        return Beside("", "%", 100)
    digits = re.search(r"[0-9](?:.*[0-9])?", text, re.DOTALL)
    before, after = (text[: digits.start()], text[digits.end() :]) if digits else ("", "")
    found = Beside(units.unit(before), units.unit(after))
    currency = cell.get("office:currency", "EUR")
    if found == units.NOTHING and currency not in ("EUR", "€", ""):
        return Beside(after=currency)
    return found
