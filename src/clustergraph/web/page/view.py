"""A View: everything that the network page may show, and nothing else.

Puts together a network, the scores of its nodes and what the graph says of them. Knows nothing of
HTML; the page knows nothing of graphs, only of a View.
"""

from __future__ import annotations

import math
import textwrap
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from clustergraph.answers import ranking
from clustergraph.errors import RequestError
from clustergraph.graph.location import silent
from clustergraph.measures import registry as measures
from clustergraph.measures import scores as scoring
from clustergraph.measures.measure import Run
from clustergraph.networks import participations, projection
from clustergraph.networks.choice import Choice
from clustergraph.networks.members import members
from clustergraph.questions import queries
from clustergraph.terms import CG, compress, fold
from clustergraph.web import facts
from clustergraph.web.page import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from clustergraph.graph.location import Location, Report
    from clustergraph.languages import Lang
    from clustergraph.measures.measure import Measure
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.projection import Network
    from clustergraph.web.facts import Description, Fact, Reason, Source

# More nodes than this are neither read by a person nor drawn fast; the page says what it left out.
LIMIT = 500
# Only a drawing up to this size keeps room for every label.
_LABELLED = 90
# Labels are drawn at 13 pixels in lines of 15: about 7 pixels a column.
_COLUMNS, _CHARACTER, _LINE_HEIGHT = 22, 7.0, 15


@dataclass(frozen=True)
class Node:
    """One node of the drawing.

    iri: its name in the graph. label: what it is called; lines: the same as it is drawn, broken
    and perhaps cut. type: IRI of its most specific class, the `iri` of one of View.types.
    countries: labels of its countries, sorted. names: other names it may be searched by. x, y:
    place in drawing units (CSS pixels at zoom 1, y downwards). radius: drawing units, grows with
    the score. score: value of the measure to 6 significant digits, None where it is undefined.
    rank: 1 is the highest score of the whole network, equal scores share a rank; None without a
    score. description: prose, or empty. facts, sources: what the graph says, and where that comes
    from.
    """

    iri: str
    label: str
    lines: tuple[str, ...]
    type: str
    countries: tuple[str, ...]
    names: tuple[str, ...]
    x: int
    y: int
    radius: int
    score: float | None
    rank: int | None
    description: str
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Edge:
    """A tie. source, target: IRIs of two nodes of the view, source < target. weight: above 0, as
    the network says. reasons: why they are tied, by kind and label."""

    source: str
    target: str
    weight: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class NodeType:
    """A kind of node. iri: the class. label: its name. count: nodes of it in the view."""

    iri: str
    label: str
    count: int


@dataclass(frozen=True)
class View:
    """What a page shows.

    title: heading, may be empty (the page then makes one). lang: of all texts. network: name of
    the network. ties: what counts as a tie, one sentence, may be empty. measure: id of the
    measure. measure_label, measure_meaning: its name and what a high value tells. about: IRI of
    the node in the middle; hops: how many ties away from it the view reaches; None: the whole
    network. total: nodes in that reach, of which the least central are left out if they are too
    many. ranked: nodes in the whole network. nodes: by rank. edges: by source, then target.
    types: most frequent first. countries: labels, sorted. chosen: what narrows the network and how
    ties are weighed, names of filters among them, each with its value in words.
    """

    title: str
    lang: Lang
    network: str
    ties: str
    measure: str
    measure_label: str
    measure_meaning: str
    about: str | None
    hops: int
    total: int
    ranked: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    types: tuple[NodeType, ...]
    countries: tuple[str, ...]
    chosen: Mapping[str, str] = field(default_factory=dict)


def draw(
    location: Location,
    choice: Choice | None = None,
    *,
    about: str | None = None,
    hops: int = 1,
    lang: Lang = "en",
    measure: str = measures.USUAL[0],
    report: Report = silent,
) -> View:
    """The view of what is chosen, by default of all partners.

    `about` is an entity by IRI, CURIE, local name or label; `report(stage, share)` gets the
    progress. Raises RequestError for an unknown network, value, entity or measure, and for an
    entity that is not in the network.
    """
    choice = choice or Choice()
    query = participations.query(choice.network)
    chosen = measures.find(measure)
    iri = queries.resolve(location, about, parameter="about") if about else None
    report("reading the network", 0.0)
    network = projection.network(location, choice)
    run = ranking.with_countries(Run(report=_part(report, 0.2, 0.4)), location)
    values = scoring.scores(network.ties, [chosen], run)[chosen.id]
    scores = dict(zip(network.ties.nodes, values.tolist(), strict=True))
    return view(
        location,
        network,
        scores,
        measure=chosen,
        about=iri,
        hops=hops,
        lang=lang,
        ties=(query.counts or query.question).translated(lang),
        chosen=choice.given(lang),
        report=_part(report, 0.4, 1.0),
    )


