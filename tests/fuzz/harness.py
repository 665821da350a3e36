"""Runs commands on damaged input, many a process, and says which broke a promise.

The promises: an exit code of ours, no traceback, no signal, no command beyond its deadline, at
most 1 GB, one line of a bounded length for an error, and no escape sequence for the terminal.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from multiprocessing.connection import Connection

# Seconds for one command; a machine that is busy is no fault of the code.
DEADLINE = 60
# And for a process that does not hear that it is over.
_SPARE = 30
# Kilobytes that a process may take, all its cases together.
LARGEST = 1_000_000
# Cases of one process.
BATCH = 300
LONGEST = 1_200
_COUNTS = re.compile(
    r"^\S+.*: ([\d,]+) records = ([\d,]+) kept \+ ([\d,]+) repeated(?: \+ ([\d,]+) replaced)?"
    r" \+ ([\d,]+) rejected", re.M,
)  # fmt: skip


@dataclass
class Case:
    """Files to write into an empty folder, and the commands to run there, one after another.

    `twice`: files that the first and the last command write, which must be equal. `stdin`: what
    each command reads there. `act`: what is done beside commands; it says what broke. `command`:
    the command that the case is about.
    """

    files: dict[str, bytes]
    commands: list[list[str]]
    twice: tuple[str, str] | None = None
    prepare: Callable[[Path], None] | None = field(default=None, repr=False)
    stdin: bytes = b""
    act: Callable[[Path], list[str]] | None = field(default=None, repr=False)
    command: str = ""


@dataclass
class Found:
    """How many cases of each command ran, and what broke, each with its number."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def failures(
    make: Callable[[random.Random], Case],
    seed: int,
    seconds: float,
    wanted: Collection[str] = (),
) -> Found:
    """What ran in so many seconds, at least one case, and one of each command that is wanted."""
    found = Found()
    first = number = seed * 1_000_000
    end = time.monotonic() + seconds
    while number == first or time.monotonic() < end or set(wanted) - found.counts.keys():
        number = _batch(make, number, end, found)
    return found


def failures_among(make: Callable[[random.Random], Case], seed: int, cases: int) -> Found:
    """What ran of so many cases, however long they take."""
    found = Found()
    number, last = seed * 1_000_000, seed * 1_000_000 + cases
    while number < last:
        number = _batch(make, number, math.inf, found, last)
    return found


def failures_here(make: Callable[[random.Random], Case], seed: int, seconds: float) -> Found:
    """The same in this process, where threads of ours (a server) run, which no fork may copy."""
    found = Found()
    first = number = seed * 1_000_000
    end = time.monotonic() + seconds
    while number == first or time.monotonic() < end:
        case = make(random.Random(number))
        found.broken += [f"case {number}: {text}" for text in run_case(case)]
        found.counts[case.command] += 1
        number += 1
    return found


def _batch(
    make: Callable[[random.Random], Case],
    number: int,
    end: float,
    found: Found,
    last: float = math.inf,
) -> int:
    """Run some cases in a process of their own, until the end, in time or number; the number of the
    next case.

    It comes from a process that has run nothing: a copy of this one would wait for ever for the
    threads of an engine, which a fork leaves behind.
    """
    context = multiprocessing.get_context("forkserver")
    told, write = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(make, number, end, last, write))
    child.start()
    write.close()
    broken, done, used = [], number - 1, 0
    with contextlib.suppress(EOFError):
        while told.poll(DEADLINE + _SPARE):
            texts, done, used, command = told.recv()
            broken += [f"case {done}: {text}" for text in texts]
            found.counts[command] += 1
        child.kill()
        broken.append(f"case {done + 1}: not done in {DEADLINE + _SPARE} s")
        done += 1
    child.join()
    if child.exitcode and not broken:
        broken.append(f"case {done + 1}: the process ended with {child.exitcode}")
        done += 1
    if used > LARGEST:
        broken.append(f"cases {number} to {done}: {used:,} kB")
    found.broken += broken
    return done + 1


def _child(
    make: Callable[[random.Random], Case],
    number: int,
    end: float,
    last: float,
    told: Connection,
) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for each in range(number, int(min(number + BATCH, last))):
        case = make(random.Random(each))
        broken = run_case(case)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        told.send((broken, each, used, case.command))
        if time.monotonic() > end:
            return


