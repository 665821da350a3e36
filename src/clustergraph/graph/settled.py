"""Conditions of a query that are decided once its parameters have values, and what falls with them.

A saved question writes a condition that need not be given as a union: what holds with the value,
and, where the value is the one that stands for anything, everything. Filled in, one branch is left
of it; and a group that only says again what a pattern beside it says is left out. Engines see
neither, and some of them lose rows over the branch that has none. Knows texts; nothing of graphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clustergraph.graph import parsing, patterns, sparql
from clustergraph.graph.patterns import Group, Part
from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustergraph.graph.patterns import Triple
    from clustergraph.graph.sparql import Token

# What stands for anything: the namespace itself, which no triple holds.
ANYTHING = f"<{CG}>"
_PREFIX = re.compile(r"PREFIX\s+([\w.-]*:)\s*<([^<>\s]*)>", re.IGNORECASE)
_GROUND = frozenset({"iri", "name", "string", "number"})
_DISTINCT = re.compile(r"\s*SELECT\s+DISTINCT\s+([?$]\w+)\s*(?:WHERE)?\s*$", re.IGNORECASE)
# A sub-select of variables alone: each of its rows is a match of what it holds.
_COLUMNS = re.compile(r"\s*SELECT(?:\s+DISTINCT)?((?:\s+[?$]\w+)+)\s*(?:WHERE)?\s*$", re.IGNORECASE)


def settled(text: str) -> str:
    """The query without what its values have decided; as it is where they decide nothing."""
    try:
        tree = parsing.read(text)
    except parsing.Unread:
        return text
    settler = _Settler(dict(_PREFIX.findall(tree.before)))
    settler.group(tree.group)
    return str(tree).lstrip() if settler.changed else text


@dataclass
class _Settler:
    prefixes: dict[str, str]
    changed: bool = False
    # The groups in which a condition has failed, and in which one has held.
    _failed: list[Group] = field(default_factory=list)
    _held: list[Group] = field(default_factory=list)

    def group(self, group: Group) -> None:
        """Leave out of a group, and of all within it, what is decided."""
        kept: list[Part] = []
        for part in group.parts:
            for inner in part.groups:
                self.group(inner)
            if part.kind == "filter" and (value := self._value(str(part.pieces[0]))) is not None:
                self.changed = True
                (self._held if value else self._failed).append(group)
                kept += [] if value else [part]
            elif part.kind == "join" and part.groups:
                kept += self._union(part)
            else:
                kept.append(part)
        for segment in patterns.segments(kept):
            # One after the other, since two may say the same.
            left = [*segment]
            for part in segment:
                others = [each for each in left if each is not part]
                if self._repeats(part, others):
                    left = others
            said = [part for part in segment if not any(part is each for each in left)]
            kept = [part for part in kept if not any(part is each for each in said)]
        group.parts = kept

    def _union(self, part: Part) -> list[Part]:
        """A union with the branches that are left; none where it is the empty group alone."""
        groups = part.groups
        # A sub-select may have a row where nothing matches: COUNT has.
        left = [each for each in groups if each.head or not _within(each, self._failed)]
        if any(_within(each, self._held) for each in left):
            left = [each for each in left if not self._impossible(each)]
        if not left or (len(left) == 1 and not left[0].parts and not left[0].head):
            return [] if left else [part]
        self.changed = self.changed or len(left) < len(groups)
        first, *others = left
        return [Part("join", [first, *(piece for each in others for piece in (" UNION ", each))])]

    def _impossible(self, group: Group) -> bool:
        """Whether a group asks for a triple of what stands for anything."""
        triples = [triple for part in group.parts for triple in part.triples]
        names = {ANYTHING}
        for triple in [] if group.head else triples * len(triples):
            ends = {self._full(triple.subject), self._full(triple.object)}
            if ends & names and not set("*?") & set(triple.predicate[1:]):
                return True
            # A path of no step leads from it to itself.
            names |= ends if ends & names else set()
        return False

    def _repeats(self, part: Part, beside: Sequence[Part]) -> bool:
        """Whether a part only says that a pattern has a match which is joined to it anyway."""
        if part.kind != "join" or len(part.groups) != 1:
            return False
        group = _unwrapped(part.groups[0])
        single = _DISTINCT.fullmatch(group.head)
        if not single or group.tail.strip():
            return False
        triples = _only_triples(group)
        if len(triples) != 1 or not triples[0].plain:
            return False
        name = f"?{single[1][1:]}"
        found = any(_implies(other, triples[0], name) for other in _required(beside, name))
        self.changed = self.changed or found
        return found

    def _full(self, text: str) -> str:
        """An IRI in full."""
        prefix, colon, local = text.partition(":")
        known = self.prefixes.get(prefix + colon) if text[:1] not in "<?\"'" else None
        return f"<{known}{local}>" if known is not None else text

    def _value(self, text: str) -> bool | None:
        """Whether a filter holds; None where that depends on the match."""
        tokens = [each for each in sparql.tokens(text) if each.means][1:]
        if [each.text for each in tokens[:1]] != ["("] or tokens[-1].text != ")":
            return None
        values = [self._all(each) for each in _split(tokens[1:-1], "|")]
        if True in values:
            return True
        return False if set(values) == {False} else None

    def _all(self, tokens: Sequence[Token]) -> bool | None:
        """Whether a chain of && holds."""
        values = [self._compared(each) for each in _split(tokens, "&")]
        if False in values:
            return False
        return True if set(values) == {True} else None

    def _compared(self, tokens: Sequence[Token]) -> bool | None:
        """Whether a comparison of ground terms holds, or one term is in a list of some."""
        if len(tokens) < 3 or not all(each.kind in _GROUND for each in (tokens[0], tokens[-1])):
            listed = [each.text.upper() for each in tokens[1:3]] == ["IN", "("]
            others = [each for each in tokens[3:-1] if each.text != ","] if listed else []
            if not others or any(each.kind not in _GROUND for each in (tokens[0], *others)):
                return None
            same = [self._same(tokens[0], each) for each in others]
            if True in same:
                return True
            return False if set(same) == {False} else None
        sign = "".join(each.text for each in tokens[1:-1])
        equal = self._same(tokens[0], tokens[-1])
        if sign in ("=", "!="):
            return None if equal is None else equal == (sign == "=")
        if sign == ">" and tokens[0].text.isdecimal() and tokens[-1].text.isdecimal():
            return int(tokens[0].text) > int(tokens[-1].text)
        return None

    def _same(self, one: Token, other: Token) -> bool | None:
        """Whether two terms are equal; None where their spelling does not tell, as of 1 and 1.0."""
        mine, its = self._term(one), self._term(other)
        return None if mine is None or its is None or mine[0] != its[0] else mine == its

    def _term(self, token: Token) -> tuple[str, str] | None:
        """Kind and value of a term that is spelt in one way only, else None."""
        if token.kind == "number":
            return ("number", str(int(token.text))) if token.text.isdecimal() else None
        if "\\" in token.text:
            return None
        if token.kind == "string":
            quotes = token.text[:3] in ('"""', "'''") and len(token.text) > 2
            return None if quotes else ("string", token.text[1:-1])
        full = self._full(token.text)
        return ("iri", full) if full[:1] == "<" and ":" in full else None


