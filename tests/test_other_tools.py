"""Files as other people's programs read them: networks by NetworkX, igraph, graphology,
Cytoscape.js, Tulip and JGraphT, triples by RDF4J and Jena."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pyoxigraph as ox
import pytest
from python_calamine import CalamineWorkbook

import clustergraph as cg
import jena
import required
from clustergraph.formats import tables
from clustergraph.formats.tables import Look, Table
from clustergraph.terms import XSD

pytestmark = pytest.mark.slow

TOOLS = Path(__file__).parent / "tools"
JARS = Path("/usr/share/java")
# What Debian's libjgrapht-java needs to run.
_NEEDED = ("jgrapht-core", "jgrapht-io", "jheaps", "antlr4-runtime", "commons-text",
           "commons-lang3")  # fmt: skip
# What its librdf4j-java does.
_RDF4J = ("slf4j-api", "guava", "commons-io", "commons-codec", "commons-lang3",
          "commons-text", "jackson-core", "jackson-databind", "jackson-annotations", "jsonld-java",
          "httpclient", "httpclient-cache", "httpcore", "commons-logging")  # fmt: skip
# Nodes by their IRIs, and ties: their ends, and what is said of them.
Nodes = dict[str, dict[str, Any]]
Ties = list[tuple[str, str, dict[str, Any]]]


def with_networkx(path: Path) -> tuple[Nodes, Ties]:
    found = nx.read_gexf(path) if path.suffix == ".gexf" else nx.read_graphml(path)
    assert found.is_directed() == ("everything" in path.name)
    iris = dict(found.nodes(data="iri"))
    ties = [(iris[one], iris[other], data) for one, other, data in found.edges(data=True)]
    places = {
        iris[node]: data.get("viz", {}).get("position", {}) for node, data in found.nodes.items()
    }
    return {iris[node]: data | places[iris[node]] for node, data in found.nodes(data=True)}, ties


def with_igraph(path: Path) -> tuple[Nodes, Ties]:
    found = igraph.Graph.Read_GraphML(str(path))
    assert found.is_directed() == ("everything" in path.name)
    nodes = {each["iri"]: each.attributes() for each in found.vs}
    iris = found.vs["iri"]
    return nodes, [(iris[each.source], iris[each.target], each.attributes()) for each in found.es]


def _node(program: str, path: Path) -> Any:
    """What a program prints as JSON."""
    modules = required.node_modules(Path(__file__).parents[1])
    command = ["node", TOOLS / program, path, modules]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def with_cytoscape(path: Path) -> tuple[Nodes, Ties]:
    """Cytoscape.js, by the lines of code that the documentation gives."""
    found = _node("cytoscape.mjs", path)
    assert all(iri == told["id"] for iri, told in found["nodes"])
    return dict(found["nodes"]), [(one, other, told) for one, other, told in found["ties"]]


def with_graphology(path: Path) -> tuple[Nodes, Ties]:
    found = _node("read.mjs", path)
    assert found["type"] == ("directed" if "everything" in path.name else "undirected")
    iris = {number: told["iri"] for number, told in found["nodes"]}
    nodes = {told["iri"]: told for _number, told in found["nodes"]}
    return nodes, [(iris[one], iris[other], told) for one, other, told in found["ties"]]


def with_tulip(path: Path) -> tuple[Nodes, Ties]:
    tlp = pytest.importorskip("tulip", reason="no wheel of tulip for this platform").tlp
    asked = tlp.getDefaultPluginParameters("GraphML")
    asked["file::filename"] = str(path)
    found = tlp.importGraph("GraphML", asked)
    names = [name for name in found.getProperties() if not name.startswith("view")]
    iris = {node.id: found["iri"][node] for node in found.getNodes()}
    nodes = {
        iris[node.id]: {name: found[name][node] for name in names} for node in found.getNodes()
    }
    return nodes, [
        (iris[found.source(tie).id], iris[found.target(tie).id],
         {name: found[name][tie] for name in names})
        for tie in found.getEdges()
    ]  # fmt: skip


def with_jgrapht(path: Path, *how: str) -> tuple[Nodes, Ties]:
    """JGraphT, which validates what it reads by the schema, and tells of no empty text."""
    jars = [JARS / f"{name}.jar" for name in _NEEDED]
    lines = _java("ReadNetwork.java", jars, path, *how, package="libjgrapht-java")
    told: Nodes = {}
    for _node, number, name, value in (line for line in lines if line[0] == "node"):
        told.setdefault(number, {})[name] = value
    ties = [
        (told[one]["iri"], told[other]["iri"], {"weight": float(weight)})
        for _edge, one, other, weight in (line for line in lines if line[0] == "edge")
    ]
    return {each["iri"]: each for each in told.values()}, ties


def _java(program: str, jars: list[Path], *given: Path | str, package: str) -> list[list[str]]:
    """What a program prints, line by line, cut at tabs."""
    if not jars or not all(jar.exists() for jar in jars) or not shutil.which("javac"):
        required.missing("TOOLS", f"install Debian's {package} and openjdk-17-jdk-headless")
    command = ["java", "-Dfile.encoding=UTF-8", "-cp", ":".join(map(str, jars)), TOOLS / program]
    done = subprocess.run([*command, *given], capture_output=True, check=True, encoding="utf-8")
    return [line.split("\t") for line in done.stdout.splitlines()]


READERS = {
    "NetworkX GraphML": (".graphml", with_networkx),
    "NetworkX GEXF": (".gexf", with_networkx),
    "igraph": (".graphml", with_igraph),
    "graphology GraphML": (".graphml", with_graphology),
    "graphology GEXF": (".gexf", with_graphology),
    "Tulip": (".graphml", with_tulip),
    "JGraphT GraphML": (".graphml", with_jgrapht),
    "JGraphT GEXF": (".gexf", with_jgrapht),
    "Cytoscape.js": (".json", with_cytoscape),
}
# The schema by which JGraphT validates GEXF has no place for the elements of a drawing.
_PLAIN = {"JGraphT GEXF"}


# Tulip's reader of GraphML uses what Tulip says not to use, and leaves the file open.
@pytest.mark.filterwarnings("ignore:DataSet:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["partners", "everything"])
@pytest.mark.parametrize("tool", READERS)
def test_a_tool_reads_equal_nodes_and_ties(
    curated_folder: Path, tool: str, name: str, tmp_path: Path
) -> None:
    extension, read = READERS[tool]
    graph, path = cg.open(curated_folder), tmp_path / f"{name}{extension}"
    expected = cg.network(graph, name)
    drawn = tool not in _PLAIN
    measures = ("degree",) if drawn else ()
    cg.export(graph, path, network=name, reasons=True, measures=measures, positions=drawn)
    nodes, ties = read(path)
    told = ("label", "kind", "class", "country")
    assert {iri: {key: each.get(key, "") for key in told} for iri, each in nodes.items()} == dict(
        expected.nodes(data=True)
    )
    if drawn:
        degrees = dict(expected.degree())
        assert {iri: int(each["degree"]) for iri, each in nodes.items()} == degrees
        places = {(float(each["x"]), float(each["y"])) for each in nodes.values()}
        assert len(places) == len(nodes)
    held = _arcs(expected) if name == "everything" else list(expected.edges(data=True))
    ties.sort(key=lambda tie: tie[:2])
    held.sort(key=lambda tie: tie[:2])
    assert [tie[:2] for tie in ties] == [tie[:2] for tie in held]
    for (*_, data), (*_, known) in zip(ties, held, strict=True):
        assert data["weight"] == known["weight"]
        assert {key: data[key] for key in known if key in data} == {
            key: known[key] for key in known if key in data
        }


def _arcs(network: nx.Graph[str]) -> Ties:
    """What has a direction once, what has none both ways."""
    found: Ties = []
    for one, other, data in network.edges(data=True):
        begin = data.get("leads_from")
        found += [(one, other, data)] if begin in (None, one) else []
        found += [(other, one, data)] if begin in (None, other) else []
    return found


def test_rdf4j_on_which_graphdb_is_built_reads_all_triples(
    curated_folder: Path, tmp_path: Path
) -> None:
    graph = cg.open(curated_folder)
    endings = ("ttl", "nt", "rdf", "jsonld", "nq", "trig")
    files = [cg.export(graph, tmp_path / f"g.{ending}")[0] for ending in endings]
    jars = [each for each in sorted(JARS.glob("rdf4j-*.jar")) if not each.is_symlink()]
    jars += [JARS / f"{name}.jar" for name in _RDF4J] if jars else []
    lines = _java("CountTriples.java", jars, *files, package="librdf4j-java")
    held = len({*graph.triples(), *graph.description()})
    graphs = {path: len({quad.graph_name for quad in ox.parse(path=path)}) for path in files}
    assert len({*graphs.values()}) == 2
    assert [(Path(path), int(triples), int(named)) for path, triples, named in lines] == [
        (path, held, graphs[path]) for path in files
    ]


def test_jgrapht_reads_a_drawing_where_it_does_not_validate(
    curated_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "drawn.gexf"
    graph = cg.open(curated_folder)
    cg.export(graph, path, network="partners", measures=["degree"], positions=True)
    with pytest.raises(subprocess.CalledProcessError):
        with_jgrapht(path)
    nodes, ties = with_jgrapht(path, "drawn")
    expected = cg.network(graph, "partners")
    assert {iri: int(each["degree"]) for iri, each in nodes.items()} == dict(expected.degree())
    assert sorted(tie[2]["weight"] for tie in ties) == sorted(
        weight for *_, weight in expected.edges(data="weight")
    )


def test_the_store_of_fuseki_loads_all_triples(curated_folder: Path, tmp_path: Path) -> None:
    """Into TDB2 of Jena. JSON-LD is missing: Debian has nothing that reads JSON for it."""
    graph = cg.open(curated_folder)
    files = [
        cg.export(graph, tmp_path / f"g.{each}")[0] for each in ("ttl", "nt", "rdf", "nq", "trig")
    ]
    jars = jena.classpath(tmp_path)
    lines = _java("JenaTriples.java", jars, *files, package="libapache-jena-java")
    held = len({*graph.triples(), *graph.description()})
    assert [(path, int(triples), int(graphs)) for path, triples, graphs in lines] == [
        (str(path), held, _named(path)) for path in files
    ]
    assert _named(files[-1]) > 1


def _named(path: Path) -> int:
    """How many graphs a file has beside the default one."""
    names = {quad.graph_name for quad in ox.parse(path=path)}
    return len(names - {ox.DefaultGraph()})


# A decimal, a text that looks like a number, Namibia's code, and a name that looks like a formula.
_CELLS = (ox.Literal("1234.50", datatype=ox.NamedNode(f"{XSD}decimal")), ox.Literal("007"),
          ox.Literal("NA"), ox.Literal("=1+1"), ox.Literal("É; \"x\""))  # fmt: skip


def test_libreoffice_in_french_takes_numbers_for_numbers_and_texts_for_texts(
    tmp_path: Path,
) -> None:
    table = Table(("amount", "code", "country", "formula", "name"), [_CELLS])
    (tmp_path / "a.csv").write_bytes(tables.write(table, "csv-excel", look=Look(lang="fr")))
    (tmp_path / "b.xlsx").write_bytes(tables.write(table, "xlsx", look=Look(lang="fr")))
    # Semicolons, double quotes, UTF-8, from the first line on, French; quoted is text.
    command = [required.libreoffice(), "--headless", f"-env:UserInstallation=file://{tmp_path}/me",
               "--infilter=CSV:59,34,76,1,,1036,true", "--convert-to", "ods", "--outdir", tmp_path,
               tmp_path / "a.csv", tmp_path / "b.xlsx"]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True)
    for name in ("a.ods", "b.ods"):
        rows = CalamineWorkbook.from_path(tmp_path / name).get_sheet_by_index(0).to_python()
        said = rows[1][3].lstrip("'")
        assert [*rows[1][:3], said, rows[1][4]] == [1234.5, "007", "NA", "=1+1", 'É; "x"'], name
