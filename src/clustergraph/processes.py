"""Another Python process that works for this one, which the two tell each other in pickles.

Where none can be had, or it ends without an answer, there is None: the caller does the work itself.
Knows nothing of the work.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# In bytes; as much as anybody may ask of Linux.
_PIPE = 1 << 20
# Seconds between two looks at whether the parent is still there.
_SOON = 0.05


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def started(
    code: str, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes] | None:
    """A process that takes over the paths of modules, as the first thing it is sent, and then runs
    `code`, to which `given` is what it reads from. What is in `environment` is added to this one's.
    """
    if not sys.executable:
        return None
    # Not multiprocessing, which would run the caller's script again where it has no guard.
    begin = (
        "import pickle, sys; given = sys.stdin.buffer; sys.path[:] = pickle.load(given); "
        f"from clustergraph import processes; processes.end_with({os.getpid()}); "
    )
    with suppress(OSError):
        process = subprocess.Popen(  # noqa: S603  ourselves
            [sys.executable, "-P", "-c", begin + code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # What it writes unbuffered loses a piece where it is stopped and continued.
            env=os.environ | {"PYTHONUNBUFFERED": ""} | dict(environment or {}),
        )
        _widen(process)
        send(process, sys.path)
        return process
    return None


def end_with(parent: int) -> None:
    """End this process with the one that started it: who is killed cannot end it, and what it
    would still write may stand in the way of who comes next."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_SOON)
        os._exit(1)

    # Where a parent that is gone keeps its number, a process ends after what it is at.
    if os.name == "posix":
        threading.Thread(target=watch, daemon=True).start()


def _widen(process: subprocess.Popen[bytes]) -> None:
    """Let much go through the pipes of a process in few turns, where the system has room for it:
    a user has so much for all pipes together."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        for stream in filter(None, (process.stdin, process.stdout)):
            fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, _PIPE)


def send(process: subprocess.Popen[bytes], *what: object, last: bool = False) -> None:
    """Tell a process something, the last thing or not; one that is gone gives no answer either."""
    assert process.stdin
    with suppress(OSError, ValueError, pickle.PicklingError):
        try:
            for each in what:
                # Not by `dump`, whose many small writes wait for other threads each time.
                process.stdin.write(pickle.dumps(each))
            process.stdin.flush()
        finally:
            if last:
                # Or it would wait for what could not be sent.
                process.stdin.close()


def answer(process: subprocess.Popen[bytes] | None) -> Any:
    """What a process says next, for which this waits; None where it says nothing."""
    if process and process.stdout:
        with suppress(OSError, EOFError, pickle.UnpicklingError):
            return pickle.load(process.stdout)  # noqa: S301  by the process that was started
    return None


def ended(process: subprocess.Popen[bytes]) -> None:
    """End a process, whatever it does."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        # What could not be sent is still there to be flushed.
        with suppress(OSError):
            if stream:
                stream.close()
