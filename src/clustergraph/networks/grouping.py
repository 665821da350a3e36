"""Groups of members or activities: countries, regions, programmes.

What a group is, is said by the queries in queries/groups/; here they meet what is known of members
and activities. A new grouping is one entry in GROUPINGS and one query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.languages import Text
from clustergraph.networks.filters import BASES
from clustergraph.networks.sifting import passed
from clustergraph.questions import cached, queries
from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.measures.projection import Incidence
    from clustergraph.networks.filters import Filters

# By the name of the query, the table of attributes whose values it groups.
GROUPINGS = {
    "country": "places",
    "nuts1": "places",
    "nuts2": "places",
    "programme": "programmes",
}
# What a reader calls one group of each.
NAMES = {
    "country": Text("country", "pays"),
    "nuts1": Text("NUTS 1 region", "code NUTS 1"),
    "nuts2": Text("NUTS 2 region", "code NUTS 2"),
    "programme": Text("programme", "programme"),
}


def groups(location: Location, by: str, basis: str = "main") -> pl.DataFrame:
    """Which groups each member (or activity, by programme) belongs to: member or through, group.

    Sorted, each pair once; `basis`, an entry of BASES, says which programmes count. What lies in
    several groups has several rows, what is in none has none.
    """
    table = BASES[basis] if by == "programme" else GROUPINGS[by]
    found = attribute(location, table).join(_known(location, by), on="value").drop("value")
    return found.unique().sort(found.columns)


def _known(location: Location, by: str) -> pl.DataFrame:
    return cached.frame(location, queries.shipped("groups", by))


def participations(
    location: Location, incidence: Incidence, by: str, filters: Filters
) -> pl.DataFrame:
    """The participations that `incidence` holds and the filters leave, each in its groups: member
    and through (places in `incidence`), group (null where unknown), gross and net (EUR, null where
    unknown).

    A participation that has a site of its own is where that lies, another where its member is. One
    row a participation and group.
    """
    import polars as pl

    held = _held(incidence)
    amounts = (
        passed(location, filters)
        .select(
            *("member", "through", "participation"),
            pl.col("contribution").cast(pl.Float64).alias("gross"),
            pl.col("net").cast(pl.Float64),
        )
        .unique()
    )
    found = held.join(amounts, on=["member", "through"], how="left")
    parts = []
    if GROUPINGS[by] == "places":
        sites = attribute(location, "sites").join(_known(location, by), on="value").drop("value")
        parts = [found.join(sites.unique(), on="participation")]
        found = found.join(sites, on="participation", how="anti")
    grouped = groups(location, by, filters.basis or "main")
    parts.append(found.join(grouped, on=grouped.columns[0], how="left"))
    wanted = ["at", "of", "participation", "group", "gross", "net"]
    joined = pl.concat([part.select(wanted) for part in parts]).sort(wanted)
    return joined.drop("participation").rename({"at": "member", "of": "through"})


def _held(incidence: Incidence) -> pl.DataFrame:
    """The participations of an incidence: at and of, the places of member and through."""
    import polars as pl

    rows, columns = incidence.matrix.nonzero()
    members = pl.Series("member", incidence.members, dtype=pl.String).gather(rows)
    throughs = pl.Series("through", incidence.throughs, dtype=pl.String).gather(columns)
    return pl.DataFrame([pl.Series("at", rows), pl.Series("of", columns), members, throughs])


def names(location: Location, by: str, members: Sequence[str]) -> list[str]:
    """The group of each member, in their order: one code, several with spaces, or ""."""
    import polars as pl

    found = groups(location, by).group_by("member").agg(pl.col("group").sort().str.join(" "))
    wanted = pl.DataFrame({"member": pl.Series(members, dtype=pl.String)})
    joined = wanted.join(found, on="member", how="left", maintain_order="left")
    return joined["group"].fill_null("").to_list()


def inside(location: Location, places: Sequence[str], members: Sequence[str]) -> Any:
    """A boolean array: which of the members lie at one of the places (IRIs)."""
    import polars as pl

    there = attribute(location, "places").filter(pl.col("value").is_in(places))["member"]
    return pl.Series(members, dtype=pl.String).is_in(there.implode()).to_numpy()
