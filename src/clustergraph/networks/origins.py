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

    # The names of the graphs of a triple; none for the graph without a name.
    Origins = Callable[[ox.Triple], tuple[ox.NamedNode, ...]]

_ABOUT = ox.NamedNode(DATASET)
# Written here from what clustergraph knows, whatever else somebody brought.
_OURS = (PREFIXES["record"], PREFIXES["fact"])


def origins(location: Location) -> Origins:
    """A function that gives the graphs of a triple."""
    stated: dict[str, list[ox.NamedNode]] = {}
    for thing, dataset in queries.rows(location, queries.shipped("info", "origins")).rows:
        if isinstance(thing, ox.NamedNode) and isinstance(dataset, ox.NamedNode):
            stated.setdefault(thing.value, []).append(dataset)
    known = {iri: tuple(sources) for iri, sources in stated.items()}
    rest = _rest(location.manifest) if location.manifest else lambda iri: ()

    about = set(location.description())
    told_of = {str(triple.subject) for triple in about}

    def of(triple: ox.Triple) -> tuple[ox.NamedNode, ...]:
        subject = str(triple.subject)
        if subject in told_of and triple in about:
            return (_ABOUT,)
        iri = subject[1:-1]
        return known.get(iri) or rest(iri)

    return of


def _rest(manifest: Manifest) -> Callable[[str], tuple[ox.NamedNode, ...]]:
    """Where what names no data set came from: what is shipped, or else files of somebody's own."""
    named = {name: tuple(_names(manifest, name)) for name in ("ontology", "curated", "rdf")}
    words, facts = map(_subjects, (resources.ontology_dir(), resources.data_dir()))

    def of(iri: str) -> tuple[ox.NamedNode, ...]:
        if iri in words:
            return named["ontology"]
        ours = iri in facts or not named["rdf"] or iri.startswith(_OURS)
        return named["curated"] if ours else named["rdf"]

    return of


def _subjects(folder: Path) -> set[str]:
    found = (triple.subject for path in folder.glob("*.ttl") for triple in rdf.read(path))
    return {subject.value for subject in found if isinstance(subject, ox.NamedNode)}


def _names(manifest: Manifest, name: str) -> list[ox.NamedNode]:
    return [ox.NamedNode(entry.dataset) for entry in manifest.sources if entry.name == name]
