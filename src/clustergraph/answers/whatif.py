"""What would change in a network without some members, or with a project more.

Reachable is what a chain of ties leads to: from one member, or else from anywhere inside the
largest component. Ranks are compared among the members that are there before and after.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.answers import chosen
from clustergraph.answers.answer import Answer, Note, note, recording
from clustergraph.answers.communities import activities
from clustergraph.answers.ranking import with_countries
from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats import tables
from clustergraph.graph.opening import open_graph
from clustergraph.graph.progress import silent
from clustergraph.languages import Text
from clustergraph.measures import structure
from clustergraph.measures.measure import Run
from clustergraph.measures.projection import Incidence
from clustergraph.measures.registry import find
from clustergraph.measures.scores import competition, standing
from clustergraph.measures.ties import Ties
from clustergraph.networks.members import members
from clustergraph.networks.participations import participations
from clustergraph.networks.projection import tied
from clustergraph.networks.projection import ties as read_ties
from clustergraph.networks.sifting import near
from clustergraph.questions.attributes import attribute
from clustergraph.questions.queries import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clustergraph.formats.tables import Table, Value
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Ints
    from clustergraph.measures.measure import Measure
    from clustergraph.networks.choice import Choice

MOVEMENTS = 10


class Side(NamedTuple):
    """One of the two networks, and who takes part in what (None for direct ties)."""

    ties: Ties
    shared: Incidence | None


class Row(NamedTuple):
    """A line of the answer; before and after are None where there is nothing to count."""

    what: str
    item: str
    iri: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class WhatIf:
    """A network before and after. added: the graph that was laid over, None without one."""

    before: Side
    after: Side
    added: Location | None


def what_if(
    location: Location,
    choice: Choice,
    *,
    remove: Sequence[str] = (),
    add_project: Location | str | Path | None = None,
    from_: str | None = None,
    measure: str = "degree",
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """What would change without the organisations `remove`, or with all that `add_project` holds.

    Names are resolved as in every question; `add_project` is a location, or where it is. Columns
    as in `table`. Errors as `changed` and `table`.
    """
    notes: list[Note] = []
    gone = [resolve(location, name, "cg:Organisation", parameter="remove") for name in remove]
    more = open_graph(add_project) if isinstance(add_project, str | Path) else add_project
    found = changed(location, choice, remove=gone, add=more)
    notes += [note(chosen.words(choice, lang)), *chosen.judged(location, choice)]
    seen_from = resolve(location, from_, "cg:Organisation", parameter="from_") if from_ else None
    record, warn = recording(notes)
    run = Run(report=report, note=record, warn=warn)
    return Answer(table(location, found, measure, seen_from, run, lang), tuple(notes))


def changed(
    location: Location,
    choice: Choice,
    *,
    remove: Sequence[str] = (),
    add: Location | None = None,
) -> WhatIf:
    """The network as it is, and without the members `remove` (IRIs) or with all that `add` holds.

    What is added counts whatever the filters. Raises RequestError where neither is given, a member
    to remove is not in the network, or nothing in `add` makes anybody take part.
    """
    if not remove and add is None:
        raise RequestError(
            Text("nothing to change: give ", "rien à changer : donnez "),
            ParameterName("remove"),
            Text(" or ", " ou "),
            ParameterName("add_project"),
        )
    ties = read_ties(location, choice)
    before = Side(ties, activities(location, choice))
    for iri in remove:
        if iri not in ties.nodes:
            raise RequestError(
                ParameterName("remove"),
                Text(
                    f" {iri}: takes no part in the network '{ties.name}'",
                    f"\xa0: {location.labels([iri], 'fr')[iri]} ne fait pas partie du réseau "
                    f"«\xa0{ties.name}\xa0»",
                ),
            )
    if before.shared is None:
        if add is not None:
            raise RequestError(
                Text(
                    f"the network '{ties.name}' consists of direct ties: a project cannot be added",
                    f"le réseau « {ties.name} » est fait de liens directs : impossible d’y ajouter "
                    "un projet",
                )
            )
        return WhatIf(before, Side(_without(ties, remove), None), None)
    shared = _less(before.shared, remove)
    if add is not None:
        shared = _more(shared, _pairs(add, choice))
    after = Side(tied(shared, choice, near(location, choice.filters)), shared)
    return WhatIf(before, after, add)


def _pairs(add: Location, choice: Choice) -> list[tuple[str, str]]:
    pairs = [
        (member, through) for member, through in participations(add, choice.network).iter_rows()
    ]
    if not pairs:
        raise RequestError(f"{add.where}: nobody takes part in anything there")
    return pairs


def _left(nodes: Sequence[str], remove: Iterable[str]) -> list[int]:
    gone = set(remove)
    return [index for index, node in enumerate(nodes) if node not in gone]


def _without(ties: Ties, remove: Sequence[str]) -> Ties:
    left = _left(ties.nodes, remove)
    names = tuple(ties.nodes[index] for index in left)
    return Ties(names, ties.weights[left][:, left], ties.name, ties.weighting)


def _less(shared: Incidence, remove: Sequence[str]) -> Incidence:
    left = _left(shared.members, remove)
    names = tuple(shared.members[index] for index in left)
    return Incidence(names, shared.throughs, shared.matrix[left])


def _more(shared: Incidence, pairs: list[tuple[str, str]]) -> Incidence:
    """The incidence with more participations, each pair once."""
    from scipy import sparse

    names = tuple(sorted({*shared.members, *(member for member, _ in pairs)}))
    throughs = tuple(sorted({*shared.throughs, *(through for _, through in pairs)}))
    row = {name: index for index, name in enumerate(names)}
    column = {through: index for index, through in enumerate(throughs)}
    old = shared.matrix.tocoo()
    rows = [*np.array([row[name] for name in shared.members], dtype=np.int64)[old.coords[0]]]
    columns = [*np.array([column[name] for name in shared.throughs])[old.coords[1]]]
    rows += [row[member] for member, _ in pairs]
    columns += [column[through] for _, through in pairs]
    ones = np.ones(len(rows), dtype=np.int32)
    matrix = sparse.coo_array((ones, (rows, columns)), shape=(len(names), len(throughs))).tocsr()
    matrix.data[:] = 1
    matrix.sort_indices()
    return Incidence(names, throughs, matrix)


def table(
    location: Location,
    found: WhatIf,
    measure: str = "degree",
    viewpoint: str | None = None,
    run: Run | None = None,
    lang: Lang = "en",
) -> Table:
    """What changes: columns what, item, iri, before, after, difference (after less before).

    First counts (members, ties, components, giant_members, isolates, and what is reachable from
    `viewpoint`, an IRI: members, countries, programmes), then each country and programme gained or
    lost (1 where it is reachable), then the ten largest movements in rank by `measure`: a rank that
    becomes smaller is a rise. Raises RequestError where `viewpoint` is not in both networks.
    """
    rows = [*_counts(found)]
    reached = [_reached(location, found, side, viewpoint) for side in (found.before, found.after)]
    for what in ("members", "countries", "programmes"):
        before, after = (len(each[what]) for each in reached)
        rows.append(Row(f"reachable_{what}", "", "", before, after))
    for what in ("countries", "programmes"):
        earlier, later = (each[what] for each in reached)
        rows += _differing(location, found, what, earlier, later, lang)
    rows += _movements(location, found, find(measure), with_countries(run, location), lang)
    columns: dict[str, list[Value]] = {
        "what": [row.what for row in rows],
        "item": [row.item for row in rows],
        "iri": [row.iri for row in rows],
        "before": [row.before for row in rows],
        "after": [row.after for row in rows],
        "difference": [
            None if row.before is None or row.after is None else row.after - row.before
            for row in rows
        ],
    }
    return tables.from_columns(columns, iris=["iri"])


def _counts(found: WhatIf) -> Iterator[Row]:
    sides = found.before.ties, found.after.ties
    parts = [structure.components(ties) for ties in sides]
    counts: dict[str, list[int]] = {
        "members": [len(ties) for ties in sides],
        "ties": [ties.count() for ties in sides],
        "components": [each.count for each in parts],
        "giant_members": [each.giant for each in parts],
        "isolates": [int(np.sum(ties.degrees() == 0)) for ties in sides],
    }
    for what, (before, after) in counts.items():
        yield Row(what, "", "", before, after)


def _reached(
    location: Location, found: WhatIf, side: Side, viewpoint: str | None
) -> dict[str, set[str]]:
    """The members, countries (codes) and programmes (IRIs) that a chain of ties leads to."""
    labels = structure.components(side.ties).labels
    if viewpoint is not None and viewpoint not in side.ties.nodes:
        raise RequestError(
            ParameterName("from"),
            Text(
                f" {viewpoint}: not in the network before and after",
                f" {viewpoint} : n’est pas dans le réseau avant et après",
            ),
        )
    part = labels[side.ties.nodes.index(viewpoint)] if viewpoint is not None else 0
    nodes = np.flatnonzero(labels == part)
    names = {side.ties.nodes[node] for node in nodes.tolist()}
    return {
        "members": names - {viewpoint or ""},
        "countries": _countries(location, found.added, sorted(names)),
        "programmes": _programmes(location, found.added, side.shared, nodes),
    }


def _countries(location: Location, added: Location | None, names: list[str]) -> set[str]:
    found = {
        code for text in members(location, names)["country"].to_list() for code in text.split()
    }
    if added is not None:
        # A new member lies in a place that the graph knows, or the added file describes.
        inside = attribute(added, "places")
        places = inside.filter(inside["member"].is_in(names))["value"].to_list()
        for told in (members(location, places), members(added, names)):
            found |= {code for text in told["country"].to_list() for code in text.split()}
    return found


def _programmes(
    location: Location, added: Location | None, shared: Incidence | None, nodes: Ints
) -> set[str]:
    if shared is None:
        return set()
    columns = np.unique(shared.matrix[nodes].indices).tolist()
    reached = {shared.throughs[column] for column in columns}
    sources = [location] if added is None else [location, added]
    return {
        programme
        for source in sources
        for through, programme in attribute(source, "programmes").iter_rows()
        if through in reached
    }


def _differing(
    location: Location, found: WhatIf, what: str, before: set[str], after: set[str], lang: Lang
) -> list[Row]:
    one = {"countries": "country", "programmes": "programme"}[what]
    differing = sorted(before ^ after)
    labels = {each: each for each in differing}
    if what == "programmes":
        labels = location.labels(differing, lang)
        if found.added is not None:
            labels |= {
                iri: label
                for iri, label in found.added.labels(differing, lang).items()
                if iri not in before
            }
    return [
        Row(
            one,
            labels[each],
            each if what == "programmes" else "",
            int(each in before),
            int(each in after),
        )
        for each in differing
    ]


def _movements(
    location: Location, found: WhatIf, measure: Measure, run: Run, lang: Lang
) -> list[Row]:
    """The members whose rank changes most, among those in both networks."""
    sides = [found.before.ties, found.after.ties]
    both = sorted(set(sides[0].nodes) & set(sides[1].nodes))
    stages = [run.stage("before", 0.0, 0.5), run.stage("after", 0.5, 1.0)]
    ranks = [_ranks(ties, both, measure, stage) for ties, stage in zip(sides, stages, strict=True)]
    known = (ranks[0] > 0) & (ranks[1] > 0) & (ranks[0] != ranks[1])
    moved = np.flatnonzero(known)
    order = moved[np.lexsort((moved, ranks[1][moved], -abs(ranks[1] - ranks[0])[moved]))]
    first = order[:MOVEMENTS].tolist()
    labels = location.labels([both[node] for node in first], lang)
    return [
        Row(f"rank_{measure.id}", labels[both[node]], both[node], int(ranks[0][node]),
            int(ranks[1][node]))
        for node in first
    ]  # fmt: skip


def _ranks(ties: Ties, nodes: Sequence[str], measure: Measure, run: Run) -> Ints:
    """The rank of each of the nodes among them, by their values in the whole network."""
    values, _ = standing(measure, ties, run)
    at = {node: index for index, node in enumerate(ties.nodes)}
    return competition(values[[at[node] for node in nodes]])
