"""Endpoints that fail: each failure is one clear line, exit code 2, and nothing half-written.

Also what is sent and what never is: credentials, comments, retries. The faults are real servers on
loopback.
"""

from __future__ import annotations

import gzip
import itertools
import json
import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import faults
from clustergraph._version import __version__
from clustergraph.cli import run
from clustergraph.errors import EndpointError, QueryError, RequestError
from clustergraph.graph.endpoint.client import Client
from clustergraph.graph.endpoint.index import Remote
from clustergraph.graph.opening import open_graph
from clustergraph.http.limits import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SELECT = "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s"
FAST = Patience(timeout=10, tries=3, pause=0.01)


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials but those that a test sets."""
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"CLUSTERGRAPH_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@pytest.fixture
def server() -> Iterator[faults.Faults]:
    with faults.serving() as running:
        yield running


def remote(url: str, patience: Patience = FAST) -> Remote:
    return Remote(Client(url, patience))


def ok(handler: faults.Handler) -> None:
    handler.reply(faults.number(2) if handler.received.is_count else faults.results("a", "b"))


def page(handler: faults.Handler) -> None:
    handler.reply(b"<html><head><title>x</title></head><body>Log in &amp; ask</body>", "text/html")


def status(code: int, said: bytes = b"", **headers: str) -> faults.Fault:
    return lambda handler: handler.reply(said, "text/plain", code, **headers)


def body(document: bytes, kind: str = faults.RESULTS) -> faults.Fault:
    return lambda handler: handler.reply(document, kind)


WHOLE = faults.results("a", "b")
# What the endpoint does, and what the user is told.
FAULTS: dict[str, tuple[faults.Fault, str]] = {
    "html": (page, "answers with text/html instead of query results: Log in & ask"),
    "truncated": (body(WHOLE[:-9]), "answers with JSON that is damaged or cut off"),
    "xml": (body(WHOLE, "text/xml"), "answers with text/xml instead of query results"),
    "plain": (body(WHOLE, "text/plain"), "answers with text/plain instead of query results"),
    "dribble": (faults.dribble, "no complete answer within 1 s; raise the timeout"),
    "head": (faults.dribble_head, "no complete answer within 1 s"),
    "silence": (faults.silence, "no complete answer within 1 s"),
    "flood": (faults.flood, "no complete answer within 1 s"),
    "reset": (faults.reset, "Connection reset by peer"),
    "cut": (faults.cut, "the answer ends before its end"),
    "loop": (faults.redirect("loop"), "redirects without end (more than 5)"),
    "elsewhere": (faults.redirect("file:///etc/passwd"), "redirects to what is no web address"),
    "nowhere": (status(302), "redirects without saying where"),
    "packed": (
        lambda handler: handler.reply(gzip.compress(WHOLE), Content_Encoding="gzip"),
        "the answer is compressed (gzip), which nobody asked for",
    ),
    "packed-error": (
        status(500, gzip.compress(b"no"), Content_Encoding="gzip"),
        "500 Internal Server Error\n",
    ),
    "some": (
        lambda handler: handler.reply(WHOLE, status=206),
        "answers in part only: 206 Partial Content",
    ),
    "accepted": (
        lambda handler: handler.reply(WHOLE, status=202),
        "answers with 202 Accepted instead of query results",
    ),
    "no-type": (body(WHOLE, ""), "answers with no media type instead of query results"),
    "see-other": (faults.redirect("ok", 303), "303 See Other"),
    "busy": (status(429, Retry_After="99"), "429 Too Many Requests; the next try is due in 99 s"),
    "ages": (
        status(503, Retry_After="9" * 400),
        "503 Service Unavailable; the next try is due in more than a day, later than the timeout",
    ),
    "down": (status(503, b"back soon"), "503 Service Unavailable: back soon"),
    "wrong": (status(400, b"line 1:\n no such graph"), "400 Bad Request: line 1: no such graph"),
    "denied": (status(403, b"\x1b[31mno\x07"), "403 Forbidden: [31mno"),
    "utf-8": (body(WHOLE.replace(b'"a"', b'"\xff\xfe"')), "answers with JSON that is damaged"),
    "nul": (body(faults.results("a", "b\0")), "answers with a text with a NUL character"),
    "boolean": (body(b'{"head":{},"boolean":true}'), "answers with yes or no instead of rows"),
    "partly": (
        lambda handler: handler.reply(WHOLE, X_SQL_State="S1TAT", X_SQL_Message="timed out"),
        "answers in part only: timed out",
    ),
    "short": (
        faults.counted(lambda handler: rows_of(handler, ["a", "b"], 10), 3),
        "the answer is not whole: in pages 2 rows came, its COUNT is 3",
    ),
    "repeats": (
        faults.counted(body(WHOLE), 3),
        "the answer is not whole: a page came twice",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("output", ["stdout", "file"])
def test_each_fault_is_one_clear_line_and_nothing_half_written(
    name: str,
    output: str,
    server: faults.Faults,
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    fault, message = FAULTS[name]
    url = server.url(name, faults.counted(fault, 2) if name in ("nul",) else fault)
    file = tmp_path / "out" / "answer.csv"
    file.parent.mkdir()
    (tmp_path / "q.rq").write_text(SELECT)
    asked = ["query", str(tmp_path / "q.rq"), "--graph", url, "--format", "csv", "--timeout", "1"]
    code = run([*asked, *(["-o", str(file)] if output == "file" else [])])
    out, err = capfdbinary.readouterr()
    assert code == 2
    assert out == b""
    assert list(file.parent.iterdir()) == []
    told = err.decode()
    assert told.startswith(f"error: {server.base}/{name}: {message}"), told
    assert told.count("\n") == 1 and told.endswith("\n")
    assert told.strip().isprintable()
    assert len(told) < 500


@pytest.mark.slow
@pytest.mark.parametrize("fault", [faults.dribble, faults.dribble_head, faults.silence])
def test_a_deadline_is_kept_whatever_the_server_does(
    fault: faults.Fault, server: faults.Faults
) -> None:
    # A socket's own timeout would let it go on as long as bytes come: to another end, here.
    with pytest.raises(EndpointError, match=r"within 0\.5 s"):
        remote(server.url("slow", fault), Patience(0.5)).select(SELECT)


def test_an_answer_without_end_is_refused(server: faults.Faults) -> None:
    with pytest.raises(EndpointError, match="larger than 50,000,000 bytes"):
        remote(server.url("flood", faults.flood), Patience(largest=50_000_000)).select(SELECT)


def test_no_one_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/sparql"
        with pytest.raises(EndpointError, match=r"Connection refused \(tried 3 times\)"):
            remote(url).select(SELECT)


def test_a_host_that_does_not_exist() -> None:
    with pytest.raises(EndpointError, match="there is no host of that name"):
        remote("http://nowhere.invalid/sparql").select(SELECT)


def test_the_files_of_an_endpoint_cannot_be_verified(
    server: faults.Faults, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["info", "--verify", "--graph", server.url("ok")]) == 2
    assert "only the files of a graph folder can be verified" in capfd.readouterr().err
    assert server.received == []


# --- Trying again


@pytest.mark.parametrize(
    "fault", [status(429), status(502), status(503), status(504), faults.reset, faults.cut]
)
def test_what_may_pass_is_tried_again(fault: faults.Fault, server: faults.Faults) -> None:
    url = server.url("flaky", faults.first(2, fault, ok))
    assert len(remote(url).select(SELECT).rows) == 2
    assert [each.is_count for each in server.received] == [False, False, False, True]


@pytest.mark.parametrize("code", [400, 401, 403, 404, 500])
def test_what_will_not_pass_is_not(code: int, server: faults.Faults) -> None:
    with pytest.raises(QueryError if code == 400 else EndpointError, match=f": {code} "):
        remote(server.url("wrong", status(code))).select(SELECT)
    assert len(server.received) == 1


@pytest.mark.slow
def test_retry_after_is_waited_for(server: faults.Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    sleep = time.sleep
    monkeypatch.setattr(time, "sleep", lambda wait: (waited.append(wait), sleep(wait)))
    url = server.url("busy", faults.first(1, status(429, Retry_After="1"), ok))
    assert len(remote(url).select(SELECT).rows) == 2
    assert waited == [1]


def test_retry_after_may_be_a_date(server: faults.Faults) -> None:
    late = status(503, Retry_After="Fri, 31 Dec 2999 23:59:59 GMT")
    with pytest.raises(EndpointError, match="the next try is due in more than a day"):
        remote(server.url("busy", late)).select(SELECT)
    assert len(server.received) == 1


@pytest.mark.parametrize("day", [f"Fri, 31 Dec {'9' * 20} 23:59:59 GMT",
                                 f"Fri, 31 Dec 2020 23:59:59 +{'9' * 20}", "soon"])  # fmt: skip
def test_a_retry_after_that_is_no_date_is_none(day: str, server: faults.Faults) -> None:
    url = server.url("busy", faults.first(1, status(503, Retry_After=day), ok))
    assert len(remote(url).select(SELECT).rows) == 2


# --- What is sent


def test_every_question_is_a_post_that_names_us(server: faults.Faults) -> None:
    long = f"SELECT ?s WHERE {{ VALUES ?s {{ {' '.join(f'<urn:{i}>' for i in range(2000))} }} }}"
    remote(server.url("ok", ok)).select(long)
    for each in server.received:
        assert each.method == "POST" and each.path == "/ok"
        assert each.headers["User-Agent"].startswith(f"clustergraph/{__version__} (")
        assert "sparql-results+json" in each.headers["Accept"]
        assert "Authorization" not in each.headers


@pytest.mark.parametrize("word", ["ask", "describe", "construct", "load", "insert"])
def test_a_word_in_a_comment_is_not_the_form_of_the_query(word: str, server: faults.Faults) -> None:
    remote(server.url("ok", ok)).select(
        f"#+ title: x\n#+ {word} whom\n# {word} it\n{SELECT} # {word}"
    )
    for each in server.received:
        assert set(each.parameters) == {"query"}
        assert word not in each.parameters["query"]


def test_a_hash_that_is_no_comment_stays(server: faults.Faults) -> None:
    text = "SELECT ?s WHERE { ?s <http://example.org/a#b> \"# not a comment\", '''\n# load\n''' }"
    remote(server.url("ok", ok)).select(text)
    assert server.received[0].parameters == {"query": text}


def test_the_graph_of_the_address_is_asked(server: faults.Faults) -> None:
    remote(server.url("ok", ok) + "?apikey=k&default-graph-uri=urn:g").select(SELECT)
    assert {each.path for each in server.received} == {"/ok?apikey=k"}
    assert {each.parameters["default-graph-uri"] for each in server.received} == {"urn:g"}


# --- Whole answers


def rows_of(handler: faults.Handler, rows: list[str], limit: int) -> None:
    """The rows that a query asks for, but never more than the limit: as Virtuoso does."""
    text = handler.received.parameters["query"]
    if handler.received.is_count:
        handler.reply(faults.number(len(rows)))
        return
    words = text.replace("}", " ").split()
    start = int(words[words.index("OFFSET") + 1]) if "OFFSET" in words else 0
    size = int(words[words.index("LIMIT") + 1]) if "LIMIT" in words else len(rows)
    handler.reply(faults.results(*rows[start : start + min(size, limit)]))


def test_an_answer_that_the_server_cuts_is_paged(server: faults.Faults) -> None:
    rows = [f"{number:04}" for number in range(25)]
    index = remote(server.url("cuts", lambda handler: rows_of(handler, rows, 10)))
    assert [row[0].value for row in index.select(SELECT).rows] == rows
    pages = [each.parameters["query"] for each in server.received if "LIMIT" in str(each)]
    assert len(pages) == 3
    assert all("ORDER BY ?s ?s" in text for text in pages)


LEFT = """
import gc, sys, threading
from clustergraph.graph.endpoint.client import Client
from clustergraph.graph.endpoint.index import Remote

