"""The term reference is complete, links to itself, and lies in docs/ as it is written now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, Graph

from clustergraph import resources
from clustergraph.vocabulary import reference

DOCS = Path(__file__).parents[1] / "docs" / "ontology.md"


@pytest.fixture(scope="module")
def ontology() -> Graph:
    merged = Graph()
    for name in ("clustergraph.ttl", "alignments.ttl", "schemes.ttl"):
        merged.parse(resources.ontology_dir() / name, format="turtle")
    return merged


@pytest.fixture(scope="module")
def text() -> str:
    return reference.ontology()


def test_the_page_in_docs_is_not_stale(text: str) -> None:
    assert DOCS.read_text(encoding="utf-8") == text, (
        "write it again: clustergraph docs ontology > docs/ontology.md"
    )


def test_every_term_and_scheme_has_a_heading(ontology: Graph, text: str) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    own = {
        f"cg:{term.split('#')[1]}"
        for kind in kinds
        for term in ontology.subjects(RDF.type, kind)
        if term.startswith("https://w3id.org/clustergraph/ontology#")
    }
    schemes = {f"cgs:{s.split('/')[-1]}" for s in ontology.subjects(RDF.type, SKOS.ConceptScheme)}
    assert len(own) > 85
    assert set(re.findall(r"^### (\S+)$", text, re.MULTILINE)) == own | schemes


def test_every_concept_is_listed(ontology: Graph, text: str) -> None:
    concepts = set(ontology.subjects(RDF.type, SKOS.Concept))
    assert len(re.findall(r"^\| `[a-z-]+:[a-z0-9-]+` \| ", text, re.MULTILINE)) >= len(concepts)
    assert "| `role:third-party` | third party | tiers lié | thirdParty |" in text


def test_links_lead_to_headings(text: str) -> None:
    headings = [reference.slug(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    targets = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert len(headings) == len(set(headings)), "two headings share an anchor"
    assert len(targets) > 70
    assert targets <= set(headings)


def test_a_small_ontology_by_hand() -> None:
    small = Graph().parse(
        format="turtle",
        data="""
        @prefix cg: <https://w3id.org/clustergraph/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix vann: <http://purl.org/vocab/vann/> .
        <https://example.org/o> a owl:Ontology ; vann:preferredNamespaceUri "https://e.org/#" .
        cg:Thing a owl:Class ; rdfs:label "thing"@en , "chose"@fr ; skos:definition "Any."@en .
        cg:Part a owl:Class ; rdfs:subClassOf cg:Thing ; rdfs:label "part"@en , "partie"@fr ;
            skos:definition "A bit."@en ; skos:closeMatch <http://data.europa.eu/s66#Bit> .
        cg:of a owl:ObjectProperty ; rdfs:domain cg:Part ; rdfs:label "of"@en , "de"@fr ;
            skos:definition "The whole."@en .
        """,
    )
    text = reference.reference(small)
    assert "- [`cg:Thing`](#cgthing): thing\n  - [`cg:Part`](#cgpart): part\n" in text
    assert (
        "### cg:Part\n\n**part** (French: partie). A bit.\n\n"
        "- Sub-class of: [`cg:Thing`](#cgthing)\n"
        "- Properties: [`cg:of`](#cgof)\n"
        "- Aligned with: close `eurio:Bit`\n" in text
    )
    assert (
        "### cg:of\n\n**of** (French: de). The whole.\n\n"
        "- Kind: link to a thing\n- Of: [`cg:Part`](#cgpart)\n- Value: any thing\n" in text
    )
