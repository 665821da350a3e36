"""What a question about a year leaves out because no source dates it is counted in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import clustergraph as cg

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
# With Us: A in 2020, B without a date, C whose end is unknown; D is of others, and E of Us alone.
# Two memberships, one of them with a start. Of the calls of P and its part Q, one has no date.
FACTS = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
cg:Organisation a rdfs:Class . cg:Programme a rdfs:Class .
<urn:us> a cg:Organisation ; rdfs:label "Us" .
<urn:them> a cg:Organisation ; rdfs:label "Them" .
<urn:net> a cg:Organisation ; rdfs:label "Net" .
<urn:old> a cg:Organisation ; rdfs:label "Old" .
<urn:a> a cg:Project ; rdfs:label "A" ; cg:startDate "2020"^^xsd:gYear ;
    cg:endDate "2020"^^xsd:gYear .
<urn:b> a cg:Project ; rdfs:label "B" .
<urn:c> a cg:Project ; rdfs:label "C" ; cg:startDate "2019"^^xsd:gYear .
<urn:d> a cg:Project ; rdfs:label "D" .
<urn:e> a cg:Project ; rdfs:label "E" .
<urn:1> cg:participant <urn:us> ; cg:inProject <urn:a> .
<urn:2> cg:participant <urn:them> ; cg:inProject <urn:a> .
<urn:3> cg:participant <urn:us> ; cg:inProject <urn:b> .
<urn:4> cg:participant <urn:them> ; cg:inProject <urn:b> .
<urn:5> cg:participant <urn:us> ; cg:inProject <urn:c> .
<urn:6> cg:participant <urn:them> ; cg:inProject <urn:c> .
<urn:7> cg:participant <urn:them> ; cg:inProject <urn:d> .
<urn:8> cg:participant <urn:us> ; cg:inProject <urn:e> .
<urn:m> a cg:Membership ; org:member <urn:us> ; org:organization <urn:net> ; rdfs:label "m" .
<urn:n> a cg:Membership ; org:member <urn:us> ; org:organization <urn:old> ;
    cg:startDate "2001"^^xsd:gYear .
<urn:p> a cg:Programme ; rdfs:label "P" .
<urn:q> a cg:Programme ; rdfs:label "Q" ; cg:partOfProgramme <urn:p> .
<urn:x> a cg:Call ; cg:callOf <urn:q> .
<urn:y> a cg:Call ; cg:callOf <urn:p> ; cg:endDate "2020"^^xsd:gYear .
"""


@pytest.mark.parametrize(
    ("question", "given", "said"),
    [("partners-in-year", {"organisation": "Us", "year": "2020"},
      "left out: 2 projects, partnerships, networks and events shared with partners of which no "
      "source says a date"),
     ("partners-in-year", {"organisation": "Old", "year": "2020"}, ""),
     ("partners-in-year", {"organisation": "Net", "year": "2020"},
      "left out: 1 project, partnership, network or event shared with partners of which no source "
      "says a date"),
     ("member-projects-ending", {"network": "Net", "from": "2020-01-01"},
      "left out: 3 projects of the members of which no source says the end"),
     ("open-calls", {"programme": "P", "year": "2020"},
      "left out: 1 call of the programme of which no source says a date"),
     ("partners", {"organisation": "Us"}, "")],
)  # fmt: skip
def test_what_no_source_dates_is_counted(
    question: str, given: dict[str, str], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(FACTS, encoding="utf-8")
    answer = cg.query(cg.open(path), question, **given)
    assert [str(each) for each in answer.notes if each.level == "warning"] == [said] * bool(said)


def test_it_is_counted_in_french(tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(FACTS, encoding="utf-8")
    answer = cg.query(cg.open(path), "projects-by-words", words="", since=2020, lang="fr")
    # B, D and E have no date; C began before.
    assert [str(each) for each in answer.notes if each.level == "warning"] == [
        "hors réponse : 3 projets du graphe qui ont pu commencer en 2020 ou plus tard, sans "
        "qu’aucune source dise quand"
    ]
