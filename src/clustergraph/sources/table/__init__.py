"""A cluster's own table: members, partners, projects and goals, one relation a row (see template).

Nothing is merged by name: a known organisation or project is named by its identifier or its exact
label, anything else is a thing of this table, told apart by name and country.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.errors import SourceError
from clustergraph.sources import reading, template
from clustergraph.sources.gathering import Reading
from clustergraph.sources.table.aims import Aims
from clustergraph.sources.table.cells import Refusal, Row, is_month_first
from clustergraph.sources.table.parties import Parties
from clustergraph.sources.table.projects import Projects
from clustergraph.sources.table.relations import Relations
from clustergraph.sources.table.writing import Writing
from clustergraph.sources.template import (
    GOAL,
    INDICATOR,
    MEMBERSHIP,
    PARTICIPATION,
    PARTNERSHIP,
    TARGET,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.sources.gathering import Gathering

_COLUMNS = [
    reading.Column(
        field.name,
        (*field.former, *template.FRENCH.get(field.name, ())),
        required=field.required,
        dated=field.name in ("start", "end"),
        shared=field.name == "contribution",
    )
    for field in template.FIELDS
]

_GROUPS = {
    "money": ("contribution", "total_cost"),
    "places": ("country", "region", "with_country", "with_region"),
    "dates": ("start", "end"),
    "identifiers": ("organisation_id", "with_id", "vat"),
}


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read a table, or all tables of a folder or zip, into the gathering.

    Raises SourceError where a file is no table or lacks a needed column.
    """
    reader = _Reader(dataset, gathering)
    tables = reading.tables(path, *reading.TABLES, tally=reader.tally)
    if not tables:
        raise SourceError(f"{path}: no .csv, .xlsx or .ods file here")
    for table in tables:
        sheet = reading.sheet_of(table, _COLUMNS, reader.tally, template.ROWS)
        # Of a spreadsheet, a locator names the sheet, too.
        file, name = Path(table.name).name, sheet.name.removeprefix(table.name)
        reader.read(sheet, f"{file}{name}")
    reader.finish()
    return Reading(reader.tally)


def _doubt(rows: Iterable[reading.Row]) -> str:
    """Why days of a table are not read day first where they may be otherwise; "" if they are."""
    dated = [at for at, column in enumerate(_COLUMNS) if column.dated]
    for line, texts in rows:
        for text in (texts[at] for at in dated):
            if is_month_first(text):
                return (
                    f"day first or month first? {text} in line {line} has the month first: write "
                    "all days as 2021-03-31"
                )
    return ""


class _Reader:
    """Turns rows into facts; what several rows say of one thing is put together first."""

    def __init__(self, dataset: str, gathering: Gathering) -> None:
        self.tally = reading.Tally()
        out = Writing(dataset, gathering)
        self._parties = Parties(out, self.tally)
        self._projects = Projects(out)
        self._relations = Relations(out, self.tally)
        self._aims = Aims(out, self.tally, self._relations)

    def read(self, sheet: reading.Sheet, place: str) -> None:
        """Read every row of a sheet; blank rows and comments are no rows."""
        reading.others(sheet, _COLUMNS, self.tally, _GROUPS)
        rows = list(reading.rows(sheet, _COLUMNS, self.tally))
        doubt = _doubt(rows)
        for line, texts in rows:
            cells = dict(zip(template.COLUMNS, texts, strict=True))
            if cells["relation"].startswith(template.COMMENT) or not any(texts):
                self.tally.read -= 1
                continue
            row = Row(sheet.name, place, line, cells, cells, doubt=doubt)
            try:
                self._take(row)
            except Refusal as refusal:
                value = cells[refusal.column]
                self.tally.reject(row.file, line, refusal.column, value, refusal.reason)

    def _take(self, row: Row) -> None:
        """All that can be refused comes first: a rejected row leaves no trace in the graph."""
        relation = template.relation(row.given["relation"])
        if relation is None:
            raise Refusal("relation", f"not one of: {', '.join(template.RELATIONS)}")
        row.cells = self._used(row, relation)
        if relation in (MEMBERSHIP, PARTNERSHIP):
            self._parties.settle(row)
        party = self._parties.named(row, "organisation")
        if relation == PARTICIPATION:
            project, label = self._projects.named(row)
            relator = self._relations.participation(row, party, project)
            if not self._relations.elsewhere(row, party, project, relator):
                self._relations.keep(row, relator, relation)
            self._projects.keep(row, project, label)
        elif relation in (GOAL, INDICATOR, TARGET):
            self._aims.keep(row, relation, party)
        else:
            other = self._parties.named(row, "with")
            self._relations.keep(
                row, self._relations.between(row, relation, party, other), relation
            )
            self._parties.keep(row, other)
        self._parties.keep(row, party)
        for column, reason in row.remarks:
            self.tally.remark(row.file, row.line, column, row.given[column], reason)

    def _used(self, row: Row, relation: str) -> dict[str, str]:
        """The cells without those that this relation has no use for, which are remarked."""
        unused = [field.name for field in template.FIELDS if relation not in field.relations]
        for column in unused:
            if row.given[column]:
                article = "an" if relation == INDICATOR else "a"
                row.remark(column, f"not used for {article} {relation}")
        return {**row.given, **dict.fromkeys(unused, "")}

    def finish(self) -> None:
        """Write what all rows together say."""
        for part in (self._aims, self._relations, self._projects, self._parties):
            part.finish()
