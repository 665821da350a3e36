"""Texts of sources as values: money, dates, countries, flags, identifiers.

Each function raises ValueError with a reason a person understands. Knows no source's columns.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

# CORDIS and Eurostat write two countries otherwise than ISO 3166-1.
_TO_ISO = {"UK": "GB", "EL": "GR"}
_TRUE, _FALSE = frozenset({"true", "1", "yes", "y"}), frozenset({"false", "0", "no", "n"})
_GROUPED = re.compile(r"-?\d{1,3}(?:([.,' \u00a0\u202f])\d{3})(?:\1\d{3})*(?:([.,])\d+)?")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")


def money(text: str, *, grouped: bool = False) -> Decimal:
    """An amount in EUR, exact: 892,228.58, 758394.29, 230000,00 and 1.234,5 are all understood.

    `1,234` may be a thousand or one and a bit: it is refused, unless `grouped` says that the
    column writes thousands with a separator.
    """
    value = text.strip()
    plain = _PLAIN.fullmatch(value)
    groups = _GROUPED.fullmatch(value)
    if groups:
        separator, mark = groups.group(1), groups.group(2)
        several = value.count(separator) > 1 or separator not in ".,"
        if mark is None and plain and not several and not grouped and not value.startswith("0"):
            raise ValueError("thousands or decimals? the separator may be either")
        if mark != separator and (not plain or grouped) and not value.startswith("0"):
            digits = value.replace(separator, "")
            return Decimal(digits.replace(mark, ".") if mark else digits)
    if not plain:
        raise ValueError("not an amount")
    return Decimal(value.replace(",", "."))


def decimal(value: Decimal) -> str:
    """The one way an amount is written: no exponent, no needless zeros, at least one decimal."""
    plain = format(value.normalize(), "f")
    return plain if "." in plain else f"{plain}.0"


def day(text: str) -> str:
    """An ISO date from 2015-10-27, 2015/10/27, 27/10/2015, with or without a time."""
    value = text.strip()[:10]
    year_first = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", value)
    day_first = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", value)
    if year_first:
        year, month, number = map(int, year_first.groups())
    elif day_first:
        number, month, year = map(int, day_first.groups())
    else:
        raise ValueError("not a date")
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        raise ValueError("no such day") from None


def country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code, from it or from the codes of the EU (UK, EL)."""
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise ValueError("not a country code of two letters")
    return _TO_ISO.get(code, code)


def flag(text: str) -> bool:
    """A boolean as CSV files write it."""
    value = text.strip().casefold()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ValueError("neither true nor false")


def is_pic(text: str) -> bool:
    """Whether an organisation identifier is a PIC (nine digits), and not a hash."""
    return re.fullmatch(r"\d{9}", text) is not None
