"""Where little is known: an honest empty cell each, or one clear line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from clustergraph.answers.registry import run
from clustergraph.errors import RequestError

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang

pytestmark = pytest.mark.slow

# A cluster with one member and one project of the two, aiming at a place where nobody is; somebody
# without ties; somebody nobody places; two of one name; a country with nobody in it.
SMALL = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix u: <urn:> .
cg:Cluster rdfs:subClassOf cg:Organisation .
cg:Country rdfs:subClassOf cg:Place .
u:a a cg:Country ; rdfs:label "A" ; cg:isoCode "BE" .
u:b a cg:Country ; rdfs:label "B" ; cg:isoCode "DE" .
u:void a cg:Country ; rdfs:label "Void" .
u:x a cg:Programme ; rdfs:label "X" .
o:us a cg:Cluster ; rdfs:label "Us" ; cg:locatedIn u:a .
o:one a cg:Organisation ; rdfs:label "One" ; cg:locatedIn u:b .
o:lone a cg:Organisation ; rdfs:label "Lone" ; cg:locatedIn u:a .
o:lost a cg:Organisation ; rdfs:label "Lost" .
o:alone a cg:Organisation ; rdfs:label "Alone" .
o:twin a cg:Organisation ; rdfs:label "Twin" ; cg:locatedIn u:a .
o:other a cg:Organisation ; rdfs:label "Twin" ; cg:locatedIn u:b .
u:m a cg:Membership ; org:member o:one ; org:organization o:us ; cg:startDate "2012" .
u:p a cg:Project ; rdfs:label "P" ; cg:startDate "2015" ; cg:endDate "2016" .
u:p-us cg:participant o:us ; cg:inProject u:p .
u:p-one cg:participant o:one ; cg:inProject u:p .
u:p-lost cg:participant o:lost ; cg:inProject u:p .
u:aim cg:carriedOutBy o:us ; cg:targetsPlace u:void ; cg:proximity u:near .
"""


def told(location: Location, name: str, **asked: object) -> list[dict[str, Any]]:
    return run(location, name, asked).to_polars().to_dicts()


def values(location: Location, **asked: object) -> dict[str, tuple[float | None, str | None]]:
    rows = told(location, "scorecard", **asked)
    return {each["indicator"]: (each["value"], each["words"]) for each in rows if not each["year"]}


def test_a_cluster_of_one_member_counts_one(small: Location) -> None:
    found = values(small, organisation="Us")
    assert found["members"][0] == found["active-members"][0] == 1
    assert found["partner-concentration"][0] == pytest.approx((2**2 + 1) / 3**2)
    assert found["cooperation-after"][0] == 0


def test_a_year_with_nothing_is_a_year_with_nothing(small: Location) -> None:
    found = values(small, organisation="Us", years="2001")
    assert found["projects"] == (0, None)
    assert found["partner-concentration"] == (None, "nothing of it in these years")


def test_a_place_that_nobody_is_in_is_a_gap_that_nobody_fills(small: Location) -> None:
    (gap,) = told(small, "gaps", organisation="Us", kind="place")
    assert (gap["whatLabel"], gap["fill"]) == ("Void", None)
    assert gap["reason"] == "nobody else is known here for it"


def test_who_has_no_ties_is_told_so(small: Location) -> None:
    answer = run(small, "scorecard", {"organisation": "Lone"})
    assert "no known partner" in map(str, answer.notes)
    assert values(small, organisation="Lone")["stable-partners"] == (None, "no partner is known")
    assert told(small, "gaps", organisation="Lone") == []
    rows = run(small, "recommend", {"organisation": "Lone"})
    assert any("no partner is known" in str(each) for each in rows.notes)
    assert {each["label"] for each in rows.to_polars().to_dicts()} <= {"Us", "One", "Lost"}


@pytest.mark.parametrize(
    ("lang", "facts", "note"),
    [
        ("en", "No fact is known.", "nor anybody of its clusters or its place who has some"),
        ("fr", "Aucun fait connu.", "ni personne de ses pôles ou de son lieu qui en ait"),
    ],
)
def test_where_nobody_stands_for_who_has_no_ties_it_is_said(
    small: Location, lang: Lang, facts: str, note: str
) -> None:
    notes = run(small, "recommend", {"organisation": "Alone"}, lang=lang).notes
    assert any(note in str(each) for each in notes)
    document = run(small, "brief", {"about": "Alone"}, lang=lang).document
    assert document is not None
    assert document.sections[0].blocks == (facts,)


def test_who_is_in_no_country_has_an_empty_cell(small: Location) -> None:
    assert values(small, organisation="Lost")["partners-abroad"] == (
        None, "its own country is unknown",
    )  # fmt: skip
    rows = told(small, "recommend", organisation="Us", all=True)
    assert {each["country"] for each in rows if each["label"] == "Lost"} <= {None, ""}


def test_two_of_one_name_are_asked_back(small: Location) -> None:
    asked = dict.fromkeys(("scorecard", "recommend", "gaps"), "organisation")
    for name, key in {**asked, "consortium": "with", "brief": "about"}.items():
        with pytest.raises(RequestError, match=r"organisation:other.*organisation:twin"):
            run(small, name, {key: "Twin"})


def test_a_brief_of_little_is_short(small: Location) -> None:
    for about in ("Lone", "Lost", "Void", "X"):
        lines = told(small, "brief", about=about)
        assert lines and all(each["section"] for each in lines)
    with pytest.raises(RequestError, match="3 countries are asked for, 2 are possible"):
        run(small, "consortium", {"with": "Us", "size": "3..4"})
