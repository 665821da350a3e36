"""Side files that give a project codes: legal bases and topics, each with its title.

Knows nothing of what the codes stand for.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.sources import reading, values
from clustergraph.sources.reading import Column, Table

if TYPE_CHECKING:
    from clustergraph.sources.cordis.release import Release


class Part(NamedTuple):
    """One row of a side file: where it stands, a code, and whether it is the main one."""

    file: str
    line: int
    code: str
    main: bool


def by_project(
    release: Release, tables: list[Table], code: str, *more: str
) -> dict[str, list[Part]]:
    """The codes that a side file gives each project; titles of codes go to the trees."""
    parts: dict[str, list[Part]] = defaultdict(list)
    columns = [Column(name) for name in ("title", *more)]
    wanted = [Column("projectID", required=True), Column(code, required=True), *columns]
    for table in tables:
        sheet = reading.sheet_of(table, wanted, release.tally)
        reading.others(sheet, wanted, release.tally)
        for line, (identifier, value, title, *rest) in reading.rows(sheet, wanted, release.tally):
            project = values.code(identifier)
            if title:
                release.trees.titles.setdefault(value, title)
            main = bool(rest) and rest[0].casefold() == "true"
            part = Part(sheet.name, line, value, main)
            if any(value == other.code for other in parts[project]):
                release.tally.repeated += 1
            else:
                parts[project].append(part)
    return parts


def settle(release: Release, parts: dict[str, list[Part]]) -> None:
    """Count the rows of side files: kept with their project, rejected without."""
    for project, rows in parts.items():
        if project in release.projects:
            release.tally.kept += len(rows)
            continue
        for row in rows:
            release.tally.reject(row.file, row.line, "projectID", project, "unknown project")
