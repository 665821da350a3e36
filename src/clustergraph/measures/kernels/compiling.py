"""How the loops of this room are compiled: once, kept on disk, and without Python's lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")
Array = np.ndarray[Any, np.dtype[Any]]


def compiled(**options: Any) -> Callable[[Function], Function]:
    """Makes machine code of a function; to a type checker it stays what it was.

    `options` are further ones of Numba's njit.
    """

    def make(function: Function) -> Function:
        made: Function = njit(nogil=True, cache=True, **options)(function)
        return made

    return make
