"""Saved queries: one `.rq` file each, with a header, parameters and an answer.

Names what other modules use of them: what a query is, which ones there are, and asking one. Knows
nothing of what the questions are about.
"""

from clustergraph.questions.queries.absence import absent
from clustergraph.questions.queries.asking import (
    Answer,
    Given,
    Seen,
    bound,
    columns,
    erring,
    fill,
    of_these,
    query,
    rows,
    stream,
    unstated,
)
from clustergraph.questions.queries.catalogue import (
    catalogue,
    find,
    named,
    networks,
    own,
    saved,
    shipped,
    sound,
    version,
)
from clustergraph.questions.queries.model import Query, load, parse
from clustergraph.questions.queries.values import TYPES, resolve

__all__ = [
    "TYPES",
    "Answer",
    "Given",
    "Query",
    "Seen",
    "absent",
    "bound",
    "catalogue",
    "columns",
    "erring",
    "fill",
    "find",
    "load",
    "named",
    "networks",
    "of_these",
    "own",
    "parse",
    "query",
    "resolve",
    "rows",
    "saved",
    "shipped",
    "sound",
    "stream",
    "unstated",
    "version",
]
