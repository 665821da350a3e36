"""Scorecards that a person can check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from clustergraph.answers.answer import origin
from clustergraph.answers.asking import ask
from clustergraph.answers.contracts import scoring
from clustergraph.answers.registry import run
from clustergraph.errors import RequestError
from clustergraph.formats.charts import write
from clustergraph.formats.charts.chart import draw
from clustergraph.formats.documents import WRITERS
from clustergraph.formats.tables import write as write_table
from clustergraph.strategy.grouped import ORDERS
from clustergraph.strategy.indicators import INDICATORS, INTERREG, MISSIONS
from clustergraph.strategy.measured import running

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.answers.answer import Answer
    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow

# We, in A, with two members; P and Q are abroad, Q in target B; R is at home; S is nobody knows
# where. Projects: one 2010–2011 with P and Q, two 2013 with P (on steel, which is priority), three
# 2014 with R, undated four with S, of which we lead two.
SMALL = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix role: <https://w3id.org/clustergraph/scheme/role/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix kind: <https://w3id.org/clustergraph/scheme/programme-kind/> .
@prefix u: <urn:> .
cg:Cluster rdfs:subClassOf cg:Organisation .
u:a a cg:Country ; rdfs:label "A" . u:b a cg:Country ; rdfs:label "B" .
u:c a cg:Country ; rdfs:label "C" . u:steel rdfs:label "Steel" .
o:we a cg:Cluster ; rdfs:label "We" ; cg:locatedIn u:a ; cg:topic u:steel .
o:p a cg:Organisation ; rdfs:label "P" ; cg:locatedIn u:c .
o:q a cg:Cluster ; rdfs:label "Q" ; cg:locatedIn u:b .
o:r a cg:Organisation ; rdfs:label "R" ; cg:locatedIn u:a .
o:s a cg:Organisation ; rdfs:label "S" .
o:m1 a cg:Organisation ; rdfs:label "M1" ; cg:locatedIn u:a .
o:m2 a cg:Organisation ; rdfs:label "M2" ; cg:locatedIn u:a .
u:m1 a cg:Membership ; org:member o:m1 ; org:organization o:we ; cg:startDate "2012" .
u:m2 a cg:Membership ; org:member o:m2 ; org:organization o:we .
u:one a cg:Project ; cg:startDate "2010" ; cg:endDate "2011" .
u:two a cg:Project ; cg:startDate "2013" ; cg:topic u:steel .
u:three a cg:Project ; cg:startDate "2014" ; cg:topic u:glass .
u:four a cg:Project .
u:x a cg:Programme ; rdfs:label "X" ; cg:kind kind:framework-programme .
u:y a cg:Programme ; rdfs:label "Y" ; cg:partOfProgramme u:x .
u:z a cg:Programme ; rdfs:label "Z" .
u:aw1 cg:awardedTo u:one ; cg:underProgramme u:y .
u:aw2 cg:awardedTo u:two ; cg:underProgramme u:z .
u:office cg:contactHolder o:p ; cg:forProgramme u:w . u:w a cg:Programme ; rdfs:label "W" .
u:near cg:carriedOutBy o:we ; cg:targetsPlace u:b ; cg:proximity u:near1 .
u:show a cg:Event ; cg:attendedBy o:we , o:q , o:s ; cg:startDate "2014" .
u:goal2 cg:goalOf o:we ; rdfs:label "Grow" ; skos:notation "2" ; cg:hasIndicator u:count , u:joy .
u:count rdfs:label "Friends abroad"@en ; cg:measuredBy "partners-abroad" ;
    cg:targetValue 12.5 ; cg:targetYear 2027 .
u:joy rdfs:label "Joy"@en .
u:goal1 cg:goalOf o:we ; rdfs:label "Shine"@en , "Briller"@fr ; skos:notation "1" .
""" + "".join(
    f"u:{project}-{who} cg:participant o:{who} ; cg:inProject u:{project} .\n"
    for project, everybody in {"one": "we p q", "two": "we p m1", "three": "we r", "four": "we s"
                               }.items()
    for who in everybody.split()
) + """
u:one-we cg:role role:coordinator ; cg:participantContribution 30 ; cg:order 1 .
u:one-p cg:participantContribution 50 .
u:one-q cg:participantContribution 20 .
u:two-we cg:role role:participant ; cg:participantContribution 10 ; cg:order 4 .
u:three-we cg:role role:coordinator .
"""  # fmt: skip
# By hand, over all years: value, known, of.
BY_HAND: dict[str, tuple[float | None, int | None, int | None]] = {
    "partners-abroad": (2, 5, 6),
    "new-partners-abroad": (2, 2, 2),
    # P again in 2013, Q at the show of 2014.
    "renewed-partners-abroad": (2, 2, 2),
    "target-places": (1 / 5, 5, 6),
    "target-topics": (1 / 2, 2, 4),
    "projects": (4, 3, 4),
    "inter-cluster-projects": (1, 3, 4),
    "eu-projects": (1, 2, 4),
    "members": (2, 2, 2),
    # M1 in project two with us.
    "active-members": (1, 1, 2),
    "coordinator-share": (2 / 3, 3, 4),
    "order": (2.5, 2, 4),
    # 30 of 100 and 10 of 10.
    "contribution-share": (40 / 110, 2, 4),
    "programmes": (3, 3, 3),
    "gateways": (1, 1, 1),
    # Of P and Q, whose project ended in 2011, P again in 2013.
    "cooperation-after": (1 / 2, 2, 5),
    "solutions": (None, None, None),
    # Activities: P 2, Q 2, R 1, S 2, M1 2, M2 1 of 10.
    "partner-concentration": ((4 + 4 + 1 + 4 + 4 + 1) / 100, 6, 6),
    # 30 under Y, 10 under Z.
    "funding-concentration": ((30**2 + 10**2) / 40**2, 2, 4),
    # Of participations with topics, 3 of 5 are on steel; of those in A, 2 of 4.
    "specialisation": ((2 / 4) / (3 / 5), 1, 1),
    "position": (1, 6, 6),
    "stable-partners": (2, 6, 6),
    "involvement": (2, 5, 6),
    "events": (1, 1, 1),
    "experts": (1, 1, 2),
    "networks": (0, None, None),
}


