"""The patterns of a query in an order in which each finds few matches, before an engine sees them.

The engine orders plain patterns that stand together well. It joins what stands beside a path, a
group or a union as it is written, and there two patterns without a common variable become a product
of all their matches, whatever joins them later. Here they are put in order, each in a group of its
own where it must not be mixed with its neighbour. The rows stay the same: joins commute, and
nothing moves past OPTIONAL, MINUS or BIND. Learns from whoever can count how many matches a
pattern has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from clustergraph.graph import parsing, patterns, sparql
from clustergraph.graph.patterns import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clustergraph.graph.patterns import Group, Triple

    Count = Callable[[str], int]

# A path between two unknown ends has this many matches for one of its property, about.
_LONG = 4
_UNKNOWN = 1 << 40
# To ask FILTER EXISTS of one row takes as long as to find so many matches of what it asks for.
_ASKED_ONE_BY_ONE = 200
_EXISTS = re.compile(r"(NOT\s+)?EXISTS\s*(\{.*\})", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class _Unit:
    """What is joined in one step: how it is written, what it binds, how many matches it has."""

    text: str
    variables: frozenset[str]
    size: int
    triple: Triple | None = None


def planned(text: str, count: Count) -> str:
    """The query with its patterns in order; as it is where nothing needs one.

    `count` tells how many matches a pattern has, its prefixes declared by the text.
    """
    try:
        tree = parsing.read(text)
    except parsing.Unread:
        return text
    prologue = tree.prologue
    planner = _Planner(lambda pattern: count(f"{prologue} {_counting(pattern)}"))
    planner.semijoin(tree.group)
    group = planner.group(tree.group)
    return f"{tree.before} {group}{tree.after}" if planner.changed else text


def _counting(pattern: str) -> str:
    return f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"


def components(units: Sequence[frozenset[str]]) -> list[list[int]]:
    """The numbers of those that hang together by common variables, in their order."""
    found: list[tuple[set[str], list[int]]] = []
    for number, names in enumerate(units):
        meets = [one for one in found if one[0] & names]
        found = [one for one in found if not one[0] & names]
        merged = set(names).union(*(one[0] for one in meets))
        found.append((merged, sorted([number, *chain(*(one[1] for one in meets))])))
    return sorted(numbers for _, numbers in found)


class _Planner:
    def __init__(self, count: Count) -> None:
        self._count = count
        self._sizes: dict[str, int] = {}
        self.changed = False

    def semijoin(self, group: Group) -> None:
        """Say what FILTER (NOT) EXISTS asks of each row of the outermost group as a join or MINUS
        with all its matches, where these are fewer than to ask would take."""
        certain = frozenset(name for part in group.parts for one in part.triples
                            for name in one.variables)  # fmt: skip
        for part in [part for part in group.parts if part.kind == "filter"]:
            found = _EXISTS.fullmatch(sparql.bare(str(part).strip()[len("FILTER") :]).strip())
            inside = _plain_triples(found[2]) if found else []
            names = _named({name for one in inside for name in one.variables})
            shared = names & group.variables
            least = shared <= certain if found and not found[1] else shared & certain
            if not (found and inside and shared and least) or self._few(group, inside):
                continue
            self.changed = True
            group.parts.remove(part)
            if found[1]:
                group.parts.append(Part("after", [f" MINUS {found[2]}"]))
            else:
                head = f"SELECT DISTINCT {' '.join(sorted(shared))} WHERE"
                group.parts.append(Part("join", [f"{{ {head} {found[2]} }}"]))

    def _few(self, group: Group, inside: list[Triple]) -> bool:
        """Whether a group has so few rows that each had better be asked."""
        outside = min(map(self._size, _all(group)), default=_UNKNOWN)
        return outside * _ASKED_ONE_BY_ONE < max(map(self._size, inside))

    def group(self, group: Group) -> str:
        """A group as text, its patterns in order."""
        written: list[str] = []
        bound: frozenset[str] = frozenset()
        joined: list[Triple] = []
        for segment in patterns.segments(group.parts):
            joined += [one for part in segment for one in part.triples if one.plain]
            if segment[0].kind == "after":
                self._tie(segment[0], joined)
                written.append(self._pieces(segment[0]))
            else:
                written += self._segment(segment, bound)
            bound = bound.union(*(part.variables for part in segment))
        written += [self._pieces(part) for part in group.parts if part.kind == "filter"]
        inside = " ".join(written)
        return f"{{ {group.head} {{ {inside} }}{group.tail} }}" if group.head else f"{{ {inside} }}"

    def _tie(self, part: Part, before: list[Triple]) -> None:
        """What stands apart inside an OPTIONAL is often joined before it. The same patterns said
        again inside, with values that they have already, change no row."""
        if not patterns.is_optional(part) or part.groups[0].head:
            return
        inside = [each.variables for each in part.groups[0].parts if each.kind == "join"]
        inside += [one.variables for each in part.groups[0].parts for one in each.triples]
        hanging = components([*inside, *(one.variables for one in before)])
        whole = [numbers for numbers in hanging if numbers[0] < len(inside)]
        if 1 < len(components(inside)) > len(whole):
            again = [before[each - len(inside)] for each in chain(*whole) if each >= len(inside)]
            part.groups[0].parts.insert(0, Part("triples", triples=again))
            self.changed = True

    def _pieces(self, part: Part) -> str:
        whole = "".join(
            piece if isinstance(piece, str) else self.group(piece) for piece in part.pieces
        )
        return " ".join([*map(str, part.triples), whole])

    def _segment(self, parts: list[Part], bound: frozenset[str]) -> list[str]:
        triples = [triple for part in parts for triple in part.triples]
        groups = [part for part in parts if part.kind == "join"]
        if not _needs_order(parts, triples, bound):
            return [self._pieces(part) for part in parts]
        self.changed = True
        apart = any(not triple.plain for triple in triples)
        units = [self._joined(part) for part in groups]
        plain = [triple for triple in triples if triple.plain]
        if apart:
            units += map(self._unit, plain)
        else:
            for numbers in components([triple.variables for triple in plain]):
                units.append(self._together([plain[number] for number in numbers]))
        units += [self._path(triple, plain) for triple in triples if not triple.plain]
        start = [] if bound else self._start(units)
        ordered = _ordered(units, bound.union(*(unit.variables for unit in start)), start)
        return [f"{{ {unit.text} }}" for unit in ordered]

    def _start(self, units: list[_Unit]) -> list[_Unit]:
        """The first unit, where several name one thing: that from which fewest matches follow in
        the next step, since few classes have many members and few places also few."""
        named: dict[frozenset[str], _Unit] = {}
        for unit in sorted(units, key=lambda unit: unit.size):
            if unit.triple and len(unit.variables) == 1:
                named.setdefault(unit.variables, unit)
        if len(named) < 2:
            return []
        return [min(named.values(), key=lambda unit: self._following(unit, units))]

    def _following(self, unit: _Unit, units: list[_Unit]) -> int:
        """How many matches a unit has together with the smallest that hangs on it."""
        near = [one for one in units if one.variables > unit.variables and one.triple
                and one.triple.plain and one.triple.predicate[0] != "?"]  # fmt: skip
        if not near:
            return unit.size
        text = f"{{ {unit.text} }} {{ {min(near, key=lambda one: one.size).text} }}"
        if text not in self._sizes:
            self._sizes[text] = self._count(text)
        return self._sizes[text]

    def _together(self, triples: list[Triple]) -> _Unit:
        return _Unit(
            " ".join(map(str, triples)),
            frozenset().union(*(triple.variables for triple in triples)),
            min(map(self._size, triples)),
        )

    def _unit(self, triple: Triple) -> _Unit:
        return _Unit(str(triple), triple.variables, self._size(triple), triple)

    def _joined(self, part: Part) -> _Unit:
        return _Unit(self._pieces(part), part.variables, self._about(part))

    def _about(self, part: Part) -> int:
        """About how many matches a group, union or list of values has: as its smallest pattern."""
        if not part.groups:
            return 1
        return sum(
            min([*map(self._size, _all(group)), *([] if _all(group) else [_UNKNOWN])])
            for group in part.groups
        )

    def _size(self, triple: Triple) -> int:
        text = str(triple)
        if text not in self._sizes:
            self._sizes[text] = self._counted(triple, text)
        return self._sizes[text]

    def _counted(self, triple: Triple, text: str) -> int:
        if triple.plain or len(triple.variables) < 2:
            return self._count(text)
        if triple.closure:
            return _LONG * self._count(f"?s {triple.closure} ?o")
        return _UNKNOWN

    def _path(self, triple: Triple, plain: list[Triple]) -> _Unit:
        """A path. One that may have no step at all pairs every node of the graph with itself: only
        those nodes are taken that another pattern has at one of its ends."""
        ends = [end for end in (triple.subject, triple.object) if end[0] == "?"]
        givers = [(self._size(one), str(one), end) for one in plain for end in ends
                  if end in one.variables]  # fmt: skip
        if len(set(ends)) < 2 or not triple.closure or not givers:
            return self._unit(triple)
        _, giver, known = min(givers)
        other = ends[known == ends[0]]
        text = (
            f"SELECT DISTINCT {ends[0]} {ends[1]} WHERE {{"
            f" {{ {triple.subject} {triple.closure}+ {triple.object} }}"
            f" UNION {{ {{ SELECT DISTINCT {known} WHERE {{ {giver} }} }}"
            f" BIND({known} AS {other}) }} }}"
        )
        return _Unit(text, triple.variables, self._size(triple))


def _needs_order(parts: list[Part], triples: list[Triple], bound: frozenset[str]) -> bool:
    """Whether, as written, a path stands beside another pattern, or something is joined to what it
    has no variable in common with."""
    if any(not triple.plain for triple in triples) and len(triples) + len(parts) > 2:
        return True
    known = bound
    for part in parts:
        split = components([triple.variables for triple in part.triples if triple.variables])
        if (known and part.variables and not known & part.variables) or len(split) > 1:
            return True
        known |= part.variables
    return False


def _plain_triples(group: str) -> list[Triple]:
    """The patterns of a group that is nothing but properties of things, and filters on what these
    bind; none of another."""
    try:
        tree = parsing.read(f"SELECT (1 AS ?one) {group}")
    except parsing.Unread:
        return []
    parts = tree.group.parts
    found = [one for part in parts for one in part.triples]
    names = frozenset(name for one in found for name in one.variables)
    plain = all(one.plain for one in found) and all(_own(part, names) for part in parts)
    return found if plain and not tree.after.strip() else []


def _own(part: Part, names: frozenset[str]) -> bool:
    """Whether a part needs nothing from outside a group that binds these names."""
    if part.kind == "filter":
        return part.variables <= names and "EXISTS" not in str(part).upper()
    return part.kind == "triples"


def _named(variables: set[str]) -> frozenset[str]:
    """Without the names that stand for blank nodes, which nothing else can name."""
    return frozenset(name for name in variables if not name.startswith(("?between_", "?blank_")))


def _all(group: Group) -> list[Triple]:
    """The patterns of a group that every match of it has."""
    found: list[Triple] = []
    for part in group.parts:
        found += part.triples
        if part.kind == "join" and len(part.groups) == 1:
            found += _all(part.groups[0])
    return found


def _ordered(units: list[_Unit], bound: frozenset[str], found: Sequence[_Unit] = ()) -> list[_Unit]:
    """After those that are found the smallest, then the smallest that has a variable in common with
    those before."""
    left = [unit for unit in units if not any(unit is one for one in found)]
    found = [*found]
    while left:
        near = [unit for unit in left if unit.variables & bound or not unit.variables] or left
        best = min(near, key=lambda unit: unit.size)
        left.remove(best)
        found.append(best)
        bound |= best.variables
    return found
