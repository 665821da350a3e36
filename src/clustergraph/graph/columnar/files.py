"""What the default engine has written of a graph, read as columns of numbers.

Each term has a number; the triples stand sorted in six orders, three numbers each. Whole numbers
stand for themselves, all other terms are in a dictionary. Only the layout that is known here is
read: another one is Unsupported, as everything else that cannot be answered from it.
"""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_LAYOUT = struct.pack("<4sII", b"DMV1", 1, 1 << 31)
# A number from here on is a whole number by itself; those from _OTHER on are in no file.
WHOLE, _OTHER = 1 << 31, 3 << 30
_IRI, _LITERAL = 0, 1
INTEGER, DECIMAL = f"{XSD}integer", f"{XSD}decimal"
# A number with a point has at most so many signs: with six more digits it stays below 2**63.
_DIGITS = 12
# The orders that are read: subject first, predicate and subject first, predicate and object first.
_SPO, _PSO, _POS = 0, 2, 3


class Unsupported(Exception):
    """What is asked, or what the graph holds, is not answered here."""


class Terms(NamedTuple):
    """Some terms: the kind of each ("" of an IRI, else the datatype), its text and language."""

    kinds: pl.Series
    texts: pl.Series
    langs: pl.Series


class Spans(NamedTuple):
    """Where the texts of some terms stand: whether each is a whole number or an IRI, where its text
    begins and how long it is, which prefix or datatype it has, and whether it has a language."""

    whole: NDArray[np.bool_]
    iri: NDArray[np.bool_]
    begin: NDArray[np.int64]
    size: NDArray[np.int64]
    number: NDArray[np.int64]
    tagged: NDArray[np.bool_]


