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

from clustergraph.sources import emit
from clustergraph.terms import CG, PREFIXES, fold, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SITE_CLASS = PREFIXES["org"] + "Site"
_HAS_SITE = PREFIXES["org"] + "hasSite"
_SCHEMA = PREFIXES["schema"]
_WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_ORGANISATION = f"<{PREFIXES['organisation']}"
# The properties of curated organisations that imported rows must respect.
_TELLING = re.compile(f"> <({CG}pic|{emit.LABEL}|{emit.ALT_LABEL})> ")
# Properties of a site, in the order of Site's fields.
_SITE_PROPERTIES = (
    f"{_SCHEMA}streetAddress",
    f"{_SCHEMA}postalCode",
    f"{_SCHEMA}addressLocality",
    f"{_SCHEMA}addressCountry",
)


@dataclass
class Record:
    """What is known of one organisation; `names` maps each name to the last date it was used."""

    names: dict[str, str] = field(default_factory=dict)
    facts: set[tuple[str, str]] = field(default_factory=set)
    kind: tuple[str, str] | None = None


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
    its curated node and label.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._same: dict[str, str] = {}
        self._labelled: dict[str, set[str]] = {}
        self._records: dict[str, Record] = {}
        self._sites: dict[str, tuple[Site, set[tuple[str, str]]]] = {}
        self.ready = False

    def prepare(self, curated: Iterable[str], same: dict[str, str]) -> None:
        """Learn the identifiers and names in curated lines, and the decisions of `same`."""
        chosen = [line for line in curated if _ORGANISATION in line and _TELLING.search(line)]
        for quad in ox.parse("".join(chosen), format=ox.RdfFormat.N_TRIPLES):
            subject, predicate, value = quad.triple
            assert isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal)
            if predicate.value == f"{CG}pic":
                self._known[predicate.value, value.value] = subject.value
            else:
                self._labelled.setdefault(subject.value, set()).add(value.value)
        self._same = same
        self.ready = True

    def __len__(self) -> int:
        return len(self._records)

    def iri(self, key: str, *, pic: str = "") -> str:
        """The node of an organisation, from a source's own key ("pic-999918390") and its PIC."""
        found = self._known.get((f"{CG}pic", pic)) if pic else None
        minted = found or mint("organisation", key)
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

    def lines(self) -> Iterator[str]:
        """Every organisation and every site as N-Triples lines."""
        for iri, record in self._records.items():
            yield from self._organisation(iri, record)
        for iri, (site, facts) in self._sites.items():
            yield emit.line(iri, emit.TYPE, emit.iri(_SITE_CLASS))
            parts = (site.street, site.postcode, site.city, site.country)
            for predicate, part in zip(_SITE_PROPERTIES, parts, strict=True):
                if part:
                    yield emit.line(iri, predicate, emit.text(part))
            for predicate, value in facts:
                yield emit.line(iri, predicate, value)

    def _organisation(self, iri: str, record: Record) -> Iterator[str]:
        curated = self._labelled.get(iri)
        # The name used last is the label; of several of that day, the first by code point.
        latest = max(record.names.values(), default="")
        label = min((n for n, day in record.names.items() if day == latest), default="")
        if curated is None:
            yield emit.line(iri, emit.TYPE, emit.iri(f"{CG}Organisation"))
            yield emit.line(iri, emit.LABEL, emit.text(label or iri.rsplit("/", 1)[-1]))
        taken = {label} if curated is None else curated
        for name in record.names:
            if name not in taken:
                yield emit.line(iri, emit.ALT_LABEL, emit.text(name))
        for predicate, value in record.facts:
            yield emit.line(iri, predicate, value)
