"""Questions and updates sent to an endpoint, tried again where that may help.

SPARQLWrapper makes the requests (SPARQL 1.1 Protocol, W3C recommendation of 21 March 2013); the
HTTP room sends them. Knows the protocol and its media types; nothing of pages, tables or graphs.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import partial
from typing import IO, TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from SPARQLWrapper import JSON, POST, SPARQLWrapper

from clustergraph.errors import EndpointError, QueryError, RequestError
from clustergraph.graph import sparql
from clustergraph.http.credentials import PASSWORD, TOKEN, USER, Credentials, credentials
from clustergraph.http.exchange import Answer, Request, answered
from clustergraph.http.failures import Broken, Refused, words
from clustergraph.http.limits import Limits, Patience, tried
from clustergraph.terms import is_absolute_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from urllib.parse import SplitResult

_RESULTS = ("application/sparql-results+json", "application/json")
_DEFAULT_GRAPH = "default-graph-uri"
# Bytes that an engine may say to an update.
_LARGEST_REPLY = 1_000_000
# Not understood, and too long.
_WRONG_REQUEST = (400, 413)
_WHOLE, _LATER, _PARTIAL = (200, 203), 202, 206
_Made = TypeVar("_Made")


class Client:
    """One endpoint. `where` is its address; `?default-graph-uri=IRI` in it names the graph to ask
    where the endpoint holds several. `known` says who we are, by default `credentials(where)`."""

    def __init__(
        self, where: str, patience: Patience | None = None, known: Credentials | None = None
    ) -> None:
        parts = _address(where)
        self._known = credentials(where) if known is None else known
        self.name = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        self.patience = patience or Patience()
        given = parse_qsl(parts.query, keep_blank_values=True)
        self.graphs = [value for name, value in given if name == _DEFAULT_GRAPH]
        others = urlencode([pair for pair in given if pair[0] != _DEFAULT_GRAPH])
        self._url = urlunsplit((parts.scheme, parts.netloc, parts.path, others, ""))

    def ask(self, question: str) -> IO[bytes]:
        """The answer to a SELECT or ASK: a SPARQL 1.1 JSON results document in a file.

        Raises QueryError where the endpoint finds the question wrong, EndpointError else.
        """
        form = sparql.form(question) or "SELECT"
        request = self._made(form, sparql.uncommented(question), self.graphs)
        return self._tried(request, partial(_results, largest=self.patience.largest))

    def update(self, text: str, *, again: bool = True) -> None:
        """Run a SPARQL 1.1 Update; `again` says whether it may arrive twice."""
        self._tried(self._made("INSERT", text), _done, again=again)

    def store(self, graph: str, triples: bytes) -> None:
        """Add triples, as Turtle, to a graph: a POST of the Graph Store HTTP Protocol."""
        url = f"{self._url}{'&' if urlsplit(self._url).query else '?'}{urlencode({'graph': graph})}"
        self._tried(Request("POST", url, triples, {"Content-Type": "text/turtle"}), _done)

    def of(self, graph: str | None) -> Client:
        """The same endpoint asked about one of its graphs, None for its default graph."""
        other = copy(self)
        other.graphs = [] if graph is None else [graph]
        return other

    def _made(self, form: str, text: str, graphs: Sequence[str] = ()) -> Request:
        wrapper = SPARQLWrapper(self._url, returnFormat=JSON)
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.setQuery(text)
        # Its own lexer takes a word of a comment for the form.
        wrapper.queryType = form
        for graph in graphs:
            wrapper.addDefaultGraph(graph)
        made = wrapper._createRequest()
        assert isinstance(made.data, bytes)
        headers = {name.title(): value for name, value in made.header_items()}
        return Request(made.get_method(), made.full_url, made.data, headers)

    def _tried(
        self, request: Request, read: Callable[[Answer], _Made], *, again: bool = True
    ) -> _Made:
        """What `read` makes of the answer, all tries together within the time that we have.

        An error shows only the part of the address that holds no key.
        """
        patience = self.patience if again else replace(self.patience, tries=1)
        with Limits(patience.timeout) as limits:

            def once() -> _Made:
                with answered(request, limits, self._known) as answer:
                    if not 200 <= answer.status < 300:
                        raise answer.refusal()
                    return read(answer)

            try:
                return tried(once, patience, limits)
            except Refused as error:
                kind = QueryError if error.status in _WRONG_REQUEST else EndpointError
                raise kind(f"{self.name}: {error}") from None
            except Broken as error:
                tries = f"(tried {patience.tries} times)"
                raise EndpointError(f"{self.name}: {error} {tries}") from None


def _address(where: str) -> SplitResult:
    """An address in its parts. Raises RequestError for one that is no endpoint's, or that holds a
    password, which every process could read."""
    try:
        parts = urlsplit(where)
    except ValueError:
        raise RequestError("not the address of an endpoint (https://host/sparql)") from None
    if parts.username is not None or parts.password is not None:
        raise RequestError(
            f"an address must not hold a user or password, which others can read: set {USER} and "
            f"{PASSWORD}, or {TOKEN}, or use a netrc file"
        )
    web_address = parts.scheme in ("http", "https") and parts.hostname and where.isascii()
    if not web_address or not is_absolute_iri(where):
        told = where.partition("?")[0]
        raise RequestError(f"{told}: not the address of an endpoint (https://host/sparql)")
    return parts


def _done(answer: Answer) -> None:
    """To its end, because only then the request was carried out; what it says is nothing to us."""
    if answer.status == _LATER:
        raise Refused(
            f"answers {answer.told}: it has taken the request up, and does not say when it will "
            "have carried it out; try again later"
        )
    answer.whole(_LARGEST_REPLY).close()


def _results(answer: Answer, largest: int) -> IO[bytes]:
    """The JSON results document of an answer; anything else is refused."""
    # Part of a document may be a document: no COUNT that is cut likewise would tell.
    if answer.status == _PARTIAL:
        raise Refused(f"answers in part only: {answer.told}")
    if answer.status not in _WHOLE:
        raise Refused(f"answers with {answer.told} instead of query results")
    if answer.kind not in _RESULTS:
        said = ": ".join(filter(None, ["instead of query results", answer.beginning()]))
        raise Refused(f"answers with {answer.kind or 'no media type'} {said}")
    # Virtuoso answers in part when its own time is up, with status 200 and this header.
    if "X-SQL-State" in answer.headers:
        said = words(answer.headers.get("X-SQL-Message", "").encode(), "")
        raise Refused(f"answers in part only: {said}")
    return answer.whole(largest)
