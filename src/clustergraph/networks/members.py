"""What a network's members are called, what they are and where: for tables and drawings.

Knows the queries in queries/nodes/; nothing of ties or measures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats import cells
from clustergraph.questions import cached, queries
from clustergraph.terms import CG, compress

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from clustergraph.graph.location import Location

# Up to this many nodes are asked about by name: the labels and the classes of all things would be
# too much to read.
_FEW = 1_000


def members(location: Location, nodes: Sequence[str], lang: str = "en") -> pl.DataFrame:
    """One row a node, in the order given: node, label, type, class, country; "" where unknown.

    label: in `lang`, in English, untagged, in any language, else the CURIE. class: the IRI of the
    class (our own first), type: its label. country: ISO 3166-1 alpha-2 codes, sorted, separated
    by a space.
    """
    import polars as pl

    wanted = pl.DataFrame({"node": pl.Series(nodes, dtype=pl.String)})
    classes = _first(_classes(location, wanted), [~pl.col("class").str.starts_with(CG), "class"])
    countries = (
        _about(location, "countries", wanted)
        .group_by("node")
        .agg(pl.col("country").unique().sort().str.join(" "))
    )
    described = (
        wanted.join(_labels(location, wanted, lang), on="node", how="left", maintain_order="left")
        .join(classes, on="node", how="left", maintain_order="left")
        .join(countries, on="node", how="left", maintain_order="left")
    )
    kinds = sorted(set(described["class"].drop_nulls().to_list()))
    types = location.labels(kinds, lang)
    unnamed = {node: compress(node) for node in described.filter(pl.col("label").is_null())["node"]}
    return described.select(
        "node",
        pl.col("label").fill_null(pl.col("node").replace(unnamed)),
        pl.col("class").replace(types).fill_null("").alias("type"),
        pl.col("class").fill_null(""),
        pl.col("country").fill_null(""),
    )


def called(location: Location, nodes: Sequence[str], lang: str = "en") -> pl.DataFrame:
    """One row for each node that has a label: node, label as `members` gives it, and the tag of its
    language, "" where it has none."""
    import polars as pl

    return _labels(location, pl.DataFrame({"node": pl.Series(nodes, dtype=pl.String)}), lang)


def _about(location: Location, name: str, wanted: pl.DataFrame) -> pl.DataFrame:
    """What queries/nodes/NAME.rq says of the wanted nodes."""
    found = cached.frame(location, queries.shipped("nodes", name))
    return found.join(wanted.unique(), on="node", how="semi")


def _classes(location: Location, wanted: pl.DataFrame) -> pl.DataFrame:
    """The classes of the wanted nodes: node, class."""
    if len(wanted) > _FEW:
        return _about(location, "classes", wanted)
    asked = queries.shipped("nodes", "classes")
    text = queries.of_these(asked, "node", wanted["node"].unique().sort())
    return cells.frame(location.columns(text))


def _labels(location: Location, wanted: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The best label of each node that has one: node, label, language."""
    import polars as pl

    if len(wanted) <= _FEW:
        found = location.best_labels(wanted["node"], lang)
        columns = {
            "node": list(found),
            "label": [label.value for label in found.values()],
            "language": [label.language or "" for label in found.values()],
        }
        return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    tag = pl.col("language").fill_null("")
    rank = (
        pl.when(tag == lang).then(0).when(tag == "en").then(1).when(tag == "").then(2).otherwise(3)
    )
    best = _first(_about(location, "labels", wanted), [rank, "label"])
    return best.select("node", "label", tag)


def _first(rows: pl.DataFrame, order: list[pl.Expr | str]) -> pl.DataFrame:
    """The first row of each node in that order."""
    return rows.sort("node", *order).unique("node", keep="first", maintain_order=True)
