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
from clustergraph.languages import Text, filled
from clustergraph.measures import structure
from clustergraph.networks import projection
from clustergraph.networks.members import members
from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clustergraph.formats.tables import Table, Value
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.projection import Incidence
    from clustergraph.measures.structure import Clustering
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice


class Figure(NamedTuple):
    """One figure, by its name and as readers call it; `note` says how it was counted."""

    name: str
    label: Text
    value: float
    note: Text


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
        samples=samples, seed=seed, lang=lang, report=report,
    )  # fmt: skip
    options = {
        "degrees": ties.degrees(),
        "bins": structure.doubling(ties.degrees()),
        "axis": _DEGREE.translated(lang),
    }
    title = filled(_DEGREES, network=choice.called).translated(lang)
    chart = Chart("distribution", title, chosen.words(choice, lang), options, lang)
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
    lang: Lang = "en",
    report: Callable[[str, float], None] = lambda stage, share: None,
) -> Table:
    """The figures of a network: columns figure, figureLabel, value, note.

    shared: who takes part in what, where its ties come from activities, of which they share
    `stable` or more. all_ties: the ties before weak ones were left out, to tell members without
    any tie from those without a strong one.
    """
    activities = len(shared.throughs) if shared else None
    found = [*_size(ties, activities), *_parts(ties, all_ties)]
    by_chance = [
        _Model("by_chance", structure.random_clustering(ties, samples, seed, report), *_JOINED)
    ]
    if shared:
        shuffled = structure.shuffled_clustering(shared.matrix, stable, samples, seed, report)
        by_chance.append(_Model("shuffled", shuffled, *_SPREAD))
    found += _clustering(ties, by_chance)
    found += [*_assortativity(location, ties), *_distribution(ties)]
    columns: dict[str, list[Value]] = {
        "figure": [figure.name for figure in found],
        "figureLabel": [figure.label.translated(lang) for figure in found],
        "value": [figure.value for figure in found],
        "note": [figure.note.translated(lang) for figure in found],
    }
    return tables.from_columns(columns)


def _size(ties: Ties, activities: int | None) -> Iterator[Figure]:
    count, pairs = len(ties), ties.count()
    yield _figure("members", count)
    if activities is not None:
        yield _figure("activities", activities)
    yield _figure("ties", pairs)
    yield _figure("weight", float(ties.weights.sum()) / 2)
    possible = count * (count - 1) / 2
    yield _figure("density", pairs / possible if possible else structure.NAN)
    yield _figure("mean_degree", 2 * pairs / count if count else structure.NAN)
    yield _figure("highest_degree", int(ties.degrees().max(initial=0)))


def _parts(ties: Ties, all_ties: Ties | None) -> Iterator[Figure]:
    parts = structure.components(ties)
    alone = int(np.sum(ties.degrees() == 0))
    yield _figure("isolates", alone)
    if all_ties is not None:
        yield _figure("isolates_with_weak_ties", alone - int(np.sum(all_ties.degrees() == 0)))
    yield _figure("components", parts.count)
    yield _figure("giant_members", parts.giant)
    yield _figure("giant_share", parts.giant / len(ties) if len(ties) else structure.NAN)
    yield _figure("giant_ties", parts.giant_ties)


def _clustering(ties: Ties, by_chance: Iterable[_Model]) -> Iterator[Figure]:
    here = structure.clustering(ties.weights.indptr, ties.weights.indices)
    for name, field in (("transitivity", "transitivity"), ("clustering", "local")):
        yield _figure(name, getattr(here, field))
        for model in by_chance:
            values = np.array([getattr(each, field) for each in model.samples])
            label = filled(model.label, what=_FIGURES[name][0])
            note = filled(model.note, n=len(values))
            yield Figure(f"{name}_{model.name}", label, float(values.mean()), note)
            spread = float(values.std(ddof=1)) if len(values) > 1 else structure.NAN
            deviating = filled(_SPREAD_OF, what=label)
            yield Figure(f"{name}_{model.name}_sd", deviating, spread, _DEVIATION)


def _assortativity(location: Location, ties: Ties) -> Iterator[Figure]:
    yield _figure("degree_assortativity", structure.degree_assortativity(ties))
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
        note = filled(_SEVERAL if several else _ALIKE, left=len(ties) - known, several=several)
        name = f"{name}_assortativity"
        yield Figure(name, _FIGURES[name][0], value, note)


def _distribution(ties: Ties) -> Iterator[Figure]:
    starts, counts = structure.doubling(ties.degrees())
    for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
        last = 2 * start - 1
        ends, label = f"{start}_{last}", filled(_DEGREES_BETWEEN, first=start, last=last)
        if last == start:
            ends, label = f"{start}", filled(_DEGREE_OF, n=start)
        yield Figure(f"degree_{ends}", label, count, _AS_MANY)


