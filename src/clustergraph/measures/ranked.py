"""How good a ranking is: measures of each source's own list, and their confidence.

All candidates are ranked, none is drawn. Knows scores and what came true; nothing of methods.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from clustergraph.measures.arrays import Floats, Ints, Mask

# Equal scores are put in an order that means nothing, the same each time.
_SEED = 7
_JITTER = 1e-9
# Scores are logarithms: this far to both sides, in steps of this size, for the pooled curve.
_REACH, _STEP = 100.0, 1e-3
# Resamples of the organisations.
DRAWS = 4_000
MEASURES = ("P@10", "P@50", "MRR", "hit@10", "AUC")


class Judged(NamedTuple):
    """One row a source, one column an entry of MEASURES; and the ten first of each source."""

    values: Floats
    top: Ints


def judge(scores: Floats, candidates: Mask, true: Mask) -> Judged:
    """Judge the ranking of each row: among its candidates, those that came true."""
    ordered = untied(scores, candidates)
    count = min(50, ordered.shape[1])
    first = np.argpartition(-ordered, count - 1, axis=1)[:, :count]
    first = np.take_along_axis(first, np.argsort(-np.take_along_axis(ordered, first, 1), 1), 1)
    hits = np.take_along_axis(true, first, 1)
    told = [(hits[:, :10].sum(1) / 10), hits.sum(1) / 50, *_by_rank(ordered, candidates, true)]
    return Judged(np.column_stack([told[0], told[1], told[2], hits[:, :10].any(1), told[3]]),
                  first[:, :10])  # fmt: skip


def untied(scores: Floats, candidates: Mask) -> Floats:
    """The scores of candidates, no two of a row equal; below all others those of the rest."""
    return np.where(candidates, scores + jitter(scores.shape[1]), -np.inf)


def jitter(count: int) -> Floats:
    """What is added to the scores of so many members, so that no two are equal."""
    order = np.random.default_rng(_SEED).permutation(count)
    return order.astype(np.float64) * (_JITTER / count)


def _by_rank(ordered: Floats, candidates: Mask, true: Mask) -> tuple[Floats, Floats]:
    """The reciprocal rank of the first that came true, and the area under the ROC curve."""
    reciprocal, area = np.zeros(len(ordered)), np.full(len(ordered), np.nan)
    for row, values in enumerate(ordered):
        chosen = np.sort(values[candidates[row]])
        right = values[true[row]]
        below = np.searchsorted(chosen, right)
        reciprocal[row] = 1 / (len(chosen) - below.max()) if len(right) else 0
        others = len(chosen) - len(right)
        if len(right) and others:
            area[row] = (below.sum() - len(right) * (len(right) - 1) / 2) / (len(right) * others)
    return reciprocal, area


@dataclass
class Pooled:
    """Average precision over all pairs of all sources, from scores counted in small steps."""

    right: Ints = field(default_factory=lambda: _bins())
    all: Ints = field(default_factory=lambda: _bins())

    def add(self, scores: Floats, candidates: Mask, true: Mask) -> None:
        """Count the pairs of a block."""
        for counts, chosen in ((self.all, candidates), (self.right, true)):
            place = ((scores[chosen] + _REACH) / _STEP).astype(np.int64)
            counts += np.bincount(np.clip(place, 0, len(counts) - 1), minlength=len(counts))

    def precision(self) -> float:
        """The area under the precision-recall curve."""
        right, all_ = np.cumsum(self.right[::-1]), np.cumsum(self.all[::-1])
        if not right[-1]:
            return float("nan")
        gained = np.diff(right, prepend=0)
        return float((gained * right / np.maximum(all_, 1)).sum() / right[-1])


def _bins() -> Ints:
    return np.zeros(int(2 * _REACH / _STEP) + 1, dtype=np.int64)


def interval(one: Floats, other: Floats, seed: int = 0) -> tuple[float, float]:
    """The 95 % interval of the mean difference, by a paired bootstrap over the rows."""
    difference = one - other
    if not len(difference):
        return float("nan"), float("nan")
    random = np.random.default_rng(seed)
    means = [
        difference[random.integers(0, len(difference), len(difference))].mean()
        for _draw in range(DRAWS)
    ]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def gini(counts: Ints) -> float:
    """How unequal the counts are: 0 where all are equal, near 1 where one has all."""
    ordered = np.sort(counts)
    total = ordered.sum()
    if not total:
        return 0.0
    rank = np.arange(1, len(ordered) + 1)
    return float((2 * rank - len(ordered) - 1) @ ordered / (len(ordered) * total))
