"""The term reference: the ontology, its schemes and its alignments as Markdown to read.

Knows the three files that make the reference and no term of theirs by name. The order is
alphabetical by prefixed name, so the same ontology gives the same bytes.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, Literal, URIRef

from clustergraph import resources
from clustergraph.terms import PREFIXES, compress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rdflib.graph import _SubjectType
    from rdflib.term import Node

_FILES = ("clustergraph.ttl", "alignments.ttl", "schemes.ttl")
# Namespaces that only alignments name, so they have no prefix in the data.
_ALIGNED = {
    "cerif": "https://w3id.org/cerif/model#",
    "dingo": "https://w3id.org/dingo#",
    "eurio": "http://data.europa.eu/s66#",
    "event": "http://purl.org/NET/c4dm/event.owl#",
    "frapo": "http://purl.org/cerif/frapo/",
    "vivo": "http://vivoweb.org/ontology/core#",
}
_MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
_MATCH_WORDS = {match: str(match).split("#")[1].removesuffix("Match") for match in _MATCHES}
_PROPERTY_KINDS = {OWL.ObjectProperty: "link to a thing", OWL.DatatypeProperty: "literal value"}


def ontology() -> str:
    """The reference of the ontology that clustergraph ships."""
    merged = Graph()
    for name in _FILES:
        merged.parse(resources.ontology_dir() / name, format="turtle")
    return reference(merged)


def reference(ontology_graph: Graph) -> str:
    """The Markdown reference of the ontology that the graph holds under the prefix `cg:`."""
    classes = _own(ontology_graph, OWL.Class)
    properties = sorted(
        {term for kind in _PROPERTY_KINDS for term in _own(ontology_graph, kind)}, key=_name
    )
    parts = chain(
        _header(ontology_graph),
        ["## Class tree\n", "\n".join(_tree(ontology_graph, classes)) + "\n"],
        ["## Classes\n"],
        *(_class(ontology_graph, term, properties) for term in classes),
        ["## Properties\n"],
        *(_property(ontology_graph, term) for term in properties),
        ["## Concept schemes\n"],
        *(_scheme(ontology_graph, scheme) for scheme in _all(ontology_graph, SKOS.ConceptScheme)),
        _reused(ontology_graph),
    )
    return "\n".join(parts)


def _own(graph: Graph, kind: URIRef) -> list[URIRef]:
    return [term for term in _all(graph, kind) if str(term).startswith(PREFIXES["cg"])]


def _all(graph: Graph, kind: URIRef) -> list[URIRef]:
    return _sorted(graph.subjects(RDF.type, kind))


def _sorted(nodes: Iterable[Node]) -> list[URIRef]:
    return sorted((node for node in nodes if isinstance(node, URIRef)), key=_name)


def _name(term: Node) -> str:
    for prefix, namespace in _ALIGNED.items():
        if str(term).startswith(namespace):
            return f"{prefix}:{str(term)[len(namespace) :]}"
    return compress(str(term))


def _text(graph: Graph, subject: _SubjectType, predicate: URIRef, lang: str = "en") -> str:
    """The value in lang, or the untagged one; empty where there is neither."""
    found = {
        value.language: str(value)
        for value in graph.objects(subject, predicate)
        if isinstance(value, Literal)
    }
    return found.get(lang) or found.get(None) or ""


def _link(graph: Graph, term: Node) -> str:
    """A code span, linked where the term has a heading of its own here."""
    name = f"`{_name(term)}`"
    return f"[{name}](#{slug(_name(term))})" if str(term).startswith(PREFIXES["cg"]) else name


def slug(heading: str) -> str:
    """The anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _header(graph: Graph) -> Iterator[str]:
    head = next(
        subject
        for subject in _all(graph, OWL.Ontology)
        if graph.value(subject, VANN.preferredNamespaceUri)
    )
    yield f"# {_text(graph, head, DCTERMS.title)}\n"
    yield "<!-- Written by `clustergraph docs ontology`; edit the files in ontology/ instead. -->\n"
    yield f"{_text(graph, head, DCTERMS.description)}\n"
    rows = {
        "IRI": head,
        "Version": graph.value(head, OWL.versionInfo),
        "Version IRI": graph.value(head, OWL.versionIRI),
        "Modified": str(graph.value(head, DCTERMS.modified))[:10],
        "Creator": graph.value(head, DCTERMS.creator),
        "Licence": graph.value(head, DCTERMS.license),
        "Prefix": graph.value(head, VANN.preferredNamespacePrefix),
        "Namespace": graph.value(head, VANN.preferredNamespaceUri),
    }
    shown = {
        name: f"`{value}`" if "://" in str(value) else str(value) for name, value in rows.items()
    }
    yield from _table(["About", "this ontology"], shown.items())


