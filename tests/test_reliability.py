"""Graphs outlive what happens to machines: kills, full disks, damaged files, two builds at once."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clustergraph.answers import info
from clustergraph.building import build
from clustergraph.errors import GraphError
from clustergraph.graph import engines, folder
from clustergraph.graph.opening import open_graph
from clustergraph.networks import export
from clustergraph.questions import queries

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = [sys.executable, "-m", "clustergraph"]
KILLS = 8
FACTS = """
@prefix organisation: <https://w3id.org/clustergraph/id/organisation/> .
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
organisation:acme a cg:Cluster ; rdfs:label "Acme" .
"""


@pytest.fixture(scope="module")
def archives(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Arguments of a build from a large source: 29,000 made-up rows of CORDIS in three zips."""
    return generated(repo, tmp_path_factory.mktemp("large"), "0.03125")


def generated(repo: Path, where: Path, fraction: str) -> list[str]:
    script = str(repo / "benchmarks" / "generate.py")
    subprocess.run([sys.executable, script, "--fraction", fraction, str(where)], check=True)
    return [f"cordis={path}" for path in sorted(where.glob("*.zip"))]


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.ttl"
    path.write_text(FACTS)
    return path


def builds(where: Path) -> list[str]:
    return [path.name for path in where.glob(f"{folder.BUILD_PREFIX}*")]


def leftovers(where: Path) -> set[str]:
    """What lies in a graph folder beside the manifest, the lock and the build in force."""
    known = {folder.MANIFEST, folder.LOCK, folder.read_manifest(where).folder}
    return {path.name for path in where.iterdir()} - known


def answers(where: Path) -> str:
    """The id of the build in force, after it has answered and all its files were compared."""
    location = open_graph(where)
    assert location.manifest is not None
    assert location.count() == location.manifest.triples
    assert queries.query(location, CLAIMS).rows
    assert info.verify(where) == []
    return location.manifest.build_id


CLAIMS = queries.find("claims", queries.saved())


def written(where: Path) -> int:
    """How many bytes a graph folder holds, of builds that are not done too."""
    size = 0
    # Unlike `rglob`, a walk passes over a folder that goes while it is looked at.
    for folder_, _, files in os.walk(where):
        for name in files:
            with suppress(FileNotFoundError):
                size += (Path(folder_) / name).stat().st_size
    return size


# --- Kills


@pytest.mark.slow
def test_the_graph_answers_whenever_a_build_is_killed(
    tmp_path: Path, facts: Path, archives: list[str]
) -> None:
    where = tmp_path / "g"
    old = build.build([("rdf", facts)], where).build_id
    command = [*PROGRAM, "build", *archives, "--graph"]
    subprocess.run([*command, str(tmp_path / "other")], check=True, capture_output=True)
    whole = written(tmp_path / "other")
    new = folder.read_manifest(tmp_path / "other").build_id
    chance, half_done = random.Random(20), 0
    for _ in range(KILLS):
        process = subprocess.Popen([*command, str(where)], stderr=subprocess.DEVNULL)
        before, share = written(where), chance.uniform(0.0, 1.0)
        while process.poll() is None and written(where) - before < share * whole:
            time.sleep(0.003)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert answers(where) in (old, new)
        half_done += bool(leftovers(where))
    # The moments were such that builds did die half-way.
    assert half_done
    manifest = build.build([("rdf", facts)], where)
    assert answers(where) == manifest.build_id == old
    assert leftovers(where) == set()


@pytest.mark.slow
def test_all_that_a_kill_can_leave_is_cleaned_up(tmp_path: Path) -> None:
    where = tmp_path / "g"
    build.build([], where)
    (where / "build-4242" / folder.INDEX).mkdir(parents=True)
    (where / "build-4242" / "graph.nt").write_text("half a li")
    (where / f".{folder.MANIFEST}.x1y2").write_text("{")
    assert len(leftovers(where)) == 2
    build.build([], where)
    assert leftovers(where) == set()


# --- Full disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 80 MB."""
    where = tmp_path / "small"
    where.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=80m", "tmpfs", str(where)]
    if mount is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a small disk is not allowed here")
    yield where
    subprocess.run(["umount", "--lazy", str(where)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines.ENGINES)
def test_a_full_disk_is_one_line_and_leaves_the_old_graph(
    small_disk: Path, facts: Path, archives: list[str], engine: str
) -> None:
    where = small_disk / "g"
    old = build.build([("rdf", facts)], where).build_id
    command = [*PROGRAM, "build", *archives, "--graph", str(where), "--engine", engine]
    # Full while the graph is written, while it is packed or the index is made.
    for free in (10_000, 5_000_000, 60_000_000):
        filler = small_disk / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - free))
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
        assert (done.returncode, done.stdout) == (2, ""), done
        assert done.stderr.count("\n") == 1, done
        assert done.stderr.startswith(f"error: cannot write {where}: "), done
        assert "o space left" in done.stderr, done
        filler.unlink()
        assert answers(where) == old
        assert leftovers(where) == set()


# --- Damaged files


