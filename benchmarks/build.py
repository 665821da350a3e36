"""How long `clustergraph build` takes and how much memory, from an eighth of full size to all.

    python benchmarks/build.py [--fractions 0.125,0.25,0.5,1] [--data FOLDER] [--engine sparq]

Each build is a process of its own on made-up CORDIS archives (benchmarks/generate.py). For each are
printed: rows read, triples, seconds, processor seconds, rows a second, the peak memory of the
process and its children together. Beside them stands the usual way, the same rows by `csv` into
an rdflib.Graph and an N-Triples file, on a slice and in the same run, and the ratio of the two.
A line compares the time per row of the largest build with that of the smallest. Where the real
Horizon 2020 of April 2016 is beside the checkout (or at CLUSTERGRAPH_REAL_DATA, or --real), the
last line tells how long it takes until it is built, swapped in and validated, each command started
anew.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import generate

if TYPE_CHECKING:
    from collections.abc import Iterator

GOAL_SECONDS = 60
GOAL_BYTES = 4 << 30
GOAL_REAL_SECONDS = 8
_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
REAL = Path(os.environ.get("CLUSTERGRAPH_REAL_DATA", _BESIDE)) / "cordis-h2020-2016"
# What the usual way is asked to read: at its pace more would take minutes.
SLICE_ROWS = 6_000
_CG = "https://w3id.org/clustergraph/ontology#"
_ID = "https://w3id.org/clustergraph/id/"


@dataclass(frozen=True)
class Run:
    """What one build took; `peak` is in bytes, of the process and its children together."""

    fraction: float
    rows: int
    triples: int
    seconds: float
    processor: float
    peak: int


def data(folder: Path, fraction: float) -> list[Path]:
    """The archives of that fraction of full size, made if they are not there."""
    where = folder / f"cordis-{fraction:g}"
    paths = [where / framework.archive for framework in generate.FRAMEWORKS]
    if not all(path.exists() for path in paths):
        generate.generate(where, fraction)
    return paths


@dataclass(frozen=True)
class Timed:
    """What one command wrote and took; `peak` is in bytes, with its children."""

    written: bytes
    seconds: float
    processor: float
    peak: int


def timed(arguments: list[str], ends: tuple[int, ...] = (0,)) -> Timed:
    """Run `clustergraph` in a process of its own, which must end with one of the exit codes."""
    command = [sys.executable, "-m", "clustergraph", *arguments]
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as written:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=written, stderr=told)
        peak = _Peak(process.pid)
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (told, written):
            stream.seek(0)
        if process.returncode not in ends:
            raise SystemExit(f"{' '.join(command)}\n{told.read().decode()}")
        used = usage.ru_utime + usage.ru_stime
        most = max(peak.stop(), usage.ru_maxrss << 10)
        return Timed(written.read(), seconds, used, most)


def build(paths: list[Path], graph: Path, engine: str = "sparq") -> tuple[float, float, int]:
    """Build in a process of its own: seconds, processor seconds, peak memory in bytes."""
    given = [f"cordis={path}" for path in paths]
    ran = timed(["build", *given, "--graph", str(graph), "--engine", engine])
    return ran.seconds, ran.processor, ran.peak


class _Peak(threading.Thread):
    """Adds up the resident memory of a process and its children, twenty times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._peak, self._stopped = pid, 0, threading.Event()
        self.start()

    def run(self) -> None:
        """Look until stopped; where there is no /proc nothing is seen."""
        while not self._stopped.wait(0.05):
            self._peak = max(self._peak, sum(map(_resident, _family(self._pid))))

    def stop(self) -> int:
        """The most that was seen, in bytes."""
        self._stopped.set()
        self.join()
        return self._peak


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        for listed in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in listed.read_text().split():
                # Until it begins its own program, a child has its parent's memory, not its own.
                if _program(int(child)) != _program(pid):
                    yield from _family(int(child))
    except OSError:
        return


