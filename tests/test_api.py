"""`import clustergraph as cg`: the document about it is run; what it does not show is tested."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox
import pytest
from jsonschema import Draft202012Validator

import clustergraph as cg
from clustergraph.answers.asking import contracts
from clustergraph.errors import RequestError
from clustergraph.formats import tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_the_document_shows_what_happens(
    repo: Path, curated_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pandas")
    (tmp_path / "graph").symlink_to(curated_folder)
    monkeypatch.chdir(tmp_path)
    # A fence is no output.
    text = re.sub("^```.*$", "", (repo / "docs/python.md").read_text(), flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(text, {}, "python.md", "docs/python.md", 0)
    assert len(test.examples) >= 15
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    told: list[str] = []
    failed = doctest.DocTestRunner(optionflags=flags).run(test, out=told.append).failed
    assert not failed, "".join(told)


def test_what_is_offered_is_there() -> None:
    assert set(dir(cg)) == set(cg.__all__)
    for name in cg.__all__:
        assert getattr(cg, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cg.nothing


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, clustergraph; print({'pyoxigraph', 'click', 'rdflib'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def test_values_may_be_numbers_and_booleans(curated_folder: Path, tmp_path: Path) -> None:
    graph = cg.open(curated_folder)
    assert len(cg.query(graph, "partners-in-year", year=2014).rows) > 0
    asked = tmp_path / "same.rq"
    asked.write_text("#+ parameters:\n#+   wanted: boolean\nASK { FILTER($wanted) }")
    assert cg.query(graph, asked, wanted=True) is True
    assert cg.query(graph, str(asked), wanted=False) is False


def test_a_network_is_a_plain_networkx_graph(curated_folder: Path) -> None:
    assert type(cg.network(cg.open(curated_folder), "partners")) is nx.Graph


def test_a_network_is_chosen_by_keywords(curated_folder: Path) -> None:
    graph = cg.open(curated_folder)
    found = cg.network(graph, "partners", country="BE", weighting="newman", lang="fr")
    assert {data["country"] for _, data in found.nodes(data=True)} == {"BE"}
    assert "agence" in {data["type"] for _, data in found.nodes(data=True)}
    whole = cg.network(graph, "partners")
    assert 0 < found.number_of_edges() < whole.number_of_edges()
    stable = cg.network(graph, "partners", stable=2)
    assert {weight for *_, weight in stable.edges(data="weight")} == {
        weight for *_, weight in whole.edges(data="weight") if weight >= 2
    }
    with pytest.raises(RequestError, match="unknown weighting 'pmi'"):
        cg.network(graph, "partners", weighting="pmi")


def test_a_notebook_shows_labels_and_nothing_that_runs() -> None:
    bad = "<script>alert(1)</script>"
    table = tables.Table(
        ("thing", "thingLabel", bad),
        [(ox.NamedNode("urn:a&b"), ox.Literal(bad), ox.Literal(number)) for number in range(150)],
    )
    shown = table._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "urn:a" not in shown
    assert shown.count("<tr>") == 101
    assert shown.endswith("<p>and 50 more rows</p>")


def test_pandas_keeps_numbers_that_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    table = tables.Table(("n", "t"), [(ox.Literal(1), ox.Literal("a")), (None, None)])
    frame = table.to_pandas()
    assert [str(kind) for kind in frame.dtypes] == ["Int64", "string"]
    assert int(frame["n"].isna().sum()) == 1
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(RequestError, match="pip install pandas"):
        table.to_pandas()


SCRIPT = """
import networkx as nx
import polars as pl

import clustergraph as cg

graph: cg.Location = cg.open("graph")
answer: cg.Answer = cg.query(graph, "partners", organisation="mecatech")
frame: pl.DataFrame = answer.to_polars()
ranked: cg.Answer = cg.rank(graph, measures=["degree"], country="BE", years=(2014, 2020), top=3)
brokers = cg.brokers(graph, between="BE3", and_="NL")
notes: tuple[cg.Note, ...] = brokers.notes
steps: cg.Answer = cg.path(graph, "MecaTech", "High Tech NL", chains=2)
network: "nx.Graph[str]" = cg.network(graph, "partners")
contract: cg.Contract = cg.describe("brokers")
names: list[str] = [each.name for each in contract.parameters]
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    return path


@pytest.mark.slow
def test_mypy_knows_the_types_of_what_is_offered(script: Path) -> None:
    wrong = script.with_name("wrong.py")
    wrong.write_text(SCRIPT + "count: int = cg.rank(graph)\ncg.rank(graph, to=3)\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--no-incremental"]
    done = subprocess.run([*command, script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    done = subprocess.run([*command, wrong], capture_output=True, text=True)
    assert "Found 2 errors" in done.stdout


@pytest.mark.slow
def test_pyright_knows_them_too(script: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, script],
        capture_output=True,
        text=True,
    )
    assert "0 errors, 0 warnings" in done.stdout, done.stdout + done.stderr


def test_an_answer_tells_what_was_asked_and_where_it_comes_from(curated_folder: Path) -> None:
    graph = cg.open(curated_folder)
    found = cg.rank(graph, measures=["degree"], country="BE", top=2)
    # Two tied by one partnership: equal, so in the order of their IRIs.
    assert [cell.value for cell in found.column("label") if cell] == [
        "AWEX-Invest in Wallonia",
        "MecaTech",
    ]
    assert found.operation is not None
    assert found.operation.name == "centrality"
    assert found.asked["measures"] == ("degree",)
    assert (found.asked["country"], found.asked["top"]) == ("BE", 2)
    assert str(found.notes[0]) == "country BE: Belgium (country, BE, ISO BE)"
    assert [(each.text, each.thing.label) for each in found.named] == [("BE", "Belgium")]
    assert str(found.notes[1]).startswith("network partners, country BE: 2 members, 1 ties")
    assert found.chart is not None
    assert found.chart.kind == "ranking"
    assert str(found.origin).startswith("Source: Facts curated by the clustergraph maintainers")
    assert repr(found) == "<centrality: 2 rows × 6 columns>"
    shown = found._repr_html_()
    assert "MecaTech" in shown
    assert "network partners, country BE" in shown


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"top": 0}, "top 0: not a whole number, 1 or more"),
        ({"top": "x"}, "top x: not a whole number, 1 or more"),
        ({"years": "20"}, "years 20: give a year or a range"),
        ({"measures": ["betweeness"]}, "unknown measure 'betweeness': did you mean betweenness"),
        ({"min_contribution": -5}, "min_contribution -5: give an amount in euro"),
    ],
)
def test_a_value_that_does_not_fit_names_its_parameter(
    curated_folder: Path, given: dict[str, Any], message: str
) -> None:
    with pytest.raises(cg.Error, match=f"^{message}"):
        cg.rank(cg.open(curated_folder), **given)


@pytest.mark.slow
def test_every_question_and_analysis_has_a_contract_in_json_schema() -> None:
    for name, contract in contracts().items():
        schema = contract.schema("fr")
        Draft202012Validator.check_schema(schema)
        asked = schema["properties"]["parameters"]["properties"]
        assert set(asked) == {each.name for each in contract.parameters}, name
    assert cg.describe("partners").column("partner").type == "iri"
    with pytest.raises(cg.Error, match="unknown question or analysis 'partnrs': did you mean"):
        cg.describe("partnrs")
