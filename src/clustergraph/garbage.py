"""The cyclic garbage collector of Python, paused while very many records are made that all stay,
or kept from walking those that are there.

Knows nothing of the records.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector, which walks all records again and again: millions of them take twice
    as long with it. In a `with` statement, or above a function."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():
                # All is old at once: as young objects, they would be walked now.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@contextmanager
def settled() -> Iterator[None]:
    """With a collector that does not walk what is there already: where much is held, each walk
    takes long and finds nothing."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
