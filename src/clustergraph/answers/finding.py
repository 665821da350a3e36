"""What a name may mean in a graph, as a table of candidates.

Knows how to show them; who is a candidate is known in `questions.names`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.answers.answer import Answer
from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats.tables import Table
from clustergraph.graph.progress import silent
from clustergraph.languages import Text
from clustergraph.questions import names

if TYPE_CHECKING:
    from clustergraph.formats.tables import Row
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.questions.lookup import Named

# What can be looked for alone, by the word for it.
CLASSES = {
    **{
        name.lower(): f"cg:{name}"
        for name in ("Organisation", "Cluster", "Agency", "Project", "Programme", "Call", "Place",
                     "Country", "Region", "Event")
    },
    "topic": "cgs:topic",
    "role": "cgs:role",
}  # fmt: skip
COLUMNS = ("iri", "label", "type", "country", "identifier", "projects")


def find(
    location: Location,
    *,
    name: str,
    kind: str | None = None,
    top: int = 10,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """What a person may mean by a name, the best match first, then the most projects.

    kind: what it must be, an entry of CLASSES. Columns COLUMNS, at most `top` rows. Raises
    RequestError where there is nothing.
    """
    report("looking for the name", 0.0)
    kinds = (CLASSES[kind],) if kind else ()
    found = names.candidates(location, name, kinds, count=top, lang=lang)
    if not found:
        raise RequestError(
            ParameterName("name"),
            Text(
                f" '{name}': nothing has a name like it",
                f" « {name} » : rien ne porte un nom semblable",
            ),
        )
    return Answer(Table(COLUMNS, list(map(_row, found))))


def _row(found: Named) -> Row:
    texts = (found.label, found.kind, found.country, found.identifier)
    cells = [ox.Literal(text) if text else None for text in texts]
    return (ox.NamedNode(found.iri), *cells, ox.Literal(found.projects))
