"""How long `clustergraph validate` takes on a full-size graph, and whether it finds what it should.

    python benchmarks/validate.py [--fraction 1] [--data FOLDER] [--slice 0.0078125] [--graph GRAPH]

The graph is built from made-up CORDIS archives (benchmarks/generate.py), which are sound, and from
the invalid example of every shape and rule (ontology/examples), under names of their
own. `validate` runs on it as a command, in a process of its own; printed are
seconds, processor seconds and the peak memory. Every shape and rule must have found its fault.

pySHACL, the reference, then runs the same shapes on a slice of such a graph, in the same run, and
so do we: the findings must be equal, and what is found outside the planted faults must be equal on
the slice and at full size. A built graph given with --graph is only timed; it may hold anything.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import build
import pyoxigraph as ox

from clustergraph import resources
from clustergraph.formats import rdf
from clustergraph.graph.opening import open_graph
from clustergraph.terms import BASE
from clustergraph.vocabulary import validate
from clustergraph.vocabulary.findings import SEVERITIES, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

GOAL_SECONDS = 30
_ID = f"{BASE}id/"
_MARK = "-planted-"
_SHARED = "shared-identifier"


def planted() -> Iterator[str]:
    """The invalid examples as N-Triples, each with IRIs of its own so that none mends another."""
    for folder in sorted((resources.ontology_dir() / "examples").iterdir()):
        for triple in rdf.read(folder / "invalid.ttl"):
            line = f"{' '.join(str(own(term, folder.name)) for term in triple)} .\n"
            # A PIC shared by two things is refused by `build` itself, before anything is checked.
            yield line.replace("#pic>", "#cordisId>") if folder.name == _SHARED else line


def own(term: ox.NamedNode | ox.Literal | ox.BlankNode, name: str) -> object:
    """The term, or for the IRI of a thing one that is this example's alone."""
    if isinstance(term, ox.NamedNode) and term.value.startswith(_ID):
        return ox.NamedNode(f"{term.value}{_MARK}{name}")
    return term


def built(where: Path, data: Path, fraction: float) -> Path:
    """The graph of that fraction of full size, with the planted faults."""
    faults = where / "planted.nt"
    faults.write_text("".join(planted()), encoding="utf-8")
    archives = [f"cordis={path}" for path in build.data(data, fraction)]
    target = where / f"graph-{fraction:g}"
    build.timed(["build", *archives, f"rdf={faults}", "--graph", str(target)])
    return target


def example_of(focus: str) -> str:
    """The example that a finding is in, "" for the data around."""
    return focus.partition(_MARK)[2]


def missed(findings: list[Finding]) -> set[str]:
    """The shapes and rules that did not find the fault planted for them."""
    names = {folder.name for folder in (resources.ontology_dir() / "examples").iterdir()}
    return names - {one.rule for one in findings if example_of(one.focus) == one.rule}


def around(findings: list[Finding]) -> set[tuple[str, str]]:
    """Rule and thing of every finding outside the planted faults."""
    return {(one.rule, one.focus) for one in findings if not example_of(one.focus)}


def compare(where: Path) -> tuple[list[Finding], float, float]:
    """What we and pySHACL find in a graph; the seconds of each, shapes and rules together."""
    location, seconds, found = open_graph(where), {}, {}
    for engine in ("shacl", "pyshacl"):
        started = time.perf_counter()
        found[engine] = validate.validate(location, engine)
        seconds[engine] = time.perf_counter() - started
    if found["shacl"] != found["pyshacl"]:
        different = set(map(str, found["shacl"])) ^ set(map(str, found["pyshacl"]))
        raise SystemExit("not the findings of pySHACL:\n" + "\n".join(sorted(different)[:20]))
    return found["shacl"], seconds["shacl"], seconds["pyshacl"]


def measure(where: Path) -> tuple[list[Finding], str]:
    """What the command finds in a graph, and the line of its time and memory."""
    ran = build.timed(["validate", "--graph", str(where), "--format", "json"], ends=(0, 1))
    manifest = json.loads((where / "manifest.json").read_text())
    listed = json.loads(ran.written)["findings"]
    findings = [
        Finding(one["severity"], one["rule"], one["focus"], "", None, None, one["message"])
        for one in listed
    ]
    met = "met" if ran.seconds <= GOAL_SECONDS else "MISSED"
    return findings, (
        f"{where.name}: {manifest['triples']:,} triples in {ran.seconds:.1f} s "
        f"({ran.processor:.1f} processor s), peak {ran.peak >> 20:,} MiB; "
        f"{manifest['triples'] / ran.seconds:,.0f} triples a second; "
        f"goal of {GOAL_SECONDS} s at full size {met}"
    )


def told(findings: list[Finding]) -> str:
    """How many findings there are, by severity and by rule."""
    counted = Counter(one.severity for one in findings)
    rules = len({one.rule for one in findings})
    return ", ".join(f"{counted[name]} {name}s" for name in SEVERITIES) + (
        f" by {rules} shapes and rules"
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fraction", type=float, default=1)
    parser.add_argument("--slice", type=float, default=0.0078125)
    parser.add_argument("--data", type=Path, default=Path("benchmark-data"))
    parser.add_argument("--graph", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if chosen.graph:
            findings, line = measure(chosen.graph)
            print(line, told(findings), sep="\n")
        sliced, ours, reference = compare(built(Path(scratch), chosen.data, chosen.slice))
        print(
            f"slice of {chosen.slice:g}: the same {len(sliced)} findings as pySHACL; "
            f"{ours:.2f} s and {reference:.2f} s, {reference / ours:.0f} times as fast"
        )
        if chosen.graph is None:
            findings, line = measure(built(Path(scratch), chosen.data, chosen.fraction))
            print(line, told(findings), sep="\n")
            lacking = missed(findings) | missed(sliced)
            if lacking or around(findings) != around(sliced):
                strange = sorted(around(findings) ^ around(sliced))[:20]
                sys.exit(f"planted and not found: {sorted(lacking)}; found elsewhere: {strange}")
            print("every planted fault is found, and nothing else that the slice lacks")


if __name__ == "__main__":
    main()
