"""The process that answers questions for another one, until nobody asks it any more.

What it lets go of as it begins, what it may take, and how it tells its answers: each as pieces,
every piece after its length. Knows pipes, signals and limits of the system; nothing of who asks
(see `confined`) or what is asked.
"""

from __future__ import annotations

import gc
import itertools
import os
import pickle
import select
import signal
import struct
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from clustergraph import compiled
from clustergraph.errors import ClustergraphError
from clustergraph.graph import heap

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.graph.bounds import Bounds

# Bytes of an answer that are sent at once, and the sign before each piece that says how many.
PIECE = 1 << 20
LENGTH = struct.Struct("<q")
DONE, FAILED = 0, -1
# The exit code of one that memory fails.
STARVED = 77
# Seconds between two looks at a parent that may have gone, and at memory where no limit holds it.
_LOOK = 0.5
# Seconds without a question, after which the memory of the last one is given back.
_REST = 1.0
# With less than this an engine cannot even begin: its threads wait for each other without an end.
_LEAST = 48 << 20


def begin() -> NoReturn:
    """What a new Python does: it is told what to open, and lives on as a forked child does."""
    asked, answered = map(int, sys.argv[1:3])
    (length,) = LENGTH.unpack(read(asked, LENGTH.size))
    open_, bounds = pickle.loads(read(asked, length))  # noqa: S301  our parent wrote it
    live(open_, bounds, asked, answered)


def live(open_: Callable[[], Any], bounds: Bounds, asked: int, answered: int) -> NoReturn:
    """What a child does until nobody asks it any more."""
    try:
        _settle(asked, answered)
        # Before the limit: a thread that finds no memory to begin in is waited for without an end.
        threading.Thread(target=_watch, args=(os.getppid(), bounds.memory), daemon=True).start()
        _limit(bounds.memory)
        heap.keep()
        opened = _answered(answered, open_)
        while opened is not None and (head := _head(asked)):
            job, text = pickle.loads(read(asked, LENGTH.unpack(head)[0]))  # noqa: S301  our parent
            _count_down(bounds.seconds)
            _answered(answered, lambda job=job, text=text: job(opened, text), answered)  # type: ignore[misc]
    except MemoryError:
        os._exit(STARVED)
    except BaseException:  # noqa: BLE001  nothing of the parent may run on in its copy
        os._exit(1)
    os._exit(0)


def _head(asked: int) -> bytes:
    """How long the next question is, as it is sent; nothing when nobody asks any more."""
    if not select.select([asked], [], [], _REST)[0]:
        heap.give_back()
    return read(asked, LENGTH.size)


def _settle(asked: int, answered: int) -> None:
    """Let go of what belongs to the parent: its files, its interrupts, what it would tidy up."""
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    edges = [2, *sorted((asked, answered)), os.sysconf("SC_OPEN_MAX")]
    for low, high in itertools.pairwise(edges):
        os.closerange(low + 1, min(high, 1 << 16))


def _limit(memory: int) -> None:
    """Bound what this process may allocate from here on. Pages of a file that is only read, such as
    an index, do not count."""
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        now = int(status.partition("VmData:")[2].split()[0]) << 10
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = now + max(memory, _LEAST)
        resource.setrlimit(
            resource.RLIMIT_DATA,
            (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most),
        )


def _watch(parent: int, memory: int) -> None:
    """End with a parent that ends, and where the system bounds no memory, over the bound."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    bounded = sys.platform.startswith("linux")
    while os.getppid() == parent:
        time.sleep(_LOOK if bounded else _LOOK / 10)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
        if not bounded and used > before + memory:
            os._exit(STARVED)
    os._exit(0)


def _count_down(seconds: float) -> None:
    """Let the system end this process should nobody else: a question whose asker was killed."""
    spare = 10 * (os.cpu_count() or 1)
    with suppress(OSError, ValueError):
        signal.setitimer(signal.ITIMER_VIRTUAL, min(seconds * spare, 1e6))


def _answered(pipe: int, work: Callable[[], Any], sends: int | None = None) -> Any:
    """Do the work and tell how it went; with `sends` its bytes are the answer."""
    try:
        made = work()
        if sends is not None:
            for piece in made:
                for start in range(0, len(piece), PIECE):
                    part = piece[start : start + PIECE]
                    write(pipe, LENGTH.pack(len(part)) + part)
    except (ClustergraphError, ImportError, OSError, ValueError, RuntimeError, EOFError) as error:
        damaged = compiled.told(error)
        data = pickle.dumps(ImportError(damaged) if damaged else error)
        write(pipe, LENGTH.pack(FAILED) + LENGTH.pack(len(data)) + data)
        return None
    write(pipe, LENGTH.pack(DONE))
    return made


def write(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


def read(pipe: int, count: int) -> bytes:
    data = b""
    while len(data) < count and (piece := os.read(pipe, count - len(data))):
        data += piece
    return data if len(data) == count else b""
