"""A cluster's own table: members, partners and projects, one relation a row (see template).

Nothing is merged by name: a known organisation or project is named by its identifier or its exact
label, anything else is a thing of this table, told apart by name and country.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from clustergraph.errors import SourceError
from clustergraph.sources import Reading, emit, reading, template, values
from clustergraph.sources.known import known
from clustergraph.sources.places import NUTS_CODE, country_code
from clustergraph.sources.template import MEMBERSHIP, PARTICIPATION, PARTNERSHIP
from clustergraph.terms import CG, PREFIXES, compress, expand, fold, is_absolute_iri, mint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clustergraph.sources import Gathering
    from clustergraph.sources.organisations import Record

Fact = tuple[str, str]

_COLUMNS = [reading.Column(field.name, required=field.required) for field in template.FIELDS]
_LOCATED = f"{CG}locatedIn"
_DEFAULT_ROLES = {PARTICIPATION: "participant", MEMBERSHIP: "member"}
_CLASSES = {
    PARTICIPATION: f"{CG}Participation",
    MEMBERSHIP: f"{CG}Membership",
    PARTNERSHIP: f"{CG}Partnership",
}
_MEMBER, _BODY = f"{PREFIXES['org']}member", f"{PREFIXES['org']}organization"


class _Refusal(Exception):
    """The row cannot be read: which column, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass
class _Row:
    """One row: where it stands, its cells as given, those that count, and what was wrong."""

    file: str
    place: str
    line: int
    given: dict[str, str]
    cells: dict[str, str]
    remarks: list[tuple[str, str]] = field(default_factory=list)
    # The publication that states it: its IRI and its address.
    reference: tuple[str, str] | None = None

    @property
    def locator(self) -> str:
        return f"{self.place}:{self.line}"

    def remark(self, column: str, reason: str) -> None:
        """Leave the cell out, and say why."""
        self.remarks.append((column, reason))

    def value(self, column: str, convert: Callable[[str], str]) -> str:
        """The cell converted; "" where it is blank or wrong, and a remark where it is wrong."""
        text = self.cells[column]
        try:
            return convert(text) if text else ""
        except ValueError as error:
            self.remark(column, str(error))
            return ""


@dataclass(frozen=True)
class _Party:
    """An organisation as a row names it; country is an ISO code, nuts a code, kind a concept."""

    iri: str
    name: str
    country: str
    nuts: str = ""
    kind: str = ""
    facts: frozenset[Fact] = frozenset()


@dataclass
class _Project:
    """A project of the table; values: predicate to its object and the row that gave it first."""

    values: dict[str, tuple[str, str]] = field(default_factory=dict)
    facts: set[Fact] = field(default_factory=set)
    label: str = ""


@dataclass(frozen=True)
class _Relator:
    """A participation, partnership or membership, complete, before it is written."""

    iri: str
    facts: frozenset[Fact]


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read a table, or all tables of a folder or zip, into the gathering.

    Raises SourceError where a file is no table or lacks a needed column.
    """
    tables = reading.tables(path, "csv", "xlsx")
    if not tables:
        raise SourceError(f"{path}: no .csv or .xlsx file here")
    reader = _Reader(dataset, gathering)
    for table in tables:
        for sheet, place in _sheets(table):
            reader.read(sheet, place)
    reader.finish()
    return Reading(reader.tally)


def _sheets(table: reading.Table) -> Iterator[tuple[reading.Sheet, str]]:
    """The sheet of rows of a file, and how a locator names it."""
    file = Path(table.name).name
    if not file.lower().endswith(".xlsx"):
        yield reading.csv_sheet(table), file
        return
    sheets = reading.xlsx_sheets(table)
    name = next((name for name in sheets if fold(name) == template.ROWS), None)
    if name is None and len(sheets) != 1:
        names = ", ".join(sheets)
        raise SourceError(f"{table.name}: no sheet is called '{template.ROWS}'; found: {names}")
    name = name or next(iter(sheets))
    yield sheets[name], f"{file}/{name}"


def _slug(text: str) -> str:
    """Lower-case words of letters and digits with dashes between, for a readable IRI."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "-", bare).strip("-")


