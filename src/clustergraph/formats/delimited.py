"""Rows of RDF terms as CSV in three dialects: exact, without formulas, and as Excel opens it.

The first is that of the SPARQL 1.1 results formats (W3C recommendation of 21 March 2013). The
second is the same but that texts always stand in quotes, and that what a spreadsheet would run as a
formula, such as `=1+1`, `-x` or `@x`, gets an apostrophe in front: at the beginning of a field, and
within it after `;`, a tab or a line end, where a spreadsheet of another language begins a cell.
`unguarded` takes these apostrophes off again; all others are part of the text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import islice
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.formats.frames import NUMERIC
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.languages import Lang

Term = ox.NamedNode | ox.Literal | ox.BlankNode
Row = Sequence[Term | None]
# How a cell is written.
Field = Callable[[Term | None], str]
# Rows that are put into words at once.
_BATCH = 1_000
QUOTE = '"'
_STRING = ox.NamedNode(f"{XSD}string")
# What makes a CSV field a quoted one (RFC 4180, section 2).
_QUOTED = re.compile('[",\r\n]')
# What a spreadsheet may run: a text, or what stands in one after a sign that ends a cell elsewhere,
# that begins like a formula, with whatever apostrophes stand before it, so that taking one away
# there always gives the text back.
_STARTS = "[=+\\-@＝＋－＠]"
_RUN = f"(?='*{_STARTS})|(?='*[\t\r\n])"
_WITHIN = f"""(?=[ "']*{_STARTS})"""
_FORMULA = re.compile(f"^(?:{_RUN})|(?<=[;\t\r\n]){_WITHIN}")
_GUARDED = re.compile(f"^'(?:{_RUN})|(?<=[;\t\r\n])'{_WITHIN}")
# Without any of these in it, or of those before it, a field is written as it is, but for the quotes
# around a text.
_ODD = re.compile('[",;\t\r\n]')
_ODD_START = frozenset("'=+-@＝＋－＠")
# The same for who looks at many texts at once, in the words of another engine.
MAYBE = f"^['\t\r\n]|^{_STARTS}|[;\t\r\n]"
# And for fields that are quoted, or that quotes are doubled in.
ODD = f'{MAYBE}|[",]'
_NUMBER = re.compile(r"[+-]?([0-9.]+([Ee][+-]?[0-9]+)?|INF)")


def write(
    columns: Sequence[str], rows: Iterable[Row], file: IO[bytes], field: Field, separator: str = ","
) -> None:
    """Write a header and rows, however many there are."""
    left = iter(rows)
    lines = [separator.join(columns)]
    while lines:
        file.write("\r\n".join([*lines, ""]).encode())
        lines = [separator.join(map(field, row)) for row in islice(left, _BATCH)]


def excel(columns: Sequence[str], rows: Iterable[Row], file: IO[bytes], lang: Lang) -> None:
    """Write what a spreadsheet of that language opens rightly on a double click."""
    separator, point = (";", ",") if lang == "fr" else (",", ".")

    def field(term: Term | None) -> str:
        if isinstance(term, ox.Literal) and _is_number(term):
            return _plain_number(term.value).replace(".", point)
        written = harmless(term)
        # Of the other language's spreadsheets, too, none shall run anything.
        return written if written.startswith(QUOTE) else f"{QUOTE}{written}{QUOTE}" * bool(written)

    file.write(codecs.BOM_UTF8)
    write(columns, rows, file, field, separator)


def _plain_number(text: str) -> str:
    """A number without an exponent, which spreadsheets read in their own ways."""
    return f"{Decimal(text):f}" if text[-1].isdigit() and "e" in text.lower() else text


def exact(term: Term | None) -> str:
    """As Oxigraph writes it, but straight from the term, since answers can be long, and with
    quotes around an IRI that holds a comma."""
    if term is None:
        return ""
    value = str(term) if isinstance(term, ox.BlankNode) else term.value
    return '"' + value.replace('"', '""') + '"' if _QUOTED.search(value) else value


def harmless(term: Term | None) -> str:
    """The field, texts in quotes, with an apostrophe before what would be run as a formula."""
    if term is None:
        return ""
    value = str(term) if isinstance(term, ox.BlankNode) else term.value
    if value[:1] not in _ODD_START and not _ODD.search(value):
        return f'"{value}"' if _is_text(term) else value
    if isinstance(term, ox.Literal) and _is_number(term):
        return exact(term)
    text = guarded(value)
    if _is_text(term):
        return f'"{text.replace(QUOTE, QUOTE * 2)}"'
    return exact(ox.Literal(text))


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run as a formula."""
    return _FORMULA.sub("'", text)


def unguarded(field: str) -> str:
    """The text that a field of CSV stands for, without the apostrophes before formulas."""
    return _GUARDED.sub("", field)


def _is_text(term: Term) -> bool:
    return isinstance(term, ox.Literal) and (term.language is not None or term.datatype == _STRING)


def _is_number(term: ox.Literal) -> bool:
    return term.datatype.value in NUMERIC and bool(_NUMBER.fullmatch(term.value))
