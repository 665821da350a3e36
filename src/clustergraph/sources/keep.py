"""The keep.eu spreadsheet: INTERREG programmes, their calls, projects and partners.

The file has no identifiers. A partner belongs to the project with its programme and acronym, both
compared without regard to case, spaces and the kind of dash; an organisation is its name in a
country, and is never merged with those of other sources here.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from clustergraph.errors import SourceError
from clustergraph.sources import emit, keep_rows, reading, values
from clustergraph.sources.keep_rows import Row, digest, matching, slug
from clustergraph.sources.organisations import Site
from clustergraph.sources.places import country_code
from clustergraph.sources.reading import Tally
from clustergraph.terms import CG, PREFIXES, fold, mint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from clustergraph.sources import Gathering
    from clustergraph.sources.organisations import Record

T = TypeVar("T")

# Strands of INTERREG, by what the name of a programme contains ("INTERREG V-A …", "INTERREG VB …").
_STRANDS = (
    ("ipa-cbc", r"\bipa\b", "with candidate countries (IPA)", "avec les pays candidats (IAP)"),
    ("eni-cbc", r"\b(eni|enpi)\b", "with neighbours (ENI)", "avec les pays voisins (IEV)"),
    ("a", r"\b[ivx]+ ?-? ?a\b|\bpeace\b", "cross-border (A)", "coopération transfrontalière (A)"),
    ("b", r"\b[ivx]+ ?-? ?b\b", "transnational (B)", "coopération transnationale (B)"),
    (
        "c",
        r"\b[ivx]+ ?-? ?c\b|\bespon\b|\burbact\b|\binteract\b|\binterreg europe\b",
        "interregional (C)",
        "coopération interrégionale (C)",
    ),
)
# Types of partner, by what their folded name contains; the first that fits.
_KINDS = (
    ("publicauthority", "public-body"),
    ("highereducation", "higher-education"),
    ("businesssupport", "business-support"),
    ("internationalorganisation", "intergovernmental"),
    ("enterprise", "private-company"),
    ("sme", "private-company"),
)
_TOPIC_COLUMNS = ("theme1", "theme2", "theme3", "objective", "priority", "ipa")
# What must differ for two rows of one programme and acronym to be two projects.
_TELLING = ("title", "start", "end", "budget", "funding", "id")
_INTERREG = f"{PREFIXES['programme']}interreg"
_TERRITORIAL = f"{PREFIXES['programme-kind']}territorial-cooperation"
_SKOS = PREFIXES["skos"]
_HAS_SITE = PREFIXES["org"] + "hasSite"
_TOPICS = f"{PREFIXES['cgs']}topic"


def read(path: Path, dataset: str, gathering: Gathering) -> tuple[Tally, str]:
    """Read the spreadsheet, or every one in a folder; CSV files named after the sheets also do.

    Returns how the rows ended and the day on which the file was made. Raises SourceError where a
    file is no spreadsheet, or has no projects or no partners.
    """
    tables = reading.tables(path, "xlsx", "csv")
    sheets: dict[str, list[reading.Sheet]] = {"call": [], "project": [], "partner": []}
    for table in tables:
        for name, sheet in _sheets(table).items():
            # "Projects (lead partners)" is a sheet of projects.
            kind = next((kind for kind in sheets if kind in name.casefold()), None)
            if kind and sheet.header:
                sheets[kind].append(sheet)
    for kind in ("project", "partner"):
        if not sheets[kind]:
            raise SourceError(f"{path}: no sheet of {kind}s here")
    importing = _Import(dataset, gathering, *gathering.memory.setdefault("keep", ({}, set())))
    importing.calls(sheets["call"])
    importing.projects(sheets["project"])
    importing.partners(sheets["partner"])
    importing.finish()
    return importing.tally, max((_made(table) for table in tables), default="")


def _sheets(table: reading.Table) -> dict[str, reading.Sheet]:
    if table.name.casefold().endswith(".xlsx"):
        return reading.xlsx_sheets(table)
    return {table.stem: reading.csv_sheet(table)}


def _made(table: reading.Table) -> str:
    """The day on which a spreadsheet was made, as its properties tell; "" where they do not."""
    try:
        with table.open() as file, zipfile.ZipFile(file) as book:
            properties = book.read("docProps/core.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, OSError):
        return ""
    found = re.search(r"<dcterms:created[^>]*>(\d{4}-\d\d-\d\d)", properties)
    return found.group(1) if found else ""


@dataclass
class _Project:
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


@dataclass
class _Import:
    """One import: reads the sheets in the order calls, projects, partners, then `finish`."""

    dataset: str
    gathering: Gathering
    # Labels given and things described, by this spreadsheet and those read before it.
    _labels: dict[str, str]
    _described: set[str]
    tally: Tally = field(default_factory=Tally)
    _programmes: dict[str, str] = field(default_factory=dict)
    _projects: dict[tuple[str, str], list[_Project]] = field(default_factory=dict)
    _engaged: dict[str, int] = field(default_factory=dict)
    _keys: dict[tuple[str, str], str] = field(default_factory=dict)
    _regions: dict[str, tuple[str, str]] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)
    _located: dict[str, tuple[Record, set[str]]] = field(default_factory=dict)
    _countries: dict[str, str] = field(default_factory=dict)

    # --- Writing

    def _say(self, subject: str, predicate: str, value: str) -> None:
        self.gathering.lines.append(emit.line(subject, predicate, value))

    def _begin(self, iri: str, kind: str, row: Row) -> None:
        """The class of a thing, and where it comes from."""
        self._say(iri, emit.TYPE, emit.iri(f"{CG}{kind}"))
        self._say(iri, emit.SOURCE, emit.iri(self.dataset))
        self._say(iri, emit.LOCATOR, emit.text(row.locator))

    def _is_new(self, iri: str) -> bool:
        """Whether a thing is met for the first time."""
        before = len(self._described)
        self._described.add(iri)
        return len(self._described) > before

    def _label(self, iri: str, name: str) -> None:
        """The first name that a thing gets is its label."""
        name = " ".join(name.split())
        first = self._labels.setdefault(iri, name)
        self._say(iri, emit.LABEL if name == first else emit.ALT_LABEL, emit.text(name))

    def _rest(self, iri: str, row: Row) -> None:
        """The columns that have no property."""
        for name, value in row.rest:
            self._say(iri, f"{CG}sourceField", emit.text(f"{name}={value}"))

    def _value(self, row: Row, name: str, parse: Callable[[str], T]) -> T | None:
        """A cell as a value; None where it is empty, or is not one, which is remarked on."""
        if not row[name]:
            return None
        try:
            return parse(row[name])
        except ValueError as error:
            self._remark(row, name, str(error))
            return None

    def _remark(self, row: Row, name: str, reason: str) -> None:
        self.tally.remark(row.file, row.line, row.header(name), row[name], reason)

    def _reject(self, row: Row, name: str, reason: str) -> None:
        self.tally.reject(row.file, row.line, row.header(name), row[name], reason)

    def _money(self, iri: str, predicate: str, row: Row, name: str) -> None:
        """An amount; nought stands for one that nobody declared."""
        if amount := self._value(row, name, keep_rows.amount):
            self._say(iri, f"{CG}{predicate}", emit.typed(values.decimal(amount), "decimal"))

    def _days(self, iri: str, row: Row) -> str:
        """Start and end of a thing; the start, or ""."""
        start = self._value(row, "start", values.day) or ""
        end = self._value(row, "end", values.day) or ""
        if start and end and end < start:
            self._remark(row, "end", f"before the start, {start}")
            end = ""
        for predicate, day in (("startDate", start), ("endDate", end)):
            if day:
                self._say(iri, f"{CG}{predicate}", emit.typed(day, "date"))
        return start

    # --- Programmes, calls, topics

    def _programme(self, row: Row) -> str:
        """A cooperation programme, in its strand, in its period, in INTERREG."""
        name = row["programme"]
        if name in self._programmes:
            return self._programmes[name]
        iri = self._programmes[name] = mint("programme", "keep", slug(matching(name)))
        self._label(iri, name)
        if self._is_new(iri):
            self._begin(iri, "Programme", row)
            self._say(iri, f"{CG}kind", emit.iri(_TERRITORIAL))
            self._say(iri, f"{CG}partOfProgramme", emit.iri(self._strand(name, row)))
        return iri

    def _strand(self, name: str, row: Row) -> str:
        years = re.match(r"(\d{4})\s*\D\s*(\d{4})", name)
        years = years or re.match(r"(\d{4})\s*\D\s*(\d{4})", row["period"])
        if not years:
            return _INTERREG
        start, end = years.groups()
        period = self._period(start, end, row)
        for strand, pattern, english, french in _STRANDS:
            if re.search(pattern, matching(name)):
                iri = f"{period}-{strand}"
                span = f"INTERREG {start}–{end}"
                if self._is_new(iri):
                    self._begin(iri, "Programme", row)
                    self._say(iri, f"{CG}kind", emit.iri(f"{PREFIXES['programme-kind']}strand"))
                    self._say(iri, f"{CG}partOfProgramme", emit.iri(period))
                    self._say(iri, emit.LABEL, emit.tagged(f"{span}, {english}", "en"))
                    self._say(iri, emit.LABEL, emit.tagged(f"{span}, {french}", "fr"))
                return iri
        return period

    def _period(self, start: str, end: str, row: Row) -> str:
        iri = mint("programme", "interreg", start, end)
        if self._is_new(iri):
            self._begin(iri, "Programme", row)
            self._label(iri, f"INTERREG {start}–{end}")
            self._say(iri, f"{CG}kind", emit.iri(_TERRITORIAL))
            self._say(iri, f"{CG}partOfProgramme", emit.iri(_INTERREG))
            self._say(iri, f"{CG}startDate", emit.typed(start, "gYear"))
            self._say(iri, f"{CG}endDate", emit.typed(end, "gYear"))
        return iri

    def _call(self, row: Row) -> str:
        """A call, known by its serial number within a programme."""
        programme = self._programme(row)
        iri = mint("call", "keep", digest(programme), slug(matching(row["call"])))
        if self._is_new(iri):
            self._begin(iri, "Call", row)
            self._label(iri, f"{row['programme']}: call {row['call']}")
            self._say(iri, f"{CG}code", emit.text(row["call"]))
            self._say(iri, f"{CG}callOf", emit.iri(programme))
            self._say(iri, f"{CG}kind", emit.iri(f"{PREFIXES['call-kind']}call"))
        return iri

    def calls(self, sheets: Sequence[reading.Sheet]) -> None:
        """Read the sheets of calls."""
        told: set[str] = set()
        for row in keep_rows.rows(sheets, keep_rows.CALLS, self.tally):
            if not row["programme"] or not row["call"]:
                self._reject(row, "call", "no programme or no serial number")
                continue
            iri = self._call(row)
            if iri in told:
                self._reject(row, "call", "another row tells of this call")
                continue
            told.add(iri)
            self.tally.kept += 1
            self._days(iri, row)
            self._money(iri, "totalCost", row, "budget")
            self._rest(iri, row)

    def _topic(self, text: str) -> str:
        """A theme, objective or priority as a concept of the scheme of topics."""
        iri = f"{PREFIXES['topic']}keep-{slug(text)}"
        if self._is_new(iri):
            self._say(iri, emit.TYPE, emit.iri(f"{_SKOS}Concept"))
            self._say(iri, emit.SOURCE, emit.iri(self.dataset))
            self._say(iri, emit.LABEL, emit.tagged(text, "en"))
            self._say(iri, f"{_SKOS}prefLabel", emit.tagged(text, "en"))
            self._say(iri, f"{_SKOS}inScheme", emit.iri(_TOPICS))
        return iri

    def _topics(self, project: str, row: Row) -> None:
        for name in _TOPIC_COLUMNS:
            if row[name]:
                self._say(project, f"{CG}topic", emit.iri(self._topic(row[name])))
        objective, priority = row["objective"], row["priority"]
        number = re.match(r"\(\d+", objective)
        # Investment priority (6c) is a part of thematic objective (6).
        if number and re.match(rf"{re.escape(number.group())}\D", priority):
            self._say(self._topic(priority), f"{_SKOS}broader", emit.iri(self._topic(objective)))

    # --- Projects

    def projects(self, sheets: Sequence[reading.Sheet]) -> None:
        """Read the sheets of projects: rows that differ in their lead partner only are one."""
        alike: dict[tuple[str, str], dict[tuple[str, ...], list[Row]]] = {}
        for row in keep_rows.rows(sheets, keep_rows.PROJECTS, self.tally):
            name = row["acronym"] or row["title"]
            if not row["programme"] or not name:
                self._reject(row, "acronym", "no programme, or neither acronym nor name")
                continue
            self.tally.kept += 1
            key = matching(row["programme"]), matching(name)
            told = tuple(row[column] for column in _TELLING)
            alike.setdefault(key, {}).setdefault(told, []).append(row)
        for key, several in alike.items():
            for told, rows in several.items():
                apart = told if len(several) > 1 else ()
                iri = mint("project", "keep", slug(key[1]), digest(*key, *apart))
                project = _Project(iri, rows)
                self._projects.setdefault(key, []).append(project)
                self._describe(project)

    def _describe(self, project: _Project) -> None:
        for row in project.rows:
            self._begin(project.iri, "Project", row)
            self._label(project.iri, row["acronym"] or row["title"])
            project.start = self._days(project.iri, row)
            self._texts(project.iri, row)
            self._topics(project.iri, row)
            self._money(project.iri, "totalCost", row, "budget")
            self._award(project, row)
            self._rest(project.iri, row)

    def _texts(self, iri: str, row: Row) -> None:
        """Names and descriptions: English ones are marked so, of others the language is unknown."""
        for name, predicate in (("acronym", f"{CG}acronym"), ("id", f"{CG}programmeProjectId")):
            if row[name]:
                self._say(iri, predicate, emit.text(row[name]))
        for name, predicate in (("title", emit.TITLE), ("description", emit.DESCRIPTION)):
            if row[name]:
                self._say(iri, predicate, emit.tagged(row[name], "en"))
        for name in ("title2", "title3", "description1", "description2"):
            if row[name]:
                predicate = emit.TITLE if name.startswith("title") else emit.DESCRIPTION
                self._say(iri, predicate, emit.text(row[name]))
        if address := self._value(row, "website", keep_rows.address):
            self._say(iri, emit.HOMEPAGE, emit.iri(address))

    def _award(self, project: _Project, row: Row) -> None:
        iri = mint("award", project.key)
        self._begin(iri, "Award", row)
        self._say(iri, f"{CG}awardedTo", emit.iri(project.iri))
        self._say(iri, f"{CG}underProgramme", emit.iri(self._programme(row)))
        if row["call"]:
            self._say(iri, f"{CG}underCall", emit.iri(self._call(row)))
        self._money(iri, "contribution", row, "funding")

    # --- Partners

    def partners(self, sheets: Sequence[reading.Sheet]) -> None:
        """Read the sheets of partners."""
        for row in keep_rows.rows(sheets, keep_rows.PARTNERS, self.tally):
            found = self._project_of(row)
            if not row["name"]:
                self._reject(row, "name", "no name")
            elif isinstance(found, str):
                self._reject(row, "acronym", found)
            else:
                self.tally.kept += 1
                self._participation(found, row, self._leads(row))

    def _leads(self, row: Row) -> bool:
        return self._value(row, "lead", values.flag) or False

    def _project_of(self, row: Row) -> _Project | str:
        """The project of a partner, or why it cannot be told."""
        key = matching(row["programme"]), matching(row["acronym"])
        found = self._projects.get(key, [])
        if len(found) > 1:
            # Only a lead partner tells projects of one acronym apart.
            led = [project for project in found if project.is_led_by(row["name"])]
            if len(led) != 1 or row["lead"].casefold() != "yes":
                return f"{len(found)} projects of this programme have this acronym"
            found = led
        return found[0] if found else "no project of this programme has this acronym"

    def _participation(self, project: _Project, row: Row, leads: bool) -> None:
        organisation, site = self._organisation(project, row)
        project.partners[fold(row["name"])] = organisation
        key = f"{project.key}-{digest(organisation)}"
        self._engaged[key] = self._engaged.get(key, 0) + 1
        again = (str(self._engaged[key]),) if self._engaged[key] > 1 else ()
        iri = mint("participation", key, *again)
        role = "lead-partner" if leads else "project-partner"
        self._begin(iri, "Participation", row)
        self._say(iri, f"{CG}participant", emit.iri(organisation))
        self._say(iri, f"{CG}inProject", emit.iri(project.iri))
        self._say(iri, f"{CG}role", emit.iri(f"{PREFIXES['role']}{role}"))
        self._say(iri, f"{CG}reportedName", emit.text(row["name"]))
        self._say(iri, f"{CG}atSite", emit.iri(site))
        # The budget in a row of a project is that of the project.
        if row.columns is keep_rows.PARTNERS:
            self._money(iri, "totalCost", row, "budget")
            self._money(iri, "contribution", row, "funding")
            self._rest(iri, row)

    def _organisation(self, project: _Project, row: Row) -> tuple[str, str]:
        """The organisation of a row and its site; a row of a project tells of its lead partner."""
        organisations = self.gathering.organisations
        country = self._value(row, "country", country_code) or ""
        iri, identifiers = self._identified(row, country)
        record = organisations.seen(iri, row["name"], project.start, self.dataset)
        record.facts.update(identifiers)
        record.facts.add((emit.LOCATOR, emit.text(row.locator)))
        if row.columns is keep_rows.PARTNERS:
            self._details(record, project, row)
        regions, place = self._within(row, country)
        site = self._site(record, row, country, regions)
        self._located.setdefault(iri, (record, set()))[1].update(regions)
        if place or country:
            self._countries.setdefault(iri, place or country)
        return iri, site

    def _site(self, record: Record, row: Row, country: str, regions: set[str]) -> str:
        address = Site(row["street"], row["postcode"], row["town"], country)
        within = {(f"{CG}locatedIn", emit.iri(region)) for region in regions}
        site = self.gathering.organisations.site(address, within)
        record.facts.add((_HAS_SITE, emit.iri(site)))
        return site

    def _identified(self, row: Row, country: str) -> tuple[str, set[tuple[str, str]]]:
        """The IRI of an organisation, by its PIC or else by name and country, and the PIC."""
        pic = row["pic"]
        if values.is_pic(pic):
            iri = self.gathering.organisations.iri(f"pic-{pic}", pic=pic)
            return iri, {(f"{CG}pic", emit.text(pic))}
        if pic:
            self._remark(row, "pic", "not a PIC: nine digits")
        key = row["name"], country
        if key not in self._keys:
            folded = fold(row["name"])
            readable = folded.encode("ascii", "ignore").decode()[:40]
            own = "-".join(part for part in ("keep", readable, digest(folded, country)) if part)
            self._keys[key] = self.gathering.organisations.iri(own)
        return self._keys[key], set()

    def _details(self, record: Record, project: _Project, row: Row) -> None:
        """Kind and web site; the column of web sites mostly repeats that of the project."""
        kind = fold(row["type"])
        found = next((concept for part, concept in _KINDS if part in kind), None)
        if found:
            concept = f"{PREFIXES['organisation-kind']}{found}"
            record.kind = max(record.kind or ("", ""), (project.start, concept))
        if kind:
            reported = f"{row.header('type')}={row['type']}"
            record.facts.add((f"{CG}sourceField", emit.text(reported)))
        own = row["website"] and all(row["website"] != told["website"] for told in project.rows)
        if own and (address := self._value(row, "website", keep_rows.address)):
            record.facts.add((emit.HOMEPAGE, emit.iri(address)))

    def _within(self, row: Row, country: str) -> tuple[set[str], str]:
        """The smallest regions that a row names, and the country of its codes ("" if none).

        A code of a country other than that of the regions, or of the address where there are no
        regions, counts as one more place.
        """
        told = [self._value(row, name, self._region) for name in ("nuts1", "nuts2", "nuts3")]
        found = dict(region for region in told if region)
        smallest = {
            iri
            for code, iri in found.items()
            if not any(other != code and other.startswith(code) for other in found)
        }
        place = self._value(row, "code", self._country) or ""
        others = {values.country(code[:2]) for code in found} or {country}
        if place and place not in others:
            smallest.add(self.gathering.places.country(place))
        return smallest, place

    def _region(self, text: str) -> tuple[str, str]:
        """The code and the place of a cell such as `DEG01  / Erfurt, Kreisfreie Stadt`."""
        if text not in self._regions:
            code, name = keep_rows.region(text)
            told = {(emit.SOURCE, emit.iri(self.dataset))}
            self._regions[text] = code, self.gathering.places.told(code, name, facts=told)
        return self._regions[text]

    def _country(self, text: str) -> str:
        """The ISO code of a cell such as `DE Germany / DEUTSCHLAND`, whose names are kept too."""
        if text not in self._codes:
            code, _, names = text.partition(" ")
            self._codes[text] = values.country(code)
            for name in names.split("/"):
                told = {(emit.SOURCE, emit.iri(self.dataset))}
                self.gathering.places.told(code, name, facts=told)
        return self._codes[text]

    def finish(self) -> None:
        """What needs all rows: lead partners that no row of partners names, places of the rest."""
        for project in chain.from_iterable(self._projects.values()):
            for row in project.rows:
                organisation = project.partners.get(fold(row["name"]))
                if organisation:
                    country = self._value(row, "country", country_code) or ""
                    self._site(self._located[organisation][0], row, country, set())
                elif row["name"]:
                    self._participation(project, row, leads=True)
        for iri, (record, regions) in self._located.items():
            if not regions and iri in self._countries:
                regions = {self.gathering.places.country(self._countries[iri])}
            record.facts.update((f"{CG}locatedIn", emit.iri(region)) for region in regions)