def view(
    location: Location,
    network: Network,
    scores: Mapping[str, float],
    *,
    measure: Measure | None = None,
    about: str | None = None,
    hops: int = 1,
    lang: Lang = "en",
    title: str = "",
    ties: str = "",
    chosen: Mapping[str, str] | None = None,
    limit: int = LIMIT,
    report: Report = silent,
) -> View:
    """Gather what the page shows of a network, or of the part of it around the IRI `about`.

    scores are those of the whole network by `measure`; the `limit` most central nodes are kept,
    `about` among them, and the graph is asked about these only. Raises RequestError when `about`
    is not in the network.
    """
    whole = network.ties
    order = sorted(whole.nodes, key=lambda iri: (_descending(_score(scores, iri)), iri))
    reach = _reach(whole, about, hops)
    kept = sorted((iri for iri in order if iri in reach), key=lambda iri: iri != about)[:limit]
    places = np.searchsorted(np.array(whole.nodes, dtype=object), sorted(kept))
    part = whole.among(places)
    report("reading labels and facts", 0.0)
    told = members(location, part.nodes, lang)
    known = facts.describe(location, part.nodes, lang)
    report("laying out", 0.4)
    nodes = _nodes(part, scores, told, _countries(location, lang), known)
    report("finding the reasons", 0.7)
    labels = dict(told.select("node", "label").iter_rows())
    reasons = network.reasons(places)
    return View(
        title=title,
        lang=lang,
        network=whole.name,
        ties=ties,
        measure=measure.id if measure else "",
        measure_label=measure.label.translated(lang) if measure else "",
        measure_meaning=measure.meaning.translated(lang) if measure else "",
        about=about,
        hops=hops,
        total=len(reach),
        ranked=len(whole),
        nodes=_ranked(nodes, order, scores),
        edges=_edges(location, part, _by_tie(reasons, whole), labels, known, lang),
        types=_types(nodes, dict(told.select("class", "type").iter_rows())),
        countries=tuple(sorted({name for node in nodes for name in node.countries}, key=fold)),
        chosen=dict(chosen or {}),
    )


def _part(report: Report, begin: float, end: float) -> Report:
    """What tells the progress of one stage, whose share of all the work is given."""
    return lambda stage, share: report(stage, begin + share * (end - begin))


def _reach(ties: Ties, about: str | None, hops: int) -> set[str]:
    if about is None:
        return set(ties.nodes)
    if about not in ties.nodes:
        raise RequestError(
            f"{compress(about)} is not in the network '{ties.name}': choose another one"
        )
    near = ties.within(ties.nodes.index(about), hops)
    return {ties.nodes[place] for place in near.tolist()}


def _score(scores: Mapping[str, float], iri: str) -> float | None:
    value = scores.get(iri)
    return None if value is None or not math.isfinite(value) else float(f"{value:.6g}")


def _descending(score: float | None) -> float:
    return math.inf if score is None else -score


def _ranked(
    nodes: Iterable[Node], order: list[str], scores: Mapping[str, float]
) -> tuple[Node, ...]:
    """The nodes in the order of the whole network, with their ranks in it."""
    ranks: dict[str, int] = {}
    last: tuple[float | None, int] = (None, 0)
    for place, iri in enumerate(order, 1):
        score = _score(scores, iri)
        last = last if score == last[0] else (score, place)
        ranks[iri] = last[1]
    by_iri = {node.iri: node for node in nodes}
    return tuple(
        replace(by_iri[iri], rank=None if by_iri[iri].score is None else ranks[iri])
        for iri in order
        if iri in by_iri
    )


def _countries(location: Location, lang: Lang) -> dict[str, str]:
    """The label of each country by its ISO code."""
    rows = location.select(
        f"SELECT ?code ?country WHERE {{ ?country a <{CG}Country> ; <{CG}isoCode> ?code }}"
    ).rows
    codes = {code.value: country.value for code, country in rows if code and country}
    labels = location.labels(codes.values(), lang)
    return {code: labels[iri] for code, iri in codes.items()}


