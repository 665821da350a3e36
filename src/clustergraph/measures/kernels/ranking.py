"""How high what came true stands in the rankings of many formulas, compiled by Numba.

Knows arrays only: logarithms of factors, exponents, who is a candidate and who came true.
"""

from __future__ import annotations

import numpy as np
from numba import prange

from clustergraph.measures.kernels.compiling import Array, compiled


@compiled(parallel=True)
def places(
    factors: Array,
    exponents: Array,
    jitter: Array,
    free: Array,
    true: Array,
    first: int,
) -> tuple[Array, Array]:
    """For each formula and source how many of the `first` candidates came true, and how many
    candidates stand before the first that did; both int64 arrays (formulas, sources).

    factors: (factors, sources, members); exponents: (formulas, factors); jitter: what keeps members
    apart; free, true: (sources, members), where nobody comes true who is no candidate.
    """
    formulas, sources, count = len(exponents), free.shape[0], free.shape[1]
    hits = np.zeros((formulas, sources), dtype=np.int64)
    ahead = np.zeros((formulas, sources), dtype=np.int64)
    for row in prange(sources):
        values = np.empty(count)
        top = np.empty(first)
        came = np.flatnonzero(true[row])
        for one in range(formulas):
            values[:] = 0.0
            for factor in range(exponents.shape[1]):
                exponent = exponents[one, factor]
                if exponent != 0.0:
                    part = factors[factor, row]
                    for at in range(count):
                        values[at] += exponent * part[at]
            top[:] = -np.inf
            for at in range(count):
                values[at] = values[at] + jitter[at] if free[row, at] else -np.inf
                if values[at] > top[0]:
                    # The least of the first goes; the others move up to its place.
                    place = 0
                    while place + 1 < first and top[place + 1] < values[at]:
                        top[place] = top[place + 1]
                        place += 1
                    top[place] = values[at]
            best = -np.inf
            for each in came:
                best = max(best, values[each])
                hits[one, row] += values[each] >= top[0]
            ahead[one, row] = (values > best).sum()
    return hits, ahead
