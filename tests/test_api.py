"""`import clustergraph as cg`: the document about it is run; what it does not show is tested."""

from __future__ import annotations

import doctest
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import nbformat
import networkx as nx
import pyoxigraph as ox
import pytest
from jsonschema import Draft202012Validator
from nbclient import NotebookClient

import clustergraph as cg
from clustergraph import errors
from clustergraph.answers.asking import contracts
from clustergraph.answers.registry import ANALYSES
from clustergraph.cli.commands import COMMANDS
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


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_the_notebook_runs(
    repo: Path, curated_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graph").symlink_to(curated_folder)
    monkeypatch.setenv("PYTHONPATH", str(repo / "src"))
    book = nbformat.read(repo / "docs/notebook.ipynb", as_version=4)
    nbformat.validate(book)
    assert not any(cell.get("outputs") for cell in book.cells), "commit it without outputs"
    NotebookClient(book, resources={"metadata": {"path": str(tmp_path)}}, timeout=300).execute()
    shown = [
        output.get("data", {}).get("text/plain", "") + output.get("text", "")
        for cell in book.cells
        for output in cell.get("outputs", [])
    ]
    assert shown[0].startswith("<graph graph: ")
    assert shown[1] == "<partners: 10 rows × 6 columns>"
    assert shown[-1].startswith("unknown query 'partnrs': did you mean partners")
    assert nx.read_graphml(tmp_path / "partners.graphml").number_of_edges() > 0


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


@pytest.mark.slow
def test_values_may_be_numbers_and_booleans(curated_folder: Path, tmp_path: Path) -> None:
    graph = cg.open(curated_folder)
    assert len(cg.query(graph, "partners-in-year", year=2014).rows) > 0
    asked = tmp_path / "same.rq"
    asked.write_text("#+ parameters:\n#+   wanted: boolean\nASK { FILTER($wanted) }")
    assert cg.query(graph, asked, wanted=True) is True
    assert cg.query(graph, str(asked), wanted=False) is False


def test_a_network_is_a_plain_networkx_graph(curated_folder: Path) -> None:
    assert type(cg.network(cg.open(curated_folder), "partners")) is nx.Graph


def _gexf(network: nx.Graph[str], path: Path) -> nx.Graph[str]:
    nx.write_gexf(network, path)
    return nx.read_gexf(path)


def _graphml(network: nx.Graph[str], path: Path) -> nx.Graph[str]:
    nx.write_graphml(network, path)
    return nx.read_graphml(path)


def _json(network: nx.Graph[str], path: Path) -> nx.Graph[str]:
    path.write_text(json.dumps(nx.node_link_data(network, edges="edges")))
    found: nx.Graph[str] = nx.node_link_graph(json.loads(path.read_text()), edges="edges")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("through", [_gexf, _graphml, _json])
@pytest.mark.parametrize("name", ["partners", "everything"])
def test_the_writers_of_networkx_take_a_network(
    curated_folder: Path, name: str, through: Any, tmp_path: Path
) -> None:
    network = cg.network(cg.open(curated_folder), name)
    found = through(network, tmp_path / "network")
    assert dict(found.nodes(data=True)) == dict(network.nodes(data=True))
    for one, other, data in network.edges(data=True):
        assert data.items() <= found[one][other].items()
    assert found.number_of_edges() == network.number_of_edges() > 0


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:(Node|Edge) attribute:UserWarning")
def test_pajek_and_gml_and_pickle_take_it_too(curated_folder: Path, tmp_path: Path) -> None:
    network = cg.network(cg.open(curated_folder), "partners")
    nx.write_pajek(network, tmp_path / "p.net")
    found = nx.read_pajek(tmp_path / "p.net")
    assert {*found} == {*network}
    nx.write_gml(network, tmp_path / "g.gml", stringizer=str)
    assert nx.read_gml(tmp_path / "g.gml").number_of_edges() == network.number_of_edges()


# Each runs until it is stopped, or runs commands.
NO_FUNCTION = {"serve", "mcp", "demo"}


def test_every_command_has_its_function(repo: Path) -> None:
    functions = {ANALYSES[name].function if name in ANALYSES else name for name in COMMANDS}
    missing = functions - set(cg.__all__)
    assert missing == NO_FUNCTION
    told = (repo / "docs/python.md").read_text()
    for name in functions - NO_FUNCTION:
        assert f"`cg.{name}`" in told or f"cg.{name}(" in told, name
    for name in NO_FUNCTION:
        assert f"`{name}`" in told


def test_every_error_for_users_is_public() -> None:
    assert cg.Error is errors.ClustergraphError
    for error in errors.ClustergraphError.__subclasses__():
        assert getattr(cg, error.__name__) is error


@pytest.mark.slow
def test_a_graph_is_built_asked_and_taken_along(tmp_path: Path) -> None:
    facts = tmp_path / "facts.ttl"
    facts.write_text(
        "@prefix cg: <https://w3id.org/clustergraph/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "<https://example.org/p> cg:partner <https://example.org/a>, <https://example.org/b> .\n"
        '<https://example.org/a> a cg:Organisation ; rdfs:label "A" .\n'
        '<https://example.org/b> a cg:Organisation ; rdfs:label "B" .\n'
    )
    graph = cg.build(f"rdf={facts}", graph=tmp_path / "g")
    assert graph.manifest is not None
    assert repr(graph) == (
        f"<graph {tmp_path / 'g'}: {graph.manifest.triples:,} triples, "
        f"build {graph.manifest.build_id[:12]}>"
    )
    assert cg.info(graph) == cg.info(tmp_path / "g")
    assert cg.info(tmp_path / "g", verify=True) == []
    assert any(each.focus == "https://example.org/a" for each in cg.validate(graph))
    written = cg.export(graph, tmp_path / "n.csv", network="partners", measures=["degree"])
    assert [path.name for path in written] == ["n.nodes.csv", "n.edges.csv"]
    assert "Degree" in written[0].read_text().partition("\n")[0].split(",")
    page = cg.view(graph, tmp_path / "n.html", about="A", lang="fr")
    assert '<html lang="fr"' in page.html
    assert (tmp_path / "n.html").read_text() == page.html
    assert page.save(tmp_path / "copy.html").read_text() == page.html
    frame = page._repr_html_()
    assert frame.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    assert frame.count('"') == 12  # of the attributes alone: none of the page ends one
    assert len(cg.reconcile(graph)) == 0
    assert cg.template(tmp_path / "t.csv").stat().st_size > 100
    with pytest.raises(cg.RequestError, match="'facts' is not SOURCE=PATH"):
        cg.build("facts", graph=tmp_path / "g")


def test_a_query_can_be_text(curated_folder: Path) -> None:
    graph = cg.open(curated_folder)
    cluster = "PREFIX cg: <https://w3id.org/clustergraph/ontology#> "
    found = cg.query(graph, sparql=f"{cluster}SELECT ?c WHERE {{ ?c a cg:Cluster }}")
    assert isinstance(found, cg.Answer)
    assert len(found) == len(found.rows) > 0
    assert cg.query(graph, sparql=f"{cluster}ASK {{ ?c a cg:Cluster }}") is True
    held = "#+ parameters:\n#+   wanted: boolean\nASK { FILTER($wanted) }"
    assert cg.query(graph, sparql=held, wanted=False) is False
    with pytest.raises(cg.QueryError, match=r"^sparql:1:\d+: not valid SPARQL"):
        cg.query(graph, sparql="SELECT WHERE {")
    with pytest.raises(cg.QueryError, match=r"^sparql: not a query"):
        cg.query(graph, sparql="DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(cg.RequestError, match="give the name"):
        cg.query(graph)  # type: ignore[call-overload]


def test_tables_and_answers_are_sequences_of_rows(curated_folder: Path) -> None:
    answer = cg.query(cg.open(curated_folder), "partners", organisation="mecatech")
    table = answer.table
    for found in (answer, table):
        assert len(found) == 10
        assert list(found) == found.rows
        assert found[0] == found.rows[0]
        assert found[-1] == found.rows[-1]
        assert found["partner"] == [row[0] for row in found]
        assert found[1:3].rows == found.rows[1:3]
        with pytest.raises(cg.RequestError, match="unknown column 'partnr': did you mean partner"):
            found["partnr"]
        with pytest.raises(IndexError):
            found[10]
    empty = tables.Table(("a",))
    assert (len(empty), bool(empty), repr(empty)) == (0, True, "<table: 0 rows × 1 columns>")


def test_what_is_shown_of_a_thing_is_short(curated_folder: Path) -> None:
    graph = cg.open(curated_folder)
    answer = cg.rank(graph, measures=["degree"], top=2)
    shown = [graph, answer, answer.table, answer.operation, cg.describe("partners")]
    assert all(len(repr(each)) < 300 for each in shown), [repr(each) for each in shown]
    assert repr(cg.describe("partners")) == "<partners: organisation>"


def test_a_network_is_chosen_by_keywords(curated_folder: Path) -> None:
    graph = cg.open(curated_folder)
    found = cg.network(graph, "partners", country="BE", weighting="newman", lang="fr")
    assert {data["country"] for _, data in found.nodes(data=True)} == {"BE"}
    assert "agence" in {data["kind"] for _, data in found.nodes(data=True)}
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
rows = cg.query(graph, sparql="SELECT * WHERE { ?s ?p ?o } LIMIT 3")
assert isinstance(rows, cg.Answer)
first: str = str(rows[0]) + str(rows["s"][0]) + str(len(rows[:2]))
files = [path.name for path in cg.export(graph, "g.gexf", measures=["degree"], country="BE")]
worst: list[cg.Finding] = cg.validate(graph)
built: cg.Location = cg.build("rdf=facts.ttl", graph="graph")
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    return path


@pytest.mark.slow
def test_mypy_knows_the_types_of_what_is_offered(script: Path, repo: Path) -> None:
    wrong = script.with_name("wrong.py")
    wrong.write_text(SCRIPT + "count: int = cg.rank(graph)\ncg.rank(graph, to=3)\n")
    # What it knows of the packages from the last time, or from `make lint`, need not be found anew.
    cache = f"--cache-dir={repo / '.mypy_cache'}"
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", cache]
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
    assert str(found.notes[1]).startswith("network partners, country BE: 2 members, 1 tie;")
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
