"""One transfer over HTTP (RFC 9110): resumed where it broke, and told apart from another version.

Knows nothing of what an archive holds or where its files go.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from clustergraph._version import __version__
from clustergraph.errors import RequestError, SourceError
from clustergraph.sources.fetch.addresses import BASE, BY_HAND, LOOPBACK, check_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO, NoReturn

Report: TypeAlias = "Callable[[int, int], None]"

_CHUNK = 1 << 18
_REDIRECTS = 3
# Far above any archive of CORDIS: beyond it, something else is being sent.
_LARGEST_ARCHIVE = 10_000_000_000


@dataclass(frozen=True)
class Patience:
    """How long to wait: seconds without a byte, tries in all, seconds before the second try
    (doubled each time)."""

    timeout: float = 30.0
    tries: int = 5
    pause: float = 1.0


@dataclass
class Part:
    """A transfer under way: the file that grows, and what the server said of the whole.

    `etag` and `modified` are kept beside the file, so that a later run can go on.
    """

    path: Path
    url: str
    etag: str = ""
    modified: str = ""
    total: int = 0
    notes: Path = field(init=False)

    def __post_init__(self) -> None:
        self.notes = self.path.with_suffix(".json")
        try:
            noted = json.loads(self.notes.read_text())
            if noted["url"] == self.url:
                self.etag, self.modified = noted["etag"], noted["modified"]
                return
        except (OSError, ValueError, KeyError, TypeError):
            pass
        self.discard()

    @property
    def done(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def validator(self) -> str:
        """What tells this version of the archive from another (RFC 9110, 13.1.5: no weak tag)."""
        return self.etag if self.etag.startswith('"') else self.modified

    def note(self, etag: str, modified: str) -> None:
        self.etag, self.modified = etag, modified
        noted = {"url": self.url, "etag": etag, "modified": modified}
        self.notes.write_text(json.dumps(noted))

    def discard(self) -> None:
        """Begin anew."""
        self.path.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)


class _Broken(Exception):
    """A transfer failed in a way that another try may mend."""


def download(part: Part, report: Report, patience: Patience) -> None:
    """Get all bytes, in as many tries as patience allows."""
    pause = patience.pause
    for left in reversed(range(patience.tries)):
        try:
            _transfer(part, report, patience.timeout)
            return
        except _Broken as error:
            if not left:
                kept = f"; {part.done:,} bytes are kept, run the command again to go on"
                raise SourceError(
                    f"{part.url}: {error}, {patience.tries} tries{kept if part.done else ''}"
                ) from None
        time.sleep(pause)
        pause *= 2


def _transfer(part: Part, report: Report, timeout: float) -> None:
    """One try, from where the part ends if the server lets it."""
    answer = _ask(part, timeout)
    if answer is None:
        return
    with answer:
        _accept(part, answer)
        with part.path.open("ab") as file:
            while chunk := _receive(answer):
                file.write(chunk)
                report(file.tell(), part.total)
                if file.tell() > _LARGEST_ARCHIVE:
                    raise _too_large(part)
    if part.done < part.total:
        raise _Broken(f"the connection closed at {part.done:,} of {part.total:,} bytes")


def _ask(part: Part, timeout: float) -> http.client.HTTPResponse | None:
    """The answer of the server, or None where all bytes are here already."""
    headers = {"User-Agent": f"clustergraph/{__version__}", "Accept-Encoding": "identity"}
    if part.done and part.validator:
        headers |= {"Range": f"bytes={part.done}-", "If-Range": part.validator}
    request = urllib.request.Request(part.url, headers=headers)  # noqa: S310 checked by fetch
    try:
        answer: http.client.HTTPResponse = _opener(part.url).open(request, timeout=timeout)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 416 and _range(error)[1] == part.done:
                return None
            _refused(part, error)
    except (OSError, http.client.HTTPException) as error:
        raise _failure(part, error) from None
    return answer


def _receive(answer: http.client.HTTPResponse) -> bytes:
    try:
        return answer.read1(_CHUNK)
    except (OSError, http.client.HTTPException) as error:
        raise _Broken(_reason(error)) from None


def _failure(part: Part, error: Exception) -> _Broken | SourceError:
    """What went wrong before an answer came: a name or certificate is not better a second later."""
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, socket.gaierror | ssl.SSLCertVerificationError):
        return SourceError(f"{part.url}: cannot be reached ({_reason(error)}); are you online?")
    return _Broken(_reason(error))


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return "the server stopped sending"
    text = cause.strerror if isinstance(cause, OSError) else str(cause)
    return text or type(cause).__name__


def _refused(part: Part, error: urllib.error.HTTPError) -> NoReturn:
    if error.code == 416:
        part.discard()
    if error.code in (408, 416, 425, 429) or error.code >= 500:
        raise _Broken(f"the server answers {error.code} {error.reason}")
    raise SourceError(
        f"{part.url}: the server answers {error.code} {error.reason}; {BY_HAND}"
    ) from None


def _accept(part: Part, answer: http.client.HTTPResponse) -> None:
    """Go on with the part or begin anew, as the answer demands."""
    if "html" in (answer.headers.get_content_type()):
        part.discard()
        raise SourceError(f"{part.url}: a web page came instead of an archive; {BY_HAND}")
    etag, modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
    length = answer.headers.get("Content-Length", "")
    if answer.status == 206:
        start, part.total = _range(answer)
        # A 206 need not repeat both, but what it does say must be what was said before.
        other = (etag or part.etag, modified or part.modified) != (part.etag, part.modified)
        if start != part.done or other:
            part.discard()
            raise _Broken("the server went on with another archive")
    else:
        part.discard()
        part.note(etag, modified)
        part.total = int(length) if length.isdecimal() else 0
    if part.total > _LARGEST_ARCHIVE:
        raise _too_large(part)


def _range(answer: http.client.HTTPResponse | urllib.error.HTTPError) -> tuple[int, int]:
    """First byte and length of the whole, from Content-Range; -1 for what it does not say."""
    found = re.fullmatch(
        r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)", answer.headers.get("Content-Range", "")
    )
    start, total = found.groups() if found else ("", "")
    return int(start or -1), int(total) if total and total != "*" else -1


def _too_large(part: Part) -> SourceError:
    part.discard()
    return SourceError(f"{part.url}: more than {_LARGEST_ARCHIVE:,} bytes; {BY_HAND}")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows few redirects, and only to addresses that fetch itself would ask."""

    max_redirections = _REDIRECTS

    def __init__(self, mirror: bool) -> None:
        self._mirror = mirror

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        try:
            check_address(newurl, mirror=self._mirror)
        except RequestError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(url: str) -> urllib.request.OpenerDirector:
    handlers: list[urllib.request.BaseHandler] = [_Redirects(not url.startswith(BASE))]
    if urlsplit(url).hostname in LOOPBACK:
        # A proxy has another loopback than we.
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)