def told(answer: Answer) -> list[dict[str, Any]]:
    return answer.to_polars().to_dicts()


def test_every_indicator_by_hand(small: Location) -> None:
    answer = run(small, "scorecard", {"organisation": "We"})
    rows = {each["indicator"]: each for each in told(answer) if each["indicator"]}
    assert list(BY_HAND) == list(INDICATORS)
    found = {name: (rows[name]["value"], rows[name]["known"], rows[name]["of"]) for name in BY_HAND}
    assert found == {name: (value if value is None else pytest.approx(value), *counts)
                     for name, (value, *counts) in BY_HAND.items()}  # fmt: skip
    assert rows["solutions"]["words"] == "no source tells what projects developed"
    assert rows["programmes"]["words"] == "partners that open some: 1; opened by one alone: 1"
    assert rows["position"]["words"] == "rank 1 of 7, 6 partners"
    assert (rows["partners-abroad"]["latest"], rows["partners-abroad"]["age"]) == (2014, 0)


@pytest.mark.parametrize(
    ("years", "partners", "first"),
    [("2016..", 3, 2016), ("2018", 3, 2018), ("2019..", 2, 2019), ("..2009", 1, 2009),
     ("..2010", 2, 2010), ("2014..", 3, 2014)],
)  # fmt: skip
def test_a_range_of_years_that_is_open_is_open(
    years: str, partners: int, first: int, graph_of: Callable[[str], Location]
) -> None:
    """Of projects with T and with Q only the ends are known, 2018 and 2009; what begins last, does
    so in 2014. What P and Q do since 2013 and 2014 has no end."""
    location = graph_of(
        SMALL
        + """
        o:t a cg:Organisation ; cg:locatedIn u:c .
        u:five a cg:Project ; cg:endDate "2018" . u:six a cg:Project ; cg:endDate "2009" .
        u:five-we cg:participant o:we ; cg:inProject u:five .
        u:five-t cg:participant o:t ; cg:inProject u:five .
        u:six-we cg:participant o:we ; cg:inProject u:six .
        u:six-q cg:participant o:q ; cg:inProject u:six .
        """
    )
    given = {"organisation": "We", "years": years, "yearly": True}
    rows = [each for each in told(run(location, "scorecard", given))
            if each["indicator"] == "partners-abroad"]  # fmt: skip
    assert rows[0]["value"] == partners
    assert rows[1]["year"] == first


