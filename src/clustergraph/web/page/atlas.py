"""The map: every node at its place, those of one place side by side, none on another.

Knows coordinates and the size of shapes; nothing of names, ties or pages. The land is that of
Natural Earth, which is in the public domain; `make land` draws assets/land.json from it. Units are
those of that file: a Mercator map, 10 units a degree of longitude, y downwards; a place in the
drawing is `Atlas.scale` times that.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from clustergraph.web.page import layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clustergraph.web.page.layout import Points

_GAP = 4.0
_HEADING = 18.0
_SCALES = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 18.0, 27.0)
# Groups that crowd each other may move this far from their place, in units of the map.
_ASTRAY = 14.0
_GOLDEN = math.pi * (3 - math.sqrt(5))
_SOUTH, _NORTH = -58.0, 80.0


@dataclass(frozen=True)
class Group:
    """Who lies at one place. key: of the place, "" where it is unknown; x, y: of its middle."""

    key: str
    x: int
    y: int


@dataclass(frozen=True)
class Atlas:
    """Places of all nodes, their groups, which group each node is in, and the scale of the land."""

    places: Mapping[str, tuple[int, int]]
    groups: tuple[Group, ...]
    member: Mapping[str, int]
    scale: float


@cache
def _asset() -> dict[str, Any]:
    text = (resources.files(__package__) / "assets" / "land.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def land() -> list[list[int]]:
    """The outlines of the land: x, y of the first corner, then the steps to the others."""
    return list(_asset()["land"])


def borders() -> list[list[int]]:
    """The borders between countries: x, y of the first place, then the steps to the others."""
    return list(_asset()["borders"])


@cache
def countries() -> Mapping[str, tuple[int, int]]:
    """A point in each country, by its ISO 3166-1 code."""
    return {code: (x, y) for code, (x, y) in _asset()["points"].items()}


def point(latitude: float, longitude: float) -> tuple[float, float] | None:
    """Where a place lies on the map; None for what is no place on Earth."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    bounded = math.radians(max(_SOUTH, min(_NORTH, latitude)))
    return longitude * 10, -1800 / math.pi * math.log(math.tan(math.pi / 4 + bounded / 2))


def atlas(
    known: Mapping[str, tuple[str, tuple[float, float]]], radii: Mapping[str, int]
) -> Atlas | None:
    """All nodes of `radii` on the map, by the key and the point of their places.

    Who has none stands in a group of its own, below the others. None where nobody has one.
    """
    if not known:
        return None
    members: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(radii, key=lambda iri: (-radii[iri], iri)):
        members[known[iri][0] if iri in known else ""].append(iri)
    points = dict(known.values())
    keys = sorted(points)
    around = {key: _sunflower([radii[iri] for iri in each]) for key, each in members.items()}
    middles, scale = _apart(np.array([points[key] for key in keys]), [around[k][1] for k in keys])
    if "" in members:
        middles = np.vstack([middles, _below(middles, [around[k][1] for k in keys], around[""][1])])
        keys.append("")
    places: dict[str, tuple[int, int]] = {}
    for key, middle in zip(keys, middles, strict=True):
        moved = np.rint(around[key][0] + middle).astype(int).tolist()
        places.update(zip(members[key], map(tuple, moved), strict=True))
    groups = tuple(
        Group(key, round(x), round(y - around[key][1] - _HEADING / 2))
        for key, (x, y) in zip(keys, middles.tolist(), strict=True)
    )
    number = {iri: place for place, key in enumerate(keys) for iri in members[key]}
    return Atlas(places, groups, number, scale)


def _sunflower(radii: list[int]) -> tuple[Points, float]:
    """Discs side by side around (0, 0), the first in the middle, and how far they reach."""
    if len(radii) == 1:
        return np.zeros((1, 2)), float(radii[0])
    # In such a spiral no two seeds are nearer than 1.6 times its unit.
    unit = (2 * max(radii) + _GAP) / 1.6
    turn = np.arange(len(radii)) * _GOLDEN
    far = unit * np.sqrt(np.arange(len(radii)) + 0.5)
    return np.column_stack([far * np.cos(turn), far * np.sin(turn)]), float(far[-1] + max(radii))


def _apart(points: Points, reach: list[float]) -> tuple[Points, float]:
    """The middles of groups on the smallest map on which they find room near their places."""
    sizes = np.array(reach)
    boxes = np.column_stack([2 * sizes, 2 * sizes + _HEADING, np.full(len(sizes), -_HEADING / 2)])
    for scale in _SCALES:
        moved = layout.spread(points * scale, boxes)
        astray = np.hypot(*(moved - points * scale).T).max() / scale
        if astray <= _ASTRAY:
            break
    return moved, scale


def _below(middles: Points, reach: list[float], own: float) -> Points:
    """The middle of the group that has no place: left below all others."""
    sizes = np.array(reach)
    left = float((middles[:, 0] - sizes).min())
    bottom = float((middles[:, 1] + sizes).max())
    return np.array([[left + own, bottom + own + 3 * _HEADING]])
