"""The registry of sources: where facts come from and how each is read.

A source turns rows into N-Triples lines and counts how every row ended; it knows nothing of graph
folders or engines. Growing is adding one entry to SOURCES: the CLI's `build NAME=PATH` reads its
choices from here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clustergraph import resources
from clustergraph._version import __version__
from clustergraph.sources import rdf
from clustergraph.sources.gathering import Gathering, Reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LICENCE_OURS = "https://creativecommons.org/licenses/by/4.0/"


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


def _decisions(path: Path, dataset: str, gathering: Gathering) -> Reading:
    from clustergraph.sources import identity
    from clustergraph.sources.reading import Tally

    number = len(identity.read(path).taken)
    gathering.decisions.append(path)
    return Reading(Tally(number, number))


def _cordis(path: Path, dataset: str, gathering: Gathering) -> Reading:
    from clustergraph.sources import cordis

    return Reading(*cordis.read(path, dataset, gathering))


def _table(path: Path, dataset: str, gathering: Gathering) -> Reading:
    from clustergraph.sources import table

    return table.read(path, dataset, gathering)


def _nuts(path: Path, dataset: str, gathering: Gathering) -> Reading:
    from clustergraph.sources import nuts

    return Reading(*nuts.read(path, dataset, gathering))


def _keep(path: Path, dataset: str, gathering: Gathering) -> Reading:
    from clustergraph.sources import keep

    return Reading(*keep.read(path, dataset, gathering))


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
    # First: its identifiers name the organisations of the others' rows.
    "rdf": Source("rdf", "RDF files of your own", "as stated by their author", _rdf),
    # Before any rows: they join what the rows name.
    "decisions": Source(
        "decisions",
        "Decisions of your own on which organisations are one",
        "as stated by their author",
        _decisions,
    ),
    # Next: the rows of others name regions by their codes.
    "nuts": Source(
        "nuts",
        "Eurostat, codes and names of NUTS regions",
        "© European Union, Eurostat (GISCO): reuse with acknowledgement of the source",
        _nuts,
    ),
    "cordis": Source(
        "cordis",
        "CORDIS, EU research projects",
        "© European Union, CORDIS: reuse under Decision 2011/833/EU",
        _cordis,
    ),
    "keep": Source(
        "keep",
        "keep.eu, projects and partners of INTERREG",
        "keep.eu / Interact: free reuse with credit, link and statement of changes",
        _keep,
    ),
    # Last: its rows may name what the sources above brought.
    "table": Source("table", "A table of your own", "as stated by its author", _table),
}
# The sources whose rows name organisations and carry a release.
TABULAR = frozenset(SOURCES) - {"rdf", "decisions"}
