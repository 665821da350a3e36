"""The application: which address is answered by what.

Starlette, not a framework that declares each operation in Python: ours are declared already, by
their contracts. Knows addresses; what they answer is in the other modules.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from clustergraph.answers import asking
from clustergraph.errors import ClustergraphError, QueryError, RequestError
from clustergraph.languages import LANGUAGES
from clustergraph.service import answered, asked, negotiation, openapi, problems, protocol
from clustergraph.service.hosts import LOOPBACK, Guard
from clustergraph.service.review import Review
from clustergraph.service.site import Pages
from clustergraph.service.working import Workers
from clustergraph.web import described
from clustergraph.web.site.addresses import file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.requests import Request

    from clustergraph.answers.answer import Answer
    from clustergraph.graph.location import Location
    from clustergraph.questions.contract import Contract
    from clustergraph.service.asked import Asked
    from clustergraph.service.graphs import Current
    from clustergraph.service.review import Desk

# How many answers are computed at once, and how long one may take, in seconds.
WORKERS, DEADLINE = 4, 60.0
# How many pages may be asked for at once, and how many of these are made at once: each that is
# being made asks the graph in a process of its own.
PAGES, TOGETHER = 64, 6
# What a browser takes, and what a program is given that says nothing.
_PAGE = "text/html"
_PAGE_OR_DATA = {"text/turtle": "", _PAGE: ""}


class _TooLong(RequestError):
    """The body of a request has more bytes than are read."""


class _Service:
    """The endpoints of one graph."""

    def __init__(self, current: Current, workers: Workers) -> None:
        self._current, self._workers = current, workers

    async def ask(self, request: Request) -> Response:
        """One question or analysis, by its name and the parameters of the address."""
        return await self._asked(request, request.path_params["name"])

    async def find(self, request: Request) -> Response:
        """What a name may mean: the analysis of that name, where programs look for it first."""
        return await self._asked(request, "find")

    async def _asked(self, request: Request, name: str) -> Response:
        try:
            contract = asking.contract(name).remote
        except QueryError:
            return problems.broken(name)
        except ClustergraphError as error:
            return problems.of(error, 404)

        def run(location: Location, wanted: Asked) -> Answer:
            return asking.ask(location, name, wanted.values, lang=wanted.lang)

        return await self._answered(request, contract, run)

    async def _answered(
        self, request: Request, contract: Contract, run: Callable[[Location, Asked], Answer]
    ) -> Response:
        try:
            location = self._current.location()
            wanted = asked.read(contract, request.query_params)
        except ClustergraphError as error:
            return problems.of(error)
        tag = answered.tag(location, contract.name, wanted)
        headers = {"ETag": tag, "Cache-Control": answered.CACHING} if tag else {}
        if tag and negotiation.holds(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        return await self._workers.respond(
            lambda: answered.respond(run(location, wanted), wanted, headers)
        )

    async def describe(self, request: Request) -> Response:
        """All facts of the thing that is named, or else the names of what can be asked."""
        if not request.query_params:
            return JSONResponse({key: each.question for key, each in asking.contracts().items()})

        def run(location: Location, wanted: Asked) -> Answer:
            name = described.DESCRIBE.accept(wanted.values)["name"]
            return described.describe(location, name, wanted.lang)

        return await self._answered(request, described.DESCRIBE, run)

    async def contract(self, request: Request) -> Response:
        """The contract of one question or analysis."""
        name = request.path_params["name"]
        try:
            return JSONResponse(asking.contract(name).remote.schema())
        except QueryError:
            return problems.broken(name)
        except ClustergraphError as error:
            return problems.of(error, 404)

    async def openapi(self, request: Request) -> Response:
        """The OpenAPI document."""
        made = openapi.document({name: each.remote for name, each in asking.contracts().items()})
        return Response(json.dumps(made, ensure_ascii=False), media_type="application/json")

    async def sparql(self, request: Request) -> Response:
        """A query by GET or POST, or the description of the service."""
        try:
            location = self._current.location()
            text = await _query(request)
            accept = request.headers.get("accept", "")
            if text is None and negotiation.preferred(accept, _PAGE_OR_DATA) == _PAGE:
                return RedirectResponse("/sparql.html", 303, protocol.VARY)
            if text is None:
                return protocol.described(str(request.url.replace(query="")), location)
        except _TooLong as error:
            return problems.of(error, 413)
        except ClustergraphError as error:
            return problems.of(error)
        return await self._workers.respond(lambda: protocol.answer(location, text, accept))

    async def nowhere(self, request: Request) -> Response:
        """What a program is told that asks at an address where nothing answers; people find the
        page that lists them."""
        if not request.path_params["rest"]:
            return RedirectResponse("/api.html", 301)
        return problems.nowhere()

    async def void(self, request: Request) -> Response:
        """What the graph says of itself, where crawlers look for it."""
        return protocol.void(self._current.location())


async def _query(request: Request) -> str | None:
    """The query of a request, as the protocol allows it to be sent."""
    values = {name: request.query_params.getlist(name) for name in request.query_params}
    if request.method in ("GET", "HEAD"):
        return protocol.given(values)
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        return protocol.given({**values, **_sent(media, (await _body(request)).decode())})
    except UnicodeDecodeError:
        raise RequestError("the query is not UTF-8") from None


def _sent(media: str, body: str) -> dict[str, list[str]]:
    if media == "application/sparql-query":
        return {"query": [body]}
    if media == "application/x-www-form-urlencoded":
        from urllib.parse import parse_qs

        return parse_qs(body, keep_blank_values=True, errors="strict")
    raise RequestError(
        f"a query is sent as a form or as application/sparql-query, not as '{media}'"
    )


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > protocol.LONGEST:
            raise _TooLong(f"a query may have {protocol.LONGEST:,} bytes, not more")
    return bytes(body)


def application(
    current: Current,
    *,
    names: frozenset[str] = LOOPBACK,
    workers: int = WORKERS,
    deadline: float = DEADLINE,
    desk: Desk | None = None,
) -> Starlette:
    """The service of a graph; it answers requests to a host of one of the names.

    desk: where decisions go, if there is to be a review; `app.state.review` is the way to it.
    `app.state.prepare` reads what the first page would wait for.
    """
    slow = Workers(workers, deadline)
    service = _Service(current, slow)
    quick, waiting = Workers(PAGES, deadline, TOGETHER), Workers(PAGES, deadline)
    site = Pages(current, quick, slow, waiting)
    review = Review(site, desk) if desk else None
    app = Starlette(
        routes=[
            *(_review(review) if review else ()),
            Route("/api/ask/{name}", service.ask),
            Route("/api/find", service.find),
            Route("/api/describe", service.describe),
            Route("/api/describe/{name}", service.contract),
            Route("/api/openapi.json", service.openapi),
            Route("/api/{rest:path}", service.nowhere),
            Route("/.well-known/void", service.void),
            Route("/sparql", service.sparql, methods=["GET", "POST"]),
            Route("/assets/{name:path}", site.asset),
            Route("/id/{rest:path}", site.identified),
            Route("/scheme/{rest:path}", site.identified),
            Route("/{path:path}", site.show),
        ],
        middleware=[Middleware(Guard, names=names)],
    )
    app.state.prepare = site.prepare
    app.state.review = review.address if review else None
    return app


def _review(review: Review) -> Iterator[Route]:
    for lang in LANGUAGES:
        path = f"/{file('review/', lang).removesuffix('index.html')}{{rest:path}}"
        yield Route(path, review.show)
        yield Route(path, review.decide, methods=["POST"])
