"""How large the nodes of a drawing are, and the room that each needs.

Knows scores and labels; nothing of graphs or pages.
"""

from __future__ import annotations

import math
import textwrap
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Only a drawing up to this size keeps room for every label.
LABELLED = 90
# A drawing of more nodes than this is looked at group by group.
MANY = 2000
# Labels are drawn at 13 pixels in lines of 15: about 7 pixels a column.
_COLUMNS, _CHARACTER, _LINE_HEIGHT = 22, 7.0, 15
# Of a larger drawing the most important nodes have room for their labels.
_NAMED = 22


def radii(scores: Mapping[str, float | None]) -> dict[str, int]:
    """Radius by score: the area of a disc grows with it. Crowded drawings get smaller discs."""
    low, high = (10, 28) if len(scores) <= MANY else (5, 16)
    known = [score for score in scores.values() if score is not None]
    least, most = min(known, default=0.0), max(known, default=0.0)

    def radius(score: float | None) -> int:
        if most == least:
            return round((low + high) / 2.4)
        share = ((least if score is None else score) - least) / (most - least)
        return round(low + (high - low) * math.sqrt(share))

    return {iri: radius(score) for iri, score in scores.items()}


def room(
    labels: Mapping[str, str],
    sizes: Mapping[str, int],
    order: Sequence[str] = (),
    columns: int = _COLUMNS,
) -> dict[str, tuple[float, float, float]]:
    """The box of a node: its disc, and the label below: in a large drawing of the first of `order`
    only, which is drawn smaller, so that its letters need more of its room. columns: how many a
    line of a label has."""
    many = len(sizes) > LABELLED
    enlarged = 2.8 * (len(sizes) / LABELLED) ** 0.37 if many else 1.0
    # The names of the largest are drawn in larger letters.
    wide = 9.0 if many else _CHARACTER
    found = {iri: (2.0 * radius, 2.0 * radius, 0.0) for iri, radius in sizes.items()}
    for iri in order[:_NAMED] if many else sizes:
        disc = 2.0 * sizes[iri]
        lines = broken(labels[iri], columns)
        below = enlarged * (6.0 + _LINE_HEIGHT * len(lines))
        width = enlarged * (10.0 + wide * max(_columns(line) for line in lines))
        found[iri] = (max(width, disc), disc + below, below / 2)
    return found


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@lru_cache(1 << 14)
def broken(label: str, columns: int = _COLUMNS) -> tuple[str, ...]:
    """A label broken between words into at most three lines, cut where it is longer still."""
    if _columns(label) <= columns:
        return (label,)
    lines = textwrap.wrap(label, columns, max_lines=3, placeholder=" …")
    return tuple(lines) or (label,)
