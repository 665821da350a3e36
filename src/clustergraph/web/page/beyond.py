"""Who is in the network but not in the drawing, and how the one in the middle reaches them.

From the middle outward each member has one who stands before it, and what these two share: enough
to tell a shortest chain to anybody. Knows ties and rows; nothing of places or pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.languages import Text
from clustergraph.networks.members import called
from clustergraph.web.page import names
from clustergraph.web.page.view import NOTHING, Elsewhere

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.projection import Network


def elsewhere(
    location: Location, network: Network, centre: str | None, shown: set[str]
) -> tuple[Elsewhere, ...]:
    """The members that are not shown and have a name, by name."""
    whole = network.ties
    rest = [iri for iri in whole.nodes if iri not in shown]
    named = {iri: told for iri, *told in called(location, rest).iter_rows()}
    before = _before(whole, centre)
    through = _through(network, {iri: before[iri] for iri in named if iri in before})
    told = called(location, sorted(set(through.values())))
    texts = {iri: Text(name) for iri, name, _tongue in told.iter_rows()}
    found = [
        Elsewhere(
            iri=iri,
            name=names.readable(name),
            before=before.get(iri),
            through=texts.get(through.get(iri, ""), NOTHING),
            tongue=tongue,
        )
        for iri, (name, tongue) in named.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.name, each.iri)))


def _before(whole: Ties, centre: str | None) -> dict[str, str]:
    """Who stands before each member on a shortest way from the centre: by IRI the first."""
    if centre not in whole.nodes:
        return {}
    import numpy as np

    steps = whole.steps(whole.nodes.index(centre))
    one = np.repeat(np.arange(len(whole)), np.diff(whole.weights.indptr))
    nearer = np.flatnonzero(steps[whole.weights.indices] < steps[one])
    found, first = np.unique(one[nearer], return_index=True)
    others = whole.weights.indices[nearer[first]]
    return {whole.nodes[at]: whole.nodes[other] for at, other in zip(found, others, strict=True)}


def _through(network: Network, before: dict[str, str]) -> dict[str, str]:
    """One thing that each member shares with the one before it: by IRI the last, so that a project
    goes before the partnership that it belongs to."""
    import polars as pl

    columns = {"member": list(before), "other": list(before.values())}
    pairs = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    shared = _shared if "through" in network.rows.columns else _stated
    found = shared(network.rows, pairs).group_by("member").agg(pl.col("through").max())
    return dict(found.iter_rows())


def _shared(rows: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    both = pairs.join(rows, on="member")
    return both.join(rows, left_on=["other", "through"], right_on=["member", "through"], how="semi")


def _stated(rows: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    forth = rows.select(member="source", other="target", through="reason")
    back = rows.select(member="target", other="source", through="reason")
    return pl.concat([forth, back]).drop_nulls().join(pairs, on=["member", "other"], how="semi")
