"""What a question may take: time, memory, depth; and that its patterns are put in order."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from busy import await_engine, halting, signals_heard
from clustergraph.cli.program import run
from clustergraph.errors import GraphError, LimitError, QueryError
from clustergraph.formats import cells
from clustergraph.graph import asked, confined, dates, engines, multiplying, planning, sparql
from clustergraph.graph.bounds import Bounds
from clustergraph.graph.confined import OverTime, Threaded
from clustergraph.graph.opening import open_graph
from clustergraph.questions import queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustergraph.graph.location import Location

APART = "SELECT ?a ?d ?g WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
pytestmark = pytest.mark.slow

PREFIX = "PREFIX e: <http://e/> "


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve places, each in the next; people who live there, work on things, and have names."""
    lines = [f"<http://e/p{n}> <http://e/within> <http://e/p{n + 1}> ." for n in range(12)]
    for n in range(40):
        lines += [
            f"<http://e/o{n}> <http://e/in> <http://e/p{n % 12}> .",
            f'<http://e/o{n}> <http://e/label> "o{n}" .',
            f"<http://e/t{n}> <http://e/who> <http://e/o{n}> .",
            f"<http://e/t{n}> <http://e/what> <http://e/j{n % 7}> .",
        ]
    lines += [f'<http://e/j{n}> <http://e/label> "j{n}" .' for n in range(7)]
    path = tmp_path_factory.mktemp("chain") / "chain.nt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _query(text: str) -> queries.Query:
    return queries.parse(text, "own", "own.rq")


def test_a_question_over_its_time_says_what_multiplies(curated_folder: Path) -> None:
    location = open_graph(curated_folder, timeout=0.5)
    with pytest.raises(LimitError) as caught:
        queries.query(location, _query(APART))
    said = str(caught.value)
    assert "'?a ?b ?c' and '?d ?e ?f' have no variable in common" in said
    assert caught.value.parameters == ("timeout",)
    # The next question is answered: another process has taken over.
    assert location.count() > 1_000


def test_a_question_over_its_memory_is_one_error(curated_folder: Path) -> None:
    location = open_graph(curated_folder, memory=60_000_000)
    with pytest.raises(LimitError) as caught:
        queries.query(location, _query(APART))
    assert caught.value.parameters == ("memory",)
    assert location.count() > 1_000


def test_a_table_too_large_to_keep_is_refused_while_it_comes(
    curated_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "_KEPT", 1_000)
    location = open_graph(curated_folder, memory=100_000_000)
    with pytest.raises(LimitError) as caught:
        queries.query(location, _query("SELECT * { ?s ?p ?o }"))
    assert caught.value.parameters == ("memory",)


