"""One organisation, one node: what all rows of all sources say of it, merged.

The key is the IRI that a source mints from its best identifier; curated things and human
decisions come first. Of a node that several records were joined into, each fact keeps its record.
Knows nothing of files or columns.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.sources import citations, emit, identity
from clustergraph.sources.citations import Citation, Citations
from clustergraph.sources.curated import (
    OTHER_PIC,
    PIC,
    TRUSTED,
    claimed_twice,
    facts_in,
    identifiers_in,
    names_in,
    owners_of,
)
from clustergraph.sources.joined import statements
from clustergraph.terms import CG, PREFIXES, fold, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from clustergraph.sources.blocks import Blocks

_IS_ORGANISATION = emit.tail(emit.TYPE, emit.iri(f"{CG}Organisation"))
_IS_SITE = emit.tail(emit.TYPE, emit.iri(f"{PREFIXES['org']}Site"))
_SCHEMA = PREFIXES["schema"]
_KIND, _LOCATED = f"{CG}kind", f"{CG}locatedIn"
# A sign that once was a letter: where names compete for the label, such a one comes last.
_BROKEN = "\ufffd"
# Properties of a site, in the order of Site's fields.
_SITE_PROPERTIES = (
    f"{_SCHEMA}streetAddress",
    f"{_SCHEMA}postalCode",
    f"{_SCHEMA}addressLocality",
    f"{_SCHEMA}addressCountry",
)


@dataclass(slots=True)
class Record:
    """What one source says of an organisation under one identifier.

    `key` is the IRI made of that identifier, which the node bears unless somebody decided
    otherwise. `names` maps each name to the last date it was used; `kind` is the last (date,
    concept) of cg:kind, for sources whose rows may differ in it; `locators` are places in the
    source.
    """

    source: str
    key: str
    names: dict[str, str] = field(default_factory=dict)
    facts: set[tuple[str, str]] = field(default_factory=set)
    # A list: at full size there are as many as a hundred thousand, most of one place.
    locators: list[str] = field(default_factory=list)
    kind: tuple[str, str] | None = None

    def named(self, name: str, date: str) -> None:
        """Note a name used on a date, "" where unknown."""
        if name and self.names.get(name, "") <= date:
            self.names[name] = date

    @property
    def citation(self) -> Citation:
        """The source, and the places in it that speak of the organisation."""
        return Citation(self.source, self.locators, self.key)


class Site(NamedTuple):
    """An address as reported; all parts may be empty. country: ISO 3166-1 alpha-2."""

    street: str
    postcode: str
    city: str
    country: str

    @property
    def iri(self) -> str:
        """The same address, written alike or nearly, is the same site."""
        key = "|".join(map(fold, self))
        return mint("site", hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:12])


class Organisations:
    """Collects what rows say, and writes each organisation once.

    `prepare` must come before the first row: an organisation that curated facts identify keeps
    its curated node, class and label.
    """

    def __init__(self) -> None:
        self._same: dict[str, str] = {}
        # The PIC of each curated organisation that has one.
        self._pics: dict[str, str] = {}
        self._labelled: dict[str, dict[str, str]] = {}
        self._records: dict[str, list[Record]] = {}
        # What curated facts state of each organisation: (predicate, object).
        self._stated: dict[str, list[tuple[str, str]]] = {}
        self._sites: dict[str, tuple[Site, set[tuple[str, str]]]] = {}
        # The IRIs that identifiers in curated facts make.
        self._borne: set[str] = set()
        self.ready = False

    def prepare(self, curated: Sequence[str], same: dict[str, str]) -> None:
        """Learn the identifiers and names in curated lines, and the decisions of `same`.

        Raises SourceError where two curated things bear one identifier, or one bears it and a
        decision gives it to another.
        """
        borne = list(identifiers_in(curated))
        owners = owners_of(borne)
        self._borne = {*owners}
        self._pics = {iri: pic for iri, predicate, pic in borne if predicate == PIC}
        for key, iri in list(owners.items()):
            standing = same.get(key, key)
            other = owners.get(standing, standing)
            if other != iri and not identity.minted(other):
                raise claimed_twice(key, iri, other, "by decision")
            owners[standing] = iri
        self._same = {key: owners.get(iri, iri) for key, iri in same.items()} | owners
        written = {*owners.values(), *same.values()}
        self._labelled = names_in(curated, written)
        self._stated = facts_in(curated, written)
        self.ready = True

    def told(self, iris: Set[str]) -> set[str]:
        """Those of some IRIs by which a row or an identifier in curated facts knows somebody."""
        keys = {record.key for records in self._records.values() for record in records}
        return {*(iris & keys), *(iris & self._borne)}

    def join(self, minted: str, standing: str) -> None:
        """Take an organisation that no row has named yet for one that there is."""
        self._same[minted] = standing

    def standing(self, iri: str) -> str:
        """The node of an organisation that bears this IRI, by whatever was decided of it."""
        return self._same.get(iri, iri)

    def iri(self, key: str, *, pic: str = "", ror: str = "", wikidata: str = "") -> str:
        """The node of an organisation, from its identifiers or, failing all, a source's own key.

        The best identifier counts, whichever source gives it: PIC, then ROR, then Wikidata. A
        hash that CORDIS gives in place of a PIC is a key, not a PIC.
        """
        return self.standing(self.minted(key, pic=pic, ror=ror, wikidata=wikidata))

    def minted(self, key: str, *, pic: str = "", ror: str = "", wikidata: str = "") -> str:
        """The IRI that the best identifier of an organisation makes, whatever was decided of it."""
        for beginning, value in zip(TRUSTED.values(), (pic, ror, wikidata), strict=True):
            if value:
                return mint("organisation", f"{beginning}-{value}")
        return mint("organisation", key)

    def seen(self, iri: str, source: str, key: str) -> Record:
        """The record of a source about an organisation, which it knows by a key: see Record."""
        records = self._records.setdefault(iri, [])
        for record in records:
            if record.source == source and record.key == key:
                return record
        records.append(Record(source, key))
        return records[-1]

    def is_named(self, iri: str) -> bool:
        """Whether a row has given an organisation a name."""
        return any(record.names for record in self._records.get(iri, ()))

    def is_placed(self, iri: str) -> bool:
        """Whether a row has said where an organisation is."""
        return bool(self.places(iri))

    def places(self, iri: str) -> set[str]:
        """The nodes of the places where rows have said that an organisation is."""
        facts = (fact for record in self._records.get(iri, ()) for fact in record.facts)
        return {value[1:-1] for predicate, value in facts if predicate == _LOCATED}

    def names(self) -> Iterator[tuple[str, str, set[str]]]:
        """Each organisation that rows have told of so far: its IRI, the label that they give it, ""
        where curated facts do, and all names that they have for it."""
        for iri, records in self._records.items():
            label = "" if iri in self._labelled else _label(iri, records)
            yield iri, label, {name for record in records for name in record.names}

    def site(self, site: Site, facts: set[tuple[str, str]]) -> str:
        """The IRI of a site; facts are further (predicate, object) pairs, such as coordinates."""
        iri = site.iri
        kept = self._sites.setdefault(iri, (site, set()))
        kept[1].update(facts)
        return iri

    def write(self, blocks: Blocks, cited: Citations) -> None:
        """Every organisation and every site, a block each, with their sources."""
        for iri, records in self._records.items():
            label = "" if iri in self._labelled else _label(iri, records)
            facts = records[0].facts.union(*(record.facts for record in records[1:]))
            further = self._further_pics(iri, facts)
            own = self._organisation(iri, records, facts, label, further)
            self._write_with_sources(blocks, iri, own, records, cited.pop(iri), label, further)
        for iri, (site, facts) in self._sites.items():
            blocks.add(iri, _site(site, facts))

    def _organisation(
        self,
        iri: str,
        records: Sequence[Record],
        facts: set[tuple[str, str]],
        label: str,
        further: set[str],
    ) -> Iterator[str]:
        if label:
            yield _IS_ORGANISATION
            yield emit.tail(emit.LABEL, emit.text(label))
        taken = self._labelled.get(iri, {label: emit.LABEL})
        for name in {name for record in records for name in record.names}:
            if name not in taken:
                yield emit.tail(emit.ALT_LABEL, emit.text(name))
        kind = _kind(records)
        if kind:
            yield emit.tail(_KIND, emit.iri(kind))
        for predicate, value in facts:
            other = predicate == PIC and value in further
            yield emit.tail(OTHER_PIC if other else predicate, value)

    def _write_with_sources(
        self,
        blocks: Blocks,
        iri: str,
        own: Iterable[str],
        records: Sequence[Record],
        by_hand: list[Citation],
        label: str,
        further: set[str],
    ) -> None:
        """An organisation with its sources; and of a joined one, which record states which fact."""
        stated = self._stated.get(iri)
        is_joined = bool(stated) or len({(_origin(one), one.key) for one in records}) > 1
        cited = [*by_hand, *(record.citation for record in records)]
        for subject, tails in citations.blocks(iri, cited, recorded=is_joined):
            # One block and not two, which would have to be merged at the end.
            blocks.add(subject, [*own, *tails] if subject == iri else tails)
        if not is_joined:
            return
        names = self._labelled.get(iri, {label: emit.LABEL})
        told = [([one.citation], _of_record(one, names, further)) for one in records]
        curated = [one for one in by_hand if not one.complete]
        for subject, tails in statements(iri, [(curated, stated or ()), *told]):
            blocks.add(subject, tails)

    def _further_pics(self, iri: str, facts: set[tuple[str, str]]) -> set[str]:
        """The PICs beside the one that curated facts state, or else the node is named after."""
        pics = {value for name, value in facts if name == PIC}
        stated = self._pics.get(iri)
        if len(pics) < 2 and stated is None:
            return set()
        own = emit.text(stated or iri.rpartition("/pic-")[2])
        return pics - {own if stated or own in pics else min(pics)}


def _label(iri: str, records: Sequence[Record]) -> str:
    """The name used last that has no broken sign; of several of a day, first by code point.

    The same whatever the order in which rows were read; the last part of the IRI where no row
    gave a name.
    """
    names: dict[str, str] = {}
    for record in records:
        for name, date in record.names.items():
            names[name] = max(date, names.get(name, ""))
    if len(names) == 1:
        return next(iter(names))
    whole = [name for name in names if _BROKEN not in name] or list(names)
    latest = max((names[name] for name in whole), default="")
    found = min((name for name in whole if names[name] == latest), default="")
    return found or iri.rsplit("/", 1)[-1]


def _kind(records: Sequence[Record]) -> str:
    """The kind said last; one without a date counts only where no source gave one before."""
    found = ("", "")
    for kind in (record.kind for record in records if record.kind):
        if not found[1] or (kind[0] and kind > found):
            found = kind
    return found[1]


def _origin(record: Record) -> str:
    """The source whatever its release: a data set is named after it and its checksum."""
    return record.source.rpartition("-")[0]


def _of_record(
    record: Record, names: dict[str, str], further: set[str]
) -> Iterator[tuple[str, str]]:
    """The facts of one record, by the properties that the node has them by."""
    for name in record.names:
        yield names.get(name, emit.ALT_LABEL), emit.text(name)
    if record.kind:
        yield _KIND, emit.iri(record.kind[1])
    for predicate, value in record.facts:
        other = predicate == PIC and value in further
        yield OTHER_PIC if other else predicate, value


def _site(site: Site, facts: set[tuple[str, str]]) -> Iterator[str]:
    yield _IS_SITE
    parts = (site.street, site.postcode, site.city, site.country)
    for predicate, part in zip(_SITE_PROPERTIES, parts, strict=True):
        if part:
            yield emit.tail(predicate, emit.text(part))
    for fact in facts:
        yield emit.tail(*fact)
