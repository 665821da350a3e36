"""Questions asked in a process of their own, which may take only so much time and memory.

An engine that has begun a question hears neither a deadline nor an interrupt, and ends the process
that it runs in where memory gives out. So the engine lives in a forked child: starting one costs
some milliseconds, since everything is loaded already, and whatever happens to it is one error here.
Where a process cannot fork (Windows), the engine runs in a thread instead: a question over its time
is given up in the same way, its memory has no bound.

Knows processes, pipes and signals; nothing of what is asked.
"""

from __future__ import annotations

import gc
import itertools
import os
import pickle
import select
import signal
import struct
import sys
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from math import inf
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn
from weakref import finalize

from clustergraph.errors import ClustergraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GIB = 1 << 30
# What a question may take unless it is told otherwise: seconds, and bytes beside the graph itself.
TIMEOUT = 60.0
MEMORY = 4 * GIB
CAN_FORK = hasattr(os, "fork")
# Bytes of an answer that are sent at once, and the sign before each piece that says how many.
_PIECE = 1 << 20
_LENGTH = struct.Struct("<q")
_DONE, _FAILED = 0, -1
# The processes that run threads of an engine.
_THREADED: set[int] = set()
# Seconds between two looks at a parent that may have gone, and at memory where no limit holds it.
_LOOK = 0.5
# What ends a process that memory fails: Rust aborts, the system kills.
_STARVED = frozenset({signal.SIGABRT, getattr(signal, "SIGKILL", signal.SIGABRT)})
_STARVED_CODE = 77
# With less than this an engine cannot even begin: its threads wait for each other without an end.
_LEAST = 48 << 20


@dataclass(frozen=True)
class Bounds:
    """Seconds for one answer, and bytes that answering may take beside the graph itself."""

    seconds: float = TIMEOUT
    memory: int = MEMORY


class OverTime(Exception):
    """The answer did not come in time."""


class OverMemory(Exception):
    """The answer took more memory than it may."""


class Crashed(Exception):
    """The process ended without an answer."""


class Confined:
    """What `open` makes, in processes of its own. The first is started at once, and what goes wrong
    while it opens is raised here; others join it while it still sends an answer."""

    def __init__(self, open_: Callable[[], Any], bounds: Bounds) -> None:
        self.bounds = bounds
        self._open = open_
        self._idle: list[_Child] = []
        self._idle.append(self._start())

    def ask(self, job: Callable[[Any, str], Iterator[bytes]], text: str,
            seconds: float | None = None) -> Answer:  # fmt: skip
        """The answer of a job, a module's function, to a text; its first bytes have come.

        Raises OverTime, OverMemory, Crashed, or what the job raises.
        """
        child = self._taken() or self._start()
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

    def _start(self) -> _Child:
        child = _Child(self._open, self.bounds)
        # A graph is opened in whatever time that takes, as long as somebody waits for it.
        Answer(child, inf, []).begin()
        return child


class Threaded:
    """The same where a process cannot fork: one thread a question."""

    def __init__(self, open_: Callable[[], Any], bounds: Bounds) -> None:
        self.bounds = bounds
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
            return b"".join(iter(lambda: self.read(_PIECE), b""))
        if not self._ready and not self._done:
            self._next()
        piece, self._ready = bytes(self._ready[:size]), self._ready[size:]
        return piece

    def _next(self) -> None:
        try:
            (length,) = _LENGTH.unpack(self._bytes(_LENGTH.size))
            if length == _FAILED:
                (length,) = _LENGTH.unpack(self._bytes(_LENGTH.size))
                error = pickle.loads(self._bytes(length))  # noqa: S301  our own child wrote it
                self._finished()
                raise error
            if length == _DONE:
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
            piece = os.read(self._child.answers, min(count, _PIECE))
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
        asked, self.requests = os.pipe()
        self.answers, answered = os.pipe()
        self.pid_of_parent = os.getpid()
        self.pid = (_spawned if self.pid_of_parent in _THREADED else _forked)(
            open_, bounds, asked, answered
        )
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
            _write(self.requests, _LENGTH.pack(len(data)) + data)

    def wait(self, seconds: float) -> bool:
        """Whether there is something to read within so many seconds."""
        return bool(self._poll.poll(min(seconds, 1e6) * 1000))

    def how_it_ended(self) -> Exception:
        """Why a process has closed its pipe."""
        self.end.detach()
        os.close(self.requests)
        os.close(self.answers)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        if code == _STARVED_CODE or -code in _STARVED:
            return OverMemory()
        return Crashed(signal.strsignal(-code) or str(code) if code < 0 else str(code))


