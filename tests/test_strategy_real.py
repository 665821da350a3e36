"""The answers of a manager on real projects: Horizon 2020 of April 2016 and INTERREG 2014–2020."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from clustergraph.answers.registry import run

if TYPE_CHECKING:
    from clustergraph.graph.location import Location


def told(location: Location, name: str, **asked: object) -> list[dict[str, Any]]:
    return run(location, name, asked).to_polars().to_dicts()


@pytest.mark.parametrize(("who", "projects"), [("Luxinnovation", 8), ("High Tech NL", 1)])
def test_a_scorecard_counts_the_real_projects(
    real_graph: Location, who: str, projects: int
) -> None:
    rows = {each["indicator"]: each for each in told(real_graph, "scorecard", organisation=who)}
    assert rows["projects"]["value"] == projects
    assert rows["projects"]["latest"] in (2015, 2016)
    behind = told(real_graph, "scorecard", organisation=who, rows="projects")
    assert len({each["item"] for each in behind}) == projects
    abroad = told(real_graph, "scorecard", organisation=who, rows="partners-abroad")
    assert rows["partners-abroad"]["value"] == len({each["item"] for each in abroad}) > 10
    assert rows["contribution-share"]["value"] is None
    assert rows["contribution-share"]["words"] == "no contribution of its is known"


@pytest.mark.parametrize("who", ["Luxinnovation", "High Tech NL"])
def test_recommended_are_strangers_whom_real_partners_can_introduce(
    real_graph: Location, who: str
) -> None:
    abroad = told(real_graph, "scorecard", organisation=who, rows="partner-concentration")
    partners = {each["item"] for each in abroad}
    rows = told(real_graph, "recommend", organisation=who, top=5)
    assert len({each["iri"] for each in rows}) == 5
    assert not {each["iri"] for each in rows} & partners
    introducing = {each["through"] for each in rows if each["reason"] == "shared partners"}
    assert introducing and introducing <= partners | {None}


def test_a_consortium_keeps_the_rules_of_its_programme(real_graph: Location) -> None:
    asked = {"with": "Luxinnovation", "programme": "Horizon 2020", "size": "4"}
    rows = told(real_graph, "consortium", **asked)
    assert len(rows) == 4 and rows[0]["label"] == "Luxinnovation"
    assert len({each["country"] for each in rows}) >= 3
    assert sum(each["role"] == "coordinator" for each in rows) == 1
    assert all(each["alternativeLabel"] for each in rows[1:])


def test_gaps_of_mecatech_are_filled_by_real_organisations(real_graph: Location) -> None:
    rows = told(real_graph, "gaps", organisation="MecaTech", kind="place")
    filled = {each["whatLabel"]: each for each in rows}
    assert filled["Germany"]["fillCountry"] == "DE" and filled["Romania"]["fillCountry"] == "RO"
    # Of Quebec and Massachusetts these sources know no region.
    assert filled["Quebec"]["fill"] is None
