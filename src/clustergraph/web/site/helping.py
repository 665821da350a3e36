"""Other processes that make pieces of a site while this one makes others.

Where no process can be had, or it ends without an answer, the caller makes the piece itself: the
files are the same, and so is the error where one cannot be made. Knows processes; nothing of what
is in a file.
"""

from __future__ import annotations

import pickle
import sys
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from clustergraph import processes
from clustergraph.garbage import settled
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
_CODE = "from clustergraph.web.site import helping; helping.serve()"


@dataclass(frozen=True)
class Task:
    """What a process is told first. build: that of the graph, which may be replaced meanwhile."""

    where: str
    timeout: float
    memory: int
    build: str
    only: frozenset[str] | None
    boxed: bool
    address: str | None
    folder: Path


class Helper:
    """One such process."""

    def __init__(self, task: Task) -> None:
        self._process = processes.started(_CODE)
        if self._process:
            processes.send(self._process, task)

    def make(self, piece: Piece) -> Made | None:
        """The piece, for which this waits; None where it could not be made there."""
        if self._process:
            processes.send(self._process, piece)
        found: Made | None = processes.answer(self._process)
        return found

    def end(self) -> None:
        """End the process, whatever it does."""
        if self._process:
            processes.ended(self._process)


def made(site: Site, place: Place, report: Callable[[float], None]) -> list[Made]:
    """Every piece of a site, made here and by as many others as are worth it."""
    things = entries(site)
    left, done = deque(pieces(site, things)), list[Made]()
    total = len(left)
    with settled(), _helpers(site, place, len(things)) as helpers:
        threads = [Thread(target=_feed, args=(each, left, done), daemon=True) for each in helpers]
        for thread in threads:
            thread.start()
        while left:
            if piece := _taken(left.pop):
                done.append(make(site, things, piece, place))
            report(1 - len(left) / total)
            if not left:
                # What another could not make comes back.
                for thread in threads:
                    thread.join()
    return done


def _feed(helper: Helper, left: deque[Piece], done: list[Made]) -> None:
    """Have another one make pieces until none is left, or until it fails."""
    while piece := _taken(left.popleft):
        found = helper.make(piece)
        if found is None:
            left.append(piece)
            return
        done.append(found)


def _taken(take: Callable[[], Piece]) -> Piece | None:
    """A piece that is left; None where another was faster."""
    with suppress(IndexError):
        return take()
    return None


@contextmanager
def _helpers(site: Site, place: Place, things: int) -> Iterator[list[Helper]]:
    found: list[Helper] = []
    location = site.location
    try:
        if location.manifest and things >= WORTH_IT and sys.executable:
            build = location.manifest.build_id
            task = Task(
                location.where, location.timeout, location.memory, build, site.only, site.boxed,
                site.address, place.folder,
            )  # fmt: skip
            for _ in range(min(_MOST, processes.processors() - 1)):
                found.append(Helper(task))
        yield found
    finally:
        for each in found:
            each.end()


def serve() -> None:
    """What the process does: read the task, then make piece after piece."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    task: Task = pickle.load(source)  # noqa: S301  written by Helper
    location = open_graph(task.where, timeout=task.timeout, memory=task.memory)
    if location.manifest is None or location.manifest.build_id != task.build:
        return
    site = Site(Held(location), live=False, boxed=task.boxed, only=task.only, address=task.address)
    things, place = entries(site), Place(task.folder)
    with settled(), suppress(EOFError):
        while True:
            piece: Piece = pickle.load(source)  # noqa: S301  written by Helper
            pickle.dump(make(site, things, piece, place), answers)
            answers.flush()
