"""The languages in which clustergraph speaks, and a text that is written in all of them.

Knows no text itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

Lang = Literal["en", "fr"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)


class Text(str):
    """A text with its translation. Used as a string it is the English one.

    >>> name = Text("Degree", "Degré")
    >>> f"{name}, {name.translated('fr')}"
    'Degree, Degré'
    """

    fr: str

    def __new__(cls, en: str, fr: str = "") -> Text:
        text = super().__new__(cls, en)
        text.fr = fr
        return text

    def translated(self, lang: Lang) -> str:
        """The text in a language, in English where it has not been translated."""
        return (lang == "fr" and self.fr) or str(self)


# What English and French put between thousands, before a fraction and before a sign of percent.
_FRENCH = str.maketrans({",": "\xa0", ".": ",", "%": "\xa0%"})


def numeral(value: float, form: str = ",") -> Text:
    """A number as each language writes it; form: how English does, as `format` takes it.

    >>> numeral(0.0482, ".1%").fr
    '4,8\\xa0%'
    """
    english = f"{value:{form}}"
    return Text(english, _written(english, "fr"))


def share(part: float, whole: float = 1) -> Text:
    """A part of a whole in per cent: none and all are said only of nothing and of all of it.

    >>> str(share(1, 3)), share(19_194, 19_195).fr, str(share(1, 19_195))
    ('33%', '> 99\\xa0%', '< 1%')
    """
    told = f"{part / whole:.0%}"
    if told == "0%" and part:
        told = "< 1%"
    if told == "100%" and part < whole:
        told = "> 99%"
    return Text(told, _written(told, "fr"))


def _written(english: str, lang: Lang) -> str:
    return english.translate(_FRENCH) if lang == "fr" else english


# {name} is filled in; of [one|many] that is taken which the number before it asks for.
_PLACES = re.compile(r"\{(\w+)\}|\[([^\[\]|]*)\|([^\[\]|]*)\]")


def filled(text: Text, **values: str | int) -> Text:
    """A text with its places filled in, in each language: numbers are grouped as it groups them,
    and of `[one|many]` that form is taken which the last number before it asks for.

    >>> filled(Text("{n} [tie|ties] left out", "{n} [lien omis|liens omis]"), n=1200).fr
    '1\\xa0200 liens omis'
    """
    return Text(_filled(text, "en", values), _filled(text.fr, "fr", values))


def grouped(value: int, lang: Lang) -> str:
    """A number as a language groups its digits.

    >>> grouped(1200, "en"), grouped(1200, "fr")
    ('1,200', '1\xa0200')
    """
    return _written(f"{value:,}", lang)


def _filled(template: str, lang: Lang, values: Mapping[str, str | int]) -> str:
    last = 1

    def put(match: re.Match[str]) -> str:
        nonlocal last
        if not match[1]:
            # None at all is singular in French.
            return match[3 if (last > 1 if lang == "fr" else last != 1) else 2]
        value = values[match[1]]
        if isinstance(value, int):
            last = value
            return grouped(value, lang)
        return value.translated(lang) if isinstance(value, Text) else value

    return _PLACES.sub(put, template)
