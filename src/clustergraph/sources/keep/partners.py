"""Rows of partners: a participation each, of an organisation in a project."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from clustergraph.sources import emit, reading, values
from clustergraph.sources.countries import country_code
from clustergraph.sources.engagements import engagement
from clustergraph.sources.keep import rows as keep_rows
from clustergraph.sources.keep.rows import Row, digest, matching
from clustergraph.sources.organisations import Site
from clustergraph.terms import CG, PREFIXES, fold, local_name, mint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustergraph.sources.keep.projects import Project, Projects
    from clustergraph.sources.keep.writing import Writing
    from clustergraph.sources.organisations import Record


# Types of partner, by what their folded name contains; the first that fits.
_KINDS = (
    ("publicauthority", "public-body"),
    ("highereducation", "higher-education"),
    ("businesssupport", "business-support"),
    ("internationalorganisation", "intergovernmental"),
    ("enterprise", "private-company"),
    ("sme", "private-company"),
)
_LEADS = "lead-partner"
_HAS_SITE = PREFIXES["org"] + "hasSite"


class Partners:
    """The organisations of one spreadsheet, and their participations."""

    def __init__(self, out: Writing, projects: Projects) -> None:
        self._out = out
        self._projects = projects.by_name
        self._numbered = projects.by_number
        self._engaged: dict[str, int] = {}
        self._keys: dict[tuple[str, str], tuple[str, str]] = {}
        self._regions: dict[str, tuple[str, str]] = {}
        self._codes: dict[str, str] = {}
        # By organisation: its records, each with the regions that its rows name.
        self._located: dict[str, dict[str, tuple[Record, set[str]]]] = {}
        self._countries: dict[str, str] = {}

    def read(self, sheets: Sequence[reading.Sheet]) -> None:
        """Read the sheets of partners."""
        for row in keep_rows.rows(sheets, keep_rows.PARTNERS, self._out.tally):
            found = self._project_of(row)
            if not row["name"]:
                self._out.reject(row, "name", "no name")
            elif isinstance(found, str):
                self._out.reject(row, "acronym", found)
            else:
                if self._participation(found, row, self._role(row)):
                    self._out.tally.kept += 1
                else:
                    self._out.replaced(row)

    def _role(self, row: Row) -> str:
        """The role that a row of a partner states; "" where it says neither yes nor no."""
        leads = self._out.value(row, "lead", values.flag)
        return "" if leads is None else _LEADS if leads else "project-partner"

    def _project_of(self, row: Row) -> Project | str:
        """The project of a partner, or why it cannot be determined."""
        programme = matching(row["programme"])
        if numbered := self._numbered.get((programme, matching(row["id"]))):
            return numbered
        key = programme, matching(row["acronym"])
        found = self._projects.get(key, [])
        if len(found) > 1:
            # Only a lead partner tells projects of one acronym apart.
            led = [project for project in found if project.is_led_by(row["name"])]
            if len(led) != 1 or row["lead"].casefold() != "yes":
                return f"{len(found)} projects of this programme have this acronym"
            found = led
        return found[0] if found else "no project of this programme has this acronym"

    def _participation(self, project: Project, row: Row, role: str) -> bool:
        """Write a participation, unless a newer export tells otherwise of it."""
        organisation, site = self._organisation(project, row)
        project.partners[fold(row["name"])] = organisation
        # That a row of a project names a lead partner tells nothing that could differ.
        told = row.columns is keep_rows.PARTNERS
        if told and self._out.told.is_settled(row, project.iri, organisation):
            return False
        key = f"{project.key}-{digest(organisation)}"
        self._engaged[key] = self._engaged.get(key, 0) + 1
        again = (str(self._engaged[key]),) if self._engaged[key] > 1 else ()
        self._out.gathering.engaged.add(engagement(local_name(project.iri), organisation, ""))
        iri = mint("participation", key, *again)
        self._out.begin(iri, "Participation", row)
        self._out.say(iri, f"{CG}participant", emit.iri(organisation))
        self._out.say(iri, f"{CG}inProject", emit.iri(project.iri))
        if role:
            self._out.say(iri, f"{CG}role", emit.iri(f"{PREFIXES['role']}{role}"))
        self._out.say(iri, f"{CG}reportedName", emit.text(row["name"]))
        self._out.say(iri, f"{CG}atSite", emit.iri(site))
        # The budget in a row of a project is that of the project.
        if row.columns is keep_rows.PARTNERS:
            self._out.money(iri, "participantCost", row, "budget")
            self._contribution(iri, row)
            self._out.rest(iri, row)
        return True

    def _contribution(self, iri: str, row: Row) -> None:
        """The co-financing of the programme, or where it is not stated, what each fund gives."""
        stated = ("funding",) if row["funding"] else ("erdf", "ipa", "eni")
        amounts = [self._out.value(row, name, keep_rows.amount) for name in stated]
        self._out.euros(iri, "participantContribution", sum(filter(None, amounts), Decimal()))

    def _organisation(self, project: Project, row: Row) -> tuple[str, str]:
        """The organisation of a row and its site; a row of a project describes its lead partner."""
        organisations = self._out.gathering.organisations
        country = self._country_of(row)
        iri, key, identifiers = self._identified(row, country)
        record = organisations.seen(iri, self._out.dataset, key)
        record.named(row["name"], project.start)
        if row["name2"] and not record.names.get(row["name2"]):
            record.facts.add((emit.ALT_LABEL, emit.text(row["name2"])))
        record.facts.update(identifiers)
        record.locators.append(row.locator)
        if row.columns is keep_rows.PARTNERS:
            self._details(record, project, row)
        regions, place = self._within(row, country)
        site = self._site(record, row, country, regions)
        located = self._located.setdefault(iri, {})
        located.setdefault(key, (record, set()))[1].update(regions)
        if place or country:
            self._countries.setdefault(iri, place or country)
        return iri, site

    def _country_of(self, row: Row) -> str:
        """The ISO code of the country of an address, from its name or else its code."""
        code = row["code"].partition(" ")[0]
        with suppress(ValueError):
            return country_code(row["country"]) if row["country"] else values.country(code)
        with suppress(ValueError):
            return values.country(code)
        return self._out.value(row, "country", country_code) or ""

    def _site(self, record: Record, row: Row, country: str, regions: set[str]) -> str:
        address = Site(row["street"], row["postcode"], row["town"], country)
        within = {(f"{CG}locatedIn", emit.iri(region)) for region in regions}
        site = self._out.gathering.organisations.site(address, within)
        record.facts.add((_HAS_SITE, emit.iri(site)))
        return site

    def _identified(self, row: Row, country: str) -> tuple[str, str, set[tuple[str, str]]]:
        """The IRI of an organisation and the key of its record, by its PIC or else by name and
        country; and the PIC."""
        pic, organisations = values.pic(row["pic"]), self._out.gathering.organisations
        if pic:
            own = f"pic-{pic}"
            iri, key = organisations.iri(own, pic=pic), organisations.minted(own, pic=pic)
            return iri, key, {(f"{CG}pic", emit.text(pic)), *_other(row)}
        if row["pic"]:
            self._out.remark(row, "pic", "not a PIC: nine digits")
        named = row["name"], country
        if named not in self._keys:
            folded = fold(row["name"])
            readable = folded.encode("ascii", "ignore").decode()[:40]
            own = "-".join(part for part in ("keep", readable, digest(folded, country)) if part)
            self._keys[named] = organisations.iri(own), organisations.minted(own)
        return *self._keys[named], {*_other(row)}

    def _details(self, record: Record, project: Project, row: Row) -> None:
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
        if own and (address := self._out.value(row, "website", keep_rows.address)):
            record.facts.add((emit.HOMEPAGE, emit.iri(address)))

    def _within(self, row: Row, country: str) -> tuple[set[str], str]:
        """The smallest regions that a row names, and the country of its codes ("" if none).

        A code of a country other than that of the regions, or of the address where there are no
        regions, counts as one more place.
        """
        told = [self._out.value(row, name, self._region) for name in ("nuts1", "nuts2", "nuts3")]
        found = dict(region for region in told if region)
        smallest = {
            iri
            for code, iri in found.items()
            if not any(other != code and other.startswith(code) for other in found)
        }
        place = self._out.value(row, "code", self._country) or ""
        others = {values.country(code[:2]) for code in found} or {country}
        if place and place not in others:
            smallest.add(self._out.gathering.places.country(place))
        return smallest, place

    def _region(self, text: str) -> tuple[str, str]:
        """The code and the place of a cell such as `DEG01  / Erfurt, Kreisfreie Stadt`."""
        if text not in self._regions:
            code, name = keep_rows.region(text)
            told = self._out.gathering.places.told
            self._regions[text] = code, told(code, name, cited=(self._out.dataset,))
        return self._regions[text]

    def _country(self, text: str) -> str:
        """The ISO code of a cell such as `DE Germany / DEUTSCHLAND`, whose names are kept too."""
        if text not in self._codes:
            code, _, names = text.partition(" ")
            self._codes[text] = values.country(code)
            for name in names.split("/"):
                self._out.gathering.places.told(code, name, cited=(self._out.dataset,))
        return self._codes[text]

    def finish(self) -> None:
        """What needs all rows: lead partners that no row of partners names, places of the rest."""
        for project in chain.from_iterable(self._projects.values()):
            for row in project.rows:
                organisation = project.partners.get(fold(row["name"]))
                if organisation:
                    self._lead_site(organisation, row)
                elif row["name"]:
                    self._participation(project, row, _LEADS)
        for iri, records in self._located.items():
            if iri in self._countries and not any(regions for _record, regions in records.values()):
                next(iter(records.values()))[1].add(
                    self._out.gathering.places.country(self._countries[iri])
                )
            for record, regions in records.values():
                record.facts.update((f"{CG}locatedIn", emit.iri(region)) for region in regions)

    def _lead_site(self, organisation: str, row: Row) -> None:
        """The address that a row of a project gives a lead partner that rows of partners name."""
        country = self._country_of(row)
        _iri, key, _identifiers = self._identified(row, country)
        records = self._located[organisation]
        # The name may stand for an organisation that its own row identified in another way.
        record, _regions = records.get(key) or next(iter(records.values()))
        record.locators.append(row.locator)
        self._site(record, row, country, set())


def _other(row: Row) -> Iterator[tuple[str, str]]:
    """The identifier that a partner without a PIC gives: a VAT number where it has the form."""
    if row["other"]:
        number = values.vat(row["other"])
        letters, rest = number[:2], number[2:]
        is_vat = letters.isalpha() and letters.isupper() and rest.isalnum() and not rest.isalpha()
        yield f"{CG}{'vatNumber' if is_vat else 'identifier'}", emit.text(number)
