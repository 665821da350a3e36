"""The small map on the page of a project, with a dot where some of those lie who take part, and on
that of a place, where some of those lie that are there.

Knows profiles and the map of the network page; nothing of HTML.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.web.site.spelling import organisation
from clustergraph.web.wording import natural

if TYPE_CHECKING:
    from clustergraph.languages import Lang
    from clustergraph.web.site.index import Entry
    from clustergraph.web.site.profile import Profile

# Width and height in pixels, and how many units of the map (a tenth of a degree of longitude) the
# narrowest map shows, and the narrowest of a place, which the reader knows where to look for: of
# less land nobody would know which it is.
_WIDTH, _HEIGHT, _LEAST, _LEAST_OF_PLACE = 640, 400, 360.0, 150.0
# Room around the outermost dots, as a share of the map, and the radius of a dot for one and of the
# largest in pixels.
_ROOM, _RADIUS, _LARGEST = 0.12, 6.0, 24.0
# Names that a dot tells, and dots of a map: a country has hundreds of regions.
_NAMED, _DOTS = 8, 150


class Dot(NamedTuple):
    """x, y: on the map; radius in its units. names: of those that lie there, and more others."""

    x: int
    y: int
    radius: float
    names: tuple[str, ...]
    more: int


class Map(NamedTuple):
    """left, top, across, down: what is shown, in units of the map; width, height: in pixels.
    known: how many are on it, of so many in all. more: places that are left out."""

    left: int
    top: int
    across: int
    down: int
    width: int
    height: int
    dots: tuple[Dot, ...]
    known: int
    of: int
    more: int


def chart(known: Profile, entry: Entry, lang: Lang) -> Map | None:
    """Where those lie who take part in a project, or that are in a place; None where that is not
    known of anybody, and for a place of which all that is known lies at one point."""
    lying: dict[tuple[int, int], list[str]] = defaultdict(list)
    for iri, spot in known.spots.items():
        if spot:
            lying[round(spot[0]), round(spot[1])].append(iri)
    if len(lying) < (2 if entry.kind == "place" else 1):
        return None
    # The larger below the smaller.
    order = sorted(lying, key=lambda place: (-len(lying[place]), place))
    shown = order[:_DOTS]
    left, top, across, down = _shown(shown, _LEAST_OF_PLACE if entry.kind == "place" else _LEAST)
    one = min(_RADIUS, _LARGEST / len(lying[shown[0]]) ** 0.5) * across / _WIDTH
    dots = tuple(_dot(place, lying[place], one, known, lang) for place in shown)
    on_it = sum(len(lying[place]) for place in shown)
    counts = on_it, len(known.spots), len(order) - len(shown)
    return Map(left, top, across, down, _WIDTH, _HEIGHT, dots, *counts)


def _dot(place: tuple[int, int], iris: list[str], one: float, known: Profile, lang: Lang) -> Dot:
    """The dot of some who lie at a place; one: the radius of a dot for one."""
    told = [known.named[iri].translated(lang) for iri in iris if iri in known.named]
    names = sorted(map(organisation, told), key=natural)[:_NAMED]
    radius = round(one * len(iris) ** 0.5, 1)
    return Dot(*place, radius, tuple(names), len(iris) - len(names))


def _shown(places: list[tuple[int, int]], least: float) -> tuple[int, int, int, int]:
    """Left, top, width and height of the part of the map that has all places with room around, and
    is no narrower than the least."""
    columns, rows = zip(*places, strict=True)
    wide, high = max(columns) - min(columns), max(rows) - min(rows)
    room = 1 + 2 * _ROOM
    across = max(wide * room, high * room * _WIDTH / _HEIGHT, least)
    down = across * _HEIGHT / _WIDTH
    middle = (min(columns) + max(columns)) / 2, (min(rows) + max(rows)) / 2
    return (round(middle[0] - across / 2), round(middle[1] - down / 2), round(across), round(down))
