"""Questions asked in a process of their own, which may take only so much time and memory.

An engine that has begun a question hears neither a deadline nor an interrupt, and ends the process
that it runs in where memory gives out. So the engine lives in a forked child: starting one costs
some milliseconds, since everything is loaded already, and whatever happens to it is one error here.
Where a process cannot fork (Windows), the engine runs in a thread instead: a question over its time
is given up in the same way, its memory has no bound.

What the child does is said in `answering`. Knows processes and pipes; nothing of what is asked.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
import threading
import time
import warnings
from contextlib import contextmanager, suppress
from io import BytesIO
from math import inf
from typing import IO, TYPE_CHECKING, Any
from weakref import finalize

from clustergraph.graph import answering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clustergraph.graph.bounds import Bounds

    # What is done while something opens.
    Work = Callable[[], object]

CAN_FORK = hasattr(os, "fork")
# The processes that run threads of an engine.
_THREADED: set[int] = set()
# What a new Python does. Where what it needs cannot be loaded it says so, as answers are told.
_BEGIN = """
import os, pickle, struct, sys
sys.path[:] = {path!r}
try:
    from {module} import begin
    begin()
except Exception as error:
    told = pickle.dumps(ImportError(str(error)))
    os.write(int(sys.argv[2]), struct.pack("<qq", {failed}, len(told)) + told)
    os._exit(1)
