"""Recommendations that a person can check, and the protocol that judges them by time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import sparse

from clustergraph.answers.registry import run
from clustergraph.errors import RequestError
from clustergraph.measures import fitting, prediction, ranked
from clustergraph.strategy import history

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.graph.location import Location

# a-b-c-d in a chain of projects; e works with d; f is told to be on a topic only; g is a stranger.
PROJECTS = {"ab": "2010", "bc": "2011-05-01", "bc2": "2012-01-01", "cd": "2012-06-01",
            "de": "2013-01-01", "ac": "2014-01-01", "hc": "2014-01-01"}  # fmt: skip
SMALL = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
cg:Cluster rdfs:subClassOf cg:Organisation .
o:f cg:topic <urn:steel> . <urn:de> cg:topic <urn:steel> . <urn:steel> rdfs:label "Steel"@en .
<urn:x> a cg:Programme ; rdfs:label "Programme X" .
<urn:award> cg:awardedTo <urn:de> ; cg:underProgramme <urn:x> .
""" + "".join(
    f'o:{name} a cg:Cluster ; rdfs:label "{name.upper()}"@en .\n' for name in "abcdefgh"
) + "".join(
    f'<urn:{name}> a cg:Project ; cg:startDate "{start}" .\n'
    + "".join(f"<urn:{name}-{end}> cg:participant o:{end} ; cg:inProject <urn:{name}> .\n"
              for end in name.removesuffix("2"))
    for name, start in PROJECTS.items()
)  # fmt: skip


def told(location: Location, **asked: object) -> list[tuple[str, str, str]]:
    """Who is recommended, why, and through whom."""
    table = run(location, "recommend", asked).table
    cells = [table.column(name) for name in ("label", "words", "throughLabel")]
    return [tuple(each.value if each else "" for each in row) for row in zip(*cells, strict=True)]  # type: ignore[return-value,misc]


@pytest.mark.slow
def test_who_is_known_is_not_recommended_and_reasons_say_who_introduces(small: Location) -> None:
    # Nothing speaks for e: it is as small as any and three steps away.
    found = told(small, organisation="A")
    assert {who for who, _, _ in found} == {"D", "H"}
    assert ("D", "works with C", "C") in found
    assert {who for who, _, _ in told(small, organisation="A", all=True)} == set("BCDH")


@pytest.mark.slow
def test_shares_of_a_recommendation_make_one(small: Location) -> None:
    table = run(small, "recommend", {"organisation": "A"}).table
    sums: dict[str, float] = {}
    for who, share in zip(table.column("label"), table.column("share"), strict=True):
        assert who and share
        sums[who.value] = sums.get(who.value, 0) + float(share.value)
    assert all(total == pytest.approx(1, abs=0.01) or total == 0 for total in sums.values())


def test_without_partners_topics_speak_and_it_is_said(small: Location) -> None:
    answer = run(small, "recommend", {"organisation": "F"})
    assert any("no partner is known" in str(each) for each in answer.notes)
    found = told(small, organisation="F")
    assert ("E", "is active in Steel", "Steel") in found
    assert "G" not in {who for who, _, _ in found}


@pytest.mark.slow
def test_natural_persons_are_left_out_unless_asked_for(
    graph_of: Callable[[str], Location],
) -> None:
    kind = "https://w3id.org/clustergraph/scheme/organisation-kind/natural-person"
    graph = graph_of(f"{SMALL} o:d cg:kind <{kind}> .")
    assert {who for who, _, _ in told(graph, organisation="A")} == {"H"}
    assert {who for who, _, _ in told(graph, organisation="A", persons=True)} == {"D", "H"}


# D leads two projects, C is a cluster and introduces it, A aims at the place of D.
MORE = """
@prefix role: <https://w3id.org/clustergraph/scheme/role/> .
o:c a cg:Cluster .
<urn:cd-d> cg:role role:coordinator . <urn:de-d> cg:role role:lead-partner .
<urn:z> a cg:Country ; rdfs:label "Z" . o:d cg:locatedIn <urn:z> .
<urn:aim> cg:carriedOutBy o:a ; cg:targetsPlace <urn:z> .
<urn:part> a cg:Programme ; rdfs:label "Part" .
<urn:award2> cg:awardedTo <urn:cd> ; cg:underProgramme <urn:part> .
"""


@pytest.mark.slow
def test_what_speaks_for_somebody_beside_the_score_has_no_share_of_it(
    graph_of: Callable[[str], Location],
) -> None:
    asked = {"organisation": "A", "programme": "Part"}
    rows = run(graph_of(SMALL + MORE), "recommend", asked).to_polars().to_dicts()
    told = {(each["reason"], each["words"], each["share"]) for each in rows if each["label"] == "D"}
    assert {
        ("introduction", "can be introduced by C", 0),
        ("coordinator before", "has led 2 projects", 0),
        ("target place", "is in the target place Z", 0),
        ("experience in the programme", "has 1 project in Part", 0),
    } <= told
    assert "shared partners" in {reason for reason, _, _ in told}


