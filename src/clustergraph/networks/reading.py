"""The rows of a network's query, checked, as a Polars table.

What counts as a tie is said by the queries in queries/network/, never here: this module sees
columns, not predicates, and makes no ties.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.errors import QueryError
from clustergraph.formats.batches import IRI

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from clustergraph.formats.cells import Column
    from clustergraph.formats.tables import Table, Term

_COLUMNS = (
    "?member ?through, or ?source ?target with ?weight, ?directed and ?reason or ?label as you like"
)
# As queries write the truth: Virtuoso has no booleans of its own.
_TRUE = ("true", "1")
# What a tie is called in a picture is why it is there.
_REASONS = ("reason", "label")
_ENDS = ("source", "target")


def frame(table: Table, where: str) -> pl.DataFrame:
    """Columns `member`, `through`: each pair once, sorted. Or `source`, `target`, `weight`,
    `reason` (null where the query gives none; ?label is another name for it), `directed` (whether
    it leads from its source to its target; false where the query does not say), sorted.

    `where` names the query in a QueryError: wrong columns, a cell that is no IRI, a weight that
    is not a number above 0.
    """
    import polars as pl

    columns = set(table.columns)
    if columns == {"member", "through"}:
        found = pl.DataFrame([_iris(table, "member", where), _texts(table, "through", where)])
        return found.unique().sort("member", "through")
    said = [name for name in _REASONS if name in columns]
    if not {"source", "target"} <= columns <= {*_ENDS, "weight", "directed", *said[:1]}:
        listed = " ".join(f"?{name}" for name in table.columns)
        raise QueryError(f"{where}: a network needs the columns {_COLUMNS}; found {listed}")
    ends = [_iris(table, name, where) for name in _ENDS]
    about = [_weights(table, where), _reasons(table, said), _directed(table)]
    return pl.DataFrame([*ends, *about]).sort(pl.all())


def plain(found: dict[str, Column]) -> pl.DataFrame | None:
    """The same of an answer by columns; None where a cell is not what a network needs, or takes a
    closer look."""
    import polars as pl

    if found.keys() == {"member", "through"}:
        pairs = pl.DataFrame([found["member"].values, found["through"].values])
        if not _are_iris(found["member"]) or pairs["through"].has_nulls():
            return None
        return pairs.unique().sort("member", "through")
    said = [name for name in _REASONS if name in found]
    needed = found.keys() - {"directed", *said[:1]}
    if needed != set(_ENDS) or not all(_are_iris(found[end]) for end in _ENDS):
        return None
    ends = [found[end].values for end in _ENDS]
    none = pl.Series([None] * len(ends[0]), dtype=pl.String)
    reason = found[said[0]].values if said else none
    directed = found["directed"].values if "directed" in found else none
    return pl.DataFrame(
        [
            *ends,
            none.cast(pl.Float64).alias("weight"),
            reason.alias("reason"),
            directed.is_in(_TRUE).fill_null(value=False).alias("directed"),
        ]
    ).sort(pl.all())


def _are_iris(column: Column) -> bool:
    return column.kinds == {IRI} and not column.values.has_nulls()


def constructed(triples: Iterable[ox.Triple], where: str) -> pl.DataFrame:
    """The same columns from triples: each that leads from one thing to another is a tie of this
    direction, and its property the reason. What has a text or a number as its object is no tie."""
    import polars as pl

    found = [
        (triple.subject.value, triple.object.value, None, triple.predicate.value, True)
        for triple in triples
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode)
    ]
    if not found:
        raise QueryError(f"{where}: makes no triple that leads from one thing to another")
    columns = {"source": pl.String, "target": pl.String, "weight": pl.Float64, "reason": pl.String,
               "directed": pl.Boolean}  # fmt: skip
    return pl.DataFrame(found, schema=columns, orient="row").unique().sort(pl.all())


def _iris(table: Table, column: str, where: str) -> pl.Series:
    import polars as pl

    cells = table.column(column)
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, ox.NamedNode):
            hint = "; if the graph says so, clustergraph validate tells where" if cell else ""
            raise QueryError(
                f"{where}: row {number}: ?{column} must be an IRI, found {_shown(cell)}{hint}"
            )
    return pl.Series(column, [cell.value for cell in cells if cell], pl.String)


def _texts(table: Table, column: str, where: str) -> pl.Series:
    import polars as pl

    cells = table.column(column)
    if None in cells:
        raise QueryError(f"{where}: row {cells.index(None) + 1}: ?{column} has no value")
    return pl.Series(column, [cell.value for cell in cells if cell], pl.String)


def _reasons(table: Table, said: list[str]) -> pl.Series:
    import polars as pl

    cells = table.column(said[0]) if said else [None] * len(table.rows)
    return pl.Series("reason", [cell.value if cell else None for cell in cells], pl.String)


def _directed(table: Table) -> pl.Series:
    import polars as pl

    cells = table.column("directed") if "directed" in table.columns else [None] * len(table.rows)
    said = [cell is not None and cell.value in _TRUE for cell in cells]
    return pl.Series("directed", said, pl.Boolean)


def _weights(table: Table, where: str) -> pl.Series:
    import polars as pl

    if "weight" not in table.columns:
        return pl.Series("weight", [None] * len(table.rows), pl.Float64)
    weights = []
    for number, cell in enumerate(table.column("weight"), 1):
        weight = _number(cell)
        if not 0 < weight < math.inf:
            raise QueryError(
                f"{where}: row {number}: ?weight must be a number above 0, found {_shown(cell)}"
            )
        weights.append(weight)
    return pl.Series("weight", weights, pl.Float64)


def _number(cell: Term | None) -> float:
    try:
        return float(cell.value if isinstance(cell, ox.Literal) else "")
    except ValueError:
        return math.nan


def _shown(cell: Term | None) -> str:
    return "nothing" if cell is None else str(cell)
