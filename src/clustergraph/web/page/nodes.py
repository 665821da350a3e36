"""The nodes of a View: each with its place, its size and what the graph says of it.

Asks no graph.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clustergraph.languages import Text
from clustergraph.measures import partition
from clustergraph.measures import registry as measures
from clustergraph.web.page import ego, kept, layout, names, nested
from clustergraph.web.page.room import LABELLED, radii, room
from clustergraph.web.page.told import countries_of, named
from clustergraph.web.page.view import SMALL, Heading, Node, Size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clustergraph.measures.measure import Measure
    from clustergraph.measures.partition import Partition
    from clustergraph.measures.ties import Ties
    from clustergraph.web.page.told import Told

# What discs may show besides the measure that was asked for: both are there without computing.
_SIZES = ("degree", "strength")


def rounded(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(f"{value:.6g}")


def sizes_of(measure: Measure | None) -> tuple[Size, ...]:
    if measure is None:
        return ()
    others = [measures.find(name) for name in _SIZES if name != measure.id]
    return tuple(Size(each.id, each.label, each.meaning) for each in (measure, *others))


@dataclass(frozen=True)
class Laid:
    """What follows from the ties of a drawing alone. held: its strongest ties; communities: of its
    nodes; places: by these ties, where they are too many to keep room for names, else None."""

    held: Ties
    communities: Partition
    places: Mapping[str, tuple[int, int]] | None


def laid(part: Ties, centre: str | None, scores: Mapping[str, float | None], ties: int) -> Laid:
    """A drawing with at most so many ties."""
    held = kept.strongest(part, centre, ties)
    communities = _communities(part)
    if len(part) <= SMALL:
        return Laid(held, communities, None)
    sizes = radii(scores)
    reaches = np.array([sizes[iri] for iri in part.nodes], dtype=float)
    return Laid(held, communities, nested.positions(held, reaches, communities))


def nodes_of(
    whole: Ties,
    part: Ties,
    scores: Mapping[str, float | None],
    told: Told,
    measure: Measure | None,
    drawn: Laid,
) -> list[Node]:
    """The nodes of a part of the whole network, of which `scores` are."""
    sizes = radii(scores)
    called = {iri: named(iri, row, told) for iri, *row in told.rows.iter_rows()}
    within = {iri: next(iter(codes.split()), "") for iri, *_, codes in told.rows.iter_rows()}
    short = names.shorts(called, told.acronyms, within)
    communities = drawn.communities
    places = drawn.places or layout.positions(drawn.held, room(short, sizes, ordered(scores)))
    at = np.searchsorted(np.array(whole.nodes, dtype=object), part.nodes)
    degrees, strengths = whole.degrees()[at].tolist(), whole.strengths()[at].tolist()
    others = {"degree": degrees, "strength": strengths}
    more = sizes_of(measure)[1:]
    large = np.bincount(communities) if len(part) else np.empty(0)
    return [
        Node(
            iri=iri,
            label=called[iri],
            short=short[iri],
            tongue=told.tongues.get(iri, Text("")),
            type=cls,
            countries=countries_of(codes.split(), told.countries),
            names=told.known[iri].names,
            x=places[iri][0],
            y=places[iri][1],
            radius=sizes[iri],
            score=scores[iri],
            rank=None,
            degree=degrees[number],
            sizes={size.id: rounded(others[size.id][number]) for size in more},
            community=group if large[group := int(communities[number])] > 1 else None,
            description=told.known[iri].text,
            spoken=told.known[iri].tongue,
            facts=told.known[iri].facts,
            sources=told.known[iri].sources,
        )
        for number, (iri, _label, _type, cls, codes) in enumerate(told.rows.iter_rows())
    ]


def around(
    part: Ties, centre: str | None, nodes: list[Node]
) -> tuple[list[Node], tuple[Heading, ...]]:
    """The nodes with their places around the one in the middle, by country."""
    if centre not in part.nodes:
        return nodes, ()
    by_country = {node.iri: str(next(iter(node.countries), "")) for node in nodes}
    labels_ = {str(name): name for node in nodes for name in node.countries}
    boxes = room({n.iri: str(n.short) for n in nodes}, {n.iri: n.radius for n in nodes})
    found = ego.around(part, centre, by_country, boxes, crowded=len(nodes) > LABELLED)
    placed = [node._replace(ego=found.places[node.iri]) for node in nodes]
    headings = tuple(
        Heading(
            labels_.get(sector.group, Text("")), round(sector.angle, 4), round(sector.radius, 1)
        )
        for sector in found.sectors
    )
    return placed, headings


def _communities(part: Ties) -> Partition:
    """The number of each node's community among those drawn, the largest first."""
    if not part.count():
        return np.arange(len(part))
    rounds = partition.ROUNDS if len(part) <= SMALL else 1
    return partition.leiden(part, rounds=rounds)


def ranked(nodes: Iterable[Node], scores: Mapping[str, float | None]) -> tuple[Node, ...]:
    """The nodes in the order of the whole network, with their ranks in it."""
    order = ordered(scores)
    ranks: dict[str, int] = {}
    last: tuple[float | None, int] = (None, 0)
    for place, iri in enumerate(order, 1):
        last = last if scores[iri] == last[0] else (scores[iri], place)
        ranks[iri] = last[1]
    by_iri = {node.iri: node for node in nodes}
    return tuple(
        by_iri[iri]._replace(rank=None if by_iri[iri].score is None else ranks[iri])
        for iri in order
        if iri in by_iri
    )


def ordered(scores: Mapping[str, float | None]) -> list[str]:
    """The most important first; equal ones by IRI."""
    return sorted(scores, key=lambda iri: (_descending(scores[iri]), iri))


def _descending(score: float | None) -> float:
    return math.inf if score is None else -score
