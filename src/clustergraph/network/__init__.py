"""Networks and what can be computed from them: who is tied to whom, how strongly, what follows.

Small ones are plain networkx graphs, large ones arrays (`ties.Ties`). What counts as a tie is said
by the queries in queries/network/, never here. Import the modules: this one loads none of them.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from clustergraph.graph import Location


class _Room(ModuleType):
    """This package, which can also be called.

    Importing it makes it `clustergraph.network`, in the place of the function of that name.
    """

    def __call__(
        self, location: Location, wanted: str = "partners", lang: str = "en"
    ) -> nx.Graph[str]:
        from clustergraph.network.reading import network

        return network(location, wanted, lang)


sys.modules[__name__].__class__ = _Room
