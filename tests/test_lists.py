"""Long lists of IRIs, set aside while a query is rewritten."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from clustergraph.graph.lists import among, aside


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


def test_few_of_many_triples_are_looked_up_a_few_at_a_time() -> None:
    iris = [f"urn:x:{number}" for number in range(100)]
    assert among("?s", iris, "?s ?p ?o", 1_000).count("VALUES") == 1
    asked = among("?s", iris, "?s ?p ?o", 1_000_000)
    lists = re.findall(r"VALUES \?s \{ ([^}]*) \}", asked)
    assert [len(each.split()) for each in lists] == [64, 36]
    assert [iri for each in lists for iri in re.findall("<(.*?)>", each)] == iris


def test_either_way_of_asking_finds_the_same() -> None:
    store = ox.Store()
    for number in range(150):
        one = ox.NamedNode(f"urn:x:{number}")
        store.add(ox.Quad(one, ox.NamedNode("urn:next"), ox.NamedNode(f"urn:x:{number + 1}")))
    iris = [f"urn:x:{number}" for number in range(0, 200, 2)]
    found = []
    for triples in (0, 1_000_000):
        pattern = among("?s", iris, "?s ?p ?o", triples)
        rows = store.query(f"SELECT ?s ?o WHERE {{ {pattern} }}")
        assert isinstance(rows, ox.QuerySolutions)
        found.append(sorted(str(row) for row in rows))
    assert found[0] == found[1]
    assert len(found[0]) == 75


def test_nothing_is_found_for_no_iris() -> None:
    asked = among("?s", [], "?s ?p ?o", 1_000_000)
    assert not list(ox.Store().query(f"SELECT * WHERE {{ {asked} }}"))
