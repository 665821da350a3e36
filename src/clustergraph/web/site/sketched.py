"""The small network on the page of an organisation: it in the middle, its closest partners around.

Knows profiles, places and names; nothing of HTML.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from clustergraph.languages import Text
from clustergraph.web.page import ego
from clustergraph.web.page.names import shorts
from clustergraph.web.page.room import broken, radii, room
from clustergraph.web.site.spelling import organisation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from clustergraph.languages import Lang
    from clustergraph.web.site.index import Entry
    from clustergraph.web.site.profile import Profile

    Numbers = np.ndarray[Any, np.dtype[np.int64]]

# So many partners fit in two rings, whose names a phone still shows large enough.
_MOST = 20
# Columns of a line of a name, and colours for countries; 0 is the colour of all others.
_COLUMNS, _COLOURS = 14, 6
_MARGIN, _BELOW = 6, 14
# Names that are kept at hand: neighbours have the same partners.
_KNOWN = 1 << 14


class Mark(NamedTuple):
    """A disc. lines: its short name; name: the whole one, "" where it is the same; shared:
    activities; x, y, below: of its middle and of the first line; colour: from 0 on."""

    iri: str
    lines: tuple[str, ...]
    name: str
    shared: int
    x: int
    y: int
    radius: int
    below: int
    colour: int


class Sketch(NamedTuple):
    """left, top, width, height: of the frame around (0, 0), where the centre stands. legend:
    countries with their colours. of: how many partners there are in all."""

    left: int
    top: int
    width: int
    height: int
    centre: Mark
    marks: tuple[Mark, ...]
    legend: tuple[tuple[str, int], ...]
    of: int

    @property
    def lines(self) -> str:
        """From the centre to each partner, as the path of an SVG."""
        return "".join(f"M0 0L{each.x} {each.y}" for each in self.marks)

    @property
    def others(self) -> bool:
        """Whether somebody has the colour of all other countries and of unknown ones."""
        return not all(each.colour for each in self.marks)


class _Drawn(NamedTuple):
    """Radii and lines of names by IRI, places around the centre, and the frame around all."""

    sizes: Mapping[str, int]
    lines: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[int, int]]
    frame: tuple[int, int, int, int]


def sketch(known: Profile, entry: Entry, lang: Lang) -> Sketch | None:
    """The closest partners of an organisation; None for one without, and for what is none."""
    partners = {iri: count for iri, count in known.members[:_MOST] if iri in known.named}
    if entry.kind != "organisation" or not partners:
        return None
    whole = {iri: _read(known.named[iri]) for iri in partners} | {entry.iri: entry.label}
    short = shorts(whole, known.acronyms, {})
    names = tuple(text.translated(lang) for text in short.values())
    drawn = _drawn(entry.iri, tuple(partners.items()), names)
    colours = _coloured(known, partners)

    def mark(iri: str, shared: int, colour: int) -> Mark:
        (x, y), name = drawn.places[iri], whole[iri].translated(lang)
        lines, size = drawn.lines[iri], drawn.sizes[iri]
        told = name if (name,) != lines else ""
        return Mark(iri, lines, told, shared, x, y, size, y + size + _BELOW, colour)

    marks = tuple(
        mark(iri, shared, colours.get(known.lying.get(iri, ""), 0))
        for iri, shared in partners.items()
    )
    legend = tuple((known.named[land].translated(lang), colour) for land, colour in colours.items())
    return Sketch(*drawn.frame, mark(entry.iri, 0, 0), marks, legend, known.members_total)


# The names of most are the same in all languages, which are drawn one after the other.
@lru_cache(64)
def _drawn(centre: str, partners: tuple[tuple[str, int], ...], names: tuple[str, ...]) -> _Drawn:
    """The picture of partners, with how much each shares; names: theirs, then of the centre."""
    counts = dict(partners)
    called = dict(zip((*counts, centre), names, strict=True))
    sizes = radii({**counts, centre: max(counts.values())})
    boxes = room(called, sizes, columns=_COLUMNS)
    places = _placed(centre, list(counts), boxes)
    frame = _frame([(*places[iri], *boxes[iri]) for iri in boxes])
    lines = {iri: broken(name, _COLUMNS) for iri, name in called.items()}
    return _Drawn(sizes, lines, places, frame)


def _read(label: Text) -> Text:
    return _told(label.translated("en"), label.translated("fr"))


@lru_cache(_KNOWN)
def _told(*names: str) -> Text:
    return Text(*map(organisation, names))


def _placed(
    centre: str, partners: Sequence[str], boxes: Mapping[str, tuple[float, float, float]]
) -> dict[str, tuple[int, int]]:
    """Places around the centre at (0, 0), none of the boxes on another: in a ring the corners of
    those that stand askew to each other would touch."""
    import numpy as np

    rings = ego.ringed(centre, partners, boxes)
    points = np.array([rings[iri] for iri in boxes], dtype=float)
    sizes = np.array([boxes[iri] for iri in boxes])
    one, other = _pairs(len(points))
    away, apart = points[one] - points[other], (sizes[one] + sizes[other]) / 2
    shift = sizes[one, 2] - sizes[other, 2]
    with np.errstate(divide="ignore"):
        across = apart[:, 0] / np.abs(away[:, 0])
        down = (apart[:, 1] - np.sign(away[:, 1]) * shift) / np.abs(away[:, 1])
    larger = max(1.0, float(np.minimum(across, down).max()))
    found = np.rint(points * larger).astype(int).tolist()
    return {iri: (x, y) for iri, (x, y) in zip(boxes, found, strict=True)}


@cache
def _pairs(count: int) -> tuple[Numbers, Numbers]:
    import numpy as np

    return np.triu_indices(count, 1)


def _coloured(known: Profile, partners: Mapping[str, int]) -> dict[str, int]:
    """The number of the colour of each country that has one, the most frequent first."""
    lands = Counter(land for iri in partners if (land := known.lying.get(iri)))
    order = sorted(lands, key=lambda land: (-lands[land], land))[:_COLOURS]
    return {land: number for number, land in enumerate(order, 1)}


def _frame(boxes: Sequence[tuple[float, ...]]) -> tuple[int, int, int, int]:
    """Left, top, width and height around boxes of x, y, width, height and shift downwards."""
    left = min(x - width / 2 for x, _y, width, _height, _down in boxes)
    right = max(x + width / 2 for x, _y, width, _height, _down in boxes)
    top = min(y + down - height / 2 for _x, y, _width, height, down in boxes)
    bottom = max(y + down + height / 2 for _x, y, _width, height, down in boxes)
    begin, high = round(left) - _MARGIN, round(top) - _MARGIN
    return begin, high, round(right) + _MARGIN - begin, round(bottom) + _MARGIN - high
