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
PREFIX cg: <https://w3id.org/clustergraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?entity ?name WHERE {{
  ?entity a ?class .
  {narrow}
  ?entity rdfs:label|skos:altLabel|skos:hiddenLabel|cg:acronym ?name .
  FILTER(STRSTARTS(STR(?entity), "{base}id/") || STRSTARTS(STR(?entity), "{base}scheme/"))
}}
"""
# An exact name is looked up in the index; only a loosely typed one needs all names.
_EXACT = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?entity WHERE {{
  {{ VALUES ?entity {{ {local} }} ?entity a ?any }}
  UNION {{ VALUES ?name {{ {literals} }} ?entity rdfs:label ?name }}
  UNION {{ VALUES ?name {{ {literals} }} ?entity skos:altLabel ?name }}
  ?entity a ?class .
  {narrow}
  FILTER(STRSTARTS(STR(?entity), "{base}id/") || STRSTARTS(STR(?entity), "{base}scheme/"))
}}
"""
_LANGUAGES = ("en", "fr")
_SUBCLASSES = "?class <http://www.w3.org/2000/01/rdf-schema#subClassOf>* <{cls}> ."


def known(location: Location, iri: str, typed: str) -> str:
    """The IRI itself, when the graph says something of it."""
    if not terms.is_absolute_iri(iri):
        raise RequestError(f"'{typed}' is not an IRI")
    if not location.ask(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"):
        raise RequestError(_nothing(location, typed, terms.local_name(iri), None))
    return iri


def resolve(location: Location, text: str, cls: str | None) -> str:
    """The one entity whose local name or label is the text.

    An exact name comes first; else names are compared without regard to case and accents.
    """
    exact = _exact(location, text, cls)
    if len(exact) == 1:
        return exact.pop()
    key = terms.fold(text)
    named = _names(location, cls)
    matches = {iri for iri, names in named.items() if key and key in map(terms.fold, names)}
    if len(matches) > 1:
        raise RequestError(f"'{text}' is ambiguous: {_listed(named, sorted(matches))}")
    if not matches:
        raise RequestError(_nothing(location, text, text, cls))
    return matches.pop()


def _exact(location: Location, text: str, cls: str | None) -> set[str]:
    """The entities with exactly this local name, label or alternative label."""
    named = [f"{terms.PREFIXES[kind]}{text}" for kind in (*terms.KINDS, *terms.SCHEMES)]
    literals = [ox.Literal(text), *(ox.Literal(text, language=tag) for tag in _LANGUAGES)]
    sparql = _EXACT.format(
        local=" ".join(f"<{iri}>" for iri in named if terms.is_absolute_iri(iri)),
        literals=" ".join(map(str, literals)),
        narrow=_narrowed(cls),
        base=terms.BASE,
    )
    return {cell.value for row in location.select(sparql).rows for cell in row if cell}


def _narrowed(cls: str | None) -> str:
    return _SUBCLASSES.format(cls=terms.expand(cls) or cls) if cls else ""


def _names(location: Location, cls: str | None) -> dict[str, list[str]]:
    """Every entity with its names, the label first and the local name last."""
    table = location.select(_NAMES.format(narrow=_narrowed(cls), base=terms.BASE))
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
