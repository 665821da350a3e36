"""How the program starts and ends: closed streams, full disks under them, and signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

import pytest

from busy import await_engine, signals_heard
from clustergraph.cli import run
from clustergraph.cli.printing import LONGEST_LINE, one_line
from clustergraph.questions import queries

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = f"{sys.executable} -m clustergraph"
# Two patterns that share no variable: some seconds in the engine, which hears nothing.
# Ten million pairs, each with an expression of its own to compile.
SLOW = """SELECT (COUNT(*) AS ?n) {
  ?a ?b ?c . ?d ?e ?f . FILTER(REGEX(CONCAT(STR(?a), STR(?c)), CONCAT(STR(?d), STR(?e))))
}"""


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, env={**os.environ, **environment}
    )


def test_a_closed_stdin_is_one_line(curated_folder: Path) -> None:
    done = shell(f"{PROGRAM} query - --graph {curated_folder} <&-")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert done.stderr.startswith(b"error: stdin: cannot be read")


@pytest.mark.slow
def test_an_answer_for_which_there_is_no_stdout_is_an_error(curated_folder: Path) -> None:
    for where in ("&-", "/dev/full"):
        done = shell(f"{PROGRAM} query claims --graph {curated_folder} >{where}")
        assert done.returncode == 2, done
        assert done.stderr.splitlines()[-1].startswith(b"error: cannot write to stdout")


@pytest.mark.parametrize("asked", ["--version", "query --help"])
def test_help_is_printed_as_any_answer(asked: str) -> None:
    for where in ("&-", "/dev/full"):
        done = shell(f"{PROGRAM} {asked} >{where}")
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done
        assert done.stderr.startswith(b"error: cannot write to stdout"), done
    done = shell(f"set -o pipefail; {PROGRAM} {asked} | head -c 1")
    assert (done.returncode, len(done.stdout), done.stderr) == (0, 1, b"")


def test_who_asks_for_nothing_is_shown_the_commands(capfd: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    out, told = capfd.readouterr()
    assert out == "" and told.startswith("Usage: clustergraph [OPTIONS] COMMAND")
    assert "\n  build  " in told


@pytest.mark.slow
@pytest.mark.parametrize("where", ["&-", "/dev/full"])
def test_a_build_needs_no_stderr(tmp_path: Path, where: str) -> None:
    done = shell(f"{PROGRAM} build --graph {tmp_path / 'g'} 2>{where}")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "g" / "manifest.json").is_file()
    wrong = shell(f"{PROGRAM} query nothing-of-that-name --graph {tmp_path / 'g'} 2>{where}")
    assert wrong.returncode == 2


def test_bytes_on_stdin_that_are_not_utf_8_are_one_line(curated_folder: Path) -> None:
    command = rf"printf '#\xff\nASK {{}}' | {PROGRAM} query - --graph {curated_folder}"
    done = shell(command, PYTHONIOENCODING="utf-8:strict")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


def ended_by(number: signal.Signals, folder: Path, tmp_path: Path) -> tuple[int, bytes, list[str]]:
    """Exit code, stderr and what is left in the folder for temporary files."""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    (tmp_path / "slow.rq").write_text(SLOW)
    command = [*PROGRAM.split(), "query", str(tmp_path / "slow.rq"), "--graph", str(folder)]
    with signals_heard():
        process = subprocess.Popen(
            command, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(scratch)}
        )
    await_engine(process.pid)
    process.send_signal(number)
    _out, said = process.communicate(timeout=30)
    return process.returncode, said, os.listdir(scratch)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_question_that_the_engine_is_busy_with(
    curated_folder: Path, curated_file: Path, tmp_path: Path, number: signal.Signals
) -> None:
    for where, name in ((curated_folder, "folder"), (curated_file, "file")):
        (tmp_path / name).mkdir()
        ended = ended_by(number, where, tmp_path / name)
        assert ended == (128 + number, b"interrupted\n", [])


@pytest.mark.slow
def test_ctrl_c_at_any_moment_of_the_start_is_no_traceback(curated_folder: Path) -> None:
    # From the first module of ours on; before, Python itself starts.
    start = (
        "import os, sys, _signal\n"
        "left = [int(os.environ['MODULE'])]\n"
        "def loaded(event, details):\n"
        "    if event == 'import':\n"
        "        left[0] -= 1\n"
        "        left[0] or os.kill(os.getpid(), 2)\n"
        "from clustergraph.cli import main\n"
        "sys.addaudithook(loaded)\nmain()\n"
    )
    command = [sys.executable, "-c", start, "query", "claims", "--graph", str(curated_folder)]
    codes = []
    for module in (*range(1, 10), *range(10, 300, 15), 10_000):
        with signals_heard():
            done = subprocess.run(
                command, capture_output=True, env={**os.environ, "MODULE": str(module)}
            )
        codes.append(done.returncode)
        assert b"Traceback" not in done.stderr, done
        assert not done.returncode or done.stderr.endswith(b"interrupted\n"), done
    # As many modules as the last one counts to are never loaded.
    assert set(codes[:-1]) == {130} and codes[-1] == 0


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    line = one_line("error: " + "x" * 90_000 + " run: clustergraph build")
    assert len(line) < LONGEST_LINE + 10
    assert line.startswith("error: xxx") and line.endswith("run: clustergraph build")


@pytest.mark.parametrize("module", ["cli/starting", "cli/program", "graph/opening"])
def test_a_module_that_was_compiled_in_part_is_named(
    module: str, repo: Path, curated_folder: Path, tmp_path: Path
) -> None:
    for name in ("src", "queries", "ontology", "data"):
        # Of our own modules only, that none is damaged for anybody else.
        (tmp_path / name).symlink_to(repo / name)
    kept = tmp_path / "compiled"
    environment = {"PYTHONPATH": str(tmp_path / "src"), "PYTHONPYCACHEPREFIX": str(kept)}
    environment["PYTHONDONTWRITEBYTECODE"] = ""
    command = f"{PROGRAM} query claims --graph {curated_folder}"
    assert shell(command, **environment).returncode == 0
    (path,) = kept.rglob(f"clustergraph/{module}.*.pyc")
    path.write_bytes(path.read_bytes()[:-20])
    done = shell(command, **environment)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1), done
    assert done.stderr.startswith(f"error: {path}: damaged (".encode()), done
    path.unlink()
    assert shell(command, **environment).returncode == 0


def test_an_end_of_file_that_nobody_expected_is_no_interrupt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ended() -> NoReturn:
        raise EOFError("half a file")

    monkeypatch.setattr(queries, "sound", ended)
    with pytest.raises(RuntimeError, match="half a file"):
        run(["no-command"])


@pytest.mark.slow
def test_where_no_file_may_grow_an_answer_comes_all_the_same(
    curated_folder: Path, tmp_path: Path
) -> None:
    for asked, lines in (("centrality degree", 1), ("communities", 2)):
        done = shell(f"ulimit -f 0; {PROGRAM} {asked} --graph {curated_folder} | cat")
        assert done.returncode == 0 and b"MecaTech" in done.stdout, done
        assert done.stderr.count(b"\n") == lines, done
        assert done.stderr.startswith(b"network partners: "), done
    # One block: less than a sheet of the template, which waits in a temporary file.
    done = shell(f"ulimit -f 1; {PROGRAM} template table -o {tmp_path / 't.xlsx'}")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done
    assert done.stderr.startswith(b"error: cannot write a temporary file"), done
    assert list(tmp_path.iterdir()) == []


def test_a_signal_that_comes_when_all_is_done_breaks_nothing_off(tmp_path: Path) -> None:
    script = (
        "import atexit, os, signal, sys\n"
        "sys.argv = ['clustergraph', '--version']\n"
        "from clustergraph import cli\n"
        "from clustergraph.cli import starting\n"
        "over = starting.Signals.over\n"
        "def late():\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        f"    open({str(tmp_path / 'tidied')!r}, 'w')\n"
        "def register(self):\n"
        "    over(self)\n"
        "    atexit.register(late)\n"
        "starting.Signals.over = register\n"
        "cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b""), done
    assert (tmp_path / "tidied").exists()


def test_a_build_that_a_signal_ends_at_once_leaves_no_mark(tmp_path: Path) -> None:
    # As the program ends while an engine hears nothing.
    script = (
        "import atexit, os, sys\n"
        "from pathlib import Path\n"
        "from clustergraph.building import place\n"
        "with place.locked(Path(sys.argv[1])):\n"
        "    atexit._run_exitfuncs()\n"
        "    os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "g")], check=True)
    assert [each.name for each in (tmp_path / "g").iterdir()] == ["lock"]


def test_less_addresses_than_libraries_take_are_one_line(curated_folder: Path) -> None:
    done = shell(f"ulimit -v 1000000; {PROGRAM} centrality degree --graph {curated_folder}")
    assert done.stderr == (
        b"error: a program gets 1.0 GiB of addresses here, and 1.5 are needed: raise the limit "
        b"(ulimit -v)\n"
    )
    assert (done.returncode, done.stdout) == (2, b"")


def test_a_library_that_was_left_out_is_named(curated_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "matplotlib.py").write_text("raise ModuleNotFoundError('no', name='matplotlib')")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    asked = f"centrality degree -o {tmp_path / 'o.svg'} --graph {curated_folder}"
    done = shell(f"{PROGRAM} {asked}", PYTHONPATH=path)
    assert done.returncode == 2 and not (tmp_path / "o.svg").exists(), done
    assert done.stderr.splitlines()[-1] == (
        b"error: this needs the library matplotlib, which is not installed: pip install matplotlib"
    )


def test_too_few_threads_for_libraries_are_one_line() -> None:
    script = (
        "import sys, threading\n"
        "started, left = threading.Thread.start, [10]\n"
        "def start(thread):\n"
        "    left[0] -= 1\n"
        "    if left[0] < 0:\n"
        '        raise RuntimeError("can\'t start new thread")\n'
        "    started(thread)\n"
        "threading.Thread.start = start\n"
        "sys.argv = ['clustergraph', 'query']\n"
        "from clustergraph.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1), done
    assert done.stderr.startswith(b"error: too few threads can be started: "), done


def test_a_library_that_panics_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class PanicException(BaseException):
        pass

    def panics() -> NoReturn:
        raise PanicException("no room")

    monkeypatch.setattr(queries, "sound", panics)
    assert run(["no-command"]) == 2
    assert capfd.readouterr().err == "error: a library broke off: no room\n"


def test_a_signal_that_comes_where_nothing_can_be_raised_ends_the_program_after_that() -> None:
    script = (
        "import os, signal, time\n"
        "from clustergraph.cli import starting\n"
        "class Odd:\n"
        "    def __del__(self):\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        sum(range(1000))\n"
        "signals = starting.Signals()\n"
        "odd = Odd()\n"
        "del odd\n"
        "time.sleep(60)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=30)
    assert (done.returncode, done.stderr) == (128 + signal.SIGTERM, b""), done


def test_who_hears_a_signal_while_the_program_ends_says_nothing_more() -> None:
    script = (
        "import atexit, os, signal, time\n"
        "from clustergraph.cli import starting\n"
        "signals = starting.Signals()\n"
        "signals._ending = True\n"
        "starting._LEFT = 0.2\n"
        "started = time.monotonic()\n"
        "try:\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    time.sleep(60)\n"
        "except SystemExit:\n"
        "    assert time.monotonic() > started + 0.2\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=30)
    assert (done.returncode, done.stderr) == (0, b""), done