def test_the_command_ends_with_one_line(
    curated_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.rq").write_text(APART)
    given = ["query", str(tmp_path / "own.rq"), "--graph", str(curated_folder), "--timeout", "0.5"]
    assert run(given) == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert "--timeout" in said


@pytest.mark.parametrize("seconds", ["inf", "nan", "-1", "0", "1e400"])
@pytest.mark.parametrize("option", ["--timeout", "--memory"])
def test_a_bound_that_is_none_is_refused(
    option: str, seconds: str, curated_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", "partners", "--graph", str(curated_folder), option, seconds]) == 2
    assert capfd.readouterr().err.count("\n") == 1


def test_an_interrupt_is_heard_while_an_engine_works(curated_folder: Path) -> None:
    location = open_graph(curated_folder)

    def interrupt() -> None:
        await_engine(os.getpid())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    with signals_heard():
        thread.start()
        with pytest.raises(KeyboardInterrupt):
            location.select(APART)
        thread.join()
    assert location.count() > 1_000


def test_two_answers_are_read_at_once(chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_LONG", 1)
    location = open_graph(chain)
    one, other = (location.stream("SELECT ?s ?o { ?s <http://e/who> ?o }") for _ in range(2))
    pairs = list(zip(one.rows, other.rows, strict=True))
    assert len(pairs) == 40
    assert all(left == right for left, right in pairs)


@pytest.mark.parametrize("how", ["ask", "count", "select", "columns", "stream", "construct"])
def test_an_answer_that_stops_halfway_is_over_its_time(
    how: str, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_graph(chain, timeout=0.2).index
    for job in ("_boolean", "_count", "_document", "_constructed"):
        monkeypatch.setattr(asked, job, halting)
    with pytest.raises(LimitError, match=r"stopped after 0\.2 s"):
        getattr(index, how)(*[] if how == "count" else [APART])


def test_no_process_is_left_behind(chain: Path) -> None:
    location = open_graph(chain)
    child = location.index._confined._idle[0].pid  # type: ignore[attr-defined]
    os.kill(child, 0)
    del location
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_what_is_done_meanwhile_is_done_once_and_a_failure_to_open_is_still_told(
    chain: Path, curated_folder: Path, tmp_path: Path
) -> None:
    done: list[str] = []
    for where in (chain, curated_folder):
        assert open_graph(where, meanwhile=lambda: done.append("done")).count() > 0
    assert done == ["done", "done"]
    broken = shutil.copytree(curated_folder, tmp_path / "broken")
    [terms] = broken.glob("build-*/index/dict-meta.bin")
    terms.write_bytes(b"damaged")
    with pytest.raises(GraphError, match="damaged"):
        open_graph(broken, meanwhile=lambda: done.append("damaged"))


def test_where_a_process_cannot_fork_a_thread_is_given_up() -> None:
    made = Threaded(str, Bounds(0.2, 0), lambda: None)
    assert made.ask(lambda opened, text: iter([text.encode()]), "heard").read() == b"heard"
    ended = threading.Event()
    with pytest.raises(OverTime):
        made.ask(lambda opened, text: iter([str(ended.wait(5)).encode()]), "")
    ended.set()
    with pytest.raises(QueryError):
        made.ask(_refused, "")


def _refused(opened: object, text: str) -> Iterator[bytes]:
    raise QueryError("no")
    yield b""


def test_a_process_with_threads_of_an_engine_starts_a_new_one(
    chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "_THREADED", {os.getpid()})
    location = open_graph(chain)
    assert location.count() == 12 + 160 + 7
    assert len(location.select("SELECT ?s { ?s <http://e/who> ?o }").rows) == 40


def test_what_a_process_cannot_load_is_said_and_no_query_is_blamed(
    chain: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(confined, "_THREADED", {os.getpid()})
    monkeypatch.setattr(sys, "path", [])
    code = run(["query", "--graph", str(chain), "contact-points"])
    assert code == 2
    said = capfd.readouterr().err
    assert said.startswith("error: no process that answers questions could be started (No module")
    assert said.count("\n") == 1


def _unable(*given: object) -> int:
    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))


def _ended(*given: object) -> int:
    return os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-c", "raise SystemExit(7)"])


@pytest.mark.parametrize(
    "start, why",
    [
        (_unable, "Resource temporarily unavailable"),
        (_ended, "it ended before it was asked anything: exit code 7"),
    ],
)
@pytest.mark.parametrize("opened", [False, True])
def test_a_process_that_does_not_start_is_said(
    chain: Path, monkeypatch: pytest.MonkeyPatch, start: object, why: str, opened: bool
) -> None:
    # An answer that is not read to its end keeps its process.
    monkeypatch.setattr(cells, "_LONG", 1)
    location = open_graph(chain) if opened else None
    rows = location.stream("SELECT * { ?s ?p ?o }") if location else None
    monkeypatch.setattr(confined, "_forked", start)
    monkeypatch.setattr(confined, "_THREADED", set())
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(GraphError) as caught:
        (location or open_graph(chain)).count()
    said = f"no process that answers questions could be started ({why})"
    assert str(caught.value) == said
    assert len(os.listdir("/proc/self/fd")) == before
    del rows


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o FILTER(" + "(" * 5_000 + "1=1" + ")" * 5_000 + ") }",
        "SELECT * " + "{" * 5_000 + "?s ?p ?o" + "}" * 5_000,
        "SELECT * { ?s ?p " + "[ ?p " * 5_000 + "1" + "]" * 5_000 + " }",
        "SELECT * { ?s ?p ?o FILTER(" + " || ".join(["?o = 1"] * 10_000) + ") }",
        "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 10_000) + " }",
        "SELECT * { ?s ?p ?o FILTER(" + "!" * 10_000 + "?o) }",
        "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 10_000 + "}",
    ],
    ids=["parentheses", "braces", "blank nodes", "or", "unions", "not", "optionals"],
)
def test_what_would_end_a_parser_never_reaches_it(text: str, curated_graph: Location) -> None:
    with pytest.raises(QueryError):
        queries.query(curated_graph, _query(text))


