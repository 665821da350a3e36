"""Countries by their codes and by the names that people write.

Knows ISO 3166-1 and the names of countries in the Unicode locale data and in that standard; nothing
of places as nodes, files or columns.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from clustergraph.sources import values
from clustergraph.terms import fold

# What the Unicode names of territories have beside countries: unknown, false, the rest of Oceania.
_NO_COUNTRY = frozenset({"ZZ", "XA", "XB", "QO"})
_NAME_AND_CODE = re.compile(r"(.+?)\s*\(([A-Za-z]{2,3})\)\s*")
_TONGUES = (
    *("bg", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu"),
    *("is", "it", "lt", "lv", "mk", "mt", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sq"),
    *("sr", "sv", "tr", "uk"),
)
# Names in use that neither the Unicode names of countries nor ISO 3166 have.
_FURTHER_NAMES = {
    "burma": "MM",
    "drcongo": "CD",
    "faeroeislands": "FO",
    "federationderussie": "RU",
    "formeryugoslavrepublicofmacedonia": "MK",
    "fyrofmacedonia": "MK",
    "grandduchedeluxembourg": "LU",
    "greatbritain": "GB",
    "ivorycoast": "CI",
    "macedonia": "MK",
    "palestine": "PS",
    "republicofireland": "IE",
    "republicofkorea": "KR",
    "republiquedirlande": "IE",
    "swaziland": "SZ",
    "thenetherlands": "NL",
    "turkey": "TR",
    "uae": "AE",
}


@lru_cache(4_096)
def country_code(text: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country, from a code (also UK, EL, BEL), from an English or
    French name, short or official, or from the one in its own language.

    Raises ValueError where it is neither.
    """
    key = fold(text)
    found = _FURTHER_NAMES.get(key) or _codes_by_name().get(key)
    if found:
        return found
    if len(text.strip()) == 2:
        return of_a_country(values.country(text))
    if code := alpha2(text):
        return code
    # "Belgique/België", as keep.eu writes a country in its own languages.
    own = {_codes_by_own_name().get(fold(part)) for part in re.split(r"\s*[/|]\s*", text)}
    if len(own) == 1 and (one := own.pop()):
        return one
    if found := _codes_by_long_name().get(key):
        return found
    # "Belgium (BE)", as menus of web forms have it.
    if (both := _NAME_AND_CODE.fullmatch(text)) and country_code(both[1]) == country_code(both[2]):
        return country_code(both[1])
    raise ValueError("neither the code nor the English or French name of a country")


def of_a_country(code: str) -> str:
    """A code of two letters that is of a country, or was of one, such as AN."""
    from babel.core import get_global

    if (code in _names()[0] and code not in _NO_COUNTRY) or code in get_global("territory_aliases"):
        return code
    raise ValueError("no country has this code")


def alpha2(text: str) -> str:
    """The country code of two letters for one of three (BEL), or ""."""
    code = text.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        return ""
    from babel.core import get_global

    found = get_global("territory_aliases").get(code, [])
    return str(found[0]) if len(found) == 1 else ""


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """The English and the French names of countries by code, from the Unicode locale data."""
    from babel import Locale

    return tuple(  # type: ignore[return-value]
        {code: name for code, name in Locale(tongue).territories.items() if len(code) == 2}
        for tongue in ("en", "fr")
    )


def country_names(code: str) -> tuple[str, str]:
    """The English and the French name of a country by its code."""
    english, french = (names.get(code, code) for names in _names())
    return english, french


@cache
def _codes_by_name() -> dict[str, str]:
    return {fold(name): code for names in reversed(_names()) for code, name in names.items()}


@cache
def _codes_by_own_name() -> dict[str, str]:
    """The names of countries in the languages of Europe, where all languages mean the same."""
    from babel import Locale

    found: dict[str, set[str]] = {}
    for tongue in _TONGUES:
        for code, name in Locale(tongue).territories.items():
            if len(code) == 2:
                found.setdefault(fold(name), set()).add(code)
    return {name: min(codes) for name, codes in found.items() if len(codes) == 1}


@cache
def _codes_by_long_name() -> dict[str, str]:
    """The names of countries in ISO 3166-1, in English and French: Iran, Islamic Republic of, and
    République de Pologne; of two with one name, none."""
    import gettext

    import pycountry

    french = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["fr"])
    found: dict[str, set[str]] = {}
    for country in pycountry.countries:
        for kind in ("name", "common_name", "official_name"):
            if name := getattr(country, kind, ""):
                for told in (name, french.gettext(name)):
                    found.setdefault(fold(told), set()).add(country.alpha_2)
    return {name: min(codes) for name, codes in found.items() if len(codes) == 1}
