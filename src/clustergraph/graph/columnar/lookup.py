"""Terms of an index by their numbers, for whole columns: each term is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from clustergraph.graph.columnar.files import Terms, Unsupported
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from clustergraph.graph.columnar.files import Files

# Numbers of IRIs that a query names and the index does not hold.
_NAMED = 7 << 29
_TEXTS = [f"{XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"]


class Lookup:
    """Numbers of IRIs, and what stands behind numbers."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._numbers: dict[str, int] = {}
        self._named: list[str] = []

    def number(self, iri: str) -> int:
        """The number of an IRI; one of its own where the index does not hold it."""
        if iri not in self._numbers:
            found = self.files.number(iri)
            if not found:
                found = _NAMED + len(self._named)
                self._named.append(iri)
            self._numbers[iri] = found
        return self._numbers[iri]

    def held(self, iri: str) -> int:
        """The number of an IRI that the index holds, else 0."""
        found = self.number(iri)
        return found if found < _NAMED else 0

    def terms(self, numbers: NDArray[np.uint32]) -> Terms:
        """The terms of some numbers."""
        named = np.flatnonzero(numbers >= _NAMED)
        if not len(named):
            return self.files.terms(numbers)
        kinds, texts, langs = self.files.terms(
            np.where(numbers >= _NAMED, 1, numbers).astype(np.uint32)
        )
        own = [self._named[each] for each in (numbers[named] - _NAMED).tolist()]
        return Terms(kinds.scatter(named, ""), texts.scatter(named, own), langs.scatter(named, ""))

    def are_iris(self, series: pl.Series) -> bool:
        """Whether all terms of a column are IRIs."""
        numbers = series.drop_nulls().unique().to_numpy()
        return bool(self.files.spans(numbers[numbers < _NAMED]).iri.all())

    def numbers(self, series: pl.Series) -> tuple[pl.Series, pl.Series | None]:
        """The values of a column of whole numbers; or of decimals in millionths, and the digits
        after the point of each."""
        has = series.is_not_null().to_numpy()
        values, digits = self.files.decimals(series.drop_nulls().to_numpy())
        if has.all():
            return pl.Series(values), None if digits is None else pl.Series(digits)
        return _spread(values, has), None if digits is None else _spread(digits, has)

    def texts(self, series: pl.Series) -> pl.Series:
        """STR of each term."""
        return self.each(series, lambda terms: terms.texts)

    def strings(self, series: pl.Series) -> pl.Series:
        """The texts of plain texts, with a language or none; null of other terms."""
        return self.each(series, lambda terms: terms.texts.set(~terms.kinds.is_in(_TEXTS), None))

    def langs(self, series: pl.Series) -> pl.Series:
        """LANG of each term; null of an IRI. Engines differ in how they write capitals."""
        found = self.each(series, lambda terms: terms.langs.set(terms.kinds == "", None))
        if found.str.contains("[A-Z]").any():
            raise Unsupported
        return found

    def each(self, series: pl.Series, make: Callable[[Terms], pl.Series]) -> pl.Series:
        """What is made of each term of a column, of equal ones once."""
        numbers = series.drop_nulls().unique()
        if not len(numbers):
            return pl.Series([None], dtype=pl.String).new_from_index(0, len(series))
        read = pl.DataFrame({"number": numbers, "value": make(self.terms(numbers.to_numpy()))})
        asked = pl.DataFrame({"number": series})
        return asked.join(read, on="number", how="left", maintain_order="left")["value"]


def _spread(values: NDArray[np.int64], has: NDArray[np.bool_]) -> pl.Series:
    found = np.zeros(len(has), np.int64)
    found[has] = values
    return pl.Series(found).set(pl.Series(~has), None)