def test_a_query_of_many_patterns_is_checked_without_end(chain: Path) -> None:
    # The reference engine orders patterns in a time that grows with their cube and more.
    text = "SELECT ?s { " + "?s <http://e/who> ?o . " * 400 + "}"
    assert queries.query(open_graph(chain, timeout=5), _query(text)) is not None


@pytest.mark.parametrize("piece", ["x.", "x-", "(x", "_.x", "<)", "<a ", '"', "'x", '"""a'])
def test_a_long_text_is_cut_in_a_time_that_grows_with_it(piece: str) -> None:
    def steps(count: int) -> int:
        return sum(1 for _ in sparql.tokens(piece * count))

    assert steps(20_000) >= 1
    assert sparql.remote_word(piece * 20_000) is None


OWN = [
    "SELECT ?a ?b { ?p e:what ?j ; e:who ?o . ?o e:in ?x . ?x e:within* e:p9 . ?o e:label ?a . "
    "?j e:label ?b }",
    "SELECT ?o ?c { ?o e:in ?x . ?x e:within* ?c . ?c e:within e:p5 }",
    "SELECT ?o ?c { ?o e:in/e:within* ?c . ?c e:within e:p5 }",
    "SELECT ?o (COUNT(*) AS ?n) { [] e:who ?o ; e:what [ e:label ?l ] . ?o (e:in|e:label) ?z } "
    "GROUP BY ?o",
    "SELECT ?o ?l { ?o e:in ?x . OPTIONAL { ?o e:label ?l . ?q e:who ?o } ?t e:who ?o . "
    "?j e:label ?m . ?t e:what ?j FILTER(?m != 'j1') }",
    "SELECT ?j ?n { { SELECT ?j (COUNT(?t) AS ?n) { ?t e:what ?j } GROUP BY ?j } "
    "?o e:label ?l . ?t e:who ?o . ?t e:what ?j . ?j e:label ?m }",
    "SELECT ?x ?y { ?x e:within ?y MINUS { ?z e:in ?x . ?y e:within+ e:p7 } }",
    "SELECT ?x ?y { VALUES ?x { e:p1 e:p2 } ?o e:label 'o1' . ?x e:within* ?y . ?o e:in ?x }",
    "SELECT ?x ?y { ?x e:within+ ?y . ?y ^e:in ?o . ?o e:label 'o11' }",
    "SELECT ?t ?a ?b { ?t e:who ?o ; e:what ?j OPTIONAL { ?o e:label ?a . ?j e:label ?b } }",
    "SELECT ?t ?a { ?t e:who ?o ; e:what ?j OPTIONAL { ?o e:label ?a . ?j e:within ?b } }",
    "SELECT ?t ?a { ?t e:who ?o ; e:what ?j . ?o e:in ?x . ?x e:within* ?c . ?c e:within e:p5 "
    "OPTIONAL { ?o e:label ?a . ?j e:label ?b } }",
    "SELECT ?v ?l { ?o e:label ?l . BIND(?l AS ?v) ?t e:who ?o ; e:what/e:label ?m }",
    "SELECT ?o { ?o e:in ?x FILTER NOT EXISTS { ?x e:within/e:within* e:p6 . ?o e:label ?l } }",
    "SELECT ?o { ?o e:in ?x FILTER NOT EXISTS { ?t e:who ?o ; e:what e:j3 } }",
    "SELECT ?o ?q { ?o e:in ?x OPTIONAL { ?q e:who ?o ; e:what e:j3 } "
    "FILTER NOT EXISTS { ?x e:within ?q } }",
    "SELECT ?o { ?o e:in ?x FILTER EXISTS { [] e:who ?o ; e:what [ e:label 'j3' ] } }",
    "SELECT * { ?o e:in ?x FILTER EXISTS { ?t e:who ?o ; e:what e:j3 } FILTER(?x != e:p1) }",
    "SELECT ?o ?q { ?o e:in ?x OPTIONAL { ?q e:who ?o ; e:what e:j3 } "
    "FILTER EXISTS { ?x e:within ?q } }",
    "SELECT ?o { ?o e:in ?x FILTER (NOT EXISTS { ?t e:who ?o ; e:what e:j3 }) }",
    "SELECT ?o { ?o e:in ?x FILTER (EXISTS { ?o e:label 'o1' } || EXISTS { ?o e:label 'o2' }) }",
    "SELECT ?o { ?o e:in ?x FILTER NOT EXISTS { ?t e:who ?o FILTER(?x = e:p1) } }",
    "SELECT ?o { ?o e:in ?x FILTER NOT EXISTS { ?t e:who ?o ; e:what ?j FILTER(?j > e:j3) } }",
    "SELECT ?o { ?o e:in ?x FILTER EXISTS { ?t e:who ?o ; e:what ?j FILTER(?j = e:j3) } }",
    "SELECT ?o { ?o e:in ?x FILTER EXISTS { ?t e:who ?o FILTER EXISTS { ?x e:within e:p5 } } }",
    "SELECT ?o { ?o e:in ?x FILTER EXISTS { ?a e:what e:j3 } FILTER NOT EXISTS { ?x e:no ?a } }",
    "SELECT ?x (COUNT(*) AS ?n) { ?o e:in ?x FILTER NOT EXISTS { ?o e:label 'o3' } } GROUP BY ?x",
    "SELECT DISTINCT ?x { { ?x e:within* e:p4 } UNION { ?o e:in ?x . ?t e:who ?o } "
    "?x e:within ?y }",
]


