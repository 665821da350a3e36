"""Discs beside each other in the plane, none on another, compiled by Numba.

Knows arrays only: where each disc is wanted and how far it reaches.
"""

from __future__ import annotations

import math

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled

# By so much two discs may overlap that touch, for rounding.
_ROUNDING = 1e-6


@compiled()
def packed(
    wanted: Array, reaches: Array, order: Array, gap: float, ways: Array, touched: int
) -> Array:
    """The middles of discs (n × 2), placed in this order: each where it is wanted, or where it
    touches one of the `touched` nearest, in one of these directions, and stands nearest to that;
    outside of all others where there is no such place.

    wanted: (n, 2); reaches: (n,); gap: how far they keep from each other; ways: (k, 2), each of
    length 1.
    """
    found = np.empty((len(reaches), 2))
    middles = np.empty((len(reaches), 2))
    before = np.empty(len(reaches))
    for number in range(len(order)):
        place = order[number]
        x, y = wanted[place]
        reach = reaches[place]
        room = before[:number] + reach + gap
        away = np.empty(number)
        free = True
        for one in range(number):
            away[one] = math.hypot(middles[one, 0] - x, middles[one, 1] - y)
            free &= away[one] >= room[one]
        if not free:
            near = np.argsort(away - before[:number], kind="mergesort")[:touched]
            best = np.inf
            across, down = 0.0, 0.0
            for one in near:
                for way in range(len(ways)):
                    right = middles[one, 0] + room[one] * ways[way, 0]
                    below = middles[one, 1] + room[one] * ways[way, 1]
                    far = math.hypot(right - x, below - y)
                    if far < best and _free(right, below, middles, room, near, number):
                        best, across, down = far, right, below
            if best == np.inf:
                outermost = 0.0
                for one in range(number):
                    outermost = max(
                        outermost, math.hypot(middles[one, 0], middles[one, 1]) + before[one]
                    )
                outermost += reach + gap
                length = math.hypot(x, y)
                across = x / length * outermost if length > 0 else outermost
                down = y / length * outermost if length > 0 else 0.0
            x, y = across, down
        found[place, 0], found[place, 1] = x, y
        middles[number, 0], middles[number, 1] = x, y
        before[number] = reach
    return found


@compiled()
def _free(x: float, y: float, middles: Array, room: Array, near: Array, count: int) -> bool:
    """Whether nothing stands there; what is near is most likely to."""
    for one in near:
        across, down = x - middles[one, 0], y - middles[one, 1]
        if across**2 + down**2 < (room[one] - _ROUNDING) ** 2:
            return False
    for one in range(count):
        across, down = x - middles[one, 0], y - middles[one, 1]
        if across**2 + down**2 < (room[one] - _ROUNDING) ** 2:
            return False
    return True
