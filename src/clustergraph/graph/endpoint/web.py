"""HTTP within a deadline: one request, one answer in a file, or an error that says why not.

Knows urllib and sockets: deadlines, redirects, certificates, broken transfers. Knows nothing of
SPARQL, and tries nothing twice.
"""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
import tempfile
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from functools import cache
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from clustergraph.graph.endpoint.credentials import Credentials

REDIRECTS = 5
_CHUNK = 1 << 16
# An answer stays in memory up to this many bytes, and on disk beyond.
_IN_MEMORY = 1 << 23
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Refused(Exception):
    """An answer that another try would not change; `status` is that of HTTP, 0 for none."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class Broken(Exception):
    """A failure that may pass; `wait` is what the server asks for, in seconds."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Deadline:
    """A moment after which the connection is cut, whatever the other side does.

    A timeout of a socket starts anew with every byte, so a server that sends one byte a second
    would never meet it; hence the timer.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._guarded: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self.guard(None)

    @property
    def left(self) -> float:
        """Seconds to go; 0 or less when it has passed."""
        return self._end - time.monotonic()

    def guard(self, connection: socket.socket | None) -> None:
        """Cut this connection when time is up; the one before is forgotten."""
        # A twin of the descriptor, because TLS takes the socket itself over.
        twin = connection.dup() if connection else None
        with self._lock:
            before, self._guarded = self._guarded, twin
        if before:
            before.close()
        if self.left <= 0:
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            if self._guarded:
                with suppress(OSError):
                    self._guarded.shutdown(socket.SHUT_RDWR)


class _Connection(http.client.HTTPConnection):
    deadline: Deadline

    def connect(self) -> None:
        self.timeout = max(self.deadline.left, 0.001)
        super().connect()
        self.deadline.guard(self.sock)


class _SecureConnection(http.client.HTTPSConnection, _Connection):
    """HTTPSConnection connects through the class above, then wraps the guarded socket."""


class _Handler(urllib.request.AbstractHTTPHandler):
    """http and https through connections that a deadline cuts."""

    http_request = https_request = urllib.request.AbstractHTTPHandler.do_request_

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def _open(self, kind: type[_Connection], request: urllib.request.Request, **more: Any) -> Any:
        def make(host: str, **arguments: Any) -> _Connection:
            connection = kind(host, **arguments)
            connection.deadline = self._deadline
            return connection

        opening: Any = self.do_open
        return opening(make, request, **more)

    def http_open(self, request: urllib.request.Request) -> Any:
        return self._open(_Connection, request)

    def https_open(self, request: urllib.request.Request) -> Any:
        return self._open(_SecureConnection, request, context=_tls())


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """The answer to a challenge for Digest (RFC 7616), which is all that Virtuoso knows."""

    def http_error_401(
        self, request: urllib.request.Request, answer: Any, code: Any, message: Any, headers: Any
    ) -> Any:
        challenge = headers.get("WWW-Authenticate", "").lower()
        if challenge.startswith("digest"):
            return super().http_error_401(request, answer, code, message, headers)
        if not challenge and request.headers.get("Authorization", "").startswith("Basic"):
            # Virtuoso, offered Basic, refuses without saying what it wants; ask it.
            return self.parent.open(_copied(request, request.full_url, known=False))
        return None


@cache
def _tls() -> ssl.SSLContext:
    """Verified against the system's authorities, or those that SSL_CERT_FILE names."""
    return ssl.create_default_context()


def opener(
    deadline: Deadline, url: str, known: Credentials
) -> Callable[[urllib.request.Request], Any]:
    """What sends a request and gives the response of http.client, redirects followed.

    Raises Refused or Broken. Credentials are sent to the host of `url` only.
    """
    director = urllib.request.OpenerDirector()
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    if known.user and (known.user + known.password).isascii():
        passwords.add_password(None, url, known.user, known.password)
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        _Digest(passwords),
        _Handler(deadline),
    ):
        director.add_handler(handler)

    def send(request: urllib.request.Request) -> Any:
        for _ in range(REDIRECTS + 1):
            try:
                return director.open(request, timeout=max(deadline.left, 0.001))
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in (301, 302, 307, 308):
                        raise _answered(error) from None
                    request = _redirected(request, error)
        raise Refused(f"redirects without end (more than {REDIRECTS})")

    return _explained(deadline, send)


