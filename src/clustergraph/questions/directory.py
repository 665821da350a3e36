"""All names and codes of a graph, arranged so that what is like a text is found at once.

To go through the names in a store takes a second where there are a hundred thousand. Here they are
kept beside the graph folder: each under the key by which names are compared, the shortest first,
and each word with the keys that hold it. Knows texts and tables; nothing of queries or classes.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.questions import keeping, spelling
from clustergraph.terms import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt
    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.questions.spelling import Typed

    Numbers = npt.NDArray[np.integer]

# Whose, as what, and the name or code.
Row = tuple[str, str, str]
# As what each table is kept beside a graph folder.
_NAMES, _CODES, _WORDS = "names-by-key", "codes-by-key", "names-by-word"
# By so much sums of floats may differ with the order of addition.
_ROUNDING = 1e-6
# Raised when the tables change while the queries stay the same.
_VERSION = "1"


class Directory:
    """The names and codes of one graph, opened."""

    def __init__(self, names: _Entries, codes: _Entries, words: _Words) -> None:
        self._names, self._codes, self._words = names, codes, words

    def coded(self, codes: Iterable[str]) -> list[Row]:
        """What has one of the codes as it stands."""
        wanted = set(codes)
        return [row for row in self.coded_loosely(map(fold, wanted)) if row[2] in wanted]

    def coded_loosely(self, keys: Iterable[str]) -> list[Row]:
        """What has a code with one of these keys."""
        return self._codes.rows(self._codes.equal(set(keys)))

    def called(self, key: str) -> list[Row]:
        """What has a name that is or holds the key."""
        return self._names.rows(self._names.holding(key))

    def alike(
        self, typed: Typed, pieces: str, sought: tuple[str, str]
    ) -> tuple[list[Row], list[Row], dict[str, int]]:
        """The names and codes like a text, and maybe others: those in which one of its pieces is
        found, then those in which another pattern is, of names and of codes; how many names hold
        each of its long words.

        What is left out is not like it; see `spelling.likeness`.
        """
        import numpy as np

        letters = self._names.alike(typed.key, spelling.LIKE)
        counts = self._words.counted(typed.long_words)
        words = self._words.alike(spelling.weights(typed, counts), len(self._names))
        found = np.union1d(letters, words)
        # What is a name as well as a code need be no more like than a name.
        both = self._codes.equal(self._names.keys(found))
        close = np.union1d(self._codes.alike(typed.key, spelling.LIKE_CODE), both)
        parted = [
            _parted(rows, pieces, pattern)
            for rows, pattern in zip(
                (self._names.rows(found), self._codes.rows(close)), sought, strict=True
            )
        ]
        held, others = ([*names, *codes] for names, codes in zip(*parted, strict=True))
        return held, others, counts


def _parted(rows: list[Row], pieces: str, pattern: str) -> tuple[list[Row], list[Row]]:
    """Those in whose names, in small letters, a piece is found, and of the others those in which a
    pattern is, if there is one."""
    import polars as pl

    names = pl.Series([name for _, _, name in rows], dtype=pl.String).str.to_lowercase()
    held = names.str.contains(pieces)
    others = ~held & names.str.contains(pattern) & bool(pattern)
    return [rows[at] for at in held.arg_true()], [rows[at] for at in others.arg_true()]


class _Entries:
    """Rows by key: the keys from the shortest on, each once, and where the rows of each begin."""

    def __init__(self, table: pl.DataFrame) -> None:
        import numpy as np

        keys = table["key"].rle().struct.unnest()
        self._rows = table.select("node", "as", "name")
        self._keys = keys["value"]
        self._list: list[str] = self._keys.to_list()
        self._starts = np.concatenate([[0], np.cumsum(keys["len"].to_numpy(), dtype=np.int64)])
        self._lengths = self._keys.str.len_chars().to_numpy()

    def __len__(self) -> int:
        return len(self._list)

    def rows(self, at: Numbers) -> list[Row]:
        """The rows of some keys, by their places."""
        return self._rows[_spread(self._starts, at)].rows()

    def keys(self, at: Numbers) -> set[str]:
        """Some keys, by their places."""
        return set(self._keys[at])

    def equal(self, keys: set[str]) -> Numbers:
        """The places of these keys."""
        return self._keys.is_in(sorted(keys)).arg_true().to_numpy()

    def holding(self, key: str) -> Numbers:
        """The places of the keys that hold a key."""
        return self._keys.str.contains(key, literal=True).arg_true().to_numpy()

    def alike(self, key: str, cutoff: float) -> Numbers:
        """The places of the keys whose letters are like those of a key."""
        import numpy as np
        from rapidfuzz import fuzz, process

        first, last = _between(self._lengths, len(key), cutoff)
        some = self._list[first:last]
        found = process.extract(key, some, scorer=fuzz.ratio, limit=None, score_cutoff=cutoff)
        return np.array([first + at for _, _, at in found], dtype=np.int64)


class _Group(NamedTuple):
    """Words with one first letter, the shortest first, and the place of the first of them."""

    start: int
    words: list[str]
    lengths: Numbers


class _Words:
    """In which keys, by their places, each word is."""

    def __init__(self, table: pl.DataFrame) -> None:
        import numpy as np

        self._holders = table["at"].explode().to_numpy()
        self._starts = np.concatenate(
            [[0], np.cumsum(table["at"].list.len().to_numpy(), dtype=np.int64)]
        )
        firsts = table["word"].str.slice(0, 1).rle().struct.unnest()
        self._groups: dict[str, _Group] = {}
        start = 0
        for count, letter in firsts.iter_rows():
            some = table["word"][start : start + count]
            lengths = some.str.len_chars().to_numpy()
            self._groups[letter] = _Group(start, some.to_list(), lengths)
            start += count

    def counted(self, wanted: Sequence[str]) -> dict[str, int]:
        """How many keys hold each word."""
        found = {word: group for word in wanted if (group := self._groups.get(word[0]))}
        at = {
            word: group.start + group.words.index(word)
            for word, group in found.items()
            if word in group.words
        }
        return {word: int(self._starts[at + 1] - self._starts[at]) for word, at in at.items()}

    def alike(self, wanted: Mapping[str, float], count: int) -> Numbers:
        """The places, of so many, of the keys that hold enough of the words wanted."""
        import numpy as np

        totals = np.zeros(count)
        for word, weight in wanted.items():
            best = np.zeros(count)
            for at, score in self._close(word):
                holders = self._holders[self._starts[at] : self._starts[at + 1]]
                best[holders] = np.maximum(best[holders], score)
            totals += best * weight
        enough = spelling.LEAST / spelling.BY_WORDS * sum(wanted.values())
        return np.flatnonzero((totals > 0) & (totals >= enough - _ROUNDING))

    def _close(self, word: str) -> Iterator[tuple[int, float]]:
        """The places of the words like one, and how like; see `spelling.likeness`."""
        from rapidfuzz import fuzz, process

        for letter, group in self._groups.items():
            cutoff = spelling.LIKE_WORD if letter == word[0] else spelling.SURE
            first, last = _between(group.lengths, len(word), cutoff)
            found = process.extract(
                word,
                group.words[first:last],
                scorer=fuzz.ratio,
                limit=None,
                score_cutoff=cutoff,
            )
            for _, score, at in found:
                yield group.start + first + at, score


def _between(lengths: Numbers, length: int, cutoff: float) -> tuple[int, int]:
    """Where, of ascending lengths, those begin and end that a text so like another can have."""
    import numpy as np

    share = cutoff / (200 - cutoff)
    first = np.searchsorted(lengths, length * share - _ROUNDING, "left")
    last = np.searchsorted(lengths, length / share + _ROUNDING, "right")
    return int(first), int(last)


def _spread(starts: Numbers, at: Numbers) -> Numbers:
    """All places from the start of each of some to the start of the next."""
    import numpy as np

    counts = starts[at + 1] - starts[at]
    before = np.cumsum(counts) - counts
    places: Numbers = np.arange(counts.sum()) + np.repeat(starts[at] - before, counts)
    return places


def kept(location: Location, texts: Sequence[str]) -> Directory | None:
    """The directory kept beside a graph folder, None where there is none yet.

    texts: of the queries for all names, and for all codes.
    """
    stems = _stems(location, texts)
    try:
        return _opened(*stems) if all(stems) else None
    except _MissingError:
        return None


def there(location: Location, texts: Sequence[str]) -> bool:
    """Whether there is one, without opening it."""
    return all(stem and keeping.there(stem) for stem in _stems(location, texts))


def _stems(location: Location, texts: Sequence[str]) -> list[Path | None]:
    return [keeping.stem(location, name, _text(texts)) for name in (_NAMES, _CODES, _WORDS)]


def keep(location: Location, texts: Sequence[str], ask: Callable[[str], list[Row]]) -> None:
    """Keep all names and codes, which `ask` brings for a query, beside a graph folder."""
    if location.manifest is None or kept(location, texts) is not None:
        return
    text = _text(texts)
    names, codes = (_by_key(ask(each)) for each in texts)
    keeping.frame(location, _NAMES, text, lambda: names)
    keeping.frame(location, _CODES, text, lambda: codes)
    keeping.frame(location, _WORDS, text, lambda: _by_word(names))


def _text(texts: Sequence[str]) -> str:
    return "\n".join([*texts, _VERSION])


class _MissingError(Exception):
    """A table is not kept yet. Raised, as `lru_cache` would remember a None."""


@lru_cache(maxsize=2)
def _opened(names: Path, codes: Path, words: Path) -> Directory:
    tables = [table for stem in (names, codes, words) if (table := keeping.read(stem)) is not None]
    if len(tables) < 3:
        raise _MissingError
    return Directory(_Entries(tables[0]), _Entries(tables[1]), _Words(tables[2]))


def _by_key(rows: list[Row]) -> pl.DataFrame:
    """Rows under the key of the name, the shortest first."""
    import polars as pl

    table = pl.DataFrame(rows, ["node", "as", "name"], orient="row")
    names = table["name"].unique()
    keys = pl.DataFrame({"name": names, "key": [fold(name) for name in names]})
    length = pl.col("key").str.len_chars()
    return table.join(keys, on="name").sort(length, "key", "name", "node", "as")


def _by_word(names: pl.DataFrame) -> pl.DataFrame:
    """Each word by its first letter and its length, with the places of the keys that hold it."""
    import polars as pl

    places = names["key"].rle_id()
    holders: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for name, place in zip(names["name"], places, strict=True):
        for word in spelling.words(name):
            holders[word][place] = None
    ordered = sorted(holders, key=lambda word: (word[0], len(word), word))
    counts = pl.Series([len(holders[word]) for word in ordered], dtype=pl.UInt32)
    flat = pl.Series(chain.from_iterable(holders[word] for word in ordered), dtype=pl.UInt32)
    number = pl.Series(range(len(ordered)), dtype=pl.UInt32).repeat_by(counts).explode()
    held = pl.DataFrame({"number": number, "at": flat}).group_by("number", maintain_order=True)
    return pl.DataFrame({"word": ordered}, {"word": pl.String}).with_columns(
        at=held.agg("at")["at"]
    )
