"""A folder of files that changes as a whole: new content waits beside until all of it is made.

Whoever dies before that leaves the old files as they are; whoever dies while they are put in place
leaves a list, and the next one goes on from there. Knows files; nothing of what is in them.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import filelock

from clustergraph.errors import OutputError
from clustergraph.formats.output import write_bytes

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_RECORD, _WAITING, _READY, _LOCK = "site.json", ".waiting", "ready.json", ".lock"


class Staging:
    """The files to come of one folder. key: what they are made from. holds: whether the folder has
    them already, each as it was written."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder, self._key = folder, key
        self._sums: dict[str, str] = {}
        self._changed: list[str] = []
        self._before: dict[str, str] = {}
        self.holds = False

    def __enter__(self) -> Staging:
        try:
            self._open()
        except OSError as error:
            raise self._failed(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What is ready is put in place by the next one.
        if not (self._waiting / _READY).exists():
            shutil.rmtree(self._waiting, ignore_errors=True)
        self._lock.release()
        with suppress(OSError):
            (self._folder / _LOCK).unlink()

    def _open(self) -> None:
        if self._folder.is_dir() and any(self._folder.iterdir()) and not self._ours():
            raise OutputError(
                f"{self._folder} holds other files: name an empty folder or one of a site"
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = filelock.FileLock(self._folder / _LOCK)
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout:
            raise OutputError(f"{self._folder}: another one is writing this site") from None
        self._go_on()
        shutil.rmtree(self._waiting, ignore_errors=True)
        record = self._read(self._folder / _RECORD)
        self._before = record.get("files", {})
        same = bool(self._key) and record.get("key") == self._key
        self.holds = same and all(map(self._is_there, self._before.items()))

    def _ours(self) -> bool:
        """Whether the folder has a site, or what one left that died before it had any."""
        ready = self._read(self._waiting / _READY).get("record")
        record = ready or self._read(self._folder / _RECORD)
        if isinstance(record, dict) and {"key", "files"} <= record.keys():
            return isinstance(record["files"], dict)
        return {each.name for each in self._folder.iterdir()} <= {_WAITING, _LOCK}

    @property
    def _waiting(self) -> Path:
        return self._folder / _WAITING

    @staticmethod
    def _read(path: Path) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            found = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(found, dict):
                return found
        return {}

    def _is_there(self, entry: tuple[str, str]) -> bool:
        name, expected = entry
        try:
            return sha256((self._folder / name).read_bytes()).hexdigest() == expected
        except OSError:
            return False

    def place(self, name: str) -> Path:
        """Where a file is made that something else writes; `made` then takes it."""
        path = self._waiting / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def made(self, name: str, content: bytes) -> None:
        """Take a file that was written where `place` said."""
        self._sums[name] = sha256(content).hexdigest()
        if self._is_there((name, self._sums[name])):
            self.place(name).unlink()
        else:
            self._changed.append(name)

    def put(self, name: str, content: bytes) -> None:
        """A file with its content; OutputError where it cannot be written."""
        try:
            self.place(name).write_bytes(content)
            self.made(name, content)
        except OSError as error:
            raise self._failed(error) from error

    def finish(self) -> tuple[int, int, int]:
        """Put all in place; how many files there are, how many were written, and removed."""
        if self.holds:
            return len(self._before), 0, 0
        gone = sorted(set(self._before) - set(self._sums))
        record = {"key": self._key, "files": dict(sorted(self._sums.items()))}
        try:
            if self._changed or gone or record != self._read(self._folder / _RECORD):
                ready = {"record": record, "changed": sorted(self._changed), "gone": gone}
                write_bytes(self.place(_READY), [json.dumps(ready).encode()])
                self._go_on()
        except OSError as error:
            raise self._failed(error) from error
        return len(self._sums), len(self._changed), len(gone)

    def _go_on(self) -> None:
        """Put in place what is ready, from wherever an earlier one was stopped."""
        ready = self._read(self._waiting / _READY)
        if not ready:
            return
        for name in ready["changed"]:
            end = self._folder / name
            end.parent.mkdir(parents=True, exist_ok=True)
            # What is no longer there has been put in place already.
            with suppress(FileNotFoundError):
                (self._waiting / name).replace(end)
        for name in ready["gone"]:
            (self._folder / name).unlink(missing_ok=True)
            with suppress(OSError):
                (self._folder / name).parent.rmdir()
        text = json.dumps(ready["record"], indent=1)
        write_bytes(self._folder / _RECORD, [text.encode()])
        shutil.rmtree(self._waiting, ignore_errors=True)

    def _failed(self, error: OSError) -> OutputError:
        return OutputError(f"cannot write {self._folder}: {error.strerror}")
