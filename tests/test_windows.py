"""What differs on Windows, as far as it can be had here: a lock that nobody may read while it is
held, names that the system lacks, links that a user may not make, other encodings and line ends."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import filelock
import pytest

import clustergraph as cg
from clustergraph.graph import folder, held

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow


@pytest.fixture
def mandatory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock file cannot be read or written, as where Windows has locked its first byte."""
    plain: Callable[..., Any] = io.open

    def opened(path: Any, *args: Any, **more: Any) -> Any:
        if Path(os.fspath(path) if not isinstance(path, int) else "").name == folder.LOCK:
            raise PermissionError(errno.EACCES, "Permission denied")
        return plain(path, *args, **more)

    monkeypatch.setattr(io, "open", opened)


@pytest.mark.usefixtures("mandatory")
def test_a_build_neither_reads_nor_writes_the_lock_file(tmp_path: Path) -> None:
    where = tmp_path / "g"
    with pytest.raises(PermissionError):
        (where.parent / folder.LOCK).open("w")
    for _ in range(2):
        assert cg.build(graph=where).count() > 0
    assert not (where / folder.LOCK_HOLDER).exists()
    with filelock.FileLock(where / folder.LOCK):
        (where / folder.LOCK_HOLDER).write_text("process 4242 on a-host\n")
        with pytest.raises(cg.GraphError, match=r"is running \(process 4242 on a-host\); wait"):
            cg.build(graph=where)


def test_a_note_of_another_program_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / folder.LOCK_HOLDER).write_text("mine")
    with pytest.raises(cg.OutputError, match="is not of clustergraph"):
        cg.build(graph=tmp_path)
    assert (tmp_path / folder.LOCK_HOLDER).read_text() == "mine"


def test_where_no_link_can_be_made_a_file_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "data").write_text("data")
    (source / "lock").write_text("lock")

    def refused(self: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refused)
    monkeypatch.setattr(held, "_is_writable", lambda folder, written: False)
    with held.writable(source, "lock") as place:
        assert place != source
        assert not (place / "data").is_symlink()
        assert (place / "data").read_text() == "data"


# Names of the standard library that Windows has not, taken away before anything of ours is loaded.
LACKING = """
import os, signal, sys
OURS
for module, names in (
    (os, "fork pread set_blocking getuid geteuid mkfifo nice"),
    (signal, "SIGHUP SIGKILL SIGALRM SIGUSR1 setitimer ITIMER_VIRTUAL pthread_sigmask strsignal"),
):
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
# There a descriptor that blocks is taken.
signal.set_wakeup_fd = lambda number, **more: -1
sys.modules["resource"] = sys.modules["pwd"] = sys.modules["grp"] = None
"""
COMMAND = f"{LACKING.replace('OURS', '')}\nfrom clustergraph.cli import main\nmain()"
# pytest and Python itself need two of the names on this system.
QUICK = LACKING.replace(" getuid", "").replace(" SIGKILL", "").replace("OURS", "import pytest")
# What is about signals, pipes and processes of POSIX, and what has tools of its own.
_OTHERS = ("bounds", "stopping", "windows", "architecture")


@pytest.mark.slow
def test_the_commands_need_no_name_that_windows_lacks(tmp_path: Path) -> None:
    commands = [
        ["build"],
        ["info"],
        ["validate"],
        ["query", "partners", "-p", "organisation=mecatech", "-o", "p.xlsx"],
        ["search", "materials"],
        ["centrality", "degree"],
        ["export", "g.trig"],
        ["view", "-o", "v.html"],
    ]
    # A locale of Windows knows neither UTF-8 nor Latin 1, and Python warns of files without one.
    settings = {**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0",
                "PYTHONIOENCODING": "cp1252", "PYTHONWARNDEFAULTENCODING": "1"}  # fmt: skip
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-W", "error::EncodingWarning:clustergraph", "-c", COMMAND, *command],
            cwd=tmp_path,
            env=settings,
            capture_output=True,
        )
        assert done.returncode == 0, (command, done.stderr.decode(errors="replace"))
    assert (tmp_path / "g.trig").read_bytes().count(b"\r") == 0


@pytest.mark.slow
def test_the_quick_tests_pass_without_what_windows_lacks(repo: Path) -> None:
    left_out = [*(f"test_{name}.py" for name in _OTHERS), "browser", "fuzz", "assistant"]
    done = subprocess.run(
        [sys.executable, "-c", f"{QUICK}\nsys.exit(pytest.main(sys.argv[1:]))",
         "-q", "-p", "no:cacheprovider", "-m", "not slow", "-k", "not pipes_and_sockets", "tests",
         *(f"--ignore=tests/{name}" for name in left_out)],
        cwd=repo, env={**os.environ, "LOGNAME": "somebody"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert int(done.stdout.rpartition(" passed")[0].split()[-1]) > 2000


@pytest.mark.slow
def test_files_of_windows_are_read(tmp_path: Path) -> None:
    query = tmp_path / "clusters é.rq"
    query.write_bytes(
        "\ufeffPREFIX cg: <https://w3id.org/clustergraph/ontology#>\r\n"
        "SELECT ?c\r\nWHERE { ?c a cg:Cluster }\r\n".encode()
    )
    facts = tmp_path / "facts.ttl"
    facts.write_bytes(
        b"\xef\xbb\xbf@prefix cg: <https://w3id.org/clustergraph/ontology#> .\r\n"
        b"<https://example.org/c> a cg:Cluster .\r\n"
    )
    graph = cg.build(f"rdf={facts}", graph=tmp_path / "g")
    found = cg.query(graph, query)
    assert isinstance(found, cg.Answer)
    assert "https://example.org/c" in {cell.value for cell in found["c"] if cell}
