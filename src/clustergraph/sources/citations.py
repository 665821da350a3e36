"""Which sources each thing rests on, and where in each of them: never a place without its source.

A thing of one source says both itself, by dcterms:source and cg:locator. A thing of several names
all of them, and where in each stands in records: a cg:Record is what one source says of one thing.
Knows nothing of what things are.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import pyoxigraph as ox

from clustergraph.sources import emit
from clustergraph.terms import CG, XSD, local_name, mint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_STRING = ox.NamedNode(f"{XSD}string")
_IS_RECORD = emit.tail(emit.TYPE, emit.iri(f"{CG}Record"))
_CITING = (emit.SOURCE, emit.LOCATOR, emit.PART_OF, emit.PRIMARY_TOPIC)
_PLACE = re.compile(f'<([^>]*)> <{re.escape(emit.LOCATOR)}> "[^\n]*" \\.$')
_LINE = re.compile(f"<([^>]*)> <({'|'.join(map(re.escape, _CITING))})> ")


class Citation(NamedTuple):
    """A source of a thing, the places in it, and the record of it.

    `key` tells apart what one source says of a thing under several identifiers. `written` is the
    record that somebody wrote by hand, "" where there is none; `complete` whether its facts are
    written as well.
    """

    source: str
    locators: Collection[str] = ()
    key: str = ""
    written: str = ""
    complete: bool = False

    def record(self, thing: str) -> str:
        """The IRI of the record of this source about a thing."""
        name = unquote(local_name(thing))
        return self.written or mint("record", name, digest(thing, self.source, self.key))


def digest(*parts: str) -> str:
    """A short key of texts, always the same."""
    return hashlib.sha1(" ".join(parts).encode(), usedforsecurity=False).hexdigest()[:12]


def blocks(
    thing: str, cited: Sequence[Citation], *, recorded: bool = False
) -> Iterator[tuple[str, list[str]]]:
    """What is to be said of the sources of a thing: subjects, each with its tails.

    `recorded` asks for a record of each source, also of one that gives no locator.
    """
    own = [emit.tail(emit.SOURCE, emit.iri(one.source)) for one in cited]
    if len(cited) == 1 and not recorded:
        own += _places(cited[0])
    else:
        for one in cited:
            if not one.written and (one.locators or recorded):
                yield one.record(thing), [*_record(thing, one), *_places(one)]
    yield thing, own


def _record(thing: str, cited: Citation) -> Iterator[str]:
    yield _IS_RECORD
    yield emit.tail(emit.PRIMARY_TOPIC, emit.iri(thing))
    yield emit.tail(emit.PART_OF, emit.iri(cited.source))


def _places(cited: Citation) -> Iterator[str]:
    return (emit.tail(emit.LOCATOR, emit.text(place)) for place in cited.locators)


class Citations:
    """Collects the sources of things that several sources may tell of, and the places in each.

    `by_hand` are the things whose sources hand-written facts state.
    """

    def __init__(self, by_hand: Iterable[str] = ()) -> None:
        self.by_hand = {*by_hand}
        self._cited: dict[str, dict[str, set[str]]] = defaultdict(dict)
        # The records that hand-written lines hold, by thing and source; and those with facts.
        self._written: dict[tuple[str, str], str] = {}
        self._complete: set[str] = set()

    def cite(self, thing: str, source: str, *locators: str) -> None:
        """Note that a thing rests on a source, at these places."""
        self._cited[thing].setdefault(source, set()).update(locators)

    def tails(self, thing: str, source: str, *locators: str) -> list[str]:
        """What is written of the source of a thing that no other source of this build mentions.

        Empty, and noted instead, where hand-written facts cite another source for it.
        """
        if thing in self.by_hand:
            self.cite(thing, source, *locators)
            return []
        own = [emit.tail(emit.SOURCE, emit.iri(source))]
        return own + [emit.tail(emit.LOCATOR, emit.text(place)) for place in locators]

    def learn(self, lines: list[str]) -> None:
        """Note what hand-written lines say of sources.

        The places of a thing with one source are taken out of the lines, for the thing may get
        another source; they come back by `lines` or `pop`. Places of a thing with several sources
        belong to nobody knows which, and stay for `validate` to find.
        """
        said = _said(lines)
        self.by_hand |= said[emit.SOURCE].keys()
        placed = set()
        for thing, sources in said[emit.SOURCE].items():
            places = said[emit.LOCATOR].get(thing, set()) if len(sources) == 1 else set()
            placed |= {thing} if places else set()
            for source in sources:
                self.cite(thing, source, *places)
        for record, things in said[emit.PRIMARY_TOPIC].items():
            for thing in things:
                for source in said[emit.PART_OF].get(record, ()):
                    self._written[thing, source] = record
        self._complete |= {whole for wholes in said[emit.PART_OF].values() for whole in wholes}
        lines[:] = [
            line for line in lines if not ((found := _PLACE.match(line)) and found[1] in placed)
        ]

    def join(self, other: Citations) -> None:
        """Take in what another has noted."""
        for thing, sources in other._cited.items():
            for source, places in sources.items():
                self.cite(thing, source, *places)

    def pop(self, thing: str) -> list[Citation]:
        """What is noted of a thing, which is then forgotten."""
        found = []
        for source, places in self._cited.pop(thing, {}).items():
            record = self._written.get((thing, source), "")
            found.append(Citation(source, places, "", record, record in self._complete))
        return found

    def lines(self) -> Iterator[str]:
        """All that is noted, as N-Triples lines."""
        for thing in list(self._cited):
            for subject, tails in blocks(thing, self.pop(thing)):
                yield from (f"<{subject}{tail}" for tail in tails)


def _said(lines: Iterable[str]) -> dict[str, dict[str, set[str]]]:
    """By the properties of _CITING: what lines say of each subject. Sources are things, places are
    plain texts; whatever else somebody wrote stays as it is."""
    said: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in _CITING}
    chosen = "".join(filter(_LINE.match, lines))
    for quad in ox.parse(chosen, format=ox.RdfFormat.N_TRIPLES):
        subject, predicate, value = quad.triple
        placed = predicate.value == emit.LOCATOR
        fit = _is_plain(value) if placed else isinstance(value, ox.NamedNode)
        if isinstance(subject, ox.NamedNode) and fit:
            said[predicate.value][subject.value].add(value.value)
    return said


def _is_plain(value: object) -> bool:
    return isinstance(value, ox.Literal) and not value.language and value.datatype == _STRING