def _key(iri: str) -> str:
    """What tells a thing from others of its kind, as a part of another thing's IRI."""
    return unquote(iri.rsplit("/", 1)[1]).removeprefix("table-")


def _pic(text: str) -> str:
    """The PIC in "999918390" or "organisation:pic-999918390", else ""."""
    pic = text.removeprefix("organisation:pic-")
    return pic if values.is_pic(pic) else ""


def _web(text: str) -> str:
    address = f"https://{text}" if text.startswith("www.") else text
    if not address.startswith(("https://", "http://")) or not is_absolute_iri(address):
        raise ValueError("not a web address: write it with https://")
    return address


def _date(text: str) -> str:
    """A day, month or year as a typed literal."""
    if re.fullmatch(r"\d{4}", text):
        return emit.typed(text, "gYear")
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        return emit.typed(text, "gYearMonth")
    return emit.typed(values.day(text), "date")


def _amount(text: str) -> str:
    amount = values.money(text)
    if amount < 0:
        raise ValueError("an amount below zero")
    return emit.typed(values.decimal(amount), "decimal")


def _cost(text: str) -> str:
    # As in other sources, a cost of zero says that none is declared.
    return _amount(text) if values.money(text) else ""


def _concept(scheme: str) -> Callable[[str], str]:
    def find(text: str) -> str:
        found = template.concept(scheme, text)
        if found is None:
            names = ", ".join(concept.name for concept in template.concepts(scheme))
            raise ValueError(f"not one of: {names}")
        return emit.iri(found)

    return find


