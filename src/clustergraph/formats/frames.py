"""Tables as data frames: Polars and pandas, each column of the type that is asked for.

Knows cells and names of types; nothing of where either comes from.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from clustergraph.errors import RequestError
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    import polars as pl

    Cells = Sequence[ox.NamedNode | ox.Literal | ox.BlankNode | None]

# Digits in all (as many as Python's decimals have) and after the point of an amount; the least one.
_AMOUNT, _LEAST = (28, 6), Decimal("0.000001")
INTEGER = f"{XSD}integer"
NUMERIC = frozenset({INTEGER, *(f"{XSD}{name}" for name in ("decimal", "double", "float"))})


def frame(columns: Mapping[str, Cells], types: Mapping[str, str] | None = None) -> pl.DataFrame:
    """The columns as a Polars table.

    types: by the name of a column an entry of TYPES, which gives its type, whatever the rows are;
    any other name of a type is text. A column without one, or with a cell that does not fit, has
    the type that its cells give: numbers where all are numbers, else text.
    """
    import polars as pl

    wanted = types or {}
    return pl.DataFrame([_series(name, cells, wanted.get(name)) for name, cells in columns.items()])


def _series(name: str, cells: Cells, wanted: str | None) -> pl.Series:
    import polars as pl

    for kind in (wanted, _kind(cells)):
        if kind is None:
            continue
        dtype, read = TYPES.get(kind, TEXT)
        try:
            values = [None if cell is None else read(cell) for cell in cells]
            made = pl.Decimal(*_AMOUNT) if dtype == "Decimal" else getattr(pl, dtype)
            return pl.Series(name, values, made)
        except (ValueError, ArithmeticError):
            continue
    return pl.Series(name, [None if cell is None else cell.value for cell in cells], pl.String)


def _kind(cells: Cells) -> str:
    """The type that the cells give; text where there is none."""
    kinds = {cell.datatype.value if isinstance(cell, ox.Literal) else "" for cell in cells if cell}
    if kinds and kinds <= {INTEGER}:
        return "integer"
    return "number" if kinds and kinds <= NUMERIC else "string"


def _whole(cell: Any) -> int:
    # Engines differ in what type they give to a sum.
    value = cell.value if _numeric(cell) else "-"
    number = int(value) if value.lstrip("+-").isdigit() else _integral(float(value))
    if not -(2**63) <= number < 2**63:
        raise ValueError(value)
    return number


def _integral(value: float) -> int:
    if not value.is_integer():
        raise ValueError(value)
    return int(value)


def _real(cell: Any) -> float:
    return float(cell.value if _numeric(cell) else "-")


def _amount(cell: Any) -> Decimal:
    """Exact to a millionth, to which what is finer is rounded: so all amounts have one type."""
    return Decimal(cell.value if _numeric(cell) else "-").quantize(_LEAST)


def _numeric(cell: Any) -> bool:
    return isinstance(cell, ox.Literal) and cell.datatype.value in NUMERIC


def _boolean(cell: Any) -> bool:
    if cell.value not in _BOOLEANS:
        raise ValueError(cell.value)
    return _BOOLEANS[cell.value]


_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
# By the type of a column: the Polars type, and how a cell is read; ValueError where it does not
# fit.
TEXT: tuple[str, Callable[[Any], Any]] = ("String", lambda cell: cell.value)
TYPES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "string": TEXT,
    "integer": ("Int64", _whole),
    "year": ("Int64", _whole),
    "number": ("Float64", _real),
    "decimal": ("Decimal", _amount),
    "date": ("Date", lambda cell: date.fromisoformat(cell.value)),
    "boolean": ("Boolean", _boolean),
}
# The pandas type of each, all of them with cells that may lack; pandas has no exact amounts.
_PANDAS = {"Int64": "Int64", "Float64": "Float64", "Date": "datetime64[ns]", "Boolean": "boolean"}


def pandas(found: pl.DataFrame) -> pd.DataFrame:
    """The same as a pandas table; RequestError where pandas is not installed."""
    import polars as pl
    from polars import selectors

    try:
        import pandas as pd
    except ImportError:
        raise RequestError("pandas is not installed; run: pip install pandas") from None
    found = found.with_columns(selectors.decimal().cast(pl.Float64))
    columns = {
        name: pd.Series(found[name].to_list(), dtype=_PANDAS.get(str(kind), "string"))
        for name, kind in found.schema.items()
    }
    return pd.DataFrame(columns, columns=found.columns)


def parquet(found: pl.DataFrame) -> bytes:
    """The bytes of a Parquet file."""
    file = io.BytesIO()
    found.write_parquet(file, statistics=False)
    return file.getvalue()
