"""Files of a build that stay readable after a newer build has taken its place.

A build removes the one it replaces. Who holds a file of it open can read on: the file goes when
the last reader has closed it. Where a system cannot remove open files, they are removed later.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import finalize

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, eq=False)
class Held:
    """A file held open, to be read from its beginning any number of times; `path` is its name."""

    path: Path
    _number: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        number = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._number.append(number)
        finalize(self, os.close, number)

    def open(self) -> io.BufferedReader:
        """The file from its beginning, whoever else reads it."""
        return io.BufferedReader(_Raw(self))

    def read_at(self, size: int, place: int) -> bytes:
        """At most `size` bytes from a place on."""
        if hasattr(os, "pread"):
            return os.pread(self._number[0], size, place)
        with self.path.open("rb") as file:
            file.seek(place)
            return file.read(size)


class _Raw(io.RawIOBase):
    def __init__(self, held: Held) -> None:
        self._held, self._place = held, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._held.read_at(len(buffer), self._place)
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


@contextmanager
def writable(folder: Path, *written: str) -> Iterator[Path]:
    """The folder, or where it cannot be written, another one with the same files.

    Only for opening them: it is gone when the context ends. `written` are the files that get
    written; each of the others is a link where there can be one.
    """
    if _is_writable(folder, written):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="clustergraph-") as scratch:
        for path in folder.iterdir():
            if path.name in written or not _linked(path, Path(scratch) / path.name):
                shutil.copyfile(path, Path(scratch) / path.name)
        yield Path(scratch)


def _linked(path: Path, link: Path) -> bool:
    """Make a link to a file; Windows lets few users do so."""
    try:
        link.symlink_to(path.resolve())
    except OSError:
        return False
    return True


def _is_writable(folder: Path, written: tuple[str, ...]) -> bool:
    # A folder that is not there is not to be copied either.
    if not folder.is_dir():
        return True
    present = [folder / name for name in written if (folder / name).exists()]
    places = present if len(present) == len(written) else [folder, *present]
    with suppress(OSError):
        return all(os.access(path, os.W_OK) for path in places)
    return False
