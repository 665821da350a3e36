"""What a row of the template may state, and what a column of it is.

Knows nothing of which columns there are.
"""

from __future__ import annotations

from dataclasses import dataclass

from clustergraph.languages import Text
from clustergraph.terms import fold

PARTICIPATION, PARTNERSHIP, MEMBERSHIP = "participation", "partnership", "membership"
GOAL, INDICATOR, TARGET = "goal", "indicator", "target"
# Each with its French word, which is read as well.
RELATIONS = {
    PARTICIPATION: Text(PARTICIPATION, "participation"),
    PARTNERSHIP: Text(PARTNERSHIP, "partenariat"),
    MEMBERSHIP: Text(MEMBERSHIP, "adhésion"),
    GOAL: Text(GOAL, "objectif"),
    INDICATOR: Text(INDICATOR, "indicateur"),
    TARGET: Text(TARGET, "cible"),
}
# A row that begins with this is for the reader of the file, not for the graph.
COMMENT = "#"


@dataclass(frozen=True)
class Field:
    """A column of the template.

    relations: the relations for which it is read; scheme: the concept scheme whose concepts it
    takes; examples: the cells of the first example rows, blank in the others; former: names that
    it had, which are read as well.
    """

    name: str
    meaning: Text
    relations: tuple[str, ...] = tuple(RELATIONS)
    scheme: str = ""
    required: bool = False
    width: int = 16
    examples: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def relation(text: str) -> str | None:
    """The relation that a word means, in any language, or None."""
    key = fold(text)
    words = RELATIONS.items()
    return next((name for name, word in words if key in (fold(word), fold(word.fr))), None)
