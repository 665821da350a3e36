"""Exports read back by the tools that will load them, with names that try to break them."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

import clustergraph as cg
from clustergraph.errors import OutputError, RequestError
from clustergraph.formats import delimited, triples
from clustergraph.formats.networks import registry
from clustergraph.graph.opening import open_graph
from clustergraph.networks.choice import Choice
from clustergraph.networks.export import NETWORK_FILES, WRITERS, export
from clustergraph.networks.filters import Filters
from clustergraph.networks.flattened import Detail
from clustergraph.networks.projection import ties as ties_of
from clustergraph.terms import CG, PREFIXES, XSD, is_absolute_iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustergraph.graph.location import Location

O = PREFIXES["organisation"]  # noqa: E741
LABEL = PREFIXES["rdfs"] + "label"
TRIPLE_FORMATS = {
    ".ttl": ("turtle", ox.RdfFormat.TURTLE),
    ".nt": ("nt", ox.RdfFormat.N_TRIPLES),
    ".jsonld": ("json-ld", ox.RdfFormat.JSON_LD),
    ".rdf": ("xml", ox.RdfFormat.RDF_XML),
}
NAMES = {
    "script": "<script>alert('x')</script>",
    "quotes": "L'\"Oréal\" & ]]> \\ \\u0041 '''",
    "lines": "two\nlines, a\ttab and a\rreturn",
    "rtl": "\u202eשלום\u202c مرحبا",
    "emoji": "👩‍🔬 🇧🇪 𝔘",
    "spaces": "  both ends \u00a0\u2028",
    "percent": "%20 {braces} |pipe|",
    "decomposed": "Me\u0301tamorphoses",
}
# Forms that a reader of numbers would rewrite, local names that need escapes.
VALUES = [
    *((value, "integer") for value in ("1", "-7", "01", "+1", "-0", "n/a", "12345678901234567890")),
    *(
        (value, "decimal")
        for value in ("1234.50", "5.", ".5", "01.0", "1.0", "0.0000000001", "-1.20")
    ),
    *((value, "double") for value in ("1e0", "1E5", "1e400", "NaN", "0.5")),
    *((value, "boolean") for value in ("true", "false", "1", "TRUE")),
    *((value, "gYearMonth") for value in ("2015-01",)),
    ("2015-02-30", "date"),
]
LOCAL_NAMES = ["a/b", "x.", ".x", "-x", "a..b", "pic-1%2F2", "é", "L'Or(x)~!$&*+,;=@", "a?b#c", ""]


def _hostile() -> Iterator[ox.Triple]:
    def triple(name: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(ox.NamedNode(O + name), ox.NamedNode(predicate), value)

    for name, label in NAMES.items():
        yield triple(name, PREFIXES["rdf"] + "type", ox.NamedNode(CG + "Organisation"))
        yield triple(name, LABEL, ox.Literal(label))
        yield triple(name, PREFIXES["skos"] + "altLabel", ox.Literal(label, language="fr-BE"))
        yield from _partnership(name, label)
    for value, datatype in VALUES:
        yield triple(
            "v", CG + "totalCost", ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))
        )
    yield triple("v", CG + "code", ox.Literal("x", datatype=ox.NamedNode("https://example.org/t")))
    for local in LOCAL_NAMES:
        yield triple("v", CG + "partner", ox.NamedNode(O + local))
    # geo: is a prefix of ours and the scheme of this IRI.
    yield triple("v", CG + "atSite", ox.NamedNode("geo:50.6,5.6"))
    yield triple("v", "http://www.opengis.net/ont/geosparql#hasGeometry", ox.NamedNode("urn:g"))
    yield triple("v", "https://example.org/odd/p", ox.NamedNode("https://example.org/odd/"))


def _partnership(name: str, label: str) -> Iterator[ox.Triple]:
    """One with <script>, which carries the same hostile label as its partner."""
    tie = ox.NamedNode(PREFIXES["partnership"] + name)
    yield ox.Triple(tie, ox.NamedNode(LABEL), ox.Literal(label))
    for partner in {name, "script"}:
        yield ox.Triple(tie, ox.NamedNode(CG + "partner"), ox.NamedNode(O + partner))


def _lines(found: list[ox.Triple]) -> list[str]:
    return sorted({f"{triple} .\n" for triple in found})


def _write_nt(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def hostile(tmp_path: Path) -> Location:
    return open_graph(_write_nt(tmp_path / "hostile.nt", _lines(list(_hostile()))))


@pytest.fixture(params=["hostile", "curated_graph"])
def any_graph(request: pytest.FixtureRequest) -> Location:
    return request.getfixturevalue(request.param)


def test_the_formats_are_those_that_we_promise() -> None:
    assert list(WRITERS) == [
        *TRIPLE_FORMATS, ".nq", ".trig",
        ".gexf", ".graphml", ".csv", ".xlsx", ".parquet", ".json", ".net", ".neo4j",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("extension", TRIPLE_FORMATS)
def test_oxigraph_reads_back_equal_triples(
    any_graph: Location, extension: str, tmp_path: Path
) -> None:
    exported = export(any_graph, tmp_path / f"g{extension}")
    assert exported.paths == (tmp_path / f"g{extension}",)
    data = exported.paths[0].read_bytes()
    parsed = [quad.triple for quad in ox.parse(data, format=TRIPLE_FORMATS[extension][1])]
    expected = list({*any_graph.triples(), *any_graph.description()})
    assert _lines(parsed) == _lines(expected)
    assert len(parsed) == len(expected) == exported.counts["triples"] > 50


# rdflib warns of literals outside their datatype, which the hostile graph holds on purpose.
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("extension", TRIPLE_FORMATS)
def test_rdflib_reads_back_equal_triples(
    any_graph: Location, extension: str, tmp_path: Path
) -> None:
    export(any_graph, tmp_path / f"g{extension}")
    found = rdflib.Graph().parse(tmp_path / f"g{extension}", format=TRIPLE_FORMATS[extension][0])
    lines = [*any_graph.lines(), *any_graph.about]
    expected = rdflib.Graph().parse(data=b"".join(lines), format="nt")
    assert set(found) == set(expected)
    assert len(found) > 50


def test_turtle_is_as_a_person_would_write_it() -> None:
    one = ox.NamedNode(O + "one")
    rows = [
        (PREFIXES["dcterms"] + "title", ox.Literal("Un", language="fr")),
        (CG + "totalCost", ox.Literal("1234.50", datatype=ox.NamedNode(XSD + "decimal"))),
        (CG + "totalCost", ox.Literal("1e3", datatype=ox.NamedNode(XSD + "double"))),
        (PREFIXES["rdf"] + "type", ox.NamedNode(CG + "Cluster")),
        (CG + "partner", ox.NamedNode(O + "a/b")),
    ]
    found = [ox.Triple(one, ox.NamedNode(predicate), value) for predicate, value in rows]
    written = triples.written("turtle", sorted(found, key=str)).decode()
    assert (
        written
        == f"""\
