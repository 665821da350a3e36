"""What the graph says about the nodes and ties of a drawing, in words for a reader.

Fetches everything in a few queries whatever the number of nodes. Knows the shape of the curated
vocabulary (labels, sources, relators); nothing of networks, measures or pages.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.questions.queries import shipped
from clustergraph.terms import BASE, CG, PREFIXES, RDF_TYPE, RDFS_LABEL, XSD, is_absolute_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clustergraph.formats.tables import Term
    from clustergraph.graph.location import Location

# An engine parses the list of wanted IRIs as one VALUES block: keep each block moderate.
_BATCH = 1_000
# A country is the place of thousands of organisations: a panel names some and counts the rest.
_SHOWN = 25
_DIGITS = re.compile(r"\d+")

_SOURCE, _LOCATOR = f"{PREFIXES['dcterms']}source", f"{CG}locator"
_TOPIC, _PART_OF = f"{PREFIXES['foaf']}primaryTopic", f"{PREFIXES['dcterms']}isPartOf"
_DESCRIPTION = f"{PREFIXES['dcterms']}description"
_START, _END, _ROLE = f"{CG}startDate", f"{CG}endDate", f"{CG}role"
_STATUS = (f"{CG}claimStatus", f"{CG}status")
_PAGE_OF = (f"{PREFIXES['foaf']}homepage", f"{PREFIXES['schema']}url")
_MONEY = frozenset(
    f"{CG}{name}"
    for name in (
        *("contribution", "awardContribution", "participantContribution", "netContribution"),
        *("totalCost", "projectCost", "participantCost", "callBudget"),
    )
)
# Shown in a place of their own, or made for machines.
_NOT_FACTS = frozenset(
    [RDF_TYPE, RDFS_LABEL, _SOURCE, _LOCATOR, _DESCRIPTION]
    + [f"{PREFIXES['skos']}{name}" for name in ("prefLabel", "hiddenLabel", "inScheme")]
    + [f"{PREFIXES['skos']}topConceptOf", f"{CG}claimProperty"]
)
# The first facts of a panel; the others follow by name, web addresses come last.
_FIRST = tuple(
    [f"{PREFIXES['skos']}altLabel", f"{PREFIXES['dcterms']}title"]
    + [f"{CG}{name}" for name in ("acronym", "kind", "status", "locatedIn", "within")]
    + [_START, _END, f"{CG}topic"]
)
_LAST = (f"{PREFIXES['foaf']}homepage", f"{PREFIXES['schema']}sameAs")
_OTHER_NAMES = tuple(
    [f"{PREFIXES['skos']}{name}" for name in ("altLabel", "hiddenLabel")]
    + [f"{CG}{name}" for name in ("acronym", "pic", "cordisId", "reportedName")]
)
# A relator's label already tells how it concerns the node; other things need the property named.
_PLAIN_LINKS = frozenset(
    [f"{CG}{name}" for name in ("participant", "inProject", "partner", "contactHolder")]
    + [f"{CG}{name}" for name in ("forProgramme", "forCountry", "awardedTo", "underProgramme")]
    + [f"{CG}claimSubject", f"{PREFIXES['org']}member", f"{PREFIXES['org']}organization"]
)


@dataclass(frozen=True)
class Source:
    """A document that a statement was taken from.

    title: its label. url: its web address (http or https), if known. locators: where in it, in the
    words of the graph ("paragraph 12"), in natural order.
    """

    title: str
    url: str | None = None
    locators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Value:
    """One value of a fact.

    text: what to show. iri: the thing it is about, if it is a thing of the graph. url: a web
    address (http or https) to offer as a link. note: role, status, dates or property that go with
    it. sources: the value's own sources, where it is a relator with sources of its own.
    """

    text: str
    iri: str | None = None
    url: str | None = None
    note: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Fact:
    """A property with its values. name: label of the property, or of the kind of thing that
    refers to the node. more: how many further values exist that are not listed."""

    name: str
    values: tuple[Value, ...]
    more: int = 0


@dataclass(frozen=True)
class Description:
    """What is known of a node. text: a description in prose, or empty. names: other names. links:
    (property, thing) pairs that it states."""

    text: str = ""
    names: tuple[str, ...] = ()
    links: frozenset[tuple[str, str]] = frozenset()
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why two nodes are tied.

    label: the shared project, membership, event or the linking property. kind: label of its class,
    or empty. period: "2010–2013", "2010–", "2014" or empty. iri: None for a bare text.
    """

    label: str
    kind: str = ""
    period: str = ""
    iri: str | None = None
    sources: tuple[Source, ...] = ()


