"""Link prediction: how likely it is that two members without a tie will share an activity.

Every method is a product of factors, each with an exponent, so that a score falls into shares. One
factor alone is one of the usual simple methods. Knows arrays only: nothing of names or dates.

Liben-Nowell and Kleinberg 2007, doi:10.1002/asi.20591; Adamic and Adar 2003,
doi:10.1016/S0378-8733(03)00009-1; Zhou, Lü and Zhang 2009, doi:10.1140/epjb/e2009-00335-8.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.measures.sparse import sparse

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.measures.arrays import Csr, Floats, Ints

# The share of a walk that goes on, and how many steps it takes.
_ON, _STEPS = 0.85, 15


class Factor(NamedTuple):
    """One factor of a score, a non-negative number; `least` is added before the logarithm."""

    name: str
    least: float


# In the order in which reasons are told where their shares are equal.
FACTORS: dict[str, Factor] = {
    each.name: each
    for each in (
        Factor("shared", 1.0),
        Factor("common", 1.0),
        Factor("adamic", 0.01),
        Factor("allocation", 0.001),
        Factor("rank", 1e-5),
        Factor("walk", 1e-5),
        Factor("size", 1.0),
        Factor("themes", 0.1),
        Factor("country", 0.01),
    )
}
# A score: exponents by the name of the factor.
Formula = dict[str, float]
# The simple methods by their usual names.
BASELINES: dict[str, Formula] = {
    "random": {},
    "size": {"size": 1.0},
    "common neighbours": {"common": 1.0},
    "Adamic-Adar": {"adamic": 1.0},
    "resource allocation": {"allocation": 1.0},
    "weighted common neighbours": {"shared": 1.0},
    "personalised PageRank": {"rank": 1.0},
}


@dataclass(frozen=True)
class Known:
    """What is known before a prediction.

    incidence: members × activities, ones. themes: activities × themes, ones. places: the number of
    each member's country, -1 where unknown. profiles: members × themes that are told of members
    themselves. kept: the pattern, where it is kept somewhere.
    """

    incidence: Csr
    themes: Csr
    places: Ints
    profiles: Csr | None = None
    kept: Callable[[], Csr] | None = None

    def __len__(self) -> int:
        return int(self.incidence.shape[0])

    @cached_property
    def size(self) -> Floats:
        """The number of activities of each member."""
        return np.asarray(self.incidence.sum(axis=1), dtype=np.float64).ravel()

    @cached_property
    def spread(self) -> Floats:
        """For each activity 1/(members - 1), 0 where one takes part alone."""
        members: Floats = np.asarray(self.incidence.sum(axis=0)).ravel()
        return np.where(members > 1, 1 / np.maximum(members - 1, 1), 0.0)

    @cached_property
    def turned(self) -> Csr:
        """The incidence by activities."""
        return self.incidence.T.tocsr()

    @cached_property
    def pattern(self) -> Csr:
        """Ones where two share an activity."""
        return self.kept() if self.kept else patterned(self.incidence)

    @cached_property
    def affinity(self) -> Floats:
        """How often two countries meet, as a multiple of what their sizes alone would make; one
        meeting is added to what is seen and to what is expected."""
        count = int(self.places.max(initial=-1)) + 1
        where = np.flatnonzero(self.places >= 0)
        cells = (where, self.places[where])
        in_country = sparse.csr_array((np.ones(len(where)), cells), shape=(len(self), count))
        by_activity = (self.turned @ in_country).tocsr()
        met = (by_activity.T @ (sparse.diags_array(self.spread) @ by_activity)).toarray()
        total = max(met.sum(), 1.0)
        expected = met.sum(axis=1)[:, None] * met.sum(axis=0)[None, :] / total
        found: Floats = (met + 1) / (expected + 1)
        return found

    @cached_property
    def interests(self) -> Csr:
        """The themes of each member, scaled to length one."""
        found = (self.incidence @ self.themes).tocsr()
        if self.profiles is not None:
            found = (found + self.profiles).tocsr()
        length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1))).ravel()
        return (sparse.diags_array(1 / np.where(length > 0, length, 1)) @ found).tocsr()


def patterned(incidence: Csr) -> Csr:
    """Ones where two rows of an incidence have a column in common."""
    taking = incidence.astype(np.bool_)
    found: Csr = (taking @ taking.T).tocsr().astype(np.float64)
    rows = np.repeat(np.arange(found.shape[0], dtype=np.int32), np.diff(found.indptr))
    found.data[rows == found.indices] = 0
    found.eliminate_zeros()
    return found


def itself(known: Known, sources: Ints) -> Csr:
    """The beginning of a prediction for members that have ties: they themselves."""
    cells = (np.arange(len(sources)), sources)
    return sparse.csr_array((np.ones(len(sources)), cells), shape=(len(sources), len(known)))


def met(known: Known, begin: Csr) -> Csr:
    """The number of activities that each beginning shares with each member, but for itself."""
    shared = (begin @ known.incidence) @ known.turned
    return _without(shared.tocsr(), begin)


def _without(found: Csr, begin: Csr) -> Csr:
    own = found.multiply(begin > 0).tocsr()
    left = (found - own).tocsr()
    left.eliminate_zeros()
    return left


def factors(known: Known, sources: Ints, begin: Csr, wanted: set[str]) -> dict[str, Floats]:
    """Each wanted factor of each pair: sources × members, not below 0.

    begin: sources × members, from whose ties a source is looked at: `itself` or, where it has
    none, others that stand for it.
    """
    found: dict[str, Floats] = {}
    near = met(known, begin)
    ones = near.copy()
    ones.data = np.ones_like(ones.data)
    for name in sorted(wanted):
        if name == "shared":
            # A x = B (Bᵀ x) - d x, without A itself.
            through = (near @ known.incidence) @ known.turned
            found[name] = np.maximum(through.toarray() - near.toarray() * known.size, 0)
        elif name in ("common", "adamic", "allocation"):
            found[name] = ((ones @ _worth(known, name)) @ known.pattern).toarray()
        elif name == "rank":
            found[name] = _ranked(known, begin)
        elif name == "walk":
            found[name] = _walked(known, begin)
        elif name == "size":
            found[name] = np.broadcast_to(known.size, begin.shape)
        elif name == "themes":
            found[name] = (known.interests[sources] @ known.interests.T).toarray()
        elif name == "country":
            found[name] = _affine(known, sources)
    return found


def _worth(known: Known, name: str) -> Csr:
    """What a common neighbour counts, by its number of ties, on the diagonal."""
    degrees = np.maximum(np.diff(known.pattern.indptr), 1).astype(np.float64)
    worth = {
        "common": np.ones_like(degrees),
        "adamic": 1 / np.log(np.maximum(degrees, 2)),
        "allocation": 1 / degrees,
    }[name]
    return sparse.diags_array(worth).tocsr()


def _walked(known: Known, begin: Csr) -> Floats:
    """Personalised PageRank on ties of 1/(members - 1) an activity."""
    mates = np.asarray(known.incidence @ (known.spread > 0).astype(np.float64)).ravel()
    own = np.asarray(known.incidence @ known.spread).ravel()
    leaving = 1 / np.where(mates > 0, mates, 1)
    start = begin.T.toarray()
    now = start
    for _step in range(_STEPS):
        part = now * leaving[:, None]
        through = known.turned @ part
        moved = known.incidence @ (through * known.spread[:, None]) - own[:, None] * part
        now = _ON * moved + (1 - _ON) * start
    return np.maximum(now.T, 0)


def _ranked(known: Known, begin: Csr) -> Floats:
    """Personalised PageRank on ties that all count the same."""
    degrees = np.diff(known.pattern.indptr)
    leaving = 1 / np.where(degrees > 0, degrees, 1)
    start = begin.T.toarray()
    now = start
    for _step in range(_STEPS):
        now = _ON * (known.pattern @ (now * leaving[:, None])) + (1 - _ON) * start
    return np.asarray(now.T)


def _affine(known: Known, sources: Ints) -> Floats:
    here = known.places[sources]
    if not known.affinity.size:
        return np.ones((len(sources), len(known)))
    told = (here[:, None] >= 0) & (known.places[None, :] >= 0)
    return np.where(told, known.affinity[here][:, known.places], 1.0)


def logs(found: dict[str, Floats]) -> dict[str, Floats]:
    """The logarithm of each factor."""
    return {name: np.log(values + FACTORS[name].least) for name, values in found.items()}


def scores(found: dict[str, Floats], formula: Formula, shape: tuple[int, int]) -> Floats:
    """The score of each pair, from the logarithms of the factors."""
    total = np.zeros(shape)
    for name, exponent in formula.items():
        total += exponent * found[name]
    return total


def shares(found: dict[str, Floats], formula: Formula, pair: tuple[int, int]) -> dict[str, float]:
    """How much of the score of one pair comes from each factor: what lifts it above the least
    that any candidate has, all together 1."""
    lifts = {
        name: exponent * float(found[name][pair] - found[name][pair[0]].min())
        for name, exponent in formula.items()
    }
    total = sum(lifts.values())
    return {name: lift / total if total else 0.0 for name, lift in lifts.items()}
