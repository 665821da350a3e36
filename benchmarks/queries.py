"""How long every saved query takes on a full-size graph, asked cold: by a new process each time.

    python benchmarks/queries.py [--fraction 1] [--data FOLDER] [--graph GRAPH] [--only NAME,NAME]

The graph is built from made-up CORDIS archives (benchmarks/generate.py) and the curated facts, or
is a built one. A time is that of the whole command `clustergraph query NAME --format csv`, with
the start of Python and the opening of the graph, the best of three; processor seconds beside it
tell what a busy machine has added. What is asked stands in benchmarks/questions.py.

Beside ours stand DuckDB, for what the rows of CORDIS can answer: SQL written by hand, on tables
loaded from the same CSV files, in a new process as well; and Oxigraph, which has the graph in
memory from the start and is only asked: a query that it does not answer within the limit is
stopped. A ratio above 1 says that we are faster. Answers are compared by a digest of their sorted
rows. The last lines give the geometric mean, the slowest, and the time to look a name up.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import math
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import build
from questions import CASES, ID, LARGEST, Case, duckdb_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.connection import Connection

    import pyoxigraph as ox

    from clustergraph.graph.location import Location
    from clustergraph.questions.queries import Query

GOAL_EACH = 2.0
GOAL_MEAN = 0.4

# The other engine's turn, in a process of its own as well.
_ASK_DUCK = """
import csv, sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
csv.writer(sys.stdout).writerows(connection.execute(sys.argv[2]).fetchall())
"""


@dataclass(frozen=True)
class Run:
    """The best of some runs of a command: seconds, processor seconds, what it wrote to stdout."""

    seconds: float
    processor: float
    written: str
    memory: int = 0


def _held(pid: int) -> int:
    """MiB that a process and its children hold for themselves; pages of a file that is only read,
    such as an index, do not count: the system takes them back where it needs them."""
    found = 0
    with suppress(OSError, IndexError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        found = int(status.partition("RssAnon:")[2].split()[0]) >> 10
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += sum(map(_held, map(int, (task / "children").read_text().split())))
    return found


def _watched(command: list[str]) -> tuple[int, str, str, int]:
    """Exit code, both outputs and the peak of the memory of a command, looked at all the time."""
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        subprocess.Popen(command, stdout=out, stderr=err) as process,
    ):
        most = 0
        while process.poll() is None:
            most = max(most, _held(process.pid))
            time.sleep(0.01)
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode())
        return process.returncode, said[0], said[1], most


def best(command: list[str], runs: int) -> Run:
    """Run a command some times, each in a new process."""
    seconds, processor, written, memory = [], [], "", 0
    for _ in range(runs):
        started, before = time.perf_counter(), children()
        code, written, failure, most = _watched(command)
        seconds.append(time.perf_counter() - started)
        processor.append(children() - before)
        memory = max(memory, most)
        if code:
            raise SystemExit(f"{' '.join(command)}\n{failure}")
    return Run(min(seconds), min(processor), written, memory)


def children() -> float:
    """User and system seconds of all processes that were started and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def command(query: Query, graph: str, parameters: dict[str, str]) -> list[str]:
    """The command that asks a query by its file, whichever folder it lies in."""
    asked = [sys.executable, "-m", "clustergraph", "query", query.path, "--graph", graph]
    given = (("-p", f"{key}={value}") for key, value in parameters.items())
    return [*asked, "--format", "csv", *(word for pair in given for word in pair)]


class Oxigraph:
    """Oxigraph with a graph in memory: a process that lends itself to one child a question."""

    def __init__(self, graph_file: Path, limit: float) -> None:
        # A forked child shares the memory of the store and can be stopped at the limit.
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._pipe, theirs, graph_file, limit))
        self._process.start()
        self.limit, self.loading = limit, self._pipe.recv()

    def ask(self, sparql: str) -> tuple[float, str] | None:
        """Seconds and the answer as CSV; None where the limit came first."""
        self._pipe.send(sparql)
        answer: tuple[float, str] | None = self._pipe.recv()
        return answer

    def close(self) -> None:
        """Let the process end."""
        self._pipe.send(None)
        self._process.join()


def _serve(far: Connection, pipe: Connection, graph_file: Path, limit: float) -> None:
    import pyoxigraph as ox

    # While this process holds the other end, too, it would not notice that the asking one is gone.
    far.close()
    started, store = time.perf_counter(), ox.Store()
    with gzip.open(graph_file) as lines:
        store.bulk_load(cast("IO[bytes]", lines), format=ox.RdfFormat.N_TRIPLES)
    pipe.send(time.perf_counter() - started)
    context = multiprocessing.get_context("fork")
    with suppress(EOFError):
        while (sparql := pipe.recv()) is not None:
            here, there = context.Pipe()
            child = context.Process(target=_answer, args=(there, store, sparql))
            child.start()
            pipe.send(here.recv() if here.poll(limit) else None)
            child.kill()
            child.join()


