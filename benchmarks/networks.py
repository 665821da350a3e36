"""Network measures against the libraries that people use, on networks of the size of CORDIS.

    python benchmarks/networks.py [--size h2020|full] [--only NAME,NAME] [--limit 120] [--all]

The participations are made up (seeded, nothing is read or fetched): "h2020" has 38,600
organisations and 797,000 ties, "full" 90,000 and 2.3 million. In one run, ours and each rival's
own function, called directly on its own graph object, compute the same thing, and the values are
compared: a difference above the tolerance ends the run. Every call has a process of its own; a
rival that needs longer than --limit seconds is stopped and stands as "> 120"; with --all none is
stopped. NetworkX gets the largest slice of the network (the first 1/256, 1/128, ... of the
projects) that it finishes in the limit, and the time is that of both on this slice. Building the
graph objects and compiling our kernels is timed apart. Ours uses all processors, as do those
rivals that can.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from rivals import RIVALS, Rival, to_networkx
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from clustergraph.measures.measure import Run
from clustergraph.measures.projection import project
from clustergraph.measures.reference import REFERENCE
from clustergraph.measures.registry import MEASURES
from clustergraph.measures.scores import scores
from clustergraph.measures.ties import Ties

if TYPE_CHECKING:
    from collections.abc import Callable

TOLERANCE = 1e-8
# Projects, organisations to draw from, and the mean of the Poisson part of a consortium's size.
SIZES = {"h2020": (35_000, 43_000, 7.1), "full": (80_000, 100_500, 8.4)}
# With this exponent the largest organisation has about 9,000 partners in the size of H2020.
EXPONENT = 0.65
# NetworkX begins with the first 1/256 of the projects.
SLICES = 8


def incidence(size: str, seed: int = 1) -> Any:
    """Who takes part in what: a csr_array of organisations × projects, half of them alone."""
    projects, pool, mean = SIZES[size]
    random = np.random.default_rng(seed)
    share = np.arange(1, pool + 1) ** -EXPONENT
    group = np.minimum(2 + random.poisson(random.gamma(4, mean / 4, projects)), 40)
    sizes = np.where(random.random(projects) < 0.5, 1, group)
    of = np.repeat(np.arange(projects), sizes)
    who = random.choice(pool, size=len(of), p=share / share.sum())
    matrix = sparse.csr_array((np.ones(len(of), np.int32), (who, of)), shape=(pool, projects))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix[np.diff(matrix.indptr) > 0]


@dataclass
class Outcome:
    """What a call in its own process gave: seconds of the call, by the clock and of all processors
    together, of the preparation, and the values."""

    seconds: float | None
    processors: float = 0.0
    prepared: float = 0.0
    values: Any = None
    peak: float = 0.0
    failure: str = ""


def alone(prepare: Callable[[], Any], call: Callable[[Any], Any], limit: float | None) -> Outcome:
    """Run in a forked process, and stop it after `limit` seconds of preparation and call."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_run, args=(prepare, call, sender))
    process.start()
    sender.close()
    outcome = Outcome(None)
    try:
        if receiver.poll(limit):
            outcome = receiver.recv()
    except EOFError:
        outcome = Outcome(None, failure="died")
    finally:
        process.kill()
        process.join()
    return outcome


def _run(prepare: Callable[[], Any], call: Callable[[Any], Any], sender: Any) -> None:
    try:
        begin = time.perf_counter()
        prepared = prepare()
        middle, used = time.perf_counter(), time.process_time()
        values = call(prepared)
        end, spent = time.perf_counter(), time.process_time() - used
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sender.send(Outcome(end - middle, spent, middle - begin, values, peak))
    except Exception as error:  # noqa: BLE001  whatever a rival raises is its result
        sender.send(Outcome(None, failure=f"{type(error).__name__}: {error}"[:80]))
    sender.close()


def ours(name: str, ties: Ties, *, exact: bool = True) -> Any:
    """Our values, the kernels loaded before the clock starts."""
    return scores(ties, [MEASURES[name]], Run(exact=exact))[name]


