"""CORDIS, the EU's register of research projects, as published in folders and zips of CSV files.

Reads the layouts of FP7, Horizon 2020 and Horizon Europe by their headers: projects, awards,
participations, organisations, programmes, calls, fields of science and links. Knows the columns of
CORDIS; nothing of other sources, graph folders or engines.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from clustergraph.errors import SourceError
from clustergraph.sources import emit, reading, values
from clustergraph.sources.codes import slug
from clustergraph.sources.organisations import Site
from clustergraph.sources.reading import Column, Sheet, Table, Tally
from clustergraph.terms import CG, PREFIXES, fold, mint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from clustergraph.sources import Gathering

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

# --- Columns. A column that is in none of these lists is kept as a cg:sourceField "name=value".

_PROJECT = (
    Column("id", ("reference", "projectID", "projectReference"), required=True),
    Column("rcn", ("projectRcn",)),
    Column("acronym"),
    Column("title"),
    Column("objective"),
    Column("status"),
    Column("frameworkProgramme"),
    Column("legalBasis", ("programme",)),
    Column("topics", ("topic",)),
    Column("masterCall"),
    Column("subCall", ("call",)),
    Column("fundingScheme"),
    Column("keywords"),
    Column("projectUrl"),
    Column("grantDoi"),
    Column("startDate"),
    Column("endDate"),
    Column("totalCost"),
    Column("contentUpdateDate", ("lastUpdateDate",)),
    Column("ecMaxContribution"),
    Column("ecSignatureDate"),
)
_PARTICIPATION = (
    Column("projectID", ("projectReference",), required=True),
    Column("projectAcronym"),
    Column("role", required=True),
    # From here to `organizationURL`: what a row says of the organisation, whatever the project.
    Column("organisationID", ("id", "organizationID"), required=True),
    Column("name", required=True),
    Column("shortName"),
    Column("vatNumber"),
    Column("activityType"),
    Column("street"),
    Column("postCode"),
    Column("city"),
    Column("country"),
    Column("nutsCode"),
    Column("geolocation"),
    Column("rcn"),
    Column("organizationURL"),
    # From here on: values of the participation, in the order of _fields_of_participations.
    Column("contentUpdateDate", ("lastUpdateDate",)),
    Column("active"),
    Column("ecContribution"),
    Column("endOfParticipation"),
    Column("netEcContribution"),
    Column("SME"),
    Column("totalCost"),
    Column("order"),
)
_OF_ORGANISATION = slice(3, 16)
# Told again by other columns or files, or a way to a person: not kept.
_DROPPED = frozenset(
    {
        "coordinator",
        "coordinatorcountry",
        "participants",
        "participantcountries",
        "projectrcn",
        "contactform",
        "contacttype",
        "contacttitle",
        "contactfirstnames",
        "contactlastnames",
        "contactfunction",
        "contacttelephonenumber",
        "contactfaxnumber",
        "contactemail",
    }
)

# Framework programmes: their code in CORDIS, the node, and a name where no curated fact has one.
_ROOTS = {
    "HORIZON": ("horizon-europe", "Horizon Europe"),
    "H2020": ("horizon-2020", "Horizon 2020"),
    "FP7": ("fp7", "Seventh Framework Programme"),
}
_ALIASES = {"H2020-EU": "H2020"}
_EUROSCIVOC = f"{PREFIXES['cgs']}euroscivoc"
_SCHEME_NAME = "European Science Vocabulary (EuroSciVoc)"
_SKOS = PREFIXES["skos"]
_MODIFIED = f"{PREFIXES['dcterms']}modified"
_PAGE = f"{PREFIXES['foaf']}page"
_PROJECT_ID = re.compile(r"[0-9A-Z][0-9A-Z_-]*")
_SPLIT = re.compile(r"\s*[;,]\s*")
# What people write into a field that they cannot leave empty.
_NOTHING = frozenset({"notapplicable", "na", "none", "missing", "-", "0", "not applicable", "n/a"})


# --- Values as literals


class _Memo(dict[str, str]):
    """Texts and the literal each becomes; "" for a text that says nothing or cannot be read.

    The same dates, amounts and flags stand in thousands of rows.
    """

    _LARGEST = 100_000

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert
        self.reasons: dict[str, str] = {}

    def __missing__(self, text: str) -> str:
        if len(self) > self._LARGEST:
            self.clear()
        try:
            made = self._convert(text)
        except ValueError as error:
            made = ""
            self.reasons[text] = str(error)
        self[text] = made
        return made


def _cost(text: str) -> str:
    # A total cost of 0 says that none was declared.
    amount = values.amount(text)
    return "" if amount == "0.0" else emit.typed(amount, "decimal")


def _moment(text: str) -> str:
    value = values.moment(text)
    return emit.typed(value, "dateTime" if "T" in value else "date")


class _Memos:
    """One memo for each kind of value."""

    def __init__(self) -> None:
        self.amount = _Memo(lambda text: emit.typed(values.amount(text), "decimal"))
        self.cost = _Memo(_cost)
        self.day = _Memo(lambda text: emit.typed(values.day(text), "date"))
        self.moment = _Memo(_moment)
        self.flag = _Memo(lambda text: emit.typed(str(values.flag(text)).lower(), "boolean"))
        self.page = _Memo(lambda text: emit.iri(values.web_address(text)))
        self.whole = _Memo(lambda text: emit.typed(values.whole(text), "integer"))


class _Field(NamedTuple):
    """A column whose value becomes one literal of one property."""

    column: str
    predicate: str
    memo: _Memo


# --- What is remembered between the paths of one build


@dataclass
class _Ledger:
    """Rows already written, by project or participation, and names not yet told apart.

    `rows` maps a key to the hash of its row; `names` maps an organisation to the name that all its
    rows had so far, and the participations that bore it.
    """

    rows: dict[str, int] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)


def read(path: Path, dataset: str, gathering: Gathering) -> tuple[Tally, str]:
    """Read a folder or zip as CORDIS publishes it: how its rows ended, and what it says it is.

    Raises SourceError where there is no project or organisation file, or one is damaged.
    """
    found = _found(path)
    release = _Release(dataset, gathering)
    release.read(found)
    return release.tally, release.title()


def _found(path: Path) -> dict[str, list[Table]]:
    """The tables of each kind of file."""
    found = defaultdict(list)
    for table in reading.tables(path, "csv", "xlsx"):
        for name, pattern in _FILES.items():
            if pattern.fullmatch(table.stem):
                found[name].append(table)
    for name in _NEEDED:
        if not found[name]:
            raise SourceError(f"{path}: no {name}.csv here, in a folder or zip as CORDIS has it")
    return found


def _sheet(table: Table) -> Sheet:
    if table.name.lower().endswith(".xlsx"):
        return next(iter(reading.xlsx_sheets(table).values()))
    return reading.csv_sheet(table)


def _with_others(sheet: Sheet, columns: Sequence[Column]) -> list[Column]:
    """The columns, and after them those of the sheet that nobody asked for."""
    known = {reading.key(name) for column in columns for name in (column.name, *column.synonyms)}
    others = (name for name in sheet.header if reading.key(name) not in known | _DROPPED)
    return [*columns, *(Column(name) for name in others if name)]


class _Release:
    """Reads the files of one path, each kind in the order in which the next can build on it."""

    def __init__(self, dataset: str, gathering: Gathering) -> None:
        self.gathering = gathering
        self.dataset = dataset
        self.tally = Tally()
        self.memos = _Memos()
        self.ledger: _Ledger = gathering.memory.setdefault("cordis", _Ledger())
        self.codes = gathering.codes
        self.codes.prepare(gathering.lines)
        self.trees = _Trees(self)
        # Acronym by project identifier: which projects there are.
        self.projects: dict[str, str] = {}
        self.frameworks: set[str] = set()
        self.latest = ""

    def noted(self, project: str, acronym: str, framework: str, changed: str) -> None:
        """Remember a project, and what it tells of the release as a whole."""
        self.projects.setdefault(project, acronym)
        self.latest = max(self.latest, changed)
        if framework:
            self.frameworks.add(framework)

    def title(self) -> str:
        """What the release says of itself: its programmes, and the last day it was changed."""
        names = ", ".join(sorted(self.frameworks))
        return f"{names} as of {self.latest[:10]}" if self.latest else names

    def read(self, found: dict[str, list[Table]]) -> None:
        """Write the facts of all tables into the gathering."""
        parts = self._by_project(found["legalBasis"], "legalBasis", "uniqueProgrammePart")
        topics = self._by_project(found["topics"], "topic")
        projects = _Projects(self, parts, topics)
        for table in found["project"]:
            projects.read(_sheet(table))
        for leftover in (parts, topics):
            self._reject_unknown(leftover)
        for table in found["organization"]:
            _Participations(self).read(_sheet(table))
        for table in found["euroSciVoc"]:
            _Fields(self).read(_sheet(table))
        for table in found["webLink"]:
            self._links(_sheet(table))

    def _by_project(self, tables: list[Table], code: str, *more: str) -> dict[str, list[_Part]]:
        """The codes that a side file gives each project; titles of codes go to the trees."""
        parts: dict[str, list[_Part]] = defaultdict(list)
        columns = [Column(name) for name in ("title", *more)]
        wanted = [Column("projectID", required=True), Column(code, required=True), *columns]
        for table in tables:
            sheet = _sheet(table)
            for line, (project, value, title, *rest) in reading.rows(sheet, wanted, self.tally):
                if title:
                    self.trees.titles.setdefault(value, title)
                main = bool(rest) and rest[0].casefold() == "true"
                part = _Part(sheet.name, line, value, main)
                if any(value == other.code for other in parts[project]):
                    self.tally.repeated += 1
                else:
                    parts[project].append(part)
        return parts

    def _reject_unknown(self, parts: dict[str, list[_Part]]) -> None:
        for project, rows in parts.items():
            if project in self.projects:
                self.tally.kept += len(rows)
                continue
            for row in rows:
                self.tally.reject(row.file, row.line, "projectID", project, "unknown project")

    def known(self, sheet: Sheet, line: int, project: str) -> bool:
        """Whether a row's project is one of the release; if not, the row is rejected."""
        if project in self.projects:
            return True
        reason = "unknown project" if project else "no project"
        self.tally.reject(sheet.name, line, "projectID", project, reason)
        return False

    def repeated(self, key: str, sheet: Sheet, line: int, cells: tuple[str, ...]) -> bool:
        """Whether a row with this key was written before; a remark tells where it differs."""
        mark = hash(cells)
        rows = self.ledger.rows
        before = rows.get(key)
        if before is None:
            rows[key] = mark
            return False
        self.tally.repeated += 1
        if before != mark:
            reason = "repeats a row with other values: the first is kept"
            self.tally.remark(sheet.name, line, "", ";".join(cells), reason)
        return True

    def others(self, subject: str, names: Sequence[str], cells: tuple[str, ...]) -> Iterator[str]:
        """The lines for the columns that nobody asked for: the last cells of a row."""
        if names:
            for name, text in zip(names, cells[-len(names) :], strict=True):
                if text:
                    field = emit.text(f"{name}={text}")
                    yield emit.line(subject, f"{CG}sourceField", field)

    def unread(self, memo: _Memo, sheet: Sheet, line: int, column: str, text: str) -> None:
        """Note a value that its memo could not read; one that says nothing passes silently."""
        if text in memo.reasons:
            self.tally.remark(sheet.name, line, column, text, memo.reasons[text])

    def optional(
        self, subject: str, fields: Sequence[_Field], cells: Sequence[str], sheet: Sheet, line: int
    ) -> Iterator[str]:
        """The lines for those cells that hold a value; a value that cannot be read is noted."""
        for (column, predicate, memo), text in zip(fields, cells, strict=True):
            if text:
                value = memo[text]
                if value:
                    yield f"<{subject}> <{predicate}> {value} .\n"
                else:
                    self.unread(memo, sheet, line, column, text)

    def _links(self, sheet: Sheet) -> None:
        wanted = [Column("projectID", required=True), Column("physUrl", required=True)]
        pages = [*wanted, Column("represents"), Column("type")]
        for line, (project, url, represents, kind) in reading.rows(sheet, pages, self.tally):
            if not self.known(sheet, line, project):
                continue
            own = represents == "project" or kind == "relatedWebsite"
            predicate = emit.HOMEPAGE if own else _PAGE
            fields = [_Field("physUrl", predicate, self.memos.page)]
            self.gathering.lines.extend(
                self.optional(project_iri(project), fields, [url], sheet, line)
            )
            self.tally.kept += 1