"""
# What ends a process that memory fails: Rust aborts, the system kills.
_STARVED = frozenset({signal.SIGABRT, getattr(signal, "SIGKILL", signal.SIGABRT)})


class OverTime(Exception):
    """The answer did not come in time."""


class OverMemory(Exception):
    """The answer took more memory than it may."""


class Crashed(Exception):
    """The process ended without an answer."""


class NotStarted(Exception):
    """No process could be started that answers, or what it needs could not be loaded."""


class Confined:
    """What `open` makes, in processes of its own. The first is started at once, `meanwhile` called,
    and what goes wrong while it opens is raised here; others join it while it still sends an
    answer."""

    def __init__(self, open_: Callable[[], Any], bounds: Bounds, meanwhile: Work) -> None:
        self.bounds = bounds
        self._open = open_
        first = _Child(open_, bounds)
        meanwhile()
        self._idle = [_opened(first)]

    def ask(self, job: Callable[[Any, str], Iterator[bytes]], text: str,
            seconds: float | None = None) -> Answer:  # fmt: skip
        """The answer of a job, a module's function, to a text; its first bytes have come.

        Raises OverTime, OverMemory, Crashed, NotStarted, or what the job raises.
        """
        child = self._taken() or _opened(_Child(self._open, self.bounds))
        answer = Answer(child, seconds or self.bounds.seconds, self._idle)
        child.send((job, text))
        answer.begin()
        return answer

    def _taken(self) -> _Child | None:
        with suppress(IndexError):
            while True:
                child = self._idle.pop()
                if child.pid_of_parent == os.getpid():
                    return child
        return None


def _opened(child: _Child) -> _Child:
    """A graph is opened in whatever time that takes, as long as somebody waits for it."""
    try:
        Answer(child, inf, []).begin()
    except Crashed as error:
        raise NotStarted(f"it ended before it was asked anything: {error}") from None
    return child


class Threaded:
    """The same where a process cannot fork: one thread a question."""

    def __init__(self, open_: Callable[[], Any], bounds: Bounds, meanwhile: Work) -> None:
        self.bounds = bounds
        meanwhile()
        self._opened = open_()

    def ask(self, job: Callable[[Any, str], Iterator[bytes]], text: str,
            seconds: float | None = None) -> IO[bytes]:  # fmt: skip
        """The answer of a job to a text. Raises OverTime, or what the job raises."""
        made: list[bytes | BaseException] = []

        def work() -> None:
            try:
                made.append(b"".join(job(self._opened, text)))
            except BaseException as error:  # noqa: BLE001  raised where the answer is awaited
                made.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(min(seconds or self.bounds.seconds, threading.TIMEOUT_MAX))
        if not made:
            raise OverTime
        if isinstance(made[0], BaseException):
            raise made[0]
        return BytesIO(made[0])


class Answer:
    """The bytes of one answer, as a file to be read once. A child that has sent all of it can be
    asked again; one that has not is ended with the answer."""

    def __init__(self, child: _Child, seconds: float, idle: list[_Child]) -> None:
        self._child, self._left, self._idle = child, seconds, idle
        self._ready = memoryview(b"")
        self._done = False
        self._close = finalize(self, child.end)

    def begin(self) -> None:
        """Wait for the first bytes."""
        self._next()

    def read(self, size: int = -1) -> bytes:
        """At most that many bytes, or all that is left."""
        if size < 0:
            return b"".join(iter(lambda: self.read(answering.PIECE), b""))
        if not self._ready and not self._done:
            self._next()
        piece, self._ready = bytes(self._ready[:size]), self._ready[size:]
        return piece

    def _next(self) -> None:
        try:
            (length,) = answering.LENGTH.unpack(self._bytes(answering.LENGTH.size))
            if length == answering.FAILED:
                (length,) = answering.LENGTH.unpack(self._bytes(answering.LENGTH.size))
                error = pickle.loads(self._bytes(length))  # noqa: S301  our own child wrote it
                self._finished()
                # Files of the program that are not there are no fault of what was asked.
                raise NotStarted(str(error)) if isinstance(error, ImportError) else error
            if length == answering.DONE:
                self._finished()
            else:
                self._ready = memoryview(self._bytes(length))
        except (OverTime, OverMemory, Crashed, KeyboardInterrupt, SystemExit):
            self._close()
            raise

    def _finished(self) -> None:
        self._done = True
        self._close.detach()
        self._idle.append(self._child)

    def _bytes(self, count: int) -> bytes:
        """So many bytes; only the time that is spent waiting counts."""
        pieces = []
        while count:
            started = time.monotonic()
            if not self._child.wait(max(self._left, 0)):
                raise OverTime
            self._left -= time.monotonic() - started
            piece = os.read(self._child.answers, min(count, answering.PIECE))
            if not piece:
                raise self._child.how_it_ended()
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)


def keep_threads() -> None:
    """Remember that this process runs threads of an engine, which a fork of it would wait for."""
    _THREADED.add(os.getpid())


class _Child:
    """A process that opens something and answers questions on it, one after the other."""

    def __init__(self, open_: Callable[[], Any], bounds: Bounds) -> None:
        self.pid_of_parent = os.getpid()
        start = _spawned if self.pid_of_parent in _THREADED else _forked
        with _starting() as pipes:
            asked, self.requests = pipes()
            self.answers, answered = pipes()
            self.pid = start(open_, bounds, asked, answered)
        if self.pid_of_parent in _THREADED:
            self.send((open_, bounds))
        os.close(asked)
        os.close(answered)
        self._poll = select.poll()
        self._poll.register(self.answers, select.POLLIN)
        self.end = finalize(self, _end, self.pid, self.requests, self.answers, self.pid_of_parent)

    def send(self, request: Any) -> None:
        """Ask; who has gone meanwhile says so when the answer is read."""
        data = pickle.dumps(request)
        with suppress(BrokenPipeError):
            answering.write(self.requests, answering.LENGTH.pack(len(data)) + data)

    def wait(self, seconds: float) -> bool:
        """Whether there is something to read within so many seconds."""
        return bool(self._poll.poll(min(seconds, 1e6) * 1000))

    def how_it_ended(self) -> Exception:
        """Why a process has closed its pipe."""
        self.end.detach()
        os.close(self.requests)
        os.close(self.answers)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        if code == answering.STARVED or -code in _STARVED:
            return OverMemory()
        return Crashed(signal.strsignal(-code) or str(code) if code < 0 else f"exit code {code}")


@contextmanager
def _starting() -> Iterator[Callable[[], tuple[int, int]]]:
    """What makes pipes, which go where no process can be started: NotStarted says why."""
    made: list[int] = []

    def pipes() -> tuple[int, int]:
        ends = os.pipe()
        made.extend(ends)
        return ends

    try:
        yield pipes
    except OSError as error:
        for end in made:
            os.close(end)
        raise NotStarted(error.strerror or str(error)) from None


def _forked(open_: Callable[[], Any], bounds: Bounds, asked: int, answered: int) -> int:
    with warnings.catch_warnings():
        # That other threads are not in the child is what is wanted: it needs none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if not pid:
        answering.live(open_, bounds, asked, answered)
    return pid


def _spawned(open_: Callable[[], Any], bounds: Bounds, asked: int, answered: int) -> int:
    """The same from a new Python, which takes a fifth of a second longer."""
    code = _BEGIN.format(path=sys.path, module=answering.__name__, failed=answering.FAILED)
    for pipe in (asked, answered):
        os.set_inheritable(pipe, True)
    command = [sys.executable, "-c", code, str(asked), str(answered)]
    return os.posix_spawn(sys.executable, command, os.environ)


def _end(pid: int, requests: int, answers: int, parent: int) -> None:
    if os.getpid() != parent:
        return
    for pipe in (requests, answers):
        with suppress(OSError):
            os.close(pipe)
    with suppress(OSError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
