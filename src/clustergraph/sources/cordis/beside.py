"""A second process that reads a part of what is large while this one reads the other.

Where no process can be had, or it ends without an answer, the caller does the work itself: the
result is the same, and so is the error where one file is at fault. Knows nothing of the work.
"""

from __future__ import annotations

import gc
import pickle
import sys
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from clustergraph import processes

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

# Below this, in bytes as they lie on disk, to start a process takes longer than it saves.
LARGE = 20_000_000
_CODE = "from clustergraph.sources.cordis import beside; beside.serve()"


_P = ParamSpec("_P")
_T = TypeVar("_T")


def size(path: Path) -> int:
    """The bytes of a file, or of all files below a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def worth_it(size: int) -> bool:
    """Whether so many bytes are much, and there is a second processor."""
    return size >= LARGE and processes.processors() > 1 and bool(sys.executable)


class Beside(Generic[_T]):
    """A process that calls a function of a module with the arguments given; used in a `with`
    statement."""

    def __init__(self, work: Callable[_P, _T], *arguments: _P.args, **options: _P.kwargs) -> None:
        self._told = work, arguments, options
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Beside[_T]:
        self._process = processes.started(_CODE)
        if self._process:
            processes.send(self._process, self._told, last=True)
        return self

    def result(self) -> _T | None:
        """The answer, for which this waits; None where there is none."""
        found: _T | None = processes.answer(self._process)
        return found

    def __exit__(self, *_raised: object) -> None:
        if self._process:
            processes.ended(self._process)


def serve() -> None:
    """What the process does: read what to do, do it, write the answer."""
    # As `build` does: what is read makes no cycles, and looking for some doubles the time.
    gc.disable()
    work, arguments, options = pickle.load(sys.stdin.buffer)  # noqa: S301  written by Beside
    pickle.dump(work(*arguments, **options), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
