"""CORDIS, the EU's register of research projects, as published in folders and zips of CSV files.

Reads the layouts of FP7, Horizon 2020 and Horizon Europe by their headers: projects, awards,
participations, organisations, programmes, calls, fields of science and links. Knows the columns of
CORDIS; nothing of other sources, graph folders or engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.sources import reading
from clustergraph.sources.cordis import about, beside, dating
from clustergraph.sources.cordis.columns import PARTICIPATION
from clustergraph.sources.cordis.files import files
from clustergraph.sources.cordis.participations import Participations
from clustergraph.sources.cordis.release import Release
from clustergraph.sources.gathering import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.sources.gathering import Gathering
    from clustergraph.sources.reading import Table


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read a folder or zip as CORDIS publishes it: how its rows ended, and what it says it is.

    Raises SourceError where there is no project or organisation file, or one is damaged.
    """
    release = Release(dataset, gathering)
    found = files(path, release.tally)
    by_hand = gathering.citations.by_hand
    arguments = path, dataset, release.codes, by_hand, release.ledger.projects
    if beside.worth_it(beside.size(path)):
        with beside.Beside(about.read, *arguments) as process:
            release.projects = dating.acronyms(path, gathering.memory)
            _organisations(release, found["organization"])
            half = process.result() or about.read(*arguments)
    else:
        half = about.read(*arguments)
        release.projects = half.projects
        _organisations(release, found["organization"])
    release.join(half.gathering)
    release.finish()
    return Reading(half.before + release.tally + half.after, half.title)


def _organisations(release: Release, tables: list[Table]) -> None:
    for table in tables:
        sheet = reading.sheet_of(table, PARTICIPATION, release.tally, "organization")
        Participations(release).read(sheet)
