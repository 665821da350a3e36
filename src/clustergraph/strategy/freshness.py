"""On which sources the number of an indicator rests, in which release, and how old it is.

Knows the evidence of a graph and the rows behind a number; nothing of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.languages import Lang
    from clustergraph.strategy.evidence import Evidence


@dataclass(frozen=True)
class Freshness:
    """What a graph tells of the sources of its activities, in one language."""

    evidence: Evidence
    lang: Lang

    def sources(self, rows: pl.DataFrame) -> str:
        """The names of the sources of what is behind a number, each with its release."""
        found = self._of(rows)["value"].unique().to_list()
        return "; ".join(sorted(self._named[each] for each in found))

    def _of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The sources of the activities; of who has an office, where rows are of programmes; of all
        activities, where rows are of none."""
        told, activities = self.evidence.table("sources"), self.evidence.table("activities")
        throughs = rows.select("through").drop_nulls()
        if throughs.is_empty():
            everything = activities if len(rows) else activities.head(0)
            return told.join(everything, on="through", how="semi")
        some = told.join(throughs, on="through", how="semi")
        # Activities without a source rest on none: not on that of a partner's office.
        if len(some) or len(activities.join(throughs, on="through", how="semi")):
            return some
        return told.join(rows.select(through="item"), on="through", how="semi")

    def latest(self, rows: pl.DataFrame) -> int | None:
        """The last year in which any of it begins."""
        found = rows["first"].max()
        return found if isinstance(found, int) else None

    def age(self, rows: pl.DataFrame) -> int | None:
        """How many years that lies before the last in which anything in the graph begins."""
        latest, begun = self.latest(rows), self.evidence.begun
        return None if latest is None or begun is None else begun[1] - latest

    @cached_property
    def _named(self) -> dict[str, str]:
        every = self.evidence.table("sources")["value"].unique().to_list()
        versions = dict(self.evidence.table("releases").iter_rows())
        labels = self.evidence.location.labels(every, self.lang)
        return {iri: _with(label, versions.get(iri, "")) for iri, label in labels.items()}


def _with(label: str, version: str) -> str:
    """The names of data sets mostly end with their release already."""
    return label if not version or version in label else f"{label} ({version})"
