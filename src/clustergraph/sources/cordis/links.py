"""Rows of webLink: a page each, of a project."""

from __future__ import annotations

from clustergraph.sources import emit, reading
from clustergraph.sources.cordis.literals import Field
from clustergraph.sources.cordis.release import Release, project_iri
from clustergraph.sources.reading import Column, Sheet
from clustergraph.terms import PREFIXES

_PAGE = f"{PREFIXES['foaf']}page"


def read(release: Release, sheet: Sheet) -> None:
    """Write the link of every row of a sheet."""
    wanted = [Column("projectID", required=True), Column("physUrl", required=True)]
    pages = [*wanted, Column("represents"), Column("type")]
    for line, (project, url, represents, kind) in reading.rows(sheet, pages, release.tally):
        if not release.known(sheet, line, project):
            continue
        own = represents == "project" or kind == "relatedWebsite"
        predicate = emit.HOMEPAGE if own else _PAGE
        fields = [Field("physUrl", predicate, release.memos.page)]
        release.gathering.blocks.add(
            project_iri(project), release.optional(fields, [url], sheet, line)
        )
        release.tally.kept += 1
