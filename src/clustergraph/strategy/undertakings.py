"""How the indicators of projects, members, roles and money are measured.

Knows the evidence of a graph; no text of an indicator and no order of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from clustergraph.strategy.evidence import EVENT, MEMBERSHIP, PROJECT
from clustergraph.strategy.measured import lacking, measured

if TYPE_CHECKING:
    from clustergraph.strategy.measured import Measured, Subject

_NO_PROJECT = ("no known project", "aucun projet connu")
_NO_MEMBER = ("no known member", "aucun membre connu")


def _projects(subject: Subject) -> pl.DataFrame:
    """Its projects: item is the project, through too."""
    own = subject.evidence.own(subject.iri).filter(kind=PROJECT)
    return own.with_columns(item="through")


def _dated(subject: Subject, rows: pl.DataFrame) -> Measured:
    everything = _projects(subject)
    if everything.is_empty():
        return lacking(*_NO_PROJECT)
    known = everything.filter(pl.col("first").is_not_null())
    return measured(rows, known["item"].n_unique(), everything["item"].n_unique())


def decided(subject: Subject) -> Measured:
    """Each project of its own."""
    return _dated(subject, _projects(subject))


def between_clusters(subject: Subject) -> Measured:
    """Each project in which another cluster takes part."""
    evidence, own = subject.evidence, _projects(subject)
    others = evidence.table("clusters").filter(pl.col("member") != subject.iri)
    theirs = evidence.rows.join(others, on="member", how="semi").select("through")
    return _dated(subject, own.join(theirs, on="through", how="semi"))


def european(subject: Subject) -> Measured:
    """Each project under a programme of the European Union; known are those with a programme."""
    evidence, own = subject.evidence, _projects(subject)
    if own.is_empty():
        return lacking(*_NO_PROJECT)
    funded = evidence.table("programmes")
    union = funded.join(evidence.table("eu-programmes"), on="value", how="semi")
    known = own.join(funded, on="through", how="semi")["item"].n_unique()
    if not known:
        return lacking("no programme of its projects is known",
                       "aucun programme connu de ses projets")  # fmt: skip
    return measured(own.join(union, on="through", how="semi"), known, own["item"].n_unique())


def on_topic(subject: Subject) -> Measured:
    """Each project whose topics are known, and whether it is on a priority topic."""
    evidence, own = subject.evidence, _projects(subject)
    wanted = evidence.priorities(subject.iri)
    if not wanted:
        return lacking("it states no priority topic", "elle n’énonce aucun thème prioritaire")
    told = own.join(evidence.table("topics"), on="through", how="semi")
    if told.is_empty():
        return lacking("no topic of its projects is known", "aucun thème connu de ses projets")
    on = list(set().union(*map(evidence.on, wanted)))
    rows = told.with_columns(part=pl.col("through").is_in(on).cast(pl.Float64))
    return measured(rows, told["item"].n_unique(), own["item"].n_unique())


def led(subject: Subject) -> Measured:
    """Each project in which its role is known, and whether it leads it."""
    evidence, own = subject.evidence, _projects(subject)
    roles = evidence.table("participations").filter(
        pl.col("role").is_not_null(), member=subject.iri
    )
    told = own.join(roles, on="through", how="semi")
    if told.is_empty():
        return lacking("no known role", "aucun rôle connu")
    leads = evidence.table("leads").filter(member=subject.iri)["through"].to_list()
    rows = told.with_columns(part=pl.col("through").is_in(leads).cast(pl.Float64))
    return measured(rows, told["item"].n_unique(), own["item"].n_unique())


def places(subject: Subject) -> Measured:
    """The place in the list of participants of each of its projects."""
    evidence, own = subject.evidence, _projects(subject)
    mine = evidence.table("participations").filter(member=subject.iri)
    order = mine.join(evidence.table("orders"), on="participation")
    first = order.group_by("through").agg(part=pl.col("value").cast(pl.Float64).min())
    rows = own.join(first, on="through")
    if rows.is_empty():
        return lacking("no order of participants is known", "aucun ordre de participants connu")
    return measured(rows, len(rows), own["item"].n_unique())


def contributions(subject: Subject) -> Measured:
    """Its gross contribution to each project, beside that of all participants."""
    own = _projects(subject)
    amounts = _amounts(subject)
    mine = amounts.filter(member=subject.iri).select("through", part="amount")
    if mine.is_empty():
        return lacking("no known contribution", "aucune contribution connue")
    wholes = amounts.group_by("through").agg(whole=pl.col("amount").sum())
    rows = own.join(mine, on="through").join(wholes, on="through")
    return measured(rows, rows["item"].n_unique(), own["item"].n_unique())


def _amounts(subject: Subject) -> pl.DataFrame:
    """What each member got in its projects: member, through, amount."""
    evidence = subject.evidence
    own = evidence.own(subject.iri).select("through")
    told = evidence.table("participations").join(own, on="through", how="semi")
    told = told.filter(pl.col("contribution").is_not_null())
    # A participation in two roles is two rows, of one amount.
    told = told.select("member", "through", "participation", "contribution").unique()
    return told.group_by("member", "through").agg(
        amount=pl.col("contribution").cast(pl.Float64).sum()
    )


def funding(subject: Subject) -> Measured:
    """Its contributions by programme: item is the programme."""
    evidence = subject.evidence
    mine = _amounts(subject).filter(member=subject.iri)
    funded = mine.join(evidence.table("programmes"), on="through").join(
        evidence.own(subject.iri).select("through", "first", "last"), on="through"
    )
    if funded.is_empty():
        return lacking("no contribution with a programme is known",
                       "aucune contribution connue avec son programme")  # fmt: skip
    rows = funded.select("through", "first", "last", item="value", part="amount")
    everything = _projects(subject)["item"].n_unique()
    return measured(rows, funded["through"].n_unique(), everything)


def members(subject: Subject) -> Measured:
    """Each membership in it."""
    ties = subject.evidence.ties(subject.iri).rename({"partner": "item"})
    inside = subject.evidence.table("bodies").filter(value=subject.iri)
    rows = ties.filter(kind=MEMBERSHIP).join(inside, on="through", how="semi")
    return measured(rows) if len(rows) else lacking(*_NO_MEMBER)


def networks(subject: Subject) -> Measured:
    """Each body that it belongs to."""
    evidence = subject.evidence
    ties = evidence.ties(subject.iri).rename({"partner": "item"}).filter(kind=MEMBERSHIP)
    bodies = evidence.table("bodies").rename({"value": "item"})
    return measured(ties.join(bodies, on=["through", "item"], how="semi"))


def active(subject: Subject) -> Measured:
    """What each member does with it or with another member: a project weighs two, an event one."""
    evidence = subject.evidence
    body = evidence.body(subject.iri)
    if not body:
        return lacking(*_NO_MEMBER)
    inside = evidence.rows.filter(pl.col("member").is_in([*body, subject.iri]))
    shared = inside.filter(pl.col("member").n_unique().over("through") > 1)
    rows = shared.filter(
        pl.col("kind").is_in([PROJECT, EVENT]), pl.col("member") != subject.iri
    ).select("through", "first", "last", item="member",
             part=pl.when(pl.col("kind") == PROJECT).then(2.0).otherwise(1.0))  # fmt: skip
    return measured(rows, rows["item"].n_unique(), len(body))


def events(subject: Subject) -> Measured:
    """Each event that it took part in."""
    own = subject.evidence.own(subject.iri).filter(kind=EVENT).with_columns(item="through")
    if own.is_empty():
        return lacking("no known event", "aucun événement connu")
    dated = own.filter(pl.col("first").is_not_null())
    return measured(own, dated["item"].n_unique(), own["item"].n_unique())
