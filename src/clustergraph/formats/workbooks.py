"""Rows of RDF terms as a spreadsheet (.xlsx) that opens rightly everywhere: typed cells, a header
that stays in sight, filters, links on labels, and a sheet that says what they are.

Knows cells and the limits of spreadsheets; nothing of where rows come from.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from clustergraph.errors import OutputError
from clustergraph.formats import office
from clustergraph.formats.frames import NUMERIC
from clustergraph.languages import Text
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from openpyxl import Workbook

    from clustergraph.languages import Lang

    Term = ox.NamedNode | ox.Literal | ox.BlankNode
    Cells = Sequence[Sequence[Term | None]]

ROWS, ABOUT = Text("answer", "réponse"), Text("about", "à propos")
_NOTE = Text("note", "remarque")
_CUT = (
    Text(
        "{} text is longer than the {:,} characters that a cell holds: it ends with …",
        "{} texte dépasse les {} caractères d’une cellule : il se termine par …",
    ),
    Text(
        "{:,} texts are longer than the {:,} characters that a cell holds: they end with …",
        "{} textes dépassent les {} caractères d’une cellule : ils se terminent par …",
    ),
)
# What a sheet and a cell of one can hold, and a number without losing digits.
_MOST_ROWS, _MOST_SIGNS, _EXACT = 1_048_576, 32_767, 10**15
# Excel mends away what a sheet has beyond these, and longer addresses.
_MOST_LINKS, _LONGEST_LINK = 65_530, 2_079
_EPOCH = date(1900, 3, 1)
_EUROS = '#,##0.00\\ "€"'
_DATES = "yyyy-mm-dd"
# Rows whose texts decide the width of a column, and the widths it may get.
_LOOKED_AT, _NARROW, _WIDE = 200, 8, 60


def xlsx(
    columns: Sequence[str],
    rows: Cells,
    units: Mapping[str, str] | None = None,
    about: Iterable[tuple[str, str]] = (),
    lang: Lang = "en",
    links: Mapping[str, str] | None = None,
) -> bytes:
    """The bytes of a spreadsheet. about: lines of a second sheet, a name and a text each. links:
    where the cells of a column lead, a column of IRIs; by default those of `thingLabel` to what
    stands in `thing`.

    The same rows give the same bytes. Raises OutputError where a sheet cannot hold them.
    """
    from openpyxl import Workbook

    if len(rows) >= _MOST_ROWS:
        raise OutputError(
            f"{len(rows):,} rows: a sheet of a spreadsheet holds {_MOST_ROWS - 1:,}; write .csv"
        )
    book = Workbook(write_only=True)
    widths = [_width(name, rows, place) for place, name in enumerate(columns)]
    formats = [_EUROS if (units or {}).get(name) == "EUR" else "" for name in columns]
    if links is None:
        links = {f"{name}Label": name for name in columns if f"{name}Label" in columns}
    values = _linked(columns, rows, links)
    # What was asked may hold anything, as a value may.
    listed = [(name, _clean(text)) for name, text in (*about, *_cut(rows, lang))]
    with office.put_together(book):
        _sheet(book, ROWS.translated(lang), columns, values, widths, formats, filters=len(rows))
        if listed:
            _sheet(book, ABOUT.translated(lang), (), listed, [24, 100], ["", ""])
        return office.settled(book)


class _Linked(NamedTuple):
    """A text that leads to an address."""

    text: str
    address: str


def _linked(columns: Sequence[str], rows: Cells, links: Mapping[str, str]) -> Iterator[list[Any]]:
    """The values of the cells of each row, with links as long as a sheet has room for more."""
    ends = {columns.index(name): columns.index(to) for name, to in links.items()}
    left = _MOST_LINKS
    for row in rows:
        values = [_value(term) for term in row]
        for at, to in ends.items():
            address = _address(row[to])
            if address and left and isinstance(values[at], str):
                values[at] = _Linked(values[at], address)
                left -= 1
        yield values


def _address(term: Term | None) -> str | None:
    """Where a browser may be sent."""
    if not isinstance(term, ox.NamedNode) or len(term.value) > _LONGEST_LINK:
        return None
    return term.value if term.value.startswith(("https://", "http://")) else None


def _sheet(
    book: Workbook,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    widths: Sequence[int],
    formats: Sequence[str],
    filters: int | None = None,
) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    if header:
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{(filters or 0) + 1}"
        names = [WriteOnlyCell(sheet, name) for name in header]
        for cell in names:
            cell.font = Font(bold=True)
        sheet.append(names)

    blue = Font(color="0563C1", underline="single")

    def made(value: Any, form: str) -> Any:
        if value is None:
            return None
        address = value.address if isinstance(value, _Linked) else None
        value = value.text if isinstance(value, _Linked) else value
        cell = WriteOnlyCell(sheet, value)
        if address:
            cell.hyperlink = address
            cell.font = blue
        if isinstance(value, str):
            # Else a name that begins with = would be run.
            cell.data_type = "s"
            if not header:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        elif isinstance(value, date):
            cell.number_format = _DATES
        elif form and not isinstance(value, bool):
            cell.number_format = form
        return cell

    for row in rows:
        sheet.append([made(value, form) for value, form in zip(row, formats, strict=True)])


def _value(term: Term | None) -> Any:
    """What a cell holds: a number, a date or a boolean where a spreadsheet can, else the text."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return _clean(str(term) if isinstance(term, ox.BlankNode) else term.value)
    try:
        found = _typed(term.value, term.datatype.value)
    except (ValueError, ArithmeticError):
        found = None
    return _clean(term.value) if found is None else found


def _typed(text: str, datatype: str) -> Any:
    if datatype in NUMERIC:
        value = Decimal(text)
        if not value.is_finite() or abs(value) >= _EXACT:
            return None
        return int(value) if value == value.to_integral_value() else float(value)
    kind = datatype.removeprefix(XSD)
    if kind == "date":
        day = date.fromisoformat(text)
        return day if day >= _EPOCH else None
    if kind == "gYear":
        return int(text)
    return text in ("true", "1") if kind == "boolean" else None


def _clean(text: str) -> str:
    legal = office.legal(text)
    return legal if len(legal) <= _MOST_SIGNS else f"{legal[: _MOST_SIGNS - 1]}…"


def _cut(rows: Cells, lang: Lang) -> Iterator[tuple[str, str]]:
    """A line that says how many texts are longer than what a cell holds, where there are any."""
    count = sum(
        isinstance(term, ox.Literal | ox.NamedNode) and len(term.value) > _MOST_SIGNS
        for row in rows
        for term in row
    )
    if count:
        said = _CUT[count > 1].translated(lang).format(count, _MOST_SIGNS)
        yield _NOTE.translated(lang), said


def _width(name: str, rows: Cells, place: int) -> int:
    longest = max((len(getattr(row[place], "value", "")) for row in rows[:_LOOKED_AT]), default=0)
    return min(max(len(name) + 4, longest + 1, _NARROW), _WIDE)
