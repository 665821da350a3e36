"""Texts of sources as values: money, dates, countries, flags, identifiers.

Each function raises ValueError with a reason a person understands. Knows no source's columns.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from clustergraph.sources import months

# CORDIS and Eurostat write three countries otherwise than ISO 3166-1 and its users.
_TO_ISO = {"UK": "GB", "EL": "GR", "KO": "XK"}
# What stands where no country is known.
_NO_COUNTRY = "ZZ"
_COUNTRY = re.compile("[A-Z]{2}")
# Excel writes booleans in the language of its menus.
_TRUE = frozenset({"true", "1", "yes", "y", "x", "oui", "vrai", "ja", "wahr", "waar"})
_FALSE = frozenset({"false", "0", "no", "n", "non", "faux", "nein", "falsch", "nee", "onwaar"})
_GROUPED = re.compile(
    r"-?[0-9]{1,3}(?:([.,'\u2019 \u00a0\u202f\u2009])[0-9]{3})(?:\1[0-9]{3})*(?:([.,])[0-9]+)?"
)
# An IRI by RFC 3987, section 2.2, but only of the web, and with a dot in its host.
_SIGN = (
    r"!$&'()*+,;=~_0-9A-Za-z\-\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    r"\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd"
)
_HOST = rf"[{_SIGN}]+"
_PART = rf"(?:[{_SIGN}/?:@.]|%[0-9A-Fa-f]{{2}})*"
_WEB = re.compile(
    rf"https?://{_HOST}(?:\.{_HOST})+\.?(?::[0-9]{{1,5}})?(?:[/?]{_PART})?(?:#{_PART})?",
    re.IGNORECASE,
)
_POINT = re.compile(r"\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*,\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
_ZONE = re.compile(r"(?<=[0-9])(?:\.|Z|[+-][0-9]{2}:[0-9]{2})$")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
# The days that a spreadsheet counts from its day 0, here from 1955 to 2119.
_SERIAL = re.compile(r"[2-7][0-9]{4}(?:\.[0-9]+)?")
_DAY_0 = date(1899, 12, 30)
_CLOCK = re.compile(
    r".{8,10}[ T]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
# As R and pandas write a hundred thousand: 1e+05.
_SCIENTIFIC = re.compile(r"(-?[0-9](?:[.,][0-9]+)?)E\+?([0-9]{1,2})", re.IGNORECASE)
# As many digits as decimals keep exactly, and beyond the money of the world.
_MOST_DIGITS = 28
# The currency that amounts are in, before or after: it says nothing new.
_EURO = re.compile(r"^(?:EUR|euros?|€)\s*(?=[-0-9])|(?<=[0-9])\s*(?:EUR|euros?|€)$", re.IGNORECASE)
# What a number can become on its way through a spreadsheet or a data frame.
_FLOAT = re.compile(r"([0-9]+)[.,]0*")
_EXPONENT = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)
# ="990000001" and '990000001: how Excel is kept from taking a code for a number.
_AS_TEXT = re.compile(r"""="([^"]*)"|['\u2019](?=[0-9])(.*)""")
_THOUSANDS = re.compile(
    r"[1-9][0-9]{0,2}(?:([,'\u2019])[0-9]{3}(?:\1[0-9]{3})*|(?:\.[0-9]{3}){2,})"
)
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009\u200b]+")
_VAT = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}")
_ROR = re.compile(
    r"(?:https?://)?(?:www\.)?(?:ror\.org/|ror:\s*)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?"
)

_WIKIDATA = re.compile(
    r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:entity|wiki)/|wd:\s*|wikidata:?\s*)?(Q[1-9][0-9]*)"
    r"(?:[#?].*|/)?",
    re.IGNORECASE,
)


def money(text: str, *, grouped: bool = False) -> Decimal:
    """An amount in EUR, exact: 892,228.58, 758394.29, 230000,00 and 1.234,5 are all understood.

    `1,234` may be a thousand or one and a bit: it is refused, unless `grouped` says that the
    column writes thousands with a separator.
    """
    value = _written_out(in_euro(text))
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


def _written_out(value: str) -> str:
    """An amount without an exponent. Raises ValueError where it has more digits than any."""
    if found := _SCIENTIFIC.fullmatch(value):
        value = format(Decimal(found[1].replace(",", ".")).scaleb(int(found[2])), "f")
    if sum(map(str.isdigit, value)) > _MOST_DIGITS:
        raise ValueError("not an amount: too many digits")
    return value


def in_euro(text: str) -> str:
    """An amount without the sign or the code of the euro before or after it."""
    # "1000,-" and "1.000,–": no cents.
    return re.sub(r"(?<=[0-9])[,.][-\u2013\u2014]$", "", _EURO.sub("", text.strip()))


def decimal(value: Decimal) -> str:
    """The one way an amount is written: no exponent, no needless zeros, at least one decimal."""
    plain = format(value.normalize(), "f")
    return plain if "." in plain else f"{plain}.0"


def amount(text: str) -> str:
    """An amount as `money` reads it, written as `decimal` writes it."""
    # Most amounts are plain, and then no pattern is needed; three digits may be a thousand.
    whole, mark, part = text.replace(",", ".", 1).partition(".")
    if whole.isdecimal() and whole.isascii() and whole[0] != "0" and len(whole) <= 15:
        if not mark:
            return f"{whole}.0"
        if len(part) in (1, 2) and part.isdecimal() and part.isascii():
            return f"{whole}.{part.rstrip('0') or '0'}"
    return decimal(money(text))


