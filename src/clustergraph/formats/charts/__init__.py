"""Charts of rankings, matrices, courses and distributions, drawn by matplotlib as SVG or PNG.

The same input gives the same bytes: one fixed style whatever the user's settings, DejaVu Sans as it
comes with matplotlib, no dates, and names drawn as outlines, so that an SVG looks the same without
the font. Colours are told apart by colour-blind readers: Okabe and Ito 2008 for lines, cividis
(Nuñez et al. 2018, PLoS ONE 13:e0199239) for amounts, PuOr for what lies below or above.
Knows shapes and numbers; nothing of graphs or of what is measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.formats.charts.pages import (
    FORMATS,
    GREY,
    area,
    between,
    joined,
    number,
    page,
    plain,
    shown,
    style,
    tick,
    write,
)
from clustergraph.languages import Text, filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from clustergraph.formats.tables import Table
    from clustergraph.languages import Lang

# Okabe and Ito without yellow, which is too pale for a line on white.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# More bars cannot be read on one page; the table holds them all.
MOST_BARS = 50
MOST_LINES = 30
# Cells up to this many a side are wide enough for their numbers.
_NUMBERED = 16
_FIRST = Text("the first {n} of {of}", "les {n} premiers sur {of}")
_WITHOUT = Text("{n} without a value not drawn", "{n} sans valeur, non [dessiné|dessinés]")
_ALONE = Text("{n} with none, not drawn", "{n} sans aucun, non [dessiné|dessinés]")
_NOTHING = Text("Nothing to show", "Rien à montrer")
_FROM, _TO, _RANK = Text("from", "de"), Text("to", "vers"), Text("rank", "rang")
_EACH = Text("each degree", "chaque degré")
_DOUBLING = Text("bins that double in width", "classes dont la largeur double")
_SHARE = Text("share of nodes per degree", "part des nœuds par degré")


def ranking(
    table: Table,
    title: str,
    *,
    source: str,
    subtitle: str = "",
    value: str | None = None,
    unit: str | None = None,
    label: str = "label",
    lang: Lang = "en",
) -> Figure:
    """Horizontal bars of a ranking, the first row at the top.

    `label` is the column of the names; a column rank stands beside them where there is one.
    `value` names the column drawn, by default the first column of numbers after the rank; `unit`
    what its axis says, by default that name. Draws the first MOST_BARS rows that have a value and
    says how many it leaves out.
    """
    frame = table.to_polars()
    numbers = [name for name, kind in frame.schema.items() if kind.is_numeric() and name != "rank"]
    if value is None and not numbers:
        return _empty(title, subtitle, source, lang)
    column = value or numbers[0]
    kept = frame.filter(frame[column].is_not_null()) if column in numbers else frame.clear()
    drawn = kept.head(MOST_BARS)
    if drawn.is_empty():
        return _empty(title, subtitle, source, lang)
    left = [filled(_FIRST, n=len(drawn), of=len(kept))] * (len(kept) > len(drawn))
    left += [filled(_WITHOUT, n=len(frame) - len(kept))] * (len(frame) > len(kept))
    told = joined([subtitle, *left], lang)
    ranks = drawn["rank"] if "rank" in drawn.columns else [None] * len(drawn)
    # The marks keep the rank right of a name that is written from right to left.
    names = [
        f"\u200e{name}\u200e  {place}" if place is not None else name
        for name, place in zip(map(shown, drawn[label]), ranks, strict=True)
    ]
    with style():
        figure, axes = page(title, told, source, 0.27 * len(drawn) + 0.6)
        bars = axes.barh(range(len(drawn)), drawn[column].to_list(), 0.72, color=COLOURS[0])
        axes.bar_label(
            bars, [number(each, lang=lang) for each in drawn[column]], padding=3, color=GREY
        )
        axes.set_yticks(range(len(drawn)), names)
        axes.set_ylim(len(drawn) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.margins(x=0.1)
        axes.xaxis.set_major_formatter(tick(lang))
        axes.grid(axis="x")
        axes.set_xlabel(unit or column)
    return figure


def heatmap(
    labels_rows: Sequence[str],
    labels_columns: Sequence[str],
    values: np.ndarray[Any, Any],
    *,
    title: str,
    source: str,
    subtitle: str = "",
    unit: str = "",
    scale: str = "log",
    lang: Lang = "en",
) -> Figure:
    """A matrix as colours; `values` has a row per label of rows, NaN where nothing is known.

    scale: `log` for amounts from 0 (0 stays blank), or `ratio`: what is 1 where nothing stands
    out, below and above it in two colours, on a logarithmic scale.
    """
    import numpy as np

    values = np.asarray(values, dtype=np.float64)
    shade = np.where(values > 0, values, np.nan)
    if not np.isfinite(shade).any():
        return _empty(title, subtitle, source, lang)
    rows, columns = values.shape
    cell = 0.42 if max(rows, columns) <= _NUMBERED else 0.2
    with style():
        figure, axes = page(
            title, subtitle, source, max(cell * rows + 1.2, 2.4), max(cell * columns + 3.2, 6.0)
        )
        image = axes.imshow(shade, norm=_norm(scale, shade), cmap=_MAPS[scale])
        axes.set_facecolor("#f0f0f0")
        axes.set_xticks(range(columns), [shown(each) for each in labels_columns], rotation=90)
        axes.set_yticks(range(rows), [shown(each) for each in labels_rows])
        axes.tick_params(length=0, labelcolor="black")
        axes.spines[:].set_visible(False)
        axes.set_xlabel(_TO.translated(lang))
        axes.set_ylabel(_FROM.translated(lang))
        _colour_bar(figure, axes, image, unit, lang)
        if max(rows, columns) <= _NUMBERED:
            _number_cells(axes, image, values, lang)
    return figure


def _colour_bar(figure: Figure, axes: Axes, image: Any, unit: str, lang: Lang) -> None:
    from matplotlib.ticker import NullFormatter

    figure.set_layout_engine("compressed", rect=area(figure))
    bar = figure.colorbar(image, ax=axes, label=plain(unit), format=tick(lang), fraction=0.05)
    bar.ax.yaxis.set_minor_formatter(NullFormatter())
    bar.outline.set_visible(False)


_MAPS = {"log": "cividis", "ratio": "PuOr_r"}


def _norm(scale: str, shade: np.ndarray[Any, Any]) -> Any:
    import numpy as np
    from matplotlib.colors import LogNorm

    low, high = float(np.nanmin(shade)), float(np.nanmax(shade))
    if scale == "ratio":
        # As far below 1 as above, so that 1 is the pale middle.
        far = min(max(high, 1 / low, 2.0), 100.0)
        return LogNorm(1 / far, far)
    return LogNorm(low, max(high, low * 1.01))


def _number_cells(axes: Axes, image: Any, values: np.ndarray[Any, Any], lang: Lang) -> None:
    for row, line in enumerate(values.tolist()):
        for column, value in enumerate(line):
            # What has no colour, 0 on a logarithmic scale, stands on the light ground.
            red, green, blue, _ = image.cmap(image.norm(value)) if value else (1.0, 1.0, 1.0, 1.0)
            dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
            axes.text(
                column, row, number(value, 3, lang), ha="center", va="center", fontsize=7,
                color="white" if dark else "black",
            )  # fmt: skip


def bump(
    names: Sequence[str],
    steps: Sequence[str],
    ranks: np.ndarray[Any, Any],
    *,
    title: str,
    source: str,
    subtitle: str = "",
    axis: str = "year",
    lang: Lang = "en",
) -> Figure:
    """Ranks over time: one line a name, rank 1 at the top, the names beside it in their order.

    `ranks` has a row per name and a column per step, NaN where a name has no rank: the line breaks
    there. Draws the first MOST_LINES names.
    """
    import numpy as np

    drawn = np.asarray(ranks, dtype=np.float64)[:MOST_LINES]
    if not np.isfinite(drawn).any():
        return _empty(title, subtitle, source, lang)
    if len(names) > len(drawn):
        subtitle = joined([subtitle, filled(_FIRST, n=len(drawn), of=len(names))], lang)
    lowest = float(np.nanmax(drawn))
    with style():
        figure, axes = page(
            title,
            subtitle,
            source,
            max(0.24 * min(lowest, MOST_LINES), 0.19 * len(drawn)) + 1.0,
            max(0.6 * len(steps), 2.4) + 5.0,
        )
        for index, (name, line) in enumerate(zip(names, _apart(drawn), strict=False)):
            colour = COLOURS[index % len(COLOURS)]
            # Colours come round again: the marker distinguishes the rounds.
            marker = "osD^v"[index // len(COLOURS) % 5]
            axes.plot(
                range(len(steps)), line, color=colour, marker=marker, markersize=5, lw=1.6,
                label=shown(name),
            )  # fmt: skip
        axes.legend(
            loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0, frameon=False,
            fontsize=8, labelspacing=0.4,
        )  # fmt: skip
        axes.set_xticks(range(len(steps)), steps)
        axes.set_xlim(-0.3, len(steps) - 0.7)
        axes.set_ylim(lowest + 0.6, 0.4)
        axes.set_yticks(_rank_ticks(int(lowest)))
        axes.grid(axis="x")
        axes.set_xlabel(axis)
        axes.set_ylabel(_RANK.translated(lang))
    return figure


def _apart(ranks: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The ranks with lines that share one moved a little apart, so that each can be seen."""
    import numpy as np

    moved = ranks.copy()
    for column in range(ranks.shape[1]):
        for rank in np.unique(ranks[np.isfinite(ranks[:, column]), column]):
            same = np.flatnonzero(ranks[:, column] == rank)
            moved[same, column] += np.linspace(-0.25, 0.25, len(same)) if len(same) > 1 else 0.0
    return moved


