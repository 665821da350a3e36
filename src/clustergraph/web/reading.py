"""Statements about things, read from a graph in few queries whatever the number of things.

Knows the shape of the curated vocabulary (sources, records, relators); puts nothing into words.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from clustergraph.graph.labelling import best_of
from clustergraph.languages import LANGUAGES, Text
from clustergraph.questions import cached
from clustergraph.questions.queries import shipped
from clustergraph.terms import CG, PREFIXES, RDF_TYPE, RDFS_LABEL, is_absolute_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from clustergraph.formats.tables import Term
    from clustergraph.graph.engines import Index
    from clustergraph.graph.location import Location

# An engine parses the list of wanted IRIs as one VALUES block: keep each block moderate.
_BATCH = 1_000
# A graph of millions of triples that is here is searched once for each question.
_LARGE_BATCH = 10_000
SOURCE, LOCATOR = f"{PREFIXES['dcterms']}source", f"{CG}locator"
_PUBLICATION = f"{CG}Publication"
_TOPIC, _PART_OF = f"{PREFIXES['foaf']}primaryTopic", f"{PREFIXES['dcterms']}isPartOf"
# What ties things together: the drawing and its panel tell of it elsewhere.
_RELATORS = frozenset(f"{CG}{name}" for name in ("Participation", "Award"))

# Documents of one graph that are kept.
_MOST_KEPT = 2_000

Properties = dict[str, list["Term"]]
Places = dict[str, dict[str, list[str]]]
_KEPT: WeakKeyDictionary[Index, dict[str, Properties]] = WeakKeyDictionary()


def labels(location: Location, iris: Iterable[str]) -> dict[str, Text]:
    """The label of each thing that has one, in every language."""
    if location.labelled is not None:
        best = location.labelled.best(sorted(set(iris)), LANGUAGES)
        return {iri: Text(*told) for iri, told in best.items()}
    return in_languages(location.labels_in(iris, LANGUAGES))


def labels_of(things: Mapping[str, Properties]) -> list[dict[str, ox.Literal]]:
    """The label of each thing in each of the languages, read with all that is said of them."""
    rows = [
        (iri, label)
        for iri, thing in things.items()
        for label in thing.get(RDFS_LABEL, ())
        if isinstance(label, ox.Literal)
    ]
    return [best_of(rows, lang) for lang in LANGUAGES]


def in_languages(found: Sequence[Mapping[str, ox.Literal]]) -> dict[str, Text]:
    """The texts of labels in each of the languages."""
    english, french = found
    return {iri: Text(label.value, french[iri].value) for iri, label in english.items()}


def acronyms(location: Location, iris: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The short names of each thing, sorted."""
    import polars as pl

    found: dict[str, tuple[str, ...]] = dict.fromkeys(iris, ())
    for node, name in names(location).filter(pl.nth(0).is_in(list(found))).iter_rows():
        found[node] += (name,)
    return found


def names(location: Location) -> pl.DataFrame:
    """All short names: node, name."""
    return cached.frame(location, shipped("page", "names"))


def tongue(found: Sequence[Mapping[str, ox.Literal]], iri: str) -> Text:
    """The tag of the language of a label in each of the languages; empty where it has none."""
    return Text(*(each[iri].language or "" if iri in each else "" for each in found))


def papers(iri: str, thing: Properties) -> list[str]:
    """The IRIs of the sources of a thing; a publication speaks for itself."""
    if found := iris_of(thing.get(SOURCE, ())):
        return found
    return [iri] if _PUBLICATION in iris_of(thing.get(RDF_TYPE, ())) else []


def iris_of(terms: Iterable[Term]) -> list[str]:
    """The IRIs among some terms."""
    return [term.value for term in terms if isinstance(term, ox.NamedNode)]


def values(terms: Iterable[Term]) -> list[str]:
    """The texts of the literals among some terms, sorted, each once."""
    return sorted({term.value for term in terms if isinstance(term, ox.Literal)})


def _batches(location: Location, iris: list[str]) -> Iterator[list[str]]:
    size = _BATCH if location.stored is None else _LARGE_BATCH
    for start in range(0, len(iris), size):
        yield iris[start : start + size]


def _patterns(location: Location, variable: str, iris: list[str], pattern: str) -> Iterator[str]:
    """A pattern for IRIs as values of a variable, many at once."""
    for batch in _batches(location, iris):
        yield location.among(variable, [iri for iri in batch if is_absolute_iri(iri)], pattern)


