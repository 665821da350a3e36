"""Charts of rankings, matrices, courses and distributions, drawn by matplotlib as SVG or PNG.

The same input gives the same bytes: one fixed style whatever the user's settings, DejaVu Sans as it
comes with matplotlib, no dates, and names drawn as outlines, so that an SVG looks the same without
the font. Colours are told apart by colour-blind readers: Okabe and Ito 2008 for lines, cividis
(Nuñez et al. 2018, PLoS ONE 13:e0199239) for amounts, PuOr for what lies below or above.
Knows shapes and numbers; nothing of graphs or of what is measured.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from clustergraph.charts.pages import (
    FORMATS,
    GREY,
    area,
    number,
    page,
    plain,
    shown,
    style,
    tick,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from clustergraph.tables import Table

# Okabe and Ito without yellow, which is too pale for a line on white.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# More bars cannot be read on one page; the table holds them all.
MOST_BARS = 50
MOST_LINES = 30
# Cells up to this many a side are wide enough for their numbers.
_NUMBERED = 16


def ranking(
    table: Table,
    title: str,
    *,
    source: str,
    subtitle: str = "",
    value: str | None = None,
    unit: str | None = None,
    label: str = "label",
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
        return _empty(title, subtitle, source)
    column = value or numbers[0]
    kept = frame.filter(frame[column].is_not_null()) if column in numbers else frame.clear()
    drawn = kept.head(MOST_BARS)
    if drawn.is_empty():
        return _empty(title, subtitle, source)
    left = [f"the first {len(drawn)} of {len(kept)}"] * (len(kept) > len(drawn))
    left += [f"{len(frame) - len(kept)} without a value not drawn"] * (len(frame) > len(kept))
    ranks = drawn["rank"] if "rank" in drawn.columns else [None] * len(drawn)
    # The marks keep the rank right of a name that is written from right to left.
    names = [
        f"\u200e{name}\u200e  {place}" if place is not None else name
        for name, place in zip(map(shown, drawn[label]), ranks, strict=True)
    ]
    with style():
        figure, axes = page(
            title, "; ".join([subtitle] * bool(subtitle) + left), source, 0.27 * len(drawn) + 0.6
        )
        bars = axes.barh(range(len(drawn)), drawn[column].to_list(), 0.72, color=COLOURS[0])
        axes.bar_label(bars, [number(each) for each in drawn[column]], padding=3, color=GREY)
        axes.set_yticks(range(len(drawn)), names)
        axes.set_ylim(len(drawn) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.margins(x=0.1)
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
    axes_labels: tuple[str, str] = ("to", "from"),
    scale: str = "log",
) -> Figure:
    """A matrix as colours; `values` has a row per label of rows, NaN where nothing is known.

    scale: `log` for amounts from 0 (0 stays blank), `linear`, or `ratio`: what is 1 where nothing
    stands out, below and above it in two colours, on a logarithmic scale. axes_labels: those of
    the columns and of the rows.
    """
    import numpy as np

    values = np.asarray(values, dtype=np.float64)
    shade = np.where(values > 0, values, np.nan) if scale != "linear" else values
    if not np.isfinite(shade).any():
        return _empty(title, subtitle, source)
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
        axes.set_xlabel(axes_labels[0])
        axes.set_ylabel(axes_labels[1])
        _colour_bar(figure, axes, image, unit)
        if max(rows, columns) <= _NUMBERED:
            _number_cells(axes, image, values)
    return figure


def _colour_bar(figure: Figure, axes: Axes, image: Any, unit: str) -> None:
    from matplotlib.ticker import NullFormatter

    figure.set_layout_engine("compressed", rect=area(figure))
    bar = figure.colorbar(image, ax=axes, label=plain(unit), format=tick, fraction=0.05)
    bar.ax.yaxis.set_minor_formatter(NullFormatter())
    bar.outline.set_visible(False)


_MAPS = {"log": "cividis", "linear": "cividis", "ratio": "PuOr_r"}


def _norm(scale: str, shade: np.ndarray[Any, Any]) -> Any:
    import numpy as np
    from matplotlib.colors import LogNorm, Normalize

    low, high = float(np.nanmin(shade)), float(np.nanmax(shade))
    if scale == "linear":
        return Normalize(low, high)
    if scale == "ratio":
        # As far below 1 as above, so that 1 is the pale middle.
        far = min(max(high, 1 / low, 2.0), 100.0)
        return LogNorm(1 / far, far)
    return LogNorm(low, max(high, low * 1.01))


def _number_cells(axes: Axes, image: Any, values: np.ndarray[Any, Any]) -> None:
    for row, line in enumerate(values.tolist()):
        for column, value in enumerate(line):
            # What has no colour, 0 on a logarithmic scale, stands on the light ground.
            red, green, blue, _ = image.cmap(image.norm(value)) if value else (1.0, 1.0, 1.0, 1.0)
            dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
            axes.text(
                column, row, number(value, 3), ha="center", va="center", fontsize=7,
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
) -> Figure:
    """Ranks over time: one line a name, rank 1 at the top.

    `ranks` has a row per name and a column per step, NaN where a name has no rank: the line breaks
    there. Draws the first MOST_LINES names. The names stand at the ends of their lines.
    """
    import numpy as np

    drawn = np.asarray(ranks, dtype=np.float64)[:MOST_LINES]
    if not np.isfinite(drawn).any():
        return _empty(title, subtitle, source)
    if len(names) > len(drawn):
        subtitle = f"{subtitle}; the first {len(drawn)} of {len(names)}".removeprefix("; ")
    lowest = float(np.nanmax(drawn))
    with style():
        figure, axes = page(
            title, subtitle, source, 0.24 * min(lowest, MOST_LINES) + 1.0, 0.55 * len(steps) + 5.0
        )
        for index, line in enumerate(drawn):
            colour = COLOURS[index % len(COLOURS)]
            # Colours come round again: the marker tells the rounds apart.
            marker = "osD^v"[index // len(COLOURS) % 5]
            axes.plot(range(len(steps)), line, color=colour, marker=marker, markersize=4, lw=1.6)
        _name_ends(axes, names, drawn)
        axes.set_xticks(range(len(steps)), steps)
        axes.set_xlim(-0.3, len(steps) - 0.7)
        axes.set_ylim(lowest + 0.6, 0.4)
        step = 1 if lowest <= MOST_LINES else 10 ** (int(math.log10(lowest)) - 1) * 5
        axes.set_yticks(
            [1, *range(step, int(lowest) + 1, step)] if step > 1 else [*range(1, int(lowest) + 1)]
        )
        axes.grid(axis="x")
        axes.set_xlabel(axis)
        axes.set_ylabel("rank")
    return figure


def _rank_ticks(lowest: int) -> list[int]:
    step = 1 if lowest <= MOST_LINES else 5 * 10 ** (len(str(lowest)) - 2)
    return sorted({1, *range(step, lowest + 1, step)})


_BEHIND = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8}


def _name_ends(axes: Axes, names: Sequence[str], ranks: np.ndarray[Any, Any]) -> None:
    """Each name beside the last rank of its line; those that share a place share the line."""
    import numpy as np

    last_step = ranks.shape[1] - 1
    texts: dict[tuple[int, float], list[str]] = {}
    for name, line in zip(names, ranks, strict=False):
        known = np.flatnonzero(np.isfinite(line))
        if known.size:
            end = int(known[-1])
            room = 40 if end == last_step else 18
            texts.setdefault((end, float(line[end])), []).append(shown(name, room))
    for (step, rank), found in sorted(texts.items()):
        axes.annotate(
            " / ".join(found), (step, rank), (7, 0), textcoords="offset points", va="center",
            fontsize=8, annotation_clip=False, bbox=_BEHIND,
        )  # fmt: skip


def distribution(
    degrees: np.ndarray[Any, Any], *, title: str, source: str, subtitle: str = "", axis: str
) -> Figure:
    """A degree distribution on two logarithmic axes, in bins that double in width.

    `degrees` are whole numbers, one a node; those of 0 have no place on the axis and are told in
    words. Each dot is a bin: the density of nodes per degree (count / width / nodes), which is how
    a power law shows as a line (Newman 2005, Contemporary Physics 46:323-351).
    """
    import numpy as np

    positive = degrees[degrees > 0]
    if not positive.size:
        return _empty(title, subtitle, source)
    _, centres, counts, densities = bins(degrees)
    alone = int(degrees.size - positive.size)
    subtitle = "; ".join([subtitle] * bool(subtitle) + [f"{alone:,} with none, not drawn"])
    found, each = np.unique(positive, return_counts=True)
    with style():
        figure, axes = page(title, subtitle, source, 4.2)
        axes.loglog(
            found, each / degrees.size, ".", color="#bdbdbd", markersize=3, label="each degree"
        )
        axes.loglog(
            centres[counts > 0], densities[counts > 0], "o-", color=COLOURS[0],
            label="bins that double in width",
        )  # fmt: skip
        axes.xaxis.set_major_formatter(tick)
        axes.yaxis.set_major_formatter(tick)
        axes.grid(which="major")
        axes.set_xlabel(axis)
        axes.set_ylabel("share of nodes per degree")
        axes.legend(frameon=False)
    return figure


def bins(degrees: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], ...]:
    """The lower ends (1, 2, 4, …), geometric centres, counts and densities of doubling bins.

    A bin [a, 2a) holds the whole numbers a … 2a − 1; its density is count / a / all degrees, those
    of 0 included.
    """
    import numpy as np

    highest = int(degrees.max()) if degrees.size else 0
    starts = 2 ** np.arange(max(highest.bit_length(), 0))
    places = np.searchsorted(starts, degrees[degrees > 0], side="right") - 1
    counts = np.bincount(places, minlength=len(starts))
    centres = np.sqrt(starts * (2 * starts - 1.0))
    return starts, centres, counts, counts / starts / max(degrees.size, 1)


def _empty(title: str, subtitle: str, source: str) -> Figure:
    with style():
        figure, axes = page(title, subtitle, source, 1.2)
        axes.set_axis_off()
        axes.text(0.5, 0.5, "Nothing to show", ha="center", va="center", color=GREY)
    return figure


__all__ = ["FORMATS", "bins", "bump", "distribution", "heatmap", "number", "ranking", "write"]
