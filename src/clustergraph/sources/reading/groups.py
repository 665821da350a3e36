"""Groups of columns of one kind: a file of which none of a group is known, though one looks like
it, has headers of another vintage.

Knows words that headers have, in English and French; nothing of what a source does with them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph.sources.reading.tally import Reject

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from clustergraph.sources.reading.tally import Tally

_LIKE = {
    "money": r"budget|cost|co[uû]t|amount|montant|fund|grant|contribution|subsid|financ|\beur|€",
    "places": r"country|pays|nuts|region|région|town|city|ville|address|adresse|street|postal",
    "dates": r"date|\bstart|\bend\b|\bbegin|début|\bfin\b|\bfrom\b|\buntil\b",
    "identifiers": r"\bpic\b|identif|\bvat\b|\btva\b|\bror\b|\bid\b",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _LIKE.items()}


def note_unknown(
    sheet: str,
    unknown: Sequence[str],
    found: Collection[str],
    groups: Mapping[str, Sequence[str]],
    tally: Tally,
) -> None:
    """Tell the tally which columns are unknown, and which groups may have gone unread.

    `found` are the columns that the sheet has; `groups` maps "money", "places", "dates" or
    "identifiers" to those of our columns that would say it.
    """
    for name in unknown:
        reason = "column not known: kept as text, or not at all"
        tally.unknown.append(Reject(sheet, 1, name, "", reason))
    for group, columns in groups.items():
        like = [name for name in unknown if _PATTERNS[group].search(_words(name))]
        if like and not any(column in found for column in columns):
            tally.doubts.append(
                f"{sheet}:1: no column of {group} is known, though there are: "
                f"{', '.join(like)[:200]}; rename one to {' or '.join(columns[:3])}"
            )


def _words(header: str) -> str:
    """A header with blanks between its words, also where it is written inOneWord or in_one."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", header)
