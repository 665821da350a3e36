"""A scorecard for readers: the figures of each group in words, and the picture over the years.

Knows the columns of a scorecard; measures nothing.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.formats import charts
from clustergraph.formats.charts.chart import draw
from clustergraph.formats.documents import Document, Picture, Rows, Section
from clustergraph.formats.grids import number
from clustergraph.languages import Text, filled, numeral
from clustergraph.strategy.indicators import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clustergraph.formats.charts.chart import Chart
    from clustergraph.formats.tables import Table
    from clustergraph.languages import Lang

_HEADER = (
    Text("Indicator", "Indicateur"),
    Text("Organisation", "Organisation"),
    Text("Year", "Année"),
    Text("Value", "Valeur"),
    Text("Target", "Cible"),
    Text("Known", "Connu"),
    Text("In words", "En mots"),
    Text("Latest data, sources", "Dernières données, sources"),
)
_SHOWN = ("group", "indicator", "indicatorLabel", "organisationLabel", "year", "value", "target",
          "targetYear", "known", "of", "words", "latest", "age", "sources")  # fmt: skip
_TITLE = Text("Scorecard", "Tableau de bord")


def shown(value: float, lang: Lang) -> str:
    """A number as a reader of the language writes it."""
    return number(ox.Literal(value), "number", lang=lang)


def euros(value: float, lang: Lang) -> str:
    """An amount in euro as a reader of the language writes it."""
    return number(ox.Literal(value), unit="EUR", lang=lang)


def worded(indicator: str, value: str, lang: Lang) -> str:
    """The value of an indicator for a reader, "" where there is none."""
    if not value:
        return ""
    if indicator in INDICATORS and INDICATORS[indicator].unit == "share":
        return numeral(float(value), ".0%").translated(lang)
    return shown(float(value), lang)


def sheet(table: Table, chart: Chart | None, title: str, credit: str, lang: Lang) -> Document:
    """A scorecard as a document: a section a group."""
    columns = [table.column(name) for name in _SHOWN]
    rows = [
        {name: cell.value if cell else "" for name, cell in zip(_SHOWN, cells, strict=True)}
        for cells in zip(*columns, strict=True)
    ]
    cells = [_cells(row, lang) for row in rows]
    told = _told(cells)
    header = tuple(_HEADER[place].translated(lang) for place in told)
    sections = [
        Section(group, (Rows(header, tuple(tuple(cells[at][place] for place in told)
                                           for at in some)),))
        for group, some in groupby(range(len(rows)), key=lambda at: rows[at]["group"])
    ]  # fmt: skip
    if chart is not None:
        heading = Text("Over the years", "Au fil des années").translated(lang)
        picture = Picture(
            lambda form: charts.write(draw(chart, table, credit), form),
            "; ".join(_courses(chart.options, lang)),
        )
        sections.append(Section(heading, (picture,)))
    return Document(title, _TITLE.translated(lang), tuple(sections), credit, lang)


def _told(cells: Sequence[Sequence[str]]) -> list[int]:
    """The columns that say something: of one organisation, its name is in the title."""
    found = [place for place in range(len(_HEADER)) if any(row[place] for row in cells)]
    several = len({row[1] for row in cells if row[1]}) > 1
    return [place for place in found if place != 1 or several]


def _cells(row: Mapping[str, str], lang: Lang) -> tuple[str, ...]:
    name = row["indicator"]
    target = worded(name, row["target"], lang)
    if target and row["targetYear"]:
        target = f"{target} ({row['targetYear']})"
    known = f"{row['known']}/{row['of']}" if row["of"] else ""
    return (row["indicatorLabel"], row["organisationLabel"], row["year"],
            worded(name, row["value"], lang), target, known, row["words"],
            ", ".join(filter(None, (_aged(row, lang), row["sources"]))))  # fmt: skip


def _aged(row: Mapping[str, str], lang: Lang) -> str:
    """The last year of what is behind a number, and how far the graph reaches beyond it."""
    if not row["latest"] or row["age"] == "0":
        return row["latest"]
    words = Text("{latest} ({n} [year|years] before the last here)",
                 "{latest} ({n} [an|ans] avant la dernière ici)")  # fmt: skip
    return filled(words, latest=row["latest"], n=int(row["age"])).translated(lang)


def _courses(options: Mapping[str, object], lang: Lang) -> Iterator[str]:
    """What the small pictures show, in words."""
    panels, years = options["panels"], options["years"]
    assert isinstance(panels, dict) and isinstance(years, list)
    for name, courses in panels.items():
        for who, values in courses.items():
            told = ", ".join(f"{year}: {shown(value, lang)}"
                             for year, value in zip(years, values, strict=True)
                             if value is not None)  # fmt: skip
            yield f"{name}, {who}: {told}"
