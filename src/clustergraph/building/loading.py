"""The engine's index of a graph that was written: of a large one in a process of its own, as memory
that was freed while sources were read lies scattered, and the engine needs it whole.

That process ends with this one. Where none can be had, the index is made here. Knows neither
sources nor manifests.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from clustergraph import processes
from clustergraph.errors import GraphError
from clustergraph.graph import engines, heap

if TYPE_CHECKING:
    from pathlib import Path

# Bytes of N-Triples: of fewer, to start a process takes longer than is gained.
LARGE = 256 << 20
_CODE = "from clustergraph.building import loading; loading.serve()"
# Behind a process that has the usual priority: a tenth of its share of a processor.
_BEHIND = 10
# Of sys/prctl.h of Linux.
_PR_SET_PDEATHSIG = 1


def make(engine: str, lines: Path, folder: Path, *, large: int = LARGE) -> None:
    """Make the index of an N-Triples file in a folder; from `large` bytes on, in another process.

    Raises GraphError for what the engine refuses and where that process was ended, OSError where
    the folder cannot be written.
    """
    gc.collect()
    heap.give_back()
    apart = sys.platform.startswith("linux") and lines.stat().st_size >= large
    process = processes.started(_CODE, heap.sparing()) if apart else None
    if process is None:
        engines.ENGINES[engine].make(lines, folder)
        return
    try:
        processes.send(process, os.getpid(), engine, lines, folder, last=True)
        raised: tuple[Exception | None] | None = processes.answer(process)
    finally:
        processes.ended(process)
    if raised is None:
        raise GraphError(
            "the engine was ended while it made the index; it needs about twice as much memory as "
            f"the {lines.stat().st_size >> 20:,} MB of the graph"
        )
    if raised[0]:
        raise raised[0]


def serve() -> None:
    """What the process does: make the index, and answer with the error that it met, or None."""
    parent, engine, lines, folder = (pickle.load(sys.stdin.buffer) for _ in range(4))  # noqa: S301
    _end_with(parent)
    # What else the build does, such as the index of words, ends before the engine needs the most.
    os.nice(_BEHIND)
    raised: Exception | None = None
    try:
        engines.ENGINES[engine].make(lines, folder)
    except (GraphError, OSError) as error:
        raised = error
    pickle.dump((raised,), sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _end_with(parent: int) -> None:
    """Have this process killed when its parent ends, however that ends; at work in the engine it
    hears of nothing else."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)
