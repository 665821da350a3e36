"""Triples as Turtle, N-Triples, JSON-LD and RDF/XML: the same triples, the same bytes.

Input is sorted as N-Triples lines, which keeps the triples of a subject together, so that writing
streams. Literals keep their exact form. Knows nothing of files or of where triples come from.

Turtle and JSON-LD are written here because Oxigraph's Turtle escapes local names in ways that
rdflib cannot read back, and its JSON-LD has no context; N-Triples and RDF/XML are Oxigraph's.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from clustergraph.errors import OutputError
from clustergraph.terms import PREFIXES, RDF_TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    # Asked twice by writers that need to know all prefixes before the first triple.
    Read = Callable[[], Iterable[ox.Triple]]

# Only names that every Turtle parser reads without escapes; all others are written as <IRI>.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# The plain forms that rdflib, which reads them as Python numbers, gives back unchanged.
_PLAIN = {
    f"{XSD}boolean": re.compile(r"true|false"),
    f"{XSD}integer": re.compile(r"0|-?[1-9][0-9]*"),
    f"{XSD}decimal": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}"),
}
# Short names that are kept at hand.
_KNOWN = 1 << 16
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")


class Names:
    """Short names for IRIs, with those of our prefixes that the triples need."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        iris = set(map(lru_cache(_KNOWN)(_root), _iris(triples)))
        # A prefix that is also the scheme of an IRI (geo:50.6,5.6) would expand it in JSON-LD.
        schemes = {iri.partition(":")[0] for iri in iris}
        self.prefixes = {
            prefix: name
            for prefix, name in sorted(PREFIXES.items())
            if name in iris and prefix not in schemes
        }
        self._prefix = {name: prefix for prefix, name in self.prefixes.items()}
        # The same properties, classes and programmes come again and again.
        self.short = lru_cache(_KNOWN)(self._short)

    def _short(self, iri: str) -> str | None:
        """`prefix:local`, or None where the IRI must be written out."""
        root = _root(iri)
        prefix, local = self._prefix.get(root), iri[len(root) :]
        return f"{prefix}:{local}" if prefix and _LOCAL.fullmatch(local) else None


