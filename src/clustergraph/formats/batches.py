"""Rows of an answer by columns, without an object for every term: what they are, and as CSV.

A batch is a table of rows in which each column is a struct of FIELDS, null where unbound. Knows
nothing of where a batch comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.formats import delimited
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import IO

    import polars as pl

    from clustergraph.formats.delimited import Field, Term

IRI, BLANK, LITERAL = "uri", "bnode", "literal"
# What a cell is made of in the SPARQL 1.1 JSON results format.
FIELDS = ("type", "value", "datatype", "xml:lang")
STRING = f"{XSD}string"
_COMMA = ","


def schema(names: Sequence[str]) -> dict[str, pl.Struct]:
    """The columns of a batch."""
    import polars as pl

    return dict.fromkeys(names, pl.Struct(dict.fromkeys(FIELDS, pl.String)))


def fields(name: str) -> Iterator[pl.Expr]:
    """FIELDS of one column."""
    import polars as pl

    return (pl.col(name).struct.field(each) for each in FIELDS)


def write(
    columns: Sequence[str], batches: Iterable[pl.DataFrame], file: IO[bytes], field: Field
) -> None:
    """Write what `delimited.write` writes of the same rows."""
    file.write(f"{_COMMA.join(columns)}\r\n".encode())
    for batch in batches:
        file.write("\r\n".join([*_lines(batch, field), ""]).encode())


def _lines(batch: pl.DataFrame, field: Field) -> list[str]:
    """The rows, all cells at once but for rows in which one is not written as it stands."""
    import polars as pl

    texts, signs = zip(*(_written(name, field) for name in batch.columns), strict=True)
    line = pl.concat_str(texts, separator=_COMMA).alias("line")
    made = batch.select(line, pl.any_horizontal(signs).alias("odd"))
    lines: list[str] = made["line"].to_list()
    odd = made["odd"].arg_true()
    for at, row in zip(odd, batch[odd].iter_rows(), strict=True):
        lines[at] = _COMMA.join(field(_term(cell)) for cell in row)
    return lines


def _written(name: str, field: Field) -> tuple[pl.Expr, pl.Expr]:
    """The cells of a column, and which of them are not written so."""
    import polars as pl

    kind, value, datatype, tag = fields(name)
    is_text = (kind == LITERAL) & (tag.is_not_null() | datatype.fill_null(STRING).eq(STRING))
    # What stands around a text, who writes one shows.
    before, after = field(ox.Literal("x")).split("x")
    text = pl.concat_str(pl.lit(before), value, pl.lit(after))
    odd = value.str.contains(delimited.ODD) | (kind == BLANK)
    return pl.when(is_text).then(text).otherwise(value).fill_null(""), odd.fill_null(False)


def _term(cell: Mapping[str, str | None] | None) -> Term | None:
    if cell is None:
        return None
    kind, value, datatype, tag = (cell[each] for each in FIELDS)
    if kind is None or value is None:
        return None
    if kind == LITERAL:
        return ox.Literal(
            value, datatype=None if datatype is None else ox.NamedNode(datatype), language=tag
        )
    return ox.NamedNode(value) if kind == IRI else ox.BlankNode(value)
