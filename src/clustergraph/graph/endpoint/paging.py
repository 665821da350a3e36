"""A question rewritten so that its answer can be counted, cut into pages, or bound anew.

Knows the grammar of SPARQL 1.1 queries outside their pattern: prologue, form, dataset and solution
modifiers. Knows nothing of engines or of how a question is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clustergraph.graph import sparql

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# In the order that the grammar demands.
_MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
COUNTED = "rowsCounted"


@dataclass
class Parts:
    """A query in pieces: prologue, head (the form and what stands before the pattern), dataset
    clauses, template (of a CONSTRUCT), pattern, and modifiers by their keyword."""

    prologue: str = ""
    head: str = ""
    dataset: str = ""
    template: str = ""
    pattern: str = ""
    modifiers: dict[str, str] = field(default_factory=dict)

    @property
    def is_distinct(self) -> bool:
        """Whether no row of the answer can repeat: DISTINCT, or all triples of a graph."""
        words = self.head.upper().split()
        every = words[1:] == self.pattern.upper().strip("{} \n.").split() and len(words) == 4
        return words[1:2] == ["DISTINCT"] or every

    def inner(self, head: str, **changed: str) -> str:
        """A sub-select on the same pattern: without prologue and dataset, with other modifiers."""
        told = {**self.modifiers, **changed}
        return "\n".join(
            [head, f"WHERE {self.pattern}", *(told.get(name, "") for name in _MODIFIERS)]
        )

    def select(self, head: str, **changed: str) -> str:
        """A SELECT on the same pattern and dataset."""
        return "\n".join([self.prologue, self.inner(f"{head}\n{self.dataset}", **changed)])

    def around(self, head: str, inside: str, after: str = "") -> str:
        """A SELECT around a sub-select."""
        lines = [self.prologue, head, self.dataset, "WHERE {{", inside, f"}}}} {after}"]
        return "\n".join(lines)

    def number(self, name: str) -> int | None:
        """The value of LIMIT or OFFSET, if there is one."""
        words = self.modifiers.get(name, "").split()
        return int(words[1]) if words else None


def split(text: str) -> Parts:
    """The pieces of a query that parses."""
    parts = Parts()
    place, braces, parentheses = "prologue", 0, 0
    for token in sparql.tokens(sparql.uncommented(text)):
        word = token.text.upper() if token.kind == "word" else ""
        outside = not braces and not parentheses
        if outside and place == "prologue" and word in sparql.FORMS:
            place = "head"
        elif outside and place in ("head", "dataset", "template") and word == "FROM":
            place = "dataset"
        elif outside and place in ("head", "dataset", "template") and word == "WHERE":
            place = "pattern"
            continue
        elif outside and place in ("head", "dataset", "template") and token.text == "{":
            first = place == "head" and parts.head.strip().upper() == "CONSTRUCT"
            place = "template" if first else "pattern"
        elif outside and place in ("pattern", *_MODIFIERS) and word in _MODIFIERS:
            place = word
        _append(parts, place, token.text)
        if token.kind == "other":
            braces += (token.text == "{") - (token.text == "}")
            parentheses += (token.text == "(") - (token.text == ")")
    if parts.head.strip().upper() == "CONSTRUCT" and not parts.template:
        parts.template = parts.pattern
    return parts


def _append(parts: Parts, place: str, text: str) -> None:
    if place in _MODIFIERS:
        parts.modifiers[place] = parts.modifiers.get(place, "") + text
    else:
        setattr(parts, place, getattr(parts, place) + text)


def counted(parts: Parts) -> str:
    """How many rows a SELECT has."""
    cut = "LIMIT" in parts.modifiers or "OFFSET" in parts.modifiers
    # Without a cut the order changes nothing but the time it takes.
    inside = parts.inner(parts.head) if cut else parts.inner(parts.head, ORDER="")
    return parts.around(f"SELECT (COUNT(*) AS ?{COUNTED})", inside)


def page(parts: Parts, columns: Sequence[str], start: int, size: int) -> str:
    """The rows of a SELECT from `start` on, at most `size`, in an order without ties.

    The order of the query comes first; its columns decide where that leaves rows equal.
    """
    offset, limit = parts.number("OFFSET") or 0, parts.number("LIMIT")
    size = size if limit is None else min(size, limit - start)
    cut = {"LIMIT": f"LIMIT {size}", "OFFSET": f"OFFSET {offset + start}"}
    return parts.select(parts.head, ORDER=_total(parts, columns), **cut)


def wrapped(parts: Parts, columns: Sequence[str], start: int, size: int) -> str:
    """The same for Virtuoso, which sorts no more than its row limit unless the cut is outside."""
    names = " ".join(f"?{name}" for name in columns)
    inside = parts.inner(parts.head, ORDER=_total(parts, columns))
    return parts.around(f"SELECT {names}", inside, f"LIMIT {size} OFFSET {start}")


def _total(parts: Parts, columns: Sequence[str]) -> str:
    order = parts.modifiers.get("ORDER", "ORDER BY").rstrip()
    return f"{order} {' '.join(f'?{name}' for name in columns)}"


def rebound(parts: Parts, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CONSTRUCT with its template filled from rows instead of from a pattern."""
    names = " ".join(f"?{name}" for name in columns)
    told = "\n".join(
        f"({' '.join('UNDEF' if cell is None else str(cell) for cell in row)})" for row in rows
    )
    return (
        f"{parts.prologue}\nCONSTRUCT {parts.template} WHERE {{ VALUES ({names}) {{\n{told}\n}} }}"
    )
