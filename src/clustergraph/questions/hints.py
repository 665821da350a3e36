"""What a person may have meant by a name that nothing has: the things with a name like it.

Knows what was found before and how like names are; nothing of what is taken.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clustergraph.questions import lookup
from clustergraph.questions.lookup import CODE
from clustergraph.questions.spelling import STEP, Typed, likeness

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from clustergraph.questions.known import Known
    from clustergraph.questions.likest import Like, Place

    # Of each thing its names, each with what it is.
    Names = Mapping[str, set[tuple[str, str]]]

# As like as the name itself is one that holds it; what is this many steps of likeness less like
# than the best is no hint.
_INSIDE, _FAR_LESS = 19, 2


def alike(
    known: Known,
    typed: Typed,
    matches: Collection[str],
    sought: tuple[str, str],
    count: int,
) -> list[str]:
    """What beside the matches has a name like the text, the most like first; not what is far less
    like it than the best, and at most `count`. sought: the patterns that names, and codes, were
    sought by before."""
    nearest = _Nearest(known, typed, matches, count)
    for like in lookup.alike(known.location, typed, sought, known.wanted, nearest.least()):
        nearest.add(like)
        if like.after and nearest.before(like.after):
            break
    return nearest.first()


class _Nearest:
    """What is like one text, as far as the names and codes of a graph have been read."""

    def __init__(self, known: Known, typed: Typed, matches: Collection[str], count: int) -> None:
        self._known, self._typed, self._matches, self._count = known, typed, matches, count
        self._best = _INSIDE if matches else 0
        self._worth: dict[str, int] = {}
        self._read: set[str] = set()

    def least(self) -> float:
        """How like the text a name must be, of 100, beside what is known."""
        return (self._best - _FAR_LESS - 0.5) * STEP

    def add(self, like: Like) -> None:
        """Read some names and codes, of things of any kind, and all those of what is known."""
        names = self._named(like)
        every = _steps(self._typed, names, like.counts)
        steps = {iri: step for iri, step in every.items() if iri not in self._matches}
        # What things are is asked of the most like alone: thousands share a piece of a name.
        for step in sorted(set(steps.values()), reverse=True):
            if step < self._best - _FAR_LESS or self._full(step):
                break
            found = _of_kind(self._known, {iri: names[iri] for iri in steps if steps[iri] == step})
            for iri in found:
                self._worth[iri] = min(self._worth.get(iri, 0), -step)
            self._best = max(self._best, step if found else 0)

    def before(self, place: Place) -> bool:
        """Whether none that has this place, or one after it, can be among the first."""
        if -place[0] < self._best - _FAR_LESS:
            return True
        first = self.first()
        if len(first) < self._count:
            return False
        last, projects = first[-1], self._known.count(first)
        return (self._worth[last], -projects[last], last) < place

    def first(self) -> list[str]:
        """So many as are wanted, the most like first; not what is far less like than the best."""
        worth = {i: step for i, step in self._worth.items() if -step >= self._best - _FAR_LESS}
        return self._known.ranked(worth)[: self._count]

    def _full(self, step: int) -> bool:
        """Whether there are enough that are more like than this."""
        return sum(-worth > step for worth in self._worth.values()) >= self._count

    def _named(self, like: Like) -> Names:
        known = self._known
        known.keep(lookup.things(known.location, like.others))
        names: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for iri in known.things.keys() - self._read:
            names[iri] |= known.things[iri].names
        self._read |= known.things.keys()
        for iri, kind, name in [
            *like.held,
            *(row for row in like.others if row[0] in known.things),
        ]:
            names[iri].add((kind, name))
        return names


def _of_kind(known: Known, names: Names) -> list[str]:
    """Those of some things that are of the kinds wanted."""
    new = {iri: some for iri, some in names.items() if iri not in known.things}
    rows = ((iri, kind, name) for iri, some in new.items() for kind, name in some)
    known.keep(lookup.things(known.location, rows))
    return [iri for iri in names if iri in known.things]


def _steps(typed: Typed, names: Names, counts: Mapping[str, int]) -> dict[str, int]:
    """How like the text the best name of each thing is, in steps; without those unlike it."""
    told: dict[str, bool] = {}
    for some in names.values():
        for kind, name in some:
            # A code, where it is nothing else anywhere.
            told[name] = told.get(name, True) and kind == CODE
    scores = likeness(typed, told, counts)
    best = {
        iri: max((scores.get(name, 0.0) for _, name in some), default=0.0)
        for iri, some in names.items()
    }
    return {iri: round(score / STEP) for iri, score in best.items() if score}
