"""Answers kept beside the store, so that a large graph is asked once.

Knows questions and their tables; where and how these are kept, `keeping` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats import cells
from clustergraph.questions import keeping, queries

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.questions.queries import Query


def frame(
    location: Location, query: Query, make: Callable[[], pl.DataFrame] | None = None
) -> pl.DataFrame:
    """The rows of a SELECT as a Polars table: columns of numbers as numbers, others as text.

    `make` turns the answer into a table where the query's own rows would not do.
    """

    def asked() -> pl.DataFrame:
        return cells.frame(queries.columns(location, query))

    return keeping.frame(location, query.name, query.text, make or asked)


def there(location: Location, query: Query) -> bool:
    """Whether `frame` has kept it."""
    stem = keeping.stem(location, query.name, query.text)
    return stem is not None and keeping.there(stem)