class _Part(NamedTuple):
    """One row of a side file: where it stands, a code, and whether it is the main one."""

    file: str
    line: int
    code: str
    main: bool


def project_iri(identifier: str) -> str:
    """The node of a project by its grant agreement number."""
    return mint("project", "cordis", identifier)


# --- Programmes, calls


class _Trees:
    """Programmes and calls by code, each in its tree."""

    def __init__(self, release: _Release) -> None:
        self._release = release
        self._lines = release.gathering.lines
        self.titles: dict[str, str] = {}
        self._programmes: dict[tuple[str, str], str] = {}
        self._calls: dict[tuple[str, str, str], str] = {}
        self._above: dict[str, set[str]] = defaultdict(set)

    def _describe(self, iri: str, what: str, code: str, kind: str, label: str = "") -> None:
        title = self.titles.get(code)
        shown = emit.text(label) if label else emit.tagged(title, "en") if title else None
        self._lines += [
            emit.line(iri, emit.TYPE, emit.iri(f"{CG}{what}")),
            self._release.codes.name(iri, shown or emit.text(code)),
            emit.line(iri, f"{CG}code", emit.text(code)),
            emit.line(iri, f"{CG}kind", emit.iri(kind)),
            emit.line(iri, emit.SOURCE, emit.iri(self._release.dataset)),
        ]

    def framework(self, code: str) -> str:
        """The framework programme of a code such as "H2020"; "" for no code."""
        known = self._programmes.get((code, ""))
        if known is None:
            name, label = _ROOTS.get(code, (slug(code), ""))
            known = self._programmes[code, ""] = mint("programme", name)
            kind = f"{PREFIXES['programme-kind']}framework-programme"
            self._describe(known, "Programme", code, kind, label)
        return known

    def programme(self, code: str, framework: str) -> str:
        """The programme of a code such as "H2020-EU.1.3.2.", and all that it is part of."""
        bare = code.rstrip(".")
        root = _ALIASES.get(bare, bare)
        if root in _ROOTS:
            return self.framework(root)
        known = self._programmes.get((code, framework))
        if known is None:
            known = self._programmes[code, framework] = mint("programme", slug(code))
            kind = f"{PREFIXES['programme-kind']}legal-basis"
            self._describe(known, "Programme", code, kind)
            above = self._programme_above(code, framework)
            if above and above != known:
                self._lines.append(emit.line(known, f"{CG}partOfProgramme", emit.iri(above)))
        return known

    def _programme_above(self, code: str, framework: str) -> str:
        upper, dot, _last = code.rstrip(".").rpartition(".")
        if dot:
            return self.programme(f"{upper}." if code.endswith(".") else upper, framework)
        root = framework or next((root for root in _ROOTS if code.startswith(root)), "")
        return self.framework(root) if root else ""

    def call(self, code: str, kind: str, framework: str) -> str:
        """The call, sub-call or topic of a code."""
        known = self._calls.get((code, kind, framework))
        if known is None:
            known = self._calls[code, kind, framework] = mint("call", slug(code))
            self._describe(known, "Call", code, f"{PREFIXES['call-kind']}{kind}")
            if framework:
                root = emit.iri(self.framework(framework))
                self._lines.append(emit.line(known, f"{CG}callOf", root))
        return known

    def nest(self, lower: str, upper: str) -> None:
        """State that a call is part of another, unless that would make a circle."""
        if lower == upper or upper in self._above[lower] or self._reaches(upper, lower):
            return
        self._above[lower].add(upper)
        self._lines.append(emit.line(lower, f"{CG}partOfCall", emit.iri(upper)))

    def _reaches(self, start: str, goal: str) -> bool:
        above = self._above.get(start, set())
        return goal in above or any(self._reaches(one, goal) for one in above)


