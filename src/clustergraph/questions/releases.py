"""The date of a graph: that of the newest release of a source that it holds.

Knows what the data sets in a graph say of themselves; nothing of today.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph import resources
from clustergraph.errors import RequestError
from clustergraph.languages import Text
from clustergraph.questions import taken
from clustergraph.questions.lookup import Named

if TYPE_CHECKING:
    from clustergraph.errors import ParameterName
    from clustergraph.graph.location import Location

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def newest(location: Location, parameter: ParameterName, typed: str) -> str:
    """The last day that the version of a data set names, which the answer then says.

    Raises RequestError, about `parameter`, where no version has a day.
    """
    text = (resources.queries_dir() / "names" / "releases.rq").read_text(encoding="utf-8")
    found = [
        (str(day), str(dataset.value))
        for dataset, version in location.select(text).rows
        if dataset is not None and version is not None
        for day in _DAY.findall(version.value)
    ]
    if not found:
        raise RequestError(
            parameter,
            Text(
                ": no source in this graph says its release; give a day",
                "\xa0: aucune source de ce graphe ne dit sa version\xa0; donnez un jour",
            ),
        )
    day, dataset = max(found)
    label = location.labels([dataset], taken.language())[dataset]
    taken.remember(parameter, typed, Named(dataset, day, label))
    return day
