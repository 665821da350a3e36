"""The rules as constraints of SHACL: pySHACL and Jena find with them what `validate` finds."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import SH

import jena
from clustergraph import resources
from clustergraph.graph.opening import open_graph
from clustergraph.vocabulary import constraints, rules
from clustergraph.vocabulary.findings import SHAPES
from clustergraph.vocabulary.validate import validate

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

    Found = set[tuple[str, ...]]

ROOT = resources.ontology_dir()


def test_the_shapes_are_those_of_the_rules_of_today() -> None:
    written = (ROOT / "rules.ttl").read_text(encoding="utf-8")
    assert written == constraints.shapes(), "run `make docs`"
    # SHACL, section 5.2.1: what a constraint must not hold.
    for name, rule in rules.rules().items():
        assert not re.search(r"\b(MINUS|VALUES|SERVICE|PREFIX)\b", constraints.constraint(rule)), (
            name
        )
    graph = rdflib.Graph().parse(data=written, format="turtle")
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)
    assert len(set(graph.subjects(SH.sparql, None))) == len(rules.rules()) >= 21


@pytest.fixture(scope="module")
def wrong(curated_graph: Location, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The curated graph and each invalid example, which has IRIs of its own."""
    path = tmp_path_factory.mktemp("wrong") / "wrong.nt"
    lines = [line.decode() for line in curated_graph.lines()]
    for example in sorted((ROOT / "examples").glob("*/invalid.ttl")):
        for quad in ox.parse(path=example, format=ox.RdfFormat.TURTLE):
            own = rf"\1-of-{example.parent.name}>"
            lines.append(re.sub("(/id/[^>]+)>", own, f"{quad.triple} .\n"))
    path.write_text("".join(sorted(set(lines))), encoding="utf-8")
    return path


def _ours(location: Location) -> Found:
    """What `validate` finds by rules. A finding without a value is one of the thing, to SHACL."""
    return {
        (one.rule, one.severity, one.focus, one.path or "", str(one.value or f"<{one.focus}>"))
        for one in validate(location)
        if one.rule in rules.rules()
    }


def _theirs(path: Path) -> Found:
    data = rdflib.Graph().parse(path, format="nt")
    shapes = rdflib.Graph().parse(ROOT / "rules.ttl")
    _conforms, report, _text = pyshacl.validate(
        data, shacl_graph=shapes, advanced=True, inplace=True, inference="none"
    )
    return _reported(report)


def _reported(report: rdflib.Graph) -> Found:
    return {
        (
            str(report.value(each, SH.sourceShape)).removeprefix(SHAPES),
            str(report.value(each, SH.resultSeverity)).removeprefix(str(SH)).lower(),
            str(report.value(each, SH.focusNode)),
            str(report.value(each, SH.resultPath) or ""),
            report.value(each, SH.value).n3(),  # type: ignore[union-attr]
        )
        for each in report.objects(None, SH.result)
    }


@pytest.mark.slow
def test_pyshacl_finds_the_same(wrong: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # rdflib mends what it reads unless told not to, and pySHACL would find less.
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    found = _theirs(wrong)
    assert found == _ours(open_graph(wrong))
    assert {name for name, *_ in found} == set(rules.rules())


@pytest.mark.slow
def test_jena_finds_the_same_and_says_it_in_both_languages(
    wrong: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    jars = ":".join(map(str, jena.classpath(tmp_path)))
    command = ["java", "-Dfile.encoding=UTF-8", "-cp", jars, "shacl.shacl_validate",
               "--shapes", ROOT / "rules.ttl", "--data", wrong]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    report = rdflib.Graph().parse(data=done.stdout, format="turtle")
    assert _reported(report) == _ours(open_graph(wrong))
    for each in report.objects(None, SH.result):
        said = {text.language for text in report.objects(each, SH.resultMessage)}  # type: ignore[union-attr]
        assert said == {"en", "fr"}


@pytest.mark.slow
def test_on_real_data_each_constraint_gives_the_rows_of_its_rule(real_graph: Location) -> None:
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in real_graph.triples())
    for name, rule in rules.rules().items():
        prefixes = "".join(re.findall(r"^PREFIX .*\n", rule.text, re.MULTILINE))
        as_rule, as_shape = (
            sorted([str(cell) for cell in row] for row in _solutions(store, text))
            for text in (rule.text, prefixes + constraints.constraint(rule))
        )
        assert as_shape == as_rule, name


def _solutions(store: ox.Store, text: str) -> ox.QuerySolutions:
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return found
