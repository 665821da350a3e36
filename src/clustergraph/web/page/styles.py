"""Colour and shape of each kind of node.

The colours are those of Okabe and Ito (2008), told apart by colour-blind readers, and a grey; no
two kinds share both colour and shape. Shapes are names of vis-network.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLUE, _SKY, _GREEN, _ORANGE = "#0072b2", "#56b4e9", "#009e73", "#e69f00"
_RED, _PINK, _YELLOW, _GREY = "#d55e00", "#cc79a7", "#f0e442", "#8b95a1"


class Style(NamedTuple):
    """A shape of vis-network and a fill colour, #rrggbb."""

    shape: str
    color: str


_KNOWN = {
    "Cluster": Style("dot", _BLUE),
    "MetaCluster": Style("hexagon", _PINK),
    "Agency": Style("square", _RED),
    "Organisation": Style("dot", _SKY),
    "Project": Style("diamond", _ORANGE),
    "Programme": Style("triangle", _GREEN),
    "Call": Style("triangleDown", _GREEN),
    "Award": Style("star", _YELLOW),
    "Participation": Style("dot", _YELLOW),
    "Membership": Style("dot", _PINK),
    "Partnership": Style("dot", _ORANGE),
    "ContactPointRole": Style("dot", _GREEN),
    "Place": Style("hexagon", _GREY),
    "Country": Style("square", _GREY),
    "Region": Style("triangleDown", _GREY),
    "Event": Style("star", _PINK),
    "InternationalActivity": Style("triangle", _RED),
    "StrategicGoal": Style("diamond", _BLUE),
    "Indicator": Style("diamond", _SKY),
    "Publication": Style("square", _YELLOW),
    "Testimonial": Style("triangleDown", _YELLOW),
    "Claim": Style("triangleDown", _ORANGE),
}
_SHAPES = ("hexagon", "square", "diamond", "triangle", "triangleDown", "star", "dot")
_COLORS = (_GREY, _SKY, _BLUE, _GREEN, _PINK, _RED, _ORANGE, _YELLOW)
_SPARE = [
    style
    for style in (Style(*pair) for pair in product(_SHAPES, _COLORS))
    if style not in _KNOWN.values()
]


def styles(classes: Iterable[str]) -> dict[str, Style]:
    """A style for each class IRI: the same on every page for the classes of the vocabulary, and
    for others by their order, as long as there are spare ones (then they repeat)."""
    found: dict[str, Style] = {}
    spare = 0
    for iri in sorted(set(classes)):
        known = _KNOWN.get(iri.removeprefix(CG)) if iri.startswith(CG) else None
        found[iri] = known or _SPARE[spare % len(_SPARE)]
        spare += known is None
    return found
