"""How long an exchange may take: in all, and without a byte.

Knows clocks and sockets; nothing of requests.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType


class Limits:
    """`whole` seconds for everything within the context, whatever the other side does, and `stall`
    seconds for each step: a connection, the next bytes.

    The time limit of a socket starts anew with every byte, so a server that sends one byte a second
    would never meet it; hence the timer, which cuts the connection.
    """

    def __init__(self, whole: float = inf, stall: float = inf) -> None:
        self.whole = whole
        self._stall = stall
        self._end = time.monotonic() + whole
        self._guarded: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(whole, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Limits:
        if self.whole < inf:
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._guard(None)

    @property
    def left(self) -> float:
        """Seconds to go; 0 or less when time is up."""
        return self._end - time.monotonic()

    @property
    def step(self) -> float:
        """Seconds for the next step."""
        return min(self._stall, max(self.left, 0.001))

    def watch(self, event: str, details: dict[str, Any]) -> None:
        """What httpx calls at each event of an exchange: a connection that is made is guarded."""
        if event == "connection.connect_tcp.complete":
            self._guard(details["return_value"].get_extra_info("socket"))

    def _guard(self, connection: socket.socket | None) -> None:
        """Cut this connection when time is up; the one before is forgotten."""
        # A twin of the descriptor, because TLS takes the socket itself over.
        twin = connection.dup() if connection else None
        with self._lock:
            before, self._guarded = self._guarded, twin
        if before:
            before.close()
        if self.left <= 0:
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            if self._guarded:
                with suppress(OSError):
                    self._guarded.shutdown(socket.SHUT_RDWR)
