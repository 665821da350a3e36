"""Pushing a graph to a server: in parts, taken up again after a break, swapped in at once."""

from __future__ import annotations

import threading
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING

import pytest

import faults
import servers
from clustergraph.cli import run
from clustergraph.errors import EndpointError, OutputError, QueryError, RequestError
from clustergraph.graph import folder, push
from clustergraph.graph.opening import open_graph
from clustergraph.http.limits import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow

FAST = Patience(timeout=60, tries=2, pause=0.01)
LINES = 25_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[servers.Server]:
    """A server of the test's own: what it holds at the beginning is nothing."""
    with servers.oxigraph(tmp_path) as running:
        yield running


def numbered(path: Path, count: int, name: str = "n") -> Location:
    """A graph of so many triples."""
    with path.open("w") as file:
        for number in range(count):
            file.write(f'<urn:{number % 977}> <urn:{name}> "{number}" .\n')
    return open_graph(path)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Location:
    return numbered(tmp_path_factory.mktemp("push") / "large.nt", LINES)


def run_update(server: servers.Server, update: str) -> None:
    """Change what a server holds, as somebody else would."""
    data = urllib.parse.urlencode({"update": update}).encode()
    urllib.request.urlopen(server.update, data).close()


def noting(updates: list[str]) -> Callable[[faults.Handler, str], bool]:
    """Passes every update on, and keeps it."""

    def note(handler: faults.Handler, update: str) -> bool:
        updates.append(update)
        return False

    return note


def forward(to: str, handler: faults.Handler) -> None:
    """Pass a request on to a real server and its answer back."""
    body = urllib.parse.urlencode(handler.received.parameters).encode()
    headers = {"Accept": handler.headers.get("Accept", "*/*")}
    try:
        with urllib.request.urlopen(urllib.request.Request(to, body, headers)) as answer:
            kind = answer.headers.get("Content-Type", "text/plain")
            handler.reply(answer.read(), kind, answer.status)
    except urllib.error.HTTPError as error:
        with error:
            handler.reply(error.read(), "text/plain", error.code)


def between(
    server: servers.Server, act: Callable[[faults.Handler, str], bool]
) -> Callable[[faults.Handler], None]:
    """A proxy for updates, unless `act`, told the update, has answered itself."""

    def answer(handler: faults.Handler) -> None:
        if not act(handler, handler.received.parameters["update"]):
            forward(server.update, handler)

    return answer


@pytest.fixture
def proxy() -> Iterator[faults.Faults]:
    with faults.serving() as running:
        yield running


def graphs(server: servers.Server) -> set[str]:
    """The names of the graphs that a server holds besides the default graph."""
    found = open_graph(server.query).select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    return {row[0].value for row in found.rows if row[0]}


def test_a_pushed_graph_is_the_same_and_nothing_is_left_beside_it(
    server: servers.Server, curated_graph: Location
) -> None:
    pushed = push.push(curated_graph, server.query)
    assert (pushed.triples, pushed.resumed) == (curated_graph.count(), 0)
    assert list(open_graph(server.query).lines()) == list(curated_graph.lines())
    # What the graph says of itself has a graph of its own.
    assert graphs(server) == {folder.DATASET}


def test_a_graph_of_another_name_leaves_the_rest_alone(
    server: servers.Server, curated_graph: Location, tmp_path: Path
) -> None:
    push.push(curated_graph, server.query)
    push.push(numbered(tmp_path / "small.nt", 5), f"{server.query}?default-graph-uri=urn:g")
    assert open_graph(server.query).count() == curated_graph.count()
    assert open_graph(f"{server.query}?default-graph-uri=urn:g").count() == 5


def test_what_a_graph_says_of_itself_is_that_of_the_last_push_to_each_name(
    server: servers.Server, curated_graph: Location, tmp_path: Path
) -> None:
    small, named = numbered(tmp_path / "small.nt", 5), f"{server.query}?default-graph-uri=urn:g"
    push.push(curated_graph, server.query)
    push.push(curated_graph, named)
    assert graphs(server) == {"urn:g", "urn:g/about", folder.DATASET}
    told = open_graph(f"{server.query}?default-graph-uri=urn:g/about")
    assert tuple(told.lines()) == curated_graph.about
    # A file says nothing of itself, and what the graph before it said is of that graph.
    push.push(small, named)
    assert graphs(server) == {"urn:g", folder.DATASET}
    push.push(small, server.query)
    assert graphs(server) == {"urn:g"}


