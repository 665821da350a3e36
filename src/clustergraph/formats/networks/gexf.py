"""GEXF 1.3, as Gephi and Gephi Lite read it: attributes, places, colours, sizes, and years.

A tie has its own years only where the network is dynamic: Gephi shows a time line for a file that
has any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats.networks import markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from clustergraph.formats.networks.model import Network

_HEAD = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    "<meta>\n<creator>clustergraph</creator>\n</meta>\n"
)
# What GEXF has an element of its own for, in the order of its schema.
_DRAWN = {
    ("red", "green", "blue"): '<viz:color r="{red}" g="{green}" b="{blue}"/>',
    ("x", "y"): '<viz:position x="{x}" y="{y}" z="0"/>',
    ("size",): '<viz:size value="{size}"/>',
}


def gexf(network: Network) -> Iterator[bytes]:
    """The network, its ties numbered by their order."""
    network = network.brief()
    nodes, ties = network.numbered()
    drawn = [column for columns in _DRAWN for column in columns]
    of_nodes = markup.names(nodes, ["id", "label", *drawn])
    spells = ("first", "last") if network.dynamic else ()
    of_ties = markup.names(ties, ["source", "target", "weight", *spells])
    way = "directed" if network.directed else "undirected"
    mode = 'dynamic" timeformat="date' if network.dynamic else "static"
    yield f'{_HEAD}<graph defaultedgetype="{way}" mode="{mode}">\n'.encode()
    yield from _attributes("node", nodes, of_nodes, 0)
    yield from _attributes("edge", ties, of_ties, len(of_nodes))
    yield b"<nodes>\n"
    shown = [piece for columns, piece in _DRAWN.items() if set(columns) <= set(nodes.columns)]
    node = ['<node id="{id}" label="{label}">', *_values(of_nodes, 0), *shown, "</node>\n"]
    yield from markup.elements(nodes, node)
    yield b"</nodes>\n<edges>\n"
    yield from markup.elements(ties, _edge(of_ties, len(of_nodes), network.dynamic))
    yield b"</edges>\n</graph>\n</gexf>\n"


def _edge(attributes: Sequence[str], begin: int, dynamic: bool) -> list[markup.Piece]:
    ends = ['<edge source="{source}" target="{target}" weight="{weight}"']
    if dynamic:
        ends += [' start="{first}-01-01"', ' end="{last}-12-31"']
    if not attributes:
        return [*ends, "/>\n"]
    return [*ends, ">", *_values(attributes, begin), "</edge>\n"]


def _attributes(
    of: str, frame: pl.DataFrame, attributes: Sequence[str], begin: int
) -> Iterator[bytes]:
    if not attributes:
        return
    yield f'<attributes class="{of}">\n'.encode()
    for number, name in enumerate(attributes, begin):
        kind = markup.kind(frame, name)
        yield f'<attribute id="{number}" title="{name}" type="{kind}"/>\n'.encode()
    yield b"</attributes>\n"


def _values(attributes: Sequence[str], begin: int) -> Iterator[markup.Piece]:
    if not attributes:
        return
    yield "<attvalues>"
    for number, name in enumerate(attributes, begin):
        yield f'<attvalue for="{number}" value="{{{name}}}"/>'
    yield "</attvalues>"
