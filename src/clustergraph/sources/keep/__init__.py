"""The keep.eu spreadsheet: INTERREG programmes, their calls, projects and partners.

The file has no identifiers. A partner belongs to the project with its programme and acronym, both
compared without regard to case, spaces and the kind of dash; an organisation is its name in a
country, and is never merged with those of other sources here.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

from clustergraph.errors import SourceError
from clustergraph.sources import reading
from clustergraph.sources.gathering import Reading
from clustergraph.sources.keep.partners import Partners
from clustergraph.sources.keep.programmes import Programmes
from clustergraph.sources.keep.projects import Projects
from clustergraph.sources.keep.rows import PARTNERS
from clustergraph.sources.keep.told import Told
from clustergraph.sources.keep.writing import Writing
from clustergraph.sources.reading.tables import BROKEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from clustergraph.sources.gathering import Gathering


# What a file holds of calls, projects and partners.
_Sheets = dict[str, list["reading.Sheet"]]


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read the spreadsheet, or every one in a folder; CSV files named after the sheets also do.

    Returns how the rows ended and the day on which the file was made. Raises SourceError where a
    file is no spreadsheet, or has no projects or no partners.
    """
    out = Writing(dataset, gathering, *gathering.memory.setdefault("keep", ({}, set(), Told())))
    tables = reading.tables(path, *reading.TABLES, tally=out.tally)
    exports = _exports(tables)
    for kind in ("project", "partner"):
        if not any(sheets[kind] for _day, sheets in exports):
            found = ", ".join(table.name for table in tables) or "no spreadsheet"
            raise SourceError(
                f"{path}: no sheet of {kind}s in {found:.300}: name the one that has them "
                f"{kind.capitalize()}s, as keep.eu does"
            )
    for _day, sheets in exports:
        out.told.begin()
        programmes = Programmes(out)
        projects = Projects(out, programmes)
        partners = Partners(out, projects)
        programmes.read(sheets["call"])
        projects.read(sheets["project"])
        partners.read(sheets["partner"])
        partners.finish()
    return Reading(out.tally, max((_made(table) for table in tables), default=""))


def newest_first(paths: Sequence[Path], _memory: dict[str, Any]) -> list[Path]:
    """The paths, that of the newest file first; of one day the last in alphabetical order."""
    if len(paths) < 2:
        return [*paths]
    return sorted(paths, key=lambda path: (max(map(_made, _tables(path)), default=""), path),
                  reverse=True)  # fmt: skip


def _tables(path: Path) -> list[reading.Table]:
    return reading.tables(path, *reading.TABLES, tally=reading.Tally())


def _exports(tables: list[reading.Table]) -> list[tuple[str, _Sheets]]:
    """The sheets of each spreadsheet that is whole, the newest first; those of other files, such as
    CSV files, are one more export."""
    whole, others = [], _sheets()
    for table in tables:
        sheets = _sheets(table)
        if sheets["project"] and sheets["partner"]:
            whole.append((_made(table), table.name, sheets))
        else:
            for kind, found in sheets.items():
                others[kind] += found
    ordered = [(day, sheets) for day, _name, sheets in sorted(whole, key=_by_day, reverse=True)]
    if ordered and not (others["project"] and others["partner"]):
        for kind, found in others.items():
            ordered[0][1][kind].extend(found)
        return ordered
    return [*ordered, ("", others)]


def _by_day(export: tuple[str, str, _Sheets]) -> tuple[str, str]:
    return export[:2]


def _sheets(table: reading.Table | None = None) -> _Sheets:
    """The sheets of a file by what they are about."""
    sheets: _Sheets = {"call": [], "project": [], "partner": []}
    for name, sheet in (reading.sheets_of(table) if table else {}).items():
        kind = _kind(name, sheet)
        if kind and sheet.header:
            sheets[kind].append(sheet)
    return sheets


def _kind(name: str, sheet: reading.Sheet) -> str:
    """What a sheet is about by its name, and by its columns where that names two: "Projects (lead
    partners)" has projects, "Project partners" partners; "" where it names nothing."""
    kinds = [kind for kind in ("call", "project", "partner") if kind in name.casefold()]
    if kinds == ["project", "partner"] and reading.fits(sheet, [*PARTNERS.values()]):
        return "partner"
    return next(iter(kinds), "")


def _made(table: reading.Table) -> str:
    """The day on which a spreadsheet was made, as its properties tell; "" where they do not."""
    try:
        with table.open() as file, zipfile.ZipFile(file) as book:
            properties = book.read("docProps/core.xml").decode("utf-8", "replace")
    except (KeyError, *BROKEN):
        return ""
    found = re.search(r"<dcterms:created[^>]*>(\d{4}-\d\d-\d\d)", properties)
    return found.group(1) if found else ""
