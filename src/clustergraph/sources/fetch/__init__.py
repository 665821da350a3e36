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

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import filelock

from clustergraph.errors import OutputError
from clustergraph.http.limits import Patience
from clustergraph.sources.fetch.addresses import ARCHIVES, BASE, BASE_VARIABLE, check_address
from clustergraph.sources.fetch.archive import Fetched, install, target_of
from clustergraph.sources.fetch.transfer import PATIENCE, Part, Report, download
from clustergraph.sources.origin import SIDECAR
from clustergraph.terms import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["ARCHIVES", "BASE", "BASE_VARIABLE", "SIDECAR", "Fetched", "Patience", "Report", "fetch"]


def fetch(
    name: str,
    folder: Path,
    base_url: str | None = None,
    report: Report = lambda done, total: None,
    patience: Patience = PATIENCE,
) -> Fetched:
    """Download an archive of ARCHIVES and unpack it into folder/name, replacing what is there.

    `report` is called with the bytes received and the bytes in all (0 where the server does not
    say). A transfer that broke goes on where it stopped, also in a later call. `base_url`, or the
    environment variable CLUSTERGRAPH_FETCH_BASE, names a mirror: over https, or on this machine.
    Raises RequestError for an unknown name or address, SourceError where the archive does not
    arrive whole and sound, OutputError where it cannot be written.
    """
    if name not in ARCHIVES:
        raise unknown("archive", name, ARCHIVES)
    base = base_url or os.environ.get(BASE_VARIABLE) or BASE
    check_address(base, mirror=base != BASE)
    url = urljoin(base if base.endswith("/") else f"{base}/", ARCHIVES[name])
    with _locked(folder, name):
        try:
            target = target_of(folder, name)
            part = Part(folder / f".{name}.part", url)
            download(part, report, patience)
            return install(part, target)
        except OSError as error:
            raise OutputError(f"cannot write {folder}: {error.strerror or error}") from error


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
        raise OutputError(f"cannot write {folder}: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()
