"""What cells of an .xlsx show beside their number: formats, and formulas that have no value.

Knows the XML of .xlsx as far as cells, their formats and formulas.
"""

from __future__ import annotations

import re
from posixpath import join, normpath
from typing import TYPE_CHECKING

from clustergraph.sources.reading import units
from clustergraph.sources.reading.extent import column_number
from clustergraph.sources.reading.marks import NOT_AVAILABLE, Shown, holds, parse, whole

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from clustergraph.sources.reading.marks import Given

# Of the formats of numbers that every spreadsheet has, those that show a sign of percent.
_BUILT_IN = {9: "0%", 10: "0.00%"}
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]|\st=[\"']e[\"']")
RELATIONS = "xl/_rels/workbook.xml.rels"


def read(book: zipfile.ZipFile, names: frozenset[str]) -> dict[str, Shown]:
    """What cells show, by the name of their sheet."""
    formats = _formats(book) if "xl/styles.xml" in names else {}
    found = {}
    for name, member in _members(book, names):
        if formats or holds(book, member, _FORMULA):
            cells = _XlsxCells(formats)
            with book.open(member) as stream:
                parse(stream, cells.start, cells.end, cells.text)
            found[name] = cells.found
    return found


def _formats(book: zipfile.ZipFile) -> dict[str, str]:
    """The formats that say more than their number, by the number under which cells name them."""
    codes, found, place, within = dict(_BUILT_IN), {}, 0, False
    for tag, given in _elements(book, "xl/styles.xml"):
        number = whole(given.get("numFmtId"), 0)
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


def _members(book: zipfile.ZipFile, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The name of each sheet, and the file that holds it."""
    targets = {
        given.get("Id", ""): normpath(join("/xl", given.get("Target", ""))).lstrip("/")
        for tag, given in _elements(book, RELATIONS)
        if tag == "Relationship"
    }
    for tag, given in _elements(book, "xl/workbook.xml"):
        key = next((value for name, value in given.items() if name.endswith(":id")), "")
        if tag == "sheet" and targets.get(key) in names:
            yield given.get("name", ""), targets[key]


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
            self._line = whole(given.get("r"), self._line + 1)
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
        if kind == "e" and value != NOT_AVAILABLE:
            self.found.failed[place] = value
        # The value of a formula may be an empty text.
        if "f" in texts and not value.strip() and kind != "str":
            self.found.valueless[place] = f"={texts['f']}"
        elif kind == "n" and (code := self._formats.get(self._cell.get("s", ""))):
            self.found.beside[place] = units.of_format(code, negative=value.startswith("-"))


def _elements(book: zipfile.ZipFile, member: str) -> list[tuple[str, Given]]:
    found: list[tuple[str, Given]] = []
    with book.open(member) as stream:
        parse(stream, lambda tag, given: found.append((tag, given)))
    return found
