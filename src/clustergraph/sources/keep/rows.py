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
from clustergraph.terms import hyphenated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Headers of 2019 and of today; what a bracket adds to one, such as "(2021-2027 only)", is left out.
_BUDGETS = (
    "Total budget",
    "Total budget/expenditure",
    "Total eligible budget/expenditure",
    "Project's total budget/expenditure",
    "Project total budget/expenditure",
    "Project budget",
    "Partner's total budget",
    "Partner's total budget/expenditure",
    "Partner's total eligible budget/expenditure",
    "Partner total eligible budget/expenditure",
    "Partner budget",
)
_FUNDING = (
    "Total EU funding",
    "Total EU funding (amount)",
    "Project's EU funding",
    "Project EU funding",
    "Programme co-financing",
    "Partner programme co-financing",
    "Partner's EU funding",
    "EU contribution",
    "EU co-financing",
)
_PARTNER_NAMES = (
    "Partner name",
    "Partner",
    "Organisation in English",
    "Organisation name in English",
    "Organisation name",
    "Organisation",
    "Partner organisation",
    "Partner name in English",
)
_PIC = "Participant Identification Code"
# What each sheet has, by our name for it. Columns beyond these are kept as fields of the source.
PROJECTS = {
    "programme": Column("Programme", required=True),
    "acronym": Column("Acronym", ("Project acronym",), required=True),
    "title": Column("Project Name", ("Project name in English", "Project title", "Title")),
    "title2": Column("Project Name language 2", ("Project name in language 2",)),
    "title3": Column("Project Name language 3", ("Project name in language 3",)),
    "name": Column("Lead Partner", ("Lead partner name", "Lead partner organisation")),
    "period": Column("Period"),
    "street": Column("Street", ("Address",)),
    "postcode": Column("Postal code", ("Post code",)),
    "town": Column("Town", ("City",)),
    "country": Column("Country"),
    "budget": Column("Budget", _BUDGETS),
    "funding": Column("EU Funding", _FUNDING),
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
    "start": Column("Project start", ("Project start date", "Start date"), dated=True),
    "end": Column("Project end", ("Project end date", "End date"), dated=True),
    "call": Column("Call SN", ("Call serial number",)),
    "id": Column("Project ID", ("Project number", "Project code")),
}
PARTNERS = {
    "programme": Column("Programme", required=True),
    "acronym": Column("Acronym", ("Project acronym",), required=True),
    "id": Column("Project ID", ("Project number", "Project code")),
    "name": Column("Project Partner", _PARTNER_NAMES, required=True),
    "name2": Column("Organisation in language 2", ("Partner name in language 2",)),
    "lead": Column("Lead Partner", ("Is lead partner",)),
    "street": Column("Street", ("Address",)),
    "postcode": Column("Postal code", ("Post code",)),
    "town": Column("Town", ("City",)),
    "country": Column("Country"),
    "website": Column("Website"),
    "code": Column("Country code"),
    "nuts1": Column("NUTS1 (or equivalent)", ("NUTS 1", "NUTS 1 code")),
    "nuts2": Column("NUTS2 (or equivalent)", ("NUTS 2", "NUTS 2 code")),
    "nuts3": Column("NUTS3 (or equivalent)", ("NUTS 3", "NUTS 3 code", "NUTS code")),
    "type": Column("Organisation type", ("Type of organisation", "Partner type", "Type")),
    "budget": Column("Total budget", (*_BUDGETS, "Budget"), shared=True),
    "funding": Column("Partner's programme co-financing", _FUNDING, shared=True),
    "erdf": Column("ERDF contribution", ("ERDF",), shared=True),
    "ipa": Column(
        "IPA contribution", ("IPA II contribution", "IPA III contribution", "IPA"), shared=True
    ),
    "eni": Column(
        "ENI contribution", ("ENPI contribution", "NDICI contribution", "ENI"), shared=True
    ),
    "pic": Column("PIC", ("PIC (Participant Identification Code)", _PIC, "PIC code")),
    "other": Column("Partner's ID if not PIC", ("Other ID", "Partner ID")),
}
CALLS = {
    "programme": Column("Programme", required=True),
    "call": Column("Serial Number", ("Call serial number",), required=True),
    "start": Column("Start Date", dated=True),
    "end": Column("End Date", dated=True),
    "budget": Column("Budget"),
}
_GROUPS = {
    "money": ("budget", "funding", "erdf", "ipa", "eni"),
    "places": ("country", "code", "nuts1", "nuts2", "nuts3", "town", "street", "postcode"),
    "dates": ("start", "end"),
    "identifiers": ("id", "pic", "other"),
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
    seen: set[tuple[str, ...]] = set()
    for sheet in sheets:
        groups = _groups(columns)
        further = reading.others(sheet, [*columns.values()], tally, groups)
        for line, cells in reading.rows(sheet, [*columns.values(), *further], tally, groups):
            if cells in seen:
                tally.repeated += 1
                continue
            seen.add(cells)
            known = {name: _stated(name, cell) for name, cell in zip(columns, cells, strict=False)}
            pairs = zip(further, cells[len(columns) :], strict=True)
            rest = tuple((column.name, cell) for column, cell in pairs if _stated("", cell))
            yield Row(sheet.name, line, columns, known, rest)


def _groups(columns: Mapping[str, Column]) -> dict[str, list[str]]:
    """What columns of one sheet say of money, places, dates and identifiers, by their headers."""
    groups = {
        group: [columns[name].name for name in own if name in columns]
        for group, own in _GROUPS.items()
    }
    return {group: own for group, own in groups.items() if own}


def _stated(name: str, cell: str) -> str:
    """The cell, or "" where it says that there is nothing to say; NA may be a name or Namibia."""
    if name in ("acronym", "name", "call", "country") and "." not in cell and "/" not in cell:
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
    found = hyphenated(text)
    return found if 0 < len(found) <= 60 else f"{found[:50].strip('-')}-{digest(text)}".strip("-")


def digest(*parts: str) -> str:
    """A short key of texts, always the same."""
    return hashlib.sha1("|".join(parts).encode(), usedforsecurity=False).hexdigest()[:_DIGITS]


def amount(text: str) -> Decimal:
    """Euro: commas group (892,228.58), and a lone point is decimal, as spreadsheets write it.

    Raises ValueError where it is no amount or below zero.
    """
    plain = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", values.in_euro(text))
    # Three digits after a point are no thousand here; 28 are what a decimal keeps exactly.
    lone = plain is not None and len(plain[0]) <= 28
    found = Decimal(values.in_euro(text)) if lone else values.money(text, grouped=True)
    if found < 0:
        raise ValueError("below zero")
    return found


def address(text: str) -> str:
    """A web address; one written without http:// gets it. Raises ValueError where it is none."""
    return values.web_address(text)


def region(text: str) -> tuple[str, str]:
    """Code and name in `DEG01  / Erfurt, Kreisfreie Stadt`."""
    code, _, name = text.partition("/")
    return code.strip(), name.strip()
