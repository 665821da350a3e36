"""The index of words, made while a build writes the graph: of a large one in another process, which
takes the time of another processor.

Where that fails there is none, and it is made when first asked for. Knows nothing of what is in it.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from threading import Event
from typing import TYPE_CHECKING

from clustergraph import processes
from clustergraph.questions import texts, words

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

# Of fewer projects, to start a process takes longer than it saves.
LARGE = 5_000
_CODE = "from clustergraph.questions import indexing; indexing.serve()"
# Sent at once: some megabytes.
_BATCH = 1_000


class Alongside:
    """Makes the index in the cache of a build from the pieces of the graph, one a subject, in
    order. Used in a `with` statement, at the end of which the index is there, or nothing is; what
    it gives takes the pieces, and gives what waits until none of them is needed any more."""

    def __init__(self, cache: Path) -> None:
        self._place = cache / words.NAME
        self._process: subprocess.Popen[bytes] | None = None
        self._background = ThreadPoolExecutor(1)
        self._done: Future[None] | None = None
        self._left: list[bytes] = []
        self._taken_all = Event()

    def __enter__(self) -> Callable[[Sequence[bytes]], Callable[[], object]]:
        return self._hear

    def __exit__(self, raised: type[BaseException] | None, *_more: object) -> None:
        if raised:
            self._left.clear()
            if self._process:
                self._process.kill()
        try:
            self._background.shutdown()
            if self._done and not raised:
                self._done.result()
        finally:
            if self._process:
                processes.ended(self._process)
            if raised:
                shutil.rmtree(self._place, ignore_errors=True)

    def _hear(self, pieces: Sequence[bytes]) -> Callable[[], object]:
        # The first one last, from where they are taken.
        self._left = [piece for piece in reversed(pieces) if texts.is_of_project(piece)]
        if len(self._left) >= LARGE and (os.cpu_count() or 1) > 1:
            self._process = processes.started(_CODE)
        self._done = self._background.submit(self._work)
        self._done.add_done_callback(lambda _: self._taken_all.set())
        return self._taken_all.wait

    def _work(self) -> None:
        if not self._process:
            _make(self._place, self._taken())
            return
        processes.send(self._process, self._place)
        taken = self._taken()
        while batch := list(islice(taken, _BATCH)):
            processes.send(self._process, batch)
        processes.send(self._process, [], last=True)
        if processes.answer(self._process) is not True:
            shutil.rmtree(self._place, ignore_errors=True)

    def _taken(self) -> Iterator[bytes]:
        """What is left, none of which is kept."""
        while self._left:
            yield self._left.pop()
        self._taken_all.set()


def _make(place: Path, pieces: Iterable[bytes]) -> bool:
    try:
        words.make(place, texts.of_pieces(pieces))
    except (OSError, ValueError):
        shutil.rmtree(place, ignore_errors=True)
        return False
    return True


def serve() -> None:
    """What the process does: make the index of what it is sent, none of which it keeps."""
    place: Path = pickle.load(sys.stdin.buffer)  # noqa: S301  written by Alongside
    pickle.dump(_make(place, _received()), sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _received() -> Iterator[bytes]:
    while batch := pickle.load(sys.stdin.buffer):  # noqa: S301
        yield from batch
