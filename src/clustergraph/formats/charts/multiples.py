"""Small multiples: one small picture a number, all over the same years, a line an organisation."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from clustergraph.formats.charts import COLOURS
from clustergraph.formats.charts.pages import GREY, page, shown, style, tick

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

    from clustergraph.languages import Lang

_ACROSS = 3


def multiples(
    panels: Mapping[str, Mapping[str, Sequence[float | None]]],
    years: Sequence[int],
    *,
    title: str,
    source: str,
    subtitle: str = "",
    lang: Lang = "en",
) -> Figure:
    """A picture for each entry of `panels`: by name of a line, its values in the years, None where
    unknown, where the line has a gap."""
    down = -(-len(panels) // _ACROSS)
    with style():
        figure, axes = page(title, subtitle, source, 1.7 * down + 0.4, 9.0)
        spec = axes.get_subplotspec()
        assert spec is not None
        axes.remove()
        grid = spec.subgridspec(down, _ACROSS)
        for at, (name, courses) in enumerate(panels.items()):
            small = figure.add_subplot(grid[at // _ACROSS, at % _ACROSS])
            for colour, values in zip(cycle(COLOURS), courses.values(), strict=False):
                numbers = [float("nan") if value is None else value for value in values]
                small.plot(list(years), numbers, color=colour, marker=".", markersize=3)
            small.set_title(shown(name), fontsize=8, color=GREY, loc="left")
            small.set_xticks([years[0], years[-1]])
            small.set_ylim(bottom=0)
            small.yaxis.set_major_formatter(tick(lang))
            small.tick_params(labelsize=7)
        names = list(next(iter(panels.values())))
        if len(names) > 1:
            lines = figure.axes[0].get_lines()
            figure.legend(lines, [shown(name) for name in names], loc="upper right", ncols=2,
                          frameon=False)  # fmt: skip
    return figure
