"""Which of several releases is the newest: their rows say when they were last changed.

Knows the column `contentUpdateDate`; nothing of what else rows say.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from clustergraph import sources
from clustergraph.sources import reading, values
from clustergraph.sources.cordis.columns import PARTICIPATION, PROJECT, sheet_of
from clustergraph.sources.cordis.files import files
from clustergraph.sources.reading import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CHANGED = "contentUpdateDate"


def newest_first(paths: Sequence[Path]) -> list[Path]:
    """The releases, that with the latest change of a project first.

    Where that is the same day and hour, the latest change of a participation decides, then the
    path: the last in alphabetical order comes first. Raises SourceError where a file is damaged.
    """
    if len(paths) < 2:
        return [*paths]
    dated = sorted(((_latest(path, "project"), path) for path in paths), reverse=True)
    ordered: list[Path] = []
    for _day, alike in groupby(dated, key=lambda pair: pair[0]):
        ordered += _among_alike([path for _day, path in alike])
    return ordered


def _among_alike(paths: list[Path]) -> list[Path]:
    if len(paths) > 1 and len({sources.checksum(path) for path in paths}) == 1:
        # One release several times: the first counts.
        return sorted(paths)
    if len(paths) > 1:
        return sorted(paths, key=lambda path: (_latest(path, "organization"), path), reverse=True)
    return paths


def _latest(path: Path, kind: str) -> str:
    """The latest day and hour in the column of one kind of file; "" where it has none."""
    listed = PROJECT if kind == "project" else PARTICIPATION
    columns = [column for column in listed if column.name == _CHANGED]
    told: set[str] = set()
    for table in files(path)[kind]:
        told |= {cells[0] for _line, cells in reading.rows(sheet_of(table), columns, Tally())}
    return max(map(_moment, told), default="")


def _moment(text: str) -> str:
    try:
        return values.moment(text) if text else ""
    except ValueError:
        return ""
