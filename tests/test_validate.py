"""Shapes and rules find what they are for, in every engine; findings are written three ways."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import yaml
from rdflib import RDF, SH, Graph, URIRef

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

from clustergraph import resources
from clustergraph.building import build
from clustergraph.graph import engines
from clustergraph.graph.opening import open_graph
from clustergraph.vocabulary import rules, validate
from clustergraph.vocabulary.findings import WRITERS

ROOT = resources.ontology_dir()
# A prefixed name in a message.
TERM = r"\b[a-z-]+:[A-Za-z-]+"
EXAMPLES = sorted(path.name for path in (ROOT / "examples").iterdir())


@cache
def shapes() -> Graph:
    return Graph().parse(ROOT / "shapes.ttl", format="turtle")


def reported_shapes() -> set[str]:
    """The shapes under whose name a finding can appear: all but the ones that only collect."""
    collecting = {SH.property, SH.targetClass, SH.targetSubjectsOf, RDF.type}
    graph = shapes()
    helpers = set(graph.objects(None, SH.node))
    return {
        str(shape).removeprefix(validate.SHAPES)
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in graph.subjects(RDF.type, kind)
        if shape not in helpers and set(graph.predicates(shape)) - collecting
    }


# --- The examples: one folder a shape or rule


def test_every_shape_and_rule_has_examples_and_nothing_else_has() -> None:
    assert len(reported_shapes()) >= 50
    assert len(rules.rules()) >= 17
    assert set(EXAMPLES) == reported_shapes() | set(rules.rules())
    assert not reported_shapes() & set(rules.rules())
    files = {path.name for path in (ROOT / "examples").glob("*/*")}
    assert files == {"valid.ttl", "invalid.ttl"}


def test_every_file_in_rules_is_a_rule() -> None:
    assert len(list((ROOT / "rules").iterdir())) == len(rules.rules())


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_valid_example_has_no_finding(name: str) -> None:
    found = validate.validate(open_graph(ROOT / "examples" / name / "valid.ttl"))
    assert found == [], "update the example or the rule"


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_invalid_example_has_just_that_finding(name: str) -> None:
    found = validate.validate(open_graph(ROOT / "examples" / name / "invalid.ttl"))
    assert {finding.rule for finding in found} == {name}, "update the example or the rule"


def planted() -> str:
    """All invalid examples as N-Triples, each with IRIs of its own so that none mends another."""
    lines = []
    for name in EXAMPLES:
        text = (ROOT / "examples" / name / "invalid.ttl").read_text(encoding="utf-8")
        for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE):
            line = f"{quad.subject} {quad.predicate} {quad.object} .\n"
            # A PIC shared by two things is refused when a graph is built.
            line = line.replace("#pic>", "#cordisId>") if name == "shared-identifier" else line
            lines.append(re.sub("(/id/[^>]+)>", rf"\1-of-{name}>", line))
    return "".join(lines)


@pytest.mark.slow
def test_our_engine_finds_in_a_built_graph_what_pyshacl_finds(tmp_path: Path) -> None:
    pytest.importorskip("shacl", reason="no wheel of shacl for this platform")
    (tmp_path / "planted.nt").write_text(planted(), encoding="utf-8")
    build.build([("rdf", tmp_path / "planted.nt")], tmp_path / "g")
    found = {
        engine: validate.validate(open_graph(tmp_path / "g"), engine) for engine in validate.ENGINES
    }
    assert found["shacl"] == found["pyshacl"]
    at = {(finding.rule, finding.focus.partition("-of-")[2]) for finding in found["shacl"]}
    assert {(name, name) for name in EXAMPLES} <= at


# --- Shapes and rules as files


def test_shapes_can_be_told_apart_in_a_report() -> None:
    graph = shapes()
    for kind in (SH.targetClass, SH.targetSubjectsOf):
        for shape in graph.subjects(kind):
            for member in (shape, *graph.objects(shape, SH.property)):
                assert str(member).startswith(validate.SHAPES), member


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(reported_shapes()))
def test_a_shape_says_how_to_mend(name: str) -> None:
    messages = list(shapes().objects(URIRef(validate.SHAPES + name), SH.message))
    said = {message.language: str(message) for message in messages}
    assert set(said) == {"en", "fr"}
    assert len(messages) == 2
    assert said["en"] != said["fr"]
    assert all(text.endswith(".") for text in said.values())
    # Both name the same terms, so that one mends the same thing in either language.
    assert set(re.findall(TERM, said["en"])) == set(re.findall(TERM, said["fr"]))


def test_shapes_are_shacl_core() -> None:
    assert not list(shapes().triples((None, SH.sparql, None)))
    assert not list(shapes().triples((None, SH.target, None)))


@pytest.mark.parametrize("name", sorted(rules.rules()))
def test_a_rule_header_is_yaml(name: str) -> None:
    rule = rules.rules()[name]
    lines = [line[2:].strip() for line in rule.text.splitlines() if line.startswith("#+")]
    assert yaml.safe_load("\n".join(lines)) == {
        "title": rule.title,
        "severity": rule.severity,
        "message": rule.message,
        "message@fr": rule.message.fr,
    }
    assert rule.message.fr.endswith(".")
    assert set(re.findall(TERM, rule.message)) == set(re.findall(TERM, rule.message.fr))
    assert rule.severity in validate.SEVERITIES
    assert rule.message.endswith(".")
    assert "ORDER BY" in rule.text


@cache
def ontology() -> Graph:
    """The terms and schemes that rules look things up in."""
    graph = Graph()
    for file in ("clustergraph.ttl", "schemes.ttl"):
        graph.parse(ROOT / file, format="turtle")
    return graph


@cache
def ontology_lines() -> bytes:
    return ontology().serialize(format="nt", encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(rules.rules()))
def test_a_rule_finds_the_same_in_every_engine(name: str, tmp_path: Path) -> None:
    text = rules.rules()[name].text
    example = Graph().parse(ROOT / "examples" / name / "invalid.ttl", format="turtle")
    stated = example.serialize(format="nt", encoding="utf-8")
    (tmp_path / "wrong.nt").write_bytes(stated + ontology_lines())
    wrong = ontology() + example
    answers = {
        engine: [tuple(map(str, row)) for row in made.load(tmp_path / "wrong.nt").select(text).rows]
        for engine, made in engines.ENGINES.items()
    }
    rdflib = [tuple(str(ox_term(cell)) for cell in row) for row in wrong.query(text)]
    assert {"sparq", "oxigraph"} <= set(answers)
    assert rdflib
    assert all(rows == rdflib for rows in answers.values())


def ox_term(node: object) -> ox.NamedNode | ox.Literal:
    """The same term as the engines give it."""
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    datatype = ox.NamedNode(str(node.datatype)) if node.datatype else None
    return ox.Literal(str(node), language=node.language, datatype=datatype)


# --- validate()

PREFIXES = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix organisation: <https://w3id.org/clustergraph/id/organisation/> .
@prefix publication: <https://w3id.org/clustergraph/id/publication/> .
publication:page a cg:Publication ; rdfs:label "A page" .
"""
ACME = "https://w3id.org/clustergraph/id/organisation/acme"


