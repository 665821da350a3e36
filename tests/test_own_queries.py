"""Queries and networks of a user's own: asked and listed like built-in ones, faults in one line."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from clustergraph import resources
from clustergraph.answers import asking
from clustergraph.cli import run
from clustergraph.cli.program import cli
from clustergraph.questions import queries

if TYPE_CHECKING:
    from pathlib import Path

MINE = """#+ title: Mine
#+ question: Which clusters are there?
SELECT ?c WHERE { ?c a <https://w3id.org/clustergraph/ontology#Cluster> }
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of own queries, where XDG has it."""
    monkeypatch.delenv(resources.OWN_QUERIES, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "clustergraph" / "queries"
    (folder / "network").mkdir(parents=True)
    return folder


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, str]]]:
    capsys.readouterr()
    assert run(["query", "--format", "json"]) == 0
    found: dict[str, list[dict[str, str]]] = {}
    for row in json.loads(capsys.readouterr().out)["results"]["bindings"]:
        found.setdefault(row["name"]["value"], []).append(
            {name: cell["value"] for name, cell in row.items()}
        )
    return found


@pytest.mark.slow
def test_an_own_query_is_asked_listed_described_and_completed(
    own: Path, curated_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "own" not in listed(capsys)["partners"][0]
    (own / "mine.rq").write_text(MINE)
    rows = listed(capsys)
    assert rows["mine"][0]["question"] == "Which clusters are there?"
    assert rows["mine"][0]["own"] == str(own / "mine.rq")
    assert rows["partners"][0]["own"] == ""
    assert run(["query", "mine", "--graph", str(curated_file)]) == 0
    assert "MecaTech" in capsys.readouterr().out
    assert asking.describe("mine").question == "Which clusters are there?"
    command = cli.get_command(None, "query")  # type: ignore[arg-type]
    assert command
    name = next(each for each in command.params if each.name == "name")
    offered = name.shell_complete(None, "mi")  # type: ignore[arg-type]
    assert [each.value for each in offered] == ["mine"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("broken", "SELECT ?c WHERE { ?c a ", "not valid SPARQL"),
        ("header", "#+ title: [\nSELECT ?c { ?c a ?d }", "header is not YAML"),
        ("partners", MINE, "clustergraph has 'partners' already; give the file another name"),
    ],
)
def test_a_fault_is_one_line_and_keeps_no_other_from_being_asked(
    name: str, text: str, said: str, own: Path, curated_file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = own / f"{name}.rq"
    path.write_text(text)
    for command in (["query", name, "--graph", str(curated_file)], ["describe", name]):
        assert run(command) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"error: {path}")
        assert said in line
    assert said in listed(capsys)[name][-1]["question"]
    assert run(["query", "claims", "--graph", str(curated_file)]) == 0
    assert run(["describe"]) == 0


@pytest.mark.slow
def test_an_own_network_is_analysed_like_a_built_in_one(own: Path, curated_file: Path) -> None:
    text = (resources.queries_dir() / "network" / "partners.rq").read_text()
    (own / "network" / "ours.rq").write_text(text)
    assert "ours" in queries.networks()
    for network, code in (("ours", 0), ("theirs", 2)):
        asked = ["centrality", "--network", network, "--graph", str(curated_file)]
        assert run(asked) == code


def test_a_variable_names_another_folder(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "shared-one.rq").write_text(MINE)
    monkeypatch.setenv(resources.OWN_QUERIES, str(tmp_path / "team"))
    assert "shared-one" in queries.saved()
    monkeypatch.setenv(resources.OWN_QUERIES, str(tmp_path / "nowhere"))
    assert "shared-one" not in queries.saved()


RULE = """#+ title: Named
#+ severity: warning
#+ message: A cluster, {such} as it is.
SELECT ?focus { ?focus a <https://w3id.org/clustergraph/ontology#Cluster> }
"""


@pytest.mark.slow
def test_an_own_rule_is_applied_and_one_with_a_fault_only_named(
    tmp_path: Path, curated_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    command = ["validate", "--graph", str(curated_file), "--format", "json"]
    run(command)
    before = json.loads(capsys.readouterr().out)["findings"]
    (rules / "cluster-violation.rq").write_text(RULE)
    faults = {
        "text": RULE.replace("}\n", ""),
        "elsewhere": RULE.replace("{ ?f", "{ SERVICE <http://127.0.0.1:9/> {} ?f"),
        "focus": RULE.replace("?focus", "?it"),
        "header": RULE.replace("severity: warning", "severity: bad"),
        "label": RULE,
        "form": "ASK {}" + RULE.partition("SELECT")[0],
    }
    for name, text in faults.items():
        (rules / f"{name}-violation.rq").write_text(text)
    assert run([*command, "--queries", str(tmp_path)]) == 0
    found = [each for each in json.loads(capsys.readouterr().out)["findings"] if each not in before]
    said = {each["rule"]: each["message"] for each in found}
    assert set(said) == {"cluster", *faults}
    assert said.pop("cluster") == "A cluster, {such} as it is."
    assert all(f"{name}" in text and "left out" in text for name, text in said.items())
    assert resources.OWN_QUERIES not in os.environ


@pytest.mark.slow
def test_an_own_rule_that_takes_too_long_keeps_no_other_from_being_applied(
    tmp_path: Path, curated_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rules").mkdir()
    many = " ".join(f"?s{number} ?p{number} ?o{number} ." for number in range(5))
    endless = RULE.replace("?focus { ", f"?focus {{ {many} FILTER(?s0 = ?s4 && ?o0 = ?p4) ")
    (tmp_path / "rules" / "a-violation.rq").write_text(endless)
    (tmp_path / "rules" / "b-violation.rq").write_text(RULE)
    command = ["validate", "--graph", str(curated_file), "--format", "json", "--timeout", "3"]
    assert run([*command, "--queries", str(tmp_path)]) == 0
    said = {
        each["rule"]: each["message"] for each in json.loads(capsys.readouterr().out)["findings"]
    }
    assert said["b"] == "A cluster, {such} as it is."
    assert "left out" in said["a"] and "3 s" in said["a"]


def test_an_option_names_another_folder_for_one_command(
    tmp_path: Path, curated_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.rq").write_text(MINE)
    command = ["query", "mine", "--graph", str(curated_file)]
    assert run([*command, "--queries", str(tmp_path)]) == 0
    assert run(command) == 2
    assert run([*command, "--queries", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.slow
def test_a_site_is_of_a_network_of_ones_own(tmp_path: Path, curated_file: Path) -> None:
    (tmp_path / "network").mkdir()
    text = (resources.queries_dir() / "network" / "partners.rq").read_text()
    (tmp_path / "network" / "ours.rq").write_text(text)
    asked = ["--graph", str(curated_file), "--country", "LU", "-o"]
    own = ["--queries", str(tmp_path), "--network", "ours"]
    assert run(["publish", *asked, str(tmp_path / "site"), *own]) == 0
    assert (tmp_path / "site" / "index.html").is_file()
