"""Chains of + - and of * / in brackets from the left, for an engine that reads them from the right.

SPARQL 1.1 takes `9 - 4 - 3` as `(9 - 4) - 3`; an engine that takes it as `9 - (4 - 3)` answers
wrongly without a word. Only expressions are touched: in a path `/` and `*` mean something else, and
in a list of values a sign belongs to its number. Knows texts; nothing of graphs or engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.graph import sparql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.graph.sparql import Token

_SUM, _PRODUCT = frozenset("+-"), frozenset("*/")
_OPERATORS = _SUM | _PRODUCT
# What ends an operand and is no operator of a chain.
_SIGNS = frozenset(",;=<>&|!")
_WORDS = frozenset({"IN", "NOT", "AS", "DISTINCT", "SEPARATOR", "ASC", "DESC"})
# After these words a bracket in a group is a list, after all others an expression.
_LISTS = frozenset({"A", "VALUES", "TRUE", "FALSE", "UNDEF"})
# After these it is an expression wherever it stands, up to the next brace.
_CLAUSES = frozenset({"SELECT", "GROUP", "HAVING", "ORDER"})


def bracketed(text: str) -> str:
    """The query with its chains in brackets; as it is where it has none."""
    tokens = list(sparql.tokens(text))
    return _Reader(tokens).group() if any(each.text in _OPERATORS for each in tokens) else text


class _Reader:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def group(self) -> str:
        """What is left up to the brace that closes this group, or up to the end."""
        written: list[str] = []
        before, last, clause = "", sparql.Token("other", ""), False
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            written.append(token.text)
            word = token.text.upper() if token.kind == "word" else ""
            if token.text == "}":
                break
            clause = (clause or word in _CLAUSES) and word != "VALUES" and token.text != "{"
            if token.text == "{":
                written.append(self.group())
            elif token.text == "(" and (clause or _calls(before, last)):
                written.append(self.expression())
            if token.means:
                before, last = last.text.upper(), token
        return "".join(written)

    def expression(self) -> str:
        """What is left up to the bracket that closes this one."""
        written: list[str] = []
        chain = _Chain()
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            ends = token.text in _SIGNS or (token.kind == "word" and token.text.upper() in _WORDS)
            if ends or token.text == ")":
                written += [chain.text(), token.text]
                chain = _Chain()
            elif token.text in _OPERATORS and chain.begun:
                chain.operator(token.text)
            else:
                chain.add(token, {"(": self.expression, "{": self.group}.get(token.text, str)())
            if token.text == ")":
                break
        return "".join([*written, chain.text()])


def _calls(before: str, last: Token) -> bool:
    """Whether a bracket after these two begins an expression, in a group."""
    if last.kind == "word":
        return last.text.upper() not in _LISTS
    return before == "FILTER" and last.kind in ("name", "iri")


class _Chain:
    """Operands with the operators between them."""

    def __init__(self) -> None:
        self._operands = [""]
        self._operators: list[str] = []
        self.begun = False

    def add(self, token: Token, inside: str) -> None:
        """A piece of the operand at hand, with what stands in it."""
        self._operands[-1] += token.text + inside
        # A sign before an operand belongs to it.
        self.begun = self.begun or (token.means and token.text not in _OPERATORS)

    def operator(self, text: str) -> None:
        """What stands between the operand at hand and the next."""
        self._operators.append(text)
        self._operands.append("")
        self.begun = False

    def text(self) -> str:
        """All of it, in brackets from the left."""
        sums, signs = [[self._operands[0]]], []
        products: list[list[str]] = [[]]
        for sign, operand in zip(self._operators, self._operands[1:], strict=True):
            if sign in _SUM:
                sums.append([operand])
                products.append([])
                signs.append(sign)
            else:
                sums[-1].append(operand)
                products[-1].append(sign)
        return _nested([_nested(*each) for each in zip(sums, products, strict=True)], signs)


def _nested(operands: list[str], operators: list[str]) -> str:
    made, *others = operands
    for number, (sign, operand) in enumerate(zip(operators, others, strict=True)):
        made = f"({made}){sign}{operand}" if number else f"{made}{sign}{operand}"
    return made
