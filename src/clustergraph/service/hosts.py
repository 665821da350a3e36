"""Who may ask: requests that were meant for this server, not sent by a page of another site.

A name that somebody else's DNS leads to this machine (DNS rebinding) does not match, nor does the
Origin of another site. What a request gives must be UTF-8: with a letter that cannot be read it
would be answered as if it had asked for something else. Knows addresses and headers only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_USUAL = (80, 443)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Guard:
    """Refuses with 403 what names a host that this server does not have, with 400 what is no
    UTF-8."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        app: ASGIApp = self._app
        if scope["type"] == "http" and not self._meant(dict(scope["headers"])):
            app = PlainTextResponse("This server has another name.\n", status_code=403)
        elif scope["type"] == "http" and not _readable(scope["query_string"]):
            app = PlainTextResponse("What the address asks for is not UTF-8.\n", status_code=400)
        await app(scope, receive, send)

    def _meant(self, headers: dict[bytes, bytes]) -> bool:
        host = _read("//" + headers.get(b"host", b"").decode("latin-1"))
        if host is None or host[0] not in self._names:
            return False
        if b"origin" not in headers:
            return True
        origin = _read(headers[b"origin"].decode("latin-1"))
        if origin is None or origin[0] not in self._names:
            return False
        # Whatever runs at another port of this machine is another site.
        return host[1] is None or origin[1] == host[1]


def _readable(query: bytes) -> bool:
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return True


def _read(address: str) -> tuple[str, int | None] | None:
    """The name and the port that an address gives, none where it is that of its scheme."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.hostname is None or "@" in parts.netloc:
        return None
    return parts.hostname, None if port in _USUAL else port
