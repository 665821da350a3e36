"""Who took part in what and when, on which themes and from where, as arrays.

Reads the tables of a graph; predicts nothing and names nobody.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from clustergraph.measures.fitting import Window
from clustergraph.measures.prediction import Known
from clustergraph.measures.projection import project
from clustergraph.measures.sparse import sparse
from clustergraph.strategy.numbering import countries_of, numbered, tied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.measures.arrays import Csr, Ints, Mask


@dataclass(frozen=True)
class History:
    """members, throughs: IRIs, sorted: the rows and columns of the incidence. starts: the day on
    which each activity begins as text, "" where unknown. themes: the programmes and topics of
    activities, as `names` lists them. countries: the IRIs that `known.places` numbers."""

    members: tuple[str, ...]
    throughs: tuple[str, ...]
    starts: pl.Series
    names: tuple[str, ...]
    countries: tuple[str, ...]
    known: Known


def history(
    location: Location,
    network: str = "partners",
    besides: Sequence[str] = (),
    about: Sequence[tuple[str, str]] = (),
) -> History:
    """The participations of a network. besides: members that may take part in nothing. about: pairs
    of a member and a theme that is told of the member itself."""
    told = numbered(location, network)
    members, kept = _with(told.members, besides)
    among = set(members)
    own = [(member, theme) for member, theme in about if member in among]
    names, themed = _with(told.names, [theme for _, theme in own])
    places = np.full(len(members), -1, dtype=np.int64)
    places[kept] = told.places
    more = sorted(set(besides) - set(told.members))
    if more:
        places[_places(members, more)] = countries_of(location, more)[0]
    incidence = ones(kept[told.rows[0]], told.rows[1], len(members), len(told.throughs))
    known = Known(
        incidence,
        ones(told.themes[0], themed[told.themes[1]], len(told.throughs), len(names)),
        places,
        _profiles(own, members, names),
        lambda: _among(tied(location, network, incidence[kept]), kept, len(members)),
    )
    return History(tuple(members), told.throughs, told.starts, tuple(names), told.countries, known)


def _with(names: tuple[str, ...], more: Sequence[str]) -> tuple[list[str], Ints]:
    """Sorted names with some more among them, and where each of the first is now."""
    extra = sorted(set(more) - set(names))
    if not extra:
        return list(names), np.arange(len(names))
    found = sorted([*names, *extra])
    return found, np.delete(np.arange(len(found)), _places(found, extra))


def _places(names: Sequence[str], some: Iterable[str]) -> Ints:
    """Where some names are among all, which are sorted."""
    return np.array([bisect_left(names, one) for one in some], dtype=np.int64)


def _among(ties: Csr, kept: Ints, count: int) -> Csr:
    """The ties of some members among more, who have none; kept: where each is now."""
    if len(kept) == count:
        return ties
    degrees = np.zeros(count, dtype=np.int32)
    degrees[kept] = np.diff(ties.indptr)
    ends = np.append(0, np.cumsum(degrees)).astype(np.int32)
    cells = (ties.data, kept[ties.indices].astype(np.int32), ends)
    return sparse.csr_array(cells, shape=(count, count))


def _profiles(own: Sequence[tuple[str, str]], members: list[str], names: list[str]) -> Csr | None:
    if not own:
        return None
    first = _places(members, (member for member, _ in own))
    second = _places(names, (theme for _, theme in own))
    return ones(first, second, len(members), len(names))


def ones(rows: Ints, columns: Ints, height: int, width: int) -> Csr:
    """Ones in the cells named."""
    # SciPy keeps the width of the numbers, and the products of wide ones take twice as long.
    places = (rows.astype(np.int32), columns.astype(np.int32))
    found = sparse.csr_array((np.ones(len(rows)), places), shape=(height, width))
    found.sum_duplicates()
    found.data = np.ones_like(found.data)
    return found


def until(found: History, end: str, *, after: str = "") -> Mask:
    """The activities that begin after one day and not after another."""
    starts = found.starts
    # 2015 and 2015-03 are known to begin by the end of that year or month only.
    told: Mask = ((starts > after) & (starts <= end) & (starts != "")).to_numpy()
    return told


def window(found: History, before: str, end: str) -> tuple[Window, Ints]:
    """What was known of activities begun by `before`, and the first meetings of those begun after
    it, by `end`; with the places of its members among all. Who was not seen before is not in it."""
    known = found.known
    early, late = until(found, before), until(found, end, after=before)
    seen = np.flatnonzero(np.asarray(known.incidence[:, early].sum(axis=1)).ravel() > 0)
    past = replace(
        known,
        incidence=known.incidence[seen][:, early].tocsr(),
        themes=known.themes[early].tocsr(),
        places=known.places[seen],
        profiles=None,
        kept=None,
    )
    met = project(known.incidence[seen][:, late].tocsr().astype(np.int32))
    met.data = np.ones_like(met.data)
    new = (met - met.multiply(past.pattern)).tocsr()
    new.eliminate_zeros()
    return Window(past, new), seen


def unreachable(found: History, before: str, end: str) -> int:
    """The members first seen after `before`, by `end`."""
    incidence = found.known.incidence
    early, late = until(found, before), until(found, end, after=before)
    seen = np.asarray(incidence[:, early].sum(axis=1)).ravel() > 0
    came = np.asarray(incidence[:, late].sum(axis=1)).ravel() > 0
    return int((came & ~seen).sum())
