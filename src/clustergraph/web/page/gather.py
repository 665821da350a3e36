"""Gathers a View: a network, the scores of its nodes and what the graph says of them.

Knows nothing of HTML. The graph is asked about what is drawn only, but for names.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from clustergraph.answers import ranking
from clustergraph.graph.location import silent
from clustergraph.languages import LANGUAGES, Text
from clustergraph.measures import partition
from clustergraph.measures import registry as measures
from clustergraph.measures import scores as scoring
from clustergraph.measures.backbone import ALPHA
from clustergraph.measures.backbone import backbone as standing_out
from clustergraph.measures.measure import Run
from clustergraph.networks import participations, projection, sifting
from clustergraph.networks.choice import Choice
from clustergraph.networks.members import called, members
from clustergraph.questions import cached, queries
from clustergraph.terms import CG, compress, fold
from clustergraph.web import facts
from clustergraph.web.page import ego, kept, layout, names
from clustergraph.web.page.charted import charted
from clustergraph.web.page.room import radii, room
from clustergraph.web.page.view import Edge, Heading, Node, NodeType, Release, Size, View
from clustergraph.web.reading import labels, own
from clustergraph.web.story import Story, story

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from clustergraph.graph.location import Location, Report
    from clustergraph.languages import Lang
    from clustergraph.measures.measure import Measure
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.projection import Network
    from clustergraph.web.facts import Description, Reason

# More nodes than this are neither read by a person nor drawn fast; the page says what it left out.
LIMIT = 500
# More lines than this hide each other; the page shows the others on demand.
LINES = 1_500
_BACKBONE = Text(f"alpha {ALPHA:g}", f"alpha {ALPHA:g}".replace(".", ","))
# What discs may show besides the measure that was asked for: both are there without computing.
_SIZES = ("degree", "strength")


def draw(
    location: Location,
    choice: Choice | None = None,
    *,
    about: str | None = None,
    hops: int = 1,
    lang: Lang = "en",
    measure: str = measures.USUAL[0],
    title: str = "",
    limit: int = LIMIT,
    backbone: bool = False,
    report: Report = silent,
) -> View:
    """The view of what is chosen, by default of all partners; with `backbone`, of the ties that
    `measures.backbone` keeps of it.

    `about` is an entity by IRI, CURIE, local name or label; without one the graph's own cluster
    is in the middle. `report(stage, share)` gets the progress. Raises RequestError for an
    unknown network, value, entity or measure, and for an entity that is not in the network.
    """
    choice = choice or Choice()
    query = participations.query(choice.network)
    chosen = measures.find(measure)
    iri = queries.resolve(location, about, parameter="about") if about else None
    report("reading the network", 0.0)
    network = projection.network(location, choice)
    if backbone:
        network = replace(network, ties=standing_out(network.ties).ties)
    run = ranking.with_countries(Run(report=_part(report, 0.2, 0.4)), location)
    values = scoring.scores(network.ties, [chosen], run)[chosen.id]
    scores = dict(zip(network.ties.nodes, values.tolist(), strict=True))
    found = view(
        location,
        network,
        scores,
        measure=chosen,
        about=iri,
        hops=hops,
        lang=lang,
        title=title,
        ties=Text(*((query.counts or query.question).translated(each) for each in LANGUAGES)),
        chosen=_chosen(choice) | ({"backbone": _BACKBONE} if backbone else {}),
        limit=limit,
        report=_part(report, 0.4, 1.0),
    )
    unjudged = sifting.judged(location, choice.network, choice.filters)
    return replace(found, unjudged=tuple(unjudged))


def _chosen(choice: Choice) -> dict[str, Text]:
    english, french = (choice.given(lang) for lang in LANGUAGES)
    return {name: Text(value, french[name]) for name, value in english.items()}


def _part(report: Report, begin: float, end: float) -> Report:
    """What tells the progress of one stage, whose share of all the work is given."""
    return lambda stage, share: report(stage, begin + share * (end - begin))


@dataclass(frozen=True)
class _Told:
    """What the graph says of the nodes drawn: one row a node as `members` gives it, labels and
    acronyms, the countries by their codes, facts and activities."""

    rows: pl.DataFrame
    labels: Mapping[str, Text]
    acronyms: Mapping[str, tuple[str, ...]]
    countries: Mapping[str, Text]
    known: Mapping[str, Description]
    story: Story


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
    chosen: Mapping[str, Text] | None = None,
    limit: int = LIMIT,
    report: Report = silent,
) -> View:
    """Gather what the page shows of a network, or of the part of it around the IRI `about`.

    scores are those of the whole network by `measure`. At most `limit` nodes are kept: the one in
    the middle, its partners, then what is most tied to these; the graph is asked about these only.
    Raises RequestError when `about` is not in the network.
    """
    whole = network.ties
    rounded = {iri: _rounded(scores.get(iri)) for iri in whole.nodes}
    near = kept.reach(whole, about, hops)
    centre = about or _own(location, whole)
    places = kept.nodes(whole, near, centre, rounded, limit)
    part = whole.among(places)
    report("reading labels and facts", 0.0)
    told = _told(location, network, part)
    report("laying out", 0.4)
    nodes = _nodes(whole, part, rounded, told, measure)
    nodes, headings = _around(part, centre, nodes)
    codes = {iri: row[-1].split() for iri, *row in told.rows.iter_rows()}
    nodes, chart = charted(location, nodes, codes, told.countries)
    report("finding the reasons", 0.7)
    edges = _edges(location, network, part, places, told)
    return View(
        title=title,
        lang=lang,
        network=whole.name,
        ties=ties if isinstance(ties, Text) else Text(ties),
        about=centre,
        hops=hops if about else None,
        total=len(near),
        ranked=len(whole),
        nodes=_ranked(nodes, rounded),
        edges=edges,
        types=_types(nodes, told.labels),
        countries=tuple(sorted({name for node in nodes for name in node.countries}, key=fold)),
        sizes=_sizes(measure),
        lines=tuple(kept.lines(part, centre, LINES)),
        activities=told.story.activities,
        named=told.story.named,
        chosen=dict(chosen or {}),
        elsewhere=_elsewhere(location, whole, set(part.nodes)),
        releases=_releases(location),
        build=_build(location),
        headings=headings,
        chart=chart,
    )


def _own(location: Location, whole: Ties) -> str | None:
    """The organisation for which the graph was made, if it is in the network."""
    found = own(location)
    return found if found in whole.nodes else None


def _told(location: Location, network: Network, part: Ties) -> _Told:
    rows = members(location, part.nodes)
    classes = sorted(set(rows["class"].to_list()) - {""})
    shared = "through" in network.rows.columns
    return _Told(
        rows=rows,
        labels=labels(location, [*part.nodes, *classes]),
        acronyms=_acronyms(location, part.nodes),
        countries=_countries(location),
        known=facts.describe(location, part.nodes),
        story=story(location, network.rows, part.nodes) if shared else Story(),
    )


def _acronyms(location: Location, wanted: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = dict.fromkeys(wanted, ())
    for node, name in cached.frame(location, queries.shipped("page", "names")).iter_rows():
        if node in found:
            found[node] += (name,)
    return found


def _countries(location: Location) -> dict[str, Text]:
    """The label of each country by its ISO code, which stands for it where it has none."""
    rows = location.select(
        f"SELECT ?code ?country WHERE {{ ?country a <{CG}Country> ; <{CG}isoCode> ?code }}"
    ).rows
    codes = {code.value: country.value for code, country in rows if code and country}
    named = labels(location, codes.values())
    return {code: named.get(iri, Text(code)) for code, iri in codes.items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(f"{value:.6g}")


def _sizes(measure: Measure | None) -> tuple[Size, ...]:
    if measure is None:
        return ()
    others = [measures.find(name) for name in _SIZES if name != measure.id]
    return tuple(Size(each.id, each.label, each.meaning) for each in (measure, *others))


def _nodes(
    whole: Ties,
    part: Ties,
    scores: Mapping[str, float | None],
    told: _Told,
    measure: Measure | None,
) -> list[Node]:
    values = {iri: scores[iri] for iri in part.nodes}
    sizes = radii(values)
    named = {iri: _named(iri, row, told) for iri, *row in told.rows.iter_rows()}
    short = {iri: names.short(label, told.acronyms[iri]) for iri, label in named.items()}
    places = layout.positions(part, room(short, sizes))
    at = np.searchsorted(np.array(whole.nodes, dtype=object), part.nodes)
    degrees, strengths = whole.degrees()[at].tolist(), whole.strengths()[at].tolist()
    others = {"degree": degrees, "strength": strengths}
    communities = _communities(part)
    return [
        Node(
            iri=iri,
            label=named[iri],
            short=short[iri],
            type=cls,
            countries=_in(codes.split(), told.countries),
            names=told.known[iri].names,
            x=places[iri][0],
            y=places[iri][1],
            radius=sizes[iri],
            score=values[iri],
            rank=None,
            degree=degrees[number],
            sizes={size.id: _rounded(others[size.id][number]) for size in _sizes(measure)[1:]},
            community=communities[number],
            description=told.known[iri].text,
            facts=told.known[iri].facts,
            sources=told.known[iri].sources,
        )
        for number, (iri, _label, _type, cls, codes) in enumerate(told.rows.iter_rows())
    ]


def _around(
    part: Ties, centre: str | None, nodes: list[Node]
) -> tuple[list[Node], tuple[Heading, ...]]:
    """The nodes with their places around the one in the middle, by country."""
    if centre not in part.nodes:
        return nodes, ()
    by_country = {node.iri: str(next(iter(node.countries), "")) for node in nodes}
    labels_ = {str(name): name for node in nodes for name in node.countries}
    boxes = room(
        {n.iri: str(n.short) for n in nodes}, {n.iri: n.radius for n in nodes}, named=False
    )
    found = ego.around(part, centre, by_country, boxes)
    placed = [replace(node, ego=found.places[node.iri]) for node in nodes]
    headings = tuple(
        Heading(
            labels_.get(sector.group, Text("")), round(sector.angle, 4), round(sector.radius, 1)
        )
        for sector in found.sectors
    )
    return placed, headings


def _named(iri: str, row: list[str], told: _Told) -> Text:
    """What a node is called; where the graph does not say, its kind and the end of its IRI."""
    if iri in told.labels:
        return names.named(told.labels[iri], told.acronyms[iri])
    local = compress(iri).rpartition(":")[2].rpartition("/")[2]
    kind = told.labels.get(row[2])
    if not kind:
        return Text(local)
    return Text(*(f"{kind.translated(lang)} ({local})" for lang in LANGUAGES))


def _in(codes: list[str], countries: Mapping[str, Text]) -> tuple[Text, ...]:
    return tuple(sorted((countries.get(code, Text(code)) for code in codes), key=fold))


def _communities(part: Ties) -> list[int | None]:
    """The number of each node's community among those drawn; None for those that stand alone."""
    if not part.count():
        return [None] * len(part)
    labels_ = partition.leiden(part, rounds=partition.ROUNDS)
    sizes = np.bincount(labels_)
    return [number if sizes[number] > 1 else None for number in labels_.tolist()]


