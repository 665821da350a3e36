"""Human decisions on which organisations are the same, and what follows from them.

Reads data/identity.csv and files like it. Knows nothing of names: what is alike is another
module's business, and nothing is the same here but by somebody's word.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from clustergraph import resources, sources, terms
from clustergraph.errors import SourceError
from clustergraph.sources import reading, registers, sssom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

COLUMNS = ("left", "right", "decision", "why")
SAME, DIFFERENT, PERSON = "same", "different", "person"
_DECISIONS = (SAME, DIFFERENT)
_ONE, _TWO = "one name in our table", "another organisation of that name"
_ORGANISATION = terms.PREFIXES["organisation"]
# What a source makes an IRI of, best first: identifiers of registers, then keys of its own; any
# other IRI is of somebody's own hand.
_MINTED = (*registers.PROPERTIES, *(each.key for each in sources.SOURCES.values() if each.key))
_KEY = re.compile(f"{re.escape(_ORGANISATION)}({'|'.join(_MINTED)})-")


@dataclass(frozen=True)
class Decision:
    """One line of a file: two organisations, whether they are the same, and why."""

    left: str
    right: str
    same: bool
    why: str
    place: str


class Person(NamedTuple):
    """A line of a file that says that somebody is a natural person, why, and where it stands."""

    iri: str
    why: str
    place: str


@dataclass(frozen=True)
class Decisions:
    """What the decisions of some files come to.

    same: from an IRI to the one that stands for it, for every IRI that another one stands for;
    apart: pairs of standing IRIs, smaller first, that are different by decision; persons: the IRIs,
    as written, of those who are natural persons, each with the reason; named: every IRI that a line
    names, and the first place that does; remarks: on what was left aside.
    """

    taken: tuple[Decision, ...] = ()
    same: dict[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()
    persons: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    remarks: tuple[reading.Reject, ...] = ()

    def standing(self, iri: str) -> str:
        """The IRI that stands for an organisation: itself where no decision says otherwise."""
        return self.same.get(iri, iri)

    def settled(self, left: str, right: str) -> bool:
        """Whether somebody has said, directly or by way of others, if the two are the same."""
        first, second = sorted((self.standing(left), self.standing(right)))
        return first == second or (first, second) in self.apart


@dataclass(frozen=True)
class Namesake:
    """An organisation of a table that is called like a known one, of which nobody has said whether
    they are one: where it is named and how, its IRI, and the IRI and label of the known one."""

    place: str
    name: str
    own: str
    known: str
    label: str

    def decision(self, *, same: bool) -> tuple[str, str, str, str]:
        """The line of a file of decisions that answers, as COLUMNS."""
        word, why = (SAME, _ONE) if same else (DIFFERENT, _TWO)
        return terms.compress(self.own), terms.compress(self.known), word, why


def minted(iri: str) -> bool:
    """Whether a source made the IRI from a key of its rows, and nobody wrote it by hand."""
    return _KEY.match(iri) is not None


def read(*paths: Path) -> Decisions:
    """The decisions of several files, taken together.

    Raises SourceError with file and line for a line that cannot be understood, a `different`
    that contradicts what is the same, and a `same` of two things that are both written by hand.
    """
    said = [one for path in paths for one in _decisions(path)]
    persons = {one.iri: one.why for one in sorted(one for one in said if isinstance(one, Person))}
    named: dict[str, str] = {}
    for one in said:
        if not isinstance(one, reading.Reject):
            ends = (one.iri,) if isinstance(one, Person) else (one.left, one.right)
            named = dict.fromkeys(ends, one.place) | named
    remarks = tuple(one for one in said if isinstance(one, reading.Reject))
    decided = together(tuple(one for one in said if isinstance(one, Decision)), persons)
    return replace(decided, named=named, remarks=remarks)


def together(
    taken: tuple[Decision, ...], persons: Mapping[str, str] = MappingProxyType({})
) -> Decisions:
    """What decisions come to; SourceError where they contradict each other, as `read`."""
    groups = _groups(decision for decision in taken if decision.same)
    same = {}
    for group in groups:
        standing = _standing(group, taken)
        same.update({iri: standing for iri in group if iri != standing})
    apart = set()
    for decision in taken:
        if not decision.same:
            ends = sorted(same.get(iri, iri) for iri in (decision.left, decision.right))
            if ends[0] == ends[1]:
                raise _contradiction(decision, taken)
            apart.add((ends[0], ends[1]))
    return Decisions(taken, same, frozenset(apart), dict(persons))


@cache
def shipped() -> Decisions:
    """The decisions that clustergraph ships, in data/identity.csv."""
    return read(resources.data_dir() / "identity.csv")


def taken(*more: Path) -> Decisions:
    """The shipped decisions and those of `more`, together."""
    return read(resources.data_dir() / "identity.csv", *more) if more else shipped()


def _decisions(path: Path) -> Iterator[Decision | Person | reading.Reject]:
    """The decisions on two organisations, and on natural persons; remarks on what is none."""
    for line in _lines(path):
        if isinstance(line, reading.Reject):
            yield line
            continue
        left, right, written, why, place = line
        # A spreadsheet begins a cell with a capital of its own accord.
        word = written.casefold()
        if word == PERSON:
            if right:
                raise SourceError(f"{place}: a natural person stands alone: leave right empty")
            yield Person(_iri(left, place), why, place)
            continue
        if word not in _DECISIONS:
            raise SourceError(
                f"{place}: decision '{written}' is neither same, different nor person, nor empty"
            )
        ends = _iri(left, place), _iri(right, place)
        if ends[0] == ends[1]:
            raise SourceError(f"{place}: left and right are one and the same, {left}")
        yield Decision(*ends, word == SAME, why, place)


def _lines(path: Path) -> Iterator[tuple[str, str, str, str, str] | reading.Reject]:
    """What somebody decided: left, right, decision, why, and where that stands."""
    name = str(path)
    if not path.is_file():
        what = "a folder: name the file in it" if path.is_dir() else "no such file"
        raise SourceError(f"{name}: {what}")
    data = path.read_bytes()
    if sssom.is_one(data):
        for said in sssom.read(name, data):
            if isinstance(said, reading.Reject):
                yield said
            else:
                left, right, same, why, place = said
                yield left, right, SAME if same else DIFFERENT, why, place
        return
    columns = [reading.Column(column, required=True) for column in COLUMNS]
    tally = reading.Tally()
    table = reading.Table(name, path.stem, lambda: BytesIO(data))
    sheet = reading.sheet_of(table, columns, tally)
    for line, (left, right, word, why) in reading.rows(sheet, columns, tally):
        if tally.rejects:
            break
        place = f"{sheet.name}:{line}"
        if not word:
            # A candidate that nobody has decided on yet.
            continue
        if not why and word.casefold() in (*_DECISIONS, PERSON):
            raise SourceError(f"{place}: column 'why' is empty: give the reason")
        yield left, right, word, why, place
    for reject in tally.rejects:
        raise SourceError(f"{reject.file}:{reject.line}: {reject.reason}")
    yield from tally.remarks


def _iri(text: str, place: str) -> str:
    """The IRI of an organisation from that, a short name or its identifier in a register."""
    if found := registers.find(text):
        return terms.mint("organisation", found.key)
    iri = terms.expand(text) or text.removeprefix("<").removesuffix(">")
    if iri.startswith(_ORGANISATION) and not iri.isascii():
        # As people read it; what a row says is written with percent signs.
        iri = terms.mint("organisation", unquote(iri.removeprefix(_ORGANISATION)))
    on_web = iri.startswith(("http://", "https://"))
    if not (on_web and terms.is_absolute_iri(iri)):
        raise SourceError(
            f"{place}: '{text}' is neither organisation:NAME nor a web IRI, nor an identifier "
            "(PIC, ROR, Wikidata)"
        )
    if iri.startswith(terms.BASE) and not iri.startswith(_ORGANISATION):
        raise SourceError(f"{place}: {text} is not an organisation")
    return iri


def _neighbours(decisions: Iterable[Decision]) -> dict[str, list[tuple[str, Decision]]]:
    beside = defaultdict(list)
    for decision in decisions:
        beside[decision.left].append((decision.right, decision))
        beside[decision.right].append((decision.left, decision))
    return beside


def _groups(decisions: Iterable[Decision]) -> list[list[str]]:
    """The sets of IRIs that are the same by a chain of decisions, sorted."""
    beside = _neighbours(decisions)
    groups, placed = [], set()
    for start in sorted(beside):
        if start not in placed:
            group, waiting = {start}, [start]
            while waiting:
                found = {iri for iri, _decision in beside[waiting.pop()]} - group
                group |= found
                waiting.extend(found)
            placed |= group
            groups.append(sorted(group))
    return groups


def _standing(group: list[str], taken: Iterable[Decision]) -> str:
    """The IRI that stands for a group: one written by hand, else one with a PIC, else the first."""
    by_hand = [iri for iri in group if not minted(iri)]
    if len(by_hand) > 1:
        # What people wrote is never rewritten, so a decision could not make it one node.
        left, right = by_hand[:2]
        names = f"{terms.compress(left)} and {terms.compress(right)}"
        raise SourceError(
            f"{_chain(left, right, taken)[-1].place}: {names} are both written by hand: "
            "make them one where they are written"
        )
    return by_hand[0] if by_hand else min(group, key=_trust)


def _trust(iri: str) -> tuple[int, str]:
    key = _KEY.match(iri)
    return (_MINTED.index(key.group(1)) if key else -1, iri)


def _chain(start: str, end: str, taken: Iterable[Decision]) -> list[Decision]:
    """The shortest chain of `same` decisions from one IRI to another."""
    beside = _neighbours(decision for decision in taken if decision.same)
    chains: dict[str, list[Decision]] = {start: []}
    waiting = deque([start])
    while end not in chains:
        at = waiting.popleft()
        for iri, decision in beside[at]:
            if iri not in chains:
                chains[iri] = [*chains[at], decision]
                waiting.append(iri)
    return chains[end]


def _contradiction(decision: Decision, taken: Iterable[Decision]) -> SourceError:
    left, right = terms.compress(decision.left), terms.compress(decision.right)
    places = ", ".join(said.place for said in _chain(decision.left, decision.right, taken))
    return SourceError(f"{decision.place}: {left} and {right} are the same by {places}")
