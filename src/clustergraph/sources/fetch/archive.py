"""A downloaded archive: checked, unpacked beside its place, and put there whole with its record.

Knows nothing of HTTP. Nothing is written outside the folder, and no member unpacks to more than an
honest one would.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import stat
import zipfile
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from clustergraph.errors import OutputError, SourceError
from clustergraph.sources.fetch.addresses import BY_HAND
from clustergraph.sources.origin import SIDECAR
from clustergraph.sources.reading import DAMAGED, LARGEST_MEMBER, LARGEST_RATIO

if TYPE_CHECKING:
    from clustergraph.sources.fetch.transfer import Part

_CHUNK = 1 << 18
_MEMBERS = 1000
_LARGEST_TOTAL = 2 * LARGEST_MEMBER
_ZIP = b"PK"


@dataclass(frozen=True)
class Fetched:
    """An archive that arrived: the folder of its files, its release, size and SHA-256."""

    path: Path
    release: str
    size: int
    sha256: str


def target_of(folder: Path, name: str) -> Path:
    """Where the files go; mends what a killed fetch left, touches nothing that was not fetched."""
    target, old = folder / name, folder / f".{name}.old"
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists() and not (target / SIDECAR).is_file():
        raise OutputError(f"{target} is there and holds no {SIDECAR}: move it away first")
    return target


def install(part: Part, target: Path) -> Fetched:
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


def _unpack(part: Part, folder: Path) -> tuple[str, dict[str, int]]:
    """Unpack every member into the folder: the newest date among them, and their sizes."""
    with part.path.open("rb") as file:
        if file.read(len(_ZIP)) != _ZIP:
            raise SourceError(f"{part.url}: what came is not a zip archive; {BY_HAND}")
    try:
        with zipfile.ZipFile(part.path) as archive:
            # Not by is_dir(), which takes it that every member has a name.
            members = [each for each in archive.infolist() if not each.filename.endswith("/")]
            _check_members(part.url, members, folder)
            for member in members:
                path = folder / member.filename
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as packed, path.open("xb") as plain:
                    shutil.copyfileobj(packed, plain, _CHUNK)
    except NotImplementedError as error:
        # What zipfile raises for a way to pack that it has not.
        raise SourceError(
            f"{part.url}: the archive is packed in a way that cannot be read ({error}); download "
            "it by hand, unpack it by another program and build from the folder: cordis=FOLDER"
        ) from None
    except (*DAMAGED, OSError) as error:
        # What the system refuses has a number, unless it is a place that is not in the file.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
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
    if not name:
        return "has no name"
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
    except (ValueError, OverflowError):
        return ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
