"""Groups of patterns as tables of numbers: joins, unions, what is optional, what is left out.

Follows the algebra of SPARQL 1.1 where every variable that joins has a value in every row; all
else is Unsupported. Knows nothing of the order of rows or of how they are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from clustergraph.graph import patterns, sparql
from clustergraph.graph.columnar.expressions import (
    DEC,
    DIGITS,
    ID,
    INT,
    TEXT,
    Computing,
    Node,
    Reader,
    Table,
    Value,
    iri,
    total,
)
from clustergraph.graph.columnar.files import Unsupported, frame

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from clustergraph.graph.columnar.lookup import Lookup
    from clustergraph.graph.patterns import Group, Part, Triple

    Fold = Callable[[pl.Expr], pl.Expr]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# Rows above which a join is not made here, and pairs of a path.
_MOST_ROWS = 8_000_000
_MOST_EDGES = 100_000
_UNIT = Table(pl.DataFrame({"": [0]}), {})


class Evaluating:
    """Tables of the groups of one query."""

    def __init__(self, lookup: Lookup, prefixes: Mapping[str, str]) -> None:
        self._lookup, self._prefixes = lookup, prefixes

    # Groups

    def group(self, group: Group, near: Table | None = None) -> Table:
        """The rows of a group. Of those that join no row of `near` some may be left out."""
        if group.head:
            return self.select(group)
        found: Table | None = None
        for segment in patterns.segments(group.parts):
            if segment[0].kind == "after":
                found = self._after(found, segment[0], near)
            else:
                found = self._joined(found, segment, near)
        table = found if found is not None else _UNIT
        for part in group.parts:
            if part.kind == "filter":
                table = self._filtered(table, str(part.pieces[0]))
        return table

    def select(self, group: Group) -> Table:
        """The rows of a sub-select."""
        return self.selected(self._rows(group), *self._modifiers(group))

    def _rows(self, group: Group) -> Table:
        inner = patterns.Group(group.parts)
        return self.group(inner)

    def _modifiers(self, group: Group) -> tuple[bool, list[tuple[str, Node | None]], list[str]]:
        distinct, columns = self.head(group.head)
        reader = self.reader(group.tail)
        keys = self.keys(reader)
        if not reader.ended:
            raise Unsupported
        return distinct, columns, keys

    def reader(self, text: str) -> Reader:
        """A reader of some text."""
        return Reader(list(sparql.tokens(text)), self._prefixes)

    def head(self, text: str) -> tuple[bool, list[tuple[str, Node | None]]]:
        """Whether rows count once, and the columns with what gives their values."""
        reader = self.reader(text)
        reader.expect("SELECT")
        distinct = reader.peek() == "DISTINCT"
        reader.at += distinct
        columns: list[tuple[str, Node | None]] = []
        while not reader.ended and reader.peek() != "WHERE":
            token = reader.next()
            if token.kind in sparql.VARIABLES:
                columns.append((token.text[1:], None))
            elif token.text == "(":
                node = self._aggregate(reader)
                reader.expect("AS")
                columns.append((reader.next().text[1:], node))
                reader.expect(")")
            else:
                raise Unsupported
        if not columns or len({name for name, _ in columns}) < len(columns):
            raise Unsupported
        return distinct, columns

    def _aggregate(self, reader: Reader) -> Node:
        """An expression of a head: an aggregate, with DISTINCT or * as it is counted."""
        name = reader.peek()
        if name not in ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"):
            return reader.expression()
        reader.at += 1
        reader.expect("(")
        once = reader.peek() == "DISTINCT"
        reader.at += once
        if reader.peek() == "*":
            reader.at += 1
            inner: tuple[Node, ...] = ()
        else:
            inner = (reader.expression(),)
        reader.expect(")")
        return Node(f"{name} DISTINCT" if once else name, inner)

    def keys(self, reader: Reader) -> list[str]:
        """The variables of GROUP BY, if it comes next."""
        found: list[str] = []
        if reader.peek() != "GROUP":
            return found
        reader.at += 1
        reader.expect("BY")
        while reader.peek()[:1] in ("?", "$"):
            found.append(reader.next().text[1:])
        if not found:
            raise Unsupported
        return found

    def selected(
        self, table: Table, distinct: bool, columns: list[tuple[str, Node | None]], keys: list[str]
    ) -> Table:
        """What a SELECT makes of the rows of its group."""
        if keys:
            table = self._grouped(table, columns, keys)
        else:
            for name, node in columns:
                if node is not None:
                    table = table.with_value(name, Computing(self._lookup, table).value(node))
        names = [name for name, _ in columns if name in table.kinds]
        if not names:
            raise Unsupported
        made = table.frame.select(table.columns(names))
        return Table(
            made.unique() if distinct else made, {name: table.kinds[name] for name in names}
        )

    def _grouped(
        self, table: Table, columns: list[tuple[str, Node | None]], keys: list[str]
    ) -> Table:
        made, kinds = [], {}
        if any(node is None and name not in keys for name, node in columns):
            raise Unsupported
        if any(name not in table.kinds for name in keys):
            raise Unsupported
        if any(table.kinds[name] == DEC for name in keys):
            raise Unsupported
        wide = table.frame.select(keys)
        for name, node in columns:
            if node is None:
                continue
            if name in table.kinds:
                raise Unsupported
            value, fold = self._folded(table, node)
            if fold is None:
                made.append(pl.len().cast(pl.Int64).alias(name))
            else:
                wide = wide.with_columns(value.series.alias(f" {name}"))
                made.append(fold(pl.col(f" {name}")).alias(name))
            if value.digits is not None:
                wide = wide.with_columns(value.digits.alias(f" {name}{DIGITS}"))
                made.append(pl.col(f" {name}{DIGITS}").max().alias(f"{name}{DIGITS}"))
            kinds[name] = value.kind
        rows = wide.group_by(keys).agg(made)
        return Table(rows, {**{name: table.kinds[name] for name in keys}, **kinds})

    def _folded(self, table: Table, node: Node) -> tuple[Value, Fold | None]:
        """What is aggregated, with the kind of the aggregate, and how; nothing where rows are."""
        computing = Computing(self._lookup, table)
        if not node.inner:
            if node.name != "COUNT":
                raise Unsupported
            return computing.none()._replace(kind=INT), None
        value = computing.value(node.inner[0])
        if node.name in ("COUNT", "COUNT DISTINCT"):
            once = node.name != "COUNT"
            if node.inner[0].name != "var" or (once and value.kind not in (ID, INT, TEXT)):
                raise Unsupported
            return Value(INT, value.series), _count_once if once else _count
        if value.series.null_count():
            raise Unsupported
        if node.name == "SUM":
            value = computing.number(value)
            total(value.series)
            return value, pl.Expr.sum
        if node.name in ("MIN", "MAX") and value.kind in (TEXT, INT):
            return value, pl.Expr.min if node.name == "MIN" else pl.Expr.max
        raise Unsupported

    # What follows what stands before it

    def _after(self, found: Table | None, part: Part, near: Table | None) -> Table:
        if part.made:
            return self._made(found if found is not None else _UNIT, *part.made)
        word = str(part.pieces[0]).strip().upper()
        if found is None or word not in ("OPTIONAL", "MINUS") or len(part.groups) != 1:
            raise Unsupported
        inner = self.group(part.groups[0], found)
        shared = _shared(found, inner)
        if word == "MINUS":
            if not shared:
                return found
            rows = found.frame.join(inner.frame.select(shared).unique(), on=shared, how="anti")
            return Table(rows, found.kinds)
        if not shared:
            raise Unsupported
        return self._join(found, inner, shared, "left")

    def _made(self, table: Table, expression: str, name: str) -> Table:
        reader = self.reader(expression)
        node = reader.expression()
        if not reader.ended:
            raise Unsupported
        return table.with_value(name, Computing(self._lookup, table).value(node))

    def _filtered(self, table: Table, text: str) -> Table:
        reader = self.reader(text)
        reader.expect("FILTER")
        node = reader.expression()
        if not reader.ended or node.variables - set(table.kinds):
            raise Unsupported
        holds = Computing(self._lookup, table).truth(node)
        return Table(table.frame.filter(holds), table.kinds)

    # Joins

    def _joined(self, found: Table | None, parts: Sequence[Part], near: Table | None) -> Table:
        triples = [one for part in parts for one in part.triples]
        context = found if found is not None else near
        tables = [self._pattern(one, context) for one in triples if one.plain]
        tables += [self._union(part, context) for part in parts if part.kind == "join"]
        paths = [one for one in triples if not one.plain]
        made = found
        while tables or paths:
            ready = [one for one in paths if self._can_walk(one, made) or not tables]
            if ready:
                paths.remove(ready[0])
                tables.append(self._path(ready[0], made))
            best = _next(made, tables)
            tables = [one for one in tables if one is not best]
            made = best if made is None else self._join(made, best, _shared(made, best), "inner")
        return made if made is not None else _UNIT

    def _join(self, left: Table, right: Table, shared: list[str], how: str) -> Table:
        if not shared:
            if min(left.height, right.height) > 1 or how != "inner":
                raise Unsupported
            return _crossed(left, right)
        if min(left.height, right.height) > 1 and max(left.height, right.height) > 10_000:
            each = right.frame.group_by(shared).len()
            if left.height * max(each["len"].to_list(), default=0) > _MOST_ROWS:
                met = left.frame.select(shared).join(each, on=shared)["len"].sum()
                if met > _MOST_ROWS:
                    raise Unsupported
        rows = left.frame.join(right.frame, on=shared, how=how)  # type: ignore[arg-type]
        return Table(rows, {**right.kinds, **left.kinds})

    def _union(self, part: Part, near: Table | None) -> Table:
        if not part.groups:
            raise Unsupported
        tables = [self.group(one, near) for one in part.groups]
        kinds: dict[str, str] = {}
        for one in tables:
            for name, kind in one.kinds.items():
                if kinds.setdefault(name, kind) != kind:
                    raise Unsupported
        frames = [one.frame.select(one.columns(one.kinds)) for one in tables]
        if len(frames) == 1:
            return tables[0]
        if any(not one.kinds for one in tables):
            raise Unsupported
        return Table(pl.concat(frames, how="diagonal"), kinds)

    # Patterns

    def _pattern(self, triple: Triple, near: Table | None) -> Table:
        predicate = self._predicate(triple.predicate)
        return self._narrowed(self._pairs(triple, predicate), near)

    def _predicate(self, text: str) -> str:
        return _TYPE if text == "a" else iri(text, self._prefixes)

    def _pairs(self, triple: Triple, predicate: str) -> Table:
        ends = [triple.subject, triple.object]
        numbers = [0 if one[0] == "?" else self._constant(one) for one in ends]
        if all(numbers):
            raise Unsupported
        files = self._lookup.files
        if any(number >= 1 << 31 for number in numbers):
            pairs = files.pairs("")
        else:
            pairs = files.pairs(predicate, *numbers)
        return _ended(frame(pairs, ("", " ")), ends)

    def _constant(self, text: str) -> int:
        if text[0] == "<" or (":" in text and text[0] not in "\"'_["):
            return self._lookup.number(iri(text, self._prefixes))
        raise Unsupported

    def _narrowed(self, table: Table, near: Table | None) -> Table:
        """Without rows that join none of `near`."""
        if near is None or near.height * 4 > table.height:
            return table
        for name in table.kinds:
            if near.kinds.get(name) == ID and not near.frame[name].null_count():
                known = near.frame.select(name).unique()
                return Table(table.frame.join(known, on=name, how="semi"), table.kinds)
        return table

    # Paths

    def _can_walk(self, triple: Triple, found: Table | None) -> bool:
        ends = [one for one in (triple.subject, triple.object) if one[0] == "?"]
        known = found.kinds if found is not None else {}
        return len(ends) < 2 or triple.predicate[-1] != "*" or any(one[1:] in known for one in ends)

    def _path(self, triple: Triple, found: Table | None) -> Table:
        ends = [triple.subject, triple.object]
        text = triple.predicate.strip()
        while text[0] == "(" and sparql.bare(text) != text:
            text = sparql.bare(text)
        if "|" in text and not set(text) & set("()^!*+?/"):
            tables = [self._pairs(_triple(triple, each.strip()), self._predicate(each.strip()))
                      for each in text.split("|")]  # fmt: skip
            return Table(pl.concat([one.frame for one in tables]), tables[0].kinds)
        if text[-1] not in "*+" or set(text[:-1]) & set("()^!*+?/|"):
            raise Unsupported
        predicate = self._predicate(text[:-1].strip())
        if self._lookup.files.size(predicate) > _MOST_EDGES:
            raise Unsupported
        steps = _closed(frame(self._lookup.files.pairs(predicate), ("", " ")))
        numbers = [0 if one[0] == "?" else self._constant(one) for one in ends]
        if text[-1] == "*":
            steps = pl.concat([steps, self._themselves(ends, numbers, found)]).unique()
        if all(numbers):
            raise Unsupported
        for name, number in zip(("", " "), numbers, strict=True):
            if number:
                steps = steps.filter(pl.col(name) == number)
        return _ended(steps, ends)

    def _themselves(self, ends: list[str], numbers: list[int], found: Table | None) -> pl.DataFrame:
        """The pairs of a thing with itself that a path without a step has."""
        known = [number for number in numbers if number]
        if known:
            series = pl.Series([known[0]], dtype=pl.UInt32)
        else:
            names = [one[1:] for one in ends if found is not None and one[1:] in found.kinds]
            if not names or found is None or found.kinds[names[0]] != ID:
                raise Unsupported
            series = found.frame[names[0]].drop_nulls().unique()
        return pl.DataFrame({"": series, " ": series})


def _count(one: pl.Expr) -> pl.Expr:
    return one.count().cast(pl.Int64)


def _count_once(one: pl.Expr) -> pl.Expr:
    return one.drop_nulls().n_unique().cast(pl.Int64)


def _triple(triple: Triple, predicate: str) -> Triple:
    return patterns.Triple(triple.subject, predicate, triple.object)


def _ended(pairs: pl.DataFrame, ends: list[str]) -> Table:
    """Pairs by the names of the variables at their ends."""
    names = [one[1:] if one[0] == "?" else "" for one in ends]
    if names[0] == names[1]:
        pairs = pairs.filter(pl.col("") == pl.col(" ")).select("")
        return Table(pairs.rename({"": names[0]}), {names[0]: ID})
    kept = {column: name for column, name in zip(("", " "), names, strict=True) if name}
    return Table(pairs.select(list(kept)).rename(kept), dict.fromkeys(kept.values(), ID))


def _closed(edges: pl.DataFrame) -> pl.DataFrame:
    """All pairs that one or more steps lead from one to the other."""
    edges = edges.unique()
    found = fresh = edges
    onward = edges.rename({"": " ", " ": "  "})
    while fresh.height:
        reached = fresh.join(onward, on=" ").select("", pl.col("  ").alias(" ")).unique()
        fresh = reached.join(found, on=["", " "], how="anti")
        found = pl.concat([found, fresh])
        if found.height > _MOST_ROWS:
            raise Unsupported
    return found


def _crossed(left: Table, right: Table) -> Table:
    frames = [one.frame.select(one.columns(one.kinds)) for one in (left, right) if one.kinds]
    if len(frames) < 2:
        (one,) = [each for each in (left, right) if each.kinds] or [left]
        other = right if one is left else left
        return one if other.height == 1 else Table(one.frame.clear(), one.kinds)
    return Table(frames[0].join(frames[1], how="cross"), {**left.kinds, **right.kinds})


def _shared(left: Table, right: Table) -> list[str]:
    """The variables that two tables join by: terms, in every row."""
    names = [name for name in left.kinds if name in right.kinds]
    for name in names:
        if left.kinds[name] != ID or right.kinds[name] != ID:
            raise Unsupported
        if left.frame[name].null_count() or right.frame[name].null_count():
            raise Unsupported
    return names


def _next(made: Table | None, tables: list[Table]) -> Table:
    """The smallest table that hangs on what is joined."""
    near = [one for one in tables if made is None or set(one.kinds) & set(made.kinds)]
    return min(near or tables, key=lambda one: one.height)