def _rank_ticks(lowest: int) -> list[int]:
    step = 1 if lowest <= MOST_LINES else 5 * 10 ** (len(str(lowest)) - 2)
    return sorted({1, *range(step, lowest + 1, step)})


def distribution(
    degrees: np.ndarray[Any, Any],
    bins: tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]],
    *,
    title: str,
    source: str,
    axis: str,
    subtitle: str = "",
    lang: Lang = "en",
) -> Figure:
    """A degree distribution on two logarithmic axes, in bins that double in width.

    `degrees` are whole numbers, one a node; those of 0 have no place on the axis and are told in
    words. `bins`: the lower ends 1, 2, 4, … and the number of nodes in each. Each dot is a bin: the
    density of nodes per degree (count / width / nodes), which shows a power law as a line (Newman
    2005, Contemporary Physics 46:323-351).
    """
    import numpy as np

    positive = degrees[degrees > 0]
    if not positive.size:
        return _empty(title, subtitle, source, lang)
    starts, counts = bins
    centres = np.sqrt(starts * (2 * starts - 1.0))
    densities = counts / starts / degrees.size
    alone = int(degrees.size - positive.size)
    if alone:
        subtitle = joined([subtitle, filled(_ALONE, n=alone)], lang)
    found, each = np.unique(positive, return_counts=True)
    with style():
        figure, axes = page(title, subtitle, source, 4.2)
        axes.loglog(
            found,
            each / degrees.size,
            ".",
            color="#bdbdbd",
            markersize=3,
            label=_EACH.translated(lang),
        )
        axes.loglog(
            centres[counts > 0], densities[counts > 0], "o-", color=COLOURS[0],
            label=_DOUBLING.translated(lang),
        )  # fmt: skip
        for axis_ in (axes.xaxis, axes.yaxis):
            axis_.set_major_formatter(tick(lang))
            axis_.set_minor_formatter(between(lang))
        axes.grid(which="major")
        axes.set_xlabel(axis)
        axes.set_ylabel(_SHARE.translated(lang))
        axes.legend(frameon=False)
    return figure


def _empty(title: str, subtitle: str, source: str, lang: Lang) -> Figure:
    with style():
        figure, axes = page(title, subtitle, source, 1.2)
        axes.set_axis_off()
        axes.text(0.5, 0.5, _NOTHING.translated(lang), ha="center", va="center", color=GREY)
    return figure


__all__ = ["FORMATS", "bump", "distribution", "heatmap", "number", "ranking", "write"]
