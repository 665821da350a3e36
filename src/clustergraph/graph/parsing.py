"""The tree of a query from its text.

Follows the grammar of SPARQL 1.1 as far as joins need it. What it does not follow (collections,
named graphs) is Unread, and who asked leaves the query as it is. Knows nothing of engines.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from clustergraph.graph import sparql
from clustergraph.graph.patterns import Group, Part, Tree, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.graph.sparql import Token

_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
# What ends a block of triples.
_KEYWORDS = frozenset(
    {"FILTER", "OPTIONAL", "MINUS", "BIND", "VALUES", "GRAPH", "SERVICE", "UNION", "SELECT"}
)


class Unread(Exception):
    """The query holds what is not followed here."""


def read(text: str) -> Tree:
    """The tree of a query that parses; Unread where it is not followed."""
    return _Reader(text).tree()


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
        if token.kind in sparql.VARIABLES:
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
        if token and token.kind in sparql.VARIABLES:
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
