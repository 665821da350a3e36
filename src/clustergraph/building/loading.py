"""The engine's index of a graph, while that is written: of a large one in a process of its own, as
memory that was freed while sources were read lies scattered, and the engine needs it whole. The
lines go to it through a pipe: in a file they would be larger than all else that a build writes.

That process ends with this one. Where none can be had, the index is made here. Knows neither
sources nor manifests.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from clustergraph import processes
from clustergraph.errors import GraphError
from clustergraph.graph import engines, heap

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = "from clustergraph.building import loading; loading.serve()"
# Behind a process that has the usual priority: a tenth of its share of a processor.
_BEHIND = 10
# Of sys/prctl.h of Linux.
_PR_SET_PDEATHSIG = 1


@contextmanager
def made(engine: str, plain: Path, folder: Path, *, large: bool) -> Iterator[IO[bytes]]:
    """Where to write the lines, as N-Triples, of which the index is made in a folder: of a `large`
    graph a pipe to another process, else the file `plain`, which is gone at the end.

    Raises GraphError for what the engine refuses and where that process was ended, OSError where
    the folder cannot be written.
    """
    apart = large and sys.platform.startswith("linux")
    process = processes.started(_CODE, heap.sparing()) if apart else None
    if process is None:
        try:
            with plain.open("wb") as file:
                yield file
            engines.ENGINES[engine].make(plain, folder)
        finally:
            plain.unlink(missing_ok=True)
        return
    assert process.stdin
    broken: BrokenPipeError | None = None
    try:
        processes.send(process, engine, folder)
        # Not before it has read that, or it would take the first lines for more of the same.
        if processes.answer(process):
            # An engine that reads no further has something to say.
            try:
                with process.stdin:
                    yield process.stdin
            except BrokenPipeError as error:
                broken = error
            # What else the build does, such as the index of words, ends before the engine needs
            # the most memory.
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, process.pid, _BEHIND)
        raised: tuple[Exception | None] | None = processes.answer(process)
    finally:
        processes.ended(process)
    if raised is None:
        raise GraphError(
            "the engine was ended while it made the index; it needs about twice as much memory as "
            "the lines of the graph take"
        )
    if met := raised[0] or broken:
        raise met


def serve() -> None:
    """What the process does: make the index, and answer with the error that it met, or None."""
    engine, folder = (pickle.load(sys.stdin.buffer) for _ in range(2))  # noqa: S301
    _end_at_once()
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


def _end_at_once() -> None:
    """Have the system kill this process when its parent ends: at work in the engine it would look
    for that too late."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
