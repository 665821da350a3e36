"""What `network-info` says about a network: its shape in figures, each with its meaning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.answers import chosen
from clustergraph.answers.answer import Answer
from clustergraph.answers.communities import activities
from clustergraph.formats import tables
from clustergraph.formats.charts.chart import Chart
from clustergraph.graph.progress import silent
from clustergraph.measures import structure
from clustergraph.networks import projection
from clustergraph.networks.members import members
from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from clustergraph.formats.tables import Table, Value
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.projection import Incidence
    from clustergraph.measures.structure import Clustering
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice


class Figure(NamedTuple):
    """One figure; `note` says how it was counted."""

    name: str
    value: float
    note: str


def network_info(
    location: Location,
    choice: Choice,
    *,
    samples: int = structure.SAMPLES,
    seed: int = 0,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The figures of a network; see `figures`."""
    ties, notes = chosen.ties(location, choice, report)
    weak = projection.ties(location, replace(choice, stable=1)) if choice.stable > 1 else None
    table = figures(
        location, ties, shared=activities(location, choice), stable=choice.stable, all_ties=weak,
        samples=samples, seed=seed, report=report,
    )  # fmt: skip
    options = {
        "degrees": ties.degrees(),
        "bins": structure.doubling(ties.degrees()),
        "axis": "degree (number of partners)",
    }
    title = f"Degrees in the network '{choice.name}'"
    chart = Chart("distribution", title, chosen.words(choice, lang), options)
    return Answer(table, tuple(notes), chart)


def figures(
    location: Location,
    ties: Ties,
    *,
    shared: Incidence | None = None,
    stable: int = 1,
    all_ties: Ties | None = None,
    samples: int = structure.SAMPLES,
    seed: int = 0,
    report: Callable[[str, float], None] = lambda stage, share: None,
) -> Table:
    """The figures of a network: columns figure, value, note.

    shared: who takes part in what, where its ties come from activities, of which they share
    `stable` or more. all_ties: the ties before weak ones were left out, to tell members without
    any tie from those without a strong one.
    """
    activities = len(shared.throughs) if shared else None
    found = [*_size(ties, activities), *_parts(ties, all_ties)]
    by_chance = {
        "by_chance": (
            structure.random_clustering(ties, samples, seed, report),
            "networks of the same degrees, joined at random",
        )
    }
    if shared:
        by_chance["shuffled"] = (
            structure.shuffled_clustering(shared.matrix, stable, samples, seed, report),
            "networks of the same participations, spread over the activities at random",
        )
    found += _clustering(ties, by_chance)
    found += [*_assortativity(location, ties), *_distribution(ties)]
    columns: dict[str, list[Value]] = {
        "figure": [figure.name for figure in found],
        "value": [figure.value for figure in found],
        "note": [figure.note for figure in found],
    }
    return tables.from_columns(columns)


def _size(ties: Ties, activities: int | None) -> Iterator[Figure]:
    count, pairs = len(ties), ties.count()
    yield Figure("members", count, "with ties or without")
    if activities is not None:
        yield Figure("activities", activities, "in which members take part, together or alone")
    yield Figure("ties", pairs, "pairs of members that share something, each pair once")
    yield Figure("weight", float(ties.weights.sum()) / 2, "sum of the weights of all ties")
    possible = count * (count - 1) / 2
    yield Figure("density", pairs / possible if possible else structure.NAN, "ties / possible ties")
    yield Figure("mean_degree", 2 * pairs / count if count else structure.NAN, "ties a member")
    yield Figure("highest_degree", int(ties.degrees().max(initial=0)), "ties of one member")


def _parts(ties: Ties, all_ties: Ties | None) -> Iterator[Figure]:
    parts = structure.components(ties)
    alone = int(np.sum(ties.degrees() == 0))
    yield Figure("isolates", alone, "members without a tie")
    if all_ties is not None:
        weak = alone - int(np.sum(all_ties.degrees() == 0))
        yield Figure("isolates_with_weak_ties", weak, "of these, members with weaker ties only")
    yield Figure("components", parts.count, "parts without a tie between them, isolates included")
    yield Figure("giant_members", parts.giant, "members of the largest component")
    share = parts.giant / len(ties) if len(ties) else structure.NAN
    yield Figure("giant_share", share, "of all members")
    yield Figure("giant_ties", parts.giant_ties, "ties in the largest component")


def _clustering(
    ties: Ties, by_chance: Mapping[str, tuple[Sequence[Clustering], str]]
) -> Iterator[Figure]:
    here = structure.clustering(ties.weights.indptr, ties.weights.indices)
    for figure, field, note in (
        ("transitivity", "transitivity", "closed share of all pairs of ties that meet"),
        ("clustering", "local", "mean share of a member's partners that are tied; 0 below two"),
    ):
        yield Figure(figure, getattr(here, field), note)
        for model, (samples, what) in by_chance.items():
            values = np.array([getattr(each, field) for each in samples])
            yield Figure(f"{figure}_{model}", float(values.mean()), f"{len(values)} {what}")
            spread = float(values.std(ddof=1)) if len(values) > 1 else structure.NAN
            yield Figure(f"{figure}_{model}_sd", spread, "standard deviation of these networks")


def _assortativity(location: Location, ties: Ties) -> Iterator[Figure]:
    yield Figure(
        "degree_assortativity",
        structure.degree_assortativity(ties),
        "correlation of the degrees at the two ends of a tie",
    )
    countries = [text.split() for text in members(location, ties.nodes)["country"].to_list()]
    kinds: dict[str, list[str]] = {}
    for member, kind in attribute(location, "kinds").iter_rows():
        kinds.setdefault(member, []).append(kind)
    for name, values in (
        ("country", countries),
        ("kind", [kinds.get(node, []) for node in ties.nodes]),
    ):
        value, known = structure.attribute_assortativity(ties, values)
        several = sum(len(set(each)) > 1 for each in values)
        note = f"1: only equals, 0: as chance; {len(ties) - known:,} members without one left out"
        if several:
            note += f", {several:,} with several counted in parts"
        yield Figure(f"{name}_assortativity", value, note)


def _distribution(ties: Ties) -> Iterator[Figure]:
    starts, counts = structure.doubling(ties.degrees())
    for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
        ends = f"{start}" if start == 1 else f"{start}_{2 * start - 1}"
        yield Figure(f"degree_{ends}", count, "members with as many ties")
