"""The sheets of a keep.eu spreadsheet: their columns, their rows, and what their cells mean."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from clustergraph.sources import reading, values
from clustergraph.sources.reading import Column, Tally
from clustergraph.terms import fold, is_absolute_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What each sheet has, by our name for it. Columns beyond these are kept as fields of the source.
PROJECTS = {
    "programme": Column("Programme", required=True),
    "acronym": Column("Acronym", ("Project acronym",), required=True),
    "title": Column("Project Name", ("Project name in English",)),
    "title2": Column("Project Name language 2", ("Project name in language 2",)),
    "title3": Column("Project Name language 3", ("Project name in language 3",)),
    "name": Column("Lead Partner", ("Lead partner name",)),
    "period": Column("Period"),
    "street": Column("Street", ("Address",)),
    "postcode": Column("Postal code", ("Post code",)),
    "town": Column("Town", ("City",)),
    "country": Column("Country"),
    "budget": Column("Budget", ("Total budget", "Total budget/expenditure")),
    "funding": Column("EU Funding", ("Total EU funding", "Total EU funding (amount)")),
    "website": Column("Website", ("Project website",)),
    "theme1": Column("Thematic1", ("Theme 1",)),
    "theme2": Column("Thematic2", ("Theme 2",)),
    "theme3": Column("Thematic3", ("Theme 3",)),
    "objective": Column("Thematic Obj", ("Thematic objective",)),
    "priority": Column("Inv. Priority", ("Investment priority",)),
    "ipa": Column("Thematic Priorities (Interreg-IPA CBC specific)", ("Thematic priority",)),
    "description1": Column("Description 1", ("Description in language 1",)),
    "description2": Column("Description 2", ("Description in language 2",)),
    "description": Column("Description EN", ("Description in English",)),
    "start": Column("Project start", ("Project start date",)),
    "end": Column("Project end", ("Project end date",)),
    "call": Column("Call SN", ("Call serial number",)),
    "id": Column("Project ID"),
}
PARTNERS = {
    "programme": Column("Programme", required=True),
    "acronym": Column("Acronym", ("Project acronym",), required=True),
    "name": Column("Project Partner", ("Partner name", "Partner"), required=True),
    "lead": Column("Lead Partner", ("Is lead partner",)),
    "street": Column("Street", ("Address",)),
    "postcode": Column("Postal code", ("Post code",)),
    "town": Column("Town", ("City",)),
    "country": Column("Country"),
    "website": Column("Website"),
    "code": Column("Country code"),
    "nuts1": Column("NUTS1 (or equivalent)", ("NUTS 1",)),
    "nuts2": Column("NUTS2 (or equivalent)", ("NUTS 2",)),
    "nuts3": Column("NUTS3 (or equivalent)", ("NUTS 3",)),
    "type": Column("Organisation type", ("Type of organisation", "Partner type")),
    "budget": Column("Total budget", ("Partner's total budget", "Partner budget")),
    "funding": Column("Partner's programme co-financing", ("Programme co-financing",)),
    "pic": Column("PIC", ("PIC (Participant Identification Code)",)),
}
CALLS = {
    "programme": Column("Programme", required=True),
    "call": Column("Serial Number", ("Call serial number",), required=True),
    "start": Column("Start Date"),
    "end": Column("End Date"),
    "budget": Column("Budget"),
}
# What people write into a cell that has nothing to say.
_UNSTATED = frozenset({"n/a", "n.a.", "na", "-", "/", "."})
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_QUOTES = str.maketrans("“”„‟«»‘’‚`´", '""""""' + "'''''")
# 40 bits: two of 10,000 names meet by chance once in 20,000 files.
_DIGITS = 10


# --- Rows


@dataclass(frozen=True)
class Row:
    """A row by our names of its columns; `rest` is what it has in columns we have no name for."""

    file: str
    line: int
    columns: Mapping[str, Column]
    cells: dict[str, str]
    rest: tuple[tuple[str, str], ...]

    def __getitem__(self, name: str) -> str:
        """A cell, "" where it is empty or the sheet has no such column."""
        return self.cells.get(name, "")

    @property
    def locator(self) -> str:
        """Where the row stands: "Partners row 123"."""
        return f"{self.file.rsplit('/', 1)[-1]} row {self.line}"

    def header(self, name: str) -> str:
        """How the sheet heads a column, for messages."""
        return self.columns[name].name


def rows(
    sheets: Iterable[reading.Sheet], columns: Mapping[str, Column], tally: Tally
) -> Iterator[Row]:
    """The rows of sheets of one kind; one that says what an earlier one said is counted only."""
    headers = {
        fold(name) for column in columns.values() for name in (column.name, *column.synonyms)
    }
    seen: set[tuple[str, ...]] = set()
    for sheet in sheets:
        further = [Column(name) for name in sheet.header if name and fold(name) not in headers]
        for line, cells in reading.rows(sheet, [*columns.values(), *further], tally):
            if cells in seen:
                tally.repeated += 1
                continue
            seen.add(cells)
            known = {name: _stated(name, cell) for name, cell in zip(columns, cells, strict=False)}
            pairs = zip(further, cells[len(columns) :], strict=True)
            rest = tuple((column.name, cell) for column, cell in pairs if _stated("", cell))
            yield Row(sheet.name, line, columns, known, rest)


def _stated(name: str, cell: str) -> str:
    """The cell, or "" where it says that there is nothing to say; NA may be a name or Namibia."""
    if name in ("acronym", "name", "call", "country"):
        return cell
    return "" if len(cell) < 5 and cell.casefold() in _UNSTATED else cell


# --- Cells


@cache
def matching(text: str) -> str:
    """The key by which programmes and acronyms are joined: no case, one kind of dash and space."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(_DASHES.sub("-", plain).casefold().split())


def slug(text: str) -> str:
    """Letters and digits of ASCII with hyphens; a long one is cut and marked by a digest."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return found if 0 < len(found) <= 60 else f"{found[:50].strip('-')}-{digest(text)}".strip("-")


def digest(*parts: str) -> str:
    """A short key of texts, always the same."""
    return hashlib.sha1("|".join(parts).encode(), usedforsecurity=False).hexdigest()[:_DIGITS]


def amount(text: str) -> Decimal:
    """Euro: commas group (892,228.58), and a lone point is decimal, as spreadsheets write it.

    Raises ValueError where it is no amount or below zero.
    """
    if "," in text or text.count(".") > 1:
        found = values.money(text, grouped=True)
    elif re.fullmatch(r"-?\d+(\.\d+)?", text):
        found = Decimal(text)
    else:
        raise ValueError("not an amount")
    if found < 0:
        raise ValueError("below zero")
    return found


def address(text: str) -> str:
    """A web address; one written without http:// gets it. Raises ValueError where it is none."""
    found = text if re.match(r"https?://", text, re.IGNORECASE) else f"http://{text}"
    if not is_absolute_iri(found) or "." not in found:
        raise ValueError("not a web address")
    return found


def region(text: str) -> tuple[str, str]:
    """Code and name in `DEG01  / Erfurt, Kreisfreie Stadt`."""
    code, _, name = text.partition("/")
    return code.strip(), name.strip()
