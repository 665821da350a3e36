"""RDF files as a source: the shipped facts, and a user's own; a record is a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph._version import __version__
from clustergraph.errors import SourceError
from clustergraph.formats import rdf
from clustergraph.sources.gathering import Reading
from clustergraph.sources.reading import Tally, left_behind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from clustergraph.sources.gathering import Gathering


# To which IRIs are relative in a file that does not say to which: it is found in no other.
_NOWHERE = "relative:///"


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read the file, or the RDF files of a folder at any depth; what they say is all their own.

    A file in the folder that is none of RDF is remarked on.
    """
    found, other = files(path), unread(path)
    tally = read_files(found, gathering.lines)
    for file in other:
        tally.remark(str(file), 0, "", "", "not read: no RDF file by its extension")
    return Reading(tally)


def shipped(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read the RDF files of a folder that clustergraph ships, of its version."""
    return Reading(read_files(files(path), gathering.lines), __version__)


def ontology(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read the terms and the concept schemes of the ontology's folder, of this version."""
    words = [path / name for name in ("clustergraph.ttl", "schemes.ttl")]
    return Reading(read_files(words, gathering.lines), __version__)


def files(path: Path) -> list[Path]:
    """The file itself, or the RDF files of a folder, at any depth."""
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if not path.is_dir():
        return [path]
    found = sorted(file for file in _inside(path) if rdf.format_of(file))
    if not found:
        raise SourceError(f"{path}: no RDF file here")
    return found


def unread(path: Path) -> list[Path]:
    """The files of a folder that are not among its `files`, but for what programs leave there."""
    return sorted(file for file in _inside(path) if not rdf.format_of(file))


def _inside(path: Path) -> Iterator[Path]:
    for file in path.rglob("*") if path.is_dir() else ():
        relative = file.relative_to(path)
        hidden = any(part.startswith(".") for part in relative.parts)
        if file.is_file() and not hidden and not left_behind(relative, str(file), None):
            yield file


def read_files(paths: Iterable[Path], lines: list[str]) -> Tally:
    """Append the triples of the files to lines; a blank node and a relative IRI are refused with
    their file, and a file without a triple is remarked on."""
    subjects, tally = set(), Tally()
    for path in paths:
        before = len(lines)
        for triple in rdf.read(path, _NOWHERE):
            for term in (triple.subject, triple.object):
                if isinstance(term, ox.BlankNode):
                    # It would get another name at every build: same input, other bytes.
                    raise SourceError(f"{path}: blank node with {triple.predicate}: give it an IRI")
            subjects.add(triple.subject)
            line = f"{triple} .\n"
            if f"<{_NOWHERE}" in line:
                _refuse_relative(path, triple)
            lines.append(line)
        if len(lines) == before:
            # As of JSON-LD without a context.
            tally.remark(str(path), 0, "", "", "nothing read: no statement in it")
        for name in rdf.unnamed(path):
            tally.remark(str(path), 0, name, "", "not read: no @context says what this name means")
    tally.read = tally.kept = len(subjects)
    return tally


def _refuse_relative(path: Path, triple: ox.Triple) -> None:
    """SourceError for an IRI that would name another thing wherever the file lies."""
    kind = triple.object.datatype if isinstance(triple.object, ox.Literal) else triple.object
    for term in (triple.subject, triple.predicate, kind):
        if isinstance(term, ox.NamedNode) and term.value.startswith(_NOWHERE):
            said = term.value.removeprefix(_NOWHERE)
            raise SourceError(
                f"{path}: the IRI <{said}> is relative, and the file does not say to what: give "
                "it whole, or state a base in it (@base, in RDF/XML xml:base)"
            )
