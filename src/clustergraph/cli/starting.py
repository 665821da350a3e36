"""How the program starts and is stopped: its streams, and the signals that end it.

Knows the standard library only.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

# As shells count a process that a signal ended.
_BY_SIGNAL = 128
_ENDING = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
INTERRUPTED = _BY_SIGNAL + signal.SIGINT
GIB = 1 << 30
# Bytes of addresses that the libraries of any command take before they have done anything.
LEAST = 3 * GIB // 2
# Threads of libraries: a pool of each, as large as there are processors, and some beside them.
_THREADS_AT_LEAST, _THREADS_AT_MOST = 16, 64
# Seconds in which the program can end itself in order; an engine at work does not hear a signal.
_GRACE = 1.0
# Seconds that the end of the program takes at most once it has begun.
_LEFT = 60.0
# Seconds until a signal comes again.
_AGAIN = 0.05


def check_threads() -> None:
    """Raise RuntimeError where not as many threads can be started as libraries start, which break
    off in ways of their own: a panic, an abort, an interrupt to this process."""
    if address_space() < LEAST:
        # Then they lack that, which is told where a command begins.
        return
    enough = threading.Event()
    begun: list[threading.Thread] = []
    try:
        for _ in range(min(_THREADS_AT_LEAST + 4 * (os.cpu_count() or 1), _THREADS_AT_MOST)):
            each = threading.Thread(target=enough.wait, daemon=True)
            each.start()
            begun.append(each)
    finally:
        enough.set()
        for each in begun:
            each.join()


def lacks_threads(error: BaseException) -> str | None:
    """What to say of an error where no thread could be started; None of any other."""
    # Python has no error of its own for it.
    if isinstance(error, RuntimeError) and "start new thread" in str(error):
        return "too few threads can be started: end other programs, or raise the limit (ulimit -u)"
    return None


class Signals:
    """Turns Ctrl-C, SIGTERM and SIGHUP into an end in order: what is temporary is removed.

    The program hears a signal between two steps of Python. A thread waits for the same signal, and
    ends the program where it has not begun to end by itself.
    """

    def __init__(self) -> None:
        self.heard, self._ending = 0, False
        self._pipe = os.pipe()
        # Windows has it from Python 3.12 on, and does not ask for it.
        if hasattr(os, "set_blocking"):
            os.set_blocking(self._pipe[1], False)
        self._unraisable, sys.unraisablehook = sys.unraisablehook, self._unraised
        signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        threading.Thread(target=self._watch, daemon=True).start()
        for number in _ENDING:
            # Who starts a program with a signal ignored (nohup) wants it to be.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._hear)

    def over(self) -> None:
        """Hear no more: what was asked for is done, and how the program ends is settled. A signal
        would only break off what is tidied up."""
        for number in _ENDING:
            if signal.getsignal(number) == self._hear:
                signal.signal(number, signal.SIG_IGN)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self._ending:
            # Too late: the thread is at it, and says so.
            time.sleep(_LEFT)
        self.heard = number
        raise SystemExit(_BY_SIGNAL + number)

    def _unraised(self, told: sys.UnraisableHookArgs) -> None:
        """What Python does with an error that nobody can catch, as in what is called while an
        object is thrown away or the process forks: the end that it kept from us comes again."""
        if self.heard and isinstance(told.exc_value, SystemExit):
            # Not from here, where it would be kept again.
            again = threading.Timer(_AGAIN, os.kill, (os.getpid(), self.heard))
            again.daemon, self.heard = True, 0
            again.start()
        else:
            self._unraisable(told)

    def _watch(self) -> None:
        while data := os.read(self._pipe[0], 1):
            number = data[0]
            if signal.getsignal(number) == self._hear:
                time.sleep(_GRACE)
                if not self.heard:
                    self._ending = True
                    atexit._run_exitfuncs()
                    end(number)


class Leaving:
    """Ends the program with an exit code. Made before anything else that is to be done at the end,
    so that it is done last: the system takes back at once what Python would free piece by piece."""

    def __init__(self) -> None:
        self._code: int | None = None
        atexit.register(self._end)

    def leave(self, code: int) -> NoReturn:
        """Leave in order, with what is to be tidied up tidied up."""
        self._code = code
        sys.exit(code)

    def _end(self) -> None:
        # What cannot be written is for Python to say.
        with suppress(OSError, ValueError):
            if self._code is not None:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(self._code)


def end(number: int) -> None:
    """End at once, as a signal ends a program, with the line that says so."""
    with suppress(OSError):
        os.write(2, b"interrupted\n")
    os._exit(_BY_SIGNAL + number)


def open_streams() -> None:
    """Put something in the place of a standard stream that is closed (cron, `>&-`), before a file
    of ours gets its number: what fails when it is read, or written where data goes."""
    for number, mode in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, mode), number)
    sys.stdin = sys.stdin or open(0, closefd=False, encoding="utf-8")  # noqa: SIM115  for good
    sys.stdout = sys.stdout or open(1, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
    # A locale that cannot show a name must not stop the message that holds it.
    sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def address_space() -> float:
    """How many bytes of addresses the program may take."""
    try:
        import resource
    except ImportError:
        return inf
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return inf if limit == resource.RLIM_INFINITY else limit
