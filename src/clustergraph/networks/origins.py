"""Which source what is said of a thing came from, so that a file has one graph a source.

Knows what sources say of things; nothing of formats. What several sources tell of one thing is of
each of them: a graph says which sources it has, not which of them said what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import resources
from clustergraph.formats import rdf
from clustergraph.graph.folder import DATASET
from clustergraph.questions import queries
from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clustergraph.graph.folder import Manifest
    from clustergraph.graph.location import Location

    # The names of the graphs of a line of N-Triples, in angle brackets; none for the graph without
    # a name.
    Origins = Callable[[str], tuple[str, ...]]

_ABOUT = (f"<{DATASET}>",)
# Written here from what clustergraph knows, whatever else somebody brought.
_OURS = (PREFIXES["record"], PREFIXES["fact"])


def origins(location: Location) -> Origins:
    """A function that gives the graphs of a triple."""
    stated: dict[str, list[str]] = {}
    for thing, dataset in queries.rows(location, queries.shipped("info", "origins")).rows:
        if isinstance(thing, ox.NamedNode) and isinstance(dataset, ox.NamedNode):
            stated.setdefault(str(thing), []).append(str(dataset))
    known = {subject: tuple(sources) for subject, sources in stated.items()}
    rest = _rest(location.manifest) if location.manifest else lambda subject: ()
    about = {line.decode() for line in location.about}
    told_of = {line.partition(" ")[0] for line in about}

    def of(line: str) -> tuple[str, ...]:
        subject = line.partition(" ")[0]
        if subject in told_of and line in about:
            return _ABOUT
        return known.get(subject) or rest(subject)

    return of


def _rest(manifest: Manifest) -> Origins:
    """Where what names no data set came from: what is shipped, or else files of somebody's own."""
    named = {name: tuple(_names(manifest, name)) for name in ("ontology", "curated", "rdf")}
    words, facts = map(_subjects, (resources.ontology_dir(), resources.data_dir()))

    def of(subject: str) -> tuple[str, ...]:
        iri = subject[1:-1]
        if iri in words:
            return named["ontology"]
        ours = iri in facts or not named["rdf"] or iri.startswith(_OURS)
        return named["curated"] if ours else named["rdf"]

    return of


def _subjects(folder: Path) -> set[str]:
    found = (triple.subject for path in folder.glob("*.ttl") for triple in rdf.read(path))
    return {subject.value for subject in found if isinstance(subject, ox.NamedNode)}


def _names(manifest: Manifest, name: str) -> list[str]:
    return [f"<{entry.dataset}>" for entry in manifest.sources if entry.name == name]