@prefix cg: <{CG}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix organisation: <{O}> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

organisation:one a cg:Cluster ;
    dcterms:title "Un"@fr ;
    cg:partner <{O}a/b> ;
    cg:totalCost 1234.50 ,
        "1e3"^^xsd:double .
"""
    )


# rdflib's JSON-LD parser still uses a class that rdflib itself has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")
def test_an_empty_graph_is_still_valid_in_every_format() -> None:
    for extension, (form, media) in TRIPLE_FORMATS.items():
        data = b"".join(triples.WRITERS[extension[1:].replace("ttl", "turtle")].write(list))
        assert list(ox.parse(data, format=media)) == []
        assert len(rdflib.Graph().parse(data=data, format=form)) == 0


def test_the_context_of_json_ld_is_inline_and_ours(hostile: Location, tmp_path: Path) -> None:
    export(hostile, tmp_path / "g.jsonld")
    document = json.loads((tmp_path / "g.jsonld").read_bytes())
    assert document["@context"].items() <= PREFIXES.items()
    assert document["@graph"][0].keys() >= {"@id", "@type", "rdfs:label"}
    # Parsers that stream wait for the type.
    first = [[*node][:2] for node in document["@graph"]]
    assert ["@type", "@id"] in first
    assert all(keys == ["@type", "@id"] or "@type" not in keys for keys in first)


@pytest.mark.parametrize(
    ("predicate", "value", "message"),
    [
        (LABEL, "bell \u0007", r"the character U\+0007 in <.*label> of <urn:s>"),
        (LABEL, "\ufffe", r"U\+FFFE"),
        ("https://example.org/1", "x", "the property <https://example.org/1> of <urn:s>"),
    ],
)
def test_what_rdf_xml_cannot_hold_is_said_and_leaves_no_file(
    predicate: str, value: str, message: str, tmp_path: Path
) -> None:
    bad = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode(predicate), ox.Literal(value))
    location = open_graph(_write_nt(tmp_path / "bad.nt", _lines([bad])))
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(OutputError, match=message):
        export(location, out / "g.rdf")
    assert list(out.iterdir()) == []
    export(location, out / "g.ttl")
    parsed = [quad.triple for quad in ox.parse(path=out / "g.ttl")]
    assert parsed == [bad]


def _flat(location: Location) -> nx.Graph[str]:
    """What a file must hold, put together from the network that Python gives."""
    network = cg.network(location, "everything")
    keys = {key for *_, iris in network.edges(data="reason_iris") for key in iris.split(" | ")}
    labels = location.labels(filter(is_absolute_iri, keys))
    for *_, data in network.edges(data=True):
        told = (labels.get(key, key) for key in data["reason_iris"].split(" | "))
        assert data["reasons"] == _one_line(" | ".join(told))
    return network


def _one_line(text: str) -> str:
    return re.sub("[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+", " ", text)


def _read(path: Path) -> nx.Graph[str]:
    """The network of a file, by the IRIs of its nodes."""
    found = nx.read_gexf(path) if path.suffix == ".gexf" else nx.read_graphml(path)
    named = nx.relabel_nodes(found, dict(found.nodes(data="iri")))
    for _, data in named.nodes(data=True):
        del data["iri"]
    return named


@pytest.mark.slow
@pytest.mark.parametrize("extension", [".gexf", ".graphml"])
def test_networkx_reads_back_equal_nodes_edges_and_attributes(
    any_graph: Location, extension: str, tmp_path: Path
) -> None:
    detail = Detail(reasons=True)
    exported = export(any_graph, tmp_path / f"g{extension}", detail=detail)
    found = _read(exported.paths[0])
    expected = _flat(any_graph)
    assert dict(found.nodes(data=True)) == dict(expected.nodes(data=True))
    if extension == ".gexf":
        for *_, data in found.edges(data=True):
            del data["id"]
    ties = _directed(expected)
    assert dict(found.edges) == dict(ties.edges)
    assert exported.counts == {"nodes": len(found), "ties": expected.number_of_edges()}
    assert found.number_of_edges() > 5
    assert found.is_directed() == ties.is_directed()


def _directed(network: nx.Graph[str]) -> nx.Graph[str]:
    """As a file says it: where some ties have a direction, the others go both ways."""
    if not any("leads_from" in data for *_, data in network.edges(data=True)):
        return network
    found: nx.DiGraph[str] = nx.DiGraph()
    for one, other, data in network.edges(data=True):
        begin = data.pop("leads_from", None)
        if begin in (None, one):
            found.add_edge(one, other, **data)
        if begin in (None, other):
            found.add_edge(other, one, **data)
    return found


def test_hostile_names_arrive_whole(hostile: Location, tmp_path: Path) -> None:
    export(hostile, tmp_path / "g.gexf", detail=Detail(reasons=True))
    found = _read(tmp_path / "g.gexf")
    one_line = {**NAMES, "lines": "two lines, a tab and a return"}
    labels = {node.removeprefix(O): label for node, label in found.nodes(data="label")}
    assert {name: label for name, label in labels.items() if name in NAMES} == one_line
    assert found[O + "script"][O + "quotes"]["reasons"] == NAMES["quotes"]


def test_control_characters_in_names_do_not_break_the_xml(tmp_path: Path) -> None:
    location = open_graph(
        _write_nt(
            tmp_path / "g.nt",
            [
                rf'<{O}a> <{LABEL}> "bell\u0007 nul\u0000 esc\u001B[31m\uFFFF" .' + "\n",
                *(f"<urn:tie> <{CG}partner> <{O}{name}> .\n" for name in "ab"),
            ],
        )
    )
    for extension in (".gexf", ".graphml"):
        export(location, tmp_path / f"g{extension}")
        assert _read(tmp_path / f"g{extension}").nodes[O + "a"]["label"] == "bell  nul  esc [31m "


def test_gexf_says_nothing_of_today_and_keeps_ties_undirected(
    hostile: Location, tmp_path: Path
) -> None:
    export(hostile, tmp_path / "g.gexf")
    root = ET.parse(tmp_path / "g.gexf").getroot()
    space = {"g": "http://www.gexf.net/1.2draft"}
    assert root.find("g:meta", space).attrib == {}
    edges = root.findall("g:graph/g:edges/g:edge", space)
    assert edges
    assert {frozenset(edge.attrib) for edge in edges} == {
        frozenset({"id", "source", "target", "weight"})
    }
    assert root.find("g:graph", space).get("mode") == "static"
    titles = {
        item.get("title"): item.get("type") for item in root.iter(f"{{{space['g']}}}attribute")
    }
    assert titles == dict.fromkeys(["iri", "kind", "class", "country"], "string")


def test_csv_is_two_files_with_the_columns_that_gephi_expects(
    hostile: Location, tmp_path: Path
) -> None:
    exported = export(hostile, tmp_path / "g.csv")
    nodes, edges = exported.paths
    assert (nodes.name, edges.name) == ("g.nodes.csv", "g.edges.csv")
    expected = _flat(hostile)
    with nodes.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["Id", "Label", "Kind", "Class", "Country"]
    # One identifier holds what a spreadsheet would run.
    assert [delimited.unguarded(row["Id"]) for row in rows] == list(expected)
    assert [delimited.unguarded(row["Label"]) for row in rows] == [
        label for _, label in expected.nodes(data="label")
    ]
    with edges.open(encoding="utf-8", newline="") as file:
        ties = list(csv.DictReader(file))
    assert list(ties[0]) == [
        "Source", "Target", "Type", "Weight", "First", "Last", "Reasons", "ReasonIris",
    ]  # fmt: skip
    ends = {
        (delimited.unguarded(tie["Source"]), delimited.unguarded(tie["Target"])) for tie in ties
    }
    assert ends == set(expected.edges)
    assert {tie["Type"] for tie in ties} == {"Undirected"}
    assert all(float(tie["Weight"]) > 0 for tie in ties)


@pytest.mark.slow
@pytest.mark.parametrize("extension", registry.WRITERS)
def test_a_network_without_ties_is_written_too(extension: str, tmp_path: Path) -> None:
    location = open_graph(_write_nt(tmp_path / "empty.nt", []))
    exported = export(location, tmp_path / f"g{extension}", choice=Choice("partners"))
    assert exported.counts == {"nodes": 0, "ties": 0}
    assert all(path.stat().st_size for path in exported.paths)


_SCRIPT = """
import sys
from pathlib import Path
from clustergraph.graph.opening import open_graph
from clustergraph.graph.location import Location
from clustergraph.networks import export
location = open_graph(sys.argv[1])
for extension in export.WRITERS:
    export.export(location, Path(sys.argv[2]) / f"g{extension}")
