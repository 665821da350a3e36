"""Which organisations may be one: forms of names, scores with reasons, precision and recall."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import labelled
from clustergraph.answers import reconcile
from clustergraph.building import build
from clustergraph.cli import run
from clustergraph.errors import RequestError, SourceError
from clustergraph.graph.opening import open_graph
from clustergraph.matching import likeness
from clustergraph.matching.organisations import PIC, VAT, Organisation, Profile
from clustergraph.matching.proposals import proposals
from clustergraph.matching.scoring import THRESHOLD, Finding, compare
from clustergraph.sources import identity
from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

ORG = PREFIXES["organisation"]


def words(name: str) -> list[tuple[str, ...]]:
    return [form.words for form in likeness.forms(name)]


def organisation(name: str, country: str = "", city: str = "", **more: set[str]) -> object:
    return Organisation(
        f"{ORG}keep-{name}", {name}, countries={country} - {""}, cities={city} - {""}, **more
    )


# --- Names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("VERENIGING HIGH TECH NL", "High Tech NL"),
        ("LUXINNOVATION GIE", "Luxinnovation"),
        ("FINCONS S.P.A.", "FINCONS SPA"),
        ("ABIS SPOLKA Z OGRANICZONA ODPOWIEDZIALNOSCIA", "Abis sp. z o.o."),
        ("Univerza v Ljubljani", "UNIVERSITY OF LJUBLJANA"),
        ("UNIVERSITA DEGLI STUDI DI PADOVA", "University of Padua"),
        ("AALBORG UNIVERSITET", "Ålborg University"),
        ("DEUTSCHES ZENTRUM FUER X", "Deutsches Zentrum für X"),
        ("ΔΗΜΟΣ ΑΘΗΝΩΝ", "Dimos Athinon"),
        ("Община Русе", "Obshtina Ruse"),
    ],
)
def test_forms_of_one_name_are_equal(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Universität Heidelberg", "Universitätsklinikum Heidelberg"),
        ("Universität Graz", "Technische Universität Graz"),
        ("Azienda sanitaria 5", "Azienda sanitaria 6"),
        ("Bath Spa University", "Bath University"),
    ],
)
def test_forms_of_two_names_differ(one: str, other: str) -> None:
    assert words(one)[0] != words(other)[0]


def test_brackets_dashes_and_acronyms_give_further_forms() -> None:
    assert words("Comunidade do Alto Minho (CAM)")[-1] == ("alto", "comunidade", "minho")
    assert ("agency", "savinjska") in words("SSA - Agency of Savinjska")
    assert ("chamber", "commerce", "timis") in words("TCC Timis Chamber of Commerce")
    # What stands beside a university is a part of it, and a place in brackets is no acronym.
    assert words("University of Padua - Department of Law")[0] in words(
        "University of Padua - Department of Law"
    )
    assert len(words("University of Padua - Department of Law")) == 1
    assert len(words("Huntsman Materials (Switzerland)")) == 1


def test_lost_spaces_and_slips_cost_little() -> None:
    weights = likeness.Weights([])
    for one, other in (
        ("BIOLOGISCHENLANDBAU FORSCHUNG", "Biologischen Landbau Forschung"),
        ("GS 1 GERMANY", "GS1 GERMANY"),
        ("Energy Insitute Pozar", "Energy Institute Pozar"),
    ):
        left, right = likeness.forms(one)[0], likeness.forms(other)[0]
        assert likeness.score(left, right, weights) > 85
        assert likeness.score(left, right, weights) == likeness.score(right, left, weights)


# --- Evidence


def finding(left: object, right: object) -> Finding:
    assert isinstance(left, Organisation)
    assert isinstance(right, Organisation)
    profiles = Profile(left), Profile(right)
    weights = likeness.Weights(form for profile in profiles for form in profile.forms)
    return compare(*profiles, weights)


def test_reasons_are_in_words() -> None:
    left = organisation("Acme Robotics", "BE", "Gent", identifiers={PIC: {"1"}})
    right = organisation("ACME ROBOTICS BVBA", "BE", "Ghent")
    assert finding(left, right) == Finding(
        100.0,
        ("same name but for legal form, spelling or language", "one has no PIC", "same city"),
    )


def test_two_pics_speak_against_and_vat_alone_is_not_enough() -> None:
    pics = [{PIC: {number}} for number in "12"]
    left, right = (organisation("Acme Robotics", "BE", identifiers=pic) for pic in pics)
    assert finding(left, right).score == 90
    vat = {VAT: {"BE0123456789"}}
    left = organisation("Faculty of Law", "BE", identifiers=vat)
    right = organisation("Hospital Laundry", "BE", identifiers=vat)
    assert finding(left, right).score < THRESHOLD


def test_an_unknown_country_speaks_against_and_so_does_another_city() -> None:
    known = organisation("Acme Robotics", "BE", "Gent")
    assert finding(known, organisation("Acme Robotics", "BE")).score == 100
    nowhere = finding(known, organisation("Acme Robotics"))
    assert nowhere.score == 96
    assert "country of one unknown" in nowhere.reasons
    assert finding(known, organisation("Acme Robotics", "BE", "Mons")).score == 90


def test_letters_lost_on_the_way_are_slips() -> None:
    for name in ("Societ\u00e0 Metropolitana Acque", "Bundesanstalt f\u00fcr Ern\u00e4hrung"):
        broken = re.sub(r"[^ -~]", "\ufffd", name)
        found = finding(organisation(name, "IT"), organisation(broken, "IT"))
        assert found.score > 85, broken


def test_doubled_letters_do_not_keep_names_apart() -> None:
    rows = [organisation(f"Municipality of {name}", "BG") for name in ("Nesebar", "Nessebar")]
    # So many municipalities that the word brings no two together.
    rows += [organisation(f"Municipality of {chr(97 + i) * 4}ovo", "BG") for i in range(25)]
    found = proposals([row for row in rows if isinstance(row, Organisation)])
    assert [{min(one.names) for one in pair[:2]} for pair in found] == [
        {"Municipality of Nesebar", "Municipality of Nessebar"}
    ]


def test_a_country_that_nobody_knows_costs_something() -> None:
    known = [organisation("Acme Robotics", "BE"), organisation("Acme Robotics Bvba", "BE")]
    unknown = organisation("Acme Robotics Bvba")
    sure = finding(*known)
    for unsure in (finding(known[0], unknown), finding(unknown, organisation("Acme Robotics"))):
        assert unsure.score < sure.score
        assert set(unsure.reasons) - set(sure.reasons) == {"country of one unknown"}


def test_names_that_say_only_what_kind_of_body_it_is() -> None:
    left, right = (organisation("Chamber of Commerce", "AL", city) for city in ("Tirana", "Vlora"))
    assert finding(left, right).score < THRESHOLD + 1
    assert "the names say only what kind of body it is" in finding(left, right).reasons


def test_a_city_alone_is_its_municipality() -> None:
    ghent = organisation("Ghent", "BE", "Gent")
    assert finding(ghent, organisation("Stad Gent", "BE")).score == 100
    assert finding(ghent, organisation("Universiteit Gent", "BE", "Gent")).score < 75


def test_only_organisations_of_one_country_are_compared() -> None:
    rows = [organisation("Acme Robotics", country) for country in ("BE", "NL", "")]
    for row, name in zip(rows, "abc", strict=True):
        assert isinstance(row, Organisation)
        row.iri = f"{ORG}keep-{name}"
    found = proposals([row for row in rows if isinstance(row, Organisation)])
    pairs = [(left.iri[-1], right.iri[-1]) for left, right, _finding in found]
    assert pairs == [("a", "c"), ("b", "c")]


# --- A graph

GRAPH = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix schema: <https://schema.org/> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix place: <https://w3id.org/clustergraph/id/place/> .
@prefix dataset: <https://w3id.org/clustergraph/id/dataset/> .
cg:Cluster rdfs:subClassOf cg:Organisation .
place:be a cg:Country ; cg:isoCode "BE" ; rdfs:label "Belgium" .
place:nuts-BE3 cg:within place:be ; rdfs:label "Wallonia" .
dataset:keep-0123 a dcat:Dataset .
dataset:cordis-4567 a dcat:Dataset .
o:mecatech a cg:Cluster ; rdfs:label "MecaTech" ; cg:locatedIn place:nuts-BE3 .
o:keep-1 a cg:Organisation ; rdfs:label "Pôle Mécatech asbl" ; cg:locatedIn place:be ;
    dcterms:source dataset:keep-0123 .
o:pic-1 a cg:Organisation ; rdfs:label "MECATECH CLUSTER" ; cg:locatedIn place:be ;
    cg:pic "111111111" ; dcterms:source dataset:cordis-4567 .
o:keep-1 org:hasSite [ schema:addressLocality "Charleroi" ] .
[] cg:participant o:keep-1 ; cg:inProject o:one .
[] cg:participant o:keep-1 ; cg:inProject o:one, o:two .
o:cordis-2 a cg:Organisation ; rdfs:label "BRUSSELS MATERIALS" ; cg:locatedIn place:be .
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Location:
    path = tmp_path_factory.mktemp("reconcile") / "graph.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return open_graph(path)


def pairs(table: reconcile.Table) -> set[frozenset[str]]:
    return {
        frozenset(cell.value.removeprefix(ORG) for cell in row[:2] if cell) for row in table.rows
    }


def test_proposals_of_a_graph(small: Location) -> None:
    table = reconcile.reconcile(small)
    assert table.columns[:4] == identity.COLUMNS
    expected = [("mecatech", "keep-1"), ("mecatech", "pic-1"), ("keep-1", "pic-1")]
    assert pairs(table) == {frozenset(pair) for pair in expected}
    assert {row[0].value for row in table.rows if row[0]} >= {f"{ORG}mecatech"}
    assert all(row[2] and row[2].value == "" for row in table.rows)
    assert all("PIC" in row[3].value for row in table.rows if row[3])
    assert reconcile.reconcile(small).rows == table.rows


def test_country_place_and_projects_of_both_are_shown(small: Location) -> None:
    table = reconcile.reconcile(small)
    shown = [
        {column: cell.value for column, cell in zip(table.columns, row, strict=True) if cell}
        for row in table.rows
    ]
    pair = next(row for row in shown if row["left"].endswith("mecatech") and "keep" in row["right"])
    assert {key: value for key, value in pair.items() if key.startswith(("left", "right"))} == {
        "left": f"{ORG}mecatech",
        "leftLabel": "MecaTech",
        "leftCountry": "BE",
        "leftPlace": "Wallonia",
        "leftProjects": "0",
        "right": f"{ORG}keep-1",
        "rightLabel": "P\u00f4le M\u00e9catech asbl",
        "rightCountry": "BE",
        "rightPlace": "Charleroi",
        "rightProjects": "2",
    }


def test_a_country_is_a_place_where_nothing_nearer_is_known(small: Location) -> None:
    table = reconcile.reconcile(small)
    at = table.columns.index
    places = {
        row[at(side)]: row[at(f"{side}Place")] for row in table.rows for side in ("left", "right")
    }
    assert places[ox.NamedNode(f"{ORG}pic-1")] == ox.Literal("Belgium")


def test_pairs_are_accepted_from_a_score(small: Location) -> None:
    proposed = reconcile.reconcile(small).rows
    scores = sorted(float(row[4].value) for row in proposed if row[4])
    accepted = reconcile.reconcile(small, accept_from=scores[-1]).rows
    for row in accepted:
        assert row[2] and row[4]
        assert (row[2].value == identity.SAME) == (float(row[4].value) >= scores[-1])
    assert {row[2].value for row in accepted if row[2]} == {identity.SAME, ""}


@pytest.mark.slow
def test_decisions_of_ones_own_join_nodes_at_the_next_build(tmp_path: Path) -> None:
    (tmp_path / "partners.csv").write_text(
        "relation,with_id,organisation,country,with\n"
        "partnership,organisation:mecatech,Acme Robotics Lab,BE,\n"
        "partnership,organisation:mecatech,Acme Robotics Lab NV,BE,\n"
    )
    mine, where = tmp_path / "mine.csv", tmp_path / "graph"
    given = [("table", tmp_path / "partners.csv")]
    build.build(given, where)
    location = open_graph(where)
    table = reconcile.reconcile(location, "table", accept_from=95)
    rows = [[cell.value if cell else "" for cell in row] for row in table.rows]
    assert [row[2] for row in rows] == ["same"]
    with mine.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([table.columns, *rows])
    manifest = build.build([*given, ("decisions", mine)], where)
    entry = next(entry for entry in manifest.sources if entry.name == "decisions")
    assert (entry.read, entry.kept, entry.triples) == (1, 1, 0)
    left, right = (open_graph(where).ask(f"ASK {{ <{iri}> ?p ?o }}") for iri in rows[0][:2])
    assert {left, right} == {True, False}


def test_a_decision_against_a_shipped_one_is_refused(tmp_path: Path) -> None:
    shipped = next(decision for decision in identity.shipped().taken if decision.same)
    mine = tmp_path / "mine.csv"
    mine.write_text(f"left,right,decision,why\n{shipped.left},{shipped.right},different,why\n")
    (tmp_path / "p.csv").write_text(
        "relation,with_id,organisation,country,with\n"
        "partnership,organisation:mecatech,Acme Robotics Lab,BE,\n"
    )
    given = [("table", tmp_path / "p.csv"), ("decisions", mine)]
    with pytest.raises(SourceError, match="are the same by"):
        build.build(given, tmp_path / "graph")


def test_a_spreadsheet_of_pairs_is_one_and_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "graph.ttl").write_text(GRAPH, encoding="utf-8")
    asked = ["reconcile", "--graph", str(tmp_path / "graph.ttl"), "--accept-from", "75"]
    for name in ("mine.csv", "mine.xlsx"):
        assert run([*asked, "-o", str(tmp_path / name)]) == 0
    said = [
        {(one.left, one.right, one.same, one.why) for one in identity.read(tmp_path / name).taken}
        for name in ("mine.csv", "mine.xlsx")
    ]
    assert said[0] == said[1] != set()
    capsys.readouterr()
    for command in (asked, ["decisions"]):
        assert run([*command, "-o", str(tmp_path / "mine.ods")]) == 2
        assert "unknown format '.ods'; known are .csv" in capsys.readouterr().err
    assert not (tmp_path / "mine.ods").exists()


@pytest.mark.slow
def test_the_command_writes_and_takes_decisions(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(GRAPH, encoding="utf-8")

    def call(*more: str) -> subprocess.CompletedProcess[str]:
        asked = [
            sys.executable,
            "-m",
            "clustergraph.cli",
            "reconcile",
            "--graph",
            "graph.ttl",
            *more,
        ]
        return subprocess.run(asked, cwd=tmp_path, capture_output=True, encoding="utf-8")

    assert call("--accept-from", "75", "-o", "mine.csv").returncode == 0
    assert len(identity.read(tmp_path / "mine.csv").taken) == 3
    left_open = call("--decisions", "mine.csv")
    assert left_open.returncode == 0
    assert left_open.stdout.splitlines() == [",".join(reconcile.COLUMNS)]
    assert call("--accept-from", "60").returncode == 2


def test_a_source_narrows_and_an_unknown_one_is_refused(small: Location) -> None:
    assert pairs(reconcile.reconcile(small, "keep")) == {
        frozenset(("mecatech", "keep-1")),
        frozenset(("keep-1", "pic-1")),
    }
    with pytest.raises(RequestError, match="did you mean keep"):
        reconcile.reconcile(small, "kep")


def test_decisions_taken_are_left_out(small: Location, tmp_path: Path) -> None:
    path = tmp_path / "identity.csv"
    path.write_text(
        "left,right,decision,why\n"
        "organisation:mecatech,organisation:keep-1,same,why\n"
        "organisation:keep-1,organisation:pic-1,different,why\n"
    )
    decided = identity.read(path)
    assert pairs(reconcile.reconcile(small, decisions=decided)) == set()


def test_candidates_are_a_file_of_decisions(small: Location, tmp_path: Path) -> None:
    table = reconcile.reconcile(small)
    path = tmp_path / "candidates.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [[cell.value if cell else "" for cell in row] for row in table.rows]
        csv.writer(file).writerows([table.columns, *rows])
    assert identity.read(path).taken == ()
    text = path.read_text(encoding="utf-8").replace("pic-1,,", "pic-1,same,", 1)
    path.write_text(text, encoding="utf-8")
    assert len(identity.read(path).taken) == 1


# --- Precision and recall

# How each pair was drawn, and how many there must be at least.
DRAWN = {"one PIC": 80, "two PICs": 30, "nearest": 20, "proposed": 200, "chosen": 10}
DRAWN |= {"one register": 10, "nearest by letters": 130, "known": 120, "near the threshold": 30}


@pytest.fixture(scope="module")
def labels(repo: Path) -> list[labelled.Pair]:
    return labelled.pairs(repo / "tests" / "pairs.csv")


def test_the_sample_is_what_it_says(labels: list[labelled.Pair]) -> None:
    assert len(labels) >= 400
    assert all(pair.why and all(side.names != {""} for side in (pair.left, pair.right))
               for pair in labels)  # fmt: skip
    for drawn, number in DRAWN.items():
        assert sum(pair.drawn == drawn for pair in labels) >= number
    for half in (labelled.TUNING, labelled.HELD_OUT):
        same = [pair.same for pair in labels if pair.half == half]
        assert len(same) >= 0.45 * len(labels)
        assert 0.35 <= sum(same) / len(same) <= 0.65


def test_no_pair_and_no_organisation_is_in_both_halves(labels: list[labelled.Pair]) -> None:
    halves: dict[tuple[str, str], set[str]] = {}
    for pair in labels:
        for side in (pair.left, pair.right):
            key = min(side.names).casefold(), min(side.countries, default="")
            halves.setdefault(key, set()).add(pair.half)
    assert {frozenset(half) for half in halves.values()} == {
        frozenset({labelled.TUNING}),
        frozenset({labelled.HELD_OUT}),
    }
    ends = [frozenset((*pair.left.names, *pair.right.names)) for pair in labels]
    places = [frozenset((*pair.left.cities, *pair.right.cities)) for pair in labels]
    countries = [frozenset((*pair.left.countries, *pair.right.countries)) for pair in labels]
    assert len(set(zip(ends, places, countries, strict=True))) == len(labels)


@pytest.mark.slow
def test_precision_and_recall_of_the_held_out_half(
    labels: list[labelled.Pair], capsys: pytest.CaptureFixture[str]
) -> None:
    """Weights were found on the other half. Pairs drawn as "known" are one organisation under
    names that an earlier version did not bring together, so that recall is lower here than it
    would be of pairs drawn blindly."""
    judge = labelled.Judge(labels)
    held_out = [pair for pair in labels if pair.half == labelled.HELD_OUT]
    precision, recall = labelled.rates(held_out, [judge.proposed(pair) for pair in held_out])
    others = [pair for pair in held_out if pair.drawn != "known"]
    named = labelled.rates(others, [judge.proposed(pair) for pair in others])[1]
    with capsys.disabled():
        print(
            f"\n{len(held_out)} held-out pairs: precision {precision}, recall {recall};"
            f" recall without those known by another name {named}"
        )
    assert precision.value >= 0.86
    assert recall.value >= 0.58
    assert named.value >= 0.76


def test_intervals_of_rates() -> None:
    # The example of E. B. Wilson's interval in R: prop.test(15, 20, correct = FALSE).
    low, high = labelled.Rate(15, 20).interval
    assert (round(low, 4), round(high, 4)) == (0.5313, 0.8881)
    assert labelled.Rate(0, 0).value == 0.0
