"""Trying again what may pass, after a pause that grows or that the server asks for."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from clustergraph.http.failures import Broken, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.http.limits import Limits

_Made = TypeVar("_Made")


def tried(act: Callable[[], _Made], tries: int, pause: float, limits: Limits) -> _Made:
    """What `act` makes in so many tries, with `pause` seconds before the second, doubled each time.

    Raises Broken where the last try does, Refused where the next one would come too late.
    """
    for attempt in count(1):
        try:
            return act()
        except Broken as error:
            if attempt >= tries:
                raise
            wait = error.wait or pause * 2 ** (attempt - 1)
            if wait >= limits.left:
                due = f"the next try is due in {wait:g} s, beyond the --timeout"
                raise Refused(f"{error}; {due}") from None
        time.sleep(wait)
    raise AssertionError("the loop above ends by itself")
