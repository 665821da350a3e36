"""The engine's index of a large graph is made in a process of its own."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clustergraph.building import loading
from clustergraph.errors import GraphError
from clustergraph.graph import engines

LINE = "<http://a.example/{}> <http://a.example/p> <http://a.example/o> .\n"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return _packed(tmp_path / "graph.nt.gz", 3)


def _packed(path: Path, count: int) -> Path:
    with gzip.open(path, "wt", compresslevel=1) as file:
        file.writelines(LINE.format(number) for number in range(count))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines.ENGINES)
def test_the_index_is_the_same_wherever_it_is_made(
    engine: str, lines: Path, tmp_path: Path
) -> None:
    for name, large in (("here", 1 << 30), ("apart", 1)):
        loading.make(engine, lines, tmp_path / name, large=large)
        assert engines.ENGINES[engine].open(tmp_path / name).count() == 3
        assert not lines.with_suffix("").exists()


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines.ENGINES)
def test_what_keeps_an_index_from_being_made_is_said(
    engine: str, lines: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    raised = {}
    for large in (1 << 30, 1):
        with pytest.raises((GraphError, OSError)) as caught:
            loading.make(engine, lines, tmp_path / "file" / "index", large=large)
        raised[large] = repr(caught.value)
    assert raised[1] == raised[1 << 30]


@pytest.mark.slow
@pytest.mark.parametrize("large", [1 << 30, 1])
def test_what_the_engine_refuses_is_said(large: int, tmp_path: Path) -> None:
    path = tmp_path / "graph.nt.gz"
    with gzip.open(path, "wt") as file:
        file.writelines("no triple\n" for _ in range(1_000_000))
    with pytest.raises(GraphError, match="the engine refuses what was to be written"):
        loading.make(engines.DEFAULT, path, tmp_path / "index", large=large)


@pytest.mark.slow
def test_an_engine_that_is_ended_is_one_error(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_CODE", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(GraphError, match="ended while it made the index; it needs about twice"):
        loading.make(engines.DEFAULT, lines, tmp_path / "index", large=1)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is asked for on Linux")
def test_the_engine_ends_with_the_build(tmp_path: Path) -> None:
    path = _packed(tmp_path / "graph.nt.gz", 400_000)
    code = f"""
from pathlib import Path
from clustergraph.building import loading
loading.make({engines.DEFAULT!r}, Path({str(path)!r}), Path({str(tmp_path / "i")!r}), large=1)
"""
    process = subprocess.Popen([sys.executable, "-c", code])
    found: list[int] = []
    while not found and process.poll() is None:
        found = [one for one in _children(process.pid) if _reads(one)]
        time.sleep(0.002)
    process.kill()
    process.wait()
    assert found, "the engine was done before it was seen"
    for _ in range(500):
        if not Path(f"/proc/{found[0]}").exists():
            return
        time.sleep(0.01)
    pytest.fail("the engine goes on without the build")


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def _reads(pid: int) -> bool:
    """Whether a process holds the text, or more memory than Python begins with."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    resident = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0")
    return int(resident.split()[1]) << 10 > 2 * 400_000 * len(LINE)
