"""What files looked like when their content was last known, so that they need not be read again.

A file whose size, times, and number on its disk are as they were has not been written since: nobody
can set the time of its last change of state (Windows has none, there somebody could feign it). Of
one that was written just before it was looked at, that is not certain, as clocks of disks have
ticks: it is read once more. Knows files; nothing of what is in them.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from clustergraph.errors import OutputError
from clustergraph.formats.output import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    # By name: size, times of the content and of the state, and number on the disk.
    Looks = dict[str, list[int]]

# The longest tick of a clock of a disk (FAT), in nanoseconds.
_TICK = 2 * 10**9


class Seen:
    """How the files of one folder looked. record: where that is kept, None for nowhere; of: what
    their content was known by, for which alone the record holds."""

    def __init__(self, folder: Path, record: Path | None) -> None:
        self._root, self._record = f"{folder}{os.sep}", record

    def looks(self, names: Iterable[str], now: int) -> Looks:
        """How some files look that have not been written since, or just before, a time on their
        disk, in nanoseconds."""
        found = ((name, look(self._root + name)) for name in names)
        return {name: seen for name, seen in found if seen and max(seen[1:3]) < now - _TICK}

    def kept(self, of: str) -> Looks:
        """How the files looked that were kept."""
        with suppress(OSError, ValueError):
            found = json.loads(self._record.read_bytes()) if self._record else None
            match found:
                case {"of": str(known), "files": dict(files)} if known == of:
                    return files
        return {}

    def keep(self, looks: Looks, of: str) -> None:
        """Remember how files look whose content is known."""
        if self._record is None:
            return
        with suppress(OSError, OutputError):
            self._record.parent.mkdir(exist_ok=True)
            write_bytes(self._record, [json.dumps({"of": of, "files": looks}).encode()])


def look(path: str | Path) -> list[int] | None:
    """Size, times and number of a file; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  a Path for each takes longer
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