# --- Projects and awards


class _Projects:
    """Rows of the project file: a project and its award each."""

    def __init__(
        self, release: _Release, parts: dict[str, list[_Part]], topics: dict[str, list[_Part]]
    ) -> None:
        memos = release.memos
        self._release = release
        self._lines = release.gathering.lines
        self._parts, self._topics = parts, topics
        self._of_project = (
            _Field("projectUrl", emit.HOMEPAGE, memos.page),
            _Field("startDate", f"{CG}startDate", memos.day),
            _Field("endDate", f"{CG}endDate", memos.day),
            _Field("totalCost", f"{CG}totalCost", memos.cost),
            _Field("contentUpdateDate", _MODIFIED, memos.moment),
        )
        self._of_award = (
            _Field("ecMaxContribution", f"{CG}contribution", memos.amount),
            _Field("ecSignatureDate", f"{CG}signatureDate", memos.day),
        )

    def read(self, sheet: Sheet) -> None:
        """Write every project of a sheet."""
        columns = _with_others(sheet, _PROJECT)
        others = [column.name for column in columns[len(_PROJECT) :]]
        tally = self._release.tally
        for line, cells in reading.rows(sheet, columns, tally):
            identifier = cells[0]
            if not _PROJECT_ID.fullmatch(identifier):
                tally.reject(sheet.name, line, "id", identifier, "not a project identifier")
                continue
            self._release.noted(identifier, cells[2], cells[6], cells[18])
            if self._release.repeated(identifier, sheet, line, cells):
                self._again(identifier, cells[1])
            else:
                self._project(sheet, line, cells, others)
                tally.kept += 1

    def _again(self, identifier: str, rcn: str) -> None:
        """A second row of one grant number: its record number is added, the first row stands."""
        if rcn:
            project = project_iri(identifier)
            self._lines.append(emit.line(project, f"{CG}cordisRcn", emit.text(rcn)))

    def _project(
        self, sheet: Sheet, line: int, cells: tuple[str, ...], others: Sequence[str]
    ) -> None:
        identifier, rcn, acronym, title, objective, status = cells[:6]
        release, add = self._release, self._lines.append
        iri = project_iri(identifier)
        where = emit.text(f"{sheet.file}:{line}")
        add(emit.line(iri, emit.TYPE, f"<{CG}Project>"))
        add(emit.line(iri, emit.LABEL, emit.text(acronym or title or identifier)))
        add(emit.line(iri, f"{CG}cordisId", emit.text(identifier)))
        add(emit.line(iri, emit.SOURCE, emit.iri(release.dataset)))
        add(emit.line(iri, emit.LOCATOR, where))
        if rcn:
            add(emit.line(iri, f"{CG}cordisRcn", emit.text(rcn)))
        if acronym:
            add(emit.line(iri, f"{CG}acronym", emit.text(acronym)))
        if title:
            add(emit.line(iri, emit.TITLE, emit.tagged(title, "en")))
        if objective:
            add(emit.line(iri, emit.DESCRIPTION, emit.tagged(objective, "en")))
        if status:
            concept = release.codes.concept("status", status, self._lines)
            add(emit.line(iri, f"{CG}status", emit.iri(concept)))
        for keyword in filter(None, _SPLIT.split(cells[12])):
            add(emit.line(iri, f"{CG}keyword", emit.text(keyword)))
        self._lines += release.others(iri, others, cells)
        middle = (cells[13], *cells[15:19])
        self._lines.extend(release.optional(iri, self._of_project, middle, sheet, line))
        self._award(sheet, line, cells, iri, where)

    def _award(
        self, sheet: Sheet, line: int, cells: tuple[str, ...], project: str, where: str
    ) -> None:
        identifier, framework, scheme, doi = cells[0], cells[6], cells[11], cells[14]
        release, add = self._release, self._lines.append
        iri = mint("award", "cordis", identifier)
        add(emit.line(iri, emit.TYPE, f"<{CG}Award>"))
        add(emit.line(iri, f"{CG}awardedTo", emit.iri(project)))
        add(emit.line(iri, emit.SOURCE, emit.iri(release.dataset)))
        add(emit.line(iri, emit.LOCATOR, where))
        if scheme:
            concept = release.codes.concept("action-type", scheme, self._lines)
            add(emit.line(iri, f"{CG}actionType", emit.iri(concept)))
        if doi:
            add(emit.line(iri, f"{CG}awardDoi", emit.text(doi)))
        self._lines.extend(release.optional(iri, self._of_award, cells[19:21], sheet, line))
        self._under_programmes(iri, identifier, cells[7], framework, sheet, line)
        self._under_calls(iri, identifier, cells[8:11], framework)

    def _under_programmes(
        self, award: str, identifier: str, text: str, framework: str, sheet: Sheet, line: int
    ) -> None:
        trees = self._release.trees
        stated = [code for code in _SPLIT.split(text) if code]
        parts = self._parts.get(identifier, [])
        main = [part.code for part in parts if part.main]
        # Each programme once, the main one first.
        codes = dict.fromkeys([*main, *stated, *(part.code for part in parts if part.code)])
        nodes = dict.fromkeys(trees.programme(code, framework) for code in codes)
        if framework and not nodes:
            nodes = {trees.framework(framework): None}
        for node, name in zip(nodes, _under(len(nodes)), strict=True):
            self._lines.append(emit.line(award, f"{CG}{name}", emit.iri(node)))
        if not nodes:
            self._release.tally.remark(sheet.name, line, "legalBasis", "", "no programme stated")

    def _under_calls(
        self, award: str, identifier: str, cells: tuple[str, ...], framework: str
    ) -> None:
        trees = self._release.trees
        topics, master, sub = cells
        listed = [part.code for part in self._topics.get(identifier, []) if part.code]
        levels = (
            ("topic", dict.fromkeys([*filter(None, _SPLIT.split(topics)), *listed])),
            ("sub-call", dict.fromkeys(filter(None, _SPLIT.split(sub)))),
            ("call", dict.fromkeys(filter(None, _SPLIT.split(master)))),
        )
        lower: list[str] = []
        for kind, codes in levels:
            calls = [trees.call(code, kind, framework) for code in codes]
            for call in calls:
                self._lines.append(emit.line(award, f"{CG}underCall", emit.iri(call)))
                for below in lower:
                    trees.nest(below, call)
            lower = calls or lower


