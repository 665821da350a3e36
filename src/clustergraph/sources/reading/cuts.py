"""Records that are no CSV and can yet be told: cut into so many cells in one best way.

CORDIS writes a field that begins with a quotation mark as `""Light" shows …"`. Knows nothing of
files or columns.
"""

from __future__ import annotations

import csv

# Beyond, a record is prose with delimiters, and to try all cuts would take long.
_MOST_DELIMITERS = 2_000


def is_record(line: str, delimiter: str, width: int) -> bool:
    """Whether a line on its own is a sound record of so many cells."""
    try:
        return len(next(csv.reader([line], delimiter=delimiter, strict=True), [])) == width
    except csv.Error:
        return False


def cells(text: str, delimiter: str, width: int) -> list[str] | None:
    """The cells of a record, where one way to cut it into `width` has more sound cells than any
    other; else None.

    A cell in quotes ends with a quote before a delimiter; a cell without has none inside.
    """
    body = text.rstrip("\r\n")
    starts = [0, *(place + 1 for place, sign in enumerate(body) if sign == delimiter)]
    if not width <= len(starts) <= _MOST_DELIMITERS:
        return None
    ends = [start - 1 for start in starts[1:]] + [len(body)]
    # By the number of starts used: cells so far to the score, in how many ways, and the cut before.
    best: list[dict[int, tuple[int, int, int]]] = [{} for _ in range(len(starts) + 1)]
    best[0][0] = (0, 1, 0)
    for first, start in enumerate(starts):
        if not best[first]:
            continue
        for last in _lasts(body, starts, ends, first):
            sound = _is_sound(body[start : ends[last]])
            for count, (score, ways, _before) in best[first].items():
                if count < width:
                    _better(best[last + 1], count + 1, (score + sound, ways, first))
    return _traced(body, starts, ends, best, width)


def _lasts(body: str, starts: list[int], ends: list[int], first: int) -> list[int]:
    """The pieces with which a cell that begins with piece `first` may end."""
    start = starts[first]
    if body[start : start + 1] != '"':
        return [] if '"' in body[start : ends[first]] else [first]
    return [
        last
        for last in range(first, len(ends))
        if ends[last] - start >= 2 and body[ends[last] - 1] == '"'
    ]


def _is_sound(cell: str) -> bool:
    return '"' not in cell[1:-1].replace('""', "") if cell.startswith('"') else True


def _better(at: dict[int, tuple[int, int, int]], count: int, new: tuple[int, int, int]) -> None:
    score, ways, before = at.get(count, (-1, 0, 0))
    if new[0] > score:
        at[count] = new
    elif new[0] == score:
        at[count] = (score, ways + new[1], before)


def _traced(
    body: str,
    starts: list[int],
    ends: list[int],
    best: list[dict[int, tuple[int, int, int]]],
    width: int,
) -> list[str] | None:
    at, found = len(starts), []
    if best[at].get(width, (0, 0, 0))[1] != 1:
        return None
    for count in range(width, 0, -1):
        before = best[at][count][2]
        found.append(_plain(body[starts[before] : ends[at - 1]]))
        at = before
    return found[::-1]


def _plain(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
