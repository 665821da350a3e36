"""SERVICE in a query over a local graph: rdflib asks the service through the client of this room.

rdflib's own way has no deadline, tries nothing twice and takes a page of HTML for an answer. Who
the user is to other endpoints, a service does not learn: only a netrc file can name its host.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef, Variable
from rdflib.plugins.sparql import CUSTOM_EVALS
from rdflib.plugins.sparql.sparql import FrozenBindings

from clustergraph.errors import ClustergraphError, QueryError
from clustergraph.formats.tables import Table
from clustergraph.graph.endpoint.client import Client
from clustergraph.graph.endpoint.index import Remote
from clustergraph.http.credentials import from_netrc
from clustergraph.http.limits import Patience
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from clustergraph.formats.tables import Term

_NAME = "https://w3id.org/clustergraph/service"
# rdflib gives the clause as it stands in the query.
_CLAUSE = re.compile(r"SERVICE\s+(SILENT\s+)?<([^>]*)>\s*\{(.*)\}\s*", re.DOTALL | re.IGNORECASE)


@contextmanager
def answering(timeout: float) -> Iterator[None]:
    """While the context lasts, rdflib asks services as this room does, in `timeout` seconds each.

    EndpointError and QueryError of the service come out of rdflib's evaluation unchanged.
    """
    clients: dict[str, Remote] = {}

    def evaluate(context: Any, part: Any) -> Any:
        if part.name != "ServiceGraphPattern":
            # This is how rdflib is made to evaluate the rest itself.
            raise NotImplementedError
        clause = _CLAUSE.fullmatch(part.service_string)
        if not clause:
            raise QueryError("a SERVICE must be named by its IRI, as <https://host/sparql>")
        url = clause.group(2)
        if url not in clients:
            clients[url] = Remote(Client(url, Patience(timeout), from_netrc(url)))
        return _solutions(clients[url], context, clause.group(3), bool(clause.group(1)))

    CUSTOM_EVALS[_NAME] = evaluate
    try:
        yield
    finally:
        del CUSTOM_EVALS[_NAME]


def _solutions(service: Remote, context: Any, body: str, silent: bool) -> Iterator[Any]:
    """What the service adds to the solution so far, which is told to it."""
    try:
        table = service.select(_question(context, body))
    except ClustergraphError:
        if not silent:
            raise
        table = Table((), [()])
    names = [Variable(name) for name in table.columns]
    for row in table.rows:
        cells = zip(names, row, strict=True)
        yield FrozenBindings(context, {name: _node(cell) for name, cell in cells if cell})


def _node(term: Term) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    # To rdflib a text with the datatype xsd:string is another one than the text alone.
    plain = term.language or term.datatype.value == f"{XSD}string"
    kind = None if plain else URIRef(term.datatype.value)
    return Literal(term.value, lang=term.language, datatype=kind)


def _question(context: Any, body: str) -> str:
    bound = {name: context[name] for name in context.solution() if isinstance(name, Variable)}
    # A blank node is another one elsewhere; what the body does not name would only be echoed.
    told = {
        name: term.n3()
        for name, term in bound.items()
        if not isinstance(term, BNode) and re.search(rf"[?$]{name}\b", body)
    }
    names, terms = " ".join(f"?{name}" for name in told), " ".join(told.values())
    values = f"VALUES ({names}) {{ ({terms}) }}" if told else ""
    prefixes = "".join(
        f"PREFIX {prefix}: {namespace.n3()}\n"
        for prefix, namespace in context.prologue.namespace_manager.namespaces()
    )
    # Beside the body and not in it, so that it means what it means to every other engine.
    return f"{prefixes}SELECT * WHERE {{ {values} {{ {body} }} }}"
