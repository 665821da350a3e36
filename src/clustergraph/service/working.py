"""Slow work in threads, a few at a time, so that no answer keeps the others waiting.

Knows threads and deadlines; nothing of what is computed.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from clustergraph.errors import ClustergraphError
from clustergraph.service import problems

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response


class Workers:
    """At most `most` pieces of work at once, each with a deadline; what comes beyond is told at
    once that the server is busy. Work that is late keeps its place until it ends: nothing stops a
    thread. together: how many of them are worked on, while the others wait; all by default."""

    def __init__(self, most: int, seconds: float, together: int | None = None) -> None:
        self._places = threading.Semaphore(most)
        # Not the threads that all share: these are fewer than `most` may be.
        self._threads = anyio.CapacityLimiter(max(1, most if together is None else together))
        self._seconds = seconds

    async def respond(self, work: Callable[[], Response]) -> Response:
        """The response that the work gives, or the one that says why there is none."""
        if not self._places.acquire(blocking=False):
            return problems.busy()
        # Taken once: by the thread that begins, or here where it never will.
        turn = threading.Lock()
        try:
            return await self._within(
                lambda: anyio.to_thread.run_sync(
                    self._placed, work, turn, abandon_on_cancel=True, limiter=self._threads
                )
            )
        finally:
            if turn.acquire(blocking=False):
                self._places.release()

    async def awaited(self, work: Callable[[], Awaitable[Response]]) -> Response:
        """The same of work that is done elsewhere and only waited for, in no thread of its own."""
        if not self._places.acquire(blocking=False):
            return problems.busy()
        try:
            return await self._within(work)
        finally:
            self._places.release()

    async def _within(self, work: Callable[[], Awaitable[Response]]) -> Response:
        try:
            with anyio.fail_after(self._seconds):
                return await work()
        except TimeoutError:
            return problems.late(self._seconds)
        except ClustergraphError as error:
            return problems.of(error)

    def _placed(self, work: Callable[[], Response], turn: threading.Lock) -> Response:
        if not turn.acquire(blocking=False):
            # Nobody waits for it any more, and its place is given away.
            return problems.late(self._seconds)
        try:
            return work()
        finally:
            self._places.release()
