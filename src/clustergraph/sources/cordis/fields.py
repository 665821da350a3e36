"""Rows of euroSciVoc: a field of science each, of a project; and the tree of fields."""

from __future__ import annotations

from urllib.parse import quote

from clustergraph.sources import emit, reading
from clustergraph.sources.cordis.release import Release, project_iri
from clustergraph.sources.reading import Column, Sheet
from clustergraph.terms import CG, PREFIXES

_EUROSCIVOC = f"{PREFIXES['cgs']}euroscivoc"
_SCHEME_NAME = "European Science Vocabulary (EuroSciVoc)"
_SKOS = PREFIXES["skos"]


class Fields:
    """Rows of euroSciVoc: a field of science each, of a project."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._lines = release.gathering.lines
        self._tails: dict[tuple[str, ...], str] = {}
        self._seen: set[tuple[str, str]] = set()

    def read(self, sheet: Sheet) -> None:
        """Write the fields of every project of a sheet."""
        names = ("projectID", "euroSciVocCode")
        further = ("euroSciVocPath", "euroSciVocTitle", "euroSciVocDescription")
        columns = [Column(name, required=name in names) for name in (*names, *further)]
        tally = self._release.tally
        for line, cells in reading.rows(sheet, columns, tally):
            project, code = cells[:2]
            if not self._release.known(sheet, line, project):
                continue
            if not code.strip("/"):
                tally.reject(sheet.name, line, "euroSciVocCode", code, "no code")
            elif (project, code) in self._seen:
                tally.repeated += 1
            else:
                self._seen.add((project, code))
                tally.kept += 1
                field = self._tails.get(cells[1:]) or self._field(*cells[1:])
                self._lines.append(f"<{project_iri(project)}{field}")

    def _field(self, code: str, path: str, title: str, definition: str) -> str:
        """The tail for a code such as /29/97/543, described once with those above it."""
        parts = code.strip("/").split("/")
        names = path.strip("/").split("/")
        if len(names) != len(parts):
            # A name with a slash in it: only the last is sure.
            names = [*parts[:-1], title or parts[-1]]
        self._describe(parts, names, definition)
        tail = emit.tail(f"{CG}topic", emit.iri(_field_iri(parts[-1])))
        self._tails[code, path, title, definition] = tail
        return tail

    def _describe(self, parts: list[str], names: list[str], definition: str) -> None:
        lines, codes = self._lines, self._release.codes
        above = ""
        for part, name in zip(parts, names, strict=True):
            iri = _field_iri(part)
            label = emit.text(name) if name == part else emit.tagged(name, "en")
            lines += codes.described(iri, _EUROSCIVOC, label)
            lines.append(emit.line(iri, f"{_SKOS}notation", emit.text(part)))
            link = (f"{_SKOS}broader", above) if above else (f"{_SKOS}topConceptOf", _EUROSCIVOC)
            lines.append(emit.line(iri, link[0], emit.iri(link[1])))
            above = iri
        if definition:
            lines.append(emit.line(above, f"{_SKOS}definition", emit.tagged(definition, "en")))
        lines += [
            emit.line(_EUROSCIVOC, emit.TYPE, emit.iri(f"{_SKOS}ConceptScheme")),
            emit.line(_EUROSCIVOC, emit.LABEL, emit.tagged(_SCHEME_NAME, "en")),
        ]


def _field_iri(code: str) -> str:
    return f"{_EUROSCIVOC}/{quote(code, safe='')}"
