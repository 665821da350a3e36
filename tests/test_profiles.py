"""The graph in the terms of other vocabularies, counted in those terms; and alignments that fit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, Literal, URIRef

import clustergraph as cg
from clustergraph.networks import export
from clustergraph.terms import CG, RDF_TYPE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

EURIO, SCHEMA = "http://data.europa.eu/s66#", "https://schema.org/"
ORG = "http://www.w3.org/ns/org#"
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)

FACTS = f"""
@prefix cg: <{CG}> .
@prefix rdfs: <{RDFS}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <https://example.org/> .
e:a a cg:Organisation ; rdfs:label "A" ; cg:vatNumber "BE1" .
e:b a cg:Agency ; rdfs:label "B" .
e:p a cg:Project ; rdfs:label "P" .
e:p cg:startDate "2020-01-31"^^xsd:date ; cg:endDate "2022"^^xsd:gYear .
e:part a cg:Participation ; cg:participant e:a ; cg:inProject e:p ; cg:order 2 .
e:grant a cg:Award ; cg:awardedTo e:p ; cg:awardContribution 1234.50 .
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> cg.Location:
    place = tmp_path_factory.mktemp("profiles")
    (place / "facts.ttl").write_text(FACTS)
    return cg.build(f"rdf={place / 'facts.ttl'}", graph=place / "graph")


def profiled(graph: cg.Location, profile: str, place: Path) -> set[ox.Triple]:
    cg.export(graph, place / "p.nt", profile=profile)
    return {quad.triple for quad in ox.parse(path=place / "p.nt")} - {*graph.description()}


def _types(triples: set[ox.Triple]) -> Counter[str]:
    return Counter(
        str(triple.object)[1:-1] for triple in triples if triple.predicate.value == RDF_TYPE
    )


def _count(graph: cg.Location, cls: str) -> int:
    asked = "SELECT DISTINCT ?s WHERE { ?c <%ssubClassOf>* <%s> . ?s a ?c }"
    return len(graph.select(asked % (RDFS, cls)).rows)


@pytest.mark.parametrize(
    ("profile", "classes"),
    [
        ("eurio", {
            f"{EURIO}Organisation": "Organisation", f"{EURIO}Project": "Project",
            f"{EURIO}OrganisationRole": "Participation", f"{EURIO}Grant": "Award",
            f"{EURIO}Country": "Country", f"{EURIO}AdministrativeArea": "Region",
        }),
        ("schema.org", {
            f"{SCHEMA}Organization": "Organisation", f"{SCHEMA}ResearchProject": "Project",
            f"{SCHEMA}MonetaryGrant": "Award", f"{SCHEMA}Event": "Event",
        }),
        ("org", {
            f"{ORG}Organization": "Organisation",
            f"{ORG}OrganizationalCollaboration": "Project",
        }),
    ],
)  # fmt: skip
def test_things_are_counted_in_the_terms_of_the_profile(
    built: cg.Location, profile: str, classes: dict[str, str], tmp_path: Path
) -> None:
    found = _types(profiled(built, profile, tmp_path))
    for theirs, ours in classes.items():
        assert found[theirs] == _count(built, f"{CG}{ours}") > 0, theirs
    assert not any(iri.startswith(CG) for iri in found)


def test_what_is_said_of_one_project_in_eurio(built: cg.Location, tmp_path: Path) -> None:
    e = "https://example.org/"
    about = {
        (str(triple.subject)[1:-1].removeprefix(e), triple.predicate.value.removeprefix(EURIO),
         getattr(triple.object, "value", "").removeprefix(e))
        for triple in profiled(built, "eurio", tmp_path)
        if triple.subject.value.startswith(e) and triple.predicate.value != RDF_TYPE
    }  # fmt: skip
    assert about == {
        ("a", "legalName", "A"),
        ("a", "vatNumber", "BE1"),
        ("b", "legalName", "B"),
        ("p", "title", "P"),
        ("p", "startDate", "2020-01-31"),
        ("part", "isRoleOf", "a"),
        ("part", "isInvolvedIn", "p"),
        ("part", "order", "2"),
        ("grant", "funds", "p"),
        ("grant", "hasFundingAmount", "grant#funding"),
        ("grant#funding", "value", "1234.50"),
        ("grant#funding", "currency", "EUR"),
    }


def _kind(vocabulary: rdflib.Graph, term: URIRef) -> URIRef | None:
    return next((kind for kind in KINDS if (term, RDF.type, kind) in vocabulary), None)


@pytest.fixture(scope="module")
def eurio(shared_data: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(shared_data / "vocabularies" / "EURIO.ttl")


def test_the_profile_uses_eurio_as_eurio_says(
    built: cg.Location, eurio: rdflib.Graph, tmp_path: Path
) -> None:
    found = profiled(built, "eurio", tmp_path)
    terms = {triple.predicate.value for triple in found} - {RDF_TYPE}
    assert len(terms) > 12
    for triple in found:
        if triple.predicate.value == RDF_TYPE:
            assert _kind(eurio, URIRef(triple.object.value)) == OWL.Class
        else:
            literal = isinstance(triple.object, ox.Literal)
            expected = OWL.DatatypeProperty if literal else OWL.ObjectProperty
            assert _kind(eurio, URIRef(triple.predicate.value)) == expected, triple


def test_an_alignment_joins_terms_of_one_kind(repo: Path, eurio: rdflib.Graph) -> None:
    ours = rdflib.Graph().parse(repo / "ontology/clustergraph.ttl")
    alignments = rdflib.Graph().parse(repo / "ontology/alignments.ttl")
    pairs = [(one, other) for one, _, other in alignments if str(other).startswith(EURIO)]
    assert len(pairs) > 35
    for one, other in pairs:
        assert not isinstance(other, Literal)
        assert isinstance(one, URIRef)
        assert _kind(ours, one) == _kind(eurio, URIRef(other)), (one, other)


def test_wrong_requests_are_one_line(built: cg.Location, tmp_path: Path) -> None:
    assert export.profiles() == ["eurio", "org", "schema.org"]
    with pytest.raises(cg.RequestError, match="unknown profile 'euro': did you mean eurio"):
        cg.export(built, tmp_path / "x.ttl", profile="euro")
    with pytest.raises(cg.RequestError, match="profile is for files of triples"):
        cg.export(built, tmp_path / "x.gexf", profile="eurio")
