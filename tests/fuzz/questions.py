"""Questions made up over a small graph, asked of both engines: each must have one answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fuzz.harness import Case

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from clustergraph.graph.engines import Embedded

QUESTIONS = 25
_PROPERTIES = ("<urn:p>", "<urn:q>", "<urn:r>")
_NODES = tuple(f"<urn:{number}>" for number in range(7))
_VALUE, _START = "<urn:value>", "<urn:start>"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FREE = ("?a", "?b", "?c")
_COUNTS = (
    "(COUNT(DISTINCT {0}) AS ?n)",
    "(COUNT({0}) AS ?n)",
    "(COUNT({0}) AS ?n) (COUNT(DISTINCT ?a) AS ?m)",
)
# Of a value that each row has: where one lacks it, engines differ.
_SUMS = (
    "(COUNT(*) AS ?n) (SUM(?v) AS ?sum)",
    "(SUM(DISTINCT ?v) AS ?sum) (COUNT(DISTINCT ?s) AS ?m)",
    "(MIN(?v) AS ?least) (MAX(?v) AS ?most) (COUNT({0}) AS ?n)",
)
_BY = ("STR({0})", "YEAR(?s)", "COALESCE(?v, 0)", "IF(BOUND(?s), 1, 0)")


def two_answers(chance: random.Random) -> Case:
    """A graph of some thirty statements, and questions that both engines are asked."""
    lines = _graph(chance)
    questions = [_question(chance) for _ in range(QUESTIONS)]

    def ask(where: Path) -> list[str]:
        from clustergraph.graph import engines

        file = where / "g.nt"
        file.write_text(lines, encoding="utf-8")
        one, other = (engine.load(file) for engine in engines.ENGINES.values())
        return [
            f"{question!a} over {lines!a}: {first:.300} and {second:.300}"
            for question in questions
            if (first := _answer(one, question)) != (second := _answer(other, question))
        ]

    return Case({}, [], act=ask, command="a question of both engines")


def _answer(index: Embedded, question: str) -> str:
    from clustergraph.errors import QueryError

    try:
        found = Counter(map(str, index.select(question).rows))
    except QueryError:
        return "refused"
    return str(sorted(found.items()))


def _graph(chance: random.Random) -> str:
    node, some = chance.choice, chance.randint
    found = {f"{node(_NODES)} {node(_PROPERTIES)} {node(_NODES)} .\n" for _ in range(some(3, 25))}
    for _ in range(some(0, 8)):
        value = f'"{node((1, 2, 3, 10))}"^^<{_XSD}integer>'
        found.add(f"{node(_NODES)} {_VALUE} {value} .\n")
    for _ in range(some(0, 6)):
        start = f'"{node((2019, 2020))}-0{some(1, 9)}-01"^^<{_XSD}date>'
        found.add(f"{node(_NODES)} {_START} {start} .\n")
    return "".join(sorted(found))


def _pattern(chance: random.Random, names: tuple[str, ...]) -> str:
    end = chance.choice((chance.choice(names), chance.choice(_NODES), chance.choice(names)))
    return f"{chance.choice(names)} {chance.choice(_PROPERTIES)} {end} ."


def _question(chance: random.Random) -> str:
    body = " ".join(_pattern(chance, _FREE) for _ in range(chance.randint(1, 2)))
    used = tuple(name for name in _FREE if name in body) or ("?a",)
    if chance.random() < 0.4:
        what = f"{chance.choice(_PROPERTIES)} {chance.choice(('?d', '?c'))}"
        body += f" OPTIONAL {{ {chance.choice(used)} {what} }}"
    if chance.random() < 0.4:
        body += f" OPTIONAL {{ {chance.choice(used)} {_VALUE} ?v }}"
    if chance.random() < 0.3:
        body += f" OPTIONAL {{ {chance.choice(used)} {_START} ?s }}"
    if chance.random() < 0.3:
        body += f" BIND(STR({chance.choice(used)}) AS ?e)"
    among = tuple(name for name in ("?a", "?b", "?c", "?d", "?v", "?s") if name in body)
    body += "".join(_filter(chance, used) for _ in range(chance.choice((0, 1, 1, 2))))
    if chance.random() < 0.4:
        return f"SELECT {' '.join(among)} WHERE {{ {body} }}"
    return _counted(chance, body, among)


def _filter(chance: random.Random, used: tuple[str, ...]) -> str:
    names = (chance.choice(used), chance.choice(("?c", "?x", "?d")))
    inner = " ".join(_pattern(chance, names) for _ in range(chance.randint(1, 2)))
    if chance.random() < 0.3:
        inner += f" FILTER({chance.choice(('?x', '?c'))} != {chance.choice(_NODES)})"
    exists = f"{chance.choice(('', 'NOT '))}EXISTS {{ {inner} }}"
    return f" FILTER({exists})" if chance.random() < 0.5 else f" FILTER {exists}"


def _counted(chance: random.Random, body: str, among: tuple[str, ...]) -> str:
    by = chance.sample(among, min(chance.choice((0, 1, 2)), len(among)))
    counted = chance.choice(_COUNTS).format(chance.choice(among))
    if chance.random() < 0.4:
        body = f"{chance.choice(_FREE)} {_VALUE} ?v . {body}"
        counted = chance.choice(_SUMS).format(chance.choice(among))
    keys = list(by)
    if chance.random() < 0.3:
        by.append(f"({chance.choice(_BY).format(chance.choice(among))} AS ?k)")
        keys.append("?k")
    groups = f" GROUP BY {' '.join(by)}" if by else ""
    having = " HAVING(COUNT(*) > 1)" if by and chance.random() < 0.2 else ""
    return f"SELECT {' '.join([*keys, counted])} WHERE {{ {body} }}{groups}{having}"