def properties(
    location: Location, iris: list[str], only: Iterable[str] = ()
) -> dict[str, Properties]:
    """Every statement about each IRI, or those with `only` these properties, by property, values
    sorted."""
    found: dict[str, Properties] = {iri: defaultdict(list) for iri in iris}
    # Not as VALUES: an engine may look up all that has one of these properties.
    named = f" FILTER(?p IN ({', '.join(f'<{name}>' for name in only)}))" if only else ""
    for pattern in _patterns(location, "?s", iris, f"?s ?p ?o{named}"):
        table = location.select(f"SELECT ?s ?p ?o WHERE {{ {pattern} }}")
        for subject, name, value in table.rows:
            if isinstance(subject, ox.NamedNode) and isinstance(name, ox.NamedNode) and value:
                found[subject.value][name.value].append(value)
    above = location.wider if found else {}
    for thing in found.values():
        _drop_entailed(thing, above)
        for terms in thing.values():
            if len(terms) > 1:
                terms.sort(key=str)
    return found


def documents(location: Location, iris: list[str]) -> dict[str, Properties]:
    """Every statement about each source document. Thousands of things have the same few, so that
    those of a graph that is here are kept."""
    kept = _KEPT.setdefault(location.index, {}) if location.stored is not None else {}
    if len(kept) > _MOST_KEPT:
        kept.clear()
    found = {iri: known for iri in iris if (known := kept.get(iri)) is not None}
    left = [iri for iri in iris if iri not in found]
    new = properties(location, left) if left else {}
    kept |= new
    return found | new


def _drop_entailed(thing: Properties, above: dict[str, set[str]]) -> None:
    """Leave out what a reasoner adds: classes and properties above those that are stated."""
    narrower = sorted(above.keys() & thing.keys())
    classes = thing.get(RDF_TYPE, [])
    wider = {name for term in classes for name in above.get(term.value, ())}
    if wider:
        thing[RDF_TYPE] = [term for term in classes if term.value not in wider]
    for name in narrower:
        for general in above[name] & thing.keys():
            thing[general] = [value for value in thing[general] if value not in thing[name]]
            if not thing[general]:
                del thing[general]


def located(location: Location, things: dict[str, Properties]) -> Places:
    """Where in each source each thing stands, by thing and source."""
    found: Places = {}
    several = []
    for iri, thing in things.items():
        cited, own = papers(iri, thing), values(thing.get(LOCATOR, []))
        if len(cited) > 1:
            found[iri] = {one: [] for one in cited}
            # A locator beside two sources is nobody knows whose: `validate` reports it.
            several += [] if own else [iri]
        else:
            found[iri] = dict.fromkeys(cited, own)
    for iri, record in _records(location, several):
        for paper in iris_of(record.get(_PART_OF, ())):
            if paper in found[iri]:
                found[iri][paper] += values(record.get(LOCATOR, ()))
    return found


def _records(location: Location, iris: list[str]) -> Iterator[tuple[str, Properties]]:
    """What the sources of each thing say where they tell of it."""
    told: dict[str, list[str]] = {}
    for pattern in _patterns(location, "?s", iris, f"?record <{_TOPIC}> ?s"):
        rows = location.select(f"SELECT ?record ?s WHERE {{ {pattern} }}").rows
        for record, thing in rows:
            if isinstance(record, ox.NamedNode) and isinstance(thing, ox.NamedNode):
                told.setdefault(record.value, []).append(thing.value)
    known = properties(location, sorted(told), (_PART_OF, LOCATOR))
    return ((thing, known[record]) for record in sorted(told) for thing in told[record])


def incoming(location: Location, iris: list[str]) -> dict[str, list[tuple[str, str]]]:
    """The (subject, property) pairs that point at each IRI, without what cites it as a source,
    what a source says of it, and the relators that make ties."""
    relators = ", ".join(f"<{name}>" for name in sorted(_RELATORS))
    rows: set[tuple[str, str, str]] = set()
    # A reasoner adds wider classes to relators: what has one of these may be a relator.
    wider = {name for relator in _RELATORS for name in location.wider.get(relator, ())}
    doubtful: set[str] = set()
    # Not taken away by MINUS, for which an engine reads all relators of the graph.
    pointing = (
        f"?s ?p ?o . ?s a ?class FILTER(?p NOT IN (<{SOURCE}>, <{_TOPIC}>, <{_PART_OF}>) && "
        f'?class NOT IN ({relators}) && STRSTARTS(STR(?class), "{CG}"))'
    )
    for pattern in _patterns(location, "?o", iris, pointing):
        table = location.select(f"SELECT DISTINCT ?o ?s ?p ?class WHERE {{ {pattern} }}")
        for target, subject, name, kind in table.rows:
            if isinstance(target, ox.NamedNode) and isinstance(subject, ox.NamedNode) and name:
                rows.add((target.value, subject.value, name.value))
                if kind and kind.value in wider:
                    doubtful.add(subject.value)
    classes = properties(location, sorted(doubtful), (RDF_TYPE,))
    found: dict[str, list[tuple[str, str]]] = {iri: [] for iri in iris}
    for iri, pointer, said in sorted(rows):
        stated = classes[pointer].get(RDF_TYPE, ()) if pointer in classes else ()
        if _RELATORS.isdisjoint(iris_of(stated)):
            found[iri].append((pointer, said))
    return found
