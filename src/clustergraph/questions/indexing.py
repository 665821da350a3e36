"""The index of words, made while a build writes the graph: of a large one in another process, which
takes the time of another processor.

Where that fails there is none, and it is made when first asked for. Knows nothing of what is in it.
"""

from __future__ import annotations

import pickle
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from isal import isal_zlib

from clustergraph import processes
from clustergraph.questions import texts, words

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

# Of fewer projects, to start a process takes longer than it saves.
LARGE = 5_000
_CODE = "from clustergraph.questions import indexing; indexing.serve()"
# Read at once: some megabytes.
_BATCH = 1_000
_FASTEST = 0


class Alongside:
    """Makes the index in the cache of a build from the pieces of the graph, one a subject, in
    order. Used in a `with` statement, at the end of which the index is there, or nothing is; what
    it gives takes the pieces. Many are put into a file, from which the other process reads them at
    its own pace: they would be in the memory of this one until then."""

    def __init__(self, cache: Path) -> None:
        self._place = cache / words.NAME
        self._waiting = cache / f"{words.NAME}.pieces"
        self._process: subprocess.Popen[bytes] | None = None
        self._background = ThreadPoolExecutor(1)
        # Waits until it is known whether the index was made.
        self._ended: Callable[[], bool | None] = lambda: None

    def __enter__(self) -> Callable[[Sequence[bytes]], None]:
        return self._hear

    def __exit__(self, raised: type[BaseException] | None, *_more: object) -> None:
        made = None
        try:
            made = None if raised else self._ended()
        finally:
            if self._process:
                processes.ended(self._process)
            self._background.shutdown()
            self._waiting.unlink(missing_ok=True)
            if not made:
                shutil.rmtree(self._place, ignore_errors=True)

    def _hear(self, pieces: Sequence[bytes]) -> None:
        chosen = [piece for piece in pieces if texts.is_of_project(piece)]
        if len(chosen) >= LARGE and processes.processors() > 1:
            with suppress(OSError):
                _put(self._waiting, chosen)
                self._process = processes.started(_CODE)
        if self._process:
            processes.send(self._process, self._place, self._waiting, last=True)
            self._ended = partial(processes.answer, self._process)
        else:
            self._ended = self._background.submit(_make, self._place, chosen).result


def _make(place: Path, pieces: Iterable[bytes]) -> bool:
    try:
        words.make(place, texts.of_pieces(pieces))
    except (OSError, ValueError):
        shutil.rmtree(place, ignore_errors=True)
        return False
    return True


def serve() -> None:
    """What the process does: make the index of the pieces in a file."""
    place: Path = pickle.load(sys.stdin.buffer)  # noqa: S301  written by Alongside
    waiting: Path = pickle.load(sys.stdin.buffer)  # noqa: S301
    pickle.dump(_make(place, _taken(waiting)), sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _put(path: Path, pieces: Sequence[bytes]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        for start in range(0, len(pieces), _BATCH):
            # Packed in less time than it takes the system to find room for a file of all.
            packed = isal_zlib.compress(pickle.dumps(pieces[start : start + _BATCH]), _FASTEST)
            pickle.dump(packed, file)


def _taken(path: Path) -> Iterator[bytes]:
    """What `_put` wrote, little of it at a time."""
    with path.open("rb") as file, suppress(EOFError):
        while True:
            yield from pickle.loads(isal_zlib.decompress(pickle.load(file)))  # noqa: S301
