"""The backbone of a network as a table or a network for another tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clustergraph.formats import tables

if TYPE_CHECKING:
    import networkx as nx
    import polars as pl

    from clustergraph.formats.tables import Table
    from clustergraph.measures.backbone import Backbone


def table(found: Backbone, told: pl.DataFrame, *, digits: int | None = None) -> Table:
    """The kept ties, the least probable first: source, sourceLabel, target, targetLabel, weight,
    chance (at the end where it is lower). `told`: what `members` says of the nodes, in order."""
    one, two, weights = found.ties.pairs()
    order = np.lexsort((two, one, found.chances))
    labels = told["label"].to_list()
    columns = {
        "source": [found.ties.nodes[node] for node in one[order].tolist()],
        "sourceLabel": [labels[node] for node in one[order].tolist()],
        "target": [found.ties.nodes[node] for node in two[order].tolist()],
        "targetLabel": [labels[node] for node in two[order].tolist()],
        "weight": weights[order].tolist(),
        "chance": found.chances[order].tolist(),
    }
    return tables.from_columns(columns, iris=["source", "target"], digits=digits)


def to_networkx(found: Backbone, told: pl.DataFrame) -> nx.Graph[str]:
    """The kept ties with weight and chance, their nodes with label, type, class and country."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph(name=found.ties.name)
    for node, *about in told.iter_rows():
        graph.add_node(node, **dict(zip(told.columns[1:], about, strict=True)))
    one, two, weights = found.ties.pairs()
    for source, target, weight, chance in zip(
        one.tolist(), two.tolist(), weights.tolist(), found.chances.tolist(), strict=True
    ):
        ends = found.ties.nodes[source], found.ties.nodes[target]
        graph.add_edge(*ends, weight=weight, chance=float(f"{chance:.{tables.DIGITS}g}"))
    return graph