@pytest.mark.parametrize("text", OWN)
def test_a_query_in_order_has_the_rows_of_the_query_as_written(text: str, chain: Path) -> None:
    reference = engines.ENGINES["oxigraph"].load(chain)
    sizes = iter(range(1_000_000))
    ordered = planning.planned(PREFIX + text, lambda _: next(sizes) * 7 % 11)
    expected = sorted(map(str, reference.select(PREFIX + text).rows))
    assert expected
    assert sorted(map(str, reference.select(ordered).rows)) == expected
    found = open_graph(chain).select(PREFIX + text).rows
    assert sorted(map(str, found)) == expected


def test_what_is_asked_of_many_rows_is_joined_at_once() -> None:
    """FILTER EXISTS is asked row by row, which takes minutes of tens of thousands."""
    text = f"{PREFIX}SELECT ?o {{ ?o e:in ?x FILTER NOT EXISTS {{ ?t e:who ?o }} }}"
    assert "MINUS { ?t e:who ?o }" in planning.planned(text, lambda _: 5_000)
    inside = "{ ?t e:who ?o ; e:what ?j FILTER(STR(?j) > 'a') }"
    text = f"{PREFIX}SELECT ?o {{ ?o e:in ?x FILTER NOT EXISTS {inside} }}"
    assert f"MINUS {inside}" in planning.planned(text, lambda _: 5_000)
    one = f"{PREFIX}SELECT ?o {{ ?o e:label 'o1' FILTER EXISTS {{ ?t e:who ?o }} }}"
    assert planning.planned(one, lambda query: 50_000 if "e:who" in query else 1) == one
    many = planning.planned(one, lambda _: 5_000)
    assert "SELECT DISTINCT ?o WHERE { ?t e:who ?o }" in many


