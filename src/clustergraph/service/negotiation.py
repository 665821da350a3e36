"""What a client takes, and what it has already: the headers Accept and If-None-Match (RFC 9110).

Knows headers only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def preferred(accept: str, known: Mapping[str, str]) -> str | None:
    """The known media type that an Accept header likes best (12.5.1)."""
    ranges = [_range(part) for part in accept.split(",")] if accept.strip() else [("*/*", 1.0)]
    for media, quality in sorted(ranges, key=lambda each: -each[1]):
        for name in known:
            if quality > 0 and (media in ("*/*", name) or media == f"{name.partition('/')[0]}/*"):
                return name
    return None


def best(accept: str, known: Mapping[str, str]) -> str | None:
    """What is known under the media type that an Accept header likes best."""
    found = preferred(accept, known)
    return known[found] if found else None


def _range(part: str) -> tuple[str, float]:
    media, *rest = (each.strip() for each in part.split(";"))
    for each in rest:
        name, _, value = each.partition("=")
        if name.strip().lower() == "q":
            try:
                return media.lower(), float(value)
            except ValueError:
                return media.lower(), 0.0
    return media.lower(), 1.0


def tag(checksum: str) -> str:
    """The entity tag of what has a checksum (8.8.3)."""
    return f'"{checksum[:32]}"'


def holds(given: str, tag: str) -> bool:
    """Whether what a client has still holds: If-None-Match names the tag, or any (13.1.2)."""
    names = [each.strip().removeprefix("W/") for each in given.split(",")]
    return tag in names or "*" in names
