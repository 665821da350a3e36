"""All things that have a name or a code, those in the most projects first, and what they are.

Knows tables: of things, of their classes, projects, countries and numbers; nothing of names.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    import numpy as np
    import numpy.typing as npt
    import polars as pl

    Rows = Sequence[tuple[str, ...]]

# Between the classes or countries of a thing, as no IRI and no code holds it.
_BETWEEN = " "


def table(
    nodes: Iterable[str], kinds: Rows, projects: Rows, states: Rows, identifiers: Rows
) -> pl.DataFrame:
    """The things by rank.

    Of each, kinds: a class or scheme; projects: their number; states: one in which it lies, with
    its code; identifiers: their order, register and number, the best known first.
    """
    import polars as pl

    things = pl.DataFrame({"node": sorted(set(nodes))}, {"node": pl.String})
    counts = {node: int(count) for node, count in projects}
    numbers = {node: f"{register} {number}" for node, _, register, number in reversed(identifiers)}
    of = things["node"].to_list()
    told = {"classes": _told(kinds), "states": _told(states), "identifier": numbers}
    columns = [
        pl.Series(name, [said.get(node, "") for node in of], pl.String)
        for name, said in told.items()
    ]
    projected = pl.Series("projects", [counts.get(node, 0) for node in of], pl.Int64)
    return things.with_columns(*columns, projected).sort(
        "projects", "node", descending=[True, False]
    )


def _told(rows: Rows) -> dict[str, str]:
    """What the rows say of each thing, in one text."""
    found: dict[str, list[str]] = {}
    for node, *said in rows:
        found.setdefault(node, []).extend(said)
    return {node: _BETWEEN.join(said) for node, said in found.items()}


class Ranked:
    """The things of one graph, opened."""

    def __init__(self, things: pl.DataFrame) -> None:
        import polars as pl

        self._things, self._nodes = things, things["node"]
        told = things["classes"].unique().sort()
        self._kinds = [frozenset(each.split(_BETWEEN)) - {""} for each in told.to_list()]
        self._classes = things["classes"].cast(pl.Enum(told)).to_physical()

    @cached_property
    def _by_iri(self) -> tuple[pl.Series, pl.Series]:
        """All things sorted by IRI, and their ranks: to write a dictionary of them takes longer
        than all that one command looks up."""
        ranks = self._nodes.arg_sort()
        return self._nodes[ranks], ranks

    def __len__(self) -> int:
        return len(self._nodes)

    def place(self, rank: int) -> tuple[int, str]:
        """What decides the rank of a thing: its number of projects, with a minus, and its IRI."""
        return -self._things["projects"][rank], self._nodes[rank]

    def iris(self, ranks: pl.Series) -> list[str]:
        """The things of some ranks."""
        return self._nodes[ranks].to_list()

    def those(self, wanted: Callable[[AbstractSet[str]], bool]) -> npt.NDArray[np.bool_]:
        """Of each rank whether its thing is something, and wanted for its classes."""
        import numpy as np

        told = np.array([bool(kinds) and wanted(kinds) for kinds in self._kinds], dtype=np.bool_)
        found: npt.NDArray[np.bool_] = told[self._classes.to_numpy()]
        return found

    def kinds(self, iris: Iterable[str]) -> dict[str, frozenset[str]]:
        """The classes and schemes of those of some things that are here."""
        at = self._ranked(iris)
        kinds = self._classes[list(at.values())]
        return {iri: self._kinds[kind] for iri, kind in zip(at, kinds, strict=True)}

    def projects(self, iris: Iterable[str]) -> dict[str, int]:
        """In how many projects those of some things that are here take part."""
        return dict(self._of("projects", iris))

    def states(self, iris: Iterable[str]) -> dict[str, dict[str, str]]:
        """The countries in which those of some things that are here lie: their codes by IRI."""
        told = {iri: said.split(_BETWEEN) for iri, said in self._of("states", iris)}
        return {iri: dict(zip(said[::2], said[1::2], strict=False)) for iri, said in told.items()}

    def identifiers(self, iris: Iterable[str]) -> dict[str, str]:
        """The best known number or code of those of some things that are here, or ""."""
        return dict(self._of("identifier", iris))

    def _of(self, column: str, iris: Iterable[str]) -> Iterable[tuple[str, Any]]:
        at = self._ranked(iris)
        return zip(at, self._things[column][list(at.values())].to_list(), strict=True)

    def _ranked(self, iris: Iterable[str]) -> Mapping[str, int]:
        import polars as pl

        nodes, ranks = self._by_iri
        wanted = pl.Series(list(iris), dtype=pl.String)
        if nodes.is_empty() or wanted.is_empty():
            return {}
        at = nodes.search_sorted(wanted).clip(0, len(nodes) - 1)
        here = nodes[at] == wanted
        return dict(zip(wanted.filter(here), ranks[at.filter(here)], strict=True))