def _forked(open_: Callable[[], Any], bounds: Bounds, asked: int, answered: int) -> int:
    with warnings.catch_warnings():
        # That other threads are not in the child is what is wanted: it needs none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if not pid:
        _live(open_, bounds, asked, answered)
    return pid


def _spawned(open_: Callable[[], Any], bounds: Bounds, asked: int, answered: int) -> int:
    """The same from a new Python, which takes a fifth of a second longer."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import begin; begin()"
    for pipe in (asked, answered):
        os.set_inheritable(pipe, True)
    command = [sys.executable, "-c", code, str(asked), str(answered)]
    return os.posix_spawn(sys.executable, command, os.environ)


def begin() -> NoReturn:
    """What a new Python does: it is told what to open, and lives on as a forked child does."""
    asked, answered = map(int, sys.argv[1:3])
    (length,) = _LENGTH.unpack(_read(asked, _LENGTH.size))
    open_, bounds = pickle.loads(_read(asked, length))  # noqa: S301  our parent wrote it
    _live(open_, bounds, asked, answered)


def _end(pid: int, requests: int, answers: int, parent: int) -> None:
    if os.getpid() != parent:
        return
    for pipe in (requests, answers):
        with suppress(OSError):
            os.close(pipe)
    with suppress(OSError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _live(open_: Callable[[], Any], bounds: Bounds, asked: int, answered: int) -> NoReturn:
    """What a child does until nobody asks it any more."""
    try:
        _settle(asked, answered)
        # Before the limit: a thread that finds no memory to begin in is waited for without an end.
        threading.Thread(target=_watch, args=(os.getppid(), bounds.memory), daemon=True).start()
        _limit(bounds.memory)
        opened = _answered(answered, open_)
        while opened is not None and (head := _read(asked, _LENGTH.size)):
            job, text = pickle.loads(_read(asked, _LENGTH.unpack(head)[0]))  # noqa: S301  our parent
            _count_down(bounds.seconds)
            _answered(answered, lambda job=job, text=text: job(opened, text), answered)  # type: ignore[misc]
    except MemoryError:
        os._exit(_STARVED_CODE)
    except BaseException:  # noqa: BLE001  nothing of the parent may run on in its copy
        os._exit(1)
    os._exit(0)


def _settle(asked: int, answered: int) -> None:
    """Let go of what belongs to the parent: its files, its interrupts, what it would tidy up."""
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    edges = [2, *sorted((asked, answered)), os.sysconf("SC_OPEN_MAX")]
    for low, high in itertools.pairwise(edges):
        os.closerange(low + 1, min(high, 1 << 16))


def _limit(memory: int) -> None:
    """Bound what this process may allocate from here on. Pages of a file that is only read, such as
    an index, do not count."""
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        now = int(status.partition("VmData:")[2].split()[0]) << 10
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = now + max(memory, _LEAST)
        resource.setrlimit(
            resource.RLIMIT_DATA,
            (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most),
        )


def _watch(parent: int, memory: int) -> None:
    """End with a parent that ends, and where the system bounds no memory, over the bound."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    bounded = sys.platform.startswith("linux")
    while os.getppid() == parent:
        time.sleep(_LOOK if bounded else _LOOK / 10)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
        if not bounded and used > before + memory:
            os._exit(_STARVED_CODE)
    os._exit(0)


def _count_down(seconds: float) -> None:
    """Let the system end this process should nobody else: a question whose asker was killed."""
    spare = 10 * (os.cpu_count() or 1)
    with suppress(OSError, ValueError):
        signal.setitimer(signal.ITIMER_VIRTUAL, min(seconds * spare, 1e6))


def _answered(pipe: int, work: Callable[[], Any], sends: int | None = None) -> Any:
    """Do the work and tell how it went; with `sends` its bytes are the answer."""
    try:
        made = work()
        if sends is not None:
            for piece in made:
                for start in range(0, len(piece), _PIECE):
                    part = piece[start : start + _PIECE]
                    _write(pipe, _LENGTH.pack(len(part)) + part)
    except (ClustergraphError, OSError, ValueError, RuntimeError) as error:
        data = pickle.dumps(error)
        _write(pipe, _LENGTH.pack(_FAILED) + _LENGTH.pack(len(data)) + data)
        return None
    _write(pipe, _LENGTH.pack(_DONE))
    return made


def _write(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


def _read(pipe: int, count: int) -> bytes:
    data = b""
    while len(data) < count and (piece := os.read(pipe, count - len(data))):
        data += piece
    return data if len(data) == count else b""
