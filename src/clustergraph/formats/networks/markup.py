"""Rows of a table as XML elements, many at a time; knows nothing of the elements' meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
# Rows that are put into words at once.
_BATCH = 20_000
# A piece of an element: texts and, in braces, names of columns. It is left out where one is null.
Piece = str


def elements(frame: pl.DataFrame, pieces: Sequence[Piece]) -> Iterator[bytes]:
    """One element a row, put together from the pieces that have all their values."""
    import polars as pl

    parts = [pl.format(*_split(piece)).fill_null("") for piece in pieces]
    for batch in frame.iter_slices(_BATCH):
        texts = batch.select(_escaped(column) for column in batch)
        yield "".join(texts.select(pl.concat_str(parts)).to_series().to_list()).encode()


def _split(piece: Piece) -> tuple[str, ...]:
    """The arguments of `pl.format`: the text with {} for its columns, and the columns."""
    from string import Formatter

    fields = [name for _, name, _, _ in Formatter().parse(piece) if name is not None]
    text = piece
    for name in fields:
        text = text.replace(f"{{{name}}}", "{}", 1)
    return text, *fields


def _escaped(column: pl.Series) -> pl.Series:
    import polars as pl

    if column.dtype == pl.String:
        return column.str.replace_many(list(_ESCAPED), list(_ESCAPED.values()))
    return pl.Series(column.name, map(_number, column.to_list()), pl.String)


def _number(value: float | None) -> str | None:
    """The shortest digits that every tool reads back as the same number."""
    return None if value is None else repr(value).removesuffix(".0")


def kind(frame: pl.DataFrame, name: str) -> str:
    """The name that GEXF and GraphML both have for the type of a column."""
    found = frame.schema[name]
    return "double" if found.is_float() else "long" if found.is_integer() else "string"


def names(frame: pl.DataFrame, own: Mapping[str, object] | Sequence[str]) -> list[str]:
    """The columns that are attributes, those with no value at all left out."""
    return [
        name
        for name in frame.columns
        if name not in own and (not len(frame) or frame[name].null_count() < len(frame))
    ]
