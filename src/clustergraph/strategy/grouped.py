"""The lines of a scorecard in one of its orders: by an organisation's goals, by the missions of the
Walloon decree on clusters, or by the common indicators of Interreg.

Knows goals and indicators by name; measures nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from clustergraph.languages import Text
from clustergraph.strategy.indicators import INDICATORS, INTERREG, MISSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.strategy.evidence import Evidence

_OTHERS = Text("Other indicators", "Autres indicateurs")


class Line(NamedTuple):
    """indicator: a name of INDICATORS, "" where nothing measures it. words: why not."""

    group: str
    label: str
    indicator: str = ""
    target: float | None = None
    year: int | None = None
    words: str = ""


def grouped(location: Location, evidence: Evidence, iri: str, order: str, lang: Lang) -> list[Line]:
    """The lines in an order of ORDERS."""
    return ORDERS[order](_stated(location, evidence, iri, lang), lang)


def _stated(location: Location, evidence: Evidence, iri: str, lang: Lang) -> list[Line]:
    """What the goals of an organisation state: those without an indicator, and the indicators that
    nothing measures, too."""
    notation = pl.col("notation").cast(pl.String)
    # The tenth goal after the ninth.
    count = notation.str.extract(r"^(\d+)").cast(pl.Int64, strict=False)
    goals = evidence.table("goals").filter(owner=iri).sort(
        count, notation, "goal", "indicator", "measure", nulls_last=True
    )  # fmt: skip
    labels = location.labels({*goals["goal"].to_list(), *goals["indicator"].drop_nulls().to_list()},
                             lang)  # fmt: skip
    found = []
    for row in goals.iter_rows(named=True):
        group = " ".join(part for part in (row["notation"], labels[row["goal"]]) if part)
        if row["indicator"] is None:
            words = Text("no indicator is stated for this goal",
                         "aucun indicateur n’est énoncé pour cet objectif")  # fmt: skip
            found.append(Line(group, "", words=words.translated(lang)))
            continue
        known = row["measure"] in INDICATORS
        words = Text("nothing measures this indicator", "rien ne mesure cet indicateur")
        year = _number(row["year"])
        found.append(Line(group, labels[row["indicator"]], row["measure"] if known else "",
                          _number(row["target"]), None if year is None else int(year),
                          "" if known else words.translated(lang)))  # fmt: skip
    return found


def _number(stated: float | str | None) -> float | None:
    """What a graph states as a target, None where that is no number."""
    try:
        found = float(stated) if stated is not None else math.nan
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def unread(evidence: Evidence, iri: str) -> list[str]:
    """What an organisation states as a target or its year, and is no number, as it stands."""
    goals = evidence.table("goals").filter(owner=iri)
    stated = [*goals["target"].to_list(), *goals["year"].to_list()]
    return sorted({str(each) for each in stated if each is not None and _number(each) is None})


def _rest(lines: list[Line], lang: Lang) -> list[Line]:
    """The indicators that stand in no line yet."""
    told = {line.indicator for line in lines}
    group = _OTHERS.translated(lang)
    return [Line(group, each.label.translated(lang), name)
            for name, each in INDICATORS.items() if name not in told]  # fmt: skip


def _by_goal(stated: list[Line], lang: Lang) -> list[Line]:
    return [*stated, *_rest(stated, lang)]


def _wanted(stated: list[Line]) -> dict[str, list[tuple[float | None, int | None]]]:
    """What goals want of each indicator, and by which year: each once, in the order of goals."""
    found: dict[str, dict[tuple[float | None, int | None], None]] = {}
    for line in stated:
        if (line.target, line.year) != (None, None):
            found.setdefault(line.indicator, {})[line.target, line.year] = None
    return {name: list(each) for name, each in found.items()}


def _by(kind: str, groups: dict[str, Text]) -> Callable[[list[Line], Lang], list[Line]]:
    """By the field of an indicator that names its group; targets stay with their indicators, one
    line each where goals want several."""

    def ordered(stated: list[Line], lang: Lang) -> list[Line]:
        wanted = _wanted(stated)
        lines = [
            Line(words.translated(lang), each.label.translated(lang), name)
            for group, words in groups.items()
            for name, each in INDICATORS.items()
            if getattr(each, kind) == group
        ]
        aimed = [
            line._replace(target=target, year=year)
            for line in [*lines, *_rest(lines, lang)]
            for target, year in wanted.get(line.indicator, [(None, None)])
        ]
        return [*aimed, *(line for line in stated if not line.indicator)]

    return ordered


ORDERS: dict[str, Callable[[list[Line], Lang], list[Line]]] = {
    "goals": _by_goal,
    "wallonia": _by("mission", MISSIONS),
    "interreg": _by("interreg", INTERREG),
}
