"""Direct ties: from rows that name both ends to ties and their reasons.

Knows the columns source, target, weight, reason and directed; nothing of queries or filters.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from clustergraph.measures.ties import Ties

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.measures.arrays import Floats, Ints

_PAIR = ["one", "other"]


def ties(rows: pl.DataFrame, name: str = "", stable: int = 1) -> Ties:
    """The network of rows source, target, weight, reason; the two directions of a pair are one tie.

    Given weights add up, row by row. Without them the weight is the number of different reasons,
    or 1 where no reason is given either. Ties of a weight below `stable` go. Self-ties are dropped
    and counted; their node stays.
    """
    import numpy as np
    import polars as pl

    from clustergraph.measures.sparse import sparse

    nodes, ends = codes(pl.concat([rows["source"], rows["target"].alias("source")]))
    placed = _placed(rows, ends)
    pairs = placed.group_by(_PAIR).agg(
        pl.col("weight").drop_nulls(),
        pl.col("reason").drop_nulls().n_unique().clip(1).alias("reasons").cast(pl.Float64),
    )
    weights = _sums(pairs["weight"]) if rows["weight"].count() else pairs["reasons"].to_numpy()
    left = weights >= stable if stable > 1 else np.ones(len(pairs), dtype=bool)
    one, other = (pairs[column].to_numpy()[left] for column in _PAIR)
    upper = sparse.coo_array((weights[left], (one, other)), shape=(len(nodes), len(nodes))).tocsr()
    matrix = (upper + upper.T).tocsr()
    matrix.sort_indices()
    return Ties(nodes, matrix, name, dropped={"self_ties": len(rows) - len(placed)})


def reasons(rows: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """What the rows give as reasons of ties between the nodes (node, at): one, other, reason."""

    return _between(rows.drop_nulls("reason"), nodes).select(*_PAIR, "reason").unique()


def ways(rows: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """The ties between the nodes (node, at) that all their rows lead one way: one, other, forth
    (whether that is from one to other)."""
    import polars as pl

    found = _between(rows, nodes).group_by(_PAIR).agg(
        pl.col("directed").all(),
        pl.col("forth").first(),
        pl.col("forth").n_unique().alias("directions"),
    )  # fmt: skip
    one_way = pl.col("directed") & (pl.col("directions") == 1)
    return found.filter(one_way).select(*_PAIR, "forth")


def _between(rows: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """The rows between the nodes (node, at), with one and other, the lower number first, and
    whether the source is the lower one (forth)."""
    import polars as pl

    ends = rows
    for end in ("source", "target"):
        ends = ends.join(nodes, left_on=end, right_on="node").rename({"at": f"{end}_at"})
    both = (pl.col("source_at"), pl.col("target_at"))
    return ends.with_columns(
        pl.min_horizontal(*both).alias("one"),
        pl.max_horizontal(*both).alias("other"),
        forth=pl.col("source_at") < pl.col("target_at"),
    )


def codes(values: pl.Series) -> tuple[tuple[str, ...], Ints]:
    """The distinct values, sorted, and the number of each value among them."""
    import numpy as np
    import polars as pl

    distinct = values.unique().sort()
    at = pl.DataFrame({"value": distinct, "at": np.arange(len(distinct))})
    found = values.to_frame("value").join(at, on="value", how="left", maintain_order="left")["at"]
    return tuple(distinct.to_list()), found.to_numpy()


def _placed(rows: pl.DataFrame, ends: Ints) -> pl.DataFrame:
    """The rows that are no self-ties, by the numbers of their nodes, the lower one first."""
    import numpy as np
    import polars as pl

    one, other = ends[: len(rows)], ends[len(rows) :]
    placed = rows.select("weight", "reason").with_columns(
        pl.Series("one", np.minimum(one, other)), pl.Series("other", np.maximum(one, other))
    )
    return placed.filter(pl.col("one") != pl.col("other"))


def _sums(weights: pl.Series) -> Floats:
    """The sum of each list. It is exact, so that the order of rows cannot show in the last digit:
    so is one addition, and whatever is longer is left to `fsum`."""
    import numpy as np

    sums = weights.list.sum().to_numpy().copy()
    for at in np.flatnonzero(weights.list.len().to_numpy() > 2):
        sums[at] = math.fsum(weights[int(at)])
    return sums
