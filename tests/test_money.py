"""What the questions on money answer, against sums made straight from the rows of the sources."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

import clustergraph as cg
from clustergraph.answers import asking, chosen
from clustergraph.errors import RequestError
from clustergraph.networks import given
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import Filters
from clustergraph.networks.projection import incidence

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
    one_text = cg.query(
        money,
        "money-by-organisation",
        region="any",
        organisations="Beta; Gamma",
        role="coordinator",
    )
    assert _cells(one_text, *FIGURES) == _cells(listed, *FIGURES)


@pytest.mark.slow
def test_who_worked_with_whom_on_what_since_when(money: cg.Location) -> None:
    def rows(**given: str | int) -> list[tuple[str, ...]]:
        found = cg.query(money, "regional-cooperation", region="BE3", organisation="Beta", **given)
        return _cells(found, "localLabel", "projectLabel", "roleLabel", "gross", "net")

    assert [row[:2] for row in rows()] == [("Alpha", "ONE"), ("Alpha", "TWO"), ("Gamma", "ONE")]
    on = rows(programme="H2020", words="Additive Manufacturing", since=2018)
    assert on == [("Alpha", "TWO", "participant", "1000.0", "1000.0")]
    assert rows(words="steel", since=2016)[1][1:3] == ("ONE", "third party")
    assert rows(words="nothing of this") == []


@pytest.mark.slow
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


def test_what_no_source_states_is_counted_beside_the_sum(money: cg.Location) -> None:
    told = ("organisationLabel", "gross", "grossUnstated", "net", "netUnstated")
    found = cg.query(money, "money-by-organisation", region="any", programme="H2020")
    assert [row for row in _cells(found, *told) if row[0] == "Gamma"] == [
        ("Gamma", "0.0", "1", "40.25", "1")
    ]
    years = cg.query(money, "money-by-year", region="any")
    told = ("year", "gross", "grossUnstated", "net", "netUnstated")
    assert [tuple(map(Decimal, row)) for row in _cells(years, *told)[-2:]] == [
        (2016, Decimal("300.5"), 0, Decimal("300.5"), 0), (2019, 1007, 0, 1007, 0),
    ]  # fmt: skip
    part = cg.query(money, "programme-figures", programme="H2020")
    assert [Decimal(cell) for cell in _cells(part, "gross", "net")[0]] == [
        Decimal("1307.5"), Decimal("1307.5")
    ]  # fmt: skip
    assert _cells(part, "grossUnstated", "netUnstated", "supportUnstated")[0] == ("1", "1", "0")
    sheet = {row[0]: row[1:] for row in _cells(
        cg.query(money, "organisation-sheet", organisation="Gamma"),
        "propertyLabel", "value", "count", "unstated")}  # fmt: skip
    assert sheet["net contribution"] == ("40.25", "1", "1")
    assert sheet["contribution to the participant"] == ("0.0", "1", "1")


def test_every_sum_of_money_says_which_and_counts_what_it_lacks() -> None:
    """In all contracts: money is called gross, net, a grant of awards or a cost, and what is summed
    has a count of what no source states beside it."""
    money = {"gross", "net", "support"}
    single = {"regional-cooperation", "tie-evidence"}
    for name, contract in asking.contracts().items():
        columns = {column.name for column in contract.columns}
        in_euro = {column.name for column in contract.columns if column.unit == "EUR"}
        assert in_euro <= money | {"cost", "budget"}, name
        # One participation a row: an empty cell says itself that no source states it.
        for column in (in_euro & money) if name not in single else ():
            assert columns & {f"{column}Unstated", f"{column}_unstated"}, (name, column)


PERIOD = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:seven> a cg:Programme ; rdfs:label "Seven" ; cg:startDate "2014"^^xsd:gYear .
<urn:leaf> a cg:Programme ; rdfs:label "Leaf" ; cg:partOfProgramme <urn:seven> .
<urn:o> a cg:Organisation ; rdfs:label "O" . cg:Organisation a rdfs:Class .
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("since", "expected", "unknown"),
    [("0000", "bounded dated early none short", 0), ("2014", "bounded dated", 1),
     ("2015", "dated", 2), ("2000", "bounded dated early", 2), ("2018", "", 1)],
)  # fmt: skip
def test_an_unknown_start_is_that_of_the_programme(
    since: str, expected: str, unknown: int, tmp_path: Path
) -> None:
    """`bounded` ends in 2016 under a part of Seven; `short` ended before Seven began. `unknown` is
    how many may have begun in that year or later: `none` always, never what ended before it."""
    dates = {
        "dated": 'cg:startDate "2017-05"^^xsd:gYearMonth',
        "early": 'cg:startDate "2000-01-01"^^xsd:date ; cg:endDate "2020"^^xsd:gYear',
        "bounded": 'cg:endDate "2016-06-30"^^xsd:date',
        "short": 'cg:endDate "2012"^^xsd:gYear',
        "none": "a cg:Project",
    }
    lines = [
        f'<urn:{name}> a cg:Project ; rdfs:label "{name}" ; {date} .\n'
        f"<urn:a-{name}> cg:awardedTo <urn:{name}> ; cg:underProgramme <urn:leaf> .\n"
        f"<urn:p-{name}> cg:participant <urn:o> ; cg:inProject <urn:{name}> .\n"
        for name, date in dates.items()
    ]
    path = tmp_path / "dates.ttl"
    path.write_text(PERIOD + "".join(lines), encoding="utf-8")
    location = cg.open(path)
    found = cg.query(location, "projects-by-words", words="", since=since)
    assert " ".join(sorted(name for (name,) in _cells(found, "projectLabel"))) == expected
    said = [str(each) for each in found.notes if each.level == "warning"]
    assert [text.split(" project")[0] for text in said] == [f"left out: {unknown}"][: bool(unknown)]
    money = cg.query(location, "money-by-organisation", region="any", since=since)
    count = len(expected.split())
    assert _cells(money, "projects", "grossUnstated") == [(str(count),) * 2] * bool(count)


@pytest.mark.slow
@pytest.mark.parametrize("basis", ["main", "any"])
@pytest.mark.parametrize("programme", ["H2020", "H2020-EU.2.1.", "H2020-EU.3.4."])
def test_questions_and_analyses_agree_by_each_legal_basis(
    programme: str, basis: str, real_graph: cg.Location
) -> None:
    """On the whole of Horizon 2020 of April 2016, where both differ."""
    filters = Filters(programme=programme, basis=basis)
    shared = incidence(real_graph, Choice("projects", filters))
    figures = cg.query(real_graph, "programme-figures", programme=programme, basis=basis)
    told = _cells(figures, "projects", "organisations", "participations")
    assert tuple(map(int, told[0][:2])) == (len(shared.throughs), len(shared.members))
    assert int(told[0][2]) >= shared.matrix.nnz
    money = cg.query(real_graph, "money-by-organisation", region="any", programme=programme,
                     basis=basis)  # fmt: skip
    by_member = dict(zip(shared.members, shared.matrix.sum(axis=1).tolist(), strict=True))
    counted = {node: int(count) for node, count in _cells(money, "organisation", "projects")}
    assert counted == by_member
    if basis == "main":
        # No project counts in two parts; some are under no part, but the programme itself.
        assert sum(int(row[0]) for row in told[1:]) <= int(told[0][0])


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"min_contribution": 200}, "AB"), ({"min_net_contribution": 60.25}, "AB"),
     ({"min_net_contribution": 40}, "ABG"), ({"min_net_contribution": 100}, "AB")],
)  # fmt: skip
def test_filters_by_gross_and_by_net_money(
    money: cg.Location, given: dict[str, float], expected: str
) -> None:
    found = incidence(money, Choice("projects", Filters(**given)))
    labels = money.labels(found.members, "en")
    assert "".join(sorted(label[0] for label in labels.values())) == expected
    (said,) = chosen.judged(money, Choice("projects", Filters(**given)))
    assert str(said).startswith("6 of 11 participations")


def test_an_amount_is_read_whatever_space_stands_around_it() -> None:
    # A separator of files is space to some who read numbers, and none to others.
    assert [given.euros("min_contribution")(f"55{space}") for space in " \t\x1c\xa0"] == [55.0] * 4
