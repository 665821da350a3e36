"""The rows of a table in their order, as a SPARQL 1.1 JSON results document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from clustergraph.graph.columnar.expressions import (
    DEC,
    ID,
    INT,
    MILLION,
    NONE,
    TEXT,
    Computing,
    Table,
)
from clustergraph.graph.columnar.files import DECIMAL, INTEGER, Unsupported
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.graph.columnar.expressions import Node, Value
    from clustergraph.graph.columnar.files import Terms
    from clustergraph.graph.columnar.lookup import Lookup

_PLAIN = f"{XSD}string"
_IRI_HEAD, _LITERAL_HEAD = '{"type":"uri","value":"', '{"type":"literal","value":"'
# What JSON escapes in a text.
_ODD = r'["\\\x00-\x1f]'
_encode = json.JSONEncoder(ensure_ascii=False).encode


def ordered(lookup: Lookup, table: Table, keys: Sequence[tuple[Node, bool]]) -> Table:
    """The rows by the keys, each perhaps from the last; where these are equal by their numbers."""
    computing = Computing(lookup, table)
    by: list[pl.Series] = []
    down: list[bool] = []
    for node, descending in keys:
        value = computing.value(node)
        if value.kind != NONE:
            by.append(_key(lookup, value))
            down.append(descending)
    by += [table.frame[name] for name in sorted(table.kinds)]
    down += [False] * (len(by) - len(down))
    order = pl.DataFrame([one.alias(str(at)) for at, one in enumerate(by)]).with_row_index("row")
    order = order.sort(
        [str(at) for at in range(len(by))], descending=down, nulls_last=down, maintain_order=True
    )
    return Table(table.frame[order["row"].to_numpy()], table.kinds)


def _key(lookup: Lookup, value: Value) -> pl.Series:
    if value.kind != ID:
        return value.series
    if not lookup.are_iris(value.series):
        raise Unsupported
    return lookup.texts(value.series)


def document(lookup: Lookup, table: Table, names: Sequence[str]) -> bytes:
    """The document with the columns of these names."""
    cells = [
        pl.concat_str(pl.lit(f"{_encode(name)}:"), _cells(lookup, table, name)).alias(name)
        for name in names
        if name in table.kinds
    ]
    told = json.dumps(list(names), separators=(",", ":"))
    head = f'{{"head":{{"vars":{told}}},"results":{{"bindings":['
    if not cells:
        raise Unsupported
    frame = table.frame.select(cells)
    inside = pl.concat_str(pl.all(), separator=",", ignore_nulls=True)
    rows = frame.select(pl.concat_str(pl.lit("{"), inside, pl.lit("}"))).to_series()
    return b"".join([head.encode(), ",".join(rows.to_list()).encode(), b"]}}"])


def _cells(lookup: Lookup, table: Table, name: str) -> pl.Series:
    """The cells of a column as JSON, null where there is none."""
    kind, series, digits = table.value(name)
    if kind == ID:
        return lookup.each(series, _written)
    if kind == TEXT:
        return _literals(_escaped(series), _PLAIN)
    if kind == INT:
        return _literals(series.cast(pl.String), INTEGER)
    if kind == DEC and digits is not None:
        return _literals(_decimals(series, digits), DECIMAL)
    raise Unsupported


def _written(terms: Terms) -> pl.Series:
    text, kind, lang = _escaped(terms.texts), terms.kinds, terms.langs
    tail = (
        pl.when(kind == "").then(pl.lit('"}'))
        .when(lang != "").then(pl.concat_str(pl.lit('","xml:lang":"'), lang, pl.lit('"}')))
        .when(kind == _PLAIN).then(pl.lit('"}'))
        .otherwise(pl.concat_str(pl.lit('","datatype":"'), kind, pl.lit('"}')))
    )  # fmt: skip
    head = pl.when(kind == "").then(pl.lit(_IRI_HEAD)).otherwise(pl.lit(_LITERAL_HEAD))
    return pl.select(pl.concat_str(head, text, tail)).to_series()


def _literals(texts: pl.Series, kind: str) -> pl.Series:
    tail = '"}' if kind == _PLAIN else f'","datatype":"{kind}"}}'
    return pl.select(pl.concat_str(pl.lit(_LITERAL_HEAD), texts, pl.lit(tail))).to_series()


def _escaped(texts: pl.Series) -> pl.Series:
    """Texts as they stand between the quotes of JSON."""
    odd = texts.str.contains(_ODD).fill_null(False)
    if not odd.any():
        return texts
    written = [_encode(each)[1:-1] for each in texts.filter(odd).to_list()]
    return texts.scatter(odd.arg_true(), written)


def _decimals(series: pl.Series, digits: pl.Series) -> pl.Series:
    """Millionths with so many digits after the point."""
    size = pl.lit(series).abs()
    part = (size % MILLION).cast(pl.String).str.zfill(6).str.slice(0, pl.lit(digits))
    sign = pl.when(series < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole = sign + (size // MILLION).cast(pl.String)
    made = pl.when(digits > 0).then(pl.concat_str(whole, pl.lit("."), part)).otherwise(whole)
    return pl.select(made).to_series()
