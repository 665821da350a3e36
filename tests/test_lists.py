"""Long lists of IRIs, set aside while a query is rewritten."""

from __future__ import annotations

import pytest

from clustergraph.graph.lists import aside


def _list(count: int) -> str:
    return " ".join(f"<urn:x:{number}>" for number in range(count))


@pytest.mark.parametrize(("count", "seen"), [(7, 7), (8, 1), (1_000, 1)])
def test_what_rewrites_sees_a_long_list_as_one(count: int, seen: int) -> None:
    texts: list[str] = []
    query = f"SELECT * WHERE {{ VALUES ?s {{ {_list(count)} }} ?s ?p ?o }}"

    def rewrite(text: str) -> str:
        texts.append(text)
        return text

    assert aside(rewrite, query) == query
    assert texts[0].count("<urn:") == seen


def test_lists_come_back_where_a_rewriting_has_put_them() -> None:
    one, two = f"{_list(20)} ", f"{_list(30)}\n"
    turned = aside(lambda text: "|".join(reversed(text.split("|"))), f"{{ {one}}}|{{ {two}}}")
    assert turned == f"{{ {two}}}|{{ {one}}}"


def test_what_names_a_stand_in_itself_stays() -> None:
    for number in range(2):
        query = f"SELECT * {{ VALUES ?s {{ {_list(20)} }} ?s ?p <urn:clustergraph:list:{number}> }}"
        assert aside(str, query) == query
