"""Who may apply to a programme together, as data/eligibility.csv says.

Knows programmes by their IRIs; no organisation.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from clustergraph import resources
from clustergraph.languages import Text
from clustergraph.terms import expand

if TYPE_CHECKING:
    from collections.abc import Iterable


class Eligibility(NamedTuple):
    """entities: the fewest legal entities, independent of each other. countries: in how many
    different ones. member_states: how many of them in one of `states` (ISO 3166 codes). read: where
    these numbers were read, "" where they were not compared. Which other countries take part in a
    programme or are associated to it, no rule says."""

    programme: str
    entities: int
    countries: int
    member_states: int
    source: Text
    read: str
    states: frozenset[str]


@cache
def rules() -> dict[str, Eligibility]:
    """The rules by the IRI of their programme; that of "" holds where there is none, and its
    states where none are said."""
    with (resources.data_dir() / "eligibility.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    default = next(row["states"] for row in rows if not row["programme"])
    return {
        expand(row["programme"]) or "": Eligibility(
            expand(row["programme"]) or "",
            int(row["entities"]),
            int(row["countries"]),
            int(row["member_states"]),
            Text(row["source"], row["source_fr"]),
            row["read"],
            frozenset((row["states"] or default).split()),
        )
        for row in rows
    }


def rule(programmes: Iterable[str]) -> Eligibility:
    """The rule of the first of some programmes, from a part to the whole, that has one."""
    known = rules()
    return next((known[each] for each in programmes if each in known), known[""])
