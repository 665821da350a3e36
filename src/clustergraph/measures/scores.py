"""The values of measures on a network, and ranks by them.

Knows `Ties`, measures and the reference; nothing of what a measure means or of names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats.tables import DIGITS
from clustergraph.languages import Text, filled
from clustergraph.measures.measure import ENGINES, ERROR, Run
from clustergraph.terms import unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.measures.arrays import Floats, Ints
    from clustergraph.measures.measure import Measure
    from clustergraph.measures.ties import Ties


_PARTS = Text(
    "{id}: the network is in {n} parts; {apart}",
    "{label} : le réseau est en {n} parties ; {apart}",
)


def scores(ties: Ties, measures: Sequence[Measure], run: Run | None = None) -> dict[str, Floats]:
    """The values of measures by id, in the order of the nodes; NaN where undefined.

    After those that are estimated come their errors, by the id and ERROR. Measures that share a
    pass are computed once. Raises RequestError for an unknown engine.
    """
    run = run or Run()
    if run.engine not in ENGINES:
        raise unknown("engine", run.engine, ENGINES)
    _tell(ties, measures, run)
    if run.engine == "networkx":
        return _by_networkx(ties, measures, run)
    found: dict[str, Floats] = {}
    done, work = 0.0, sum(measure.effort for measure in measures)
    for measure in measures:
        end = done + measure.effort / work
        if measure.id not in found:
            found.update(measure.fn(ties, run.stage(measure.id, done, end)))
        done = end
    shown = (name for each in measures for name in (each.id, f"{each.id}{ERROR}") if name in found)
    return {name: found[name] for name in shown}


def _tell(ties: Ties, measures: Sequence[Measure], run: Run) -> None:
    """The conventions of what is computed on a network in several parts."""
    if not any(measure.apart for measure in measures):
        return
    count, _ = ties.components()
    for measure in measures:
        if count > 1 and measure.apart:
            run.note(
                filled(
                    _PARTS,
                    id=measure.id,
                    label=measure.label.fr.lower(),
                    n=count,
                    apart=measure.apart,
                )
            )


def _by_networkx(ties: Ties, measures: Sequence[Measure], run: Run) -> dict[str, Floats]:
    from clustergraph.measures.reference import REFERENCE
    from clustergraph.measures.ties import to_networkx

    missing = [measure.id for measure in measures if measure.id not in REFERENCE]
    if missing:
        raise RequestError(
            Text(
                f"NetworkX does not compute {missing[0]}: set ",
                f"NetworkX ne calcule pas {missing[0]}\xa0: choisissez dans ",
            ),
            ParameterName("engine"),
            Text(f" to {ENGINES[0]}", f" {ENGINES[0]}"),
        )
    network = to_networkx(ties)
    for node, group in zip(ties.nodes, run.groups(ties.nodes), strict=True):
        network.nodes[node]["group"] = group
    # NetworkX refuses some measures of an empty network.
    names = [measure.id for measure in measures]
    found = {name: REFERENCE[name](network) if ties.nodes else {} for name in names}
    return {
        name: np.array([values[node] for node in ties.nodes], dtype=float)
        for name, values in found.items()
    }


def standing(measure: Measure, ties: Ties, run: Run | None = None) -> tuple[Floats, Ints]:
    """The value of every node, and its rank: 1, 2, 2, 4 (standard competition), 0 without a value.

    Floats are equal when they agree to 12 significant digits.
    """
    values = rounded(scores(ties, [measure], run)[measure.id])
    return values, competition(values)


def competition(values: Floats) -> Ints:
    """The ranks of values, the highest first: 1, 2, 2, 4; 0 for what is not a number."""
    known = np.sort(-values[~np.isnan(values)])
    ranks = np.searchsorted(known, -values, side="left") + 1
    return np.where(np.isnan(values), 0, ranks)


def rounded(values: Floats | Ints, digits: int = DIGITS) -> Floats:
    """Floats with that many significant digits; a negative zero is a plain one."""
    return np.array([float(f"{value:.{digits}g}") + 0.0 for value in values.tolist()], dtype=float)
