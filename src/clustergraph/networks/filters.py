"""Filters: which participations of a network count.

What an attribute is, is said by the queries in queries/attributes/; here is which kinds of things
its values are, and how they choose rows. A new filter is one field, one entry
in FILTERS and its queries. Knows nothing of ties or measures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

    from clustergraph.graph.location import Location

# The years of what has no first or no last one.
ALWAYS, NEVER = -10_000, 10_000


@dataclass(frozen=True)
class Filters:
    """What a participation must fulfil; None does not choose. `years` is (from, to), both included.

    All but `years` and `min_contribution` (EUR) are a code, a name or an IRI; a programme, a
    region and a topic include everything below them.
    """

    programme: str | None = None
    years: tuple[int, int] | None = None
    country: str | None = None
    region: str | None = None
    topic: str | None = None
    role: str | None = None
    kind: str | None = None
    min_contribution: float | None = None

    def given(self) -> dict[str, Any]:
        """The filters that choose, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    def __str__(self) -> str:
        """In words: `programme H2020, years 2014..2020`."""
        given = self.given().items()
        return ", ".join(f"{_words(name)} {FILTERS[name].show(value)}" for name, value in given)


@dataclass(frozen=True)
class Filter:
    """One filter: `parse` reads what a user types, `where` makes the condition on the rows of
    queries/attributes/`table`.rq; a participation stays when one such row of it passes."""

    metavar: str
    help: Text
    table: str
    where: Callable[[Location, str, Any], pl.Expr]
    parse: Callable[[str], Any] = str
    show: Callable[[Any], str] = str


def years(text: str) -> tuple[int, int]:
    """`2014..2020`, or one year, as (from, to)."""
    match = re.fullmatch(r"\s*(\d{4})(?:\s*\.\.\s*(\d{4}))?\s*", text)
    if not match:
        raise RequestError(
            ParameterName("years"), f" {text}: give a year or a range, such as 2014..2020"
        )
    first, last = int(match[1]), int(match[2] or match[1])
    if first > last:
        raise RequestError(ParameterName("years"), f" {text}: the range ends before it begins")
    return first, last


def euros(text: str) -> float:
    """An amount in euro: digits with a decimal point at most."""
    if not re.fullmatch(r"\d{1,15}(\.\d+)?", text.strip()):
        raise RequestError(
            ParameterName("min_contribution"), f" {text}: give an amount in euro, such as 100000"
        )
    return float(text)


def _named(*kinds: str, column: str = "value") -> Callable[[Location, str, Any], pl.Expr]:
    """Rows whose value is the named one or lies below it; `kinds` as in `names.find`."""

    def where(location: Location, name: str, value: str) -> pl.Expr:
        import polars as pl

        from clustergraph.questions.attributes import with_all_below
        from clustergraph.questions.names import find

        found = find(location, value, kinds, parameter=name)
        return pl.col(column).is_in(with_all_below(location, found.iri))

    return where


def _running(location: Location, name: str, value: tuple[int, int]) -> pl.Expr:
    """Activities that run in the range: begun by its end, not ended before its begin."""
    import polars as pl

    dated = pl.col("first").is_not_null() | pl.col("last").is_not_null()
    begin = pl.col("first").cast(pl.Int64).fill_null(ALWAYS)
    end = pl.col("last").cast(pl.Int64).fill_null(NEVER)
    return dated & (begin <= value[1]) & (end >= value[0])


def _at_least(location: Location, name: str, value: float) -> pl.Expr:
    import polars as pl

    return pl.col("contribution").cast(pl.Float64) >= value


