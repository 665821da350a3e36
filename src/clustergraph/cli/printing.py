"""What commands print, where, and how they show that they work. Knows no command."""

from __future__ import annotations

import os
import sys
import threading
from codecs import getincrementaldecoder
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import click

from clustergraph.errors import OutputError, ParameterName
from clustergraph.formats import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Seconds after which a progress bar appears.
LONG = 2.0
# Characters of a message, and of its end where it is longer.
LONGEST_LINE = 1_000
_END = 300
# Set while somebody is asked.
_ALONE = threading.Event()
# Fine enough for the time left of work that takes an hour.
_STEPS = 1_000


def emit(data: bytes | Iterator[bytes], path: Path | None = None) -> None:
    """Bytes to a file, whole or not at all, or to stdout, whose reader may leave early.

    On a terminal control characters of a text are made visible; what is no text needs a file.
    """
    chunks = iter([data]) if isinstance(data, bytes) else data
    if path is not None:
        from clustergraph.formats.output import write_bytes

        write_bytes(path, chunks)
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(_visible(chunks) if sys.stdout.isatty() else chunks)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard(sys.stdout)
        sys.exit(0)
    except OSError as error:
        _discard(sys.stdout)
        raise OutputError(f"cannot write to stdout: {error.strerror}") from None


def _visible(chunks: Iterator[bytes]) -> Iterator[bytes]:
    decoder = getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            yield shown.lines(decoder.decode(chunk)).encode()
        yield shown.lines(decoder.decode(b"", final=True)).encode()
    except UnicodeDecodeError:
        raise OutputError(
            "this format is not for a terminal: give ", ParameterName("output"), " a file"
        ) from None


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """What a file holds, from its beginning, a piece at a time."""
    file.seek(0)
    while piece := file.read(1 << 20):
        yield piece


@contextmanager
def progress(*, time_left: bool = False) -> Iterator[Callable[[str, float], None]]:
    """A bar on a terminal's stderr for work that takes over two seconds; nothing when piped.

    `time_left`: whether it also estimates how long the rest will take, going by the last steps.
    """
    if not sys.stderr.isatty():
        yield lambda stage, share: None
        return
    with click.progressbar(
        length=_STEPS,
        file=sys.stderr,
        item_show_func=lambda stage: stage and shown.one_line(stage),
        show_eta=time_left,
        hidden=True,
    ) as bar:

        def show() -> None:
            bar.hidden = False
            if not _ALONE.is_set():
                bar.render_progress()

        def tell(stage: str, share: float) -> None:
            step = round(_STEPS * share)
            # Work that begins a second round starts the bar again.
            bar.pos = min(bar.pos, step)
            bar.update(step - bar.pos, stage)

        timer = threading.Timer(LONG, show)
        timer.start()
        try:
            yield tell
        finally:
            timer.cancel()


@contextmanager
def alone() -> Iterator[None]:
    """On a line of its own, while no bar is drawn: a question to whoever sits there."""
    _ALONE.set()
    try:
        click.echo(err=True)
        yield
    finally:
        _ALONE.clear()


def say(*lines: str) -> None:
    """Lines to stderr, where names cannot steer the terminal; where it takes none (a full disk),
    the work goes on without."""
    try:
        for line in lines:
            click.echo("\n".join(map(_bounded, shown.lines(line).split("\n"))), err=True)
    except OSError:
        _discard(sys.stderr)


def _discard(stream: IO[str]) -> None:
    """Give a stream that fails a place that takes everything: Python flushes it again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def one_line(message: str) -> str:
    """A message without line breaks; of a very long one its beginning and its end, which says what
    to do next."""
    return _bounded(" ".join(message.split()))


def _bounded(line: str) -> str:
    cut = len(line) - LONGEST_LINE
    return line if cut <= 0 else f"{line[: -cut - _END]} … {line[-_END:]}"