def test_the_graph_store_protocol_may_carry_it(server: servers.Server, large: Location) -> None:
    push.push(large, server.query, store=server.store)
    assert open_graph(server.query).count() == LINES


@pytest.mark.slow
def test_readers_see_the_old_graph_or_the_new_one_and_nothing_between(
    server: servers.Server, large: Location, tmp_path: Path
) -> None:
    old = numbered(tmp_path / "old.nt", LINES - 5_000, "old")
    push.push(old, server.query)
    seen, stop = [], threading.Event()

    def read() -> None:
        reader = open_graph(server.query)
        while not stop.is_set():
            seen.append(reader.count())

    reading = threading.Thread(target=read)
    reading.start()
    try:
        push.push(large, server.query)
    finally:
        stop.set()
        reading.join()
    seen.append(open_graph(server.query).count())
    assert set(seen) == {LINES - 5_000, LINES}
    assert seen == sorted(seen)


@pytest.mark.slow
def test_a_push_that_broke_goes_on_where_it_stopped(
    server: servers.Server, large: Location, proxy: faults.Faults
) -> None:
    batches = []

    def breaking(handler: faults.Handler, update: str) -> bool:
        batches.append(update.count("\n"))
        if len(batches) < 5:
            return False
        faults.reset(handler)
        return True

    url = proxy.url("update", between(server, breaking))
    with pytest.raises(EndpointError, match="Connection reset by peer"):
        push.push(large, server.query, update=url, patience=FAST)
    assert open_graph(server.query).count() == 0
    sent = sum(batches[2:4])
    assert sent == 2 * push.BATCH
    again: list[str] = []
    url = proxy.url("update", between(server, noting(again)))
    pushed = push.push(large, server.query, update=url, patience=FAST)
    assert pushed.resumed == sent
    # The last batch that arrived is sent again, because it might have arrived in part.
    assert sum(text.count("\n") for text in again) == LINES - sent + push.BATCH
    assert open_graph(server.query).count() == LINES


@pytest.mark.slow
def test_a_graph_that_did_not_arrive_whole_is_not_swapped_in(
    server: servers.Server, large: Location, proxy: faults.Faults, tmp_path: Path
) -> None:
    push.push(numbered(tmp_path / "old.nt", 5), server.query)

    def losing(handler: faults.Handler, update: str) -> bool:
        lost = '"7777"' in update
        if lost:
            handler.reply(b"", status=204)
        return lost

    url = proxy.url("update", between(server, losing))
    with pytest.raises(EndpointError, match=r"of 25,000 triples arrived; what it held before is"):
        push.push(large, server.query, update=url, patience=FAST)
    assert open_graph(server.query).count() == 5


def test_a_swap_whose_answer_is_lost_is_not_done_twice(
    server: servers.Server, large: Location, proxy: faults.Faults
) -> None:
    moves = []

    def silent(handler: faults.Handler, update: str) -> bool:
        if not update.startswith("MOVE"):
            return False
        moves.append(update)
        run_update(server, update)
        faults.reset(handler)
        return True

    url = proxy.url("update", between(server, silent))
    assert push.push(large, server.query, update=url, patience=FAST).triples == LINES
    assert len(moves) == 2


@pytest.mark.slow
def test_what_is_swapped_in_was_counted_where_no_other_push_writes(
    server: servers.Server, large: Location, proxy: faults.Faults
) -> None:
    counts: list[int] = []
    emptied: list[str] = []

    def overtaken(handler: faults.Handler, text: str) -> bool:
        """Between the count and the move another push moves all away, and a third begins anew."""
        if text.startswith("MOVE"):
            if not emptied:
                graph = text.split(">")[0].removeprefix("MOVE GRAPH <")
                run_update(server, f"DROP GRAPH <{graph}>")
                run_update(server, f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> 1 }} }}")
                emptied.append(graph)
            counts.append(open_graph(server.query).count())
        return False

    url = proxy.url("update", between(server, overtaken))
    assert push.push(large, server.query, update=url, patience=FAST).triples == LINES
    assert counts == [0, 0]
    assert open_graph(server.query).count() == LINES
    assert graphs(server) == set()


