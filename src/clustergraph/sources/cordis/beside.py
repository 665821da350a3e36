"""A second process that reads one half of a large release while this one reads the other.

Where no process can be had, or it ends without an answer, the caller does the work itself: the
result is the same, and so is the error where one file is at fault.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from clustergraph.sources.cordis import about

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from clustergraph.sources.cordis.about import Half

# Below this, in bytes as they lie on disk, to start a process takes longer than it saves.
LARGE = 20_000_000
# Not multiprocessing, which would run the caller's script again where it has no guard.
_CODE = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from clustergraph.sources.cordis import beside; beside.serve()"
)


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
        with suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603  ourselves
                [sys.executable, "-P", "-c", _CODE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            assert self._process.stdin
            for sent in (sys.path, self._arguments):
                pickle.dump(sent, self._process.stdin)
            self._process.stdin.close()
        return self

    def result(self) -> Half | None:
        """The answer, for which this waits; None where there is none."""
        with suppress(OSError, EOFError, pickle.UnpicklingError):
            if self._process and self._process.stdout:
                found: Half = pickle.load(self._process.stdout)  # noqa: S301  written by `serve`
                return found
        return None

    def __exit__(self, *_raised: object) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                # What could not be sent is still there to be flushed.
                with suppress(OSError):
                    if stream:
                        stream.close()


def serve() -> None:
    """What the process does: read the arguments, do the work, write the answer."""
    # As `build` does: what is read makes no cycles, and looking for some doubles the time.
    gc.disable()
    arguments: Sequence[Any] = pickle.load(sys.stdin.buffer)  # noqa: S301  written by Beside
    pickle.dump(about.read(*arguments), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
