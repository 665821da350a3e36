"""What the facts gathered so far say of organisations, projects and programmes.

A source that lets people name a thing in words looks it up here. Knows nothing of columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.sources import emit
from clustergraph.terms import CG, PREFIXES, expand, fold, is_absolute_iri
from clustergraph.wording import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clustergraph.sources.blocks import Blocks

_PROJECT = PREFIXES["project"]
_ORGANISATION, _PROGRAMME = PREFIXES["organisation"], PREFIXES["programme"]
# Of the many engagements, those that tables stated.
_TOLD = tuple(f"<{PREFIXES[kind]}table-" for kind in ("participation", "partnership", "membership"))
_THINGS = ("organisation", "project", "programme", "goal", "indicator")
_SUBJECTS = (
    *(f"<{PREFIXES[kind]}" for kind in _THINGS),
    *_TOLD,
)
_LOCATED = f"{CG}locatedIn"
_KIND = f"{CG}kind"
_NAMES = (emit.LABEL, emit.ALT_LABEL, f"{CG}code")
_TELLING = tuple(f"> <{predicate}> " for predicate in (emit.TYPE, _LOCATED, _KIND, *_NAMES))


@dataclass
class Known:
    """Things and their names.

    things: every organisation, project, programme, goal and indicator that has a class, and every
    engagement that a table told; labels: IRI to the label
    that is English or without language; named: exact label to the organisations that bear it;
    spelt: the same by any name; called: by any name, as `wording.bare` has it;
    programmes: folded label, other name or code to IRI; placed: those with a place to their places;
    kinds: those with a kind; told: engagement that a table told, to the lines that say so.
    """

    things: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    spelt: dict[str, set[str]] = field(default_factory=dict)
    programmes: dict[str, str] = field(default_factory=dict)
    placed: dict[str, set[str]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    told: dict[str, set[str]] = field(default_factory=dict)

    @cached_property
    def called(self) -> dict[str, set[str]]:
        """See above; made when it is first asked for, since it takes long."""
        found: dict[str, set[str]] = {}
        for name, bearers in self.spelt.items():
            if key := bare(name):
                found.setdefault(key, set()).update(bearers)
        return found

    def learn(self, organisations: Iterable[tuple[str, str, set[str]]]) -> None:
        """Know more organisations, as Organisations.names tells them."""
        for iri, label, names in organisations:
            self.things.add(iri)
            if label:
                self.labels[iri] = label
                self.named.setdefault(label, set()).add(iri)
            for name in names:
                self.spelt.setdefault(name, set()).add(iri)

    @cached_property
    def projects(self) -> dict[str, str]:
        """The projects of sources other than tables by their folded labels; "" where several have
        one."""
        found: dict[str, str] = {}
        for iri, label in self._foreign():
            found[fold(label)] = "" if fold(label) in found else iri
        return found

    @cached_property
    def numbered(self) -> dict[str, str]:
        """The same by the number that ends their IRIs."""
        found = ((iri.rpartition("-")[2], iri) for iri, _label in self._foreign())
        return {number: iri for number, iri in found if number.isdecimal()}

    def _foreign(self) -> Iterator[tuple[str, str]]:
        tables = f"{_PROJECT}table-"
        for iri in sorted(self.things):
            if iri.startswith(_PROJECT) and not iri.startswith(tables) and iri in self.labels:
                yield iri, self.labels[iri]

    def programme(self, text: str) -> str:
        """The programme that a text names by label, code or identifier, or ""."""
        iri = expand(text) if text.startswith("programme:") else f"{_PROGRAMME}{text}"
        named = iri if iri in self.things and is_absolute_iri(iri) else ""
        return self.programmes.get(fold(text)) or named

    def _note(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        if predicate == emit.TYPE:
            self.things.add(subject)
        elif predicate == _LOCATED:
            self.placed.setdefault(subject, set()).add(value.value)
        elif predicate == _KIND:
            self.kinds.add(subject)
        elif isinstance(value, ox.Literal):
            if predicate == emit.LABEL and value.language in (None, "en"):
                self.labels[subject] = value.value
            if predicate == emit.LABEL and subject.startswith(_ORGANISATION):
                self.named.setdefault(value.value, set()).add(subject)
            if subject.startswith(_ORGANISATION):
                self.spelt.setdefault(value.value, set()).add(subject)
            if subject.startswith(_PROGRAMME):
                # Two programmes of one name: the first by IRI, whatever the order of the lines.
                key = fold(value.value)
                self.programmes[key] = min(subject, self.programmes.get(key, subject))


def known(lines: Iterable[str], blocks: Blocks) -> Known:
    """What N-Triples lines say; only those that name a thing, type it or place it are parsed."""
    about = (line for line in lines if line.startswith(_SUBJECTS))
    found = Known()
    chosen = []
    for line in chain(about, blocks.about(*_SUBJECTS)):
        if line.startswith(_TOLD):
            found.told.setdefault(line[1 : line.index("> ")], set()).add(line)
        if any(telling in line for telling in _TELLING):
            chosen.append(line)
    for quad in ox.parse("".join(chosen), format=ox.RdfFormat.N_TRIPLES):
        subject, predicate, value = quad.triple
        assert isinstance(subject, ox.NamedNode)
        if isinstance(value, ox.NamedNode | ox.Literal):
            found._note(subject.value, predicate.value, value)
    return found
