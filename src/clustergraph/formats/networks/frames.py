"""The two tables as they are: Parquet files, or sheets of a spreadsheet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.formats import workbooks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from clustergraph.formats.networks.model import Network


def nodes_parquet(network: Network) -> Iterator[bytes]:
    """The nodes."""
    yield _parquet(network.nodes)


def ties_parquet(network: Network) -> Iterator[bytes]:
    """The ties."""
    yield _parquet(network.ties)


def _parquet(frame: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.write_parquet(file, statistics=False)
    return file.getvalue()


def nodes_xlsx(network: Network) -> Iterator[bytes]:
    """The nodes as a spreadsheet."""
    yield _xlsx(network.nodes, {"label": "iri"})


def ties_xlsx(network: Network) -> Iterator[bytes]:
    """The ties as a spreadsheet."""
    yield _xlsx(network.ties, {})


def _xlsx(frame: pl.DataFrame, links: Mapping[str, str]) -> bytes:
    iris = [frame.columns.index(name) for name in links.values()]
    rows = [
        tuple(ox.NamedNode(cell) if at in iris else _term(cell) for at, cell in enumerate(row))
        for row in frame.iter_rows()
    ]
    return workbooks.xlsx(frame.columns, rows, links=links)


def _term(value: str | float | None) -> ox.Literal | None:
    return None if value is None else ox.Literal(value)