def _implies(one: Triple, other: Triple, name: str) -> bool:
    """Whether each match of one pattern is, for the variable named, a match of the other."""
    if not one.plain or one.predicate != other.predicate or one.predicate[0] == "?":
        return False
    ends = ((one.subject, other.subject), (one.object, other.object))
    fits = all(mine == its or (its[0] == "?" and its != name) for mine, its in ends)
    return fits and any(mine == its == name for mine, its in ends)


def _required(parts: Sequence[Part], name: str) -> Iterator[Triple]:
    """The patterns that have a match wherever all the parts have one, for the variable named: also
    those within a sub-select that has it among its columns."""
    for part in parts:
        if part.kind == "triples":
            yield from part.triples
        elif part.kind == "join" and len(part.groups) == 1:
            (group,) = part.groups
            columns = _COLUMNS.fullmatch(group.head)
            if not group.head or (columns and name[1:] in re.findall(r"\w+", columns[1])):
                yield from _required(group.parts, name)


def _within(group: Group, groups: Sequence[Group]) -> bool:
    return any(each is group for each in groups)


def _unwrapped(group: Group) -> Group:
    """The group that a group consists of, however many braces stand around it."""
    while not group.head and len(group.parts) == 1 and len(group.parts[0].groups) == 1:
        if group.parts[0].kind != "join":
            break
        group = group.parts[0].groups[0]
    return group


def _only_triples(group: Group) -> list[Triple]:
    """The patterns of a group that holds nothing else; none where it does."""
    found: list[Triple] = []
    for part in group.parts:
        inner = _unwrapped(part.groups[0]) if len(part.groups) == 1 else None
        if part.kind == "triples":
            found += part.triples
        elif part.kind == "join" and inner and not inner.head and (more := _only_triples(inner)):
            found += more
        else:
            return []
    return found


def _split(tokens: Sequence[Token], sign: str) -> list[list[Token]]:
    """The sides of a chain of || or &&, or all of it."""
    found: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if token.text != sign or depth:
            found[-1].append(token)
        elif found[-1]:
            found.append([])
    return found
