"""What a graph says of itself: VoID and DCAT-AP 3, of the graph and of each source of a build.

Beside the graph, not in it, so that questions are about facts. Knows the registry of sources and
the counts of a build; nothing of files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph import sources
from clustergraph._version import __version__
from clustergraph.graph.folder import DATASET
from clustergraph.sources import emit
from clustergraph.terms import BASE, CG, PREFIXES, compress, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from clustergraph.graph.folder import SourceEntry

_PROGRAM = BASE
_VOID, _DCAT, _DCTERMS = PREFIXES["void"], PREFIXES["dcat"], PREFIXES["dcterms"]
_FOAF = PREFIXES["foaf"]


def licence(source: sources.Source) -> str:
    """The IRI of the licence of a source."""
    return source.licence_iri or f"{BASE}licence/{source.name}"


def described(
    build: str, triples: int, classes: Mapping[str, int], entries: Iterable[SourceEntry]
) -> list[str]:
    """The description as sorted N-Triples lines; `classes` counts the things of each."""
    told = [*_graph(build, triples, classes)]
    known = {**{name: each for name, (each, _) in sources.ALWAYS.items()}, **sources.SOURCES}
    for entry in entries:
        told += _source(entry, known[entry.name])
    return sorted({*told})


def _graph(build: str, triples: int, classes: Mapping[str, int]) -> Iterator[str]:
    yield from _types(DATASET)
    title = "Partners, projects and funding programmes of innovation clusters"
    french = "Partenaires, projets et programmes de financement des clusters d’innovation"
    yield emit.line(DATASET, f"{_DCTERMS}title", emit.tagged(title, "en"))
    yield emit.line(DATASET, f"{_DCTERMS}title", emit.tagged(french, "fr"))
    yield emit.line(DATASET, f"{_DCTERMS}description", emit.tagged(
        "Who works with whom, in which projects and programmes, with the source of each fact. "
        "The licence of each source holds for what it brought.", "en"))  # fmt: skip
    yield emit.line(DATASET, f"{_DCTERMS}description", emit.tagged(
        "Qui travaille avec qui, dans quels projets et programmes, avec la source de chaque fait. "
        "La licence de chaque source vaut pour ce qu’elle a apporté.", "fr"))  # fmt: skip
    yield emit.line(DATASET, f"{_DCTERMS}identifier", emit.text(build))
    yield emit.line(DATASET, f"{_DCAT}version", emit.text(build[:12]))
    yield emit.line(DATASET, f"{_DCTERMS}creator", emit.iri(_PROGRAM))
    yield from _agent(_PROGRAM, f"clustergraph {__version__}")
    yield emit.line(DATASET, f"{_VOID}vocabulary", emit.iri(CG))
    yield emit.line(DATASET, f"{_VOID}uriSpace", emit.text(f"{BASE}id/"))
    yield _count(DATASET, "triples", triples)
    yield _count(DATASET, "entities", sum(classes.values()))
    for cls, count in classes.items():
        part = f"{DATASET}#{escape(compress(cls).replace(':', '-', 1))}"
        yield emit.line(DATASET, f"{_VOID}classPartition", emit.iri(part))
        yield emit.line(part, emit.TYPE, emit.iri(f"{_VOID}Dataset"))
        yield emit.line(part, f"{_VOID}class", emit.iri(cls))
        yield _count(part, "entities", count)


def _source(entry: SourceEntry, source: sources.Source) -> Iterator[str]:
    iri, terms = entry.dataset, licence(source)
    yield from _types(iri)
    yield emit.line(DATASET, f"{_VOID}subset", emit.iri(iri))
    yield emit.line(DATASET, f"{_DCTERMS}hasPart", emit.iri(iri))
    title = f"{entry.title}, {entry.release}" if entry.release else entry.title
    yield emit.line(iri, f"{_DCTERMS}title", emit.tagged(title, "en"))
    yield emit.line(iri, f"{_DCTERMS}description", emit.tagged(
        f"What a graph of clustergraph took from: {title}.", "en"))  # fmt: skip
    yield emit.line(iri, f"{_DCTERMS}identifier", emit.text(entry.checksum))
    yield emit.line(iri, f"{_DCTERMS}license", emit.iri(terms))
    yield emit.line(terms, emit.TYPE, emit.iri(f"{_DCTERMS}LicenseDocument"))
    yield emit.line(terms, emit.LABEL, emit.text(entry.licence))
    if source.publisher:
        who, name = source.publisher
        yield emit.line(iri, f"{_DCTERMS}publisher", emit.iri(who))
        yield from _agent(who, name)
    if source.page:
        yield emit.line(iri, f"{_DCAT}landingPage", emit.iri(source.page))
        yield emit.line(source.page, emit.TYPE, emit.iri(f"{_FOAF}Document"))
    if entry.release:
        yield emit.line(iri, f"{_DCAT}version", emit.text(entry.release))
    yield _count(iri, "triples", entry.triples)


def _types(iri: str) -> Iterator[str]:
    yield emit.line(iri, emit.TYPE, emit.iri(f"{_DCAT}Dataset"))
    yield emit.line(iri, emit.TYPE, emit.iri(f"{_VOID}Dataset"))


def _agent(iri: str, name: str) -> Iterator[str]:
    yield emit.line(iri, emit.TYPE, emit.iri(f"{_FOAF}Agent"))
    yield emit.line(iri, f"{_FOAF}name", emit.text(name))


def _count(iri: str, of: str, number: int) -> str:
    return emit.line(iri, f"{_VOID}{of}", emit.typed(number, "integer"))