_Properties = dict[str, list["Term"]]


def describe(location: Location, iris: Iterable[str], lang: str) -> dict[str, Description]:
    """The description, facts and sources of each of the IRIs, texts in lang where there are any."""
    wanted = sorted(set(iris))
    direct = _properties(location, wanted)
    incoming = _incoming(location, wanted)
    reader = _Reader(location, lang, direct, {s for rows in incoming.values() for s, _p in rows})
    return {
        iri: Description(
            text=" ".join(_texts(direct[iri].get(_DESCRIPTION, []), lang)),
            names=tuple(name for key in _OTHER_NAMES for name in _values(direct[iri].get(key, []))),
            links=frozenset((key, o) for key in direct[iri] for o in _iris(direct[iri][key])),
            facts=(*reader.facts(direct[iri]), *reader.references(incoming[iri])),
            sources=reader.sources(iri),
        )
        for iri in wanted
    }


def reasons(location: Location, wanted: Iterable[str], lang: str) -> dict[str, Reason]:
    """A reason for each wanted key: what the graph knows of an IRI, else the text as it is."""
    keys = sorted(set(wanted))
    direct = _properties(location, [key for key in keys if is_absolute_iri(key)])
    reader = _Reader(location, lang, direct, set(direct))
    return {key: reader.reason(key) if key in direct else Reason(key) for key in keys}


class _Reader:
    """Puts properties into words: the labels and source documents they need, fetched once."""

    def __init__(
        self, location: Location, lang: str, direct: dict[str, _Properties], mentioned: set[str]
    ) -> None:
        self.lang = lang
        self.things = direct | _properties(location, sorted(mentioned - set(direct)))
        self.located = _located(location, self.things)
        documents = {one for iri, thing in self.things.items() for one in _documents(iri, thing)}
        self.documents = _properties(location, sorted(documents))
        self.labels = location.labels(sorted(self._named()), lang)

    def _named(self) -> Iterator[str]:
        yield from self.things
        yield from self.documents
        for thing in self.things.values():
            yield from thing
            for values in thing.values():
                yield from _iris(values)

    def facts(self, thing: _Properties) -> Iterator[Fact]:
        """The direct properties of a thing."""

        def place(name: str) -> tuple[int, str]:
            first = _FIRST.index(name) if name in _FIRST else len(_FIRST)
            return first + (name in _LAST), self.labels[name].casefold()

        for name in sorted(set(thing) - _NOT_FACTS, key=place):
            values = [*self._linked(thing[name]), *self._literal(name, thing[name])]
            yield _shortened(self.labels[name], values)

    def _linked(self, terms: list[Term]) -> Iterator[Value]:
        for iri in _iris(terms):
            url = _web(iri)
            yield Value(url or self.labels[iri], iri=None if url else iri, url=url)

    def _literal(self, name: str, terms: list[Term]) -> Iterator[Value]:
        for text in _texts(terms, self.lang, name in _MONEY):
            yield Value(text, url=_web(text))

    def references(self, rows: list[tuple[str, str]]) -> Iterator[Fact]:
        """The things that refer to a node, under the name of their kind."""
        groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, name in rows:
            groups[self._kind(subject)][subject].append(name)
        for kind in sorted(groups, key=str.casefold):
            named = groups[kind]
            # Only those that are shown are put into words: a country has thousands.
            order = sorted(named, key=lambda iri: (_natural(self.labels[iri]), iri))
            shown = tuple(self._reference(subject, named[subject]) for subject in order[:_SHOWN])
            yield Fact(kind, shown, len(order) - len(shown))

    def _reference(self, subject: str, names: list[str]) -> Value:
        thing = self.things[subject]
        concepts = [iri for name in (_ROLE, *_STATUS) for iri in _iris(thing.get(name, []))]
        told = [self.labels[iri] for iri in concepts]
        links = sorted({self._label(name) for name in set(names) - _PLAIN_LINKS})
        note = ", ".join([*links, *told, *filter(None, [_period(thing)])])
        return Value(self.labels[subject], subject, note=note, sources=self.sources(subject))

    def _label(self, iri: str) -> str:
        return self.labels.get(iri) or iri.rpartition("#")[2]

    def _kind(self, iri: str) -> str:
        classes = [c for c in _iris(self.things[iri].get(RDF_TYPE, [])) if c.startswith(CG)]
        return ", ".join(self.labels[c] for c in classes)

    def reason(self, iri: str) -> Reason:
        """The thing that two nodes share, or the property that links them."""
        thing = self.things[iri]
        return Reason(self.labels[iri], self._kind(iri), _period(thing), iri, self.sources(iri))

    def sources(self, iri: str) -> tuple[Source, ...]:
        """The source documents of a thing, each with its own places; a publication speaks for
        itself."""
        found = []
        for one in _documents(iri, self.things[iri]):
            places = sorted(self.located[iri].get(one, ()), key=_natural)
            found.append(Source(self.labels[one], self._address(one), tuple(places)))
        return tuple(sorted(found, key=lambda source: (source.title.casefold(), source.title)))

    def _address(self, iri: str) -> str | None:
        pages = [page for name in _PAGE_OF for page in self.documents[iri].get(name, [])]
        return next((url for term in pages if (url := _web(term.value))), _web(iri))


