"""Who comes first: a network's members by centrality, as a table.

Knows measures and what members are called; nothing of how either is found.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyoxigraph as ox

from clustergraph.answers import chosen
from clustergraph.answers.answer import Answer, recording
from clustergraph.errors import RequestError
from clustergraph.formats.charts.chart import Chart
from clustergraph.formats.tables import Table, cell
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled
from clustergraph.measures.measure import ERROR, MARK, Run
from clustergraph.measures.registry import MEASURES, USUAL, find
from clustergraph.measures.scores import competition, rounded, scores
from clustergraph.networks import grouping
from clustergraph.networks.members import members

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from clustergraph.formats.tables import Row, Term
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Floats
    from clustergraph.measures.measure import Measure
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice

_TOLD = ("label", "type", "country")


def rank(
    location: Location,
    choice: Choice,
    *,
    measures: Sequence[str] = (),
    top: int | None = None,
    exact: bool = False,
    engine: str = "arrays",
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The members by the first of `measures`, entries of MEASURES; USUAL where none is given.

    Columns as in `centrality`.
    """
    found, notes = chosen.ties(location, choice, report)
    names = tuple(measures) or USUAL
    run = Run(engine, exact, report, *recording(notes))
    table = centrality(location, found, names, top, run=run, lang=lang)
    first = find(names[0])
    label = first.label.translated(lang)
    title = filled(_TITLE, measure=first.label, network=choice.called).translated(lang)
    options = {"value": first.id, "unit": label}
    chart = Chart("ranking", title, chosen.words(choice, lang), options, lang)
    return Answer(table, tuple(notes), chart)


_TITLE = Text("{measure} in the network '{network}'", "{measure} dans le réseau « {network} »")


def centrality(
    location: Location,
    ties: Ties,
    measures: Sequence[str] = USUAL,
    top: int | None = None,
    *,
    run: Run | None = None,
    lang: Lang = "en",
) -> Table:
    """Rank the members by the first measure: rank, iri, label, type, country, and the measures.

    Highest value first, equal values in the order of their IRIs and with the same rank (1, 2, 2,
    4: standard competition ranking), values that are undefined last and without a rank. Floats
    are equal when they agree to 12 significant digits. An estimated measure has two more columns:
    how far each value may be off, and a mark.
    Brokerage roles are those between countries. Raises RequestError for an unknown measure.
    """

    def told(nodes: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        rows = members(location, nodes, lang).select("node", *_TOLD).iter_rows()
        return {node: tuple(values) for node, *values in rows}

    return ranked(ties, measures, top, run=with_countries(run, location), told=told)


def with_countries(run: Run | None, location: Location) -> Run:
    """A run that knows the countries of members, between which brokers stand."""
    return replace(run or Run(), groups=partial(grouping.names, location, "country"))


def ranked(
    ties: Ties,
    measures: Sequence[str],
    top: int | None = None,
    *,
    run: Run | None = None,
    told: Callable[[Sequence[str]], Mapping[str, Sequence[str]]] = lambda nodes: {},
) -> Table:
    """The table of `centrality`; `told` gives the label, type and country of the nodes shown."""
    wanted = [find(name) for name in dict.fromkeys(measures)]
    if not wanted:
        listed = ", ".join(MEASURES)
        raise RequestError(Text(f"name a measure: {listed}", f"donnez une mesure\xa0: {listed}"))
    found = scores(ties, wanted, run)
    first = rounded(found[wanted[0].id])
    # Nodes are sorted, and a stable sort keeps the order of equal values; NaN goes last.
    order = np.argsort(np.where(np.isnan(first), math.inf, -first), kind="stable")[:top].tolist()
    ranks = competition(first)
    known = told([ties.nodes[at] for at in order])
    rows: list[Row] = []
    for at in order:
        node = ties.nodes[at]
        identity = [ox.Literal(text) if text else None for text in known.get(node, ("",) * 3)]
        values = [each for measure in wanted for each in _cells(measure, found, at)]
        place = ox.Literal(int(ranks[at])) if ranks[at] else None
        rows.append((place, ox.NamedNode(node), *identity, *values))
    columns = [name for measure in wanted for name in _columns(measure, found)]
    return Table(("rank", "iri", *_TOLD, *columns), rows)


def _columns(measure: Measure, found: Mapping[str, Floats]) -> tuple[str, ...]:
    estimated = f"{measure.id}{ERROR}" in found
    return (measure.id, *((f"{measure.id}{ERROR}", f"{measure.id}{MARK}") if estimated else ()))


def _cells(measure: Measure, found: Mapping[str, Floats], at: int) -> list[Term | None]:
    value = cell(_value(measure, found[measure.id][at]))
    errors = found.get(f"{measure.id}{ERROR}")
    if errors is None:
        return [value]
    return [value, cell(float(errors[at])), ox.Literal("estimated")]


def _value(measure: Measure, value: float) -> float:
    """A count as an integer."""
    return int(value) if measure.whole and math.isfinite(value) else float(value)
