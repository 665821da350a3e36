"""The backbone of a network as a table or a network for another tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clustergraph.answers import chosen
from clustergraph.answers.answer import Answer, note
from clustergraph.formats import tables
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled, numeral
from clustergraph.measures.backbone import ALPHA
from clustergraph.measures.backbone import backbone as kept
from clustergraph.networks.members import members

if TYPE_CHECKING:
    import networkx as nx
    import polars as pl

    from clustergraph.formats.tables import Table
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.backbone import Backbone
    from clustergraph.networks.choice import Choice


_KEPT = Text(
    "kept at alpha {alpha}: {ties} ties ({of_ties}) with {weight} of the weight, between "
    "{members} members ({of_members} of those with a tie)",
    "gardé à alpha {alpha} : {ties} [lien|liens] ({of_ties}) portant {weight} du poids, entre "
    "{members} [membre|membres] ({of_members} de ceux qui ont un lien)",
)


def backbone(
    location: Location,
    choice: Choice,
    *,
    alpha: float = ALPHA,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The ties that stand out at one of their ends; see `table`, and `measures.backbone`."""
    ties, notes = chosen.ties(location, choice, report)
    found = kept(ties, alpha)
    said = filled(
        _KEPT,
        alpha=numeral(alpha, "g"),
        ties=found.ties.count(),
        of_ties=numeral(found.count, ".1%"),
        weight=numeral(found.weight, ".1%"),
        members=len(found.ties),
        of_members=numeral(found.nodes, ".1%"),
    )
    about = members(location, found.ties.nodes, lang)
    return Answer(table(found, about), (*notes, note(said)), network=to_networkx(found, about))


def table(found: Backbone, told: pl.DataFrame) -> Table:
    """The kept ties, the least probable first: source, sourceLabel, target, targetLabel, weight,
    chance (at the end where it is lower). `told`: what `members` says about the nodes, in order."""
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
    return tables.from_columns(columns, iris=["source", "target"])


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
