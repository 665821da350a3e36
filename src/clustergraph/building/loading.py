"""The engine's index of a graph that was written: of a large one in a process of its own, as memory
that was freed while sources were read lies scattered, and the engine needs it whole. The lines go
to it through a pipe: in a file they would be as large as all else that a build writes together.

That process ends with this one. Where none can be had, the index is made here. Knows neither
sources nor manifests.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from isal import igzip

from clustergraph import processes
from clustergraph.errors import GraphError
from clustergraph.graph import engines, heap

if TYPE_CHECKING:
    import subprocess
    from gzip import GzipFile

# Bytes of packed N-Triples: of fewer, to start a process takes longer than is gained.
LARGE = 20 << 20
_CODE = "from clustergraph.building import loading; loading.serve()"
# Behind a process that has the usual priority: a tenth of its share of a processor.
_BEHIND = 10
_AT_ONCE = 1 << 20
# Of sys/prctl.h of Linux.
_PR_SET_PDEATHSIG = 1


def make(engine: str, packed: Path, folder: Path, *, large: int = LARGE) -> None:
    """Make the index of a file of N-Triples, packed with gzip, in a folder; from `large` bytes on,
    in another process. Beside that file another is written for a while, where it is not large.

    Raises GraphError for what the engine refuses and where that process was ended, OSError where
    the folder cannot be written.
    """
    gc.collect()
    heap.give_back()
    apart = sys.platform.startswith("linux") and packed.stat().st_size >= large
    process = processes.started(_CODE, heap.sparing()) if apart else None
    if process is None:
        _make_here(engine, packed, folder)
        return
    try:
        processes.send(process, os.getpid(), engine, folder)
        # Not before it has read that, or it would take the first lines for more of the same.
        if processes.answer(process):
            _feed(process, packed)
        raised: tuple[Exception | None] | None = processes.answer(process)
    finally:
        processes.ended(process)
    if raised is None:
        raise GraphError(
            "the engine was ended while it made the index; it needs about twice as much memory as "
            f"{packed.name} takes unpacked"
        )
    if raised[0]:
        raise raised[0]


def _make_here(engine: str, packed: Path, folder: Path) -> None:
    plain = packed.with_suffix("")
    try:
        with _unpacked(packed) as lines, plain.open("wb") as file:
            shutil.copyfileobj(lines, file, _AT_ONCE)
        engines.ENGINES[engine].make(plain, folder)
    finally:
        plain.unlink(missing_ok=True)


def _unpacked(packed: Path) -> GzipFile:
    # In a quarter of the time of the standard library.
    return igzip.IGzipFile(packed)  # type: ignore[no-untyped-call]


def _feed(process: subprocess.Popen[bytes], packed: Path) -> None:
    """Give a process the lines; one that reads no further has something to say."""
    assert process.stdin
    with suppress(BrokenPipeError), process.stdin as pipe, _unpacked(packed) as lines:
        shutil.copyfileobj(lines, pipe, _AT_ONCE)


def serve() -> None:
    """What the process does: make the index, and answer with the error that it met, or None."""
    parent, engine, folder = (pickle.load(sys.stdin.buffer) for _ in range(3))  # noqa: S301
    _end_with(parent)
    # What else the build does, such as the index of words, ends before the engine needs the most.
    os.nice(_BEHIND)
    _say(True)
    raised: Exception | None = None
    try:
        engines.ENGINES[engine].make(Path("/dev/stdin"), folder)
    except (GraphError, OSError) as error:
        raised = error
    _say((raised,))


def _say(what: object) -> None:
    pickle.dump(what, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _end_with(parent: int) -> None:
    """Have this process killed when its parent ends, however that ends; at work in the engine it
    hears of nothing else."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)
