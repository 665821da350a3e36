"""What `import clustergraph as cg` offers: open a graph, ask it, draw a network from it.

One function a job, each a few lines on the library; what they return is what the library returns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats.tables import Table
from clustergraph.graph.location import TIMEOUT, Location, open_graph
from clustergraph.networks.reading import network
from clustergraph.questions import queries

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.languages import Lang
    from clustergraph.questions.queries import Answer

__all__ = ["Location", "Table", "network", "open", "query"]


def open(where: str | Path = "graph", *, timeout: float = TIMEOUT) -> Location:
    """A graph folder, an RDF file, or the https address of a SPARQL endpoint, to be asked.

    `timeout` is how many seconds an endpoint may take for one answer. Errors are those of
    `clustergraph.graph.location.open_graph`.
    """
    return open_graph(where, timeout=timeout)


def query(
    graph: Location,
    wanted: str | Path,
    /,
    *,
    lang: Lang = "en",
    allow_remote: bool = False,
    **values: str | float,
) -> Answer:
    """Ask a saved query by its name, or a `.rq` file by its path, with values for its parameters.

    A SELECT gives a Table, an ASK a bool, the others triples. `lang` is the language of labels, and
    `allow_remote` lets the query read SERVICE and FROM; a parameter of a query that is called like
    one of the two can be given to `clustergraph.questions.queries.query` only, whose errors these
    are.
    """
    told = {name: _told(value) for name, value in values.items()}
    return queries.query(
        graph, queries.named(str(wanted)), told, allow_remote=allow_remote, lang=lang
    )


def _told(value: str | float) -> str:
    """A value as one types it on the command line."""
    return str(value).lower() if isinstance(value, bool) else str(value)
