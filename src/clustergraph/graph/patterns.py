"""The group patterns of a query as a tree: its triples one by one, and what stands between them.

Knows what each part binds and how it is written; `parsing` makes the tree of a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clustergraph.graph import sparql

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


MADE = re.compile(r"^(.*)\bAS\s+[?$](\w+)\s*$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Triple:
    """One pattern; its predicate is a property (`plain`), a variable, or a path."""

    subject: str
    predicate: str
    object: str
    plain: bool = True

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object} ."

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset(
            each for each in (self.subject, self.predicate, self.object) if each[0] == "?"
        )

    @property
    def closure(self) -> str:
        """The property of a path `property*`; "" for others."""
        return self.predicate[:-1].strip() if not self.plain and self.predicate[-1] == "*" else ""


@dataclass
class Part:
    """One element of a group. kind: triples; join (a group, a union, VALUES); after (OPTIONAL,
    MINUS, BIND: what stands before it is not to be mixed with what follows); or filter."""

    kind: str
    pieces: list[str | Group] = field(default_factory=list)
    triples: list[Triple] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join([*map(str, self.triples), "".join(map(str, self.pieces))])

    @property
    def groups(self) -> list[Group]:
        """The groups directly inside."""
        return [piece for piece in self.pieces if isinstance(piece, Group)]

    @property
    def made(self) -> tuple[str, str] | None:
        """The expression of a BIND, and the name that it gives its value; None for others."""
        text = str(self.pieces[0]).strip() if self.pieces and not self.groups else ""
        if self.kind != "after" or not text.upper().startswith("BIND"):
            return None
        named = MADE.match(sparql.bare(text[len("BIND") :]))
        return (named[1].strip(), named[2]) if named else None

    @property
    def variables(self) -> frozenset[str]:
        """The names of all variables that it may bind."""
        found = {name for triple in self.triples for name in triple.variables}
        for piece in self.pieces:
            if isinstance(piece, str):
                found |= {f"?{name}" for name in sparql.variables(piece)}
            else:
                found |= piece.variables
        return frozenset(found)


@dataclass
class Group:
    """What stands between two braces; of a sub-select also its `head`, up to its own group."""

    parts: list[Part] = field(default_factory=list)
    head: str = ""
    tail: str = ""

    def __str__(self) -> str:
        # A filter holds for the whole group, wherever it stands.
        inside = " ".join(map(str, self.parts))
        return f"{{ {self.head} {{ {inside} }}{self.tail} }}" if self.head else f"{{ {inside} }}"

    @property
    def variables(self) -> frozenset[str]:
        """The names of the variables that can be seen from outside."""
        shown = sparql.projection(self.head + "{") if self.head else []
        if shown:
            return frozenset(f"?{name}" for name in shown)
        return frozenset().union(*(part.variables for part in self.parts if part.kind != "filter"))


@dataclass
class Tree:
    """A query: what stands before its outermost group, the group, and what follows it."""

    before: str
    group: Group
    after: str

    def __str__(self) -> str:
        return f"{self.before} {self.group}{self.after}"

    @property
    def prologue(self) -> str:
        """Prefixes and base: what stands before the form."""
        found: list[str] = []
        for token in sparql.tokens(self.before):
            if token.kind == "word" and token.text.upper() in sparql.FORMS:
                break
            found.append(token.text)
        return "".join(found)


def segments(parts: Iterable[Part]) -> list[list[Part]]:
    """The parts that may change places with each other, together; filters are left out."""
    found: list[list[Part]] = []
    for part in parts:
        if part.kind == "filter":
            continue
        if part.kind == "after" or not found or found[-1][0].kind == "after":
            found.append([part])
        else:
            found[-1].append(part)
    return found


def is_optional(part: Part) -> bool:
    """Whether it is an OPTIONAL, whose matches may be missing."""
    return bool(part.groups) and str(part.pieces[0]).strip().upper() == "OPTIONAL"


def always(parts: Sequence[Part]) -> frozenset[str]:
    """The variables that have a value in every match."""
    found: frozenset[str] = frozenset()
    for part in parts:
        if part.kind == "triples":
            found |= part.variables
        elif part.kind == "join" and part.groups:
            found |= frozenset.intersection(*map(_shown, part.groups))
    return found


def _shown(group: Group) -> frozenset[str]:
    """Those of them that can be seen from outside."""
    return always(group.parts) & group.variables if group.head else always(group.parts)
