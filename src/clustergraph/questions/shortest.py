"""Texts from the shortest on, and words with where they occur: which are equal to one, or like it.

Knows texts and places in tables; nothing of whose names these are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

from clustergraph.questions import spelling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt
    import polars as pl

    Numbers = npt.NDArray[np.integer]
    Floats = npt.NDArray[np.floating]

# By so much sums of floats may differ with the order of addition.
ROUNDING = 1e-6
# Shorter words that differ in the first letter are less than `spelling.SURE` alike: of ten letters
# in both, one that is in one of them alone is a tenth.
_SURE_FROM = 5


class Shortest:
    """Texts in the order of their lengths, then of their letters."""

    def __init__(self, texts: pl.Series) -> None:
        import numpy as np

        self._texts = texts
        self._lengths = texts.str.len_chars().to_numpy().astype(np.int64)
        longest = int(self._lengths[-1]) if len(texts) else 0
        # Where those of each length begin.
        self._starts = np.searchsorted(self._lengths, np.arange(longest + 2)).tolist()
        self._counts: dict[str, Numbers] = {}

    @cached_property
    def _list(self) -> list[str]:
        return self._texts.to_list()

    @cached_property
    def _alphabet(self) -> frozenset[str]:
        """What is kept a count of: whatever is typed, there are no more."""
        return frozenset("".join(self._list))

    def _counted(self, letter: str) -> Numbers:
        """How often a letter is in each."""
        import numpy as np

        if letter not in self._counts:
            found = self._texts.str.count_matches(letter, literal=True)
            self._counts[letter] = found.to_numpy().astype(np.uint16)
        return self._counts[letter]

    def between(self, least: float, most: float) -> tuple[int, int]:
        """Where those of so many letters, 0 or more, begin and end."""
        last = len(self._starts) - 1
        first = -int(-least // 1)
        return self._starts[min(first, last)], self._starts[min(int(most) + 1, last)]

    def place(self, text: str) -> int | None:
        """The place of a text; None where it is not there."""
        first, last = self.between(len(text), len(text))
        # Searched where they are: to list all of them takes longer than one command looks up.
        at = bisect_left(self._texts, text, first, last)
        return at if at < last and self._texts[at] == text else None

    def longer(self, text: str) -> list[int]:
        """The places of those that a text abbreviates."""
        begun = self._texts.str.starts_with(text).arg_true().to_list()
        return [at for at in begun if spelling.abbreviates(text, self._texts[at])]

    def alike(self, text: str, cutoff: float) -> list[tuple[int, float]]:
        """The places of those whose letters are like those of a text, and how like they are."""
        from rapidfuzz import fuzz, process

        # So long, and so short, can a text so like another be.
        share = cutoff / (200 - cutoff)
        length = len(text)
        first, last = self.between(length * share - ROUNDING, length / share + ROUNDING)
        able = self._able(text, cutoff, first, last)
        some = compress(self._list[first:last], able)
        places = list(compress(range(first, last), able))
        found = process.extract(text, some, scorer=fuzz.ratio, limit=None, score_cutoff=cutoff)
        return [(places[at], score) for _, score, at in found]

    def _able(self, text: str, cutoff: float, first: int, last: int) -> list[bool]:
        """Of some places whether enough of a text and the one there may be the same: each letter
        as often as it is in both."""
        import numpy as np

        same = np.zeros(last - first, dtype=np.int64)
        for letter, count in Counter(filter(self._alphabet.__contains__, text)).items():
            same += np.minimum(self._counted(letter)[first:last], count)
        lengths = self._lengths[first:last]
        able: list[bool] = (200 * same >= cutoff * (lengths + len(text)) - ROUNDING).tolist()
        return able


class Words:
    """In which keys, by their places, each word is."""

    def __init__(self, table: pl.DataFrame) -> None:
        import numpy as np

        self._holders = table["at"].explode().to_numpy()
        self._starts = np.concatenate(
            [[0], np.cumsum(table["at"].list.len().to_numpy(), dtype=np.int64)]
        )
        firsts = table["word"].str.slice(0, 1).rle().struct.unnest()
        # Those with one first letter, and where they begin.
        self._groups: dict[str, tuple[int, Shortest]] = {}
        start = 0
        for count, letter in firsts.iter_rows():
            self._groups[letter] = start, Shortest(table["word"][start : start + count])
            start += count

    def bounding(self, key: str) -> Numbers:
        """The places of the keys with a word that a key begins with, and one that it ends with."""
        import numpy as np

        cuts = range(1, len(key) + 1)
        first, last = self._with(key[:cut] for cut in cuts), self._with(key[-cut:] for cut in cuts)
        return np.intersect1d(first, last, assume_unique=True)

    def _with(self, words: Iterable[str]) -> Numbers:
        """The places of the keys that hold one of some words."""
        import numpy as np

        found = [self._held(at) for word in words if (at := self._place(word)) is not None]
        return np.unique(np.concatenate(found)) if found else np.array([], dtype=np.int64)

    def _place(self, word: str) -> int | None:
        start, group = self._groups.get(word[0], (0, None))
        at = group.place(word) if group else None
        return None if at is None else start + at

    def _held(self, at: int) -> Numbers:
        """The places of the keys that hold the word at a place."""
        held: Numbers = self._holders[self._starts[at] : self._starts[at + 1]]
        return held

    def counted(self, wanted: Sequence[str]) -> dict[str, int]:
        """How many keys hold each word."""
        found = {word: at for word in wanted if (at := self._place(word)) is not None}
        return {word: len(self._held(at)) for word, at in found.items()}

    def alike(
        self, wanted: Mapping[str, float], known: Collection[str], count: int
    ) -> tuple[Floats, Floats]:
        """How well the words wanted are found in each of so many keys, of 100, and the share of
        them that is known from other keys, while nothing like it is found in this one."""
        import numpy as np

        total = sum(wanted.values()) or 1.0
        held, missed = np.zeros(count), np.zeros(count)
        for word, weight in wanted.items():
            best = np.zeros(count)
            for at, score in self._close(word):
                holders = self._held(at)
                best[holders] = np.maximum(best[holders], score)
            held += best * weight
            if word in known:
                missed += (best == 0) * weight
        return held / total, missed / total

    def _close(self, word: str) -> Iterator[tuple[int, float]]:
        """The places of the words like one, and how like; see `spelling.likeness`."""
        for letter, (start, group) in self._groups.items():
            if letter == word[0] or len(word) >= _SURE_FROM:
                cutoff = spelling.LIKE_WORD if letter == word[0] else spelling.SURE
                for at, score in group.alike(word, cutoff):
                    yield start + at, score
            if letter == word[0]:
                for at in group.longer(word):
                    yield start + at, spelling.ABBREVIATED
