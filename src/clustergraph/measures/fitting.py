"""Which formula predicts best, found on earlier windows: by how many ties a member has.

What does not beat the best simple method in every window is not taken: that method itself is.
Knows arrays only, and nothing of what happened after the windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.measures.prediction import (
    BASELINES,
    FACTORS,
    Formula,
    Known,
    factors,
    itself,
    logs,
    met,
)
from clustergraph.measures.ranked import jitter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clustergraph.measures.arrays import Csr, Floats, Ints, Mask

# The most ties of a small and of a middling member; one class more has the rest.
LIMITS = (10, 100)
CLASSES = ("≤ 10", "11–100", "> 100")
# Members looked at in each class of each window, fewer where there are many candidates, and the
# fewest by which to judge.
_LOOKED_AT, _FEWEST, _PAIRS = 300, 20, 4_000_000
# A formula is not taken that in one window has less than this share of the best simple method.
_AT_LEAST = 0.95
# The formulas of which the mean is taken.
_AVERAGED = 10
_SEED = 11
_SIMPLE = tuple(name for name in BASELINES if name != "random")
# By how many of the first a formula is judged.
_FIRST = 10
# Numbers held at once in one factor of a block.
_BLOCK = 2_000_000


@dataclass(frozen=True)
class Window:
    """known: before the date. new: members × members, ones where the first tie came after it."""

    known: Known
    new: Csr

    @property
    def sources(self) -> Ints:
        """The members that gained a tie."""
        return np.flatnonzero(np.diff(self.new.indptr) > 0)


class Fitted(NamedTuple):
    """What was found for one class. baseline: the best simple method. gains: in each window the
    mean precision at 10 of the formulas averaged less that of the baseline; empty where too few
    were seen."""

    formula: Formula
    baseline: str
    gains: tuple[float, ...] = ()


def size_class(ties: Ints) -> Ints:
    """The number of the class for a number of ties."""
    return np.searchsorted(LIMITS, ties, side="left")


def candidates() -> list[Formula]:
    """The formulas tried."""
    found = []
    grid = (("shared", "adamic", "allocation", "rank"), (0, 1), (0, 0.5, 1), (0, 1), (0, 0.5))
    for base, *exponents in product(*grid):
        rest = zip(("walk", "size", "themes", "country"), exponents, strict=True)
        found.append({str(base): 1.0, **{name: float(each) for name, each in rest if each}})
    return found


def blocks(window: Window, sources: Ints, wanted: set[str]) -> Iterator[
    tuple[Ints, dict[str, Floats], Mask, Mask]
]:  # fmt: skip
    """For some sources at a time: who, logarithms of factors, candidates, what came true."""
    known = window.known
    step = max(1, _BLOCK // max(len(known), 1))
    for start in range(0, len(sources), step):
        some = sources[start : start + step]
        begin = itself(known, some)
        free = met(known, begin).toarray() == 0
        free[np.arange(len(some)), some] = False
        true = window.new[some].toarray() > 0
        yield some, logs(factors(known, some, begin, wanted)), free, true


def fit(
    windows: Sequence[Window], report: Callable[[float], None] = lambda share: None
) -> list[Fitted]:
    """The formula of each class of LIMITS, chosen over all windows."""
    tried = [BASELINES[name] for name in _SIMPLE] + candidates()
    worth = np.full((len(windows), len(CLASSES), len(tried), 2), np.nan)
    counts = np.zeros((len(windows), len(CLASSES)))
    for at, window in enumerate(windows):
        for number in range(len(CLASSES)):
            report((at * len(CLASSES) + number) / (len(windows) * len(CLASSES)))
            sources = _drawn(window, number)
            if len(sources) >= _FEWEST:
                counts[at, number] = len(sources)
                worth[at, number] = _tried(window, sources, tried)
    relative = _relative(worth)
    # Few are seen of some classes, so what holds for all counts as much as what holds for one.
    overall = np.nanmean(relative, axis=(0, 1)) if not np.isnan(relative).all() else 0.0
    return [
        _best(worth[:, number], relative[:, number], counts[:, number], overall, tried)
        for number in range(len(CLASSES))
    ]


def _drawn(window: Window, number: int) -> Ints:
    sources = window.sources
    degrees = np.diff(window.known.pattern.indptr)[sources]
    chosen = sources[size_class(degrees) == number]
    random = np.random.default_rng(_SEED)
    most = min(_LOOKED_AT, max(2 * _FEWEST, _PAIRS // max(len(window.known), 1)))
    return np.sort(random.permutation(chosen)[:most])


def _tried(window: Window, sources: Ints, tried: Sequence[Formula]) -> Floats:
    """For each formula the mean precision at 10 and the mean reciprocal rank."""
    # Numba takes a third of a second, which who only asks a chosen formula need not wait for.
    from clustergraph.measures.kernels.ranking import places

    wanted = [name for name in FACTORS if any(name in formula for formula in tried)]
    exponents = np.array([[formula.get(name, 0.0) for name in wanted] for formula in tried])
    total = np.zeros((len(tried), 2))
    for _some, found, free, true in blocks(window, sources, set(wanted)):
        parts = np.stack([found.pop(name) for name in wanted])
        hits, ahead = places(parts, exponents, jitter(free.shape[1]), free, true, _FIRST)
        total += np.column_stack([hits.sum(axis=1) / _FIRST, (1 / (ahead + 1)).sum(axis=1)])
    return total / len(sources)


def _relative(worth: Floats) -> Floats:
    """Both measures of each formula as shares of the best that a simple method reaches, added."""
    best = worth[:, :, : len(_SIMPLE)].max(axis=2, keepdims=True)
    found: Floats = (worth / np.maximum(best, 1e-9)).sum(axis=3)
    return found


def _best(
    worth: Floats,
    relative: Floats,
    counts: Floats,
    overall: Floats | float,
    tried: Sequence[Formula],
) -> Fitted:
    """worth: windows × formulas × 2; those of the simple methods come first. counts: of the members
    seen in each window, by which it weighs."""
    seen = counts > 0
    if not seen.any():
        return Fitted(BASELINES["size"], "size")
    worth, relative = worth[seen], relative[seen]
    mean = np.average(relative, axis=0, weights=counts[seen])
    base = int(mean[: len(_SIMPLE)].argmax())
    steady = (relative >= _AT_LEAST * relative[:, base : base + 1]).all(axis=0)
    better = mean >= mean[base]
    order = np.argsort(-np.where(steady & better, mean + overall, -np.inf), kind="stable")
    taken = [int(each) for each in order[:_AVERAGED] if (steady & better)[each]]
    gain = worth[:, taken, 0].mean(axis=1) - worth[:, base, 0]
    formula = _averaged([tried[each] for each in taken])
    return Fitted(formula, _SIMPLE[base], tuple(round(float(each), 4) for each in gain))


def _averaged(formulas: Sequence[Formula]) -> Formula:
    """The geometric mean of scores: the best few differ by chance, their mean less so."""
    total: Formula = {}
    for formula in formulas:
        for name, exponent in formula.items():
            total[name] = total.get(name, 0.0) + exponent / len(formulas)
    return {name: round(exponent, 4) for name, exponent in sorted(total.items())}
