"""Whether a question is answered by columns, and its answer.

It is where it sums, or counts several things once each, over much of a graph: with less to look at
the engine is sooner.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from clustergraph.graph import parsing, patterns
from clustergraph.graph.columnar.evaluating import Evaluating
from clustergraph.graph.columnar.files import Files, Unsupported
from clustergraph.graph.columnar.lookup import Lookup
from clustergraph.graph.columnar.results import document, ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clustergraph.graph.columnar.expressions import Node, Reader
    from clustergraph.graph.patterns import Group, Tree, Triple

# Triples that a question must look at, and those of one thing that are too few.
_MANY, _FEW = 200_000, 100
_PREFIX = re.compile(r"PREFIX\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)


def answered(folder: Path, text: str, count: Callable[[str], int]) -> bytes | None:
    """The SPARQL 1.1 JSON results document of a SELECT that is sound, asked of the index in a
    folder; None where the engine had better be asked. `count` tells what a query of one number
    counts, and is asked about single patterns."""
    try:
        tree = parsing.read(text)
        return answer(Lookup(Files(folder)), text) if _large(tree, count) else None
    except (parsing.Unread, Unsupported, pl.exceptions.PolarsError):
        return None
    except (OSError, ValueError, IndexError):
        # Files that are damaged or gone: the engine says so better.
        return None


def _large(tree: Tree, count: Callable[[str], int]) -> bool:
    """Whether a query looks at much of a graph, and not at what belongs to few things, or to what a
    path leads to."""
    triples = {str(one): one for one in _triples(tree.group)}
    rows = 0
    for text, triple in sorted(triples.items()):
        if triple.plain:
            found = count(f"{tree.prologue} SELECT (COUNT(*) AS ?n) WHERE {{ {text} }}")
            # A class may have few members and yet be what much hangs on, as countries are.
            if len(triple.variables) < 2 and found < _FEW and triple.predicate != "a":
                return False
            rows += found
        elif len(triple.variables) < 2:
            return False
    return rows >= _MANY


def _triples(group: Group) -> Iterator[Triple]:
    for part in group.parts:
        yield from part.triples
        for inner in part.groups:
            yield from _triples(inner)


def answer(lookup: Lookup, text: str) -> bytes:
    """The document of a SELECT, whatever it looks at. Raises Unsupported."""
    try:
        tree = parsing.read(text)
    except parsing.Unread:
        raise Unsupported from None
    prologue = tree.prologue
    if re.search(r"\bBASE\b", _PREFIX.sub("", prologue), re.IGNORECASE):
        raise Unsupported
    evaluating = Evaluating(lookup, dict(_PREFIX.findall(prologue)))
    distinct, columns = evaluating.head(tree.before[len(prologue) :])
    reader = evaluating.reader(tree.after)
    keys = evaluating.keys(reader)
    order = _order(reader)
    if not reader.ended:
        raise Unsupported
    table = evaluating.group(patterns.Group(tree.group.parts))
    if distinct or keys or any(node for _, node in columns):
        table = evaluating.selected(table, distinct, columns, keys)
    if any(node.variables - set(table.kinds) for node, _ in order):
        raise Unsupported
    return document(lookup, ordered(lookup, table, order), [name for name, _ in columns])


def _order(reader: Reader) -> list[tuple[Node, bool]]:
    """The keys of ORDER BY, and which of them go down."""
    if reader.peek() != "ORDER":
        return []
    reader.at += 1
    reader.expect("BY")
    found: list[tuple[Node, bool]] = []
    while not reader.ended and reader.peek() not in ("LIMIT", "OFFSET", "VALUES"):
        down = reader.peek() == "DESC"
        if reader.peek() in ("ASC", "DESC"):
            reader.at += 1
        found.append((reader.primary(), down))
    return found
