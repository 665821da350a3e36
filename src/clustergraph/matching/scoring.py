"""How likely two organisations are one, from 0 to 100, with the reasons in words.

Knows what speaks for and against; decides nothing. The weights were found on one half of
tests/pairs.csv by benchmarks/reconcile.py, and are judged on the other half.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from clustergraph.matching import likeness
from clustergraph.matching.organisations import HOMEPAGE, PIC, REGISTERS, SHORTEST_ACRONYM, VAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.matching.organisations import Organisation, Profile

# Pairs below are not worth a person's time; tests/pairs.csv says what that costs.
THRESHOLD = 75.0


@dataclass(frozen=True)
class Points:
    """What each observation adds to the likeness of the names.

    unlike: names less alike than this are of two organisations, whatever else they share;
    name_is_acronym: the likeness of a name and its acronym; losses: of names, one by one.
    """

    unlike: float = 40.0
    same_register: float = 40.0
    other_register: float = -40.0
    same_vat: float = 25.0
    same_site: float = 12.0
    same_city: float = 3.0
    other_city: float = -10.0
    same_acronym: float = 4.0
    name_is_acronym: float = 75.0
    other_pic: float = -10.0
    no_country: float = -4.0
    says_only_kind: float = -20.0
    losses: likeness.Losses = field(default_factory=likeness.Losses)


POINTS = Points()


@dataclass(frozen=True)
class Finding:
    """How likely two organisations are one, 0 to 100, and why, in words."""

    score: float
    reasons: tuple[str, ...]


def compare(
    left: Profile, right: Profile, weights: likeness.Weights, points: Points = POINTS
) -> Finding:
    """How likely it is that two organisations are one; `weights` say how much each word counts."""
    score, reason = _names(left, right, weights, points)
    reasons = [reason]
    if score < points.unlike:
        return Finding(round(score, 1), (reason,))
    for added, why in _evidence(left, right, points):
        score += added
        reasons.append(why)
    return Finding(round(min(max(score, 0.0), 100.0), 1), tuple(reasons))


def _names(
    left: Profile, right: Profile, weights: likeness.Weights, points: Points
) -> tuple[float, str]:
    """The best score of any two names, and what it is in words."""
    if left.folded & right.folded:
        return 100.0, "same name"
    best = 0.0
    for one, other in product(left.forms, right.forms):
        best = max(best, likeness.score(one, other, weights, points.losses))
    shortened = (left.short & right.acronyms) | (right.short & left.acronyms)
    if best < points.name_is_acronym and any(len(short) >= SHORTEST_ACRONYM for short in shortened):
        return points.name_is_acronym, "name of one is the acronym of the other"
    if best == 100:
        return best, "same name but for legal form, spelling or language"
    return best, f"names alike ({best:.0f} of 100)"


def _evidence(left: Profile, right: Profile, points: Points) -> Iterator[tuple[float, str]]:
    """What speaks for or against beside the names, each with its points."""
    yield from _registers(left.of, right.of, points)
    if left.of.having(HOMEPAGE) & right.of.having(HOMEPAGE):
        yield points.same_site, "same web site"
    if left.acronyms & right.acronyms:
        yield points.same_acronym, "same acronym"
    if not (left.of.countries and right.of.countries):
        yield points.no_country, "country of one unknown"
    same_city = bool(left.cities & right.cities)
    if left.cities and right.cities:
        cities = (points.same_city, "same city"), (points.other_city, "different cities")
        yield cities[not same_city]
    if not (left.telling and right.telling) and not same_city:
        yield points.says_only_kind, "the names say only what kind of body it is"


def _registers(
    left: Organisation, right: Organisation, points: Points
) -> Iterator[tuple[float, str]]:
    for property_, register in REGISTERS.items():
        ours, theirs = left.having(property_), right.having(property_)
        if ours & theirs:
            yield points.same_register, f"same {register} identifier"
        elif ours and theirs:
            yield points.other_register, f"different {register} identifiers"
    if left.having(VAT) & right.having(VAT):
        yield points.same_vat, "same VAT number"
    with_pic = sum(bool(one.having(PIC)) for one in (left, right))
    if with_pic == 2:
        yield points.other_pic, "each has a PIC of its own"
    else:
        yield 0.0, "one has no PIC" if with_pic else "neither has a PIC"
