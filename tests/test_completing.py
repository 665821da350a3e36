"""What a shell offers, and the query as any engine takes it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import clustergraph as cg
from clustergraph.graph.copies import to_rdflib
from clustergraph.measures.registry import MEASURES
from clustergraph.questions import queries

if TYPE_CHECKING:
    from pathlib import Path


def offered(*words: str) -> list[str]:
    """What is offered for the last word."""
    line = " ".join(["clustergraph", *words])
    done = subprocess.run(
        [sys.executable, "-m", "clustergraph"],
        env={**os.environ, "_CLUSTERGRAPH_COMPLETE": "bash_complete", "COMP_WORDS": line,
             "COMP_CWORD": str(len(words))},
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.stderr == ""
    return [row.partition(",")[2] for row in done.stdout.splitlines() if row]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["query", ""], [*queries.saved()]),
        (["query", "open-"], ["open-calls"]),
        (["query", "partners-in-year", "-p", "y"], ["year="]),
        (["query", "nothing", "-p", ""], []),
        (["describe", "brok"], ["broken-names", "brokers"]),
        (["centrality", ""], [*MEASURES]),
        (["centrality", "degree", "betw"], ["betweenness"]),
        (["view", "--network", ""], [*queries.networks()]),
        (["communities", "--network", "proj"], ["projects"]),
        (["view", "--measure", "pager"], ["pagerank"]),
        (["export", "x.gexf", "--measures", "degree,commu"], ["degree,community"]),
        (["centrality", "--weighting", "n"], ["newman"]),
        (["fetch", "cordis-h"], ["cordis-he", "cordis-h2020"]),
        (["build", "--engine", "s"], ["sparq"]),
    ],
    ids=" ".join,
)
def test_names_are_offered(words: list[str], expected: list[str]) -> None:
    assert sorted(offered(*words)) == sorted(expected)


@pytest.mark.slow
def test_names_of_another_folder_are_offered(tmp_path: Path) -> None:
    (tmp_path / "network").mkdir()
    for name in ("zz-mine.rq", "network/zz-ours.rq"):
        (tmp_path / name).write_text("#+ title: Mine\nSELECT ?c { ?c a ?d }")
    chosen = ["--queries", str(tmp_path)]
    assert offered("query", *chosen, "zz-") == ["zz-mine"]
    for command in (["centrality"], ["view"], ["publish"], ["export", "x.gexf"]):
        assert offered(*command, *chosen, "--network", "zz-") == ["zz-ours"]


@pytest.mark.slow
def test_the_query_with_its_values_gives_the_same_rows_elsewhere(curated_folder: Path) -> None:
    graph = cg.open(curated_folder)
    text = cg.sparql(graph, "partners", organisation="mecatech")
    assert not any(mark in text for mark in ("$", "#+", "[[["))
    rows = [row.asdict()["partner"] for row in to_rdflib(graph).query(text)]
    expected = cg.query(graph, "partners", organisation="mecatech")
    assert len(expected) == 10
    assert sorted(map(str, rows)) == sorted(cell.value for cell in expected["partner"] if cell)


@pytest.mark.slow
def test_the_command_prints_it_and_asks_nothing(curated_folder: Path) -> None:
    asked = ["query", "partners", "-p", "organisation=mecatech", "--show-sparql"]
    command = [sys.executable, "-m", "clustergraph", *asked, "--graph", str(curated_folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    graph = cg.open(curated_folder)
    assert done.stdout == cg.sparql(graph, "partners", organisation="mecatech")
    assert done.returncode == 0
