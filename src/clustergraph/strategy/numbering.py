"""Who took part in what as numbers, which are kept beside the graph: to sort and compare names is
most of the work of a recommendation.

Reads the tables of a graph; knows nothing of what is predicted from them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.measures.prediction import patterned
from clustergraph.measures.sparse import sparse
from clustergraph.networks.participations import participations
from clustergraph.questions import cached, queries
from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.measures.arrays import Csr, Ints

# Raised when the way of numbering changes.
_VERSION = "1"


class Numbered(NamedTuple):
    """members, throughs, names: IRIs, sorted. rows: of each participation the places of its member
    and of its activity. themes: of each programme and topic of an activity the places of the
    activity and of its name. starts, places, countries: as in `History` and `Known`."""

    members: tuple[str, ...]
    throughs: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[Ints, Ints]
    themes: tuple[Ints, Ints]
    starts: pl.Series
    places: Ints
    countries: tuple[str, ...]


def numbered(location: Location, network: str) -> Numbered:
    """The participations of a network, the programmes and topics of its activities, the countries
    of its members."""
    asked = queries.shipped("network", network)

    def kept(part: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        text = f"{asked.text}\n# numbers {_VERSION}: {part}"
        return cached.frame(location, replace(asked, name=f"{part}-{network}", text=text), make)

    members = kept("numbered-members", lambda: _members(location, network))
    throughs = kept("numbered-activities", lambda: _throughs(location, network))
    names = kept("numbered-themes", lambda: _names(location, throughs["through"]))
    rows = kept("numbered-rows", lambda: _rows(location, network, members, throughs))
    themes = kept("numbered-pairs", lambda: _pairs(location, throughs, names))
    return Numbered(
        tuple(members["member"].to_list()), tuple(throughs["through"].to_list()),
        tuple(names["value"].to_list()),
        (rows["member"].to_numpy(), rows["through"].to_numpy()),
        (themes["through"].to_numpy(), themes["value"].to_numpy()),
        throughs["start"],
        members["place"].to_numpy(), tuple(_states(location)),
    )  # fmt: skip


def tied(location: Location, network: str, incidence: Csr) -> Csr:
    """Which members of a network are tied, ones, by their incidence in the order of `numbered`: to
    find it takes most of the time of one recommendation in a large graph."""
    import polars as pl

    asked, count = queries.shipped("network", network), incidence.shape[0]

    def made() -> pl.DataFrame:
        found = patterned(incidence)
        # Both in one column: where each row ends, then the columns of all rows.
        cells = np.concatenate([found.indptr[1:], found.indices]).astype(np.int32)
        return pl.DataFrame({"place": cells})

    text = f"{asked.text}\n# tied {_VERSION}"
    stored = cached.frame(location, replace(asked, name=f"tied-{network}", text=text), made)
    places = stored["place"].to_numpy()
    ends, indices = np.append(np.int32(0), places[:count]), places[count:]
    return sparse.csr_array((np.ones(len(indices)), indices, ends), shape=(count, count))


def countries_of(location: Location, members: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """The first country in which each member lies, as its place among all; -1 where unknown."""
    import polars as pl

    states = _states(location)
    wanted = pl.Series("member", members, pl.String)
    places = attribute(location, "places").filter(pl.col("member").is_in(wanted.implode()))
    above = attribute(location, "above").rename({"above": "country"})
    inside = places.join(above, on="value").select("member", "country")
    stated = pl.concat([places.select("member", country="value"), inside])
    stated = stated.filter(pl.col("country").is_in(states.implode()))
    first = stated.group_by("member").agg(pl.col("country").min())
    number = pl.DataFrame({"country": states}).with_row_index("number")
    wide = pl.DataFrame({"member": wanted}).join(
        first.join(number, on="country"), on="member", how="left", maintain_order="left"
    )
    found = wide["number"].cast(pl.Int64).fill_null(-1).to_numpy()
    return found, tuple(states)


def _states(location: Location) -> pl.Series:
    return attribute(location, "countries")["value"].unique().sort()


def _members(location: Location, network: str) -> pl.DataFrame:
    import polars as pl

    members = participations(location, network)["member"].unique().sort()
    places, _countries = countries_of(location, members.to_list())
    return pl.DataFrame({"member": members, "place": places})


def _throughs(location: Location, network: str) -> pl.DataFrame:
    """The activities with the day on which each begins, "" where unknown."""
    import polars as pl

    throughs = participations(location, network)["through"].unique().sort()
    stated = attribute(location, "starts").with_columns(pl.col("start").cast(pl.String))
    first = stated.group_by("through").agg(pl.col("start").max())
    return pl.DataFrame({"through": throughs}).join(
        first, on="through", how="left", maintain_order="left"
    ).with_columns(pl.col("start").fill_null(""))  # fmt: skip


def _themes(location: Location, throughs: pl.Series) -> pl.DataFrame:
    import polars as pl

    told = pl.concat([attribute(location, name) for name in ("programmes", "topics")])
    return told.filter(pl.col("through").is_in(throughs.implode()))


def _names(location: Location, throughs: pl.Series) -> pl.DataFrame:
    return _themes(location, throughs).select("value").unique().sort("value")


def _rows(
    location: Location, network: str, members: pl.DataFrame, throughs: pl.DataFrame
) -> pl.DataFrame:
    rows = participations(location, network)
    return placed(rows, member=members["member"], through=throughs["through"])


def _pairs(location: Location, throughs: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    told = _themes(location, throughs["through"])
    return placed(told, through=throughs["through"], value=names["value"])


def placed(rows: pl.DataFrame, **names: pl.Series) -> pl.DataFrame:
    """Each cell as its place in the sorted names of its column."""
    import polars as pl

    return rows.select(
        pl.col(column).cast(pl.Enum(known)).to_physical().cast(pl.Int64)
        for column, known in names.items()
    )
