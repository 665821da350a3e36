"""Ranks over time: who comes, who goes, who rises, year by year or period by period.

An activity counts in every step in which it runs, as the filter `years` counts it: begun by the
end of the step and not ended before its beginning (see `networks.years`); what has no date counts
nowhere. The network of a step are the members that take part in something
then, tied by what they share then.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.answers import chosen
from clustergraph.answers.answer import Answer, Note, note, recording
from clustergraph.answers.ranking import with_countries
from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats import tables
from clustergraph.formats.charts.chart import Chart
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled
from clustergraph.measures.measure import ERROR, MARK, Run
from clustergraph.measures.projection import Incidence
from clustergraph.measures.registry import find
from clustergraph.measures.scores import competition, rounded, scores
from clustergraph.networks.given import ALWAYS, NEVER
from clustergraph.networks.members import members
from clustergraph.networks.projection import incidence, tied
from clustergraph.networks.sifting import half_dated, near
from clustergraph.networks.years import running
from clustergraph.terms import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

    from clustergraph.formats.tables import Table, Value
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Floats, Ints, Mask
    from clustergraph.measures.measure import Measure
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice


TOP = 10
# The budget of the Union, and with it framework programmes and INTERREG, runs in periods of seven
# years: 1993-1999, 2000-2006, 2007-2013, 2014-2020, 2021-2027.
_PERIOD, _A_PERIOD_BEGINS = 7, 2000
# Years beyond which a date is a slip of the pen, and the course of the others cannot be seen.
_MOST_YEARS = 200


class Step(NamedTuple):
    """A year or a period, both its ends included."""

    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Standing:
    """The network of a step: `nodes` (numbers of members) with their values and ranks (0 where the
    value is undefined), the number of its ties, and how far each value may be off where they are
    estimated."""

    step: Step
    nodes: Ints
    values: Floats
    ranks: Ints
    ties: int
    errors: Floats | None = None


@dataclass(frozen=True)
class Evolution:
    """The steps in which something runs, in order. undated: activities without any date.
    half: those with one date where two are needed."""

    by: str
    measure: Measure
    members: tuple[str, ...]
    standings: tuple[Standing, ...]
    undated: int
    half: int
    top: int

    def turnover(self) -> Iterator[tuple[Step, int, int, int, int]]:
        """Of each step: members, ties, entrants and leavers since the step before."""
        before: Ints | None = None
        for each in self.standings:
            new = 0 if before is None else len(np.setdiff1d(each.nodes, before))
            gone = 0 if before is None else len(np.setdiff1d(before, each.nodes))
            yield each.step, len(each.nodes), each.ties, new, gone
            before = each.nodes

    def courses(self) -> tuple[list[int], Floats]:
        """The members ever among the first `top`, those most often there first, and their ranks
        by step, NaN where they are not among the first."""
        places = np.full((len(self.members), len(self.standings)), np.nan)
        for column, each in enumerate(self.standings):
            listed = (each.ranks > 0) & (each.ranks <= self.top)
            places[each.nodes[listed], column] = each.ranks[listed]
        ever = np.flatnonzero(np.isfinite(places).any(axis=1))
        often = np.isfinite(places[ever]).sum(axis=1)
        order = ever[np.lexsort((ever, np.nanmean(places[ever], axis=1), -often))]
        return order.tolist(), places[order]


# One entry a kind of step: the one that a year falls into.
STEPS: dict[str, Callable[[int], Step]] = {
    "year": lambda year: Step(str(year), year, year),
    "period": lambda year: _period(year),
}


def _period(year: int) -> Step:
    first = year - (year - _A_PERIOD_BEGINS) % _PERIOD
    return Step(f"{first}-{first + _PERIOD - 1}", first, first + _PERIOD - 1)


_AXES = {"year": Text("year", "année"), "period": Text("period", "période")}
_FIRST = Text(
    "{measure} in the network '{network}': the first {n}",
    "{measure} dans le réseau « {network} » : les {n} [premier|premiers]",
)
_STEP = Text(
    "{step}: {n} [member|members], {ties} [tie|ties], {new} [entrant|entrants], "
    "{gone} [leaver|leavers]",
    "{step} : {n} [membre|membres], {ties} [lien|liens], {new} [entrant|entrants], "
    "{gone} [sortant|sortants]",
)
_UNDATED = Text(
    "{n} [activity has|activities have] no date and [counts|count] nowhere",
    "{n} [activité n’a|activités n’ont] aucune date et ne [compte|comptent] nulle part",
)


def evolution(
    location: Location,
    choice: Choice,
    *,
    measure: str,
    by: str = "year",
    top: int = TOP,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The ranks of a network's members by a measure, step by step; see `table`."""
    notes: list[Note] = []
    record, warn = recording(notes)
    run = Run(report=report, note=record, warn=warn)
    found = standings(location, measure, choice, by=by, top=top, run=run)
    notes.append(note(chosen.words(choice, lang)))
    notes += [
        note(filled(_STEP, step=step.name, n=count, ties=ties, new=new, gone=gone))
        for step, count, ties, new, gone in found.turnover()
    ]
    if found.undated:
        notes.append(note(filled(_UNDATED, n=found.undated)))
    if found.half:
        notes.append(note(half_dated(found.half)))
    notes += chosen.judged(location, replace(choice, filters=replace(choice.filters, years=None)))
    return Answer(table(location, found, lang), tuple(notes), _bump(location, choice, found, lang))


