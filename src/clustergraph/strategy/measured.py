"""What an indicator is measured on: rows with their years, and how rows become one number.

Knows tables only: neither what an indicator means nor where its rows come from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from clustergraph.languages import Text

if TYPE_CHECKING:
    from clustergraph.strategy.evidence import Evidence

# What counts, through what, in which years; `part` of `whole` where amounts are.
ROW = {"item": pl.String, "through": pl.String, "first": pl.Int64, "last": pl.Int64,
       "part": pl.Float64, "whole": pl.Float64}  # fmt: skip
Years = tuple[int, int] | None


class Subject(NamedTuple):
    """Who is measured: an organisation by its IRI."""

    evidence: Evidence
    iri: str


@dataclass(frozen=True)
class Measured:
    """rows: columns of ROW, those missing empty. known, of: for how many of all the graph knows
    enough. lack: why there is no number. note: what to know of it."""

    rows: pl.DataFrame
    known: int = 0
    of: int = 0
    lack: Text = field(default_factory=lambda: Text(""))
    note: Text = field(default_factory=lambda: Text(""))


def measured(
    rows: pl.DataFrame,
    known: int | None = None,
    of: int | None = None,
    *,
    lack: Text | None = None,
    note: Text | None = None,
) -> Measured:
    """Rows with all columns of ROW; without figures of what is known, all of them are."""
    missing = [pl.lit(None, kind).alias(name) for name, kind in ROW.items()
               if name not in rows.columns]  # fmt: skip
    full = rows.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in ROW.items())
    items = full["item"].n_unique()
    return Measured(
        full.unique().sort(*ROW, nulls_last=True),
        items if known is None else known,
        items if of is None else of,
        lack or Text(""),
        note or Text(""),
    )


def lacking(en: str, fr: str) -> Measured:
    """What the graph cannot know."""
    return measured(pl.DataFrame(schema=ROW), 0, 0, lack=Text(en, fr))


def running(rows: pl.DataFrame, years: Years) -> pl.DataFrame:
    """The rows that hold in the years: what has no date only where no years are asked, what has no
    beginning in the year of its end, and what has no end from its beginning on."""
    if years is None:
        return rows
    first, last = years
    dated = pl.any_horizontal(pl.col("first", "last").is_not_null())
    inside = (pl.coalesce("first", "last") <= last) & (pl.col("last").fill_null(last) >= first)
    return rows.filter(dated & inside)


def starting(rows: pl.DataFrame, years: Years) -> pl.DataFrame:
    """The rows that begin in the years."""
    return rows if years is None else rows.filter(pl.col("first").is_between(*years))


def count(rows: pl.DataFrame) -> float | None:
    """Distinct items."""
    return float(rows["item"].n_unique())


def share(rows: pl.DataFrame) -> float | None:
    """Items of which some row says 1 in `part`, of all items."""
    each = rows.group_by("item").agg(pl.col("part").max())
    return float(each["part"].fill_null(0).sum()) / len(each) if len(each) else None


def ratio(rows: pl.DataFrame) -> float | None:
    """The sum of the parts of the sum of the wholes."""
    whole = float(rows["whole"].sum())
    return float(rows["part"].sum()) / whole if whole else None


def mean(rows: pl.DataFrame) -> float | None:
    """The mean of the parts."""
    found = rows["part"].mean()
    return float(found) if isinstance(found, float) else None


def per_item(rows: pl.DataFrame) -> float | None:
    """Distinct activities an item, on the average."""
    each = rows.group_by("item").agg(pl.col("through").n_unique())
    found = each["through"].mean()
    return float(found) if isinstance(found, float) else None


def concentration(rows: pl.DataFrame) -> float | None:
    """The Herfindahl index: the sum of squared shares of the items, by `part` or by rows."""
    weight = pl.col("part").sum() if rows["part"].count() else pl.len()
    each = rows.group_by("item").agg(weight.alias("weight"))["weight"].cast(pl.Float64)
    total = float(each.sum())
    return float(((each / total) ** 2).sum()) if total else None


def stable(rows: pl.DataFrame) -> float | None:
    """The greatest h so that h items have h distinct activities each."""
    each = rows.group_by("item").agg(pl.col("through").n_unique())["through"]
    ranked = each.sort(descending=True).to_list()
    return float(sum(shared >= place for place, shared in enumerate(ranked, 1)))


def busy(rows: pl.DataFrame) -> float | None:
    """Items whose rows weigh two or more together, by `part`."""
    each = rows.group_by("item").agg(pl.col("part").sum())
    return float((each["part"] >= 2).sum())
