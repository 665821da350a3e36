"""Puts what the graph says about the nodes and ties of a drawing into words: the records of facts.

Knows the shape of the curated vocabulary (labels, sources, relators); nothing of networks, measures
or pages. What the graph does not name is left out: no reader is shown an identifier of ours.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.languages import LANGUAGES, Text
from clustergraph.sources import titled
from clustergraph.terms import CG, PREFIXES, RDF_TYPE, RDFS_LABEL, is_absolute_iri, local_name
from clustergraph.web.facts import NOTHING, SHOWN, Description, Fact, Reason, Source, Value
from clustergraph.web.reading import (
    LOCATOR,
    SOURCE,
    documents,
    in_languages,
    incoming,
    iris_of,
    labels,
    labels_of,
    located,
    properties,
    tongue,
    values,
)
from clustergraph.web.wording import natural, period, texts, together, tongues, web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clustergraph.formats.tables import Term
    from clustergraph.graph.location import Location
    from clustergraph.web.reading import Properties

_TITLE = f"{PREFIXES['dcterms']}title"
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
    [RDF_TYPE, RDFS_LABEL, SOURCE, LOCATOR, _DESCRIPTION]
    + [f"{CG}{name}" for name in ("identifier", "sourceField", "cordisId", "cordisRcn", "order")]
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
    + [f"{CG}{name}" for name in ("acronym", "pic", "vatNumber", "cordisId", "reportedName")]
)
# A relator's label already tells how it concerns the node; other things need the property named.
_PLAIN_LINKS = frozenset(
    [f"{CG}{name}" for name in ("participant", "inProject", "partner", "contactHolder")]
    + [f"{CG}{name}" for name in ("forProgramme", "forCountry", "awardedTo", "underProgramme")]
    + [f"{CG}claimSubject", f"{PREFIXES['org']}member", f"{PREFIXES['org']}organization"]
)


def describe(
    location: Location, iris: Iterable[str], *, references: bool = True
) -> dict[str, Description]:
    """The description, facts and sources of each of the IRIs; with `references`, what refers to it
    too, which of tens of thousands is millions."""
    wanted = sorted(set(iris))
    direct = properties(location, wanted)
    referring = incoming(location, wanted if references else [])
    groups = _grouped(location, referring)
    reader = Reader(
        location, direct, {s for each in groups.values() for g in each for s in g.shown}
    )
    return {
        iri: Description(
            text=together(" ", texts(direct[iri].get(_DESCRIPTION, []))),
            tongue=tongues(direct[iri].get(_DESCRIPTION, [])),
            names=tuple(
                n for k in _OTHER_NAMES if k in direct[iri] for n in values(direct[iri][k])
            ),
            links=frozenset((key, o) for key in direct[iri] for o in iris_of(direct[iri][key])),
            facts=(*reader.facts(direct[iri]), *reader.references(groups.get(iri, []))),
            sources=reader.sources(iri),
        )
        for iri in wanted
    }


@dataclass(frozen=True)
class _Group:
    """Things of one kind that refer to a node. shown: the first of them by name, with the
    properties that point; more: how many others there are."""

    kind: Text
    shown: dict[str, list[str]]
    more: int


def _grouped(
    location: Location, referring: dict[str, list[tuple[str, str]]]
) -> dict[str, list[_Group]]:
    """What refers to each node, by kind. A country has thousands: of all of them only labels and
    classes are read, so that all else is read of those that are shown."""
    subjects = sorted({subject for rows in referring.values() for subject, _name in rows})
    things = properties(location, subjects, (RDF_TYPE,))
    classes = {iri for thing in things.values() for iri in iris_of(thing.get(RDF_TYPE, []))}
    named = labels(location, [*subjects, *classes])
    found: dict[str, list[_Group]] = {}
    for node, rows in referring.items():
        kinds: dict[Text, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, name in rows:
            if subject in named:
                kinds[_kind(things[subject], named)][subject].append(name)
        found[node] = [_group(kind, kinds[kind], named) for kind in sorted(kinds, key=str.casefold)]
    return found


def _group(kind: Text, pointing: dict[str, list[str]], named: dict[str, Text]) -> _Group:
    order = sorted(pointing, key=lambda iri: (natural(named[iri]), iri))
    shown = {iri: pointing[iri] for iri in order[:SHOWN]}
    return _Group(kind, shown, len(order) - len(shown))


def _kind(thing: Properties, named: dict[str, Text]) -> Text:
    classes = [c for c in iris_of(thing.get(RDF_TYPE, [])) if c.startswith(CG)]
    return together(", ", (named[c] for c in classes if c in named))


def reasons(location: Location, wanted: Iterable[str]) -> dict[str, Reason]:
    """A reason for each wanted key: what the graph knows of an IRI, else the text as it is."""
    keys = sorted(set(wanted))
    direct = properties(location, [key for key in keys if is_absolute_iri(key)])
    reader = Reader(location, direct, ())
    return {key: reader.reason(key) if direct.get(key) else Reason(plain(key)) for key in keys}


def plain(key: str) -> Text:
    """A text as it is; of an IRI that the graph does not name, its end in words."""
    if not is_absolute_iri(key):
        return Text(key)
    words = re.split(r"(?<=[a-z\d])(?=[A-Z])|[-_]+", local_name(key).rpartition(":")[2])
    return Text(" ".join(words).lower())


class Reader:
    """Puts properties into words: the labels and source documents they need, fetched once."""

    def __init__(
        self, location: Location, direct: dict[str, Properties], mentioned: Iterable[str]
    ) -> None:
        self.things = direct | properties(location, sorted(set(mentioned) - set(direct)))
        self.located = located(location, self.things)
        papers = {one for places in self.located.values() for one in places}
        self.documents = documents(location, sorted(papers))
        read = labels_of(self.things | self.documents)
        rest = location.labels_in(set(self._named()) - read[0].keys(), LANGUAGES)
        self._found = [here | there for here, there in zip(read, rest, strict=True)]
        self.labels = in_languages(self._found)
        self._kinds: dict[tuple[str, ...], Text] = {}
        self._links: dict[str, Value | None] = {}
        self._places: dict[str, tuple[int, str, str]] = {}
        self._tongues: dict[str, Text] = {}
        self._documents: dict[str, tuple[Text, str | None]] = {}

    def _named(self) -> Iterator[str]:
        yield from self.things
        yield from self.documents
        for thing in self.things.values():
            yield from thing
            for terms in thing.values():
                for term in terms:
                    if isinstance(term, ox.NamedNode):
                        yield term.value

    def tongue(self, iri: str) -> Text:
        """The tag of the language of a label, else that of a title which says the same; empty where
        neither has one."""
        if iri not in self._tongues:
            self._tongues[iri] = self._tongue(iri)
        return self._tongues[iri]

    def _tongue(self, iri: str) -> Text:
        if (found := tongue(self._found, iri)) != NOTHING:
            return found
        thing, label = self.things.get(iri) or self.documents.get(iri) or {}, self.labels.get(iri)
        titles = (term for term in thing.get(_TITLE, ()) if isinstance(term, ox.Literal))
        tags = (term.language for term in titles if term.language and term.value == label)
        return Text(next(tags, ""))

    def facts(self, thing: Properties) -> Iterator[Fact]:
        """The direct properties of a thing that have a name and a value that can be shown."""

        named = (name for name in thing if name in self.labels and name not in _NOT_FACTS)
        for name in sorted(named, key=self._place):
            shown = [*self._linked(thing[name]), *self._literal(name, thing[name])]
            if shown:
                yield _shortened(self.labels[name], shown)

    def _place(self, name: str) -> tuple[int, str, str]:
        """Where the fact of a property stands among all of a thing."""
        if name not in self._places:
            first = _FIRST.index(name) if name in _FIRST else len(_FIRST)
            self._places[name] = first + (name in _LAST), self.labels[name].casefold(), name
        return self._places[name]

    def _linked(self, terms: list[Term]) -> Iterator[Value]:
        for iri in iris_of(terms):
            if iri not in self._links:
                self._links[iri] = self._link(iri)
            if found := self._links[iri]:
                yield found

    def _link(self, iri: str) -> Value | None:
        if url := web(iri):
            return Value(Text(url), url=url)
        if iri not in self.labels:
            return None
        return Value(self.labels[iri], iri=iri, tongue=self.tongue(iri))

    def _literal(self, name: str, terms: list[Term]) -> Iterator[Value]:
        literals = [term for term in terms if isinstance(term, ox.Literal)]
        if not literals:
            return
        plain = sum(not term.language for term in literals)
        spoken = tongues(literals) if plain < len(literals) else NOTHING
        for number, text in enumerate(texts(literals, name in _MONEY)):
            yield Value(text, url=web(text), tongue=NOTHING if number < plain else spoken)

    def references(self, groups: Iterable[_Group]) -> Iterator[Fact]:
        """The things that refer to a node, under the name of their kind."""
        for each in groups:
            shown = (self._reference(subject, names) for subject, names in each.shown.items())
            yield Fact(each.kind, tuple(shown), each.more)

    def _reference(self, subject: str, names: list[str]) -> Value:
        thing = self.things[subject]
        concepts = [iri for name in (_ROLE, *_STATUS) for iri in iris_of(thing.get(name, []))]
        linking = sorted(set(names) - _PLAIN_LINKS)
        told = [self.labels[iri] for iri in (*linking, *concepts) if iri in self.labels]
        note = together(", ", filter(None, [*told, self.period(thing)]))
        return Value(
            self.labels[subject],
            subject,
            note=note,
            sources=self.sources(subject),
            tongue=self.tongue(subject),
        )

    def kind(self, iri: str) -> Text:
        """The name of the class of a thing, of ours; empty where it has none."""
        classes = tuple(iris_of(self.things[iri].get(RDF_TYPE, [])))
        if classes not in self._kinds:
            self._kinds[classes] = _kind(self.things[iri], self.labels)
        return self._kinds[classes]

    def period(self, thing: Properties) -> Text:
        """From when to when a thing lasts."""
        start = min((term.value for term in thing.get(_START, [])), default="")
        end = max((term.value for term in thing.get(_END, [])), default="")
        return period(start, end)

    def reason(self, iri: str) -> Reason:
        """The thing that two nodes share, or the property that links them."""
        thing, label = self.things[iri], self.labels.get(iri, NOTHING)
        told = self.kind(iri), self.period(thing), iri
        return Reason(label, *told, self.sources(iri), self.tongue(iri))

    def sources(self, iri: str) -> tuple[Source, ...]:
        """The source documents of a thing, each with its own places; a publication speaks for
        itself."""
        found = [
            Source(*self._document(one), _in_order(places), self.tongue(one))
            for one, places in self.located[iri].items()
        ]
        if len(found) > 1:
            found.sort(key=lambda source: (source.title.casefold(), source.title))
        return tuple(found)

    def _document(self, iri: str) -> tuple[Text, str | None]:
        """The title and the web address of a document."""
        if iri not in self._documents:
            url = self._address(iri)
            label = self.labels.get(iri) or Text(url or "")
            self._documents[iri] = titled(label), url
        return self._documents[iri]

    def _address(self, iri: str) -> str | None:
        pages = [page for name in _PAGE_OF for page in self.documents[iri].get(name, [])]
        return next((url for term in pages if (url := web(term.value))), web(iri))


def _in_order(places: list[str]) -> tuple[str, ...]:
    return tuple(sorted(places, key=natural) if len(places) > 1 else places)


def _shortened(name: Text, shown: list[Value]) -> Fact:
    if len(shown) == 1:
        return Fact(name, tuple(shown))
    ordered = sorted(shown, key=lambda value: (natural(value.text), value.iri or ""))
    return Fact(name, tuple(ordered[:SHOWN]), max(0, len(ordered) - SHOWN))