def _under(count: int) -> list[str]:
    return ["underProgramme", *["alsoUnder"] * (count - 1)][:count]


# --- Organisations and participations

# What every line of a participation has after its node.
_PARTICIPATION_NODE = f"{PREFIXES['participation']}cordis-"
_IN_PROJECT = f"> <{CG}inProject> <{PREFIXES['project']}cordis-"
_PARTICIPANT = f"> <{CG}participant> <"
_LOCATED_AT = f"> <{emit.LOCATOR}> "
_AT_SITE = f"> <{CG}atSite> <"
_ROLE = f"> <{CG}role> <"
# What is said of organisations and sites.
_PIC, _IDENTIFIER, _ACRONYM = f"{CG}pic", f"{CG}identifier", f"{CG}acronym"
_RCN, _VAT, _KIND = f"{CG}cordisRcn", f"{CG}vatNumber", f"{CG}kind"
_LOCATED_IN, _HAS_SITE = f"{CG}locatedIn", f"{PREFIXES['org']}hasSite"
_LAT_LONG = "http://www.w3.org/2003/01/geo/wgs84_pos#lat_long"
_ADDRESS = tuple(
    f"{PREFIXES['schema']}{name}" for name in ("streetAddress", "postalCode", "addressLocality")
)


@dataclass(slots=True)
class _Known:
    """An organisation as one set of cells describes it: its node, the part of a key that stands
    for it, its site ("" for none), and the last day on which a row said so."""

    iri: str
    key: str
    site: str
    latest: str