"""


@pytest.mark.slow
def test_same_triples_same_bytes(curated_file: Path, tmp_path: Path) -> None:
    """In separate processes, with other hash seeds, loaded in another order."""
    lines = curated_file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines += _lines(list(_hostile()))
    written = []
    for seed in (1, 2):
        folder = tmp_path / str(seed)
        folder.mkdir()
        shuffled = random.Random(seed).sample(lines, len(lines))
        source = _write_nt(tmp_path / f"{seed}.nt", shuffled)
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(source), str(folder)],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            check=True,
        )
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        written.append({path.name: path.read_bytes() for path in files})
    # Four of the networks' formats are two files.
    assert len(written[0]) == len(WRITERS) + 4
    assert written[0] == written[1]


@pytest.mark.parametrize("name", ["g.xyz", "g", "g.xyz.gz", "g.gz"])
def test_an_unknown_extension_lists_the_known_ones(
    hostile: Location, name: str, tmp_path: Path
) -> None:
    with pytest.raises(RequestError, match=r"unknown format .* known are \.ttl \.nt \.jsonld"):
        export(hostile, tmp_path / name)


@pytest.mark.parametrize("extension", [".ttl", ".gexf", ".csv"])
def test_unwritable_outputs_are_named(hostile: Location, extension: str, tmp_path: Path) -> None:
    folder = tmp_path / f"folder{extension}"
    folder.mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        export(hostile, folder)
    with pytest.raises(OutputError, match=r"cannot write .*missing"):
        export(hostile, tmp_path / "missing" / f"g{extension}")


def test_an_unknown_network_writes_nothing(hostile: Location, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="did you mean everything"):
        export(hostile, tmp_path / "g.gexf", choice=Choice("everthing"))
    assert not (tmp_path / "g.gexf").exists()


def test_upper_case_extensions_are_known(hostile: Location, tmp_path: Path) -> None:
    assert export(hostile, tmp_path / "G.TTL").paths[0].stat().st_size


@pytest.mark.slow
@pytest.mark.parametrize(
    "choice",
    [
        Choice("projects", Filters(programme="H2020-EU.1.")),
        Choice("projects", Filters(years=(2015, 2015))),
        Choice("projects", Filters(country="BE")),
        Choice("projects", Filters(region="BE3")),
        Choice("projects", Filters(topic="topic:keep-tourism")),
        Choice("projects", Filters(role="participant")),
        Choice("projects", Filters(country="BE"), "newman"),
        Choice("projects", Filters(country="BE"), stable=2),
        Choice("everything", Filters(country="BE")),
    ],
    ids=str,
)
def test_what_is_chosen_is_what_is_written(
    real_graph: Location, choice: Choice, tmp_path: Path
) -> None:
    expected = ties_of(real_graph, choice)
    exported = export(real_graph, tmp_path / "g.gexf", choice=choice)
    assert exported.counts == {"nodes": len(expected), "ties": expected.count()}
    assert 0 < expected.count() < ties_of(real_graph, Choice(choice.network)).count() or (
        choice.weighting == "newman"
    )
    strengths = dict(_read(exported.paths[0]).degree(weight="weight"))
    assert [strengths[node] for node in expected.nodes] == pytest.approx(expected.strengths())


def test_triples_are_never_chosen_from(hostile: Location, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="a file of triples holds the whole graph"):
        export(hostile, tmp_path / "g.ttl", choice=Choice("partners", stable=2))


def test_labels_come_in_the_language_asked_for(curated_graph: Location, tmp_path: Path) -> None:
    export(curated_graph, tmp_path / "g.gexf", lang="fr")
    labels = {label for _, label in nx.read_gexf(tmp_path / "g.gexf").nodes(data="label")}
    assert labels >= {"Pays-Bas", "Allemagne"}


def test_progress_is_told_to_the_end(curated_graph: Location, tmp_path: Path) -> None:
    told: list[float] = []
    export(curated_graph, tmp_path / "g.csv", report=lambda stage, share: told.append(share))
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.5 < told[-1] <= 1


@pytest.mark.parametrize("form", NETWORK_FILES)
def test_a_network_of_networkx_is_written_with_what_it_knows(form: str, tmp_path: Path) -> None:
    graph_: nx.Graph[str] = nx.Graph()
    graph_.add_node("urn:a", label="A & B", rank=1)
    graph_.add_node("urn:b", label="two\nlines", rank=2)
    graph_.add_edge("urn:a", "urn:b", weight=0.1, chance=1e-17)
    path = tmp_path / f"g.{form}"
    path.write_bytes(NETWORK_FILES[form](graph_))
    found = _read(path)
    assert dict(found.nodes(data="label")) == {"urn:a": "A & B", "urn:b": "two lines"}
    assert dict(found.nodes(data="rank")) == {"urn:a": 1, "urn:b": 2}
    assert found["urn:a"]["urn:b"].items() >= {"weight": 0.1, "chance": 1e-17}.items()
