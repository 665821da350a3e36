"""Downloading the official archives of CORDIS: whole, checked, unpacked safely, and resumable.

Knows where archives are and how HTTP (RFC 9110) resumes a transfer; nothing of what they hold.

An archive becomes the folder FOLDER/NAME with its files and `fetched.json`, which records where
they came from and which build can read:

    {"name": "cordis-he", "url": "https://…/….zip", "release": "2025-08-01", "size": 123,
     "sha256": "…", "files": {"project.csv": 456, …}}

`release` is the day on which the server says the archive last changed, else the newest date inside
the archive, else "". `size` and `sha256` are those of the archive, `files` the sizes unpacked.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import stat
import time
import urllib.error
import urllib.request
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin, urlsplit

import filelock

from clustergraph import __version__
from clustergraph.errors import OutputError, RequestError, SourceError
from clustergraph.sources.reading import LARGEST_MEMBER, LARGEST_RATIO
from clustergraph.terms import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, NoReturn

Report: TypeAlias = "Callable[[int, int], None]"

SIDECAR = "fetched.json"
BASE = "https://cordis.europa.eu/data/"
BASE_VARIABLE = "CLUSTERGRAPH_FETCH_BASE"
ARCHIVES: dict[str, str] = {
    "cordis-he": "cordis-HORIZONprojects-csv.zip",
    "cordis-h2020": "cordis-h2020projects-csv.zip",
    "cordis-fp7": "cordis-fp7projects-csv.zip",
}

_HOSTS = ("europa.eu",)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_CHUNK = 1 << 18
_REDIRECTS = 3
_MEMBERS = 1000
# Far above any archive of CORDIS: beyond it, something else is being sent.
_LARGEST_ARCHIVE = 10_000_000_000
_LARGEST_TOTAL = 2 * LARGEST_MEMBER
_ZIP = b"PK"
_BY_HAND = "download it by hand and give the file to clustergraph build cordis=FILE.zip"


@dataclass(frozen=True)
class Patience:
    """How long to wait: seconds without a byte, tries in all, seconds before the second try
    (doubled each time)."""

    timeout: float = 30.0
    tries: int = 5
    pause: float = 1.0


@dataclass(frozen=True)
class Fetched:
    """An archive that arrived: the folder of its files, its release, size and SHA-256."""

    path: Path
    release: str
    size: int
    sha256: str


@dataclass
class _Part:
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


def fetch(
    name: str,
    folder: Path,
    base_url: str | None = None,
    report: Report = lambda done, total: None,
    patience: Patience | None = None,
) -> Fetched:
    """Download an archive of ARCHIVES and unpack it into folder/name, replacing what is there.

    `report` is told the bytes that are here and the bytes in all (0 where the server does not
    say). A transfer that broke goes on where it stopped, also in a later call. `base_url`, or the
    environment variable CLUSTERGRAPH_FETCH_BASE, names a mirror: over https, or on this machine.
    Raises RequestError for an unknown name or address, SourceError where the archive does not
    arrive whole and sound, OutputError where it cannot be written.
    """
    if name not in ARCHIVES:
        raise unknown("archive", name, ARCHIVES)
    base = base_url or os.environ.get(BASE_VARIABLE) or BASE
    url = urljoin(base if base.endswith("/") else f"{base}/", ARCHIVES[name])
    _check_address(url, mirror=base != BASE)
    with _locked(folder, name):
        try:
            target = _target(folder, name)
            part = _Part(folder / f".{name}.part", url)
            _download(part, report, patience or Patience())
            return _install(part, target)
        except OSError as error:
            raise OutputError(f"cannot write {folder}: {error.strerror or error}") from error


def _check_address(url: str, *, mirror: bool) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    local = mirror and parts.scheme in ("http", "https") and host in _LOOPBACK
    official = any(host == known or host.endswith(f".{known}") for known in _HOSTS)
    if not local and not (parts.scheme == "https" and (mirror or official)):
        raise RequestError(f"{url} is refused: archives come over https from {', '.join(_HOSTS)}")


@contextmanager
def _locked(folder: Path, name: str) -> Iterator[None]:
    """Hold the archive's lock: two transfers into one file would mix their bytes."""
    lock = filelock.FileLock(folder / f".{name}.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except filelock.Timeout:
        raise OutputError(f"{folder / name}: another fetch is running; wait for it") from None
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


# --- The transfer


def _download(part: _Part, report: Report, patience: Patience) -> None:
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


def _transfer(part: _Part, report: Report, timeout: float) -> None:
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


def _ask(part: _Part, timeout: float) -> http.client.HTTPResponse | None:
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


def _failure(part: _Part, error: Exception) -> _Broken | SourceError:
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


def _refused(part: _Part, error: urllib.error.HTTPError) -> NoReturn:
    if error.code == 416:
        part.discard()
    if error.code in (408, 416, 425, 429) or error.code >= 500:
        raise _Broken(f"the server answers {error.code} {error.reason}")
    raise SourceError(
        f"{part.url}: the server answers {error.code} {error.reason}; {_BY_HAND}"
    ) from None


def _accept(part: _Part, answer: http.client.HTTPResponse) -> None:
    """Go on with the part or begin anew, as the answer demands."""
    if "html" in (answer.headers.get_content_type()):
        part.discard()
        raise SourceError(f"{part.url}: a web page came instead of an archive; {_BY_HAND}")
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


def _too_large(part: _Part) -> SourceError:
    part.discard()
    return SourceError(f"{part.url}: more than {_LARGEST_ARCHIVE:,} bytes; {_BY_HAND}")


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
            _check_address(newurl, mirror=self._mirror)
        except RequestError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(url: str) -> urllib.request.OpenerDirector:
    handlers: list[urllib.request.BaseHandler] = [_Redirects(not url.startswith(BASE))]
    if urlsplit(url).hostname in _LOOPBACK:
        # A proxy has another loopback than we.
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


# --- The archive


def _target(folder: Path, name: str) -> Path:
    """Where the files go; mends what a killed fetch left, touches nothing that was not fetched."""
    target, old = folder / name, folder / f".{name}.old"
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists() and not (target / SIDECAR).is_file():
        raise OutputError(f"{target} is there and holds no {SIDECAR}: move it away first")
    return target


def _install(part: _Part, target: Path) -> Fetched:
    """Check and unpack the archive beside its target, then put it in place."""
    beside = target.with_name(f".{target.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        newest, files = _unpack(part, beside)
        fetched = Fetched(target, _day(part.modified) or newest, part.done, _digest(part.path))
        record = {
            "name": target.name,
            "url": part.url,
            "release": fetched.release,
            "size": fetched.size,
            "sha256": fetched.sha256,
            "files": files,
        }
        (beside / SIDECAR).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        _swap(beside, target)
    except SourceError:
        # What arrived is not sound: going on with it would never end well.
        part.discard()
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    part.discard()
    return fetched


def _swap(beside: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    if target.exists():
        target.rename(old)
    beside.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _unpack(part: _Part, folder: Path) -> tuple[str, dict[str, int]]:
    """Unpack every member into the folder: the newest date among them, and their sizes."""
    with part.path.open("rb") as file:
        if file.read(len(_ZIP)) != _ZIP:
            raise SourceError(f"{part.url}: what came is not a zip archive; {_BY_HAND}")
    try:
        with zipfile.ZipFile(part.path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_members(part.url, members, folder)
            for member in members:
                path = folder / member.filename
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as packed, path.open("xb") as plain:
                    shutil.copyfileobj(packed, plain, _CHUNK)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise SourceError(
            f"{part.url}: the archive is damaged ({error}); run the command again, and if it "
            "happens twice the fault is the server's"
        ) from None
    return _newest(members), {member.filename: member.file_size for member in members}


def _check_members(url: str, members: list[zipfile.ZipInfo], folder: Path) -> None:
    """Refuse an archive that would write outside its folder, or far more than an honest one."""
    for member in members:
        fault = _fault(member)
        if fault:
            raise SourceError(f"{url}: '{member.filename}' {fault}: refused, nothing is unpacked")
    total = sum(member.file_size for member in members)
    if not members or len(members) > _MEMBERS or total > _LARGEST_TOTAL:
        raise SourceError(f"{url}: {len(members)} files of {total:,} bytes: not an archive of data")
    if len({member.filename.casefold() for member in members}) < len(members):
        raise SourceError(f"{url}: a file stands in the archive twice: refused")
    free = shutil.disk_usage(folder).free
    if total > free:
        raise OutputError(f"{folder.parent}: {total:,} bytes are needed and {free:,} are free")


def _fault(member: zipfile.ZipInfo) -> str:
    """Why a member must not be unpacked, or ""."""
    name = member.filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        return "would land outside the folder"
    if name.casefold() == SIDECAR:
        return "would stand for our own record"
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        return "is a link or device"
    if member.flag_bits & 1:
        return "is encrypted"
    honest = LARGEST_RATIO * max(member.compress_size, 1_000_000)
    if member.file_size > min(LARGEST_MEMBER, honest):
        return f"unpacks to {member.file_size:,} bytes"
    return ""


def _newest(members: list[zipfile.ZipInfo]) -> str:
    """The newest day on which a member was packed, or ""; a zip can hold days that never were."""
    days = []
    for member in members:
        try:
            days.append(date(*member.date_time[:3]).isoformat())
        except ValueError:
            continue
    return max(days, default="")


def _day(modified: str) -> str:
    """The day of an HTTP date, or ""."""
    try:
        return parsedate_to_datetime(modified).date().isoformat()
    except ValueError:
        return ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
