"""The graph over HTTP: answers equal those of the library, and refuses what it must."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

import anyio
import jsonschema
import pyoxigraph as ox
import pytest
from SPARQLWrapper import CSV, JSON, POST, XML, SPARQLWrapper
from starlette.responses import Response
from starlette.testclient import TestClient

from clustergraph.answers import asking
from clustergraph.answers.filed import filed
from clustergraph.building import build
from clustergraph.errors import Advice, LimitError, ParameterName
from clustergraph.formats import tables
from clustergraph.resources import OWN_QUERIES
from clustergraph.service import problems, protocol
from clustergraph.service.app import PAGES, application
from clustergraph.service.graphs import Current
from clustergraph.service.making import Making
from clustergraph.service.working import Workers
from clustergraph.terms import PREFIXES
from clustergraph.web import described
from clustergraph.web.site import fielding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustergraph.graph.location import Location

BASE = "http://localhost"


@pytest.fixture(scope="module")
def client(curated_folder: Path) -> Iterator[TestClient]:
    with TestClient(application(Current(str(curated_folder))), base_url=BASE) as found:
        yield found


def test_every_contract_is_an_address_with_its_parameters(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    for name, contract in asking.contracts().items():
        operation = document["paths"][f"/api/ask/{name}"]["get"]
        names = [each["name"] for each in operation["parameters"]]
        assert names == [each.name for each in contract.remote.parameters] + [
            "format", "lang", "limit", "offset"
        ]  # fmt: skip
        required = {each["name"] for each in operation["parameters"] if each["required"]}
        assert required == {each.name for each in contract.remote.parameters if each.required}


@pytest.mark.slow
def test_a_thing_is_described_over_http_as_by_the_assistant(
    client: TestClient, curated_graph: Location
) -> None:
    found = client.get("/api/describe", params={"name": "luxinovation"})
    assert found.status_code == 400 and "luxinnovation" in found.json()["candidates"][0]
    found = client.get("/api/describe", params={"name": "Luxinnovation", "lang": "fr"})
    answer = described.describe(curated_graph, "Luxinnovation", "fr")
    assert [list(row.values()) for row in found.json()["rows"]] == [
        [cell and cell.value for cell in row] for row in answer.rows
    ]
    assert {"fact": "situé à", "value": "Luxembourg"}.items() <= next(
        row for row in found.json()["rows"] if row["value"] == "Luxembourg"
    ).items()
    held = {"If-None-Match": found.headers["etag"]}
    assert client.get(found.request.url, headers=held).status_code == 304
    table = client.get("/api/describe?name=mecatech&format=csv&limit=2&offset=1").text
    assert len(table.splitlines()) == 3
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/find", "/api/describe"} <= set(paths)
    names = [each["get"]["operationId"] for each in paths.values()]
    assert len(names) == len(set(names))


@pytest.mark.slow
def test_a_question_and_an_analysis_give_the_rows_of_the_library(
    client: TestClient, curated_graph: Location
) -> None:
    for name, given in (
        ("partners", {"organisation": "mecatech"}),
        ("centrality", {"measures": ["degree", "betweenness"]}),
        ("path", {"start": "Materalia", "end": "AWEX"}),
    ):
        if name == "path":
            first, second = (each.name for each in asking.describe("path").parameters[:2])
            given = {first: "Materalia", second: "AWEX"}
        found = client.get(f"/api/ask/{name}", params=given)
        expected = asking.ask(curated_graph, name, given)
        assert found.status_code == 200, found.text
        assert found.json()["rows"] == json.loads(tables.records(expected.table))
        assert found.json()["total"] == len(expected) > 0
        assert found.json()["next"] is None
        assert found.json()["build"] == expected.origin.build
        assert found.json()["sources"]


def test_rows_fit_the_schema_that_the_document_gives(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    for name, given in (("partners", "?organisation=mecatech"), ("centrality", "")):
        media = document["paths"][f"/api/ask/{name}"]["get"]["responses"]["200"]["content"]
        schema = {**media["application/json"]["schema"], "components": document["components"]}
        jsonschema.validate(client.get(f"/api/ask/{name}{given}").json(), schema)


def test_pages_follow_one_another_to_the_end(client: TestClient) -> None:
    whole = client.get("/api/ask/centrality").json()["rows"]
    pages, at = [], 0
    while at is not None:
        page = client.get(f"/api/ask/centrality?limit=2&offset={at}").json()
        assert page["total"] == len(whole)
        pages += page["rows"]
        at = page["next"]
    assert pages == whole
    assert len(pages) > 2 * 2


def test_formats(client: TestClient) -> None:
    csv = client.get("/api/ask/centrality?format=csv&top=1")
    assert csv.headers["content-type"].startswith("text/csv")
    assert csv.text.splitlines()[0] == "rank,iri,label,type,country,degree,betweenness,closeness"
    assert client.get("/api/ask/centrality?format=parquet").content[:4] == b"PAR1"
    assert client.get("/api/ask/centrality?format=xlsx").content[:2] == b"PK"


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        ({"organisation": "MecaTech", "format": "csv"}, "partners-mecatech-"),
        ({"organisation": f"{PREFIXES['organisation']}mecatech", "format": "csv"}, "partners-mec"),
    ],
)
def test_a_file_is_named_after_what_was_asked_and_the_build(
    client: TestClient, given: dict[str, str], begins: str
) -> None:
    said = client.get("/api/ask/partners", params=given).headers["content-disposition"]
    build = client.get("/api/ask/partners", params=given | {"format": "json"}).json()["build"]
    assert said.startswith(f'attachment; filename="{begins}')
    assert said.endswith(f'-{build[:12]}.csv"')


def test_names_of_files_hold_nothing_that_a_header_or_a_disk_would_not() -> None:
    hostile = {"name": 'x"\r\nSet-Cookie: a=b/../../é\u202e', "many": ["con", "a" * 500]}
    assert re.fullmatch(r"[a-z0-9-]{1,140}", filed("find", hostile, "0123456789abcdef"))


def test_french(client: TestClient) -> None:
    found = client.get("/api/ask/partners-by-country?lang=fr").json()
    assert "Belgique" in {row["countryLabel"] for row in found["rows"]}


def test_an_answer_that_still_holds_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/ask/centrality?top=1")
    tag = first.headers["etag"]
    again = client.get("/api/ask/centrality?top=1", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/ask/centrality?top=2", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


@pytest.mark.slow
def test_questions_of_ones_own_are_asked_whatever_their_form(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWN_QUERIES, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("yes", "ASK { ?s ?p ?o }"), ("made", "CONSTRUCT { <urn:a> <urn:b> 1 } {}"),
        ("wrong", "SELECT"),
    ):  # fmt: skip
        (tmp_path / f"{name}.rq").write_text(f"#+ title: {name}\n{text}\n")
    assert client.get("/api/ask/yes").json()["rows"] == [{"answer": True}]
    (row,) = client.get("/api/ask/made").json()["rows"]
    assert row == {"subject": "urn:a", "predicate": "urn:b", "object": 1}
    for part in ("ask", "describe"):
        found = client.get(f"/api/{part}/wrong")
        assert found.status_code == 503
        assert str(tmp_path) not in found.text
        # The name of a file is that of nothing here.
        assert client.get(f"/api/{part}/yes.rq").status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/ask/centralty", 404, "did you mean centrality"),
        ("/api/ask/path?start=Materalia", 400, ""),
        ("/api/ask/partners?organisation=nobody", 400, "nobody"),
        ("/api/ask/partners?organization=mecatech", 400, "organisation"),
        ("/api/ask/partners?organisation=a&organisation=b", 400, "twice"),
        ("/api/ask/centrality?measures=degre", 400, "degree"),
        ("/api/ask/centrality?top=-1", 400, "top"),
        ("/api/ask/centrality?top=many", 400, "top"),
        ("/api/ask/centrality?limit=0", 400, "limit"),
        ("/api/ask/centrality?limit=1000000", 400, "limit"),
        ("/api/ask/centrality?offset=-1", 400, "offset"),
        ("/api/ask/centrality?format=exe", 400, "format"),
        ("/api/ask/centrality?lang=de", 400, "lang"),
        ("/api/ask/centrality?top=99999999999999999999999", 200, ""),
        ("/api/ask/..%2f..%2fetc%2fpasswd", 404, ""),
        ("/api/ask/%00", 404, ""),
        ("/sparql?query=DELETE%20WHERE%7B?s%20?p%20?o%7D", 400, "only read"),
        ("/sparql?update=CLEAR%20ALL", 400, "only read"),
        ("/sparql?query=SELECT%20*%7B?s%20?p%20%22M%E9ca%22%7D", 400, "not UTF-8"),
        ("/api/find?name=M%E9ca", 400, "not UTF-8"),
        ("/search.html?q=M%E9ca", 400, "not UTF-8"),
        ("/sparql?query=nonsense", 400, ""),
        ("/sparql?query=SELECT%20*%20FROM%20%3Curn:x%3E%7B?s%20?p%20?o%7D", 400, "FROM"),
        ("/sparql?query=SELECT%20*%7BSERVICE%20%3Chttp://127.0.0.1:1/%3E%7B?s%20?p%20?o%7D%7D",
         400, "SERVICE"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_line_that_says_what(
    client: TestClient, address: str, status: int, said: str
) -> None:
    found = client.get(address)
    assert found.status_code == status, found.text
    assert said in found.text
    # What only those can do who run the server.
    assert "allow_remote" not in found.text
    if status != 200 and "json" in found.headers["content-type"]:
        assert set(found.json()) >= {"title", "status", "detail"}
        assert "\n" not in found.json()["detail"]


def test_who_asks_is_not_told_to_raise_the_bounds_of_the_server() -> None:
    why = "the question was stopped at 4 GiB of memory: it multiplies"
    error = LimitError(why, Advice((", or raise ", ParameterName("memory"))))
    assert str(error) == f"{why}, or raise memory"
    told = json.loads(bytes(problems.of(error).body))
    assert (told["detail"], told["parameters"]) == (why, [])
    assert fielding.spoken(error.parts, "fr") == why


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": ""},
        {"Host": "[bad"},
        {"Host": "evil.example@127.0.0.1"},
        {"Host": "127.0.0.1:99999"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:9000"},
        {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1@evil.example"},
    ],
)
def test_other_sites_may_not_ask(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get("/api/ask/centrality", headers=headers).status_code == 403


def test_a_page_of_this_server_may_ask(client: TestClient) -> None:
    headers = {"Host": "127.0.0.1:8000", "Origin": "http://localhost:8000"}
    assert client.get("/api/ask/centrality", headers=headers).status_code == 200


COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("application/sparql-results+xml;q=0.5, text/tab-separated-values", "text/tab-separated"),
        ("application/sparql-results+json;q=0, text/csv;q=0.1", "text/csv"),
        ("text/*", "text/csv"),
    ],
)
def test_rows_come_in_the_media_type_preferred(client: TestClient, accept: str, media: str) -> None:
    found = client.get("/sparql", params={"query": COUNT}, headers={"Accept": accept})
    assert found.headers["content-type"].startswith(media)
    assert found.headers["vary"] == "Accept"


def test_a_media_type_that_there_is_not_is_406(client: TestClient) -> None:
    found = client.get("/sparql", params={"query": COUNT}, headers={"Accept": "image/png"})
    assert found.status_code == 406


def test_queries_are_posted_in_both_ways(client: TestClient) -> None:
    direct = client.post(
        "/sparql", content=COUNT, headers={"Content-Type": "application/sparql-query"}
    )
    form = client.post("/sparql", data={"query": COUNT})
    assert direct.json() == form.json() == client.get("/sparql", params={"query": COUNT}).json()
    wrong = client.post("/sparql", content=b"{}", headers={"Content-Type": "application/json"})
    assert wrong.status_code == 400
    assert client.post("/sparql", data={"query": "x" * 300_000}).status_code == 413


def test_a_query_that_is_no_utf8_is_not_asked_as_another_one(client: TestClient) -> None:
    latin = 'ASK { ?s ?p "Qu\u00e9bec"@fr }'.encode("latin-1")
    direct = client.post(
        "/sparql", content=latin, headers={"Content-Type": "application/sparql-query"}
    )
    form = client.post(
        "/sparql",
        content=b"query=" + quote_from_bytes(latin).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert [each.status_code for each in (direct, form)] == [400, 400]
    assert "not UTF-8" in direct.json()["detail"]


@pytest.mark.parametrize(
    "asked",
    [
        "SELECT ?s WHERE { ?s ?p ?o } LIMIT 7",
        "SELECT ?s WHERE { ?s ?p ?o } LIMIT 500000",
        "CONSTRUCT WHERE { ?s ?p ?o }",
    ],
)
def test_an_answer_that_is_too_long_is_refused_not_cut(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setattr(protocol, "MOST", 6)
    found = client.get("/sparql", params={"query": asked})
    assert found.status_code == 400
    assert "more than 6 rows" in found.json()["detail"]
    fits = client.get("/sparql", params={"query": "SELECT ?s WHERE { ?s ?p ?o } LIMIT 6"})
    assert len(fits.json()["results"]["bindings"]) == 6


def test_without_a_query_the_service_describes_itself(client: TestClient) -> None:
    found = client.get("/sparql")
    said = {str(quad.predicate) for quad in ox.parse(found.content, format=ox.RdfFormat.TURTLE)}
    assert "<http://www.w3.org/ns/sparql-service-description#endpoint>" in said


@pytest.mark.slow
def test_a_browser_without_a_query_is_shown_the_editor(client: TestClient) -> None:
    html = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    asked = client.get("/sparql", headers=html, follow_redirects=False)
    assert (asked.status_code, asked.headers["location"]) == (303, "/sparql.html")
    for address in ("/sparql.html", "/fr/api.html", "/assets/vendored/yasgui.js"):
        assert client.get(address).status_code == 200, address
    policy = client.get("/sparql.html").headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "connect-src" not in client.get("/index.html").headers["content-security-policy"]
    told = client.get("/assets/examples.js").text
    texts = json.loads(told.removeprefix("clustergraphExamples(").removesuffix(");\n"))
    # With the usual values they are queries that answer; what needs a name keeps its place.
    assert "organisation/materalia>" in texts["clusters-to-approach"]
    assert all("#+" not in text for text in texts.values())
    head = client.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")


def test_triples(client: TestClient) -> None:
    asked = "CONSTRUCT WHERE { ?s a <https://w3id.org/clustergraph/ontology#Cluster> }"
    found = client.get("/sparql", params={"query": asked}, headers={"Accept": "text/turtle"})
    assert len(list(ox.parse(found.content, format=ox.RdfFormat.TURTLE))) == 3


@pytest.mark.slow
def test_a_build_in_between_is_seen_by_the_next_request(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    build.build([], folder)
    current = Current(str(folder))
    first = current.location()
    assert current.location() is first
    more = tmp_path / "more.nt"
    more.write_text('<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "A" .\n')
    build.build([("rdf", more)], folder)
    second = current.location()
    assert second is not first
    assert second.count() == first.count() + 1


def test_the_bounds_given_are_those_of_the_graph_served(curated_folder: Path) -> None:
    index = Current(str(curated_folder), 7.0, 1 << 29).location().index
    assert (index.bounds.seconds, index.bounds.memory) == (7.0, 1 << 29)


def test_more_work_than_workers_is_refused_at_once(curated_folder: Path) -> None:
    app = application(Current(str(curated_folder)), workers=0)
    with TestClient(app, base_url=BASE) as client:
        found = client.get("/api/ask/centrality")
    assert found.status_code == 503
    assert int(found.headers["retry-after"]) > 0


def test_why_a_page_has_no_answer_is_said_on_a_page(curated_folder: Path) -> None:
    current = Current(str(curated_folder))
    asked = "/fr/ask/recommend.html?organisation=Mecatech&top=3"
    with TestClient(application(current, workers=0), base_url=BASE) as client:
        busy = client.get(asked)
        program = client.get("/api/ask/recommend?organisation=Mecatech")
        whole = client.get("/ask/recommend.html")
    with TestClient(application(current, deadline=1e-9), base_url=BASE) as client:
        late = client.get(asked)
        data = client.get("/organisation/mecatech.json")
    assert (busy.status_code, late.status_code, whole.status_code) == (503, 504, 200)
    assert '<h1 dir="auto">Trop de demandes</h1>' in busy.text
    assert "Le calcul continue" in late.text and "Réessayer" in late.text
    for page in (busy, late):
        assert page.headers["content-type"].startswith("text/html")
        assert int(page.headers["retry-after"]) > 0
        assert 'href="?organisation=Mecatech&amp;top=3"' in page.text
        assert 'href="../../fr/index.html"' in page.text
    assert program.headers["content-type"] == "application/problem+json"
    assert data.headers["content-type"] == "application/problem+json"


def test_a_graph_that_is_gone_is_said_in_a_line(curated_folder: Path, tmp_path: Path) -> None:
    graph = shutil.copytree(curated_folder, tmp_path / "graph")
    with TestClient(application(Current(str(graph))), base_url=BASE) as client:
        manifest = graph / "manifest.json"
        manifest.write_text(manifest.read_text().replace("sparq", "nothing"))
        found = client.get("/organisation/mecatech.html")
    assert (found.status_code, found.text) == (503, "Ask again in a moment.\n")


def test_a_page_that_a_browser_has_is_not_made_again(
    curated_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "/organisation/mecatech.html"
    with TestClient(application(Current(str(curated_folder))), base_url=BASE) as client:
        tag = client.get(page).headers["etag"]
    app = application(Current(str(curated_folder)))
    app.state.prepare()
    monkeypatch.setattr(Making, "page", None)
    with TestClient(app, base_url=BASE) as client:
        assert client.get(page, headers={"If-None-Match": tag}).status_code == 304


def test_pages_that_wait_for_each_other_are_late_or_too_many(
    curated_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = application(Current(str(curated_folder)), deadline=0.5)
    app.state.prepare()
    monkeypatch.setattr(Making, "page", lambda self, address, lang: Future())
    with TestClient(app, base_url=BASE) as client, ThreadPoolExecutor(PAGES + 1) as pool:
        asked = ["/fr/organisation/mecatech.html"] * (PAGES + 1)
        found = list(pool.map(client.get, asked))
    assert Counter(each.status_code for each in found) == {504: PAGES, 503: 1}
    assert all("Réessayer" in each.text for each in found)


@pytest.mark.anyio
async def test_what_takes_too_long_ends(anyio_backend: str) -> None:
    held = threading.Event()
    found = await Workers(1, 0.05).respond(lambda: held.wait() and None)  # type: ignore[arg-type,return-value]
    held.set()
    assert found.status_code == 504


@pytest.mark.anyio
async def test_what_is_late_keeps_its_place_until_it_ends(anyio_backend: str) -> None:
    workers, end = Workers(1, 0.05), threading.Event()
    ended = threading.Event()

    def work() -> Response:
        end.wait(20)
        ended.set()
        return Response()

    assert (await workers.respond(work)).status_code == 504
    busy = await workers.respond(Response)
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
    end.set()
    assert ended.wait(20)
    with anyio.fail_after(20):
        while (await workers.respond(Response)).status_code != 200:
            await anyio.sleep(0.01)


@pytest.mark.anyio
async def test_what_is_given_up_before_it_begins_gives_its_place_back(anyio_backend: str) -> None:
    workers = Workers(1, 20)
    with anyio.CancelScope() as scope:
        scope.cancel()
        await workers.respond(Response)
    assert scope.cancelled_caught
    assert (await workers.respond(Response)).status_code == 200


@pytest.mark.anyio
async def test_as_much_is_done_at_once_as_is_said(anyio_backend: str) -> None:
    together = threading.Barrier(PAGES)
    workers = Workers(PAGES, 20)
    found: list[Response] = []

    def work() -> Response:
        together.wait(20)
        return Response()

    async def ask() -> None:
        found.append(await workers.respond(work))

    async with anyio.create_task_group() as group:
        for _ in range(PAGES):
            group.start_soon(ask)
    assert [each.status_code for each in found] == [200] * PAGES


@pytest.mark.anyio
async def test_what_is_not_done_at_once_waits(anyio_backend: str) -> None:
    workers, lock = Workers(6, 20, together=2), threading.Lock()
    found: list[Response] = []
    at_once: list[int] = []
    working = 0

    def work() -> Response:
        nonlocal working
        with lock:
            working += 1
            at_once.append(working)
        time.sleep(0.02)
        with lock:
            working -= 1
        return Response()

    async def ask() -> None:
        found.append(await workers.respond(work))

    async with anyio.create_task_group() as group:
        for _ in range(6):
            group.start_soon(ask)
    assert [each.status_code for each in found] == [200] * 6
    assert max(at_once) == 2


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.slow
def test_a_port_that_is_taken_is_one_line(curated_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        args = ["serve", "--graph", str(curated_folder), "--port", port]
        found = subprocess.run([sys.executable, "-m", "clustergraph.cli", *args],
                               capture_output=True, text=True, check=False)  # fmt: skip
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert "--port" in found.stderr


@pytest.mark.slow
def test_the_program_serves_and_sparqlwrapper_understands(curated_folder: Path) -> None:
    command = [sys.executable, "-m", "clustergraph.cli", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--graph", str(curated_folder)], stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr is not None
            line = server.stderr.readline()
            address = re.search(r"http://[^/]+", line)
            assert address, line
            client = SPARQLWrapper(f"{address.group()}/sparql")
            client.setQuery(COUNT)
            counts = []
            for form in (JSON, XML, CSV):
                client.setReturnFormat(form)
                client.setMethod(POST if form == XML else "GET")
                counts.append(client.query().convert())
            rows = counts[0]["results"]["bindings"]  # type: ignore[call-overload,index]
            assert int(rows[0]["n"]["value"]) > 3_000
            assert rows[0]["n"]["value"] in counts[1].toxml()  # type: ignore[union-attr]
            assert rows[0]["n"]["value"].encode() in counts[2]  # type: ignore[operator]
        finally:
            server.terminate()
            server.communicate(timeout=20)
