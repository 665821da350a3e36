"""One row of a table, and what its cells mean as terms.

Each reading of a cell raises ValueError with a reason a person understands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from clustergraph.sources import emit, months, template, values
from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


Fact = tuple[str, str]
_BLANK = r"[\s\u00a0\u202f]"
_EUREKA = re.compile(
    rf"(?:EUREKA{_BLANK}*)?E{_BLANK}*!?{_BLANK}*[:-]?{_BLANK}*([0-9]+(?:{_BLANK}[0-9]+)*)(?:\.0+)?",
    re.IGNORECASE,
)


_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/(?:[0-9]{4}|[0-9]{2})(?:[ T].*)?")
_MONTHS = 12


class Refusal(Exception):
    """The row cannot be read: which column, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass
class Row:
    """One row: where it stands, its cells as given, those that count, and what was wrong."""

    file: str
    place: str
    line: int
    given: dict[str, str]
    cells: dict[str, str]
    remarks: list[tuple[str, str]] = field(default_factory=list)
    # Why dates that may be read day first or month first are not read, if they are not.
    doubt: str = ""
    # The publication that states it: its IRI and its address.
    reference: tuple[str, str] | None = None

    @property
    def locator(self) -> str:
        return f"{self.place}:{self.line}"

    def remark(self, column: str, reason: str) -> None:
        """Leave the cell out, and say why."""
        self.remarks.append((column, reason))

    def value(self, column: str, convert: Callable[[str], str]) -> str:
        """The cell converted; "" where it is blank or wrong, and a remark where it is wrong."""
        text = self.cells[column]
        try:
            return convert(text) if text else ""
        except ValueError as error:
            self.remark(column, str(error))
            return ""


def slug(text: str) -> str:
    """Lower-case words of letters and digits with dashes between, for a readable IRI."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "-", bare).strip("-")


def key_of(iri: str) -> str:
    """What distinguishes a thing from others of its kind, as a part of another thing's IRI."""
    return unquote(iri.rsplit("/", 1)[1]).removeprefix("table-")


def project_number(text: str) -> str:
    """The number of a project in one form: E! 1234 from "E!1234", "e! 1234" or "Eureka E1234"; and
    as it was before a spreadsheet took it for a number."""
    eureka = _EUREKA.fullmatch(text)
    return f"E! {re.sub(_BLANK, '', eureka[1])}" if eureka else values.code(text)


def web_address(text: str) -> str:
    """A web address, with or without https:// where it begins with www."""
    address = f"https://{text}" if text.startswith("www.") else text
    if not address.startswith(("https://", "http://")):
        raise ValueError("not a web address: write it with https://")
    return values.web_address(address)


def is_month_first(text: str) -> bool:
    """Whether a day can only be meant with the month before it: 3/31/2021."""
    found = _SLASHES.fullmatch(text)
    return bool(found and 0 < int(found[1]) <= _MONTHS < int(found[2]))


def _is_either(text: str) -> bool:
    """Whether a day can be meant in two ways: 3/4/2021."""
    found = _SLASHES.fullmatch(text)
    return bool(found and found[1] != found[2] and max(int(found[1]), int(found[2])) <= _MONTHS)


def date_literal(text: str) -> str:
    """A day, month or year as a typed literal."""
    # A data frame makes 2021.0 of a year.
    if re.fullmatch(r"[0-9]{4}(\.0+)?", text):
        return emit.typed(text[:4], "gYear")
    if re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", text):
        return emit.typed(text, "gYearMonth")
    if month := months.month(text) or _numbered_month(text):
        return emit.typed("{:04}-{:02}".format(*month), "gYearMonth")
    return emit.typed(values.day(text), "date")


def _numbered_month(text: str) -> tuple[int, int] | None:
    """Year and month in 03/2021 or 2021/3."""
    found = re.fullmatch(r"(0?[1-9]|1[0-2])[-/.]([0-9]{4})", text)
    other = re.fullmatch(r"([0-9]{4})[-/.](0?[1-9]|1[0-2])", text)
    if found:
        return int(found[2]), int(found[1])
    return (int(other[1]), int(other[2])) if other else None


def amount(text: str) -> str:
    """An amount of zero or more, as a decimal literal."""
    amount = values.money(text)
    if amount < 0:
        raise ValueError("an amount below zero")
    return emit.typed(values.decimal(amount), "decimal")


def cost(text: str) -> str:
    """A declared cost as a decimal literal; "" where it is zero."""
    # As in other sources, a cost of zero says that none is declared.
    return amount(text) if values.money(text) else ""


def concept(scheme: str) -> Callable[[str], str]:
    """A reading of the concepts of a scheme by their names."""

    def find(text: str) -> str:
        found = template.concept(scheme, text)
        if found is None:
            names = ", ".join(concept.name for concept in template.concepts(scheme))
            raise ValueError(f"not one of: {names}")
        return emit.iri(found)

    return find


def day_in(literal: str) -> str:
    """The date inside a typed literal."""
    return literal.split('"')[1] if literal else ""


def topics(row: Row) -> Iterator[Fact]:
    """The topics of a row: concepts where the scheme has them, else keywords."""
    for word in filter(None, map(str.strip, row.cells["topic"].split(";"))):
        topic = template.concept("topic", word)
        yield (f"{CG}topic", emit.iri(topic)) if topic else (f"{CG}keyword", emit.text(word))


def period(row: Row) -> tuple[str, str]:
    """Start and end of a row as literals, "" for none; an end before the start is remarked."""

    def read(text: str) -> str:
        if row.doubt and _is_either(text):
            raise ValueError(row.doubt)
        return date_literal(text)

    start, end = row.value("start", read), row.value("end", read)
    length = min(len(day_in(start)), len(day_in(end)))
    if length and day_in(end)[:length] < day_in(start)[:length]:
        row.remark("end", "before the start")
        return start, ""
    return start, end