def _nodes(
    part: Ties,
    scores: Mapping[str, float],
    told: pl.DataFrame,
    countries: Mapping[str, str],
    known: Mapping[str, Description],
) -> list[Node]:
    values = {iri: _score(scores, iri) for iri in part.nodes}
    radii = _radii(values)
    lines = {iri: _lines(label) for iri, label in told.select("node", "label").iter_rows()}
    places = layout.positions(part, _room(lines, radii))
    return [
        Node(
            iri=iri,
            label=label,
            lines=lines[iri],
            type=cls,
            countries=_named(codes.split(), countries),
            names=known[iri].names,
            x=places[iri][0],
            y=places[iri][1],
            radius=radii[iri],
            score=values[iri],
            rank=None,
            description=known[iri].text,
            facts=known[iri].facts,
            sources=known[iri].sources,
        )
        for iri, label, _type, cls, codes in told.iter_rows()
    ]


def _named(codes: list[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted((labels.get(code, code) for code in codes), key=fold))


def _radii(scores: Mapping[str, float | None]) -> dict[str, int]:
    """Radius by score: the area of a disc grows with it. Crowded drawings get smaller discs."""
    low, high = (10, 28) if len(scores) <= _LABELLED else (6, 20) if len(scores) <= 250 else (5, 16)
    known = [score for score in scores.values() if score is not None]
    least, most = min(known, default=0.0), max(known, default=0.0)

    def radius(score: float | None) -> int:
        if most == least:
            return round((low + high) / 2.4)
        share = ((least if score is None else score) - least) / (most - least)
        return round(low + (high - low) * math.sqrt(share))

    return {iri: radius(score) for iri, score in scores.items()}


def _room(
    lines: Mapping[str, tuple[str, ...]], radii: Mapping[str, int]
) -> dict[str, tuple[float, float, float]]:
    """The box of a node: its disc, and in a small drawing the label below."""
    room = {}
    for iri, radius in radii.items():
        disc = 2.0 * radius
        if len(radii) > _LABELLED:
            room[iri] = (disc, disc, 0.0)
            continue
        below = 4.0 + _LINE_HEIGHT * len(lines[iri])
        width = _CHARACTER * max(_columns(line) for line in lines[iri])
        room[iri] = (max(width, disc), disc + below, below / 2)
    return room


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _lines(label: str) -> tuple[str, ...]:
    """A label broken between words into at most three lines, cut where it is longer still."""
    if _columns(label) <= _COLUMNS:
        return (label,)
    broken = textwrap.wrap(label, _COLUMNS, max_lines=3, placeholder=" …")
    return tuple(broken) or (label,)


def _by_tie(reasons: pl.DataFrame, ties: Ties) -> dict[tuple[str, str], list[str]]:
    """The reasons of each tie, by the IRIs of its ends."""
    found: dict[tuple[str, str], list[str]] = {}
    for one, other, reason in reasons.iter_rows():
        found.setdefault((ties.nodes[one], ties.nodes[other]), []).append(reason)
    return found


def _edges(
    location: Location,
    part: Ties,
    reasons: Mapping[tuple[str, str], list[str]],
    labels: Mapping[str, str],
    known: Mapping[str, Description],
    lang: Lang,
) -> tuple[Edge, ...]:
    read = facts.reasons(location, {key for keys in reasons.values() for key in keys}, lang)
    linking = {name for each in known.values() for name, _thing in each.links}
    edges = []
    for one, other, weight in zip(*(column.tolist() for column in part.pairs()), strict=True):
        ends = part.nodes[one], part.nodes[other]
        told: list[Reason] = []
        for key in reasons.get(ends, ()):
            linked = key in linking
            told += _stated(read[key], ends, labels, known, lang) if linked else [read[key]]
        if len(told) > 1:
            told.sort(key=lambda reason: (reason.kind, fold(reason.label), reason.iri or ""))
        edges.append(Edge(*ends, weight, tuple(told)))
    return tuple(edges)


def _stated(
    reason: Reason,
    ends: tuple[str, str],
    labels: Mapping[str, str],
    known: Mapping[str, Description],
    lang: Lang,
) -> list[Reason]:
    """A linking property with the thing it leads to ("located in: Wallonia"; its subject is the
    other end), and the source of the node that states it. Anything else stays as it is."""
    found = []
    colon = "\u00a0:" if lang == "fr" else ":"
    for subject, target in (ends, ends[::-1]):
        if (reason.iri, target) in known[subject].links:
            sentence = f"{reason.label}{colon} {labels[target]}"
            sources = known[subject].sources
            found.append(replace(reason, label=sentence, iri=None, sources=sources))
    return found or [reason]


def _types(nodes: Iterable[Node], labels: Mapping[str, str]) -> tuple[NodeType, ...]:
    counts = Counter(node.type for node in nodes)
    found = [NodeType(iri, labels.get(iri, ""), count) for iri, count in counts.items()]
    return tuple(sorted(found, key=lambda kind: (-kind.count, fold(kind.label), kind.iri)))