def test_a_number_says_on_what_it_rests_and_how_old_that_is(
    graph_of: Callable[[str], Location],
) -> None:
    graph = graph_of(SMALL + """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
u:set rdfs:label "Register"@en ; dcat:version "2015-01" . u:page rdfs:label "Page"@en .
u:one dcterms:source u:set . u:show dcterms:source u:page . u:office dcterms:source u:page .
""")  # fmt: skip
    answer = run(graph, "scorecard", {"organisation": "We", "yearly": True})
    rows = {each["indicator"]: (each["latest"], each["age"], each["sources"])
            for each in told(answer) if each["indicator"] and not each["year"]}  # fmt: skip
    assert rows["partners-abroad"] == (2014, 0, "Page; Register (2015-01)")
    # That of 2010, four years before the last project here.
    assert rows["eu-projects"] == (2010, 4, "Register (2015-01)")
    assert rows["gateways"] == (None, None, "Page")
    assert rows["position"] == (None, None, "Page; Register (2015-01)")
    assert rows["solutions"] == (None, None, None)
    assert {each["sources"] for each in told(answer) if each["year"]} == {None}


def test_activities_without_a_source_do_not_rest_on_that_of_an_office(
    graph_of: Callable[[str], Location],
) -> None:
    """Only P's office for W has a source: what P shares with us rests on none."""
    graph = graph_of(SMALL + """
u:page rdfs:label "Page"@en . u:office <http://purl.org/dc/terms/source> u:page .
""")  # fmt: skip
    rows = told(run(graph, "scorecard", {"organisation": "We"}))
    found = {each["indicator"]: each["sources"] for each in rows if each["indicator"]}
    assert {name for name, sources in found.items() if sources} == {"programmes", "gateways"}


def test_a_partner_in_a_place_without_a_country_is_in_a_target_place(
    graph_of: Callable[[str], Location],
) -> None:
    """S is in the Great Valley, which lies in no country and at which we aim, as at B, where Q is;
    of six partners P, Q, R, S, M1 and M2 all have a place."""
    graph = graph_of(SMALL + """
u:valley a cg:Region . o:s cg:locatedIn u:valley . u:near cg:targetsPlace u:valley .
""")  # fmt: skip
    rows = {
        each["indicator"]: each for each in told(run(graph, "scorecard", {"organisation": "We"}))
    }
    found = rows["target-places"]
    assert (found["value"], found["known"], found["of"]) == (pytest.approx(2 / 6), 6, 6)
    # Nobody knows whether that is abroad.
    assert (rows["partners-abroad"]["value"], rows["partners-abroad"]["known"]) == (2, 5)


def test_a_region_specialises_by_its_projects(graph_of: Callable[[str], Location]) -> None:
    """A partnership and a membership on glass are no projects: of these, as before, 3 of 5
    participations are on steel, and 2 of 4 of those in A."""
    graph = graph_of(SMALL + """
u:pact a cg:Partnership ; cg:partner o:r , o:q ; cg:topic u:glass . u:m1 cg:topic u:glass .
""")  # fmt: skip
    rows = {
        each["indicator"]: each for each in told(run(graph, "scorecard", {"organisation": "We"}))
    }
    assert rows["specialisation"]["value"] == pytest.approx((2 / 4) / (3 / 5))