def _explained(deadline: Deadline, act: Callable[..., Any]) -> Callable[..., Any]:
    """The action with the errors of urllib, http.client, ssl and sockets as ours."""

    def explained(*arguments: Any) -> Any:
        try:
            return act(*arguments)
        except urllib.error.URLError as error:
            reason = error.reason
            failure = reason if isinstance(reason, OSError) else OSError(str(reason))
        except (http.client.InvalidURL, ValueError):
            raise Refused("the address or the answer is not one of HTTP") from None
        except (http.client.HTTPException, OSError) as error:
            failure = error if isinstance(error, OSError) else OSError(_named(error))
        if deadline.left <= 0:
            raise late(deadline)
        if failure.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused("its answer does not fit into the folder for temporary files (TMPDIR)")
        if isinstance(failure, ssl.SSLCertVerificationError):
            raise Refused(f"its certificate is not trusted ({failure.verify_message})")
        if isinstance(failure, socket.gaierror) and failure.errno != socket.EAI_AGAIN:
            raise Refused("there is no host of that name")
        raise Broken(failure.strerror or str(failure) or type(failure).__name__)

    return explained


def _named(error: Exception) -> str:
    if isinstance(error, http.client.IncompleteRead):
        return "the answer ends before its end"
    return str(error) or type(error).__name__


def late(deadline: Deadline) -> Refused:
    """The error for a deadline that has passed."""
    return Refused(
        f"no whole answer within {deadline.seconds:g} s; allow more time with a longer timeout"
    )


def _answered(error: urllib.error.HTTPError) -> Refused | Broken:
    """The error of a status that is not 2xx, with what the server says of it."""
    said = text(error.read(_CHUNK), error.headers.get_content_type())
    told = f"{error.code} {error.reason}" + (f": {said}" if said else "")
    if error.code in (429, 502, 503, 504):
        return Broken(told, _retry_after(error.headers.get("Retry-After")))
    return Refused(told, error.code)


def _retry_after(value: str | None) -> float | None:
    """Seconds, from the number or the date of RFC 9110, 10.2.3."""
    from email.utils import parsedate_to_datetime

    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def text(data: bytes, kind: str) -> str:
    """The first words of what a server says, on one line, without the markup of a page."""
    import html
    import re

    said = data.decode("utf-8", errors="replace")
    if "html" in kind or said.lstrip()[:1] == "<":
        said = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>|<[^>]*>", " ", said)
        said = html.unescape(said)
    printable = "".join(char if char.isprintable() else " " for char in said)
    words = " ".join(printable.split())
    return words if len(words) <= 300 else f"{words[:300]}…"


def _redirected(
    request: urllib.request.Request, error: urllib.error.HTTPError
) -> urllib.request.Request:
    """The same POST to another place; what names us stays behind when the place is not the same."""
    target = urljoin(request.full_url, error.headers.get("Location", ""))
    before, after = urlsplit(request.full_url), urlsplit(target)
    if after.scheme not in ("http", "https") or not after.hostname:
        raise Refused("redirects to what is no web address", error.code)
    if before.scheme == "https" and after.scheme == "http":
        raise Refused(f"redirects from https to plain http at {after.hostname}", error.code)
    return _copied(request, target, known=_origin(before) == _origin(after))


def _copied(request: urllib.request.Request, url: str, *, known: bool) -> urllib.request.Request:
    """The same request to an address, with or without who we are."""
    dropped = {"Host", "Content-length", *(() if known else ("Authorization",))}
    headers = {name: value for name, value in request.headers.items() if name not in dropped}
    return urllib.request.Request(url, request.data, headers, method=request.get_method())  # noqa: S310


def _origin(parts: Any) -> tuple[str, str, int]:
    return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS[parts.scheme]


def beginning(response: Any, deadline: Deadline) -> bytes:
    """The first bytes of a body, enough to say what it is."""
    data: bytes = _explained(deadline, response.read1)(_CHUNK)
    return data


def download(response: Any, deadline: Deadline, largest: int) -> IO[bytes]:
    """The whole body of a response in a file that is gone when closed, at its beginning."""

    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  the caller closes it
    try:
        _explained(deadline, _copy)(response, file, deadline, largest)
    except BaseException:
        file.close()
        raise
    return file


def _copy(response: Any, file: IO[bytes], deadline: Deadline, largest: int) -> None:
    while chunk := response.read1(_CHUNK):
        file.write(chunk)
        if file.tell() > largest:
            raise Refused(f"the answer is larger than {largest:,} bytes; ask for less")
    # A connection that was cut ends like one that is done, but for what was announced.
    if response.length or deadline.left <= 0:
        raise http.client.IncompleteRead(b"")
    file.seek(0)
