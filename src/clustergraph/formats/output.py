"""Writing a file whole or not at all; knows nothing of what is written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_bytes(path: Path, chunks: Iterable[bytes]) -> None:
    """Write chunks to path through a file beside it, so that nothing half-written is left.

    Raises OutputError where path is a folder or its folder cannot be written.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder: name a file to write")
    try:
        if path.exists() and not path.is_file():
            # A pipe or a device is written to, never replaced by a file.
            with path.open("wb") as file:
                file.writelines(chunks)
        else:
            _replace(path, chunks)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def clean(path: Path) -> None:
    """Remove what a `write_bytes` to this path left beside it when it was killed."""
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink(missing_ok=True)


def _replace(path: Path, chunks: Iterable[bytes]) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(chunks)
        beside.chmod(_mode())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _mode() -> int:
    """The mode a plain open() would give: mkstemp's 0600 would hide the file from colleagues."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
