"""The ontology files: every term documented and used as declared, OWL 2 RL, consistent."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from clustergraph import resources

ROOT = resources.ontology_dir()
ONTOLOGY = URIRef("https://w3id.org/clustergraph/ontology")
CG = Namespace("https://w3id.org/clustergraph/ontology#")
FILES = ("clustergraph.ttl", "schemes.ttl", "alignments.ttl", "shapes.ttl")
EXPECTED = Path(__file__).parent / "ontology"
AMOUNTS = {
    "contribution": ("awardContribution", "participantContribution"),
    "totalCost": ("projectCost", "participantCost", "callBudget"),
}
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@cache
def graph(*names: str) -> Graph:
    merged = Graph()
    for name in names:
        merged.parse(ROOT / name, format="turtle")
    return merged


def own_terms() -> list[URIRef]:
    found = {term for kind in KINDS for term in graph(FILES[0]).subjects(RDF.type, kind)}
    return sorted(term for term in found if isinstance(term, URIRef) and term in CG)


def languages(subject: URIRef, predicate: URIRef, among: Graph) -> list[str | None]:
    return sorted(str(value.language) for value in among.objects(subject, predicate))


def explained(term: URIRef, among: Graph) -> None:
    """What it means, and how to use it if that is said, is a sentence in each language."""
    assert languages(term, SKOS.definition, among) == ["en", "fr"], term
    assert languages(term, SKOS.scopeNote, among) in ([], ["en", "fr"]), term
    for predicate in (SKOS.definition, SKOS.scopeNote):
        texts = {str(text) for text in among.objects(term, predicate)}
        assert len(texts) in (0, 2), term
        assert all(re.search(r"\w\.$", text) for text in texts), term


def test_the_ontology_has_its_terms() -> None:
    classes = {term for term in own_terms() if (term, RDF.type, OWL.Class) in graph(FILES[0])}
    assert len(classes) == 24
    assert len(own_terms()) - len(classes) >= 65


@pytest.mark.parametrize("term", own_terms(), ids=lambda term: term.removeprefix(CG))
def test_a_term_is_documented(term: URIRef) -> None:
    ontology = graph(FILES[0])
    assert languages(term, RDFS.label, ontology) == ["en", "fr"]
    assert all(label.strip() for label in ontology.objects(term, RDFS.label))
    explained(term, ontology)
    assert list(ontology.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY]


# What the files in tests/ontology/ say was checked by hand: whoever changes an axiom changes both.
AXIOMS = {
    "axioms.csv": ("clustergraph.ttl", (RDFS.subClassOf, RDFS.subPropertyOf, OWL.disjointWith,
                                        RDFS.domain, RDFS.range)),
    "alignments.csv": ("alignments.ttl", (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch,
                                          SKOS.narrowMatch, SKOS.relatedMatch)),
}  # fmt: skip


def stated_axioms(name: str) -> set[tuple[str, str, str]]:
    """The triples of a file with one of the predicates, as CURIEs."""
    file, predicates = AXIOMS[name]
    names = graph(file).namespace_manager
    return {
        (names.curie(subject), names.curie(predicate), names.curie(value))
        for predicate in predicates
        for subject, value in graph(file).subject_objects(predicate)
    }


@pytest.mark.parametrize("name", AXIOMS)
def test_the_axioms_are_the_expected_ones(name: str) -> None:
    with (EXPECTED / name).open(encoding="utf-8", newline="") as file:
        expected = {(row[0], row[1], row[2]) for row in csv.reader(file)}
    assert len(expected) > 50
    assert stated_axioms(name) == expected


def test_every_own_property_says_domain_and_range_or_is_for_any_thing() -> None:
    ontology = graph(FILES[0])
    properties = {
        term
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in ontology.subjects(RDF.type, kind)
        if term in CG
    }
    open_range = {term for term in properties if not ontology.value(term, RDFS.range)}
    assert open_range == {
        CG[name] for name in ("claimObject", "claimSubject", "concerns", "involves", "resultsFrom")
    }


def test_amounts_that_count_the_same_money_are_no_part_of_each_other() -> None:
    ontology = graph(FILES[0])
    parts = {name: set(ontology.subjects(RDFS.subPropertyOf, CG[name])) for name in AMOUNTS}
    assert parts == {name: {CG[part] for part in AMOUNTS[name]} for name in AMOUNTS}
    for names in AMOUNTS.values():
        # A sum over one of them meets each amount once: they differ in the class of their subject.
        domains = [ontology.value(CG[name], RDFS.domain) for name in names]
        assert None not in domains and len(set(domains)) == len(domains)
        assert not [name for name in names if list(ontology.subjects(RDFS.subPropertyOf, CG[name]))]


def test_no_class_lies_deeper_than_the_queries_look() -> None:
    # They name two levels of subclasses instead of rdfs:subClassOf*, which Virtuoso misreads.
    ontology = graph(FILES[0])
    classes = {term for term in own_terms() if (term, RDF.type, OWL.Class) in ontology}
    assert any(_depth(ontology, term) == 1 for term in classes)
    assert max(_depth(ontology, term) for term in classes) <= 2, (
        "look deeper in queries/ and rules/"
    )


def _depth(ontology: Graph, term: URIRef) -> int:
    """How many of our classes lie above a class, one above the other."""
    above = {up for up in ontology.objects(term, RDFS.subClassOf) if up in CG and up != term}
    return 1 + max(_depth(ontology, up) for up in above) if above else 0


def test_terms_of_other_vocabularies_are_labelled_too() -> None:
    ontology = graph(FILES[0])
    foreign = {term for kind in KINDS for term in ontology.subjects(RDF.type, kind)}
    foreign -= set(own_terms())
    assert len(foreign) > 25
    for term in foreign:
        assert languages(term, RDFS.label, ontology) == ["en", "fr"], term
        assert ontology.value(term, RDFS.isDefinedBy), term


def test_the_header_tells_version_and_licence() -> None:
    from clustergraph._version import __version__

    ontology = graph(FILES[0])
    version = f"{ONTOLOGY}/{__version__}"
    assert list(ontology.objects(ONTOLOGY, OWL.versionIRI)) == [URIRef(version)]
    assert list(ontology.objects(ONTOLOGY, OWL.versionInfo)) == [Literal(__version__)]
    terms = Namespace("http://purl.org/dc/terms/")
    assert languages(ONTOLOGY, terms.title, ontology) == ["en", "fr"]
    assert ontology.value(ONTOLOGY, terms.license) == URIRef(
        "https://creativecommons.org/licenses/by/4.0/"
    )
    assert ontology.value(ONTOLOGY, terms.creator)
    for predicate in (terms.created, terms.modified):
        value = ontology.value(ONTOLOGY, predicate)
        assert isinstance(value, Literal) and value.datatype == XSD.dateTime


@pytest.mark.parametrize("name", FILES)
def test_each_file_has_one_header(name: str) -> None:
    headers = list(graph(name).subjects(RDF.type, OWL.Ontology))
    assert len(headers) == 1
    assert graph(name).value(headers[0], OWL.versionIRI)


@pytest.mark.parametrize("name", FILES[:3])
def test_no_blank_nodes(name: str) -> None:
    assert not [term for triple in graph(name) for term in triple if isinstance(term, BNode)]


def test_no_class_is_below_itself() -> None:
    ontology = graph(FILES[0])
    for term in ontology.subjects(RDF.type, OWL.Class):
        above = {
            one
            for parent in ontology.objects(term, RDFS.subClassOf)
            for one in ontology.transitive_objects(parent, RDFS.subClassOf)
        }
        assert term not in above, term


def test_concepts_have_two_equal_labels_in_two_languages() -> None:
    schemes = graph("schemes.ttl")
    concepts = list(schemes.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) > 60
    for concept in concepts:
        assert languages(concept, SKOS.prefLabel, schemes) == ["en", "fr"], concept
        labels = set(schemes.objects(concept, RDFS.label))
        assert labels == set(schemes.objects(concept, SKOS.prefLabel)), concept
        scheme = schemes.value(concept, SKOS.inScheme)
        assert (scheme, RDF.type, SKOS.ConceptScheme) in schemes, concept
        assert str(concept).startswith(f"{scheme}/"), concept


def test_concepts_and_schemes_are_documented() -> None:
    schemes = graph("schemes.ttl")
    terms = [
        term
        for kind in (SKOS.Concept, SKOS.ConceptScheme)
        for term in schemes.subjects(RDF.type, kind)
        if isinstance(term, URIRef)
    ]
    assert len(terms) > 75
    for term in terms:
        explained(term, schemes)


def test_schemes_are_those_that_have_a_prefix() -> None:
    from clustergraph.terms import PREFIXES, SCHEMES

    found = set(graph("schemes.ttl").subjects(RDF.type, SKOS.ConceptScheme))
    assert found == {URIRef(PREFIXES["cgs"] + name) for name in SCHEMES}


def test_a_notation_names_one_concept_of_its_scheme() -> None:
    schemes = graph("schemes.ttl")
    pairs = [
        (schemes.value(concept, SKOS.inScheme), notation)
        for concept, notation in schemes.subject_objects(SKOS.notation)
    ]
    assert len(pairs) == len(set(pairs)) > 15


def files_with_terms() -> list[str]:
    """Every text in which a `cg:` term may stand, except the two that are wrong on purpose."""
    misspelt = {ROOT / f"examples/unknown-{what}/invalid.ttl" for what in ("term", "class")}
    found = {*ROOT.rglob("*.ttl"), *ROOT.rglob("*.rq"), *resources.data_dir().rglob("*.ttl")}
    found |= set(resources.queries_dir().rglob("*.rq"))
    return sorted(str(path) for path in found - misspelt)


def test_files_with_terms_were_found() -> None:
    assert len(files_with_terms()) > 140


def test_every_term_used_is_declared() -> None:
    declared = {term.removeprefix(CG) for term in own_terms()}
    assert "Cluster" in declared
    for name in files_with_terms():
        with open(name, encoding="utf-8") as file:
            used = set(re.findall(r"(?<![\w-])cg:([A-Za-z][\w-]*)", file.read()))
        assert used <= declared, f"{name} uses terms that the ontology does not declare"


# --- OWL 2 RL (W3C recommendation "OWL 2 Web Ontology Language Profiles", section 4). The file has
# no blank nodes, so every class expression is a class name and every axiom is one triple: it is
# enough that each triple is of an allowed form and that its terms are declared for that place.

RL_DATATYPES = {
    *(XSD[name] for name in ("string", "boolean", "decimal", "integer", "anyURI", "dateTime")),
    RDFS.Literal,
    RDF.PlainLiteral,
}
AXIOM_TYPES = {OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.IrreflexiveProperty}
BUILT_IN_ANNOTATIONS = {RDFS.label, RDFS.isDefinedBy, OWL.versionInfo, OWL.versionIRI}
# RL allows functional properties, but with one a duplicate participant would make two
# organisations the same; they stay out, and so do imports.


def profile_errors(ontology: Graph) -> list[str]:
    """The triples that are no OWL 2 RL axiom, declaration or annotation of this ontology."""
    declared = {kind: set(ontology.subjects(RDF.type, kind)) for kind in KINDS}
    twice = [
        f"declared twice: {term}"
        for term in set.union(*declared.values())
        if sum(term in terms for terms in declared.values()) > 1
    ]
    return twice + [str(triple) for triple in ontology if not is_allowed(declared, *triple)]


def is_allowed(declared: dict, subject, predicate, value) -> bool:
    if BNode in (type(subject), type(value)):
        return False
    if isinstance(value, Literal) and value.datatype not in {None, *RL_DATATYPES}:
        return False
    classes, links, values, annotations = (declared[kind] for kind in KINDS)
    properties = links | values
    if predicate == RDF.type:
        return value in {*KINDS, OWL.Ontology} or (value in AXIOM_TYPES and subject in links)
    if predicate in (RDFS.subClassOf, OWL.disjointWith):
        return {subject, value} <= classes
    if predicate == RDFS.subPropertyOf:
        return {subject, value} <= links or {subject, value} <= values
    if predicate == RDFS.domain:
        return subject in properties and value in classes
    if predicate == RDFS.range:
        return value in (classes if subject in links else RL_DATATYPES) and subject in properties
    return predicate in annotations | BUILT_IN_ANNOTATIONS


def test_the_ontology_is_in_owl_2_rl() -> None:
    assert profile_errors(graph(FILES[0])) == []


@pytest.mark.parametrize(
    "extra",
    [
        "cg:Project owl:equivalentClass [ owl:unionOf ( cg:Call cg:Award ) ] .",
        "cg:Project rdfs:subClassOf [ a owl:Restriction ; owl:onProperty cg:status ] .",
        "cg:participant a owl:FunctionalProperty .",
        "cg:code rdfs:range xsd:gYear .",
        "cg:Project a owl:ObjectProperty .",
        "cg:partner rdfs:domain cg:Missing .",
        "cg:Project rdfs:subClassOf owl:Thing .",
        "<https://w3id.org/clustergraph/ontology> owl:imports <http://www.w3.org/ns/org> .",
        'cg:Project cg:code "1" .',
    ],
)
def test_the_profile_check_can_fail(extra: str) -> None:
    outside = Graph() + graph(FILES[0])
    prefixes = f"@prefix cg: <{CG}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . "
    outside.parse(data=f"{prefixes} @prefix xsd: <{XSD}> . {extra}", format="turtle")
    assert profile_errors(outside)


# In a process of its own: owlrl puts its own literal conversions into rdflib, for good.
CLOSURE = """
import sys
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import Graph, URIRef
graph = Graph().parse(sys.stdin.buffer, format="nt")
DeductiveClosure(OWLRL_Semantics).expand(graph)
for message in graph.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")):
    print(message)
print(len(graph))
"""


def contradictions(facts: Graph) -> list[str]:
    """What the OWL 2 RL rules find inconsistent in the ontology, the schemes and the facts."""
    merged = graph("clustergraph.ttl", "schemes.ttl") + facts
    done = subprocess.run(
        [sys.executable, "-c", CLOSURE],
        input=merged.serialize(format="nt").encode(),
        capture_output=True,
        check=True,
    )
    *messages, size = done.stdout.decode().splitlines()
    assert int(size) > len(merged), "no rule was applied"
    return messages


@pytest.mark.slow
def test_ontology_and_data_are_consistent() -> None:
    data = Graph()
    for path in resources.data_dir().rglob("*.ttl"):
        data.parse(path, format="turtle")
    assert len(data) > 300
    assert contradictions(data) == []


@pytest.mark.slow
def test_the_consistency_check_can_fail() -> None:
    both = Graph().parse(
        data=f"@prefix cg: <{CG}> . <urn:x> a cg:Cluster , cg:Programme .", format="turtle"
    )
    assert contradictions(both) != []
