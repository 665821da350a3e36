"""SERVICE: our graph and another one in one question, only with leave, and whole or refused.

The other one is served here: facts in the shape of EURIO, the vocabulary of the CORDIS knowledge
graph, made up by the test.
"""

from __future__ import annotations

import re
import urllib.request
from typing import TYPE_CHECKING

import pytest

import faults
import servers
from clustergraph.cli import run
from clustergraph.errors import QueryError
from clustergraph.formats import tables
from clustergraph.graph import push
from clustergraph.graph.opening import open_graph
from clustergraph.questions import queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustergraph.graph.location import Location

CORDIS = "https://cordis.europa.eu/datalab/sparql"
# As EURIO is: roles between projects and organisations, identifiers that are no plain texts.
EURIO = """
@prefix eurio: <http://data.europa.eu/s66#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <http://data.europa.eu/s66/resource/> .
:p1 a eurio:Project ; eurio:identifier "676982"^^rdfs:Literal ; eurio:hasInvolvedParty :r1 , :r2 .
:p2 a eurio:Project ; eurio:identifier "999999"^^rdfs:Literal ; eurio:hasInvolvedParty :r3 .
:r1 eurio:roleLabel "coordinator" ; eurio:isRoleOf :o1 .
:r2 eurio:roleLabel "participant" ; eurio:isRoleOf :o2 .
:r3 eurio:roleLabel "coordinator" ; eurio:isRoleOf :o2 .
:o1 eurio:legalName "Université d'exemple" .
:o2 eurio:legalName "Example GmbH" .
"""
OURS = """<https://w3id.org/clustergraph/id/project/vitamin> \
<https://w3id.org/clustergraph/ontology#cordisId> "676982" .
"""


@pytest.fixture(scope="module")
def eurio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """An endpoint that serves the facts above."""
    with servers.oxigraph(tmp_path_factory.mktemp("eurio")) as server:
        request = urllib.request.Request(
            f"{server.store}?default", EURIO.encode(), {"Content-Type": "text/turtle"}
        )
        urllib.request.urlopen(request).close()
        yield server


@pytest.fixture
def ours(curated_file: Path, tmp_path: Path) -> Location:
    """The curated graph, in which one project has its number at CORDIS."""
    path = tmp_path / "ours.nt"
    path.write_text(curated_file.read_text(encoding="utf-8") + OURS, encoding="utf-8")
    return open_graph(path)


@pytest.fixture
def example(repo: Path, eurio: servers.Server) -> queries.Query:
    """The question of docs/endpoints.md, with the local stand-in for the service."""
    text = (repo / "docs" / "endpoints.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"```sparql\n(.*?SERVICE.*?)```", text, re.DOTALL)
    assert f"<{CORDIS}>" in found
    return queries.parse(found.replace(CORDIS, eurio.query), "eurio", "eurio.rq")


ANSWER = [
    ("VITAMIN", "Example GmbH", "participant"),
    ("VITAMIN", "Université d'exemple", "coordinator"),
]


def rows(table: object) -> list[tuple[str, ...]]:
    assert isinstance(table, tables.Table)
    return [tuple(cell.value if cell else "" for cell in row) for row in table.rows]


@pytest.mark.slow
def test_the_documented_question_is_answered_from_both_graphs(
    example: queries.Query, ours: Location
) -> None:
    assert rows(queries.query(ours, example, allow_remote=True)) == ANSWER


@pytest.mark.slow
def test_it_may_also_be_sent_to_an_endpoint_that_asks_the_other(
    example: queries.Query,
    ours: Location,
    tmp_path_factory: pytest.TempPathFactory,
    curated_graph: Location,
) -> None:
    with servers.oxigraph(tmp_path_factory.mktemp("ours")) as server:
        push.push(ours, server.query)
        there = open_graph(server.query)
        assert rows(queries.query(there, example, allow_remote=True)) == ANSWER
        with pytest.raises(QueryError, match="SERVICE reads outside the graph; set allow_remote"):
            queries.query(there, example)


def test_without_leave_nothing_is_sent(ours: Location) -> None:
    with faults.serving() as server:
        text = f"SELECT * {{ SERVICE <{server.url('ok')}> {{ ?s ?p ?o }} }}"
        query = queries.parse(text, "y", "y.rq")
        for location in (ours, open_graph(server.url("ours"))):
            with pytest.raises(QueryError, match="allow_remote"):
                queries.query(location, query)
            with pytest.raises(QueryError, match="allow_remote"):
                queries.stream(location, query)
        assert server.received == []


@pytest.mark.slow
def test_a_service_is_told_what_is_known_and_no_secret(
    ours: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLUSTERGRAPH_TOKEN", "t0ken")

    def answer(handler: faults.Handler) -> None:
        handler.reply(
            faults.number(1) if handler.received.is_count else faults.results("far", name="there")
        )

    with faults.serving() as server:
        text = f"""PREFIX cg: <https://w3id.org/clustergraph/ontology#>
        SELECT ?id ?there {{
          {{ ?project cg:cordisId ?id }}
          SERVICE <{server.url("ok", answer)}> {{ ?s ?id ?there }}
        }}"""
        query = queries.parse(text, "y", "y.rq")
        assert rows(queries.query(ours, query, allow_remote=True)) == [("676982", "far")]
        asked = server.received[0]
        assert 'VALUES (?id) { ("676982") }' in asked.parameters["query"]
        assert not any("Authorization" in each.headers for each in server.received)


@pytest.mark.slow
def test_a_service_with_a_password_in_its_address_is_refused(ours: Location) -> None:
    text = "SELECT ?x { SERVICE <http://ann:secret@127.0.0.1:9/> { ?s ?p ?x } }"
    with pytest.raises(QueryError, match="must not hold a user or password") as raised:
        queries.query(ours, queries.parse(text, "y", "y.rq"), allow_remote=True)
    assert "secret" not in str(raised.value)


@pytest.mark.slow
@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_a_service_that_fails_is_one_line_unless_silent(
    silent: str, curated_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with faults.serving() as server:
        url = server.url("dribble", faults.dribble)
        asked = tmp_path / "q.rq"
        asked.write_text(f"SELECT ?x {{ SERVICE {silent}<{url}> {{ ?s ?p ?x }} }}")
        options = ["--allow-remote", "--timeout", "0.5", "--format", "csv"]
        code = run(["query", str(asked), "--graph", str(curated_folder), *options])
        out, err = capfd.readouterr()
    if silent:
        assert (code, out, err) == (0, "x\r\n\r\n", "")
    else:
        assert (code, out) == (2, "")
        assert err.startswith(f"error: {asked}: {url}: no complete answer within 0.5 s")
        assert err.count("\n") == 1
