"""Where the nodes of a drawing stand: the same places on every run, no two on top of each other.

Knows ties and the room each node needs; nothing of labels, facts or pages. Distances are in
drawing units, one unit being one CSS pixel at zoom 1; y grows downwards, as on a screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clustergraph.measures import forces
from clustergraph.measures.ties import to_networkx

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

    from clustergraph.measures.ties import Ties

    Points = NDArray[np.float64]

# Up to this size the stress of Kamada and Kawai (1989) is minimised in about a second; beyond it
# the cubic cost shows, and forces that lay communities apart take over.
_STRESS_LIMIT = 150
# A drawing is wider than high, as the room for it on a screen is.
_ASPECT = 1.45
_STRETCHES = (1.0, 1.4, 1.9, 2.5)
_GAP = 10.0
_LABELLED_TIE, _BARE_TIE = 20.0, 50.0
_COMPONENT_GAP = 40.0
_PASSES = 60
# The share of nodes that have to be pushed apart.
_CLEAR = 0.8
# The share of its frame that the boxes of a large drawing fill at least, or nearly: few ties pull
# few nodes together, which would leave discs of a pixel in a window.
_FILLED = 0.18


def positions(
    ties: Ties, room: Mapping[str, tuple[float, float, float]]
) -> dict[str, tuple[int, int]]:
    """The place of every node of a network, whole numbers, centred on (0, 0).

    room gives for each node the width and height of the box it needs and how far the middle of
    that box lies below the node (a label hangs under its node). Equal networks give equal places.
    """
    blocks = []
    for places in _components(ties):
        part = ties.among(places)
        boxes = np.array([room[name] for name in part.nodes], dtype=float)
        blocks.append((part.nodes, _fitted(_drawn(part, boxes), boxes), boxes))
    return _packed(blocks)


def _components(ties: Ties) -> list[NDArray[np.intp]]:
    """The numbers of the nodes of each part, the largest part first."""
    _count, labels = ties.components()
    order = np.argsort(labels, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(order) else []
    return sorted(parts, key=lambda places: (-len(places), places[0]))


def _drawn(part: Ties, boxes: Points) -> Points:
    """One component in drawing units, its longest side lying flat."""
    if len(part) == 1:
        return np.zeros((1, 2))
    if len(part) > _STRESS_LIMIT:
        return _roomy(_flat(forces.places(part)), boxes)
    points = _flat(_stress(part))
    one, other, _weights = part.pairs()
    lengths = np.hypot(*(points[one] - points[other]).T)
    # Few nodes have room for longer ties than many. Boxes that hold labels are room enough; bare
    # discs need more, or pushing them apart would undo the drawing.
    room = _LABELLED_TIE if boxes[:, 2].any() else _BARE_TIE
    wanted = (0.9 + 5 / len(part)) * float(np.mean(boxes[:, :2])) + room
    return np.asarray(points * (wanted / max(float(np.median(lengths)), 1e-9)))


def _roomy(points: Points, boxes: Points) -> Points:
    """So large that a fifth of the nodes clear their nearest neighbour: pushing the others apart
    fills the gaps between communities, which leaves the discs larger in a window."""
    nearest = np.array([_nearest(points, number) for number in range(len(points))])
    wanted = float(np.mean(boxes[:, :2])) + _GAP
    return np.asarray(points * (wanted / max(float(np.quantile(nearest, _CLEAR)), 1e-9)))


def _stress(part: Ties) -> Points:
    import networkx as nx

    drawn = nx.kamada_kawai_layout(to_networkx(part), weight=None)
    return np.array([drawn[name] for name in part.nodes], dtype=float)


def _fitted(drawn: Points, boxes: Points) -> Points:
    """Stretched to the wanted proportions, no two boxes overlapping."""
    stretched = [drawn * np.array([stretch, 1.0]) for stretch in _STRETCHES]
    if len(drawn) > _STRESS_LIMIT:
        # Many small discs keep the shape that they are spread from.
        shape = min(stretched, key=lambda points: _height(points, boxes))
        found = spread(shape, boxes)
        filled = _filled(found, boxes) / _FILLED
        return found if filled >= 1 else spread(shape * filled**0.5, boxes)
    apart = [spread(points, boxes) for points in stretched]
    return min(apart, key=lambda points: _height(points, boxes))


def _filled(points: Points, boxes: Points) -> float:
    """The share of the frame around boxes that they fill."""
    _moved, (width, height) = _framed(points, boxes)
    return float(boxes[:, :2].prod(axis=1).sum()) / (width * height)


def _height(points: Points, boxes: Points) -> float:
    """The height of the smallest frame of the wanted proportions that holds the boxes."""
    _moved, (width, height) = _framed(points, boxes)
    return max(height, width / _ASPECT)


def _flat(points: Points) -> Points:
    """Turned about the middle so that the longest axis lies flat, and always the same way up."""
    centred = points - points.mean(axis=0)
    _values, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1]
    # The sign of an eigenvector is free: fix it by where the first node comes to stand.
    signs = np.where(turned[0] > 0, -1.0, 1.0)
    return np.asarray(turned * signs)


def spread(points: Points, boxes: Points) -> Points:
    """The points moved apart until no two boxes overlap."""
    neighbours = _Neighbours(boxes)
    for _round in range(40):
        for _pass in range(_PASSES):
            pairs, overlap, away = neighbours.overlaps(points)
            if not pairs.size:
                return points
            points = _pushed(points, pairs, overlap, away)
        # Pushing can run in a circle where it is tight: give everything more room and go on.
        points = points * 1.08
    return points


class _Neighbours:
    """Boxes that are near each other, looked for anew only when one has moved so far that another
    may have come near (the neighbour lists of Verlet 1967, Physical Review 159:98)."""

    def __init__(self, boxes: Points) -> None:
        self._sizes = boxes[:, :2] + _GAP
        self._lifts = np.column_stack([np.zeros(len(boxes)), boxes[:, 2]])
        self._widths = np.hypot(*self._sizes.T)
        self._margin = float(np.median(self._widths)) / 2
        self._at = np.full_like(self._lifts, np.inf)

    def overlaps(self, points: Points) -> tuple[NDArray[np.intp], Points, Points]:
        """Pairs whose boxes overlap, by how much along each axis, and the way apart (+1 or -1)."""
        middles = points + self._lifts
        if not np.abs(middles - self._at).max() < self._margin / 2:
            self._at = middles
            self._pairs = _close(middles, self._widths + self._margin)
            self._room = self._sizes.take(self._pairs, axis=0).sum(axis=0) / 2
        one, other = self._pairs
        apart = middles.take(one, axis=0) - middles.take(other, axis=0)
        overlap = self._room - np.abs(apart)
        clash = np.flatnonzero((overlap[:, 0] > 0.5) & (overlap[:, 1] > 0.5))
        away = np.where(apart.take(clash, axis=0) < 0, -1.0, 1.0)
        return self._pairs.take(clash, axis=1), overlap.take(clash, axis=0), away


def _nearest(points: Points, number: int) -> float:
    """How far a point is from the one nearest to it."""
    squares = ((points - points[number]) ** 2).sum(axis=1)
    squares[number] = np.inf
    return float(squares.min() ** 0.5)


def _close(middles: Points, widths: NDArray[np.float64]) -> NDArray[np.intp]:
    """Pairs that may overlap (2 × n), each once, sorted: a sweep from left to right."""
    left = middles[:, 0] - widths / 2
    order = np.argsort(left, kind="stable")
    numbers = np.arange(len(order))
    counts = np.searchsorted(left[order], (left + widths)[order]) - numbers - 1
    begun = np.cumsum(counts) - counts
    one = np.repeat(order, counts)
    other = order[np.arange(len(one)) + np.repeat(numbers + 1 - begun, counts)]
    down = middles[:, 1]
    near = np.abs(down[one] - down[other]) < (widths[one] + widths[other]) / 2
    one, other = one[near], other[near]
    keys = np.sort(np.minimum(one, other) * len(order) + np.maximum(one, other))
    return np.stack(np.divmod(keys, max(len(order), 1)))


def _pushed(points: Points, pairs: NDArray[np.intp], overlap: Points, away: Points) -> Points:
    shortest = np.zeros_like(overlap)
    rows = np.arange(len(overlap))
    axis = overlap.argmin(axis=1)
    shortest[rows, axis] = overlap[rows, axis] / 2
    pushes = np.concatenate([shortest * away, -shortest * away])
    sums = [np.bincount(pairs.ravel(), push, len(points)) for push in pushes.T]
    moves = np.column_stack(sums)
    # A node squeezed from many sides would jump: half the way in each pass settles faster.
    return np.asarray(points + moves * 0.6)


def _packed(blocks: list[tuple[tuple[str, ...], Points, Points]]) -> dict[str, tuple[int, int]]:
    """The components side by side in rows, the largest first, around (0, 0)."""
    framed = [(names, *_framed(points, boxes)) for names, points, boxes in blocks]
    area = sum((w + _COMPONENT_GAP) * (h + _COMPONENT_GAP) for _n, _p, (w, h) in framed)
    width = max([(area * _ASPECT) ** 0.5, *(w for _n, _p, (w, _h) in framed)], default=0)
    placed: dict[str, tuple[float, float]] = {}
    for row, top in _rows(framed, width):
        used = sum(w for _n, _p, (w, _h) in row) + _COMPONENT_GAP * (len(row) - 1)
        left, height = -used / 2, max(h for _n, _p, (_w, h) in row)
        for names, points, (w, h) in row:
            corner = np.array([left, top + (height - h) / 2])
            placed.update(zip(names, map(tuple, points + corner), strict=True))
            left += w + _COMPONENT_GAP
    return _centred(placed)


def _framed(points: Points, boxes: Points) -> tuple[Points, tuple[float, float]]:
    """Points relative to the top left corner of the frame around their boxes, and its size."""
    middles = points + np.column_stack([np.zeros(len(points)), boxes[:, 2]])
    low = (middles - boxes[:, :2] / 2).min(axis=0)
    size = (middles + boxes[:, :2] / 2).max(axis=0) - low
    return points - low, (float(size[0]), float(size[1]))


def _rows(framed: list[Any], width: float) -> list[tuple[list[Any], float]]:
    rows: list[tuple[list[Any], float]] = []
    row: list[Any] = []
    used = top = 0.0
    for block in framed:
        if row and used + block[2][0] > width + 1:
            rows.append((row, top))
            top += max(h for _n, _p, (_w, h) in row) + _COMPONENT_GAP
            row, used = [], 0.0
        row.append(block)
        used += block[2][0] + _COMPONENT_GAP
    return [*rows, (row, top)] if row else rows


def _centred(placed: Mapping[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    if not placed:
        return {}
    points = np.array(list(placed.values()))
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    moved = np.rint(points - middle).astype(int)
    return {name: (int(x), int(y)) for name, (x, y) in zip(placed, moved, strict=True)}
