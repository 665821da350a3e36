"""Texts of CORDIS cells as literals; each text is converted once.

Knows the kinds of values, not which column holds which.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.sources import emit, values
from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable


MODIFIED = f"{PREFIXES['dcterms']}modified"
# Several codes or keywords in one cell.
SPLIT = re.compile(r"\s*[;,]\s*")


class Memo(dict[str, str]):
    """Texts and the literal each becomes; "" for a text that says nothing or cannot be read.

    The same dates, amounts and flags stand in thousands of rows.
    """

    _LARGEST = 100_000

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert
        self.reasons: dict[str, str] = {}

    def __missing__(self, text: str) -> str:
        if len(self) > self._LARGEST:
            self.clear()
        try:
            made = self._convert(text)
        except ValueError as error:
            made = ""
            self.reasons[text] = str(error)
        self[text] = made
        return made


def _cost(text: str) -> str:
    # A total cost of 0 says that none was declared.
    amount = values.amount(text)
    return "" if amount == "0.0" else emit.typed(amount, "decimal")


def _moment(text: str) -> str:
    value = values.moment(text)
    return emit.typed(value, "dateTime" if "T" in value else "date")


class Memos:
    """One memo for each kind of value."""

    def __init__(self) -> None:
        self.amount = Memo(lambda text: emit.typed(values.amount(text), "decimal"))
        self.cost = Memo(_cost)
        self.day = Memo(lambda text: emit.typed(values.day(text), "date"))
        self.moment = Memo(_moment)
        # Bare, to be compared: "31/12/2023" comes before "2024-06-01".
        self.when = Memo(values.moment)
        self.flag = Memo(lambda text: emit.typed(str(values.flag(text)).lower(), "boolean"))
        self.page = Memo(lambda text: emit.iri(values.web_address(text)))
        self.whole = Memo(lambda text: emit.typed(values.whole(text), "integer"))


class Field(NamedTuple):
    """A column whose value becomes one literal of one property."""

    column: str
    predicate: str
    memo: Memo
