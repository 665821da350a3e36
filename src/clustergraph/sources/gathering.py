"""What the sources of one build write into, and how the reading of each ended.

Knows no source, file or column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from clustergraph.sources import emit, identity
from clustergraph.sources.blocks import Blocks
from clustergraph.sources.citations import Citations
from clustergraph.sources.codes import Codes
from clustergraph.sources.organisations import Organisations
from clustergraph.sources.places import Places
from clustergraph.terms import CG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Set
    from pathlib import Path

    from clustergraph.sources.identity import Decisions, Namesake
    from clustergraph.sources.reading import Tally

_KIND = f"{CG}kind"
_PERSON = emit.iri(f"{PREFIXES['organisation-kind']}natural-person")


def undecided(_namesake: Namesake) -> bool | None:
    """The answer of nobody, who leaves an organisation and the known one of its name apart."""
    return None


@dataclass
class Gathering:
    """What the sources of one build write into: lines of their own, one by one or all lines about
    a subject as a block, shared organisations, places, codes and citations. `decisions` are files
    on which organisations are one, each with how it was read and where it names whom, and `decided`
    is what all decisions come to; `memory` is what a source keeps from one of its paths to the
    next, by its name; `engaged` has who takes part in what, as `engagements` puts it, by all
    sources but tables; `ask` hears of an organisation that is called like a known one, and says
    whether they are one, or None."""

    organisations: Organisations = field(default_factory=Organisations)
    places: Places = field(default_factory=Places)
    codes: Codes = field(default_factory=Codes)
    citations: Citations = field(default_factory=Citations)
    lines: list[str] = field(default_factory=list)
    blocks: Blocks = field(default_factory=Blocks)
    decisions: dict[Path, tuple[Tally, Mapping[str, str]]] = field(default_factory=dict)
    decided: Decisions = field(default_factory=identity.shipped)
    memory: dict[str, Any] = field(default_factory=dict)
    engaged: set[int] = field(default_factory=set)
    ask: Callable[[Namesake], bool | None] = undecided

    def prepare(self, same: dict[str, str]) -> None:
        """Learn what the lines so far, written by hand, say of things that rows may tell of too;
        `same` is as in Decisions. Once, before the first row."""
        self.citations.learn(self.lines)
        self.organisations.prepare(self.lines, same)
        self.places.prepare(self.lines)

    def settle(self) -> list[bytes]:
        """All that was read, sorted, a piece a subject: of organisations, places and sources there
        is more to be said, which `finish` does."""
        if self.decided.persons and not self.organisations.ready:
            self.organisations.prepare(self.lines, self.decided.same)
        return self.blocks.settle(self.lines)

    def finish(self) -> list[bytes]:
        """Say what all sources together know of organisations, places and their sources: the whole
        graph, sorted, a piece a subject. Nothing is kept."""
        self.lines.extend(emit.line(iri, _KIND, _PERSON) for iri in self.persons())
        self.organisations.write(self.blocks, self.citations)
        # What has been said need not be known any more.
        self.organisations = Organisations()
        self.lines.extend(self.places.lines(self.citations))
        self.lines.extend(self.citations.lines())
        self.places, self.citations, self.codes = Places(), Citations(), Codes()
        return self.blocks.drain(self.lines)

    def told(self, iris: Set[str]) -> set[str]:
        """Those of some IRIs that a source has: as a subject, or as the key of an organisation."""
        subjects = {line[1 : line.index("> ")] for line in self.lines}
        return {*(iris & subjects)} | self.organisations.told(iris)

    def persons(self) -> list[str]:
        """The organisations that are natural persons by decision, sorted."""
        return sorted({self.organisations.standing(iri) for iri in self.decided.persons})

    def size(self) -> int:
        """How many lines there are so far."""
        return len(self.lines) + self.blocks.lines


class Reading(NamedTuple):
    """How reading one source ended; `release` is what the source says of itself, "" if nothing."""

    tally: Tally
    release: str = ""
