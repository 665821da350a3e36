"""Graph folders among other people's files, read while they are replaced, or read only."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from clustergraph.answers import info
from clustergraph.building import build
from clustergraph.cli import run
from clustergraph.errors import ClustergraphError, GraphError, OutputError, SourceError
from clustergraph.graph import engines, folder
from clustergraph.graph.opening import open_graph
from clustergraph.questions import keeping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FACTS = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "A" .\n'


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.nt"
    path.write_text(FACTS)
    return path


# --- Other people's files


@pytest.mark.slow
def test_a_build_leaves_what_is_not_its_own(tmp_path: Path, facts: Path) -> None:
    where = tmp_path / "g"
    others = [
        "build-scripts/a", "build-debug/b", "build-2024/report.txt", "build-17/index.html",
        "build-0123456789ab-sparq/notes.txt", ".manifest.json.swp",
    ]  # fmt: skip
    for name in others:
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_text("precious")
    (tmp_path / "bad.ttl").write_text("garbage")
    with pytest.raises(SourceError):
        build.build([("rdf", tmp_path / "bad.ttl")], where)
    build.build([("rdf", facts)], where)
    build.build([], where)
    assert [(where / name).read_text() for name in others] == ["precious"] * len(others)
    assert len(list(where.glob(f"build-*/{folder.GRAPH_FILE}"))) == 1


@pytest.mark.parametrize(
    "content", ['{"name": "my web app"}', "[]", "{}", "not JSON", '{"format": 1}']
)
def test_a_manifest_of_another_program_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / folder.MANIFEST).write_text(content)
    with pytest.raises(OutputError, match=r"manifest.json is not of clustergraph"):
        build.build([], tmp_path)
    assert os.listdir(tmp_path) == [folder.MANIFEST]
    assert (tmp_path / folder.MANIFEST).read_text() == content
    with pytest.raises(GraphError):
        open_graph(tmp_path)


def test_a_lock_of_another_program_is_refused(tmp_path: Path) -> None:
    (tmp_path / folder.LOCK).write_text("my own lock")
    with pytest.raises(OutputError, match="lock is not of clustergraph"):
        build.build([], tmp_path)
    assert (tmp_path / folder.LOCK).read_text() == "my own lock"


@pytest.mark.slow
@pytest.mark.parametrize("damage", [b"", b"{", None])
def test_a_damaged_manifest_of_ours_is_built_over(tmp_path: Path, damage: bytes | None) -> None:
    where = tmp_path / "g"
    build.build([], where)
    whole = (where / folder.MANIFEST).read_bytes()
    (where / folder.MANIFEST).write_bytes(whole[:-9] if damage is None else damage)
    build.build([], where)
    assert info.verify(where) == []


_WRONG: list[tuple[str, object]] = [
    ("folder", "../.."), ("folder", 5), ("files", []), ("files", {"a": {"size": "1"}}),
    ("files", {"a": {"size": "1", "sha256": 4}}), ("sources", 5), ("sources", [None]),
    ("sources", [{"name": 3}]), ("triples", "many"), ("engine", None), ("format", "1"),
    ("format", {}), ("build_id", []),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("key", "value"), _WRONG)
def test_a_manifest_with_other_types_is_damaged(
    curated_folder: Path, tmp_path: Path, key: str, value: object
) -> None:
    where = Path(shutil.copytree(curated_folder, tmp_path / "g"))
    stored = json.loads((where / folder.MANIFEST).read_text())
    del stored["sha256"]
    (where / folder.MANIFEST).write_text(json.dumps({**stored, key: value}))
    with pytest.raises(GraphError):
        open_graph(where)
    build.build([], where)
    open_graph(where)


def test_pipes_and_sockets_are_refused_and_never_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for name in ("rdf", "table", "cordis", "keep", "nuts"):
        with pytest.raises(SourceError, match="neither a file nor a folder"):
            build.build([(name, pipe)], tmp_path / "g")
    (tmp_path / "h").mkdir()
    os.mkfifo(tmp_path / "h" / folder.MANIFEST)
    with pytest.raises(GraphError):
        open_graph(tmp_path / "h")
    with pytest.raises(OutputError):
        build.build([], tmp_path / "h")


def test_a_table_that_several_ask_for_at_once_is_made_once(
    tmp_path: Path, curated_folder: Path
) -> None:
    location = open_graph(shutil.copytree(curated_folder, tmp_path / "g"))
    waiting, made, found = threading.Barrier(4), [], []

    def make() -> pl.DataFrame:
        made.append(threading.get_ident())
        time.sleep(0.05)
        return pl.DataFrame({"number": [7]})

    def ask() -> None:
        waiting.wait(20)
        found.append(keeping.frame(location, "numbers", "seven", make).item())

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert (found, len(made)) == ([7] * 4, 1)


@pytest.mark.slow
def test_a_pipe_in_the_place_of_a_file_of_the_graph_is_never_waited_for(
    tmp_path: Path, curated_folder: Path
) -> None:
    where = Path(shutil.copytree(curated_folder, tmp_path / "g"))
    assert run(["centrality", "degree", "--graph", str(where), "-o", str(tmp_path / "a.csv")]) == 0
    (kept, *_) = where.glob("build-*/cache/partners-*.parquet")
    kept.unlink()
    os.mkfifo(kept)
    assert run(["centrality", "degree", "--graph", str(where), "-o", str(tmp_path / "b.csv")]) == 0
    assert (tmp_path / "b.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()
    # The engine writes it itself, so that the manifest knows no checksum of it.
    (log,) = where.glob("build-*/index/wal.log")
    log.unlink()
    os.mkfifo(log)
    with pytest.raises(GraphError, match=r"wal\.log: not a file"):
        open_graph(where)


@pytest.mark.slow
def test_a_pipe_among_the_files_of_a_folder_is_left_out(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    for name in ("pipe.nt", "pipe.csv", "pipe.xlsx", "pipe.zip"):
        os.mkfifo(inside / name)
    (inside / "facts.nt").write_text(FACTS)
    build.build([("rdf", inside)], tmp_path / "g")
    for name in ("table", "cordis", "keep", "nuts"):
        with pytest.raises(SourceError):
            build.build([(name, inside)], tmp_path / "g")


@pytest.mark.slow
def test_names_that_are_not_utf_8_are_read_and_printed(tmp_path: Path) -> None:
    odd = os.fsdecode(b"n\xff")
    (tmp_path / odd).mkdir()
    (tmp_path / odd / f"{odd}.nt").write_text(FACTS)
    assert run(["build", f"rdf={tmp_path / odd}", "--graph", str(tmp_path / odd / "g")]) == 0
    where = str(tmp_path / odd / "g")
    assert run(["info", "--graph", where]) == 0
    assert run(["query", "claims", "--graph", where, "-o", str(tmp_path / odd / "o.csv")]) == 0
    assert run(["publish", "--graph", where, "-o", str(tmp_path / odd / "site")]) == 0
    assert run(["query", "claims", "--graph", str(tmp_path / odd)]) == 2


@pytest.mark.parametrize(
    "asked",
    [["build", "--graph", ""], ["publish", "-o", ""], ["demo", "--into", ""],
     ["fetch", "cordis-he", "-o", ""]],
)  # fmt: skip
def test_a_folder_without_a_name_is_not_the_one_in_which_one_is(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(asked) == 2
    assert capfd.readouterr().err.endswith(": the name is empty: name a folder.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_demo_where_there_can_be_no_folder_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "demo").symlink_to(tmp_path / "nowhere")
    assert run(["demo", "--into", str(tmp_path / "demo")]) == 2
    assert capfd.readouterr().err == f"error: cannot write {tmp_path / 'demo'}: File exists\n"


@pytest.mark.slow
def test_a_picture_needs_no_home_and_says_nothing_of_it(
    curated_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "clustergraph", "centrality", "degree"]
    done = subprocess.run(
        [*command, "--graph", str(curated_folder), "-o", str(tmp_path / "o.svg")],
        capture_output=True, encoding="utf-8",
        env={**os.environ, "HOME": os.devnull, "TMPDIR": str(tmp_path / "tmp")},
    )  # fmt: skip
    assert done.returncode == 0 and "atplotlib" not in done.stderr, done
    assert os.listdir(tmp_path / "tmp") == []


@pytest.mark.parametrize("source", ["cordis", "table", "keep"])
def test_a_zip_with_a_wrong_checksum_is_one_error(tmp_path: Path, source: str) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("organization.csv", "project.csv"):
            archive.writestr(name, "id;acronym\n101000001;ONE\n")
    path.write_bytes(path.read_bytes().replace(b"ONE", b"TWO"))
    with pytest.raises(SourceError, match="CRC-32"):
        build.build([(source, path)], tmp_path / "g")


# --- Read while it is replaced


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines.ENGINES)
def test_readers_never_see_that_a_build_replaces_the_folder(
    tmp_path: Path, facts: Path, engine: str
) -> None:
    where = tmp_path / "g"
    build.build([], where, engine)
    done, wrong, reads = threading.Event(), [], [0]

    def read(chance: random.Random) -> None:
        while not done.is_set():
            try:
                location = open_graph(where)
                time.sleep(chance.uniform(0, 0.2))
                rows = location.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").rows
                assert location.count() == len(rows) == sum(1 for _ in location.triples())
                assert info.verify(where) == []
                reads[0] += 1
            except (ClustergraphError, OSError, AssertionError) as error:
                wrong.append(error)

    readers = [threading.Thread(target=read, args=(random.Random(seed),)) for seed in range(3)]
    for reader in readers:
        reader.start()
    for number in range(12):
        build.build([("rdf", facts)] if number % 2 else [], where, engine)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert reads[0] > 3
    assert len(list(where.glob("build-*"))) == 1


@pytest.mark.parametrize("ask", [open_graph, info.verify])
def test_a_build_that_was_replaced_by_its_like_is_not_taken_for_damaged(
    tmp_path: Path, facts: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Path], object]
) -> None:
    where, check, built = tmp_path / "g", folder.damage, []
    build.build([], where)

    def slow(*given: Any, **named: Any) -> list[str]:
        if not built:
            for sources in ([("rdf", facts)], []):
                built.append(build.build(sources, where))
            return ["gone"]
        return check(*given, **named)

    monkeypatch.setattr(folder, "damage", slow)
    found = ask(where)
    assert built and found != ["gone"]


# --- Read only


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A disk that holds one graph of each engine and cannot be written."""
    where = tmp_path / "disk"
    where.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=80m", "tmpfs", str(where)]
    if mount is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a disk is not allowed here")
    try:
        for engine in engines.ENGINES:
            build.build([], where / engine, engine)
        subprocess.run(["mount", "-o", "remount,ro", str(where)], check=True)
        yield where
    finally:
        subprocess.run(["umount", "--lazy", str(where)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines.ENGINES)
def test_a_folder_that_cannot_be_written_can_be_read(
    read_only: Path, tmp_path: Path, engine: str
) -> None:
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "clustergraph", "centrality", "degree"]
    done = subprocess.run(
        [*command, "--graph", str(read_only / engine)],
        capture_output=True,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
    )
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0), done
    assert os.listdir(tmp_path / "tmp") == []


@pytest.mark.slow
def test_kernels_are_compiled_where_no_cache_can_be_kept(tmp_path: Path) -> None:
    copied = shutil.copytree(Path(build.__file__).parents[1], tmp_path / "read" / "clustergraph")
    script = (
        "import numba.core.caching as caching\n"
        "class Nowhere(caching._CacheLocator):\n"
        "    @classmethod\n"
        "    def from_function(cls, function, path): return None\n"
        "caching.CacheImpl._locator_classes = [Nowhere]\n"
        "import numpy as np\n"
        "from clustergraph.measures.kernels import compiling, twins\n"
        "assert isinstance(twins.twins._cache, caching.NullCache)\n"
        "print(twins.twins(np.array([0, 1, 2]), np.array([1, 0])))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(copied.parent)},
    )
    assert (done.returncode, done.stdout) == (0, "[0 0]\n"), done.stderr
