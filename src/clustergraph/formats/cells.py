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
from io import BytesIO
from itertools import islice
from typing import IO, TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from clustergraph.formats import frames, tables
from clustergraph.formats.batches import BLANK, FIELDS, IRI, LITERAL, STRING, fields, schema
from clustergraph.formats.frames import INTEGER, NUMERIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

_TAGGED = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
# Bytes that are read at once: what is made of them stays in the processor's own memory.
_PIECE = 1 << 18
# Bytes of an answer that is read sooner by columns, though Polars must be loaded for it.
_LONG = 1 << 22
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

    kind, _, datatype, tag = fields(name)
    literal = pl.coalesce(datatype, pl.when(tag.is_null()).then(pl.lit(STRING)), pl.lit(_TAGGED))
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
    """The names of the columns, and batches of rows."""
    head = _HEAD.match(document)
    names = _names(head)
    if head is None or names is None or not document.endswith(_END):
        stream = tables.stream_json(document)
        return stream.columns, iter([_of_terms(stream)])
    file = BytesIO(document)
    file.seek(head.end())
    return names, _batches(names, head[0], file)


def stream(file: IO[bytes]) -> tables.Stream:
    """The rows of a document, by columns, too, if it is long. Raises ValueError or SyntaxError
    where it is damaged, also between rows."""
    first = _read(file, _LONG)
    head = _HEAD.match(first)
    names = _names(head)
    if head is None or not names or len(first) < _LONG:
        return tables.stream_json(_Resumed(first, file))
    rest = _Resumed(first[head.end() :], file)
    return tables.Stream(names, _rows(_Resumed(first, file)), _batches(names, head[0], rest))


def _names(head: re.Match[bytes] | None) -> tuple[str, ...] | None:
    """The columns of a document that begins as most do; None of any other."""
    return None if head is None or b"\\" in head[1] else tuple(json.loads(head[1])["vars"])


def _rows(file: IO[bytes]) -> Iterator[tables.Row]:
    yield from tables.stream_json(file).rows


class _Resumed(BytesIO):
    """A file of which the first bytes have been read already."""

    def __init__(self, first: bytes, file: IO[bytes]) -> None:
        super().__init__(first)
        self._file = file

    def read(self, size: int | None = -1) -> bytes:
        return super().read(size) or self._file.read(-1 if size is None else size)


def _read(file: IO[bytes], size: int) -> bytes:
    """So many bytes, or all that is left."""
    pieces: list[bytes] = []
    while size > 0 and (piece := file.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _batches(names: tuple[str, ...], head: bytes, file: IO[bytes]) -> Iterator[pl.DataFrame]:
    pieces = _pieces(file)
    together = iter(lambda: list(islice(pieces, _TOGETHER)), [])
    return (_batch(names, head, each) for each in together)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Whole rows with the commas between them, about so many bytes at once."""
    held = b""
    while came := _read(file, _PIECE):
        held += came
        if stop := _seam(held):
            yield held[:stop]
            held = held[stop + 1 :]
    if not held.endswith(_END):
        raise ValueError("the answer ends before its last row")
    if held != _END:
        yield held[: -len(_END)]


def _seam(held: bytes) -> int:
    """Where the last row ends after which another begins; 0 where none does."""
    seam = held.rfind(_SEAM, 0, -1)
    while seam >= 0 and held[seam + len(_SEAM)] in _AFTER:
        seam = held.rfind(_SEAM, 0, seam + len(_SEAM) - 1)
    return seam + 3 if seam >= 0 else 0


def _batch(names: tuple[str, ...], head: bytes, pieces: list[bytes]) -> pl.DataFrame:
    import polars as pl

    # Characters that are written as numbers need not be any.
    if names and not any(b"\\u" in piece for piece in pieces):
        form = schema(names)
        with suppress(pl.exceptions.PolarsError):
            batch = pl.concat([pl.read_json(b"[" + each + b"]", schema=form) for each in pieces])
            if _is_usual(batch):
                return batch
    return _of_terms(tables.stream_json(head + b",".join(pieces) + _END))


def _is_usual(batch: pl.DataFrame) -> bool:
    """Whether these are IRIs and literals beyond doubt."""
    import polars as pl

    checks, parts = [], []
    for name in batch.columns:
        kind, value, datatype, tag = fields(name)
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


def _of_terms(stream: tables.Stream) -> pl.DataFrame:
    import polars as pl

    made = [tuple(map(_told, row)) for row in stream.rows]
    return pl.DataFrame(made, schema=schema(stream.columns), orient="row")


def _told(term: tables.Term | None) -> dict[str, str | None] | None:
    return None if term is None else {**dict.fromkeys(FIELDS), **tables.json_cell(term)}
