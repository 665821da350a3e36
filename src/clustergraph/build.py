"""Sources in, graph folder out: the only writer of graph folders.

A new build is made beside the present one and comes into force when the manifest is replaced,
in one step of the file system; killed before that, the old graph still answers.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import filelock

from clustergraph import __version__, engines, folder, output, sources
from clustergraph.errors import GraphError, OutputError
from clustergraph.terms import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# Level 1 packs N-Triples to a tenth at six times the speed of level 9, which gains little more.
_GZIP_LEVEL = 1


@dataclass(frozen=True)
class Request:
    """One source to read: its registry entry, its path, and whether the user gave the path."""

    source: sources.Source
    path: Path
    given: bool


def build(
    given: Sequence[tuple[str, Path]], where: Path, engine: str = engines.DEFAULT
) -> folder.Manifest:
    """Read the curated facts and the given (source name, path) pairs into a graph folder.

    Returns the manifest of the new build. Raises RequestError for an unknown source, SourceError
    for a broken file, GraphError where another build holds the lock, OutputError where the
    folder cannot be written; in each case the present build stays.
    """
    requests = _requests(given)
    if where.is_file():
        raise OutputError(f"{where} is a file: name a folder for the graph")
    with _locked(where):
        _clean(where)
        readings = [request.source.read(request.path) for request in requests]
        lines = sorted({line for reading in readings for line in reading.lines})
        try:
            manifest = _make(where, lines, engine, _entries(requests, readings))
            output.write_bytes(where / folder.MANIFEST, [manifest.to_json()])
        except OSError as error:
            raise OutputError(f"cannot write {where}: {error.strerror}") from error
        finally:
            _clean(where)
    return manifest


def _requests(given: Sequence[tuple[str, Path]]) -> list[Request]:
    always = [Request(source, path(), False) for source, path in sources.ALWAYS.values()]
    for name, _path in given:
        if name not in sources.SOURCES:
            raise unknown("source", name, sources.SOURCES)
    return always + [Request(sources.SOURCES[name], path, True) for name, path in given]


def _entries(
    requests: list[Request], readings: list[sources.Reading]
) -> tuple[folder.SourceEntry, ...]:
    return tuple(
        folder.SourceEntry(
            name=request.source.name,
            title=request.source.title,
            path=str(request.path) if request.given else None,
            release=reading.release,
            licence=request.source.licence,
            checksum=reading.checksum,
            records=reading.records,
            triples=len(set(reading.lines)),
            rejected=reading.rejected,
        )
        for request, reading in zip(requests, readings, strict=True)
    )


def _make(
    where: Path,
    lines: list[bytes],
    engine: str,
    entries: tuple[folder.SourceEntry, ...],
) -> folder.Manifest:
    """Write the graph and its index into a new build folder, not yet in force."""
    build_id = hashlib.sha256(b"".join(lines)).hexdigest()
    name = _free_name(where, f"{folder.BUILD_PREFIX}{build_id[:12]}-{engine}")
    target = where / name
    target.mkdir()
    plain = target / "graph.nt"
    plain.write_bytes(b"".join(lines))
    engines.ENGINES[engine].make(plain, target / folder.INDEX)
    plain.unlink()
    _pack(lines, target / folder.GRAPH_FILE)
    return folder.Manifest(
        format=folder.FORMAT,
        build_id=build_id,
        triples=len(lines),
        folder=name,
        engine=engine,
        engine_version=engines.ENGINES[engine].version(),
        clustergraph=__version__,
        ontology=__version__,
        sources=entries,
        files=folder.entries(target),
    )


def _pack(lines: list[bytes], path: Path) -> None:
    """Gzip with no name and no time in the header: the same triples give the same bytes."""
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0) as packed,
    ):
        packed.writelines(lines)


def _free_name(where: Path, name: str) -> str:
    """The name, or the name with a number where the present build already bears it."""
    names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    return next(free for free in names if not (where / free).exists())


def _clean(where: Path) -> None:
    """Remove the builds that no manifest names: the replaced one, or one that died half-way."""
    try:
        present = folder.read_manifest(where).folder
    except GraphError:
        present = ""
    for path in where.glob(f"{folder.BUILD_PREFIX}*"):
        if path.name != present:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(where: Path) -> Iterator[None]:
    """Hold the folder's lock, so that two builds do not clean up each other's work."""
    lock = filelock.FileLock(where / folder.LOCK)
    try:
        where.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
        (where / folder.LOCK).write_text(f"{os.getpid()}\n")
    except filelock.Timeout:
        raise GraphError(
            f"{where}: another build is running{_holder(where)}; wait for it"
        ) from None
    except OSError as error:
        raise OutputError(f"cannot write {where}: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


def _holder(where: Path) -> str:
    text = (where / folder.LOCK).read_text().strip()
    return f" (process {text})" if text.isdigit() else ""
