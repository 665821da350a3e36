"""What the files of one path share: which projects there are, what was written, how rows ended.

Knows nothing of the columns of a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.sources import emit
from clustergraph.sources.cordis.literals import Field, Memo, Memos
from clustergraph.sources.cordis.trees import Trees
from clustergraph.sources.reading import Sheet, Tally
from clustergraph.terms import CG, mint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustergraph.sources.gathering import Gathering


class Said(NamedTuple):
    """What one set of cells says, in whichever release: the IRI that the organisation has by it,
    the part of a key that stands for it, its site ("" for none), and all facts."""

    iri: str
    key: str
    site: str
    facts: frozenset[tuple[str, str]]


@dataclass
class Ledger:
    """Rows already written, by project or participation, and names not yet told apart. The newest
    release is read first: what it tells of stands.

    `projects` maps the identifier of a project to a digest of its row, the same in any process;
    `rows` maps the key of a participation to the hash of its row; `present` has which organisations
    this release tells of in which project and capacity, as `Gathering.engaged` has those of newer
    ones; `names` maps an organisation to the name that all its rows had so far, and the keys of the
    participations that bore it; `said` has what rows say of an organisation, by their words.
    """

    projects: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    present: set[int] = field(default_factory=set)
    names: dict[str, list[str]] = field(default_factory=dict)
    said: dict[tuple[str, ...], Said] = field(default_factory=dict)

    def begin(self) -> None:
        """Begin with another release, older than those before."""
        self.present = set()


class Release:
    """One release as it is read: its projects, its trees, its rows so far."""

    def __init__(self, dataset: str, gathering: Gathering) -> None:
        self.gathering = gathering
        self.dataset = dataset
        self.tally = Tally()
        self.memos = Memos()
        self.ledger: Ledger = gathering.memory.setdefault("cordis", Ledger())
        self.ledger.begin()
        self.codes = gathering.codes
        self.codes.prepare(gathering.lines)
        self.trees = Trees(gathering, dataset)
        # Acronym by project identifier: which projects there are.
        self.projects: dict[str, str] = {}
        # The project of an acronym, "" for several: made when first asked for.
        self._called: dict[str, str] | None = None
        self.frameworks: set[str] = set()
        self.latest = ""

    def join(self, half: Gathering) -> None:
        """Take in what was gathered of the other half of the release, in whichever process."""
        self.gathering.lines += half.lines
        self.gathering.blocks.join(half.blocks)
        self.codes.join(half.codes)
        self.gathering.citations.join(half.citations)
        self.ledger.projects = half.memory["cordis"].projects

    def finish(self) -> None:
        """Tell other releases and sources who takes part in what."""
        self.gathering.engaged |= self.ledger.present

    def noted(self, project: str, acronym: str, framework: str, changed: str) -> None:
        """Remember a project, and what it says about the release as a whole."""
        self.projects.setdefault(project, acronym)
        self.latest = max(self.latest, self.memos.when[changed])
        if framework:
            self.frameworks.add(framework)

    def called(self, acronym: str) -> str:
        """The one project with an acronym; "" where there is none, or several."""
        if self._called is None:
            self._called = {}
            for project, own in self.projects.items():
                self._called[own] = "" if own in self._called else project
        return self._called.get(acronym, "")

    def title(self) -> str:
        """What the release says of itself: its programmes, and the last day it was changed."""
        names = ", ".join(sorted(self.frameworks))
        return f"{names} as of {self.latest[:10]}" if self.latest else names

    def known(self, sheet: Sheet, line: int, project: str) -> bool:
        """Whether a row's project is one of the release; if not, the row is rejected."""
        if project in self.projects:
            return True
        reason = "unknown project" if project else "no project"
        self.tally.reject(sheet.name, line, "projectID", project, reason)
        return False

    def repeats(self, sheet: Sheet, line: int, cells: tuple[str, ...], *, differs: bool) -> None:
        """Count a row of what was written before; a remark says where it differs."""
        if differs:
            self.tally.replaced += 1
            reason = "another row of the same, or of a newer release, has other values and stands"
            self.tally.remark(sheet.name, line, "", ";".join(cells), reason)
        else:
            self.tally.repeated += 1

    def others(self, names: Sequence[str], cells: tuple[str, ...]) -> Iterator[str]:
        """The tails for the columns that nobody asked for: the last cells of a row."""
        if names:
            for name, text in zip(names, cells[-len(names) :], strict=True):
                if text:
                    yield emit.tail(f"{CG}sourceField", emit.text(f"{name}={text}"))

    def unread(self, memo: Memo, sheet: Sheet, line: int, column: str, text: str) -> None:
        """Note a value that its memo could not read; one that says nothing passes silently."""
        if text in memo.reasons:
            self.tally.remark(sheet.name, line, column, text, memo.reasons[text])

    def optional(
        self, fields: Sequence[Field], cells: Sequence[str], sheet: Sheet, line: int
    ) -> Iterator[str]:
        """The tails for those cells that hold a value; a value that cannot be read is noted."""
        for (column, predicate, memo), text in zip(fields, cells, strict=True):
            if text:
                value = memo[text]
                if value:
                    yield emit.tail(predicate, value)
                else:
                    self.unread(memo, sheet, line, column, text)


def project_iri(identifier: str) -> str:
    """The node of a project by its grant agreement number."""
    return mint("project", "cordis", identifier)
