"""Whom an organisation is most likely to meet, ranked: prepared once, then asked for several
choices of candidates.

Knows histories, formulas and reasons; nothing of filters, tables or texts of answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.measures.fitting import size_class
from clustergraph.measures.prediction import factors, logs, met, scores, shares
from clustergraph.questions.attributes import attribute
from clustergraph.strategy.evidence import natural_persons
from clustergraph.strategy.grounds import Candidate, Grounds
from clustergraph.strategy.history import history
from clustergraph.strategy.reasons import Reasons
from clustergraph.strategy.standing import standing
from clustergraph.strategy.weights import NETWORK, weights

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from clustergraph.graph.progress import Report
    from clustergraph.measures.arrays import Floats, Ints, Mask
    from clustergraph.measures.fitting import Fitted
    from clustergraph.strategy.evidence import Evidence
    from clustergraph.strategy.reasons import Reason
    from clustergraph.strategy.standing import Standing


class Pick(NamedTuple):
    """One organisation: its place among the members, its score, the reasons for it."""

    place: int
    score: float
    reasons: list[Reason]


class Advice:
    """All that is prepared to recommend organisations to one of them; natural persons are left out
    unless `persons` are wanted. programme: in which experience is a reason."""

    def __init__(
        self,
        evidence: Evidence,
        iri: str,
        report: Report,
        *,
        programme: str = "",
        persons: bool = False,
    ) -> None:
        location = evidence.location
        own = attribute(location, "topics").filter(through=iri)["value"].to_list()
        self.found = history(location, NETWORK, [iri], [(iri, theme) for theme in own])
        self.grounds = Grounds(evidence, iri, programme)
        self.begin = standing(location, self.found, iri)
        chosen = weights(location, report)
        self.chosen: Fitted = chosen[int(size_class(np.array(self.begin.ties)))]
        self._formula = _formula(self.begin, self.chosen)
        sources = np.array([self.begin.place])
        known = factors(self.found.known, sources, self.begin.begin, set(self._formula))
        self._logs = logs(known)
        self._left_out = set() if persons else natural_persons(location)
        self.values: Floats = scores(self._logs, self._formula, (1, len(self.found.members)))[0]

    def new(self, *, met_too: bool = False) -> Mask:
        """Those that take part in something and, unless `met_too`, were never met."""
        free: Mask = (self.found.known.size > 0) & ~self.among(self._left_out)
        free[self.begin.place] = False
        if self.begin.ties and not met_too:
            free[met(self.found.known, self.begin.begin).indices] = False
        return free

    def among(self, members: Collection[str]) -> Mask:
        """Those of whom one has the IRIs."""
        return np.array([member in members for member in self.found.members], dtype=bool)

    def picks(self, free: Mask, top: int) -> list[Pick]:
        """The best with a reason."""
        why = Reasons(self.found, self.begin)
        picks: list[Pick] = []
        for place in self._ordered(free):
            reasons = why.of(place, shares(self._logs, self._formula, (0, place)))
            if reasons:
                more = self.grounds.of(self._candidate(place, why))
                picks.append(Pick(place, float(self.values[place]), [*reasons, *more]))
            if len(picks) == top:
                break
        return picks

    def _candidate(self, place: int, why: Reasons) -> Candidate:
        taking = self.found.known.incidence[[place]].indices.tolist()
        throughs = frozenset(self.found.throughs[each] for each in taking)
        return Candidate(self.found.members[place], throughs, why.between(place))

    def _ordered(self, free: Mask) -> Sequence[int]:
        places: Ints = np.flatnonzero(free)
        found: list[int] = places[np.lexsort((places, -self.values[places]))].tolist()
        return found


def _formula(begin: Standing, chosen: Fitted) -> dict[str, float]:
    """Without partners, topics and place must speak too."""
    if begin.ties:
        return chosen.formula
    return {**chosen.formula, "walk": 1.0, "themes": 1.0, "country": 0.5}
