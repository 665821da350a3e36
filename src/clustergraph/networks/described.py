"""A network for other tools: its members with label, type, class and country, its ties with weight
and reasons, as two Polars tables.

Knows what is chosen and what members are called; nothing of files or pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clustergraph.graph.progress import silent
from clustergraph.networks.members import members
from clustergraph.networks.part import narrowed
from clustergraph.networks.projection import network
from clustergraph.networks.sifting import judged

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang, Text
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice
    from clustergraph.networks.part import Part


@dataclass(frozen=True)
class Described:
    """A network as two tables, sorted.

    nodes: node, label, type, class, country, as `members` gives them. ties: one and other (row
    numbers in nodes, the lower first), weight. reasons: one, other, reason (an IRI or a text).
    ways: the ties that have a direction, as `projection.Network.ways` gives them.
    dropped: rows that are no ties, counted by cause. arrays: the ties for measures. unjudged: what
    filters could not judge, a sentence each.
    """

    name: str
    nodes: pl.DataFrame
    ties: pl.DataFrame
    reasons: pl.DataFrame
    ways: pl.DataFrame
    dropped: dict[str, int]
    arrays: Ties
    unjudged: tuple[Text, ...] = ()


def describe(
    location: Location,
    choice: Choice,
    lang: Lang = "en",
    report: Report = silent,
    part: Part | None = None,
) -> Described:
    """The network that is chosen, or a part of it, described; labels in `lang` where there are any.

    `report(stage, share)` gets the progress. Errors are those of `projection.ties`.
    """
    import polars as pl

    report("reading the network", 0.0)
    found = network(location, choice)
    if part:
        found = narrowed(location, found, part)
    report("reading the labels", 0.4)
    nodes = members(location, found.ties.nodes, lang)
    report("finding the reasons", 0.7)
    columns = dict(zip(("one", "other", "weight"), found.ties.pairs(), strict=True))
    return Described(
        found.ties.name,
        nodes,
        pl.DataFrame(columns).cast({"one": pl.Int32, "other": pl.Int32}),
        found.reasons(),
        found.ways(),
        {"self_ties": 0} | found.ties.dropped,
        found.ties,
        tuple(judged(location, choice.network, choice.filters)),
    )