def test_goals_come_first_and_nothing_is_hidden(small: Location) -> None:
    rows = told(run(small, "scorecard", {"organisation": "We"}, lang="fr"))
    assert [(each["group"], each["indicatorLabel"], each["words"]) for each in rows[:3]] == [
        ("1 Briller", None, "aucun indicateur n’est énoncé pour cet objectif"),
        ("2 Grow", "Friends abroad", None),
        ("2 Grow", "Joy", "rien ne mesure cet indicateur"),
    ]
    assert (rows[1]["target"], rows[1]["targetYear"]) == (12.5, 2027)
    assert b"Joy" in write_table(run(small, "scorecard", {"organisation": "We"}).table, "table")
    assert {each["group"] for each in rows[3:]} == {"Autres indicateurs"}
    assert len(rows) == len(INDICATORS) + 2


def test_what_is_no_number_is_no_target_and_no_amount(graph_of: Callable[[str], Location]) -> None:
    """As somebody's RDF may have it, which nobody validated: one such text ended each scorecard."""
    texts = graph_of(
        SMALL.replace("12.5", '"30 %"')
        .replace("cg:targetYear 2027", 'cg:targetYear "soon"')
        .replace("participantContribution 50", 'participantContribution "n/a"')
        .replace("cg:order 4", 'cg:order "last"')
    )
    answer = run(texts, "scorecard", {"organisation": "We"}, lang="fr")
    rows = {each["indicatorLabel"]: each for each in told(answer)}
    assert (rows["Friends abroad"]["target"], rows["Friends abroad"]["targetYear"]) == (None, None)
    assert "pas un nombre, donc pas une cible\xa0: 30 %, soon" in map(str, answer.notes)
    found = {each["indicator"]: each["value"] for each in told(answer)}
    # 30 of 50 and 10 of 10; first of the list in one project.
    assert (found["contribution-share"], found["order"]) == (pytest.approx(40 / 60), 1)


def test_the_tenth_goal_comes_after_the_ninth(graph_of: Callable[[str], Location]) -> None:
    numbers = "".join(
        f'u:goal{number} cg:goalOf o:we ; rdfs:label "Go" ; skos:notation "{number}" .\n'
        for number in ("10", "9", "3b", "3a")
    )
    rows = told(run(graph_of(SMALL + numbers), "scorecard", {"organisation": "We"}))
    groups = dict.fromkeys(each["group"].split()[0] for each in rows)
    assert list(groups) == ["1", "2", "3a", "3b", "9", "10", "Other"]


def test_years_and_peers(small: Location) -> None:
    asked = {"organisation": "We", "against": ["P"], "years": "2011..2013", "yearly": True}
    rows = told(run(small, "scorecard", asked))
    abroad = {(each["organisationLabel"], each["year"]): each["value"] for each in rows
              if each["indicator"] == "partners-abroad"}  # fmt: skip
    assert abroad == {("We", None): 2, ("We", 2011): 2, ("We", 2012): 0, ("We", 2013): 1,
                      ("P", None): 3, ("P", 2011): 2, ("P", 2012): 0, ("P", 2013): 2}  # fmt: skip
    decided = {each["year"]: each["value"] for each in rows if each["indicator"] == "projects"
               and each["organisationLabel"] == "We"}  # fmt: skip
    assert decided == {None: 1, 2011: 0, 2012: 0, 2013: 1}
    # A target is that of the organisation asked about alone.
    assert [each["target"] for each in rows if each["target"]] == [12.5] * 4


