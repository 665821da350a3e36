"""How the loops of this room are compiled: once, kept on disk, and without Python's lock."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numba import njit
from numba.core.caching import FunctionCache

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")
Array = np.ndarray[Any, np.dtype[Any]]


class _Cache(FunctionCache):
    """Numba's cache, on a disk that may be full or damaged: then a loop is compiled anew."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
        # What is stored is pickled: damaged, it can raise anything.
        except Exception:  # noqa: BLE001
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        with suppress(OSError):
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]


def compiled(**options: Any) -> Callable[[Function], Function]:
    """Makes machine code of a function; to a type checker it stays what it was.

    `options` are further ones of Numba's njit.
    """

    def make(function: Function) -> Function:
        made = njit(nogil=True, **options)(function)
        # Where neither our folder nor a home can be written, there is no place for a cache.
        with suppress(RuntimeError, OSError):
            made._cache = _Cache(made.py_func)  # type: ignore[no-untyped-call]
        compiled_function: Function = made
        return compiled_function

    return make
