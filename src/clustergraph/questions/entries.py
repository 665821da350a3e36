"""Names or codes by the key under which they are compared, and the things that have them.

Knows tables of keys and ranks; nothing of which keys are sought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.questions.shortest import Shortest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    import numpy.typing as npt
    import polars as pl

    from clustergraph.questions.ranked import Ranked

    Numbers = npt.NDArray[np.integer]
    Floats = npt.NDArray[np.floating]

# Whose, as what, and the name or code.
Row = tuple[str, str, str]
# Rows that are told at once, where maybe not all are wanted.
_ROWS = 500


class Entries:
    """Rows by key: the keys from the shortest on, each once, and where the rows of each begin."""

    def __init__(self, table: pl.DataFrame, things: Ranked) -> None:
        import numpy as np

        keys = table["key"].rle().struct.unnest()
        self._rows = table.select("rank", "as", "name")
        self._things = things
        self._keys = keys["value"]
        self._starts = np.concatenate([[0], np.cumsum(keys["len"].to_numpy(), dtype=np.int64)])
        self._texts = Shortest(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def rows(self, at: Numbers) -> list[Row]:
        """The rows of some keys, by their places."""
        return list(self._told(self._rows[_spread(self._starts, at)]))

    def with_sign(self, sign: str) -> list[Row]:
        """The rows whose names hold a sign as it stands."""
        return list(
            self._told(self._rows.filter(self._rows["name"].str.contains(sign, literal=True)))
        )

    def by_rank(self, at: Numbers, wanted: npt.NDArray[np.bool_]) -> Iterator[Row]:
        """The same of those things, by rank, that are wanted; the first in rank come first."""
        table = self._rows[_spread(self._starts, at)]
        table = table.filter(wanted[table["rank"].to_numpy()]).sort("rank", maintain_order=True)
        for part in table.iter_slices(_ROWS):
            yield from self._told(part)

    def _told(self, rows: pl.DataFrame) -> Iterator[Row]:
        iris = self._things.iris(rows["rank"])
        return zip(iris, rows["as"].to_list(), rows["name"].to_list(), strict=True)

    def keys(self, at: Numbers) -> list[str]:
        """Some keys, by their places."""
        return self._keys[at].to_list()

    def equal(self, keys: Iterable[str]) -> Numbers:
        """The places of those of these keys that are there."""
        import numpy as np

        found = (self._texts.place(key) for key in sorted(set(keys)))
        return np.array(sorted(at for at in found if at is not None), dtype=np.int64)

    def first(self, at: Numbers, wanted: npt.NDArray[np.bool_]) -> Numbers:
        """Of some keys the first in rank of those things, by rank, that are wanted and have it;
        their number where none has."""
        import numpy as np

        rows = _spread(self._starts, at)
        ranks = self._rows["rank"][rows].to_numpy()
        ranks = np.where(wanted[ranks], ranks, len(wanted))
        counts = self._starts[at + 1] - self._starts[at]
        firsts: Numbers = np.minimum.reduceat(ranks, np.cumsum(counts) - counts)
        return firsts

    def shared(self, others: Entries) -> tuple[Numbers, Numbers]:
        """The places of the keys that are others too, and there, in the same order."""
        import polars as pl

        mine, theirs = (
            pl.DataFrame({"key": each._keys}).with_row_index(name)
            for each, name in ((self, "mine"), (others, "theirs"))
        )
        both = mine.join(theirs, on="key").sort("mine")
        return both["mine"].to_numpy(), both["theirs"].to_numpy()

    def holding(self, key: str, longest: int) -> Numbers:
        """The places of the keys of so many letters at most that hold a key."""
        import numpy as np

        return self.holding_of(np.arange(*self._texts.between(0, longest)), key)

    def holding_of(self, at: Numbers, key: str) -> Numbers:
        """Those of some places whose keys hold a key."""
        held: Numbers = at[self._keys[at].str.contains(key, literal=True).to_numpy()]
        return held

    def alike(self, key: str, cutoff: float) -> tuple[Numbers, Floats]:
        """The places of the keys whose letters are like those of a key, and how like they are."""
        import numpy as np

        found = self._texts.alike(key, cutoff)
        at = np.array([at for at, _ in found], dtype=np.int64)
        return at, np.array([score for _, score in found], dtype=np.float64)


def _spread(starts: Numbers, at: Numbers) -> Numbers:
    """All places from the start of each of some to the start of the next."""
    import numpy as np

    counts = starts[at + 1] - starts[at]
    before = np.cumsum(counts) - counts
    places: Numbers = np.arange(counts.sum()) + np.repeat(starts[at] - before, counts)
    return places
