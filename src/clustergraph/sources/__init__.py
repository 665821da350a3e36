"""The registry of sources: where facts come from and how each is read.

A source turns rows into N-Triples lines and counts how every row ended; it knows nothing of graph
folders or engines. Adding one is a package here and its entry in SOURCES, from which `build`, the
order of reading and identity decisions take all that they know of it. No source is loaded before
it is read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from clustergraph import resources
from clustergraph.languages import Text
from clustergraph.terms import BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    # From path, dataset and Gathering to Reading; this registry lies below both, since identity
    # decisions need its keys.
    Read = Callable[[Path, str, Any], Any]
    # From the paths, and the memory of the Gathering that they will be read into.
    Order = Callable[[Sequence[Path], dict[str, Any]], list[Path]]

LICENCE_OURS = "https://creativecommons.org/licenses/by/4.0/"
_MAINTAINERS = f"{BASE}maintainers", "The clustergraph maintainers"
# Tables of authorities of the Publications Office of the EU.
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_COMMISSION_REUSE = f"{_AUTHORITY}licence/COM_REUSE"


@dataclass(frozen=True)
class Source:
    """One entry of the registry.

    `read(path, dataset, gathering)` gets the path that the user gave and the IRI that stands for
    this release of the source, to be the `dcterms:source` of what it writes. key: how the local
    names of organisations begin that it makes from keys of its own (organisation:KEY-…), "" where
    it makes none; without it they would count as written by hand. rows: whether it reads rows that
    name organisations and carry a release. order: of several paths, those first whose rows stand
    where others tell of the same thing; None for the order of the paths. licence_iri: the document
    that `licence` names, "" where it has no address. publisher: its IRI and name. page: where the
    source is found.
    """

    name: str
    title: Text
    licence: str
    read: Read
    key: str = ""
    rows: bool = True
    order: Order | None = None
    licence_iri: str = ""
    publisher: tuple[str, str] | None = None
    page: str = ""


def checksum(path: Path) -> str:
    """The SHA-256 of a file, or of the names and contents of all files below a folder."""
    digest = hashlib.sha256()
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    for file in files:
        digest.update(file.name.encode(errors="surrogateescape") + b"\0")
        with file.open("rb") as content:
            while chunk := content.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _of(module: str, function: str = "read") -> Read:
    """A function of a module in this room."""

    def read(path: Path, dataset: str, gathering: Any) -> Any:
        return getattr(import_module(f"{__name__}.{module}"), function)(path, dataset, gathering)

    return read


def _newest(module: str) -> Order:
    """The order of a module in this room."""

    def order(paths: Sequence[Path], memory: dict[str, Any]) -> list[Path]:
        found: list[Path] = import_module(f"{__name__}.{module}").newest_first(paths, memory)
        return found

    return order


# Read at every build, from what clustergraph ships; the path is not the user's to give. Shapes and
# alignments stay outside: a question is about facts and the words used for them.
ALWAYS: dict[str, tuple[Source, Callable[[], Path]]] = {
    "ontology": (
        Source(
            "ontology",
            Text(
                "clustergraph ontology and concept schemes",
                "Ontologie et thésaurus de clustergraph",
            ),
            LICENCE_OURS,
            _of("rdf", "ontology"),
            rows=False,
            licence_iri=LICENCE_OURS,
            publisher=_MAINTAINERS,
        ),
        resources.ontology_dir,
    ),
    "curated": (
        Source(
            "curated",
            Text(
                "Facts curated by the clustergraph maintainers",
                "Faits réunis par les responsables de clustergraph",
            ),
            LICENCE_OURS,
            _of("rdf", "shipped"),
            rows=False,
            licence_iri=LICENCE_OURS,
            publisher=_MAINTAINERS,
        ),
        resources.data_dir,
    ),
}

_GIVEN = (
    # First: its identifiers name the organisations of the others' rows.
    Source(
        "rdf",
        Text("RDF files of your own", "Vos propres fichiers RDF"),
        "as stated by their author",
        _of("rdf"),
        rows=False,
    ),
    # Before any rows: they join what the rows name.
    Source(
        "decisions",
        Text(
            "Decisions of your own on which organisations are one",
            "Vos propres décisions sur les organisations qui n’en font qu’une",
        ),
        "as stated by their author",
        _of("decisions"),
        rows=False,
    ),
    # Next: the rows of others name regions by their codes.
    Source(
        "nuts",
        Text(
            "Eurostat, codes and names of NUTS regions",
            "Eurostat, codes et noms des régions NUTS",
        ),
        "© European Union, Eurostat (GISCO): reuse with acknowledgement of the source",
        _of("nuts"),
        licence_iri=_COMMISSION_REUSE,
        publisher=(f"{_AUTHORITY}corporate-body/ESTAT", "Eurostat"),
        page="https://ec.europa.eu/eurostat/web/nuts",
    ),
    Source(
        "cordis",
        Text("CORDIS, EU research projects", "CORDIS, projets de recherche de l’UE"),
        "© European Union, CORDIS: reuse under Decision 2011/833/EU",
        _of("cordis"),
        key="cordis",
        order=_newest("cordis.dating"),
        licence_iri=_COMMISSION_REUSE,
        publisher=(f"{_AUTHORITY}corporate-body/PUBL", "Publications Office of the European Union"),
        page="https://cordis.europa.eu/",
    ),
    Source(
        "keep",
        Text(
            "keep.eu, projects and partners of INTERREG",
            "keep.eu, projets et partenaires d’INTERREG",
        ),
        "keep.eu / Interact: free reuse with credit, link and statement of changes",
        _of("keep"),
        key="keep",
        order=_newest("keep"),
        publisher=("https://www.interact.eu/", "Interact"),
        page="https://keep.eu/",
    ),
    # Last: its rows may name what the sources above brought.
    Source(
        "table",
        Text("A table of your own", "Votre propre tableau"),
        "as stated by its author",
        _of("table"),
        key="table",
    ),
)
# What the user can give, by name, in the order of reading.
SOURCES: dict[str, Source] = {each.name: each for each in _GIVEN}


def titled(label: str) -> Text:
    """The label of a release of a source, which is English in a graph and begins with the title of
    the source, in each language; any other label as it is.

    >>> titled("CORDIS, EU research projects, H2020").fr
    'CORDIS, projets de recherche de l’UE, H2020'
    """
    if isinstance(label, Text) and label.fr not in ("", label):
        return label
    for source in (*(each for each, _ in ALWAYS.values()), *_GIVEN):
        rest = label.removeprefix(source.title)
        if rest != label and (not rest or not rest[0].isalnum()):
            return Text(label, source.title.fr + rest)
    return label if isinstance(label, Text) else Text(label)
