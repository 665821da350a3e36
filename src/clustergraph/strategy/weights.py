"""The formula of a recommendation for the data at hand, kept beside the graph once it is chosen.

Knows histories, windows and formulas; nothing of the organisation that asks.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from clustergraph.measures.fitting import CLASSES, Fitted, fit
from clustergraph.questions import cached, lookup, queries
from clustergraph.strategy.windows import cuts, windows

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.strategy.history import History

# Raised when the way of choosing changes.
_VERSION = "2"


def weights(location: Location, found: History, network: str, report: Report) -> list[Fitted]:
    """What was chosen for each class of size, on windows that end with the last known start."""
    asked = queries.shipped("network", network)
    kept = replace(asked, name=f"weights-{network}", text=f"{asked.text}\n# weights {_VERSION}")
    rows = cached.frame(location, kept, lambda: _chosen(location, found, report))
    return [
        Fitted(json.loads(formula), baseline, tuple(json.loads(gains)))
        for formula, baseline, gains in rows.select("formula", "baseline", "gains").iter_rows()
    ]


def _chosen(location: Location, found: History, report: Report) -> pl.DataFrame:
    import polars as pl

    lookup.prepare(location)
    # A start that is announced and a mistyped one lie after the others alike.
    end = max(found.starts.tolist(), default="")
    chosen = fit(windows(found, end), lambda share: report("choosing weights", share))
    return pl.DataFrame({
        "class": CLASSES,
        "formula": [json.dumps(each.formula, sort_keys=True) for each in chosen],
        "baseline": [each.baseline for each in chosen],
        "gains": [json.dumps(each.gains) for each in chosen],
        "cuts": [json.dumps(cuts(found, end))] * len(CLASSES),
    })  # fmt: skip
