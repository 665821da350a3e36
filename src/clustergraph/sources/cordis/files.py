"""Which file of a release is which, by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from clustergraph.errors import SourceError
from clustergraph.sources import reading

if TYPE_CHECKING:
    from pathlib import Path

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


def files(path: Path, tally: Tally | None = None) -> dict[str, list[Table]]:
    """The tables of each kind of file in a folder or zip.

    Raises SourceError where there are none of projects or of organisations.
    """
    found = defaultdict(list)
    for table in reading.tables(path, *reading.TABLES, tally=tally):
        for name, pattern in _FILES.items():
            if pattern.fullmatch(table.stem):
                found[name].append(table)
    for name in _NEEDED:
        if not found[name]:
            raise SourceError(f"{path}: no {name}.csv here, in a folder or zip as CORDIS has it")
    return found
