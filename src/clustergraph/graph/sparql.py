"""SPARQL text as tokens: enough to fill parameters and to see what a query would do.

Follows the terminals of the SPARQL 1.1 grammar (W3C recommendation, section 19.8), so a word
inside a string, an IRI, a comment, a prefixed name or a variable is never taken for a keyword.
Knows nothing of files, parameters' types or engines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
# What opens another graph than the one asked: a service, a dataset clause, an update's LOAD.
_REMOTE = frozenset({"SERVICE", "FROM", "LOAD"})
_PROLOGUE = frozenset({"PREFIX", "BASE"})

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"
                 | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
                 | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<tag>@[A-Za-z][A-Za-z0-9-]*)
      | (?P<name>(?:_|[^\W\d_][\w.-]*)?:(?:[\w.:%-]|\\.)*)
      | (?P<dollar>\$\w+)
      | (?P<variable>\?\w+)
      | (?P<word>[^\W\d]\w*)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One terminal: its kind (a group of the expression above) and its text."""

    kind: str
    text: str


def tokens(sparql: str) -> Iterator[Token]:
    """The text cut into tokens; joined again they are the text."""
    for match in _TOKEN.finditer(sparql):
        yield Token(match.lastgroup or "other", match.group())


def _words(sparql: str) -> list[str]:
    return [token.text.upper() for token in tokens(sparql) if token.kind == "word"]


def form(sparql: str) -> str | None:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; None where the text is an update or nothing."""
    first = next((word for word in _words(sparql) if word not in _PROLOGUE), None)
    return first if first in FORMS else None


def remote_word(sparql: str) -> str | None:
    """The first keyword that would read another graph, a file or the network."""
    return next((word for word in _words(sparql) if word in _REMOTE), None)


def uncommented(sparql: str) -> str:
    """The text without its comments, in whose words some clients see keywords."""
    return "".join("" if token.kind == "comment" else token.text for token in tokens(sparql))


def projection(sparql: str) -> list[str]:
    """The names of the columns of a SELECT, in their order; none for `SELECT *` and other forms."""
    found: list[str] = []
    begun, depth, last = False, 0, ""
    for token in tokens(sparql):
        word = token.text.upper() if token.kind == "word" else ""
        begun = begun or word == "SELECT"
        if not begun:
            continue
        if token.text == "{" or word in ("WHERE", "FROM"):
            return found
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.kind in ("variable", "dollar") and (depth == 0 or last == "AS"):
            found.append(token.text[1:])
        last = word if token.text.strip() else last
    return []


def dollar_names(sparql: str) -> set[str]:
    """The names written as `$name`: the parameters of a saved query."""
    return {token.text[1:] for token in tokens(sparql) if token.kind == "dollar"}


def fill(sparql: str, terms: Mapping[str, str]) -> str:
    """The text with each `$name` replaced by its ground term."""
    return "".join(
        terms.get(token.text[1:], token.text) if token.kind == "dollar" else token.text
        for token in tokens(sparql)
    )
