"""The place of a graph folder: its lock, what is ours in it, and what of ours nobody needs.

Knows names and contents of files. Whatever else lies in the folder is somebody's and stays.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import socket
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

import filelock

from clustergraph.errors import GraphError, OutputError
from clustergraph.formats import output
from clustergraph.graph import folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAIN = "graph.nt"
# What a build folder of ours can hold; readers keep answers of theirs in `cache`.
_CONTENT = {PLAIN, folder.GRAPH_FILE, folder.ABOUT_FILE, folder.INDEX, folder.REJECTS,
            folder.REMARKS, folder.CACHE}  # fmt: skip
# Of a build that is done, and of one that was begun by a process.
_DONE = re.compile(rf"{folder.BUILD_PREFIX}[0-9a-f]{{12}}-[a-z]+(-\d+)?")
_BEGUN = re.compile(rf"{folder.BUILD_PREFIX}\d+(-\d+)?")
_HOLDER = "process {} on {}"
_LOCKED = re.compile(_HOLDER.format(r"\d+", r"\S*"))


@contextmanager
def locked(where: Path) -> Iterator[None]:
    """Hold the folder's lock, so that two builds do not clean up each other's work.

    Raises GraphError where another build holds it, OutputError where the folder cannot be written
    or belongs to another program.
    """
    with _told(where):
        if where.exists() and not where.is_dir():
            raise OutputError(f"{where} is a file: name a folder for the graph")
        where.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(where)
        lock = filelock.FileLock(where / folder.LOCK)
        lock.acquire(blocking=False)
    holder = where / folder.LOCK_HOLDER
    unmark = partial(_remove, holder)
    # Also where a signal ends it.
    atexit.register(unmark)
    try:
        with _told(where):
            told = _HOLDER.format(os.getpid(), socket.gethostname())
            holder.write_text(f"{told}\n", encoding="utf-8")
        yield
    finally:
        atexit.unregister(unmark)
        unmark()
        lock.release()


@contextmanager
def _told(where: Path) -> Iterator[None]:
    """What keeps a folder from being locked, as an error of ours."""
    try:
        yield
    except filelock.Timeout:
        raise GraphError(
            f"{where}: another build is running{_holder(where)}; wait for it"
        ) from None
    except OSError as error:
        raise OutputError(f"cannot write {where}: {error.strerror or error}") from error
    except ValueError as error:
        raise OutputError(f"cannot write the folder: {error}") from None


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


@contextmanager
def begun(where: Path) -> Iterator[Path]:
    """A new build folder of this process, to be renamed; removed also where a signal ends it."""
    path = where / free_name(where, f"{folder.BUILD_PREFIX}{os.getpid()}")
    path.mkdir()
    remove = partial(shutil.rmtree, path, ignore_errors=True)
    atexit.register(remove)
    # By which it is known as ours, whatever else is in it when a process dies.
    (path / folder.GRAPH_FILE).touch()
    try:
        yield path
    finally:
        atexit.unregister(remove)


def free_name(where: Path, name: str) -> str:
    """The name, or the name with a number where something already bears it."""
    names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    return next(free for free in names if not os.path.lexists(where / free))


def clean(where: Path) -> None:
    """Remove the builds of ours that no manifest names: the replaced one, or one that died
    half-way; and a manifest that was not put in force."""
    try:
        present = folder.read_manifest(where).folder
    except GraphError:
        present = ""
    for path in _builds(where):
        if path.name != present:
            # A reader may put an answer into its cache meanwhile.
            shutil.rmtree(path, ignore_errors=True)
            shutil.rmtree(path, ignore_errors=True)
    output.clean(where / folder.MANIFEST)


def _builds(where: Path) -> list[Path]:
    return [path for path in where.glob(f"{folder.BUILD_PREFIX}*") if _is_ours(path)]


def _is_ours(path: Path) -> bool:
    """Whether a folder is called like a build of ours and holds nothing else."""
    done = _DONE.fullmatch(path.name)
    if (not done and not _BEGUN.fullmatch(path.name)) or path.is_symlink() or not path.is_dir():
        return False
    with suppress(OSError):
        names = {entry.name for entry in path.iterdir()}
        written = done or not names or names & {PLAIN, folder.GRAPH_FILE}
        return names <= _CONTENT and bool(written)
    return False


def _refuse_foreign(where: Path) -> None:
    """Raise OutputError where another program keeps files under the names of ours."""
    manifest = where / folder.MANIFEST
    if os.path.lexists(manifest) and not (_is_manifest(manifest) or _builds(where)):
        raise _foreign(manifest)
    for lock in (where / folder.LOCK, where / folder.LOCK_HOLDER):
        if os.path.lexists(lock):
            text = _noted(lock) if lock.is_file() else "no file"
            if text and not _LOCKED.fullmatch(text):
                raise _foreign(lock)


def _noted(path: Path) -> str:
    """The note in a lock file; Windows lets nobody read one that is held."""
    with suppress(PermissionError):
        return path.read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _is_manifest(path: Path) -> bool:
    """Whether a file is a manifest of ours, of whatever format; one that was emptied is taken for
    one, since nothing of anybody's is in it."""
    if not path.is_file():
        return False
    data = path.read_bytes()
    with suppress(ValueError, RecursionError):
        stored = json.loads(data)
        return isinstance(stored, dict) and {"build_id", "folder", "format"} <= stored.keys()
    return not data.strip() or b'"build_id"' in data


def _foreign(path: Path) -> OutputError:
    return OutputError(
        f"{path} is not of clustergraph: name another folder for the graph, or move it away"
    )


def _holder(where: Path) -> str:
    with suppress(OSError):
        text = _noted(where / folder.LOCK_HOLDER)
        return f" ({text})" if text.isprintable() and text else ""
    return ""
