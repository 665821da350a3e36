"""Pairs of organisations labelled by hand, and how well `reconcile` tells them apart.

Half of tests/pairs.csv is held out: weights are found on the other half alone.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import TYPE_CHECKING

from clustergraph.matching import likeness
from clustergraph.matching.organisations import Organisation, Profile
from clustergraph.matching.proposals import proposals
from clustergraph.matching.scoring import POINTS, THRESHOLD, Points, compare
from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

TUNING, HELD_OUT = "tuning", "held out"
# Names of renamed companies, which no likeness can tell, are many among these.
ONE_PIC = "one PIC"


@dataclass
class Pair:
    """One line of the file: two organisations, whether they are one, and why."""

    left: Organisation
    right: Organisation
    same: bool
    why: str
    drawn: str
    half: str

    @cached_property
    def met(self) -> bool:
        """Whether the two are compared at all, among no others."""
        return bool(proposals([self.left, self.right], threshold=0.0))

    @cached_property
    def profiles(self) -> tuple[Profile, Profile]:
        """Both made ready for comparing."""
        return Profile(self.left), Profile(self.right)


def pairs(file: Path) -> list[Pair]:
    """All labelled pairs, in the order of the file."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            Pair(
                _organisation(row, "left"),
                _organisation(row, "right"),
                row["same"] == "yes",
                row["why"],
                row["drawn"],
                row["half"],
            )
            for row in csv.DictReader(lines)
        ]


def _organisation(row: dict[str, str], side: str) -> Organisation:
    return Organisation(
        f"{PREFIXES['organisation']}keep-{side}",
        {row[side]},
        countries={row[f"{side}_country"]} - {""},
        cities={row[f"{side}_city"]} - {""},
    )


class Judge:
    """Says which of some pairs would be proposed, with the weights of the words of all of them."""

    def __init__(self, labelled: Iterable[Pair]) -> None:
        profiles = (profile for pair in labelled for profile in pair.profiles)
        self.weights = likeness.Weights(form for profile in profiles for form in profile.forms)

    def proposed(self, pair: Pair, points: Points = POINTS, threshold: float = THRESHOLD) -> bool:
        """Whether a pair is met and scores enough."""
        return pair.met and compare(*pair.profiles, self.weights, points).score >= threshold


@dataclass(frozen=True)
class Rate:
    """A share with the counts that it comes from."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % confidence interval by E. B. Wilson (1927)."""
        z, number = 1.96, max(self.of, 1)
        middle = self.value + z * z / (2 * number)
        half = z * sqrt(self.value * (1 - self.value) / number + (z / (2 * number)) ** 2)
        whole = 1 + z * z / number
        return (middle - half) / whole, (middle + half) / whole

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({self.hits} of {self.of}; 95 % interval {low:.3f} to {high:.3f})"


def rates(labelled: Sequence[Pair], proposed: Sequence[bool]) -> tuple[Rate, Rate]:
    """Precision and recall."""
    right = sum(pair.same and one for pair, one in zip(labelled, proposed, strict=True))
    same = sum(pair.same for pair in labelled)
    return Rate(right, sum(proposed)), Rate(right, same)