def _program(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def measure(paths: list[Path], fraction: float, engine: str) -> Run:
    """One build into a folder that is thrown away."""
    with tempfile.TemporaryDirectory(dir=paths[0].parent) as scratch:
        graph = Path(scratch) / "graph"
        seconds, processor, peak = build(paths, graph, engine)
        manifest = json.loads((graph / "manifest.json").read_text())
    rows = sum(entry["read"] for entry in manifest["sources"] if entry["name"] == "cordis")
    return Run(fraction, rows, manifest["triples"], seconds, processor, peak)


def real(folder: Path, engine: str) -> str:
    """Build and validate a real release into a folder that is thrown away: the line to print."""
    with tempfile.TemporaryDirectory() as scratch:
        graph = Path(scratch) / "graph"
        building, _processor, peak = build([folder], graph, engine)
        validating = timed(["validate", "--graph", str(graph)], ends=(0, 1)).seconds
    met = "met" if building + validating <= GOAL_REAL_SECONDS else "MISSED"
    return (
        f"{folder.name}: built and swapped in {building:.1f} s, validated {validating:.1f} s, "
        f"{peak >> 20:,} MiB; goal: {GOAL_REAL_SECONDS} s together {met}"
    )


def table(archive: Path, name: str, rows: int | None = None) -> Iterator[dict[str, str]]:
    """Rows of one file of an archive, by column."""
    with zipfile.ZipFile(archive) as zipped, zipped.open(name) as raw:
        reader = csv.DictReader(io.TextIOWrapper(raw, "utf-8"), delimiter=";")
        yield from islice(reader, rows)


def usual_way(archive: Path, rows: int, output: Path) -> tuple[int, float]:
    """Projects and participations into an rdflib.Graph and an N-Triples file: rows and seconds."""
    from rdflib import RDF, Graph, Literal, URIRef

    started, read, graph = time.perf_counter(), 0, Graph()
    for row in table(archive, "project.csv", rows // 6):
        project = URIRef(f"{_ID}project/cordis-{row['id']}")
        graph.add((project, RDF.type, URIRef(f"{_CG}Project")))
        for column, value in row.items():
            if value:
                graph.add((project, URIRef(_CG + column), Literal(value)))
        read += 1
    for row in table(archive, "organization.csv", rows - read):
        organisation = URIRef(f"{_ID}organisation/pic-{row['organisationID']}")
        key = f"{row['projectID']}-{row['organisationID']}"
        participation = URIRef(f"{_ID}participation/{key}")
        graph.add((organisation, RDF.type, URIRef(f"{_CG}Organisation")))
        graph.add((participation, RDF.type, URIRef(f"{_CG}Participation")))
        graph.add((participation, URIRef(f"{_CG}participant"), organisation))
        project = URIRef(f"{_ID}project/cordis-{row['projectID']}")
        graph.add((participation, URIRef(f"{_CG}inProject"), project))
        for column, value in islice(row.items(), 2, None):
            subject = participation if column in _OF_PARTICIPATION else organisation
            if value:
                graph.add((subject, URIRef(_CG + column), Literal(value)))
        read += 1
    graph.serialize(output, format="nt", encoding="utf-8")
    return read, time.perf_counter() - started


_OF_PARTICIPATION = frozenset(
    ["role", "order", "ecContribution", "netEcContribution", "totalCost", "endOfParticipation"]
)


def report(runs: list[Run], usual: float) -> Iterator[str]:
    """The lines that are printed; `usual` is the rows a second of the usual way."""
    yield (
        "| part of full size | rows | triples | seconds | processor s | rows a second | "
        "times the usual way | peak MiB |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for run in runs:
        pace = run.rows / run.seconds
        yield (
            f"| {run.fraction:g} | {run.rows:,} | {run.triples:,} | {run.seconds:.1f} | "
            f"{run.processor:.1f} | {pace:,.0f} | {pace / usual:.1f} | {run.peak >> 20:,} |"
        )
    yield f"csv and rdflib, on a slice of {SLICE_ROWS:,} rows: {usual:,.0f} rows a second"
    first, last = runs[0], runs[-1]
    growth = (last.seconds / last.rows) / (first.seconds / first.rows)
    memory = (last.peak / last.rows) / (first.peak / first.rows)
    yield f"per row, the largest takes {growth:.2f} times the time, {memory:.2f} times the memory"
    if last.fraction == 1:
        met = last.seconds <= GOAL_SECONDS, last.peak <= GOAL_BYTES
        yield "goals: {} s {}; {} MiB {}".format(
            GOAL_SECONDS,
            "met" if met[0] else "MISSED",
            GOAL_BYTES >> 20,
            "met" if met[1] else "MISSED",
        )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fractions", default="0.125,0.25,0.5,1")
    parser.add_argument("--data", type=Path, default=Path("benchmark-data"))
    parser.add_argument("--engine", default="sparq")
    parser.add_argument("--real", type=Path, default=REAL)
    chosen = parser.parse_args()
    fractions = sorted(map(float, chosen.fractions.split(",")))
    archives = {fraction: data(chosen.data, fraction) for fraction in fractions}
    runs = [measure(paths, fraction, chosen.engine) for fraction, paths in archives.items()]
    with tempfile.TemporaryDirectory() as scratch:
        # The archive of Horizon 2020, whose rows are about the mean of all.
        rows, seconds = usual_way(archives[fractions[0]][1], SLICE_ROWS, Path(scratch) / "x.nt")
    print(*report(runs, rows / seconds), sep="\n")
    if chosen.real.is_dir():
        print(real(chosen.real, chosen.engine))
    else:
        print(f"no real release at {chosen.real}: not measured")


if __name__ == "__main__":
    main()
