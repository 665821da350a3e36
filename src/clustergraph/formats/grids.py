"""Rows of RDF terms as a person reads them: labels, grouped numbers, money, no wider than a screen.

What is drawn here is rounded and may be cut; files for programs are written elsewhere, exactly.
Knows nothing of where rows come from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.formats.frames import NUMERIC
from clustergraph.formats.shown import one_line
from clustergraph.terms import XSD, compress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clustergraph.languages import Lang

    Term = ox.NamedNode | ox.Literal | ox.BlankNode
    Cells = Sequence[Sequence[Term | None]]

# Significant digits of computed numbers, but never fewer than stand before the point.
DIGITS = 4
CUT = "…"
# A column of texts is cut to this many signs before whole columns are left out.
_LEAST = 12
_GAP = 2
# tabulate keeps this much room beside a header.
_BESIDE = 2
# Of a whole number whose column nobody described, four digits may be a year.
_SURELY_NO_YEAR = 10_000
# From here on a number is written with an exponent.
_HUGE, _TINY = Decimal("1e21"), Decimal("1e-9")
_EXACT = f"{XSD}decimal"


@dataclass(frozen=True)
class Look:
    """How rows are shown. labels: by IRI. types, units: of columns by their names, as contracts say
    them. width: signs that a line may have, None for any. ids: whether an identifier stands beside
    its label. about: what a spreadsheet says of the rows, a name and a text each."""

    labels: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    lang: Lang = "en"
    width: int | None = None
    ids: bool = False
    about: Sequence[tuple[str, str]] = ()


def draw(columns: Sequence[str], rows: Cells, style: str, look: Look) -> bytes:
    """The rows in a style of tabulate; `thingLabel` goes where `thing`, an IRI, shows its label."""
    from tabulate import tabulate

    hidden = {f"{name}Label" for place, name in enumerate(columns) if not _worded(rows, place)}
    if look.width is not None and not look.ids and "label" in columns:
        # Where room is short, a name says more.
        hidden.add("iri")
    places = [place for place, name in enumerate(columns) if name not in hidden]
    names = [columns[place] for place in places]
    aligned = ["right" if _numeric(rows, place) else "left" for place in places]
    cells = [[_text(row[place], columns[place], look) for place in places] for row in rows]
    if look.width is not None:
        names, cells, aligned = _fitted(names, cells, aligned, look.width)
    if style == "github":
        cells = [[_plain_markdown(cell) for cell in row] for row in cells]
    drawn = tabulate(
        cells, names, tablefmt=style, disable_numparse=True, colalign=aligned if cells else None
    )
    return (drawn + "\n").encode()


def widest(drawn: bytes) -> int:
    """The signs of the longest line."""
    return max(map(_length, drawn.decode().splitlines()), default=0)


def _worded(rows: Cells, place: int) -> bool:
    return any(isinstance(row[place], ox.Literal) for row in rows)


def _numeric(rows: Cells, place: int) -> bool:
    cells = [row[place] for row in rows if row[place] is not None]
    return bool(cells) and all(map(_is_number, cells))


def _is_number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value in NUMERIC


def _text(term: Term | None, column: str, look: Look) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return one_line(_named(term.value, look))
    if isinstance(term, ox.Literal) and _is_number(term):
        kind, unit = look.types.get(column, ""), look.units.get(column, "")
        return number(term, kind, unit, look.lang)
    return one_line(term.value)


def _named(iri: str, look: Look) -> str:
    short = compress(iri)
    label = look.labels.get(iri, short)
    return f"{label} ({short})" if look.ids and label != short else label


def number(term: ox.Literal, kind: str = "", unit: str = "", lang: Lang = "en") -> str:
    """A number for a reader: grouped, rounded where it was computed, with its currency."""
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return one_line(term.value)
    if not value.is_finite() or kind == "year":
        return one_line(term.value)
    if unit == "EUR":
        return _money(value, lang)
    value += 0  # No negative zero.
    whole, plain = value == value.to_integral_value(), _is_plain(term, value)
    short = value if whole or plain else _rounded(value)
    if short and not _TINY <= abs(short) < _HUGE:
        return f"{short.normalize():.{DIGITS}g}"
    if whole and not kind and abs(value) < _SURELY_NO_YEAR:
        return f"{value.to_integral_value():f}"
    # What a source wrote keeps its digits: 0.50 is an amount.
    digits = 0 if whole else max(0, -_exponent(short if plain else short.normalize()))
    return _grouped(f"{short:,.{digits}f}", lang)


def _is_plain(term: ox.Literal, value: Decimal) -> bool:
    """Whether a source may have written it so: a decimal with two digits after the point."""
    return term.datatype.value == _EXACT and -_exponent(value.normalize()) <= 2


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _rounded(value: Decimal) -> Decimal:
    return Decimal(f"{value:.{max(DIGITS, len(f'{abs(value):.0f}'))}g}")


def _money(value: Decimal, lang: Lang) -> str:
    """Euros, with cents only where there are any; of less than half a cent its digits, for little
    is not nothing."""
    cents = value.quantize(Decimal("0.01")) if abs(value) < _HUGE else value
    if value and not cents:
        cents = Decimal(f"{value:.{DIGITS}g}").normalize()
    digits = 0 if cents == cents.to_integral_value() else max(2, -_exponent(cents))
    told = f"{abs(cents):g}" if 0 < abs(cents) < _TINY else f"{abs(cents):,.{digits}f}"
    amount = _grouped(told, lang)
    sign = "-" if cents < 0 else ""
    return f"{sign}{amount} €" if lang == "fr" else f"{sign}€{amount}"


def _grouped(text: str, lang: Lang) -> str:
    # A plain space: the narrow one of print has no width of its own on many terminals.
    return text.translate({44: " ", 46: ","}) if lang == "fr" else text


# --- The width of a screen


def _length(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def _fitted(
    names: list[str], cells: list[list[str]], aligned: list[str], width: int
) -> tuple[list[str], list[list[str]], list[str]]:
    """The same no wider than `width`: the longest texts are cut, then the last columns left out."""
    widths = [
        max([_length(name) + _BESIDE, *(_length(row[place]) for row in cells)])
        for place, name in enumerate(names)
    ]
    least = [
        min(_LEAST, room) if side == "left" else room
        for room, side in zip(widths, aligned, strict=True)
    ]
    shown = _how_many(least, width)
    if shown < len(names):
        names, aligned = [*names[:shown], CUT], [*aligned[:shown], "left"]
        cells = [[*row[:shown], CUT] for row in cells]
        widths, least = [*widths[:shown], len(CUT) + _BESIDE], [*least[:shown], len(CUT) + _BESIDE]
    while sum(widths) + _GAP * (len(widths) - 1) > width:
        longest = max(range(len(widths)), key=lambda place: widths[place] - least[place])
        if widths[longest] <= least[longest]:
            break
        widths[longest] -= 1
    head = [_cut(name, room - _BESIDE) for name, room in zip(names, widths, strict=True)]
    body = [[_cut(cell, room) for cell, room in zip(row, widths, strict=True)] for row in cells]
    return head, body, aligned


def _how_many(least: list[int], width: int) -> int:
    """How many columns, at least one, have room beside the sign for those that have not."""
    if sum(least) + _GAP * (len(least) - 1) <= width:
        return len(least)
    used, count = len(CUT) + _BESIDE, 0
    for room in least:
        used += room + _GAP
        if used > width and count:
            break
        count += 1
    return count


def _cut(text: str, room: int) -> str:
    if _length(text) <= room:
        return text
    kept = text
    while _length(kept) > room - 1:
        kept = kept[: -max(1, (_length(kept) - room) // 2)]
    return kept.rstrip() + CUT


# --- Markdown

# What Markdown would take for HTML, a link, code or the end of a cell.
_MARKUP = re.compile(r"[\\|\[`]|<|&(?=#?\w+;)")
_HTML = {"<": "&lt;", "&": "&amp;"}


def _plain_markdown(text: str) -> str:
    return _MARKUP.sub(lambda match: _HTML.get(match.group(), f"\\{match.group()}"), text)
