"""Files of networks: by the rules of their formats, and read back by the tools that load them."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import networkx as nx
import polars as pl
import pyoxigraph as ox
import pytest
from lxml import etree

import clustergraph as cg
from clustergraph.errors import OutputError, RequestError
from clustergraph.formats.networks import gexf, registry
from clustergraph.graph import engines
from clustergraph.graph.location import Location
from clustergraph.graph.opening import open_graph
from clustergraph.measures.ties import from_networkx
from clustergraph.networks import drawn
from clustergraph.networks.choice import Choice
from clustergraph.networks.export import export
from clustergraph.networks.flattened import Detail
from clustergraph.terms import CG, PREFIXES
from clustergraph.web.page.choosing import draw

pytestmark = pytest.mark.slow

ID = "https://example.org/id/"
FULL = Detail(("degree", "betweenness", "community"), positions=True)
# Two projects: a, b and c share the first (2014 to 2016), a and b the second (2018, no end known).
_GRAPH = f"""
@prefix cg: <{CG}> . @prefix rdfs: <{PREFIXES["rdfs"]}> . @prefix xsd: <{PREFIXES["xsd"]}> .
<{ID}a> a cg:Cluster ; rdfs:label "=A \\"quoted\\" & <b>" .
<{ID}b> a cg:Cluster ; rdfs:label "B, Ltd" .
<{ID}c> a cg:Cluster ; rdfs:label "C ]]> \\u0007" .
<{ID}one> a cg:Project ; rdfs:label "One" ;
  cg:startDate "2014-03-01"^^xsd:date ; cg:endDate "2016-02-28"^^xsd:date .
