"""Other processes that make pieces of a site while this one makes others.

Where no process can be had, or it ends without an answer, the caller makes the piece itself: the
files are the same, and so is the error where one cannot be made. Knows processes; nothing of what
is in a file.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from clustergraph.graph.opening import open_graph
from clustergraph.web.site.held import Held, Site
from clustergraph.web.site.pieces import Made, Piece, entries, make, pieces
from clustergraph.web.site.staging import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# With fewer things, to start a process takes longer than it saves.
WORTH_IT = 400
# Each holds what it has read of the graph.
_MOST = 3
# Not multiprocessing, which would run the caller's script again where it has no guard.
_CODE = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from clustergraph.web.site import helping; helping.serve()"
)


@dataclass(frozen=True)
class Task:
    """What a process is told first. build: that of the graph, which may be replaced meanwhile."""

    where: str
    timeout: float
    build: str
    only: frozenset[str] | None
    boxed: bool
    address: str | None
    folder: Path


class Helper:
    """One such process."""

    def __init__(self, task: Task) -> None:
        self._process = subprocess.Popen(  # noqa: S603  ourselves
            [sys.executable, "-P", "-c", _CODE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._send(sys.path, task)

    def _send(self, *what: object) -> None:
        assert self._process.stdin
        # A process that is gone gives no answer either.
        with suppress(OSError):
            for each in what:
                pickle.dump(each, self._process.stdin)
            self._process.stdin.flush()

    def make(self, piece: Piece) -> Made | None:
        """The piece, for which this waits; None where it could not be made there."""
        self._send(piece)
        assert self._process.stdout
        with suppress(OSError, EOFError, pickle.UnpicklingError):
            found: Made | None = pickle.load(self._process.stdout)  # noqa: S301  by `serve`
            return found
        return None

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            # What could not be sent is still there to be flushed.
            with suppress(OSError):
                if stream:
                    stream.close()


def made(site: Site, place: Place, report: Callable[[float], None]) -> list[Made]:
    """Every piece of a site, made here and by as many others as are worth it."""
    things = entries(site)
    left, done = deque(pieces(site, things)), list[Made]()
    total = len(left)
    with _helpers(site, place, len(things)) as helpers:
        threads = [Thread(target=_feed, args=(each, left, done), daemon=True) for each in helpers]
        for thread in threads:
            thread.start()
        while left:
            with suppress(IndexError):
                done.append(make(site, things, left.pop(), place))
            report(1 - len(left) / total)
            if not left:
                # What another could not make comes back.
                for thread in threads:
                    thread.join()
    return done


def _feed(helper: Helper, left: deque[Piece], done: list[Made]) -> None:
    """Have another one make pieces until none is left, or until it fails."""
    with suppress(IndexError):
        while True:
            piece = left.popleft()
            found = helper.make(piece)
            if found is None:
                left.append(piece)
                return
            done.append(found)


@contextmanager
def _helpers(site: Site, place: Place, things: int) -> Iterator[list[Helper]]:
    found: list[Helper] = []
    location = site.location
    try:
        if location.manifest and things >= WORTH_IT and sys.executable:
            build = location.manifest.build_id
            task = Task(
                location.where, location.timeout, build, site.only, site.boxed, site.address,
                place.folder,
            )  # fmt: skip
            with suppress(OSError):
                for _ in range(min(_MOST, _processors() - 1)):
                    found.append(Helper(task))
        yield found
    finally:
        for each in found:
            each.end()


def _processors() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def serve() -> None:
    """What the process does: read the task, then make piece after piece."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    task: Task = pickle.load(source)  # noqa: S301  written by Helper
    location = open_graph(task.where, timeout=task.timeout)
    if location.manifest is None or location.manifest.build_id != task.build:
        return
    site = Site(Held(location), live=False, boxed=task.boxed, only=task.only, address=task.address)
    things, place = entries(site), Place(task.folder)
    with suppress(EOFError):
        while True:
            piece: Piece = pickle.load(source)  # noqa: S301  written by Helper
            pickle.dump(make(site, things, piece, place), answers)
            answers.flush()
