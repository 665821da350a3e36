"""Groups of columns of one kind: a file of which none of a group is known, though one looks like
it, has headers of another vintage; and one in which all of a group is blank has lost it.

Knows words that headers have, in English and French; nothing of what a source does with them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph.sources.reading.tally import FEWEST, Reject

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


class Blank:
    """Which groups of the columns of a sheet no row has said anything of so far."""

    def __init__(
        self, sheet: str, there: Mapping[str, int], groups: Mapping[str, Sequence[str]]
    ) -> None:
        """`there`: where in a row the columns are that the sheet has."""
        self._sheet, self._rows = sheet, 0
        found = {name: [one for one in own if one in there] for name, own in groups.items()}
        self._names = {name: own for name, own in found.items() if own}
        self.groups = {name: [there[one] for one in own] for name, own in self._names.items()}

    def look(self, values: Sequence[str]) -> None:
        """Take account of a row."""
        self._rows += 1
        said = [name for name, own in self.groups.items() if any(values[one] for one in own)]
        for name in said:
            del self.groups[name]

    def tell(self, tally: Tally) -> None:
        """Tell the tally of the groups that stayed blank, where there are rows to judge by."""
        tally.said |= self._names.keys() - self.groups.keys()
        for name in self.groups if self._rows >= FEWEST else ():
            columns = ", ".join(self._names[name])
            tally.blank.setdefault(
                name, f"{self._sheet}: all that tells {name} is blank: {columns[:200]}"
            )


def _words(header: str) -> str:
    """A header with blanks between its words, also where it is written inOneWord or in_one."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", header)
