"""Flows: how much two countries, regions or programmes take part in the same things.

`matrix` knows arrays only, `flows` the graph: it makes the table from what a network's query and
those in queries/groups/ say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyoxigraph as ox

from clustergraph.answers import chosen
from clustergraph.answers.answer import Answer, note
from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats.charts.chart import Chart
from clustergraph.formats.charts.pages import joined
from clustergraph.formats.tables import Table, cell
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled
from clustergraph.measures.mixing import Cells, Flows, matrix, units
from clustergraph.networks import grouping
from clustergraph.networks.filters import Filters
from clustergraph.terms import XSD, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from clustergraph.formats.tables import Term
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Floats, Ints
    from clustergraph.measures.projection import Incidence
    from clustergraph.networks.choice import Choice


_NONE = Filters()
# The two readings of money, and after each the participations of which no source says it.
MONEY = ("gross", "gross_unstated", "net", "net_unstated")
COLUMNS = ("from", "to", "projects", "pairs", "newman", *MONEY, "affinity")
# A heat map of more groups cannot be read; the table holds them all.
MOST_GROUPS = 40
# Amounts are summed as whole millionths of a euro: no rounding, whatever the order.
SCALE = 10**6
_UNKNOWN = np.iinfo(np.int64).min
_SUMMED = ("gross", "net")


class Result(NamedTuple):
    """The table of flows; the groups, sorted, and the flows between them as arrays; what stayed
    out or counts several times, in words."""

    table: Table
    groups: tuple[str, ...]
    flows: Flows
    said: tuple[Text, ...]


def flows(
    location: Location,
    choice: Choice,
    *,
    by: str = "country",
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The flows between the groups of `by`; see `between_groups`.

    Raises RequestError for a choice of weights or strong ties, which play no part here.
    """
    if choice.stable > 1 or choice.weighting != "shared":
        raise RequestError(
            Text(
                "flows counts participations, not ties: leave out ",
                "les flux comptent des participations, pas des liens : laissez vides ",
            ),
            ParameterName("stable"),
            Text(" and ", " et "),
            ParameterName("weighting"),
        )
    incidence, notes = chosen.incidence(location, choice, report)
    found = between_groups(location, incidence, by, choice.filters)
    return Answer(found.table, (*notes, *map(note, found.said)), _heatmap(choice, by, found, lang))


def _heatmap(choice: Choice, by: str, found: Result, lang: Lang) -> Chart:
    """The affinities between the groups with the most pairs, in the order of their codes."""
    totals = found.flows.pairs.sum(axis=1)
    shown = np.sort(np.argsort(-totals, kind="stable")[:MOST_GROUPS])
    shown = shown[totals[shown] > 0]
    left = int((totals > 0).sum()) - len(shown)
    codes = [found.groups[place] for place in shown]
    return Chart(
        "heatmap",
        filled(_AFFINITY, by=grouping.NAMES[by]).translated(lang),
        joined([choice.said(lang), filled(_SMALLER, n=left) if left else ""], lang),
        {
            "labels_rows": codes,
            "labels_columns": codes,
            "values": found.flows.affinity[np.ix_(shown, shown)],
            "unit": _EXPECTED.translated(lang),
            "scale": "ratio",
        },
        lang,
    )


def between_groups(
    location: Location, incidence: Incidence, by: str, filters: Filters = _NONE
) -> Result:
    """The flows between the groups of queries/groups/`by`.rq, in what `incidence` holds.

    By place, two groups meet where members of both take part in one activity; by programme, where
    one member takes part in activities of both. Columns COLUMNS: `projects` are the activities
    that are shared so (by programme: those of `from`); `gross` and `net` are in euro what the
    participations of `from` got in them, exact, empty where none of them has an amount, and
    `…_unstated` counts those of which no source says it; affinity is the probabilistic affinity
    index (Zitt, Bassecoulard and Okubo 2000, Scientometrics 47:627-657,
    doi:10.1023/A:1005632319799). One row a pair of groups that meet, sorted. Of who takes part in
    an activity several times, what the filters leave counts, by which `incidence` was chosen; their
    `basis` says which programmes count. Raises RequestError for an unknown grouping.
    """
    if by not in grouping.GROUPINGS:
        raise unknown("grouping", by, grouping.GROUPINGS)
    rows = grouping.participations(location, incidence, by, filters)
    unit, thing = ("through", "member") if by == "programme" else ("member", "through")
    codes = sorted(rows["group"].drop_nulls().unique().to_list())
    cells = _cells(rows, unit, thing, codes)
    of = incidence.matrix.T if by == "programme" else incidence.matrix
    sizes = np.diff(of.tocsc().indptr)
    found = matrix(cells, len(codes), sizes)
    projects = units(cells, len(codes), len(sizes)) if by == "programme" else found.things
    table = _table(codes, found, projects)
    return Result(table, tuple(codes), found, _said(rows, by))


