"""From what a person types to the entity that is meant.

Knows the properties that carry names; nothing of queries or their parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import terms
from clustergraph.errors import RequestError

if TYPE_CHECKING:
    from clustergraph.graph import Location

# A class is named in the ontology too; only instances of our classes and concepts have names here.
_NAMES = """
SELECT DISTINCT ?entity ?name WHERE {{
  ?entity a ?class .
  {narrow}
  ?entity <http://www.w3.org/2000/01/rdf-schema#label>
        | <http://www.w3.org/2004/02/skos/core#altLabel>
        | <http://www.w3.org/2004/02/skos/core#hiddenLabel>
        | <https://w3id.org/clustergraph/ontology#acronym> ?name .
  FILTER(STRSTARTS(STR(?entity), "{base}id/") || STRSTARTS(STR(?entity), "{base}scheme/"))
}}
"""
_SUBCLASSES = "?class <http://www.w3.org/2000/01/rdf-schema#subClassOf>* <{cls}> ."


def known(location: Location, iri: str, typed: str) -> str:
    """The IRI itself, when the graph says something of it."""
    if not terms.is_absolute_iri(iri):
        raise RequestError(f"'{typed}' is not an IRI")
    if not location.ask(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"):
        raise RequestError(_nothing(location, typed, terms.local_name(iri), None))
    return iri


def resolve(location: Location, text: str, cls: str | None) -> str:
    """The one entity whose local name or label is the text, without regard to case and accents."""
    key = terms.fold(text)
    named = _names(location, cls)
    matches = {iri for iri, names in named.items() if key and key in map(terms.fold, names)}
    if len(matches) > 1:
        raise RequestError(f"'{text}' is ambiguous: {_listed(named, sorted(matches))}")
    if not matches:
        raise RequestError(_nothing(location, text, text, cls))
    return matches.pop()


def _names(location: Location, cls: str | None) -> dict[str, list[str]]:
    """Every entity with its names, the label first and the local name last."""
    narrow = _SUBCLASSES.format(cls=terms.expand(cls) or cls) if cls else ""
    table = location.select(_NAMES.format(narrow=narrow, base=terms.BASE))
    named: dict[str, list[str]] = {}
    for entity, name in table.rows:
        if isinstance(entity, ox.NamedNode) and isinstance(name, ox.Literal):
            named.setdefault(entity.value, []).append(name.value)
    return {iri: [*sorted(names), terms.local_name(iri)] for iri, names in named.items()}


def _nothing(location: Location, typed: str, wanted: str, cls: str | None) -> str:
    named = _names(location, cls)
    by_name = {name: iri for iri in sorted(named, reverse=True) for name in named[iri]}
    close = [by_name[name] for name in terms.nearest(wanted, by_name, 5)]
    what = f" among {cls}" if cls else ""
    hint = f"; nearest: {_listed(named, list(dict.fromkeys(close))[:3])}" if close else ""
    return f"nothing is called '{typed}'{what}{hint}"


def _listed(named: dict[str, list[str]], iris: list[str]) -> str:
    return ", ".join(f"{terms.compress(iri)} ({named[iri][0]})" for iri in iris)
