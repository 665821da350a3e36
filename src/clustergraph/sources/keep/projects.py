"""Rows of projects and their awards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clustergraph.sources import emit, reading, values
from clustergraph.sources.keep import rows as keep_rows
from clustergraph.sources.keep.rows import Row, digest, matching, slug
from clustergraph.sources.keep.told import Key, Telling
from clustergraph.terms import CG, fold, mint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clustergraph.sources.keep.programmes import Programmes
    from clustergraph.sources.keep.writing import Writing


def _euro(text: str) -> str:
    return values.decimal(keep_rows.amount(text))


# What must differ for two rows of one programme and acronym to be two projects, and how each is
# read: a spreadsheet that writes it otherwise tells of the same project.
# In the order of Telling.
_TELLING: dict[str, Callable[[str], str]] = {
    **{"title": matching, "start": values.day, "end": values.day},
    **{"budget": _euro, "funding": _euro, "id": matching},
}


def _told(row: Row) -> Telling:
    """What tells a project from its namesakes; a text that cannot be read as it stands."""
    found = []
    for name, read in _TELLING.items():
        try:
            found.append(read(row[name]))
        except ValueError:
            found.append(row[name])
    return Telling(*found)


@dataclass
class Project:
    """A project, of which several rows may tell, one for each lead partner."""

    iri: str
    rows: list[Row]
    start: str = ""
    # The organisations met so far, by their folded names.
    partners: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.iri.rsplit("/", 1)[-1]

    def is_led_by(self, name: str) -> bool:
        return fold(name) in {fold(row["name"]) for row in self.rows}


class Projects:
    """The projects of one spreadsheet, by programme and acronym."""

    def __init__(self, out: Writing, programmes: Programmes) -> None:
        self._out = out
        self._programmes = programmes
        self.by_name: dict[tuple[str, str], list[Project]] = {}
        self.by_number: dict[tuple[str, str], Project] = {}

    def read(self, sheets: Sequence[reading.Sheet]) -> None:
        """Read the sheets of projects: rows that differ in their lead partner only are one."""
        alike: dict[Key, dict[Telling, list[Row]]] = {}
        for row in keep_rows.rows(sheets, keep_rows.PROJECTS, self._out.tally):
            name = row["acronym"] or row["title"] or row["id"]
            if not row["programme"] or not name:
                self._out.reject(row, "acronym", "no programme, or neither acronym nor name")
                continue
            key = matching(row["programme"]), matching(name)
            alike.setdefault(key, {}).setdefault(_told(row), []).append(row)
        for key, several in alike.items():
            for told, rows in several.items():
                project = self._project(key, told, rows, [each for each in several if each != told])
                self.by_name.setdefault(key, []).append(project)
                if number := matching(rows[0]["id"]):
                    self.by_number.setdefault((key[0], number), project)
                self._describe(project)
                self._out.told.named(key, told, project.iri, project.start)

    def _project(self, key: Key, told: Telling, rows: list[Row], beside: list[Telling]) -> Project:
        """The project of some rows: that of a newer export, or one that this export is first to
        tell of."""
        apart = told if beside else ()
        newer = self._out.told.project(key, told, beside)
        iri = newer or mint("project", "keep", slug(key[1]), digest(*key, *apart))
        return Project(iri, rows, self._out.told.start(iri))

    def _describe(self, project: Project) -> None:
        for row in project.rows:
            if self._out.told.is_settled(row, project.iri):
                self._out.replaced(row)
                continue
            self._out.tally.kept += 1
            self._out.begin(project.iri, "Project", row)
            self._out.label(project.iri, row["acronym"] or row["title"] or row["id"])
            project.start = self._out.days(project.iri, row)
            self._texts(project.iri, row)
            self._programmes.topics(project.iri, row)
            self._out.money(project.iri, "projectCost", row, "budget")
            self._award(project, row)
            self._out.rest(project.iri, row)

    def _texts(self, iri: str, row: Row) -> None:
        """Names and descriptions: English ones are marked so, of others the language is unknown."""
        for name, predicate in (("acronym", f"{CG}acronym"), ("id", f"{CG}programmeProjectId")):
            if row[name]:
                self._out.say(iri, predicate, emit.text(row[name]))
        for name, predicate in (("title", emit.TITLE), ("description", emit.DESCRIPTION)):
            if row[name]:
                self._out.say(iri, predicate, emit.tagged(row[name], "en"))
        for name in ("title2", "title3", "description1", "description2"):
            if row[name]:
                predicate = emit.TITLE if name.startswith("title") else emit.DESCRIPTION
                self._out.say(iri, predicate, emit.text(row[name]))
        if address := self._out.value(row, "website", keep_rows.address):
            self._out.say(iri, emit.HOMEPAGE, emit.iri(address))

    def _award(self, project: Project, row: Row) -> None:
        iri = mint("award", project.key)
        self._out.begin(iri, "Award", row)
        self._out.say(iri, f"{CG}awardedTo", emit.iri(project.iri))
        self._out.say(iri, f"{CG}underProgramme", emit.iri(self._programmes.programme(row)))
        if row["call"]:
            self._out.say(iri, f"{CG}underCall", emit.iri(self._programmes.call(row)))
        self._out.money(iri, "awardContribution", row, "funding")
