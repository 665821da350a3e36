"""What cells of an .ods show beside their number and text, and formulas that have no value.

Knows the XML of .ods as far as cells, their formats and formulas.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph.sources.reading import units
from clustergraph.sources.reading.marks import NOT_AVAILABLE, Shown, holds, parse, whole
from clustergraph.sources.reading.units import Beside

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from clustergraph.sources.reading.marks import Given, Place

_TELLING = re.compile(
    rb"value-type=\"(?:percentage|currency)\"|table:formula=|<number:text[\s>]"
    rb"|<text:(?:tab|line-break)[\s/>]|number-rows-spanned=\"(?!1\")"
)
_STYLED = re.compile(r"<number:text[^>]*>([^<]*)<")
_CELLS = ("table-cell", "covered-table-cell")
# Elements of a text that stand for a sign; and of one such, how many spaces at most.
_SIGNS = {"tab": "\t", "line-break": "\n"}
_MOST_SPACES = 1_000
_NUMBERS = ("float", "percentage", "currency")


def read(book: zipfile.ZipFile) -> dict[str, Shown]:
    """What cells show, by the name of their sheet."""
    if not _tells(book):
        return {}
    cells = _OdsCells()
    with book.open("content.xml") as stream:
        parse(stream, cells.start, cells.end, cells.text)
    return cells.found


def _tells(book: zipfile.ZipFile) -> bool:
    """Whether a format of a document, be it of a cell or a style, may say more than a number."""
    if "styles.xml" in book.namelist():
        styles = book.read("styles.xml").decode(errors="replace")
        if any(map(units.unit, _STYLED.findall(styles))):
            return True
    return holds(book, "content.xml", _TELLING)


class _OdsCells:
    """Takes in the tables of a document, where rows and cells may stand for several."""

    def __init__(self) -> None:
        self.found: dict[str, Shown] = {}
        self._sheet = Shown()
        self._line = self._column = 0
        self._lines = 1
        self._cell: Given | None = None
        self._text = ""
        self._paragraphs = 0
        # Whether the text has signs that are elements, which the library leaves out.
        self._signs = False
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
            self._cell, self._text, self._paragraphs, self._signs = given, "", 0, False
        elif tag == "annotation":
            self._aside = True
        elif not self._aside:
            self._write(tag, given)

    def _write(self, tag: str, given: Given) -> None:
        """Take in an element of the text of a cell."""
        if tag == "p":
            self._text += "\n" if self._paragraphs else ""
            self._paragraphs += 1
        elif tag == "s":
            self._text += " " * min(whole(given.get("text:c"), 1), _MOST_SPACES)
        elif tag in _SIGNS:
            self._text += _SIGNS[tag]
            self._signs = True

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
        spanned = whole(cell.get("table:number-rows-spanned"), 1)
        if spanned > 1:
            first = self._line - 1, self._column - 1
            self._sheet.merged.append((first, (first[0] + spanned - 1, first[1])))
        kind, formula = cell.get("office:value-type", ""), cell.get("table:formula", "")
        if cell.get("calcext:value-type") == "error" and self._text != NOT_AVAILABLE:
            self._sheet.failed[self._line, self._column] = self._text
        elif formula and not kind:
            # Nobody repeats formulas: each would refer to other cells.
            self._sheet.valueless[self._line, self._column] = formula.removeprefix("of:")
        elif self._signs and kind == "string":
            for place in self._places(many):
                self._sheet.texts[place] = self._text
        elif kind in _NUMBERS and (beside := _shown_in(self._text, cell)) != units.NOTHING:
            for place in self._places(many):
                self._sheet.beside[place] = beside
        self._column += many

    def _places(self, many: int) -> Iterator[Place]:
        """Where a cell stands that stands for several."""
        for line in range(self._line, self._line + self._lines):
            for column in range(self._column, self._column + many):
                yield line, column


def _repeated(given: Given, what: str) -> int:
    return max(whole(given.get(f"table:number-{what}-repeated"), 1), 1)


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
