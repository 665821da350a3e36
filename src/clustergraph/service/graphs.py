"""The graph that is served: opened once, and opened again when a build has replaced it.

Knows where a graph is and when it changed; nothing of requests.
"""

from __future__ import annotations

import atexit
import os
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph import processes
from clustergraph.graph import folder
from clustergraph.graph.bounds import MEMORY, TIMEOUT
from clustergraph.graph.opening import open_graph
from clustergraph.questions import lookup
from clustergraph.strategy import weights

if TYPE_CHECKING:
    from clustergraph.graph.location import Location

# Triples above which names are worth to be kept: in a smaller graph they are found at once.
_LARGE = 200_000
# Added to how nice the helping process is to others.
_PATIENCE = 19
_CODE = "from clustergraph.service import graphs; graphs.prepare(pickle.load(given))"


class Current:
    """The graph at one place. A request keeps the Location that it got; the next one gets that of
    the build in force then. quick: have all names kept beside a large graph, and how to recommend
    in it, by a process that nobody waits for, so that they are there at once."""

    def __init__(
        self, where: str, timeout: float = TIMEOUT, memory: int = MEMORY, *, quick: bool = False
    ) -> None:
        self._where = where
        self._open = partial(open_graph, where, timeout=timeout, memory=memory)
        self._lock = threading.Lock()
        self._stamp = self._stamped()
        self._quick = quick
        self._location = self._opened()

    def location(self) -> Location:
        """The graph as it is now. Errors as `open_graph`."""
        stamp = self._stamped()
        if stamp != self._stamp and stamp is not None:
            with self._lock:
                if stamp != self._stamp:
                    self._location = self._opened()
                    self._stamp = stamp
        return self._location

    def holds(self, location: Location) -> bool:
        """Whether the graph is still that one."""
        return location is self._location and self._stamped() in (self._stamp, None)

    def _opened(self) -> Location:
        location = self._open()
        large = location.manifest is not None and location.manifest.triples > _LARGE
        if self._quick and large and not _prepared(location):
            helper = processes.started(_CODE)
            if helper:
                atexit.register(processes.ended, helper)
                processes.send(helper, location.where, last=True)
        return location

    def _stamped(self) -> folder.Written | None:
        """The manifest as it lies on disk; None where the graph is no folder, or being replaced."""
        if self._where.startswith(("http://", "https://")):
            return None
        return folder.written(Path(self._where))


def _prepared(location: Location) -> bool:
    return lookup.prepared(location) and weights.chosen(location)


def prepare(where: str) -> None:
    """Keep beside a graph what takes long to find or choose, after everything else that the machine
    has to do: first all names, which more are asked for."""
    if hasattr(os, "nice"):
        os.nice(_PATIENCE)
    location = open_graph(where)
    lookup.prepare(location)
    weights.weights(location)
