"""A described network with plain attributes only, as files for other tools hold it.

Knows what is said of ties and nodes; nothing of formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clustergraph.formats.networks.model import DIRECTED, Network
from clustergraph.graph.progress import silent
from clustergraph.networks import drawn
from clustergraph.questions.attributes import attribute
from clustergraph.terms import is_absolute_iri

if TYPE_CHECKING:
    import networkx as nx
    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.networks.described import Described

_BETWEEN = " | "
_ENDS = ["one", "other"]


@dataclass(frozen=True)
class Detail:
    """What a file holds beyond the network. measures: ids of measures, and `community`.
    positions: places of the nodes. reasons: why members are tied, in formats for drawing, too.
    dynamic: ties exist in their years only."""

    measures: tuple[str, ...] = ()
    positions: bool = False
    reasons: bool = False
    dynamic: bool = False


PLAIN = Detail()


def flatten(
    location: Location,
    found: Described,
    detail: Detail = PLAIN,
    lang: Lang = "en",
    report: Report = silent,
) -> Network:
    """The network with texts and numbers only, every text on one line.

    nodes: iri, label, kind, class, country, and what `detail` asks for. ties: source, target,
    weight; first and last, the years that its reasons state, null where none does; directed,
    whether it leads from its source to its target; reasons and reason_iris, their labels and what
    they are.
    """
    import polars as pl

    nodes = found.nodes.rename({"node": "iri", "type": "kind"})
    measures = drawn.measured(found.arrays, detail.measures, report)
    nodes = pl.concat([nodes, measures], how="horizontal")
    if detail.measures or detail.positions:
        communities = measures[drawn.COMMUNITY] if drawn.COMMUNITY in measures.columns else None
        nodes = pl.concat([nodes, drawn.looks(found.arrays, communities)], how="horizontal")
    if detail.positions:
        nodes = pl.concat([nodes, drawn.places(found.arrays)], how="horizontal")
    about = _about(location, found.reasons, lang)
    ties = found.ties.join(about, on=_ENDS, how="left", maintain_order="left")
    # The lower one first where there is no direction.
    ties = ties.join(found.ways, on=_ENDS, how="left", maintain_order="left")
    forth = pl.col("forth").fill_null(True)
    names = pl.col("one", "other").replace_strict(
        range(len(found.nodes)), found.nodes["node"], return_dtype=pl.String
    )
    flat = ties.with_columns(names).select(
        pl.when(forth).then("one").otherwise("other").alias("source"),
        pl.when(forth).then("other").otherwise("one").alias("target"),
        "weight", "first", "last", pl.col("forth").is_not_null().alias(DIRECTED),
        pl.col("reasons", "reason_iris").fill_null(""),
    )  # fmt: skip
    return Network(nodes, flat, reasons=detail.reasons, dynamic=detail.dynamic).cleaned()


def to_networkx(location: Location, found: Described, lang: Lang = "en") -> nx.Graph[str]:
    """The same as a networkx graph, nodes and ties sorted, with attributes that its writers take.

    Nodes (IRIs) carry label, kind, class and country; ties carry weight, reasons, reason_iris and,
    where known, first and last, and `leads_from`, the end where a tie with a direction begins.
    `graph["self_ties"]` and the like count the rows left out,
    `graph["unjudged"]` says what filters could not judge, separated by " | ".
    """
    import networkx as nx
    import polars as pl

    flat = flatten(location, found, PLAIN, lang)
    graph: nx.Graph[str] = nx.Graph()
    graph.graph.update(name=found.name, **found.dropped)
    if found.unjudged:
        graph.graph["unjudged"] = " | ".join(line.translated(lang) for line in found.unjudged)
    for iri, *about in flat.nodes.iter_rows():
        graph.add_node(iri, **dict(zip(flat.nodes.columns[1:], about, strict=True)))
    begin = pl.when(DIRECTED).then("source").alias("leads_from")
    for tie in flat.ties.with_columns(begin).drop(DIRECTED).iter_rows(named=True):
        ends = tie.pop("source"), tie.pop("target")
        graph.add_edge(*ends, **{name: value for name, value in tie.items() if value is not None})
    return graph


def _about(location: Location, reasons: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Of each tie that has a reason: one, other, first, last, reasons, reason_iris."""
    import polars as pl

    keys = reasons.select(pl.col("reason").unique()).to_series()
    labels = location.labels(filter(is_absolute_iri, keys), lang)
    told = pl.Series("told", [labels.get(key, key) for key in keys], pl.String)
    years = (
        attribute(location, "years")
        .group_by(pl.col("through").alias("reason"))
        .agg(pl.col("first").cast(pl.Int64).min(), pl.col("last").cast(pl.Int64).max())
    )
    known = pl.DataFrame([keys, told]).join(years, on="reason", how="left")
    return (
        reasons.join(known, on="reason")
        .sort(*_ENDS, "reason")
        .group_by(_ENDS, maintain_order=True)
        .agg(
            pl.col("first").min(),
            pl.col("last").max(),
            pl.col("told").str.join(_BETWEEN).alias("reasons"),
            pl.col("reason").str.join(_BETWEEN).alias("reason_iris"),
        )
    )