def test_labels_of_two_things_are_no_product() -> None:
    ordered = planning.planned(PREFIX + OWN[0], lambda _: 5)
    assert "{ ?o e:label ?a . }" in ordered
    assert "{ ?j e:label ?b . }" in ordered


def test_the_first_pattern_is_one_from_which_little_follows() -> None:
    """Few classes have many things; more places have fewer."""
    text = "SELECT ?t { ?k e:above* e:k1 . ?t a ?k ; e:who ?o . ?o e:in ?x . ?x e:within* e:p9 }"
    sizes = {"e:above": 2, "e:within": 30, "a ?k": 900, "e:who": 900, "e:in": 200}

    def count(asked: str) -> int:
        named = [size for name, size in sizes.items() if name in asked]
        return min(named) if len(named) == 1 else {2: 900, 30: 40}[min(named)]

    ordered = planning.planned(PREFIX + text, count)
    found = [ordered.index(name) for name in ("within", "e:in ", "who", "a ?k", "above")]
    assert found == sorted(found)


def test_a_query_that_needs_no_order_stays_as_it_is() -> None:
    plain = PREFIX + "SELECT * { ?t e:who ?o ; e:what ?j . ?o e:label ?l }"
    assert planning.planned(plain, lambda _: 1) == plain
    unread = PREFIX + "SELECT * { GRAPH ?g { ?s e:in/e:within* ?o } ?a ?b ?c }"
    assert planning.planned(unread, lambda _: 1) == unread


def test_what_meets_in_a_busy_thing_is_named() -> None:
    said = multiplying.why("SELECT * { ?a <http://e/in> ?x . ?b <http://e/in> ?x }")
    assert "meet in ?x only" in said
    assert multiplying.why("SELECT * { ?a ?b ?c }").startswith("narrow it")


DATES = """
<http://e/a> <http://e/date> "2020-03-04"^^<http://www.w3.org/2001/XMLSchema#date> .
<http://e/a> <http://e/zoned> "2019-01-02+01:00"^^<http://www.w3.org/2001/XMLSchema#date> .
<http://e/a> <http://e/moment> "2019-12-31T23:02:03Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<http://e/a> <http://e/year> "2019"^^<http://www.w3.org/2001/XMLSchema#gYear> .
<http://e/a> <http://e/month> "2019-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .
<http://e/a> <http://e/number> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://e/a> <http://e/text> "2018-07-06" .
<http://e/a> <http://e/word> "soon" .
<http://e/a> <http://e/thing> <http://e/b> .
"""
FUNCTIONS = [
    "YEAR(?o)", "MONTH(?o)", "DAY(?o)", "xsd:date(?o)", "xsd:dateTime(?o)", "xsd:gYear(?o)",
    "xsd:gYearMonth(?o)", "year ( # of it\n ?o )", "YEAR(xsd:date(?o)) - 1", "YEAR(NOW()) > 2000",
    "<http://www.w3.org/2001/XMLSchema#date>(STR(?o))", "STR(YEAR(?o))", "xsd:date(NOW()) > ?o",
]  # fmt: skip


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_of_dates_has_the_same_values_on_both_engines(
    function: str, tmp_path: Path
) -> None:
    path = tmp_path / "dates.nt"
    path.write_text(DATES)
    text = (
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        f"SELECT ?p ({function} AS ?value) {{ ?s ?p ?o }} ORDER BY ?p"
    )
    reference, ours = (engines.ENGINES[name].load(path) for name in ("oxigraph", "sparq"))
    expected = reference.select(text).rows
    assert any(row[1] for row in expected)
    assert ours.select(text).rows == expected


def test_the_words_of_dates_in_names_and_texts_stay() -> None:
    text = "SELECT ?year { ?s e:YEAR 'YEAR(?x)' . ?s e:day ?year }"
    assert dates.spelled(text) == text