class Files:
    """The files of one index. Raises Unsupported where their layout is another."""

    def __init__(self, folder: Path) -> None:
        meta = (folder / "dict-meta.bin").read_bytes()
        if meta[: len(_LAYOUT)] != _LAYOUT:
            raise Unsupported
        at = len(_LAYOUT)
        self._prefixes, at = _strings(meta, at)
        self._datatypes, at = _strings(meta, at)
        (count,) = struct.unpack_from("<Q", meta, at)
        self._terms = _mapped(folder / "dict-terms.bin")
        self._offsets = np.frombuffer(_mapped(folder / "dict-offs.bin"), "<u8")
        if len(self._offsets) != count:
            raise Unsupported
        if len(self._terms) < 2 * _DIGITS:
            raise Unsupported
        self._bytes = np.frombuffer(self._terms, np.uint8)
        # The four or eight bytes from each place on.
        self._words = {size: np.ndarray((len(self._bytes) - 7,), f"<u{size}", self._terms, 0, (1,))
                       for size in (4, 8)}  # fmt: skip
        self._orders = {each: _rows(folder / f"perm{each}.bin") for each in (_PSO, _POS)}

    @cached_property
    def _predicates(self) -> dict[str, tuple[int, int]]:
        """Where in the order by predicate and subject the triples of each predicate stand."""
        rows, found, at = self._orders[_PSO], {}, 0
        numbers = []
        while at < len(rows):
            number = int(rows[at, 0])
            end = bisect_right(range(len(rows)), number, at, key=lambda n: int(rows[n, 0]))
            numbers.append((number, at, end))
            at = end
        names = self.terms(np.array([one[0] for one in numbers], np.uint32)).texts
        for name, (_, start, end) in zip(names, numbers, strict=True):
            found[name] = (start, end)
        return found

    def size(self, predicate: str) -> int:
        """How many triples have a predicate."""
        start, end = self._predicates.get(predicate, (0, 0))
        return end - start

    def pairs(self, predicate: str, subject: int = 0, object_: int = 0) -> NDArray[np.uint32]:
        """Subjects and objects of the triples of a predicate; with a subject or an object (its
        number) of those alone."""
        start, end = self._predicates.get(predicate, (0, 0))
        order, known = (_POS, object_) if object_ else (_PSO, subject)
        rows = self._orders[order]
        if known:
            places = range(len(rows))
            first = bisect_left(places, known, start, end, key=lambda n: int(rows[n, 1]))
            end = bisect_right(places, known, first, end, key=lambda n: int(rows[n, 1]))
            start = first
        found = rows[start:end, 1:]
        return found[:, ::-1] if object_ else found

    def number(self, iri: str) -> int:
        """The number of an IRI; 0 where the graph does not hold it."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        if iri[:cut] not in self._prefixes:
            return 0
        suffix = iri[cut:].encode()
        sought = struct.pack("<BII", _IRI, self._prefixes.index(iri[:cut]), len(suffix)) + suffix
        at = -1
        while (at := self._terms.find(sought, at + 1)) >= 0:
            place = int(np.searchsorted(self._offsets, at))
            if place < len(self._offsets) and int(self._offsets[place]) == at:
                return place + 1
        return 0

    def spans(self, numbers: NDArray[np.uint32]) -> Spans:
        """Where the texts of some terms stand; of whole numbers that stand for themselves nothing
        is said."""
        whole = numbers >= WHOLE
        if (numbers >= _OTHER).any() or not numbers.all():
            raise Unsupported
        starts = self._offsets[np.where(whole, 1, numbers).astype(np.int64) - 1].astype(np.int64)
        sort = self._bytes[starts]
        if (sort > _LITERAL).any():
            raise Unsupported
        iri = (sort == _IRI) & ~whole
        first = self._int(starts + 1)
        begin = np.where(iri, starts + 9, starts + 5)
        size = np.where(iri, self._int(starts + 5), first)
        last = np.minimum(begin + size, len(self._bytes) - 5)
        number = np.where(iri, first, self._int(last))
        tagged = ~iri & ~whole & (self._bytes[last + 4] != 0)
        return Spans(whole, iri, begin, size, number, tagged)

    def terms(self, numbers: NDArray[np.uint32]) -> Terms:
        """The terms of some numbers."""
        spans = self.spans(numbers)
        data = self._terms
        begins, ends = spans.begin.tolist(), (spans.begin + spans.size).tolist()
        read = [data[begin:end] for begin, end in zip(begins, ends, strict=True)]
        texts = pl.Series(read, dtype=pl.Binary).cast(pl.String)
        number = np.where(spans.whole, 0, spans.number)
        if spans.iri.any():
            prefixes = pl.Series(self._prefixes).gather(np.where(spans.iri, number, 0))
            texts = _where(spans.iri, prefixes + texts, texts)
        if spans.whole.any():
            values = pl.Series(numbers.astype(np.int64) - WHOLE).cast(pl.String)
            texts = _where(spans.whole, values, texts)
        kinds = pl.Series([*self._datatypes, ""], dtype=pl.String).gather(
            np.where(spans.iri, 0, number)
        )
        kinds = _where(spans.whole, INTEGER, kinds)
        return Terms(_where(spans.iri, "", kinds), texts, self.langs(spans))

    def langs(self, spans: Spans) -> pl.Series:
        """The language of each term, "" of those without."""
        found = pl.Series([""], dtype=pl.String).new_from_index(0, len(spans.whole))
        at = np.flatnonzero(spans.tagged)
        if not len(at):
            return found
        start = spans.begin[at] + spans.size[at] + 5
        begins, ends = (start + 4).tolist(), (start + 4 + self._int(start)).tolist()
        tags = [self._terms[begin:end] for begin, end in zip(begins, ends, strict=True)]
        if any(b"--" in each for each in set(tags)):
            raise Unsupported
        return found.scatter(at, pl.Series(tags, dtype=pl.Binary).cast(pl.String))

    def decimals(
        self, numbers: NDArray[np.uint32]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64] | None]:
        """The values of whole numbers; or of decimals, in millionths, with the digits after the
        point of each. Raises Unsupported where there are others, both, or longer ones."""
        spans = self.spans(numbers)
        if spans.whole.all():
            return numbers.astype(np.int64) - WHOLE, None
        kinds = {self._datatypes[each] for each in np.unique(spans.number).tolist()}
        if spans.whole.any() or spans.iri.any() or spans.tagged.any() or kinds != {DECIMAL}:
            raise Unsupported
        most = int(spans.size.max())
        if most > _DIGITS or int(spans.size.min()) < 1:
            raise Unsupported
        value = np.zeros(len(numbers), np.int64)
        # Digits after the point, and whether it has come.
        after = np.zeros(len(numbers), np.int64)
        points = np.zeros(len(numbers), np.int64)
        for at in range(most):
            if at % 8 == 0:
                start = np.minimum(spans.begin + at, len(self._bytes) - 8)
                word = self._words[8][start]
            inside = spans.size > at
            sign = (word >> np.uint64(8 * (at % 8))).astype(np.uint8)
            digit = inside & (sign >= ord("0")) & (sign <= ord("9"))
            point = inside & (sign == ord("."))
            if not (digit | point | ~inside).all():
                raise Unsupported
            value = np.where(digit, value * 10 + (sign.astype(np.int64) - ord("0")), value)
            after += digit & (points > 0)
            points += point
        if int(spans.begin.max()) + 2 * _DIGITS > len(self._bytes):
            raise Unsupported
        if (points > 1).any() or (after > 6).any() or (spans.size == points).any():
            raise Unsupported
        return value * 10 ** (6 - after), after

    def _int(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The four bytes at each place as a number."""
        last = len(self._bytes) - 8
        found = self._words[4][np.minimum(places, last)].astype(np.int64)
        # The file ends where no word has room any more.
        for at in np.flatnonzero(places > last).tolist():
            found[at] = int.from_bytes(self._terms[places[at] : places[at] + 4], "little")
        return found


def frame(pairs: NDArray[np.uint32], names: Sequence[str]) -> pl.DataFrame:
    """Two columns of numbers by their names."""
    return pl.DataFrame({name: np.ascontiguousarray(pairs[:, at]) for at, name in enumerate(names)})


def _where(at: NDArray[np.bool_], value: pl.Series | str, other: pl.Series) -> pl.Series:
    """The value where it is asked for, elsewhere the other."""
    made = pl.lit(value) if isinstance(value, str) else value
    return pl.select(pl.when(pl.Series(at)).then(made).otherwise(other)).to_series()


def _strings(data: bytes, at: int) -> tuple[list[str], int]:
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    found = []
    for _ in range(count):
        (size,) = struct.unpack_from("<I", data, at)
        found.append(data[at + 4 : at + 4 + size].decode())
        at += 4 + size
    return found, at


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _rows(path: Path) -> NDArray[np.uint32]:
    data = _mapped(path)
    if len(data) % 12 or data[:7] == b"SPQCPRM":
        raise Unsupported
    return np.frombuffer(data, "<u4").reshape(-1, 3)
