"""The registry of sources: where facts come from and how each is read.

A source yields triples and counts its records; it knows nothing of graph folders or engines.
Growing is adding one entry to SOURCES: the CLI's `build NAME=PATH` reads its choices from here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import __version__, rdf, resources
from clustergraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LICENCE_OURS = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Reading:
    """What a source holds: N-Triples lines, the number of records read and of rows rejected."""

    lines: list[bytes]
    records: int
    rejected: int
    release: str
    checksum: str


@dataclass(frozen=True)
class Source:
    """One entry of the registry; `read` gets the path given on the command line."""

    name: str
    title: str
    licence: str
    read: Callable[[Path], Reading]


def _rdf(path: Path, release: str = "") -> Reading:
    """RDF files of the user's own, or a folder of them; a record is a subject."""
    files = sorted(rdf_files(path))
    if not files:
        raise SourceError(f"{path}: no RDF file here")
    triples = [triple for file in files for triple in _without_blank_nodes(file)]
    lines = [f"{triple} .\n".encode() for triple in triples]
    subjects = {triple.subject for triple in triples}
    return Reading(lines, len(subjects), 0, release, checksum(files))


def rdf_files(path: Path) -> list[Path]:
    """The file itself, or the RDF files right inside a folder."""
    if path.is_dir():
        return [file for file in path.iterdir() if file.suffix.lstrip(".") in rdf.FORMATS]
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    return [path]


def _without_blank_nodes(file: Path) -> Iterable[ox.Triple]:
    for triple in rdf.read(file):
        for term in (triple.subject, triple.object):
            if isinstance(term, ox.BlankNode):
                # A blank node would get another name at every build: same input, other bytes.
                raise SourceError(f"{file}: blank node with {triple.predicate}: give it an IRI")
        yield triple


def checksum(files: Iterable[Path]) -> str:
    """The SHA-256 of the files' names and contents, in the order given."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _ontology(path: Path) -> Reading:
    # Shapes and alignments stay outside: a question is about facts and the words used for them.
    readings = [_rdf(path / name, __version__) for name in ("clustergraph.ttl", "schemes.ttl")]
    files = [path / name for name in ("clustergraph.ttl", "schemes.ttl")]
    return Reading(
        [line for reading in readings for line in reading.lines],
        sum(reading.records for reading in readings),
        0,
        __version__,
        checksum(files),
    )


# Read at every build, from what clustergraph ships; the path is not the user's to give.
ALWAYS: dict[str, tuple[Source, Callable[[], Path]]] = {
    "ontology": (
        Source("ontology", "clustergraph ontology and concept schemes", LICENCE_OURS, _ontology),
        resources.ontology_dir,
    ),
    "curated": (
        Source(
            "curated",
            "Facts curated by the clustergraph maintainers",
            LICENCE_OURS,
            lambda path: _rdf(path, __version__),
        ),
        resources.data_dir,
    ),
}

SOURCES: dict[str, Source] = {
    "rdf": Source("rdf", "RDF files of your own", "as stated by their author", _rdf),
}
