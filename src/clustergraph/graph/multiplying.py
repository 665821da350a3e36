"""What in a question multiplies, and how to mend it, in words. Knows texts; asks no graph."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from clustergraph.graph import parsing, patterns, sparql
from clustergraph.graph.planning import components

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.graph.patterns import Group, Part, Triple

_LONGEST = 60
_NARROW = "narrow it, by a filter or by naming one thing"


def why(text: str) -> str:
    """The part of a question that multiplies, with what to do."""
    try:
        tree = parsing.read(text)
    except (parsing.Unread, RecursionError):
        return _NARROW
    groups = list(_groups(tree.group))
    looks = (_apart, _loose, _shared, _endless)
    found = (said for look in looks for group in groups if (said := look(group)))
    return next(found, _NARROW)


def unbound(text: str) -> str:
    """What an OPTIONAL of a query hangs on that may be unbound before it; "" where nothing is."""
    tree = parsing.read(text)
    return next((said for group in _groups(tree.group) if (said := _loose(group))), "")


def _groups(group: Group) -> Iterator[Group]:
    yield group
    for part in group.parts:
        for inner in part.groups:
            yield from _groups(inner)


def _units(group: Group) -> list[tuple[str, frozenset[str]]]:
    """What a group joins, as text, with the variables of each."""
    found: list[tuple[str, frozenset[str]]] = []
    for part in group.parts:
        found += [(str(triple).removesuffix(" ."), triple.variables) for triple in part.triples]
        if part.kind != "filter" and part.groups and part.variables:
            found.append((_name(part), part.variables))
    return found


def _name(part: Part) -> str:
    shown = " ".join(sorted(part.variables)[:3])
    return f"the group with {shown}"


def _apart(group: Group) -> str:
    units = _units(group)
    split = components([names for _, names in units])
    if len(split) < 2:
        return ""
    one, other = (_cut(units[numbers[0]][0]) for numbers in split[:2])
    return (
        f"'{one}' and '{other}' have no variable in common, so that every match of one is "
        "combined with every match of the other; join them by a variable"
    )


def _loose(group: Group) -> str:
    """An OPTIONAL that meets what stands before it only in a variable that may be unbound."""
    seen: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()
    for part in group.parts:
        if part.kind == "filter":
            continue
        if patterns.is_optional(part):
            inside = _certain(part.groups[0])
            meets = inside & seen
            if meets and not meets & sure:
                name = min(meets)
                units = _units(part.groups[0])
                shown = units[0][0] if units else _name(part)
                return (
                    f"'{_cut(shown)}' stands in an OPTIONAL, and {name} may be unbound before it: "
                    f"then every match fits; use BIND(COALESCE({name}, <none:>) AS ?known) and "
                    "?known there"
                )
        seen |= part.variables
        sure |= _bound(part, sure)
    return ""


def _certain(group: Group) -> frozenset[str]:
    """The variables that every match of a group binds."""
    found: frozenset[str] = frozenset()
    for part in group.parts:
        found |= _bound(part, found)
    return (found | _made(group.head)) & group.variables if group.head else found


def _made(head: str) -> frozenset[str]:
    """What a SELECT makes by expressions, counts and the like, which have a value as a rule."""
    return frozenset(f"?{name}" for name in re.findall(r"\bAS\s+[?$](\w+)", head, re.IGNORECASE))


def _bound(part: Part, before: frozenset[str]) -> frozenset[str]:
    """The variables that a part binds in every match; `before` are bound when it comes."""
    if part.kind == "triples":
        return part.variables
    if part.kind == "join" and part.groups:
        return frozenset.intersection(*map(_certain, part.groups))
    if part.kind == "join":
        return part.variables
    made = part.made
    if made is None:
        return frozenset()
    given = (
        "COALESCE" in made[0].upper()
        or {f"?{name}" for name in sparql.variables(made[0])} <= before
    )
    return frozenset({f"?{made[1]}"}) if given else frozenset()


def _shared(group: Group) -> str:
    """Two patterns that meet in what many things have."""
    triples: list[Triple] = [triple for part in group.parts for triple in part.triples]
    for one, other in combinations(triples, 2):
        common = one.variables & other.variables
        meets = {one.object, one.predicate} & {other.object, other.predicate} & common
        if common and common == meets:
            return (
                f"'{_cut(str(one)[:-2])}' and '{_cut(str(other)[:-2])}' meet in "
                f"{min(common)} only, so that all matches with the same {min(common)} are "
                "combined; name one of them, or count instead of listing"
            )
    return ""


def _endless(group: Group) -> str:
    """A path of any length between two things that are not known."""
    for part in group.parts:
        for triple in part.triples:
            ends = {triple.subject, triple.object} & triple.variables
            if not triple.plain and len(ends) == 2 and set("*+") & set(triple.predicate):
                return (
                    f"the path '{_cut(str(triple)[:-2])}' leads from everything to all that can be "
                    "reached from it; name one of its ends"
                )
    return ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
