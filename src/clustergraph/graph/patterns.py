"""The group patterns of a query as a tree: its triples one by one, and what stands between them.

Follows the grammar of SPARQL 1.1 as far as joins need it. What it does not follow (collections,
named graphs) is Unread, and who asked leaves the query as it is. Knows nothing of engines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from clustergraph.graph import sparql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clustergraph.graph.sparql import Token

_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
# What ends a block of triples.
_KEYWORDS = frozenset(
    {"FILTER", "OPTIONAL", "MINUS", "BIND", "VALUES", "GRAPH", "SERVICE", "UNION", "SELECT"}
)
_VARIABLES = frozenset({"variable", "dollar"})
_MADE = re.compile(r"^(.*)\bAS\s+[?$](\w+)\s*$", re.IGNORECASE | re.DOTALL)


class Unread(Exception):
    """The query holds what is not followed here."""


@dataclass(frozen=True)
class Triple:
    """One pattern; its predicate is a property (`plain`), a variable, or a path."""

    subject: str
    predicate: str
    object: str
    plain: bool = True

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object} ."

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset(
            each for each in (self.subject, self.predicate, self.object) if each[0] == "?"
        )

    @property
    def closure(self) -> str:
        """The property of a path `property*`; "" for others."""
        return self.predicate[:-1].strip() if not self.plain and self.predicate[-1] == "*" else ""


@dataclass
class Part:
    """One element of a group. kind: triples; join (a group, a union, VALUES); after (OPTIONAL,
    MINUS, BIND: what stands before it is not to be mixed with what follows); or filter."""

    kind: str
    pieces: list[str | Group] = field(default_factory=list)
    triples: list[Triple] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join([*map(str, self.triples), "".join(map(str, self.pieces))])

    @property
    def groups(self) -> list[Group]:
        """The groups directly inside."""
        return [piece for piece in self.pieces if isinstance(piece, Group)]

    @property
    def made(self) -> tuple[str, str] | None:
        """The expression of a BIND, and the name that it gives its value; None for others."""
        text = str(self.pieces[0]).strip() if self.pieces and not self.groups else ""
        if self.kind != "after" or not text.upper().startswith("BIND"):
            return None
        named = _MADE.match(bare(text[len("BIND") :]))
        return (named[1].strip(), named[2]) if named else None

    @property
    def variables(self) -> frozenset[str]:
        """The names of all variables that it may bind."""
        found = {name for triple in self.triples for name in triple.variables}
        for piece in self.pieces:
            found |= _named(piece) if isinstance(piece, str) else piece.variables
        return frozenset(found)


@dataclass
class Group:
    """What stands between two braces; of a sub-select also its `head`, up to its own group."""

    parts: list[Part] = field(default_factory=list)
    head: str = ""
    tail: str = ""

    def __str__(self) -> str:
        # A filter holds for the whole group, wherever it stands.
        inside = " ".join(map(str, self.parts))
        return f"{{ {self.head} {{ {inside} }}{self.tail} }}" if self.head else f"{{ {inside} }}"

    @property
    def variables(self) -> frozenset[str]:
        """The names of the variables that can be seen from outside."""
        shown = sparql.projection(self.head + "{") if self.head else []
        if shown:
            return frozenset(f"?{name}" for name in shown)
        return frozenset().union(*(part.variables for part in self.parts if part.kind != "filter"))


@dataclass
class Tree:
    """A query: what stands before its outermost group, the group, and what follows it."""

    before: str
    group: Group
    after: str

    def __str__(self) -> str:
        return f"{self.before} {self.group}{self.after}"

    @property
    def prologue(self) -> str:
        """Prefixes and base: what stands before the form."""
        found: list[str] = []
        for token in sparql.tokens(self.before):
            if token.kind == "word" and token.text.upper() in sparql.FORMS:
                break
            found.append(token.text)
        return "".join(found)


def read(text: str) -> Tree:
    """The tree of a query that parses; Unread where it is not followed."""
    return _Reader(text).tree()


def bare(text: str) -> str:
    """The text without the one pair of brackets that stands around all of it."""
    found = text.strip().rstrip(" .")
    inside = next(iter(brackets(found)), "")
    return inside.strip() if found == f"({inside})" else found


def brackets(text: str) -> Iterator[str]:
    """What stands in the outermost brackets."""
    depth, found = 0, ""
    for token in sparql.tokens(text):
        depth -= token.text == ")"
        if not depth and token.text == ")":
            yield found
            found = ""
        found += token.text if depth else ""
        depth += token.text == "("


def segments(parts: Iterable[Part]) -> list[list[Part]]:
    """The parts that may change places with each other, together; filters are left out."""
    found: list[list[Part]] = []
    for part in parts:
        if part.kind == "filter":
            continue
        if part.kind == "after" or not found or found[-1][0].kind == "after":
            found.append([part])
        else:
            found[-1].append(part)
    return found


def is_optional(part: Part) -> bool:
    """Whether it is an OPTIONAL, whose matches may be missing."""
    return bool(part.groups) and str(part.pieces[0]).strip().upper() == "OPTIONAL"


def certain(group: Group) -> frozenset[str]:
    """The variables that every match of a group binds."""
    found: frozenset[str] = frozenset()
    for part in group.parts:
        found |= bound(part, found)
    return (found | _made(group.head)) & group.variables if group.head else found


def _made(head: str) -> frozenset[str]:
    """What a SELECT makes by expressions, counts and the like, which have a value as a rule."""
    return frozenset(f"?{name}" for name in re.findall(r"\bAS\s+[?$](\w+)", head, re.IGNORECASE))


def bound(part: Part, before: frozenset[str]) -> frozenset[str]:
    """The variables that a part binds in every match; `before` are bound when it comes."""
    if part.kind == "triples":
        return part.variables
    if part.kind == "join" and part.groups:
        return frozenset.intersection(*map(certain, part.groups))
    if part.kind == "join":
        return part.variables
    made = part.made
    if made is None:
        return frozenset()
    given = "COALESCE" in made[0].upper() or _named(made[0]) <= before
    return frozenset({f"?{made[1]}"}) if given else frozenset()


def _named(text: str) -> set[str]:
    return {f"?{each.text[1:]}" for each in sparql.tokens(text) if each.kind in _VARIABLES}


def _significant(text: str) -> Iterator[tuple[Token, int]]:
    """The tokens that mean something, each with where it ends; a full stop after a name is none
    of its signs."""
    at = 0
    for token in sparql.tokens(text):
        at += len(token.text)
        if not token.means:
            continue
        bare = token.text.rstrip(".") if token.kind == "name" else token.text
        dots = len(token.text) - len(bare)
        yield token._replace(text=bare), at - dots
        for dot in range(dots):
            yield sparql.Token("other", "."), at - dots + dot + 1


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = sparql.uncommented(text)
        self._tokens = list(_significant(self._text))
        self._at = 0
        self._fresh = count(1)
        # A variable more would be a column more.
        self._starred = any(
            one.text.upper() in ("SELECT", "DISTINCT", "REDUCED") and other.text == "*"
            for (one, _), (other, _) in zip(self._tokens, self._tokens[1:], strict=False)
        )

    def tree(self) -> Tree:
        words = {token.text.upper() for token, _ in self._tokens if token.kind == "word"}
        if words & {"GRAPH", "SERVICE", "FROM", "CONSTRUCT"}:
            raise Unread
        while self._peek() != "{":
            self._next()
        before = self._text[: self._start()]
        group = self._group()
        return Tree(before, group, self._text[self._start() :])

    def _peek(self) -> str:
        return self._tokens[self._at][0].text if self._at < len(self._tokens) else ""

    def _word(self) -> str:
        token = self._tokens[self._at][0] if self._at < len(self._tokens) else None
        return token.text.upper() if token and token.kind == "word" else ""

    def _start(self) -> int:
        """Where the text begins that has not been read."""
        return self._tokens[self._at - 1][1] if self._at else 0

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise Unread
        self._at += 1
        return self._tokens[self._at - 1][0]

    def _expect(self, text: str) -> None:
        if self._next().text != text:
            raise Unread

    def _balanced(self) -> str:
        """The text of what is in brackets."""
        start, depth = self._start(), 0
        while True:
            text = self._next().text
            depth += (text in _OPENING) - (text in _CLOSING)
            if not depth:
                return self._text[start : self._start()]

    def _group(self) -> Group:
        self._expect("{")
        if self._word() == "SELECT":
            return self._subselect()
        group = Group()
        while self._peek() != "}":
            group.parts.append(self._part())
        self._expect("}")
        return group

    def _subselect(self) -> Group:
        start = self._start()
        while self._peek() != "{":
            self._next()
        head = self._text[start : self._start()]
        group = self._group()
        if group.head:
            group = Group([Part("join", [group])])
        group.head, start = head, self._start()
        while self._peek() != "}":
            self._balanced() if self._peek() in _OPENING else self._next()
        group.tail = self._text[start : self._start()]
        self._expect("}")
        return group

    def _part(self) -> Part:
        word, start = self._word(), self._start()
        if self._peek() == "{":
            return self._union()
        if word in ("OPTIONAL", "MINUS"):
            self._next()
            return Part("after", [f" {word} ", self._group()])
        if word == "FILTER":
            self._next()
            return self._raw("filter", start)
        if word == "BIND":
            self._next()
            return self._raw("after", start)
        if word == "VALUES":
            self._next()
            if self._peek() == "(":
                self._balanced()
            return self._raw("join", start)
        return self._triples()

    def _raw(self, kind: str, start: int) -> Part:
        """A part as it is written, up to the end of the brackets that begin next."""
        while self._peek() not in _OPENING:
            self._next()
        self._balanced()
        if kind == "filter" and self._tokens[self._at - 1][0].text != "}":
            self._skip_dot()
        return Part(kind, [self._text[start : self._start()].rstrip(" .\n")])

    def _skip_dot(self) -> None:
        if self._peek() == ".":
            self._next()

    def _union(self) -> Part:
        part = Part("join", [self._group()])
        while self._word() == "UNION":
            self._next()
            part.pieces += [" UNION ", self._group()]
        self._skip_dot()
        return part

    def _triples(self) -> Part:
        part = Part("triples")
        if self._peek() == ".":
            self._next()
            return part
        while self._peek() != "}" and self._peek() != "{" and self._word() not in _KEYWORDS:
            blank = self._peek() == "["
            subject = self._node(part)
            if not blank or self._peek() not in (".", "}"):
                self._properties(subject, part)
            if self._peek() != ".":
                break
            self._next()
        return part

    def _properties(self, subject: str, part: Part) -> None:
        """Predicates with their objects, of one subject."""
        while True:
            steps, plain = self._verb()
            while True:
                part.triples += self._steps(subject, steps, plain, self._node(part))
                if self._peek() != ",":
                    break
                self._next()
            while self._peek() == ";":
                self._next()
                if self._peek() in ("]", ".", "}", ";"):
                    continue
            if self._tokens[self._at - 1][0].text != ";" or self._peek() in ("]", ".", "}"):
                return

    def _steps(
        self, subject: str, steps: list[str], plain: list[bool], node: str
    ) -> Iterator[Triple]:
        """The patterns that a path of several steps stands for, so that each has its turn."""
        if len(steps) > 1 and self._starred:
            yield Triple(subject, " / ".join(steps), node, False)
            return
        for step, single, last in zip(steps, plain, range(len(steps) - 1, -1, -1), strict=True):
            there = self._variable() if last else node
            if single and step[0] == "^":
                yield Triple(there, step[1:].strip(), subject)
            else:
                yield Triple(subject, step, there, single)
            subject = there

    def _variable(self) -> str:
        if self._starred:
            raise Unread
        return f"?between_{next(self._fresh)}"

    def _node(self, part: Part) -> str:
        """A term, or a variable for a blank node, whose own properties are put into the part."""
        start = self._start()
        token = self._next()
        if token.kind in _VARIABLES:
            return f"?{token.text[1:]}"
        if token.text == "[":
            node = self._variable()
            if self._peek() != "]":
                self._properties(node, part)
            self._expect("]")
            return node
        if token.kind == "name" and token.text.startswith("_:"):
            if self._starred:
                raise Unread
            return f"?blank_{token.text[2:]}"
        if token.kind == "string":
            following = self._tokens[self._at][0] if self._at < len(self._tokens) else None
            if following and following.kind == "tag":
                self._next()
            elif self._peek() == "^":
                self._expect("^")
                self._expect("^")
                self._next()
        elif token.text in ("+", "-"):
            token = self._next()
        elif token.kind not in ("iri", "name", "number") and token.text not in ("true", "false"):
            raise Unread
        return self._text[start : self._start()].strip()

    def _verb(self) -> tuple[list[str], list[bool]]:
        """The steps of a path, and which of them are single properties."""
        token = self._tokens[self._at][0] if self._at < len(self._tokens) else None
        if token and token.kind in _VARIABLES:
            self._next()
            return [f"?{token.text[1:]}"], [True]
        begun, steps, plain = self._start(), [], []
        while True:
            start = self._start()
            single = self._element()
            steps.append(self._text[start : self._start()].strip())
            plain.append(single)
            if self._peek() != "/":
                break
            self._next()
        if self._peek() != "|":
            return steps, plain
        while self._peek() in ("|", "/"):
            self._next()
            self._element()
        return [self._text[begun : self._start()].strip()], [False]

    def _element(self) -> bool:
        """Read one step; whether it is a single property, perhaps turned round."""
        single = True
        while self._peek() in ("^", "!"):
            single = single and self._peek() == "^" and self._tokens[self._at - 1][0].text != "^"
            self._next()
        if self._peek() == "(":
            single = False
            self._balanced()
        else:
            token = self._next()
            if token.kind not in ("iri", "name") and token.text != "a":
                raise Unread
        while self._peek() in ("*", "+", "?"):
            single = False
            self._next()
        return single
