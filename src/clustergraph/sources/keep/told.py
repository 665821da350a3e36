"""What newer exports have told, so that an older one does not tell of it again with other values.

An export is a spreadsheet, or the CSV files beside each other; the newest is read first. Knows
rows; nothing of what is written of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from clustergraph.sources.keep.rows import Row

# Programme and acronym.
Key = tuple[str, str]


class Telling(NamedTuple):
    """What tells a project from its namesakes, each as it is compared."""

    title: str
    start: str
    end: str
    budget: str
    funding: str
    number: str

    def is_like(self, other: Telling) -> bool:
        """Whether two exports may mean one project: money and ends change, numbers never."""
        numbers = {self.number, other.number} - {""}
        return len(numbers) < 2 and (self.title, self.start) == (other.title, other.start)


@dataclass
class Export:
    """What one export tells of."""

    projects: dict[Key, dict[Telling, str]] = field(default_factory=dict)
    starts: dict[str, str] = field(default_factory=dict)
    # The rows of a project, or of an organisation in one.
    rows: dict[tuple[str, ...], set[int]] = field(default_factory=dict)


class Told:
    """What the exports read before have told, and what the present one tells."""

    def __init__(self) -> None:
        self._newer, self._own = Export(), Export()

    def begin(self) -> None:
        """Begin with another export, older than those before."""
        newer, own = self._newer, self._own
        for key, told in own.projects.items():
            newer.projects[key] = told | newer.projects.get(key, {})
        newer.starts = own.starts | newer.starts
        for about, rows in own.rows.items():
            newer.rows.setdefault(about, set()).update(rows)
        self._own = Export()

    def project(self, key: Key, telling: Telling, beside: list[Telling]) -> str:
        """The project of a newer export that is meant, "" for none. beside: what its namesakes in
        the same export say."""
        found = self._newer.projects.get(key, {})
        if telling in found:
            return found[telling]
        if telling.number:
            same = [iri for other, iri in found.items() if other.number == telling.number]
            if same:
                return same[0]
        like = {iri for other, iri in found.items() if telling.is_like(other)}
        if len(like) == 1 and not any(telling.is_like(other) for other in beside):
            return like.pop()
        others = {*found.values()}
        if len(others) == 1 and not beside:
            known = {other.number for other in found} - {""}
            return others.pop() if not (telling.number and known) else ""
        return ""

    def start(self, project: str) -> str:
        """The day on which a project of a newer export starts, or ""."""
        return self._newer.starts.get(project, "")

    def named(self, key: Key, telling: Telling, project: str, start: str) -> None:
        """Note a project of this export."""
        self._own.projects.setdefault(key, {})[telling] = project
        self._own.starts[project] = start

    def is_settled(self, row: Row, *about: str) -> bool:
        """Whether a newer export tells otherwise of a project, or of an organisation in one; if
        not, the row is noted."""
        mark = hash(tuple(sorted(row.cells.items())))
        before = self._newer.rows.get(about)
        if before is not None and mark not in before:
            return True
        self._own.rows.setdefault(about, set()).add(mark)
        return False
