"""The lists inside rules: for each entry, facts that a rule without it would judge otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from clustergraph import resources
from clustergraph.graph.opening import open_graph
from clustergraph.vocabulary import rules

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix organisation: <https://w3id.org/clustergraph/id/organisation/> .
@prefix role: <https://w3id.org/clustergraph/scheme/role/> .
"""


def _led(first: str, second: str) -> str:
    return f"""<urn:1> cg:inProject <urn:p> ; cg:participant <urn:a> ; cg:role role:{first} .
    <urn:2> cg:inProject <urn:p> ; cg:participant <urn:b> ; cg:role role:{second} ."""


def _shared(name: str) -> str:
    return f'<urn:a> cg:{name} "X" . <urn:b> cg:{name} "X" .'


# A rule, what is tried (an entry of a list by its name), the facts, the number of findings.
CASES = [
    ("amount-kind", "contribution", "<urn:a> cg:contribution 1.5 .", 1),
    ("amount-kind", "totalCost", "<urn:a> cg:totalCost 1.5 .", 1),
    ("amount-kind", "entailed",
     "<urn:a> cg:contribution 1.5 ; cg:participantContribution 1.5 .", 0),
    ("amount-kind", "more than entailed",
     "<urn:a> cg:contribution 1.5 , 2.5 ; cg:participantContribution 1.5 .", 1),
    ("coordinator", "coordinator", _led("coordinator", "coordinator"), 1),
    ("coordinator", "lead-partner", _led("lead-partner", "lead-partner"), 1),
    ("coordinator", "both", _led("coordinator", "lead-partner"), 1),
    ("coordinator", "another role", _led("coordinator", "participant"), 0),
    ("label", "Participation", "<urn:a> a cg:Participation .", 0),
    ("label", "Award", "<urn:a> a cg:Award .", 0),
    ("label", "Engagement", "<urn:a> a cg:Engagement , cg:Participation .", 0),
    ("label", "Record", "<urn:a> a cg:Record .", 0),
    ("label", "another class", "<urn:a> a cg:Call .", 1),
    ("label", "another engagement", "<urn:a> a cg:Engagement , cg:Membership .", 1),
    *(("shared-identifier", name, _shared(name), 2)
      for name in ("pic", "rorId", "wikidataId", "cordisId", "awardDoi", "isoCode")),
    ("shared-identifier", "vatNumber", _shared("vatNumber"), 0),
    ("undescribed", "a thing", "<urn:a> cg:involves organisation:nobody .", 1),
    ("undescribed", "a concept", "<urn:a> cg:role role:nothing .", 1),
    ("undescribed", "elsewhere", "<urn:a> cg:involves <https://example.org/> .", 0),
    ("self-tie", "of its own", "<urn:m> org:member <urn:a> ; org:organization <urn:a> .", 1),
    ("self-tie", "under itself", "<urn:a> cg:manages <urn:a> .", 1),
    ("self-tie", "of another", "<urn:a> cg:manages <urn:b> .", 0),
    ("one-class", "apart", "<urn:a> a cg:Cluster , cg:Agency .", 1),
    ("one-class", "above", "<urn:a> a cg:Cluster , cg:Organisation .", 0),
    ("one-class", "two above", "<urn:a> a cg:Membership , cg:Engagement , cg:Project .", 2),
    ("attendance", "a subclass",
     "<urn:e> a cg:Event ; cg:involves <urn:a> . <urn:a> a cg:Cluster .", 1),
    ("attendance", "the class",
     "<urn:e> a cg:Event ; cg:involves <urn:a> . <urn:a> a cg:Organisation .", 1),
    ("attendance", "a project",
     "<urn:e> a cg:Event ; cg:involves <urn:a> . <urn:a> a cg:Project .", 0),
    ("attendance", "a goal",
     "<urn:e> a cg:StrategicGoal ; cg:involves <urn:a> . <urn:a> a cg:Cluster .", 0),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "facts", "findings"),
    [pytest.param(name, facts, count, id=f"{name}: {what}") for name, what, facts, count in CASES],
)
def test_a_rule_judges_by_all_of_its_list(
    name: str, facts: str, findings: int, tmp_path: Path
) -> None:
    file = tmp_path / "facts.ttl"
    ontology = (resources.ontology_dir() / "clustergraph.ttl").read_text(encoding="utf-8")
    file.write_text(f"{ontology}\n{PREFIXES}{facts}\n", encoding="utf-8")
    assert len(open_graph(file).select(rules.rules()[name].text).rows) == findings


def test_every_list_has_its_cases() -> None:
    lists = {
        name: re.findall(
            r"(?:\bIN \(|\bVALUES \?\w+ \{)((?: ?,? ?[\w-]+:[\w-]+)+)",
            rule.text,
        )
        for name, rule in rules.rules().items()
    }
    entries = {
        (name, entry.partition(":")[2])
        for name, found in lists.items()
        for one in found
        for entry in re.split(r"[ ,]+", one.strip())
    }
    assert len(entries) == 14
    assert entries <= {(name, what) for name, what, _facts, _count in CASES}
