"""A network as a file for other tools: GEXF 1.3, GraphML, and two CSV tables as Gephi reads them.

Knows two Polars tables and the formats; nothing of where a network comes from. The same tables
give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.formats import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import networkx as nx
    import polars as pl

# XML 1.0 has no place for these; a name in another tool must also stay on one line.
_UNPRINTABLE = r"[^\x{20}-\x{7e}\x{a0}-\x{d7ff}\x{e000}-\x{fffd}\x{10000}-\x{10ffff}]+"
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
# Rows that are put into words at once.
_BATCH = 20_000


@dataclass(frozen=True)
class Network:
    """An undirected network. nodes: `node` (an identifier), `label` and whatever else is known;
    ties: `source`, `target`, `weight` and whatever else. All else is text or numbers, no nulls."""

    nodes: pl.DataFrame
    ties: pl.DataFrame

    def cleaned(self) -> Network:
        """The same with every text on one line and without what XML cannot hold."""
        import polars as pl

        kept = pl.col(pl.String).str.replace_all(_UNPRINTABLE, " ")
        return Network(self.nodes.with_columns(kept), self.ties.with_columns(kept))


def from_networkx(graph: nx.Graph[str]) -> Network:
    """The tables of a networkx graph whose nodes have the same attributes, and its ties too."""
    import polars as pl

    nodes = [{"node": node, **data} for node, data in graph.nodes(data=True)]
    ties = [{"source": one, "target": two, **data} for one, two, data in graph.edges(data=True)]
    least = {"source": pl.String, "target": pl.String, "weight": pl.Float64}
    return Network(
        pl.DataFrame(nodes, schema=None if nodes else {"node": pl.String, "label": pl.String}),
        pl.DataFrame(ties, schema=None if ties else least),
    )


def gexf(network: Network) -> Iterator[bytes]:
    """GEXF 1.3 without dates or identifiers of ties."""
    nodes, ties = network.nodes, network.ties
    of_nodes = _numbered(nodes, ("node", "label"), 0)
    of_ties = _numbered(ties, ("source", "target", "weight"), len(of_nodes))
    yield (
        b"<?xml version='1.0' encoding='utf-8'?>\n"
        b'<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">\n'
        b"  <meta>\n    <creator>clustergraph</creator>\n  </meta>\n"
        b'  <graph defaultedgetype="undirected" mode="static">\n'
    )
    yield from _gexf_attributes("node", nodes, of_nodes)
    yield from _gexf_attributes("edge", ties, of_ties)
    yield b"    <nodes>\n"
    yield from _elements(
        nodes, ('      <node id="', "node", '" label="', "label", '">\n', *_values(of_nodes),
                "      </node>\n")
    )  # fmt: skip
    yield b"    </nodes>\n    <edges>\n"
    yield from _elements(
        ties, ('      <edge source="', "source", '" target="', "target", '" weight="', "weight",
               '">\n', *_values(of_ties), "      </edge>\n")
    )  # fmt: skip
    yield b"    </edges>\n  </graph>\n</gexf>\n"


def _numbered(frame: pl.DataFrame, own: tuple[str, ...], first: int) -> dict[str, int]:
    """The columns that are attributes, by the numbers that GEXF and GraphML give them."""
    return {name: at for at, name in enumerate((c for c in frame.columns if c not in own), first)}


def _gexf_attributes(of: str, frame: pl.DataFrame, numbers: dict[str, int]) -> Iterator[bytes]:
    yield f'    <attributes mode="static" class="{of}">\n'.encode()
    for name, number in numbers.items():
        kind = _kind(frame, name)
        yield f'      <attribute id="{number}" title="{name}" type="{kind}" />\n'.encode()
    yield b"    </attributes>\n"


def _values(numbers: dict[str, int]) -> Iterator[str]:
    yield "        <attvalues>\n"
    for name, number in numbers.items():
        yield from (f'          <attvalue for="{number}" value="', name, '" />\n')
    yield "        </attvalues>\n"


def graphml(network: Network) -> Iterator[bytes]:
    """GraphML."""
    nodes, ties = network.nodes, network.ties
    of_nodes = _numbered(nodes, ("node",), 0)
    of_ties = _numbered(ties, ("source", "target"), len(of_nodes))
    space = "http://graphml.graphdrawing.org/xmlns"
    yield (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        f'<graphml xmlns="{space}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{space} {space}/1.0/graphml.xsd">\n'
    ).encode()
    for of, frame, numbers in (("node", nodes, of_nodes), ("edge", ties, of_ties)):
        for name, number in numbers.items():
            kind = f'attr.name="{name}" attr.type="{_kind(frame, name)}"'
            yield f'  <key id="d{number}" for="{of}" {kind} />\n'.encode()
    yield b'  <graph edgedefault="undirected">\n'
    yield from _elements(
        nodes, ('    <node id="', "node", '">\n', *_data(of_nodes), "    </node>\n")
    )
    ends = ('    <edge source="', "source", '" target="', "target", '">\n')
    yield from _elements(ties, (*ends, *_data(of_ties), "    </edge>\n"))
    yield b"  </graph>\n</graphml>\n"


def _data(numbers: dict[str, int]) -> Iterator[str]:
    for name, number in numbers.items():
        yield from (f'      <data key="d{number}">', name, "</data>\n")


def _kind(frame: pl.DataFrame, name: str) -> str:
    """The name that GEXF and GraphML both have for the type of a column."""
    kind = frame.schema[name]
    return "double" if kind.is_float() else "long" if kind.is_integer() else "string"


def _elements(frame: pl.DataFrame, parts: Iterable[str]) -> Iterator[bytes]:
    """One element a row, a batch at a time: parts that name a column are its escaped values."""
    import polars as pl

    marks = [pl.col(part) if part in frame.columns else pl.lit(part) for part in parts]
    for batch in frame.iter_slices(_BATCH):
        texts = batch.select(_escaped(column) for column in batch)
        yield "".join(texts.select(pl.concat_str(marks)).to_series().to_list()).encode()


def _escaped(column: pl.Series) -> pl.Series:
    import polars as pl

    if column.dtype == pl.String:
        return column.str.replace_many(list(_ESCAPED), list(_ESCAPED.values()))
    # Python writes the shortest digits that give the same number, as every tool reads it back.
    return pl.Series(column.name, [repr(value) for value in column.to_list()], pl.String)


def nodes_csv(network: Network) -> Iterator[bytes]:
    """The nodes with the column names that Gephi expects."""
    names = {"node": "Id", "label": "Label"}
    columns = {names.get(name, _title(name)): name for name in network.nodes.columns}
    yield _csv(network.nodes, columns)


def ties_csv(network: Network) -> Iterator[bytes]:
    """The ties with the column names that Gephi expects."""
    import polars as pl

    ties = network.ties.select(
        "source", "target", pl.lit("Undirected").alias("type"), pl.exclude("source", "target")
    )
    yield _csv(ties, {_title(name): name for name in ties.columns})


def _title(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def _csv(frame: pl.DataFrame, columns: dict[str, str]) -> bytes:
    cells: list[tables.Row] = [tuple(map(ox.Literal, row)) for row in frame.iter_rows()]
    return tables.write(tables.Table(tuple(columns), cells), "csv")


# One entry an extension: what to write beside which ending of the file's name.
WRITERS: dict[str, dict[str, Callable[[Network], Iterable[bytes]]]] = {
    ".gexf": {"": gexf},
    ".graphml": {"": graphml},
    ".csv": {".nodes.csv": nodes_csv, ".edges.csv": ties_csv},
}
