"""The graph folder: its layout, its manifest and its checks.

    graph/manifest.json          which build is the present one; replaced in one step
    graph/build-ID/graph.nt.gz   the graph: sorted N-Triples, readable by any RDF tool
    graph/build-ID/about.nt      what the graph says of itself and of its sources (VoID, DCAT-AP)
    graph/build-ID/index/        what the engine made of it
    graph/build-ID/rejects.csv   the rows that are not in the graph, with their file, line and why
    graph/build-ID/remarks.csv   single values left out of rows that are
    graph/build-ID/cache/        answers that readers keep, to be made again at any time
    graph/lock                   held while a build runs; empty: on Windows nobody can read it
    graph/lock.held              which process holds it

Knows files, sizes and checksums, and the names of data sets; nothing of what is in them.
"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from clustergraph.errors import GraphError, Operation
from clustergraph.terms import mint

if TYPE_CHECKING:
    from pathlib import Path

    # What changes when a build replaces a manifest: its number on the disk, time and size.
    Written = tuple[int, int, int]

# Raised whenever a folder of an older clustergraph cannot be read any more.
FORMAT = 1
MANIFEST = "manifest.json"
GRAPH_FILE = "graph.nt.gz"
ABOUT_FILE = "about.nt"
INDEX = "index"
CACHE = "cache"
REJECTS = "rejects.csv"
REMARKS = "remarks.csv"
LOCK = "lock"
LOCK_HOLDER = "lock.held"
BUILD_PREFIX = "build-"
# The graph as a data set; what is said of it is in a graph of this name, too.
DATASET = mint("dataset", "graph")
# The key of the manifest that holds the SHA-256 of the rest of it.
_SEAL = "sha256"
# The types of what JSON holds, by their annotations.
_KINDS = {
    "int": int,
    "str": str,
    "str | None": str | None,
    "dict[str, Any] | None": dict | None,
}
# Below this total, opening also compares checksums: 64 MB take a twentieth of a second.
VERIFY_BELOW = 64_000_000


def dataset(source: str, checksum: str) -> str:
    """The IRI of what a source brought, from its name and the checksum of what was read."""
    return mint("dataset", source, checksum[:12])


@dataclass(frozen=True)
class SourceEntry:
    """What one source brought. `read` rows are `kept` + `repeated` (equal to a kept one) +
    `replaced` (another row of the same thing stands) + `rejected`; `remarks` counts
    the values left out of rows that were kept; `triples` those it wrote itself. `unknown`
    names the columns that its reader did not know; `fetched` is name,
    url, release, size in bytes and sha256 of the archive, where it was downloaded by `fetch`."""

    name: str
    title: str
    path: str | None
    release: str
    licence: str
    checksum: str
    read: int
    kept: int
    repeated: int
    rejected: int
    remarks: int
    triples: int
    fetched: dict[str, Any] | None = None
    replaced: int = 0
    unknown: str = ""

    @property
    def dataset(self) -> str:
        """The IRI of what the source brought."""
        return dataset(self.name, self.checksum)


@dataclass(frozen=True)
class FileEntry:
    """Size in bytes and SHA-256 of one file of the build."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The build that a graph folder holds; `build_id` is the SHA-256 of its sorted N-Triples."""

    format: int
    build_id: str
    triples: int
    folder: str
    engine: str
    engine_version: str
    clustergraph: str
    ontology: str
    sources: tuple[SourceEntry, ...]
    files: dict[str, FileEntry]

    def to_json(self) -> bytes:
        """The manifest as stored: sorted, with a checksum of itself, and no final newline, so that
        any cut breaks it."""
        return _sealed(asdict(self))


def _sealed(document: dict[str, Any]) -> bytes:
    def written(content: dict[str, Any]) -> bytes:
        text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
        # A path need not be UTF-8: its odd bytes become what JSON escapes them to.
        return text.encode(errors="backslashreplace")

    return written({**document, _SEAL: hashlib.sha256(written(document)).hexdigest()})


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entries(build: Path) -> dict[str, FileEntry]:
    """Size and checksum of every file below a build folder, by relative POSIX path, but for those
    in the cache of its readers."""
    cache = build / CACHE
    files = sorted(
        path for path in build.rglob("*") if path.is_file() and cache not in path.parents
    )
    # Some files are large, and processors have the time.
    with ThreadPoolExecutor() as background:
        sums = background.map(sha256, files)
        return {
            path.relative_to(build).as_posix(): FileEntry(path.stat().st_size, found)
            for path, found in zip(files, sums, strict=True)
        }


def is_graph_folder(where: Path) -> bool:
    """Whether a build has been here."""
    return (where / MANIFEST).is_file()


