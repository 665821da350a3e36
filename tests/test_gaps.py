"""Gaps that a person can check, beside the questions that ask for the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from clustergraph.answers.asking import ask
from clustergraph.answers.contracts.deciding import GAP_KINDS
from clustergraph.answers.registry import run
from clustergraph.errors import RequestError
from clustergraph.strategy.lacks import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.answers.answer import Answer
    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow

# Us in A aims at B, C and, without a place, elsewhere; our only partner in B opens programme X and
# country B. Others: in C, one in programme X. Topic steel had a project in 2010, glass never.
SMALL = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix u: <urn:> .
cg:Cluster rdfs:subClassOf cg:Organisation .
u:a a cg:Country ; rdfs:label "A" . u:b a cg:Country ; rdfs:label "B" .
u:c a cg:Country ; rdfs:label "C" .
u:c1 a cg:Region ; rdfs:label "C one" ; cg:within u:c .
o:us a cg:Cluster ; rdfs:label "Us" ; cg:locatedIn u:a ; cg:topic u:steel , u:glass .
o:door a cg:Organisation ; rdfs:label "Door" ; cg:locatedIn u:b .
o:mate a cg:Organisation ; rdfs:label "Mate" ; cg:locatedIn u:a .
o:far a cg:Organisation ; rdfs:label "Far" ; cg:locatedIn u:c1 ; cg:valueChainStage u:training .
o:lost a cg:Organisation ; rdfs:label "Lost" .
u:steel rdfs:label "Steel" . u:plate rdfs:label "Plate" ; skos:broader u:steel .
u:glass rdfs:label "Glass" . u:training rdfs:label "Training" . u:sales rdfs:label "Sales" .
u:x a cg:Programme ; rdfs:label "X" .
u:office cg:contactHolder o:door ; cg:forProgramme u:x .
u:to-b cg:carriedOutBy o:us ; cg:targetsPlace u:b ; cg:proximity u:near .
u:to-c cg:carriedOutBy o:us ; cg:targetsPlace u:c ; cg:proximity u:near .
u:to-nowhere cg:carriedOutBy o:us ; cg:proximity u:near .
u:goal cg:goalOf o:us ; cg:valueChainStage u:training , u:sales .
u:one a cg:Project ; rdfs:label "One" ; cg:startDate "2010" ; cg:endDate "2011" ; cg:topic u:plate .
u:two a cg:Project ; rdfs:label "Two" ; cg:startDate "2020" .
u:three a cg:Project ; rdfs:label "Three" ; cg:startDate "2019" ; cg:topic u:glass .
u:award cg:awardedTo u:three ; cg:underProgramme u:x .
""" + "".join(
    f"u:{project}-{who} cg:participant o:{who} ; cg:inProject u:{project} .\n"
    for project, everybody in {"one": "us door", "two": "us mate lost", "three": "door far"}.items()
    for who in everybody.split()
)  # fmt: skip


def cells(answer: Answer, *names: str) -> list[tuple[str, ...]]:
    columns = [answer.table.column(name) for name in names]
    return [tuple(each.value if each else "" for each in row) for row in zip(*columns, strict=True)]


def test_each_gap_with_who_would_fill_it(small: Location) -> None:
    found = run(small, "gaps", {"organisation": "Us"})
    empty = "no partner says that it stands in this stage"
    nobody = "nobody else is known here for it"
    assert cells(found, "gap", "whatLabel", "words", "throughLabel", "fillLabel") == [
        ("target place", "C", "no partner, project or event there", "", "Far"),
        ("programme through one partner", "X", "reached only through Door; without it, lost too: B",
         "Door", "Far"),
        ("value-chain stage", "Sales", empty, "", ""),
        ("value-chain stage", "Training", empty, "", "Far"),
        ("project without partner abroad", "Two",
         "3 known participants, none from abroad; the place of 1 is unknown", "", "Far"),
        ("priority topic", "Glass", "no project in 2018–2020", "", "Far"),
        ("priority topic", "Steel", "no project in 2018–2020, 1 outside", "", ""),
    ]  # fmt: skip
    reasons = cells(found, "fillLabel", "reason")
    assert ("Far", "works with Door") in reasons and ("", nobody) in reasons
    assert [str(each) for each in found.notes if "no place" in str(each)] == [
        "targets that name no place, so that nobody can judge: 1"
    ]


