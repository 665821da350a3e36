"""A query of the assistant's own: parsed, read only, and cut outside of the query.

Knows queries and the bound of rows; nothing of the protocol.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from clustergraph.answers import asking
from clustergraph.answers.answer import Answer, note, origin
from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats.tables import Table
from clustergraph.languages import Text
from clustergraph.questions import queries
from clustergraph.questions.contract import Contract, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang

# Rows that are read of an answer, whatever its own LIMIT says.
ROWS = 5_000
CONTRACT = Contract(
    "sparql",
    Text("Ask in SPARQL", "Demander en SPARQL"),
    Text(
        "What does the graph answer to a SPARQL query? Prefer ask: its questions are tested.",
        "Que répond le graphe à une requête SPARQL ? Préférez ask : ses questions sont vérifiées.",
    ),
    (
        Parameter(
            "query", "string",
            Text("A query that only reads; vocabulary gives the terms.",
                 "Une requête qui ne fait que lire ; vocabulary donne les termes."),
            required=True,
        ),
    ),
)  # fmt: skip
_CUT = Text(
    "Only the first {:,} rows were read; there are more.",
    "Seules les {:,} premières lignes ont été lues ; il y en a d’autres.",
)


def ask(location: Location, given: Mapping[str, Any], lang: Lang) -> Answer:
    """The answer to a query. RequestError without one, QueryError where it may not run."""
    text = given.get("query")
    if not isinstance(text, str) or not text.strip():
        raise RequestError("give ", ParameterName("query"))
    wanted = queries.Query("query", Text("query"), Text(""), (), text, "query")
    table, seen = _table(location, wanted, lang)
    cut = len(table.rows) > ROWS
    first = [note(_CUT.translated(lang).format(ROWS))] if cut else []
    notes = (*first, *asking.warnings(location, wanted, {}, seen, lang=lang))
    return Answer(table[:ROWS], notes, operation=CONTRACT, origin=origin(location))


def _table(location: Location, wanted: queries.Query, lang: Lang) -> tuple[Table, queries.Seen]:
    """At most one row more than ROWS, and what was seen: nothing, where the answer is false."""
    if wanted.form == "SELECT":
        seen = queries.Seen()
        rows = seen.watched(queries.stream(location, wanted, lang=lang))
        return Table(rows.columns, list(islice(rows.rows, ROWS + 1))), seen
    found = queries.query(location, wanted, lang=lang)
    if isinstance(found, bool):
        return Table(("answer",), [(ox.Literal(found),)]), queries.Seen(int(found))
    assert not isinstance(found, Table), wanted.form
    ordered = sorted(set(found), key=str)[: ROWS + 1]
    parts = ([each.subject, each.predicate, each.object] for each in ordered)
    rows_ = [tuple(None if isinstance(one, ox.Triple) else one for one in row) for row in parts]
    return Table(("subject", "predicate", "object"), list(rows_)), queries.Seen(len(ordered))