def run_case(case: Case) -> list[str]:
    """What a case broke."""
    where = Path(tempfile.mkdtemp(prefix="fuzz-"))
    home = os.getcwd()
    try:
        os.chdir(where)
        for name, data in case.files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(data)
        if case.prepare:
            case.prepare(where)
        broken, codes = [], []
        if case.act:
            broken += _acted(case.act, where)
        for command in case.commands:
            code, wrong = _run(command, case.stdin)
            broken += [f"{' '.join(command)[:300]!a}: {text}" for text in wrong]
            codes.append(code)
            if code:
                break
        if case.twice and not any(codes):
            one, other = (Path(name).read_bytes() for name in case.twice)
            broken += [] if one == other else [f"{case.commands[0]!a}: another answer"]
        return broken
    finally:
        os.chdir(home)
        shutil.rmtree(where, ignore_errors=True)


def _late(number: int, frame: object) -> None:
    raise TimeoutError(f"not done in {DEADLINE} s")


def _acted(act: Callable[[Path], list[str]], where: Path) -> list[str]:
    """What broke in what is done beside commands."""
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(DEADLINE)
    try:
        return act(where)
    except Exception:  # noqa: BLE001  whatever it is, it must be told
        return [f"traceback {' | '.join(traceback.format_exc().splitlines()[-5:])}"]
    finally:
        signal.alarm(0)


def _run(command: list[str], stdin: bytes = b"") -> tuple[int, list[str]]:
    """The exit code of a command, and which promise it broke."""
    from clustergraph.cli import run

    said, code = "", -1
    with _streams(stdin) as (out, err):
        signal.signal(signal.SIGALRM, _late)
        signal.alarm(DEADLINE)
        try:
            code = run(list(command))
        except BaseException:  # noqa: BLE001  whatever it is, it must be told
            said = traceback.format_exc()
        finally:
            signal.alarm(0)
    told = err.read_bytes().decode(errors="replace")
    broken = [f"traceback {' | '.join(said.splitlines()[-5:])}"] if said else []
    broken += _wrong(code, told) if not said else []
    if not {"--format", "mcp"}.intersection(command) and b"\x1b" in out.read_bytes():
        broken.append("an escape sequence on stdout")
    out.unlink()
    err.unlink()
    return code, broken


def _wrong(code: int, told: str) -> list[str]:
    broken = []
    if code not in (0, 1, 2):
        broken.append(f"exit code {code}")
    if "Traceback" in told or "panicked" in told:
        broken.append(f"says {told[-500:]}")
    if "not done in" in told:
        broken.append("a deadline")
    if "\x1b" in told:
        broken.append("an escape sequence")
    if code == 2 and not re.search("^error: ", told, re.M):
        broken.append(f"exit code 2 and no error: {told[-200:]}")
    if any(len(line) > LONGEST for line in told.splitlines()):
        broken.append("a line without an end")
    for read, *ended in _COUNTS.findall(told):
        if _number(read) != sum(map(_number, ended)):
            broken.append(f"rows are lost: {told[-500:]}")
    return broken


def _number(text: str) -> int:
    return int(text.replace(",", "") or 0)


@contextlib.contextmanager
def _streams(stdin: bytes):  # type: ignore[no-untyped-def]
    """Files in the place of the standard streams, also for what is not written in Python."""
    names = [Path(tempfile.mkstemp(prefix="fuzz-")[1]) for _ in range(2)]
    kept = [os.dup(number) for number in range(3)]
    python = (sys.stdin, sys.stdout, sys.stderr)
    with tempfile.TemporaryFile(prefix="fuzz-") as given:
        given.write(stdin)
        given.seek(0)
        os.dup2(given.fileno(), 0)
    try:
        for number, name in zip((1, 2), names, strict=True):
            file = os.open(name, os.O_WRONLY)
            os.dup2(file, number)
            os.close(file)
        out, err = (open(number, "w", closefd=False, encoding="utf-8") for number in (1, 2))  # noqa: SIM115
        err.reconfigure(errors="backslashreplace")
        sys.stdout, sys.stderr = out, err
        sys.stdin = open(0, closefd=False, encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
        yield names
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        sys.stdin, sys.stdout, sys.stderr = python
        for number, before in enumerate(kept):
            os.dup2(before, number)
            os.close(before)