def warm(name: str, *, exact: bool = True) -> None:
    """Load what is compiled, as every second call in a process finds it."""
    tiny = sparse.csr_array(np.ones((4, 4)) - np.eye(4))
    scores(Ties(tuple("abcd"), tiny), [MEASURES[name]], Run(exact=exact))
    if not exact:
        from clustergraph.measures import betweenness

        betweenness.sampled(tiny, 10)


@dataclass
class Row:
    """One line of the table."""

    name: str
    mine: float
    processors: float
    others: dict[str, str] = field(default_factory=dict)
    best: float = float("inf")
    best_is_bound: bool = False


def compared(name: str, ties: Ties, limit: float | None) -> Row:
    """Ours and every rival on the whole network; SystemExit where values differ."""
    mine = alone(partial(warm, name), lambda _: ours(name, ties), None)
    assert mine.seconds is not None, mine.failure
    row = Row(name, mine.seconds, mine.processors)
    for rival in RIVALS.get(name, ()):
        found = alone(partial(rival.prepare, ties), rival.call, limit)
        row.others[rival.library] = _cell(name, rival, found, mine, ties, limit)
        if found.seconds is not None and found.seconds < row.best:
            row.best, row.best_is_bound = found.seconds, False
        if found.seconds is None and not found.failure and limit is not None and limit < row.best:
            row.best, row.best_is_bound = limit, True
    return row


def _cell(
    name: str, rival: Rival, found: Outcome, mine: Outcome, ties: Ties, limit: float | None
) -> str:
    if found.failure:
        return found.failure
    if found.seconds is None:
        return f"> {limit:g}"
    off = difference(rival.scaled(found.values, ties), mine.values)
    if off > max(TOLERANCE, rival.tolerance):
        sys.exit(f"{name}: {rival.library} differs by {off:.3g}")
    return f"{found.seconds:.3f} (cpu {found.processors:.3f}, ±{off:.0e})"


def difference(one: Any, other: Any) -> float:
    """The largest absolute difference, relative where values exceed 1; NaN must meet NaN."""
    one, other = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if not (np.isnan(one) == np.isnan(other)).all():
        return float("inf")
    return float(np.nanmax(np.abs(one - other) / np.maximum(1, np.abs(other)), initial=0.0))


def against_networkx(name: str, whole: Any, limit: float) -> str:
    """The largest slice that NetworkX finishes in the limit: its size, both times, the ratio."""
    told = "none in time"
    for halving in range(SLICES, -1, -1):
        part = whole[:, : whole.shape[1] >> halving]
        ties = tied(part[np.diff(part.indptr) > 0])
        found = alone(partial(to_networkx, ties), REFERENCE[name], limit)
        if found.seconds is None:
            break
        mine = alone(partial(warm, name), partial(lambda ties, _: ours(name, ties), ties), None)
        assert mine.seconds is not None, mine.failure
        values = [found.values[node] for node in ties.nodes]
        off = difference(values, mine.values)
        if off > TOLERANCE:
            sys.exit(f"{name}: NetworkX differs by {off:.3g} on {len(ties)} nodes")
        told = (
            f"{len(ties):,} nodes: {found.seconds:.2f} / {mine.seconds:.4f} = "
            f"{found.seconds / mine.seconds:,.0f}×"
        )
        if found.seconds > limit / 3:
            break
    return told


def projected(whole: Any, limit: float) -> None:
    """The one-mode projection, against NetworkX on the largest slice that it finishes."""
    mine = alone(lambda: whole, project, None)
    print(f"projection: ours {mine.seconds:.3f} s, {mine.values.nnz // 2:,} ties", flush=True)
    for halving in range(SLICES, -1, -1):
        part = whole[:, : whole.shape[1] >> halving]
        part = part[np.diff(part.indptr) > 0]
        found = alone(partial(_pairs, part), _by_bipartite, limit)
        if found.seconds is None:
            break
        same = alone(partial(lambda part: part, part), project, None)
        assert same.seconds is not None
        assert abs(found.values - same.values).max() == 0, "projections differ"
        print(
            f"  NetworkX, {part.shape[0]:,} nodes: {found.seconds:.2f} / {same.seconds:.4f} = "
            f"{found.seconds / same.seconds:,.0f}×, equal",
            flush=True,
        )
        if found.seconds > limit / 3:
            break


