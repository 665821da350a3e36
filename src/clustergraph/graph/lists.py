"""Long lists of IRIs, set aside while a query is read and rewritten.

A list of a thousand things takes longer to cut into tokens than to answer. Only in VALUES do so
many IRIs follow each other, where no reading changes anything. Knows texts alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LIST = re.compile(r"""(?:<[^<>"{}|^`\\\x00-\x20]*>[ \n]+){8,}""")
_STAND_IN = "urn:clustergraph:list:"


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
