"""The keep.eu spreadsheet: INTERREG programmes, their calls, projects and partners.

The file has no identifiers. A partner belongs to the project with its programme and acronym, both
compared without regard to case, spaces and the kind of dash; an organisation is its name in a
country, and is never merged with those of other sources here.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from clustergraph.errors import SourceError
from clustergraph.sources import reading
from clustergraph.sources.gathering import Reading
from clustergraph.sources.keep.partners import Partners
from clustergraph.sources.keep.programmes import Programmes
from clustergraph.sources.keep.projects import Projects
from clustergraph.sources.keep.writing import Writing

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.sources.gathering import Gathering


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read the spreadsheet, or every one in a folder; CSV files named after the sheets also do.

    Returns how the rows ended and the day on which the file was made. Raises SourceError where a
    file is no spreadsheet, or has no projects or no partners.
    """
    out = Writing(dataset, gathering, *gathering.memory.setdefault("keep", ({}, set())))
    tables = reading.tables(path, *reading.TABLES, tally=out.tally)
    sheets: dict[str, list[reading.Sheet]] = {"call": [], "project": [], "partner": []}
    for table in tables:
        for name, sheet in reading.sheets_of(table).items():
            # "Projects (lead partners)" is a sheet of projects.
            kind = next((kind for kind in sheets if kind in name.casefold()), None)
            if kind and sheet.header:
                sheets[kind].append(sheet)
    for kind in ("project", "partner"):
        if not sheets[kind]:
            raise SourceError(f"{path}: no sheet of {kind}s here")
    programmes = Programmes(out)
    projects = Projects(out, programmes)
    partners = Partners(out, projects)
    programmes.read(sheets["call"])
    projects.read(sheets["project"])
    partners.read(sheets["partner"])
    partners.finish()
    return Reading(out.tally, max((_made(table) for table in tables), default=""))


def _made(table: reading.Table) -> str:
    """The day on which a spreadsheet was made, as its properties tell; "" where they do not."""
    try:
        with table.open() as file, zipfile.ZipFile(file) as book:
            properties = book.read("docProps/core.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, OSError):
        return ""
    found = re.search(r"<dcterms:created[^>]*>(\d{4}-\d\d-\d\d)", properties)
    return found.group(1) if found else ""
