"""SPARQL text as tokens: enough to fill parameters and to see what a query would do.

Follows the terminals of the SPARQL 1.1 grammar (W3C recommendation, section 19.8), so a word
inside a string, an IRI, a comment, a prefixed name or a variable is never taken for a keyword.
Knows nothing of files, parameters' types or engines.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# The kinds of tokens that are variables.
VARIABLES = frozenset({"variable", "dollar"})
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
# What opens another graph than the one asked: a service, a dataset clause, an update's LOAD.
_REMOTE = re.compile("SERVICE|FROM|LOAD")
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})")
_PROLOGUE = frozenset({"PREFIX", "BASE"})

# Far above what anybody writes, far below what ends a parser.
_DEEPEST, _LONGEST = 100, 2_000
# Characters of a query whose tokens are kept at hand.
_USUAL = 20_000
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_CHAINING = frozenset([*"|&+-*/!^", "UNION", "OPTIONAL", "MINUS", "BIND", "FILTER", "SELECT"])

_TOKEN = re.compile(
    r"""\s+
      | (?P<comment>\#[^\r\n]*)
      | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"
                 | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
                 | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<tag>@[A-Za-z][A-Za-z0-9-]*)
      | (?P<name>(?:_|[^\W\d_][\w.-]{0,200}+)?:(?:[\w.:%-]|\\.)*)
      | (?P<dollar>\$\w+)
      | (?P<variable>\?\w+)
      | (?P<word>[^\W\d]\w*)
      | (?P<number>(?:\d+\.\d+|\.\d+|\d+(?:\.(?=[eE][+-]?\d))?)(?:[eE][+-]?\d+)?)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One terminal: its kind (a group of the expression above) and its text."""

    kind: str
    text: str

    @property
    def means(self) -> bool:
        """Whether it is more than a comment or white space."""
        return self.kind != "comment" and not self.text.isspace()


def tokens(sparql: str) -> Iterator[Token]:
    """The text cut into tokens; joined again they are the text."""
    # One query is looked at from many sides, and asked in every language.
    return iter(_kept(sparql)) if len(sparql) <= _USUAL else _cut(sparql)


def closing(tokens: Sequence[Token], start: int) -> int:
    """Where the bracket closes that opens at `start`; the number of tokens where none does."""
    depth = 0
    for at in range(start, len(tokens)):
        depth += (tokens[at].text == "(") - (tokens[at].text == ")")
        if not depth:
            return at
    return len(tokens)


@lru_cache(64)
def _kept(sparql: str) -> tuple[Token, ...]:
    return tuple(_cut(sparql))


def _cut(sparql: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(sparql):
        yield Token(match.lastgroup or "other", match.group())


def _words(sparql: str) -> list[str]:
    return [token.text.upper() for token in tokens(sparql) if token.kind == "word"]


def form(sparql: str) -> str | None:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; None where the text is an update or nothing."""
    first = next((word for word in _words(sparql) if word not in _PROLOGUE), None)
    return first if first in FORMS else None


def remote_word(sparql: str) -> str | None:
    """The first keyword that would read another graph, a file or the network.

    Engines cut a text differently: to Oxigraph `SERVICE:c` is a keyword and a name, and
    `SERVICESILENT` two keywords; others read the escape of a character (19.2) as the character.
    What is a keyword to any of them is one here.
    """
    decoded = _CODEPOINT.sub(lambda match: chr(int(match[1] or match[2], 16)), sparql)
    return next(chain(_remote_words(sparql), _remote_words(decoded)), None)


def _remote_words(sparql: str) -> Iterator[str]:
    read = [each for each in tokens(sparql) if each.means]
    texts = [each.text.upper() for each in read]
    depth = 0
    for token, text, before, after in zip(
        read, texts, ["", *texts], [*texts[1:], ""], strict=False
    ):
        depth += (text in ("{", "(")) - (text in ("}", ")"))
        for word in _REMOTE.findall(_splittable(token.kind, text)):
            # Where a prefixed name may stand, it is one to every engine.
            service = word == "SERVICE" and after == "{" and before != "GRAPH"
            dataset = word == "FROM" and not depth and before != "PREFIX" and after != "("
            if token.kind != "name" or service or dataset:
                yield word


def _splittable(kind: str, text: str) -> str:
    """The piece of a token in which an engine may see a keyword."""
    if kind == "iri":
        # A comparison and a comment, where no IRI is expected: `FILTER(?a<2)SERVICE#>`.
        piece, comment, _ = text.partition(")")[2].partition("#")
        return piece if comment else ""
    return {"word": text, "name": text.partition(":")[0]}.get(kind, "")


def too_deep(sparql: str) -> str:
    """What nests deeper or chains longer than parsers bear, which end the process; else ""."""
    depth = chained = 0
    for token in tokens(sparql):
        if token.kind not in ("other", "word"):
            continue
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > _DEEPEST:
            return f"brackets nest deeper than {_DEEPEST} levels; write it with fewer"
        chained += token.text in _CHAINING or token.text.upper() in _CHAINING
        if chained > _LONGEST:
            return f"more than {_LONGEST:,} operators in one query; list values with IN or VALUES"
    return ""


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
        if token.kind in VARIABLES and (depth == 0 or last == "AS"):
            found.append(token.text[1:])
        last = word if token.text.strip() else last
    return []


def variables(sparql: str) -> list[str]:
    """The names of the variables in a piece of text, in their order, each once."""
    named = (token.text[1:] for token in tokens(sparql) if token.kind in VARIABLES)
    return list(dict.fromkeys(named))


def named(sparql: str) -> dict[str, str]:
    """The IRIs that a text names, each as it is written there, in their order."""
    prefixes: dict[str, str] = {}
    found: dict[str, str] = {}
    meant = (token for token in tokens(sparql) if token.means)
    for kind, text in meant:
        if kind == "word" and text.upper() in _PROLOGUE:
            names = [next(meant, Token("", "")).text for _ in range(1 + (text.upper() == "PREFIX"))]
            prefixes[names[0]] = names[-1][1:-1]
        elif kind == "iri":
            found.setdefault(text[1:-1], text)
        elif kind == "name":
            prefix, colon, local = text.partition(":")
            if prefix + colon in prefixes:
                found.setdefault(prefixes[prefix + colon] + local, text)
    return found


def dollar_names(sparql: str) -> set[str]:
    """The names written as `$name`: the parameters of a saved query."""
    return {token.text[1:] for token in tokens(sparql) if token.kind == "dollar"}


def fill(sparql: str, terms: Mapping[str, str]) -> str:
    """The text with each `$name` replaced by its ground term."""
    return "".join(
        terms.get(token.text[1:], token.text) if token.kind == "dollar" else token.text
        for token in tokens(sparql)
    )


def bare(text: str) -> str:
    """The text without the one pair of brackets that stands around all of it."""
    found = text.strip().rstrip(" .")
    inside = next(iter(brackets(found)), "")
    return inside.strip() if found == f"({inside})" else found


def brackets(text: str) -> Iterator[str]:
    """What stands in the outermost brackets."""
    depth, found = 0, ""
    for token in tokens(text):
        depth -= token.text == ")"
        if not depth and token.text == ")":
            yield found
            found = ""
        found += token.text if depth else ""
        depth += token.text == "("