def day(text: str) -> str:
    """An ISO date from 2015-10-27, 2015/10/27, 20151027, 27/10/2015 or 27/10/15 (day first), with
    or without a time, from 27 Oct 2015 or 27 octobre 2015, or from 42304, as spreadsheets count
    days where a cell has lost its format."""
    # Some write blanks after the points between, or a point or the zone after the day.
    value = re.sub(r"(?<=[0-9]\.) +(?=[0-9])", "", text.strip())
    value = _ZONE.sub("", re.split("[ T]", value, maxsplit=1)[0])
    year_first = _YEAR_FIRST.fullmatch(value) or _COMPACT.fullmatch(value)
    day_first = _DAY_FIRST.fullmatch(value)
    if _SERIAL.fullmatch(value):
        return (_DAY_0 + timedelta(days=int(value.split(".")[0]))).isoformat()
    if year_first:
        year, month, number = map(int, year_first.groups())
    elif day_first:
        number, month, year = *map(int, day_first.groups()[:2]), months.century(day_first[3])
    elif named := months.day(text):
        year, month, number = named
    else:
        raise ValueError("not a date")
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        raise ValueError("no such day, written as 2015-10-27 or day first") from None


def moment(text: str) -> str:
    """An ISO date, or date and time, from 2023-12-26 14:40:12; a time without a zone stays so."""
    if len(text) == 19 and text[4] == text[7] == "-" and text.isascii():
        # The form in which nearly all are written: read by the library, five times as fast.
        try:
            return datetime.fromisoformat(text).isoformat()
        except ValueError:
            raise ValueError("no such day and time") from None
    value = text.strip()
    clock = _CLOCK.fullmatch(value)
    if not clock:
        if len(value) > 10:
            raise ValueError("not a date and time")
        return day(value)
    try:
        datetime.fromisoformat(f"{day(value)}T{clock.group(1)}")
    except ValueError:
        raise ValueError("no such day and time") from None
    return f"{day(value)}T{clock.group(1)}{clock.group(2) or ''}"


def whole(text: str) -> str:
    """A whole number, not below zero, without leading zeros; a spreadsheet's 4.0 is 4."""
    value = code(text)
    if not (value.isascii() and value.isdecimal()):
        raise ValueError("not a whole number")
    return str(int(value))


def web_address(text: str) -> str:
    """An IRI of the web, from an address with or without http://."""
    value = text.strip()
    address = value if re.match(r"https?://", value, re.IGNORECASE) else f"http://{value}"
    if not _WEB.fullmatch(address):
        raise ValueError("not a web address")
    return address


def point(text: str) -> str:
    """Latitude and longitude in degrees, as "51.98,5.66"."""
    found = _POINT.fullmatch(text)
    if not found:
        raise ValueError("not a latitude and a longitude")
    north, east = found.groups()
    if abs(float(north)) > 90 or abs(float(east)) > 180:
        raise ValueError("no such place on Earth")
    return f"{north},{east}"


def country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code, from it or from the codes of the EU (UK, EL)."""
    code = text.strip().upper()
    if not _COUNTRY.fullmatch(code):
        raise ValueError("not a country code of two letters")
    if code == _NO_COUNTRY:
        raise ValueError("ZZ stands for no known country")
    return _TO_ISO.get(code, code)


def flag(text: str) -> bool:
    """A boolean as CSV files write it."""
    value = text.strip().casefold()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ValueError("neither true nor false")


def code(text: str) -> str:
    """An identifier as it was before it was taken for a number, or kept from it: 990000001 from
    `990000001.0`, `9.90000001E8`, `990 000 001`, `990,000,001` and `="990000001"`; any other text
    as it is, but for blanks around it."""
    if text.isdecimal():
        return text
    value = text.strip()
    if kept := _AS_TEXT.fullmatch(value):
        return code(kept[1] or kept[2] or "")
    if not value[:1].isdecimal():
        return value
    bare = _BLANKS.sub("", value)
    if _THOUSANDS.fullmatch(bare):
        return re.sub("[^0-9]", "", bare)
    if found := _FLOAT.fullmatch(bare):
        return found[1]
    if _EXPONENT.fullmatch(bare):
        number = Decimal(bare.replace(",", "."))
        return format(number, "f").split(".")[0] if number == number.to_integral() else value
    return bare if bare.isdecimal() else value


def pic(text: str) -> str:
    """The PIC in `PIC 990 000 001`, `990000001.0`, `0990000001` or as it is; "" for none."""
    # As nearly all are written, and then no pattern is needed.
    if len(text) == 9 and text.isascii() and text.isdecimal() and text[0] != "0":
        return text
    value = code(re.sub(r"^PIC\b[\s:.#-]*", "", text.strip(), flags=re.IGNORECASE))
    # No PIC begins with a zero: some lists fill them up to ten digits.
    value = value.lstrip("0") if value.isdecimal() else value
    return value if is_pic(value) else ""


def ror(text: str) -> str:
    """The ROR identifier in `https://ror.org/05abc1234` or on its own; "" where there is none."""
    found = _ROR.fullmatch(text.strip().lower())
    return found[1] if found else ""


def wikidata(text: str) -> str:
    """The number in `Q13164`, `wikidata:Q13164` or `https://www.wikidata.org/wiki/Q13164`; "" where
    there is none."""
    found = _WIKIDATA.fullmatch(text.strip())
    return found[1].upper() if found else ""


def vat(text: str) -> str:
    """A VAT number in one form: BE0123456789 from `BE 0123.456.789`; other texts as they are."""
    bare = re.sub(r"[\s\u00a0\u202f./-]", "", text).upper().removeprefix("VAT").lstrip(":")
    return bare if _VAT.fullmatch(bare) and any(map(str.isdigit, bare)) else text.strip()


def is_pic(text: str) -> bool:
    """Whether an organisation identifier is a PIC (nine digits), and not a hash."""
    return re.fullmatch("[0-9]{9}", text) is not None
