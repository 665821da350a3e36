"""The texts of projects, by which these are found: asked of a graph, or taken from its lines while
a build writes them. Both come to the same, in the same order.

Knows nothing of what is made of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.questions import queries
from clustergraph.terms import CG, PREFIXES, RDF_TYPE, RDFS_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clustergraph.graph.location import Location

# A thing, and its texts with their languages, "" where none is stated.
Texts = tuple[str, list[tuple[str, str]]]

# What the query asks for, as lines have it.
_PROJECT = f"<{RDF_TYPE}> <{CG}Project> .\n".encode()
_DCTERMS = PREFIXES["dcterms"]
_SAID = tuple(
    f"<{iri}> ".encode()
    for iri in (RDFS_LABEL, f"{_DCTERMS}title", f"{_DCTERMS}description", f"{CG}keyword")
)
# How lines end that need no parser where no sign is escaped in them, and the language of the text.
_PLAIN = {b" .\n": "", b"@en .\n": "en", b"@fr .\n": "fr"}


def of_graph(location: Location) -> Iterator[Texts]:
    """The texts of each project of a graph."""
    of, found = "", list[tuple[str, str]]()
    for node, text, lang in location.stream(queries.shipped("nodes", "texts").text).rows:
        assert node is not None and text is not None
        if node.value != of and found:
            yield of, found
            found = []
        of = node.value
        found.append((text.value, lang.value if lang is not None else ""))
    if found:
        yield of, found


def of_some(location: Location, iris: list[str]) -> dict[str, list[str]]:
    """The texts of a few things, the longest first: a title says less of where words stand."""
    if not iris:
        return {}
    some = queries.of_these(queries.shipped("nodes", "texts"), "node", iris)
    found: dict[str, list[str]] = {}
    for node, text_of, _lang in location.select(some).rows:
        assert node is not None and text_of is not None
        found.setdefault(node.value, []).append(text_of.value)
    return {iri: sorted(all_of, key=lambda one: (-len(one), one)) for iri, all_of in found.items()}


def of_pieces(pieces: Iterable[bytes]) -> Iterator[Texts]:
    """The texts of each project in pieces of sorted N-Triples, one piece a subject."""
    for piece in filter(is_of_project, pieces):
        at = piece.index(b" ") + 1
        # Not by signs of text, some of which end a line too.
        lines = piece.splitlines(keepends=True)
        # A text can hold what looks like a type.
        if any(line.startswith(_PROJECT, at) for line in lines):
            found = _said(line for line in lines if line.startswith(_SAID, at))
            if found:
                yield piece[1 : at - 2].decode(), sorted(found)


def is_of_project(piece: bytes) -> bool:
    """Whether a piece may be about a project: one of other things rarely looks so."""
    return _PROJECT in piece


def _said(lines: Iterable[bytes]) -> set[tuple[str, str]]:
    found, others = set[tuple[str, str]](), list[bytes]()
    for line in lines:
        text, quote, end = line.rpartition(b'"')
        lang = _PLAIN.get(end)
        if lang is None or b"\\" in text:
            others.append(line)
        else:
            found.add((text[text.index(quote) + 1 :].decode(), lang))
    if not others:
        return found
    objects = (quad.object for quad in ox.parse(b"".join(others), format=ox.RdfFormat.N_TRIPLES))
    for one in objects:
        if isinstance(one, ox.Literal | ox.NamedNode):
            found.add((one.value, (one.language or "") if isinstance(one, ox.Literal) else ""))
    return found
