"""Pajek's .net: labels, places where there are any, and weights. It has no room for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from clustergraph.formats.networks.model import Network


def pajek(network: Network) -> Iterator[bytes]:
    """The network; what has no direction are *Edges, what has one are *Arcs."""
    import polars as pl

    nodes = network.nodes.with_row_index("number", 1)
    yield f"*Vertices {len(nodes)}\n".encode()
    # A quote inside a label has no escape, and some programs take a backslash for one.
    plain = pl.col("label").str.replace_all('"', "'").str.replace_all("\\", "/", literal=True)
    cells = [plain]
    form = '{} "{}"'
    if {"x", "y"} <= set(nodes.columns):
        cells += [pl.col("x"), pl.col("y")]
        form += " {} {}"
    yield _lines(nodes.select(pl.format(f"{form}\n", "number", *cells)))
    yield b"*Arcs\n" if network.directed else b"*Edges\n"
    ends = pl.col("source", "target").replace_strict(
        nodes["iri"], nodes["number"], return_dtype=pl.Int64
    )
    ties = network.arcs().ties.select(ends, "weight")
    yield _lines(ties.select(pl.format("{} {} {}\n", "source", "target", "weight")))


def _lines(texts: pl.DataFrame) -> bytes:
    return "".join(texts.to_series().to_list()).encode()