@pytest.fixture(scope="module", params=engines.ENGINES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("built") / "g"
    build.build([], where, request.param)
    return where


def files(where: Path) -> list[Path]:
    """All files of a graph folder that hold anything, the lock apart."""
    found = sorted(path for path in where.rglob("*") if path.is_file())
    return [path for path in found if path.name != folder.LOCK and path.stat().st_size]


@pytest.mark.slow
def test_every_shortened_file_is_refused_at_opening(built: Path) -> None:
    assert len(files(built)) > 10
    for path in files(built):
        whole = path.read_bytes()
        for cut in {len(whole) - 1, len(whole) // 2, 0}:
            path.write_bytes(whole[:cut])
            with pytest.raises(GraphError, match=rf"run: build\(graph=.{built}.\)"):
                open_graph(built)
        path.unlink()
        with pytest.raises(GraphError, match=rf"run: build\(graph=.{built}.\)"):
            open_graph(built)
        path.write_bytes(whole)
    open_graph(built)


_FLIP = """
import random, sys
from pathlib import Path
from clustergraph.cli.program import run
where, flips, commands = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
if commands:
    # As for a graph too large to be compared with its checksums whenever it is opened.
    from clustergraph.graph import folder
    folder.VERIFY_BELOW = 0
chance = random.Random(7)
for path in sorted(path for path in where.rglob("*") if path.is_file() and path.name != "lock"):
    whole = path.read_bytes()
    places = [0, len(whole) - 1, *(int(chance.random() * len(whole)) for _ in range(flips))]
    for at in places if whole else ():
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        for command in commands or ["info --verify"]:
            code = run([*command.split(), "--graph", str(where)])
            print("ended", path.name, code, flush=True)
    path.write_bytes(whole)
"""


def flipped(where: Path, flips: int, *commands: str) -> list[tuple[str, int]]:
    """File and exit code of every command run on a graph folder with one bit flipped."""
    done = subprocess.run(
        [sys.executable, "-c", _FLIP, str(where), str(flips), *commands],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "RUST_BACKTRACE": "0"},
    )
    assert done.returncode == 0, done
    assert "Traceback" not in done.stderr
    ended = [line.split() for line in done.stdout.splitlines() if line.startswith("ended ")]
    return [(name, int(code)) for _word, name, code in ended]


@pytest.mark.slow
def test_every_flipped_bit_is_found_by_verify(built: Path) -> None:
    found = flipped(built, 20)
    assert {name for name, _code in found} == {path.name for path in files(built)}
    assert len(found) == len(files(built)) * 22
    # A changed manifest is an error, a changed file beside it a finding.
    wanted = {name: 2 if name == folder.MANIFEST else 1 for name, _code in found}
    assert [(name, code) for name, code in found if code != wanted[name]] == []
    assert info.verify(built) == []


@pytest.mark.slow
def test_a_flipped_bit_never_crashes_what_is_asked_of_a_large_graph(
    built: Path, tmp_path: Path
) -> None:
    query, export = f"query claims -o {tmp_path / 'claims'}", f"export {tmp_path / 'g.ttl'}"
    found = flipped(built, 1, "info --format json", query, "validate", export)
    assert {code for _name, code in found} <= {0, 1, 2}
    assert ("graph.nt.gz", 2) in found
    open_graph(built)


# --- Two builds at once


@pytest.mark.slow
def test_a_second_build_says_which_process_on_which_host_runs(
    tmp_path: Path, archives: list[str]
) -> None:
    where = tmp_path / "g"
    command = [*PROGRAM, "build", *archives, "--graph", str(where)]
    first = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while (
        not (where / folder.LOCK_HOLDER).is_file() or not (where / folder.LOCK_HOLDER).read_text()
    ):
        time.sleep(0.01)
        assert first.poll() is None
    second = subprocess.run(command, capture_output=True, encoding="utf-8")
    holder = f"process {first.pid} on {socket.gethostname()}"
    assert second.returncode == 2
    assert second.stderr == f"error: {where}: another build is running ({holder}); wait for it\n"
    assert first.wait() == 0
    answers(where)
    assert leftovers(where) == set()


# --- The same inputs, the same bytes

_EXPORT = """
import sys
from pathlib import Path
from clustergraph.building import build
from clustergraph.graph.opening import open_graph
from clustergraph.networks import export
*given, into = map(Path, sys.argv[1:])
build.build([("cordis", path) for path in given], into / "g")
for extension in export.WRITERS:
    export.export(open_graph(into / "g"), into / f"exported{extension}")
"""


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes_in_every_format(repo: Path, tmp_path: Path) -> None:
    """Built and exported twice, by processes with other hash seeds, from other places."""
    written = []
    for seed in ("1", "2"):
        into = tmp_path / seed
        into.mkdir()
        given = [text.partition("=")[2] for text in generated(repo, into / "data", "0.002")]
        subprocess.run(
            [sys.executable, "-c", _EXPORT, *given[:: 1 if seed == "1" else -1], str(into)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
        exported = sorted(into.glob("exported*"))
        assert {path.suffix for path in exported} == set(export.WRITERS)
        manifest = json.loads((into / "g" / folder.MANIFEST).read_text())
        packed = into / "g" / manifest["folder"] / folder.GRAPH_FILE
        files = [each for path in exported for each in (path, *path.rglob("*")) if each.is_file()]
        written.append({path.name: path.read_bytes() for path in [packed, *files]})
    assert [name for name in written[0] if written[0][name] != written[1][name]] == []
