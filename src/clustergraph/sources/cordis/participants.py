"""What rows of the organisation file say of an organisation, whatever the project."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.sources import emit, values
from clustergraph.sources.cordis.release import Said
from clustergraph.sources.countries import country_code
from clustergraph.sources.organisations import Site
from clustergraph.terms import CG, PREFIXES, escape, fold

if TYPE_CHECKING:
    from clustergraph.sources.cordis.release import Release
    from clustergraph.sources.organisations import Record
    from clustergraph.sources.reading import Sheet


# What is said of organisations and sites.
_PIC, _IDENTIFIER, _ACRONYM = f"{CG}pic", f"{CG}identifier", f"{CG}acronym"
_RCN, _VAT, _KIND = f"{CG}cordisRcn", f"{CG}vatNumber", f"{CG}kind"
_LOCATED_IN, _HAS_SITE = f"{CG}locatedIn", f"{PREFIXES['org']}hasSite"
_WGS = PREFIXES["wgs"]
_ADDRESS = tuple(
    f"{PREFIXES['schema']}{name}" for name in ("streetAddress", "postalCode", "addressLocality")
)
# 000000000, NOTAPPLICABLE and TBD are what people write into a field that they cannot leave empty.
_DIGIT = re.compile("[1-9]")


class Area(NamedTuple):
    """A country and region: the ISO code, the facts of being there, whether all could be read."""

    code: str
    facts: frozenset[tuple[str, str]]
    sound: bool


@dataclass(slots=True)
class Described:
    """An organisation as one set of cells describes it: its node and record, the part of a key that
    stands for it, its site ("" for none), and the last day on which a row said so."""

    iri: str
    record: Record
    key: str
    site: str
    latest: str


class Participants:
    """Organisations as rows describe them, each set of cells looked at once: what another release
    told in the same words is not looked at again, unless there is something to remark."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._said = release.ledger.said
        self._described: dict[tuple[str, ...], Described] = {}
        self._areas: dict[tuple[str, str], Area] = {}
        self._kinds: dict[str, str] = {}
        self._sites: dict[tuple[str, ...], tuple[str, frozenset[tuple[str, str]], bool]] = {}
        self._vats: dict[str, tuple[str, str] | None] = {}

    def described(self, sheet: Sheet, line: int, told: tuple[str, ...]) -> Described:
        """The organisation of the cells OF_ORGANISATION of a row."""
        found = self._described.get(told)
        if found is None:
            found = self._described[told] = self._organisation(sheet, line, told)
        return found

    def _kind(self, text: str) -> str:
        # Not a Memo of this method, which would keep all that is described here in memory.
        found = self._kinds.get(text)
        if found is None:
            codes, lines = self._release.codes, self._release.gathering.lines
            found = self._kinds[text] = emit.iri(codes.concept("organisation-kind", text, lines))
        return found

    def _vat(self, text: str) -> tuple[str, str] | None:
        """The fact of bearing a VAT number, where a text is one."""
        if text not in self._vats:
            is_one = _DIGIT.search(text)
            self._vats[text] = (_VAT, emit.text(values.vat(text))) if is_one else None
        return self._vats[text]

    def _organisation(self, sheet: Sheet, line: int, told: tuple[str, ...]) -> Described:
        """Note all that one set of cells says of an organisation."""
        release, organisations = self._release, self._release.gathering.organisations
        said = self._said.get(told) or self._read(sheet, line, told)
        iri = organisations.standing(said.iri)
        record = organisations.seen(iri, release.dataset, said.iri)
        record.named(told[1], "")
        record.locators.append(f"{sheet.file}:{line}")
        record.facts |= said.facts
        if iri != said.iri:
            # A curated node or a decision: its label is nobody's row, so every row states its name.
            release.ledger.names.setdefault(iri, [""])
        return Described(iri, record, said.key, said.site, "")

    def _read(self, sheet: Sheet, line: int, told: tuple[str, ...]) -> Said:
        """What one set of cells says of an organisation; kept where all of it can be read."""
        identifier, name, short, vat, kind = told[:5]
        rcn, url = told[11:]
        pic = values.pic(identifier)
        # What is no identifier would make one of many organisations.
        identifier = pic or (identifier if _DIGIT.search(identifier) else "")
        key = identifier or _key_of_name(name, told[8])
        release = self._release
        page = release.memos.page[url] if url else ""
        if url and not page:
            release.unread(release.memos.page, sheet, line, "organizationURL", url)
        address = told[5:11]
        site, at, sound = self._sites.get(address) or self._place(sheet, line, address)
        facts = {*at}
        if identifier:
            facts.add((_PIC if pic else _IDENTIFIER, emit.text(identifier)))
        if short:
            facts.add((_ACRONYM, emit.text(short)))
        if rcn:
            facts.add((_RCN, emit.text(rcn)))
        if vat and (number := self._vat(vat)):
            facts.add(number)
        if kind:
            facts.add((_KIND, self._kind(kind)))
        if page:
            facts.add((emit.HOMEPAGE, page))
        minted = f"pic-{pic}" if pic else f"cordis-{key}"
        iri = release.gathering.organisations.minted(minted, pic=pic)
        said = Said(iri, escape(key), site, frozenset(facts))
        if sound and (page or not url):
            self._said[told] = said
        return said

    def _place(
        self, sheet: Sheet, line: int, told: tuple[str, ...]
    ) -> tuple[str, frozenset[tuple[str, str]], bool]:
        """The node of the site where an organisation is, "" where no address is, the facts of
        being there, and whether all could be read."""
        street, postcode, city, country, nuts, point = told
        area = self._areas.get((country, nuts))
        if area is None:
            area = self._areas[country, nuts] = self._area(sheet, line, country, nuts)
        if not (street or postcode or city or point):
            found = self._sites[told] = "", area.facts, area.sound
            return found
        # Two spellings of one address are one site: all are kept.
        about = {
            (predicate, emit.text(text))
            for predicate, text in zip(_ADDRESS, told, strict=False)
            if text
        }
        located = True
        if point:
            try:
                about |= _at(values.point(point))
            except ValueError as error:
                located = False
                self._release.tally.remark(sheet.name, line, "geolocation", point, str(error))
        about |= area.facts
        where = Site(street, postcode, city, area.code)
        site = self._release.gathering.organisations.site(where, about)
        found = site, area.facts | {(_HAS_SITE, f"<{site}>")}, located and area.sound
        if located:
            # Else every row is told of that says so.
            self._sites[told] = found
        return found

    def _area(self, sheet: Sheet, line: int, country: str, nuts: str) -> Area:
        """The ISO code of a country, and the facts of being in the region or else the country."""
        places, remark = self._release.gathering.places, self._release.tally.remark
        code, found, sound = "", [], True
        try:
            code = country_code(country) if country and country != "ZZ" else ""
        except ValueError as error:
            sound = False
            remark(sheet.name, line, "country", country, str(error))
        try:
            if nuts:
                found.append(places.region(nuts.upper()))
        except ValueError as error:
            sound = False
            remark(sheet.name, line, "nutsCode", nuts, str(error))
        # A region implies its country, unless the row says another one.
        if code and not (found and values.country(nuts[:2]) == code):
            found.append(places.country(code))
        facts = frozenset((_LOCATED_IN, emit.iri(place)) for place in found)
        return Area(code, facts, sound)


def _key_of_name(name: str, country: str) -> str:
    """A key for a row without an organisation identifier."""
    text = f"{fold(name)}|{country}"
    return "name-" + hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


def _at(point: str) -> set[tuple[str, str]]:
    """Where a site is: as the source gives it, and as numbers that a filter can compare."""
    north, _, east = point.partition(",")
    return {
        (f"{_WGS}lat_long", f'"{point}"'),
        (f"{_WGS}lat", emit.typed(north, "decimal")),
        (f"{_WGS}long", emit.typed(east, "decimal")),
    }
