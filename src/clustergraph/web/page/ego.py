"""The picture of one organisation: it in the middle, the others around it in sectors.

Who shares more stands nearer; who is farther away in the network stands behind. Knows ties, groups
and the room of a node; nothing of names or pages. Distances as in `layout`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clustergraph.measures.ties import Ties

_GAP = 10.0
# A ring is wide enough for a disc with its label below; only the first keeps clear of the middle.
_CLEAR = 40.0
# In a crowd partners stand so much farther apart than others, few of them even more: their names
# have room.
_APART, _FEW_APART, _FEW = 2.0, 4.0, 24
# More sectors than this are too narrow: the smallest groups share one.
_SECTORS = 11


@dataclass(frozen=True)
class Sector:
    """A part of the circle. group: whose; angle: of its middle, in radians clockwise from the
    right; radius: where it ends."""

    group: str
    angle: float
    radius: float


@dataclass(frozen=True)
class Ego:
    """Places of all nodes around the middle at (0, 0), and the sectors they stand in."""

    places: Mapping[str, tuple[int, int]]
    sectors: tuple[Sector, ...]


def around(
    ties: Ties,
    centre: str,
    groups: Mapping[str, str],
    room: Mapping[str, tuple[float, float, float]],
    crowded: bool = False,
) -> Ego:
    """The nodes around the centre, in a sector for each group, no two rooms overlapping.

    groups gives each node's group, "" for none, whose sector the smallest groups share; room as in
    `layout.positions`. crowded: rooms hold no names: partners need more.
    Equal networks give equal places.
    """
    others = _ordered(ties, centre)
    members = _members(others, groups)
    wide = max((max(room[iri][0], room[iri][1]) for iri in others), default=0.0) + _GAP
    near = ties.within(ties.nodes.index(centre), 1).tolist() if crowded else []
    partners = {ties.nodes[place] for place in near}
    apart = wide * (_FEW_APART if len(partners) <= _FEW else _APART)
    turns = _turns(members)
    start = max(room[centre][0], room[centre][1]) / 2 + _CLEAR
    inner = {
        group: _rings([iri for iri in members[group] if iri in partners], turn, apart, start)
        for group, turn in turns.items()
    }
    # Nobody else stands nearer than the first partner of any sector.
    least = max((found[1] for found in inner.values()), default=start)
    places = {centre: (0, 0)}
    sectors = []
    for group, (begin, angle) in turns.items():
        known, _first, end = inner[group]
        rest = [iri for iri in members[group] if iri not in known]
        found, _, radius = _rings(rest, turns[group], wide, max(end, least))
        places |= known | found
        sectors.append(Sector(group, begin + angle / 2, radius if rest else end))
    return Ego(places, tuple(sectors))


def ringed(
    centre: str, others: Sequence[str], room: Mapping[str, tuple[float, float, float]]
) -> dict[str, tuple[int, int]]:
    """Places of a node at (0, 0) and of others in rings around it, in their order from the inside,
    without sectors. Rooms as in `around`; those askew to each other in a ring may touch."""
    wide = max((max(room[iri][0], room[iri][1]) for iri in others), default=0.0) + _GAP
    start = max(room[centre][0], room[centre][1]) / 2 + _CLEAR
    places, _first, _end = _rings(list(others), (-math.pi / 2, 2 * math.pi), wide, start)
    return {centre: (0, 0), **places}


def _members(others: list[str], groups: Mapping[str, str]) -> dict[str, list[str]]:
    """The nodes of each sector, in their order; "" holds those of the smallest groups too."""
    counts = Counter(groups.get(iri, "") for iri in others)
    counts.pop("", None)
    largest = sorted(counts, key=lambda group: (-counts[group], group))
    own = set(largest if len(largest) <= _SECTORS else largest[: _SECTORS - 1])
    members: dict[str, list[str]] = defaultdict(list)
    for iri in others:
        group = groups.get(iri, "")
        members[group if group in own else ""].append(iri)
    return members


def _ordered(ties: Ties, centre: str) -> list[str]:
    """All nodes but the centre: nearest and most strongly tied first."""
    middle = ties.nodes.index(centre)
    steps = ties.steps(middle)
    pull = ties.weights[middle].toarray().ravel() + ties.weights @ (steps <= 1) * 1e-6
    order = np.lexsort([np.arange(len(ties)), -pull, steps])
    return [ties.nodes[place] for place in order.tolist() if place != middle]


def _turns(members: Mapping[str, list[str]]) -> dict[str, tuple[float, float]]:
    """Where each sector begins and how wide it is, in radians; the largest first."""
    order = sorted(members, key=lambda group: (not group, -len(members[group]), group))
    shares = {group: math.sqrt(len(members[group])) for group in order}
    turns, begin = {}, -math.pi / 2
    for group in order:
        angle = 2 * math.pi * shares[group] / sum(shares.values())
        turns[group] = (begin, angle)
        begin += angle
    return turns


def _rings(
    iris: list[str], turn: tuple[float, float], wide: float, start: float
) -> tuple[dict[str, tuple[int, int]], float, float]:
    """The places of some nodes of a sector, ring by ring from the inside, and where the first ring
    with somebody and the last one end. wide: the room of one."""
    places: dict[str, tuple[int, int]] = {}
    begin, angle = turn
    radius, left, first = start + wide / 2, list(iris), start
    whole = angle > 2 * math.pi - 1e-9
    while left:
        # Across a chord, not along the arc: rooms are boxes.
        step = 2 * math.asin(min(1.0, wide / (2 * radius)))
        fits = int((angle + 1e-9) / step)
        taken, left = left[:fits], left[fits:]
        # The strongest stands in the middle of its ring, the others to both sides.
        share = angle / max(len(taken), 1) if whole else max(step, angle / (len(taken) + 0.5))
        share = min(share, angle / max(len(taken), 1))
        for number, iri in enumerate(taken):
            side = (number + 1) // 2 * (1 if number % 2 else -1) * share
            at = begin + angle / 2 + side + (0 if len(taken) % 2 else -share / 2)
            first = first if places else radius + wide / 2
            places[iri] = (round(radius * math.cos(at)), round(radius * math.sin(at)))
        radius += wide
    return places, first, radius - wide / 2