@pytest.mark.parametrize(
    ("year", "expected"), [(2009, []), (2010, [1]), (2011, [1, 3]), (2012, [0, 1]), (2013, [1])]
)
def test_what_tells_no_beginning_runs_in_the_year_of_its_end(
    year: int, expected: list[int]
) -> None:
    rows = pl.DataFrame(
        {"first": [None, 2010, None, 2011], "last": [2012, None, None, 2011]}
    ).with_row_index()
    assert running(rows, (year, year))["index"].to_list() == expected


def test_the_rows_behind_a_number(small: Location) -> None:
    asked = {"organisation": "We", "rows": "partners-abroad"}
    rows = told(run(small, "scorecard", asked))
    assert {(each["itemLabel"], each["through"]) for each in rows} == {
        ("P", "urn:one"), ("P", "urn:two"), ("Q", "urn:one"), ("Q", "urn:show"),
    }  # fmt: skip
    some = run(small, "scorecard", {**asked, "years": "2010"})
    assert {each["through"] for each in told(some)} == {"urn:one"}


def test_the_orders_tell_the_same_figures(small: Location) -> None:
    values = []
    for order in ORDERS:
        rows = told(run(small, "scorecard", {"organisation": "We", "order": order}))
        values.append({each["indicator"]: (each["value"], each["target"]) for each in rows})
        groups = list(dict.fromkeys(each["group"] for each in rows))
        known = {"wallonia": MISSIONS, "interreg": INTERREG}.get(order, {})
        assert groups[: len(known)] == list(known.values())
    assert values[0] == values[1] == values[2]


def test_no_order_loses_a_target_of_two_goals(graph_of: Callable[[str], Location]) -> None:
    """Goal 3 wants 20 friends by 2030 where goal 2 wants 12.5 by 2027; goal 4 names no number."""
    more = graph_of(SMALL + """
u:goal3 cg:goalOf o:we ; rdfs:label "More" ; skos:notation "3" ; cg:hasIndicator u:more .
u:more rdfs:label "More friends" ; cg:measuredBy "partners-abroad" ;
    cg:targetValue 20 ; cg:targetYear 2030 .
u:goal4 cg:goalOf o:we ; rdfs:label "Some" ; skos:notation "4" ; cg:hasIndicator u:some .
u:some rdfs:label "Some friends" ; cg:measuredBy "partners-abroad" .
""")  # fmt: skip
    for order in ORDERS:
        rows = told(run(more, "scorecard", {"organisation": "We", "order": order}))
        found = [(each["value"], each["target"], each["targetYear"]) for each in rows
                 if each["indicator"] == "partners-abroad"]  # fmt: skip
        assert found[:2] == [(2, 12.5, 2027), (2, 20, 2030)], order
        assert found[2:] == ([(2, None, None)] if order == "goals" else [])


def test_who_nobody_knows_has_no_number_but_reasons(small: Location) -> None:
    answer = run(small, "scorecard", {"organisation": "S", "years": "2019"})
    rows = {each["indicator"]: each for each in told(answer)}
    assert rows["partners-abroad"]["value"] is None
    assert rows["partners-abroad"]["words"] == "its own country is unknown"
    assert rows["projects"]["words"] == "nothing of it has a date"
    assert rows["events"]["value"] == 0
    assert "it states no goal: the indicators stand alone" in map(str, answer.notes)
    with pytest.raises(RequestError):
        run(small, "scorecard", {"organisation": "S", "years": "soon"})


def test_years_in_which_nothing_is_known_to_happen_are_not_years_without_a_date(
    small: Location,
) -> None:
    rows = told(run(small, "scorecard", {"organisation": "We", "years": "2005..2006"}))
    found = {each["indicator"]: (each["value"], each["words"]) for each in rows}
    assert found["projects"] == (0, None)
    assert found["coordinator-share"] == (None, "nothing of it in these years")


