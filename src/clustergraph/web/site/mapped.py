"""The small map on the page of a project: a dot where some of those lie who take part.

Knows profiles and the map of the network page; nothing of HTML.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.web.site.spelling import organisation
from clustergraph.web.wording import natural

if TYPE_CHECKING:
    from clustergraph.languages import Lang
    from clustergraph.web.site.profile import Profile

# Width and height in pixels, and how many units of the map (a tenth of a degree of longitude) the
# narrowest map shows: of less land a reader would not know which it is.
_WIDTH, _HEIGHT, _LEAST = 640, 400, 360.0
# Room around the outermost dots, as a share of the map, and the radius of a dot for one in pixels.
_ROOM, _RADIUS = 0.12, 6.0
# Names that a dot tells.
_NAMED = 8


class Dot(NamedTuple):
    """x, y: on the map; radius in its units. names: of those that lie there, and more others."""

    x: int
    y: int
    radius: float
    names: tuple[str, ...]
    more: int


class Map(NamedTuple):
    """left, top, across, down: what is shown, in units of the map; width, height: in pixels.
    known: how many are on it, of so many in all."""

    left: int
    top: int
    across: int
    down: int
    width: int
    height: int
    dots: tuple[Dot, ...]
    known: int
    of: int


def chart(known: Profile, lang: Lang) -> Map | None:
    """Where those lie who take part in a project; None where that is not known of anybody."""
    lying: dict[tuple[int, int], list[str]] = defaultdict(list)
    spots = {iri: spot for iri, spot in known.spots.items() if spot and iri in known.named}
    for iri, (x, y) in spots.items():
        lying[round(x), round(y)].append(organisation(known.named[iri].translated(lang)))
    if not lying:
        return None
    left, top, across, down = _shown(list(lying))
    # The larger below the smaller.
    order = sorted(lying, key=lambda place: (-len(lying[place]), place))
    dots = tuple(_dot(place, sorted(lying[place], key=natural), across) for place in order)
    return Map(left, top, across, down, _WIDTH, _HEIGHT, dots, len(spots), len(known.spots))


def _dot(place: tuple[int, int], names: list[str], across: int) -> Dot:
    radius = round(_RADIUS * across / _WIDTH * len(names) ** 0.5, 1)
    return Dot(*place, radius, tuple(names[:_NAMED]), max(0, len(names) - _NAMED))


def _shown(places: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    """Left, top, width and height of the part of the map that has all places with room around."""
    columns, rows = zip(*places, strict=True)
    wide, high = max(columns) - min(columns), max(rows) - min(rows)
    room = 1 + 2 * _ROOM
    across = max(wide * room, high * room * _WIDTH / _HEIGHT, _LEAST)
    down = across * _HEIGHT / _WIDTH
    middle = (min(columns) + max(columns)) / 2, (min(rows) + max(rows)) / 2
    return (round(middle[0] - across / 2), round(middle[1] - down / 2), round(across), round(down))
