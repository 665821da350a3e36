"""Graph locations: a graph folder or an RDF file, opened to be asked.

One `--graph WHERE` for all commands ends here. Knows how to open, ask, stream triples and look
up labels; nothing of saved queries, measures or pages.
"""

from __future__ import annotations

import gzip
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import engines, folder, rdf
from clustergraph.errors import GraphError
from clustergraph.terms import RDFS_LABEL, compress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib

    from clustergraph.tables import Table

# An engine parses the list of wanted IRIs as one VALUES block: keep each block moderate.
_LABEL_BATCH = 2_000


@dataclass(frozen=True)
class Location:
    """An open graph. `nt` is its sorted N-Triples, one bytes line a triple, newline included."""

    where: str
    index: engines.Index
    manifest: folder.Manifest | None
    nt: tuple[bytes, ...] | Path

    def select(self, sparql: str) -> Table:
        """The rows of a SELECT."""
        return self.index.select(sparql)

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK."""
        return self.index.ask(sparql)

    def construct(self, sparql: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT, each once, sorted as N-Triples."""
        return sorted(set(self.index.construct(sparql)), key=str)

    def describe(self, sparql: str) -> list[ox.Triple]:
        """The triples of a DESCRIBE, each once, sorted as N-Triples."""
        return sorted(set(self.index.describe(sparql)), key=str)

    def count(self) -> int:
        """The number of triples."""
        return self.index.count()

    def lines(self) -> Iterator[bytes]:
        """The graph as sorted N-Triples lines."""
        if isinstance(self.nt, Path):
            with gzip.open(self.nt) as file:
                yield from file
        else:
            yield from self.nt

    def triples(self) -> Iterator[ox.Triple]:
        """The graph as triples, sorted as N-Triples; literals exactly as they were built."""
        if isinstance(self.nt, Path):
            with gzip.open(self.nt) as file:
                yield from _parsed(file.read())
        else:
            yield from _parsed(b"".join(self.nt))

    def labels(self, iris: Iterable[str], lang: str = "en") -> dict[str, str]:
        """A label for each IRI: in lang, in English, untagged, in any language, else its CURIE."""
        wanted = sorted(set(iris))
        found: dict[str, tuple[int, str]] = {}
        for start in range(0, len(wanted), _LABEL_BATCH):
            for iri, label in self._label_rows(wanted[start : start + _LABEL_BATCH]):
                ranked = (_label_rank(label.language, lang), label.value)
                found[iri] = min(found.get(iri, ranked), ranked)
        return {iri: found[iri][1] if iri in found else compress(iri) for iri in wanted}

    def _label_rows(self, iris: list[str]) -> Iterator[tuple[str, ox.Literal]]:
        values = " ".join(f"<{iri}>" for iri in iris)
        sparql = f"SELECT ?s ?l WHERE {{ VALUES ?s {{ {values} }} ?s <{RDFS_LABEL}> ?l }}"
        for subject, label in self.select(sparql).rows:
            if isinstance(subject, ox.NamedNode) and isinstance(label, ox.Literal):
                yield subject.value, label


def _label_rank(language: str | None, wanted: str) -> int:
    order = {wanted: 0, "en": 1, None: 2}
    return order.get(language, 3)


def _parsed(data: bytes) -> Iterator[ox.Triple]:
    for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple


def open_graph(where: str | Path) -> Location:
    """Open a graph folder or an RDF file (.ttl .nt .nt.gz .jsonld .rdf .owl .xml).

    Raises GraphError where there is none, where it is damaged or of another version, and
    SourceError where a file does not parse.
    """
    if "://" in str(where):
        raise GraphError(f"{where}: only a graph folder or an RDF file can be opened")
    path = Path(where)
    if path.is_file():
        return _open_file(path)
    return _open_folder(path)


def _open_folder(path: Path) -> Location:
    manifest = folder.read_manifest(path)
    engine = engines.ENGINES.get(manifest.engine)
    if engine is None:
        raise GraphError(
            f"{path}: unknown engine {manifest.engine}; run: {folder.remake(path, manifest)}"
        )
    folder.check(path, manifest, engine.version())
    build = path / manifest.folder
    try:
        index = engine.open(build / folder.INDEX)
    except (OSError, ValueError, RuntimeError) as error:
        raise GraphError(
            f"{path}: damaged index ({error}); run: {folder.remake(path, manifest)}"
        ) from None
    return Location(str(path), index, manifest, build / folder.GRAPH_FILE)


def _open_file(path: Path) -> Location:
    lines = tuple(sorted({f"{triple} .\n".encode() for triple in rdf.read(path)}))
    with tempfile.NamedTemporaryFile(suffix=".nt") as file:
        file.writelines(lines)
        file.flush()
        index = engines.ENGINES[engines.DEFAULT].load(Path(file.name))
    return Location(str(path), index, None, lines)


def to_rdflib(location: Location) -> rdflib.Graph:
    """The whole graph as an rdflib.Graph, our prefixes bound."""
    from rdflib import Graph

    from clustergraph.terms import PREFIXES

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

    from clustergraph.tables import from_json

    dataset = Dataset()
    dataset.default_graph.parse(data=b"".join(location.lines()), format="nt")
    result = dataset.query(ground)
    if result.type == "SELECT":
        return from_json(result.serialize(format="json") or b"")
    if result.type == "ASK":
        return bool(result.askAnswer)
    data = (result.graph or Dataset()).serialize(format="nt", encoding="utf-8")
    quads = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
    return sorted({quad.triple for quad in quads}, key=str)
