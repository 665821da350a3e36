"""How long an exchange may take, in all and without a byte, and how often it is tried.

Knows clocks and sockets; nothing of requests.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar

from clustergraph.http.failures import Broken, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

_Made = TypeVar("_Made")
# In seconds.
_DAY = 86_400


@dataclass(frozen=True)
class Patience:
    """How many seconds to wait; how many tries; seconds before the second (doubled each time); and
    how many bytes an answer may have."""

    timeout: float = 60.0
    tries: int = 5
    pause: float = 0.5
    largest: int = 8_000_000_000


class Limits:
    """`whole` seconds for everything within the context, whatever the other side does, and `stall`
    seconds for each step: a connection, the next bytes.

    The time limit of a socket starts anew with every byte, so a server that sends one byte a second
    would never meet it; hence the timer, which cuts the connection.
    """

    def __init__(self, whole: float = inf, stall: float = inf) -> None:
        self._whole, self._stall = whole, stall
        self._end = time.monotonic() + whole
        self._twins: list[socket.socket] = []
        self._timer = threading.Timer(whole, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Limits:
        if self._whole < inf:
            self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        if self._timer.is_alive():
            self._timer.join()
        for twin in self._twins:
            twin.close()

    @property
    def left(self) -> float:
        """Seconds to go; 0 or less when time is up."""
        return self._end - time.monotonic()

    @property
    def step(self) -> float:
        """Seconds for the next step."""
        return min(self._stall, max(self.left, 0.001))

    def check(self) -> None:
        """Raise Refused when time is up."""
        if self.left <= 0:
            late = f"no complete answer within {self._whole:g} s"
            raise Refused(f"{late}; raise the timeout")

    def watch(self, event: str, details: dict[str, Any]) -> None:
        """What httpx calls at each event of an exchange: a connection that is made can be cut."""
        if event == "connection.connect_tcp.complete" and self._whole < inf:
            # A twin of the descriptor, because TLS takes the socket itself over.
            self._twins.append(details["return_value"].get_extra_info("socket").dup())
            if self.left <= 0:
                self._cut()

    def _cut(self) -> None:
        for twin in self._twins:
            with suppress(OSError):
                twin.shutdown(socket.SHUT_RDWR)


def _in(wait: float) -> str:
    """When a try is due: who is told to wait for ages, by a number of any length, need not count
    them."""
    return f"in {wait:g} s" if wait < _DAY else "in more than a day"


def tried(act: Callable[[], _Made], patience: Patience, limits: Limits) -> _Made:
    """What `act` makes, tried again where that may help.

    Raises Broken where the last try does, Refused where the next one would come too late.
    """
    for attempt in count(1):
        try:
            return act()
        except Broken as error:
            limits.check()
            if attempt >= patience.tries:
                raise
            wait = error.wait or patience.pause * 2 ** (attempt - 1)
            if wait >= limits.left:
                due = f"the next try is due {_in(wait)}, later than the timeout"
                raise Refused(f"{error}; {due}") from None
        time.sleep(wait)
    raise AssertionError("the loop above ends by itself")
