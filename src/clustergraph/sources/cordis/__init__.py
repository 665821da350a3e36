"""CORDIS, the EU's register of research projects, as published in folders and zips of CSV files.

Reads the layouts of FP7, Horizon 2020 and Horizon Europe by their headers: projects, awards,
participations, organisations, programmes, calls, fields of science and links. Knows the columns of
CORDIS; nothing of other sources, graph folders or engines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from clustergraph.errors import SourceError
from clustergraph.sources import reading
from clustergraph.sources.cordis import links, parts
from clustergraph.sources.cordis.columns import sheet_of
from clustergraph.sources.cordis.fields import Fields
from clustergraph.sources.cordis.participations import Participations
from clustergraph.sources.cordis.projects import Projects
from clustergraph.sources.cordis.release import Release

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.sources.gathering import Gathering
    from clustergraph.sources.reading import Table, Tally

# The files of a release by their stem: "project", "cordis-h2020projects", "organization_df_100".
_FILES = {
    name: re.compile(rf"(?:cordis)?[-_]?(?:fp\d|h2020|horizon|he)?[-_]?(?:{stem})(?:[-_].*)?")
    for name, stem in {
        "project": "projects?",
        "organization": "organi[sz]ations?",
        "legalBasis": "legalbasis",
        "topics": "topics?",
        "euroSciVoc": "euroscivoc",
        "webLink": "weblinks?",
    }.items()
}
_NEEDED = ("project", "organization")


def read(path: Path, dataset: str, gathering: Gathering) -> tuple[Tally, str]:
    """Read a folder or zip as CORDIS publishes it: how its rows ended, and what it says it is.

    Raises SourceError where there is no project or organisation file, or one is damaged.
    """
    found = _found(path)
    release = Release(dataset, gathering)
    _read(release, found)
    return release.tally, release.title()


def _read(release: Release, found: dict[str, list[Table]]) -> None:
    """Read each kind of file in the order in which the next can build on it."""
    bases = parts.by_project(release, found["legalBasis"], "legalBasis", "uniqueProgrammePart")
    topics = parts.by_project(release, found["topics"], "topic")
    projects = Projects(release, bases, topics)
    for table in found["project"]:
        projects.read(sheet_of(table))
    for leftover in (bases, topics):
        parts.settle(release, leftover)
    for table in found["organization"]:
        Participations(release).read(sheet_of(table))
    for table in found["euroSciVoc"]:
        Fields(release).read(sheet_of(table))
    for table in found["webLink"]:
        links.read(release, sheet_of(table))


def _found(path: Path) -> dict[str, list[Table]]:
    """The tables of each kind of file."""
    found = defaultdict(list)
    for table in reading.tables(path, "csv", "xlsx"):
        for name, pattern in _FILES.items():
            if pattern.fullmatch(table.stem):
                found[name].append(table)
    for name in _NEEDED:
        if not found[name]:
            raise SourceError(f"{path}: no {name}.csv here, in a folder or zip as CORDIS has it")
    return found
