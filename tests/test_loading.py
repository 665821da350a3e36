"""The engine's index of a large graph is made in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from busy import children, gone
from clustergraph.building import loading
from clustergraph.errors import GraphError
from clustergraph.graph import engines

LINE = "<http://a.example/{}> <http://a.example/p> <http://a.example/o> .\n"


LINES = "".join(LINE.format(number) for number in range(3)).encode()


def _make(engine: str, folder: Path, lines: bytes = LINES, *, large: bool) -> None:
    plain = Path(f"{folder.parent}.nt")
    with loading.made(engine, plain, folder, large=large) as file:
        file.write(lines)
    assert not plain.exists()


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines.ENGINES)
def test_the_index_is_the_same_wherever_it_is_made(engine: str, tmp_path: Path) -> None:
    for name, large in (("here", False), ("apart", True)):
        _make(engine, tmp_path / name, large=large)
        assert engines.ENGINES[engine].open(tmp_path / name).count() == 3


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines.ENGINES)
def test_what_keeps_an_index_from_being_made_is_said(engine: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    raised = {}
    for large in (False, True):
        with pytest.raises((GraphError, OSError)) as caught:
            _make(engine, tmp_path / "file" / "index", large=large)
        raised[large] = repr(caught.value)
    assert raised[True] == raised[False]


@pytest.mark.slow
@pytest.mark.parametrize("large", [False, True])
def test_what_the_engine_refuses_is_said(large: bool, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="the engine refuses what was to be written"):
        _make(engines.DEFAULT, tmp_path / "index", b"no triple\n" * 1_000_000, large=large)


@pytest.mark.slow
@pytest.mark.parametrize("large", [False, True])
def test_another_pipe_that_breaks_meanwhile_is_told(large: bool, tmp_path: Path) -> None:
    with (
        pytest.raises(BrokenPipeError, match="the terminal"),
        loading.made(engines.DEFAULT, tmp_path / "nt", tmp_path / "index", large=large) as file,
    ):
        file.write(LINES)
        raise BrokenPipeError("the terminal")


@pytest.mark.slow
@pytest.mark.parametrize("begun", ["", "loading._say(True); "])
def test_an_engine_that_is_ended_is_one_error(
    begun: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = "import os; [pickle.load(given) for _ in range(2)]; os.kill(os.getpid(), 9)"
    code = f"from clustergraph.building import loading; {begun}{ended}"
    monkeypatch.setattr(loading, "_CODE", code)
    with pytest.raises(GraphError, match="ended while it made the index; it needs about twice"):
        _make(engines.DEFAULT, tmp_path / "index", LINES * 100_000, large=True)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is asked for on Linux")
def test_the_engine_ends_with_the_build(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from clustergraph.building import loading
index = Path({str(tmp_path / "index")!r})
with loading.made({engines.DEFAULT!r}, Path("no.nt"), index, large=True) as file:
    file.writelines({LINE!r}.format(number).encode() for number in range(400_000))
"""
    process = subprocess.Popen([sys.executable, "-c", code])
    found: list[int] = []
    while not found and process.poll() is None:
        found = [one for one in children(process.pid) if _reads(one)]
        time.sleep(0.002)
    process.kill()
    process.wait()
    assert found, "the engine was done before it was seen"
    assert gone(found), "the engine goes on without the build"


def _reads(pid: int) -> bool:
    """Whether a process holds the text, or more memory than Python begins with."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    resident = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0")
    return int(resident.split()[1]) << 10 > 2 * 400_000 * len(LINE)