class _Participations:
    """Rows of the organisation file: a participation each, of an organisation in a project.

    The busiest loop of a build: 430,000 rows in a full one, so lines are written in place.
    """

    def __init__(self, release: _Release) -> None:
        self._release = release
        self._lines = release.gathering.lines
        self._organisations: dict[tuple[str, ...], _Known] = {}
        self._areas: dict[tuple[str, str], tuple[str, frozenset[tuple[str, str]]]] = {}
        self._kinds = _Memo(self._kind)
        self._roles: dict[str, tuple[str, str]] = {"": ("", "")}
        # The two lines that all participations of a release share.
        self._is = f"> <{emit.TYPE}> <{CG}Participation> .\n"
        self._from = f"> <{emit.SOURCE}> <{release.dataset}> .\n"
        self._fields = _fields_of_participations(release.memos)
        self._file = ""

    def read(self, sheet: Sheet) -> None:
        """Write every participation of a sheet."""
        columns = _with_others(sheet, _PARTICIPATION)
        others = [column.name for column in columns[len(_PARTICIPATION) :]]
        release, tally = self._release, self._release.tally
        # A literal but for its end, to which the line is added.
        self._file = emit.text(sheet.file)[:-1]
        for line, cells in reading.rows(sheet, columns, tally):
            if cells[0] not in release.projects:
                release.known(sheet, line, cells[0])
            elif cells[3] or cells[4]:
                self._row(sheet, line, cells, others)
            else:
                tally.reject(sheet.name, line, "organisationID", "", "no organisation")

    def _row(self, sheet: Sheet, line: int, cells: tuple[str, ...], others: Sequence[str]) -> None:
        release = self._release
        told = cells[_OF_ORGANISATION]
        known = self._organisations.get(told)
        if known is None:
            known = self._organisations[told] = self._organisation(sheet, line, told)
        name, day, order = cells[4], cells[16], cells[23]
        if day > known.latest:
            known.latest = day
            release.gathering.organisations.seen(known.iri, name, day, release.dataset)
        role, part = self._roles.get(cells[2]) or self._role(cells[2])
        if not order.isdecimal():
            order = quote(order, safe="")
        key = f"{cells[0]}-{known.key}{part}-{order}"
        if release.repeated(key, sheet, line, cells):
            return
        release.tally.kept += 1
        self._write(f"<{_PARTICIPATION_NODE}{key}", known, role, sheet, line, cells)
        if name:
            self._reported(f"{_PARTICIPATION_NODE}{key}", known.iri, name)
        if others:
            self._lines += release.others(f"{_PARTICIPATION_NODE}{key}", others, cells)

    def _write(
        self, start: str, known: _Known, role: str, sheet: Sheet, line: int, cells: tuple[str, ...]
    ) -> None:
        """The lines of one participation, but for the name that it gives the organisation."""
        add = self._lines.append
        add(f"{start}{self._is}")
        add(f"{start}{self._from}")
        add(f"{start}{_IN_PROJECT}{cells[0]}> .\n")
        add(f"{start}{_PARTICIPANT}{known.iri}> .\n")
        add(f'{start}{_LOCATED_AT}{self._file}:{line}" .\n')
        if known.site:
            add(f"{start}{_AT_SITE}{known.site}> .\n")
        if role:
            add(f"{start}{_ROLE}{role}> .\n")
        # Not _Release.optional: without a generator and a call it takes half the time.
        for (column, predicate, memo), text in zip(self._fields, cells[16:], strict=False):
            if text:
                value = memo[text]
                if value:
                    add(f"{start}{predicate}{value} .\n")
                else:
                    self._release.unread(memo, sheet, line, column, text)
        if cells[1] and cells[1] != self._release.projects[cells[0]]:
            field = emit.text(f"projectAcronym={cells[1]}")
            add(emit.line(start[1:], f"{CG}sourceField", field))

    def _role(self, text: str) -> tuple[str, str]:
        """The concept of a role, and the part of a key that stands for it."""
        concept = self._release.codes.concept("role", text, self._lines)
        found = self._roles[text] = concept, f"-{slug(text)}"
        return found

    def _kind(self, text: str) -> str:
        return emit.iri(self._release.codes.concept("organisation-kind", text, self._lines))

    def _reported(self, participation: str, organisation: str, name: str) -> None:
        """Say under which name an organisation took part, once it has had several names.

        Which name becomes the label is known only when every source is read. While all rows agree
        nothing need be said; from the second name on, each participation says its own.
        """
        names = self._release.ledger.names
        agreed = names.get(organisation)
        if agreed is None:
            names[organisation] = [name, participation]
        elif agreed[0] == name:
            agreed.append(participation)
        else:
            before = emit.text(agreed[0])
            for one in agreed[1:]:
                self._lines.append(emit.line(one, f"{CG}reportedName", before))
            # No name is empty, so none will agree with this again.
            agreed[:] = [""]
            self._lines.append(emit.line(participation, f"{CG}reportedName", emit.text(name)))

    def _organisation(self, sheet: Sheet, line: int, told: tuple[str, ...]) -> _Known:
        """Note all that one set of cells says of an organisation."""
        identifier, name, short, vat, kind = told[:5]
        rcn, url = told[11:]
        pic = identifier if values.is_pic(identifier) else ""
        key = identifier or _key_of_name(name, told[8])
        release, organisations = self._release, self._release.gathering.organisations
        minted = f"pic-{pic}" if pic else f"cordis-{key}"
        iri = organisations.iri(minted, pic=pic)
        facts = organisations.seen(iri, name, "", release.dataset).facts
        if not iri.endswith(f"/{minted}"):
            # A curated node or a decision: its label is nobody's row, so every row tells its name.
            release.ledger.names.setdefault(iri, [""])
        if identifier:
            facts.add((_PIC if pic else _IDENTIFIER, emit.text(identifier)))
        if short:
            facts.add((_ACRONYM, emit.text(short)))
        if rcn:
            facts.add((_RCN, emit.text(rcn)))
        if vat and vat.casefold() not in _NOTHING:
            facts.add((_VAT, emit.text(vat)))
        if kind:
            facts.add((_KIND, self._kinds[kind]))
        if url:
            page = release.memos.page[url]
            if page:
                facts.add((emit.HOMEPAGE, page))
            else:
                release.unread(release.memos.page, sheet, line, "organizationURL", url)
        site = self._place(sheet, line, told[5:11], facts)
        return _Known(iri, quote(key, safe=""), site, "")

    def _place(
        self, sheet: Sheet, line: int, told: tuple[str, ...], facts: set[tuple[str, str]]
    ) -> str:
        """Add to facts where an organisation is; the node of its site, "" where no address is."""
        street, postcode, city, country, nuts, point = told
        area = self._areas.get((country, nuts))
        if area is None:
            area = self._areas[country, nuts] = self._area(sheet, line, country, nuts)
        code, within = area
        facts |= within
        if not (street or postcode or city or point):
            return ""
        # Two spellings of one address are one site: all are kept.
        about = {
            (predicate, emit.text(text))
            for predicate, text in zip(_ADDRESS, told, strict=False)
            if text
        }
        if point:
            try:
                about.add((_LAT_LONG, f'"{values.point(point)}"'))
            except ValueError as error:
                self._release.tally.remark(sheet.name, line, "geolocation", point, str(error))
        about |= within
        where = Site(street, postcode, city, code)
        site = self._release.gathering.organisations.site(where, about)
        facts.add((_HAS_SITE, f"<{site}>"))
        return site

    def _area(
        self, sheet: Sheet, line: int, country: str, nuts: str
    ) -> tuple[str, frozenset[tuple[str, str]]]:
        """The ISO code of a country, and the facts of being in the region or else the country."""
        places, remark = self._release.gathering.places, self._release.tally.remark
        code, found = "", []
        try:
            code = values.country(country) if country else ""
        except ValueError as error:
            remark(sheet.name, line, "country", country, str(error))
        try:
            if nuts:
                found.append(places.region(nuts))
        except ValueError as error:
            remark(sheet.name, line, "nutsCode", nuts, str(error))
        # A region tells its country, unless the row says another one.
        if code and not (found and values.country(nuts[:2]) == code):
            found.append(places.country(code))
        return code, frozenset((_LOCATED_IN, emit.iri(place)) for place in found)


