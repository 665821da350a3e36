"""The pyvis network of a view: places, sizes, shapes and colours, no words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.web.page import loading
from clustergraph.web.page.styles import styles

if TYPE_CHECKING:
    from pyvis.network import Network

    from clustergraph.web.page.view import View

_INK = "#16212c"
# vis-network draws shapes of equal "size" with unequal areas: even them out.
_SIZE = {"square": 0.86, "diamond": 1.15, "triangle": 1.05, "triangleDown": 1.05, "star": 1.15}


def drawing(view: View) -> Network:
    """The network to draw, nodes named by their number in view.nodes. Positions are fixed: the
    browser lays out nothing. Lines, labels and colours come from the page, which changes them."""
    network = loading.network()(cdn_resources="in_line")
    look = styles(kind.iri for kind in view.types)
    group = {kind.iri: f"t{number}" for number, kind in enumerate(view.types)}
    number = {node.iri: position for position, node in enumerate(view.nodes)}
    # Sigma gets the places of a large view with all else: pyvis compares each node with all others.
    for node in () if view.large else view.nodes:
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
    groups = {group[iri]: {"color": _colors(style.color)} for iri, style in look.items()}
    network.options = _options(groups)
    return network


def _colors(fill: str) -> dict[str, Any]:
    border = _darker(fill)
    chosen = {"background": fill, "border": _INK}
    return {"background": fill, "border": border, "highlight": chosen, "hover": chosen}


def _darker(color: str) -> str:
    parts = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(part * 0.62):02x}" for part in parts)


def _options(groups: dict[str, Any]) -> dict[str, Any]:
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "groups": groups,
        "nodes": {"borderWidth": 1, "borderWidthSelected": 3},
        "interaction": {
            "dragNodes": False,
            "hover": False,
            "selectable": False,
            "keyboard": False,
        },
    }
