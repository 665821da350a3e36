"""The subdivisions of countries in ISO 3166-2: codes, names in English or their own language and in
French, and which contains which.

Knows the list only; nothing of places in a graph.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from clustergraph.terms import fold

if TYPE_CHECKING:
    from gettext import NullTranslations

CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
# "Catalunya [Cataluña]" has two names.
_SEVERAL = re.compile(r"\s*[\[\]/]\s*")


def known(code: str) -> bool:
    """Whether the list has a code such as CA-QC."""
    return code in _listed()


def names(code: str) -> tuple[str, str]:
    """The name in the list, and the French one, which may be the same."""
    name = _turned(_listed()[code][0])
    return name, _turned(_french().gettext(_listed()[code][0]))


def parent(code: str) -> str:
    """The code of the subdivision that contains it, or "" where that is the country itself."""
    return _listed()[code][1]


def called(text: str, country: str) -> frozenset[str]:
    """The codes of a country's subdivisions with a name or the end of a code; of any country, by
    name only, where it is ""."""
    ended = f"{country}-{text.strip().upper()}"
    if country and known(ended):
        return frozenset((ended,))
    found = _by_name().get(fold(text), frozenset())
    return frozenset(code for code in found if code[:2] == (country or code[:2]))


def _turned(name: str) -> str:
    """`Région wallonne` for `wallonne, Région`, as the list sorts it."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


@cache
def _listed() -> dict[str, tuple[str, str]]:
    import pycountry

    return {one.code: (one.name, one.parent_code or "") for one in pycountry.subdivisions}


@cache
def _french() -> NullTranslations:
    import gettext

    import pycountry

    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=["fr"], fallback=True)


@cache
def _by_name() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code in _listed():
        # "Bruxelles-Capitale, Région de" goes without what it is, too.
        for name in (*names(code), _listed()[code][0].partition(", ")[0]):
            for one in (name, *_SEVERAL.split(name)):
                found.setdefault(fold(one), set()).add(code)
    found.pop("", None)
    return {name: frozenset(codes) for name, codes in found.items()}
