"""Consortia: the best selection against all selections there are, rules, and what is said."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import sparse

from clustergraph.answers.registry import run
from clustergraph.errors import RequestError
from clustergraph.measures import selection
from clustergraph.measures.selection import Least, Problem
from clustergraph.strategy.eligibility import rule, rules
from clustergraph.terms import expand

if TYPE_CHECKING:
    from clustergraph.answers.answer import Answer
    from clustergraph.graph.location import Location


def _problem(seed: int) -> Problem:
    """Eleven candidates in five countries, drawn."""
    random = np.random.default_rng(seed)
    many = 11
    tied = np.triu(random.random((many, many)) < 0.25, 1)
    countries = np.zeros((5, many))
    countries[random.integers(0, 5, many), np.arange(many)] = 1
    return Problem(
        random.random(many) * 3,
        sparse.csr_array((random.random((4, many)) < 0.3).astype(float)),
        random.random(4),
        sparse.csr_array((tied | tied.T).astype(float)),
        1.5,
        sparse.csr_array(countries),
        3,
        (Least(random.random(many) < 0.4, 2),),
        np.array([int(random.integers(0, many))]),
        (3, 5),
    )


def _exhaustive(problem: Problem) -> float | None:
    """The worth of the best of all selections."""
    every = (
        np.array(chosen)
        for size in range(problem.size[0], problem.size[1] + 1)
        for chosen in combinations(range(len(problem)), size)
    )
    return max((problem.score(each) for each in every if problem.allows(each)), default=None)


# The last has no answer.
SEEDS = (*range(7), 8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_selection_is_worth_what_exhaustive_search_finds(seed: int) -> None:
    problem = _problem(seed)
    found, best = selection.best(problem), _exhaustive(problem)
    assert (found is None) == (best is None)
    if found is not None:
        assert problem.allows(found.chosen) and found.proved
        assert problem.score(found.chosen) == pytest.approx(best)
        for place in found.chosen.tolist():
            rest = found.chosen[found.chosen != place]
            instead = [np.append(rest, each) for each in range(len(problem))
                       if each not in found.chosen and place not in problem.fixed]  # fmt: skip
            allowed = {
                int(each[-1]): problem.score(each) for each in instead if problem.allows(each)
            }
            other = selection.alternative(problem, found.chosen, place)
            assert (other is None) == (not allowed)
            if other is not None:
                assert allowed[other] == pytest.approx(max(allowed.values()))


@pytest.mark.slow
def test_some_drawn_problems_have_no_answer_and_some_have() -> None:
    answers = [_exhaustive(_problem(seed)) is None for seed in SEEDS]
    assert {False, True} == set(answers)


# We in BE; in DE one on the topic (u1), in FR one (c1) met before, in NL two with less (r1, r2), in
# US one on the topic that led (x1); on no topic in LU (n1).
COUNTRIES = {"we": "be", "u1": "de", "c1": "fr", "r1": "nl", "r2": "nl", "x1": "us", "n1": "lu"}
KINDS = {"u1": "higher-education", "c1": "private-company", "r1": "research", "r2": "research"}
PROJECTS = {"p1": "u1 c1 x1", "p2": "u1 x1 r1", "p3": "we c1 r2", "p4": "n1 we", "p5": "u1 c1"}
SMALL = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix cgs: <https://w3id.org/clustergraph/scheme/> .
@prefix kind: <https://w3id.org/clustergraph/scheme/organisation-kind/> .
@prefix programme: <https://w3id.org/clustergraph/id/programme/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix role: <https://w3id.org/clustergraph/scheme/role/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix u: <urn:> .
u:light a skos:Concept ; skos:inScheme cgs:topic ; rdfs:label "Light" .
programme:eureka a cg:Programme ; rdfs:label "Eureka" .
programme:part a cg:Programme ; rdfs:label "Part" ; cg:partOfProgramme programme:eureka .
u:award cg:awardedTo u:p2 ; cg:underProgramme programme:part .
u:p1-x1 cg:role role:coordinator .
""" + "".join(
    f'u:{code} a cg:Country ; rdfs:label "{code}" ; cg:isoCode "{code.upper()}" .\n'
    for code in sorted(set(COUNTRIES.values()))
) + "".join(
    f'o:{name} a cg:Organisation ; rdfs:label "{name}" ; cg:locatedIn u:{code} .\n'
    for name, code in COUNTRIES.items()
) + "".join(f"o:{name} cg:kind kind:{kind} .\n" for name, kind in KINDS.items()) + "".join(
    f"u:{project}-{who} cg:participant o:{who} ; cg:inProject u:{project} .\n"
    f"u:{project} a cg:Project .\n" + f"u:{project} cg:topic u:light .\n" * (project != "p4")
    for project, everybody in PROJECTS.items()
    for who in everybody.split()
)  # fmt: skip


