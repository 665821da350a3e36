"""Organisations as they are compared: what a source states of them, and what follows of it.

Knows names, countries, cities and register numbers; not where they were read, and not yet what
speaks for two of them being one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from clustergraph.matching import likeness
from clustergraph.terms import CG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

PIC, VAT, HOMEPAGE = f"{CG}pic", f"{CG}vatNumber", f"{PREFIXES['foaf']}homepage"
REGISTERS = {f"{CG}rorId": "ROR", f"{CG}wikidataId": "Wikidata"}
# An acronym of fewer letters is that of too many organisations.
SHORTEST_ACRONYM = 3


@dataclass
class Organisation:
    """What is compared of an organisation, and its places and number of projects for whoever
    decides.

    Countries are ISO codes, places IRIs; all may be empty.
    """

    iri: str
    names: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    cities: set[str] = field(default_factory=set)
    identifiers: dict[str, set[str]] = field(default_factory=dict)
    datasets: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    projects: int = 0

    def having(self, property_: str) -> set[str]:
        """Its values of an identifying property."""
        return self.identifiers.get(property_, set())


class Profile:
    """An organisation made ready for many comparisons: what is derived of its names, once.

    forms: of all its names; folded: its names without regard to case; short: names and acronyms
    as acronyms are compared; cities: words of its cities.
    """

    def __init__(self, organisation: Organisation) -> None:
        self.of = organisation
        self.iri = organisation.iri
        self.cities = _city_words(organisation.cities)
        made = (form for name in sorted(organisation.names) for form in likeness.forms(name))
        self.forms = tuple(dict.fromkeys(map(self._in_full, made)))
        self.folded = {name.casefold() for name in organisation.names}
        self.short = {likeness.initials(name) for name in organisation.names}
        self.short -= self.cities
        self.acronyms = {likeness.initials(name) for name in organisation.acronyms}
        self.acronyms |= {likeness.acronym(name) for name in organisation.names} - {""}
        self.telling = any(form.telling for form in self.forms)

    def _in_full(self, form: likeness.Form) -> likeness.Form:
        """A body that is called like its city and nothing else is the municipality."""
        called_so = self.cities and self.cities.issuperset(form.words)
        return likeness.municipality(form.words) if called_so else form


def host(address: str) -> str:
    """The host of a web address; a path on a shared host tells organisations apart."""
    parts = urlsplit(address.lower() if "://" in address else f"//{address.lower()}")
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def _city_words(cities: Iterable[str]) -> frozenset[str]:
    """The words of cities that can be compared: no figures, no districts of a letter."""
    return frozenset().union(*map(_words_of_city, cities))


# Many organisations are in one city.
@lru_cache(maxsize=1 << 16)
def _words_of_city(city: str) -> frozenset[str]:
    words = (word for form in likeness.forms(city) for word in form.words)
    return frozenset(
        word for word in words if len(word) > 2 and not word.isdigit() and word != "cedex"
    )
