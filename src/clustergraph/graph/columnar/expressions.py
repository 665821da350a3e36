"""Expressions over columns: read from their text, computed for all rows at once.

A value without a term is null: an unbound variable or an error, which SPARQL treats alike wherever
this room goes on. What would need more than it knows is Unsupported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from clustergraph.graph import sparql
from clustergraph.graph.columnar.files import INTEGER, Unsupported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from clustergraph.graph.columnar.lookup import Lookup
    from clustergraph.graph.sparql import Token

# What a column holds: numbers of terms; or whole numbers, decimals (in millionths), plain texts and
# truths that were computed; or nothing at all.
ID, INT, DEC, TEXT, BOOL, NONE = "id", "int", "dec", "text", "bool", "none"
MILLION = 1_000_000
DIGITS = " digits"
_TYPES = {ID: pl.UInt32, INT: pl.Int64, DEC: pl.Int64, TEXT: pl.String, BOOL: pl.Boolean}
_COMPARED = ("=", "!=", "<", ">", "<=", ">=")
# Far from where sums of 64 bits end.
_MOST = float(1 << 60)


class Value(NamedTuple):
    """What an expression gives in each row; of decimals also the digits after the point."""

    kind: str
    series: pl.Series
    digits: pl.Series | None = None


@dataclass(frozen=True)
class Table:
    """Rows, and the kind of each column. Beside one of decimals stand their digits after the point,
    under its name and a sign."""

    frame: pl.DataFrame
    kinds: dict[str, str]

    @property
    def height(self) -> int:
        return self.frame.height

    def value(self, name: str) -> Value:
        """A column; that of a variable which no row binds is null."""
        if name not in self.kinds:
            return Value(NONE, pl.Series([None], dtype=pl.Null).new_from_index(0, self.height))
        digits = self.frame[f"{name}{DIGITS}"] if self.kinds[name] == DEC else None
        return Value(self.kinds[name], self.frame[name], digits)

    def with_value(self, name: str, value: Value) -> Table:
        """The same with one column more."""
        if name in self.kinds or value.kind == BOOL:
            raise Unsupported
        if value.kind == NONE:
            return self
        made = self.frame.with_columns(value.series.alias(name))
        if value.digits is not None:
            made = made.with_columns(value.digits.alias(f"{name}{DIGITS}"))
        return Table(made, {**self.kinds, name: value.kind})

    def columns(self, names: Iterable[str]) -> list[str]:
        """The columns of some variables in the frame."""
        return [column for name in names for column in
                ((name, f"{name}{DIGITS}") if self.kinds[name] == DEC else (name,))]  # fmt: skip


@dataclass(frozen=True)
class Node:
    """One expression: the name of what it is and its arguments; a leaf also a text."""

    name: str
    inner: tuple[Node, ...] = ()
    text: str = ""

    @property
    def variables(self) -> set[str]:
        found = {self.text} if self.name == "var" else set()
        return found.union(*(one.variables for one in self.inner))


class Reader:
    """Expressions from tokens, in the order in which they stand."""

    def __init__(self, tokens: Sequence[Token], prefixes: Mapping[str, str]) -> None:
        self._tokens = [one for one in tokens if one.means]
        self._prefixes = prefixes
        self.at = 0

    @property
    def ended(self) -> bool:
        return self.at >= len(self._tokens)

    def peek(self, ahead: int = 0) -> str:
        """The next token; words in capitals."""
        at = self.at + ahead
        if at >= len(self._tokens):
            return ""
        token = self._tokens[at]
        return token.text.upper() if token.kind == "word" else token.text

    def next(self) -> Token:
        if self.ended:
            raise Unsupported
        self.at += 1
        return self._tokens[self.at - 1]

    def expect(self, text: str) -> None:
        if self.peek() != text:
            raise Unsupported
        self.at += 1

    def expression(self) -> Node:
        """One whole expression."""
        return self._chain(("|", "|"), "or", lambda: self._chain(("&", "&"), "and", self._relation))

    def _chain(self, sign: tuple[str, str], name: str, operand: Callable[[], Node]) -> Node:
        found = [operand()]
        while (self.peek(), self.peek(1)) == sign:
            self.at += 2
            found.append(operand())
        return found[0] if len(found) == 1 else Node(name, tuple(found))

    def _relation(self) -> Node:
        left = self._sum()
        if self.peek() == "IN":
            self.at += 1
            return Node("in", (left, *self._listed()))
        if self.peek() == "NOT" and self.peek(1) == "IN":
            self.at += 2
            return Node("!", (Node("in", (left, *self._listed())),))
        sign = self.peek()
        if sign in ("!", "<", ">") and self.peek(1) == "=":
            sign += "="
            self.at += 1
        if sign not in _COMPARED:
            return left
        self.at += 1
        return Node(sign, (left, self._sum()))

    def _sum(self) -> Node:
        found = self._unary()
        while self.peek() in ("+", "-"):
            found = Node(self.next().text, (found, self._unary()))
        if self.peek() in ("*", "/"):
            raise Unsupported
        return found

    def _unary(self) -> Node:
        if self.peek() == "!":
            self.at += 1
            return Node("!", (self._unary(),))
        return self.primary()

    def primary(self) -> Node:
        token = self.next()
        if token.text == "(":
            found = self.expression()
            self.expect(")")
            return found
        if token.kind in sparql.VARIABLES:
            return Node("var", text=token.text[1:])
        if token.kind == "number" and token.text.isdecimal():
            return Node("int", text=token.text)
        if token.kind == "number" and "e" not in token.text.lower():
            return Node("dec", text=token.text)
        if token.kind == "string":
            return self._text(token)
        if token.kind in ("name", "iri"):
            named = iri(token.text, self._prefixes)
            return Node(named, self._listed()) if self.peek() == "(" else Node("iri", text=named)
        if token.kind == "word" and self.peek() == "(":
            return Node(token.text.upper(), self._listed())
        raise Unsupported

    def _text(self, token: Token) -> Node:
        text = token.text
        if "\\" in text or text[:3] in ('"""', "'''") or self.peek()[:1] in ("@", "^"):
            raise Unsupported
        return Node("text", text=text[1:-1])

    def _listed(self) -> tuple[Node, ...]:
        self.expect("(")
        if self.peek() == "DISTINCT" or self.peek() == "*":
            raise Unsupported
        found: list[Node] = []
        while self.peek() != ")":
            found.append(self.expression())
            if self.peek() != ")":
                self.expect(",")
        self.at += 1
        return tuple(found)