def test_an_amount_counts_once_whatever_the_roles(graph_of: Callable[[str], Location]) -> None:
    twice = graph_of(SMALL + "u:one-we cg:role role:participant .")
    rows = told(run(twice, "scorecard", {"organisation": "We"}))
    found = {each["indicator"]: each["value"] for each in rows}
    assert found["contribution-share"] == pytest.approx(40 / 110)
    assert found["funding-concentration"] == pytest.approx((30**2 + 10**2) / 40**2)


def test_a_membership_is_of_whoever_joined_and_of_no_other(
    graph_of: Callable[[str], Location],
) -> None:
    """We are in F from 2010 to 2011, and F is with us since 2015: a direction each."""
    both = graph_of(SMALL + """
u:out org:member o:we ; org:organization o:f ; cg:startDate "2010" ; cg:endDate "2011" .
u:in org:member o:f ; org:organization o:we ; cg:startDate "2015" .
""")  # fmt: skip
    asked = {"organisation": "We", "years": "2010..2016", "yearly": True}
    rows = told(run(both, "scorecard", asked))
    found = {name: [each["value"] for each in rows if each["indicator"] == name and each["year"]]
             for name in ("members", "networks")}  # fmt: skip
    # M1 joined in 2012; when M2 did, nobody says.
    assert found == {"members": [0, 0, 1, 1, 1, 2, 2], "networks": [1, 1, 0, 0, 0, 0, 0]}


def test_the_picture_has_one_small_one_an_indicator(small: Location) -> None:
    answer = run(small, "scorecard", {"organisation": "We", "against": ["P"]})
    assert answer.chart is not None and answer.chart.kind == "multiples"
    figure = draw(answer.chart, answer.table, str(origin(small)))
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert "Friends abroad" in titles and len(titles) == len(answer.chart.options["panels"])
    assert write(figure, "svg") == write(
        draw(answer.chart, answer.table, str(origin(small))), "svg"
    )
    assert run(small, "scorecard", {"organisation": "S"}).chart is not None


def test_the_document_holds_every_figure_and_the_picture(small: Location) -> None:
    document = run(small, "scorecard", {"organisation": "We"}, lang="fr").document
    assert document is not None and document.title == "We"
    assert [each.heading for each in document.sections] == [
        "1 Briller", "2 Grow", "Autres indicateurs", "Au fil des années",
    ]  # fmt: skip
    page = WRITERS["html"](document).decode()
    assert "<script" not in page and 'src="data:image/svg+xml' in page
    assert "12,5 (2027)" in page and "20 %" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "rien ne mesure cet indicateur" in page


def test_the_contract_names_all_indicators_and_orders() -> None:
    rows = next(each for each in scoring.SCORECARD.parameters if each.name == "rows")
    assert tuple(INDICATORS) == tuple(rows.values())
    assert tuple(ORDERS) == scoring.ORDER_NAMES
    assert sum(bool(each.follows) for each in INDICATORS.values()) >= 10
    assert {each.mission for each in INDICATORS.values()} == set(MISSIONS)


def test_mecatech_as_the_questions_tell(curated_graph: Location) -> None:
    answer = run(curated_graph, "scorecard", {"organisation": "MecaTech"})
    rows = {each["indicator"]: each for each in told(answer)}
    home = "https://w3id.org/clustergraph/id/place/belgium"
    countries = told(ask(curated_graph, "partners-by-country", {}))
    abroad = sum(each["partners"] for each in countries if each["country"] not in (None, home))
    assert rows["partners-abroad"]["value"] == abroad == 3
    reach = {each["programme"] for each in told(ask(curated_graph, "reachable-programmes", {}))}
    assert rows["programmes"]["value"] == len(reach) == 4
    assert rows["networks"]["value"] == len(ask(curated_graph, "networks-joined", {})) == 1
    # Six indicators of the page have a measure, three goals have none.
    assert sum(bool(each["group"].startswith("2 ")) for each in rows.values()) == 6
