"""A View: everything that the network page may show, and nothing else.

Puts together a network, the scores of its nodes and what the graph says of them. Knows nothing of
HTML; the page knows nothing of graphs, only of a View.
"""

from __future__ import annotations

import math
import textwrap
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import networkx as nx

from clustergraph.answers import ranking
from clustergraph.errors import RequestError
from clustergraph.measures import registry as measures
from clustergraph.measures.ties import from_networkx
from clustergraph.networks import reading as networks
from clustergraph.questions import queries
from clustergraph.terms import CG, compress, fold
from clustergraph.web import facts
from clustergraph.web.page import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.measures.registry import Measure
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
    types: most frequent first. countries: labels, sorted.
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


def draw(
    location: Location,
    network: str = "partners",
    *,
    about: str | None = None,
    hops: int = 1,
    lang: Lang = "en",
    measure: str = measures.USUAL[0],
) -> View:
    """The view of a network by its name, `about` an entity by IRI, CURIE, local name or label.

    Raises RequestError for an unknown network, entity or measure, and for an entity that is not
    in the network.
    """
    query = queries.find(network, queries.networks(), "network")
    chosen = measures.find(measure)
    iri = queries.resolve(location, about) if about else None
    ties = networks.network(location, query, lang)
    found = from_networkx(ties)
    run = ranking.with_countries(None, location)
    values = measures.scores(found, [chosen], run)[chosen.id]
    scores = dict(zip(found.nodes, values.tolist(), strict=True))
    return view(
        location,
        ties,
        scores,
        measure=chosen,
        about=iri,
        hops=hops,
        lang=lang,
        ties=(query.counts or query.question).translated(lang),
    )


def view(
    location: Location,
    network: nx.Graph[str],
    scores: Mapping[str, float],
    *,
    measure: Measure | None = None,
    about: str | None = None,
    hops: int = 1,
    lang: Lang = "en",
    title: str = "",
    ties: str = "",
    limit: int = LIMIT,
) -> View:
    """Gather what the page shows of a network, or of the part of it around the IRI `about`.

    scores are those of the whole network by `measure`; the `limit` most central nodes are kept,
    `about` among them. Labels are the network's own (make it in the same language), else the
    graph's. Raises RequestError when `about` is not in the network.
    """
    order = sorted(network, key=lambda iri: (_descending(_score(scores, iri)), iri))
    reach = _reach(network, about, hops)
    kept = sorted((iri for iri in order if iri in reach), key=lambda iri: iri != about)[:limit]
    part = network.subgraph(kept)
    shown = _labels(location, part, lang)
    known = facts.describe(location, part, lang)
    nodes = _nodes(part, scores, shown, known)
    return View(
        title=title,
        lang=lang,
        network=str(network.graph.get("name") or ""),
        ties=ties,
        measure=measure.id if measure else "",
        measure_label=measure.label.translated(lang) if measure else "",
        measure_meaning=measure.meaning.translated(lang) if measure else "",
        about=about,
        hops=hops,
        total=len(reach),
        ranked=len(network),
        nodes=_ranked(nodes, order, scores),
        edges=_edges(location, part, shown, known, lang),
        types=_types(nodes, shown),
        countries=tuple(sorted({name for node in nodes for name in node.countries}, key=fold)),
    )


def _reach(network: nx.Graph[str], about: str | None, hops: int) -> set[str]:
    if about is None:
        return set(network)
    if about not in network:
        name = network.graph.get("name", "")
        raise RequestError(f"{compress(about)} is not in the network '{name}': choose another one")
    return set(nx.single_source_shortest_path_length(network, about, cutoff=hops))


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


def _labels(location: Location, part: nx.Graph[str], lang: Lang) -> dict[str, str]:
    """Labels of nodes, classes and countries: the network's own, else the graph's."""
    own: dict[str, str] = {}
    for iri, data in part.nodes(data=True):
        own[iri] = str(data.get("label") or "")
        own[str(data.get("class") or "")] = str(data.get("type") or "")
    missing = [iri for iri, label in own.items() if iri and not label]
    return own | location.labels(missing, lang) | _countries(location, lang)


def _countries(location: Location, lang: Lang) -> dict[str, str]:
    """The label of each country by its ISO code."""
    rows = location.select(
        f"SELECT ?code ?country WHERE {{ ?country a <{CG}Country> ; <{CG}isoCode> ?code }}"
    ).rows
    codes = {code.value: country.value for code, country in rows if code and country}
    labels = location.labels(codes.values(), lang)
    return {code: labels[iri] for code, iri in codes.items()}


def _nodes(
    part: nx.Graph[str],
    scores: Mapping[str, float],
    labels: Mapping[str, str],
    known: Mapping[str, Description],
) -> list[Node]:
    values = {iri: _score(scores, iri) for iri in part}
    radii = _radii(values)
    lines = {iri: _lines(labels[iri]) for iri in part}
    places = layout.positions(part, _room(lines, radii))
    return [
        Node(
            iri=iri,
            label=labels[iri],
            lines=lines[iri],
            type=str(data.get("class") or ""),
            countries=_named(str(data.get("country") or "").split(), labels),
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
        for iri, data in part.nodes(data=True)
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


def _edges(
    location: Location,
    part: nx.Graph[str],
    labels: Mapping[str, str],
    known: Mapping[str, Description],
    lang: Lang,
) -> tuple[Edge, ...]:
    rows = [(min(a, b), max(a, b), data) for a, b, data in part.edges(data=True) if a != b]
    keys = {str(reason) for _a, _b, data in rows for reason in data.get("reasons", ())}
    read = facts.reasons(location, keys, lang)
    edges = []
    for a, b, data in sorted(rows, key=lambda row: row[:2]):
        reasons = [read[str(key)] for key in data.get("reasons", ())]
        told = [one for reason in reasons for one in _stated(reason, (a, b), labels, known, lang)]
        told.sort(key=lambda reason: (reason.kind, fold(reason.label), reason.iri or ""))
        edges.append(Edge(a, b, float(data.get("weight", 1)), tuple(told)))
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
