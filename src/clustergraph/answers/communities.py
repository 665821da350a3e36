"""The communities of a network as a reader meets them: named, with what is typical of each.

Typical is what a community has more of than the whole network: topics and programmes, by the share
of its members' participations that concern them; countries, by the share of its members. With p the
share in the community and q that in the whole network, entries with p > q are ordered by
p · ln(p / q), as in the Kullback-Leibler divergence: common here and rare elsewhere come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clustergraph.answers import chosen
from clustergraph.answers.answer import Answer, note
from clustergraph.formats import tables
from clustergraph.formats.charts.chart import Chart
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled, numeral
from clustergraph.measures import partition
from clustergraph.networks.members import members as describe
from clustergraph.networks.participations import rows
from clustergraph.networks.projection import incidence
from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.formats.tables import Table
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Counts, Floats, Ints
    from clustergraph.measures.partition import Communities, Partition
    from clustergraph.measures.projection import Incidence
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice

# Entries listed for a community; those that also make its name.
_TOLD, _NAMING = 3, 2
# What fewer than one in fifty share is typical of nothing.
_LEAST = 0.02
_LONGEST = 40
_BETWEEN = "; "


def activities(location: Location, choice: Choice) -> Incidence | None:
    """Who takes part in what; None for a network of direct ties, which has no activities."""
    if "through" not in rows(location, choice.network).columns:
        return None
    return incidence(location, choice)


def communities(
    location: Location,
    choice: Choice,
    *,
    resolution: float = 1.0,
    seed: int = 0,
    members: bool = False,
    top: int | None = None,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The communities of a network, or its members by community; see `named` and `roll`."""
    ties, notes = chosen.ties(location, choice, report)
    found = partition.find(ties, resolution=resolution, seed=seed, report=report)
    if members:
        table = roll(location, ties, found, lang=lang)
        options = {"value": "strength", "label": "label"}
    else:
        table = named(location, ties, found, activities(location, choice), lang=lang)
        options = {"value": "members", "label": "name"}
    title = filled(_MEMBERS if members else _COMMUNITIES, network=choice.called).translated(lang)
    told = f"{chosen.words(choice, lang)}. {_said(found).translated(lang)}"
    chart = Chart("ranking", title, told, options, lang)
    return Answer(table[:top], (*notes, note(_said(found))), chart)


_COMMUNITIES = Text("Communities of the network '{network}'", "Communautés du réseau « {network} »")
_MEMBERS = Text("Members of the network '{network}'", "Membres du réseau « {network} »")
_FOUND = Text(
    "{n} [community|communities] of 2 or more, {alone} members alone",
    "{n} [communauté|communautés] de 2 ou plus, {alone} [membre seul|membres seuls]",
)
_HOW = Text(
    f"{_FOUND}; modularity {{modularity}} (resolution {{resolution}}), best of {{runs}} seeds, "
    "agreement with the others {agreement} (adjusted Rand index)",
    f"{_FOUND.fr} ; modularité {{modularity}} (résolution {{resolution}}), la meilleure de "
    "{runs} graines, accord avec les autres {agreement} (indice de Rand ajusté)",
)


def _said(found: Communities) -> Text:
    sizes = found.sizes()
    many = sum(size > 1 for size in sizes)
    return filled(
        _HOW if many else _FOUND,
        n=many,
        alone=len(sizes) - many,
        modularity=numeral(found.modularity, ".4f"),
        resolution=numeral(found.resolution, "g"),
        runs=found.runs,
        agreement=numeral(found.agreement, ".3f"),
    )


def named(
    location: Location,
    ties: Ties,
    found: Communities,
    shared: Incidence | None = None,
    *,
    lang: Lang = "en",
) -> Table:
    """One row a community of two or more members, the largest first.

    Columns: community (its number), name, members, ties (inside), inside (the share of its tie
    weight that stays inside), modularity (its part: the column adds up to the network's), stability
    (see `partition.Communities`), topics, programmes, countries (typical ones), hubs (the members
    with the strongest ties inside). `shared` gives topics and programmes.
    """
    labels = found.labels
    count = int(np.sum(np.bincount(labels) > 1)) if len(labels) else 0
    told = describe(location, ties.nodes, lang)
    strengths, inside = partition.strength_inside(ties, labels)
    typical = {
        "topics": _of_activities(location, "topics", labels, count, shared, lang),
        "programmes": _of_activities(location, "programmes", labels, count, shared, lang),
        "countries": _of_members(told["country"].to_list(), labels, count),
    }
    themes = [
        topics or programmes
        for topics, programmes in zip(typical["topics"], typical["programmes"], strict=True)
    ]
    columns = {
        "community": range(1, count + 1),
        "name": map(_name, range(1, count + 1), themes, typical["countries"]),
        "members": np.bincount(labels)[:count].tolist() if count else [],
        "ties": partition.ties_inside(ties, labels)[:count].tolist(),
        "inside": (inside[:count] / strengths[:count]).tolist(),
        "modularity": partition.contributions(ties, labels, found.resolution)[:count].tolist(),
        "stability": found.stability[:count].tolist(),
        **{name: map(_BETWEEN.join, entries) for name, entries in typical.items()},
        "hubs": map(_BETWEEN.join, _hubs(ties, labels, count, told["label"].to_list())),
    }
    return tables.from_columns(columns)


