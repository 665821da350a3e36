"""Triples as Turtle, N-Triples, JSON-LD and RDF/XML: the same triples, the same bytes.

Input is lines of N-Triples as Oxigraph writes them, sorted, which keeps the triples of a subject
together, so that writing streams. Literals keep their exact form. Knows nothing of files or of
where triples come from.

Turtle and JSON-LD are written here because Oxigraph's Turtle escapes local names in ways that
rdflib cannot read back, and its JSON-LD has no context; RDF/XML is Oxigraph's. They are made from
lines and not from terms, which takes a third of the time where a graph has millions.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from clustergraph.errors import VERIFY, GraphError, OutputError
from clustergraph.terms import PREFIXES, RDF_TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    # Lines, newline included; asked twice by writers that need to know all prefixes before the
    # first triple.
    Read = Callable[[], Iterable[str]]

# Only names that every Turtle parser reads without escapes; all others are written as <IRI>.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# The plain forms that rdflib, which reads them as Python numbers, gives back unchanged.
_PLAIN = {
    f"{XSD}boolean": re.compile(r"true|false"),
    f"{XSD}integer": re.compile(r"0|-?[1-9][0-9]*"),
    f"{XSD}decimal": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}"),
}
_TYPE = f"<{RDF_TYPE}>"
_END = " .\n"
# For texts, which are most of what is written, quicker than whole nodes.
_string = json.JSONEncoder(ensure_ascii=False).encode
_TYPED = '"^^<'
# Terms that are kept at hand.
_KNOWN = 1 << 16
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")


def line(triple: ox.Triple) -> str:
    """A triple as a line of N-Triples."""
    return f"{triple}{_END}"


def written(form: str, triples: Iterable[ox.Triple]) -> bytes:
    """Triples, sorted as N-Triples, in the form of an entry of WRITERS."""
    return rewritten(form, list(map(line, triples)))


def rewritten(form: str, lines: Sequence[str]) -> bytes:
    """Sorted lines of N-Triples in the form of an entry of WRITERS."""
    return b"".join(WRITERS[form].write(lambda: lines))


def shortened(lines: Sequence[str]) -> dict[str, bytes]:
    """Sorted lines of N-Triples in each form that has short names, which are found once, by its
    entry of WRITERS."""
    names = Names(lines)
    return {form: b"".join(write(lambda: lines, names)) for form, write in _SHORT.items()}


class Names:
    """Short names for IRIs, with those of our prefixes that the triples need."""

    def __init__(self, lines: Iterable[str]) -> None:
        iris = set(map(_root, _iris(lines)))
        # A prefix that is also the scheme of an IRI (geo:50.6,5.6) would expand it in JSON-LD.
        schemes = {iri.partition(":")[0] for iri in iris}
        self.prefixes = {
            prefix: name
            for prefix, name in sorted(PREFIXES.items())
            if name in iris and prefix not in schemes
        }
        known = {name: prefix for prefix, name in self.prefixes.items()}
        # The same properties, classes and programmes come again and again. Not a method, which
        # would hold what holds it.
        self.short = lru_cache(_KNOWN)(partial(_shortened, known))


def _shortened(prefixes: Mapping[str, str], iri: str) -> str | None:
    """`prefix:local`, or None where the IRI must be written out."""
    root = _root(iri)
    prefix, local = prefixes.get(root), iri[len(root) :]
    return f"{prefix}:{local}" if prefix and _LOCAL.fullmatch(local) else None


def _root(iri: str) -> str:
    """What may be a namespace of ours: the IRI up to its last `/` or `#`."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] or iri


def _iris(lines: Iterable[str]) -> Iterator[str]:
    """The IRIs that lines hold, those of datatypes too; properties and datatypes once each."""
    few: set[str] = set()
    last = ""
    for each in lines:
        subject, predicate, value = each.split(" ", 2)
        if subject != last:
            last = subject
            if subject[0] == "<":
                yield subject[1:-1]
        few.add(predicate)
        if value[0] == "<":
            yield _iri(value[: -len(_END)])
        elif value[-len(_END) - 1] == ">":
            few.add(f"<{_iri(value[: -len(_END)])}>")
    yield from (each[1:-1] for each in few)


def _iri(term: str) -> str:
    """The IRI that an object is or whose datatype it has, else ""."""
    if term[-1] != ">" or term.startswith("<<"):
        return ""
    if term[0] == "<":
        return term[1:-1]
    value, typed, iri = term.rpartition(_TYPED)
    if not (value and typed):
        # An IRI with a space, which only a damaged index has, cuts its line in other places.
        raise GraphError(f"the index is damaged ({term[:60]} is no term); run: ", VERIFY)
    return iri[:-1]


