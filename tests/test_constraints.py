"""No constraint of the shapes is idle: without it the examples get other findings.

Each constraint is left out in turn: each parameter of a shape (`sh:maxCount 1`), each class or
property that a shape targets, each member of a list (one alternative of `sh:or`). What the examples
under ontology/examples/ get must change, so an invalid example is needed for each constraint, and
a valid one for each alternative.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef

from clustergraph import resources
from clustergraph.terms import compress
from clustergraph.vocabulary.validate import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]
    Result = tuple[str | None, ...]

ROOT = resources.ontology_dir()
GRAPH = Graph().parse(ROOT / "shapes.ttl", format="turtle")
# What tells where to look and what to say; everything else in the namespace of SHACL constrains.
SILENT = {SH.property, SH.path, SH.inversePath, SH.message, SH.severity}


def name(node: Node) -> str:
    """The name of a shape, and for what stands inside one the steps that lead there."""
    if not isinstance(node, BNode):
        return str(node).removeprefix(SHAPES)
    (above, step), *_ = GRAPH.subject_predicates(node)
    return f"{name(above)} {compress(str(step)).partition(':')[2]}"


def constraints() -> Iterator[tuple[str, frozenset[Triple], frozenset[Triple]]]:
    """Each constraint: its name, the triples that leave without it, and those in their place."""
    for triple in GRAPH:
        subject, predicate, value = triple
        if predicate in SH and predicate not in SILENT:
            shown = "list" if isinstance(value, BNode) else compress(name(value))
            what = f"{name(subject)} {compress(str(predicate))} {shown}"
            yield what, frozenset({triple}), frozenset()
        if predicate == RDF.first:
            ((above, step),) = GRAPH.subject_predicates(subject)
            rest = GRAPH.value(subject, RDF.rest)
            assert rest is not None
            what = f"{name(subject)} member {'' if isinstance(value, BNode) else value}".rstrip()
            yield what, frozenset({(above, step, subject)}), frozenset({(above, step, rest)})


CONSTRAINTS = {what: (less, more) for what, less, more in constraints()}


def term(node: Node) -> str:
    assert isinstance(node, BNode | URIRef | Literal)
    return node.n3()


def results(triples: set[Triple]) -> frozenset[Result]:
    """What all examples get from these shapes."""
    shacl = pytest.importorskip("shacl", reason="no wheel of shacl for this platform")
    text = "".join(f"{' '.join(map(term, triple))} .\n" for triple in triples)
    report = shacl.Shapes.from_text(text, "nt").validate_text(examples(), "nt")
    return frozenset(
        (found.source_shape, found.focus_node, found.path, found.value) for found in report.results
    )


@cache
def with_all() -> frozenset[Result]:
    return results(set(GRAPH))


@cache
def examples() -> str:
    """All examples, each with IRIs of its own so that none mends another, and the ontology."""
    lines = []
    for path in sorted((ROOT / "examples").glob("*/*.ttl")):
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            own = rf"\1-of-{path.parent.name}-{path.stem}>"
            lines.append(re.sub("(/id/[^>]+)>", own, f"{quad.triple} .\n"))
    for file in ("clustergraph.ttl", "schemes.ttl"):
        lines += [f"{q.triple} .\n" for q in ox.parse(path=ROOT / file, format=ox.RdfFormat.TURTLE)]
    return "".join(lines)


def test_the_constraints_were_discovered() -> None:
    assert len(CONSTRAINTS) >= 150
    assert len(CONSTRAINTS) == len(list(constraints()))


@pytest.mark.slow
@pytest.mark.parametrize("what", sorted(CONSTRAINTS))
def test_without_the_constraint_the_examples_get_other_findings(what: str) -> None:
    less, more = CONSTRAINTS[what]
    assert results((set(GRAPH) - less) | more) != with_all(), f"add an example that fails on {what}"
