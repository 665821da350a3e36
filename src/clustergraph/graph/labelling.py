"""Which of its labels a thing is shown with. Knows languages; asks nothing."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox


def best_of(rows: Iterable[tuple[str, ox.Literal]], lang: str) -> dict[str, ox.Literal]:
    """The best label of each IRI: in `lang`, in English, untagged, in any language; among equals
    the first in the alphabet."""
    found: dict[str, tuple[int, str, ox.Literal]] = {}
    for iri, label in rows:
        ranked = (_rank(label.language, lang), label.value, label)
        found[iri] = min(found.get(iri, ranked), ranked, key=itemgetter(0, 1))
    return {iri: label for iri, (_place, _value, label) in found.items()}


def _rank(language: str | None, wanted: str) -> int:
    order = {wanted: 0, "en": 1, None: 2}
    return order.get(language, 3)
