"""SciPy's sparse arrays, without the parts of NumPy that come with them unasked.

As it is loaded, SciPy copies whatever `dir(numpy)` names, which loads NumPy's Fortran wrapper, its
test tools and its polynomials (scipy/_lib/array_api_compat/_internal.py, SciPy 1.17): a quarter of
the time of a short command. They load as ever when somebody uses them. Who needs `sparse` first in
a command takes it from here; knows nothing of networks.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNUSED = frozenset({"char", "ctypeslib", "f2py", "ma", "polynomial", "rec", "test", "testing"})


@contextmanager
def _unnamed() -> Iterator[None]:
    """NumPy names none of the parts that nobody uses."""
    named, listed = np.__all__, np.__dir__
    names = vars(np)
    names["__all__"] = [name for name in named if name not in _UNUSED]
    names["__dir__"] = lambda: [name for name in listed() if name not in _UNUSED]
    try:
        yield
    finally:
        names["__all__"], names["__dir__"] = named, listed


with _unnamed():
    from scipy import sparse

__all__ = ["sparse"]
