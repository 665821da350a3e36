"""Dates with the name of a month, as 31-Jan-2020, 1er mars 2020 or 1 de marzo de 2020, in English,
French, Dutch, German, Spanish, Italian and Portuguese.

Knows texts only.
"""

from __future__ import annotations

import re
import unicodedata

_NAMES = (
    ("january", "janvier", "januari", "januar", "janner", "enero", "gennaio", "janeiro"),
    ("february", "fevrier", "februari", "februar", "febrero", "febbraio", "fevereiro"),
    ("march", "mars", "maart", "marz", "maerz", "mrt", "marzo", "marco"),
    ("april", "avril", "abril", "aprile"),
    ("may", "mai", "mei", "mayo", "maggio", "maio"),
    ("june", "juin", "juni", "junio", "giugno", "junho"),
    ("july", "juillet", "juli", "julio", "luglio", "julho"),
    ("august", "aout", "augustus", "agosto"),
    ("september", "septembre", "septiembre", "setiembre", "settembre", "setembro"),
    ("october", "octobre", "oktober", "octubre", "ottobre", "outubro"),
    ("november", "novembre", "noviembre", "novembro"),
    ("december", "decembre", "dezember", "diciembre", "dicembre", "dezembro"),
)
# A shorter piece of a name could be of two months.
_SHORTEST = 3
_WEEKDAY = r"(?:[^\W\d_]{2,}\.?,?\s+)?"
_MONTH, _BETWEEN = r"([^\W\d_]{3,})\.?", r"[\s,./-]+"
_OF = r"(?:of\s+|del?\s+|di\s+)?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:er|st|nd|rd|th|\.)?{_BETWEEN}{_OF}{_MONTH}{_BETWEEN}{_OF}"
    r"(\d{4}|\d{2})(?:[ T]\d.*)?"
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}{_MONTH}{_BETWEEN}(\d{{1,2}})(?:st|nd|rd|th)?{_BETWEEN}(\d{{4}})(?:[ T]\d.*)?"
)
_NO_DAY = re.compile(rf"{_MONTH}{_BETWEEN}{_OF}(\d{{4}})")


def day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day; None where the text is no such date."""
    plain = _plain(text)
    if found := _DAY_FIRST.fullmatch(plain):
        number, name, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(plain):
        name, number, year = found.groups()
    else:
        return None
    month = _month(name)
    return (century(year), month, int(number)) if month else None


def month(text: str) -> tuple[int, int] | None:
    """Year and month in a text that tells no day."""
    found = _NO_DAY.fullmatch(_plain(text))
    number = _month(found[1]) if found else 0
    return (int(found[2]), number) if found and number else None


def century(year: str) -> int:
    """A year of two digits as one of these times; one of four as it is."""
    number = int(year)
    return number if len(year) > 2 else number + (2000 if number < 70 else 1900)


def _month(name: str) -> int:
    """The number of the month that a name or the beginning of one means; 0 where it is none."""
    if len(name) < _SHORTEST:
        return 0
    found = [
        number
        for number, names in enumerate(_NAMES, 1)
        if any(each.startswith(name) for each in names)
    ]
    return found[0] if len(found) == 1 else 0


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
