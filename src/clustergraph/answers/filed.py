"""What the file of an answer is called: the question, what was asked, and of which build.

Knows names only.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Characters of each value, and of a build, that tell it from others.
_VALUE, _BUILD = 30, 12
_LONGEST = 120


def filed(name: str, values: Mapping[str, Any], build: str) -> str:
    """`partners-mecatech-2736e51d412e`: letters, digits and hyphens alone, no ending."""
    told = [_plain(text.rpartition("/")[2]) for text in _texts(values.values())]
    whole = "-".join(filter(None, [_plain(name), *(text[:_VALUE].strip("-") for text in told)]))
    return "-".join(filter(None, (whole[:_LONGEST].strip("-"), build[:_BUILD])))


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        yield from map(str, value) if isinstance(value, list | tuple) else [str(value)]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")
