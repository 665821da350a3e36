"""What a drawing of a network shows of its nodes: values of measures, places, colours and sizes.

Knows arrays and measures; nothing of files, labels or what a node is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.errors import RequestError
from clustergraph.graph.progress import silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from clustergraph.graph.progress import Report
    from clustergraph.measures.arrays import Floats, Ints
    from clustergraph.measures.ties import Ties

COMMUNITY = "community"
# Of Okabe and Ito (2008), which the colour-blind tell apart; the small communities share the grey.
_COLOURS = ((0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (230, 159, 0),
            (86, 180, 233), (240, 228, 66))  # fmt: skip
_GREY = (139, 149, 161)
_SMALLEST, _LARGEST = 4.0, 40.0
# Every pair of a part is computed at once: beyond this, a machine's memory is the end of it.
MOST_PLACED = 5_000
# How far apart parts without a tie between them stand, in units of a node's room.
_ROOM, _GAP = 30.0, 60.0


def measured(ties: Ties, names: Sequence[str], report: Report = silent) -> pl.DataFrame:
    """One column a measure in the order of the nodes, null where undefined; `community` is the
    number of the community, from 1, the largest first.

    RequestError for an unknown measure.
    """
    import numpy as np
    import polars as pl

    from clustergraph.measures import partition, registry
    from clustergraph.measures.measure import Run
    from clustergraph.measures.scores import rounded, scores

    wanted = [registry.find(name) for name in names if name != COMMUNITY]
    values = scores(ties, wanted, Run(report=report)) if wanted else {}
    columns = []
    for name in names:
        if name == COMMUNITY:
            columns.append(pl.Series(name, partition.find(ties).labels + 1, pl.Int64))
            continue
        found = rounded(np.asarray(values[name], dtype=np.float64))
        column = pl.Series(name, found, pl.Float64).fill_nan(None)
        columns.append(column.cast(pl.Int64) if registry.find(name).whole else column)
    return pl.DataFrame(columns)


def looks(ties: Ties, communities: pl.Series | None) -> pl.DataFrame:
    """size, by the number of ties; with communities red, green and blue, too."""
    import numpy as np
    import polars as pl

    degrees = ties.degrees()
    most = max(int(degrees.max(initial=0)), 1)
    sizes = np.round(_SMALLEST + (_LARGEST - _SMALLEST) * np.sqrt(degrees / most), 2)
    found = pl.DataFrame({"size": sizes})
    if communities is None:
        return found
    palette = [*_COLOURS, _GREY]
    of = [palette[min(number - 1, len(_COLOURS))] for number in communities]
    channels = zip(("red", "green", "blue"), range(3), strict=True)
    return found.with_columns(
        pl.Series(name, [colour[at] for colour in of], pl.Int64) for name, at in channels
    )


def places(ties: Ties) -> pl.DataFrame:
    """x and y of each node: part by part, the largest first, in rows.

    RequestError where one part has more than MOST_PLACED nodes.
    """
    import numpy as np
    import polars as pl

    found = np.zeros((len(ties), 2))
    parts = _parts(ties)
    if parts and len(parts[0]) > MOST_PLACED:
        raise RequestError(
            f"{len(parts[0]):,} entries hang together; places are computed for up to "
            f"{MOST_PLACED:,}: filter the network, or let the other tool place them"
        )
    blocks = [_placed(ties.among(part)) for part in parts]
    for part, corner, block in zip(parts, _corners(blocks), blocks, strict=True):
        found[part] = block + corner
    x, y = np.round(found, 1).T + 0.0
    return pl.DataFrame({"x": x, "y": y})


def _parts(ties: Ties) -> list[Ints]:
    """The numbers of the nodes of each part, the largest part first."""
    import numpy as np

    _count, labels = ties.components()
    order = np.argsort(labels, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(order) else []
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _placed(part: Ties) -> Floats:
    """The places of one part, from (0, 0) on."""
    import numpy as np

    from clustergraph.measures import forces

    if len(part) < 3:
        return np.array([[0.0, 0.0], [_ROOM, 0.0]][: len(part)])
    points = forces.places(part)
    points = points - points.min(axis=0)
    side = _ROOM * float(np.sqrt(len(part)))
    return np.asarray(points * (side / max(float(points.max()), 1e-9)))


def _corners(blocks: Sequence[Floats]) -> list[tuple[float, float]]:
    """Where each block begins: in rows no longer than what all of them need in a square."""
    widths = [(float(b[:, 0].max()) + _GAP, float(b[:, 1].max()) + _GAP) for b in blocks]
    longest = max([sum(width * height for width, height in widths) ** 0.5,
                   *(width for width, _ in widths)], default=0.0)  # fmt: skip
    corners, x, y, tall = [], 0.0, 0.0, 0.0
    for width, height in widths:
        if x and x + width > longest:
            x, y, tall = 0.0, y + tall, 0.0
        corners.append((x, y))
        x, tall = x + width, max(tall, height)
    return corners