def told(answer: Answer) -> dict[str, dict[str, str]]:
    return {each["label"]: each for each in answer.to_polars().to_dicts()}


def test_members_roles_reasons_and_what_is_unmet(small: Location) -> None:
    answer = run(small, "consortium", {"with": "we", "topic": "Light", "size": "4"})
    found = told(answer)
    assert set(found) == {"we", "u1", "c1", "x1"}
    assert [name for name, each in found.items() if each["role"] == "coordinator"] == ["x1"]
    assert found["u1"]["words"] == "projects on the topic: 3; projects: 3"
    assert found["we"]["alternative"] is None and found["u1"]["alternativeLabel"] == "r1"
    notes = [str(each) for each in answer.notes]
    assert "unmet wishes: a research organisation, a public body, an association" in notes
    assert any("Article 22(2)" in each for each in notes)
    assert any("independent" in each for each in notes)
    # We, x1 and n1 are of no kind.
    assert any(
        each.startswith("kind of organisation known for 4 of 7 candidates") for each in notes
    )


def test_who_must_and_must_not_be_in_it(small: Location) -> None:
    asked = {"with": "we", "topic": "Light", "size": "3..4", "include": ["n1"], "exclude": ["u1"]}
    found = told(run(small, "consortium", asked))
    assert {"we", "n1"} <= set(found) and "u1" not in found
    assert len({each["country"] for each in found.values()}) >= 3


def test_the_rule_of_a_programme_holds_for_its_parts(small: Location) -> None:
    found = run(small, "consortium", {"with": "we", "programme": "Part", "size": "2"}, lang="fr")
    assert len(found) == 2
    assert any("Eureka" in str(each) for each in found.notes)
    assert any("ont été lus sur https://eurekanetwork.org/" in str(each) for each in found.notes)
    assert not rules()[expand("programme:interreg") or ""].read
    assert rule([expand("programme:part") or "", expand("programme:interreg") or ""]).countries == 2
    assert rule(["urn:unknown"]) == rules()[""]
    assert rules()[""].states >= {"BE", "RO", "GR"} and len(rules()[""].states) == 27


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"country_min": 7}, "7 countries are asked for, 6 are possible: lower country_min"),
        ({"size": "2"}, "3 members are needed at least: raise size to 3"),
        ({"size": "1..2", "include": ["n1", "u1"]}, "3 members are needed at least"),
        ({"include": ["n1"], "exclude": ["n1"]}, "somebody is both excluded and included"),
        ({"size": "8..4"}, "give a number or a range"),
        ({"size": "many"}, "give a number or a range"),
        (
            {"size": "3", "country_min": 4},
            "4 countries need as many members: raise size to 4, or lower country_min to 3",
        ),
        # Each change by itself, and the least of its kind.
        ({"country_min": 7}, "lower country_min to 6$"),
        ({"size": "2", "country_min": 5}, "5 countries need as many members: raise size to 5$"),
        ({"size": "3", "include": ["r1", "r2"]}, "4 members are needed at least: raise size to 4$"),
        ({"size": "9"}, "7 candidates are known: lower size to 7$"),
        (
            {"size": "3", "country_min": 7},
            "7 countries .*, 3 are possible: lower country_min to 3$",
        ),
        (
            {"size": "2", "country_min": 7},
            "7 countries .*, 6 are possible: lower country_min to 6 and raise size to 6$",
        ),
        (
            {"size": "3", "exclude": ["u1", "c1", "x1", "n1"]},
            "3 countries .*, 2 are possible: name somebody from another one with include (Default",
        ),
        ({"exclude": ["u1", "c1", "x1", "n1"]}, "3 candidates are known; name more with include$"),
    ],
)
def test_what_is_impossible_says_which_and_what_helps(
    small: Location, asked: dict[str, object], words: str
) -> None:
    with pytest.raises(RequestError, match=words.replace("(", "\\(")):
        run(small, "consortium", {"with": "we", "size": "4..8", **asked})


def test_on_the_curated_graph(curated_graph: Location) -> None:
    found = told(run(curated_graph, "consortium", {"with": "MecaTech", "size": "3"}))
    assert {each["country"] for each in found.values()} == {"BE", "FR", "LU"}
    with pytest.raises(RequestError, match="5 countries are asked for, 4 are possible"):
        run(curated_graph, "consortium", {"with": "MecaTech", "country_min": 5})
