"""Questions and updates sent to an endpoint by SPARQLWrapper, tried again where that may help.

SPARQLWrapper makes the requests (SPARQL 1.1 Protocol, W3C recommendation of 21 March 2013); `web`
carries them. Knows the protocol and its media types; nothing of pages, tables or graphs.
"""

from __future__ import annotations

import time
from copy import copy
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import IO, TYPE_CHECKING, Any, TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from urllib.request import Request

from SPARQLWrapper import JSON, POST, SPARQLWrapper

from clustergraph._version import __version__
from clustergraph.errors import ClustergraphError, EndpointError, QueryError, RequestError
from clustergraph.graph import sparql
from clustergraph.graph.endpoint import web
from clustergraph.graph.endpoint.credentials import Credentials, credentials, refuse_secrets
from clustergraph.terms import is_absolute_iri

if TYPE_CHECKING:
    from collections.abc import Callable

AGENT = f"clustergraph/{__version__} (https://w3id.org/clustergraph/)"
_RESULTS = ("application/sparql-results+json", "application/json")
_DEFAULT_GRAPH = "default-graph-uri"
# Bytes that an engine may say to an update.
_LARGEST_REPLY = 1_000_000
# Not understood, and too long.
_WRONG_REQUEST = (400, 413)
_Answer = TypeVar("_Answer")
_Carry: TypeAlias = "Callable[[Request], Any]"


@dataclass(frozen=True)
class Patience:
    """How long one request may take, all tries together, in seconds; how many tries; seconds
    before the second (doubled each time); and how many bytes an answer may have."""

    timeout: float = 60.0
    tries: int = 5
    pause: float = 0.5
    largest: int = 8_000_000_000


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper with our lexer and our transport in place of its own.

    It takes a word of a comment for the form of a query, and opens without a deadline.
    """

    def __init__(self, endpoint: str, form: str, send: Callable[..., Any]) -> None:
        self._form, self._send = form, send
        super().__init__(endpoint, returnFormat=JSON, agent=AGENT)
        self.setMethod(POST)
        self.setOnlyConneg(True)

    def _parseQueryType(self, query: str) -> str:  # noqa: N802  the name is SPARQLWrapper's
        return self._form

    def _query(self) -> tuple[Any, str]:
        return self._send(self._createRequest()), self.returnFormat


class Client:
    """One endpoint. `where` is its address; `?default-graph-uri=IRI` in it names the graph to ask
    where the endpoint holds several. `known` says who we are, by default `credentials(where)`."""

    def __init__(
        self, where: str, patience: Patience | None = None, known: Credentials | None = None
    ) -> None:
        refuse_secrets(where)
        parts = urlsplit(where)
        web_address = parts.scheme in ("http", "https") and parts.hostname and where.isascii()
        if not web_address or not is_absolute_iri(where):
            told = where.partition("?")[0]
            raise RequestError(f"{told}: not the address of an endpoint (https://host/sparql)")
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
        text = sparql.uncommented(question)
        read = partial(_results, largest=self.patience.largest)
        return self._tried(lambda carry: self._asked(form, text, carry), read)

    def update(self, request: str, *, again: bool = True) -> None:
        """Run a SPARQL 1.1 Update; `again` says whether it may arrive twice."""
        self._tried(lambda carry: self._asked("INSERT", request, carry), _done, again=again)

    def store(self, graph: str, triples: bytes) -> None:
        """Add triples, as Turtle, to a graph: a POST of the Graph Store HTTP Protocol."""
        url = f"{self._url}{'&' if urlsplit(self._url).query else '?'}{urlencode({'graph': graph})}"
        headers = {"Content-Type": "text/turtle", "User-Agent": AGENT, **self._authorization()}
        request = Request(url, triples, headers, method="POST")  # noqa: S310
        self._tried(lambda carry: carry(request), _done)

    def of(self, graph: str | None) -> Client:
        """The same endpoint asked about one of its graphs, None for its default graph."""
        other = copy(self)
        other.graphs = [] if graph is None else [graph]
        return other

    def _tried(
        self,
        send: Callable[[_Carry], Any],
        read: Callable[[Any, web.Deadline], _Answer],
        *,
        again: bool = True,
    ) -> _Answer:
        """What `read` makes of the response to what `send` sends, within one deadline."""
        tries = self.patience.tries if again else 1
        with web.Deadline(self.patience.timeout) as deadline:
            carry = web.opener(deadline, self._url, self._known)
            for attempt in count(1):
                try:
                    with send(carry) as response:
                        return read(response, deadline)
                except web.Refused as error:
                    raise self._error(str(error), error.status) from None
                except web.Broken as error:
                    wait = error.wait or self.patience.pause * 2 ** (attempt - 1)
                    if attempt >= tries:
                        raise self._error(f"{error} (tried {attempt} times)") from None
                    if wait >= deadline.left:
                        asked = f"; the next try is due in {wait:g} s, later than the timeout"
                        raise self._error(f"{error}{asked}") from None
                time.sleep(wait)
        raise AssertionError("the loop above ends by itself")

    def _asked(self, form: str, text: str, carry: _Carry) -> Any:
        wrapper = _Wrapper(self._url, form, carry)
        wrapper.setQuery(text)
        for graph in self.graphs if form != "INSERT" else ():
            wrapper.addDefaultGraph(graph)
        for name, value in self._authorization().items():
            wrapper.addCustomHttpHeader(name, value)
        return wrapper.query().response

    def _authorization(self) -> dict[str, str]:
        header = self._known.header()
        return {"Authorization": header} if header else {}

    def _error(self, message: str, status: int = 0) -> ClustergraphError:
        """The error a user sees; of the address only what holds no key."""
        kind = QueryError if status in _WRONG_REQUEST else EndpointError
        return kind(f"{self.name}: {message}")


def _done(response: Any, deadline: web.Deadline) -> None:
    """To its end, because only then the request was carried out; what it says is nothing to us."""
    web.download(response, deadline, _LARGEST_REPLY).close()


def _results(response: Any, deadline: web.Deadline, largest: int) -> IO[bytes]:
    """The JSON results document of a response; anything else is refused."""
    kind = response.headers.get_content_type()
    if kind not in _RESULTS:
        said = web.text(web.beginning(response, deadline), kind)
        raise web.Refused(f"answers with {kind} instead of query results: {said}")
    # Virtuoso answers in part when its own time is up, with status 200 and this header.
    if "X-SQL-State" in response.headers:
        said = response.headers.get("X-SQL-Message", "")
        raise web.Refused(f"answers in part only: {web.text(said.encode(), '')}")
    return web.download(response, deadline, largest)
