"""The formula of a recommendation for the data at hand, kept beside the graph once it is chosen.

Knows histories, windows and formulas; nothing of an organisation that asks.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from clustergraph.graph.progress import silent
from clustergraph.questions import cached, lookup, queries

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.measures.fitting import Fitted
    from clustergraph.questions.queries import Query

# The network in which is recommended.
NETWORK = "partners"
# Raised when the way of choosing changes.
_VERSION = "3"


def weights(location: Location, report: Report = silent) -> list[Fitted]:
    """What was chosen for each class of size, on windows that end with the last known start."""
    from clustergraph.measures.fitting import Fitted

    rows = cached.frame(location, _kept(), lambda: _chosen(location, report))
    return [
        Fitted(json.loads(formula), baseline, tuple(json.loads(gains)))
        for formula, baseline, gains in rows.select("formula", "baseline", "gains").iter_rows()
    ]


def chosen(location: Location) -> bool:
    """Whether they are kept beside the graph."""
    return cached.there(location, _kept())


def _kept() -> Query:
    asked = queries.shipped("network", NETWORK)
    return replace(asked, name=f"weights-{NETWORK}", text=f"{asked.text}\n# weights {_VERSION}")


def _chosen(location: Location, report: Report) -> pl.DataFrame:
    import polars as pl

    from clustergraph.measures.fitting import CLASSES, fit
    from clustergraph.strategy.history import history
    from clustergraph.strategy.windows import cuts, windows

    lookup.prepare(location)
    found = history(location, NETWORK)
    # A start that is announced and a mistyped one lie after the others alike.
    end = max(found.starts, default="")
    chosen = fit(windows(found, end), lambda share: report("choosing weights", share))
    return pl.DataFrame({
        "class": CLASSES,
        "formula": [json.dumps(each.formula, sort_keys=True) for each in chosen],
        "baseline": [each.baseline for each in chosen],
        "gains": [json.dumps(each.gains) for each in chosen],
        "cuts": [json.dumps(cuts(found, end))] * len(CLASSES),
    })  # fmt: skip