def _cells(rows: pl.DataFrame, unit: str, thing: str, codes: list[str]) -> Cells:
    import polars as pl

    sums = [
        each
        for name in _SUMMED
        for each in (
            (pl.col(name) * SCALE).round().cast(pl.Int64).sum().alias(name),
            pl.col(name).is_not_null().sum().cast(pl.Int64).alias(f"{name}_stated"),
            pl.col(name).is_null().sum().cast(pl.Int64).alias(f"{name}_unstated"),
        )
    ]
    summed = rows.drop_nulls("group").group_by(unit, thing, "group", maintain_order=True).agg(*sums)
    group = summed["group"].replace_strict(codes, range(len(codes)), return_dtype=pl.Int64)
    # Without any group, polars does not keep to the type.
    group = group.cast(pl.Int64)
    return Cells(
        summed[unit].cast(pl.Int64).to_numpy(),
        summed[thing].cast(pl.Int64).to_numpy(),
        group.to_numpy(),
        tuple(summed[each.meta.output_name()].to_numpy() for each in sums),
    )


_AFFINITY = Text(
    "Affinity by {by}: pairs of participations against what size alone would give",
    "Affinité par {by} : paires de participations comparées à ce que donnerait la seule taille",
)
_SMALLER = Text(
    "{n} smaller groups not drawn", "{n} [groupe plus petit|groupes plus petits] hors du dessin"
)
_EXPECTED = Text("affinity (1: as expected)", "affinité (1 : comme attendu)")
_WITHOUT = Text(
    "{n} of {all} participations without a known {by}: left out",
    "{n} [participation|participations] sur {all} sans {by} connu : hors calcul",
)
_SEVERAL = Text(
    "participations with more than one {by}, counted in each: {n}",
    "participations à plus d’un {by}, comptées dans chacun : {n}",
)
_UNPAID = {
    "gross": Text(
        "{n} of {all} participations: no source states the gross contribution; not in the sums",
        "{n} participations sur {all} : aucune source n’indique la contribution brute ; hors "
        "des sommes",
    ),
    "net": Text(
        "{n} of {all} participations: no source states the net contribution; not in the sums",
        "{n} participations sur {all} : aucune source n’indique la contribution nette ; hors "
        "des sommes",
    ),
}


def _said(rows: pl.DataFrame, by: str) -> tuple[Text, ...]:
    """How many participations have no group, several, or no amount."""
    import polars as pl

    each = rows.group_by("member", "through").agg(
        pl.col("group").drop_nulls().n_unique().alias("groups"),
        pl.col("group").is_null().all().alias("without"),
        *(pl.col(name).is_null().all().alias(name) for name in _SUMMED),
    )
    counts = [
        (_WITHOUT, int(each["without"].sum())),
        (_SEVERAL, int((each["groups"] > 1).sum())),
        *((_UNPAID[name], int(each[name].sum())) for name in _SUMMED),
    ]
    return tuple(
        filled(said, n=count, all=len(each), by=grouping.NAMES[by])
        for said, count in counts
        if count
    )


def _table(codes: list[str], found: Flows, projects: Ints) -> Table:
    one, other = np.nonzero(found.pairs > 0)
    money: list[list[Term | None]] = []
    for amount, stated, unstated in zip(*[iter(found.sums)] * 3, strict=True):
        known = np.where(stated > 0, amount, _UNKNOWN)
        money += [_terms(known[one, other], _euros), _terms(unstated[one, other], ox.Literal)]
    columns = [
        _terms(one, lambda place: ox.Literal(codes[place])),
        _terms(other, lambda place: ox.Literal(codes[place])),
        *(_terms(values[one, other], ox.Literal) for values in (projects, found.pairs)),
        _terms(found.newman[one, other], cell),
        *money,
        _terms(found.affinity[one, other], cell),
    ]
    return Table(COLUMNS, list(zip(*columns, strict=True)))


def _terms(values: Ints | Floats, make: Callable[[Any], Term | None]) -> list[Term | None]:
    """A term for each value; many rows share one."""
    listed = values.tolist()
    made = {value: make(value) for value in set(listed)}
    return [made[value] for value in listed]


def _euros(amount: int) -> ox.Literal | None:
    if amount == _UNKNOWN:
        return None
    whole, rest = divmod(abs(amount), SCALE)
    digits = f"{rest:06d}".rstrip("0") or "0"
    return ox.Literal(f"{'-' * (amount < 0)}{whole}.{digits}", datatype=_DECIMAL)


_DECIMAL = ox.NamedNode(f"{XSD}decimal")
