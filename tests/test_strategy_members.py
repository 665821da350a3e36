"""What a manager decides with, on a cluster's own workbook beside the curated facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import twenty
from clustergraph.answers.registry import run
from clustergraph.errors import RequestError
from clustergraph.formats.documents import WRITERS, Picture
from clustergraph.graph.opening import open_graph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, built_once: Callable[..., Path]) -> Location:
    workbook = twenty.fill_in(tmp_path_factory.mktemp("twenty") / "own.xlsx")
    return open_graph(built_once("twenty", [("table", workbook)]))


def told(location: Location, name: str, **asked: object) -> list[dict[str, Any]]:
    return run(location, name, asked).to_polars().to_dicts()


def test_the_scorecard_counts_members_partners_and_money(own: Location) -> None:
    rows = {each["indicator"]: each for each in told(own, "scorecard", organisation="MecaTech")}
    assert rows["members"]["value"] == 20
    # Atelier A to C share the ESA project, A and D the EUREKA project.
    assert rows["active-members"]["value"] == 4
    before = 3
    assert rows["partners-abroad"]["value"] == before + len(twenty.ABROAD)
    target = rows["partners-abroad"]
    assert (target["target"], target["targetYear"]) == (12, 2030)
    met = [each["value"] for each in told(own, "scorecard", organisation="MecaTech", years="2020")
           if each["indicator"] == "new-partners-abroad" and not each["year"]]  # fmt: skip
    assert met == [len(twenty.ABROAD)]
    share = next(each for each in told(own, "scorecard", organisation=twenty.MEMBERS[3])
                 if each["indicator"] == "contribution-share")  # fmt: skip
    assert share["value"] == pytest.approx(2 / 3)


def test_gaps_close_where_the_workbook_tells_of_partners(own: Location) -> None:
    open_ = {each["whatLabel"] for each in told(own, "gaps", organisation="MecaTech", kind="place")}
    assert open_ and not open_ & {"Quebec", "Massachusetts", "Romania"}
    closed = {each["whatLabel"] for each in told(own, "gaps", organisation="MecaTech",
                                                 kind="project")}  # fmt: skip
    # ESA's has members of one country only, EUREKA's a partner in Romania.
    assert "NO-LENS (invented)" in closed and "NO-DRIVE (invented)" not in closed


@pytest.mark.parametrize("member", [twenty.MEMBERS[0], twenty.MEMBERS[10], twenty.MEMBERS[19]])
def test_every_member_has_recommendations_with_reasons(own: Location, member: str) -> None:
    answer = run(own, "recommend", {"organisation": member, "top": 3})
    rows = answer.to_polars().to_dicts()
    assert {each["rank"] for each in rows} == {1, 2, 3}
    assert all(each["words"] for each in rows)
    assert any("few partners are known" in str(each) for each in answer.notes)
    assert member not in {each["label"] for each in rows}


def test_consortium_and_brief_know_the_members(own: Location) -> None:
    asked = {"with": "MecaTech", "include": [twenty.MEMBERS[1]], "programme": "EUREKA", "size": "4"}
    rows = told(own, "consortium", **asked)
    assert {"MecaTech", twenty.MEMBERS[1]} <= {each["label"] for each in rows}
    assert len({each["country"] for each in rows}) >= 2
    for about in (twenty.MEMBERS[0], "Wallonia", "ESA programmes"):
        document = run(own, "brief", {"about": about}).document
        assert document is not None
        assert "invented" in WRITERS["md"](document).decode()
        blocks = [block for section in document.sections for block in section.blocks]
        pictures = [each for each in blocks if isinstance(each, Picture)]
        assert pictures and all(b"<svg" in each.svg for each in pictures)
        assert ": 1" in pictures[-1].alternative


def test_what_nobody_knows_is_one_line_or_an_empty_cell(own: Location) -> None:
    lone = twenty.MEMBERS[19]
    rows = {each["indicator"]: each for each in told(own, "scorecard", organisation=lone)}
    assert rows["projects"]["value"] is None
    assert rows["projects"]["words"] == "no known project"
    assert rows["target-places"]["value"] == 0
    (gap,) = told(own, "gaps", organisation=lone, kind="place")
    assert gap["whatLabel"] == "Germany"
    with pytest.raises(RequestError, match=r"nothing is called|several"):
        run(own, "recommend", {"organisation": "Atelier"})
    with pytest.raises(RequestError, match="give"):
        run(own, "scorecard", {"organisation": lone, "years": "soon"})
