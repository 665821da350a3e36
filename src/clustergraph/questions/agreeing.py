"""How a name or a code agrees with what a person typed: exactly, otherwise spelt, or inside it.

Knows texts and what a name is of its thing; nothing of graphs.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from clustergraph import terms
from clustergraph.questions.lookup import CODE, IRI, NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clustergraph.questions.lookup import Thing
    from clustergraph.questions.spelling import Typed


class Match(IntEnum):
    """How a name and a text agree, the best first."""

    CODE = 0
    CODE_OF_TWIN = 1
    NAME = 2
    ALIAS = 3
    CODE_SPELT_OTHERWISE = 4
    NAME_SPELT_OTHERWISE = 5
    ALIAS_SPELT_OTHERWISE = 6
    OTHER_CODE = 7
    INSIDE = 8


def agreed(typed: Typed, things: Mapping[str, Thing]) -> dict[str, Match]:
    """Of some things those that match, each with its best match."""
    matches = {}
    for iri, thing in things.items():
        each = (_match(typed, iri, kind, name) for kind, name in thing.names)
        best = min((match for match in each if match is not None), default=None)
        if best is not None:
            matches[iri] = best
    return matches


def best(matches: Mapping[str, Match]) -> Match:
    """The best of the matches, INSIDE where there is none."""
    return min(matches.values(), default=Match.INSIDE)


def settled(typed: Typed, matches: Mapping[str, Match]) -> bool:
    """Whether no name can be a better match than the codes found: hardly one has figures."""
    figures = any(sign.isdigit() for sign in typed.code)
    found = best(matches)
    return found <= Match.CODE_OF_TWIN or (found == Match.CODE_SPELT_OTHERWISE and figures)


def _match(typed: Typed, iri: str, kind: str, name: str) -> Match | None:
    if kind == CODE:
        return _match_code(typed, name)
    plain = kind in (NAME, IRI)
    if kind == IRI:
        exact = iri.endswith(f"/{terms.escape(typed.text)}")
        return Match.NAME if exact else Match.NAME_SPELT_OTHERWISE
    if name == typed.text:
        return Match.NAME if plain else Match.ALIAS
    if terms.fold(name) == typed.key or typed.lost(name):
        return Match.NAME_SPELT_OTHERWISE if plain else Match.ALIAS_SPELT_OTHERWISE
    return Match.INSIDE if typed.within(name) else None


def _match_code(typed: Typed, name: str) -> Match | None:
    key = terms.fold(name)
    if name == typed.text:
        return Match.CODE
    if key == typed.code:
        return Match.CODE_SPELT_OTHERWISE
    if key and key == typed.twin:
        return Match.CODE_OF_TWIN if typed.text.isupper() else Match.OTHER_CODE
    return Match.OTHER_CODE if key and key == typed.alpha2 else None
