"""RDF files as a source: the shipped facts, and a user's own; a record is a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph._version import __version__
from clustergraph.errors import SourceError
from clustergraph.formats import rdf
from clustergraph.sources.gathering import Reading
from clustergraph.sources.reading import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from clustergraph.sources.gathering import Gathering


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read the file, or the RDF files of a folder; what they say is all their own."""
    return Reading(read_files(files(path), gathering.lines))


def shipped(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read the RDF files of a folder that clustergraph ships, of its version."""
    return Reading(read_files(files(path), gathering.lines), __version__)


def ontology(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read the terms and the concept schemes of the ontology's folder, of this version."""
    words = [path / name for name in ("clustergraph.ttl", "schemes.ttl")]
    return Reading(read_files(words, gathering.lines), __version__)


def files(path: Path) -> list[Path]:
    """The file itself, or the RDF files right inside a folder."""
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if not path.is_dir():
        return [path]
    named = sorted(file for file in path.iterdir() if file.suffix.lstrip(".") in rdf.FORMATS)
    found = [file for file in named if file.is_file()]
    if not found:
        raise SourceError(f"{path}: no RDF file here")
    return found


def read_files(paths: Iterable[Path], lines: list[str]) -> Tally:
    """Append the triples of the files to lines; a blank node is refused with its file."""
    subjects = set()
    for path in paths:
        for triple in rdf.read(path):
            for term in (triple.subject, triple.object):
                if isinstance(term, ox.BlankNode):
                    # It would get another name at every build: same input, other bytes.
                    raise SourceError(f"{path}: blank node with {triple.predicate}: give it an IRI")
            subjects.add(triple.subject)
            lines.append(f"{triple} .\n")
    return Tally(read=len(subjects), kept=len(subjects))
