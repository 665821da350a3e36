"""Signals to programs that are busy: when they are, that they hear them, and who ends with them."""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Windows has no hanging up.
_HEARD = (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT))
# Seconds of processor that a process asked for a short answer never takes.
_BUSY = 0.3


def await_engine(process: int) -> None:
    """Wait until a process has a child that has been computing for a while from now on: the engine.
    Others, of graphs asked before, may have computed as long."""
    before: dict[int, float] = {}
    while True:
        os.kill(process, 0)
        for child in children(process):
            if _processor(child) > before.setdefault(child, _processor(child)) + _BUSY:
                return
        time.sleep(0.02)


def children(process: int) -> list[int]:
    """The processes that it has started, by whichever thread."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def gone(processes: list[int], seconds: float = 5) -> bool:
    """Whether all of them have ended, or do within so many seconds."""
    last = time.monotonic() + seconds
    while any(Path(f"/proc/{process}").exists() for process in processes):
        if time.monotonic() > last:
            return False
        time.sleep(0.01)
    return True


def _processor(process: int) -> float:
    with suppress(OSError):
        # The name of the program, in brackets, may hold anything.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
    return 0.0


@contextmanager
def signals_heard() -> Iterator[None]:
    """What starts within hears signals, also where the tests run in the background of a shell,
    which has its programs ignore them."""
    before = {number: signal.getsignal(number) for number in _HEARD}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def halting(opened: object, text: str) -> Iterator[bytes]:
    """An answer of which only the beginning comes."""
    yield b'{"head": {"vars": ["x"]}, '
    time.sleep(30)
    yield b"too late"
