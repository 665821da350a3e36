"""GEXF 1.2, as Gephi, Gephi Lite and JGraphT read it: attributes, places, colours, sizes, years.

Gephi shows a time line for a file with any tie that begins or ends, so a tie does only where the
network is dynamic. Elsewhere its years are its label, and two numbers to filter by. Numbers take
94 bytes a tie, more than all the rest of it, so a large network has them only on request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats.networks import markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from clustergraph.formats.networks.model import Network

# Of the versions the one that all of them read; what 1.3 adds is of no use here.
_SPACE = "http://www.gexf.net/1.2draft"
_HEAD = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    f'<gexf xmlns="{_SPACE}" xmlns:viz="{_SPACE}/viz" version="1.2">\n'
    "<meta>\n<creator>clustergraph</creator>\n</meta>\n"
)
_YEARS = ("first", "last")
# Up to so many ties, numbers and all, a file stays below 25 MB.
_FEW = 100_000
_SPELL = [' start="{first}-01-01"', ' end="{last}-12-31"']
# What GEXF has an element of its own for, in the order of its schema.
_DRAWN = {
    ("red", "green", "blue"): '<viz:color r="{red}" g="{green}" b="{blue}"/>',
    ("x", "y"): '<viz:position x="{x}" y="{y}" z="0"/>',
    ("size",): '<viz:size value="{size}"/>',
}


def gexf(network: Network) -> Iterator[bytes]:
    """The network, its ties numbered by their order."""
    nodes, ties = network.arcs().brief().numbered()
    drawn = [column for columns in _DRAWN for column in columns]
    of_nodes = markup.names(nodes, ["id", "label", *drawn])
    numbers = not network.dynamic and (network.reasons or len(ties) <= _FEW)
    said = ("source", "target", "weight", *(() if numbers else _YEARS))
    of_ties = markup.names(ties, said)
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
    edge = _edge(ties.columns, of_ties, len(of_nodes), network.dynamic)
    yield from markup.elements(_numbered(ties, network.dynamic), edge)
    yield b"</edges>\n</graph>\n</gexf>\n"


def _edge(
    columns: Sequence[str], attributes: Sequence[str], begin: int, dynamic: bool
) -> list[markup.Piece]:
    ends = ['<edge id="{id}" source="{source}" target="{target}"', ' weight="{weight}"']
    if set(_YEARS) <= set(columns):
        ends += _SPELL if dynamic else [' label="{first}–{last}"']
    if not attributes:
        return [*ends, "/>\n"]
    return [*ends, ">", *_values(attributes, begin), "</edge>\n"]


def _numbered(ties: pl.DataFrame, dynamic: bool) -> pl.DataFrame:
    """With a number each. A tie without a weight weighs 1 in GEXF; where there are dates, too, that
    is left out to keep the file small. Years that its dates cannot say stay open."""
    import polars as pl

    numbered = ties.with_row_index("id", 1)
    if not dynamic:
        return numbered
    years = pl.col(name for name in _YEARS if name in ties.columns)
    return numbered.with_columns(
        pl.when(pl.col("weight") != 1).then("weight").alias("weight"),
        pl.when(years.is_between(1, 9999)).then(years.cast(pl.String).str.zfill(4)),
    )


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
