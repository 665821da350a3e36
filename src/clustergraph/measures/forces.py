"""Places of the nodes of a network in the plane by forces: ties pull, all others push.

ForceAtlas2 with logarithmic pull (Jacomy, Venturini, Heymann and Bastian 2014, PLoS ONE 9:e98679,
doi:10.1371/journal.pone.0098679), every pair computed: for a few thousand nodes. Its energy is
that of LinLog (Noack 2009, Physical Review E 79:026102), whose lowest places lay communities
apart. It begins where the eigenvectors of the network put the nodes, near a good place already.
Knows `Ties` and arrays, nothing of drawings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clustergraph.measures.arrays import Ints
    from clustergraph.measures.ties import Ties

    Floats = NDArray[np.float64]

# How strongly nodes push, and how strongly all are drawn to the middle.
_PUSH, _GRAVITY = 10.0, 1.0
_STEPS = 100
# Nodes that are alike to an eigenvector would stand on one point, from which nothing pushes.
_SEED, _JITTER = 20140601, 0.05
_NEAREST = 1e-9


def places(ties: Ties, steps: int = _STEPS) -> Floats:
    """The places (n × 2) of the nodes of a connected network of three or more, in no unit.

    Equal networks give equal places, whatever the number of threads.
    """
    masses = ties.degrees().astype(np.float64) + 1.0
    one, other, weights = ties.pairs()
    weights = weights / weights.mean()
    found = _start(ties)
    before = np.zeros_like(found)
    pace = _Pace(len(ties))
    room = np.empty((4, len(ties), len(ties)), np.float32)
    for _step in range(steps):
        forces = _push(found, masses, room) + _pull(found, one, other, weights)
        swinging = np.hypot(*(forces - before).T)
        traction = np.hypot(*(forces + before).T) / 2
        speed = pace.next(float((masses * swinging).sum()), float((masses * traction).sum()))
        found = found + forces * (speed / (1 + np.sqrt(speed * masses * swinging)))[:, None]
        before = forces
    return found


def _start(ties: Ties) -> Floats:
    """The second and third eigenvectors of the random walk on the network."""
    scale = 1 / np.sqrt(ties.strengths())
    square = ties.weights.toarray() * scale[:, None] * scale
    # The last digits of linear algebra differ with the number of threads.
    with threadpool_limits(1):
        vectors = np.linalg.eigh(square).eigenvectors
    found = vectors[:, [-2, -3]] * scale[:, None]
    found = found / np.maximum(found.std(axis=0), _NEAREST)
    jitter = np.random.default_rng(_SEED).normal(scale=_JITTER, size=found.shape)
    return np.asarray((found + jitter) * len(ties))


def _push(found: Floats, masses: Floats, room: NDArray[np.float32]) -> Floats:
    """What each node gets from all others, by their masses over the distance, and the gravity.

    `room` is written over: pages of fresh memory for each step would take as long as the sums.
    Half as exact as all else here, and twice as fast: a push on one of hundreds.
    """
    x, y = np.ascontiguousarray(found.T.astype(np.float32))
    across, down, push, spare = room
    np.subtract(x[:, None], x, out=across)
    np.subtract(y[:, None], y, out=down)
    np.multiply(across, across, out=push)
    push += np.multiply(down, down, out=spare)
    np.maximum(push, _NEAREST, out=push)
    np.divide(masses.astype(np.float32), push, out=push)
    across *= push
    down *= push
    pushed = np.column_stack([across.sum(axis=1), down.sum(axis=1)]) * (_PUSH * masses)[:, None]
    far = np.maximum(np.hypot(x, y), _NEAREST)
    return np.asarray(pushed - found * (_GRAVITY * masses / far)[:, None])


def _pull(found: Floats, one: Ints, other: Ints, weights: Floats) -> Floats:
    """What ties do to their ends: the logarithm of their length, by their weight."""
    x, y = np.ascontiguousarray(found.T)
    across, down = x[other] - x[one], y[other] - y[one]
    lengths = np.sqrt(across * across + down * down)
    strength = weights * np.log1p(lengths) / np.maximum(lengths, _NEAREST)
    n = len(found)
    pulls = across * strength, down * strength
    sums = [np.bincount(one, pull, n) - np.bincount(other, pull, n) for pull in pulls]
    return np.column_stack(sums)


class _Pace:
    """How far nodes go in a step: as far as the swinging of all allows."""

    def __init__(self, nodes: int) -> None:
        self._nodes = nodes
        self._speed = self._efficiency = 1.0

    def next(self, swinging: float, traction: float) -> float:
        """The speed of the next step."""
        estimated = 0.05 * self._nodes**0.5
        jitter = max(estimated**0.5, min(10.0, estimated * traction / self._nodes**2))
        if swinging > 2 * traction:
            self._lower(0.5)
            jitter = max(jitter, 1.0)
        target = jitter * self._efficiency * traction / max(swinging, _NEAREST)
        if swinging > jitter * traction:
            self._lower(0.7)
        elif self._speed < 1000:
            self._efficiency *= 1.3
        self._speed += min(target - self._speed, 0.5 * self._speed)
        return self._speed

    def _lower(self, factor: float) -> None:
        if self._efficiency > 0.05:
            self._efficiency *= factor
