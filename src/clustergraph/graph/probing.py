"""The expressions of a query, each with a query that counts in how many rows it has a value.

An expression that fails has no value: a filter then drops its row, and a column stays empty, which
looks as if there were nothing to find. Knows texts; asks no graph.
"""

from __future__ import annotations

import re
from itertools import chain, count, islice
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.graph import parsing, sparql
from clustergraph.graph.patterns import Part, always

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from clustergraph.graph.patterns import Group, Tree

_AGGREGATES = re.compile(
    r"\b(COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\s*\(|\bEXISTS\b", re.IGNORECASE
)
# What is no number makes a sum have no value.
_SUM = re.compile(
    r"\b(?:SUM|AVG)\s*\(\s*(?:DISTINCT\b)?([^()]*(?:\([^()]*\)[^()]*)*)\)", re.IGNORECASE
)
_OF_A_VARIABLE = re.compile(r"\b(?:SUM|AVG)\s*\(\s*(?:DISTINCT\s*)?[?$](\w+)\s*\)", re.IGNORECASE)
_NAMED = re.compile(r"^(.*)\bAS\s+[?$](\w+)\s*$", re.IGNORECASE | re.DOTALL)
_GROUPED = re.compile(r"\bGROUP\s+BY\b", re.IGNORECASE)


class Probe(NamedTuple):
    """An expression, and the query that counts the `rows` it was asked of and those that are
    `fine`. strict: one row that is not fine is enough to explain that there is no value."""

    expression: str
    query: str
    strict: bool = False


def probes(text: str, rows: int, empty: Collection[str]) -> list[Probe]:
    """What may explain an answer of so many rows, in which the columns `empty` have no value."""
    try:
        tree = parsing.read(text)
    except parsing.Unread:
        return []
    found = list(_all(tree, tree.group)) if not rows else list(_columns(tree, empty))
    plain = [Probe(said, query) for said, query in found if not _AGGREGATES.search(said)]
    return plain + list(_sums(tree, [tree.after] if not rows else _named(tree, empty)))


def optional_sums(text: str) -> list[Probe]:
    """The sums and averages of a SELECT over a variable that may have no value in some rows."""
    if not _OF_A_VARIABLE.search(text):
        return []
    try:
        tree = parsing.read(text)
    except parsing.Unread:
        return []
    there = always(tree.group.parts)
    found = {each[0]: f"?{each[1]}" for each in _OF_A_VARIABLE.finditer(tree.before + tree.after)}
    # By its own name and not bound to another: the engine counts it without reading its terms.
    rows, fine = _new_names(tree, 2)
    head = f"{tree.prologue} SELECT (COUNT(*) AS ?{rows})"
    inside = " ".join(map(str, tree.group.parts))
    return [
        Probe(said, f"{head} (COUNT({name}) AS ?{fine}) WHERE {{ {inside} }}")
        for said, name in found.items()
        if name not in there
    ]


def _named(tree: Tree, empty: Collection[str]) -> list[str]:
    """What makes the columns of a SELECT that are empty."""
    named = map(_NAMED.match, sparql.brackets(tree.before))
    return [each[1].strip() for each in named if each and each[2] in empty]


def _sums(tree: Tree, texts: list[str]) -> Iterator[Probe]:
    """Every sum and average in some texts, such as HAVING, asked of the values that there are."""
    for found in chain(*map(_SUM.finditer, texts)):
        value = found[1].strip()
        if not _AGGREGATES.search(value):
            bound = Part("filter", [f" FILTER(BOUND({value}))"] if value[:1] in "?$" else [""])
            parts = [*tree.group.parts, bound]
            yield Probe(found[0], _counting(tree, parts, f"({value}) + 0", filtered=True), True)


def _all(tree: Tree, group: Group) -> Iterator[tuple[str, str]]:
    """Every filter and every BIND that each row of the answer goes through."""
    for at, part in enumerate(group.parts):
        if part.kind == "filter":
            said = sparql.bare(str(part.pieces[0]).strip()[len("FILTER") :])
            yield said, _counting(tree, group.parts, said)
        elif (made := part.made) is not None:
            yield made[0], _counting(tree, group.parts[:at], made[0])
        if part.kind == "join":
            for inner in part.groups:
                yield from _all(tree, inner)


def _columns(tree: Tree, empty: Collection[str]) -> Iterator[tuple[str, str]]:
    """What makes the columns that are empty."""
    for at, part in enumerate(tree.group.parts):
        made = part.made
        if made and made[1] in empty:
            yield made[0], _counting(tree, tree.group.parts[:at], made[0])
    if not _GROUPED.search(tree.after):
        for said in _named(tree, empty):
            yield said, _counting(tree, tree.group.parts, said)


def _counting(tree: Tree, parts: list[Part], expression: str, filtered: bool = False) -> str:
    inside = " ".join(str(part) for part in parts if part.kind != "filter" or filtered)
    rows, fine, value = _new_names(tree, 3)
    return (
        f"{tree.prologue} SELECT (COUNT(*) AS ?{rows}) (COUNT(?{value}) AS ?{fine}) "
        f"WHERE {{ {inside} BIND(({expression}) AS ?{value}) }}"
    )


def _new_names(tree: Tree, number: int) -> list[str]:
    """Names of variables that a query has not."""
    taken = {token.text[1:] for token in sparql.tokens(str(tree))}
    free = (name for name in map("probed{}".format, count()) if name not in taken)
    return list(islice(free, number))
