"""All names and codes of a graph, arranged so that what is like a text is found at once.

To go through the names in a store takes a second where there are a hundred thousand. Here they are
kept beside the graph folder: each under the key by which names are compared, the shortest first,
each word with the keys that hold it, and the things that have them as `ranked` has these. Knows
texts and tables; nothing of queries.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from clustergraph.questions import keeping, ranked, spelling
from clustergraph.questions.entries import Entries
from clustergraph.questions.likest import Likest
from clustergraph.questions.ranked import Ranked
from clustergraph.questions.shortest import Words
from clustergraph.terms import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.questions.entries import Row
    from clustergraph.questions.spelling import Typed

_COLUMNS = {"node": str, "as": str, "name": str}
# As what each table is kept beside a graph folder.
_NAMES, _CODES, _WORDS = "names-by-key", "codes-by-key", "names-by-word"
_THINGS = "things-by-rank"
# Raised when the tables change while the queries stay the same.
_VERSION = "2"


class Directory:
    """The names and codes of one graph, opened."""

    def __init__(
        self, names: pl.DataFrame, codes: pl.DataFrame, words: pl.DataFrame, things: pl.DataFrame
    ) -> None:
        self.things = Ranked(things)
        self._names, self._codes = Entries(names, self.things), Entries(codes, self.things)
        self._words = Words(words)
        self.likest = Likest(self._names, self._codes, self._words, self.things)

    @cached_property
    def _broken(self) -> list[Row]:
        """What has a name that lost letters on the way."""
        return self._names.with_sign(spelling.LOST)

    def coded(self, codes: Iterable[str]) -> list[Row]:
        """What has one of the codes as it stands."""
        wanted = set(codes)
        return [row for row in self.coded_loosely(map(fold, wanted)) if row[2] in wanted]

    def coded_loosely(self, keys: Iterable[str]) -> list[Row]:
        """What has a code with one of these keys."""
        return self._codes.rows(self._codes.equal(keys))

    def called(
        self, typed: Typed, wanted: Callable[[AbstractSet[str]], bool], most: int | None
    ) -> list[Row]:
        """What has a name that is the text, or was before it lost letters; and of what has one that
        holds it as whole words, the `most` things in the most projects, all for None, that are
        wanted for their classes.

        Beside a text of one letter, which has no pieces, also the names of two that hold it.
        """
        import numpy as np

        equal = self._names.equal([typed.key])
        if len(typed.key) == 1:
            equal = np.union1d(equal, self._names.holding(typed.key, 2))
        holding = self._names.holding_of(self._words.bounding(typed.key), typed.key)
        inside = self._names.by_rank(np.setdiff1d(holding, equal), self.things.those(wanted))
        broken = (row for row in self._broken if typed.lost(row[2]))
        return [*self._names.rows(equal), *broken, *_within(typed, inside, most)]


def _within(typed: Typed, inside: Iterable[Row], most: int | None) -> Iterator[Row]:
    """The rows whose names hold the text as whole words, of so many things."""
    things: set[str] = set()
    for row in inside:
        if typed.within(row[2]):
            things.add(row[0])
            if most is not None and len(things) > most:
                return
            yield row


def kept(location: Location, texts: Sequence[str]) -> Directory | None:
    """The directory kept beside a graph folder, None where there is none yet.

    texts: of the queries for all names, all codes, and what `ranked.table` tells of all things.
    """
    stems = _stems(location, texts)
    try:
        return _opened(*stems) if all(stems) else None
    except _MissingError:
        return None


def is_open() -> bool:
    """Whether one has been opened: what it tells of a thing costs next to nothing then."""
    return _opened.cache_info().currsize > 0


def there(location: Location, texts: Sequence[str]) -> bool:
    """Whether there is one, without opening it."""
    return all(stem and keeping.there(stem) for stem in _stems(location, texts))


def _stems(location: Location, texts: Sequence[str]) -> list[Path | None]:
    text = _text(texts)
    return [keeping.stem(location, name, text) for name in (_NAMES, _CODES, _WORDS, _THINGS)]


def keep(
    location: Location, texts: Sequence[str], ask: Callable[[str], list[tuple[str, ...]]]
) -> None:
    """Keep all names and codes, and what has them, which `ask` brings for a query, beside a graph
    folder."""
    import polars as pl

    if location.manifest is None or kept(location, texts) is not None:
        return
    text = _text(texts)
    names, codes = (pl.DataFrame(ask(each), _COLUMNS, orient="row") for each in texts[:2])
    things = ranked.table(pl.concat([names["node"], codes["node"]]), *map(ask, texts[2:]))
    ranks = things.select(node="node").with_row_index("rank")
    names, codes = (_by_key(each.join(ranks, on="node")) for each in (names, codes))
    keeping.frame(location, _NAMES, text, lambda: names)
    keeping.frame(location, _CODES, text, lambda: codes)
    keeping.frame(location, _WORDS, text, lambda: _by_word(names))
    keeping.frame(location, _THINGS, text, lambda: things)


def _text(texts: Sequence[str]) -> str:
    return "\n".join([*texts, _VERSION])


class _MissingError(Exception):
    """A table is not kept yet. Raised, as `lru_cache` would remember a None."""


@lru_cache(maxsize=2)
def _opened(*stems: Path) -> Directory:
    names, codes, words, things = map(keeping.read, stems)
    if names is None or codes is None or words is None or things is None:
        raise _MissingError
    return Directory(names, codes, words, things)


def _by_key(table: pl.DataFrame) -> pl.DataFrame:
    """Rows under the key of the name, the shortest first."""
    import polars as pl

    names = table["name"].unique()
    keys = pl.DataFrame(
        {"name": names, "key": [fold(name) for name in names]},
        {"name": pl.String, "key": pl.String},
    )
    length = pl.col("key").str.len_chars()
    rows = table.join(keys, on="name").sort(length, "key", "name", "node", "as")
    return rows.select("key", "rank", "as", "name")


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
