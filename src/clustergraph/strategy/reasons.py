"""Why somebody is recommended, in words, each with its share of the score and what it rests on.

Knows histories and the shares of factors; ranks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.languages import Text, filled
from clustergraph.measures.prediction import met
from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Floats
    from clustergraph.strategy.history import History
    from clustergraph.strategy.standing import Standing

# The factors that one reason sums up.
NEAR = ("shared", "common", "adamic", "allocation", "rank", "walk")
# Names in one sentence.
_NAMED = 3
_PROGRAMMES = PREFIXES["programme"]
_TOPICS = Text("shared topics", "thèmes communs")
_FAMILIES = Text("same programmes", "mêmes programmes")


class Reason(NamedTuple):
    """name, kind: what sort of reason. share: of the score. words: with {} for the first of those
    that it is about, IRIs, the one that tells most first."""

    name: str
    kind: Text
    share: float
    words: Text
    about: tuple[str, ...]

    @property
    def named(self) -> tuple[str, ...]:
        """Those that the words name."""
        return self.about[:_NAMED]


@dataclass(frozen=True)
class Reasons:
    """The reasons that one organisation has for others."""

    found: History
    standing: Standing

    def of(self, place: int, shares: Mapping[str, float]) -> list[Reason]:
        """Why the member at a place is recommended, the largest share first; none where nothing
        speaks for it but chance."""
        told = [
            self._partners(place, sum(shares.get(name, 0.0) for name in NEAR)),
            *self._themes(place, shares.get("themes", 0.0)),
            self._country(place, shares.get("country", 0.0)),
            self._size(place, shares.get("size", 0.0)),
        ]
        return sorted((each for each in told if each), key=lambda each: -each.share)

    def _partners(self, place: int, share: float) -> Reason | None:
        kind = Text("shared partners", "partenaires communs")
        about = self.between(place)
        if not about:
            if share <= 0 or not self._mine.any():
                return None
            words = Text("within reach of its partners", "à portée de ses partenaires")
            return Reason("partners", kind, share, words, ())
        words = Text("works with {}", "travaille avec {}")
        return Reason("partners", kind, share, words, about)

    @cached_property
    def _mine(self) -> Floats:
        """How many activities it shares with each member."""
        found: Floats = met(self.found.known, self.standing.begin).toarray()[0]
        return found

    def between(self, place: int) -> tuple[str, ...]:
        """Who has shared activities with both, the most with the one less close first."""
        known, mine = self.found.known, self._mine
        theirs = (known.incidence[[place]] @ known.turned).toarray()[0]
        theirs[place] = 0
        if not self.standing.ties:
            # Who stands for it can introduce it themselves.
            mine = np.maximum(mine, self.standing.begin.toarray()[0])
        least = np.minimum(mine, theirs)
        common = np.flatnonzero(least)
        order = np.lexsort((common, -least[common]))
        return tuple(self.found.members[each] for each in common[order].tolist())

    def _themes(self, place: int, share: float) -> Iterator[Reason]:
        """Shared topics, and shared programmes or parts of them: each has the share that it makes
        of how alike the two are."""
        interests = self.found.known.interests
        both = (interests[[self.standing.place]].multiply(interests[[place]])).tocsr()
        order = np.lexsort((both.indices, -both.data))
        weights = both.data[order] / (both.data.sum() or 1.0)
        about = [self.found.names[each] for each in both.indices[order].tolist()]
        funded = np.array([each.startswith(_PROGRAMMES) for each in about], dtype=bool)
        for name, kind, mask in (("topics", _TOPICS, ~funded), ("programmes", _FAMILIES, funded)):
            told = tuple(each for each, holds in zip(about, mask, strict=True) if holds)
            if told:
                words = Text("is active in {}", "est active dans {}")
                yield Reason(name, kind, share * float(weights[mask].sum()), words, told)

    def _country(self, place: int, share: float) -> Reason | None:
        places = self.found.known.places
        here, there = int(places[self.standing.place]), int(places[place])
        if share <= 0 or min(here, there) < 0:
            return None
        words = Text("is in {}", "se trouve dans ce pays : {}")
        about = (self.found.countries[there],)
        return Reason("country", Text("country", "pays"), share, words, about)

    def _size(self, place: int, share: float) -> Reason | None:
        count = int(self.found.known.size[place])
        if share <= 0 or not count:
            return None
        words = filled(
            Text("takes part in {n} [activity|activities]", "participe à {n} [activité|activités]"),
            n=count,
        )
        return Reason("size", Text("experience", "expérience"), share, words, ())


def words(reason: Reason, labels: Mapping[str, str], lang: Lang) -> str:
    """A reason in words, with the names of what it is about."""
    said = reason.words.translated(lang)
    if not reason.about:
        return said
    named = ", ".join(labels[iri] for iri in reason.named)
    more = len(reason.about) - len(reason.named)
    if more:
        others = Text(" and {n} more", " et {n} [autre|autres]")
        named += filled(others, n=more).translated(lang)
    return said.format(named)