def _bump(location: Location, choice: Choice, found: Evolution, lang: Lang) -> Chart:
    nodes, ranks = found.courses()
    label = found.measure.label
    return Chart(
        "bump",
        filled(_FIRST, measure=label, network=choice.called, n=found.top).translated(lang),
        chosen.words(choice, lang),
        {
            "names": members(location, [found.members[node] for node in nodes], lang)[
                "label"
            ].to_list(),
            "steps": [each.step.name for each in found.standings],
            "ranks": ranks,
            "axis": _AXES[found.by].translated(lang),
        },
        lang,
    )


def standings(
    location: Location,
    measure: str,
    choice: Choice,
    *,
    by: str = "year",
    top: int = TOP,
    run: Run | None = None,
) -> Evolution:
    """The standings of a network's members by a measure, an entry of MEASURES, step by step.

    `by` is an entry of STEPS. `run` gets the progress, and once a step what a reader must know
    of its values. Raises RequestError where nothing has a date, for a network of
    direct ties, and as `projection.ties`.
    """
    if by not in STEPS:
        raise unknown("step", by, STEPS)
    wanted, run = find(measure), with_countries(run, location)
    shared, inside = incidence(location, choice), near(location, choice.filters)
    first, last, dated = _running(location, shared)
    if not dated.any():
        raise RequestError(
            Text(
                "no activity of this network has a date: there is no course to show",
                "aucune activité de ce réseau n’est datée : il n’y a pas d’évolution à montrer",
            )
        )
    steps = _steps(by, first[dated], last[dated], choice.filters.years)
    standings = []
    for number, step in enumerate(steps, 1):
        runs = dated & (first <= step.last) & (last >= step.first)
        if runs.any():
            part = _part(shared, step, runs, choice, inside)
            standings.append(
                _standing(*part, step, wanted, _of_step(run, step, number, len(steps)))
            )
        run.report(step.name, number / len(steps))
    undated = int(np.sum(~dated))
    half = _half(location, shared)
    return Evolution(by, wanted, shared.members, tuple(standings), undated, half, top)


def _running(location: Location, shared: Incidence) -> tuple[Ints, Ints, Mask]:
    """The first and last year of each activity, NEVER and ALWAYS where it has none, and whether
    it has any."""
    first = np.full(len(shared.throughs), NEVER)
    last = np.full(len(shared.throughs), ALWAYS)
    at = {through: index for index, through in enumerate(shared.throughs)}
    for through, begin, end in running(location).select("through", "first", "last").iter_rows():
        place = at.get(through)
        if place is not None:
            first[place], last[place] = begin, end
    return first, last, first < NEVER


def _half(location: Location, shared: Incidence) -> int:
    held = set(shared.throughs)
    dated = running(location).select("through", "half").iter_rows()
    return sum(half for through, half in dated if through in held)


def _steps(by: str, first: Ints, last: Ints, years: tuple[int, int] | None) -> list[Step]:
    """Every step between the first and the last known year, or of those that are asked for."""
    known = np.concatenate([first[first > ALWAYS], last[last < NEVER]])
    begin, end = (int(known.min()), int(known.max())) if len(known) else (0, -1)
    if years:
        begin, end = max(begin, years[0]), min(end, years[1])
    if end - begin >= _MOST_YEARS:
        raise RequestError(
            Text(
                f"the dates of this network go from {begin} to {end}, more than {_MOST_YEARS} "
                "years; choose some with ",
                f"les dates de ce réseau vont de {begin} à {end}, plus de {_MOST_YEARS} ans ; "
                "choisissez-en avec ",
            ),
            ParameterName("years"),
            Text(", such as 2014..2020", ", comme 2014..2020"),
        )
    return sorted({STEPS[by](year) for year in range(begin, end + 1)}, key=lambda step: step.first)


