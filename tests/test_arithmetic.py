"""Sums and products mean the same on every engine, and what is no sum is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustergraph.graph import engines
from clustergraph.graph.arithmetic import bracketed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def value(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Callable[[str], float | None]]:
    """What each engine makes of an expression in which ?o is 6."""
    path: Path = tmp_path_factory.mktemp("one") / "one.nt"
    path.write_text('<a:a> <a:b> "6"^^<http://www.w3.org/2001/XMLSchema#integer> .\n')
    opened = {name: engine.load(path) for name, engine in engines.ENGINES.items()}

    def asking(name: str) -> Callable[[str], float | None]:
        def asked(expression: str) -> float | None:
            (row,) = opened[name].select(f"SELECT ({expression} AS ?x) {{ ?s ?p ?o }}").rows
            return None if row[0] is None else float(row[0].value)

        return asked

    return {name: asking(name) for name in opened}


def test_a_chain_is_taken_from_the_left(value: dict[str, Callable[[str], float | None]]) -> None:
    chains = {
        "9 - 4 - 3": 2, "9 -4 -3": 2, "9-4+3": 8, "8 / 2 / 2": 2, "8 / 2 * 2": 8, "?o - 1 - 1": 4,
        "2 * ?o / 3 * 2": 8, "1 - 2 * 3 - -4 - +5": -6, "IF(9 - 4 - 3 = 2, 1, 0)": 1,
        "ABS(1 - 2 - 3) - 1 - 1": 2, "COALESCE(?none, 9) - 4 # of it\n - 3": 2, "-?o - 1 - 1": -8,
    }  # fmt: skip
    for name, asked in value.items():
        assert {chain: asked(chain) for chain in chains} == chains, name


_chains = st.recursive(
    st.sampled_from(["1", "2", "?o", "7", "-3"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).flatmap(
            lambda parts: st.lists(
                st.sampled_from("+-*"), min_size=len(parts) - 1, max_size=len(parts) - 1
            ).map(lambda signs: "".join(map(" ".join, zip(parts, [*signs, ""], strict=True))))
        ),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(_chains)
def test_every_engine_agrees_with_python(
    value: dict[str, Callable[[str], float | None]], text: str
) -> None:
    expected = eval(text.replace("?o", "6"))
    assert {name: asked(text) for name, asked in value.items()} == dict.fromkeys(value, expected)


def test_a_chain_is_bracketed_wherever_an_expression_stands() -> None:
    text = (
        "SELECT (1-2-3 AS ?x) { FILTER(1-2-3) FILTER a:f(1-2-3) BIND(1-2-3 AS ?y) FILTER EXISTS "
        "{ FILTER(?x <1-2-3) } } GROUP BY ?x (1-2-3) HAVING (1-2-3) ORDER BY DESC(1-2-3) (1/2*3)"
    )
    assert bracketed(text) == text.replace("1-2-3", "(1-2)-3").replace("1/2*3", "(1/2)*3")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s (a:b/a:c/a:d)*/a:e/a:f ?o }",
        "SELECT * { ?s a (1 -2 -3) . VALUES (?x ?y) { (-1 -2) (1 -3) } ?s a:b '1-2-3' }",
        "SELECT (COUNT(*) - 1 AS ?n) { ?s <a:b-c-d> ?o-1 } VALUES (?x) { (1) }",
        "SELECT (1 + 2 * 3 AS ?n) (?a - (?b - ?c) AS ?m) { ?s ?p ?o } # 1-2-3",
    ],
)
def test_what_is_no_chain_stays_as_it_is(text: str) -> None:
    assert bracketed(text) == text