def _pairs(incidence: Any) -> Any:
    """Members 0, 1, ... and projects -1, -2, ... as a bipartite networkx graph."""
    import networkx as nx

    rows, columns = incidence.nonzero()
    return nx.Graph(zip(rows.tolist(), (-1 - columns).tolist(), strict=True))


def _by_bipartite(pairs: Any) -> Any:
    import networkx as nx

    members = sorted(node for node in pairs if node >= 0)
    network = nx.bipartite.weighted_projected_graph(pairs, members)
    return nx.to_scipy_sparse_array(network, members, dtype=np.dtype(np.float64))


def tied(matrix: Any) -> Ties:
    """The ties of an incidence matrix; nodes are named so that their order is kept."""
    return Ties(tuple(f"{node:06}" for node in range(matrix.shape[0])), project(matrix))


def together(ties: Ties) -> None:
    """Everything but exact betweenness, pass after pass in one process, and its peak memory."""

    def ready() -> None:
        for name in MEASURES:
            warm(name, exact=False)

    found = alone(ready, lambda _: _passes(ties), None)
    print(
        f"everything but exact betweenness: {found.seconds:.1f} s (cpu {found.processors:.1f}), "
        f"peak {found.peak:,.0f} MiB"
    )
    each = ", ".join(f"{name} {taken:.2f}" for name, taken in found.values.items())
    print(f"  {each}", flush=True)


def _passes(ties: Ties) -> dict[str, float]:
    taken, known = {}, set()
    for measure in MEASURES.values():
        if measure.fn in known:
            continue
        known.add(measure.fn)
        begin = time.perf_counter()
        names = measure.fn(ties, Run())
        taken[" and ".join(names)] = time.perf_counter() - begin
    return taken


def compiling() -> None:
    """What the first run of all, and each new process, waits for the kernels."""
    names = ",".join(MEASURES)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
        for what in ("compiling once", "loading what is compiled"):
            begin = time.perf_counter()
            command = [sys.executable, __file__, "--warm", names]
            subprocess.run(command, env=environment, check=True)
            print(f"{what}: {time.perf_counter() - begin:.1f} s with the start of Python")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="h2020")
    parser.add_argument("--only", default="", help="measures, projection, together or compiling")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds a rival may take")
    parser.add_argument("--all", action="store_true", help="stop no rival (hours)")
    parser.add_argument("--no-networkx", action="store_true")
    parser.add_argument("--warm", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.warm:
        for name in given.warm.split(","):
            warm(name, exact=False)
        return
    wanted = given.only.split(",") if given.only else ["projection", *MEASURES, "together"]
    limit = None if given.all else given.limit
    whole = incidence(given.size)
    ties = tied(whole)
    parts, _ = connected_components(ties.weights, directed=False)
    print(f"{given.size}: {len(ties):,} nodes, {ties.count():,} ties, {parts:,} parts", flush=True)
    if "compiling" in wanted or not given.only:
        compiling()
    if "projection" in wanted:
        projected(whole, given.limit)
    for name in (name for name in MEASURES if name in wanted):
        row = compared(name, ties, limit)
        bound = "> " if row.best_is_bound else ""
        ratio = f"{bound}{row.best / row.mine:,.1f}×" if row.others else "no rival has it"
        others = ", ".join(f"{library} {cell}" for library, cell in row.others.items())
        mine = f"ours {row.mine:.3f} (cpu {row.processors:.3f})"
        print(f"{name}: {mine}; {others}; fastest rival / ours {ratio}", flush=True)
        if not given.no_networkx and name in REFERENCE:
            print(f"  NetworkX, {against_networkx(name, whole, given.limit)}", flush=True)
    if "together" in wanted:
        together(ties)


if __name__ == "__main__":
    main()
