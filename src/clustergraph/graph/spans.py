"""Spans of time in a query, for an engine that does not reckon with them.

It takes a span that is written for a text, and has no value for the difference of two days: what is
compared, sorted or summed by it would be wrong without a word. Such a query is refused. What a
variable stands for is told by how the text makes it, and by whoever can ask the graph for the
values of a property. Knows texts; nothing of engines.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from clustergraph.errors import ParameterName, QueryError
from clustergraph.graph import sparql
from clustergraph.graph.sparql import Token
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Count = Callable[[str], int]

_SPAN = re.compile(r"[:#]((?:dayTimeD|yearMonthD|d)uration)>?$")
# What two values of one of these are apart is a span; of a year or month no engine says it.
_DAYS = ("date", "dateTime", "time")
_YEARS = ("gYear", "gYearMonth")
_OPERATORS = frozenset("<>=+-*/")
# Functions whose value is one of their arguments.
_PICKS = frozenset({"MIN", "MAX", "SAMPLE", "COALESCE", "IF"})
_NONE = Token("other", "")


def refuse(text: str, count: Count) -> None:
    """Raise QueryError where a query reckons with spans of time, but for a day and a span added.

    `count` tells how many matches a pattern has, as a query of one number, `?n`.
    """
    tokens = [_named(token) for token in sparql.tokens(text) if token.means]
    _refuse_written(tokens)
    minus = [at for at, token in enumerate(tokens) if token.text == "-"]
    # Mostly there are none of all kinds, and one question tells it.
    every = _Reader(tokens, count, (*_DAYS, *_YEARS))
    if wrong := [at for at in minus if every.apart(at)]:
        days = _Reader(tokens, count, _DAYS)
        raise _refusal("the difference of two dates", elsewhere=any(map(days.apart, wrong)))


def _refuse_written(tokens: Sequence[Token]) -> None:
    """An engine that takes spans for texts would compare and sort them by their letters."""
    around = [_NONE] * 4
    padded = [*around, *tokens, *around]
    for at, token in enumerate(padded[:-4]):
        kind = _SPAN.search(token.text) if token.kind in ("name", "iri") else None
        typed = padded[at - 1].text == "^"
        before, after = padded[at - 4].text, padded[at + 1].text
        added = before in ("+", "-") and kind is not None and kind[1] != "duration"
        reckoned = (before in _OPERATORS and not added) or after in _OPERATORS
        if kind and (reckoned if typed else after == "("):
            raise _refusal(f"xsd:{kind[1]}")


def _refusal(what: str, *, elsewhere: bool = True) -> QueryError:
    """`elsewhere`: whether the other engine reckons with it."""
    said = (
        f"the engine of this graph does not reckon with {what}: compare years or "
        "dates instead, as YEAR(?end) - YEAR(?start)"
    )
    other = (", or build the graph with ", ParameterName("engine"), " oxigraph")
    return QueryError(said, *(other if elsewhere else ()))


class _Reader:
    """What the operands of a query may be."""

    def __init__(self, tokens: Sequence[Token], count: Count, kinds: Sequence[str]) -> None:
        self._tokens = tokens
        self._count = count
        self._kinds = ", ".join(f"<{XSD}{kind}>" for kind in kinds)
        self._date = re.compile(rf"[:#](?:{'|'.join(kinds)})>?$")
        self._prologue = " ".join(_prologue(tokens))
        self._known: dict[str, bool] = {}

    def apart(self, at: int) -> bool:
        """Whether the minus at a place may stand between two dates."""
        return self.dates(self.before(at)) and self.dates(self.after(at))

    def before(self, at: int) -> Sequence[Token]:
        """The operand that ends before a place."""
        start, depth = at - 1, 0
        while start > 0:
            depth += (self._tokens[start].text == ")") - (self._tokens[start].text == "(")
            if not depth:
                break
            start -= 1
        if self._tokens[start].text == "(" and _calls(self._tokens[start - 1]):
            start -= 1
        # A literal with its kind.
        typed = [each.text for each in self._tokens[max(0, start - 2) : start]] == ["^", "^"]
        return self._tokens[start - 3 if typed else start : at]

    def after(self, at: int) -> Sequence[Token]:
        """The operand that begins after a place."""
        end, depth = at + 1, 0
        while end < len(self._tokens):
            depth += (self._tokens[end].text == "(") - (self._tokens[end].text == ")")
            end += 1
            following = self._tokens[end].text if end < len(self._tokens) else ""
            if depth <= 0 and following not in ("(", "^") and self._tokens[end - 1].text != "^":
                break
        return self._tokens[at + 1 : end]

    def dates(self, operand: Sequence[Token]) -> bool:
        """Whether an operand may be a date."""
        at = 0
        while at < len(operand):
            token, following = operand[at], operand[at + 1] if at + 1 < len(operand) else _NONE
            at += 1
            if token.text == "^" and self._date.search(following.text):
                return True
            if following.text == "(" and _calls(token) and token.text.upper() not in _PICKS:
                if self._date.search(token.text) or token.text.upper() == "NOW":
                    return True
                at = sparql.closing(operand, at) + 1
            elif token.kind == "variable" and self._variable(token.text):
                return True
        return False

    def _variable(self, name: str) -> bool:
        if name not in self._known:
            # Where it is made of itself, that tells nothing.
            self._known[name] = False
            self._known[name] = (
                any(self.dates(made) for made in self._made(name))
                or any(map(self._holds, self._properties(name)))
                or self._listed(name)
            )
        return self._known[name]

    def _made(self, name: str) -> Iterator[Sequence[Token]]:
        """The expressions that a variable is made by."""
        for at, (token, following) in enumerate(pairwise(self._tokens)):
            if token.text.upper() == "AS" and following.text == name:
                depth, start = 0, at
                while start > 0 and depth < 1:
                    start -= 1
                    text = self._tokens[start].text
                    depth += (text == "(") - (text == ")")
                yield self._tokens[start + 1 : at]

    def _properties(self, name: str) -> set[str]:
        """The properties whose values a variable stands for."""
        found = set()
        for at in (at for at, token in enumerate(self._tokens) if token.text == name):
            start = at - 1
            # A bracket ends the arguments of a function, not a list of objects.
            while (
                self._tokens[start].text == ","
                and start > 1
                and self._tokens[start - 1].text != ")"
            ):
                start -= 2
            token = self._tokens[start]
            if token.kind in ("name", "iri") and token.text[-1] != ".":
                found.add(token.text)
        return found

    def _holds(self, prop: str) -> bool:
        inside = f"SELECT ?o {{ ?s {prop} ?o FILTER(DATATYPE(?o) IN ({self._kinds})) }} LIMIT 1"
        return self._count(f"{self._prologue} SELECT (COUNT(*) AS ?n) {{ {{ {inside} }} }}") > 0

    def _listed(self, name: str) -> bool:
        """Whether a list of values that a variable takes holds a date."""
        texts = [token.text for token in self._tokens]
        for at, text in enumerate(texts):
            if text.upper() == "VALUES" and "{" in texts[at:]:
                start = texts.index("{", at)
                end = texts.index("}", start) if "}" in texts[start:] else len(texts)
                typed = any(
                    sign == "^" and self._date.search(kind)
                    for sign, kind in pairwise(texts[start:end])
                )
                if name in texts[at:start] and typed:
                    return True
        return False


def _named(token: Token) -> Token:
    """A variable as it is written with a question mark."""
    return Token("variable", f"?{token.text[1:]}") if token.kind == "dollar" else token


def _calls(token: Token) -> bool:
    """Whether a bracket after a token holds its arguments."""
    return token.kind in ("word", "name", "iri")


def _prologue(tokens: Sequence[Token]) -> Iterator[str]:
    for token, first, second in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.text.upper() == "PREFIX":
            yield f"PREFIX {first.text} {second.text}"
        elif token.text.upper() == "BASE":
            yield f"BASE {first.text}"
