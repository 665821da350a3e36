"""Rows of webLink: a page each, of a project."""

from __future__ import annotations

from clustergraph.sources import emit, reading, values
from clustergraph.sources.cordis.columns import with_others
from clustergraph.sources.cordis.literals import Field
from clustergraph.sources.cordis.release import Release, project_iri
from clustergraph.sources.reading import Column, Sheet
from clustergraph.terms import PREFIXES

_PAGE = f"{PREFIXES['foaf']}page"

LINK = (
    Column("projectID", required=True),
    Column("physUrl", required=True),
    # Not kept: it is the MD5 of the address.
    Column("id"),
    Column("represents"),
    Column("type"),
)


def read(release: Release, sheet: Sheet) -> None:
    """Write the link of every row of a sheet, and what the row says about the page."""
    columns = with_others(sheet, LINK, release.tally)
    names = [column.name for column in columns[3:]]
    add = release.gathering.blocks.add
    for line, cells in reading.rows(sheet, columns, release.tally):
        identifier, url, _id, represents, kind, *_others = cells
        project = values.code(identifier)
        if not release.known(sheet, line, project):
            continue
        own = represents == "project" or kind == "relatedWebsite"
        fields = [Field("physUrl", emit.HOMEPAGE if own else _PAGE, release.memos.page)]
        add(project_iri(project), release.optional(fields, [url], sheet, line))
        page = release.memos.page[url].strip("<>") if url else ""
        add(page or project_iri(project), release.others(names, cells))
        release.tally.kept += 1
