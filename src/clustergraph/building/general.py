"""The general property of an amount beside the special one, as the ontology has them.

So a query for `cg:contribution` or `cg:totalCost` has rows in a graph that no reasoner reads. A
thing has one special property of each, and the same value by the general one: a sum over the
things of one class counts each amount once. Knows lines; nothing of sources or of engines.
"""

from __future__ import annotations

import re
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
_NAMES = "|".join(GENERAL).encode()
_STATED = re.compile(rb"(?m)^(<[^>]*> )<" + re.escape(CG.encode()) + rb"(" + _NAMES + rb")> (.*\n)")
# What every piece that states an amount has: to look for it is much faster than the pattern.
_TELLING = (b"Contribution> ", b"Cost> ", b"Budget> ")


def with_general(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of sorted lines, each about one subject, with the general property of each amount."""
    above = {key.encode(): f"<{CG}{value}> ".encode() for key, value in GENERAL.items()}
    for piece in pieces:
        if any(telling in piece for telling in _TELLING):
            added = {found[1] + above[found[2]] + found[3] for found in _STATED.finditer(piece)}
            if added:
                yield b"".join(sorted(added.union(_lines(piece))))
                continue
        yield piece


def _lines(piece: bytes) -> Iterator[bytes]:
    # Not by signs of text, some of which end a line too: in bytes only \n and \r do, and a
    # carriage return is escaped.
    return iter(piece.splitlines(keepends=True))