def opened(folder: Path, turtle: str) -> Location:
    file = folder / "data.ttl"
    file.write_text(PREFIXES + turtle, encoding="utf-8")
    return open_graph(file)


@pytest.fixture
def findings(tmp_path: Path) -> list[validate.Finding]:
    turtle = """organisation:acme a cg:MetaCluster ; rdfs:label "Acme \\u001b[31m<b>"@en ;
        dcterms:source publication:page ; cg:locator "paragraph 1" ; cg:pic "1 \\"2\\" \\\\" ."""
    return validate.validate(opened(tmp_path, turtle))


@pytest.mark.slow
def test_shapes_of_a_class_reach_its_subclasses(findings: list[validate.Finding]) -> None:
    found = [(finding.severity, finding.rule) for finding in findings]
    assert found == [
        ("violation", "pic"),
        ("warning", "meta-cluster-members"),
        ("info", "organisation-place"),
    ]


@pytest.mark.slow
def test_classes_of_ones_own_below_ours_keep_their_properties(tmp_path: Path) -> None:
    turtle = """@prefix own: <https://example.org/> .
        own:Niche rdfs:subClassOf own:Regional . own:Regional rdfs:subClassOf cg:Cluster .
        organisation:acme a own:Niche ; rdfs:label "Acme"@en ; cg:pic "999999999" .
        organisation:else a own:Other ; rdfs:label "Else"@en ; cg:pic "999999998" ."""
    found = [f.focus for f in validate.validate(opened(tmp_path, turtle)) if f.rule == "domain"]
    assert found == ["https://w3id.org/clustergraph/id/organisation/else"]


