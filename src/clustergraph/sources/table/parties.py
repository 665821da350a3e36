"""The organisations that rows name, each by an identifier, an exact label, or as its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from clustergraph.sources import emit, regions, registers, values
from clustergraph.sources.countries import country_code
from clustergraph.sources.identity import SAME, Namesake
from clustergraph.sources.table.cells import (
    Fact,
    Refusal,
    Row,
    concept,
    slug,
    web_address,
)
from clustergraph.sources.table.writing import OF_TABLES
from clustergraph.terms import CG, PREFIXES, compress, expand
from clustergraph.wording import bare

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.sources.organisations import Record
    from clustergraph.sources.reading import Tally
    from clustergraph.sources.registers import Registered
    from clustergraph.sources.table.writing import Writing


_LOCATED = f"{CG}locatedIn"
_ORGANISATION = PREFIXES["organisation"]
_TWO_WAYS = "one name written in two ways"


@dataclass(frozen=True)
class Party:
    """An organisation as a row names it; key is as in Record, country an ISO code, region as
    Places.node takes it and the column that gives it, kind a concept, by the column of its
    identifier if it has one."""

    iri: str
    key: str
    name: str
    country: str
    region: tuple[str, str] = ("", "")
    kind: str = ""
    facts: frozenset[Fact] = frozenset()
    by: str = ""


class Parties:
    """Which node each party is, and what rows say of it."""

    def __init__(self, out: Writing, tally: Tally) -> None:
        self._out = out
        self._tally = tally
        self._countries: dict[str, tuple[Record, str]] = {}
        self._kinds: dict[str, tuple[str, str]] = {}
        # The organisations of this table whose names were compared.
        self._asked: set[str] = set()
        # By name without legal form and country: who was called so first, and where.
        self._alike: dict[tuple[str, str], tuple[str, str]] = {}
        # The first row that names somebody by an identifier alone, and the column of it.
        self._nameless: dict[str, tuple[Row, str]] = {}

    def named(self, row: Row, column: str) -> Party:
        """The organisation that a row names in a column and its `_id` and country columns."""
        first = column == "organisation"
        country_column, region_column = _placing(column)
        name, text = row.cells[column], row.cells[f"{column}_id"]
        if text:
            country = row.value(country_column, country_code)
            iri, key = self._identified(text, f"{column}_id")
        else:
            country = self._needed_country(row, country_column)
            iri, key = self._own(row, column, country)
        website = row.value("website", web_address) if first else ""
        found = self._registered(text)
        given = {
            (found.property if found else "", emit.text(found.value) if found else ""),
            (f"{CG}vatNumber", row.value("vat", _vat) if first else ""),
            (emit.HOMEPAGE, emit.iri(website) if website else ""),
        }
        return Party(
            iri,
            key,
            name or self._out.known.labels.get(iri, ""),
            country,
            (row.value(region_column, self._region(country)), region_column),
            row.value("kind", concept("organisation-kind"))[1:-1] if first else "",
            frozenset(fact for fact in given if fact[1]),
            f"{column}_id" if text else "",
        )

    def settle(self, row: Row) -> None:
        """Read a region that lies in the country of the other side only as that side's."""
        text, cells = row.cells["region"], row.cells
        if not text or cells["with_region"]:
            return
        ours = self._country(cells["country"]) or self._known_country(cells["organisation_id"])
        theirs = self._country(cells["with_country"]) or self._known_country(cells["with_id"])
        known = ours and theirs and ours != theirs
        if known and not self._fits(text, ours) and self._fits(text, theirs):
            cells["region"], cells["with_region"] = "", text
            row.given["with_region"] = text

    def _fits(self, text: str, country: str) -> bool:
        try:
            return bool(self._region(country)(text))
        except ValueError:
            return False

    def _country(self, text: str) -> str:
        try:
            return country_code(text) if text else ""
        except ValueError:
            return ""

    def _known_country(self, text: str) -> str:
        """The country in which a known organisation lies, or ""."""
        if not text:
            return ""
        try:
            iri, _ = self._identified(text, "organisation_id")
        except Refusal:
            return ""
        places = self._out.gathering.places
        lies = {places.country_of(place) for place in self._out.known.placed.get(iri, ())} - {""}
        return lies.pop() if len(lies) == 1 else ""

    def _region(self, country: str) -> Callable[[str], str]:
        """A reading of the regions of one country, of any where it is ""."""
        return lambda text: regions.find(self._out.gathering.places, text, country)

    def _registered(self, text: str) -> Registered | None:
        """The identifier of a register in a text, unless something is called so: Q8 is a number of
        Wikidata and a company."""
        return None if text in self._out.known.named else registers.find(text)

    def _identified(self, text: str, column: str) -> tuple[str, str]:
        organisations = self._out.gathering.organisations
        if found := self._registered(text):
            own = found.key
            of_register = {found.register: found.value}
            return organisations.iri(own, **of_register), organisations.minted(own, **of_register)
        bare = text.removeprefix("<").removesuffix(">")
        iri = bare if bare.startswith(_ORGANISATION) else expand(text)
        if iri and iri.startswith(_ORGANISATION):
            if iri not in self._out.known.things:
                raise Refusal(column, "the graph holds no such organisation")
            own = unquote(iri.removeprefix(_ORGANISATION))
            return organisations.iri(own), organisations.minted(own)
        called = sorted(self._out.known.named.get(text, ()))
        if len(called) == 1:
            return called[0], called[0]
        if called:
            raise Refusal(column, f"several organisations are called so: {', '.join(called)}")
        raise Refusal(
            column,
            "neither an identifier (a PIC, a number of ROR or Wikidata, organisation:NAME) nor the "
            "exact label of a known organisation",
        )

    def _needed_country(self, row: Row, column: str) -> str:
        try:
            return country_code(row.cells[column])
        except ValueError as error:
            reason = str(error) if row.cells[column] else "needed, as no identifier is given"
            raise Refusal(column, reason) from None

    def _own(self, row: Row, column: str, country: str) -> tuple[str, str]:
        """The node of an organisation that only this table mentions."""
        name = row.cells[column]
        if not slug(name):
            raise Refusal(column, "a name or an identifier is needed")
        organisations, key = (
            self._out.gathering.organisations,
            f"table-{slug(name)}-{country.lower()}",
        )
        own = organisations.iri(key)
        if own not in self._asked:
            self._asked.add(own)
            for iri in sorted(self._out.known.called.get(bare(name), set()) - {own}):
                if self._may_lie(iri, country) and self._joined(row, column, own, iri):
                    break
            self._compare(row, column, own, country)
        return organisations.iri(key), organisations.minted(key)

    def _compare(self, row: Row, column: str, own: str, country: str) -> None:
        """Remark on a second organisation of the table that is called so but for legal form,
        accents or signs: most often one that was written in two ways."""
        name = bare(row.cells[column])
        other, place = self._alike.setdefault((name, country), (own, row.locator))
        if name and other != own and not self._out.gathering.decided.settled(own, other):
            line = ",".join((compress(other), compress(own), SAME, _TWO_WAYS))
            row.remark(
                column,
                f"kept apart from {compress(other)} ({place}), which is called so but for legal "
                f"form or signs; if it is the same, add to a file of decisions the line: {line}",
            )

    def _may_lie(self, iri: str, country: str) -> bool:
        """Whether nothing says that a known organisation is in other countries only."""
        known = self._out.known.placed.get(iri, set())
        places = known | self._out.gathering.organisations.places(iri)
        lands = {self._out.gathering.places.country_of(place) for place in places} - {""}
        return not lands or country in lands

    def _joined(self, row: Row, column: str, own: str, iri: str) -> bool:
        """Whether somebody says that an organisation is the known one of its name; a remark where
        nobody does."""
        if iri.startswith(OF_TABLES) or self._out.gathering.decided.settled(own, iri):
            return False
        name = row.cells[column]
        asked = Namesake(row.locator, name, own, iri, self._out.known.labels.get(iri, name))
        answer = self._out.gathering.ask(asked)
        if answer:
            self._out.gathering.organisations.join(own, iri)
        elif answer is None:
            line = ",".join(asked.decision(same=True))
            row.remark(
                column,
                f"kept apart from {compress(iri)}, which is called so; if it is the same, give "
                f"that as {column}_id, or add to a file of decisions the line: {line}",
            )
        return bool(answer)

    def keep(self, row: Row, party: Party) -> None:
        """Note what a kept row says of a party."""
        organisations = self._out.gathering.organisations
        record = organisations.seen(party.iri, self._out.dataset, party.key)
        record.named(party.name, "")
        if not party.name:
            self._nameless.setdefault(party.iri, (row, party.by))
        record.locators.append(row.locator)
        record.facts.update(party.facts)
        if party.country:
            self._countries.setdefault(party.iri, (record, party.country))
        region, column = party.region
        if region and party.iri in self._out.known.placed:
            row.remark(column, "the graph has a place for this organisation already")
        elif region:
            node = self._out.gathering.places.node(region)
            record.facts.add((_LOCATED, emit.iri(node)))
        if party.kind and party.iri in self._out.known.kinds:
            row.remark("kind", "the graph has a kind for this organisation already")
        elif party.kind:
            before = self._kinds.setdefault(party.iri, (party.kind, row.locator))
            if before[0] != party.kind:
                row.remark("kind", f"{before[1]} says otherwise of this organisation")
            # What a dated source says of the kind outweighs a table without dates.
            record.kind = record.kind or ("", party.kind)

    def finish(self) -> None:
        """Place the organisations that are known by country only; remark on those that nobody has
        a name for, as of a mistyped identifier."""
        organisations = self._out.gathering.organisations
        for iri, (row, column) in self._nameless.items():
            if iri not in self._out.known.things and not organisations.is_named(iri):
                reason = "no row and no source has a name for it: is the identifier right?"
                self._tally.remark(row.file, row.line, column, row.given[column], reason)
        for iri, (record, country) in self._countries.items():
            placed = organisations.is_placed(iri)
            if not placed and iri not in self._out.known.placed:
                place = self._out.gathering.places.country(country)
                record.facts.add((_LOCATED, emit.iri(place)))


def _placing(column: str) -> tuple[str, str]:
    """The columns that say in which country and region the organisation of a column lies."""
    return ("country", "region") if column == "organisation" else ("with_country", "with_region")


def _vat(text: str) -> str:
    if not any(map(str.isdigit, text)):
        raise ValueError("not a VAT number")
    return emit.text(values.vat(text))
