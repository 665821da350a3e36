"""Memory of a process: kept, where it answers large questions one after the other, or had in few
heaps, where an engine takes as much as there may be.

By itself the C library gives each large block back to the system and takes it again for the next
answer, page by page: of an answer of 180 MB that is half of the time. Knows the C library of Linux;
where there is another one nothing changes.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

# Of malloc.h of glibc.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
# A larger block is the system's own: it grows without being copied.
_LARGEST = 1 << 28
_NEVER = (1 << 31) - 1
_TUNABLES = "GLIBC_TUNABLES"
# With one heap the threads of an engine wait for each other, with one each much that is free
# belongs to another. Blocks from the size on with which glibc begins are given back at once; it
# would raise that with every large one that is freed. Not in large pages: they spare faults, but
# only memory that nobody has used for long lies in pieces of 2 MB, and a virtual machine has given
# that back to its host, from which to take it again costs 3 s a GB.
_SPARING = "glibc.malloc.arena_max=2:glibc.malloc.mmap_threshold=131072"


def keep() -> None:
    """Keep what is freed for what is taken next."""
    _set((_MMAP_THRESHOLD, _LARGEST), (_TRIM_THRESHOLD, _NEVER))


def sparing() -> dict[str, str]:
    """The environment of a process that fills gigabytes: the C library reads it as it begins."""
    return {_TUNABLES: ":".join(filter(None, (_SPARING, os.environ.get(_TUNABLES))))}


def give_back() -> None:
    """Give back what is kept and free."""
    with suppress(AttributeError, OSError):
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).malloc_trim(0)


def _set(*settings: tuple[int, int]) -> None:
    with suppress(AttributeError, OSError):
        if sys.platform.startswith("linux"):
            library = ctypes.CDLL(None)
            for name, value in settings:
                library.mallopt(name, value)
