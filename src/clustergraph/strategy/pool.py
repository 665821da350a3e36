"""Who could join a consortium, with what each brings, as the arrays of a selection.

Knows the evidence of a graph and the wishes; selects nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from clustergraph.languages import Text, filled
from clustergraph.measures.projection import project
from clustergraph.measures.selection import Least, Problem
from clustergraph.measures.sparse import sparse
from clustergraph.strategy.evidence import PROJECT
from clustergraph.strategy.history import ones
from clustergraph.strategy.numbering import placed
from clustergraph.terms import expand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.measures.arrays import Csr, Floats, Ints, Mask
    from clustergraph.strategy.eligibility import Eligibility
    from clustergraph.strategy.evidence import Evidence

# What each wish counts.
TOPIC, EXPERIENCE, NOVELTY, COHESION = 3.0, 2.0, 1.0, 1.5
_COORDINATOR, _KIND, _NEWCOMER, _TARGET = 1.0, 0.5, 0.5, 1.0
# The best candidates that are looked at, and the best of each country besides.
_LOOKED_AT, _EACH = 120, 3
_KINDS: dict[Text, tuple[str, ...]] = {
    Text("a company", "une entreprise"): ("private-company",),
    Text("a research organisation", "un organisme de recherche"): ("research",),
    Text("a university", "une université"): ("higher-education",),
    Text("a public body", "un organisme public"): ("public-body",),
    Text("an association", "une association"): (
        "network", "sector-representative", "business-support"),
}  # fmt: skip


class Wanted(NamedTuple):
    """Whose consortium, on what: IRIs, "" where not asked."""

    iri: str
    topic: str
    programme: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]


@dataclass(frozen=True)
class Pool:
    """frame: one row a candidate: member, topic, experience, led, met (numbers of activities),
    gain. wishes: in words, in the order of `bonus`. all: how many there were. kinded: of how many
    in the frame a source states the kind of organisation."""

    frame: pl.DataFrame
    wishes: tuple[Text, ...]
    bonus: Csr
    worth: Floats
    tied: Csr
    countries: Csr
    states: Mask
    fixed: Ints
    all: int
    kinded: int

    def problem(self, size: tuple[int, int], spread: int, rule: Eligibility) -> Problem:
        """The selection to make."""
        return Problem(
            self.frame["gain"].to_numpy(), self.bonus, self.worth, self.tied, COHESION,
            self.countries, spread, (Least(self.states, rule.member_states),), self.fixed, size,
        )  # fmt: skip


def pool(evidence: Evidence, wanted: Wanted, states: frozenset[str], codes: dict[str, str]) -> Pool:
    """Everybody with experience on the topic or in the programme, or a partner; codes: the ISO code
    of each country."""
    every = _facts(evidence, wanted)
    frame = _cut(evidence, every, wanted)
    members: list[str] = frame["member"].to_list()
    wishes, masks, worth = _wishes(evidence, wanted, frame)
    places = evidence.countries.filter(pl.col("member").is_in(members))
    names = places["country"].unique().sort().to_list()
    countries = _incidence(places["country"], places["member"], names, members)
    inside = places.filter(
        pl.col("country").replace_strict(codes, default="").is_in(list(states))
    )["member"]  # fmt: skip
    must = {wanted.iri, *wanted.include}
    bonus = sparse.csr_array(np.array(masks, dtype=np.float64))
    return Pool(
        frame, wishes, bonus,
        np.array(worth), _tied(evidence, members), countries,
        np.isin(np.array(members), inside.to_numpy()),
        np.flatnonzero(np.isin(np.array(members), list(must))), len(every),
        len(frame.join(evidence.table("kinds"), on="member", how="semi")),
    )  # fmt: skip


def _facts(evidence: Evidence, wanted: Wanted) -> pl.DataFrame:
    projects = evidence.rows.filter(kind=PROJECT)
    topical = _counted(projects, evidence.on(wanted.topic), "topic") if wanted.topic else None
    under = evidence.under(wanted.programme) if wanted.programme else None
    told = projects.filter(pl.col("through").is_in(list(under))) if under is not None else projects
    led = evidence.table("leads").join(told.select("through").unique(), on="through", how="semi")
    found = told.group_by("member").agg(experience=pl.col("through").n_unique()).join(
        led.group_by("member").agg(led=pl.col("through").n_unique()), on="member", how="left"
    )  # fmt: skip
    met = evidence.ties(wanted.iri).group_by(member="partner").agg(met=pl.col("through").n_unique())
    extra = pl.DataFrame({"member": [wanted.iri, *wanted.include]}).unique()
    if topical is not None:
        found = found.join(topical, on="member", how="full", coalesce=True)
    found = found.join(met, on="member", how="full", coalesce=True).join(
        extra, on="member", how="full", coalesce=True
    )
    if "topic" not in found.columns:
        found = found.with_columns(topic=pl.lit(0))
    found = found.fill_null(0).filter(~pl.col("member").is_in(list(wanted.exclude)))
    return found.with_columns(gain=_gain(wanted)).sort("gain", "member", descending=[True, False])


def _counted(rows: pl.DataFrame, throughs: set[str], name: str) -> pl.DataFrame:
    told = rows.filter(pl.col("through").is_in(list(throughs)))
    return told.group_by("member").agg(pl.col("through").n_unique().alias(name))


def _gain(wanted: Wanted) -> pl.Expr:
    def scaled(name: str) -> pl.Expr:
        return pl.col(name).log1p() / pl.max_horizontal(pl.col(name).max().log1p(), pl.lit(1e-9))

    new = (pl.col("met") == 0) & (pl.col("member") != wanted.iri)
    return (TOPIC * scaled("topic") + EXPERIENCE * scaled("experience")
            + NOVELTY * new.cast(pl.Float64))  # fmt: skip


def _cut(evidence: Evidence, every: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """The best, the best of each country, and those that must be in it."""
    placed = every.join(evidence.countries, on="member", how="left", maintain_order="left")
    each = placed.group_by("country", maintain_order=True).head(_EACH)["member"]
    must = [wanted.iri, *wanted.include]
    kept = {*every.head(_LOOKED_AT)["member"].to_list(), *each.to_list(), *must}
    return every.filter(pl.col("member").is_in(list(kept))).sort("member")


def _wishes(
    evidence: Evidence, wanted: Wanted, frame: pl.DataFrame
) -> tuple[tuple[Text, ...], list[Mask], list[float]]:
    """What a consortium should have at least one of, who has it, and what that is worth."""
    members = frame["member"]
    kinds = evidence.table("kinds")
    found: dict[Text, tuple[Mask, float]] = {
        Text("an experienced coordinator", "un coordinateur expérimenté"): (
            (frame["led"] > 0).to_numpy(), _COORDINATOR),
    }  # fmt: skip
    for words, names in _KINDS.items():
        iris = [expand(f"organisation-kind:{name}") for name in names]
        told = kinds.filter(pl.col("value").is_in(iris))["member"]
        found[words] = members.is_in(told.implode()).to_numpy(), _KIND
    if wanted.programme:
        words = Text("a newcomer to the programme", "un nouveau venu dans le programme")
        found[words] = (frame["experience"] == 0).to_numpy(), _NEWCOMER
    targets = evidence.target_places(wanted.iri)
    if targets:
        there = set().union(*map(evidence.lying_in, targets))
        words = Text("a partner in a target place", "un partenaire dans un lieu visé")
        found[words] = members.is_in(list(there)).to_numpy(), _TARGET
    return tuple(found), [mask for mask, _ in found.values()], [each for _, each in found.values()]


def _tied(evidence: Evidence, members: list[str]) -> Csr:
    """Ones where two candidates have shared an activity."""
    rows = evidence.rows.filter(pl.col("member").is_in(members))
    throughs = rows["through"].unique().sort().to_list()
    taking = _incidence(rows["member"], rows["through"], members, throughs)
    found = project(taking.astype(np.int32))
    found.data = np.ones_like(found.data)
    return found


def _incidence(rows: pl.Series, columns: pl.Series, names: list[str], others: list[str]) -> Csr:
    cells = placed(
        pl.DataFrame({"row": rows, "column": columns}),
        row=pl.Series(names, dtype=pl.String),
        column=pl.Series(others, dtype=pl.String),
    )
    return ones(cells["row"].to_numpy(), cells["column"].to_numpy(), len(names), len(others))


def reasons(row: dict[str, int], wanted: Wanted) -> Sequence[Text]:
    """What a candidate brings, in words."""
    told = {
        Text("projects on the topic: {topic}", "projets sur le thème : {topic}"):
            wanted.topic and row["topic"],
        Text("in the programme: {experience}", "dans le programme : {experience}"):
            wanted.programme and row["experience"],
        Text("new to the programme", "nouveau dans le programme"):
            wanted.programme and not row["experience"],
        Text("projects: {experience}", "projets : {experience}"):
            not wanted.programme and row["experience"],
        Text("led: {led}", "dirigés : {led}"): row["led"],
        Text("met before: {met}", "déjà rencontré : {met}"): row["met"],
    }  # fmt: skip
    figures = {name: row[name] for name in ("topic", "experience", "led", "met")}
    return [filled(words, **figures) for words, holds in told.items() if holds]
