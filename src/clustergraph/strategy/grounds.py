"""What speaks for an organisation beside its score, and the rows behind each reason.

Knows the evidence of a graph and reasons; ranks nobody and weighs nothing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from clustergraph.languages import Text, filled
from clustergraph.questions.attributes import below
from clustergraph.strategy.reasons import Reason
from clustergraph.terms import expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.strategy.evidence import Evidence

# The kinds of organisation whose work is to introduce others.
_INTRODUCING = ("business-support", "network", "sector-representative")
_ROWS = {"item": pl.String, "through": pl.String, "with": pl.String, "first": pl.Int64,
         "last": pl.Int64}  # fmt: skip


class Candidate(NamedTuple):
    """One that may be recommended: its IRI, what it takes part in, who can introduce it."""

    iri: str
    throughs: frozenset[str]
    between: tuple[str, ...]


class Grounds:
    """What a graph says for others to one organisation; programme: the one asked for, or ""."""

    def __init__(self, evidence: Evidence, iri: str, programme: str = "") -> None:
        self._evidence = evidence
        self._iri = iri
        self._programme = programme

    def of(self, other: Candidate) -> list[Reason]:
        """The reasons, none of which has a share of the score."""
        told = [
            self._introduced(other),
            self._leading(other),
            self._on_target(other),
            self._experienced(other),
        ]
        return [each for each in told if each]

    @cached_property
    def _agencies(self) -> set[str]:
        """The clusters, agencies and contact points."""
        evidence = self._evidence
        kinds = [expand(f"organisation-kind:{name}") for name in _INTRODUCING]
        return {
            *evidence.table("clusters")["member"].to_list(),
            *evidence.table("kinds").filter(pl.col("value").is_in(kinds))["member"].to_list(),
            *evidence.table("offices")["member"].to_list(),
        }

    @cached_property
    def _targets(self) -> dict[str, set[str]]:
        """The places at which the organisation aims, each with all inside it."""
        above, targets = self._evidence.table("above"), self._evidence.target_places(self._iri)
        return {each: set(below(above, each)) for each in targets}

    @cached_property
    def _under(self) -> set[str]:
        return self._evidence.under(self._programme) if self._programme else set()

    def _introduced(self, other: Candidate) -> Reason | None:
        about = tuple(each for each in other.between if each in self._agencies)
        kind = Text("introduction", "introduction")
        words = Text("can be introduced by {}", "peut être présentée par {}")
        return Reason("introduction", kind, 0.0, words, about) if about else None

    def _leading(self, other: Candidate) -> Reason | None:
        led = self._evidence.table("leads").filter(member=other.iri)["through"].n_unique()
        words = Text("has led {n} [project|projects]", "a dirigé {n} [projet|projets]")
        kind = Text("coordinator before", "déjà coordinateur")
        return Reason("coordinator", kind, 0.0, filled(words, n=led), ()) if led else None

    def _on_target(self, other: Candidate) -> Reason | None:
        there = self._evidence.table("places").filter(member=other.iri)["value"].to_list()
        about = tuple(at for at, inside in self._targets.items() if not inside.isdisjoint(there))
        words = Text("is in the target place {}", "se trouve dans ce lieu visé : {}")
        kind = Text("target place", "lieu visé")
        return Reason("target", kind, 0.0, words, about) if about else None

    def _experienced(self, other: Candidate) -> Reason | None:
        count = len(other.throughs & self._under)
        if not count:
            return None
        words = Text("has {n} [project|projects] in {}", "a {n} [projet|projets] dans {}")
        kind = Text("experience in the programme", "expérience du programme")
        return Reason("programme", kind, 0.0, filled(words, n=count), (self._programme,))

    def behind(self, other: str, reason: Reason) -> pl.DataFrame:
        """The rows behind a reason: item, through, with (which of the two), first, last."""
        evidence, about = self._evidence, pl.col("item").is_in(list(reason.about))
        if reason.name in ("partners", "introduction"):
            found = [self._side(evidence.ties(iri).rename({"partner": "item"}), iri)
                     for iri in (self._iri, other)]  # fmt: skip
            return pl.concat(found).filter(about)
        if reason.name in ("topics", "programmes", "programme"):
            return self._on(reason.about, other)
        own = evidence.own(other).with_columns(item=pl.lit(other))
        if reason.name == "coordinator":
            led = evidence.table("leads").filter(member=other)
            return self._side(own.join(led, on="through", how="semi"), other)
        if reason.name == "size":
            return self._side(own, other)
        return self._side(pl.DataFrame({"item": reason.about}, {"item": pl.String}), other)

    def _on(self, themes: Iterable[str], other: str) -> pl.DataFrame:
        """The activities of both on some topics and programmes, or under them."""
        evidence, found = self._evidence, []
        for theme in themes:
            on = list(evidence.on(theme) | evidence.under(theme))
            for iri in (self._iri, other):
                own = evidence.own(iri).filter(pl.col("through").is_in(on))
                found.append(self._side(own.with_columns(item=pl.lit(theme)), iri))
        return pl.concat(found)

    @staticmethod
    def _side(rows: pl.DataFrame, iri: str) -> pl.DataFrame:
        missing = [pl.lit(None, kind).alias(name) for name, kind in _ROWS.items()
                   if name not in rows.columns]  # fmt: skip
        whole = rows.with_columns(missing).with_columns(pl.lit(iri).alias("with"))
        return whole.select(pl.col(name).cast(kind) for name, kind in _ROWS.items()).unique().sort(
            "item", "with", "first", "through", nulls_last=True
        )  # fmt: skip
