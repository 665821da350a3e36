"""An answer in the SPARQL 1.1 JSON results format as columns, without an object for every term.

What each cell is, a batch tells beside its text: an IRI, a blank node, or a literal with its
datatype and language. Documents are read a piece at a time by Polars; a piece that holds something
unusual is read by Oxigraph's parser, which also says what is wrong in it. Knows nothing of where
a document comes from.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from clustergraph.formats import frames, tables
from clustergraph.formats.frames import INTEGER, NUMERIC
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

IRI, BLANK, LITERAL = "uri", "bnode", "literal"
# What a cell is made of in the format, and the columns that each column becomes.
FIELDS = ("type", "value", "datatype", "xml:lang")
_STRING = f"{XSD}string"
_TAGGED = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
# Bytes that are read at once: what is made of them stays in the processor's own memory.
_PIECE = 1 << 18
# Pieces that are looked at together.
_TOGETHER = 16
_HEAD = re.compile(rb'\{"head":(\{"vars":\[[^\[\]{}]*\]\}),"results":\{"bindings":\[')
_END = b"]}}"
# Where one row ends and the next begins. A text can begin with the same signs only if it consists
# of them, and then its closing quote is not followed by the name of a column.
_SEAM, _AFTER = b'"}},{"', b",}:]"
# An IRI that needs no second look.
_USUAL = r"^https?://[a-zA-Z0-9.-]+/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(?:#[A-Za-z0-9._~-]*)?$"
# Numbers that every reader reads alike.
_WHOLE, _REAL = r"^-?[0-9]{1,18}$", r"^-?[0-9]{1,18}(?:\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?$"


class Column(NamedTuple):
    """The texts of the cells of one column, null where unbound; `kinds` are the datatypes of its
    literals, with IRI and BLANK where there are any."""

    values: pl.Series
    kinds: frozenset[str]


def columns(document: bytes) -> dict[str, Column]:
    """The columns of a document by their names. Raises ValueError or SyntaxError where it is
    damaged."""
    import polars as pl

    names, batches = read(document)
    values: dict[str, list[pl.Series]] = {name: [] for name in names}
    kinds: dict[str, set[str]] = {name: set() for name in names}
    for batch in batches:
        for name in names:
            values[name].append(batch[name].struct.field("value"))
        for name, told in zip(names, batch.select(map(_kinds, names)).row(0), strict=True):
            kinds[name].update(told)
    none = pl.Series([], dtype=pl.String)
    return {
        name: Column(pl.concat([none, *values[name]]).alias(name), frozenset(kinds[name]))
        for name in names
    }


def of(table: tables.Table) -> dict[str, Column]:
    """The columns of a table."""
    import polars as pl

    found = {}
    for name in table.columns:
        terms = table.column(name)
        kinds = {
            term.datatype.value
            if isinstance(term, ox.Literal)
            else (IRI if isinstance(term, ox.NamedNode) else BLANK)
            for term in terms
            if term is not None
        }
        texts = [None if term is None else term.value for term in terms]
        found[name] = Column(pl.Series(name, texts, pl.String), frozenset(kinds))
    return found


def _kinds(name: str) -> pl.Expr:
    """The kinds of the cells of a column."""
    import polars as pl

    kind, _, datatype, tag = (pl.col(name).struct.field(each) for each in FIELDS)
    literal = pl.coalesce(datatype, pl.when(tag.is_null()).then(pl.lit(_STRING)), pl.lit(_TAGGED))
    of = pl.when(kind == LITERAL).then(literal).otherwise(kind)
    return of.filter(kind.is_not_null()).unique().implode().alias(name)


def frame(found: Mapping[str, Column]) -> pl.DataFrame:
    """The columns as `frames.frame` makes them of the same terms."""
    import polars as pl

    return pl.DataFrame([_series(name, *column) for name, column in found.items()])


def _series(name: str, values: pl.Series, kinds: frozenset[str]) -> pl.Series:
    import polars as pl

    if not kinds or not kinds <= NUMERIC:
        return values
    usual, kind = (_WHOLE, pl.Int64) if kinds == {INTEGER} else (_REAL, pl.Float64)
    if values.str.contains(usual).all():
        return values.cast(kind)
    # All of them are numbers: which ones they are makes no difference.
    number = ox.NamedNode(next(iter(kinds)))
    cells = [None if text is None else ox.Literal(text, datatype=number) for text in values]
    return frames.frame({name: cells})[name]


def read(document: bytes) -> tuple[tuple[str, ...], Iterator[pl.DataFrame]]:
    """The names of the columns, and batches of rows: each column a struct of FIELDS, whose `type`
    is null where unbound."""
    head = _HEAD.match(document)
    if head is None or not document.endswith(_END) or b"\\" in head[1]:
        stream = tables.stream_json(document)
        return stream.columns, iter([_of_terms(*stream)])
    names = tuple(json.loads(head[1])["vars"])
    pieces = _pieces(document, head.end(), len(document) - len(_END))
    batches = iter(lambda: list(islice(pieces, _TOGETHER)), [])
    return names, (_batch(names, head[0], batch) for batch in batches)


def _pieces(document: bytes, start: int, end: int) -> Iterator[bytes]:
    """Whole rows with the commas between them, so many at once."""
    while start < end:
        seam = document.find(_SEAM, start + _PIECE, end)
        while seam >= 0 and document[seam + len(_SEAM)] in _AFTER:
            seam = document.find(_SEAM, seam + 1, end)
        stop = end if seam < 0 else seam + 3
        yield document[start:stop]
        start = stop + 1


def _batch(names: tuple[str, ...], head: bytes, pieces: list[bytes]) -> pl.DataFrame:
    import polars as pl

    # Characters that are written as numbers need not be any.
    if names and not any(b"\\u" in piece for piece in pieces):
        schema = dict.fromkeys(names, _cell())
        with suppress(pl.exceptions.PolarsError):
            batch = pl.concat([pl.read_json(b"[" + each + b"]", schema=schema) for each in pieces])
            if _is_usual(batch):
                return batch
    return _of_terms(*tables.stream_json(head + b",".join(pieces) + _END))


def _cell() -> pl.Struct:
    import polars as pl

    return pl.Struct(dict.fromkeys(FIELDS, pl.String))


def _is_usual(batch: pl.DataFrame) -> bool:
    """Whether these are IRIs and literals beyond doubt."""
    import polars as pl

    checks, parts = [], []
    for name in batch.columns:
        kind, value, datatype, tag = (pl.col(name).struct.field(each) for each in FIELDS)
        iri = kind == IRI
        checks += [
            (kind.is_null() != value.is_null()).any(),
            kind.is_in([IRI, LITERAL]).not_().any(),
            (datatype.is_not_null() & (tag.is_not_null() | iri)).any(),
            (tag.is_not_null() & iri).any(),
        ]
        odd = value.filter(iri & value.str.contains(_USUAL).not_())
        parts += [each.drop_nulls().unique().implode() for each in (odd, datatype, tag)]
    wrong, (told,) = (
        batch.select(pl.any_horizontal(checks)).item(),
        batch.select([each.alias(str(at)) for at, each in enumerate(parts)]).rows(),
    )
    if wrong:
        return False
    try:
        for at, texts in enumerate(told):
            for text in texts:
                ox.Literal("", language=text) if at % 3 == 2 else ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _of_terms(names: tuple[str, ...], rows: Iterator[tables.Row]) -> pl.DataFrame:
    import polars as pl

    made = [tuple(map(_told, row)) for row in rows]
    return pl.DataFrame(made, schema=dict.fromkeys(names, _cell()), orient="row")


def _told(term: tables.Term | None) -> dict[str, str | None] | None:
    return None if term is None else {**dict.fromkeys(FIELDS), **tables.json_cell(term)}