def _fields_of_participations(memos: _Memos) -> tuple[_Field, ...]:
    """The columns from `contentUpdateDate` on; predicates with the signs that stand around them."""
    fields = (
        _Field("contentUpdateDate", _MODIFIED, memos.moment),
        _Field("active", f"{CG}active", memos.flag),
        _Field("ecContribution", f"{CG}contribution", memos.amount),
        _Field("endOfParticipation", f"{CG}ended", memos.flag),
        _Field("netEcContribution", f"{CG}netContribution", memos.amount),
        _Field("SME", f"{CG}sme", memos.flag),
        _Field("totalCost", f"{CG}totalCost", memos.cost),
        _Field("order", f"{CG}order", memos.whole),
    )
    return tuple(field._replace(predicate=f"> <{field.predicate}> ") for field in fields)


def _key_of_name(name: str, country: str) -> str:
    """A key for a row without an organisation identifier."""
    text = f"{fold(name)}|{country}"
    return "name-" + hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


# --- Fields of science


class _Fields:
    """Rows of euroSciVoc: a field of science each, of a project."""

    def __init__(self, release: _Release) -> None:
        self._release = release
        self._lines = release.gathering.lines
        self._described: set[tuple[str, ...]] = set()
        self._seen: set[tuple[str, str]] = set()

    def read(self, sheet: Sheet) -> None:
        """Write the fields of every project of a sheet."""
        names = ("projectID", "euroSciVocCode")
        further = ("euroSciVocPath", "euroSciVocTitle", "euroSciVocDescription")
        columns = [Column(name, required=name in names) for name in (*names, *further)]
        tally = self._release.tally
        for line, (project, code, *told) in reading.rows(sheet, columns, tally):
            if not self._release.known(sheet, line, project):
                continue
            if not code.strip("/"):
                tally.reject(sheet.name, line, "euroSciVocCode", code, "no code")
            elif (project, code) in self._seen:
                tally.repeated += 1
            else:
                self._seen.add((project, code))
                tally.kept += 1
                field = emit.iri(self._field(code, *told))
                self._lines.append(emit.line(project_iri(project), f"{CG}topic", field))

    def _field(self, code: str, path: str, title: str, definition: str) -> str:
        """The concept of a code such as /29/97/543, described once with those above it."""
        parts = code.strip("/").split("/")
        names = path.strip("/").split("/")
        if len(names) != len(parts):
            # A name with a slash in it: only the last is sure.
            names = [*parts[:-1], title or parts[-1]]
        told = (code, *names, definition)
        if told not in self._described:
            self._described.add(told)
            self._describe(parts, names, definition)
        return _field_iri(parts[-1])

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