def _part(
    shared: Incidence, step: Step, runs: Mask, choice: Choice, inside: pl.Series | None
) -> tuple[Ints, Ties]:
    """The network of the activities that run: the numbers of its members, and their ties."""
    part = shared.matrix[:, np.flatnonzero(runs)]
    nodes = np.flatnonzero(np.diff(part.indptr))
    names = tuple(shared.members[node] for node in nodes.tolist())
    found = replace(tied(Incidence(names, (), part[nodes]), choice, inside), name=step.name)
    if inside is not None:
        nodes = nodes[np.searchsorted(np.array(names, dtype=object), list(found.nodes))]
    return nodes, found


def _standing(nodes: Ints, ties: Ties, step: Step, measure: Measure, run: Run) -> Standing:
    found = scores(ties, [measure], run)
    values, errors = rounded(found[measure.id]), found.get(f"{measure.id}{ERROR}")
    return Standing(step, nodes, values, competition(values), ties.count(), errors)


def _of_step(run: Run, step: Step, number: int, count: int) -> Run:
    """How one step is computed: with its share of the progress, and its name before each note."""
    part = run.stage(step.name, (number - 1) / count, number / count)
    return replace(
        part,
        note=lambda *parts: run.note(f"{step.name}: ", *parts),
        warn=lambda *parts: run.warn(f"{step.name}: ", *parts),
    )


def table(location: Location, found: Evolution, lang: Lang = "en") -> Table:
    """One row a step and member that is, or was a step before, among the first `top`.

    Columns: year or period, rank, previous (the rank a step before), change (places gained),
    status (entrant: took no part a step before; leaver: takes no part any more; stays), iri,
    label, country, and the measure. Leavers stand last and have no rank. Where a step is estimated
    two columns more say how far each value may be off, and mark it.
    """
    rows = list(_rows(found))
    names = members(location, [found.members[row.node] for row in rows], lang)
    whole = found.measure.whole
    columns: dict[str, list[Value]] = {
        found.by: [row.step for row in rows],
        "rank": [row.rank for row in rows],
        "previous": [row.previous for row in rows],
        "change": [row.previous - row.rank if row.rank and row.previous else None for row in rows],
        "status": [row.status for row in rows],
        "iri": names["node"].to_list(),
        "label": names["label"].to_list(),
        "country": names["country"].to_list(),
        found.measure.id: [
            int(row.value) if whole and row.value is not None else row.value for row in rows
        ],
    }
    if any(each.errors is not None for each in found.standings):
        columns[f"{found.measure.id}{ERROR}"] = [row.error for row in rows]
        columns[f"{found.measure.id}{MARK}"] = [
            None if row.error is None else "estimated" for row in rows
        ]
    return tables.from_columns(columns, iris=["iri"])


class _Row(NamedTuple):
    step: str
    node: int
    rank: int | None
    previous: int | None
    status: str
    value: float | None
    error: float | None


def _rows(found: Evolution) -> Iterator[_Row]:
    before: dict[int, int] = {}
    for number, each in enumerate(found.standings):
        now = dict(zip(each.nodes.tolist(), each.ranks.tolist(), strict=True))
        values = dict(zip(each.nodes.tolist(), each.values.tolist(), strict=True))
        errors = [] if each.errors is None else each.errors.tolist()
        off = dict(zip(each.nodes.tolist(), errors, strict=False))
        for node in _listed(now, before, found.top):
            status = _status(node, now, before) if number else ""
            yield _Row(
                each.step.name,
                node,
                now.get(node) or None,
                before.get(node) or None,
                status,
                values.get(node) if now.get(node) else None,
                off.get(node) if now.get(node) else None,
            )
        before = now


def _listed(now: dict[int, int], before: dict[int, int], top: int) -> list[int]:
    """The members to list in a step, by rank; those without one by the rank they had."""
    listed = {node for ranks in (now, before) for node, rank in ranks.items() if 0 < rank <= top}

    def place(node: int) -> tuple[float, float, int]:
        return now.get(node) or math.inf, before.get(node) or math.inf, node

    return sorted(listed, key=place)


def _status(node: int, now: dict[int, int], before: dict[int, int]) -> str:
    if node not in now:
        return "leaver"
    return "stays" if node in before else "entrant"
