"""Writing a file whole or not at all; knows nothing of what is written."""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Bytes that are packed at once: to pack every line takes longer than to write it.
_PACKED_AT_ONCE = 1 << 16


def write_bytes(path: Path, chunks: Iterable[bytes]) -> None:
    """Write chunks to path through a file beside it, so that nothing half-written is left.

    A file that is replaced keeps its mode, and a link goes on leading to the file. Raises
    OutputError where path is a folder or its folder cannot be written.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder: name a file to write")
    try:
        path = _followed(path)
        if path.exists() and not path.is_file():
            # A pipe or a device is written to, never replaced by a file.
            with path.open("wb") as file:
                file.writelines(chunks)
        else:
            _replace(path, chunks)
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
    for left in path.parent.glob(f".{path.name}.*"):
        # As tempfile names its files; an editor's (.swp) are somebody's.
        if re.fullmatch("[a-z0-9_]{4,8}", left.name.rpartition(".")[2]):
            left.unlink(missing_ok=True)


def _replace(path: Path, chunks: Iterable[bytes]) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(chunks)
        beside.chmod(_mode(path))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


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