@pytest.mark.slow
def test_a_push_that_broke_at_the_swap_goes_on_there(
    server: servers.Server, large: Location, proxy: faults.Faults
) -> None:
    updates: list[str] = []

    def breaking(handler: faults.Handler, text: str) -> bool:
        broken = text.startswith("MOVE") and text.endswith("DEFAULT")
        if broken:
            faults.reset(handler)
        return broken

    url = proxy.url("update", between(server, breaking))
    with pytest.raises(EndpointError, match="Connection reset by peer"):
        push.push(large, server.query, update=url, patience=FAST)
    url = proxy.url("update", between(server, noting(updates)))
    assert push.push(large, server.query, update=url, patience=FAST).resumed == LINES
    assert [text.split()[0] for text in updates] == ["MOVE", "DROP"]
    assert open_graph(server.query).count() == LINES
    assert graphs(server) == set()


@pytest.mark.slow
def test_a_swap_that_fails_is_an_error(
    server: servers.Server, large: Location, proxy: faults.Faults
) -> None:
    def denying(handler: faults.Handler, update: str) -> bool:
        denied = update.startswith("MOVE")
        if denied:
            handler.reply(b"no MOVE here", "text/plain", 403)
        return denied

    url = proxy.url("update", between(server, denying))
    with pytest.raises(EndpointError, match="403 Forbidden: no MOVE here"):
        push.push(large, server.query, update=url, patience=FAST)
    assert open_graph(server.query).count() == 0


@pytest.mark.slow
def test_batches_shrink_until_the_server_takes_them(
    server: servers.Server, large: Location, proxy: faults.Faults
) -> None:
    taken = []

    def picky(handler: faults.Handler, update: str) -> bool:
        lines = update.count("\n")
        if lines > 3_000:
            handler.reply(b"too many lines", "text/plain", 413)
            return True
        taken.append(lines)
        return False

    url = proxy.url("update", between(server, picky))
    push.push(large, server.query, update=url, patience=FAST)
    assert open_graph(server.query).count() == LINES
    assert max(taken) == 2_500


def test_what_the_server_says_against_the_data_is_told(
    server: servers.Server, large: Location, proxy: faults.Faults
) -> None:
    refuse = faults.first(2, lambda handler: forward(server.update, handler), lambda handler: (
        handler.reply(b"read only", "text/plain", 400)))  # fmt: skip
    with pytest.raises(QueryError, match="/update: 400 Bad Request: read only"):
        push.push(large, server.query, update=proxy.url("update", refuse), patience=FAST)


def test_what_the_server_will_do_at_some_time_is_not_done(
    server: servers.Server, large: Location
) -> None:
    def putting_off(handler: faults.Handler, update: str) -> bool:
        # The last of all, after which nothing is counted.
        last = update.startswith("DROP SILENT GRAPH")
        if last:
            handler.reply(b"", "text/plain", 202)
        return last

    with faults.serving() as proxy:
        url = proxy.url("update", between(server, putting_off))
        with pytest.raises(EndpointError, match="/update: answers 202 Accepted: it has taken"):
            push.push(large, server.query, update=url, patience=FAST)


def test_a_break_while_readers_are_looked_at_leaves_the_way_free(
    server: servers.Server, large: Location
) -> None:
    def broken(handler: faults.Handler, update: str) -> bool:
        if update.startswith("DELETE DATA"):
            handler.reply(b"no", "text/plain", 400)
        return update.startswith("DELETE DATA")

    with faults.serving() as proxy:
        url = proxy.url("update", between(server, broken))
        with pytest.raises(QueryError):
            push.push(large, server.query, update=url, patience=FAST)
    assert push.push(large, server.query, patience=FAST).triples == LINES