def _subjects(lines: Iterable[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Each subject with its predicates (rdf:type first) and their objects, as N-Triples."""
    parts = (each.split(" ", 2) for each in lines)
    for subject, group in groupby(parts, key=lambda part: part[0]):
        found: dict[str, list[str]] = {}
        for _subject, predicate, value in group:
            found.setdefault(predicate, []).append(value[: -len(_END)])
        if _TYPE in found:
            found = {_TYPE: found.pop(_TYPE), **found}
        yield subject, found


def turtle(read: Read, names: Names | None = None) -> Iterator[bytes]:
    """Turtle (W3C recommendation of 2014): one block a subject, one line a value."""
    names = names or Names(read())
    yield prologue(names)
    yield from blocks(read(), names)


def prologue(names: Names) -> bytes:
    """The prefixes, as Turtle and TriG begin."""
    return "".join(f"@prefix {key}: <{name}> .\n" for key, name in names.prefixes.items()).encode()


def blocks(lines: Iterable[str], names: Names) -> Iterator[bytes]:
    """The triples as Turtle, one block a subject."""
    term = lru_cache(_KNOWN)(lambda text: _turtle_term(text, names))
    for subject, values in _subjects(lines):
        block = [
            f"{'a' if predicate == _TYPE else term(predicate)} "
            + " ,\n        ".join([text if text[-1] == '"' else term(text) for text in objects])
            for predicate, objects in values.items()
        ]
        told = " ;\n    ".join(block)
        yield f"\n{_turtle_term(subject, names)} {told} .\n".encode()


def _turtle_term(term: str, names: Names) -> str:
    """A term of N-Triples as Turtle writes it."""
    iri = _iri(term)
    if not iri:
        return term
    short = names.short(iri) or f"<{iri}>"
    if term[0] == "<":
        return short
    value = term[1 : term.rindex(_TYPED)]
    plain = _PLAIN.get(iri)
    return value if plain and plain.fullmatch(value) else f'"{value}"^^{short}'


def n_triples(read: Read) -> Iterator[bytes]:
    """N-Triples, one line a triple, in the order given."""
    for each in read():
        yield each.encode()


def json_ld(read: Read, names: Names | None = None) -> Iterator[bytes]:
    """JSON-LD 1.1, one line a subject, with the prefixes as an inline context."""
    names = names or Names(read())
    iri = lru_cache(_KNOWN)(lambda term: _string(_json_iri(term, names)))
    value = lru_cache(_KNOWN)(lambda term: _json_value(term, iri))
    yield f'{{"@context": {json.dumps(names.prefixes, ensure_ascii=False)},\n"@graph": ['.encode()
    comma = ""
    for subject, values in _subjects(read()):
        entries = [_json_entry(*each, iri, value) for each in values.items()]
        # The type first, which a parser that streams waits for before it gives anything away.
        at = 1 if entries[0].startswith('"@type"') else 0
        entries.insert(at, f'"@id": {iri(subject)}')
        yield f"{comma}\n{{{', '.join(entries)}}}".encode()
        comma = ","
    yield b"\n]}\n"


def _json_entry(
    predicate: str, objects: list[str], iri: Callable[[str], str], value: Callable[[str], str]
) -> str:
    """A property with its values."""
    if predicate == _TYPE and not any(each.startswith('"') for each in objects):
        key, told = '"@type"', list(map(iri, objects))
    else:
        key, told = iri(predicate), list(map(value, objects))
    listed = ", ".join(told)
    return f"{key}: {listed}" if len(told) == 1 else f"{key}: [{listed}]"


def _json_iri(term: str, names: Names) -> str:
    iri = _iri(term)
    return names.short(iri) or iri if iri else term


def _json_value(term: str, iri: Callable[[str], str]) -> str:
    if not term.startswith('"'):
        return f'{{"@id": {iri(term)}}}'
    end = term.rindex('"')
    # N-Triples escapes as JSON does, but more than JSON needs.
    value = _string(json.loads(term[: end + 1], strict=False))
    rest = term[end + 1 :]
    if rest.startswith("@"):
        return f'{{"@value": {value}, "@language": {_string(rest[1:])}}}'
    return f'{{"@value": {value}, "@type": {iri(term)}}}' if rest else value


def rdf_xml(read: Read) -> Iterator[bytes]:
    """RDF/XML; OutputError where XML cannot hold a character or a property's name."""
    names = Names(read())
    found = ox.parse("".join(read()), format=ox.RdfFormat.N_TRIPLES)
    ordered = _type_first(_checked(quad.triple for quad in found))
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
    reads their lines."""

    extension: str
    write: Callable[[Read], Iterator[bytes]]


# The forms that have short names.
_SHORT = {"turtle": turtle, "jsonld": json_ld}
# One entry a format that triples can be written in.
WRITERS: dict[str, Format] = {
    "turtle": Format("ttl", turtle),
    "nt": Format("nt", n_triples),
    "jsonld": Format("jsonld", json_ld),
    "rdf": Format("rdf", rdf_xml),
}