class Cycle:
    pass

def leave():
    for _ in range(20):
        left = Cycle()
        left.itself = left
        left.rows = Remote(Client(sys.argv[1])).stream(sys.argv[2]).rows
        next(left.rows)

gc.disable()
for work in (leave, gc.collect):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
"""


@pytest.mark.slow
def test_rows_that_are_left_in_one_thread_can_be_let_go_in_another(server: faults.Faults) -> None:
    rows = [f"{number:04}" for number in range(25)]
    url = server.url("left", lambda handler: rows_of(handler, rows, 100))
    done = subprocess.run([sys.executable, "-c", LEFT, url, SELECT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_limit_of_the_query_itself_is_no_cut(server: faults.Faults) -> None:
    def answer(handler: faults.Handler) -> None:
        rows_of(handler, ["a", "b", "c"], 10)

    def limited(handler: faults.Handler) -> None:
        handler.reply(faults.number(2)) if handler.received.is_count else answer(handler)

    index = remote(server.url("limited", limited))
    assert len(index.select(f"{SELECT} LIMIT 2").rows) == 2
    assert "LIMIT 2" in server.received[1].parameters["query"]


def answered(handler: faults.Handler, store: ox.Store, most: int) -> None:
    """What SPARQL asks for, but never more rows than `most`."""
    solutions = store.query(handler.received.parameters["query"])
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    rows = [
        {name: {"type": "literal", "value": row[name].value} for name in names}
        for row in itertools.islice(solutions, most)
    ]
    document = {"head": {"vars": names}, "results": {"bindings": rows}}
    handler.reply(json.dumps(document).encode())


@pytest.mark.slow
@pytest.mark.parametrize("outside", [False, True])
@pytest.mark.parametrize(("limit", "offset"), [(14, 0), (14, 3), (20, 0), (25, 3), (40, 0)])
def test_a_limit_of_the_query_itself_holds_on_every_page(
    server: faults.Faults, limit: int, offset: int, outside: bool
) -> None:
    rows = [f"{number:04}" for number in range(25)]
    store = ox.Store()
    thing = ox.NamedNode("urn:thing")
    store.extend([ox.Quad(thing, thing, ox.Literal(row)) for row in rows])

    def answer(handler: faults.Handler) -> None:
        text = handler.received.parameters["query"]
        if outside and "ORDER BY ?s ?s" in text and "{{" not in text:
            handler.reply(b"SR353: Sorted TOP clause", "text/plain", 500)
        else:
            answered(handler, store, 10)

    text = "SELECT ?s WHERE { ?thing ?is ?s } ORDER BY ?s"
    index = remote(server.url("cuts", answer))
    found = index.select(f"{text} LIMIT {limit} OFFSET {offset}")
    assert [row[0].value for row in found.rows] == rows[offset : offset + limit]


def test_the_pages_may_need_the_cut_outside(server: faults.Faults) -> None:
    rows = [f"{number:04}" for number in range(25)]

    def answer(handler: faults.Handler) -> None:
        text = handler.received.parameters["query"]
        if "OFFSET" in text and "{{" not in text:
            handler.reply(b"SR353: Sorted TOP clause", "text/plain", 500)
        else:
            rows_of(handler, rows, 10)

    index = remote(server.url("sorts", answer))
    assert [row[0].value for row in index.select(SELECT).rows] == rows


def test_a_shorter_answer_than_one_that_came_whole_needs_no_count(server: faults.Faults) -> None:
    longer = faults.counted(lambda handler: handler.reply(faults.results("a", "b", "c")), 3)
    index = remote(server.url("ok", faults.first(2, longer, ok)))
    index.select(SELECT)
    index.select(SELECT)
    assert [each.is_count for each in server.received] == [False, True, False]


def test_an_answer_as_long_as_the_longest_may_still_be_cut(server: faults.Faults) -> None:
    def cut(handler: faults.Handler) -> None:
        handler.reply(faults.number(5) if handler.received.is_count else faults.results("a", "b"))

    index = remote(server.url("cuts", faults.first(2, ok, cut)))
    assert len(index.select(SELECT).rows) == 2
    with pytest.raises(EndpointError, match="the answer is not whole"):
        index.select(SELECT)


MILLION = """
import resource, sys
from clustergraph.cli import run
code = run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.slow
def test_a_million_rows_go_to_csv_in_bounded_memory(server: faults.Faults, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(SELECT)
    peaks = []
    for rows in (1_000, 1_000_000):
        url = server.url(f"rows-{rows}", faults.million(rows))
        output = tmp_path / f"{rows}.csv"
        asked = [
            "query",
            str(tmp_path / "q.rq"),
            "--graph",
            url,
            "--format",
            "csv",
            "-o",
            str(output),
        ]
        done = subprocess.run(
            [sys.executable, "-c", MILLION, *asked, "--timeout", "300"],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert done.returncode == 0, done.stderr
        peaks.append(int(done.stderr.split()[-1]) * 1024)
        with output.open() as file:
            assert sum(1 for _ in file) == rows + 1
    assert output.stat().st_size > 30_000_000
    assert peaks[1] - peaks[0] < 40_000_000


# --- Credentials


def test_user_and_password_come_from_the_environment(
    server: faults.Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLUSTERGRAPH_USER", "ann")
    monkeypatch.setenv("CLUSTERGRAPH_PASSWORD", "s:crét")
    remote(server.url("ok", ok)).select(SELECT)
    assert server.received[0].headers["Authorization"] == "Basic YW5uOnM6Y3LDqXQ="


def test_a_token_comes_first(server: faults.Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTERGRAPH_USER", "ann")
    monkeypatch.setenv("CLUSTERGRAPH_TOKEN", "t0ken")
    remote(server.url("ok", ok)).select(SELECT)
    assert server.received[0].headers["Authorization"] == "Bearer t0ken"


def test_a_netrc_file_names_the_host(server: faults.Faults, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ann password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    remote(server.url("ok", ok)).select(SELECT)
    assert server.received[0].headers["Authorization"] == "Basic YW5uOnNlY3JldA=="


def test_the_default_of_a_netrc_file_is_sent_to_nobody(
    server: faults.Faults, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("default login ann password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    remote(server.url("ok", ok)).select(SELECT)
    assert "Authorization" not in server.received[0].headers


@pytest.mark.parametrize("address", ["https://[x/sparql", "ftp://h/?apikey=S3CRET", "https:///x"])
def test_what_is_no_address_is_said_without_what_follows_it(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["info", "--graph", address]) == 2
    said = capsys.readouterr().err
    assert "not the address of an endpoint" in said
    assert "S3CRET" not in said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (faults.results("many", name="rowsCounted"), "no number to a COUNT"),
        (faults.results("2", name="rowsCounted")[:-4], "damaged or cut off"),
    ],
)
def test_a_count_that_is_none_is_one_clear_line(
    answer: bytes, said: str, server: faults.Faults
) -> None:
    def wrong(handler: faults.Handler) -> None:
        handler.reply(answer if handler.received.is_count else faults.results("a", "b"))

    with pytest.raises(EndpointError, match=said):
        remote(server.url("wrong", wrong)).select(SELECT)


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_keeps_the_post_but_no_credentials_for_another_host(
    code: int, server: faults.Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLUSTERGRAPH_TOKEN", "t0ken")
    with faults.serving("127.0.0.2") as other:
        url = server.url("moved", faults.redirect(other.url("ok", ok), code))
        assert len(remote(url).select(SELECT).rows) == 2
        assert all(each.method == "POST" and each.parameters["query"] for each in other.received)
        assert not any("Authorization" in each.headers for each in other.received)
    assert all("Authorization" in each.headers for each in server.received)


def test_a_redirect_within_the_host_keeps_them(
    server: faults.Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLUSTERGRAPH_TOKEN", "t0ken")
    server.url("ok", ok)
    remote(server.url("moved", faults.redirect("/ok"))).select(SELECT)
    assert all(each.headers["Authorization"] == "Bearer t0ken" for each in server.received)


SECRETS = {"CLUSTERGRAPH_USER": "ann", "CLUSTERGRAPH_PASSWORD": "hunter2é"}


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_no_error_tells_a_secret(
    name: str,
    server: faults.Faults,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for variable, value in SECRETS.items():
        monkeypatch.setenv(variable, value)
    url = server.url(name, FAULTS[name][0])
    with pytest.raises((EndpointError, QueryError)) as raised:
        remote(f"{url}?key=hunter2", Patience(0.3, 1)).select(SELECT)
    told = f"{raised.value!r} {raised.value.__cause__!r} {caplog.text} {Client(url)._known!r}"
    assert "hunter" not in told and "YW5u" not in told


@pytest.mark.parametrize(
    ("variable", "value", "url", "message"),
    [
        (
            "TOKEN",
            "two\nlines",
            "https://example.org/sparql",
            "holds a character that no token has",
        ),
        ("TOKEN", "secret", "http://example.org/sparql", "credentials are sent over https only"),
        ("TOKEN", "", "https://ann:secret@example.org/sparql", "must not hold a user or password"),
    ],
)
def test_credentials_that_would_be_seen_are_refused(
    variable: str, value: str, url: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"CLUSTERGRAPH_{variable}", value)
    with pytest.raises((RequestError, EndpointError), match=message) as raised:
        open_graph(url)
    assert "secret" not in str(raised.value) and "two" not in str(raised.value)


def test_a_damaged_netrc_file_is_said_without_its_content(tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 passwd secret\n")
    with pytest.raises(EndpointError, match="netrc: ") as raised:
        open_graph("http://127.0.0.1/sparql")
    assert "secret" not in str(raised.value)


def test_digest_answers_a_challenge(server: faults.Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    def guarded(handler: faults.Handler) -> None:
        said = handler.headers.get("Authorization", "")
        if said.startswith("Digest") and 'username="ann"' in said:
            ok(handler)
        elif said:
            handler.reply(b"", "text/plain", 401)
        else:
            challenge = 'Digest realm="R", nonce="n", qop="auth", algorithm="MD5"'
            handler.reply(b"", "text/plain", 401, WWW_Authenticate=challenge)

    monkeypatch.setenv("CLUSTERGRAPH_USER", "ann")
    monkeypatch.setenv("CLUSTERGRAPH_PASSWORD", "secret")
    assert len(remote(server.url("guarded", guarded)).select(SELECT).rows) == 2


# --- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A key and a certificate for 127.0.0.1 that no authority has signed."""
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "certificate.pem"
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext"
    asked += f" subjectAltName=IP:127.0.0.1 -keyout {key} -out {made}"
    subprocess.run(["openssl", *asked.split()], check=True, capture_output=True)
    return key, made


@pytest.mark.slow
def test_a_certificate_must_be_trusted(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from clustergraph.http import exchange

    key, made = certificate
    with faults.serving(tls=(made, key)) as server:
        url = server.url("ok", ok)
        assert url.startswith("https://")
        with pytest.raises(EndpointError, match="its certificate is not trusted"):
            remote(url).select(SELECT)
        assert server.received == []
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
        exchange._authorities.cache_clear()
        try:
            assert len(remote(url).select(SELECT).rows) == 2
            with pytest.raises(EndpointError, match=r"within 0\.5 s"):
                remote(server.url("dribble", faults.dribble), Patience(0.5)).select(SELECT)
            with pytest.raises(EndpointError, match="redirects from https to plain http"):
                url = server.url("down", faults.redirect("http://127.0.0.1/sparql"))
                remote(url).select(SELECT)
        finally:
            exchange._authorities.cache_clear()


def _always(columns: list[str], count: int) -> Callable[[faults.Handler], None]:
    """A server that gives everyone the same row, and each COUNT the same number."""

    def reply(handler: faults.Handler) -> None:
        counted = handler.received.is_count
        names = ["rowsCounted"] if counted else columns
        cell = (
            {"type": "literal", "value": str(count)}
            if counted
            else {"type": "uri", "value": "urn:x"}
        )
        rows = [dict.fromkeys(names, cell)]
        body = json.dumps({"head": {"vars": names}, "results": {"bindings": rows}})
        handler.reply(body.encode())

    return reply


def test_columns_that_nobody_asked_for_and_a_count_too_small_are_refused() -> None:
    with faults.serving() as server:
        for columns, count, sparql, said in (
            (["x"], 1, "SELECT ?s WHERE { ?s ?p ?o }", "other columns"),
            (["s", "x"], 1, "SELECT ?s WHERE { ?s ?p ?o }", "other columns"),
            (["x"], 1, "SELECT * WHERE { ?s ?p ?o }", "other columns"),
            (["s"], 0, "SELECT ?s WHERE { ?s ?p ?o }", "its COUNT is 0"),
        ):
            index = remote(server.url("lies", _always(columns, count)))
            with pytest.raises(EndpointError, match=said):
                index.select(sparql)
        index = remote(server.url("turns", _always(["o", "s"], 1)))
        assert index.select("SELECT ?s ?o WHERE { ?s ?p ?o }").columns == ("s", "o")
