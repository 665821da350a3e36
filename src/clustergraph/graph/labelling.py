"""The labels of things, and with which of them one is shown. Knows languages; asks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Labels:
    """All labels of all things. nodes: their IRIs, equal ones together; tags: the language of each
    label, "" for none, and None for what is no text."""

    def __init__(
        self, nodes: Sequence[str], texts: Sequence[str], tags: Sequence[str | None]
    ) -> None:
        self._nodes, self._texts, self._tags = nodes, texts, tags
        # Where the labels of each begin.
        self._begin = {node: -at for at, node in enumerate(nodes[::-1], 1 - len(nodes))}

    def of(self, iri: str) -> list[ox.Literal]:
        """The labels of a thing."""
        found: list[ox.Literal] = []
        at = self._begin.get(iri, len(self._nodes))
        while at < len(self._nodes) and self._nodes[at] == iri:
            tag = self._tags[at]
            if tag is not None:
                found.append(ox.Literal(self._texts[at], language=tag or None))
            at += 1
        return found

    def best(self, iris: Iterable[str], langs: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The best label of each thing that has one, in each of some languages, as `best_of`."""
        found: dict[str, tuple[str, ...]] = {}
        for iri in iris:
            at = self._begin.get(iri)
            if at is not None and self._tags[at] is not None and self._last(at):
                # Most things have one label, which is the best in any language.
                found[iri] = (self._texts[at],) * len(langs)
            elif rows := [(iri, label) for label in self.of(iri)]:
                found[iri] = tuple(best_of(rows, lang)[iri].value for lang in langs)
        return found

    def _last(self, at: int) -> bool:
        """Whether the label there is the last one of its thing."""
        return at + 1 == len(self._nodes) or self._nodes[at + 1] != self._nodes[at]


def best_of(rows: Iterable[tuple[str, ox.Literal]], lang: str) -> dict[str, ox.Literal]:
    """The best label of each IRI: in `lang`, in English, untagged, in any language; among equals
    the first in the alphabet."""
    found: dict[str, tuple[int, str, ox.Literal]] = {}
    for iri, label in rows:
        ranked = (_rank(label.language, lang), label.value, label)
        known = found.get(iri)
        if known is None or ranked[:2] < known[:2]:
            found[iri] = ranked
    return {iri: label for iri, (_place, _value, label) in found.items()}


def _rank(language: str | None, wanted: str) -> int:
    if language is None:
        return 2
    return 0 if language == wanted else 1 if language == "en" else 3
