"""The SPARQL 1.1 Protocol for queries (W3C recommendation of 21 March 2013), read only.

Knows its parameters, media types and statuses; the graph answers.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from starlette.responses import Response

from clustergraph.errors import RequestError
from clustergraph.formats import tables, triples
from clustergraph.languages import Text
from clustergraph.questions import queries
from clustergraph.service.negotiation import preferred

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyoxigraph as ox

    from clustergraph.graph.location import Location

# The longest query that is read, in bytes, and the rows or triples that an answer has at most,
# whatever LIMIT it asks for.
LONGEST, MOST = 1 << 18, 1_000_000
_TABLES = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv-exact",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
_TRIPLES = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
}
# The same address has another answer for who likes another media type.
VARY = {"Vary": "Accept"}
_DATASET = ("default-graph-uri", "named-graph-uri")
_DESCRIPTION = """\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .

<{address}> a sd:Service ;
    sd:endpoint <{address}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML ,
        formats:SPARQL_Results_CSV , formats:SPARQL_Results_TSV , formats:Turtle ,
        formats:N-Triples , formats:RDF_XML , formats:JSON-LD ;
    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
"""


def described(address: str, location: Location) -> Response:
    """The service description, and the graph's own: what is answered where no query is given."""
    service = _DESCRIPTION.format(address=address).encode()
    return Response(b"".join([service, *location.about]), headers=VARY, media_type="text/turtle")


def void(location: Location) -> Response:
    """What the graph says of itself."""
    told = triples.written("turtle", location.description())
    return Response(told, media_type="text/turtle")


def given(values: Mapping[str, Sequence[str]]) -> str | None:
    """The query that a request gives, None where it gives none.

    RequestError for several, for an update, and for a dataset: there is one graph.
    """
    if values.get("update"):
        raise RequestError("this graph is only read: there are no updates")
    if any(values.get(name) for name in _DATASET):
        raise RequestError("there is one graph here: give no default-graph-uri, no named-graph-uri")
    texts = values.get("query", ())
    if len(texts) > 1:
        raise RequestError("give one query")
    return texts[0] if texts else None


def answer(location: Location, text: str, accept: str) -> Response:
    """The answer in the first media type of the Accept header that fits the form of the query.

    Errors as `questions.queries.query`; RequestError for one of more than MOST rows, of which
    nobody is given a part; 406 where no media type fits.
    """
    wanted = queries.Query("query", Text("query"), Text(""), (), text, "query")
    found = _found(location, wanted)
    known = _TABLES if isinstance(found, (bool, tables.Table)) else _TRIPLES
    media = preferred(accept, known)
    if media is None:
        return Response(f"This query is answered as {', '.join(known)}.\n", 406,
                        media_type="text/plain")  # fmt: skip
    return Response(_written(found, known[media]), headers=VARY, media_type=media)


def _found(location: Location, wanted: queries.Query) -> queries.Answer:
    found = _asked(location, wanted)
    rows = found.rows if isinstance(found, tables.Table) else found
    if not isinstance(rows, bool) and len(rows) > MOST:
        raise RequestError(
            f"the answer has more than {MOST:,} rows: ask for less, or with ORDER BY, LIMIT and "
            "OFFSET for one part after the other"
        )
    return found


def _asked(location: Location, wanted: queries.Query) -> queries.Answer:
    """At most one row more than MOST. What is left of the rows is let go of as this ends: an
    engine does not bear that in another thread."""
    if wanted.form != "SELECT":
        return queries.query(location, wanted)
    asked = queries.stream(location, wanted)
    return tables.Table(asked.columns, list(islice(asked.rows, MOST + 1)))


def _written(found: tables.Table | bool | list[ox.Triple], form: str) -> bytes:
    if isinstance(found, bool):
        return tables.write_boolean(found, form)
    if isinstance(found, tables.Table):
        return tables.write(found, form)
    return triples.written(form, sorted(set(found), key=str))
