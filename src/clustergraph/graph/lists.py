"""Long lists of IRIs: how they are written, and how they are set aside while a query is rewritten.

A list of a thousand things takes longer to cut into tokens than to answer. Only in VALUES do so
many IRIs follow each other, where no reading changes anything. Knows texts alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LIST = re.compile(r"""(?:<[^<>"{}|^`\\\x00-\x20]*>[ \n]+){8,}""")
_STAND_IN = "urn:clustergraph:list:"
# So many values the engine looks up one by one; for one more it goes through the whole graph,
# where each triple takes this part of the time for which one value is looked up.
_LOOKED_UP, _PER_VALUE = 64, 600


def among(variable: str, iris: Sequence[str], pattern: str, triples: int) -> str:
    """The pattern for each of some IRIs as the value of a variable, to be asked of a graph of so
    many triples."""
    size = _LOOKED_UP if len(iris) * _PER_VALUE < triples else max(1, len(iris))
    parts = (iris[start : start + size] for start in range(0, max(1, len(iris)), size))
    groups = [f"VALUES {variable} {{ {' '.join(map('<{}>'.format, one))} }} {pattern}"
              for one in parts]  # fmt: skip
    return groups[0] if len(groups) == 1 else " UNION ".join(f"{{ {each} }}" for each in groups)


def aside(rewrite: Callable[[str], str], sparql: str) -> str:
    """What `rewrite` makes of a query, of which it sees each long list as one IRI."""
    lists: list[str] = []
    root = _STAND_IN
    while root in sparql:
        root += ":"

    def shown(match: re.Match[str]) -> str:
        lists.append(match.group())
        return f"<{root}{len(lists) - 1}>"

    rewritten = rewrite(_LIST.sub(shown, sparql))
    for number, each in enumerate(lists):
        rewritten = rewritten.replace(f"<{root}{number}>", each)
    return rewritten
