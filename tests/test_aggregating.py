"""Counts, sums and orders that are written for an engine answer as they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clustergraph.formats import tables
from clustergraph.graph import engines
from clustergraph.graph.aggregating import aggregated

if TYPE_CHECKING:
    from pathlib import Path

# Amounts of which texts and numbers have another order; one thing has none, one a word for it.
_LINES = """
<a:1> <a:of> <a:x> . <a:1> <a:in> <a:p> . <a:1> <a:paid> 9.5 .
<a:2> <a:of> <a:x> . <a:2> <a:in> <a:p> . <a:2> <a:paid> 100.25 . <a:2> <a:topic> <a:t> .
<a:3> <a:of> <a:y> . <a:3> <a:in> <a:p> . <a:3> <a:paid> 20.5 . <a:3> <a:topic> <a:t> .
<a:4> <a:of> <a:y> . <a:4> <a:in> <a:q> .
<a:5> <a:of> <a:z> . <a:5> <a:in> <a:q> .
<a:6> <a:of> <a:w> . <a:6> <a:in> <a:q> . <a:6> <a:paid> "much" .
<a:7> <a:of> <a:v> . <a:7> <a:in> <a:q> . <a:7> <a:paid> 20.5 .
"""
_OPTIONAL = "?s <a:of> ?who OPTIONAL { ?s <a:in> ?in } OPTIONAL { ?s <a:paid> ?paid }"
_TOTAL = (
    f"{{ SELECT ?who (SUM(?paid) AS ?sum) (COUNT(?paid) AS ?n) {{ {_OPTIONAL} }} GROUP BY ?who }}"
)
# Each query, and what it is written as: a text that must be in it.
_CASES = {
    "SELECT ?in (COUNT(DISTINCT ?who) AS ?n) { ?s <a:of> ?who ; <a:in> ?in }"
    " GROUP BY ?in ORDER BY ?in": "SELECT DISTINCT ?in ?who",
    "SELECT (COUNT(DISTINCT ?who) AS ?n) { ?s <a:of> ?who }": "COUNT(*)",
    "SELECT (COUNT(DISTINCT ?who) AS ?n) { ?s <a:none> ?who }": "COUNT(*)",
    "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?s <a:of> ?who OPTIONAL { ?s <a:topic> ?t } }": (
        "SELECT DISTINCT ?t"
    ),
    "SELECT ?who (COUNT(DISTINCT ?t) AS ?n) { ?s <a:of> ?who OPTIONAL { ?s <a:topic> ?t } }"
    " GROUP BY ?who ORDER BY ?who LIMIT 3": "SUM(IF(BOUND(?t), 1, 0))",
    "SELECT ?t (COUNT(DISTINCT ?in) AS ?n) { ?s <a:in> ?in OPTIONAL { ?s <a:topic> ?t } }"
    " GROUP BY ?t ORDER BY ?t": "SELECT DISTINCT ?t ?in",
    "SELECT ?who (COUNT(?in) AS ?n) { { ?s <a:of> ?who ; <a:in> ?in } UNION"
    " { ?s <a:paid> ?paid ; <a:in> ?in } } GROUP BY ?who ORDER BY ?who": "COUNT(*)",
    "SELECT ?who (COUNT(?in) AS ?n) { { ?s <a:of> ?who ; <a:in> ?in } UNION"
    " { ?s <a:paid> ?paid ; <a:of> ?who } } GROUP BY ?who ORDER BY ?who": "BOUND(?in)",
    f"SELECT ?who ?sum {{ {_TOTAL} }} ORDER BY DESC(?sum) ?who": "DESC(?sum + 0)",
    f"SELECT ?who ?sum {{ {_TOTAL} }} ORDER BY ?sum DESC(?who) LIMIT 4": "(?sum + 0)",
    f"SELECT ?who ?got {{ {_TOTAL} BIND(IF(?n > 0, ?sum, ?nothing) AS ?got) }}"
    " ORDER BY DESC(?got) ?who": "DESC(?got + 0)",
    f"SELECT ?who ?n {{ {_TOTAL} }} ORDER BY DESC(?n) DESC(COALESCE(?sum, 0)) ?who": "BOUND(?paid)",
}
# What looks alike and is left alone: a name that may be another value, a count of more than names,
# groups by what only the pattern binds, and texts.
_OTHERS = (
    "SELECT ?long (COUNT(DISTINCT ?in) AS ?n) { ?s <a:of> ?who ; <a:in> ?in }"
    " GROUP BY (STR(?who) AS ?long) ORDER BY ?long",
    "SELECT ?in ?long (COUNT(DISTINCT ?s) AS ?n) { ?s <a:of> ?who ; <a:in> ?in }"
    " GROUP BY ?in (STR(?who) AS ?long) ORDER BY ?in ?long",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <a:of> ?who } GROUP BY STR(?who) ORDER BY ?n",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <a:of> ?who } VALUES ?who { <a:x> }",
    "SELECT ('COUNT(?s)' AS ?said) (COUNT(?s) AS ?n) { ?s <a:of> ?who }",
    f"SELECT ?who ?sum {{ {{ {_TOTAL} }} UNION {{ ?who <a:of> ?sum }} }} ORDER BY DESC(?sum) ?who",
    "SELECT ?who (SUM(?paid) / COUNT(*) AS ?n) { ?s <a:of> ?who ; <a:paid> ?paid }"
    " GROUP BY ?who ORDER BY ?n ?who",
    "SELECT ?who (COUNT(DISTINCT ?in) AS ?n) (MAX(?paid) AS ?most)"
    " { ?s <a:of> ?who ; <a:in> ?in ; <a:paid> ?paid } GROUP BY ?who ORDER BY ?who",
    "SELECT ?who (COUNT(DISTINCT ?in) AS ?n) { ?s <a:of> ?who ; <a:in> ?in } GROUP BY ?who"
    " HAVING(COUNT(?in) > 1) ORDER BY ?who",
)  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, engines.Embedded]:
    path: Path = tmp_path_factory.mktemp("sums") / "sums.nt"
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    lines = (line for each in _LINES.strip().split("\n") for line in each.split(" . "))
    triples = [line.removesuffix(" .").rpartition(" ") for line in lines]
    path.write_text(
        "".join(
            f'{start} "{end}"^^<{decimal}> .\n' if end[0].isdigit() else f"{start} {end} .\n"
            for start, _, end in triples
        )
    )
    return {name: engine.load(path) for name, engine in engines.ENGINES.items()}


def _plain(index: engines.Embedded, query: str) -> list[tables.Row]:
    """The rows that the engine gives for a text as it stands."""
    if isinstance(index, engines._Sparq):
        return list(tables.stream_json(index._graph.query_json(query))[1])
    return index.select(query).rows


@pytest.mark.parametrize("name", engines.ENGINES)
@pytest.mark.parametrize("query", _CASES)
def test_it_answers_as_before(query: str, name: str, opened: dict[str, engines.Embedded]) -> None:
    assert _CASES[query] in aggregated(query) != query
    rows = _plain(opened[name], query)
    assert rows
    assert _plain(opened[name], aggregated(query)) == rows == opened[name].select(query).rows


@pytest.mark.parametrize("query", _OTHERS)
def test_what_only_looks_alike_is_left_alone(
    query: str, opened: dict[str, engines.Embedded]
) -> None:
    kept = aggregated(query)
    assert "+ 0" not in kept
    assert "SELECT DISTINCT" not in kept
    assert _plain(opened["sparq"], query) == opened["sparq"].select(query).rows
