"""The assistant's tools, over standard input and output with the SDK's own client."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from mcp import Client, StdioServerParameters

from clustergraph.answers.answer import Answer
from clustergraph.assistant import bounded, tools
from clustergraph.errors import ClustergraphError
from clustergraph.formats.tables import Table

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow
NAMES = {
    *("find", "describe", "list_questions", "ask", "partners", "path", "explain", "rank"),
    "vocabulary",
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def call(location: Location, name: str, **given: Any) -> dict[str, Any]:
    return tools.tools(allow_sparql=True)[name].call(location, given)


@pytest.mark.anyio
async def test_a_client_finds_asks_and_is_refused(curated_folder: Path) -> None:
    command = ["-m", "clustergraph.cli", "mcp", "--graph", str(curated_folder)]
    started = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))
    async with Client(started) as client:
        listed = (await client.list_tools()).tools
        assert {each.name for each in listed} >= NAMES
        assert "sparql" not in {each.name for each in listed}
        assert all(each.annotations and each.annotations.read_only_hint for each in listed)
        given = {"name": "partners-by-country", "parameters": {"organisation": "mecatech"}}
        answer = await client.call_tool("ask", {**given, "lang": "fr"})
        held = answer.structured_content
        assert held is not None
        assert "Belgique" in {row["countryLabel"] for row in held["rows"]}
        assert held["sources"] and held["licences"] and held["release"]
        for name, wrong, said in (
            ("describe", {"name": "mecatehc"}, "MecaTech"),
            ("sparql", {"query": "ASK {}"}, "tool"),
            ("ask", {"name": "/etc/passwd.rq"}, "unknown question"),
        ):
            refused = await client.call_tool(name, wrong)
            assert refused.is_error
            assert said in refused.content[0].text
            assert str(curated_folder) not in refused.content[0].text
        assert len((await client.list_resources()).resources) > 40
        read = await client.read_resource("clustergraph://manifest")
        assert str(curated_folder) not in read.contents[0].text
        prompts = (await client.list_prompts()).prompts
        assert {each.name for each in prompts} == {"briefing", "whom-to-meet", "gaps"}


def test_no_tool_takes_a_path_an_address_or_a_graph() -> None:
    for contract in tools.askable().values():
        assert "graph" not in {each.type for each in contract.parameters}


def test_documents_hold_whole_rows_and_follow_one_another(curated_graph: Location) -> None:
    at, seen = 0, []
    while at is not None:
        page = call(curated_graph, "sparql", query="SELECT * { ?s ?p ?o } LIMIT 1500", offset=at)
        assert len(json.dumps(page, ensure_ascii=False)) <= bounded.MOST
        assert page["truncated"] == (page["next"] is not None)
        seen += page["rows"]
        at = page["next"]
    assert len(seen) == page["total"] == 1500
    assert all(set(row) == {"s", "p", "o"} for row in seen)


def test_a_row_that_is_too_long_is_named_and_passed() -> None:
    table = Table(("a",), [(ox.Literal("x" * 60_000),), (ox.Literal("y"),)])
    page = bounded.document(Answer(table))
    assert (page["rows"], page["next"], page["truncated"]) == ([], 1, True)
    assert "Row 0" in page["notes"][0]


def test_signs_that_nobody_sees_are_taken_out() -> None:
    assert bounded.clean({"a\x1b": ["b\u202ec\U000e0041d\n"]}) == {"a ": ["bcd "]}


@pytest.mark.parametrize(
    "query",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * FROM <http://[::1]/> { ?s ?p ?o }",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "nonsense",
    ],
)
def test_a_query_only_reads_this_graph(curated_graph: Location, query: str) -> None:
    with pytest.raises(ClustergraphError):
        call(curated_graph, "sparql", query=query)
