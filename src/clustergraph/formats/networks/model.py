"""A network as two Polars tables, which every format of this room writes.

Knows columns; nothing of where a network comes from, nor of formats. The same tables give the same
bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx
    import polars as pl

# XML 1.0 has no place for these; a name in another tool must also stay on one line.
_UNPRINTABLE = r"[^\x{20}-\x{7e}\x{a0}-\x{d7ff}\x{e000}-\x{fffd}\x{10000}-\x{10ffff}]+"
# What explains a tie, which only formats for tables and programs hold unless it is asked for.
REASONS = ("reasons", "reason_iris")
DIRECTED = "directed"


@dataclass(frozen=True)
class Network:
    """nodes: `iri`, `label` and whatever else is known; ties: `source` and `target` (IRIs of
    nodes), `weight`, `directed` (whether it leads from its source to its target) and whatever else.
    All else is text or numbers, null where unknown.

    reasons: whether formats for drawing hold why there are ties, too. dynamic: whether ties exist
    from `first` to `last` only.
    """

    nodes: pl.DataFrame
    ties: pl.DataFrame
    reasons: bool = False
    dynamic: bool = False

    @property
    def directed(self) -> bool:
        """Whether any tie has a direction."""
        return bool(self.ties[DIRECTED].any())

    def arcs(self) -> Network:
        """The same for a format whose ties all have a direction or all have none: where some have
        one, a tie without goes both ways. Without the column `directed`."""
        import polars as pl

        ties = self.ties
        if self.directed:
            ways = pl.when(DIRECTED).then([False]).otherwise([False, True]).alias("back")
            ties = ties.with_columns(ways).explode("back").with_columns(
                pl.when("back").then("target").otherwise("source").alias("source"),
                pl.when("back").then("source").otherwise("target").alias("target"),
            ).drop("back")  # fmt: skip
        return replace(self, ties=ties.drop(DIRECTED))

    def cleaned(self) -> Network:
        """The same with every text on one line and without what XML cannot hold."""
        import polars as pl

        kept = pl.col(pl.String).str.replace_all(_UNPRINTABLE, " ")
        return replace(self, nodes=self.nodes.with_columns(kept), ties=self.ties.with_columns(kept))

    def brief(self) -> Network:
        """The same for drawing: without the reasons, unless they are asked for."""
        return self if self.reasons else replace(self, ties=self.ties.drop(REASONS, strict=False))

    def numbered(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Nodes with a short identifier of their own, `id`, and ties between these: n1, n2 …"""
        import polars as pl

        count = pl.int_range(1, pl.len() + 1).cast(pl.String)
        nodes = self.nodes.select(pl.concat_str(pl.lit("n"), count).alias("id"), pl.all())
        ends = pl.col("source", "target").replace_strict(
            nodes["iri"], nodes["id"], return_dtype=pl.String
        )
        return nodes, self.ties.with_columns(ends)


def from_networkx(graph: nx.Graph[str]) -> Network:
    """The tables of a networkx graph whose nodes have the same attributes, and its ties too."""
    import polars as pl

    nodes = [{"iri": node, **_named(data)} for node, data in graph.nodes(data=True)]
    ways = {DIRECTED: graph.is_directed()}
    ties = [
        {"source": one, "target": two, **data, **ways} for one, two, data in graph.edges(data=True)
    ]
    least = {"source": pl.String, "target": pl.String, "weight": pl.Float64, DIRECTED: pl.Boolean}
    return Network(
        pl.DataFrame(nodes, schema=None if nodes else {"iri": pl.String, "label": pl.String}),
        pl.DataFrame(ties, schema=None if ties else least),
    )


def _named(data: dict[str, object]) -> dict[str, object]:
    """`type` is the shape of a node to sigma and Gephi Lite, which fail on others."""
    return {"kind" if name == "type" else name: value for name, value in data.items()}