@pytest.mark.slow
def test_each_reason_leads_to_its_rows(graph_of: Callable[[str], Location]) -> None:
    graph = graph_of(SMALL + MORE)
    found = run(graph, "recommend", {"organisation": "A", "rows": "D"}).to_polars().to_dicts()
    told: dict[str, set[tuple[str, str, str]]] = {}
    for row in found:
        cells = (row["itemLabel"], (row["through"] or "").removeprefix("urn:"), row["withLabel"])
        told.setdefault(row["reason"], set()).add(cells)
    between = {("C", "ac", "A"), ("C", "cd", "D")}
    assert told["introduction"] == told["shared partners"] == between
    assert told["coordinator before"] == {("D", "cd", "D"), ("D", "de", "D")}
    assert told["target place"] == {("Z", "", "D")}
    reasons = run(graph, "recommend", {"organisation": "A"}).to_polars()
    assert set(reasons.filter(label="D")["reason"]) == set(told)
    with pytest.raises(RequestError, match="nothing speaks for G"):
        run(graph, "recommend", {"organisation": "A", "rows": "G"})


@pytest.mark.slow
def test_a_filter_that_leaves_nobody_new_says_so(small: Location) -> None:
    with pytest.raises(RequestError, match="nobody is left"):
        run(small, "recommend", {"organisation": "D", "programme": "Programme X"})


def test_first_meetings_after_a_day_of_those_seen_before(small: Location) -> None:
    found = history.history(small, "projects")
    window, seen = history.window(found, "2013-01-01", "2014-12-31")
    names = [found.members[place][-1] for place in seen]
    pairs = {names[one] + names[two] for one, two in zip(*window.new.nonzero(), strict=True)}
    assert names == list("abcde")
    assert pairs == {"ac", "ca"}
    assert history.unreachable(found, "2013-01-01", "2014-12-31") == 1


def test_factors_by_hand(small: Location) -> None:
    known = history.history(small, "projects").known
    here = np.array([1])
    found = prediction.factors(known, here, prediction.itself(known, here), set(prediction.FACTORS))
    # b knows a (1 project) and c (2); d knows c (1): 2 × 1 by way of c, one common neighbour.
    assert found["shared"][0, 3] == 2
    assert found["common"][0, 3] == 1
    # c has four neighbours: a, b, d, h.
    assert found["adamic"][0, 3] == pytest.approx(1 / np.log(4))
    assert found["allocation"][0, 3] == pytest.approx(1 / 4)
    assert found["walk"][0].sum() == pytest.approx(1)


@pytest.mark.slow
@pytest.mark.parametrize("more", [[], ["https://example.org/first", "https://w3id.org/last"]])
def test_ties_that_are_kept_are_those_of_the_incidence(
    curated_graph: Location, more: list[str]
) -> None:
    for _kept in range(2):
        known = history.history(curated_graph, "partners", more).known
        there = (known.incidence @ known.incidence.T).toarray() > 0
        np.fill_diagonal(there, val=False)
        assert there.any()
        assert (known.pattern.toarray() == there).all()


def test_judging_by_hand() -> None:
    """Of candidates 9 > 8 > 7 > 6 the second and the last came true."""
    scores = np.array([[9.0, 8.0, 7.0, 6.0, 99.0]])
    free = np.array([[True, True, True, True, False]])
    true = np.array([[False, True, False, True, False]])
    found = dict(zip(ranked.MEASURES, ranked.judge(scores, free, true).values[0], strict=True))
    assert found == {"P@10": 0.2, "P@50": 0.04, "MRR": 0.5, "hit@10": 1, "AUC": 0.25}
    pooled = ranked.Pooled()
    pooled.add(scores, free, true)
    assert pooled.precision() == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert ranked.gini(np.array([0, 0, 0, 1])) == 0.75
    low, high = ranked.interval(np.ones(5), np.zeros(5))
    assert (low, high) == (1, 1)


def test_what_does_not_predict_falls_back_on_the_simple_method() -> None:
    random = np.random.default_rng(0)
    matrix = sparse.csr_array((random.random((80, 60)) < 0.05).astype(float))
    known = prediction.Known(matrix, sparse.csr_array((60, 1)), np.full(80, -1))
    new = sparse.csr_array((80, 80))
    window = fitting.Window(known, new)
    assert [each.gains for each in fitting.fit([window])] == [(), (), ()]
    assert fitting.fit([replace(window)])[0].formula == prediction.BASELINES["size"]