def roll(location: Location, ties: Ties, found: Communities, *, lang: Lang = "en") -> Table:
    """One row a member, by community and falling strength: community, iri, label, type, country,
    degree, strength, participation and within_degree (see `partition`)."""
    told = describe(location, ties.nodes, lang)
    degrees = ties.degrees()
    strengths = ties.strengths()
    order = np.lexsort((np.arange(len(ties)), -strengths, found.labels))
    spread = partition.participation(ties, found.labels)
    inside = partition.within_module_degree(ties, found.labels)
    about = told[order.tolist()]
    columns = {
        "community": (found.labels[order] + 1).tolist(),
        "iri": about["node"].to_list(),
        **{name: about[name].to_list() for name in ("label", "type", "country")},
        "degree": degrees[order].tolist(),
        "strength": strengths[order].tolist(),
        "participation": spread[order].tolist(),
        "within_degree": inside[order].tolist(),
    }
    return tables.from_columns(columns, iris=["iri"])


def _name(number: int, themes: Sequence[str], countries: Sequence[str]) -> str:
    theme = " / ".join(_short(each) for each in themes[:_NAMING]) or f"Community {number}"
    return f"{theme} ({', '.join(countries[:_NAMING])})" if countries else theme


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


def _of_activities(
    location: Location, table: str, labels: Ints, count: int, shared: Incidence | None, lang: Lang
) -> list[list[str]]:
    """The typical values of the activities of each community's members, by label."""
    if shared is None:
        return [[] for _ in range(count)]
    known = attribute(location, table)
    at = {through: index for index, through in enumerate(shared.throughs)}
    pairs = [(at[through], value) for through, value in known.iter_rows() if through in at]
    has, values = _indicator(pairs, len(shared.throughs))
    names = location.labels(values, lang)
    sizes: Ints = np.asarray(shared.matrix.sum(axis=1)).ravel()
    held = shared.matrix.astype(np.int64) @ has
    return _typical(held, sizes, labels, count, [names[value] for value in values])


def _of_members(countries: Sequence[str], labels: Ints, count: int) -> list[list[str]]:
    pairs = [(index, code) for index, codes in enumerate(countries) for code in codes.split()]
    has, values = _indicator(pairs, len(countries))
    return _typical(has, np.ones(len(countries)), labels, count, values)


def _indicator(pairs: Sequence[tuple[int, str]], size: int) -> tuple[Counts, list[str]]:
    """A csr_array of things by values, 1 where a thing has a value; the values, sorted."""
    from scipy import sparse

    values = sorted({value for _, value in pairs})
    column = {value: index for index, value in enumerate(values)}
    places = ([row for row, _ in pairs], [column[value] for _, value in pairs])
    ones = np.ones(len(pairs), dtype=np.int64)
    return sparse.coo_array((ones, places), shape=(size, len(values))).tocsr(), values


def _members_of(labels: Ints, count: int) -> Counts:
    """A csr_array of the first `count` communities by nodes, 1 where the node is a member."""
    from scipy import sparse

    nodes = np.flatnonzero(labels < count)
    ones = np.ones(len(nodes), dtype=np.int64)
    return sparse.coo_array((ones, (labels[nodes], nodes)), shape=(count, len(labels))).tocsr()


def _typical(
    held: Counts, sizes: Ints | Floats, labels: Ints, count: int, names: Sequence[str]
) -> list[list[str]]:
    """For each community the names of what is typical of it, at most _TOLD.

    `held` counts, for each node and value, what `sizes` counts in all for each node.
    """
    counts = (_members_of(labels, count) @ held).tocsr()
    everywhere = np.asarray(held.sum(axis=0)).ravel() / max(float(sizes.sum()), 1.0)
    totals = np.bincount(labels, sizes)
    found = []
    for row in range(count):
        part = slice(counts.indptr[row], counts.indptr[row + 1])
        columns = counts.indices[part]
        here = counts.data[part] / totals[row]
        scores = here * np.log(here / everywhere[columns])
        ranked = sorted(
            (-round(float(score), 12), -float(share), names[column])
            for score, share, column in zip(scores, here, columns, strict=True)
            # A community that is the whole network has all its shares as everywhere.
            if score > -1e-12 and share >= _LEAST
        )
        found.append([name for *_, name in ranked[:_TOLD]])
    return found


def _hubs(ties: Ties, labels: Partition, count: int, names: Sequence[str]) -> list[list[str]]:
    """The names of the members with the strongest ties inside each community."""
    inside = partition.strength_of_members_inside(ties, labels)
    order = np.lexsort((np.arange(len(ties)), -inside, labels))
    starts = np.searchsorted(labels[order], np.arange(count))
    return [
        [names[node] for node in order[start : start + _TOLD].tolist() if labels[node] == number]
        for number, start in enumerate(starts.tolist())
    ]
