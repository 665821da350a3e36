"""A strategy that a workbook states: its rows, and the answers that read them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest

from clustergraph.answers.registry import run
from clustergraph.building import build
from clustergraph.graph.opening import open_graph
from clustergraph.sources import template
from clustergraph.strategy.indicators import INDICATORS
from clustergraph.terms import CG, RDFS_LABEL
from clustergraph.vocabulary.validate import validate

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow

US = {"organisation": "Cluster Nulle-Part (invented)", "country": "BE"}
ROWS: tuple[dict[str, object], ...] = (
    # Before the goal that it names.
    {"relation": "indicateur", **US, "with": "Partners beyond the border", "goal": "2",
     "measure": "partners-abroad", "value": 20, "end": 2030},
    {"relation": "goal", **US, "with": "Be known abroad", "with_id": "2", "topic": "materials",
     "stage": "training"},
    {"relation": "objectif", **US, "with": "Devenir visible", "with_id": "1"},
    {"relation": "indicator", **US, "with": "Joy", "goal": "be known abroad"},
    {"relation": "indicator", **US, "with": "Lead", "goal": "2", "measure": "coordinator-share",
     "value": "30 %", "end": "2028-06"},
    {"relation": "target", **US, "with_country": "CA", "with_region": "CA-QC", "goal": "2",
     "proximity": "long-distance"},
    {"relation": "cible", **US, "with_country": "France"},
    {"relation": "partnership", **US, "with": "Ailleurs (invented)", "with_country": "FR"},
    # To an indicator and a goal of the curated facts.
    {"relation": "indicator", "organisation_id": "organisation:mecatech",
     "with_id": "indicator:number-of-partners", "goal": "goal:recognition",
     "value": 40, "end": 2029},
    # The same again, and five that say too little or what nobody knows.
    {"relation": "target", **US, "with_country": "FR"},
    {"relation": "indicator", **US, "with": "Homeless"},
    {"relation": "target", **US},
    {"relation": "goal", **US},
    {"relation": "indicator", **US, "with_id": "indicator:none", "goal": "2"},
    {"relation": "target", **US, "with_country": "FR", "proximity": "near"},
    {"relation": "indicator", **US, "with": "Lost", "goal": "7", "measure": "luck", "value": "big"},
)  # fmt: skip


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of the curated facts and the template filled in with ROWS."""
    where = tmp_path_factory.mktemp("strategy")
    template.write(where / "own.xlsx")
    book = openpyxl.load_workbook(where / "own.xlsx")
    for row in ROWS:
        book["rows"].append([row.get(name) for name in template.COLUMNS])
    book.save(where / "own.xlsx")
    build.build([("table", where / "own.xlsx")], where / "graph")
    return where / "graph"


@pytest.fixture(scope="module")
def location(stated: Path) -> Location:
    return open_graph(stated)


def test_rows_are_kept_repeated_or_refused_with_a_reason(stated: Path) -> None:
    rejected, remarks = (
        "".join(path.read_text() for path in sorted(stated.rglob(name)))
        for name in ("rejects.csv", "remarks.csv")
    )
    for reason in (
        "needed: the goal that the indicator judges",
        "needed: the place that is aimed at",
        "needed: it in words",
        "the graph holds no such indicator",
        "states this already, with other values",
    ):
        assert rejected.count(reason) == 1, reason
    assert "no goal of this organisation has this number or these words" in remarks
    assert "not one of: partners-abroad" in remarks
    assert "not an amount" in remarks


def test_another_cluster_has_its_own_scorecard_and_gaps(location: Location) -> None:
    rows = run(location, "scorecard", {"organisation": US["organisation"]}).to_polars().to_dicts()
    assert [(each["group"], each["indicatorLabel"], each["value"], each["target"],
             each["targetYear"]) for each in rows[:4]] == [
        ("1 Devenir visible", None, None, None, None),
        ("2 Be known abroad", "Joy", None, None, None),
        ("2 Be known abroad", "Lead", None, 0.3, 2028),
        ("2 Be known abroad", "Partners beyond the border", 1, 20, 2030),
    ]  # fmt: skip
    assert rows[1]["words"] == "nothing measures this indicator"
    found = run(location, "gaps", {"organisation": US["organisation"]}).to_polars().to_dicts()
    told = {(each["gap"], each["whatLabel"]) for each in found}
    assert {("target place", "Quebec"), ("value-chain stage", "training"),
            ("priority topic", "materials")} <= told  # fmt: skip
    assert ("target place", "France") not in told


def test_a_target_is_added_to_what_the_graph_holds(location: Location) -> None:
    rows = run(location, "scorecard", {"organisation": "MecaTech"}).to_polars().to_dicts()
    found = {each["indicatorLabel"]: (each["target"], each["targetYear"]) for each in rows}
    assert found["Number of international partners"] == (40, 2029)


def test_what_is_stated_keeps_the_rules_of_the_ontology(location: Location) -> None:
    found = [each for each in validate(location) if each.severity != "info"]
    assert [each for each in found if "table-" in each.focus] == []


def test_the_template_offers_the_measures_there_are() -> None:
    assert tuple(INDICATORS) == template.MEASURES


def test_a_number_leads_to_one_goal_or_to_none(tmp_path: Path) -> None:
    rows = [
        *({"relation": "goal", "with": words, "with_id": number}
          for words, number in (("A", "3a"), ("B", "3b"), ("C", "1.0"), ("D", "2"), ("E", "2"))),
        *({"relation": "indicator", "with": f"of {goal}", "goal": goal}
          for goal in ("3A", "1", "2", "3", "e")),
    ]  # fmt: skip
    with (tmp_path / "own.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, template.COLUMNS)
        table.writeheader()
        table.writerows({**US, **each} for each in rows)
    manifest = build.build([("table", tmp_path / "own.csv")], tmp_path / "graph")
    found = open_graph(tmp_path / "graph").select(
        f"SELECT ?goal ?of WHERE {{ ?g <{CG}hasIndicator> ?i . ?g <{RDFS_LABEL}> ?goal . "
        f"?i <{RDFS_LABEL}> ?of FILTER(STRSTARTS(?of, 'of ')) }}"
    )
    told = {(goal.value, of.value) for goal, of in found.rows if goal and of}
    assert told == {("A", "of 3A"), ("C", "of 1"), ("E", "of e")}
    remarks = (tmp_path / "graph" / manifest.folder / "remarks.csv").read_text(encoding="utf-8")
    assert '"2","several goals of this organisation have this number' in remarks
    assert '"3","no goal of this organisation has this number' in remarks
