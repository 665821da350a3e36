"""The official SDK of the Model Context Protocol, imported in two thirds of the time.

It declares some five hundred models, of which a session uses a few dozen, and loads with each of
its modules a client and servers over HTTP. Knows how they are declared and where they are; nothing
of what is said with them.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING

import pydantic

from clustergraph.garbage import uncollected

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _models_when_used() -> Iterator[None]:
    """Models declared within are built when they are first used, which pydantic does where their
    configuration says so; they take it from the class that all of them extend."""
    shared = pydantic.BaseModel.model_config
    shared["defer_build"] = True
    try:
        # All that is made here stays, so looking for what to throw away is in vain.
        with uncollected():
            yield
    finally:
        del shared["defer_build"]


@contextmanager
def _modules_alone(*packages: str) -> Iterator[None]:
    """Modules imported within do without what their packages, outermost first, import themselves.
    Who imports one of these packages later gets it whole."""
    alone = [name for name in packages if name not in sys.modules]
    try:
        for name in alone:
            spec = find_spec(name)
            if spec is None:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            sys.modules[name] = module_from_spec(spec)
        yield
    finally:
        for name in alone:
            sys.modules.pop(name, None)


with _models_when_used(), _modules_alone("mcp", "mcp.server"):
    from mcp import types
    from mcp.server.lowlevel import Server
    from mcp.server.stdio import stdio_server
    from mcp.shared.exceptions import MCPError

__all__ = ["MCPError", "Server", "stdio_server", "types"]