def _nuts(country: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        code = text.upper()
        if not NUTS_CODE.fullmatch(code) or len(code) < 3:
            raise ValueError("not a NUTS code of three to five signs")
        if country and values.country(code[:2]) != country:
            raise ValueError(f"a region of another country than {country}")
        return code

    return check


class _Reader:
    """Turns rows into facts; what several rows say of one thing is put together first."""

    def __init__(self, dataset: str, gathering: Gathering) -> None:
        self.tally = reading.Tally()
        self._source = (emit.SOURCE, emit.iri(dataset))
        self._dataset = dataset
        self._gathering = gathering
        self._known = known(gathering.lines)
        self._relators: dict[str, tuple[_Relator, str]] = {}
        self._projects: dict[str, _Project] = {}
        self._countries: dict[str, tuple[Record, str]] = {}
        self._kinds: dict[str, tuple[str, str]] = {}
        # Pairs of organisations of one name that were remarked.
        self._apart: set[tuple[str, str]] = set()
        self._publications: dict[str, str] = {}
        self._programmes: dict[str, set[Fact]] = {}

    # --- Rows

    def read(self, sheet: reading.Sheet, place: str) -> None:
        """Read every row of a sheet; blank rows and comments are no rows."""
        for line, texts in reading.rows(sheet, _COLUMNS, self.tally):
            cells = dict(zip(template.COLUMNS, texts, strict=True))
            if cells["relation"].startswith(template.COMMENT) or not any(texts):
                self.tally.read -= 1
                continue
            row = _Row(sheet.name, place, line, cells, cells)
            try:
                self._take(row)
            except _Refusal as refusal:
                value = cells[refusal.column]
                self.tally.reject(row.file, line, refusal.column, value, refusal.reason)

    def _take(self, row: _Row) -> None:
        """All that can be refused comes first: a rejected row leaves no trace in the graph."""
        relation = fold(row.given["relation"])
        if relation not in template.RELATIONS:
            raise _Refusal("relation", f"not one of: {', '.join(template.RELATIONS)}")
        row.cells = self._used(row, relation)
        party = self._party(row, "organisation")
        if relation == PARTICIPATION:
            project, label = self._project_of(row)
            self._keep(row, self._participation(row, party, project), relation)
            self._keep_project(row, project, label)
        else:
            other = self._party(row, "with")
            self._keep(row, self._between(row, relation, party, other), relation)
            self._keep_party(row, other)
        self._keep_party(row, party)
        for column, reason in row.remarks:
            self.tally.remark(row.file, row.line, column, row.given[column], reason)

    def _used(self, row: _Row, relation: str) -> dict[str, str]:
        """The cells without those that this relation has no use for, which are remarked."""
        unused = [field.name for field in template.FIELDS if relation not in field.relations]
        for column in unused:
            if row.given[column]:
                row.remark(column, f"not used for a {relation}")
        return {**row.given, **dict.fromkeys(unused, "")}

    def _keep(self, row: _Row, relator: _Relator, relation: str) -> None:
        """Write a relator, unless a row told the same; another version of it is refused."""
        if relator.iri in self._known.things:
            raise _Refusal("with", "another table tells this already")
        before = self._relators.setdefault(relator.iri, (relator, row.locator))
        if before[0] != relator:
            raise _Refusal("with", f"{before[1]} tells this already, with other values")
        if before[1] != row.locator:
            self.tally.repeated += 1
            return
        self.tally.kept += 1
        if row.reference:
            self._publications.setdefault(*row.reference)
        facts = {*relator.facts, (emit.LOCATOR, emit.text(row.locator))}
        self._write(relator.iri, _CLASSES[relation], facts)

    def _write(self, iri: str, kind: str, facts: set[Fact]) -> None:
        lines = self._gathering.lines
        lines.append(emit.line(iri, emit.TYPE, emit.iri(kind)))
        lines.extend(emit.line(iri, *fact) for fact in {*facts, self._source})

    def _common(self, row: _Row) -> set[Fact]:
        """What every relator takes: the note, and the document that states it."""
        facts = {(emit.DESCRIPTION, row.value("note", emit.text))}
        address = row.value("reference", _web)
        if address:
            digest = hashlib.sha256(address.encode()).hexdigest()[:12]
            iri = mint("publication", "table", digest)
            facts.add((emit.SOURCE, emit.iri(iri)))
            row.reference = (iri, address)
        return facts

    # --- Organisations

    def _party(self, row: _Row, column: str) -> _Party:
        """The organisation that a row names in a column and its `_id` and country columns."""
        first = column == "organisation"
        country_column = "country" if first else "with_country"
        name, text = row.cells[column], row.cells[f"{column}_id"]
        if text:
            country = row.value(country_column, country_code)
            iri = self._identified(text, f"{column}_id")
        else:
            country = self._needed_country(row, country_column)
            iri = self._own(row, column, country)
        website = row.value("website", _web) if first else ""
        given = {
            (f"{CG}pic", emit.text(_pic(text)) if _pic(text) else ""),
            (f"{CG}vatNumber", row.value("vat", emit.text) if first else ""),
            (emit.HOMEPAGE, emit.iri(website) if website else ""),
        }
        return _Party(
            iri,
            name or self._known.labels.get(iri, ""),
            country,
            row.value("nuts", _nuts(country)) if first else "",
            row.value("kind", _concept("organisation-kind"))[1:-1] if first else "",
            frozenset(fact for fact in given if fact[1]),
        )

    def _identified(self, text: str, column: str) -> str:
        organisations, pic = self._gathering.organisations, _pic(text)
        if pic:
            return organisations.iri(f"pic-{pic}", pic=pic)
        if text.startswith("organisation:"):
            iri = expand(text)
            if iri not in self._known.things:
                raise _Refusal(column, "the graph holds no such organisation")
            return organisations.iri(unquote(text.removeprefix("organisation:")))
        found = sorted(self._known.named.get(text, ()))
        if len(found) == 1:
            return found[0]
        if found:
            raise _Refusal(column, f"several organisations are called so: {', '.join(found)}")
        raise _Refusal(
            column, "neither a PIC nor an identifier nor the exact label of a known organisation"
        )

    def _needed_country(self, row: _Row, column: str) -> str:
        try:
            return country_code(row.cells[column])
        except ValueError as error:
            reason = str(error) if row.cells[column] else "needed, as no identifier is given"
            raise _Refusal(column, reason) from None

    def _own(self, row: _Row, column: str, country: str) -> str:
        """The node of an organisation that only this table tells of."""
        name = row.cells[column]
        if not _slug(name):
            raise _Refusal(column, "a name or an identifier is needed")
        own = self._gathering.organisations.iri(f"table-{_slug(name)}-{country.lower()}")
        for iri in sorted(self._known.named.get(name, set()) - {own}):
            if (own, iri) not in self._apart:
                self._apart.add((own, iri))
                reason = f"kept apart from {compress(iri)}, which is called so; if it is the same,"
                row.remark(column, f"{reason} give that as {column}_id")
        return own

    def _keep_party(self, row: _Row, party: _Party) -> None:
        record = self._gathering.organisations.seen(party.iri, party.name, "", self._dataset)
        record.facts.update(party.facts)
        if party.country:
            self._countries.setdefault(party.iri, (record, party.country))
        if party.nuts and party.iri in self._known.placed:
            row.remark("nuts", "the graph has a place for this organisation already")
        elif party.nuts:
            region = self._gathering.places.region(party.nuts)
            record.facts.add((_LOCATED, emit.iri(region)))
        if party.kind and party.iri in self._known.kinds:
            row.remark("kind", "the graph has a kind for this organisation already")
        elif party.kind:
            before = self._kinds.setdefault(party.iri, (party.kind, row.locator))
            if before[0] != party.kind:
                row.remark("kind", f"{before[1]} says otherwise of this organisation")
            # What a dated source says of the kind outweighs a table without dates.
            record.kind = record.kind or ("", party.kind)

    # --- Relations

    def _participation(self, row: _Row, party: _Party, project: str) -> _Relator:
        role = self._role(row, PARTICIPATION)
        facts = {
            (f"{CG}participant", emit.iri(party.iri)),
            (f"{CG}inProject", emit.iri(project)),
            (f"{CG}role", role),
            (f"{CG}contribution", row.value("contribution", _amount)),
            *self._common(row),
        }
        label = self._known.labels.get(party.iri, party.name)
        if label != party.name:
            facts.add((f"{CG}reportedName", emit.text(party.name)))
        iri = mint("participation", "table", _key(project), _key(party.iri), _key(role[1:-1]))
        return _relator(iri, facts)

    def _between(self, row: _Row, relation: str, party: _Party, other: _Party) -> _Relator:
        """A partnership, which is the same read from either side, or a membership."""
        if party.iri == other.iri:
            raise _Refusal("with", "the organisation itself")
        start, end = self._period(row)
        facts = {(f"{CG}startDate", start), (f"{CG}endDate", end)}
        facts |= {*self._common(row), *self._topics(row)}
        ends, role = [party, other], ""
        if relation == PARTNERSHIP:
            ends.sort(key=lambda end: end.iri)
            facts |= {(f"{CG}partner", emit.iri(end.iri)) for end in ends}
        else:
            role = self._role(row, MEMBERSHIP)
            facts |= {(_MEMBER, emit.iri(party.iri)), (_BODY, emit.iri(other.iri))}
            facts.add((f"{CG}role", role))
        facts |= _labels(relation, *(end.name or _key(end.iri) for end in ends))
        parts = [*(_key(end.iri) for end in ends), _key(role[1:-1]) if role else "", _day(start)]
        return _relator(mint(relation, "table", *filter(None, parts)), facts)

    def _role(self, row: _Row, relation: str) -> str:
        default = emit.iri(PREFIXES["role"] + _DEFAULT_ROLES[relation])
        return row.value("role", _concept("role")) or default

    def _topics(self, row: _Row) -> Iterator[Fact]:
        for word in filter(None, map(str.strip, row.cells["topic"].split(";"))):
            topic = template.concept("topic", word)
            yield (f"{CG}topic", emit.iri(topic)) if topic else (f"{CG}keyword", emit.text(word))

    def _period(self, row: _Row) -> tuple[str, str]:
        start, end = row.value("start", _date), row.value("end", _date)
        length = min(len(_day(start)), len(_day(end)))
        if length and _day(end)[:length] < _day(start)[:length]:
            row.remark("end", "before the start")
            return start, ""
        return start, end

    # --- Projects

    def _project_of(self, row: _Row) -> tuple[str, str]:
        """The node and label of the project; a known one must exist."""
        name, text = row.cells["with"], row.cells["with_id"]
        iri = expand(text) if text.startswith("project:") else None
        if iri is not None:
            if iri not in self._known.things:
                raise _Refusal("with_id", "the graph holds no such project")
            return iri, self._known.labels.get(iri, text)
        slug = _slug(text or name)
        if not slug:
            raise _Refusal("with", "a project needs a name or a number")
        return mint("project", "table", slug), name or row.cells["project_title"] or text

    def _keep_project(self, row: _Row, iri: str, label: str) -> None:
        if iri in self._known.things:
            for column in ("project_title", "programme", "start", "end", "total_cost", "topic"):
                if row.cells[column]:
                    row.remark(column, "the graph has its own facts of this project")
            return
        project = self._projects.setdefault(iri, _Project())
        project.label = project.label or label
        project.facts |= {*self._topics(row), (emit.LOCATOR, emit.text(row.locator))}
        start, end = self._period(row)
        for column, predicate, value in (
            ("with", f"{CG}acronym", row.value("with", emit.text)),
            ("with_id", f"{CG}programmeProjectId", row.value("with_id", emit.text)),
            ("project_title", emit.TITLE, row.value("project_title", emit.text)),
            ("start", f"{CG}startDate", start),
            ("end", f"{CG}endDate", end),
            ("total_cost", f"{CG}totalCost", row.value("total_cost", _cost)),
            ("programme", f"{CG}underProgramme", row.value("programme", self._programme(row))),
        ):
            before = project.values.setdefault(predicate, (value, row.locator)) if value else None
            if before and before[0] != value:
                row.remark(column, f"{before[1]} says otherwise of this project")

    def _programme(self, row: _Row) -> Callable[[str], str]:
        def find(text: str) -> str:
            parent = ""
            for name in filter(None, map(str.strip, text.split(">"))):
                parent = self._known.programmes.get(fold(name)) or self._minted(row, name, parent)
            if not parent:
                raise ValueError("no name of a programme")
            return emit.iri(parent)

        return find

    def _minted(self, row: _Row, name: str, parent: str) -> str:
        parts = [_key(parent)] if parent else []
        iri = mint("programme", "table", *parts, _slug(name))
        kind = "strand" if parent else "other-programme"
        facts = {
            (emit.LABEL, emit.text(name)),
            (f"{CG}kind", emit.iri(f"{PREFIXES['programme-kind']}{kind}")),
            (emit.LOCATOR, emit.text(row.locator)),
        }
        if parent:
            facts.add((f"{CG}partOfProgramme", emit.iri(parent)))
        # The first spelling is the label.
        self._programmes.setdefault(iri, facts)
        return iri

    # --- The end

    def finish(self) -> None:
        """Write what all rows together say, and place organisations known by country only."""
        for iri, facts in self._programmes.items():
            self._write(iri, f"{CG}Programme", facts)
        for iri, address in self._publications.items():
            facts = {(emit.LABEL, emit.text(address)), (emit.HOMEPAGE, emit.iri(address))}
            self._write(iri, f"{CG}Publication", facts)
        for iri, project in self._projects.items():
            self._write_project(iri, project)
        for iri, (record, country) in self._countries.items():
            placed = any(predicate == _LOCATED for predicate, _value in record.facts)
            if not placed and iri not in self._known.placed:
                record.facts.add((_LOCATED, emit.iri(self._gathering.places.country(country))))

    def _write_project(self, iri: str, project: _Project) -> None:
        values_given = {predicate: value for predicate, (value, _line) in project.values.items()}
        programme = values_given.pop(f"{CG}underProgramme", "")
        facts = {*project.facts, *values_given.items(), (emit.LABEL, emit.text(project.label))}
        self._write(iri, f"{CG}Project", facts)
        if programme:
            award = {(f"{CG}awardedTo", emit.iri(iri)), (f"{CG}underProgramme", programme)}
            award |= {fact for fact in project.facts if fact[0] == emit.LOCATOR}
            self._write(mint("award", "table", _key(iri)), f"{CG}Award", award)


def _relator(iri: str, facts: set[Fact]) -> _Relator:
    return _Relator(iri, frozenset(fact for fact in facts if fact[1]))


def _labels(relation: str, first: str, second: str) -> set[Fact]:
    english, french = (" and ", " et ") if relation == PARTNERSHIP else (" in ", " dans ")
    return {
        (emit.LABEL, emit.tagged(f"{first}{english}{second}", "en")),
        (emit.LABEL, emit.tagged(f"{first}{french}{second}", "fr")),
    }


def _day(literal: str) -> str:
    """The date inside a typed literal."""
    return literal.split('"')[1] if literal else ""
