"""Values of the graph as people write them: dates, periods, amounts, in every language.

Knows literals and languages; nothing of what they are said about.
"""

from __future__ import annotations

import datetime
import math
import re
import sys
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
from babel.dates import format_date
from babel.numbers import format_currency, get_group_symbol

from clustergraph.languages import LANGUAGES, Text
from clustergraph.terms import BASE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.formats.tables import Term
    from clustergraph.languages import Lang

_DIGITS = re.compile(r"\d+")
_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)")
_YES_NO = {"true": Text("yes", "oui"), "1": Text("yes", "oui")}
_NO = Text("no", "non")


def together(separator: str, parts: Iterable[str]) -> Text:
    """Texts joined, in each language."""
    told = [part if isinstance(part, Text) else Text(part) for part in parts]
    return Text(*(separator.join(part.translated(lang) for part in told) for lang in LANGUAGES))


def texts(terms: Iterable[Term], money: bool = False) -> list[Text]:
    """The literals for a reader: those without a language, and in each language the best ones."""
    literals = [term for term in terms if isinstance(term, ox.Literal)]
    plain = [literal(term, money) for term in literals if not term.language]
    if len(plain) == len(literals):
        return plain
    english, french = (_best(literals, lang) for lang in LANGUAGES)
    if len(english) != len(french):
        return [*plain, *map(Text, english)] if english else plain
    return [*plain, *(Text(*pair) for pair in zip(english, french, strict=True))]


def tongues(terms: Iterable[Term]) -> Text:
    """The tag of the language in which each language's texts are; empty where none has one."""
    tags = {term.language for term in terms if isinstance(term, ox.Literal) and term.language}
    return Text(*(_nearest(tags, lang) or "" for lang in LANGUAGES)) if tags else Text("")


def _nearest(tags: set[str], lang: str) -> str | None:
    return next((tag for tag in (lang, "en", *sorted(tags)) if tag in tags), None)


def _best(literals: list[ox.Literal], lang: str) -> list[str]:
    tags = {term.language for term in literals if term.language}
    best = _nearest(tags, lang)
    return [term.value for term in literals if best and term.language == best]


def literal(term: ox.Literal, money: bool = False) -> Text:
    """One literal without a language."""
    if term.datatype.value == f"{XSD}boolean":
        return _YES_NO.get(term.value, _NO)
    if money:
        return euros(term.value)
    return date(term.value) if term.datatype.value.startswith(f"{XSD}date") else Text(term.value)


@lru_cache(1 << 14)
def euros(text: str) -> Text:
    """An amount in whole euro; what is no number stays as it is."""
    try:
        value = float(text)
    except ValueError:
        return Text(text)
    return Text(*(_money(value, lang) for lang in LANGUAGES))


@lru_cache(1 << 14)
def amount(value: float, lang: Lang) -> str:
    """An amount in whole euro, in one language."""
    return _money(value + 0.0, lang)


def _money(value: float, lang: Lang) -> str:
    if math.copysign(1, value) > 0 and value < _USUAL:
        return _PUT[lang].format(f"{value:,.0f}".replace(",", _GROUP[lang]))
    return format_currency(value, "EUR", locale=lang, format=_MONEY[lang], currency_digits=False)


_MONEY = {"en": "¤#,##0", "fr": "#,##0 ¤"}
# The same for the usual amounts: Babel takes twenty times as long, and a page tells of hundreds.
_PUT = {lang: pattern.replace("#,##0", "{}").replace("¤", "€") for lang, pattern in _MONEY.items()}
_GROUP = {lang: get_group_symbol(lang) for lang in LANGUAGES}
_USUAL = 1e15


@cache
def date(text: str, day: bool = True) -> Text:
    """A day or month as people write it; anything else, such as a year, stays as it is."""
    found = _DATE.match(text)
    try:
        then = found and datetime.date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        then = None
    if not found or not then:
        return Text(text)
    pattern = "d MMM y" if day and found[3] else "MMM y"
    return Text(*(format_date(then, pattern, locale=lang) for lang in LANGUAGES))


@cache
def period(start: str, end: str) -> Text:
    """ "2010–2013", "Aug 2014 – Jul 2015", "2010–" or nothing; days are left out."""
    if not start and not end:
        return Text("")
    first, last = _month(start), _month(end)
    if first == last:
        return first
    dash = " – " if start and end and "-" in start + end else "–"
    return together(dash, (first, last))


def _month(text: str) -> Text:
    """A day without its day: thousands of days lie in a few hundred months."""
    found = _DATE.match(text)
    return date(f"{found[1]}-{found[2]}" if found else text, day=False)


def web(text: str) -> str | None:
    """The text itself if it is a web address outside the graph's own names."""
    ours = text.startswith(BASE)
    return text if text.startswith(("http://", "https://")) and not ours else None


@lru_cache(1 << 14)
def natural(text: str) -> str:
    """A sort key under which paragraph 9 comes before paragraph 10."""
    return _DIGITS.sub(_counted, text.casefold())


def _counted(digits: re.Match[str]) -> str:
    """Digits as a text that sorts after every other sign, and by their number."""
    number = digits[0].lstrip("0") or "0"
    return f"{chr(sys.maxunicode)}{len(number):05}{number}"
