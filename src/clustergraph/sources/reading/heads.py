"""Which lines of a CSV file are its header, and which only stand above it.

Knows nothing of how a file is opened or of what is below its header.
"""

from __future__ import annotations

import csv
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DELIMITERS = ";,\t|"
EMPTY = DELIMITERS + "\r\n "
# A line below a title has so many delimiters at least, and is one of so many lines.
_MANY, LOOKED_AHEAD = 2, 8


def spread(lines: Sequence[str]) -> int:
    """How many lines a header takes that begins these: as spreadsheets write cells of it that have
    line breaks, more than 1."""
    for sign in DELIMITERS:
        reader = csv.reader(filter(None, lines), delimiter=sign, strict=True)
        with suppress(csv.Error):
            if len(next(reader, ())) > 1 < reader.line_num:
                return reader.line_num
    return 1


def is_title(line: str, below: Sequence[str]) -> bool:
    """Whether a line is but one cell, however it is cut, above one that is empty or has many; or
    above more such lines, below which a table begins."""
    if not below[0] or not _is_one_cell(line) or spread([line, *below]) > 1:
        return False
    if not below[0].strip(EMPTY) or _delimiters(below[0]) >= _MANY:
        return True
    header, row = next((pair for pair in pairwise(below) if not _is_one_cell(pair[0])), ("", ""))
    sign = max(DELIMITERS, key=header.count)
    return _delimiters(header) >= _MANY and row.count(sign) >= header.count(sign)


def _is_one_cell(line: str) -> bool:
    return all(len(list(filter(str.strip, line.split(sign)))) <= 1 for sign in DELIMITERS)


def _delimiters(line: str) -> int:
    """How many delimiters of one kind stand between cells of a line."""
    return max(map(line.strip(EMPTY).count, DELIMITERS))