def read_manifest(where: Path) -> Manifest:
    """The manifest of a graph folder; GraphError names the operation that remakes it."""
    try:
        written = _regular(where / MANIFEST).read_bytes()
        stored = json.loads(written)
    except FileNotFoundError:
        raise GraphError(f"{where}: no graph here yet; run: ", remake(where)) from None
    except (OSError, ValueError, RecursionError) as error:
        raise GraphError(f"{where / MANIFEST}: damaged ({error}); run: ", remake(where)) from None
    if isinstance(stored, dict) and not {"build_id", "format"} & stored.keys():
        raise GraphError(f"{where}: no graph here; {MANIFEST} is of another program")
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        found = stored.get("format") if isinstance(stored, dict) else None
        raise GraphError(
            f"{where}: folder format {found}, this version reads {FORMAT}; run: ",
            remake(where, stored),
        )
    # A folder of an earlier version has no seal.
    if stored.pop(_SEAL, None) and _sealed(stored) != written:
        raise GraphError(f"{where / MANIFEST}: its content has changed; run: ", remake(where))
    try:
        return _from_json(stored)
    except (TypeError, KeyError, AttributeError) as error:
        raise GraphError(f"{where / MANIFEST}: damaged ({error}); run: ", remake(where)) from None


def written(where: Path) -> Written | None:
    """Which writing of the manifest is in force: a build of the same facts writes it anew. None
    where there is none, or it is being replaced."""
    try:
        found = (where / MANIFEST).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _regular(path: Path) -> Path:
    """The path, unless reading it could wait for ever (a pipe)."""
    if path.exists() and not path.is_file():
        raise OSError("it is no file")
    return path


def _from_json(stored: dict[str, Any]) -> Manifest:
    sources = tuple(SourceEntry(**entry) for entry in stored.pop("sources"))
    files = {name: FileEntry(**entry) for name, entry in stored.pop("files").items()}
    manifest = Manifest(**stored, sources=sources, files=files)
    records: list[Manifest | SourceEntry | FileEntry] = [manifest, *sources, *files.values()]
    for record in records:
        _check_types(record)
    if not manifest.folder.startswith(BUILD_PREFIX) or set(manifest.folder) & set("/\\\0"):
        raise TypeError("folder names no build")
    return manifest


def _check_types(record: Manifest | SourceEntry | FileEntry) -> None:
    """Raise TypeError for a value that JSON can hold and a manifest cannot."""
    for each in fields(record):
        kind = _KINDS.get(str(each.type))
        if kind and not isinstance(getattr(record, each.name), kind):
            raise TypeError(f"{each.name} is not {each.type}")


def remake(where: Path, manifest: Manifest | dict[str, Any] | None = None) -> Operation:
    """The operation that builds a graph folder again, with the sources that it was built from."""
    if isinstance(manifest, Manifest):
        manifest = asdict(manifest)
    sources = manifest.get("sources") if manifest else None
    listed = sources if isinstance(sources, list | tuple) else ()
    entries = [each for each in listed if isinstance(each, dict)]
    given = [("", f"{entry.get('name')}={entry['path']}") for entry in entries if entry.get("path")]
    return Operation("build", (*given, ("graph", str(where))))


def damage(where: Path, manifest: Manifest, *, checksums: bool) -> list[str]:
    """What is wrong with the files of a build: missing, of another size or content."""
    build = where / manifest.folder
    found = []
    for name, entry in sorted(manifest.files.items()):
        path = build / name
        if not path.is_file():
            found.append(f"{path}: missing")
        elif path.stat().st_size != entry.size:
            found.append(f"{path}: {path.stat().st_size} bytes instead of {entry.size}")
        elif checksums and sha256(path) != entry.sha256:
            found.append(f"{path}: its content has changed")
    # Also what an engine writes itself: it would wait at a pipe.
    inside = sorted(build.joinpath(INDEX).glob("*"))
    return found + [f"{path}: not a file" for path in inside if not path.is_file()]


def check(where: Path, manifest: Manifest, engine_version: str, *, wholly: bool) -> None:
    """Refuse a damaged build, or an index that another version of its engine made.

    `wholly` compares the checksums of large files, too.
    """
    small = sum(entry.size for entry in manifest.files.values()) < VERIFY_BELOW
    wrong = damage(where, manifest, checksums=small or wholly)
    if wrong:
        raise GraphError(f"damaged graph: {wrong[0]}; run: ", remake(where, manifest))
    if manifest.engine_version != engine_version:
        raise GraphError(
            f"{where}: its index was made by {manifest.engine} {manifest.engine_version}, "
            f"here is {engine_version}; run: ",
            remake(where, manifest),
        )
