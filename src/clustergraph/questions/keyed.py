"""A table by one of its columns, for whoever wants the rows of a few things.

To look through a table takes the same time for one thing as for all; here the rows of one thing
are a piece of each column. Knows tables; nothing of what they say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl


class Keyed:
    """The rows of a table by the texts of its column `key`. numbers: the texts of which rows are
    wanted, from 0 on in their order."""

    def __init__(self, table: pl.DataFrame, key: str, numbers: Mapping[str, int]) -> None:
        import numpy as np
        import polars as pl

        names = pl.DataFrame({key: list(numbers)}, {key: pl.String}).with_row_index("number")
        held = table.join(names, on=key, maintain_order="left")
        held = held.sort("number", maintain_order=True)
        begin = np.searchsorted(held["number"].to_numpy(), np.arange(len(numbers) + 1))
        self._numbers, self._begin = numbers, begin.tolist()
        self._columns = [_shared(held[each]) for each in table.columns if each != key]

    def rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        """The rows that have a text as their key, without it, in the order of the table."""
        number = self._numbers.get(name)
        if number is None:
            return iter(())
        begin, end = self._begin[number], self._begin[number + 1]
        return zip(*[column[begin:end] for column in self._columns], strict=True)


def _shared(column: pl.Series) -> list[Any]:
    """The cells of a column; equal texts are one object, of which there are few."""
    import polars as pl

    if column.dtype != pl.String:
        return column.to_list()
    known: dict[str | None, str | None] = {}
    return [known.setdefault(text, text) for text in column.to_list()]
