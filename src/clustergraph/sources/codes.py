"""Things that many rows refer to by a code: concepts of schemes, programmes, calls.

Each gets one label a build, whichever row names it first. Knows nothing of files or columns.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.sources import emit
from clustergraph.terms import PREFIXES, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_SKOS = PREFIXES["skos"]
_LABELLED = re.compile(rf"^<{PREFIXES['programme']}[^>]*> <{emit.LABEL}> ")
_NOTED = f"> <{_SKOS}notation> "


def slug(code: str) -> str:
    """The part of an IRI made of a code: small letters, digits and hyphens only."""
    plain = unicodedata.normalize("NFKD", code.casefold())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or plain.encode().hex()


class Codes:
    """Which IRI a code stands for, and which label a thing got.

    `prepare` must come first: a concept that a scheme holds, and the label of a curated programme,
    are not made anew.
    """

    def __init__(self) -> None:
        self._concepts: dict[tuple[str, str], str] = {}
        self._labels: dict[str, str] = {}
        # The codes that fields of science have by their paths, in whichever release.
        self.paths: dict[str, str] = {}
        self._ready = False

    def prepare(self, lines: Iterable[str]) -> None:
        """Learn notations and labels from N-Triples lines; a second call does nothing."""
        if self._ready:
            return
        self._ready = True
        chosen = [line for line in lines if _NOTED in line or _LABELLED.match(line)]
        for quad in ox.parse("".join(chosen), format=ox.RdfFormat.N_TRIPLES):
            subject, predicate, value = quad.triple
            assert isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal)
            if predicate.value == emit.LABEL:
                self._labels.setdefault(subject.value, str(value))
            else:
                scheme = subject.value.rpartition("/")[0]
                self._concepts[scheme, fold(value.value)] = subject.value

    def join(self, other: Codes) -> None:
        """Learn what another, which began with what this one knew, has learnt since."""
        self._concepts |= other._concepts
        self._labels |= other._labels
        self.paths |= other.paths

    def name(self, iri: str, label: str) -> str:
        """The line that gives a thing its label, or another name if it already has a label."""
        kept = self._labels.setdefault(iri, label)
        return emit.line(iri, emit.LABEL if kept == label else emit.ALT_LABEL, label)

    def concept(self, scheme: str, notation: str, lines: list[str]) -> str:
        """The concept of a scheme with a notation; one that the scheme lacks is added to lines."""
        base = PREFIXES["cgs"] + scheme
        key = base, fold(notation)
        known = self._concepts.get(key)
        if known is None:
            known = self._concepts[key] = f"{base}/{slug(notation)}"
            lines.extend(self.described(known, base, emit.text(notation)))
            lines.append(emit.line(known, f"{_SKOS}notation", emit.text(notation)))
            lines.append(emit.line(known, f"{_SKOS}topConceptOf", emit.iri(base)))
        return known

    def described(self, concept: str, scheme: str, label: str) -> list[str]:
        """The lines that every concept has; label is a literal."""
        lines = [
            emit.line(concept, emit.TYPE, emit.iri(f"{_SKOS}Concept")),
            emit.line(concept, f"{_SKOS}inScheme", emit.iri(scheme)),
            self.name(concept, label),
        ]
        if self._labels[concept] == label:
            lines.append(emit.line(concept, f"{_SKOS}prefLabel", label))
        return lines