def test_a_server_that_shows_all_graphs_as_one_needs_a_name(
    large: Location, tmp_path: Path
) -> None:
    with servers.oxigraph(tmp_path, "--union-default-graph") as server:
        with pytest.raises(RequestError, match=r"push to .*/query\?default-graph-uri=IRI and ask"):
            push.push(large, server.query)
        assert graphs(server) == set()


def test_blank_nodes_are_refused(server: servers.Server, tmp_path: Path) -> None:
    (tmp_path / "blank.ttl").write_text("<urn:a> <urn:b> [ <urn:c> 1 ] .")
    with pytest.raises(OutputError, match="a blank node has no name"):
        push.push(open_graph(tmp_path / "blank.ttl"), server.query)


def test_an_empty_graph_is_refused(server: servers.Server, tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").write_text("")
    with pytest.raises(RequestError, match="the graph is empty"):
        push.push(open_graph(tmp_path / "empty.ttl"), server.query)


@pytest.mark.parametrize(
    "query", ["default-graph-uri=urn:a&default-graph-uri=urn:b", "default-graph-uri=a%20b"]
)
def test_the_target_is_one_iri(query: str, large: Location) -> None:
    with pytest.raises(RequestError, match="name one graph by its IRI"):
        push.push(large, f"http://127.0.0.1:9/query?{query}")


@pytest.mark.slow
def test_virtuoso_takes_a_push_with_digest_and_either_protocol(
    virtuoso_server: servers.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in virtuoso_server.credentials.items():
        monkeypatch.setenv(name, value)
    small = numbered(tmp_path / "small.nt", 12_000)
    for store in (None, virtuoso_server.store):
        where = f"{virtuoso_server.query}?default-graph-uri=urn:push:{bool(store)}"
        push.push(small, where, update=virtuoso_server.update, store=store)
        # More than its limit of 10,000 rows: told by COUNT, fetched in pages.
        assert list(open_graph(where).lines()) == list(small.lines())


@pytest.mark.slow
def test_virtuoso_shows_all_graphs_as_one(
    virtuoso_server: servers.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in virtuoso_server.credentials.items():
        monkeypatch.setenv(name, value)
    small = numbered(tmp_path / "small.nt", 10)
    with pytest.raises(RequestError, match="its default graph shows every graph"):
        push.push(small, virtuoso_server.query, update=virtuoso_server.update)


@pytest.mark.slow
def test_the_command_says_what_it_did(
    server: servers.Server, curated_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["push", server.query, "--graph", str(curated_folder)]) == 0
    count = open_graph(curated_folder).count()
    assert capfd.readouterr().err == f"{server.query}: {count:,} triples\n"
    assert run(["push", f"{server.query}/nowhere", "--graph", str(curated_folder)]) == 2
    assert capfd.readouterr().err.startswith(f"error: {server.query}/nowhere: 404 Not Found")


@pytest.mark.slow
def test_a_staging_graph_of_other_triples_does_not_stop_a_push(
    server: servers.Server, large: Location
) -> None:
    key = push._key(large, None)
    # Of the graph, but not its beginning; and what a build left that is never pushed again.
    for name, lines in ((key, list(large.lines())[-11_000:]), ("0" * 24, [b"<urn:a> <urn:b> 1 ."])):
        text = b"".join(lines).decode()
        run_update(server, f"INSERT DATA {{ GRAPH <{push._STAGING}{name}> {{ {text} }} }}")
    assert push.push(large, server.query, patience=FAST).triples == LINES
    assert open_graph(server.query).count() == LINES
    assert graphs(server) == set()


@pytest.mark.slow
def test_two_pushes_at_once_both_end_well(server: servers.Server, large: Location) -> None:
    wrong: list[Exception] = []

    def send() -> None:
        try:
            push.push(large, server.query, patience=FAST)
        except Exception as error:  # noqa: BLE001  of a thread
            wrong.append(error)

    pushing = [threading.Thread(target=send) for _ in range(3)]
    for thread in pushing:
        thread.start()
    for thread in pushing:
        thread.join()
    assert wrong == []
    assert open_graph(server.query).count() == LINES
    push.push(large, server.query, patience=FAST)
    assert graphs(server) == set()
