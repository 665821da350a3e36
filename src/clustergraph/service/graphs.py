"""The graph that is served: opened once, and opened again when a build has replaced it.

Knows where a graph is and when it changed; nothing of requests.
"""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.graph import folder
from clustergraph.graph.bounds import MEMORY, TIMEOUT
from clustergraph.graph.opening import open_graph

if TYPE_CHECKING:
    from clustergraph.graph.location import Location

    # What changes when a build replaces a manifest.
    Stamp = tuple[int, int, int]


class Current:
    """The graph at one place. A request keeps the Location that it got; the next one gets that of
    the build in force then."""

    def __init__(self, where: str, timeout: float = TIMEOUT, memory: int = MEMORY) -> None:
        self._where = where
        self._open = partial(open_graph, where, timeout=timeout, memory=memory)
        self._lock = threading.Lock()
        self._stamp = self._stamped()
        self._location = self._open()

    def location(self) -> Location:
        """The graph as it is now. Errors as `open_graph`."""
        stamp = self._stamped()
        if stamp != self._stamp and stamp is not None:
            with self._lock:
                if stamp != self._stamp:
                    self._location = self._open()
                    self._stamp = stamp
        return self._location

    def _stamped(self) -> Stamp | None:
        """The manifest as it lies on disk; None where the graph is no folder, or being replaced."""
        if self._where.startswith(("http://", "https://")):
            return None
        try:
            found = (Path(self._where) / folder.MANIFEST).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
