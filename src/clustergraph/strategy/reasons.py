"""Why somebody is recommended, in words, each with its share of the score and what it rests on.

Knows histories and the shares of factors; ranks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.languages import Text, filled
from clustergraph.measures.prediction import met

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Ints
    from clustergraph.strategy.history import History
    from clustergraph.strategy.standing import Standing

# The factors that one reason sums up.
NEAR = ("shared", "common", "adamic", "allocation", "rank", "walk")
# Names in one sentence.
_NAMED = 3


class Reason(NamedTuple):
    """kind: what sort of reason. share: of the score. words: with {} for each IRI of `about`, the
    one that tells most first; total: how many there are in all."""

    kind: Text
    share: float
    words: Text
    about: tuple[str, ...]
    total: int


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
            self._themes(place, shares.get("themes", 0.0)),
            self._country(place, shares.get("country", 0.0)),
            self._size(place, shares.get("size", 0.0)),
        ]
        return sorted((each for each in told if each), key=lambda each: -each.share)

    def _partners(self, place: int, share: float) -> Reason | None:
        kind = Text("shared partners", "partenaires communs")
        common, counts = self._between(place)
        if not len(common):
            if share <= 0 or not met(self.found.known, self.standing.begin).nnz:
                return None
            words = Text("within reach of its partners", "à portée de ses partenaires")
            return Reason(kind, share, words, (), 0)
        order = np.lexsort((common, -counts))
        about = tuple(self.found.members[each] for each in common[order].tolist())
        words = Text("works with {}", "travaille avec {}")
        return Reason(kind, share, words, about[:_NAMED], len(about))

    def _between(self, place: int) -> tuple[Ints, Ints]:
        """Who has shared activities with both, and in how many with the one less close."""
        known = self.found.known
        mine = met(known, self.standing.begin)
        theirs = known.incidence[[place]] @ known.turned
        mine, theirs = mine.toarray()[0], theirs.toarray()[0]
        theirs[place] = 0
        if not self.standing.ties:
            # Who stands for it can introduce it themselves.
            mine = np.maximum(mine, self.standing.begin.toarray()[0])
        least = np.minimum(mine, theirs)
        common = np.flatnonzero(least)
        return common, least[common]

    def _themes(self, place: int, share: float) -> Reason | None:
        interests = self.found.known.interests
        both = (interests[[self.standing.place]].multiply(interests[[place]])).tocsr()
        if not both.nnz:
            return None
        order = np.lexsort((both.indices, -both.data))
        about = tuple(self.found.names[each] for each in both.indices[order].tolist())
        words = Text("is active in {}", "est active dans {}")
        return Reason(Text("shared topics and programmes", "thèmes et programmes communs"), share,
                      words, about[:_NAMED], len(about))  # fmt: skip

    def _country(self, place: int, share: float) -> Reason | None:
        places = self.found.known.places
        here, there = int(places[self.standing.place]), int(places[place])
        if share <= 0 or min(here, there) < 0:
            return None
        words = Text("is in {}", "se trouve dans ce pays : {}")
        return Reason(Text("country", "pays"), share, words, (self.found.countries[there],), 1)

    def _size(self, place: int, share: float) -> Reason | None:
        count = int(self.found.known.size[place])
        if share <= 0 or not count:
            return None
        words = filled(
            Text("takes part in {n} [activity|activities]", "participe à {n} [activité|activités]"),
            n=count,
        )
        return Reason(Text("experience", "expérience"), share, words, (), count)


def words(reason: Reason, labels: Mapping[str, str], lang: Lang) -> str:
    """A reason in words, with the names of what it is about."""
    said = reason.words.translated(lang)
    if not reason.about:
        return said
    named = ", ".join(labels[iri] for iri in reason.about)
    more = reason.total - len(reason.about)
    if more:
        others = Text(" and {n} more", " et {n} [autre|autres]")
        named += filled(others, n=more).translated(lang)
    return said.format(named)
