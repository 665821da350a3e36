"""The general property of an amount beside the special one, as the ontology has them.

So a query for `cg:contribution` or `cg:totalCost` has rows in a graph that no reasoner reads. A
thing has one special property of each, and the same value by the general one: a sum over the
things of one class counts each amount once. Knows lines; nothing of sources or of engines.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# By special property the general one above it.
GENERAL = {
    "awardContribution": "contribution",
    "participantContribution": "contribution",
    "projectCost": "totalCost",
    "participantCost": "totalCost",
    "callBudget": "totalCost",
}
# What follows a subject where an amount is stated, and the general property in its place.
_ABOVE = {f"<{CG}{name}> ".encode(): f"<{CG}{above}> ".encode() for name, above in GENERAL.items()}
_SPECIAL = tuple(_ABOVE)


def with_general(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of sorted lines, each about one subject, with the general property of each amount."""
    for piece in pieces:
        # Most pieces state no amount: to look for one is much faster than to part the piece.
        if b"Contribution> " in piece or b"Cost> " in piece or b"Budget> " in piece:
            # Not by signs of text, some of which end a line too: in bytes only \n and \r do, and a
            # carriage return is escaped.
            lines = piece.splitlines(keepends=True)
            at = piece.index(b" ") + 1
            if stated := [line for line in lines if line.startswith(_SPECIAL, at)]:
                for line in stated:
                    _insert(lines, _general(line, at))
                yield b"".join(lines)
                continue
        yield piece


def _insert(lines: list[bytes], line: bytes) -> None:
    """Put a line in its place among sorted ones, unless it stands there."""
    place = bisect_left(lines, line)
    if lines[place : place + 1] != [line]:
        lines.insert(place, line)


def _general(line: bytes, at: int) -> bytes:
    """The same of the general property, which begins at `at`."""
    after = line.index(b" ", at) + 1
    return line[:at] + _ABOVE[line[at:after]] + line[after:]
