"""One archive over HTTP: resumed if interrupted, never mixed with another version of it.

Knows ranges and validators (RFC 9110, 13 and 14); nothing of connections, nor of what an
archive holds or where its files go.
"""

from __future__ import annotations

import json
import re
import socket
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from clustergraph.errors import SourceError
from clustergraph.http.exchange import Answer, Request, answered
from clustergraph.http.failures import Broken, Cut, Refused
from clustergraph.http.limits import Limits, Patience, tried
from clustergraph.sources.fetch.addresses import BASE, BY_HAND, check_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Report: TypeAlias = "Callable[[int, int], None]"

# 30 seconds without a byte; and far more bytes than any archive of CORDIS has.
PATIENCE = Patience(30.0, pause=1.0, largest=10_000_000_000)


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
            noted = json.loads(self.notes.read_text(encoding="utf-8"))
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
        """The validator of this version of the archive (RFC 9110, 13.1.5: no weak tag)."""
        return self.etag if self.etag.startswith('"') else self.modified

    def note(self, etag: str, modified: str) -> None:
        self.etag, self.modified = etag, modified
        noted = {"url": self.url, "etag": etag, "modified": modified}
        self.notes.write_text(json.dumps(noted), encoding="utf-8")

    def discard(self) -> None:
        """Begin anew."""
        self.path.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)


def download(part: Part, report: Report, patience: Patience) -> None:
    """Get all bytes, in as many tries as patience allows."""
    with Limits(stall=patience.timeout) as limits:
        try:
            tried(partial(_transfer, part, report, limits), patience, limits)
        except Broken as error:
            kept = f"; {part.done:,} bytes are kept, run the command again to go on"
            raise SourceError(
                f"{part.url}: {error}, {patience.tries} tries{kept if part.done else ''}"
            ) from None
        except Refused as error:
            if error.status:
                raise _refused(part, f"{error.status}: {error}") from None
            raise SourceError(f"{part.url}: cannot be reached ({error}); are you online?") from None


def _transfer(part: Part, report: Report, limits: Limits) -> None:
    """One try, from where the part ends if the server lets it."""
    headers = {}
    if part.done and part.validator:
        headers = {"Range": f"bytes={part.done}-", "If-Range": part.validator}
    allow = partial(check_address, mirror=not part.url.startswith(BASE))
    try:
        with answered(Request("GET", part.url, None, headers), limits, allow=allow) as answer:
            if answer.status != 416 or _range(answer)[1] != part.done:
                _accept(part, answer)
                _receive(part, answer, report)
    except Broken as error:
        if isinstance(error.__cause__, socket.gaierror):
            # Offline, a name is not found better a second later.
            raise Refused(str(error)) from None
        raise


def _receive(part: Part, answer: Answer, report: Report) -> None:
    try:
        with part.path.open("ab") as file:
            for chunk in answer.chunks():
                file.write(chunk)
                report(file.tell(), part.total)
                if file.tell() > PATIENCE.largest:
                    raise _too_large(part)
    except Cut:
        raise Broken(f"the connection closed at {part.done:,} of {part.total:,} bytes") from None


def _refused(part: Part, told: str) -> SourceError:
    return SourceError(f"{part.url}: the server answers {told}; {BY_HAND}")


def _accept(part: Part, answer: Answer) -> None:
    """Go on with the part or begin anew, as the answer demands."""
    _check_status(part, answer)
    if "html" in answer.kind:
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
            raise Broken("the server went on with another archive")
    else:
        part.discard()
        part.note(etag, modified)
        part.total = int(length) if length.isdecimal() else 0
    if part.total > PATIENCE.largest:
        raise _too_large(part)


def _check_status(part: Part, answer: Answer) -> None:
    if answer.status == 416:
        part.discard()
    # 202 is for an archive that is still being made.
    if answer.status in (202, 408, 416, 425, 429) or answer.status >= 500:
        raise Broken(f"the server answers {answer.told}")
    if answer.status not in (200, 203, 206):
        raise _refused(part, answer.told)


def _range(answer: Answer) -> tuple[int, int]:
    """First byte and length of the whole, from Content-Range; -1 for what it does not say."""
    found = re.fullmatch(
        r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)", answer.headers.get("Content-Range", "")
    )
    start, total = found.groups() if found else ("", "")
    return int(start or -1), int(total) if total and total != "*" else -1


def _too_large(part: Part) -> SourceError:
    part.discard()
    return SourceError(f"{part.url}: more than {PATIENCE.largest:,} bytes; {BY_HAND}")
