"""A question asked of a file in every engine, and of rdflib as the reference."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import rdflib
from rdflib.plugins.sparql import prepareQuery

from clustergraph.formats import tables
from clustergraph.graph import engines
from clustergraph.graph.opening import open_graph

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.plugins.sparql.sparql import Query

    from clustergraph.graph.location import Location

Engine = str


@cache
def _reference(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="nt")


@cache
def indexes(path: Path) -> dict[Engine, engines.Index]:
    """The file as each engine holds it."""
    return {name: engine.load(path) for name, engine in engines.ENGINES.items()}


@cache
def prepared(text: str) -> Query:
    """A question as rdflib reads it: its parser takes as long as its answers."""
    return prepareQuery(text)


def everywhere(text: str, path: Path) -> dict[Engine, tables.Table]:
    """The answer of each engine, and of rdflib, from an N-Triples file."""
    found = {name: index.select(text) for name, index in indexes(path).items()}
    answer = _reference(path).query(prepared(text)).serialize(format="json")
    assert answer is not None
    return {**found, "rdflib": tables.from_json(answer)}


def rows(table: tables.Table) -> list[tuple[str, ...]]:
    """The rows as text, an unbound cell as ""."""
    return [tuple("" if cell is None else str(cell) for cell in row) for row in table.rows]


@cache
def location(path: Path) -> Location:
    """The file, opened."""
    return open_graph(path)