<{ID}two> a cg:Project ; rdfs:label "Two" ; cg:startDate "2018-01-01"^^xsd:date .
<{ID}p1> a cg:Participation ; cg:participant <{ID}a> ; cg:inProject <{ID}one> .
<{ID}p2> a cg:Participation ; cg:participant <{ID}b> ; cg:inProject <{ID}one> .
<{ID}p3> a cg:Participation ; cg:participant <{ID}c> ; cg:inProject <{ID}one> .
<{ID}p4> a cg:Participation ; cg:participant <{ID}a> ; cg:inProject <{ID}two> .
<{ID}p5> a cg:Participation ; cg:participant <{ID}b> ; cg:inProject <{ID}two> .
"""
# By hand: weight, first and last year of each tie.
TIES = {("a", "b"): (2.0, 2014, 2016), ("a", "c"): (1.0, 2014, 2016), ("b", "c"): (1.0, 2014, 2016)}


@pytest.fixture
def small(tmp_path: Path) -> Location:
    (tmp_path / "small.ttl").write_text(_GRAPH, encoding="utf-8")
    return open_graph(tmp_path / "small.ttl")


def _write(location: Location, path: Path, detail: Detail | None = None) -> tuple[Path, ...]:
    return export(location, path, choice=Choice("projects"), detail=detail).paths


def _short(iri: str) -> str:
    return iri.removeprefix(ID)


@pytest.mark.parametrize("detail", [None, FULL, Detail(reasons=True)], ids=str)
def test_graphml_is_valid(small: Location, detail: Detail | None, tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "graphml.xsd"))
    (path,) = _write(small, tmp_path / "g.graphml", detail)
    document = etree.parse(path)
    schema.assertValid(document)
    # The schema is not asleep: an IRI is no identifier.
    next(document.iter("{*}node")).set("id", f"{ID}a b")
    assert not schema.validate(document)


_GEXF = "http://www.gexf.net/1.2draft"


@pytest.mark.parametrize(
    "detail", [None, FULL, Detail(reasons=True), Detail(reasons=True, dynamic=True)], ids=str
)
@pytest.mark.parametrize("network", ["projects", "everything"])
def test_gexf_is_valid(
    small: Location, network: str, detail: Detail | None, tmp_path: Path
) -> None:
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "gexf.xsd"))
    path = tmp_path / "g.gexf"
    export(small, path, choice=Choice(network), detail=detail)
    document = etree.parse(path)
    # The schema has what is drawn in its own namespace, all programs in that of `viz`.
    for each in document.iter(f"{{{_GEXF}/viz}}*"):
        each.tag = f"{{{_GEXF}}}{etree.QName(each).localname}"
    schema.assertValid(document)
    # What the schema does not say: values are of attributes that are declared, once.
    declared = [each.get("id") for each in document.iter("{*}attribute")]
    assert len(declared) == len(set(declared)) > 3
    assert {each.get("for") for each in document.iter("{*}attvalue")} == set(declared)
    ids = [each.get("id") for each in document.iter("{*}edge")]
    assert len(ids) == len(set(ids)) > 2
    # The schema is not asleep: a tie has two ends.
    del next(document.iter("{*}edge")).attrib["target"]
    assert not schema.validate(document)


@pytest.mark.parametrize("extension", [".gexf", ".graphml"])
def test_ties_have_their_years_and_nodes_what_is_measured(
    small: Location, extension: str, tmp_path: Path
) -> None:
    (path,) = _write(small, tmp_path / f"g{extension}", replace(FULL, reasons=True))
    read = nx.read_gexf if extension == ".gexf" else nx.read_graphml
    found = read(path)
    assert list(found) == ["n1", "n2", "n3"]
    iris = {node: _short(iri) for node, iri in found.nodes(data="iri")}
    ties = {
        (iris[one], iris[two]): (data["weight"], data.get("first"), data.get("last"))
        for one, two, data in found.edges(data=True)
    }
    assert ties == TIES
    assert [found.nodes[node]["degree"] for node in found] == [2, 2, 2]
    assert {found.nodes[node]["community"] for node in found} == {1}
    assert [found.nodes[node]["label"] for node in found] == [
        '=A "quoted" & <b>', "B, Ltd", "C ]]>  ",
    ]  # fmt: skip
    places = [
        tuple(data["viz"]["position"].values()) if "viz" in data else (data["x"], data["y"])
        for _, data in found.nodes(data=True)
    ]
    assert len(set(places)) == 3


def test_a_dynamic_gexf_says_when_a_tie_exists(small: Location, tmp_path: Path) -> None:
    (path,) = _write(small, tmp_path / "g.gexf", Detail(dynamic=True))
    root = etree.parse(path).getroot()
    assert root.find("{*}graph").get("mode") == "dynamic"
    edges = [dict(edge.attrib) for edge in root.iter("{*}edge")]
    assert {(edge["start"], edge["end"]) for edge in edges} == {("2014-01-01", "2016-12-31")}


def test_a_large_gexf_says_years_in_few_bytes(
    small: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(name: str, reasons: bool = False) -> set[tuple[str, int | None, int | None]]:
        (path,) = _write(small, tmp_path / name, Detail(reasons=reasons))
        assert b"start=" not in path.read_bytes()
        ties = nx.read_gexf(path).edges(data=True)
        return {(tie["label"], tie.get("first"), tie.get("last")) for *_, tie in ties}

    numbers = {("2014–2016", 2014, 2016)}
    assert told("few.gexf") == numbers
    monkeypatch.setattr(gexf, "_FEW", 2)
    assert told("many.gexf") == {("2014–2016", None, None)}
    assert told("asked.gexf", reasons=True) == numbers


# By hand: who takes part in what leads there, and is no partner of it.
ARCS = {("a", "one"), ("b", "one"), ("c", "one"), ("a", "two"), ("b", "two")}
MIXED = f"""
<{ID}p> a <{CG}Partnership> ; <{CG}partner> <{ID}a>, <{ID}b> .
<{ID}c> <{CG}administers> <{ID}a> . <{ID}a> <{CG}administers> <{ID}c> .
cg:administers a <{PREFIXES["owl"]}ObjectProperty> ; rdfs:isDefinedBy <{CG[:-1]}> .
"""


def test_ties_have_the_direction_of_their_relation(tmp_path: Path) -> None:
    (tmp_path / "mixed.ttl").write_text(_GRAPH + MIXED, encoding="utf-8")
    location = open_graph(tmp_path / "mixed.ttl")

    def written(extension: str) -> tuple[Path, ...]:
        choice = Choice("everything")
        return export(location, tmp_path / f"g{extension}", choice=choice).paths

    # A partnership goes both ways, and so do two that administer each other.
    both = {("a", "b"), ("b", "a"), ("a", "c"), ("c", "a")}
    for extension, read in ((".gexf", nx.read_gexf), (".graphml", nx.read_graphml)):
        found = read(written(extension)[0])
        iris = {node: _short(iri) for node, iri in found.nodes(data="iri")}
        assert {(iris[one], iris[other]) for one, other in found.edges} == ARCS | both
    linked = nx.node_link_graph(json.loads(written(".json")[0].read_bytes()), edges="links")
    assert linked.is_directed()
    assert {(_short(one), _short(other)) for one, other in linked.edges} == ARCS | both
    numbers = nx.read_pajek(written(".net")[0])
    assert numbers.is_directed()
    assert numbers.number_of_edges() == len(ARCS | both)
    # A row a tie: what has no direction says so.
    once = {(one, other, (one, other) in ARCS) for one, other in ARCS | {("a", "b"), ("a", "c")}}
    rows = duckdb.sql(f"SELECT Source, Target, Type = 'Directed' FROM '{written('.csv')[1]}'")
    assert {(_short(one), _short(other), way) for one, other, way in rows.fetchall()} == once
    ties = pl.read_parquet(written(".parquet")[1])
    known = ties.select("source", "target", "directed").rows()
    assert {(_short(one), _short(other), way) for one, other, way in known} == once
    with written(".neo4j")[1].open(encoding="utf-8", newline="") as file:
        held = {
            (row[":START_ID"], row[":END_ID"], row["directed:boolean"])
            for row in csv.DictReader(file)
        }
    assert {(_short(one), _short(other), way == "true") for one, other, way in held} == once


def _nodes(path: Path) -> set[str]:
    return {node["id"] for node in json.loads(path.read_bytes())["nodes"]}


def test_a_part_is_what_a_picture_of_as_many_shows(curated_file: Path, tmp_path: Path) -> None:
    graph, path = cg.open(curated_file), tmp_path / "g.json"
    for top in (1, 7, 30, 1_000):
        cg.export(graph, path, network="everything", top=top)
        shown = draw(graph, Choice("everything"), limit=top)
        assert _nodes(path) == {node.iri for node in shown.nodes}
    with pytest.raises(RequestError, match="top 0: give a number from 1 on"):
        cg.export(graph, path, top=0)
    cg.export(graph, path, network="everything", backbone=True)
    kept = cg.backbone(graph, network="everything")
    linked = nx.node_link_graph(json.loads(path.read_bytes()), edges="links").to_undirected()
    assert {frozenset(tie) for tie in linked.edges} == {
        frozenset((row[0].value, row[2].value)) for row in kept.table if row[0] and row[2]
    }


def test_the_ties_may_be_those_of_a_query(small: Location, tmp_path: Path) -> None:
    text = "SELECT ?source ?target ?directed { VALUES (?source ?target ?directed) { {rows} } }"
    query, path = tmp_path / "own.rq", tmp_path / "g.json"
    query.write_text(text.replace("{rows}", f"(<{ID}b> <{ID}a> true) (<{ID}c> <{ID}a> UNDEF)"))
    cg.export(small, path, query=query)
    found = json.loads(path.read_bytes())
    ties = {(_short(link["source"]), _short(link["target"])) for link in found["links"]}
    assert ties == {("b", "a"), ("a", "c"), ("c", "a")}
    query.write_text(f"CONSTRUCT {{ ?one <{CG}partner> ?other }} WHERE {{ VALUES (?one ?other) "
                     f"{{ (<{ID}b> <{ID}a>) }} }}")  # fmt: skip
    cg.export(small, path, query=str(query))
    assert [link["source"] for link in json.loads(path.read_bytes())["links"]] == [f"{ID}b"]
    with pytest.raises(RequestError, match="a file of triples holds the whole graph"):
        cg.export(small, tmp_path / "g.ttl", query=query)
    with pytest.raises(RequestError, match="a file of triples holds the whole graph"):
        cg.export(small, tmp_path / "g.ttl", top=1)


@pytest.mark.parametrize(
    ("begin", "end", "spell"),
    [
        ("0800-01-01", "0900-01-01", {"start": "0800-01-01", "end": "0900-12-31"}),
        ("-0044-03-15", "9999-12-31", {"end": "9999-12-31"}),
        ("0000-01-01", "0001-01-01", {"end": "0001-12-31"}),
    ],
)
def test_years_that_no_date_can_say_stay_open(
    begin: str, end: str, spell: dict[str, str], tmp_path: Path
) -> None:
    # An RDF file with such years is refused; a server's graph may hold them.
    text = _GRAPH.replace("2014-03-01", begin).replace("2016-02-28", end)
    lines = sorted(f"{quad.triple} .\n".encode() for quad in ox.parse(text, ox.RdfFormat.TURTLE))
    (tmp_path / "odd.nt").write_bytes(b"".join(lines))
    index = engines.ENGINES[engines.DEFAULT].load(tmp_path / "odd.nt")
    odd = Location("odd", index, None, tuple(lines))
    (path,) = _write(odd, tmp_path / "g.gexf", Detail(dynamic=True))
    document = etree.parse(path)
    etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "gexf.xsd")).assertValid(
        document
    )
    edge = list(document.iter("{*}edge"))[-1]
    assert {name: edge.get(name) for name in ("start", "end") if name in edge.attrib} == spell


def test_igraph_reads_the_same_network(small: Location, tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph")
    (path,) = _write(small, tmp_path / "g.graphml", FULL)
    found = igraph.Graph.Read_GraphML(str(path))
    names = [_short(iri) for iri in found.vs["iri"]]
    ties = {
        (names[each.source], names[each.target]): (each["weight"], each["first"], each["last"])
        for each in found.es
    }
    assert ties == TIES
    assert found.vs["degree"] == found.degree() == [2, 2, 2]


def test_duckdb_and_parquet_have_the_same_rows(small: Location, tmp_path: Path) -> None:
    tables = []
    for extension in (".csv", ".parquet"):
        _nodes, edges = _write(small, tmp_path / f"g{extension}")
        tables.append(duckdb.sql(f"SELECT * FROM '{edges}' ORDER BY 1, 2"))
    assert [name.lower() for name in tables[0].columns if name != "Type"] == [
        name.replace("_", "") for name in tables[1].columns if name != "directed"
    ]
    rows = {(_short(row[0]), _short(row[1])): row[2:5] for row in tables[1].fetchall()}
    assert rows == TIES
    others = {(_short(row[0]), _short(row[1])): row[3:6] for row in tables[0].fetchall()}
    assert others == TIES


def test_a_formula_in_a_name_is_not_run_by_a_spreadsheet(small: Location, tmp_path: Path) -> None:
    nodes, _edges = _write(small, tmp_path / "g.csv")
    with nodes.open(encoding="utf-8", newline="") as file:
        labels = [row["Label"] for row in csv.DictReader(file)]
    assert labels[0] == '\'=A "quoted" & <b>'


def test_node_link_json_is_what_networkx_takes(small: Location, tmp_path: Path) -> None:
    (path,) = _write(small, tmp_path / "g.json", FULL)
    found = nx.node_link_graph(json.loads(path.read_bytes()), edges="links")
    assert {
        (_short(one), _short(two)): (data["weight"], data["first"], data["last"])
        for one, two, data in found.edges(data=True)
    } == TIES
    assert found.nodes[f"{ID}a"]["kind"]


def test_pajek_has_labels_and_weights(small: Location, tmp_path: Path) -> None:
    (path,) = _write(small, tmp_path / "g.net")
    found = nx.read_pajek(path)
    assert list(found) == ["=A 'quoted' & <b>", "B, Ltd", "C ]]>  "]
    assert sorted(weight for *_, weight in found.edges(data="weight")) == [1.0, 1.0, 2.0]


def test_neo4j_has_the_headers_of_its_import(small: Location, tmp_path: Path) -> None:
    nodes, ties = _write(small, tmp_path / "g.neo4j", FULL)
    assert (nodes.parent, nodes.name, ties.name) == (
        tmp_path / "g.neo4j", "nodes.csv", "relationships.csv",
    )  # fmt: skip
    with nodes.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:5] == [
        "iri:ID",
        "label:string",
        "kind:string",
        ":LABEL",
        "country:string",
    ]
    assert {row[":LABEL"] for row in rows} == {"Cluster"}
    assert {row["degree:long"] for row in rows} == {"2"}
    with ties.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert {
        (_short(row[":START_ID"]), _short(row[":END_ID"])): (
            float(row["weight:double"]), int(row["first:long"]), int(row["last:long"]),
        )
        for row in found
    } == TIES  # fmt: skip
    assert {row[":TYPE"] for row in found} == {"TIED_TO"}


def test_a_folder_with_other_files_is_left_alone(small: Location, tmp_path: Path) -> None:
    folder = tmp_path / "g.neo4j"
    folder.mkdir()
    (folder / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds mine\.txt already"):
        _write(small, folder)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    (folder / "mine.txt").unlink()
    assert len(_write(small, folder)) == len(_write(small, folder)) == 2
    with pytest.raises(OutputError, match="there is no folder"):
        _write(small, tmp_path / "missing" / "g.neo4j")


@pytest.mark.parametrize("extension", [*registry.WRITERS, ".ttl"])
def test_gz_holds_the_same_bytes(small: Location, extension: str, tmp_path: Path) -> None:
    choice = None if extension == ".ttl" else Choice("projects")
    plain = export(small, tmp_path / f"g{extension}", choice=choice).paths
    packed = export(small, tmp_path / f"h{extension}.gz", choice=choice).paths
    assert [path.suffix for path in packed] == [".gz"] * len(plain)
    for one, other in zip(plain, packed, strict=True):
        assert gzip.decompress(other.read_bytes()) == one.read_bytes()
        # Neither a name nor a time.
        assert other.read_bytes()[3:8] == bytes(5)


def test_xlsx_has_numbers_as_numbers(small: Location, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    _nodes, edges = _write(small, tmp_path / "g.xlsx")
    rows = list(load_workbook(edges).worksheets[0].iter_rows(values_only=True))
    assert rows[0][:5] == ("source", "target", "weight", "first", "last")
    assert {(_short(row[0]), _short(row[1])): row[2:5] for row in rows[1:]} == TIES


def test_an_unknown_measure_is_named(small: Location, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="betweenness"):
        _write(small, tmp_path / "g.gexf", Detail(("betweennes",)))
    with pytest.raises(RequestError, match="a file of triples holds the whole graph"):
        export(small, tmp_path / "g.ttl", detail=FULL)
    assert not list(tmp_path.glob("g.*"))


def test_parts_without_a_tie_between_them_do_not_overlap() -> None:
    parts = [nx.cycle_graph(9), nx.star_graph(4), nx.path_graph(3), nx.path_graph(2)]
    whole = nx.disjoint_union_all([*parts, nx.empty_graph(2)])
    found = from_networkx(nx.relabel_nodes(whole, str))
    places = drawn.places(found)
    assert len(places.unique()) == len(found)
    assert places.to_numpy().min() >= 0
    count, labels = found.components()
    boxes = places.with_columns(part=pl.Series(labels)).group_by("part").agg(
        pl.col("x").min().alias("x0"), pl.col("x").max().alias("x1"),
        pl.col("y").min().alias("y0"), pl.col("y").max().alias("y1"),
    )  # fmt: skip
    assert count == 6
    pairs = boxes.join(boxes, how="cross", suffix="_").filter(pl.col("part") < pl.col("part_"))
    apart = (
        (pl.col("x1") < pl.col("x0_")) | (pl.col("x1_") < pl.col("x0"))
        | (pl.col("y1") < pl.col("y0_")) | (pl.col("y1_") < pl.col("y0"))
    )  # fmt: skip
    assert pairs.filter(~apart).is_empty()


@pytest.mark.parametrize("where", ["nowhere/else", "link.gexf"])
def test_a_link_that_leads_nowhere_stays_where_nothing_can_be_written(
    where: str, small: Location, tmp_path: Path
) -> None:
    link = tmp_path / "link.gexf"
    link.symlink_to(tmp_path / where)
    with pytest.raises(OutputError, match="cannot write"):
        export(small, link)
    assert link.readlink() == tmp_path / where
