"""Rows of euroSciVoc: a field of science each, of a project; and the tree of fields.

A row tells its field by a code, by a path of names, or both. Where the code says nothing, or only
the last part of it is there, the path does: a field is the same whichever row names it in which
way.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from clustergraph.sources import emit, reading, values
from clustergraph.sources.codes import slug
from clustergraph.sources.cordis.columns import with_others
from clustergraph.sources.cordis.release import Release, project_iri
from clustergraph.sources.reading import Column, Sheet
from clustergraph.terms import CG, PREFIXES

_EUROSCIVOC = f"{PREFIXES['cgs']}euroscivoc"
_SCHEME_NAME = "European Science Vocabulary (EuroSciVoc)"
_SKOS = PREFIXES["skos"]
FIELD = (
    Column("projectID", ("id", "projectReference"), required=True),
    Column("euroSciVocCode", ("code",)),
    Column("euroSciVocPath", ("path",)),
    Column("euroSciVocTitle", ("title",)),
    Column("euroSciVocDescription", ("description",)),
)


class _Cells(NamedTuple):
    """What a row says of a field; parts of codes and of paths from the top down."""

    code: str
    path: str
    title: str
    definition: str

    @property
    def parts(self) -> list[str]:
        return [part for part in map(values.code, self.code.split("/")) if part]

    @property
    def names(self) -> list[str]:
        """The names of a path. One of them may have a slash in it: the last is known by the title,
        and the code tells how many there are."""
        path = self.path.strip("/")
        names = [name for name in map(str.strip, path.split("/")) if name]
        if "/" in self.title and path.endswith(self.title):
            above = path.removesuffix(self.title).strip("/")
            names = [*(filter(None, map(str.strip, above.split("/")))), self.title]
        count = len(self.parts)
        if len(names) != count > 1:
            return []
        return names


class Fields:
    """Rows of euroSciVoc: a field of science each, of a project."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._lines = release.gathering.lines
        self._tails: dict[_Cells, str] = {}
        # The fields of each project so far.
        self._of: dict[str, set[str]] = {}

    def read(self, sheet: Sheet) -> None:
        """Describe the fields of a sheet, and note those of every project."""
        tally = self._release.tally
        columns = with_others(sheet, FIELD, tally)
        rows = [
            (line, values.code(cells[0]), _Cells(*cells[1 : len(FIELD)]))
            for line, cells in reading.rows(sheet, columns, tally)
        ]
        # Codes first: a row without one may stand before the row that tells it.
        for told in dict.fromkeys(told for _line, _project, told in rows):
            self._learn(told)
        for line, project, told in rows:
            if not self._release.known(sheet, line, project):
                continue
            if not (told.parts or told.path.strip("/ ") or told.title):
                reason = "neither code nor path nor title"
                tally.reject(sheet.name, line, "euroSciVocCode", told.code, reason)
                continue
            field = self._tails.get(told) or self._field(told)
            known = self._of.setdefault(project, set())
            if field in known:
                tally.repeated += 1
                continue
            known.add(field)
            tally.kept += 1

    def write(self) -> None:
        """Write the fields that each project was seen with."""
        for project, fields in self._of.items():
            self._release.gathering.blocks.add(project_iri(project), fields)

    def _learn(self, told: _Cells) -> None:
        """Note which code each path has, and so each beginning of it, and each title."""
        parts, names, paths = told.parts, told.names, self._release.codes.paths
        if len(parts) == len(names):
            for length, part in enumerate(parts, 1):
                paths.setdefault("/".join(names[:length]), part)
        elif len(parts) == 1 and names:
            paths.setdefault("/".join(names), parts[0])
        if names:
            paths.setdefault(f"…/{names[-1]}", "/".join(names))

    def _field(self, told: _Cells) -> str:
        """The tail for a field, described once with those above it."""
        names, parts = told.names, told.parts
        if not names and not parts:
            path = self._release.codes.paths.get(f"…/{told.title}", told.title)
            names = path.split("/") if path != told.title else [told.title]
        keys = self._keys(names, parts)
        if not names:
            # A name with a slash in it, or no path: only the last is sure.
            names = [*parts[:-1], told.title or parts[-1]]
        # Without a path, a code of one part may lie anywhere in the tree.
        rooted = len(parts) != 1 or bool(told.path.strip("/ ")) or len(names) > 1
        self._describe(keys, names, told.definition, rooted=rooted)
        tail = emit.tail(f"{CG}topic", emit.iri(_field_iri(keys[-1])))
        self._tails[told] = tail
        return tail

    def _keys(self, names: list[str], parts: list[str]) -> list[str]:
        """What tells each field of a path: its code, or else its path."""
        if len(parts) == len(names) or not names:
            return parts
        paths = self._release.codes.paths
        beginnings = ["/".join(names[:length]) for length in range(1, len(names) + 1)]
        keys = [paths.get(path) or slug(path) for path in beginnings]
        return [*keys[:-1], parts[-1]] if parts else keys

    def _describe(
        self, keys: list[str], names: list[str], definition: str, *, rooted: bool
    ) -> None:
        lines, codes = self._lines, self._release.codes
        above = ""
        for key, name in zip(keys, names, strict=True):
            iri = _field_iri(key)
            label = emit.text(name) if name == key else emit.tagged(name, "en")
            lines += codes.described(iri, _EUROSCIVOC, label)
            if key.isdecimal():
                lines.append(emit.line(iri, f"{_SKOS}notation", emit.text(key)))
            if above:
                lines.append(emit.line(iri, f"{_SKOS}broader", emit.iri(above)))
            elif rooted:
                lines.append(emit.line(iri, f"{_SKOS}topConceptOf", emit.iri(_EUROSCIVOC)))
            above = iri
        if definition:
            lines.append(emit.line(above, f"{_SKOS}definition", emit.tagged(definition, "en")))
        lines += [
            emit.line(_EUROSCIVOC, emit.TYPE, emit.iri(f"{_SKOS}ConceptScheme")),
            emit.line(_EUROSCIVOC, emit.LABEL, emit.tagged(_SCHEME_NAME, "en")),
        ]


def _field_iri(code: str) -> str:
    return f"{_EUROSCIVOC}/{quote(code, safe='')}"
