"""The best selection of a few out of many under constraints, by mixed-integer programming.

HiGHS by way of SciPy (Huangfu and Hall 2018, doi:10.1007/s12532-017-0130-5). Knows arrays only:
nothing of organisations, programmes or what a wish means.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    from clustergraph.measures.arrays import Csr, Floats, Ints, Mask

# Steps of branching for one size, after which the best so far is taken. Not seconds, of which a
# busy machine has fewer: the same question has the same answer.
_PATIENCE = 1_000

# What SciPy calls a problem that no selection solves.
_INFEASIBLE = 2


class Least(NamedTuple):
    """At least `least` of the chosen are among `mask`."""

    mask: Mask
    least: int


@dataclass(frozen=True)
class Problem:
    """gain: of each candidate, of which the mean counts. bonus: groups × candidates, ones; each
    group of which somebody is chosen counts its entry of `worth`. tied: candidates × candidates;
    the share of the chosen that is tied to another chosen counts `cohesion`. sets: sets ×
    candidates, ones, of which `spread` must occur. least: further minima. fixed: the places of
    those that must be chosen. size: fewest and most."""

    gain: Floats
    bonus: Csr
    worth: Floats
    tied: Csr
    cohesion: float
    sets: Csr
    spread: int
    least: tuple[Least, ...]
    fixed: Ints
    size: tuple[int, int]

    def __len__(self) -> int:
        return len(self.gain)

    def score(self, chosen: Ints) -> float:
        """What a selection is worth."""
        some = np.asarray(self.bonus[:, chosen].sum(axis=1)).ravel() > 0
        near = np.asarray(self.tied[chosen][:, chosen].sum(axis=1)).ravel() > 0
        mean = float(self.gain[chosen].mean() + self.cohesion * near.mean())
        return mean + float(self.worth[some].sum())

    def allows(self, chosen: Ints) -> bool:
        """Whether a selection keeps all constraints."""
        met = np.asarray(self.sets[:, chosen].sum(axis=1)).ravel() > 0
        inside = set(chosen.tolist())
        return (
            self.size[0] <= len(inside) <= self.size[1]
            and int(met.sum()) >= self.spread
            and all(int(each.mask[chosen].sum()) >= each.least for each in self.least)
            and set(self.fixed.tolist()) <= inside
        )


class Found(NamedTuple):
    """chosen: places, sorted; none where patience ended before any selection was found, which does
    not mean that there is none. proved: whether nothing better exists."""

    chosen: Ints
    proved: bool


def best(problem: Problem) -> Found | None:
    """The best selection of any size allowed, the smaller where two are worth the same; None where
    no selection keeps the constraints."""
    found: Found | None = None
    proved = True
    for size in range(problem.size[0], problem.size[1] + 1):
        one = _sized(problem, size)
        if one is None:
            continue
        proved = proved and one.proved
        if not found or not len(found.chosen) or _better(problem, one, found):
            found = one
    return Found(found.chosen, proved) if found else None


def _better(problem: Problem, one: Found, other: Found) -> bool:
    if not len(one.chosen):
        return False
    return problem.score(one.chosen) > problem.score(other.chosen) + 1e-9


def _sized(problem: Problem, size: int) -> Found | None:
    """The best selection of one size.

    Variables: the candidates (whole), then groups, ties and sets, which are whole by themselves.
    """
    if size > len(problem):
        return None
    people, groups, sets = len(problem), problem.bonus.shape[0], problem.sets.shape[0]
    value = np.concatenate([problem.gain / size, problem.worth,
                            np.full(people, problem.cohesion / size), np.zeros(sets)])  # fmt: skip
    low, high = np.zeros(len(value)), np.ones(len(value))
    low[problem.fixed] = 1
    whole = np.concatenate([np.ones(people), np.zeros(len(value) - people)])
    found = milp(-value, integrality=whole, bounds=Bounds(low, high),
                 constraints=_constraints(problem, size, groups, sets),
                 options={"node_limit": _PATIENCE, "mip_rel_gap": 0.0})  # fmt: skip
    if found.status == _INFEASIBLE:
        return None
    if found.x is None:
        return Found(np.array([], dtype=np.int64), proved=False)
    return Found(np.flatnonzero(found.x[:people] > 0.5), bool(found.status == 0))


def _constraints(problem: Problem, size: int, groups: int, sets: int) -> list[LinearConstraint]:
    people = len(problem)
    one, nothing = sparse.eye_array, sparse.csr_array
    # Nobody counts as tied who is not chosen, or has no tie to somebody chosen.
    rows = [
        [problem.bonus, -one(groups), nothing((groups, people)), nothing((groups, sets))],
        [one(people), nothing((people, groups)), -one(people), nothing((people, sets))],
        [problem.tied, nothing((people, groups)), -one(people), nothing((people, sets))],
        [problem.sets, nothing((sets, groups)), nothing((sets, people)), -one(sets)],
    ]
    upper = sparse.vstack([sparse.hstack(row) for row in rows])
    ones, rest = np.ones(people), np.zeros(groups + people)
    found = [
        LinearConstraint(upper, lb=0),
        LinearConstraint(np.concatenate([ones, rest, np.zeros(sets)]), lb=size, ub=size),
        LinearConstraint(np.concatenate([0 * ones, rest, np.ones(sets)]), lb=problem.spread),
    ]
    for each in problem.least:
        row = np.concatenate([each.mask.astype(np.float64), rest, np.zeros(sets)])
        found.append(LinearConstraint(row, lb=each.least))
    return found


def alternative(problem: Problem, chosen: Ints, place: int) -> int | None:
    """Who is best in the place of one of the chosen, the others staying; None for nobody."""
    others = chosen[chosen != place]
    found: tuple[float, int] | None = None
    for other in np.setdiff1d(np.arange(len(problem)), chosen).tolist():
        exchanged = np.sort(np.append(others, other))
        if not problem.allows(exchanged):
            continue
        worth = problem.score(exchanged)
        if found is None or worth > found[0] + 1e-9:
            found = worth, other
    return found[1] if found else None


def _possible(problem: Problem) -> bool:
    """Whether anything at all keeps the constraints; what it is worth is not asked."""
    none = np.zeros(len(problem))
    found = best(replace(problem, gain=none, worth=0 * problem.worth, cohesion=0.0))
    return found is not None and len(found.chosen) > 0


def roomy(problem: Problem, most: int) -> Problem:
    """The problem with the one size at which there is a selection if there is one of the fewest
    allowed to `most`."""
    # Those fixed, one for each set and those of each minimum are enough; others may join them.
    enough = len(problem.fixed) + problem.spread + sum(each.least for each in problem.least)
    size = max(min(max(problem.size[1], enough), most, len(problem)), problem.size[0])
    return replace(problem, size=(size, size))


def widest(problem: Problem) -> int | None:
    """Of a problem without a selection, the most sets below `spread` in which one was found, all
    other constraints kept; None where even without any demand of that kind none was."""
    for spread in range(min(problem.spread - 1, problem.sets.shape[0]), -1, -1):
        if _possible(replace(problem, spread=spread)):
            return spread
    return None


def fewest(problem: Problem, number: int) -> int | None:
    """The same for one of the further minima."""
    wanted = problem.least[number].least
    for least in range(wanted - 1, -1, -1):
        changed = list(problem.least)
        changed[number] = Least(changed[number].mask, least)
        if _possible(replace(problem, least=tuple(changed))):
            return least
    return None


def larger(problem: Problem, most: int) -> int | None:
    """The least size above the one allowed, of `most` at the utmost, at which there is a
    selection."""
    room = roomy(problem, most)
    if not _possible(room):
        return None
    for size in range(max(problem.size[1] + 1, problem.size[0]), room.size[1]):
        if _possible(replace(problem, size=(size, size))):
            return size
    return room.size[1]


def smaller(problem: Problem, least: int) -> int | None:
    """The number of all candidates where they are fewer than allowed, `least` or more, and keep the
    other constraints together."""
    size = len(problem)
    if not least <= size < problem.size[0]:
        return None
    return size if _possible(replace(problem, size=(size, size))) else None
