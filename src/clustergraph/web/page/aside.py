"""What another process computes while this one asks the graph.

Where no process can be had, or it ends without an answer, it is computed here. Knows processes;
nothing of what is computed.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Not multiprocessing, which would run the caller's script again where it has no guard.
_CODE = (
    "import pickle, sys; given = sys.stdin.buffer; sys.path[:] = pickle.load(given); "
    "work, values = pickle.load(given); pickle.dump(work(*values), sys.stdout.buffer)"
)


T = TypeVar("T")


@contextmanager
def begun(work: Callable[..., T], *values: Any, apart: bool = True) -> Iterator[Callable[[], T]]:
    """Gives what waits for `work(*values)`, of a function of a module. Where it is worth a process
    of its own, `apart`, it begins at once."""
    process = _process() if apart else None
    try:
        if process:
            Thread(target=_send, args=(process, (work, values)), daemon=True).start()
        yield lambda: _answer(process) or work(*values)
    finally:
        if process:
            _end(process)


def _process() -> subprocess.Popen[bytes] | None:
    if not sys.executable:
        return None
    with suppress(OSError):
        return subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-P", "-c", _CODE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    return None


def _send(process: subprocess.Popen[bytes], task: tuple[Callable[..., Any], Any]) -> None:
    assert process.stdin
    # A process that is gone gives no answer either.
    with suppress(OSError, ValueError, pickle.PicklingError):
        pickle.dump(sys.path, process.stdin)
        try:
            pickle.dump(task, process.stdin)
        finally:
            # Or it would wait for more.
            process.stdin.close()


def _answer(process: subprocess.Popen[bytes] | None) -> Any:
    if process and process.stdout:
        with suppress(OSError, EOFError, pickle.UnpicklingError):
            return pickle.load(process.stdout)  # noqa: S301 - by the process that was started
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()
