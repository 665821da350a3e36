"""What one table is written with: what the graph holds already, and where lines go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.sources import emit
from clustergraph.sources.known import known
from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection

    from clustergraph.sources.gathering import Gathering
    from clustergraph.sources.table.cells import Fact

# Organisations that only tables name, and not by an identifier.
OF_TABLES = f"{PREFIXES['organisation']}table-"


class Writing:
    """The facts gathered so far, and lines that say where they come from."""

    def __init__(self, dataset: str, gathering: Gathering) -> None:
        self.dataset = dataset
        self.gathering = gathering
        self.known = known(gathering.lines, gathering.blocks)
        # Those of tables are known by their identifiers only, whichever table is read first.
        told = gathering.organisations.names()
        self.known.learn(one for one in told if not one[0].startswith(OF_TABLES))
        self.known.kinds.update(gathering.persons())

    def write(self, iri: str, kind: str, facts: set[Fact], places: Collection[str] = ()) -> None:
        """State the class of a thing, its facts, and the table as its source, with the rows."""
        lines = self.gathering.lines
        lines.append(emit.line(iri, emit.TYPE, emit.iri(kind)))
        lines.extend(emit.line(iri, *fact) for fact in facts)
        self.gathering.citations.cite(iri, self.dataset, *places)