def _documents(iri: str, thing: _Properties) -> list[str]:
    own = [iri] if f"{CG}Publication" in _iris(thing.get(RDF_TYPE, [])) else []
    return _iris(thing.get(_SOURCE, [])) or own


def _blocks(iris: list[str]) -> Iterator[str]:
    for start in range(0, len(iris), _BATCH):
        yield " ".join(f"<{iri}>" for iri in iris[start : start + _BATCH] if is_absolute_iri(iri))


def _properties(location: Location, iris: list[str]) -> dict[str, _Properties]:
    """Every statement about each IRI, by property, values sorted."""
    found: dict[str, _Properties] = {iri: defaultdict(list) for iri in iris}
    for block in _blocks(iris):
        table = location.select(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {block} }} ?s ?p ?o }}")
        for subject, name, value in table.rows:
            if isinstance(subject, ox.NamedNode) and isinstance(name, ox.NamedNode) and value:
                found[subject.value][name.value].append(value)
    above = _above(location) if found else {}
    for thing in found.values():
        _drop_entailed(thing, above)
        for values in thing.values():
            values.sort(key=str)
    return found


def _above(location: Location) -> dict[str, set[str]]:
    """The classes and properties above each class and property."""
    found: dict[str, set[str]] = defaultdict(set)
    terms = f"<{PREFIXES['rdfs']}subClassOf>|<{PREFIXES['rdfs']}subPropertyOf>"
    rows = location.select(f"SELECT ?below ?above WHERE {{ ?below {terms} ?above }}").rows
    for below, above in rows:
        if below is not None and above is not None and below != above:
            found[below.value].add(above.value)
    return found


def _drop_entailed(thing: _Properties, above: dict[str, set[str]]) -> None:
    """Leave out what a reasoner adds: classes and properties above those that are stated."""
    classes = thing.get(RDF_TYPE, [])
    wider = {name for term in classes for name in above.get(term.value, ())}
    if wider:
        thing[RDF_TYPE] = [term for term in classes if term.value not in wider]
    for name in sorted(thing):
        for general in above.get(name, set()) & thing.keys():
            thing[general] = [value for value in thing[general] if value not in thing[name]]
            if not thing[general]:
                del thing[general]


_Places = dict[str, dict[str, list[str]]]


