"""Places of the nodes of a network in the plane by forces: ties pull, all others push.

ForceAtlas2 with logarithmic pull (Jacomy, Venturini, Heymann and Bastian 2014, PLoS ONE 9:e98679,
doi:10.1371/journal.pone.0098679), every pair computed: for some thousand nodes. Its energy is that
of LinLog (Noack 2009, Physical Review E 79:026102), whose lowest places lay communities apart.
Knows CSR arrays only.
"""

from __future__ import annotations

import numpy as np

from clustergraph.measures.kernels.compiling import Array, compiled

# How strongly nodes push, and how strongly all are drawn to the middle.
_PUSH, _GRAVITY = 10.0, 1.0
# How much swinging is borne, and by how much a step may be faster than the last one.
_TOLERANCE, _RISE = 1.0, 1.5


@compiled()
def settled(
    indptr: Array, indices: Array, weights: Array, masses: Array, start: Array, steps: int
) -> Array:
    """The places (n × 2) that the nodes of a symmetric network take, beginning from `start`.

    One thread adds all forces in the order of the nodes: equal arrays give equal places.
    """
    n = masses.size
    places = start.copy()
    before = np.zeros((n, 2))
    forces = np.zeros((n, 2))
    speed, efficiency = 1.0, 1.0
    for _step in range(steps):
        _push(places, masses, forces)
        _pull(indptr, indices, weights, places, forces)
        swinging, traction = 0.0, 0.0
        for v in range(n):
            dx, dy = forces[v, 0] - before[v, 0], forces[v, 1] - before[v, 1]
            sx, sy = forces[v, 0] + before[v, 0], forces[v, 1] + before[v, 1]
            swinging += masses[v] * np.sqrt(dx * dx + dy * dy)
            traction += masses[v] * np.sqrt(sx * sx + sy * sy) / 2
        speed, efficiency = _speed(speed, efficiency, swinging, traction, n)
        for v in range(n):
            dx, dy = forces[v, 0] - before[v, 0], forces[v, 1] - before[v, 1]
            factor = speed / (1 + np.sqrt(speed * masses[v] * np.sqrt(dx * dx + dy * dy)))
            for axis in range(2):
                places[v, axis] += forces[v, axis] * factor
                before[v, axis] = forces[v, axis]
    return places


@compiled()
def _push(places: Array, masses: Array, forces: Array) -> None:
    """Sets the forces to those between all pairs, and the pull towards the middle."""
    n = masses.size
    for v in range(n):
        far = np.sqrt(places[v, 0] ** 2 + places[v, 1] ** 2)
        pull = _GRAVITY * masses[v] / far if far > 0 else 0.0
        forces[v, 0], forces[v, 1] = -places[v, 0] * pull, -places[v, 1] * pull
    for v in range(n):
        x, y, mass = places[v, 0], places[v, 1], _PUSH * masses[v]
        fx, fy = 0.0, 0.0
        for u in range(v):
            dx, dy = x - places[u, 0], y - places[u, 1]
            square = dx * dx + dy * dy
            if square > 0:
                push = mass * masses[u] / square
                fx += dx * push
                fy += dy * push
                forces[u, 0] -= dx * push
                forces[u, 1] -= dy * push
        forces[v, 0] += fx
        forces[v, 1] += fy


@compiled()
def _pull(indptr: Array, indices: Array, weights: Array, places: Array, forces: Array) -> None:
    """Adds the pull of ties: the logarithm of their length, by their weight."""
    for v in range(indptr.size - 1):
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if u < v:
                continue
            dx, dy = places[u, 0] - places[v, 0], places[u, 1] - places[v, 1]
            length = np.sqrt(dx * dx + dy * dy)
            if length > 0:
                pull = weights[e] * np.log1p(length) / length
                forces[v, 0] += dx * pull
                forces[v, 1] += dy * pull
                forces[u, 0] -= dx * pull
                forces[u, 1] -= dy * pull


@compiled()
def _speed(
    speed: float, efficiency: float, swinging: float, traction: float, n: int
) -> tuple[float, float]:
    """The speed of the next step: as fast as the swinging of all allows."""
    estimated = 0.05 * np.sqrt(n)
    least, most = np.sqrt(estimated), 10.0
    jitter = _TOLERANCE * max(least, min(most, estimated * traction / (n * n)))
    if swinging > 2 * traction:
        if efficiency > 0.05:
            efficiency *= 0.5
        jitter = max(jitter, _TOLERANCE)
    target = jitter * efficiency * traction / swinging if swinging > 0 else np.inf
    if swinging > jitter * traction:
        if efficiency > 0.05:
            efficiency *= 0.7
    elif speed < 1000:
        efficiency *= 1.3
    return speed + min(target - speed, (_RISE - 1) * speed), efficiency
