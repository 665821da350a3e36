"""Pages of things made several at once, here and in another process beside.

The graph is asked as often for several things as for one, and while some pages are made, others
come to be waited for. Knows threads, processes and sites; nothing of requests.
"""

from __future__ import annotations

import atexit
import pickle
import sys
from collections import deque
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from clustergraph import processes
from clustergraph.errors import ClustergraphError
from clustergraph.garbage import settled
from clustergraph.graph.opening import open_graph
from clustergraph.web.site import pages
from clustergraph.web.site.held import Held, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from clustergraph.languages import Lang

    # The address of a thing, and the language of its page.
    Wanted = tuple[str, Lang]
    # Several pages; None where whoever makes them is gone.
    Maker = Callable[[Sequence[Wanted]], list[bytes] | None]

# Pages that are made at once: whoever asked for the first of more would wait too long.
_TOGETHER = 8
# This process and one beside.
_MAKERS = 2
# Triples below which another process, which reads what this one has read, is not worth it.
_WORTH_IT = 200_000
_CODE = "from clustergraph.service import making; making.serve(given)"


class _Waiting(NamedTuple):
    wanted: Wanted
    page: Future[bytes]


class Making:
    """Who makes the pages of things of one site: this process and, once `widen` has been called,
    perhaps another. Whoever has made some takes what has come meanwhile."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._waiting: deque[_Waiting] = deque()
        # Of the makers, those who make nothing now: none as long as something waits.
        self._free: list[Maker] = [self._make]
        self._threads = ThreadPoolExecutor(_MAKERS)
        self._beside: _Beside | None = None
        self._lock = Lock()
        self._ended = False

    def widen(self) -> None:
        """Have another process make pages as well, where many things may be asked for; this waits
        until it can."""
        manifest = self.site.held.opened.manifest
        if not manifest or manifest.triples < _WORTH_IT or processes.processors() == 1:
            return
        with self._lock:
            if self._ended or self._beside:
                return
            self._beside = beside = _Beside(self.site)
        if beside.ready():
            self._work(beside.make)

    def end(self) -> bool:
        """End what runs beside, if anything does; pages can be made all the same."""
        with self._lock:
            self._ended = True
            if self._beside:
                self._beside.end()
            return self._beside is not None

    def page(self, address: str, lang: Lang) -> Future[bytes]:
        """The page of a thing, when it is there, or what a page raises."""
        mine = _Waiting((address, lang), Future())
        with self._lock:
            self._waiting.append(mine)
            make = self._free.pop() if self._free else None
        if make:
            self._threads.submit(self._work, make)
        return mine.page

    def _work(self, make: Maker) -> None:
        """Have pages made until none is waited for, or the maker is gone."""
        while some := self._next(make):
            if not _told(some, make):
                _told(some, self._make)
                return

    def _next(self, make: Maker) -> list[_Waiting]:
        """What to make next; where there is nothing, the maker is free."""
        with self._lock:
            if not self._waiting:
                self._free.append(make)
                return []
            some = [self._waiting.popleft() for _ in range(min(_TOGETHER, len(self._waiting)))]
        return some

    def _make(self, wanted: Sequence[Wanted]) -> list[bytes]:
        return pages.things(self.site, wanted)


def _told(some: Sequence[_Waiting], make: Maker) -> bool:
    """Have pages made and tell those who wait for them, each what goes wrong with its own; whether
    the maker is still there."""
    some = [each for each in some if not each.page.done()]
    if not some:
        return True
    try:
        made = make([each.wanted for each in some])
    except BaseException as error:  # noqa: BLE001  raised where the page is waited for
        if len(some) > 1:
            return all(_told([each], make) for each in some)
        _settle(some[0].page.set_exception, error)
        return True
    for each, page in zip(some, made or (), strict=made is not None):
        _settle(each.page.set_result, page)
    return made is not None


def _settle(settle: Callable[[Any], None], what: object) -> None:
    """Tell whoever waits, if nobody has given up meanwhile."""
    with suppress(InvalidStateError):
        settle(what)


class _Beside:
    """A process that makes pages of the same site."""

    def __init__(self, site: Site) -> None:
        location = site.held.opened
        self._process = processes.started(_CODE)
        if self._process:
            atexit.register(self.end)
            build = location.manifest.build_id if location.manifest else ""
            processes.send(
                self._process, (location.where, location.timeout, location.memory, build)
            )

    def ready(self) -> bool:
        """Whether it can make pages, when it has read what it needs; False where it never will."""
        return processes.answer(self._process) is True

    def make(self, wanted: Sequence[Wanted]) -> list[bytes] | None:
        """Some pages; None where it is gone. Raises what a page raises."""
        assert self._process
        processes.send(self._process, list(wanted))
        found: list[bytes] | ClustergraphError | None = processes.answer(self._process)
        if isinstance(found, ClustergraphError):
            raise found
        return found

    def end(self) -> None:
        """End it, whatever it does."""
        if self._process:
            atexit.unregister(self.end)
            processes.ended(self._process)


def serve(given: BinaryIO) -> None:
    """What the process does: read what pages need, then make some after some."""
    where, timeout, memory, build = pickle.load(given)  # noqa: S301  written by _Beside
    location = open_graph(where, timeout=timeout, memory=memory)
    if not location.manifest or location.manifest.build_id != build:
        return
    site = Site(Held(location))
    site.held.read()
    found: object = True
    with settled(), suppress(EOFError, BrokenPipeError):
        while True:
            pickle.dump(found, sys.stdout.buffer)
            sys.stdout.flush()
            wanted = pickle.load(given)  # noqa: S301  written by _Beside
            try:
                found = pages.things(site, wanted)
            except ClustergraphError as error:
                found = error
