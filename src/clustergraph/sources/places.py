"""Countries and NUTS regions that rows refer to: one node a place, curated ones first.

Knows codes and their hierarchy; names of regions come from the `nuts` source when it is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.sources import emit
from clustergraph.terms import CG, PREFIXES, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TELLING = re.compile(f"> <({CG}isoCode|{CG}nutsCode)> ")
_KIND = PREFIXES["place-kind"]
# A NUTS code begins with the country code of the EU, not of ISO.
_EU_TO_ISO = {"UK": "GB", "EL": "GR"}


class Places:
    """Collects the places that rows name, and writes those that no curated fact describes."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._countries: dict[str, str] = {}
        self._regions: dict[str, str] = {}

    def prepare(self, curated: Iterable[str]) -> None:
        """Learn the codes of curated places from their lines."""
        chosen = [line for line in curated if _TELLING.search(line)]
        for quad in ox.parse("".join(chosen), format=ox.RdfFormat.N_TRIPLES):
            subject, predicate, value = quad.triple
            assert isinstance(subject, ox.NamedNode)
            assert isinstance(value, ox.Literal)
            self._known[predicate.value, value.value] = subject.value

    def country(self, code: str) -> str:
        """The node of a country, by its ISO 3166-1 alpha-2 code."""
        known = self._known.get((f"{CG}isoCode", code))
        if known is None and code not in self._countries:
            self._countries[code] = mint("place", code.lower())
        return known or self._countries[code]

    def region(self, code: str) -> str:
        """The node of a NUTS region by its code of three to five signs, and those it lies in."""
        known = self._known.get((f"{CG}nutsCode", code))
        if known is None and code not in self._regions:
            self._regions[code] = mint("place", "nuts", code)
            if len(code) > 3:
                self.region(code[:-1])
            else:
                self.country(_EU_TO_ISO.get(code[:2], code[:2]))
        return known or self._regions[code]

    def lines(self) -> Iterator[str]:
        """Every place that is not curated as N-Triples lines."""
        from babel import Locale

        english, french = Locale("en").territories, Locale("fr").territories
        for code, iri in self._countries.items():
            yield emit.line(iri, emit.TYPE, emit.iri(f"{CG}Country"))
            yield emit.line(iri, f"{CG}isoCode", emit.text(code))
            yield emit.line(iri, f"{CG}kind", emit.iri(f"{_KIND}country"))
            yield emit.line(iri, emit.LABEL, emit.tagged(english.get(code, code), "en"))
            yield emit.line(iri, emit.LABEL, emit.tagged(french.get(code, code), "fr"))
        for code, iri in self._regions.items():
            parent = self.region(code[:-1]) if len(code) > 3 else None
            country = self.country(_EU_TO_ISO.get(code[:2], code[:2]))
            yield emit.line(iri, emit.TYPE, emit.iri(f"{CG}Region"))
            yield emit.line(iri, f"{CG}nutsCode", emit.text(code))
            yield emit.line(iri, f"{CG}kind", emit.iri(f"{_KIND}nuts{len(code) - 2}"))
            yield emit.line(iri, f"{CG}within", emit.iri(parent or country))
            yield emit.line(iri, emit.LABEL, emit.text(code))
