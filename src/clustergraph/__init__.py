"""clustergraph: the knowledge graph of partners, projects and funding of innovation clusters.

    import clustergraph as cg

    graph = cg.open("graph")
    cg.query(graph, "partners", organisation="mecatech")
    cg.network(graph, "partners")

These load what they need when they are first used, so that the command line answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = ["Location", "Table", "__version__", "network", "open", "query"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # By its name and not by a statement: the rooms below import this module for its version.
    return getattr(import_module("clustergraph.api"), name)


def __dir__() -> list[str]:
    return __all__
