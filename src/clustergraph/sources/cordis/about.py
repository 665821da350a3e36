"""The half of a release that is about projects: all its files but that of organisations.

It needs nothing of the other half, and the other half needs of it only which projects there are:
so two processes can read a large release.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clustergraph.sources import reading
from clustergraph.sources.citations import Citations
from clustergraph.sources.cordis import links, parts
from clustergraph.sources.cordis.columns import PROJECT
from clustergraph.sources.cordis.fields import FIELD, Fields
from clustergraph.sources.cordis.files import files
from clustergraph.sources.cordis.projects import Projects
from clustergraph.sources.cordis.release import Ledger, Release
from clustergraph.sources.gathering import Gathering
from clustergraph.sources.reading import Tally

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from clustergraph.sources.codes import Codes


@dataclass(frozen=True)
class Half:
    """What the files about projects came to.

    projects: acronym by identifier; title: what the release says it is; before, after: how the
    rows of those files ended that come before and after that of organisations.
    """

    gathering: Gathering
    projects: dict[str, str]
    title: str
    before: Tally
    after: Tally


def read(
    path: Path, dataset: str, codes: Codes, by_hand: Collection[str], projects: dict[str, int]
) -> Half:
    """Read all files but that of organisations.

    `codes` and `projects`, the projects of earlier releases in Ledger, are added to; `by_hand` is
    as in Citations. Raises SourceError for a damaged file.
    """
    found = files(path)
    gathering = Gathering(
        codes=codes,
        citations=Citations(by_hand),
        memory={"cordis": Ledger(projects=projects)},
    )
    release = Release(dataset, gathering)
    before = release.tally
    bases = parts.by_project(release, found["legalBasis"], "legalBasis", "uniqueProgrammePart")
    topics = parts.by_project(release, found["topics"], "topic")
    reader = Projects(release, bases, topics)
    for table in found["project"]:
        reader.read(reading.sheet_of(table, PROJECT, release.tally, "project"))
    for leftover in (bases, topics):
        parts.settle(release, leftover)
    after = release.tally = Tally()
    fields = Fields(release)
    for table in found["euroSciVoc"]:
        fields.read(reading.sheet_of(table, FIELD, release.tally, "euroSciVoc"))
    fields.write()
    for table in found["webLink"]:
        sheet = reading.sheet_of(table, links.LINK, release.tally, "webLink")
        links.read(release, sheet)
    # Here, since this may be another process, which waits for the other half.
    gathering.blocks.settle([])
    return Half(gathering, release.projects, release.title(), before, after)
