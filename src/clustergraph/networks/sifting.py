"""Rows of a network that filters leave, and how many rows nobody could judge.

Knows filters and the tables of attributes; nothing of ties or measures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text, filled
from clustergraph.networks import participations
from clustergraph.networks.conditions import things
from clustergraph.networks.filters import BASES, FILTERS
from clustergraph.networks.years import running
from clustergraph.questions.attributes import KEYS, attribute

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.networks.filters import Filters
    from clustergraph.questions.queries import Query


def kept(location: Location, rows: pl.DataFrame, filters: Filters, name: str) -> pl.DataFrame:
    """The rows of a network (`name`) that the filters leave, in their order.

    Filters of participations must hold for the same one, others each for the member or activity.
    `near` leaves activities with somebody there: which of their ties count is not said
    by rows (see `near`). Raises RequestError where a value is unknown, nothing is left, or the
    network has no column that a filter chooses by.
    """
    left = rows
    for frame, used in _passing(location, filters, rows):
        left = _joined(left, frame, used, name)
    inside = near(location, filters)
    if inside is not None:
        left = _beside(left, inside)
    if len(left) == 0 and len(rows):
        said = [line for each in unjudged(location, rows, filters)
                for line in each.said("through" in rows.columns)]  # fmt: skip
        raise RequestError(_nothing_left(filters, name, said))
    return left


def _nothing_left(filters: Filters, name: str, said: Sequence[Text]) -> Text:
    why = f" ({'; '.join(said)})" if said else ""
    told = "\xa0; ".join(each.translated("fr") for each in said)
    french = f" ({told})" if said else ""
    return Text(
        f"no tie of the network '{name}' matches {filters}{why}; relax a filter",
        f"aucun lien du réseau «\xa0{name}\xa0» ne convient à {filters.said('fr')}{french}\xa0; "
        "assouplissez un filtre",
    )


def near(location: Location, filters: Filters) -> pl.Series | None:
    """The members in the region of `near`, where one is given."""
    if filters.near is None:
        return None
    there = FILTERS["near"].where(location, "near", filters.near)
    return attribute(location, "places").filter(there)["member"].unique()


class Unjudged(NamedTuple):
    """How many of the rows a filter could not judge and left out. half: activities with one date
    where two are needed, which years can judge in part only."""

    filter: str
    missing: int
    total: int
    half: int = 0

    def said(self, shared: bool) -> list[Text]:
        """In words; `shared`: whether the network consists of participations, not of ties."""
        unit = _UNITS["years" if self.filter == "years" else "shared" if shared else "direct"]
        why = FILTERS[self.filter].unknown or ""
        missing = _NEITHER if self.filter == "near" else _MISSING
        lines = [filled(missing, n=self.missing, all=self.total, unit=unit, why=why)]
        return [*lines[: self.missing], *([half_dated(self.half)] if self.half else [])]


_UNITS = {
    "years": Text("activities", "activités"),
    "shared": Text("participations", "participations"),
    "direct": Text("ties", "liens"),
}
_MISSING = Text(
    "{n} of {all} {unit} cannot be judged and are left out: {why}",
    "{unit} impossibles à juger, hors réseau : {n} sur {all} ({why})",
)
# Whoever works with somebody there stays, wherever it is itself.
_NEITHER = Text(
    "{n} of {all} {unit} cannot be judged and count only with somebody who is there: {why}",
    "{unit} impossibles à juger, hors réseau sauf avec qui s’y trouve : {n} sur {all} ({why})",
)
_HALF = Text(
    "{n} [activity has|activities have] a start or an end only: the other one is that of the "
    "programme where it is known; else an unknown start leaves the year of the end only, and an "
    "unknown end stays open",
    "{n} [activité n’a|activités n’ont] qu’un début ou qu’une fin : l’autre est celle du "
    "programme si elle est connue ; sinon, un début inconnu ne laisse que l’année de la fin, et "
    "une fin inconnue reste ouverte",
)


def half_dated(count: int) -> Text:
    """How activities count of which one date is known where two are needed."""
    return filled(_HALF, n=count)


def judged(location: Location, network: str | Query, filters: Filters) -> list[Text]:
    """What the filters could not judge in a network, in words."""
    if not filters.given():
        return []
    rows = participations.rows(location, network)
    found = unjudged(location, rows, filters)
    return [said for each in found for said in each.said("through" in rows.columns)]


def unjudged(location: Location, rows: pl.DataFrame, filters: Filters) -> list[Unjudged]:
    """For each filter given the rows of the network of which too little is known: participations
    and direct ties, for years activities."""
    found = []
    for name in filters.given():
        entry = FILTERS[name]
        if not entry.unknown:
            continue
        counted = rows.select("through").unique() if entry.table == "running" else rows
        known = _known(location, name, filters, rows)
        left = _joined(counted, known, [name], "")
        half = 0
        if entry.table == "running":
            half = int(running(location).join(left, on="through", how="semi")["half"].sum())
        found.append(Unjudged(name, len(counted) - len(left), len(counted), half))
    return [each for each in found if each.missing or each.half]


def _known(location: Location, name: str, filters: Filters, rows: pl.DataFrame) -> pl.DataFrame:
    """The keys of which is known what the filter looks at."""
    import polars as pl

    frame = _table(location, name, filters, rows).filter(pl.col(FILTERS[name].column).is_not_null())
    if name in ("region", "near"):
        # A country alone does not say the region, but says enough where a country is asked for.
        states = attribute(location, "countries")
        known = set(states["value"].to_list())
        places = things(location, name, getattr(filters, name), ("cg:Place",))
        if not all(place.iri in known for place in places):
            frame = frame.join(states, on="value", how="anti")
    return _keys(frame)


def _table(location: Location, name: str, filters: Filters, rows: pl.DataFrame) -> pl.DataFrame:
    """The table that a filter chooses by."""
    import polars as pl

    table = "places" if name == "near" else FILTERS[name].table
    if table == "running":
        return running(location)
    if table == "members":
        ends = [column for column in ("member", "source", "target") if column in rows.columns]
        return pl.concat([rows.select(member=end) for end in ends]).unique()
    return attribute(location, BASES[filters.basis or "main"] if name == "programme" else table)


def _passing(
    location: Location, filters: Filters, rows: pl.DataFrame
) -> Iterator[tuple[pl.DataFrame, list[str]]]:
    """The keys that pass each filter, and its name; of filters that choose among participations
    those that pass them all.

    One participation must have the role and the money; a member with two places may be in the
    country by one of them and in the region by the other.
    """
    together: list[str] = []
    for name, value in filters.given().items():
        table = FILTERS[name].table
        if table == "participations":
            together.append(name)
        elif table:
            frame = _table(location, name, filters, rows)
            yield _keys(frame.filter(FILTERS[name].where(location, name, value))), [name]
    if together:
        yield _keys(passed(location, filters)), together


def _keys(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(key for key in KEYS if key in frame.columns).unique()


def passed(location: Location, filters: Filters) -> pl.DataFrame:
    """The rows of the table of participations that pass the filters which choose among these.

    Who takes part in an activity several times may do so in one role that is asked for, and in
    another one that is not.
    """
    conditions = [
        FILTERS[name].where(location, name, value)
        for name, value in filters.given().items()
        if FILTERS[name].table == "participations"
    ]
    return attribute(location, "participations").filter(*conditions)


def _joined(rows: pl.DataFrame, keys: pl.DataFrame, used: list[str], name: str) -> pl.DataFrame:
    if set(keys.columns) <= set(rows.columns):
        return rows.join(keys, on=keys.columns, how="semi", maintain_order="left")
    if keys.columns != ["member"]:
        listed = [part for each in used for part in (", ", ParameterName(each))][1:]
        raise RequestError(
            Text(
                f"the network '{name}' consists of direct ties, so it cannot be chosen from by ",
                f"le réseau «\xa0{name}\xa0» est fait de liens directs, où l’on ne peut choisir "
                "selon ",
            ),
            *listed,
        )
    for end in ("source", "target"):
        rows = rows.join(keys, left_on=end, right_on="member", how="semi", maintain_order="left")
    return rows


def _beside(rows: pl.DataFrame, inside: pl.Series) -> pl.DataFrame:
    """The activities with somebody inside, or the direct ties with an end inside."""
    import polars as pl

    if "through" in rows.columns:
        shared = rows.filter(pl.col("member").is_in(inside.implode())).select("through").unique()
        return rows.join(shared, on="through", how="semi", maintain_order="left")
    ends = (pl.col(end).is_in(inside.implode()) for end in ("source", "target"))
    return rows.filter(pl.any_horizontal(*ends))
