"""The commands on networks as people run them: forms of output, refusals, always the same bytes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import polars as pl
import pytest

from clustergraph import cli
from clustergraph.answers.answer import origin
from clustergraph.cli import program
from clustergraph.graph.opening import open_graph
from clustergraph.web.page.view import View
from commands import runner

if TYPE_CHECKING:
    from commands import Runner

PROJECT = """@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
<urn:p> a cg:Project .
<urn:a> cg:participant o:awex ; cg:inProject <urn:p> .
<urn:b> cg:participant o:high-tech-nl ; cg:inProject <urn:p> .
"""
COMMANDS = {
    "centrality": ["centrality", "degree", "pagerank"],
    "communities": ["communities"],
    "members": ["communities", "--members"],
    "backbone": ["backbone", "--alpha", "0.5"],
    "network-info": ["network-info"],
    "evolution": ["evolution", "strength"],
    "what-if": ["what-if", "--remove", "MecaTech"],
    "more": ["what-if", "--add-project", "more.ttl"],
}
DRAWN = {"centrality", "communities", "members", "network-info", "evolution"}


ALL = """
import json, pathlib, sys
from clustergraph.cli import run
for name, arguments in json.loads(sys.argv[1]).items():
    for form in ("csv", "svg", "gexf"):
        run([*arguments, "-o", f"{sys.argv[2]}/{name}.{form}"])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a graph in it, as after `clustergraph build`."""
    path = tmp_path_factory.mktemp("work")
    assert cli.run(["build", "--graph", str(path / "graph")]) == 0
    (path / "more.ttl").write_text(PROJECT)
    return path


@pytest.fixture
def run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Runner:
    monkeypatch.chdir(folder)
    return runner(capfdbinary)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_table_comes_in_every_form_with_the_same_rows(
    run: Runner, folder: Path, name: str
) -> None:
    for form in ("csv", "json", "parquet"):
        done = run(*COMMANDS[name], "-o", f"{name}.{form}")
        assert (done.code, done.out) == (0, b"")
        assert f"{name}.{form}: " in done.err
    rows = list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text())))
    typed = json.loads((folder / f"{name}.json").read_text())
    assert typed == pl.read_parquet(folder / f"{name}.parquet").to_dicts()
    assert rows and [*rows[0]] == [*typed[0]]
    for row, values in zip(rows, typed, strict=True):
        for column, value in values.items():
            if isinstance(value, str) or value is None:
                assert row[column] == (value or "")
            else:
                assert float(row[column]) == value
    assert len(run(*COMMANDS[name]).out.decode().splitlines()) == len(rows) + 2


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(DRAWN))
def test_every_ranking_comes_as_a_picture(run: Runner, folder: Path, name: str) -> None:
    for form, start in (("svg", b"<?xml"), ("png", b"\x89PNG")):
        assert run(*COMMANDS[name], "-o", f"{name}.{form}").code == 0
        assert (folder / f"{name}.{form}").read_bytes().startswith(start)


@pytest.mark.slow
def test_neither_hash_seed_nor_threads_change_a_byte(folder: Path, tmp_path: Path) -> None:
    written = []
    for seed, threads in (("1", "1"), ("2", "2"), ("3", "4")):
        into = tmp_path / seed
        into.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", ALL, json.dumps(COMMANDS), str(into)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).resolve().parents[1] / "src"),
                "PYTHONHASHSEED": seed,
                "NUMBA_NUM_THREADS": threads,
                "OMP_NUM_THREADS": threads,
                "POLARS_MAX_THREADS": threads,
                "RAYON_NUM_THREADS": threads,
            },
        )
        files = {path.name: path.read_bytes() for path in sorted(into.iterdir())}
        written.append((files, done.stderr.replace(str(into), "")))
    assert len(written[0][0]) == len(COMMANDS) + len(DRAWN) + 1
    assert written[0] == written[1] == written[2]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_a_backbone_opens_in_other_tools(run: Runner, folder: Path, form: str) -> None:
    done = run(*COMMANDS["backbone"], "-o", f"ties.{form}")
    assert done.code == 0
    assert "kept at alpha 0.5: 2 ties (28.6%) with 58.3% of the weight" in done.err
    read = nx.read_gexf if form == "gexf" else nx.read_graphml
    graph = read(folder / f"ties.{form}")
    assert graph.number_of_edges() == 2
    assert sorted(data["weight"] for *_, data in graph.edges(data=True)) == [3.0, 4.0]
    assert "MecaTech" in {data["label"] for _, data in graph.nodes(data=True)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["centrality", "-o", "rank.pdf"], ["rank.pdf", "'.pdf'", ".csv", ".svg"]),
        (["centrality", "-o", "rank"], ["unknown format", ".csv"]),
        (["centrality", "-o", "rank.csv", "--format", "json"], ["does not fit"]),
        (["centrality", "--format", "svg"], ["svg", "csv"]),
        (["what-if", "--remove", "MecaTech", "-o", "x.svg"], [".svg", ".csv"]),
        (["backbone", "--alpha", "2"], ["--alpha 2"]),
        (["communities", "--resolution", "0"], ["--resolution 0"]),
        (["evolution", "degre"], ["unknown measure", "degree"]),
        (["evolution", "degree", "--by", "decade"], ["unknown by", "year"]),
        (["evolution", "degree", "--network", "everything"], ["direct ties"]),
        (["what-if"], ["--remove", "--add-project"]),
        (["what-if", "--remove", "Nobody at all"], ["Nobody at all"]),
        (["what-if", "--add-project", "nothing.ttl"], ["nothing.ttl"]),
        (["network-info", "--country", "XX"], ["--country: nothing is called 'XX'"]),
    ],
)
def test_a_wrong_request_is_one_line(run: Runner, arguments: list[str], words: list[str]) -> None:
    done = run(*arguments)
    said = done.err.splitlines()
    assert (done.code, done.out) == (2, b"")
    assert said[-1].startswith("error: ")
    for word in words:
        assert word in said[-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["centrality", "communities", "backbone", "network-info"])
def test_a_network_without_ties_is_said(run: Runner, name: str) -> None:
    done = run(*COMMANDS[name], "--stable", "50", "--format", "json")
    assert done.code == 0
    assert "network partners, stable 50 has no ties" in done.err
    json.loads(done.out)
    if name in DRAWN:
        assert run(*COMMANDS[name], "--stable", "50", "-o", "none.svg").code == 0


@pytest.mark.slow
def test_a_picture_names_its_sources_and_their_release(folder: Path) -> None:
    told = str(origin(open_graph(folder / "graph")))
    assert told.startswith("Source: Facts curated by the clustergraph maintainers (0.1.0). Graph ")


def test_what_a_page_was_made_of_stays_until_the_program_ends(folder: Path) -> None:
    where, output = ["--graph", str(folder / "graph")], ["-o", str(folder / "kept.html")]
    kept: list[object] = []
    assert program.run(["view", *where, *output], kept=kept) == 0
    assert [type(each) for each in kept] == [View]
