"""An organisation and its closest partners as a picture, ties thicker where more is shared."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from clustergraph.formats.charts.pages import GREY, page, shown, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

# Okabe and Ito 2008: at home, and abroad.
_CENTRE, _HOME, _ABROAD = "#000000", "#E69F00", "#0072B2"


def ego(
    centre: str,
    partners: Sequence[tuple[str, int, bool]],
    *,
    title: str,
    source: str,
    subtitle: str = "",
) -> Figure:
    """partners: name, shared activities, and whether it is known to be abroad."""
    most = max((shared for _name, shared, _abroad in partners), default=1)
    with style():
        figure, axes = page(title, subtitle, source, 3.6, 8.0)
        axes.set_axis_off()
        axes.set_xlim(-2.6, 2.6)
        axes.set_ylim(-1.25, 1.25)
        for at, (name, shared, abroad) in enumerate(partners):
            angle = 2 * math.pi * at / len(partners) + math.pi / 2
            across, up = 1.15 * math.cos(angle), math.sin(angle)
            axes.plot([0, across], [0, up], color="#b3b3b3", linewidth=0.6 + 3 * shared / most,
                      zorder=1)  # fmt: skip
            axes.scatter([across], [up], s=50, color=_ABROAD if abroad else _HOME, zorder=2)
            side = "left" if across >= 0 else "right"
            axes.annotate(f"{shown(name, 28)} ({shared})", (across, up), fontsize=7, color="black",
                          xytext=(6 if across >= 0 else -6, 0), textcoords="offset points",
                          ha=side, va="center")  # fmt: skip
        axes.scatter([0], [0], s=110, color=_CENTRE, zorder=3)
        axes.annotate(shown(centre, 40), (0, 0), fontsize=8, color=GREY, xytext=(0, -13),
                      textcoords="offset points", ha="center", zorder=4)  # fmt: skip
    return figure
