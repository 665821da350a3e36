"""What went wrong, as RFC 9457 says it: a status, a line, the parameters and what may be meant.

Knows our errors and statuses; nothing of requests. A message never holds a path of this machine
that the request did not give.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from clustergraph.errors import (
    ClustergraphError,
    EndpointError,
    GraphError,
    named,
    spelled,
    unadvised,
)

MEDIA = "application/problem+json"
# Seconds after which a busy server may be asked again.
PAUSE = 5


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """A response that says what is wrong."""
    held = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    headers = {"Retry-After": str(PAUSE)} if status == 503 else None
    body = json.dumps({**held, **more}, ensure_ascii=False)
    return Response(body, status, headers, MEDIA)


def detail(response: Response) -> str:
    """The line of a response that says what is wrong."""
    return str(json.loads(bytes(response.body))["detail"])


def of(error: ClustergraphError, status: int = 400) -> Response:
    """The response to a request that one of our errors ended; `status` where the request is at
    fault."""
    if isinstance(error, EndpointError):
        return problem(502, "The endpoint failed", str(error))
    if isinstance(error, GraphError):
        return problem(503, "The graph cannot be read now", "Ask again in a moment.")
    parts = unadvised(error.parts)
    return problem(
        status,
        "The request does not fit",
        spelled(parts),
        parameters=list(named(parts)),
        candidates=list(error.candidates),
    )


def nowhere() -> Response:
    """The response where no operation has that address."""
    known = "The addresses are listed in /api/openapi.json."
    return problem(404, "There is no such address", known)


def broken(name: str) -> Response:
    """The response where a question of the user's own is wrong; its message names files."""
    return problem(503, "The question cannot be asked", f"The file of '{name}' needs to be mended.")


def busy() -> Response:
    """The response when all workers are taken."""
    return problem(503, "Busy", "All workers are taken; ask again in a moment.")


def late(seconds: float) -> Response:
    """The response when an answer takes too long."""
    return problem(504, "Too slow", f"No answer within {seconds:g} seconds; ask for less.")