def test_a_project_in_a_part_of_a_programme_opens_it(graph_of: Callable[[str], Location]) -> None:
    part = "u:part a cg:Programme ; cg:partOfProgramme u:x . u:ours cg:underProgramme u:part ; "
    (gap,) = run(graph_of(SMALL), "gaps", {"organisation": "Us", "kind": "programme"}).table.rows
    assert gap[1] is not None and gap[1].value == "urn:x"
    ours = graph_of(SMALL + part + "cg:awardedTo u:one .")
    assert not len(run(ours, "gaps", {"organisation": "Us", "kind": "programme"}))
    theirs = graph_of(SMALL + part + "cg:awardedTo u:three .")
    assert len(run(theirs, "gaps", {"organisation": "Us", "kind": "programme"})) == 1


def test_years_and_kinds_choose(small: Location) -> None:
    told = run(small, "gaps", {"organisation": "Us", "kind": "topic", "until": 2012, "within": 2})
    assert cells(told, "whatLabel", "words") == [("Glass", "no project in 2011–2012")]
    one = run(small, "gaps", {"organisation": "Us", "kind": "topic", "until": 2012, "within": 1})
    assert cells(one, "whatLabel", "words") == [
        ("Glass", "no project in 2012"), ("Steel", "no project in 2012, 1 outside"),
    ]  # fmt: skip
    cut = run(small, "gaps", {"organisation": "Us", "top": 1})
    assert len(cut) == 5 and any("2 more gaps" in str(each) for each in cut.notes)


def test_who_states_nothing_has_no_gap_and_it_is_said(small: Location) -> None:
    told = run(small, "gaps", {"organisation": "Lost"}, lang="fr")
    assert cells(told, "whatLabel") == []
    said = [str(each) for each in told.notes]
    assert "elle n’énonce aucun lieu visé" in said
    assert "son propre pays est inconnu : on ne sait qui est à l’étranger" in said
    with pytest.raises(RequestError, match="did you mean"):
        run(small, "gaps", {"organisation": "Us", "kind": "places"})
    with pytest.raises(RequestError, match="until 0"):
        run(small, "gaps", {"organisation": "Us", "until": 0})


def test_where_nothing_has_a_date_no_topic_is_judged(graph_of: Callable[[str], Location]) -> None:
    undated = re.sub(r"; cg:(start|end)Date \"\d+\"", "", SMALL)
    found = run(graph_of(undated), "gaps", {"organisation": "Us"})
    assert "priority topic" not in {gap for (gap,) in cells(found, "gap")}
    said = "nothing here has a known start, so no priority topic can be judged"
    assert said in [str(each) for each in found.notes]


def test_the_contract_names_all_kinds() -> None:
    assert tuple(KINDS) == GAP_KINDS


def test_gaps_are_those_that_the_questions_find(curated_graph: Location) -> None:
    found = run(curated_graph, "gaps", {"organisation": "MecaTech"})
    told: dict[str, set[str]] = {}
    for gap, what in cells(found, "gap", "what"):
        told.setdefault(gap, set()).add(what)
    targets = [ask(curated_graph, "target-gaps", {"proximity": each})
               for each in ("proximity:near", "proximity:long-distance")]  # fmt: skip
    assert told["target place"] == {each for one in targets for (each,) in cells(one, "place")}
    lost = cells(ask(curated_graph, "single-gateways", {}), "lost", "gateway")
    gateways = dict(cells(found, "what", "through"))
    reached = told["programme through one partner"]
    assert len(reached) == 3
    assert {(each, gateways[each]) for each in reached} <= set(lost)
    stages = cells(ask(curated_graph, "value-chain-stages", {}), "stage", "partners")
    assert told["value-chain stage"] == {stage for stage, count in stages if count == "0"}