def _figure(name: str, value: float) -> Figure:
    label, note = _FIGURES[name]
    return Figure(name, label, value, note)


class _Model(NamedTuple):
    """Random networks to compare a network with. label: what a figure of them is called; note: how
    they were made."""

    name: str
    samples: Sequence[Clustering]
    label: Text
    note: Text


_DEGREE = Text("degree (number of partners)", "degré (nombre de partenaires)")
_DEGREES = Text("Degrees in the network '{network}'", "Degrés dans le réseau « {network} »")
# By the name of a figure: what readers call it, and how it is counted.
_FIGURES = {
    "members": (Text("Members", "Membres"), Text("with ties or without", "avec ou sans lien")),
    "activities": (
        Text("Activities", "Activités"),
        Text("in which members take part, together or alone",
             "auxquelles des membres participent, ensemble ou seuls"),
    ),
    "ties": (
        Text("Ties", "Liens"),
        Text("pairs of members that share something, each pair once",
             "paires de membres qui partagent quelque chose, chacune une fois"),
    ),
    "weight": (
        Text("Weight", "Poids"),
        Text("sum of the weights of all ties", "somme des poids de tous les liens"),
    ),
    "density": (
        Text("Density", "Densité"), Text("ties / possible ties", "liens / liens possibles"),
    ),
    "mean_degree": (Text("Mean degree", "Degré moyen"), Text("ties a member", "liens par membre")),
    "highest_degree": (
        Text("Highest degree", "Degré le plus élevé"),
        Text("ties of one member", "liens d’un seul membre"),
    ),
    "isolates": (
        Text("Isolates", "Membres isolés"), Text("members without a tie", "membres sans lien"),
    ),
    "isolates_with_weak_ties": (
        Text("Isolates with weaker ties", "Isolés à liens plus faibles"),
        Text("of these, members with weaker ties only",
             "parmi eux, ceux qui n’ont que des liens plus faibles"),
    ),
    "components": (
        Text("Components", "Composantes"),
        Text("parts without a tie between them, isolates included",
             "parties sans lien entre elles, membres isolés compris"),
    ),
    "giant_members": (
        Text("Members of the largest component", "Membres de la plus grande composante"),
        Text("members of the largest component", "membres de la plus grande composante"),
    ),
    "giant_share": (
        Text("Share of the largest component", "Part de la plus grande composante"),
        Text("of all members", "de tous les membres"),
    ),
    "giant_ties": (
        Text("Ties of the largest component", "Liens de la plus grande composante"),
        Text("ties in the largest component", "liens dans la plus grande composante"),
    ),
    "transitivity": (
        Text("Transitivity", "Transitivité"),
        Text("closed share of all pairs of ties that meet",
             "part fermée de toutes les paires de liens qui se touchent"),
    ),
    "clustering": (
        Text("Clustering", "Clustering"),
        Text("mean share of a member's partners that are tied; 0 below two",
             "part moyenne des partenaires d’un membre liés entre eux ; 0 s’il en a moins de deux"),
    ),
    "degree_assortativity": (
        Text("Assortativity by degree", "Assortativité selon le degré"),
        Text("correlation of the degrees at the two ends of a tie",
             "corrélation des degrés aux deux bouts d’un lien"),
    ),
    "country_assortativity": (
        Text("Assortativity by country", "Assortativité selon le pays"), Text("")
    ),
    "kind_assortativity": (Text("Assortativity by kind", "Assortativité selon le type"), Text("")),
}  # fmt: skip
_JOINED = (
    Text("{what} by chance", "{what} par hasard"),
    Text("{n} networks of the same degrees, joined at random",
         "{n} [réseau|réseaux] de mêmes degrés, aux liens tirés au hasard"),
)  # fmt: skip
_SPREAD = (
    Text("{what} with participations at random", "{what}, participations au hasard"),
    Text("{n} networks of the same participations, spread over the activities at random",
         "{n} [réseau|réseaux] de mêmes participations, réparties au hasard entre les activités"),
)  # fmt: skip
_SPREAD_OF = Text("{what}: standard deviation", "{what} : écart type")
_DEVIATION = Text("standard deviation of these networks", "écart type de ces réseaux")
_ALIKE = Text(
    "1: only equals, 0: as chance; {left} [member|members] without one left out",
    "1 : entre semblables seulement, 0 : comme au hasard ; {left} [membre|membres] sans valeur, "
    "hors calcul",
)
_SEVERAL = Text(
    f"{_ALIKE}, {{several}} with several counted in parts",
    f"{_ALIKE.fr}, {{several}} à plusieurs valeurs [compté|comptés] en parts",
)
_DEGREE_OF = Text("Degree {n}", "Degré {n}")
_DEGREES_BETWEEN = Text("Degree {first} to {last}", "Degré {first} à {last}")
_AS_MANY = Text("members with as many ties", "membres qui ont autant de liens")
