"""Earlier windows of the data at hand, on which the weights of a recommendation are chosen.

Knows dates and histories; nothing of formulas.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from clustergraph.strategy.history import until, window

if TYPE_CHECKING:
    from clustergraph.measures.fitting import Window
    from clustergraph.strategy.history import History

# The shares of the activities begun by the end after which the windows are cut.
CUTS = (0.25, 0.4, 0.6, 0.8)
# How long a window looks ahead, where the data at hand reach that far.
AHEAD = timedelta(days=548)


def cuts(found: History, end: str, ahead: timedelta = AHEAD) -> list[tuple[str, str]]:
    """The windows inside what began by `end`: pairs of the last day known and the last foretold."""
    starts = found.starts.filter(until(found, end)).sort().to_list()
    if not starts:
        return []
    days = dict.fromkeys(starts[int(share * (len(starts) - 1))] for share in CUTS)
    return [(day, min(_later(day, ahead), end)) for day in days if day < end]


def _later(day: str, ahead: timedelta) -> str:
    whole = f"{day}-12-31" if len(day) == 4 else f"{day}-28" if len(day) == 7 else day
    return str(date.fromisoformat(whole[:10]) + ahead)


def windows(found: History, end: str, ahead: timedelta = AHEAD) -> list[Window]:
    """The windows themselves."""
    return [window(found, day, last)[0] for day, last in cuts(found, end, ahead)]