def _located(location: Location, things: dict[str, _Properties]) -> _Places:
    """Where in each source each thing stands, by thing and source."""
    found: _Places = {}
    several = []
    for iri, thing in things.items():
        documents, own = _documents(iri, thing), _values(thing.get(_LOCATOR, []))
        if len(documents) > 1:
            found[iri] = {one: [] for one in documents}
            # A locator beside two sources is nobody knows whose: `validate` reports it.
            several += [] if own else [iri]
        else:
            found[iri] = dict.fromkeys(documents, own)
    citations = shipped("parts", "citations").text
    for block in _blocks(several):
        chosen = citations.replace("WHERE {", f"WHERE {{ VALUES ?thing {{ {block} }}", 1)
        for row in location.select(chosen).rows:
            node, source, place = (cell.value if cell else "" for cell in row)
            if place:
                found[node][source].append(place)
    return found


def _incoming(location: Location, iris: list[str]) -> dict[str, list[tuple[str, str]]]:
    """The (subject, property) pairs that point at each IRI, without what cites it as a source and
    what a source says of it."""
    found: dict[str, list[tuple[str, str]]] = {iri: [] for iri in iris}
    for block in _blocks(iris):
        table = location.select(
            f"SELECT DISTINCT ?o ?s ?p WHERE {{ VALUES ?o {{ {block} }} ?s ?p ?o . ?s a ?class "
            f"FILTER(?p NOT IN (<{_SOURCE}>, <{_TOPIC}>, <{_PART_OF}>) && "
            f'STRSTARTS(STR(?class), "{CG}")) }}'
        )
        for target, subject, name in table.rows:
            if isinstance(target, ox.NamedNode) and isinstance(subject, ox.NamedNode):
                found[target.value].append((subject.value, name.value if name else ""))
    return {iri: sorted(rows) for iri, rows in found.items()}


def _shortened(name: str, values: list[Value]) -> Fact:
    ordered = sorted(values, key=lambda value: (_natural(value.text), value.iri or ""))
    return Fact(name, tuple(ordered[:_SHOWN]), max(0, len(ordered) - _SHOWN))


def _iris(terms: Iterable[Term]) -> list[str]:
    return [term.value for term in terms if isinstance(term, ox.NamedNode)]


def _values(terms: Iterable[Term]) -> list[str]:
    return sorted({term.value for term in terms if isinstance(term, ox.Literal)})


def _texts(terms: Iterable[Term], lang: str, money: bool = False) -> list[str]:
    """The literals for a reader: those without a language, and those of the best language."""
    literals = [term for term in terms if isinstance(term, ox.Literal)]
    languages = {term.language for term in literals if term.language}
    best = next((tag for tag in (lang, "en", *sorted(languages)) if tag in languages), None)
    kept = [term for term in literals if term.language in (None, best)]
    return [_worded(term, lang, money) for term in kept]


def _worded(term: ox.Literal, lang: str, money: bool) -> str:
    if term.datatype.value == f"{XSD}boolean":
        return _YES_NO[lang][term.value in ("true", "1")]
    if money:
        return _euros(term.value, lang)
    return term.value


_YES_NO = {"en": ("no", "yes"), "fr": ("non", "oui")}


def _euros(amount: str, lang: str) -> str:
    try:
        grouped = f"{float(amount):,.0f}"
    except ValueError:
        return amount
    return f"€{grouped}" if lang == "en" else f"{grouped.replace(',', chr(0x202F))} €"


def _period(thing: _Properties) -> str:
    start = min((term.value for term in thing.get(_START, [])), default="")
    end = max((term.value for term in thing.get(_END, [])), default="")
    return start if start == end else f"{start}–{end}"


def _web(text: str) -> str | None:
    """The text itself if it is a web address outside the graph's own names."""
    ours = text.startswith(BASE)
    return text if text.startswith(("http://", "https://")) and not ours else None


def _natural(text: str) -> str:
    """A sort key under which paragraph 9 comes before paragraph 10."""
    return _DIGITS.sub(_counted, text.casefold())


def _counted(digits: re.Match[str]) -> str:
    """Digits as a text that sorts after every other sign, and by their number."""
    number = digits[0].lstrip("0") or "0"
    return f"{chr(sys.maxunicode)}{len(number):05}{number}"
