"""What is wrong with a query that does not parse, in words that say how to mend it.

Knows the slips that people make who write SQL more often, or copy from a text processor; what a
parser says of them is what it would have accepted. Knows texts; nothing of engines but what one
says of columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clustergraph import terms
from clustergraph.graph import sparql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustergraph.graph.sparql import Token

_CLOSES = {"(": ")", "{": "}", "[": "]"}
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
# In this order they follow the pattern.
_CLAUSES = ("GROUP", "HAVING", "ORDER", "LIMIT")
_ORDER = "after the last } come GROUP BY, HAVING, ORDER BY, LIMIT, in this order"
# What other languages write.
_WORDS = {
    "AND": "&& stands for AND",
    "OR": "|| stands for OR",
    "LIKE": "CONTAINS(?name, 'x') or REGEX(?name, 'x', 'i') stands for LIKE",
    "TOP": "LIMIT 10 at the end stands for TOP 10",
    "JOIN": "patterns that share a variable are joined, without JOIN",
    "SUBSTRING": "SUBSTR stands for SUBSTRING",
    "EXIST": "EXISTS stands for EXIST",
    "NULL": "!BOUND(?name) asks whether there is no value",
}


class Twice(NamedTuple):
    """What one name is given twice for, and where the second time begins in the text."""

    said: str
    at: int


def twice(text: str) -> Twice | None:
    """The first name in a query that stands for two columns, or two values, in one row: a parser
    meets that no sooner than at the end of the pattern."""
    # Of each group that is open, the variables that have values in it so far.
    bound: list[set[str]] = [set()]
    head: set[str] | None = None
    before, depth, at = "", 0, 0
    for token in sparql.tokens(text):
        word = token.text.upper() if token.kind == "word" else token.text
        if token.kind in sparql.VARIABLES:
            name = token.text[1:]
            if head is None:
                if before == "AS" and name in bound[-1]:
                    return Twice(f"?{name} has a value before: give this one another name", at)
                bound[-1].add(name)
            elif before == "AS" or not depth:
                if name in head:
                    return Twice(f"?{name} is a column already: name it once", at)
                head.add(name)
        elif word == "SELECT":
            head, depth = set(), 0
        elif word == "{":
            head = None
            bound.append(set())
        elif word == "}" and len(bound) > 1:
            inside = bound.pop()
            bound[-1] |= inside
        depth += (token.text == "(") - (token.text == ")")
        before = word if token.means else before
        at += len(token.text)
    return None


def slip(text: str, message: str) -> str:
    """What is to be mended in a query of which a parser says `message`, or ""."""
    read = [token for token in sparql.tokens(text) if token.means]
    if "Prefix not found" in message:
        return _prefix(read)
    looks = (_bracket(text), _filtered(read), _column(read, message), _foreign(read))
    return next(filter(None, looks), "") or _misplaced(read)


def _prefix(read: Sequence[Token]) -> str:
    """The line that says what the first prefix stands for of which none does."""
    # After PREFIX stands the bare one.
    names = [token.text.partition(":") for token in read if token.kind == "name"]
    declared = {prefix for prefix, _, local in names if not local}
    missing = next((prefix for prefix, _, _ in names if prefix not in declared), "")
    known = terms.PREFIXES.get(missing)
    return f"write above it: PREFIX {missing}: <{known}>" if known else ""


def _bracket(text: str) -> str:
    """The first bracket without its other half."""
    opened: list[tuple[str, int]] = []
    line = 1
    for token in sparql.tokens(text):
        if token.text in _CLOSES:
            opened.append((token.text, line))
        elif token.kind == "other" and token.text in _CLOSES.values():
            if not opened:
                return f"the {token.text} in line {line} closes nothing"
            last, since = opened.pop()
            if _CLOSES[last] != token.text:
                there = f"the {token.text} in line {line}"
                return f"the {last} in line {since} is not closed before {there}"
        line += token.text.count("\n")
    return f"the {opened[-1][0]} in line {opened[-1][1]} is never closed" if opened else ""


def _filtered(read: Sequence[Token]) -> str:
    """A count in a filter, which sees one row at a time."""
    for at, token in enumerate(read[:-1]):
        if token.text.upper() == "FILTER" and read[at + 1].text == "(":
            inside = read[at : sparql.closing(read, at + 1)]
            if any(each.text.upper() in _AGGREGATES for each in inside):
                return "a count or sum is judged after GROUP BY: HAVING(COUNT(?x) > 3), not FILTER"
    return ""


def _column(read: Sequence[Token], message: str) -> str:
    """What is selected though rows are put together, which a parser calls unbound."""
    if "The SELECT contains" not in message:
        return ""
    inside = {name for each in _clauses(read, "GROUP") for name in _variables(each)}
    for head in _heads(read):
        loose = [f"?{name}" for name in _outside(head) if name not in inside]
        if loose:
            return (
                f"rows are counted together, and {loose[0]} may differ in them: write it after "
                f"GROUP BY too, or take SAMPLE({loose[0]}) of it"
            )
    return (
        "what rows are grouped by needs a name to be a column: "
        "SELECT ?year … GROUP BY (YEAR(?start) AS ?year)"
    )


def _heads(read: Sequence[Token]) -> Iterator[list[Token]]:
    """What stands between each SELECT and its pattern."""
    head: list[Token] | None = None
    for token in read:
        word = token.text.upper()
        if head is not None and (word in ("WHERE", "FROM") or token.text == "{"):
            yield head
            head = None
        if head is not None:
            head.append(token)
        if token.kind == "word" and word == "SELECT":
            head = []


def _clauses(read: Sequence[Token], name: str) -> Iterator[list[Token]]:
    for at, token in enumerate(read):
        if token.kind == "word" and token.text.upper() == name:
            found = []
            for each in read[at + 1 :]:
                if each.text == "}" or each.text.upper() in _CLAUSES:
                    break
                found.append(each)
            yield found


def _variables(read: Sequence[Token]) -> list[str]:
    return [token.text[1:] for token in read if token.kind in sparql.VARIABLES]


def _outside(head: Sequence[Token]) -> list[str]:
    """The variables of a head that are in no aggregate, and no names that it gives."""
    found, at = [], 0
    while at < len(head):
        word = head[at].text.upper()
        if word in _AGGREGATES and head[at].kind == "word":
            at = sparql.closing(head, at + 1)
        elif word == "AS":
            at += 1
        elif head[at].kind in sparql.VARIABLES:
            found.append(head[at].text[1:])
        at += 1
    return found


def _foreign(read: Sequence[Token]) -> str:
    """What another language would write so."""
    for token, after in zip(read, [*read[1:], None], strict=False):
        follows = after.text if after else ""
        if token.kind == "word" and token.text.upper() in _WORDS:
            return _WORDS[token.text.upper()]
        if token.text == "=" == follows:
            return "= stands for =="
        if token.text in "“”„«»‘’":
            return f"quotes are \" or ', not {token.text}"
    return ""


def _misplaced(read: Sequence[Token]) -> str:
    """Words of SPARQL where they may not stand."""
    for head in _heads(read):
        if any(token.text == "," for token in head) and "(" not in {each.text for each in head}:
            return "no commas stand between columns: SELECT ?a ?b"
        if (said := _unbracketed(head)) is not None:
            return said
    # In a sub-select they stand inside.
    lone = sum(token.text.upper() == "SELECT" for token in read) < 2
    depth, last = 0, 0
    for token in read:
        depth += (token.text == "{") - (token.text == "}")
        word = token.text.upper() if token.kind == "word" else ""
        if word in _CLAUSES:
            at = _CLAUSES.index(word)
            if at < last if not depth else lone:
                return _ORDER
            last = last if depth else at
    return ""


def _unbracketed(head: Sequence[Token]) -> str | None:
    """A column that is computed, or no variable, without brackets around it."""
    depth = 0
    for token in head:
        word = token.text.upper() if token.kind == "word" else ""
        if not depth and (word in _AGGREGATES or word == "AS"):
            return "a column that is computed stands in brackets with its name: (COUNT(?x) AS ?n)"
        if not depth and word and word not in ("DISTINCT", "REDUCED"):
            return f"a variable begins with ?: ?{token.text}"
        depth += (token.text == "(") - (token.text == ")")
    return None
