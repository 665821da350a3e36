"""Where the nodes of a large drawing stand: communities as discs beside each other, in each of them
its own communities, and so on down to a few nodes around the one that counts most.

The time grows with the ties, not with the square of the nodes, and what lies together can be drawn
as one disc from afar. Knows ties, radii and communities; nothing of names, facts or pages.
Distances as in `layout`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clustergraph.measures import forces, partition
from clustergraph.measures.sparse import sparse
from clustergraph.measures.ties import Ties

if TYPE_CHECKING:
    from clustergraph.measures.arrays import Floats, Ints
    from clustergraph.web.page.layout import Points

_GAP = 5.0
# So many nodes stand around one without being parted further.
_FEW = 40
_DEPTH = 4
# Neighbouring seeds of a sunflower are this far apart for each unit of their room.
_SEED = 1.3
_GOLDEN = math.pi * (3 - math.sqrt(5))
# A drawing is wider than high, as the room for it on a screen is.
_ASPECT = 1.45
# Where a disc may touch another, and how many others are tried: one that touches none of so many
# stands far from where it is wanted.
_WAYS = np.column_stack(
    [f(np.linspace(0, 2 * np.pi, 32, endpoint=False)) for f in (np.cos, np.sin)]
)
_TOUCHED = 40


@dataclass(frozen=True)
class _Disc:
    """Places around (0, 0), and how far they reach."""

    points: Points
    reach: float


def positions(
    ties: Ties, radii: Floats, communities: partition.Partition
) -> dict[str, tuple[int, int]]:
    """The place of every node, whole numbers, centred on (0, 0); no two shapes overlap.

    communities, numbered from 0 by falling size, stand as discs; those without a tie to others in
    rows below. Equal networks give equal places.
    """
    members = _members(communities)
    discs = [_of(ties, each, radii, _DEPTH) for each in members]
    reaches = np.array([disc.reach for disc in discs])
    middles = _middles(_between(ties, communities), reaches)
    found = np.empty((len(ties), 2))
    for each, disc, middle in zip(members, discs, middles, strict=True):
        found[each] = disc.points + middle
    whole = np.rint(found).astype(int).tolist()
    return {node: (x, y) for node, (x, y) in zip(ties.nodes, whole, strict=True)}


def _middles(between: Ties, reaches: Floats) -> Points:
    """The middles of communities: the most that hang together, and the others in rows below."""
    _count, parts = between.components()
    main = np.flatnonzero(parts == np.bincount(parts, reaches**2).argmax()) if len(parts) else parts
    rest = np.setdiff1d(np.arange(len(parts)), main)
    found = np.zeros((len(parts), 2))
    if not len(main):
        return found
    drawn = _beside(between.among(main), reaches[main], _ASPECT)
    low = (drawn - reaches[main, None]).min(axis=0)
    high = (drawn + reaches[main, None]).max(axis=0)
    found[main] = drawn - [(low[0] + high[0]) / 2, 0]
    width = max(high[0] - low[0], _ASPECT * math.sqrt(float((4 * reaches[rest] ** 2).sum())))
    found[rest] = _shelves(reaches[rest], width) + np.array([0, high[1] + 4 * _GAP])
    middle = (low[1] + (found[:, 1] + reaches).max()) / 2
    return np.asarray(found - [0, middle])


def _shelves(reaches: Floats, width: float) -> Points:
    """Discs in rows, the largest first, below y = 0 and around x = 0."""
    found = np.empty((len(reaches), 2))
    left = top = high = 0.0
    for place in np.lexsort([np.arange(len(reaches)), -reaches]).tolist():
        wide = 2 * float(reaches[place]) + _GAP
        if left and left + wide > width:
            left, top, high = 0.0, top + high, 0.0
        high = max(high, wide)
        found[place] = left + wide / 2 - width / 2, top + wide / 2
        left += wide
    return found


def _members(communities: partition.Partition) -> list[Ints]:
    """The numbers of the nodes of each community, sorted."""
    if not len(communities):
        return []
    order = np.argsort(communities, kind="stable")
    return np.split(order, np.cumsum(np.bincount(communities))[:-1])


def _between(ties: Ties, communities: partition.Partition) -> Ties:
    """The network of communities: all that ties the members of one to those of another."""
    count = int(communities.max()) + 1 if len(communities) else 0
    member = sparse.csr_array(
        (np.ones(len(ties)), (np.arange(len(ties)), communities)), shape=(len(ties), count)
    )
    sums = sparse.coo_array(member.T @ ties.weights @ member)
    rows, columns = sums.coords
    apart = rows != columns
    weights = sparse.csr_array(
        (sums.data[apart], (rows[apart], columns[apart])), shape=(count, count)
    )
    weights.sort_indices()
    width = len(str(count))
    return Ties(tuple(f"{number:0{width}}" for number in range(count)), weights)


def _of(ties: Ties, members: Ints, radii: Floats, depth: int) -> _Disc:
    """The disc of some nodes; thousands are alone."""
    if len(members) == 1:
        return _Disc(np.zeros((1, 2)), float(radii[members[0]]))
    return _disc(ties.among(members), radii[members], depth)


def _disc(part: Ties, radii: Floats, depth: int) -> _Disc:
    if len(part) <= _FEW or not depth:
        return _sunflower(part, radii)
    labels = partition.leiden(part)
    if labels.max() == 0:
        return _sunflower(part, radii)
    members = _members(labels)
    discs = [_of(part, each, radii, depth - 1) for each in members]
    reaches = np.array([disc.reach for disc in discs])
    middles = _beside(_between(part, labels), reaches)
    points = np.empty((len(part), 2))
    for each, disc, middle in zip(members, discs, middles, strict=True):
        points[each] = disc.points + middle
    return _centred(points, radii)


def _sunflower(part: Ties, radii: Floats) -> _Disc:
    """All around the one that counts most, the larger the nearer."""
    order = np.lexsort([np.arange(len(part)), -part.strengths(), -radii])
    room = (radii[order] + _GAP) ** 2
    far = _SEED * np.sqrt(np.cumsum(room) - room / 2)
    far[0] = 0.0
    turn = np.arange(len(part)) * _GOLDEN
    points = np.empty((len(part), 2))
    points[order] = np.column_stack([far * np.cos(turn), far * np.sin(turn)])
    return _centred(points, radii)


def _centred(points: Points, radii: Floats) -> _Disc:
    low, high = (points - radii[:, None]).min(axis=0), (points + radii[:, None]).max(axis=0)
    moved = points - (low + high) / 2
    return _Disc(moved, float((np.hypot(*moved.T) + radii).max()))


def _beside(between: Ties, reaches: Floats, aspect: float = 1.0) -> Points:
    """The middles of discs, the more they are tied the nearer, none on another: the largest first,
    each where it touches another and is nearest to where forces put it."""
    wanted = _evened(_drawn(between), reaches) * [aspect**0.5, aspect**-0.5]
    order = np.lexsort([np.arange(len(reaches)), -reaches])
    from clustergraph.measures.kernels.packing import packed

    return packed(wanted, reaches, order, _GAP, _WAYS, _TOUCHED)


def _evened(drawn: Points, reaches: Floats) -> Points:
    """The same directions and order of distances, so far out that each has the room it needs:
    forces leave a few far from all others."""
    far = np.hypot(*drawn.T)
    order = np.lexsort([np.arange(len(far)), far])
    room = reaches[order] ** 2
    wanted = np.empty(len(far))
    wanted[order] = np.sqrt(np.cumsum(room) - room / 2)
    return np.asarray(drawn * (wanted / np.maximum(far, 1e-9))[:, None])


def _drawn(between: Ties) -> Points:
    """Where forces put discs, in no unit; in a sunflower where too few hang together."""
    count, _labels = between.components()
    if count == 1 and len(between) > 2:
        found = forces.places(between)
        return np.asarray(found - found.mean(axis=0))
    turn = np.arange(len(between)) * _GOLDEN
    far = np.sqrt(np.arange(len(between)) + 0.5)
    return np.column_stack([far * np.cos(turn), far * np.sin(turn)])
