"""A folder of files that changes as a whole: new content waits beside until all of it is made.

Whoever dies before that leaves the old files as they are; whoever dies while they are put in place
leaves a list, and the next one goes on from there. Knows files; nothing of what is in them.
"""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple

import filelock

from clustergraph.errors import OutputError
from clustergraph.formats.output import write_bytes
from clustergraph.web.site.seen import Seen, look

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from types import TracebackType

# Threads that read files, and how many each takes at once: to wait for a disk, and to hash, they
# need no turn.
_READERS, _AT_ONCE = 4, 500
# How a file is opened that is to be written.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_RECORD, _WAITING, _READY, _LOCK = "site.json", ".waiting", "ready.json", ".lock"


class Put(NamedTuple):
    """A file of the folder as it will be. changed: whether it waits to be put in place."""

    name: str
    sha256: str
    changed: bool


class Place:
    """Where the new files of a folder wait. Several processes may put files there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.waiting = folder, folder / _WAITING
        # Without a Path for each file, which takes longer than to read or write most of them.
        self._root, self._new = f"{folder}{os.sep}", f"{self.waiting}{os.sep}"
        self._made: set[str] = set()
        # Nothing need be compared with a folder that is not there.
        self._there: dict[str, bool] = {}

    def path(self, name: str) -> Path:
        """Where a file is made that something else writes; `made` then tells of it."""
        self._with_folder(name)
        return self.waiting / name

    def _with_folder(self, name: str) -> None:
        """Have the folder in which a file will wait."""
        folder = name.rpartition("/")[0]
        if folder not in self._made:
            (self.waiting / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)

    def made(self, name: str) -> Put:
        """A file that was written where `path` said."""
        found = sha256(self.path(name).read_bytes()).hexdigest()
        changed = not self.holds(name, found)
        if not changed:
            self.path(name).unlink()
        return Put(name, found, changed)

    def put(self, name: str, content: bytes) -> Put:
        """A file with its content; OutputError where it cannot be written."""
        found = sha256(content).hexdigest()
        try:
            changed = not self.holds(name, found)
            if changed:
                self._with_folder(name)
                _write(self._new + name, content)
        except OSError as error:
            raise failed(self.folder, error) from error
        return Put(name, found, changed)

    def move(self, name: str) -> None:
        """Put a file that waits in its place, whose folder is there."""
        os.replace(self._new + name, self._root + name)  # noqa: PTH105

    def holds(self, name: str, expected: str) -> bool:
        """Whether the folder has this file with that checksum."""
        if not self._has_folder(name.rpartition("/")[0]):
            return False
        try:
            with open(self._root + name, "rb", buffering=0) as file:  # noqa: PTH123
                content = file.read()
        except OSError:
            return False
        return sha256(content).hexdigest() == expected

    def _has_folder(self, name: str) -> bool:
        if name not in self._there:
            self._there[name] = (self.folder / name).is_dir()
        return self._there[name]

    def holds_all(self, files: Mapping[str, str]) -> bool:
        """The same of many files, by name."""
        left = list(files.items())
        parts = [left[start : start + _AT_ONCE] for start in range(0, len(left), _AT_ONCE)]
        with ThreadPoolExecutor(_READERS) as pool:
            return all(pool.map(lambda part: all(starmap(self.holds, part)), parts))


def _write(name: str, content: bytes) -> None:
    """A new file, whole even where a system takes a piece at a time. Not by `open`, which asks
    what it has opened: of tens of thousands of small files that is a good part."""
    file = os.open(name, _NEW, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def failed(folder: Path, error: OSError) -> OutputError:
    """What is told where a folder cannot be written."""
    return OutputError(f"cannot write {folder}: {error.strerror or error}")


class Staging:
    """The files to come of one folder. key: what they are made from. seen: a file in which to keep
    how they look. holds: whether the folder has them already, each as it was written; told: what
    `finish` was told of these."""

    def __init__(self, folder: Path, key: str, seen: Path | None = None) -> None:
        self._folder, self._key = folder, key
        self._seen = Seen(folder, seen)
        self.place = Place(folder)
        self._sums: dict[str, str] = {}
        self._changed: list[str] = []
        self._before: dict[str, str] = {}
        self._record: tuple[list[int] | None, dict[str, Any]] | None = None
        self.holds = False
        self.told: Mapping[str, Any] = {}

    def __enter__(self) -> Staging:
        try:
            self._open()
        except OSError as error:
            raise failed(self._folder, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What is ready is put in place by the next one.
        if not (self.place.waiting / _READY).exists():
            shutil.rmtree(self.place.waiting, ignore_errors=True)
        self._lock.release()
        with suppress(OSError):
            (self._folder / _LOCK).unlink()
        if self._new and error is not None:
            # Where something was put in place, it stays.
            with suppress(OSError):
                self._folder.rmdir()

    def _open(self) -> None:
        if self._folder.is_dir() and any(self._folder.iterdir()) and not self._ours():
            raise OutputError(
                f"{self._folder} holds other files: name an empty folder or one of a site"
            )
        self._new = not self._folder.exists()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = filelock.FileLock(self._folder / _LOCK)
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout:
            raise OutputError(f"{self._folder}: another one is writing this site") from None
        self._began = self._now()
        self._go_on()
        shutil.rmtree(self.place.waiting, ignore_errors=True)
        record = self._recorded()
        self._before = record.get("files", {})
        self.told = record.get("told", {})
        same = bool(self._key) and record.get("key") == self._key
        self.holds = same and self._holds_all()

    def _holds_all(self) -> bool:
        """Whether the folder has all files, each as it was written; those are read that may have
        been written since they last were."""
        looks, kept = self._seen.looks(self._before, self._now()), self._seen.kept(self._sum())
        doubtful = [
            name for name in self._before if name not in looks or looks[name] != kept.get(name)
        ]
        holds = self.place.holds_all({name: self._before[name] for name in doubtful})
        if holds and doubtful:
            self._seen.keep(looks, self._sum())
        return holds

    def _look(self) -> None:
        """Keep how the files look now that all are in place: those that were there before, where
        nobody has written them since this began."""
        changed = set(self._changed)
        old = self._seen.looks((name for name in self._sums if name not in changed), self._began)
        self._seen.keep(old | self._seen.looks(changed, self._now()), self._sum())

    def _now(self) -> int:
        """The time on this disk, which may be that of another machine; the earliest, where it does
        not tell."""
        lock = self._folder / _LOCK
        with suppress(OSError):
            lock.touch()
            return lock.stat().st_mtime_ns
        return 0

    def _sum(self) -> str:
        """The checksum of the record."""
        with suppress(OSError):
            return sha256((self._folder / _RECORD).read_bytes()).hexdigest()
        return ""

    def _ours(self) -> bool:
        """Whether the folder has a site, or what one left that died before it had any."""
        ready = self._read(self.place.waiting / _READY).get("record")
        record = ready or self._recorded()
        if isinstance(record, dict) and {"key", "files"} <= record.keys():
            return isinstance(record["files"], dict)
        return {each.name for each in self._folder.iterdir()} <= {_WAITING, _LOCK}

    def _recorded(self) -> dict[str, Any]:
        """What the folder has; read again only where another one has put it in place since."""
        path = self._folder / _RECORD
        looks = look(path)
        if self._record is None or self._record[0] != looks:
            self._record = looks, self._read(path)
        return self._record[1]

    @staticmethod
    def _read(path: Path) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            found = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(found, dict):
                return found
        return {}

    def put(self, name: str, content: bytes) -> None:
        """A file with its content; OutputError where it cannot be written."""
        self.take([self.place.put(name, content)])

    def take(self, files: Iterable[Put]) -> None:
        """Files that were put in the place of this folder."""
        for each in files:
            self._sums[each.name] = each.sha256
            if each.changed:
                self._changed.append(each.name)

    def finish(self, told: Mapping[str, Any] | None = None) -> tuple[int, int, int]:
        """Put all in place; how many files there are, how many were written, and removed. told:
        what whoever finds them as they are will want to know."""
        if self.holds:
            return len(self._before), 0, 0
        gone = sorted(set(self._before) - set(self._sums))
        files = dict(sorted(self._sums.items()))
        record = {"key": self._key, "told": dict(told or {}), "files": files}
        try:
            if self._changed or gone or record != self._read(self._folder / _RECORD):
                ready = {"record": record, "changed": sorted(self._changed), "gone": gone}
                write_bytes(self.place.path(_READY), [json.dumps(ready).encode()])
                self._go_on()
        except OSError as error:
            raise failed(self._folder, error) from error
        self._look()
        return len(self._sums), len(self._changed), len(gone)

    def _go_on(self) -> None:
        """Put in place what is ready, from wherever an earlier one was stopped."""
        ready = self._read(self.place.waiting / _READY)
        if not ready:
            return
        moved = self._moved_whole({name.partition("/")[0] for name in ready["changed"]})
        left = [name for name in ready["changed"] if name.partition("/")[0] not in moved]
        for folder in {name.rpartition("/")[0] for name in left}:
            (self._folder / folder).mkdir(parents=True, exist_ok=True)
        for name in left:
            # What is no longer there has been put in place already.
            with suppress(FileNotFoundError):
                self.place.move(name)
        for name in ready["gone"]:
            (self._folder / name).unlink(missing_ok=True)
            with suppress(OSError):
                (self._folder / name).parent.rmdir()
        text = json.dumps(ready["record"], indent=1)
        write_bytes(self._folder / _RECORD, [text.encode()])
        shutil.rmtree(self.place.waiting, ignore_errors=True)

    def _moved_whole(self, tops: Iterable[str]) -> set[str]:
        """Put those folders in place that the site has not yet: one step each, and not one a
        file."""
        new = {top for top in tops if (self.place.waiting / top).is_dir()}
        new = {top for top in new if not (self._folder / top).exists()}
        for top in new:
            (self.place.waiting / top).rename(self._folder / top)
        return new
