"""A request and its answer: redirects followed, credentials given to their host only.

Tries nothing twice. A client of httpx would add what is not wanted here (cookies, credentials from
addresses, a log of addresses, redirects that turn a POST into a GET), so its transport is used.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import IO, TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from clustergraph._version import __version__
from clustergraph.http.credentials import Credentials
from clustergraph.http.failures import Broken, Refused, explained, words
from clustergraph.http.hosts import origin, proxy

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping

    import httpx

    from clustergraph.http.limits import Limits

AGENT = f"clustergraph/{__version__} (https://w3id.org/clustergraph/)"
_REDIRECTS = 5
_MOVED = (301, 302, 307, 308)
_PASSING = (429, 502, 503, 504)
# An answer stays in memory up to this many bytes, and on disk beyond.
_IN_MEMORY = 1 << 23


@dataclass(frozen=True)
class Request:
    """What is sent; `authorization` is the header of that name, which only the host itself gets."""

    method: str
    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    authorization: str = field(default="", repr=False)


class Answer:
    """A response whose body is still to come."""

    def __init__(self, response: httpx.Response, limits: Limits) -> None:
        self._response, self._limits = response, limits
        self.status = response.status_code
        self.told = f"{self.status} {response.reason_phrase}".strip()
        self.headers: Mapping[str, str] = response.headers

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers.get("Content-Type", "text/plain").partition(";")[0].strip().lower()

    @property
    def _packed(self) -> str:
        """How the body is compressed, "" for not at all."""
        named = words(self.headers.get("Content-Encoding", "").lower().encode(), "")
        return "" if named == "identity" else named

    def chunks(self) -> Iterator[bytes]:
        """The body as it comes. Raises Cut where it ends before its end, Refused where it is
        compressed."""
        if self._packed:
            raise Refused(f"the answer is compressed ({self._packed}), which nobody asked for")
        with explained("the answer ends before its end"):
            yield from self._response.iter_raw()
        # A connection that was cut may end like one that is done.
        self._limits.check()

    def beginning(self) -> str:
        """The first words of the body, enough to say what it is; none where it is compressed."""
        if self._packed:
            return ""
        return words(next(self.chunks(), b""), self.kind)

    def whole(self, largest: int) -> IO[bytes]:
        """The body in a file that is gone when closed, at its beginning."""
        file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  the caller closes it
        try:
            with explained():
                for chunk in self.chunks():
                    file.write(chunk)
                    if file.tell() > largest:
                        raise Refused(f"the answer is larger than {largest:,} bytes; ask for less")
                file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def refusal(self) -> Refused | Broken:
        """The error of a status that is not 2xx, with what the server says of it."""
        said = self.beginning()
        told = f"{self.told}: {said}" if said else self.told
        if self.status in _PASSING:
            return Broken(told, _seconds(self.headers.get("Retry-After", "")))
        return Refused(told, self.status)


def _seconds(retry_after: str) -> float | None:
    """Seconds, from the number or the date of RFC 9110, 10.2.3."""
    from email.utils import parsedate_to_datetime

    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


@contextmanager
def answered(
    request: Request,
    limits: Limits,
    known: Credentials | None = None,
    allow: Callable[[str], None] = lambda url: None,
) -> Iterator[Answer]:
    """The answer of the address, or of where it redirects, whatever its status.

    Only the host of the address learns who we are (`known`). `allow` raises for an address that
    must not be asked. Raises Refused and Broken, also while the answer is read.
    """
    known = known or Credentials()
    with explained():
        home = origin(request.url)
    request = replace(request, authorization=known.header() or "")
    for _ in range(_REDIRECTS + 1):
        with _sent(request, limits) as response:
            with explained():
                here = known if origin(request.url) == home else Credentials()
                following = _identified(request, response, here)
                following = following or _redirected(request, response, allow)
            if following is None:
                yield Answer(response, limits)
                return
        request = following
    raise Refused(f"redirects without end (more than {_REDIRECTS})", response.status_code)


@contextmanager
def _sent(request: Request, limits: Limits) -> Iterator[httpx.Response]:
    import httpx

    # Compressed, an answer could be larger in memory than any limit.
    ours = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
    if request.authorization:
        ours["Authorization"] = request.authorization
    watched = {"timeout": httpx.Timeout(limits.step).as_dict(), "trace": limits.watch}
    with ExitStack() as stack:
        with explained():
            sent = httpx.Request(
                request.method,
                request.url,
                headers={**request.headers, **ours},
                content=request.body,
                extensions=watched,
            )
            through = proxy(request.url, secret=bool(request.authorization))
            way = httpx.HTTPTransport(_tls(request.url), trust_env=False, proxy=through)
            response = stack.enter_context(way).handle_request(sent)
            stack.callback(response.close)
            response.request = sent
        yield response


def _tls(url: str) -> ssl.SSLContext:
    """What verifies certificates; none passes where none is due, which is quicker made."""
    import ssl

    return _authorities() if url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@cache
def _authorities() -> ssl.SSLContext:
    """Those of the system, or those that SSL_CERT_FILE names."""
    import ssl

    return ssl.create_default_context()


def _identified(request: Request, response: httpx.Response, known: Credentials) -> Request | None:
    """The request again as a 401 demands, if that is new: by Digest (RFC 7616)."""
    import httpx

    said = request.authorization
    if response.status_code != 401 or not known.user or said.startswith("Digest"):
        return None
    if said and "WWW-Authenticate" not in response.headers:
        # Virtuoso, offered Basic, refuses without saying what it wants; ask it.
        return replace(request, authorization="")
    flow = httpx.DigestAuth(known.user, known.password).auth_flow(response.request)
    try:
        next(flow)
        return replace(request, authorization=flow.send(response).headers["Authorization"])
    except (StopIteration, KeyError, NotImplementedError, ValueError, httpx.ProtocolError):
        return None


def _redirected(
    request: Request, response: httpx.Response, allow: Callable[[str], None]
) -> Request | None:
    """The same request to where it is sent on; what names us stays behind if that is elsewhere."""
    status = response.status_code
    # 303 asks for a GET in place of what was sent.
    if status not in _MOVED and (status, request.method) != (303, "GET"):
        return None
    if not response.headers.get("Location"):
        raise Refused("redirects without saying where", status)
    target = urljoin(request.url, response.headers["Location"])
    allow(target)
    before, after = urlsplit(request.url), urlsplit(target)
    if after.scheme not in ("http", "https") or not after.hostname:
        raise Refused("redirects to what is no web address", status)
    if before.scheme == "https" and after.scheme == "http":
        raise Refused(f"redirects from https to plain http at {after.hostname}", status)
    same = origin(request.url) == origin(target)
    return replace(request, url=target, authorization=request.authorization if same else "")
