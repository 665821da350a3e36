"""The whole graph in rdflib, for what only rdflib does. Knows locations and rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    import rdflib

    from clustergraph.formats.tables import Table
    from clustergraph.graph.location import Location


def to_rdflib(location: Location) -> rdflib.Graph:
    """The whole graph as an rdflib.Graph, our prefixes bound."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(data=b"".join(location.lines()), format="nt")
    return graph


def ask_rdflib(location: Location, ground: str) -> Table | bool | list[ox.Triple]:
    """Ask a copy of the graph in rdflib, the one engine here that reads FROM and SERVICE.

    Errors are those of rdflib, urllib and the parsers: the caller names the query.
    """
    from rdflib import Dataset

    from clustergraph.formats.tables import from_json
    from clustergraph.graph.endpoint.service import answering

    dataset = Dataset()
    dataset.default_graph.parse(data=b"".join(location.lines()), format="nt")
    # rdflib asks a service when its rows are read.
    with answering(location.timeout):
        result = dataset.query(ground)
        if result.type == "SELECT":
            return from_json(result.serialize(format="json") or b"")
        if result.type == "ASK":
            return bool(result.askAnswer)
        data = (result.graph or Dataset()).serialize(format="nt", encoding="utf-8")
    quads = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
    return sorted({quad.triple for quad in quads}, key=str)
