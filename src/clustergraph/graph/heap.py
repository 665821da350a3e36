"""Memory of a process: kept, where it answers large questions one after the other, or spared, where
an engine takes more than there may be.

By itself the C library gives each large block back to the system and takes it again for the next
answer, page by page: of an answer of 180 MB that is half of the time. Knows the C library of Linux;
where there is another one nothing changes.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

# Of malloc.h of glibc.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
# The value with which glibc begins; it raises it with every large block that is freed.
_MAPPED_FROM = 128 << 10
# A larger block is the system's own: it grows without being copied.
_LARGEST = 1 << 28
_NEVER = (1 << 31) - 1


def keep() -> None:
    """Keep what is freed for what is taken next."""
    _set((_MMAP_THRESHOLD, _LARGEST), (_TRIM_THRESHOLD, _NEVER))


def spare() -> None:
    """Give back at once what is freed, and let all threads that begin later share one heap."""
    _set((_MMAP_THRESHOLD, _MAPPED_FROM), (_ARENA_MAX, 1))


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
