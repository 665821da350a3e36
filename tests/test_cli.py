"""The program as people run it: real processes, exit codes, streams, one line per error."""

from __future__ import annotations

import array
import csv
import fcntl
import io
import json
import os
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import IO

import pytest

from clustergraph.answers import info as answers_info

PROGRAM = [sys.executable, "-m", "clustergraph.cli"]
SOURCE = str(Path(__file__).resolve().parents[1] / "src")


def run(
    *arguments: str, cwd: Path, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": SOURCE, **environment},
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a graph in it, as after `clustergraph build`."""
    path = tmp_path_factory.mktemp("work")
    assert run("build", cwd=path).returncode == 0
    return path


def fails(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit 2, nothing on stdout, one line on stderr that holds the words."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1, done.stderr
    for word in words:
        assert word in done.stderr


def test_csv_goes_to_stdout_alone(folder: Path) -> None:
    done = run("query", "contact-points", "--format", "csv", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(csv.DictReader(io.StringIO(done.stdout)))) == 3


@pytest.mark.slow
def test_the_list_of_queries_names_their_parameters(folder: Path) -> None:
    done = run("query", "--format", "json", cwd=folder)
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert len(rows) >= 15
    assert any(
        "organisation: iri = organisation:mecatech" in row["parameters"]["value"] for row in rows
    )


@pytest.mark.slow
def test_a_query_comes_from_a_file_or_from_stdin(folder: Path, tmp_path: Path) -> None:
    text = "ASK { ?s a <https://w3id.org/clustergraph/ontology#Cluster> }"
    (tmp_path / "any.rq").write_text(text)
    from_file = run("query", str(tmp_path / "any.rq"), cwd=folder)
    from_stdin = run("query", "-", cwd=folder, stdin=text)
    assert from_file.stdout == from_stdin.stdout == "true\n"


@pytest.mark.slow
def test_triples_come_as_turtle_unless_asked_otherwise(folder: Path) -> None:
    text = "DESCRIBE <https://w3id.org/clustergraph/id/organisation/mecatech>"
    turtle = run("query", "-", cwd=folder, stdin=text)
    assert "organisation:mecatech a cg:Cluster" in turtle.stdout
    lines = run("query", "-", "--format", "nt", cwd=folder, stdin=text)
    assert lines.stdout.startswith("<https://w3id.org/clustergraph/id/organisation/mecatech>")
    fails(run("query", "-", "--format", "csv", cwd=folder, stdin=text), "DESCRIBE", "turtle")


@pytest.mark.slow
def test_an_option_that_takes_one_value_is_given_once(folder: Path) -> None:
    given = ["centrality", "--graph", str(folder / "graph"), "--country", "BE"]
    twice = run(*given, "--country", "LU", cwd=folder)
    assert (twice.returncode, twice.stdout) == (2, "")
    assert twice.stderr.startswith("error: --country is given twice: give it once, and where it")
    several = run(*given[:-1], "BE; LU", cwd=folder)
    assert several.returncode == 0
    assert "country BE; LU" in several.stderr


@pytest.mark.slow
def test_the_output_option_writes_what_stdout_would(folder: Path, tmp_path: Path) -> None:
    arguments = ["query", "contact-points", "--format", "tsv"]
    done = run(*arguments, "-o", str(tmp_path / "out.tsv"), cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "out.tsv").read_text("utf-8") == run(*arguments, cwd=folder).stdout


@pytest.mark.slow
def test_centrality_has_the_promised_columns(folder: Path) -> None:
    done = run("centrality", "degree", "pagerank", "--top", "3", "--format", "csv", cwd=folder)
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert rows[0] == ["rank", "iri", "label", "type", "country", "degree", "pagerank"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    assert rows[1][2] == "MecaTech"


@pytest.mark.slow
def test_the_graph_may_be_named_by_the_environment_or_be_a_file(
    folder: Path, tmp_path: Path
) -> None:
    assert run("export", "g.ttl", cwd=folder).returncode == 0
    question = ["query", "contact-points", "--format", "csv"]
    expected = run(*question, cwd=folder).stdout
    in_environment = run(*question, cwd=tmp_path, CLUSTERGRAPH_GRAPH=str(folder / "graph"))
    as_file = run(*question, "--graph", str(folder / "g.ttl"), cwd=tmp_path)
    assert in_environment.stdout == as_file.stdout == expected != ""


@pytest.mark.parametrize(
    ("count", "total", "part"),
    [(0, 9, 0), (9, 9, 1), (1, 99_999, 0.0001), (99_998, 99_999, 0.9999)],
)
def test_a_share_is_none_or_all_only_where_it_is(count: int, total: int, part: float) -> None:
    assert answers_info._part(count, total) == part


@pytest.mark.slow
def test_info_counts(folder: Path) -> None:
    found = json.loads(run("info", "--format", "json", cwd=folder).stdout)
    assert found["classes"]["contact point role"] == 3
    assert {entry["name"] for entry in found["sources"]} == {"ontology", "curated"}
    assert all(0 <= part <= 1 for part in found["completeness"].values())
    assert "3" in run("info", cwd=folder).stdout
    assert run("info", "--verify", cwd=folder).returncode == 0


def test_validate_ends_with_zero_on_the_curated_facts(folder: Path) -> None:
    done = run("validate", "--format", "json", cwd=folder)
    assert done.returncode == 0
    assert json.loads(done.stdout)["violations"] == 0


def test_validate_ends_with_one_on_a_violation(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text(
        "@prefix cg: <https://w3id.org/clustergraph/ontology#> ."
        "<https://w3id.org/clustergraph/id/organisation/nameless> a cg:Cluster ."
    )
    built = run("build", f"rdf={tmp_path / 'bad.ttl'}", cwd=tmp_path)
    assert built.returncode == 0
    done = run("validate", cwd=tmp_path)
    assert done.returncode == 1
    assert "nameless" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "contact-point"], ["unknown query", "contact-points"]),
        (["contact-points"], ["saved question", "clustergraph query contact-points"]),
        (["centralty"], ["unknown command", "centrality"]),
        (["query", "contact-points", "-p", "x=1"], ["contact-points", "'x'"]),
        (["query", "contact-points", "-p", "x"], ["NAME=VALUE"]),
        (["query", "nothing.rq"], ["nothing.rq", "cannot be read"]),
        (["query", "contact-points", "--format", "cvs"], ["cvs", "csv"]),
        (["query", "contact-points", "--format", "turtle"], ["SELECT comes as table"]),
        (["centrality", "betweeness"], ["unknown measure", "betweenness"]),
        (["centrality", "--network", "partner"], ["unknown network", "partners"]),
        (["centrality", "--top", "0"], ["--top"]),
        (["view", "--about", "mecatek", "-o", "x.html"], ["mecatek", "organisation:mecatech"]),
        (["view", "-o", "no/such/folder/x.html"], ["no/such/folder/x.html"]),
        (["view", "-o", "."], ["is a folder"]),
        (["export", "graph.xyz"], [".xyz", ".ttl"]),
        (["export", "no/such/folder/x.ttl"], ["no/such/folder/x.ttl"]),
        (["info", "--graph", "nowhere"], ["nowhere", "clustergraph build --graph nowhere"]),
        (["build", "cordis"], ["SOURCE=PATH"]),
        (["build", "rdf=nowhere.ttl"], ["nowhere.ttl"]),
        (["frobnicate"], ["frobnicate"]),
    ],
)
def test_a_wrong_request_is_one_line(folder: Path, arguments: list[str], words: list[str]) -> None:
    # The graph itself may get an engine's log or a cached answer, whoever opens it first.
    graph = folder / "graph"

    def beside() -> list[Path]:
        return sorted(path for path in folder.rglob("*") if graph not in path.parents)

    before = beside()
    fails(run(*arguments, cwd=folder), *words)
    assert beside() == before


def test_a_broken_query_file_says_line_and_column(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.rq").write_text("SELECT ?x\nWHERE { ?x nope:p ?y }")
    fails(run("query", str(tmp_path / "broken.rq"), cwd=folder), "broken.rq:2:", "prefix")


@pytest.mark.slow
def test_remote_reading_is_refused_unless_allowed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text('<urn:a> <urn:b> "elsewhere" .')
    text = f"SELECT ?o FROM <{(tmp_path / 'other.ttl').as_uri()}> {{ ?s ?p ?o }}"
    fails(run("query", "-", cwd=folder, stdin=text), "--allow-remote")
    allowed = run("query", "-", "--allow-remote", "--format", "csv", cwd=folder, stdin=text)
    assert allowed.stdout == 'o\n"elsewhere"\n'


@pytest.mark.slow
def test_unknown_characters_pass_through_any_locale(folder: Path) -> None:
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    assert run("query", "claims", cwd=folder, **plain).returncode == 0
    done = run("view", "-o", "ascii.html", cwd=folder, **plain)
    assert done.returncode == 0
    assert run("view", "-o", "plain.html", cwd=folder).returncode == 0
    made = (folder / "ascii.html").read_bytes()
    assert made == (folder / "plain.html").read_bytes()
    assert not made.isascii()


@pytest.mark.slow
def test_a_reader_that_leaves_early_is_no_error(folder: Path) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "query", "-", "--format", "csv"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )
    assert process.stdin and process.stdout and process.stderr
    process.stdout.close()
    process.stdin.write(b"SELECT * { ?s ?p ?o . ?o ?q ?r }")
    process.stdin.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def unread(pipe: IO[bytes]) -> int:
    """How many bytes of a pipe nobody has read yet."""
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


def test_an_interruption_is_one_line(folder: Path) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "query", "-"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": SOURCE},
        # Where the tests run in the background, Ctrl-C is ignored, which a program keeps to.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdin
    process.stdin.write(b"SELECT")
    process.stdin.flush()
    # What it has read it no longer finds in the pipe: it waits for the rest of the question.
    while unread(process.stdin):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert (process.returncode, said.strip()) == (130, b"interrupted")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, clustergraph.cli as c; c.run(['--help']);"
        "print(*sorted({'rdflib','networkx','scipy','numpy','pyvis','pyshacl','yaml','sparq'}"
        " & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )
    assert done.stderr.strip() == ""