def _answer(pipe: Connection, store: ox.Store, sparql: str) -> None:
    import pyoxigraph as ox

    started = time.perf_counter()
    solutions = store.query(sparql)
    assert isinstance(solutions, ox.QuerySolutions)
    written = (solutions.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()
    pipe.send((time.perf_counter() - started, written))


class Keys:
    """What DuckDB calls the things that our answers name by IRI."""

    def __init__(self, location: Location) -> None:
        prefix = "PREFIX cg: <https://w3id.org/clustergraph/ontology#> SELECT ?thing ?key WHERE"
        self._keys = {
            thing.value: key.value
            for pattern in ("cg:isoCode", "cg:code")
            for thing, key in location.select(f"{prefix} {{ ?thing {pattern} ?key }}").rows
            if thing and key
        }
        # A framework programme has a name of its own in DuckDB's rows, and no code in CORDIS.
        for name, code in (
            ("fp7", "FP7"),
            ("horizon-2020", "H2020"),
            ("horizon-europe", "HORIZON"),
        ):
            self._keys[f"{ID}programme/{name}"] = code

    def of(self, cell: str) -> str:
        """The key of an IRI, or a number without needless zeros, or the text."""
        if cell in self._keys:
            return self._keys[cell]
        for start in (f"{ID}organisation/pic-", f"{ID}project/cordis-"):
            cell = cell.removeprefix(start)
        return cell.rstrip("0").rstrip(".") if _is_decimal(cell) else cell


def _is_decimal(cell: str) -> bool:
    return "." in cell and cell.replace(".", "", 1).isdecimal()


def digest(rows: Iterable[Iterable[str]], keys: Keys) -> str:
    """The SHA-256 of rows whatever their order and the names of things in them."""
    lines = sorted("\x1f".join(map(keys.of, row)) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def same_rows(ours: str, theirs: str, keys: Keys) -> bool:
    """Whether two CSV answers, header and all, have the same rows."""
    return digest(csv.reader(io.StringIO(ours)), keys) == digest(
        csv.reader(io.StringIO(theirs)), keys
    )


def agree(case: Case, ours: str, theirs: str, keys: Keys) -> bool:
    """Whether DuckDB's rows are those of our answer that it can give."""
    told = csv.DictReader(io.StringIO(ours))
    chosen = [
        row for row in told if all(row[key].startswith(start) for key, start in case.where.items())
    ]
    picked = [[_cell(row, name) for name in case.columns] for row in chosen]
    return digest(picked, keys) == digest(csv.reader(io.StringIO(theirs)), keys)


def _cell(row: dict[str, str], name: str) -> str:
    if name == "roleNotation":
        words = row["roleLabel"].split()
        return "".join([*words[:1], *map(str.capitalize, words[1:])])
    return row[name] or ""


@dataclass(frozen=True)
class Timed:
    """One query: rows, our seconds, processor seconds and MiB, the others' seconds, agreement."""

    name: str
    rows: int
    ours: float
    processor: float
    memory: int
    oxigraph: str
    duckdb: str
    equal: bool

    def line(self) -> str:
        """The row of the table that is printed."""
        slow = "" if self.ours <= GOAL_EACH else " MISSED"
        return (
            f"| {self.name} | {self.rows:,} | {self.ours:.2f}{slow} | {self.processor:.2f} | "
            f"{self.memory:,} | "
            f"{self.duckdb} | {self.oxigraph} | {'yes' if self.equal else 'NO'} |"
        )


def _beside(theirs: float, ours: float) -> str:
    return f"{theirs:.2f} | {theirs / ours:.1f}"


@dataclass(frozen=True)
class Bench:
    """What is asked: our graph, Oxigraph unless it stays away, the DuckDB file; and how often."""

    location: Location
    oxigraph: Oxigraph | None
    database: Path
    keys: Keys
    runs: int

    def measure(self, name: str, query: Query) -> Timed:
        """Ask one saved query everywhere."""
        case = CASES.get(name, Case())
        run = best(command(query, self.location.where, case.parameters), self.runs)
        ours, answer = run.seconds, run.written
        oxigraph = duckdb = "– | –"
        equal = True
        if case.sql:
            asked = [sys.executable, "-c", _ASK_DUCK, str(self.database), case.sql]
            other = best(asked, self.runs)
            duckdb = _beside(other.seconds, ours)
            equal = agree(case, answer, other.written, self.keys)
        if self.oxigraph is not None:
            found = self.oxigraph.ask(self._ground(query, case))
            oxigraph = f"> {self.oxigraph.limit:.0f} | > {self.oxigraph.limit / ours:.0f}"
            if found is not None:
                oxigraph = _beside(found[0], ours)
                equal = equal and same_rows(answer, found[1], self.keys)
        count = sum(1 for _ in csv.reader(io.StringIO(answer))) - 1
        return Timed(name, count, ours, run.processor, run.memory, oxigraph, duckdb, equal)

    def _ground(self, query: Query, case: Case) -> str:
        from clustergraph.graph import sparql
        from clustergraph.questions import queries

        return sparql.fill(query.text, queries.fill(self.location, query, case.parameters))


def own() -> dict[str, Query]:
    """The queries that clustergraph asks by itself, by folder and name."""
    from clustergraph import resources
    from clustergraph.questions import queries

    return {
        f"{folder}/{path.stem}": queries.load(path)
        for folder in ("info", "nodes", "network")
        for path in sorted((resources.queries_dir() / folder).glob("*.rq"))
    }


def report(timed: list[Timed]) -> str:
    """The mean and the worst of some queries."""
    mean = math.exp(sum(math.log(one.ours) for one in timed) / len(timed))
    processor = math.exp(sum(math.log(one.processor) for one in timed) / len(timed))
    worst = max(timed, key=lambda one: one.ours)
    missed = sum(one.ours > GOAL_EACH for one in timed)
    return (
        f"geometric mean {mean:.2f} s (goal {GOAL_MEAN}; processor {processor:.2f}); "
        f"worst {worst.ours:.2f} s "
        f"({worst.name}; goal {GOAL_EACH:.0f}); {missed} of {len(timed)} over the goal; "
        f"{sum(not one.equal for one in timed)} with unequal answers"
    )


def look_ups(bench: Bench) -> Iterator[str]:
    """How long a command takes that must find an organisation by what a person types."""
    from clustergraph.questions import queries

    largest = f"{ID}organisation/pic-{LARGEST}"
    label = bench.location.labels([largest])[largest]
    goals = queries.saved()["goals-and-indicators"]
    for what, text in (
        ("IRI", largest),
        ("label", label),
        ("label in small letters", label.lower()),
    ):
        asked = command(goals, bench.location.where, {"organisation": text})
        run = best(asked, bench.runs)
        yield f"an organisation by its {what}: {run.seconds:.2f} s, processor {run.processor:.2f}"
    slip = command(goals, bench.location.where, {"organisation": label[:-3]})
    started, before = time.perf_counter(), children()
    subprocess.run(slip, capture_output=True)
    seconds, processor = time.perf_counter() - started, children() - before
    yield f"by a name that nobody has, with suggestions: {seconds:.2f} s, processor {processor:.2f}"


def tables(bench: Bench, only: str) -> Iterator[str]:
    """What is printed: a line a query, then the closing lines."""
    from clustergraph.questions import queries

    chosen = set(filter(None, only.split(",")))
    yield "| query | rows | seconds | processor | MiB | DuckDB | ratio | Oxigraph | ratio | equal |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for asked in (dict(queries.saved()), own()):
        timed = []
        for name, query in asked.items():
            if not chosen or name in chosen:
                timed.append(bench.measure(name, query))
                yield timed[-1].line()
        if timed:
            yield report(timed)
    if bench.oxigraph is not None:
        yield f"Oxigraph loaded the graph into memory in {bench.oxigraph.loading:.0f} s"
    yield from look_ups(bench)


def main() -> None:
    """The command line."""
    from clustergraph.graph.held import Held
    from clustergraph.graph.opening import open_graph

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fraction", type=float, default=1.0)
    parser.add_argument("--data", type=Path, default=Path("benchmark-data"))
    parser.add_argument("--graph", type=Path, help="a graph that was built from that data")
    parser.add_argument("--only", default="", help="names of queries, with commas")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=60, help="seconds that Oxigraph is given")
    parser.add_argument("--no-oxigraph", action="store_true")
    chosen = parser.parse_args()
    archives = build.data(chosen.data, chosen.fraction)
    graph = chosen.graph or archives[0].parent / "graph"
    if not (graph / "manifest.json").exists():
        build.build(archives, graph)
    location = open_graph(graph)
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "rows.duckdb"
        duckdb_file(archives, database)
        assert isinstance(location.nt, Held)
        other = None if chosen.no_oxigraph else Oxigraph(location.nt.path, chosen.limit)
        try:
            bench = Bench(location, other, database, Keys(location), chosen.runs)
            for line in tables(bench, chosen.only):
                print(line, flush=True)
        finally:
            if other is not None:
                other.close()


if __name__ == "__main__":
    main()
