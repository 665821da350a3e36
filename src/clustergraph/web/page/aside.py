"""What another process computes while this one asks the graph.

Where no process can be had, or it ends without an answer, it is computed here. Knows processes;
nothing of what is computed.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from clustergraph import processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CODE = "work, values = pickle.load(given); pickle.dump(work(*values), sys.stdout.buffer)"

T = TypeVar("T")


@contextmanager
def begun(work: Callable[..., T], *values: Any, apart: bool = True) -> Iterator[Callable[[], T]]:
    """Gives what waits for `work(*values)`, of a function of a module. Where it is worth a process
    of its own, `apart`, it begins at once."""
    process = processes.started(_CODE) if apart else None
    try:
        if process:
            # What is large is taken no faster than the other reads it.
            told: dict[str, Any] = {"args": (process, (work, values)), "kwargs": {"last": True}}
            Thread(target=processes.send, **told, daemon=True).start()
        yield lambda: processes.answer(process) or work(*values)
    finally:
        if process:
            processes.ended(process)
