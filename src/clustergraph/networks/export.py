"""The graph and its networks as files for other tools: one format an extension.

Triple formats hold the whole graph; network formats hold one network, its nodes with label, type,
class and country, its ties with weight and reasons. The same graph gives the same bytes. Knows
formats, not what the graph is about.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from clustergraph.errors import OutputError, RequestError
from clustergraph.formats import tables, triples
from clustergraph.formats.output import write_bytes
from clustergraph.graph.location import watched
from clustergraph.networks.reading import network as read_network
from clustergraph.terms import is_absolute_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from clustergraph.graph.location import Location, Report

    Writer = Callable[[Location, Path, str, Report], "Exported"]

# XML 1.0 has no place for these; a name in another tool must also stay on one line.
_UNPRINTABLE = re.compile("[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
_BETWEEN = " | "


@dataclass(frozen=True)
class Exported:
    """The files written and how much they hold: `triples`, or `nodes` and `ties`."""

    paths: tuple[Path, ...]
    counts: dict[str, int]


def export(
    location: Location,
    path: Path,
    *,
    network: str = "everything",
    report: Report = lambda stage, share: None,
) -> Exported:
    """Write a graph, or one network of it, in the format of the extension of `path`.

    `report(stage, share)` is told how many of the triples are read, of each reading from 0 to 1.
    Raises RequestError for an unknown extension or network, OutputError where the file cannot be
    written or its format cannot hold the graph.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        known = " ".join(WRITERS)
        raise RequestError(f"{path}: unknown format '{path.suffix}'; known are {known}")
    if path.is_dir():
        raise OutputError(f"{path} is a folder: name a file to write")
    return write(location, path, network, report)


def _graph_writer(form: str) -> Writer:
    def write(location: Location, path: Path, network: str, report: Report) -> Exported:
        total = location.count()

        def read() -> Iterator[ox.Triple]:
            return watched(location.triples(), total, partial(report, "triples"))

        write_bytes(path, triples.WRITERS[form].write(read))
        return Exported((path,), {"triples": total})

    return write


def _network_writer(
    files: Callable[[nx.Graph[str]], Mapping[str, Iterable[bytes]]],
) -> Writer:
    """A writer of a network, from what to write beside which ending of the file's name."""

    def write(location: Location, path: Path, network: str, report: Report) -> Exported:
        graph = flatten(location, read_network(location, network))
        paths = []
        for ending, chunks in files(graph).items():
            paths.append(path.with_name(f"{path.stem}{ending}") if ending else path)
            write_bytes(paths[-1], chunks)
        return Exported(tuple(paths), {"nodes": len(graph), "ties": graph.number_of_edges()})

    return write


def flatten(location: Location, network: nx.Graph[str]) -> nx.Graph[str]:
    """The network with plain, one-line attributes only, as GEXF and GraphML can hold.

    Reasons become two texts: their labels and their IRIs. Control characters become spaces.
    """
    reasons = {reason for *_, data in network.edges(data=True) for reason in data["reasons"]}
    labels = location.labels(filter(is_absolute_iri, reasons))
    flat: nx.Graph[str] = nx.Graph()
    for node, data in network.nodes(data=True):
        kept = {name: data[name] for name in ("label", "type", "class", "country")}
        flat.add_node(node, **{name: _one_line(text) for name, text in kept.items()})
    for one, other, data in network.edges(data=True):
        told = [labels.get(reason, reason) for reason in data["reasons"]]
        flat.add_edge(
            one,
            other,
            weight=data["weight"],
            reasons=_one_line(_BETWEEN.join(told)),
            reason_iris=_one_line(_BETWEEN.join(data["reasons"])),
        )
    return flat


def cleaned(network: nx.Graph[str]) -> nx.Graph[str]:
    """The network with every text on one line and without what XML cannot hold."""
    clean: nx.Graph[str] = nx.Graph()
    clean.add_nodes_from((node, _cleaned(data)) for node, data in network.nodes(data=True))
    clean.add_edges_from((one, two, _cleaned(data)) for one, two, data in network.edges(data=True))
    return clean


def _cleaned(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _one_line(value) if isinstance(value, str) else value for name, value in data.items()
    }


def _one_line(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


def gexf(network: nx.Graph[str]) -> bytes:
    """GEXF 1.3, by NetworkX, without what changes from day to day.

    Edge identifiers, optional in 1.3, go too: they say nothing, and NetworkX would read them back
    as an attribute.
    """
    from networkx.readwrite.gexf import GEXFWriter

    writer: Any = GEXFWriter(network, version="1.3")
    meta = writer.xml.find("meta")
    del meta.attrib["lastmodifieddate"]
    meta.find("creator").text = "clustergraph"
    for edge in writer.xml.iter("edge"):
        del edge.attrib["id"]
    return _written(writer.write)


def graphml(network: nx.Graph[str]) -> bytes:
    """GraphML, by NetworkX, with the names of the attributes as their keys."""
    from networkx.readwrite.graphml import GraphMLWriter

    writer: Any = GraphMLWriter(network)
    return _written(writer.dump)


def _written(write: Callable[[io.BytesIO], Any]) -> bytes:
    buffer = io.BytesIO()
    write(buffer)
    return buffer.getvalue() + b"\n"


# One entry an extension of a file that holds one network.
NETWORK_FILES: dict[str, Callable[[nx.Graph[str]], bytes]] = {
    "gexf": lambda network: gexf(cleaned(network)),
    "graphml": lambda network: graphml(cleaned(network)),
}


def nodes_csv(network: nx.Graph[str]) -> bytes:
    """The nodes with the column names that Gephi expects."""
    rows = (
        (node, data["label"], data["type"], data["class"], data["country"])
        for node, data in network.nodes(data=True)
    )
    return _csv(("Id", "Label", "Type", "Class", "Country"), rows)


def ties_csv(network: nx.Graph[str]) -> bytes:
    """The ties with the column names that Gephi expects."""
    rows = (
        (one, other, "Undirected", data["weight"], data["reasons"], data["reason_iris"])
        for one, other, data in network.edges(data=True)
    )
    return _csv(("Source", "Target", "Type", "Weight", "Reasons", "ReasonIris"), rows)


def _csv(header: tuple[str, ...], rows: Iterable[tuple[str | float, ...]]) -> bytes:
    cells: list[tables.Row] = [tuple(map(ox.Literal, row)) for row in rows]
    return tables.write(tables.Table(header, cells), "csv")


# One entry an extension: what writes a location to a path; network formats use the network named.
WRITERS: dict[str, Writer] = {
    **{f".{form.extension}": _graph_writer(name) for name, form in triples.WRITERS.items()},
    ".gexf": _network_writer(lambda network: {"": [gexf(network)]}),
    ".graphml": _network_writer(lambda network: {"": [graphml(network)]}),
    ".csv": _network_writer(
        lambda network: {".nodes.csv": [nodes_csv(network)], ".edges.csv": [ties_csv(network)]}
    ),
}
