"""A second process that reads one half of a large release while this one reads the other.

Where no process can be had, or it ends without an answer, the caller does the work itself: the
result is the same, and so is the error where one file is at fault.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from typing import TYPE_CHECKING, Any

from clustergraph import processes
from clustergraph.sources.cordis import about

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from pathlib import Path

    from clustergraph.sources.cordis.about import Half

# Below this, in bytes as they lie on disk, to start a process takes longer than it saves.
LARGE = 20_000_000
_CODE = "from clustergraph.sources.cordis import beside; beside.serve()"


def worth_it(path: Path) -> bool:
    """Whether a release is large, and there is a second processor."""
    files = path.rglob("*") if path.is_dir() else [path]
    size = sum(file.stat().st_size for file in files if file.is_file())
    return size >= LARGE and (os.cpu_count() or 1) > 1 and bool(sys.executable)


class Beside:
    """A process that runs `about.read` with the arguments given; used in a `with` statement."""

    def __init__(self, *arguments: Any) -> None:
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Beside:
        self._process = processes.started(_CODE)
        if self._process:
            processes.send(self._process, self._arguments, last=True)
        return self

    def result(self) -> Half | None:
        """The answer, for which this waits; None where there is none."""
        found: Half | None = processes.answer(self._process)
        return found

    def __exit__(self, *_raised: object) -> None:
        if self._process:
            processes.ended(self._process)


def serve() -> None:
    """What the process does: read the arguments, do the work, write the answer."""
    # As `build` does: what is read makes no cycles, and looking for some doubles the time.
    gc.disable()
    arguments: Sequence[Any] = pickle.load(sys.stdin.buffer)  # noqa: S301  written by Beside
    pickle.dump(about.read(*arguments), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
