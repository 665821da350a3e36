"""What a centrality measure is, and how it is asked to run.

Knows `Ties` by name only; no measure in particular.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from clustergraph.languages import Text
    from clustergraph.measures.arrays import Floats
    from clustergraph.measures.ties import Ties

# What an estimated measure has beside its values, at the end of a column's name.
ERROR, MARK = "-error", "-mark"
# `arrays` are our own kernels and SciPy, `networkx` the reference.
ENGINES = ("arrays", "networkx")


@dataclass(frozen=True)
class Run:
    """How measures are computed: by which of ENGINES; whether betweenness must be exact at any
    size; `report(stage, share)` gets the progress, `note(*parts)` what a reader
    must know, `warn(*parts)` that values are estimates;
    `groups(nodes)` gives each node's group, "" where unknown, for the brokerage roles."""

    engine: str = ENGINES[0]
    exact: bool = False
    report: Callable[[str, float], None] = lambda stage, share: None
    note: Callable[..., None] = lambda *parts: None
    warn: Callable[..., None] = lambda *parts: None
    groups: Callable[[Sequence[str]], Sequence[str]] = lambda nodes: [""] * len(nodes)

    def stage(self, name: str, begin: float, end: float) -> Run:
        """The same with the progress of one stage, whose share of all the work is given."""
        return replace(
            self, report=lambda _, share: self.report(name, begin + share * (end - begin))
        )


@dataclass(frozen=True)
class Measure:
    """One centrality. `fn(ties, run)` gives the values of all measures that it computes in one
    pass, by id: float64 arrays in the order of the nodes, NaN where undefined.

    `meaning` says in a sentence what a high value means to the manager of a cluster, `whole`
    whether values are counts, `apart` what holds where parts of the network are not connected,
    `effort` how long it takes, compared with the others.
    """

    id: str
    label: Text
    meaning: Text
    source: str
    fn: Callable[[Ties, Run], Mapping[str, Floats]]
    whole: bool = False
    apart: Text | None = None
    effort: float = 1.0
