"""What the questions on money answer, against sums made straight from the rows of the sources."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

import clustergraph as cg
from clustergraph.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = ("projectID;projectAcronym;organisationID;name;SME;country;nutsCode;role;order;"
          "ecContribution;netEcContribution;endOfParticipation")  # fmt: skip
PROJECTS = ("id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;"
            "topics;objective;keywords")  # fmt: skip
ROWS = """
1;ONE;900000001;Alpha;true;BE;BE332;coordinator;1;100,50;60,25;false
1;ONE;900000002;Beta;false;DE;DE300;participant;2;200;200;false
1;ONE;900000003;Gamma;false;BE;BE332;thirdParty;3;0;40,25;false
2;TWO;900000001;Alpha;false;BE;BE332;participant;1;1000;1000;false
2;TWO;900000002;Beta;false;DE;DE300;coordinator;2;7;7;false
3;THREE;900000003;Gamma;true;BE;BE331;coordinator;1;;;false
""".strip()
ABOUT = """
1;ONE;SIGNED;Printing;2016-01-01;2018-12-31;300;300;H2020-EU.2.1.;T;Additive manufacturing of steel;
2;TWO;SIGNED;Other;2019-05-01;2022-04-30;1;1;H2020-EU.2.1.;T;Of none;additive manufacturing
3;THREE;SIGNED;Third;;;10;10;H2020-EU.2.1.;T-2;;
""".strip()


@pytest.fixture(scope="module")
def money(tmp_path_factory: pytest.TempPathFactory, built_once: Callable[..., Path]) -> cg.Location:
    folder = tmp_path_factory.mktemp("cordis")
    (folder / "organization.csv").write_text(f"{HEADER}\n{ROWS}\n", encoding="utf-8")
    (folder / "project.csv").write_text(f"{PROJECTS}\n{ABOUT}\n", encoding="utf-8")
    return cg.open(built_once("money", [("cordis", folder)]))


def _cells(answer: cg.Answer, *names: str) -> list[tuple[str, ...]]:
    columns = [["" if cell is None else cell.value for cell in answer.column(n)] for n in names]
    return list(zip(*columns, strict=True))


FIGURES = ("organisationLabel", "projects", "gross", "net")


@pytest.mark.slow
def test_money_by_organisation(money: cg.Location) -> None:
    found = cg.query(money, "money-by-organisation", region="BE3", programme="H2020")
    rows = {label: row for label, *row in _cells(found, *FIGURES)}
    assert [(int(n), Decimal(g), Decimal(e)) for n, g, e in [rows["Alpha"]]] == [
        (2, Decimal("1100.5"), Decimal("1060.25"))
    ]
    assert [Decimal(cell) for cell in rows["Gamma"]] == [2, 0, Decimal("40.25")]
    assert "Beta" not in rows
    small = cg.query(money, "money-by-organisation", sme=True, since=2016)
    assert [row[:2] for row in _cells(small, *FIGURES)] == [("Alpha", "1")]
    listed = cg.query(
        money, "money-by-organisation", region="any", organisations=["Beta", "Gamma"],
        role="coordinator",
    )  # fmt: skip
    assert [row[:2] for row in _cells(listed, *FIGURES)] == [("Beta", "1"), ("Gamma", "1")]
    assert [each.thing.label for each in listed.named] == ["Beta", "Gamma", "coordinator"]


def test_who_worked_with_whom_on_what_since_when(money: cg.Location) -> None:
    def rows(**given: str | int) -> list[tuple[str, ...]]:
        found = cg.query(money, "regional-cooperation", region="BE3", organisation="Beta", **given)
        return _cells(found, "localLabel", "projectLabel", "roleLabel", "gross", "net")

    assert [row[:2] for row in rows()] == [("Alpha", "ONE"), ("Alpha", "TWO"), ("Gamma", "ONE")]
    on = rows(programme="H2020", words="Additive Manufacturing", since=2018)
    assert on == [("Alpha", "TWO", "participant", "1000.0", "1000.0")]
    assert rows(words="steel", since=2016)[1][1:3] == ("ONE", "third party")
    assert rows(words="nothing of this") == []


def test_a_condition_must_be_one(money: cg.Location) -> None:
    with pytest.raises(RequestError, match="sme: 'maybe' is not one of any, true, false"):
        cg.query(money, "money-by-organisation", sme="maybe")
    with pytest.raises(RequestError, match="since: give one value"):
        cg.query(money, "money-by-organisation", since=["2015", "2016"])
    with pytest.raises(RequestError, match="from: '2016-13-01' is not a day"):
        cg.query(money, "member-projects-ending", **{"from": "2016-13-01"})
    with pytest.raises(RequestError, match="organisation: nothing is called 'any'"):
        cg.query(money, "partners", organisation="any")


@pytest.mark.slow
def test_who_worked_with_fraunhofer_on_real_rows(
    real_graph: cg.Location, shared_data: Path
) -> None:
    """Straight from the rows of the export: it has no titles and hardly a region, so neither is
    asked for."""
    folder = shared_data / "cordis-h2020-2016"
    options = {"separator": ";", "infer_schema": False}
    parties = pl.read_csv(folder / "organization.csv", **options)
    projects = pl.read_csv(folder / "project.csv", **options)
    recent = projects.filter(pl.col("startDate").fill_null("") >= "2015")
    with_it = parties.filter(pl.col("organisationID") == "999984059")["projectID"]
    near = parties.filter(
        pl.col("country") == "BE",
        pl.col("projectID").is_in(with_it.implode()),
        pl.col("projectID").is_in(recent["id"].implode()),
    )
    expected = defaultdict(set)
    for pic, project in near.select("organisationID", "projectID").iter_rows():
        expected[pic].add(project)
    found = cg.query(real_graph, "regional-cooperation", region="BE", organisation="999984059",
                     programme="H2020", since=2015)  # fmt: skip
    pairs = {(local.rsplit("-")[-1], project.rsplit("-")[-1])
             for local, project in _cells(found, "local", "project")}  # fmt: skip
    assert len(pairs) == sum(map(len, expected.values())) > 5
    assert {pic for pic, _ in pairs} == set(expected)
