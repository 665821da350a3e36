"""How well `clustergraph reconcile` tells organisations apart, and how long it takes.

    python benchmarks/reconcile.py [--tune] [--errors] [--graph GRAPH]

Precision and recall are those of the held-out half of tests/pairs.csv, with the 95 % intervals;
the half that the weights were found on stands beside them for comparison only. --tune finds the
weights again, on the tuning half alone: each in turn goes to the value with the best F0.5, until
none brings more. --errors lists what goes wrong in the tuning half, never in the other. With
--graph, `reconcile` runs on a built graph: its processor seconds and proposals are counted, and how
many of the labelled pairs that are one meet among all organisations.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from dataclasses import fields, replace
from itertools import product
from pathlib import Path

from clustergraph.answers import reconcile
from clustergraph.graph.opening import open_graph
from clustergraph.matching.blocking import candidates
from clustergraph.matching.organisations import Profile
from clustergraph.matching.scoring import POINTS, THRESHOLD, Points, compare

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import labelled

FILE = Path(__file__).parents[1] / "tests" / "pairs.csv"
# No pair states a register number or a web site, so that nothing can be learnt of their points.
_UNSEEN = {"same_register", "other_register", "same_vat", "same_site", "same_acronym", "other_pic"}
_STEPS = (-10.0, -5.0, -2.0, 2.0, 5.0, 10.0)
# What less than one pair more or less would bring is no reason to move a weight.
_GAIN = 0.002


def judged(rows: list[labelled.Pair], judge: labelled.Judge, points: Points = POINTS) -> list[bool]:
    """Which of the pairs would be proposed."""
    return [judge.proposed(pair, points) for pair in rows]


def show(title: str, rows: list[labelled.Pair], judge: labelled.Judge) -> None:
    """Print precision and recall, and the recall of each way of drawing pairs."""
    found = judged(rows, judge)
    precision, recall = labelled.rates(rows, found)
    print(f"{title}: {len(rows)} pairs\n  precision {precision}\n  recall    {recall}")
    for drawn in sorted({pair.drawn for pair in rows}):
        part = [(pair, one) for pair, one in zip(rows, found, strict=True) if pair.drawn == drawn]
        split = labelled.rates([pair for pair, _ in part], [one for _, one in part])
        counts = [f"{rate.hits} of {rate.of}" for rate in split]
        print(f"    {drawn}: right {counts[0]} proposed, found {counts[1]} that are one")


def show_errors(rows: list[labelled.Pair], judge: labelled.Judge) -> None:
    """Print the pairs that are judged wrongly."""
    for pair in rows:
        if judge.proposed(pair) != pair.same:
            score = compare(*pair.profiles, judge.weights).score
            names = " | ".join(min(side.names) for side in (pair.left, pair.right))
            said = "one" if pair.same else "two"
            print(f"  {said} {score:5.1f} {'met' if pair.met else 'not met'} {names}")


def value(points: Points, name: str) -> float:
    """A weight by its name; those of names are named losses.NAME."""
    where = points.losses if name.startswith("losses.") else points
    return float(getattr(where, name.removeprefix("losses.")))


def changed(points: Points, name: str, number: float) -> Points:
    """The weights with one of them changed."""
    if name.startswith("losses."):
        changes = {name.removeprefix("losses."): number}
        return replace(points, losses=replace(points.losses, **changes))
    return replace(points, **{name: number})  # type: ignore[arg-type]


def fit(points: Points, rows: list[labelled.Pair], judge: labelled.Judge) -> float:
    """F0.5 of C. J. van Rijsbergen: precision and recall, precision with twice the weight."""
    precision, recall = labelled.rates(rows, judged(rows, judge, points))
    together = 0.25 * precision.value + recall.value
    return 1.25 * precision.value * recall.value / together if together else 0.0


def tune(rows: list[labelled.Pair], judge: labelled.Judge) -> Points:
    """Coordinate ascent: the threshold is fixed, for only differences to it count."""
    names = [field.name for field in fields(Points) if field.name != "losses"]
    names += [f"losses.{field.name}" for field in fields(POINTS.losses)]
    points, best, moved = POINTS, fit(POINTS, rows, judge), True
    print(f"threshold {THRESHOLD:.0f}, F0.5 {best:.4f} on {len(rows)} tuning pairs")
    while moved:
        moved = False
        for name in (name for name in names if name not in _UNSEEN):
            # What speaks against a pair may weigh less, but not speak for it.
            numbers = [value(points, name) + step for step in _STEPS]
            numbers = [number for number in numbers if number * value(POINTS, name) >= 0]
            tried = [changed(points, name, number) for number in numbers]
            scored = [(fit(one, rows, judge), -index) for index, one in enumerate(tried)]
            found, index = max(scored)
            if found > best + _GAIN:
                points, best, moved = tried[-index], found, True
                print(f"  {name} becomes {value(points, name):g}: F0.5 {best:.4f}")
    return points


def time_graph(where: Path) -> None:
    """Run `reconcile` on a graph, and print what it costs."""
    location = open_graph(where)
    start = time.process_time()
    table = reconcile.reconcile(location)
    seconds = time.process_time() - start
    scores = Counter(float(row[4].value) // 10 * 10 for row in table.rows if row[4])
    print(f"{where}: {len(table.rows):,} pairs, {seconds:.1f} processor seconds; by score", end=" ")
    print(", ".join(f"{low:.0f}+: {number:,}" for low, number in sorted(scores.items())))


def show_met(rows: list[labelled.Pair], where: Path) -> None:
    """Print how many pairs that are one meet among all organisations of a graph, not by themselves.

    Only pairs with both names in the graph; a name that stands for several meets by any of them.
    """
    profiles = [Profile(one) for one in reconcile.organisations(open_graph(where))]
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for profile in profiles:
        for name in profile.of.names:
            for country in profile.of.countries:
                named[" ".join(name.split()), country].add(profile.iri)
    met = {(left.iri, right.iri) for left, right in candidates(profiles, lambda stage, share: None)}
    for half in (labelled.HELD_OUT, labelled.TUNING):
        counts = Counter[bool]()
        for pair in (pair for pair in rows if pair.same and pair.half == half):
            ends = [
                set().union(*(named[min(side.names), country] for country in side.countries))
                for side in (pair.left, pair.right)
            ]
            if all(ends) and not ends[0] & ends[1]:
                counts[any(tuple(sorted(both)) in met for both in product(*ends))] += 1
        print(f"{half}: {labelled.Rate(counts[True], counts.total())} meet among all")


def main() -> None:
    """Print it all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--tune", action="store_true", help="find the weights again")
    parser.add_argument("--errors", action="store_true", help="list errors in the tuning half")
    parser.add_argument("--graph", type=Path, help="time reconcile on this graph")
    arguments = parser.parse_args()
    rows = labelled.pairs(FILE)
    judge = labelled.Judge(rows)
    halves = {half: [pair for pair in rows if pair.half == half] for half in
              (labelled.TUNING, labelled.HELD_OUT)}  # fmt: skip
    show("held out", halves[labelled.HELD_OUT], judge)
    show("tuning", halves[labelled.TUNING], judge)
    if arguments.errors:
        show_errors(halves[labelled.TUNING], judge)
    if arguments.tune:
        print(tune(halves[labelled.TUNING], labelled.Judge(halves[labelled.TUNING])))
    if arguments.graph:
        time_graph(arguments.graph)
        show_met(rows, arguments.graph)


if __name__ == "__main__":
    main()
