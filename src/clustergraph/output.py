"""Writing a file whole or not at all; knows nothing of what is written."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

from clustergraph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_bytes(path: Path, chunks: Iterable[bytes]) -> None:
    """Write chunks to path through a file beside it, so that nothing half-written is left.

    Raises OutputError where path is a folder or its folder cannot be written.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder: name a file to write")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
        os.chmod(name, _mode())
        os.replace(name, path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _mode() -> int:
    """The mode a plain open() would give: mkstemp's 0600 would hide the file from colleagues."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
