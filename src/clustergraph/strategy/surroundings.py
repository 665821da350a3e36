"""How the indicators of reach, specialisation and place in the network are measured.

Knows the evidence of a graph; no text of an indicator and no order of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from clustergraph.languages import Text, filled
from clustergraph.networks import projection
from clustergraph.networks.choice import Choice
from clustergraph.strategy.evidence import PROJECT
from clustergraph.strategy.measured import lacking, measured
from clustergraph.strategy.weights import NETWORK

if TYPE_CHECKING:
    from clustergraph.strategy.measured import Measured, Subject


def _reach(subject: Subject) -> pl.DataFrame:
    """The programmes of its own projects and offices, and those for which a partner has an office:
    item is the programme, through the project or who has the office."""
    evidence, iri = subject.evidence, subject.iri
    own = evidence.own(iri).select("through", "first", "last")
    funded = evidence.table("programmes").join(own, on="through").rename({"value": "item"})
    partners = evidence.ties(iri).select(member="partner")
    near = pl.concat([partners, pl.DataFrame({"member": [iri]})])
    offices = evidence.table("offices").join(near, on="member", how="semi")
    return pl.concat(
        [funded.select("item", "through", part=pl.lit(1.0)),
         offices.select(item="value", through="member",
                        part=(pl.col("member") == iri).cast(pl.Float64))]
    ).unique()  # fmt: skip


def programmes(subject: Subject) -> Measured:
    """Each programme within reach, and by what."""
    rows = _reach(subject)
    others = rows.filter(part=0.0)
    if others.is_empty():
        return measured(rows)
    evidence = subject.evidence
    note = Text("partners that open some: {many}; opened by one alone: {alone}",
                "partenaires qui en ouvrent : {many} ; ouverts par un seul : {alone}")  # fmt: skip
    alone = len(evidence.gateways(subject.iri).keys() & evidence.represented)
    return measured(rows, note=filled(note, many=others["through"].n_unique(), alone=alone))


def gateways(subject: Subject) -> Measured:
    """Each partner with an office for a programme."""
    rows = _reach(subject).filter(part=0.0)
    return measured(rows.select(item="through", through="item"))


def specialised(subject: Subject) -> Measured:
    """Each priority topic with the specialisation of the home region, 1 where it is as everywhere.

    Balassa's revealed comparative advantage: the share of the topic among the region's
    participations in projects, as a multiple of its share among all. An organisation counts once
    a project; a project without topics does not count.
    """
    evidence, iri = subject.evidence, subject.iri
    wanted = evidence.priorities(iri)
    homes = evidence.table("places").filter(member=iri)["value"].unique().to_list()
    if not wanted or not homes:
        return lacking("its place or its priority topics are unknown",
                       "son lieu ou ses thèmes prioritaires sont inconnus")  # fmt: skip
    inside = set().union(*map(evidence.lying_in, homes))
    told = evidence.rows.filter(kind=PROJECT)
    told = told.join(evidence.table("topics"), on="through", how="semi")
    here = told.filter(pl.col("member").is_in(list(inside)))
    if here.is_empty():
        return lacking("no project with topics in its region is known",
                       "aucun projet avec thèmes connu dans sa région")  # fmt: skip
    found = []
    for topic in wanted:
        on = pl.col("through").is_in(list(evidence.on(topic)))
        everywhere = len(told.filter(on)) / len(told)
        if everywhere:
            found.append({"item": topic, "part": len(here.filter(on)) / len(here) / everywhere})
    if not found:
        return lacking("its priority topics are on no project known here",
                       "ses thèmes prioritaires ne sont sur aucun projet connu ici")  # fmt: skip
    rows = pl.DataFrame(found, schema={"item": pl.String, "part": pl.Float64})
    return measured(rows, len(rows), len(wanted))


def position(subject: Subject) -> Measured:
    """Every other organisation of the network, and whether it has fewer partners than this one.

    Who takes part in something alone has no partner, and a place all the same.
    """
    ties = projection.ties(subject.evidence.location, Choice(NETWORK))
    if subject.iri not in ties.nodes:
        return lacking("no partner is known", "aucun partenaire connu")
    degrees = ties.degrees()
    mine = degrees[ties.nodes.index(subject.iri)]
    rows = pl.DataFrame({"item": ties.nodes, "part": (degrees < mine).astype(float),
                         "whole": degrees.astype(float)})  # fmt: skip
    rows = rows.filter(pl.col("item") != subject.iri)
    rank = int((degrees > mine).sum()) + 1
    note = Text("rank {rank} of {all}, {mine} [partner|partners]",
                "rang {rank} sur {all}, {mine} [partenaire|partenaires]")  # fmt: skip
    return measured(rows, note=filled(note, rank=rank, all=len(ties.nodes), mine=int(mine)))


def solutions(subject: Subject) -> Measured:
    """Nothing: no source that is read tells what projects developed."""
    return lacking("no source tells what projects developed",
                   "aucune source ne dit ce que les projets ont développé")  # fmt: skip
