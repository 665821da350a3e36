"""What the file of an answer is called: the question, what was asked, and of which build.

Knows names only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.terms import hyphenated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Characters of each value, and of all before the build.
_VALUE, _LONGEST = 30, 120


def filed(name: str, values: Mapping[str, Any], build: str) -> str:
    """`partners-mecatech-2736e51d412e`: letters, digits and hyphens alone, no ending."""
    told = [hyphenated(text.rpartition("/")[2]) for text in _texts(values.values())]
    whole = "-".join(filter(None, [hyphenated(name), *(text[:_VALUE].strip("-") for text in told)]))
    return "-".join(filter(None, (whole[:_LONGEST].strip("-"), build)))


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        yield from map(str, value) if isinstance(value, list | tuple) else [str(value)]
