"""What a person may have meant by a name that nothing has: the things with a name like it.

Knows what was found before and how like names are; nothing of what is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.questions import lookup
from clustergraph.questions.lookup import CODE
from clustergraph.questions.spelling import Typed, likeness

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from clustergraph.questions.known import Known

    # Of each thing its names, each with what it is.
    Names = Mapping[str, set[tuple[str, str]]]

# Likeness goes by steps of five hundredths, within which the number of projects decides. As like as
# the name itself is one that holds it; what is this many steps less like than the best is no hint.
_STEP = 5
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
    names, counts = _spelt(known, typed, sought)
    every = _steps(typed, names, counts)
    steps = {iri: step for iri, step in every.items() if iri not in matches}
    worth: dict[str, float] = {}
    best = _INSIDE if matches else 0
    # What things are is asked of the most like ones alone: thousands share a piece of a name.
    for step in sorted(set(steps.values()), reverse=True):
        if step < best - _FAR_LESS or len(worth) >= count:
            break
        found = _of_kind(known, {iri: names[iri] for iri in steps if steps[iri] == step})
        worth |= dict.fromkeys(found, -step)
        best = max(best, step if found else 0)
    return known.ranked(worth)[:count]


def _spelt(known: Known, typed: Typed, sought: tuple[str, str]) -> tuple[Names, Mapping[str, int]]:
    """The names and codes that hold a piece of the text, of each thing of any kind, and those
    of the things found before; how many names hold each word."""
    pieces = typed.pieces()
    held, others, counts = lookup.alike(known.location, typed, pieces, sought)
    known.keep(lookup.things(known.location, others))
    names = {iri: set(thing.names) for iri, thing in known.things.items()}
    for iri, kind, name in held:
        names.setdefault(iri, set()).add((kind, name))
    return names, counts


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
    return {iri: round(score / _STEP) for iri, score in best.items() if score}
