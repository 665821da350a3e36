"""From whom an organisation is looked at: itself, or who stands for it where it has no partner.

Knows histories and the tables of memberships and places; no formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from clustergraph.languages import Text
from clustergraph.measures.prediction import itself, met
from clustergraph.measures.sparse import sparse
from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.measures.arrays import Csr, Ints
    from clustergraph.strategy.history import History


class Standing(NamedTuple):
    """place: of the organisation among the members. begin: one row of weights, from whose ties it
    is looked at. ties: how many it has itself. words: who stands for it, None where it has ties or
    nobody does."""

    place: int
    begin: Csr
    ties: int
    words: Text | None


def standing(location: Location, found: History, iri: str) -> Standing:
    """The beginning of a recommendation to an organisation of the history."""
    place = found.members.index(iri)
    begin = itself(found.known, np.array([place]))
    ties = int(met(found.known, begin).nnz)
    if ties:
        return Standing(place, begin, ties, None)
    for others, words in _stand_ins(location, iri):
        places = _tied(found, others - {iri})
        if len(places):
            return Standing(place, _shared(found, places), 0, words)
    return Standing(place, begin, 0, None)


def _stand_ins(location: Location, iri: str) -> list[tuple[set[str], Text]]:
    """Members of the same clusters, then organisations of the same place."""
    bodies, places = attribute(location, "memberships"), attribute(location, "places")
    return [
        (
            _alike(bodies, iri),
            Text("members of the same clusters", "des membres des mêmes clusters"),
        ),
        (_alike(places, iri), Text("organisations of its place", "des organisations de son lieu")),
    ]


def _alike(table: pl.DataFrame, iri: str) -> set[str]:
    mine = table.filter(pl.col("member") == iri).select("value")
    return set(table.join(mine, on="value", how="semi")["member"].to_list())


def _tied(found: History, others: set[str]) -> Ints:
    known = found.known
    tied = np.asarray(known.incidence @ (known.spread > 0).astype(np.float64)).ravel() > 0
    named = np.array([member in others for member in found.members])
    return np.flatnonzero(tied & named)


def _shared(found: History, places: Ints) -> Csr:
    cells = (np.zeros(len(places), dtype=np.int64), places)
    weights = np.full(len(places), 1 / len(places))
    return sparse.csr_array((weights, cells), shape=(1, len(found.known)))
