"""Communities, evolution and what-if on a graph that can be checked by hand.

Projects and who takes part:  p1 2014-2015 a b c    p2 2015-2016 b c    p3 2016 d e f
p4 from 2021 c d    p5 without a date a f.  Countries: a b BE, c FR, d e NL, f NL and DE.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from clustergraph.answers import communities, evolution, whatif
from clustergraph.answers.ranking import ranked as rank
from clustergraph.errors import RequestError
from clustergraph.graph.opening import open_graph
from clustergraph.measures import computing, partition
from clustergraph.networks import projection
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import Filters

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.formats.tables import Table
    from clustergraph.graph.location import Location

PREFIXES = """@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <urn:t/> .
"""
COUNTRIES = {"a": "BE", "b": "BE", "c": "FR", "d": "NL", "e": "NL", "f": "NL DE"}
PROJECTS = {
    "p1": ("abc", "2014", "2015", "h2020", "robots"),
    "p2": ("bc", "2015", "2016", "h2020", "robots"),
    "p3": ("def", "2016", "2016", "interreg", "water"),
    "p4": ("cd", "2021", "", "interreg", ""),
    "p5": ("af", "", "", "", ""),
}


def project(name: str, who: str, start: str, end: str, programme: str, topic: str) -> str:
    text = f':{name} a cg:Project ; rdfs:label "Project {name}" .\n'
    text += f':{name} cg:startDate "{start}-05-01"^^xsd:date .\n' if start else ""
    text += f':{name} cg:endDate "{end}-05-01"^^xsd:date .\n' if end else ""
    text += f":{name} cg:topic :{topic} .\n" if topic else ""
    text += (
        f":{name}-award a cg:Award ; cg:awardedTo :{name} ; cg:underProgramme :{programme} .\n"
        if programme
        else ""
    )
    for each in who:
        text += (
            f":{name}-{each} a cg:Participation ; cg:participant :{each} ; cg:inProject :{name} .\n"
        )
    return text


def turtle() -> str:
    text = PREFIXES + "".join(project(name, *about) for name, about in PROJECTS.items())
    for each, codes in COUNTRIES.items():
        text += f':{each} a cg:Organisation ; rdfs:label "{each.upper()}" .\n'
        text += "".join(f":{each} cg:locatedIn :{code} .\n" for code in codes.split())
    for code in ("BE", "FR", "NL", "DE"):
        text += f':{code} a cg:Country ; cg:isoCode "{code}" ; rdfs:label "In {code}" .\n'
    for name in ("h2020", "interreg", "robots", "water"):
        text += f':{name} rdfs:label "{name}" .\n'
    return text


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Location:
    path = tmp_path_factory.mktemp("small") / "small.ttl"
    path.write_text(turtle())
    return open_graph(path)


def rows(table: Table) -> list[dict[str, str | None]]:
    return [
        {name: cell.value if cell else None for name, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]


def test_communities_are_named_by_what_is_typical_of_them(location: Location) -> None:
    # Without p5, which ties the two halves into a ring.
    filters = Filters(years=(2014, 2030))
    ties = projection.ties(location, Choice("projects", filters))
    shared = communities.activities(location, Choice("projects", filters))
    found = partition.find(ties)
    table = rows(communities.named(location, ties, found, shared))
    assert [(row["name"], row["members"], row["ties"]) for row in table] == [
        ("robots (BE, FR)", "3", "3"),
        ("water (NL, DE)", "3", "3"),
    ]
    # Of strength 9 inside and out, b's side keeps 8; the other, of 7, keeps 6.
    assert [float(str(row["inside"])) for row in table] == pytest.approx([8 / 9, 6 / 7])
    total = sum(float(str(row["modularity"])) for row in table)
    assert total == pytest.approx(found.modularity) == pytest.approx(14 / 16 - (81 + 49) / 256)
    assert [row["stability"] for row in table] == ["1", "1"]
    assert [row["hubs"] for row in table] == ["B; C; A", "D; E; F"]
    # Three of its five participations are in projects of h2020 alone; p4 is of interreg.
    assert [row["programmes"] for row in table] == ["h2020", "interreg"]


def test_the_members_come_with_their_place_among_the_communities(location: Location) -> None:
    ties = projection.ties(location, Choice("projects", Filters(years=(2014, 2030))))
    table = rows(communities.roll(location, ties, partition.find(ties)))
    assert [(row["community"], row["label"]) for row in table] == [
        ("1", "C"), ("1", "B"), ("1", "A"), ("2", "D"), ("2", "E"), ("2", "F"),
    ]  # fmt: skip
    # C has two partners in its own community and one in the other.
    assert float(str(table[0]["participation"])) == pytest.approx(1 - 5 / 9)
    assert table[1]["participation"] == "0"


def test_one_community_is_named_by_what_is_common_in_it(location: Location) -> None:
    filters = Filters(years=(2016, 2016), country="NL")
    ties = projection.ties(location, Choice("projects", filters))
    shared = communities.activities(location, Choice("projects", filters))
    table = rows(communities.named(location, ties, partition.find(ties), shared))
    assert [row["name"] for row in table] == ["water (NL, DE)"]


def test_direct_ties_have_communities_without_topics(location: Location) -> None:
    assert communities.activities(location, Choice("everything")) is None
    ties = projection.ties(location, Choice("everything"))
    table = communities.named(location, ties, partition.find(ties), None)
    assert set(table.column("topics")) == {None}


def test_a_project_counts_in_every_year_it_runs(location: Location) -> None:
    found = evolution.standings(location, "degree", Choice("projects"))
    turnover = {step.name: counts for step, *counts in found.turnover()}
    # members, ties, entrants, leavers
    assert turnover == {
        "2014": [3, 3, 0, 0],
        "2015": [3, 3, 0, 0],
        "2016": [5, 4, 3, 1],
        "2021": [2, 1, 0, 3],
    }
    assert found.undated == 1


@pytest.mark.parametrize("year", [2014, 2015, 2016, 2021])
def test_a_year_is_what_the_filter_makes_of_it(location: Location, year: int) -> None:
    found = evolution.standings(location, "strength", Choice("projects"), top=100)
    table = rows(evolution.table(location, found))
    here = {
        (row["iri"], row["rank"], row["strength"])
        for row in table
        if row["year"] == str(year) and row["rank"]
    }
    ties = projection.ties(location, Choice("projects", Filters(years=(year, year))))
    ranking = rows(rank(ties, ["strength"]))
    assert here == {(row["iri"], row["rank"], row["strength"]) for row in ranking}


def test_entrants_leavers_and_changes_are_told(location: Location) -> None:
    found = evolution.standings(location, "degree", Choice("projects"), top=10)
    told = [
        (row["year"], row["label"], row["rank"], row["previous"], row["change"], row["status"])
        for row in rows(evolution.table(location, found))
        if row["year"] in ("2015", "2016")
    ]
    assert told == [
        ("2015", "A", "1", "1", "0", "stays"),
        ("2015", "B", "1", "1", "0", "stays"),
        ("2015", "C", "1", "1", "0", "stays"),
        ("2016", "D", "1", None, None, "entrant"),
        ("2016", "E", "1", None, None, "entrant"),
        ("2016", "F", "1", None, None, "entrant"),
        ("2016", "B", "4", "1", "-3", "stays"),
        ("2016", "C", "4", "1", "-3", "stays"),
        ("2016", "A", None, "1", None, "leaver"),
    ]


@pytest.mark.slow
def test_estimated_values_say_how_far_they_may_be_off(
    location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = evolution.table(
        location, evolution.standings(location, "betweenness", Choice("projects"))
    )
    assert exact.columns[-1] == "betweenness"
    monkeypatch.setattr(computing, "EXACT_UP_TO", 0)
    found = evolution.standings(location, "betweenness", Choice("projects"))
    estimated = evolution.table(location, found)
    assert estimated.columns[-2:] == ("betweenness-error", "betweenness-mark")
    true = {(row["year"], row["iri"]): row["betweenness"] for row in rows(exact)}
    for row in rows(estimated):
        assert (row["rank"] is None) is (row["betweenness-mark"] is None)
        if row["rank"]:
            off = abs(float(row["betweenness"]) - float(true[row["year"], row["iri"]]))
            assert off <= float(row["betweenness-error"])
            assert row["betweenness-mark"] == "estimated"


def test_who_falls_below_the_first_is_still_told_once(location: Location) -> None:
    found = evolution.standings(location, "degree", Choice("projects"), top=1)
    years = [row["year"] for row in rows(evolution.table(location, found)) if row["label"] == "B"]
    assert years == ["2014", "2015", "2016"]
    nodes, ranks = found.courses()
    assert [found.members[node] for node in nodes][:2] == ["urn:t/c", "urn:t/a"]
    assert np.isnan(ranks[1]).tolist() == [False, False, True, True]


def test_periods_are_those_of_the_budget(location: Location) -> None:
    found = evolution.standings(location, "degree", Choice("projects"), by="period")
    assert [each.step.name for each in found.standings] == ["2014-2020", "2021-2027"]
    assert evolution.STEPS["period"](2013).name == "2007-2013"
    assert evolution.STEPS["period"](1999).name == "1993-1999"


def test_the_years_asked_for_limit_the_steps(location: Location) -> None:
    found = evolution.standings(location, "degree", Choice("projects", Filters(years=(2015, 2016))))
    assert [each.step.name for each in found.standings] == ["2015", "2016"]


def test_an_evolution_needs_activities_with_dates(location: Location) -> None:
    with pytest.raises(RequestError, match="direct ties"):
        evolution.standings(location, "degree", Choice("everything"))
    with pytest.raises(RequestError, match="unknown step 'decade'"):
        evolution.standings(location, "degree", Choice("projects"), by="decade")


def changes(table: Table) -> dict[tuple[str | None, str | None], tuple[str | None, ...]]:
    return {
        (row["what"], row["item"]): (row["before"], row["after"], row["difference"])
        for row in rows(table)
    }


def test_without_c_the_network_falls_apart(location: Location) -> None:
    filters = Filters(years=(2014, 2030))
    found = whatif.changed(location, Choice("projects", filters), remove=["urn:t/c"])
    told = changes(whatif.table(location, found))
    assert told["members", None] == ("6", "5", "-1")
    assert told["ties", None] == ("7", "4", "-3")
    assert told["components", None] == ("1", "2", "1")
    assert told["reachable_countries", None] == ("4", "2", "-2")
    assert told["country", "BE"] == told["country", "FR"] == ("1", "0", "-1")
    assert told["programme", "h2020"] == ("1", "0", "-1")
    # D falls from three ties to two, as E and F have.
    assert "rank_degree" in {what for what, _ in told}
    seen_from_a = changes(whatif.table(location, found, viewpoint="urn:t/a"))
    assert seen_from_a["reachable_members", None] == ("5", "1", "-4")
    assert seen_from_a["country", "NL"] == ("1", "0", "-1")


def test_ranks_are_compared_among_those_that_stay(location: Location) -> None:
    filters = Filters(years=(2014, 2030))
    found = whatif.changed(location, Choice("projects", filters), remove=["urn:t/c"])
    told = changes(whatif.table(location, found))
    # Without c: d 3, then a b e f with 2; after: d e f with 2, then a b with 1.
    assert told["rank_degree", "A"] == ("2", "4", "2")
    assert told["rank_degree", "E"] == ("2", "1", "-1")
    assert ("rank_degree", "D") not in told and ("rank_degree", "C") not in told


@pytest.mark.parametrize(
    ("removed", "years", "expected"),
    [
        # Without f, p5 apart: e falls from 3 to 5; a and b rise from 3 to 2, d falls from 1 to 2.
        ("f", (2014, 2030), [("E", "3", "5"), ("A", "3", "2"), ("B", "3", "2"), ("D", "1", "2")]),
        # Without c: e rises from 4 to 2; a and d fall from 1 to 2, b from 4 to 5.
        ("c", None, [("E", "4", "2"), ("A", "1", "2"), ("D", "1", "2"), ("B", "4", "5")]),
    ],
)
def test_movements_come_by_size_then_by_the_rank_reached_then_by_member(
    location: Location,
    removed: str,
    years: tuple[int, int] | None,
    expected: list[tuple[str, str, str]],
) -> None:
    choice = Choice("projects", Filters(years=years))
    found = whatif.changed(location, choice, remove=[f"urn:t/{removed}"])
    moved = [row for row in rows(whatif.table(location, found)) if row["what"] == "rank_degree"]
    assert [(row["item"], row["before"], row["after"]) for row in moved] == expected


def test_a_project_more_brings_a_country_and_a_programme(
    location: Location, tmp_path: Path
) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(
        PREFIXES
        + project("p9", "az", "2020", "2022", "life", "")
        + ':z a cg:Organisation ; rdfs:label "Z" ; cg:locatedIn :LU .\n'
        + ':LU a cg:Country ; cg:isoCode "LU" .\n:life rdfs:label "LIFE" .\n'
    )
    found = whatif.changed(location, Choice("projects"), add=open_graph(path))
    told = changes(whatif.table(location, found))
    assert told["members", None] == ("6", "7", "1")
    assert told["ties", None] == ("8", "9", "1")
    assert told["country", "LU"] == ("0", "1", "1")
    assert told["programme", "LIFE"] == ("0", "1", "1")


def test_a_project_that_is_there_already_changes_nothing(
    location: Location, tmp_path: Path
) -> None:
    path = tmp_path / "same.ttl"
    path.write_text(PREFIXES + project("p1", *PROJECTS["p1"]))
    found = whatif.changed(location, Choice("projects"), add=open_graph(path))
    assert (found.before.ties.weights != found.after.ties.weights).nnz == 0
    assert all(each[2] == "0" for each in changes(whatif.table(location, found)).values())


def test_what_if_refuses_what_it_cannot_do(location: Location, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="nothing to change"):
        whatif.changed(location, Choice("projects"))
    with pytest.raises(RequestError, match="takes no part"):
        whatif.changed(location, Choice("projects"), remove=["urn:t/nobody"])
    path = tmp_path / "nobody.ttl"
    path.write_text(PREFIXES + ':p9 a cg:Project ; rdfs:label "Nobody" .')
    with pytest.raises(RequestError, match="nobody takes part"):
        whatif.changed(location, Choice("projects"), add=open_graph(path))
    with pytest.raises(RequestError, match="direct ties"):
        whatif.changed(location, Choice("everything"), add=location)
    found = whatif.changed(location, Choice("projects"), remove=["urn:t/c"])
    with pytest.raises(RequestError, match="from"):
        whatif.table(location, found, viewpoint="urn:t/c")


@pytest.mark.slow
def test_direct_ties_lose_a_member_too(location: Location) -> None:
    found = whatif.changed(location, Choice("everything"), remove=["urn:t/c"])
    assert len(found.after.ties) == len(found.before.ties) - 1
    assert "urn:t/c" not in found.after.ties.nodes
