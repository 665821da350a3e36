"""Who is in the network but not in the drawing, and how the one in the middle reaches them.

From the middle outward each member has one who stands before it, and what these two share: enough
to tell a shortest chain to anybody. Knows ties and rows; nothing of places or pages.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clustergraph.languages import Text
from clustergraph.networks.members import called
from clustergraph.questions import cached, queries
from clustergraph.web.page import names
from clustergraph.web.page.view import NOTHING, Elsewhere

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.projection import Network


# Raised when names are read otherwise.
_SPELLING = "1"


def elsewhere(
    location: Location, network: Network, centre: str | None, shown: set[str]
) -> tuple[Elsewhere, ...]:
    """The members that are not shown and have a name, by name."""
    whole = network.ties
    rest = called(location, [iri for iri in whole.nodes if iri not in shown])
    named = _readable(location, rest).sort("name", "node")
    before = _before(whole, centre)
    through = _through(network, {iri: before[iri] for iri in named["node"] if iri in before})
    told = called(location, sorted(set(through.values())))
    texts = {iri: Text(name) for iri, name, _tongue in told.iter_rows()}
    return tuple(
        Elsewhere(iri, name, before.get(iri), texts.get(through.get(iri, ""), NOTHING), tongue)
        for iri, name, tongue in named.select("node", "name", "language").iter_rows()
    )


def _readable(location: Location, named: pl.DataFrame) -> pl.DataFrame:
    """The same with `name`, the label as it is read; to read it takes longer than all else here, so
    that it is kept beside a graph folder."""
    import polars as pl

    if location.manifest is None:
        texts = named["label"].to_list()
        return named.with_columns(name=pl.Series(map(names.readable, texts), dtype=pl.String))
    asked = queries.shipped("nodes", "labels")
    kept = replace(asked, name="readable", text=f"{asked.text}\n# readable {_SPELLING}")
    read = cached.frame(location, kept, lambda: _others(cached.frame(location, asked)["label"]))
    found = named.join(read, on="label", how="left")
    return found.with_columns(pl.coalesce("name", "label").alias("name"))


def _others(labels: pl.Series) -> pl.DataFrame:
    """The labels that are read otherwise than they are written: label, name."""
    import polars as pl

    read = {label: names.readable(label) for label in labels.unique()}
    others = {label: name for label, name in read.items() if label != name}
    columns = {"label": sorted(others), "name": [others[label] for label in sorted(others)]}
    return pl.DataFrame(columns, dict.fromkeys(columns, pl.String))


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
