"""What is typed beside all that a command takes is told the option that takes it."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from clustergraph.cli import run
from clustergraph.cli.surplus import quoted
from clustergraph.questions import queries

if TYPE_CHECKING:
    from pathlib import Path

CASES = {
    "query partners ULiège": "-p organisation=ULiège",
    "query partners organisation=ULiège": "-p organisation=ULiège",
    "query partners-in-year Université de Liège 2019": (
        '-p organisation="Université de Liège" -p year=2019'
    ),
    "query programme-figures H2020 any": "-p programme=H2020 -p basis=any",
    "query projects-by-words additive manufacturing": '-p words="additive manufacturing"',
    "flows country": "--by country",
    "evolution degree year": "--by year",
    "communities partners": "--network partners",
    "brokers BE NL": "--between BE --and NL",
    "what-if High Tech NL": '--remove "High Tech NL"',
    "validate graph.ttl": "--graph graph.ttl",
    "info https://example.org/sparql": "--graph https://example.org/sparql",
}


@pytest.mark.parametrize("line", CASES)
def test_the_option_that_takes_what_is_left_is_told(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shlex.split(line)) == 2
    assert capsys.readouterr().err.endswith(f"' is given with an option: {CASES[line]}\n")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("centrality degree H2020", "--programme H2020"),
        ("centrality Horizon 2020", '--programme "Horizon 2020"'),
        ("evolution degree H2020", "--programme H2020"),
        ("brokers Horizon 2020", '--programme "Horizon 2020"'),
        ("communities BE 2018..", "--country BE --years 2018.."),
        ("flows Wallonia", "--region Wallonia"),
        ("network-info materials", "--topic materials"),
    ],
)
def test_every_analysis_tells_the_filter_that_finds_what_is_left(
    line: str, told: str, curated_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*shlex.split(line), "--graph", str(curated_folder)]) == 2
    assert capsys.readouterr().err.endswith(f"' is given with an option: {told}\n")


def test_a_measure_that_there_is_not_is_still_one(
    curated_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["centrality", "degre", "--graph", str(curated_folder)]) == 2
    assert "unknown measure 'degre': did you mean degree" in capsys.readouterr().err


@pytest.mark.parametrize("name", queries.saved())
def test_every_question_says_how_its_values_are_given(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", name, "Nobody"]) == 2
    said = capsys.readouterr().err
    parameters = queries.saved()[name].parameters
    if parameters:
        told = re.search(r"-p (\w+)=Nobody$", said)
        assert told, said
        assert told[1] in {each.name for each in parameters}
    else:
        assert said == f"error: query '{name}' has no parameters, got 'Nobody'\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [("communities x", "'x' is one argument too many: see clustergraph communities --help"),
     ("path a b c d", "'c d' are 2 arguments too many: see clustergraph path --help"),
     ("query - x", "'x' is one argument too many: see clustergraph query --help"),
     ("query nonsense x", "unknown query 'nonsense': there are: "),
     ("query 'ASK { ?a ?b ?c }'",
      "a query of one's own comes from stdin, or from a FILE.rq: echo 'SELECT …' | clustergraph "
      "query -")],
)  # fmt: skip
def test_what_no_option_plainly_takes_is_one_too_many(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shlex.split(line)) == 2
    assert capsys.readouterr().err.startswith(f"error: {said}")


def test_a_graph_folder_is_no_argument(
    curated_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["info", str(curated_folder)]) == 2
    assert f"--graph {quoted(str(curated_folder))}" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["a b", "l'or", 'a "b" $c', "é;x", "", "a`b`"])
def test_a_shell_reads_what_is_quoted_as_it_was(text: str) -> None:
    assert shlex.split(quoted(text)) == [text]
