"""From what a person types to the entity that is meant.

Knows the properties that carry names; nothing of queries or their parameters. An exact name is
looked up in the index; one typed loosely is sought by the engine with a regular expression, ten
times as fast as fetching the names of a full-size graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import terms
from clustergraph.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.graph.location import Location

# Those that name a thing in full; an acronym or a hidden label only counts where nothing else does.
_FULL = ("rdfs:label", "skos:prefLabel", "skos:altLabel")
_NAMED = (*_FULL, "skos:hiddenLabel", "cg:acronym")
_LANGUAGES = ("en", "fr")
# All that a name may hold beside plain letters and digits: signs, spaces, letters with accents.
_OTHER = "[^a-z0-9]*"
# A name with two slips still has one of three pieces whole.
_PIECES = 3
_SHORTEST_PIECE = 2
_SUGGESTED = 3


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
    named = _like(location, loosely(key), cls) if key else {}
    matches = exact | _exact(location, _slug(text), cls)
    matches |= {iri for iri, names in named.items() if key in map(terms.fold, names)}
    if len(matches) > 1:
        raise RequestError(f"'{text}' is ambiguous: {_listed(location, sorted(matches))}")
    if not matches:
        raise RequestError(_nothing(location, text, text, cls))
    return matches.pop()


def loosely(key: str) -> str:
    """A regular expression that finds, in small letters, every name with this folded key.

    It finds more: a letter of the key may be one with an accent in the name, or a part of one.
    """
    letters = (f"{letter}?{_OTHER}" if letter.isascii() else "" for letter in key)
    return f"^{_OTHER}{''.join(letters)}$"


def _slug(text: str) -> str:
    """The text as a local name is written."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())


def _pieces(key: str) -> str:
    """A regular expression that finds the names that hold a piece of the folded key."""
    size = max(_SHORTEST_PIECE, -(-len(key) // _PIECES))
    cut = (key[start : start + size] for start in range(0, len(key), size))
    return "|".join(
        _OTHER.join(f"(?:{letter}|[^ -~])" if letter.isascii() else "[^ -~]" for letter in piece)
        for piece in cut
        if len(piece) >= _SHORTEST_PIECE
    )


def _exact(location: Location, text: str, cls: str | None) -> set[str]:
    """The entities with exactly this local name, label or alternative label."""
    local = terms.escape(text)
    iris = " ".join(f"<{terms.PREFIXES[kind]}{local}>" for kind in (*terms.KINDS, *terms.SCHEMES))
    literals = [ox.Literal(text), *(ox.Literal(text, language=tag) for tag in _LANGUAGES)]
    values = f"VALUES ?name {{ {' '.join(map(str, literals))} }}"
    ways = [
        f"VALUES ?entity {{ {iris} }} ?entity a ?any",
        *(f"{values} ?entity {name} ?name" for name in _FULL),
    ]
    return set(_select(location, _either(ways), cls))


def _like(location: Location, pattern: str, cls: str | None) -> dict[str, list[str]]:
    """The entities with a name in which the pattern is found, and those of their names."""
    sought = _either(f"?entity {name} ?name" for name in _NAMED)
    # In small letters rather than with the flag "i", which engines read differently beyond ASCII.
    matching = f"FILTER(REGEX(LCASE(STR(?name)), {ox.Literal(pattern)}))"
    named = _select(location, f"{{ SELECT ?entity ?name WHERE {{ {sought} {matching} }} }}", cls)
    return {iri: sorted(names) for iri, names in named.items()}


def _either(ways: Iterable[str]) -> str:
    return " UNION ".join(f"{{ {way} }}" for way in ways)


def _select(location: Location, where: str, cls: str | None) -> dict[str, list[str]]:
    """The entities of ours that fit, of a class or its subclasses, each with the names found."""
    # A class is named in the ontology too; only instances of our classes and concepts count here.
    narrow = f"?class rdfs:subClassOf* <{terms.expand(cls) or cls}> ." if cls else ""
    prefixes = "\n".join(
        f"PREFIX {prefix}: <{terms.PREFIXES[prefix]}>" for prefix in ("cg", "rdfs", "skos")
    )
    ours = " || ".join(
        f'STRSTARTS(STR(?entity), "{terms.BASE}{part}/")' for part in ("id", "scheme")
    )
    table = location.select(
        f"{prefixes} SELECT DISTINCT ?entity ?name "
        f"WHERE {{ {where} ?entity a ?class . {narrow} FILTER({ours}) }}"
    )
    found: dict[str, list[str]] = {}
    for entity, name in table.rows:
        if isinstance(entity, ox.NamedNode):
            names = found.setdefault(entity.value, [])
            names += [name.value] if isinstance(name, ox.Literal) else []
    return found


def _nothing(location: Location, typed: str, wanted: str, cls: str | None) -> str:
    pieces = _pieces(terms.fold(wanted))
    named = _like(location, pieces, cls) if pieces else {}
    by_name = {name: iri for iri in sorted(named, reverse=True) for name in named[iri]}
    close = dict.fromkeys(by_name[name] for name in terms.nearest(wanted, by_name, 5))
    what = f" among {cls}" if cls else ""
    hint = f"; nearest: {_listed(location, list(close)[:_SUGGESTED])}" if close else ""
    return f"nothing is called '{typed}'{what}{hint}"


def _listed(location: Location, iris: list[str]) -> str:
    labels = location.labels(iris)
    return ", ".join(f"{terms.compress(iri)} ({labels[iri]})" for iri in iris)
