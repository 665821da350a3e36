"""Who took part in what and when, on which themes and from where, as arrays.

Reads the tables of a graph; predicts nothing and names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from clustergraph.measures.fitting import Window
from clustergraph.measures.prediction import Known
from clustergraph.measures.projection import project
from clustergraph.networks.participations import participations
from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    starts: np.ndarray[tuple[int], np.dtype[np.str_]]
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
    import polars as pl

    rows = participations(location, network)
    members = pl.concat([rows["member"], pl.Series("member", besides, pl.String)]).unique().sort()
    throughs = rows["through"].unique().sort()
    incidence = _matrix(rows["member"], rows["through"], members, throughs)
    themes = pl.concat([attribute(location, name) for name in ("programmes", "topics")])
    themes = themes.join(rows.select("through").unique(), on="through", how="semi")
    own = pl.DataFrame(about, schema={"member": pl.String, "value": pl.String}, orient="row")
    own = own.filter(pl.col("member").is_in(members.implode()))
    names = pl.concat([themes["value"], own["value"]]).unique().sort()
    places, countries = _countries(location, members)
    known = Known(
        incidence,
        _matrix(themes["through"], themes["value"], throughs, names),
        places,
        _matrix(own["member"], own["value"], members, names) if len(own) else None,
    )
    starts = _starts(location, throughs)
    return History(tuple(members), tuple(throughs), starts, tuple(names), countries, known)


def _matrix(rows: pl.Series, columns: pl.Series, names: pl.Series, others: pl.Series) -> Csr:
    """Ones where a row meets a column, by their places in the sorted names."""
    cells = _places(rows, names), _places(columns, others)
    shape = len(names), len(others)
    found = sparse.csr_array((np.ones(len(rows)), cells), shape=shape)
    found.sum_duplicates()
    found.data = np.ones_like(found.data)
    return found


def _places(values: pl.Series, names: pl.Series) -> Ints:
    import polars as pl

    return values.cast(pl.Enum(names)).to_physical().cast(pl.Int64).to_numpy()


def _starts(location: Location, throughs: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    import polars as pl

    stated = attribute(location, "starts").with_columns(pl.col("start").cast(pl.String))
    first = stated.group_by("through").agg(pl.col("start").max())
    found = pl.DataFrame({"through": throughs}).join(
        first, on="through", how="left", maintain_order="left"
    )
    return found["start"].fill_null("").to_numpy().astype(np.str_)


def _countries(location: Location, members: pl.Series) -> tuple[Ints, tuple[str, ...]]:
    """The first country in which each member lies, by its IRI."""
    import polars as pl

    states = attribute(location, "countries")["value"].unique().sort()
    places = attribute(location, "places").filter(pl.col("member").is_in(members.implode()))
    above = attribute(location, "above").rename({"above": "country"})
    inside = places.join(above, on="value").select("member", "country")
    stated = pl.concat([places.select("member", country="value"), inside])
    stated = stated.filter(pl.col("country").is_in(states.implode()))
    first = stated.group_by("member").agg(pl.col("country").min())
    number = pl.DataFrame({"country": states}).with_row_index("number")
    wide = pl.DataFrame({"member": members}).join(
        first.join(number, on="country"), on="member", how="left", maintain_order="left"
    )
    found = wide["number"].cast(pl.Int64).fill_null(-1).to_numpy()
    return found, tuple(states)


def until(found: History, end: str, *, after: str = "") -> Mask:
    """The activities that begin after one day and not after another."""
    kept: Mask = (found.starts > after) & (found.starts <= end)
    # 2015 and 2015-03 are known to begin by the end of that year or month only.
    told: Mask = kept & (found.starts != "")
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
