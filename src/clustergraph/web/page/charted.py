"""The nodes of a view on the map: at their region where the graph has its coordinates, else in
their country.

Meets nodes with the graph's places; `atlas` computes where they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.languages import Text
from clustergraph.questions import cached, queries
from clustergraph.web.page import atlas
from clustergraph.web.page.view import Chart, Node, Stand
from clustergraph.web.reading import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clustergraph.graph.location import Location

    # The key of a place, and its point on the map.
    Known = tuple[str, tuple[float, float]]


def charted(
    location: Location,
    nodes: Iterable[Node],
    codes: Mapping[str, list[str]],
    countries: Mapping[str, Text],
) -> tuple[list[Node], Chart | None]:
    """The nodes with their places on the map, and the map; None where no place is known.

    codes gives the ISO 3166-1 codes of each node's countries, countries the labels of these.
    """
    found = list(nodes)
    known = _known(location, codes)
    made = atlas.atlas(known, {node.iri: node.radius for node in found})
    if made is None:
        return found, None
    named = dict(countries) | labels(
        location, [each.key for each in made.groups if ":" in each.key]
    )
    groups = tuple(
        Stand(named.get(each.key, Text(each.key)), each.x, each.y) for each in made.groups
    )
    placed = [node._replace(spot=(*made.places[node.iri], made.member[node.iri])) for node in found]
    return placed, Chart(made.scale, groups)


def _known(location: Location, codes: Mapping[str, list[str]]) -> dict[str, Known]:
    points = atlas.countries()
    found: dict[str, Known] = {
        iri: (code, points[code])
        for iri, each in codes.items()
        for code in each[:1]
        if code in points
    }
    rows = cached.frame(location, queries.shipped("page", "places")).iter_rows()
    for node, place, latitude, longitude in rows:
        if node not in codes:
            continue
        at = atlas.point(float(latitude), float(longitude))
        if at is not None:
            found[node] = (place, at)
    return found