def _root(iri: str) -> str:
    """What may be a namespace of ours: the IRI up to its last `/` or `#`."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] or iri


def _iris(triples: Iterable[ox.Triple]) -> Iterator[str]:
    """The IRIs that triples hold, those of datatypes too; properties and datatypes once each."""
    few: set[str] = set()
    last = None
    for subject, predicate, value in triples:
        if isinstance(subject, ox.NamedNode) and subject != last:
            yield subject.value
        last = subject
        few.add(predicate.value)
        if isinstance(value, ox.NamedNode):
            yield value.value
        elif isinstance(value, ox.Literal) and not value.language:
            few.add(value.datatype.value)
    yield from few


def _subjects(triples: Iterable[ox.Triple]) -> Iterator[tuple[Any, dict[str, list[Any]]]]:
    """Each subject with its predicates (rdf:type first) and their objects."""
    for subject, group in groupby(triples, key=attrgetter("subject")):
        found: dict[str, list[Any]] = {}
        for _subject, predicate, value in group:
            found.setdefault(predicate.value, []).append(value)
        order = sorted(found, key=lambda predicate: (predicate != RDF_TYPE, predicate))
        yield subject, {predicate: found[predicate] for predicate in order}


def turtle(read: Read) -> Iterator[bytes]:
    """Turtle (W3C recommendation of 2014): one block a subject, one line a value."""
    names = Names(read())
    yield prologue(names)
    yield from blocks(read(), names)


def prologue(names: Names) -> bytes:
    """The prefixes, as Turtle and TriG begin."""
    return "".join(f"@prefix {key}: <{name}> .\n" for key, name in names.prefixes.items()).encode()


def blocks(found: Iterable[ox.Triple], names: Names) -> Iterator[bytes]:
    """The triples as Turtle, one block a subject."""
    for subject, values in _subjects(found):
        lines = [_turtle_line(predicate, objects, names) for predicate, objects in values.items()]
        block = " ;\n    ".join(lines)
        yield f"\n{_turtle_term(subject, names)} {block} .\n".encode()


def _turtle_line(predicate: str, objects: list[Any], names: Names) -> str:
    verb = "a" if predicate == RDF_TYPE else names.short(predicate) or f"<{predicate}>"
    told = " ,\n        ".join([_turtle_term(value, names) for value in objects])
    return f"{verb} {told}"


def _turtle_term(term: Any, names: Names) -> str:
    if isinstance(term, ox.NamedNode):
        return names.short(term.value) or str(term)
    if not isinstance(term, ox.Literal) or term.language:
        return str(term)
    datatype = term.datatype.value
    if datatype == f"{XSD}string":
        return str(term)
    plain = _PLAIN.get(datatype)
    if plain and plain.fullmatch(term.value):
        return term.value
    return f"{ox.Literal(term.value)}^^{_turtle_term(term.datatype, names)}"


def n_triples(read: Read) -> Iterator[bytes]:
    """N-Triples, one line a triple, in the order given."""
    for triple in read():
        yield f"{triple} .\n".encode()


def json_ld(read: Read) -> Iterator[bytes]:
    """JSON-LD 1.1, one line a subject, with the prefixes as an inline context."""
    names = Names(read())
    yield f'{{"@context": {_json(names.prefixes)},\n"@graph": ['.encode()
    comma = ""
    for subject, values in _subjects(read()):
        node: dict[str, Any] = {}
        for predicate, objects in values.items():
            key, told = _json_entry(predicate, objects, names)
            node[key] = told[0] if len(told) == 1 else told
        # The type first, which a parser that streams waits for before it gives anything away.
        first = {"@type": node.pop("@type")} if "@type" in node else {}
        node = {**first, "@id": _json_iri(subject, names), **node}
        yield f"{comma}\n{_json(node)}".encode()
        comma = ","
    yield b"\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json_entry(predicate: str, objects: list[Any], names: Names) -> tuple[str, list[Any]]:
    if predicate == RDF_TYPE and not any(isinstance(value, ox.Literal) for value in objects):
        return "@type", [_json_iri(value, names) for value in objects]
    key = names.short(predicate) or predicate
    return key, [_json_value(value, names) for value in objects]


def _json_iri(term: Any, names: Names) -> str:
    if isinstance(term, ox.NamedNode):
        return names.short(term.value) or term.value
    return str(term)


def _json_value(term: Any, names: Names) -> Any:
    if not isinstance(term, ox.Literal):
        return {"@id": _json_iri(term, names)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == f"{XSD}string":
        return term.value
    return {"@value": term.value, "@type": _json_iri(term.datatype, names)}


def rdf_xml(read: Read) -> Iterator[bytes]:
    """RDF/XML; OutputError where XML cannot hold a character or a property's name."""
    names = Names(read())
    ordered = _type_first(_checked(read()))
    data = ox.serialize(ordered, format=ox.RdfFormat.RDF_XML, prefixes=names.prefixes)
    # An XML parser reads a bare carriage return as a line feed.
    yield (data or b"").replace(b"\r", b"&#13;") + b"\n"


def _type_first(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for _, group in groupby(triples, key=lambda triple: triple.subject):
        yield from sorted(group, key=lambda triple: triple.predicate.value != RDF_TYPE)


def _checked(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for triple in triples:
        value = triple.object.value if isinstance(triple.object, ox.Literal) else ""
        wrong = _NOT_XML.search(value)
        if wrong or not _XML_NAME.search(triple.predicate.value):
            what = f"the character U+{ord(wrong.group()):04X} in" if wrong else "the property"
            raise OutputError(
                f"RDF/XML cannot hold {what} {triple.predicate} of {triple.subject}; "
                "export .ttl, .nt or .jsonld"
            )
        yield triple


class Format(NamedTuple):
    """A format for triples: the extension of its files, and what writes them from a function that
    reads them."""

    extension: str
    write: Callable[[Read], Iterator[bytes]]


# One entry a format that triples can be written in.
WRITERS: dict[str, Format] = {
    "turtle": Format("ttl", turtle),
    "nt": Format("nt", n_triples),
    "jsonld": Format("jsonld", json_ld),
    "rdf": Format("rdf", rdf_xml),
}
