"""The names and codes most like a text, and of those as like it the ones of the largest things.

Of a hundred thousand names ten thousand hold a word such as university: how like a text a name can
be at most is known from its key at once, and only those that may be among the first are read.
Knows keys, words and ranks; how like two texts are is known in `spelling`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.questions import spelling
from clustergraph.questions.shortest import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from clustergraph.questions.entries import Entries, Floats, Numbers, Row
    from clustergraph.questions.ranked import Ranked
    from clustergraph.questions.shortest import Words
    from clustergraph.questions.spelling import Typed

    Wanted = Callable[[AbstractSet[str]], bool]

# Keys whose names are read at once.
_KEYS = 200


# What decides who comes first: steps of likeness and projects, both with a minus, and the IRI.
Place = tuple[int, int, str]


class Like(NamedTuple):
    """Some names and codes that may be like a text.

    held: those that hold a piece of it; others: of the rest those by whose pattern things were
    found before; counts: how many names hold each long word of it; after: no thing has a place
    before this one for a name that is left; None where no name is left.
    """

    held: list[Row]
    others: list[Row]
    counts: Mapping[str, int]
    after: Place | None = None


class Likest:
    """The names and codes of one graph, by how like a text they are."""

    def __init__(self, names: Entries, codes: Entries, words: Words, things: Ranked) -> None:
        self._names, self._codes, self._words, self._things = names, codes, words, things

    @cached_property
    def _shared(self) -> tuple[Numbers, Numbers]:
        """The places of the keys of names that are keys of codes too, and as these."""
        return self._names.shared(self._codes)

    def alike(
        self,
        typed: Typed,
        pieces: str,
        sought: tuple[str, str],
        wanted: Wanted,
        least: float = 0.0,
    ) -> Iterator[Like]:
        """The names and codes like a text, and maybe others.

        pieces: a pattern of its pieces; sought: those of names, and of codes, by which some were
        found before. wanted: whether classes are those sought. least: how like, of 100. What is
        left out is not so like the text or not wanted.
        """
        counts = self._words.counted(typed.long_words)
        bounds = self._bounds(typed, counts, least)
        both, close = self._coded(typed, bounds, least)
        some, places = self._ordered(both, bounds, wanted)
        named = _parted(self._names.rows(both), pieces, sought[0])
        coded = _parted(self._codes.rows(close), pieces, sought[1])
        yield Like(named[0] + coded[0], named[1] + coded[1], counts, places(0))
        for start in range(0, len(some), _KEYS):
            rows = self._names.rows(some[start : start + _KEYS])
            yield Like(*_parted(rows, pieces, sought[0]), counts, places(start + _KEYS))

    def _bounds(self, typed: Typed, counts: Mapping[str, int], least: float) -> Floats:
        """How like a text the names with each key can be, of 100; 0 where they are not."""
        import numpy as np

        count = len(self._names)
        held, missed = self._words.alike(spelling.weights(typed, counts), counts, count)
        at, scores = self._names.alike(typed.key, max(spelling.LIKE, least))
        letters, words = np.zeros(count), held * spelling.BY_WORDS
        letters[at] = scores * (1 - missed[at])
        letters[letters < max(spelling.LIKE, least) - ROUNDING] = 0
        words[words < max(spelling.LEAST, least) - ROUNDING] = 0
        bounds: Floats = np.maximum(letters, words)
        return bounds

    def _coded(self, typed: Typed, bounds: Floats, least: float) -> tuple[Numbers, Numbers]:
        """The places of the codes like a text, and before them those of the names that are codes
        too: where one of both is like it, both are there, as a code that is a name is taken for
        one."""
        import numpy as np

        close, _ = self._codes.alike(typed.key, max(spelling.LIKE_CODE, least))
        named, coded = self._shared
        like = (bounds[named] > 0) | np.isin(coded, close)
        return named[like], np.union1d(close, coded[like])

    def _ordered(
        self, both: Numbers, bounds: Floats, wanted: Wanted
    ) -> tuple[Numbers, Callable[[int], Place | None]]:
        """The places of the other names that wanted things have, those first that can be the most
        like and then those of the first things; and what each, by its number, comes before."""
        import numpy as np

        some = np.setdiff1d(np.flatnonzero(bounds), both, assume_unique=True)
        steps = -np.rint((bounds[some] + ROUNDING) / spelling.STEP)
        ranks = self._names.first(some, self._things.those(wanted))
        order = np.lexsort((ranks, steps))
        order = order[ranks[order] < len(self._things)]

        def place(number: int) -> Place | None:
            if number >= len(order):
                return None
            at = order[number]
            return int(steps[at]), *self._things.place(int(ranks[at]))

        return some[order], place


def _parted(rows: list[Row], pieces: str, pattern: str) -> tuple[list[Row], list[Row]]:
    """Those in whose names, in small letters, a piece is found, and of the others those in which a
    pattern is, if there is one."""
    import polars as pl

    names = pl.Series([name for _, _, name in rows], dtype=pl.String).str.to_lowercase()
    held = names.str.contains(pieces)
    others = ~held & names.str.contains(pattern) & bool(pattern)
    return [rows[at] for at in held.arg_true()], [rows[at] for at in others.arg_true()]
