"""What one spreadsheet is written with: lines about a thing, cells as values, remarks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from clustergraph.sources import emit, values
from clustergraph.sources.keep import rows as keep_rows
from clustergraph.sources.reading import Tally
from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from clustergraph.sources.gathering import Gathering
    from clustergraph.sources.keep.rows import Row
    from clustergraph.sources.keep.told import Told


T = TypeVar("T")


@dataclass
class Writing:
    """What all sheets share: where lines go, what has been named and described, how rows ended."""

    dataset: str
    gathering: Gathering
    # Labels given and things described, by this spreadsheet and those read before it.
    _labels: dict[str, str]
    _described: set[str]
    told: Told
    tally: Tally = field(default_factory=Tally)

    def say(self, subject: str, predicate: str, value: str) -> None:
        """State one fact."""
        self.gathering.lines.append(emit.line(subject, predicate, value))

    def begin(self, iri: str, kind: str, row: Row) -> None:
        """The class of a thing, and where it comes from."""
        self.say(iri, emit.TYPE, emit.iri(f"{CG}{kind}"))
        tails = self.gathering.citations.tails(iri, self.dataset, row.locator)
        self.gathering.lines += (f"<{iri}{tail}" for tail in tails)

    def is_new(self, iri: str) -> bool:
        """Whether a thing is met for the first time."""
        before = len(self._described)
        self._described.add(iri)
        return len(self._described) > before

    def label(self, iri: str, name: str) -> None:
        """The first name that a thing gets is its label."""
        name = " ".join(name.split())
        first = self._labels.setdefault(iri, name)
        self.say(iri, emit.LABEL if name == first else emit.ALT_LABEL, emit.text(name))

    def rest(self, iri: str, row: Row) -> None:
        """The columns that have no property."""
        for name, value in row.rest:
            self.say(iri, f"{CG}sourceField", emit.text(f"{name}={value}"))

    def value(self, row: Row, name: str, parse: Callable[[str], T]) -> T | None:
        """A cell as a value; None where it is empty, or is not one, which is remarked on."""
        if not row[name]:
            return None
        try:
            return parse(row[name])
        except ValueError as error:
            self.remark(row, name, str(error))
            return None

    def remark(self, row: Row, name: str, reason: str) -> None:
        """Note a cell left out of a row that is kept."""
        self.tally.remark(row.file, row.line, row.header(name), row[name], reason)

    def reject(self, row: Row, name: str, reason: str) -> None:
        """Count a row as rejected for a cell."""
        self.tally.reject(row.file, row.line, row.header(name), row[name], reason)

    def replaced(self, row: Row) -> None:
        """Count a row of what a newer export tells otherwise."""
        self.tally.replaced += 1
        reason = "a newer export tells otherwise of the same, and stands"
        self.tally.remark(row.file, row.line, "", ";".join(row.cells.values()), reason)

    def money(self, iri: str, predicate: str, row: Row, name: str) -> None:
        """An amount; nought stands for one that nobody declared."""
        self.euros(iri, predicate, self.value(row, name, keep_rows.amount))

    def euros(self, iri: str, predicate: str, amount: Decimal | None) -> None:
        """An amount, unless it is nought."""
        if amount:
            self.say(iri, f"{CG}{predicate}", emit.typed(values.decimal(amount), "decimal"))

    def days(self, iri: str, row: Row) -> str:
        """Start and end of a thing; the start, or ""."""
        start = self.value(row, "start", values.day) or ""
        end = self.value(row, "end", values.day) or ""
        if start and end and end < start:
            self.remark(row, "end", f"before the start, {start}")
            end = ""
        for predicate, day in (("startDate", start), ("endDate", end)):
            if day:
                self.say(iri, f"{CG}{predicate}", emit.typed(day, "date"))
        return start
