"""What a graph says of itself: valid, true, and wherever the graph goes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import DCTERMS, FOAF, RDF, VOID, Literal, URIRef
from starlette.testclient import TestClient

import clustergraph as cg
import servers
from clustergraph.service.app import application
from clustergraph.service.graphs import Current
from clustergraph.terms import PREFIXES, mint

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

GRAPH = URIRef(mint("dataset", "graph"))
NUTS = "NUTS_ID,NAME_LATN,lat,lon\nBE35,Prov. Namur,50.2,4.85444\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> cg.Location:
    """A graph of four sources."""
    place = tmp_path_factory.mktemp("described")
    (place / "nuts_2024.csv").write_text(NUTS)
    (place / "own.ttl").write_text(
        "<https://example.org/a> a <https://w3id.org/clustergraph/ontology#Organisation> .\n"
    )
    return cg.build(
        f"nuts={place / 'nuts_2024.csv'}", f"rdf={place / 'own.ttl'}", graph=place / "graph"
    )


@pytest.fixture(scope="module")
def about(built: cg.Location) -> rdflib.Graph:
    return rdflib.Graph().parse(data=b"".join(built.about), format="nt")


def _problems(about: rdflib.Graph, repo: Path) -> int:
    shapes = rdflib.Graph().parse(repo / "tests/schemas/dcat-ap.ttl")
    shapes.parse(repo / "tests/schemas/dcat-ap-3.0.0.jsonld")
    _conforms, report, _text = pyshacl.validate(about, shacl_graph=shapes)
    return len(list(report.subjects(RDF.type, rdflib.SH.ValidationResult)))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_it_is_as_dcat_ap_asks(repo: Path, about: rdflib.Graph) -> None:
    assert _problems(about, repo) == 0
    for predicate in (DCTERMS.title, VOID.triples, FOAF.name):
        broken = rdflib.Graph() + about
        broken.remove((None, predicate, None))
        assert _problems(broken, repo) > 0, predicate
    # The shapes of the European Commission alone find what has no title.
    official = rdflib.Graph().parse(repo / "tests/schemas/dcat-ap-3.0.0.jsonld")
    broken = rdflib.Graph() + about
    broken.remove((None, DCTERMS.title, None))
    assert not pyshacl.validate(broken, shacl_graph=official)[0]
    broken = rdflib.Graph() + about
    broken.remove((None, RDF.type, DCTERMS.LicenseDocument))
    assert _problems(broken, repo) > 0


def test_its_counts_are_those_of_the_graph(built: cg.Location, about: rdflib.Graph) -> None:
    assert about.value(GRAPH, VOID.triples) == Literal(built.count())
    counted = Counter(
        str(triple.object)[1:-1] for triple in built.triples() if RDF.type in str(triple.predicate)
    )
    told = {
        str(about.value(part, VOID["class"])): int(str(about.value(part, VOID.entities)))
        for part in about.objects(GRAPH, VOID.classPartition)
    }
    assert told == counted
    assert about.value(GRAPH, VOID.entities) == Literal(counted.total())


def test_each_source_has_licence_publisher_release_and_count(
    built: cg.Location, about: rdflib.Graph
) -> None:
    assert built.manifest is not None
    assert len(built.manifest.sources) == 4
    for entry in built.manifest.sources:
        iri = URIRef(mint("dataset", entry.name, entry.checksum[:12]))
        assert (GRAPH, VOID.subset, iri) in about
        assert about.value(iri, VOID.triples) == Literal(entry.triples)
        terms = about.value(iri, DCTERMS.license)
        assert isinstance(terms, URIRef)
        assert (terms, RDF.type, DCTERMS.LicenseDocument) in about
        if entry.name != "rdf":
            assert (
                str(about.value(iri, URIRef(PREFIXES["dcat"] + "version")) or "") == entry.release
            )
            assert about.value(about.value(iri, DCTERMS.publisher), FOAF.name) is not None


@pytest.mark.parametrize("ending", ["ttl", "nt", "jsonld", "rdf"])
def test_it_goes_along_with_the_graph(built: cg.Location, ending: str, tmp_path: Path) -> None:
    cg.export(built, tmp_path / f"g.{ending}")
    found = {quad.triple for quad in ox.parse(path=tmp_path / f"g.{ending}")}
    assert found == {*built.triples(), *built.description()}
    lines = [quad.triple for quad in ox.parse(path=tmp_path / f"g.{ending}")]
    assert len(lines) == len(found)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("ending", ["nq", "trig"])
def test_there_is_one_graph_a_source_each_described(
    built: cg.Location, ending: str, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        cg.export(built, tmp_path / f"{name}.{ending}")
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()
    quads = set(ox.parse(path=tmp_path / f"a.{ending}"))
    assert built.manifest is not None
    named = {
        entry.name: mint("dataset", entry.name, entry.checksum[:12])
        for entry in built.manifest.sources
    }
    found = Counter(quad.graph_name.value for quad in quads)
    assert set(found) == {str(GRAPH), *named.values()}
    assert {quad.triple for quad in quads} == {*built.triples(), *built.description()}
    described = {quad.subject.value for quad in quads if quad.graph_name.value == str(GRAPH)}
    assert described >= set(found)
    of = {quad.subject.value: quad.graph_name.value for quad in quads}
    assert of["https://example.org/a"] == named["rdf"]
    assert of["https://w3id.org/clustergraph/ontology#Cluster"] == named["ontology"]
    assert of[mint("organisation", "mecatech")] == named["curated"]
    assert of[mint("place", "nuts", "BE35")] == named["nuts"]
    # A parser of its own reads the same.
    read = rdflib.Dataset()
    read.parse(tmp_path / f"a.{ending}")
    assert len(list(read.quads())) == len(quads)


def test_where_a_region_is_can_be_compared(built: cg.Location) -> None:
    asked = "SELECT ?place WHERE { ?place <%slat> ?lat FILTER(?lat > 50 && ?lat < 51) }"
    found = cg.query(built, sparql=asked % "http://www.w3.org/2003/01/geo/wgs84_pos#")
    assert [cell.value for cell in found["place"]] == [mint("place", "nuts", "BE35")]


def test_a_service_tells_it_where_crawlers_look(built: cg.Location) -> None:
    client = TestClient(application(Current(built.where)), base_url="http://127.0.0.1")
    found = client.get("/.well-known/void")
    assert found.headers["content-type"].startswith("text/turtle")
    told = {quad.triple for quad in ox.parse(found.content, format=ox.RdfFormat.TURTLE)}
    assert told == set(built.description())
    service = client.get("/sparql").content
    assert told < {quad.triple for quad in ox.parse(service, format=ox.RdfFormat.TURTLE)}


@pytest.mark.slow
def test_an_endpoint_has_it_in_a_graph_of_its_own(built: cg.Location, tmp_path: Path) -> None:
    with servers.oxigraph(tmp_path) as running:
        for _ in range(2):
            cg.push(built, running.query)
        asked = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
        rows = cg.open(running.query).select(asked).rows
        assert {ox.Triple(*row) for row in rows} == set(built.description())
        assert cg.open(running.query).count() == built.count()


def test_a_file_says_nothing_of_itself(curated_file: Path, tmp_path: Path) -> None:
    graph = cg.open(curated_file)
    assert not graph.about
    cg.export(graph, tmp_path / "g.nq")
    assert {quad.triple for quad in ox.parse(path=tmp_path / "g.nq")} == {*graph.triples()}
