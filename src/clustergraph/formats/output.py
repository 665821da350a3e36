"""Writing a file whole or not at all; knows nothing of what is written."""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
import zlib
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from clustergraph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# Bytes that are packed at once: to pack every line takes longer than to write it.
_PACKED_AT_ONCE = 1 << 16
# Characters of a name, each of four bytes at most where a system has 255 for all of it.
_LONGEST = 50


def write_bytes(path: Path, chunks: Iterable[bytes]) -> None:
    """Write chunks to path through a file beside it, so that nothing half-written is left.

    A file that is replaced keeps its mode, and a link goes on leading to the file. Raises
    OutputError where path is a folder or its folder cannot be written.
    """
    write_together([(path, chunks)])


def write_together(files: Iterable[tuple[Path, Iterable[bytes]]]) -> None:
    """Write several files as `write_bytes` does, and none before all can be put in their places."""
    with ExitStack() as written:
        for put in [written.enter_context(_written(path, chunks)) for path, chunks in files]:
            put()


@contextmanager
def _written(path: Path, chunks: Iterable[bytes]) -> Iterator[Callable[[], None]]:
    """What puts the file in its place, once it is written beside it."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder: name a file to write")
    with _told(path):
        path = _followed(path)
        # A pipe or a device is written to, never replaced by a file.
        special = path.exists() and not path.is_file()
        if special:
            _fill(path.open("wb"), chunks)
    if special:
        yield lambda: None
        return
    with _told(path):
        handle, name = tempfile.mkstemp(prefix=_beginning(path), dir=path.parent)
    beside = Path(name)
    try:
        with _told(path):
            _fill(os.fdopen(handle, "wb"), chunks)
            beside.chmod(_mode(path))
        yield partial(_put, beside, path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _fill(opened: IO[bytes], chunks: Iterable[bytes]) -> None:
    with opened as file:
        file.writelines(chunks)


def _put(beside: Path, path: Path) -> None:
    with _told(path):
        beside.replace(path)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses, with the name of the file."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same as gzip, without a name or a time: equal chunks give equal bytes."""
    packer = zlib.compressobj(level=6, wbits=31)
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= _PACKED_AT_ONCE:
            yield packer.compress(b"".join(held))
            held, size = [], 0
    yield packer.compress(b"".join(held)) + packer.flush()


def clean(path: Path) -> None:
    """Remove what a `write_bytes` to this path left beside it when it was killed."""
    for left in path.parent.glob(f"{_beginning(path)}*"):
        # As tempfile names its files; an editor's (.swp) are somebody's.
        if re.fullmatch("[a-z0-9_]{4,8}", left.name.rpartition(".")[2]):
            left.unlink(missing_ok=True)


def _beginning(path: Path) -> str:
    """How the name of a file beside it begins, which must not be too long where its own is not."""
    return f".{path.name[:_LONGEST]}."


def _followed(path: Path) -> Path:
    """The file that a link leads to, which need not be there yet; OSError where links go round."""
    if not path.is_symlink():
        return path
    found = Path(os.path.realpath(path))
    if found.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return found


def _mode(path: Path) -> int:
    """That of the file that is replaced, else the one that a plain open() would give: mkstemp's
    0600 would hide the file from colleagues."""
    with suppress(FileNotFoundError):
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
