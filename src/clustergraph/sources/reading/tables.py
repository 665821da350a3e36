"""Files of tables in folders and zips at any depth; what a zip may unpack to is bounded.

Knows nothing of what is in the files.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from clustergraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# A zip that unpacks to more than this, or to so many times its size, is an attack or a mistake.
LARGEST_MEMBER = 20_000_000_000
LARGEST_RATIO = 200
_SMALL = 1_000_000
_DEEPEST = 3

# What reading a broken file or zip can raise.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class Table:
    """A file found in a folder, a zip or on its own; `open` gives its bytes."""

    name: str
    stem: str
    open: Callable[[], IO[bytes]]


def tables(path: Path, *extensions: str) -> list[Table]:
    """Every file with one of the extensions ("csv"), in a folder or zip at any depth, sorted.

    Raises SourceError for a zip that is not whole or unpacks to more than a source can be.
    """
    wanted = tuple(f".{extension}" for extension in extensions)
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if not path.is_dir():
        return _of_file(path, wanted)
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in (*wanted, ".zip"))
    return [table for file in files if file.is_file() for table in _of_file(file, wanted)]


def _of_file(file: Path, wanted: tuple[str, ...]) -> list[Table]:
    def opened() -> IO[bytes]:
        return file.open("rb")

    if file.suffix.lower() == ".zip":
        return _of_zip(str(file), opened, wanted, 1)
    return [Table(str(file), file.stem.lower(), opened)]


def _of_zip(
    name: str, opened: Callable[[], IO[bytes]], wanted: tuple[str, ...], depth: int
) -> list[Table]:
    """The tables in a zip. Nothing is unpacked to disk, so no member's name can lead outside."""
    if depth > _DEEPEST:
        raise SourceError(f"{name}: a zip in a zip in a zip in a zip: refused")
    found = []
    for member in members_of(name, opened):
        inside, suffix = f"{name}/{member.filename}", PurePosixPath(member.filename).suffix.lower()
        if member.is_dir() or suffix not in (*wanted, ".zip"):
            continue
        content = partial(_open_member, opened, member)
        if suffix == ".zip":
            found.extend(_of_zip(inside, content, wanted, depth + 1))
        else:
            found.append(Table(inside, PurePosixPath(member.filename).stem.lower(), content))
    return found


def members_of(name: str, opened: Callable[[], IO[bytes]]) -> list[zipfile.ZipInfo]:
    """What a zip holds, by name; refused where it would unpack to too much."""
    try:
        with opened() as file, zipfile.ZipFile(file) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
    except BROKEN as error:
        raise SourceError(f"{name}: not a whole zip file ({error})") from None
    for member in members:
        # zipfile reads no more of a member than the size given here, so a lie does not help.
        size, packed = member.file_size, max(member.compress_size, _SMALL)
        if size > min(LARGEST_MEMBER, LARGEST_RATIO * packed):
            raise SourceError(f"{name}/{member.filename}: unpacks to {size:,} bytes: refused")
    return members


def _open_member(opened: Callable[[], IO[bytes]], member: zipfile.ZipInfo) -> IO[bytes]:
    file = opened()
    try:
        stream = zipfile.ZipFile(file).open(member)  # noqa: SIM115  closed by close_both
    except BROKEN:
        file.close()
        raise
    close = stream.close

    def close_both() -> None:
        # zipfile leaves a file that it was given open.
        close()
        file.close()

    stream.close = close_both  # type: ignore[method-assign]
    return stream
