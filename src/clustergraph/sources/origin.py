"""The record that a download leaves beside its files: where they came from, and when.

Knows this one file, `fetched.json`; nothing of HTTP, of archives or of what the files hold.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clustergraph.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

SIDECAR = "fetched.json"
# What of it a graph remembers: the archive's name, address, day, size in bytes and SHA-256.
_KEPT = ("name", "url", "release", "size", "sha256")


def origin(path: Path) -> dict[str, Any] | None:
    """Name, url, release, size and sha256 of the archive that a folder was fetched as, else None.

    Raises SourceError where the record cannot be read, or a file is not as long as it arrived.
    """
    sidecar = path / SIDECAR
    if not sidecar.is_file():
        return None
    try:
        record = json.loads(sidecar.read_bytes())
        kept = {key: record[key] for key in _KEPT}
        sizes = {path / name: int(size) for name, size in record["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{sidecar}: damaged ({error!r}); fetch the archive again") from None
    for file, size in sizes.items():
        found = file.stat().st_size if file.is_file() else None
        if found != size:
            now = "is missing" if found is None else f"has {found:,} bytes"
            raise SourceError(
                f"{file}: {now}, {size:,} arrived; fetch the archive again, or delete "
                f"{SIDECAR} if the change is yours"
            )
    return kept
