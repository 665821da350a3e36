"""Why there is no consortium, and the least change that helps.

Knows the constraints of a selection and the rule of a programme; each change is tried before it is
named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text, filled
from clustergraph.measures import selection

if TYPE_CHECKING:
    from clustergraph.measures.selection import Problem
    from clustergraph.strategy.eligibility import Eligibility

_MEMBERS = Text(
    "{n} members are needed at least: raise ", "il faut au moins {n} membres\xa0: portez "
)
_AS_MANY = Text(
    "{n} countries need as many members: raise ",
    "{n} pays demandent autant de membres\xa0: portez ",
)
_KNOWN = Text(
    "{n} [candidate is|candidates are] known: lower ",
    "{n} [candidat est connu|candidats sont connus]\xa0: baissez ",
)
_ALIKE = Text(
    "{n} [country is|countries are] asked for, {possible} [is|are] possible: ",
    "{n} pays [est demandé|sont demandés], {possible} [est possible|sont possibles]\xa0: ",
)
_LOWER = Text("lower ", "baissez ")
_ANOTHER = Text("name somebody from another one with ", "nommez quelqu’un d’un autre pays avec ")
_STATES = Text(
    "{n} [member|members] in an EU member state [is|are] needed, {possible} possible: name one "
    "with ",
    "il faut {n} [membre|membres] dans un État membre de l’UE, {possible} [est possible|sont "
    "possibles]\xa0: nommez-en un avec ",
)
_NONE_KEEPS = Text(
    "no consortium keeps all constraints: {n} [candidate is|candidates are] known; name more with ",
    "aucun consortium ne respecte toutes les contraintes\xa0: {n} [candidat connu|candidats "
    "connus]\xa0; nommez-en d’autres avec ",
)
_SIZE, _COUNTRY_MIN, _INCLUDE = map(ParameterName, ("size", "country_min", "include"))


def impossible(problem: Problem, eligible: Eligibility, most: int) -> RequestError:
    """Which constraint of a problem without a selection cannot be kept, and the least change that
    helps: of the size, up to `most`, of the countries, or who is to be named."""
    if size := selection.larger(problem, most):
        return _too_small(problem, eligible, size)
    if size := selection.smaller(problem, eligible.entities):
        return RequestError(filled(_KNOWN, n=size), _SIZE, _to(size))
    return _too_alike(problem, eligible, most) or RequestError(
        filled(_NONE_KEEPS, n=len(problem)), _INCLUDE
    )


def _to(number: int) -> Text:
    return Text(f" to {number}", f" à {number}")


def _too_small(problem: Problem, eligible: Eligibility, size: int) -> RequestError:
    """Where a larger consortium helps, and whether one of fewer countries does."""
    many = size == problem.spread > max(len(problem.fixed), problem.size[0])
    words = filled(_AS_MANY if many else _MEMBERS, n=size)
    spread = selection.widest(problem)
    if spread is None or spread < eligible.countries:
        return RequestError(words, _SIZE, _to(size))
    lower = Text(f" to {size}, or lower ", f" à {size}, ou baissez ")
    return RequestError(words, _SIZE, lower, _COUNTRY_MIN, _to(spread))


def _too_alike(problem: Problem, eligible: Eligibility, most: int) -> RequestError | None:
    """Where those that are known are not of enough countries, or member states."""
    room = selection.roomy(problem, most)
    source = Text(f" ({eligible.source})", f" ({eligible.source.fr})")
    for tried in (problem, room):
        spread = selection.widest(tried)
        if spread is not None and spread >= eligible.countries:
            words = filled(_ALIKE, n=problem.spread, possible=spread)
            size = _besides(problem, spread, most)
            return RequestError(words, _LOWER, _COUNTRY_MIN, _to(spread), *size)
    if spread is not None:
        words = filled(_ALIKE, n=problem.spread, possible=spread)
        return RequestError(words, _ANOTHER, _INCLUDE, source)
    states = selection.fewest(room, 0)
    if states is None:
        return None
    words = filled(_STATES, n=eligible.member_states, possible=states)
    return RequestError(words, _INCLUDE, source)


def _besides(problem: Problem, spread: int, most: int) -> tuple[Text | ParameterName, ...]:
    """How large a consortium of fewer countries is to be, where it fits in no size allowed."""
    fewer = replace(problem, spread=spread)
    if selection.best(fewer) is not None:
        return ()
    size = selection.larger(fewer, most)
    return (Text(" and raise ", " et portez "), _SIZE, _to(size)) if size else ()
