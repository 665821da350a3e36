"""Which things a published site has pages for: who is of interest, and what belongs to them.

Knows networks and attributes; nothing of pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.networks import participations, projection
from clustergraph.networks.choice import Choice
from clustergraph.questions import queries
from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from clustergraph.graph.location import Location


def of_interest(
    location: Location, centre: str | None, about: Sequence[str] = (), choice: Choice | None = None
) -> set[str] | None:
    """The IRIs of interest; None for all.

    With a choice other than the usual network: its members, and those whom `about` names or the
    graph's own cluster. Else those whom `about` names, or the
    graph's own cluster, with all who take part in something with them. Then what these take part
    in, and the programmes, topics and places of all that. Raises RequestError for a name that
    nothing has.
    """
    own = [queries.resolve(location, name, parameter="about") for name in about]
    own = own or ([centre] if centre else [])
    if choice is not None and choice != Choice():
        members = {*projection.network(location, choice).ties.nodes, *own}
    elif own:
        members = _with_partners(participations.participations(location), own)
    else:
        return None
    return members | _belonging(location, members)


def _with_partners(rows: pl.DataFrame, own: Sequence[str]) -> set[str]:
    import polars as pl

    inside = pl.col("member").is_in(own) | pl.col("through").is_in(own)
    throughs = rows.filter(inside)["through"].unique()
    partners = rows.filter(pl.col("through").is_in(throughs.implode()))["member"]
    return {*own, *partners.to_list()}


def _belonging(location: Location, members: Iterable[str]) -> set[str]:
    """What members take part in, where they are, and what stands above that."""
    import polars as pl

    there = pl.Series("member", sorted(members))
    rows = participations.participations(location)
    throughs = rows.filter(pl.col("member").is_in(there.implode()))["through"].unique()
    found = {*throughs.to_list()}
    for name in ("programmes", "topics"):
        table = attribute(location, name)
        found.update(table.filter(pl.col("through").is_in(throughs.implode()))["value"].to_list())
    places = attribute(location, "places")
    found.update(places.filter(pl.col("member").is_in(there.implode()))["value"].to_list())
    lower = pl.Series("value", sorted(found), dtype=pl.String)
    above = attribute(location, "above")
    found.update(above.filter(pl.col("value").is_in(lower.implode()))["above"].to_list())
    return found
