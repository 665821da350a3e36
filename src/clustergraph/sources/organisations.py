"""One organisation, one node: what all rows of all sources say of it, merged.

The key is the IRI that a source mints from its best identifier; curated things and human
decisions come first. Knows nothing of files or columns.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.errors import SourceError
from clustergraph.sources import emit, identity
from clustergraph.terms import CG, PREFIXES, compress, fold, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clustergraph.sources.blocks import Blocks

_IS_ORGANISATION = emit.tail(emit.TYPE, emit.iri(f"{CG}Organisation"))
_IS_SITE = emit.tail(emit.TYPE, emit.iri(f"{PREFIXES['org']}Site"))
_SCHEMA = PREFIXES["schema"]
# Identifiers that alone tell which organisation it is, best first, each with the beginning of the
# keys made of it. A VAT number is not among them: the faculties of a university share one.
_TRUSTED = {f"{CG}pic": "pic", f"{CG}rorId": "ror", f"{CG}wikidataId": "wikidata"}
# The portal registers some organisations twice: they have one PIC, and others beside it.
_PIC, _OTHER_PIC = f"{CG}pic", f"{CG}otherPic"
_BEGINNINGS = {**_TRUSTED, _OTHER_PIC: "pic"}
_IDENTIFYING = re.compile(f"> <({'|'.join(map(re.escape, _BEGINNINGS))})> ")
_NAMING = re.compile(f"> <({emit.LABEL}|{emit.ALT_LABEL})> ")
_ORGANISATION = f"<{PREFIXES['organisation']}"
# A sign that once was a letter: where names compete for the label, such a one comes last.
_BROKEN = "\ufffd"
# Properties of a site, in the order of Site's fields.
_SITE_PROPERTIES = (
    f"{_SCHEMA}streetAddress",
    f"{_SCHEMA}postalCode",
    f"{_SCHEMA}addressLocality",
    f"{_SCHEMA}addressCountry",
)


@dataclass
class Record:
    """What is known of one organisation.

    `names` maps each name to the last date it was used; `kind` is the last (date, concept) of
    cg:kind, for sources whose rows may differ in it.
    """

    names: dict[str, str] = field(default_factory=dict)
    facts: set[tuple[str, str]] = field(default_factory=set)
    kind: tuple[str, str] | None = None

    def label(self) -> str:
        """The name used last that has no broken sign; of several of a day, first by code point.

        The same whatever the order in which rows were read; "" where no row gave a name.
        """
        whole = [name for name in self.names if _BROKEN not in name] or list(self.names)
        latest = max((self.names[name] for name in whole), default="")
        return min((name for name in whole if self.names[name] == latest), default="")


@dataclass(frozen=True)
class Site:
    """An address as reported; all parts may be empty. country: ISO 3166-1 alpha-2."""

    street: str
    postcode: str
    city: str
    country: str

    @property
    def iri(self) -> str:
        """The same address, written alike or nearly, is the same site."""
        key = "|".join(map(fold, (self.street, self.postcode, self.city, self.country)))
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
        self._labelled: dict[str, set[str]] = {}
        self._records: dict[str, Record] = {}
        self._sites: dict[str, tuple[Site, set[tuple[str, str]]]] = {}
        self.ready = False

    def prepare(self, curated: Sequence[str], same: dict[str, str]) -> None:
        """Learn the identifiers and names in curated lines, and the decisions of `same`.

        Raises SourceError where two curated things bear one identifier, or one bears it and a
        decision gives it to another.
        """
        borne = list(_identifiers(curated))
        owners = _owners(borne)
        self._pics = {iri: pic for iri, predicate, pic in borne if predicate == _PIC}
        for key, iri in list(owners.items()):
            standing = same.get(key, key)
            other = owners.get(standing, standing)
            if other != iri and not identity.minted(other):
                raise _claimed_twice(key, iri, other, "by decision")
            owners[standing] = iri
        self._same = {key: owners.get(iri, iri) for key, iri in same.items()} | owners
        written = {*owners.values(), *same.values()}
        self._labelled = _names(curated, written)
        self.ready = True

    def iri(self, key: str, *, pic: str = "", ror: str = "", wikidata: str = "") -> str:
        """The node of an organisation, from its identifiers or, failing all, a source's own key.

        The best identifier counts, whichever source gives it: PIC, then ROR, then Wikidata. A
        hash that CORDIS gives in place of a PIC is a key, not a PIC.
        """
        for beginning, value in zip(_TRUSTED.values(), (pic, ror, wikidata), strict=True):
            if value:
                key = f"{beginning}-{value}"
                break
        minted = mint("organisation", key)
        return self._same.get(minted, minted)

    def seen(self, iri: str, name: str, date: str, source: str) -> Record:
        """Note a name used on a date ("" where unknown); the caller adds facts to the record."""
        record = self._records.get(iri)
        if record is None:
            record = self._records[iri] = Record()
        if name and record.names.get(name, "") <= date:
            record.names[name] = date
        record.facts.add((emit.SOURCE, emit.iri(source)))
        return record

    def site(self, site: Site, facts: set[tuple[str, str]]) -> str:
        """The IRI of a site; facts are further (predicate, object) pairs, such as coordinates."""
        iri = site.iri
        kept = self._sites.setdefault(iri, (site, set()))
        kept[1].update(facts)
        return iri

    def write(self, blocks: Blocks) -> None:
        """Every organisation and every site, a block each."""
        for iri, record in self._records.items():
            blocks.add(iri, self._organisation(iri, record))
        for iri, (site, facts) in self._sites.items():
            blocks.add(iri, _site(site, facts))

    def _organisation(self, iri: str, record: Record) -> Iterator[str]:
        taken = self._labelled.get(iri)
        if taken is None:
            label = record.label() or iri.rsplit("/", 1)[-1]
            taken = {label}
            yield _IS_ORGANISATION
            yield emit.tail(emit.LABEL, emit.text(label))
        for name in record.names:
            if name not in taken:
                yield emit.tail(emit.ALT_LABEL, emit.text(name))
        if record.kind:
            yield emit.tail(f"{CG}kind", emit.iri(record.kind[1]))
        further = self._further_pics(iri, record)
        for predicate, value in record.facts:
            other = predicate == _PIC and value in further
            yield emit.tail(_OTHER_PIC if other else predicate, value)

    def _further_pics(self, iri: str, record: Record) -> set[str]:
        """The PICs beside the one that curated facts state, or else the node is named after."""
        pics = {value for predicate, value in record.facts if predicate == _PIC}
        stated = self._pics.get(iri)
        if len(pics) < 2 and stated is None:
            return set()
        own = emit.text(stated or iri.rpartition("/pic-")[2])
        return pics - {own if stated or own in pics else min(pics)}


def _site(site: Site, facts: set[tuple[str, str]]) -> Iterator[str]:
    yield _IS_SITE
    parts = (site.street, site.postcode, site.city, site.country)
    for predicate, part in zip(_SITE_PROPERTIES, parts, strict=True):
        if part:
            yield emit.tail(predicate, emit.text(part))
    for fact in facts:
        yield emit.tail(*fact)


def _parsed(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for quad in ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES):
        subject, predicate, value = quad.triple
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
            yield subject.value, predicate.value, value.value


def _identifiers(curated: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Who bears which identifier, by which property."""
    return _parsed(filter(_IDENTIFYING.search, curated))


def _owners(borne: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """From the IRI that a source would mint of an identifier to the curated thing that bears it."""
    owners: dict[str, str] = {}
    for subject, predicate, value in borne:
        key = mint("organisation", f"{_BEGINNINGS[predicate]}-{value}")
        other = owners.setdefault(key, subject)
        if other != subject:
            raise _claimed_twice(key, other, subject, "in the curated facts")
    return owners


def _claimed_twice(key: str, one: str, other: str, how: str) -> SourceError:
    first, second = sorted(map(compress, (one, other)))
    identifier = " ".join(compress(key).partition(":")[2].split("-", 1))
    return SourceError(
        f"{first} and {second} both bear {identifier} {how}: an identifier belongs to one of them"
    )


def _names(curated: Iterable[str], written: set[str]) -> dict[str, set[str]]:
    """The labels and other names of curated organisations, and of `written`, whatever their IRI."""
    starts = (_ORGANISATION, *(f"<{iri}>" for iri in sorted(written)))
    chosen = (line for line in curated if line.startswith(starts) and _NAMING.search(line))
    names: dict[str, set[str]] = {}
    for subject, _predicate, value in _parsed(chosen):
        names.setdefault(subject, set()).add(value)
    return names
