"""Counts, sums and orders of a query written so that the engine answers them soonest.

The engine reads the term of each row to count a variable, compares the texts of terms to count
each once, and reads a computed decimal anew for each comparison of a sort. Rows, distinct rows and
numbers it counts and compares by themselves. What is written here has the same value in every row
and the same order. Knows texts; nothing of graphs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph.graph import parsing, sparql
from clustergraph.graph.patterns import MADE, Group, Part, always

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGGREGATES = re.compile(r"\b(?:COUNT|SUM|AVG|MIN|MAX|SAMPLE|GROUP_CONCAT)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\bCOUNT\s*\(\s*[?$](\w+)\s*\)", re.IGNORECASE)
_ONCE = re.compile(
    r"\(\s*COUNT\s*\(\s*DISTINCT\s+[?$](\w+)\s*\)\s*AS\s+([?$]\w+)\s*\)", re.IGNORECASE
)
_SELECTED = re.compile(r".*\bSELECT(?:\s+[?$]\w+)*\s*(?:WHERE)?\s*", re.IGNORECASE | re.DOTALL)
_GROUPED = re.compile(
    r"\s*GROUP\s+BY((?:\s+[?$]\w+)+)\s*(?=ORDER\b|LIMIT\b|OFFSET\b|$)", re.IGNORECASE
)
# A group by expressions needs what these read; what VALUES joins may not be among distinct rows.
_MORE = re.compile(r"\b(?:GROUP\s+BY|HAVING|VALUES)\b", re.IGNORECASE)
# In a text or an IRI these are no calls.
_CALLED = re.compile(r"\b(?:COUNT|ASC|DESC)\s*\(", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_KEY = re.compile(r"\b(ASC|DESC)\s*\(\s*[?$](\w+)\s*\)|[?$](\w+)|[^?$]", re.IGNORECASE)
_SUMMED = re.compile(r"\s*(?:SUM|AVG)\s*(?=\()", re.IGNORECASE)
_VARIABLE = re.compile(r"\s*[?$](\w+)\s*")
_CHOSEN = re.compile(r"\s*(?:IF\s*\([^,]*,|COALESCE\s*\()(.*)\)\s*", re.IGNORECASE | re.DOTALL)


def aggregated(text: str) -> str:
    """The query with its counts and orders written for the engine; as it is where it has none."""
    if not _AGGREGATES.search(text) or _quotes_a_call(text):
        return text
    try:
        tree = parsing.read(text)
    except parsing.Unread:
        return text
    whole = Group(tree.group.parts, tree.before, tree.after)
    if not _rewritten(whole, _sums(whole)):
        return text
    return f"{whole.head} {Group(whole.parts)}{whole.tail}"


def _quotes_a_call(text: str) -> bool:
    """Whether a text or an IRI in the query looks like a call that would be written anew."""
    quoted = (token.text for token in sparql.tokens(text) if token.kind in ("string", "iri"))
    return any(map(_CALLED.search, quoted))


def _rewritten(group: Group, sums: frozenset[str]) -> bool:
    """Write a select and all within it anew; whether anything has changed."""
    changed = [_rewritten(inner, sums) for part in group.parts for inner in part.groups]
    head, tail = group.head, group.tail
    if head:
        _count_once(group)
        _count(group)
        group.tail = _ordered(tail, sums)
    return any(changed) or (head, tail) != (group.head, group.tail)


def _count_once(group: Group) -> None:
    """A count of distinct values, if nothing else is computed, as one of distinct rows."""
    found = list(_ONCE.finditer(group.head))
    grouped = _GROUPED.match(group.tail)
    rest = group.tail[grouped.end() :] if grouped else group.tail
    if len(found) != 1 or _AGGREGATES.search(rest) or _MORE.search(rest):
        return
    (once,) = found
    if not _SELECTED.fullmatch(group.head[: once.start()] + group.head[once.end() :]):
        return
    names = dict.fromkeys([*sparql.variables(grouped[1] if grouped else ""), once[1]])
    inner = Group(group.parts, f"SELECT DISTINCT {' '.join(f'?{name}' for name in names)} WHERE")
    group.parts = [Part("join", [inner])]
    counted = f"(COUNT(?{once[1]}) AS {once[2]})"
    group.head = group.head[: once.start()] + counted + group.head[once.end() :]


def _count(group: Group) -> None:
    """Counts of a variable as counts of rows, where each row has it, else as a sum of ones."""
    certain = always(group.parts)
    grouped = _GROUPED.match(group.tail)

    def counted(found: re.Match[str]) -> str:
        if f"?{found[1]}" in certain:
            return "COUNT(*)"
        return f"SUM(IF(BOUND(?{found[1]}), 1, 0))" if grouped else found[0]

    group.head = _COUNTED.sub(counted, group.head)


def _ordered(tail: str, sums: frozenset[str]) -> str:
    """What follows a group, with sums as numbers in its order."""
    start = _ORDER.search(tail)
    if not start:
        return tail
    depth = 0

    def key(found: re.Match[str]) -> str:
        nonlocal depth
        depth += (found[0] == "(") - (found[0] == ")")
        if found[2] in sums:
            return f"{found[1]}(?{found[2]} + 0)"
        return f"(?{found[3]} + 0)" if found[3] in sums and not depth else found[0]

    return tail[: start.end()] + _KEY.sub(key, tail[start.end() :])


def _sums(whole: Group) -> frozenset[str]:
    """The names that stand for nothing but sums and averages."""
    made: dict[str, list[str]] = {}
    for name, expression in _makers(whole):
        made.setdefault(name, []).append(expression)
    sums: frozenset[str] = frozenset()
    while True:
        more = frozenset(
            name for name, each in made.items() if all(_is_sum(one, sums, made) for one in each)
        )
        if more == sums:
            return sums
        sums = more


def _makers(group: Group) -> Iterator[tuple[str, str]]:
    """Each name that may have a value, with the expression that gives it; "" where none does."""
    for inside in sparql.brackets(group.head):
        if made := MADE.match(inside):
            yield made[2], made[1]
    for part in group.parts:
        if part.made:
            yield part.made[1], part.made[0]
        elif part.kind != "filter":
            bound = [
                *(str(one) for one in part.triples),
                *(each for each in part.pieces if isinstance(each, str)),
            ]
            yield from ((name, "") for name in sparql.variables(" ".join(bound)))
        for inner in part.groups:
            yield from _makers(inner)


def _is_sum(expression: str, sums: frozenset[str], made: dict[str, list[str]]) -> bool:
    """Whether an expression is a sum, or one of some, or without a value."""
    if call := _SUMMED.match(expression):
        return sparql.bare(expression[call.end() :]) != expression[call.end() :].strip()
    if chosen := _CHOSEN.fullmatch(expression):
        return all(_is_sum(each, sums, made) for each in chosen[1].split(","))
    name = _VARIABLE.fullmatch(expression)
    return name is not None and (name[1] in sums or name[1] not in made)