def iri(text: str, prefixes: Mapping[str, str]) -> str:
    """The IRI that a name stands for."""
    if text[0] == "<":
        if "\\" in text or ":" not in text:
            raise Unsupported
        return text[1:-1]
    prefix, _, local = text.partition(":")
    if prefix not in prefixes or "\\" in local or local[-1:] == ".":
        raise Unsupported
    return prefixes[prefix] + local


class Computing:
    """Values of expressions in the rows of a table."""

    def __init__(self, lookup: Lookup, table: Table) -> None:
        self._lookup, self._table = lookup, table

    def value(self, node: Node) -> Value:
        """The value in each row. Raises Unsupported."""
        if node.name == "var":
            return self._table.value(node.text)
        if node.name in ("int", "dec", "text", "iri"):
            return self._constant(node)
        if node.name in _COMPARED:
            return self._compared(node.name, *map(self.value, node.inner))
        method = _CALLS.get(node.name)
        if method is None:
            raise Unsupported
        return method(self, node)

    def truth(self, node: Node) -> pl.Series:
        """In which rows a condition holds."""
        found = self.value(node)
        if found.kind != BOOL:
            raise Unsupported
        return found.series.fill_null(False)

    def _constant(self, node: Node) -> Value:
        if node.name == "iri":
            return self._all(ID, self._lookup.number(node.text))
        if node.name == "text":
            return self._all(TEXT, node.text)
        if node.name == "int":
            if len(node.text) > 9:
                raise Unsupported
            return self._all(INT, int(node.text))
        whole, _, part = node.text.partition(".")
        if len(whole) > 9 or len(part) > 6:
            raise Unsupported
        value = self._all(DEC, int((whole or "0") + part.ljust(6, "0")))
        return value._replace(digits=self._all(INT, len(part)).series)

    def _all(self, kind: str, value: object) -> Value:
        return Value(
            kind, pl.Series([value], dtype=_TYPES[kind]).new_from_index(0, self._table.height)
        )

    def _either(self, node: Node) -> Value:
        found = [self._bool(one) for one in node.inner]
        made = found[0]
        for one in found[1:]:
            made = (made | one) if node.name == "or" else (made & one)
        return Value(BOOL, made)

    def _not(self, node: Node) -> Value:
        return Value(BOOL, ~self._bool(node.inner[0]))

    def _bool(self, node: Node) -> pl.Series:
        found = self.value(node)
        if found.kind != BOOL:
            raise Unsupported
        return found.series

    def _in(self, node: Node) -> Value:
        first, *others = node.inner
        if not others or any(one.name not in ("iri", "text", "int") for one in others):
            raise Unsupported
        left = self.value(first)
        made = self._compared("=", left, self.value(others[0])).series
        for one in others[1:]:
            made = made | self._compared("=", left, self.value(one)).series
        return Value(BOOL, made)

    def _compared(self, sign: str, left: Value, right: Value) -> Value:
        kinds = {left.kind, right.kind}
        if NONE in kinds:
            return Value(
                BOOL, pl.Series([None], dtype=pl.Boolean).new_from_index(0, self._table.height)
            )
        if kinds == {ID}:
            if sign not in ("=", "!=") or not (self._named(left) or self._named(right)):
                raise Unsupported
        elif kinds == {TEXT}:
            if sign not in ("=", "!="):
                raise Unsupported
        elif kinds <= {ID, INT, DEC}:
            left, right = self._alike(left, right)
        else:
            raise Unsupported
        a, b = left.series, right.series
        made = {
            "=": lambda: a == b, "!=": lambda: a != b, "<": lambda: a < b, ">": lambda: a > b,
            "<=": lambda: a <= b, ">=": lambda: a >= b,
        }[sign]()  # fmt: skip
        return Value(BOOL, made)

    def _named(self, value: Value) -> bool:
        """Whether all terms are IRIs, which are equal where they are the same."""
        return self._lookup.are_iris(value.series)

    def _alike(self, left: Value, right: Value) -> tuple[Value, Value]:
        """Two numbers as whole numbers, or both as decimals."""
        left, right = self.number(left), self.number(right)
        if left.kind == right.kind:
            return left, right
        return _decimal(left), _decimal(right)

    def number(self, value: Value) -> Value:
        """Terms as numbers; Unsupported where not all are whole numbers, or all decimals."""
        if value.kind in (INT, DEC):
            return value
        if value.kind != ID:
            raise Unsupported
        values, digits = self._lookup.numbers(value.series)
        return Value(INT if digits is None else DEC, values, digits)

    def _sum(self, node: Node) -> Value:
        left, right = (self.value(one) for one in node.inner)
        if NONE in (left.kind, right.kind):
            return self.none()
        left, right = self._alike(left, right)
        # Which digits the engine gives such a sum is not known here.
        if left.kind != INT:
            raise Unsupported
        a, b = left.series, right.series
        if max(_largest(a), _largest(b)) > _MOST:
            raise Unsupported
        return Value(INT, a + b if node.name == "+" else a - b)

    def none(self) -> Value:
        """Nothing in every row."""
        return self._table.value("")

    def _if(self, node: Node) -> Value:
        if len(node.inner) != 3:
            raise Unsupported
        condition = self._bool(node.inner[0])
        first, second = self._same([self.value(one) for one in node.inner[1:]])
        if first.kind == NONE:
            return first

        def chosen(one: pl.Series, other: pl.Series) -> pl.Series:
            either = pl.when(condition).then(one).otherwise(other)
            return pl.select(pl.when(condition.is_null()).then(None).otherwise(either)).to_series()

        if first.digits is None or second.digits is None:
            return Value(first.kind, chosen(first.series, second.series))
        digits = chosen(first.digits, second.digits)
        return Value(DEC, chosen(first.series, second.series), digits)

    def _coalesce(self, node: Node) -> Value:
        if not node.inner:
            raise Unsupported
        found = self._same([self.value(one) for one in node.inner])
        made = pl.select(pl.coalesce([one.series for one in found])).to_series()
        if found[0].kind != DEC:
            return Value(found[0].kind, made)
        digits = [one.digits for one in found if one.digits is not None]
        return Value(DEC, made, pl.select(pl.coalesce(digits)).to_series())

    def _same(self, values: list[Value]) -> list[Value]:
        """Values of one kind; terms that stand beside numbers are read."""
        kinds = {one.kind for one in values} - {NONE}
        if kinds == {ID, INT} or kinds == {ID, DEC}:
            values = [self.number(one) if one.kind == ID else one for one in values]
            kinds = {one.kind for one in values} - {NONE}
        if len(kinds) > 1 or BOOL in kinds:
            raise Unsupported
        if not kinds:
            return values
        (kind,) = kinds
        nothing = pl.Series([None], dtype=_TYPES[kind]).new_from_index(0, self._table.height)
        none = Value(kind, nothing, nothing if kind == DEC else None)
        return [one if one.kind == kind else none for one in values]

    def _bound(self, node: Node) -> Value:
        if len(node.inner) != 1 or node.inner[0].name != "var":
            raise Unsupported
        return Value(BOOL, self.value(node.inner[0]).series.is_not_null())

    def _str(self, node: Node) -> Value:
        if len(node.inner) != 1:
            raise Unsupported
        inner = node.inner[0]
        if inner.name == "COALESCE":
            return self._coalesce(
                Node("COALESCE", tuple(Node("STR", (one,)) for one in inner.inner))
            )
        found = self.value(inner)
        if found.kind == ID:
            return Value(TEXT, self._lookup.texts(found.series))
        if found.kind == INT:
            return Value(TEXT, found.series.cast(pl.String))
        if found.kind in (TEXT, NONE):
            return found
        raise Unsupported

    def _lang(self, node: Node) -> Value:
        found = self._one(node, ID)
        return Value(TEXT, self._lookup.langs(found.series))

    def _one(self, node: Node, kind: str) -> Value:
        if len(node.inner) != 1:
            raise Unsupported
        found = self.value(node.inner[0])
        if found.kind != kind:
            raise Unsupported
        return found

    def _lower(self, node: Node) -> Value:
        return Value(TEXT, self._one(node, TEXT).series.str.to_lowercase())

    def _length(self, node: Node) -> Value:
        if len(node.inner) != 1:
            raise Unsupported
        found = self.value(node.inner[0])
        texts = self._lookup.strings(found.series) if found.kind == ID else found.series
        if found.kind not in (ID, TEXT):
            raise Unsupported
        return Value(INT, texts.str.len_chars().cast(pl.Int64))

    def _contains(self, node: Node) -> Value:
        if len(node.inner) != 2:
            raise Unsupported
        text, sought = map(self.value, node.inner)
        if text.kind != TEXT or sought.kind != TEXT:
            raise Unsupported
        only = sought.series.unique()
        if only.len() > 1 or only.null_count():
            raise Unsupported
        if not only.len():
            return Value(BOOL, pl.Series([], dtype=pl.Boolean))
        return Value(BOOL, text.series.str.contains(only[0], literal=True))

    def _part(self, node: Node) -> Value:
        if len(node.inner) != 3 or any(one.name != "int" for one in node.inner[1:]):
            raise Unsupported
        start, length = (int(one.text) for one in node.inner[1:])
        text = self.value(node.inner[0])
        if text.kind == NONE:
            return text
        if text.kind != TEXT or start < 1:
            raise Unsupported
        return Value(TEXT, text.series.str.slice(start - 1, length))

    def _whole(self, node: Node) -> Value:
        if len(node.inner) == 1 and self.value(node.inner[0]).kind == NONE:
            return self.none()
        text = self._one(node, TEXT).series
        fits = text.str.contains("^[0-9]{1,9}$")
        if text.filter(~fits).str.contains("^[0-9 \t\r\n+-]*$").any():
            raise Unsupported
        return Value(INT, text.set(~fits, None).cast(pl.Int64))


_CALLS: dict[str, Callable[[Computing, Node], Value]] = {
    "or": Computing._either, "and": Computing._either, "!": Computing._not, "in": Computing._in,
    "+": Computing._sum, "-": Computing._sum, "IF": Computing._if, "COALESCE": Computing._coalesce,
    "BOUND": Computing._bound, "STR": Computing._str, "LANG": Computing._lang,
    "LCASE": Computing._lower, "STRLEN": Computing._length, "CONTAINS": Computing._contains,
    "SUBSTR": Computing._part, INTEGER: Computing._whole,
}  # fmt: skip


def _decimal(value: Value) -> Value:
    if value.kind == DEC:
        return value
    if _largest(value.series) > _MOST / MILLION:
        raise Unsupported
    return Value(DEC, value.series * MILLION, value.series * 0)


def _largest(series: pl.Series) -> float:
    """The largest number without its sign."""
    low, high = series.min(), series.max()
    return max(abs(float(low)), abs(float(high))) if low is not None and high is not None else 0.0  # type: ignore[arg-type]


def total(series: pl.Series) -> None:
    """Raise Unsupported where a sum of these could be too large."""
    if float(np.abs(series.to_numpy().astype(np.float64)).sum()) > _MOST:
        raise Unsupported
