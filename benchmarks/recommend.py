"""Whether `recommend` foretells first meetings, beside the simple methods, by time.

    python benchmarks/recommend.py FOLDER --train-until 2015-06-30 --test-until 2016-12-31

FOLDER: a graph folder, or a folder of CORDIS files. Known is what began by the first date; foretold
are pairs that first meet in a project begun after it, by the second. Both must have been seen
before; who was not is counted as unreachable. All organisations that one has not met are ranked,
none is drawn. Measures are those of each organisation, then averaged; the curve of precision and
recall (PR AUC) is of all pairs. Intervals: 95 %, paired bootstrap over organisations. The formula
is chosen on windows that end by the first date.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from clustergraph.building.build import build
from clustergraph.graph.opening import open_graph
from clustergraph.measures.fitting import CLASSES, blocks, fit, size_class
from clustergraph.measures.prediction import BASELINES, FACTORS, scores
from clustergraph.measures.ranked import MEASURES, Pooled, gini, interval, judge
from clustergraph.strategy.history import history, unreachable, window
from clustergraph.strategy.windows import cuts, windows

if TYPE_CHECKING:
    from clustergraph.measures.arrays import Floats, Ints, Mask
    from clustergraph.measures.fitting import Fitted, Window
    from clustergraph.strategy.history import History

OURS = "recommend"


def opened(folder: Path) -> History:
    """The history of projects in a graph folder, or in CORDIS files."""
    if (folder / "manifest.json").is_file():
        return history(open_graph(folder), "projects")
    with tempfile.TemporaryDirectory() as scratch:
        build([("cordis", folder)], Path(scratch) / "graph")
        return history(open_graph(Path(scratch) / "graph"), "projects")


def ours(found: dict[str, Floats], sizes: Ints, fitted: list[Fitted]) -> Floats:
    """The scores of `recommend`: of each row by the formula of its class."""
    shape = next(iter(found.values())).shape
    total = np.zeros(shape)
    for number, each in enumerate(fitted):
        rows = sizes == number
        some = {name: found[name][rows] for name in each.formula}
        total[rows] = scores(some, each.formula, (int(rows.sum()), shape[1]))
    return total


def compared_across(total: Floats, free: Mask, ties: Ints) -> Floats:
    """Scores of several organisations on one scale, each row in its order: the share of its next
    meetings that each candidate takes, times how many it may have, as many as it has had."""
    most = np.where(free, total, -np.inf).max(axis=1, keepdims=True)
    every = np.where(free, np.exp(total - most), 0).sum(axis=1, keepdims=True)
    shared: Floats = total - most - np.log(every) + np.log1p(ties)[:, None]
    return shared


class Run:
    """What every method reached."""

    def __init__(self, split: Window, fitted: list[Fitted], sources: Ints) -> None:
        self.values: dict[str, list[Floats]] = {name: [] for name in (*BASELINES, OURS)}
        self.pooled = {name: Pooled() for name in self.values}
        self.shown = {name: np.zeros(len(split.known), dtype=np.int64) for name in self.values}
        random = np.random.default_rng(5)
        for some, found, free, true in blocks(split, sources, set(FACTORS)):
            ties = np.diff(split.known.pattern.indptr)[some]
            for name in self.values:
                if name == OURS:
                    score = compared_across(ours(found, size_class(ties), fitted), free, ties)
                elif name == "random":
                    score = random.random(free.shape)
                else:
                    score = scores(found, BASELINES[name], free.shape)
                judged = judge(score, free, true)
                self.values[name].append(judged.values)
                self.pooled[name].add(score, free, true)
                self.shown[name] += np.bincount(judged.top.ravel(), minlength=len(split.known))

    def of(self, name: str) -> Floats:
        """One row an organisation, one column a measure."""
        return np.concatenate(self.values[name])


def table(run: Run, sizes: Ints) -> None:
    """Print every method with every measure."""
    heads = [*MEASURES, "PR AUC", *(f"P@10 {each}" for each in CLASSES), "coverage", "Gini"]
    print(f"{'method':28}" + "".join(f"{each:>12}" for each in heads))
    for name in run.values:
        found, shown = run.of(name), run.shown[name]
        by_size = [float(found[sizes == each, 0].mean()) if (sizes == each).any() else np.nan
                   for each in range(len(CLASSES))]  # fmt: skip
        cells = [*np.nanmean(found, axis=0), run.pooled[name].precision(), *by_size,
                 float((shown > 0).mean()), gini(shown)]  # fmt: skip
        print(f"{name:28}" + "".join(f"{each:12.4f}" for each in cells))


def compared(run: Run, sizes: Ints) -> None:
    """Print the difference to the best simple method, for all and by size."""
    groups = [("all", np.ones(len(sizes), dtype=bool))]
    groups += [(name, sizes == number) for number, name in enumerate(CLASSES)]
    for group, rows in groups:
        if not rows.any():
            print(f"{group:8} nobody")
            continue
        for column, measure in ((0, "P@10"), (2, "MRR")):
            best = max(BASELINES, key=lambda name: float(run.of(name)[rows, column].mean()))
            one, other = run.of(OURS)[rows, column], run.of(best)[rows, column]
            low, high = interval(one, other)
            print(f"{group:8} {measure:5} {one.mean():.4f}, best simple {best} {other.mean():.4f}: "
                  f"{one.mean() - other.mean():+.4f} ({low:+.4f} to {high:+.4f})")  # fmt: skip


def main(folder: Path, before: str, end: str, most: int) -> None:
    begun = time.process_time()
    found = opened(folder)
    ahead = date.fromisoformat(end) - date.fromisoformat(before)
    print("windows:", "; ".join(f"{one} to {last}" for one, last in cuts(found, before, ahead)))
    fitted = fit(windows(found, before, ahead))
    for name, each in zip(CLASSES, fitted, strict=True):
        told = " × ".join(f"{factor}^{power:g}" for factor, power in each.formula.items())
        print(f"{name:8} {told}; best simple {each.baseline}; gains {each.gains}")
    chosen = time.process_time()
    split, _places = window(found, before, end)
    sources = split.sources
    print(f"{len(split.known):,} organisations, {split.known.pattern.nnz // 2:,} ties; "
          f"{split.new.nnz // 2:,} new pairs of {len(sources):,} organisations; "
          f"{unreachable(found, before, end):,} first seen later: unreachable")  # fmt: skip
    if most and most < len(sources):
        sources = np.sort(np.random.default_rng(1).permutation(sources)[:most])
        print(f"{most:,} of them drawn")
    run = Run(split, fitted, sources)
    sizes = size_class(np.diff(split.known.pattern.indptr)[sources])
    table(run, sizes)
    compared(run, sizes)
    now = time.process_time()
    print(f"processor seconds: {chosen - begun:.0f} choosing, {now - chosen:.0f} scoring all")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--train-until", required=True)
    parser.add_argument("--test-until", required=True)
    parser.add_argument("--sample", type=int, default=0, help="Judge only so many organisations.")
    given = parser.parse_args()
    main(given.folder, given.train_until, given.test_until, given.sample)
