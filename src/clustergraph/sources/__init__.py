"""The registry of sources: where facts come from and how each is read.

A source turns rows into N-Triples lines and counts how every row ended; it knows nothing of graph
folders or engines. Growing is adding one entry to SOURCES: the CLI's `build NAME=PATH` reads its
choices from here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clustergraph import __version__, resources
from clustergraph.sources import rdf
from clustergraph.sources.organisations import Organisations
from clustergraph.sources.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clustergraph.sources.reading import Tally

LICENCE_OURS = "https://creativecommons.org/licenses/by/4.0/"


@dataclass
class Gathering:
    """What the sources of one build write into: lines of their own, shared organisations and
    places."""

    organisations: Organisations = field(default_factory=Organisations)
    places: Places = field(default_factory=Places)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """How reading one source ended; `release` is what the source says of itself, "" if nothing."""

    tally: Tally
    release: str = ""


@dataclass(frozen=True)
class Source:
    """One entry of the registry.

    `read(path, dataset, gathering)` gets the path given on the command line and the IRI that
    stands for this release of the source, to be the `dcterms:source` of what it writes.
    """

    name: str
    title: str
    licence: str
    read: Callable[[Path, str, Gathering], Reading]


def checksum(path: Path) -> str:
    """The SHA-256 of a file, or of the names and contents of all files below a folder."""
    digest = hashlib.sha256()
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    for file in files:
        digest.update(file.name.encode() + b"\0")
        with file.open("rb") as content:
            while chunk := content.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _ours(*names: str) -> Callable[[Path, str, Gathering], Reading]:
    def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
        files = [path / name for name in names] if names else rdf.files(path)
        return Reading(rdf.read_files(files, gathering.lines), __version__)

    return read


def _rdf(path: Path, dataset: str, gathering: Gathering) -> Reading:
    return Reading(rdf.read_files(rdf.files(path), gathering.lines))


# Read at every build, from what clustergraph ships; the path is not the user's to give. Shapes and
# alignments stay outside: a question is about facts and the words used for them.
ALWAYS: dict[str, tuple[Source, Callable[[], Path]]] = {
    "ontology": (
        Source(
            "ontology",
            "clustergraph ontology and concept schemes",
            LICENCE_OURS,
            _ours("clustergraph.ttl", "schemes.ttl"),
        ),
        resources.ontology_dir,
    ),
    "curated": (
        Source("curated", "Facts curated by the clustergraph maintainers", LICENCE_OURS, _ours()),
        resources.data_dir,
    ),
}

SOURCES: dict[str, Source] = {
    "rdf": Source("rdf", "RDF files of your own", "as stated by their author", _rdf),
}
# The sources whose rows name organisations and carry a release.
TABULAR = frozenset(SOURCES) - {"rdf"}
