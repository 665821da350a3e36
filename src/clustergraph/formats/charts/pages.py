"""What all charts have in common: style, fonts, page, numbers, and the files they become.

The same input gives the same bytes: one fixed style whatever the user's settings, DejaVu Sans as it
comes with matplotlib, no dates, and names drawn as outlines, so that an SVG looks the same without
the font.
"""

from __future__ import annotations

import io
import logging
import math
import textwrap
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clustergraph.errors import RequestError
from clustergraph.languages import Text, numeral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from clustergraph.languages import Lang

FORMATS = ("svg", "png")
_LONGEST = 48
GREY = "#595959"
_MISSING = "□"
# Tried in this order for what DejaVu Sans lacks, where they are installed.
_OTHER_FONTS = (
    "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans Thai", "Noto Sans Devanagari",
    "Noto Sans Georgian", "Noto Sans Armenian", "Microsoft YaHei", "Malgun Gothic", "Yu Gothic",
    "PingFang SC", "Hiragino Sans", "Arial Unicode MS", "WenQuanYi Zen Hei", "Droid Sans Fallback",
)  # fmt: skip
_STYLE: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": GREY,
    "axes.labelcolor": GREY,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 9.0,
    "grid.color": "#d9d9d9",
    "savefig.dpi": 150,
    "svg.fonttype": "path",
    "svg.hashsalt": "clustergraph",
    # A name may hold a dollar sign; none holds a formula.
    "text.parse_math": False,
    "xtick.color": GREY,
}


def write(figure: Figure, path_or_format: str | Path) -> bytes:
    """The figure as `svg` or `png`, named or by the extension of a path; RequestError otherwise."""
    form = str(path_or_format)
    if form not in FORMATS:
        form = Path(path_or_format).suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise RequestError(f"{path_or_format}: a chart comes as {' or '.join(FORMATS)}")
    title = figure.get_suptitle()
    told: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": "clustergraph", "Title": title},
        "png": {"Software": "clustergraph", "Title": title},
    }
    file = io.BytesIO()
    with style():
        figure.savefig(file, format=form, metadata=told[form])
    return file.getvalue()


def number(value: float, digits: int = 4, lang: Lang = "en") -> str:
    """A number for a reader: whole ones with separators, others with some significant digits."""
    if not math.isfinite(value):
        return ""
    whole = value == int(value) and abs(value) < 10**15
    short = not whole and abs(value) < 10**digits - 0.5
    return numeral(value, f",.{digits}g" if short else ",.0f").translated(lang)


def tick(lang: Lang) -> Callable[[float, float], str]:
    """How an axis writes its numbers."""
    return lambda value, position: number(value, lang=lang)


def between(lang: Lang) -> Any:
    """How a logarithmic axis writes the numbers between its powers, where there is room."""
    from matplotlib.ticker import LogFormatterSciNotation

    class Between(LogFormatterSciNotation):
        def __call__(self, value: float, position: int | None = None) -> str:
            return number(value, lang=lang) if super().__call__(value, position) else ""

    return Between()


def joined(parts: Iterable[str], lang: Lang) -> str:
    """What there is of several remarks, in one line."""
    told = (part.translated(lang) if isinstance(part, Text) else part for part in parts)
    return ("\xa0; " if lang == "fr" else "; ").join(filter(None, told))


def shown(name: str | None, longest: int = _LONGEST) -> str:
    """A name on one line, shortened with an ellipsis, what no font here can draw as a box."""
    words = " ".join((name or "").split())
    text = words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
    return "".join(char if ord(char) in _drawable() else _MISSING for char in text)


@cache
def _fonts() -> tuple[str, ...]:
    """DejaVu Sans, which comes with matplotlib, then those of _OTHER_FONTS that are here."""
    # Without this a first run talks about its font cache, and one without a home about that.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib import font_manager

    here = {font.name for font in font_manager.fontManager.ttflist}
    return ("DejaVu Sans", *(name for name in _OTHER_FONTS if name in here))


@cache
def _drawable() -> frozenset[int]:
    """Every character that one of the fonts draws."""
    fonts = _fonts()
    from matplotlib import font_manager

    found: set[int] = set()
    for name in fonts:
        path = font_manager.findfont(font_manager.FontProperties(family=[name]))
        found.update(font_manager.get_font(path).get_charmap())
    return frozenset(found)


@contextmanager
def style() -> Iterator[None]:
    """Our style and no other: what the user or a notebook has set does not reach a chart."""
    fonts = _fonts()
    import matplotlib

    settings: Any = matplotlib.rcParams
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings.update({**_STYLE, "font.family": list(fonts)})
        yield


def page(
    title: str, subtitle: str, source: str, height: float, width: float = 8.0
) -> tuple[Figure, Axes]:
    """A figure of `width` inches, its title above and its source below; axes of `height` inches."""
    from matplotlib.figure import Figure

    letters = int(width * 13)
    above, below = (_wrapped(text, letters) for text in (subtitle, source))
    heading = textwrap.wrap(plain(title), int(width * 9)) or [""]
    head = 0.3 + 0.22 * len(heading) + 0.16 * len(above)
    foot = 0.2 + 0.14 * len(below)
    total = head + height + foot
    figure = Figure((width, total))
    figure.suptitle(
        "\n".join(heading), x=0.1 / width, y=1 - 0.12 / total, ha="left", va="top", fontsize=12,
        fontweight="bold",
    )  # fmt: skip
    figure.text(
        0.1 / width, 1 - (0.18 + 0.22 * len(heading)) / total, "\n".join(above), va="top",
        color=GREY,
    )  # fmt: skip
    figure.text(0.1 / width, 0.08 / total, "\n".join(below), va="bottom", color=GREY, fontsize=7)
    figure.set_layout_engine("constrained", rect=(0, foot / total, 1, height / total))
    return figure, figure.add_subplot()


def area(figure: Figure) -> Any:
    engine: Any = figure.get_layout_engine()
    return engine.get()["rect"]


def _wrapped(text: str, letters: int) -> list[str]:
    return textwrap.wrap(plain(text), letters)


def plain(text: str) -> str:
    return shown(text, len(text) + 1)
