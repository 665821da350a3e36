"""What a client takes, and what it has already: the headers Accept and If-None-Match (RFC 9110).

Knows headers only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


_QUALITY = re.compile(r"0(\.\d*)?|1(\.0*)?", re.ASCII)


def preferred(accept: str, known: Mapping[str, str]) -> str | None:
    """The known media type that an Accept header likes best (12.5.1): of each type says the range
    that fits it most closely how much it is liked, so that `text/html;q=0, */*` is all but that."""
    ranges = [_range(part) for part in accept.split(",")] if accept.strip() else [("*/*", 1.0)]
    liked = []
    for name in known:
        fits = (name, f"{name.partition('/')[0]}/*", "*/*")
        near = [(fits.index(media), place) for place, (media, _) in enumerate(ranges)
                if media in fits]  # fmt: skip
        if near:
            place = min(near)[1]
            liked.append((-ranges[place][1], place, name))
    quality, _, name = min(liked, key=lambda each: each[:2], default=(0.0, 0, ""))
    return name if quality < 0 else None


def best(accept: str, known: Mapping[str, str]) -> str | None:
    """What is known under the media type that an Accept header likes best."""
    found = preferred(accept, known)
    return known[found] if found else None


def _range(part: str) -> tuple[str, float]:
    media, *rest = (each.strip() for each in part.split(";"))
    for each in rest:
        name, _, value = each.partition("=")
        if name.strip().lower() == "q":
            return media.lower(), float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
    return media.lower(), 1.0


def tag(checksum: str) -> str:
    """The entity tag of what has a checksum (8.8.3)."""
    return f'"{checksum[:32]}"'


def holds(given: str, tag: str) -> bool:
    """Whether what a client has still holds: If-None-Match names the tag, or any (13.1.2)."""
    names = [each.strip().removeprefix("W/") for each in given.split(",")]
    return tag in names or "*" in names
