"""The general property of an amount beside the special one, as the ontology has them.

So a query for `cg:contribution` or `cg:totalCost` has rows in a graph that no reasoner reads. A
thing has one special property of each, and the same value by the general one: a sum over the
things of one class counts each amount once. Knows lines; nothing of sources or of engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Iterable

# By special property the general one above it.
GENERAL = {
    "awardContribution": "contribution",
    "participantContribution": "contribution",
    "projectCost": "totalCost",
    "participantCost": "totalCost",
    "callBudget": "totalCost",
}
_PREDICATES = {f"{CG}{name}": f"{CG}{above}" for name, above in GENERAL.items()}
# How a line goes on after its subject where an amount is stated, and the general way instead.
_ABOVE = {f"> <{name}> ": f"> <{above}> " for name, above in _PREDICATES.items()}
_SPECIAL = tuple(_ABOVE)


def above(predicate: str) -> str | None:
    """The general property above a special one."""
    return _PREDICATES.get(predicate)


def of_tails(tails: Iterable[str]) -> list[str]:
    """The general amounts of one subject, from tails as `emit.tail` writes them."""
    return [_general(tail) for tail in tails if tail.startswith(_SPECIAL)]


def of_lines(lines: Iterable[str]) -> list[str]:
    """The general amounts among N-Triples lines."""
    found = []
    for line in lines:
        at = line.find("> ")
        if line.startswith(_SPECIAL, at):
            found.append(f"{line[:at]}{_general(line[at:])}")
    return found


def _general(tail: str) -> str:
    """The same of the general property."""
    after = tail.index("> ", 2) + 2
    return _ABOVE[tail[:after]] + tail[after:]