# One entry a filter, by the name of its field in Filters.
FILTERS: dict[str, Filter] = {
    "programme": Filter(
        "NAME",
        Text(
            "Only activities under this programme or a part of it (code or name).",
            "Seulement les activités de ce programme ou d’une de ses parties (code ou nom).",
        ),
        "programmes",
        _named("cg:Programme"),
    ),
    "years": Filter(
        "FROM..TO",
        Text(
            "Only activities that run in these years; what has no date is left out.",
            "Seulement les activités en cours ces années-là ; ce qui n’a pas de date est écarté.",
        ),
        "years",
        _running,
        years,
        lambda value: f"{value[0]}..{value[1]}",
    ),
    "country": Filter(
        "CODE",
        Text(
            "Only members in this country (ISO 3166 alpha-2 code or name).",
            "Seulement les membres de ce pays (code ISO 3166 alpha-2 ou nom).",
        ),
        "places",
        _named("cg:Country"),
    ),
    "region": Filter(
        "CODE",
        Text(
            "Only members in this region or one inside it (NUTS code of any level, or name).",
            "Seulement les membres de cette région ou d’une de ses parties (code NUTS ou nom).",
        ),
        "places",
        _named("cg:Place"),
    ),
    "topic": Filter(
        "NAME",
        Text(
            "Only activities on this topic or a narrower one (code or name).",
            "Seulement les activités sur ce thème ou un thème plus précis (code ou nom).",
        ),
        "topics",
        _named("cgs:topic", "cgs:euroscivoc"),
    ),
    "role": Filter(
        "NAME",
        Text(
            "Only participations in this role (code or name).",
            "Seulement les participations dans ce rôle (code ou nom).",
        ),
        "participations",
        _named("cgs:role", column="role"),
    ),
    "kind": Filter(
        "NAME",
        Text(
            "Only members of this kind of organisation (code or name).",
            "Seulement les membres de ce type d’organisation (code ou nom).",
        ),
        "kinds",
        _named("cgs:organisation-kind"),
    ),
    "min_contribution": Filter(
        "EUR",
        Text(
            "Only participations with at least this contribution in euro.",
            "Seulement les participations avec au moins cette contribution en euros.",
        ),
        "participations",
        _at_least,
        euros,
        lambda value: f"{value:,.2f}".removesuffix(".00"),
    ),
}


def kept(location: Location, rows: pl.DataFrame, filters: Filters, name: str) -> pl.DataFrame:
    """The rows of a network (`name`) that the filters leave, in their order.

    Conditions on one table of attributes must hold for the same participation, member or
    activity. Raises RequestError where a value is unknown, nothing is left, or the network has
    no column that a filter chooses by.
    """
    left = rows
    for frame, used in _passing(location, filters):
        left = _joined(left, frame, used, name)
    if len(left) == 0 and len(rows):
        raise RequestError(f"no tie of the network '{name}' matches {filters}; relax a filter")
    return left


def _passing(location: Location, filters: Filters) -> Iterator[tuple[pl.DataFrame, list[str]]]:
    """For each table of attributes: the keys that pass all its filters, and these filters."""
    from clustergraph.questions.attributes import KEYS, attribute

    chosen: dict[str, list[pl.Expr]] = {}
    used: dict[str, list[str]] = {}
    for name, value in filters.given().items():
        entry = FILTERS[name]
        chosen.setdefault(entry.table, []).append(entry.where(location, name, value))
        used.setdefault(entry.table, []).append(name)
    for table, conditions in chosen.items():
        frame = attribute(location, table)
        keys = [key for key in KEYS if key in frame.columns]
        yield frame.filter(*conditions).select(keys).unique(), used[table]


def _joined(rows: pl.DataFrame, keys: pl.DataFrame, used: list[str], name: str) -> pl.DataFrame:
    if set(keys.columns) <= set(rows.columns):
        return rows.join(keys, on=keys.columns, how="semi", maintain_order="left")
    if keys.columns != ["member"]:
        listed = [part for each in used for part in (", ", ParameterName(each))][1:]
        raise RequestError(
            f"the network '{name}' consists of direct ties, so it cannot be chosen from by ",
            *listed,
        )
    for end in ("source", "target"):
        rows = rows.join(keys, left_on=end, right_on="member", how="semi", maintain_order="left")
    return rows


def _words(name: str) -> str:
    return name.replace("_", " ")