def _tree(graph: Graph, classes: list[URIRef]) -> Iterator[str]:
    def below(term: URIRef, depth: int) -> Iterator[str]:
        yield f"{'  ' * depth}- {_link(graph, term)}: {_text(graph, term, RDFS.label)}"
        for child in _sorted(graph.subjects(RDFS.subClassOf, term)):
            yield from below(child, depth + 1)

    for term in classes:
        if not any(parent in classes for parent in graph.objects(term, RDFS.subClassOf)):
            yield from below(term, 0)


def _class(graph: Graph, term: URIRef, properties: list[URIRef]) -> Iterator[str]:
    yield from _opening(graph, term)
    yield from _bullet(graph, "Sub-class of", graph.objects(term, RDFS.subClassOf))
    yield from _bullet(graph, "Sub-classes", graph.subjects(RDFS.subClassOf, term))
    described = [p for p in properties if (p, RDFS.domain, term) in graph]
    yield from _bullet(graph, "Properties", described)
    yield from _bullet(graph, "Value of", graph.subjects(RDFS.range, term))
    yield from _alignments(graph, term)
    yield ""


def _property(graph: Graph, term: URIRef) -> Iterator[str]:
    yield from _opening(graph, term)
    kinds = [name for kind, name in _PROPERTY_KINDS.items() if (term, RDF.type, kind) in graph]
    if (term, RDF.type, OWL.TransitiveProperty) in graph:
        kinds.append("transitive")
    yield f"- Kind: {', '.join(kinds)}"
    yield from _bullet(graph, "Sub-property of", graph.objects(term, RDFS.subPropertyOf))
    yield from _bullet(graph, "Sub-properties", graph.subjects(RDFS.subPropertyOf, term))
    yield from _bullet(graph, "Of", graph.objects(term, RDFS.domain), "any thing")
    anything = "any thing" if (term, RDF.type, OWL.ObjectProperty) in graph else "any literal"
    yield from _bullet(graph, "Value", graph.objects(term, RDFS.range), anything)
    yield from _alignments(graph, term)
    yield ""


def _opening(graph: Graph, term: URIRef) -> Iterator[str]:
    yield f"### {_name(term)}\n"
    english, french = (_text(graph, term, RDFS.label, lang) for lang in ("en", "fr"))
    yield f"**{english}** (French: {french}). {_text(graph, term, SKOS.definition)}"
    note = _text(graph, term, SKOS.scopeNote)
    yield f"\n{note}\n" if note else ""


def _bullet(graph: Graph, name: str, terms: Iterable[Node], instead: str = "") -> Iterator[str]:
    links = ", ".join(_link(graph, term) for term in _sorted(terms)) or instead
    if links:
        yield f"- {name}: {links}"


def _alignments(graph: Graph, term: URIRef) -> Iterator[str]:
    matches = [
        f"{_MATCH_WORDS[match]} `{_name(other)}`"
        for match in _MATCHES
        for other in _sorted(graph.objects(term, match))
    ]
    if matches:
        yield f"- Aligned with: {', '.join(matches)}"


def _scheme(graph: Graph, scheme: URIRef) -> Iterator[str]:
    yield from _opening(graph, scheme)
    rows = [_concept(graph, term) for term in _sorted(graph.subjects(SKOS.inScheme, scheme))]
    # Most schemes have no notations or definitions: leave an empty column out.
    heads = [head for head in _CONCEPT_HEADS if any(row[head] for row in rows)]
    yield from _table(heads, ([row[head] for head in heads] for row in rows))


_CONCEPT_HEADS = ("Concept", "English", "French", "In sources", "Meaning")


def _concept(graph: Graph, concept: URIRef) -> dict[str, str]:
    cells = (
        f"`{_name(concept)}`",
        _text(graph, concept, SKOS.prefLabel),
        _text(graph, concept, SKOS.prefLabel, "fr"),
        _text(graph, concept, SKOS.notation),
        _text(graph, concept, SKOS.definition),
    )
    return dict(zip(_CONCEPT_HEADS, cells, strict=True))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _reused(graph: Graph) -> Iterator[str]:
    """The terms that are declared but defined elsewhere."""
    yield "## Terms of other vocabularies\n"
    kinds = (OWL.Class, *_PROPERTY_KINDS, OWL.AnnotationProperty)
    terms = sorted({term for kind in kinds for term in _all(graph, kind)}, key=_name)
    labels = {term: _text(graph, term, RDFS.label) for term in terms}
    foreign = [term for term in terms if not str(term).startswith(PREFIXES["cg"]) and labels[term]]
    yield from _table(["Term", "Label"], ([f"`{_name(term)}`", labels[term]] for term in foreign))
