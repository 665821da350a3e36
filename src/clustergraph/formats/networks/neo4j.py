"""Two CSV files with the headers that `neo4j-admin database import` reads, types included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph.formats.networks import csv
from clustergraph.formats.networks.model import DIRECTED
from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from clustergraph.formats.networks.model import Network

# The type of every relationship: what a tie is says the network that was chosen.
TYPE = "TIED_TO"
# The class of a node is its label; what has none is one of these.
_ANY = "Thing"
_NO_NAME = re.compile(r"[^\w]")


def nodes(network: Network) -> Iterator[bytes]:
    """`iri:ID`, the properties, and the class as `:LABEL`."""
    import polars as pl

    found = network.nodes
    headers = {name: _header(found, name) for name in found.columns} | {"iri": "iri:ID"}
    if "class" in found.columns:
        label = pl.col("class").map_elements(_label, return_dtype=pl.String)
        found = found.with_columns(label)
        headers["class"] = ":LABEL"
    yield csv.written(found.rename(headers))


def ties(network: Network) -> Iterator[bytes]:
    """`:START_ID`, `:END_ID`, `:TYPE` and the properties."""
    import polars as pl

    found = network.ties
    headers = {name: _header(found, name) for name in found.columns}
    headers |= {"source": ":START_ID", "target": ":END_ID"}
    yield csv.written(found.rename(headers).insert_column(2, pl.lit(TYPE).alias(":TYPE")))


def _header(frame: pl.DataFrame, name: str) -> str:
    kind = frame.schema[name]
    if kind.is_numeric():
        return f"{name}:{'double' if kind.is_float() else 'long'}"
    return f"{name}:{'boolean' if name == DIRECTED else 'string'}"


def _label(iri: str) -> str:
    """The last part of a class's IRI; of what is ours, the name itself."""
    name = iri.removeprefix(CG) if iri.startswith(CG) else re.split("[#/]", iri)[-1]
    return _NO_NAME.sub("_", name) or _ANY
