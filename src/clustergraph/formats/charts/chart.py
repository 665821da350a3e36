"""A chart as data: which kind, of which columns, with which words. Draws nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure

    from clustergraph.formats.tables import Table
    from clustergraph.languages import Lang


@dataclass(frozen=True)
class Chart:
    """kind: `ranking` (of the table it goes with), `heatmap`, `bump`, `distribution`
    or `multiples`. options: what the function of that name in `formats.charts` takes beside title,
    subtitle, source and language. lang: in which all its words are, those it adds as well."""

    kind: str
    title: str
    subtitle: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    lang: Lang = "en"


def draw(chart: Chart, table: Table, source: str) -> Figure:
    """The picture of a chart, with the line of credit `source`."""
    from clustergraph.formats import charts
    from clustergraph.formats.charts.multiples import multiples

    words: dict[str, Any] = {
        "title": chart.title, "subtitle": chart.subtitle, "source": source, "lang": chart.lang,
    }  # fmt: skip
    if chart.kind == "ranking":
        return charts.ranking(table, **words, **chart.options)
    kinds: dict[str, Callable[..., Figure]] = {
        "heatmap": charts.heatmap,
        "bump": charts.bump,
        "distribution": charts.distribution,
        "multiples": multiples,
    }
    return kinds[chart.kind](**words, **chart.options)
