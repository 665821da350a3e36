"""Node-link JSON, as d3, NetworkX, sigma and Cytoscape.js take it after one line of code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from clustergraph.formats.networks.model import Network

# Rows that are put into words at once.
_BATCH = 20_000


def node_link(network: Network) -> Iterator[bytes]:
    """The network; a node's `id` is its IRI, and what is unknown is left out."""
    head = {"directed": network.directed, "multigraph": False, "graph": {}}
    yield json.dumps(head)[:-1].encode()
    yield b',\n"nodes": ['
    yield from _objects(network.nodes.rename({"iri": "id"}))
    yield b'],\n"links": ['
    yield from _objects(network.arcs().ties)
    yield b"]}\n"


def _objects(frame: pl.DataFrame) -> Iterator[bytes]:
    for begin in range(0, len(frame), _BATCH):
        rows = frame.slice(begin, _BATCH).iter_rows(named=True)
        known = ({name: value for name, value in row.items() if value is not None} for row in rows)
        texts = (json.dumps(row, ensure_ascii=False) for row in known)
        yield ((",\n" if begin else "\n") + ",\n".join(texts)).encode()
