"""Loads pyvis without what it imports at once but a page never uses.

IPython shows a drawing in a notebook, networkx and jsonpickle make one from a graph or write one
out: importing the three takes longer than drawing. Knows modules; nothing of what pyvis draws.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module, resources
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTEBOOK = "IPython.display"


def network() -> type[Any]:
    """The class of networks of pyvis."""
    with _later("networkx"), _later("jsonpickle"), _later(_NOTEBOOK, IFrame=_frame):
        from pyvis.network import Network

    loaded: type[Any] = Network
    return loaded


def vis_network() -> str:
    """The vis-network script as pyvis ships it."""
    network()
    folder = resources.files("pyvis") / "templates" / "lib" / "vis-9.1.2"
    return (folder / "vis-network.min.js").read_text(encoding="utf-8")


class _Later(ModuleType):
    """Stands for a module until something of it is used, which imports it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        _leave(self)
        return getattr(import_module(self.__name__), name)


@contextmanager
def _later(name: str, **known: Any) -> Iterator[None]:
    """Where nobody has loaded a module so far, let something stand for it meanwhile.

    `known` are names that are imported from it, which would load it, and what stands for these.
    """
    if name in sys.modules or "pyvis.network" in sys.modules:
        yield
        return
    module = sys.modules[name] = _Later(name)
    module.__dict__.update(known)
    try:
        yield
    finally:
        _leave(module)


def _leave(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]


def _frame(*values: Any, **named: Any) -> Any:
    return import_module(_NOTEBOOK).IFrame(*values, **named)