@pytest.mark.slow
def test_a_finding_says_where(findings: list[validate.Finding]) -> None:
    pic, members, _place = findings
    assert pic.focus == ACME
    assert pic.focus_label == "Acme \x1b[31m<b>"
    assert pic.path == "https://w3id.org/clustergraph/ontology#pic"
    assert pic.value == ox.Literal('1 "2" \\')
    assert pic.message == "Give one participant identification code of nine digits."
    assert members.path == "^http://www.w3.org/ns/org#organization"
    assert members.value is None


@pytest.mark.slow
def test_two_failed_constraints_of_one_shape_are_one_finding(tmp_path: Path) -> None:
    turtle = """organisation:acme a cg:Cluster ; rdfs:label "Acme" ; dcterms:source "x" ."""
    found = validate.validate(opened(tmp_path, turtle))
    assert [finding.rule for finding in found] == ["source", "organisation-place"]


@pytest.mark.slow
def test_findings_come_in_the_same_order_every_time(tmp_path: Path) -> None:
    turtle = " ".join(f"organisation:o{number} a cg:Organisation ." for number in range(12))
    first = validate.validate(opened(tmp_path, turtle))
    assert len(first) == 12 * 3
    assert first == validate.validate(opened(tmp_path, turtle))
    keys = [(finding.severity, finding.rule) for finding in first]
    assert keys == sorted(keys, key=lambda key: (validate.SEVERITIES.index(key[0]), key[1]))


def test_a_graph_that_holds_the_ontology_is_taken_as_it_is(tmp_path: Path) -> None:
    """With its own ontology in the graph, a term that the ontology lacks stays unknown."""
    turtle = "<https://w3id.org/clustergraph/ontology> a <http://www.w3.org/2002/07/owl#Ontology> ."
    found = validate.validate(opened(tmp_path, turtle))
    assert {finding.rule for finding in found} == {"unknown-class"}


# --- Writers


@pytest.mark.slow
def test_text_is_one_line_a_finding_and_totals(findings: list[validate.Finding]) -> None:
    lines = WRITERS["text"](findings).splitlines()
    assert lines[0] == (
        f'violation: Acme  [31m<b> <{ACME}> cg:pic "1 \\"2\\" \\\\": '
        "Give one participant identification code of nine digits. [pic]"
    )
    assert f"<{ACME}> ^org:organization: " in lines[1]
    assert lines[3:] == ["1 violation, 1 warning, 1 info"]
    assert WRITERS["text"]([]) == "0 violations, 0 warnings, 0 infos\n"


@pytest.mark.slow
def test_json_counts_and_lists(findings: list[validate.Finding]) -> None:
    document = json.loads(WRITERS["json"](findings))
    assert (document["violations"], document["warnings"], document["infos"]) == (1, 1, 1)
    assert document["findings"][0] == {
        "severity": "violation",
        "rule": "pic",
        "focus": ACME,
        "label": "Acme \x1b[31m<b>",
        "path": "https://w3id.org/clustergraph/ontology#pic",
        "value": '1 "2" \\',
        "message": "Give one participant identification code of nine digits.",
    }
    assert json.loads(WRITERS["json"]([]))["findings"] == []


@pytest.mark.slow
def test_turtle_is_a_shacl_report_without_blank_nodes(findings: list[validate.Finding]) -> None:
    text = WRITERS["turtle"](findings)
    report = Graph().parse(data=text, format="turtle")
    assert "_:" not in text and "[ " not in text
    top = report.value(None, RDF.type, SH.ValidationReport)
    results = list(report.objects(top, SH.result))
    assert len(results) == 3
    assert report.value(top, SH.conforms).toPython() is False
    for result in results:
        assert report.value(result, SH.focusNode) == URIRef(ACME)
        assert str(report.value(result, SH.sourceShape)).startswith(validate.SHAPES)
        assert (None, None, report.value(result, SH.resultPath)) in report
    inverse = list(report.subject_objects(SH.inversePath))
    assert [str(path) for _step, path in inverse] == ["http://www.w3.org/ns/org#organization"]


def test_a_report_without_results_conforms() -> None:
    report = Graph().parse(data=WRITERS["turtle"]([]), format="turtle")
    top = report.value(None, RDF.type, SH.ValidationReport)
    assert report.value(top, SH.conforms).toPython() is True
    assert not list(report.objects(top, SH.result))
