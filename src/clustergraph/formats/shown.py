"""Texts from outside as they may stand on a terminal.

Knows characters; nothing of tables or of where a text comes from.
"""

from __future__ import annotations

import re

# Control characters (C0 without tab and line ends, DEL, C1), and those that turn the direction of
# what follows: a name with one of them could rename a window, hide a line or make a false link.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONE_RETURN = re.compile("\r(?!\n)")


def one_line(text: str) -> str:
    """The text on one line, with a space for each character that no terminal shows as a sign."""
    return "".join(char if char.isprintable() else " " for char in text)


def lines(text: str) -> str:
    """A text of several lines with its controls made visible, as sqlite3 does: `^[` for escape."""
    return _UNSAFE.sub(_visible, _LONE_RETURN.sub("^M", text))


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"^{chr(code ^ 64)}" if code < 128 else f"<U+{code:04X}>"
