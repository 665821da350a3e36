"""GraphML, whose identifiers must be names: the IRI is an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats.networks import markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustergraph.formats.networks.model import Network

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_HEAD = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    f'<graphml xmlns="{_SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{_SPACE} {_SPACE}/1.0/graphml.xsd">\n'
)


def graphml(network: Network) -> Iterator[bytes]:
    """The network with every column as an attribute."""
    nodes, ties = network.arcs().brief().numbered()
    of_nodes = markup.names(nodes, ["id"])
    of_ties = markup.names(ties, ["source", "target"])
    yield _HEAD.encode()
    for of, frame, names, begin in (
        ("node", nodes, of_nodes, 0), ("edge", ties, of_ties, len(of_nodes)),
    ):  # fmt: skip
        for number, name in enumerate(names, begin):
            kind = f'attr.name="{name}" attr.type="{markup.kind(frame, name)}"'
            yield f'<key id="d{number}" for="{of}" {kind}/>\n'.encode()
    way = "directed" if network.directed else "undirected"
    yield f'<graph edgedefault="{way}">\n'.encode()
    yield from markup.elements(nodes, ['<node id="{id}">', *_data(of_nodes, 0), "</node>\n"])
    ends = '<edge source="{source}" target="{target}">'
    yield from markup.elements(ties, [ends, *_data(of_ties, len(of_nodes)), "</edge>\n"])
    yield b"</graph>\n</graphml>\n"


def _data(names: Sequence[str], begin: int) -> Iterator[markup.Piece]:
    for number, name in enumerate(names, begin):
        yield f'<data key="d{number}">{{{name}}}</data>'
