"""Tables kept as Parquet beside the store, each under the text that asks for it.

Knows graph folders and files; nothing of questions or of what a table says. A kept table belongs
to one build, one text and one version of clustergraph; whatever is missing, damaged or cannot be
written only costs time. Graphs without a build folder (RDF files) are asked each time.
"""

from __future__ import annotations

import hashlib
import io
import threading
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from clustergraph._version import __version__
from clustergraph.errors import OutputError
from clustergraph.formats import output
from clustergraph.graph import folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from clustergraph.graph.location import Location

# Raised when the columns made from an answer change while its query stays the same.
_LAYOUT = "1"
# Files up to so many bytes are kept in memory once they are read.
_SMALL = 12_000_000
# Held by who makes a table, by where it is kept.
_MAKING: dict[Path, threading.RLock] = {}


def frame(
    location: Location, name: str, text: str, make: Callable[[], pl.DataFrame]
) -> pl.DataFrame:
    """The table that a text asks for: what was kept of it, else what `make` makes. Where several
    threads ask for it at once, the first one makes it."""
    place = stem(location, name, text)
    if place is None:
        return make()
    found = read(place)
    if found is None:
        with _MAKING.setdefault(place, threading.RLock()):
            found = read(place)
            if found is None:
                found = make()
                _write(place, found)
    return found


def stem(location: Location, name: str, text: str) -> Path | None:
    """Where `frame` keeps the table, but for checksum and ending; None where it does not."""
    if location.manifest is None or isinstance(location.nt, tuple):
        return None
    key = "\n".join([location.manifest.build_id, text, __version__, _LAYOUT])
    # A text may hold the name of a file, in whatever encoding.
    digest = hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest()[:16]
    return location.nt.path.parent / folder.CACHE / f"{name}-{digest}"


def there(stem: Path) -> bool:
    """Whether there is a table, which may be damaged."""
    return any(_tables(stem))


def _tables(stem: Path) -> list[Path]:
    """What is kept under a name. Who reads a pipe waits for ever."""
    found = stem.parent.glob(f"{stem.name}-*.parquet")
    return sorted(path for path in found if path.is_file())


def read(stem: Path) -> pl.DataFrame | None:
    """The table, if there is one whose content has the checksum in its name."""
    paths = _tables(stem)
    if not paths:
        return None
    import polars as pl

    with suppress(OSError, pl.exceptions.PolarsError):
        for path in paths:
            found = path.stat()
            read = _unpacked if found.st_size <= _SMALL else _unpacked.__wrapped__
            table = read(path, found.st_mtime_ns, found.st_size)
            if table is not None:
                return table
    return None


@lru_cache(maxsize=16)
def _unpacked(path: Path, changed: int, size: int) -> pl.DataFrame | None:
    """The table of a file that last changed then, if its checksum is that in its name. A server
    asks for the same tables again and again."""
    import polars as pl

    data = path.read_bytes()
    if not path.stem.endswith(f"-{_checksum(data)}"):
        return None
    return pl.read_parquet(io.BytesIO(data))


def _write(stem: Path, table: pl.DataFrame) -> None:
    file = io.BytesIO()
    # Half as large again as with Polars' own zstd, and read in half the time.
    table.write_parquet(file, compression="lz4", statistics=False)
    data = file.getvalue()
    with suppress(OSError, OutputError):
        stem.parent.mkdir(exist_ok=True)
        for old in stem.parent.glob(f"{stem.name}-*.parquet"):
            old.unlink(missing_ok=True)
        output.write_bytes(stem.with_name(f"{stem.name}-{_checksum(data)}.parquet"), [data])


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
