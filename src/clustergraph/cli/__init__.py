"""The command line: one command, one library function. The only room that prints or exits.

Exit codes: 0 done, 1 findings, 2 a wrong request, file or graph. Data goes to stdout, all else to
stderr. Library modules are imported inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

# The C half of `signal`, which is ready at once: Ctrl-C may come while all else is loaded.
import _signal  # type: ignore[import-not-found]
import gc
import os

# So many objects may be made before cycles among them are looked for (Python's own: 700).
_MADE = 200_000
# So long a thread of linear algebra without work turns before it sleeps, as a power of two of
# ticks: less than a millisecond (its own: 30, in which it takes a core from all else).
_TURNING = "20"


def main() -> None:
    """The `clustergraph` program."""
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        # Half-loaded modules cannot be left by an exception; nothing is open yet.
        _signal.signal(_signal.SIGINT, lambda number, frame: _end())
    # Modules and rows stay until the end: looking for cycles among them as often as Python does
    # took a tenth of the time of a long command.
    gc.set_threshold(_MADE)
    os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", _TURNING)
    try:
        from clustergraph.cli import starting

        starting.open_streams()
        leaving = starting.Leaving()
        from clustergraph.cli.program import run as run_command

        starting.check_threads()
        signals = starting.Signals()
    except Exception as error:
        _refuse(error)
        raise
    kept: list[object] = []
    code = run_command(stopped=lambda: bool(signals.heard), kept=kept)
    signals.over()
    leaving.leave(code)


def run(args: list[str] | None = None) -> int:
    """Run one command and turn every expected failure into one line and an exit code."""
    from clustergraph.cli.program import run as run_command

    return run_command(args)


def _lacks(error: Exception) -> str | None:
    """What the system has too little of to begin."""
    from clustergraph.cli import starting

    return starting.lacks_threads(error) or (str(error) if isinstance(error, OSError) else None)


def _end() -> None:
    os.write(2, b"interrupted\n")
    os._exit(128 + _signal.SIGINT)


def _refuse(error: Exception) -> None:
    """End where what is needed to begin cannot be had."""
    from clustergraph import compiled

    if said := compiled.told(error) or _lacks(error):
        os.write(2, f"error: {said}\n".encode(errors="backslashreplace"))
        os._exit(2)
