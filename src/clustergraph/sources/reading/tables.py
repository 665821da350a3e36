"""Files of tables in folders and zips at any depth, or packed one by one with gzip; what these may
unpack to is bounded.

What programs leave beside somebody's files is nobody's data, and is passed by. Knows nothing of
what is in the files.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass
from functools import partial
from lzma import LZMAError
from pathlib import PurePath, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from clustergraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from clustergraph.sources.reading.tally import Tally

# A zip that unpacks to more than this, or to so many times its size, is an attack or a mistake.
LARGEST_MEMBER = 20_000_000_000
LARGEST_RATIO = 200
_SMALL = 1_000_000
# Of a zip so much is read at once: of less, most of the time goes to asking for it.
_AT_ONCE = 1 << 16
_DEEPEST = 3
# The owner files of open documents (Excel, LibreOffice), and what macOS adds to files and zips.
_LEFT_FILES = ("~$", ".~lock.", "._")
_LEFT_FOLDERS = frozenset({"__MACOSX"})
# Files of other kinds that may hold a table, too: of spreadsheet programs, texts, and packed ones.
_OTHER_TABLES = (
    ".xls", ".xlsb", ".xlt", ".xltx", ".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".fods", ".ots",
    ".sxc", ".numbers", ".txt", ".tab", ".dat", ".dbf", ".parquet", ".gz", ".bz2", ".xz", ".7z",
    ".rar", ".tar", ".tgz",
)  # fmt: skip
# What is packed with gzip; a spreadsheet is packed already.
_TEXTS = ("csv", "tsv")

# What a damaged zip can raise; the last is of the name of a member.
DAMAGED = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, UnicodeDecodeError)
# What reading a broken file or zip can raise. RuntimeError is of what is encrypted, and of what is
# packed in a way that zipfile has not (NotImplementedError).
BROKEN = (*DAMAGED, OSError, RuntimeError)


@dataclass(frozen=True)
class Table:
    """A file found in a folder, a zip or on its own; `open` gives its bytes."""

    name: str
    stem: str
    open: Callable[[], IO[bytes]]


def tables(path: Path, *extensions: str, tally: Tally | None = None) -> list[Table]:
    """Every file with one of the extensions ("csv"), in a folder or zip at any depth, sorted.

    Files that programs leave, and such of other kinds as may hold a table, are passed by, which
    `tally` gets remarks on. Raises SourceError for a zip that is not whole or unpacks to more than
    a source can be.
    """
    wanted = tuple(f".{extension}" for extension in extensions)
    packed = tuple(f"{extension}.gz" for extension in wanted if extension[1:] in _TEXTS)
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if not path.is_dir():
        return _of_file(path, wanted, tally)
    endings = (*wanted, *packed, ".zip")
    found = []
    for file in sorted(path.rglob("*")):
        if not file.is_file():
            continue
        if not file.name.lower().endswith(endings):
            _other_kind(file.relative_to(path), str(file), wanted, tally)
        elif not left_behind(file.relative_to(path), str(file), tally):
            found += _of_file(file, wanted, tally)
    return found


def left_behind(relative: PurePath, name: str, tally: Tally | None) -> bool:
    """Whether a file is what a program left beside somebody's, on which `tally` gets a remark."""
    left = relative.name.startswith(_LEFT_FILES) or not _LEFT_FOLDERS.isdisjoint(relative.parts)
    if left and tally:
        tally.remark(name, 0, "", "", "not read: left behind by another program")
    return left


def _other_kind(file: PurePath, name: str, wanted: Sequence[str], tally: Tally | None) -> None:
    """Remark on a file of another kind that may hold a table."""
    hidden = any(part.startswith(".") for part in file.parts)
    may = file.name.lower().endswith(_OTHER_TABLES) and not hidden
    if tally and may and not left_behind(file, name, None):
        tally.remark(name, 0, "", "", f"not read: save it as one of {', '.join(wanted)}")


def _of_file(file: Path, wanted: tuple[str, ...], tally: Tally | None) -> list[Table]:
    def opened() -> IO[bytes]:
        return file.open("rb")

    if file.suffix.lower() == ".zip":
        return _Nest(wanted, tally, file.stat().st_size).of_zip(str(file), opened, 1)
    if file.suffix.lower() == ".gz":
        return [Table(str(file), PurePath(file.stem).stem.lower(), partial(_unpacked, file))]
    return [Table(str(file), file.stem.lower(), opened)]


class _Unpacked(io.RawIOBase):
    """A gzip file as it is unpacked; SourceError where it becomes too much."""

    def __init__(self, file: Path) -> None:
        self._file, self._stream = file, gzip.GzipFile(file)
        self._left = min(LARGEST_MEMBER, LARGEST_RATIO * max(file.stat().st_size, _SMALL))

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        data = self._stream.read(len(room))
        self._left -= len(data)
        if self._left < 0:
            raise SourceError(f"{self._file}: unpacks to too much: refused")
        room[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _unpacked(file: Path) -> IO[bytes]:
    return io.BufferedReader(_Unpacked(file))


class _Nest:
    """A zip and the zips in it, which together may unpack to no more than one zip may."""

    def __init__(self, wanted: tuple[str, ...], tally: Tally | None, size: int) -> None:
        self._wanted = wanted
        self._tally = tally
        self._left = min(LARGEST_MEMBER, LARGEST_RATIO * max(size, _SMALL))

    def of_zip(self, name: str, opened: Callable[[], IO[bytes]], depth: int) -> list[Table]:
        """The tables in a zip. Nothing is unpacked to disk: no member's name can lead outside."""
        if depth > _DEEPEST:
            raise SourceError(f"{name}: a zip in a zip in a zip in a zip: refused")
        found = []
        for member in members_of(name, opened):
            # Some programs on Windows write their own sign between folders.
            within = PurePosixPath(member.filename.replace("\\", "/"))
            inside = f"{name}/{within}"
            suffix = within.suffix.lower()
            if member.is_dir():
                continue
            if suffix not in (*self._wanted, ".zip"):
                _other_kind(within, inside, self._wanted, self._tally)
                continue
            if left_behind(within, inside, self._tally):
                continue
            self._left -= member.file_size
            if self._left < 0:
                raise SourceError(f"{name}: its files unpack to too much together: refused")
            content = partial(_open_member, opened, member)
            if suffix == ".zip":
                found.extend(self.of_zip(inside, content, depth + 1))
            else:
                found.append(Table(inside, within.stem.lower(), content))
        return found


def members_of(name: str, opened: Callable[[], IO[bytes]]) -> list[zipfile.ZipInfo]:
    """What a zip holds, by name; refused where it would unpack to too much."""
    try:
        with opened() as file, zipfile.ZipFile(file) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
    except BROKEN as error:
        raise SourceError(f"{name}: not a whole zip file ({error})") from None
    for member in members:
        if not member.filename:
            raise SourceError(f"{name}: a file in it has no name: refused")
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
    return io.BufferedReader(stream, _AT_ONCE)  # type: ignore[type-var]