def _ranked(nodes: Iterable[Node], scores: Mapping[str, float | None]) -> tuple[Node, ...]:
    """The nodes in the order of the whole network, with their ranks in it."""
    order = sorted(scores, key=lambda iri: (_descending(scores[iri]), iri))
    ranks: dict[str, int] = {}
    last: tuple[float | None, int] = (None, 0)
    for place, iri in enumerate(order, 1):
        last = last if scores[iri] == last[0] else (scores[iri], place)
        ranks[iri] = last[1]
    by_iri = {node.iri: node for node in nodes}
    return tuple(
        replace(by_iri[iri], rank=None if by_iri[iri].score is None else ranks[iri])
        for iri in order
        if iri in by_iri
    )


def _descending(score: float | None) -> float:
    return math.inf if score is None else -score


def _edges(
    location: Location, network: Network, part: Ties, places: np.ndarray, told: _Told
) -> tuple[Edge, ...]:
    columns = (column.tolist() for column in part.pairs())
    pairs = [(part.nodes[one], part.nodes[two], w) for one, two, w in zip(*columns, strict=True)]
    if "through" in network.rows.columns:
        return tuple(Edge(*pair) for pair in pairs)
    keys: dict[tuple[str, str], list[str]] = {}
    nodes = network.ties.nodes
    for one, two, reason in network.reasons(places).iter_rows():
        keys.setdefault((nodes[one], nodes[two]), []).append(reason)
    read = facts.reasons(location, {key for each in keys.values() for key in each})
    linking = {name for each in told.known.values() for name, _thing in each.links}
    return tuple(
        Edge(one, two, weight, _reasons((one, two), keys.get((one, two), []), read, linking, told))
        for one, two, weight in pairs
    )


