"""The answers of a manager on real projects, Horizon 2020 of April 2016 and INTERREG 2014–2020,
beside a cluster's own workbook.

All on one graph and in one file: to choose a formula of recommendations for it takes minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import twenty
from clustergraph.answers.registry import run
from clustergraph.formats.documents import WRITERS
from clustergraph.graph.opening import open_graph
from printing import assert_on_two_a4_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def joined(
    tmp_path_factory: pytest.TempPathFactory, shared_data: Path, built_once: Callable[..., Path]
) -> Location:
    workbook = twenty.fill_in(tmp_path_factory.mktemp("joined") / "own.xlsx")
    given = {"nuts": "nuts", "cordis": "cordis-h2020-2016", "keep": "keep/keep_closed_1420.xlsx"}
    sources = [(name, shared_data / path) for name, path in given.items()]
    return open_graph(built_once("joined", [*sources, ("table", workbook)]))


def told(location: Location, name: str, **asked: object) -> list[dict[str, Any]]:
    return run(location, name, asked).to_polars().to_dicts()


@pytest.mark.parametrize(("who", "projects"), [("Luxinnovation", 8), ("High Tech NL", 1)])
def test_a_scorecard_counts_the_real_projects(joined: Location, who: str, projects: int) -> None:
    rows = {each["indicator"]: each for each in told(joined, "scorecard", organisation=who)}
    assert rows["projects"]["value"] == projects
    assert rows["projects"]["latest"] in (2015, 2016)
    behind = told(joined, "scorecard", organisation=who, rows="projects")
    assert len({each["item"] for each in behind}) == projects
    abroad = told(joined, "scorecard", organisation=who, rows="partners-abroad")
    assert rows["partners-abroad"]["value"] == len({each["item"] for each in abroad}) > 10
    assert rows["contribution-share"]["value"] is None
    assert rows["contribution-share"]["words"] == "no known contribution"


@pytest.mark.parametrize("who", ["Luxinnovation", "High Tech NL"])
def test_recommended_are_strangers_whom_real_partners_can_introduce(
    joined: Location, who: str
) -> None:
    abroad = told(joined, "scorecard", organisation=who, rows="partner-concentration")
    partners = {each["item"] for each in abroad}
    rows = told(joined, "recommend", organisation=who, top=5)
    assert len({each["iri"] for each in rows}) == 5
    assert not {each["iri"] for each in rows} & partners
    introducing = {each["through"] for each in rows if each["reason"] == "shared partners"}
    assert introducing and introducing <= partners | {None}


def test_a_consortium_keeps_the_rules_of_its_programme(joined: Location) -> None:
    asked = {"with": "Luxinnovation", "programme": "Horizon 2020", "size": "4"}
    rows = told(joined, "consortium", **asked)
    assert len(rows) == 4 and rows[0]["label"] == "Luxinnovation"
    assert len({each["country"] for each in rows}) >= 3
    assert sum(each["role"] == "coordinator" for each in rows) == 1
    assert all(each["alternativeLabel"] for each in rows[1:])


def test_gaps_of_mecatech_are_filled_by_real_organisations(joined: Location) -> None:
    (place,) = told(joined, "gaps", organisation="MecaTech", kind="place")
    # In Quebec, Massachusetts and Romania the workbook has partners.
    assert (place["whatLabel"], place["fillCountry"]) == ("Germany", "DE")
    programmes = told(joined, "gaps", organisation="MecaTech", kind="programme")
    assert {each["throughLabel"] for each in programmes} == {"Luxinnovation"}
    assert all(each["fillLabel"] for each in programmes)


def test_real_projects_and_the_workbook_meet(joined: Location) -> None:
    rows = {each["indicator"]: each for each in told(joined, "scorecard", organisation="MecaTech",
                                                     against=["Luxinnovation"])
            if each["organisationLabel"] == "MecaTech"}  # fmt: skip
    assert rows["members"]["value"] == 20
    found = told(joined, "recommend", organisation=twenty.MEMBERS[0], top=5)
    assert len({each["iri"] for each in found}) == 5
    for who, projects in (("Luxinnovation", 8), ("High Tech NL", 1)):
        behind = told(joined, "scorecard", organisation=who, rows="projects")
        assert len({each["item"] for each in behind}) == projects
    asked = {"with": "MecaTech", "topic": "materials", "size": "4..5",
             "include": [twenty.MEMBERS[0]]}  # fmt: skip
    assert len({each["country"] for each in told(joined, "consortium", **asked)}) >= 3


@pytest.mark.parametrize(
    ("about", "lang"),
    [("MecaTech", "en"), ("MecaTech", "fr"), ("Luxinnovation", "fr"), ("Wallonia", "fr"),
     ("Horizon 2020", "en")],
)  # fmt: skip
def test_a_brief_of_all_this_prints_on_two_a4_pages(
    joined: Location, tmp_path: Path, about: str, lang: Lang
) -> None:
    document = run(joined, "brief", {"about": about}, lang=lang).document
    assert document is not None
    text = WRITERS["md"](document).decode()
    if about == "MecaTech":
        assert ("Whom to talk to next" if lang == "en" else "À qui parler ensuite") in text
        # Of no project is the money known.
        assert "contribution" not in text
    assert_on_two_a4_pages(document, tmp_path)
