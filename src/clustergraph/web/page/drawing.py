"""The pyvis network of a view: places, sizes, shapes and colours, no words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pyvis.edge import Edge as DrawnEdge
from pyvis.network import Network

from clustergraph.web.page.styles import styles

if TYPE_CHECKING:
    from clustergraph.web.page.view import View

_LINE, _THIN_LINE = "#b9c2cd", "#d3dae1"
_INK = "#16212c"
# vis-network draws shapes of equal "size" with unequal areas: even them out.
_SIZE = {"square": 0.86, "diamond": 1.15, "triangle": 1.05, "triangleDown": 1.05, "star": 1.15}
_CROWDED = 300
_MANY_EDGES = 1_500


def drawing(view: View) -> Network:
    """The network to draw, nodes named by their number in view.nodes, edges in the order of
    view.edges. Positions are fixed: the browser lays out nothing."""
    network = Network(cdn_resources="in_line")
    look = styles(kind.iri for kind in view.types)
    group = {kind.iri: f"t{number}" for number, kind in enumerate(view.types)}
    number = {node.iri: position for position, node in enumerate(view.nodes)}
    for node in view.nodes:
        shape = look[node.type].shape
        size = round(node.radius * _SIZE.get(shape, 1.0), 1)
        # The label is drawn by the page, which keeps labels from overlapping at any zoom.
        network.add_node(
            number[node.iri],
            " ",
            shape,
            None,
            x=node.x,
            y=node.y,
            size=size,
            group=group[node.type],
        )
    # Network.add_edge compares each edge with all others: minutes for some ten thousand.
    thin = min(1.0, (200 / max(len(view.edges), 1)) ** 0.4)
    network.edges = [
        DrawnEdge(
            number[edge.source], number[edge.target], width=round(thin * _width(edge.weight), 2)
        ).options
        for edge in view.edges
    ]
    groups = {group[iri]: {"color": _colors(style.color)} for iri, style in look.items()}
    network.options = _options(groups, len(view.edges))
    return network


def _width(weight: float) -> float:
    return min(1.2 + 1.3 * math.log2(max(weight, 1.0)), 7.0)


def _colors(fill: str) -> dict[str, Any]:
    border = _darker(fill)
    chosen = {"background": fill, "border": _INK}
    return {"background": fill, "border": border, "highlight": chosen, "hover": chosen}


def _darker(color: str) -> str:
    parts = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(part * 0.62):02x}" for part in parts)


def _options(groups: dict[str, Any], edges: int) -> dict[str, Any]:
    line = _LINE if edges <= _CROWDED else _THIN_LINE
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "groups": groups,
        "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
        "edges": {
            "smooth": False,
            "color": {"color": line, "highlight": _INK, "hover": line, "inherit": False},
            "hoverWidth": 0,
            "selectionWidth": 0,
        },
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "selectable": False,
            "keyboard": False,
            "hideEdgesOnDrag": edges > _MANY_EDGES,
            "hideEdgesOnZoom": edges > _MANY_EDGES,
        },
    }
