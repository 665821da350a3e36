"""How the rows of a source ended: kept, repeated, replaced or rejected, and none is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

# So many rows that say nothing are no chance.
FEWEST = 3
# Signs of a value in a message.
_SHOWN = 60


@dataclass(frozen=True)
class Reject:
    """A row, or a value of it, that is not in the graph, and why; value is cut to 200 signs."""

    file: str
    line: int
    column: str
    value: str
    reason: str

    @property
    def told(self) -> str:
        """Where it stands, what stands there, and why it is not in the graph, in one line."""
        value = " ".join(self.value[:_SHOWN].split())
        cell = f'{self.column} "{value}": ' if self.column else ""
        return f"{self.file}:{self.line}: {cell}{self.reason}"


@dataclass
class Tally:
    """How the rows of a source ended: `read` is kept + repeated + replaced + rejected, each row
    once. A `repeated` row equals one that is kept; for a `replaced` one another row of the same
    thing stands, with other values.

    `remarks` are values left out of rows that were otherwise kept; they are listed, not counted.
    `unknown` are columns that no reader knows; `doubts` say of a file that a whole group of its
    columns, such as money, may have gone unread, or all of its rows. `blank` maps a group to the
    first file in which all of it is blank; `said` are the groups of which some row of some file
    says something.
    """

    read: int = 0
    kept: int = 0
    repeated: int = 0
    rejects: list[Reject] = field(default_factory=list)
    remarks: list[Reject] = field(default_factory=list)
    replaced: int = 0
    unknown: list[Reject] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    blank: dict[str, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.read + other.read,
            self.kept + other.kept,
            self.repeated + other.repeated,
            self.rejects + other.rejects,
            self.remarks + other.remarks,
            self.replaced + other.replaced,
            self.unknown + other.unknown,
            self.doubts + other.doubts,
            other.blank | self.blank,
            self.said | other.said,
        )

    def doubt(self, file: str, read: int, rejected: int) -> None:
        """Doubt a file of whose rows, so many, all were rejected at last, where it is no chance."""
        if FEWEST <= read == rejected:
            first = self.rejects[-rejected].told
            self.doubts.append(f"{file}: nothing kept of {read:,} rows; the first: {first}")

    def lost(self) -> list[str]:
        """What says that a whole file or group of columns went unread, or is blank in all files."""
        return [*self.doubts, *(told for name, told in self.blank.items() if name not in self.said)]

    def reject(self, file: str, line: int, column: str, value: str, reason: str) -> None:
        """Count a row as rejected."""
        self.rejects.append(Reject(file, line, column, value[:200], reason))

    def remark(self, file: str, line: int, column: str, value: str, reason: str) -> None:
        """Note a value left out of a row that is kept."""
        self.remarks.append(Reject(file, line, column, value[:200], reason))
