"""Pages that were made, kept in memory until others need the room: the least asked for goes first.

Knows bytes under keys; nothing of what they are.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

# Bytes in all, and of one page at most.
ROOM, LARGEST = 64 << 20, 1 << 20


class Kept:
    """As many pages as there is room for."""

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._left = room, room
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, key: str) -> bool:
        return key in self._pages

    def get(self, key: str) -> bytes | None:
        """The page of a key, if it is here."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, key: str, page: bytes) -> None:
        """Keep a page, in the place of those that nobody has asked for the longest."""
        if len(page) > LARGEST:
            return
        with self._lock:
            self._left += len(self._pages.pop(key, b"")) - len(page)
            self._pages[key] = page
            while self._left < 0:
                self._left += len(self._pages.popitem(last=False)[1])
