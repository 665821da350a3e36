"""What became of NUTS codes from one version of the classification to the next.

Knows data/nuts-changes.csv; nothing of places in a graph.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import NamedTuple

from clustergraph import resources

RECODED, MERGED, SPLIT, CHANGED = "recoded", "merged", "split", "changed"


class Change(NamedTuple):
    """A code and the one that took its place in a version, on its own (recoded: the same
    territory), as a part of a larger one (merged), with others (split), or within other borders
    (changed)."""

    old: str
    new: str
    version: str
    change: str


@cache
def _changes() -> dict[str, tuple[Change, ...]]:
    found: dict[str, list[Change]] = {}
    with (resources.data_dir() / "nuts-changes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["old"], []).append(Change(**row))
    return {old: tuple(changes) for old, changes in found.items()}


@cache
def _earlier() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for changes in _changes().values():
        for each in changes:
            if each.change == RECODED:
                found.setdefault(each.new, []).append(each.old)
    return {new: tuple(sorted(olds)) for new, olds in found.items()}


def changes(code: str) -> tuple[Change, ...]:
    """What became of a code that is no longer used; none for one that is, or is not known."""
    return _changes().get(code, ())


def container(code: str) -> str:
    """The code of the next version with the whole territory of one that is no longer used, or ""
    where there is none."""
    return next((each.new for each in changes(code) if each.change in (RECODED, MERGED)), "")


def current(code: str) -> str:
    """The latest code of the same territory."""
    while later := [each.new for each in changes(code) if each.change == RECODED]:
        code = later[0]
    return code


def equal(code: str) -> tuple[str, ...]:
    """All codes of the same territory, the latest first."""
    found = [current(code)]
    for each in found:
        found += _earlier().get(each, ())
    return tuple(found)
