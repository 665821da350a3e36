"""How the indicators of partners are measured: abroad, new, again, on target, depended on.

Knows the evidence of a graph; no text of an indicator and no order of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from clustergraph.languages import Text, filled, numeral
from clustergraph.strategy.evidence import EVENT, PROJECT
from clustergraph.strategy.measured import lacking, measured, share

if TYPE_CHECKING:
    from clustergraph.strategy.measured import Measured, Subject

_NO_HOME = ("its own country is unknown", "son propre pays est inconnu")
# Projects without which a share of partners met again is told as well.
_LARGEST = 2
_WITHOUT_LARGEST = Text(
    "{share} without its {n} largest projects", "{share} sans ses {n} plus grands projets"
)


def abroad(subject: Subject) -> Measured:
    """Each tie to a partner in another country."""
    if not subject.evidence.home(subject.iri):
        return lacking(*_NO_HOME)
    ties = _ties(subject)
    foreign, unknown = subject.evidence.abroad(subject.iri)
    rows = ties.join(foreign, left_on="item", right_on="member", how="semi")
    everybody = ties.select("item").unique()
    blank = everybody.join(unknown, left_on="item", right_on="member", how="semi")
    return measured(rows, len(everybody) - len(blank), len(everybody))


def _ties(subject: Subject) -> pl.DataFrame:
    return subject.evidence.ties(subject.iri).rename({"partner": "item"})


def first_met(subject: Subject) -> Measured:
    """Each partner abroad, with the activity in which they met first."""
    return _met(subject, first=True)


def met_again(subject: Subject) -> Measured:
    """Each activity with a partner abroad that was met in an earlier year."""
    return _met(subject, first=False)


def _met(subject: Subject, *, first: bool) -> Measured:
    found = abroad(subject)
    if found.lack:
        return found
    dated = found.rows.filter(pl.col("first").is_not_null())
    begun = pl.col("first").min().over("item")
    rows = dated.filter(pl.col("first") == begun if first else pl.col("first") > begun)
    return measured(rows, dated["item"].n_unique(), found.rows["item"].n_unique())


def on_target(subject: Subject) -> Measured:
    """Each partner whose place is known, and whether it is in a target place."""
    evidence = subject.evidence
    targets = evidence.target_places(subject.iri)
    if not targets:
        return lacking("it states no target place", "elle n’énonce aucun lieu visé")
    there = set().union(*map(evidence.lying_in, targets))
    ties = _ties(subject)
    # Whoever is in a place that lies in no country is placed, too.
    placed = ties.join(evidence.table("places"), left_on="item", right_on="member", how="semi")
    rows = placed.with_columns(part=pl.col("item").is_in(list(there)).cast(pl.Float64))
    return measured(rows, placed["item"].n_unique(), ties["item"].n_unique())


def shared(subject: Subject) -> Measured:
    """Each shared activity of each partner."""
    ties = _ties(subject)
    if ties.is_empty():
        return lacking("no partner is known", "aucun partenaire connu")
    return measured(ties)


def after_the_end(subject: Subject) -> Measured:
    """Each partner of a project that ended, and whether a later project was shared with it."""
    ties = _ties(subject).filter(kind=PROJECT)
    ended = ties.filter(pl.col("last").is_not_null() & (pl.col("last") < 9999))
    if ended.is_empty():
        return lacking("no project with partners and a known end",
                       "aucun projet avec partenaires et fin connue")  # fmt: skip
    rows = _again(ended, ties)
    few = share(_again(_without_largest(ended), ties))
    note = None
    if few is not None:
        note = filled(_WITHOUT_LARGEST, share=numeral(few, ".0%"), n=_LARGEST)
    return measured(rows, rows["item"].n_unique(), ties["item"].n_unique(), note=note)


def _again(ended: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    begun = ties.select("item", later=pl.col("first"))
    both = ended.join(begun, on="item", how="left")
    later = (pl.col("later") > pl.col("last")).any().cast(pl.Float64)
    return both.group_by("item", "through", "first", "last").agg(part=later)


def _without_largest(ended: pl.DataFrame) -> pl.DataFrame:
    sizes = ended.group_by("through").agg(pl.col("item").n_unique())
    largest = sizes.sort(pl.col("item"), "through", descending=[True, False]).head(_LARGEST)
    return ended.join(largest, on="through", how="anti")


def guests(subject: Subject) -> Measured:
    """Each organisation from abroad at an event that it took part in."""
    found = abroad(subject)
    if found.lack:
        return found
    events = subject.evidence.own(subject.iri).filter(kind=EVENT).select("through")
    if events.is_empty():
        return lacking("no known event", "aucun événement connu")
    ties = _ties(subject).join(events, on="through", how="semi")
    rows = found.rows.join(events, on="through", how="semi")
    _foreign, unknown = subject.evidence.abroad(subject.iri)
    blank = ties.join(unknown, left_on="item", right_on="member", how="semi")
    everybody = ties["item"].n_unique()
    return measured(rows, everybody - blank["item"].n_unique(), everybody)
