"""The template as a file: empty but for examples, as .xlsx or .csv, in a language.

Knows the columns and their words; nothing of how rows are read.
"""

from __future__ import annotations

import csv
import io
import os
from itertools import zip_longest
from typing import TYPE_CHECKING

from clustergraph.errors import OutputError, RequestError
from clustergraph.formats import office, output
from clustergraph.languages import Text
from clustergraph.sources.template.fields import COLUMNS, FIELDS
from clustergraph.sources.template.relations import COMMENT, RELATIONS
from clustergraph.sources.template.words import choices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from clustergraph.languages import Lang

# The names of the sheets are the same in each language: the reader looks for the first.
ROWS, EXPLAINED, CHOICES = "rows", "columns", "choices"
_HEADER = (
    Text("column", "colonne"),
    Text("read for", "lue pour"),
    Text("what it means", "ce qu’elle signifie"),
    Text("takes", "valeurs"),
)
_EVERY_ROW = Text("every row", "toutes les lignes")
_FREE = Text("text", "texte")
# Spreadsheets show drop-downs down to this row.
_LAST_ROW = 2000


def write(path: Path, lang: Lang = "en") -> None:
    """Write the template with example rows, as .xlsx or .csv by the extension.

    The same version writes the same bytes. Raises RequestError for another extension, OutputError
    where the file is there already or cannot be written.
    """
    writers: dict[str, Callable[[Lang], bytes]] = {".xlsx": _xlsx, ".csv": _csv}
    make = writers.get(path.suffix.lower())
    if make is None:
        raise RequestError(f"{path}: a template is .xlsx or .csv: give the file such a name")
    if os.path.lexists(path) and (not path.exists() or path.is_file()):
        # Somebody may have filled it in.
        raise OutputError(f"{path}: is there already: name another file")
    output.write_bytes(path, [make(lang)])


def _examples(lang: Lang) -> Iterator[tuple[str, ...]]:
    for row in zip_longest(*(field.examples for field in FIELDS), fillvalue=""):
        yield tuple(cell.translated(lang) if isinstance(cell, Text) else cell for cell in row)


def _csv(lang: Lang) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([COLUMNS, *_examples(lang)])
    # Spreadsheets take a CSV file without this mark for one of the system's old code page.
    return text.getvalue().encode("utf-8-sig")


def explanations(lang: Lang = "en") -> Iterator[tuple[str, str, str, str]]:
    """For each column: its name, the relations that use it, what it means, what it may hold."""
    for field in FIELDS:
        read = [
            word.translated(lang) for name, word in RELATIONS.items() if name in field.relations
        ]
        where = _EVERY_ROW.translated(lang) if len(read) == len(RELATIONS) else ", ".join(read)
        takes = ", ".join(choices(field, lang)) or _FREE.translated(lang)
        yield field.name, where, field.meaning.translated(lang), takes


def _xlsx(lang: Lang) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    rows = book.active
    assert rows is not None
    rows.title = ROWS
    _fill(rows, [COLUMNS, *_examples(lang)], [field.width for field in FIELDS])
    explained = book.create_sheet(EXPLAINED)
    table = [tuple(name.translated(lang) for name in _HEADER), *explanations(lang)]
    _fill(explained, table, [18, 26, 70, 70])
    _offer(rows, book.create_sheet(CHOICES), lang)
    with office.put_together(book):
        return office.settled(book)


def _fill(sheet: Worksheet, table: Iterable[tuple[str, ...]], widths: list[int]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for line, cells in enumerate(table, 1):
        comment = cells[0].startswith(COMMENT)
        font = Font(bold=line == 1, italic=comment, color="808080" if comment else "000000")
        for place, text in enumerate(cells, 1):
            cell = sheet.cell(line, place, text or None)
            cell.font = font
            cell.alignment = Alignment(wrap_text=sheet.title == EXPLAINED, vertical="top")
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"


def _offer(rows: Worksheet, listed: Worksheet, lang: Lang) -> None:
    """Drop-downs in the sheet of rows, fed from a sheet: inline lists end at 255 characters."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    every = [(place, choices(field, lang)) for place, field in enumerate(FIELDS, 1)]
    offered = [(place, words) for place, words in every if words]
    for at, (place, words) in enumerate(offered, 1):
        for line, word in enumerate((COLUMNS[place - 1], *words), 1):
            listed.cell(line, at, word)
        column = get_column_letter(at)
        span = f"'{CHOICES}'!${column}$2:${column}${len(words) + 1}"
        # A suggestion, not a lock: labels, new programmes and keywords are read as well.
        drop = DataValidation(type="list", formula1=span, allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(place)
        drop.add(f"{letter}2:{letter}{_LAST_ROW}")
        rows.add_data_validation(drop)


# What `clustergraph template NAME` can write.
TEMPLATES: dict[str, Callable[[Path, Lang], None]] = {"table": write}
