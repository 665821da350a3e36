"""Which region a person means by a code of NUTS or ISO 3166-2, or by a name in any language.

What the curated facts and the lists of NUTS call a place goes before ISO 3166-2. Knows texts and
places; nothing of files or columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.sources import subdivisions, values
from clustergraph.sources.countries import country_code
from clustergraph.sources.places import NUTS_CODE
from clustergraph.terms import expand, fold

if TYPE_CHECKING:
    from clustergraph.sources.places import Places

_SHOWN = 5


def find(places: Places, text: str, country: str) -> str:
    """The region of a text, as Places.node takes it; in a country (ISO 3166-1 alpha-2) unless "".

    Makes no place. Raises ValueError with the reason where no region, or several, are meant, or
    one in another country.
    """
    code = text.strip().upper()
    found = _coded(places, text.strip(), code) or _called(places, text, country)
    found = found or (code if _like_nuts(text, country) else "")
    if not found:
        raise ValueError(_nothing(text, country))
    lies = places.country_of(found)
    if country and lies and lies != country:
        raise ValueError(f"a region of another country than {country}")
    return found


def _coded(places: Places, text: str, code: str) -> str:
    """A region by a code that is known, or its own IRI."""
    iri = expand(text) if text.startswith("place:") else None
    if iri is not None and places.knows(iri):
        return iri
    if subdivisions.CODE.fullmatch(code) and (places.knows(code) or subdivisions.known(code)):
        return code
    return code if len(code) > 2 and places.knows(code) else ""


def _called(places: Places, text: str, country: str) -> str:
    """A region by its name: the largest of those inside each other that share it."""
    known = places.called(fold(text), country)
    if known:
        return _outermost(known)
    listed = subdivisions.called(text, country)
    return _outermost(sorted(listed)) if listed else ""


def _outermost(codes: list[str]) -> str:
    """The one that contains all others, which are the latest of their name."""
    first = codes[0]
    if all(one.startswith(first) or _inside(one, first) for one in codes):
        return first
    shown = ", ".join(codes[:_SHOWN])
    raise ValueError(f"several regions are called so: {shown}; give the code")


def _inside(code: str, outer: str) -> bool:
    above = subdivisions.parent(code) if subdivisions.known(code) else ""
    return above == outer or bool(above and _inside(above, outer))


def _like_nuts(text: str, country: str) -> bool:
    """Whether a text is to be taken for a code of NUTS that no list of this build has."""
    code = text.strip().upper()
    if not NUTS_CODE.fullmatch(code) or len(code) < 3:
        return False
    # "Namur" and "TEXAS" have the form of a code, too.
    written = any(sign.isdigit() for sign in code) or (text.isupper() and not country)
    return written or (text.isupper() and values.country(code[:2]) == country)


def _nothing(text: str, country: str) -> str:
    try:
        country_code(text)
    except ValueError:
        where = f" in {country}" if country else ""
        return (
            f"no region{where} is known by this name: give its code in NUTS (BE332) or "
            "ISO 3166-2 (CA-QC)"
        )
    return "a country: give it in the column of the country"
