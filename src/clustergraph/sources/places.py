"""Countries and regions that rows refer to: one node a place, curated ones first.

Knows codes of NUTS and ISO 3166 and their hierarchy; what else is known of a place, such as the
name of a NUTS region, sources tell. Knows nothing of files or columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.sources import emit, recodings, subdivisions, values
from clustergraph.sources.countries import country_names, of_a_country
from clustergraph.terms import CG, PREFIXES, fold, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clustergraph.sources.citations import Citations

NUTS_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")

_PLACE = f"<{PREFIXES['place']}"
_AUTHORITY = f"{CG}authorityConcept"
_NOTATION = f"{PREFIXES['skos']}notation"
_WITHIN = f"{CG}within"
_CODES = (f"{CG}isoCode", f"{CG}nutsCode", _NOTATION)
_TELLING = re.compile(
    f"> <({'|'.join((*_CODES, _AUTHORITY, _WITHIN, emit.LABEL, emit.ALT_LABEL))})> "
)
_KIND = PREFIXES["place-kind"]
_ISO_LIST = f"{PREFIXES['publication']}iso-3166"
_NUTS_LIST = f"{PREFIXES['publication']}nuts"
# Codes that ISO 3166-1 leaves to its users, such as XK for Kosovo.
_USER_ASSIGNED = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")


@dataclass
class _Told:
    """What sources say of a place: names by their weight, and further facts; and which they are, as
    arguments of Citations.cite."""

    names: dict[str, int] = field(default_factory=dict)
    facts: set[tuple[str, str]] = field(default_factory=set)
    cited: set[tuple[str, ...]] = field(default_factory=set)


class Places:
    """Collects the places that rows name, and writes those that no curated fact describes.

    `prepare` must come before the first row: a place that curated facts identify by its code
    keeps its curated node and label.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._called: dict[str, set[str]] = {}
        self._countries: dict[str, str] = {}
        self._regions: dict[str, str] = {}
        self._subdivisions: dict[str, str] = {}
        self._within: dict[str, str] = {}
        self._told: dict[str, _Told] = {}
        # The entries of authority lists that curated facts describe.
        self.described: set[str] = set()

    def prepare(self, curated: Iterable[str]) -> None:
        """Learn the codes and names of curated places from their lines."""
        chosen = [line for line in curated if line.startswith(_PLACE) and _TELLING.search(line)]
        for quad in ox.parse("".join(chosen), format=ox.RdfFormat.N_TRIPLES):
            subject, predicate, value = quad.triple
            assert isinstance(subject, ox.NamedNode)
            assert isinstance(value, ox.Literal | ox.NamedNode)
            if predicate.value == _AUTHORITY:
                self.described.add(value.value)
            elif predicate.value in (emit.LABEL, emit.ALT_LABEL):
                self._called.setdefault(subject.value, set()).add(fold(value.value))
            elif predicate.value == _WITHIN:
                self._within[subject.value] = value.value
            else:
                self._known[predicate.value, value.value] = subject.value

    def country(self, code: str) -> str:
        """The node of a country, by its ISO 3166-1 alpha-2 code."""
        known = self._known.get((f"{CG}isoCode", code))
        if known is None and code not in self._countries:
            self._countries[code] = mint("place", code.lower())
        return known or self._countries[code]

    def region(self, code: str) -> str:
        """The node of a NUTS region by its code, and those it lies in.

        A region that was recoded lies in what it is now: FR41 in FRF3, as Lorraine is called since
        NUTS 2016.

        A code of two letters is a country, as the EU writes it (EL for Greece). Raises ValueError
        where the code has not the form of a NUTS code.
        """
        known = self._known.get((f"{CG}nutsCode", code)) or self._regions.get(code)
        if known:
            return known
        if not NUTS_CODE.fullmatch(code):
            raise ValueError("not a NUTS code: two letters and up to three letters or digits")
        if len(code) == 2:
            return self.country(of_a_country(values.country(code)))
        # First, as a code that lies in no country is none.
        self.region(_outer(code))
        self._regions[code] = mint("place", "nuts", code)
        return self._regions[code]

    def node(self, found: str) -> str:
        """The node of a region by its code, in NUTS or ISO 3166-2; the IRI of a place is that."""
        if "://" in found:
            return found
        known = self._known.get((_NOTATION, found)) or self._subdivisions.get(found)
        if known or not subdivisions.CODE.fullmatch(found):
            return known or self.region(found)
        self._subdivisions[found] = mint("place", "iso", found)
        self.node(subdivisions.parent(found) or found[:2])
        return self._subdivisions[found]

    def knows(self, found: str) -> bool:
        """Whether curated facts or rows have named a place by this code or IRI."""
        coded = any((property, found) in self._known for property in _CODES)
        return coded or found in self._regions or found in self._called

    def called(self, key: str, country: str) -> list[str]:
        """The regions with this folded name in a country, in any where that is "", as `node` takes
        them: those of curated facts, or else by the latest list that has the name; those first
        that contain others."""
        countries = {iri for (name, _), iri in self._known.items() if name == _CODES[0]}
        curated = {iri for iri, names in self._called.items() if key in names} - countries
        found = self._lying(curated, country)
        if found:
            return sorted(found)
        told = {
            code: max(weight for name, weight in self._told[iri].names.items() if fold(name) == key)
            for code, iri in self._regions.items()
            if iri in self._told and any(fold(name) == key for name in self._told[iri].names)
        }
        latest = self._lying((code for code in told if len(code) > 2), country)
        # The name in Latin letters weighs one more than the own one of the same list.
        top = max((told[code] for code in latest), default=0) - 1
        return sorted((code for code in latest if told[code] >= top), key=lambda c: (len(c), c))

    def _lying(self, found: Iterable[str], country: str) -> list[str]:
        """Those that lie in a country, or in none."""
        return [one for one in found if self.country_of(one) in (country, "") or not country]

    def country_of(self, found: str) -> str:
        """The ISO 3166-1 code of the country of a place as `node` takes it; "" for none."""
        if "://" not in found:
            return values.country(found[:2])
        while found in self._within:
            found = self._within[found]
        return next((code for (_, code), iri in self._known.items() if iri == found
                     and len(code) == 2), "")  # fmt: skip

    def told(
        self,
        code: str,
        name: str = "",
        weight: int = 0,
        facts: Iterable[tuple[str, str]] = (),
        cited: tuple[str, ...] = (),
    ) -> str:
        """Note what a source says of a NUTS region (or country by its NUTS code): its node.

        Of several names the one of the greatest weight becomes the label, unless curated facts
        have one; facts are (predicate, object) pairs; `cited` is the source and the places in it.
        Raises ValueError like `region`.
        """
        iri = self.region(code)
        told = self._told.setdefault(iri, _Told())
        told.facts.update(facts)
        if cited:
            told.cited.add(cited)
        name = " ".join(name.split())
        if name:
            told.names[name] = max(weight, told.names.get(name, weight))
        return iri

    def lines(self, citations: Citations) -> Iterator[str]:
        """Every place that is not curated, and what was said of any, as N-Triples lines; their
        sources go to the citations."""
        for code, iri in self._countries.items():
            yield from self._country(code, iri)
            entry = "user-assigned code" if _USER_ASSIGNED.fullmatch(code) else "entry"
            citations.cite(iri, _ISO_LIST, f"ISO 3166-1, {entry} {code}")
        for code, iri in self._subdivisions.items():
            yield from self._subdivision(code, iri)
            citations.cite(iri, _ISO_LIST, f"ISO 3166-2, entry {code}")
        unlisted = False
        for code, iri in self._regions.items():
            yield from self._region(code, iri)
            if iri not in self._told or not self._told[iri].cited:
                unlisted = True
                citations.cite(iri, _NUTS_LIST, f"code {code}")
        if unlisted:
            yield from _nuts_list()
        for iri, told in self._told.items():
            yield from self._further(iri, told)
            for cited in told.cited:
                citations.cite(iri, *cited)

    def _country(self, code: str, iri: str) -> Iterator[str]:
        english, french = country_names(code)
        self._called[iri] = {fold(english), fold(french)}
        yield emit.line(iri, emit.TYPE, emit.iri(f"{CG}Country"))
        yield emit.line(iri, f"{CG}isoCode", emit.text(code))
        yield emit.line(iri, f"{CG}kind", emit.iri(f"{_KIND}country"))
        yield emit.line(iri, emit.LABEL, emit.tagged(english, "en"))
        yield emit.line(iri, emit.LABEL, emit.tagged(french, "fr"))

    def _subdivision(self, code: str, iri: str) -> Iterator[str]:
        name, french = subdivisions.names(code)
        self._called[iri] = {fold(name), fold(french)}
        yield emit.line(iri, emit.TYPE, emit.iri(f"{CG}Region"))
        yield emit.line(iri, _NOTATION, emit.text(code))
        yield emit.line(iri, f"{CG}kind", emit.iri(f"{_KIND}state-or-province"))
        yield emit.line(iri, _WITHIN, emit.iri(self.node(subdivisions.parent(code) or code[:2])))
        yield emit.line(iri, emit.LABEL, emit.text(name))
        if french != name:
            yield emit.line(iri, emit.LABEL, emit.tagged(french, "fr"))

    def _region(self, code: str, iri: str) -> Iterator[str]:
        label = self._label(code, iri)
        self._called[iri] = {fold(label)}
        yield emit.line(iri, emit.TYPE, emit.iri(f"{CG}Region"))
        yield emit.line(iri, f"{CG}nutsCode", emit.text(code))
        yield emit.line(iri, f"{CG}kind", emit.iri(f"{_KIND}nuts{len(code) - 2}"))
        yield emit.line(iri, f"{CG}within", emit.iri(self.region(_outer(code))))
        yield emit.line(iri, emit.LABEL, emit.text(label))
        if label != code:
            yield emit.line(iri, emit.ALT_LABEL, emit.text(code))

    def _label(self, code: str, iri: str) -> str:
        names = self._told[iri].names if iri in self._told else {}
        if names:
            # Of names that weigh the same, the first by code point.
            return min(names, key=lambda name: (-names[name], name))
        # Z stands for what a country has outside its territory, such as embassies.
        return f"Extra-Regio {code}" if set(code[2:]) == {"Z"} else code

    def _further(self, iri: str, told: _Told) -> Iterator[str]:
        called = self._called.setdefault(iri, set())
        for name in sorted(told.names, key=lambda name: (-told.names[name], name)):
            if fold(name) not in called:
                called.add(fold(name))
                yield emit.line(iri, emit.ALT_LABEL, emit.text(name))
        for predicate, value in told.facts:
            yield emit.line(iri, predicate, value)


def _outer(code: str) -> str:
    """The next larger region: of a code that is no longer used that which has its territory now,
    so that rows of all versions meet there."""
    return recodings.container(code) or code[:-1]


def _nuts_list() -> Iterator[str]:
    """The source of codes that rows use and no code list of this build has."""
    yield emit.line(_NUTS_LIST, emit.TYPE, emit.iri(f"{CG}Publication"))
    yield emit.line(_NUTS_LIST, emit.LABEL, emit.text("NUTS"))
    title = "Nomenclature of territorial units for statistics"
    yield emit.line(_NUTS_LIST, emit.TITLE, emit.tagged(title, "en"))
