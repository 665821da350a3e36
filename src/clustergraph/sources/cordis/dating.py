"""What is known of a release before it is read: the last change of its rows, by which releases are
told apart, and the acronyms of its projects.

Looks at each file once. Knows the columns of these; nothing of what else rows say.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from clustergraph import sources
from clustergraph.sources import reading, values
from clustergraph.sources.cordis import beside
from clustergraph.sources.cordis.columns import PARTICIPATION, PROJECT, is_project
from clustergraph.sources.cordis.files import files
from clustergraph.sources.reading import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CHANGED = "contentUpdateDate"


def newest_first(paths: Sequence[Path], memory: dict[str, Any]) -> list[Path]:
    """The releases, that with the latest change of a project first. What else was looked at on the
    way, the acronyms of its projects, is put into the memory of the Gathering.

    Where that is the same day and hour, the latest change of a participation decides, then the
    path: the last in alphabetical order comes first. Raises SourceError where a file is damaged.
    """
    if len(paths) < 2:
        return [*paths]
    dated = []
    for path, (latest, acronyms_of) in zip(paths, _all_looked_at(paths), strict=True):
        memory[_key(path)] = acronyms_of
        dated.append((latest, path))
    ordered: list[Path] = []
    for _day, alike in groupby(sorted(dated, reverse=True), key=lambda pair: pair[0]):
        ordered += _among_alike([path for _day, path in alike])
    return ordered


def acronyms(path: Path, memory: dict[str, Any]) -> dict[str, str]:
    """The acronym of each project of a release, by its identifier."""
    known: dict[str, str] | None = memory.pop(_key(path), None)
    return _looked_at(path)[1] if known is None else known


def _key(path: Path) -> str:
    return f"acronyms of {path}"


def _among_alike(paths: list[Path]) -> list[Path]:
    if len(paths) > 1 and len({sources.checksum(path) for path in paths}) == 1:
        # One release several times: the first counts.
        return sorted(paths)
    if len(paths) > 1:
        return sorted(paths, key=lambda path: (_last_of_participations(path), path), reverse=True)
    return paths


def _all_looked_at(paths: Sequence[Path]) -> list[tuple[str, dict[str, str]]]:
    """Each of several releases as `_looked_at` has it, of large ones about half in a second
    process."""
    sizes = {path: beside.size(path) for path in paths}
    near: list[Path] = []
    far: list[Path] = []
    for path in sorted(paths, key=lambda path: -sizes[path]):
        lesser = min(far, near, key=lambda some: sum(sizes[one] for one in some))
        lesser.append(path)
    if not beside.worth_it(sum(sizes[path] for path in far)):
        return [_looked_at(path) for path in paths]
    with beside.Beside(_each_looked_at, far) as process:
        found = _each_looked_at(near)
        found |= process.result() or _each_looked_at(far)
    return [found[path] for path in paths]


def _each_looked_at(paths: Sequence[Path]) -> dict[Path, tuple[str, dict[str, str]]]:
    return {path: _looked_at(path) for path in paths}


def _looked_at(path: Path) -> tuple[str, dict[str, str]]:
    """The latest change of a project, and the acronym of each project by its identifier."""
    columns = [column for column in PROJECT if column.name in ("id", "acronym", _CHANGED)]
    told: set[str] = set()
    found: dict[str, str] = {}
    for table in files(path)["project"]:
        sheet = reading.sheet_of(table, PROJECT, Tally(), "project")
        for _line, (text, acronym, changed) in reading.rows(sheet, columns, Tally()):
            told.add(changed)
            identifier = values.code(text)
            if is_project(identifier):
                found.setdefault(identifier, acronym)
    return max(map(_moment, told), default=""), found


def _last_of_participations(path: Path) -> str:
    """The latest change of a participation."""
    columns = [column for column in PARTICIPATION if column.name == _CHANGED]
    told: set[str] = set()
    for table in files(path)["organization"]:
        sheet = reading.sheet_of(table, PARTICIPATION, Tally(), "organization")
        told |= {cells[0] for _line, cells in reading.rows(sheet, columns, Tally())}
    return max(map(_moment, told), default="")


def _moment(text: str) -> str:
    try:
        return values.moment(text) if text else ""
    except ValueError:
        return ""
