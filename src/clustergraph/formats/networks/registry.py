"""The formats of networks: one entry an extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats.networks import (
    csv,
    frames,
    gexf,
    graphml,
    neo4j,
    node_link,
    pajek,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clustergraph.formats.networks.model import Network

    Write = Callable[[Network], Iterable[bytes]]

# What to write beside which ending of the file's name; a `/` begins the name of a file in a folder.
WRITERS: dict[str, dict[str, Write]] = {
    ".gexf": {"": gexf.gexf},
    ".graphml": {"": graphml.graphml},
    ".csv": {".nodes.csv": csv.nodes, ".edges.csv": csv.ties},
    ".xlsx": {".nodes.xlsx": frames.nodes_xlsx, ".edges.xlsx": frames.ties_xlsx},
    ".parquet": {".nodes.parquet": frames.nodes_parquet, ".edges.parquet": frames.ties_parquet},
    ".json": {"": node_link.node_link},
    ".net": {"": pajek.pajek},
    ".neo4j": {"/nodes.csv": neo4j.nodes, "/relationships.csv": neo4j.ties},
}
