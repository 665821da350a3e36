"""The official SDK of the Model Context Protocol, imported in two thirds of the time.

It declares some five hundred models, of which a session uses a few dozen. Knows how they are
declared; nothing of what is said with them.
"""

from __future__ import annotations

from contextlib import contextmanager
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


with _models_when_used():
    from mcp import types
    from mcp.server.lowlevel import Server
    from mcp.server.stdio import stdio_server

__all__ = ["Server", "stdio_server", "types"]