def _reasons(
    ends: tuple[str, str],
    keys: list[str],
    read: Mapping[str, Reason],
    linking: set[str],
    told: _Told,
) -> tuple[Reason, ...]:
    found: list[Reason] = []
    for key in keys:
        found += _stated(read[key], ends, told) if key in linking else [read[key]]
    return tuple(sorted(found, key=lambda each: (each.kind, fold(each.label), each.iri or "")))


def _stated(reason: Reason, ends: tuple[str, str], told: _Told) -> list[Reason]:
    """A linking property with the thing it leads to ("located in: Wallonia"; its subject is the
    other end), and the source of the node that states it. Anything else stays as it is."""
    found = []
    for subject, target in (ends, ends[::-1]):
        if (reason.iri, target) in told.known[subject].links:
            sentence = Text(
                f"{reason.label}: {told.labels.get(target, '')}",
                f"{reason.label.translated('fr')}\u00a0: "
                f"{told.labels.get(target, Text('')).translated('fr')}",
            )
            sources = told.known[subject].sources
            found.append(replace(reason, label=sentence, iri=None, sources=sources))
    return found or [reason]


def _types(nodes: Iterable[Node], named: Mapping[str, Text]) -> tuple[NodeType, ...]:
    counts = Counter(node.type for node in nodes)
    found = [NodeType(iri, named.get(iri, Text("")), count) for iri, count in counts.items()]
    return tuple(sorted(found, key=lambda kind: (-kind.count, fold(kind.label), kind.iri)))


def _elsewhere(location: Location, whole: Ties, shown: set[str]) -> tuple[str, ...]:
    """The names of the members that are not shown, sorted."""
    rest = [iri for iri in whole.nodes if iri not in shown]
    return tuple(sorted({names.readable(name) for name in called(location, rest)["label"]}))


def _build(location: Location) -> str:
    return location.manifest.build_id[:12] if location.manifest else ""


def _releases(location: Location) -> tuple[Release, ...]:
    manifest = location.manifest
    sources = manifest.sources if manifest else ()
    return tuple(
        Release(each.title, each.release or "", each.licence or "")
        for each in sources
        if each.name != "ontology"
    )
