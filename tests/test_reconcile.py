"""Which organisations may be one: forms of names, scores with reasons, precision and recall."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from clustergraph.answers import reconcile
from clustergraph.errors import RequestError
from clustergraph.graph import location as graph
from clustergraph.matching import likeness
from clustergraph.sources import identity
from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

ORG = PREFIXES["organisation"]


def words(name: str) -> list[tuple[str, ...]]:
    return [form.words for form in likeness.forms(name)]


def organisation(name: str, country: str = "", city: str = "", **more: set[str]) -> object:
    return reconcile.Organisation(
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


def finding(left: object, right: object) -> reconcile.Finding:
    assert isinstance(left, reconcile.Organisation)
    assert isinstance(right, reconcile.Organisation)
    profiles = reconcile.Profile(left), reconcile.Profile(right)
    weights = likeness.Weights(form for profile in profiles for form in profile.forms)
    return reconcile.compare(*profiles, weights)


def test_reasons_are_in_words() -> None:
    left = organisation("Acme Robotics", "BE", "Gent", identifiers={reconcile._PIC: {"1"}})
    right = organisation("ACME ROBOTICS BVBA", "BE", "Ghent")
    assert finding(left, right) == reconcile.Finding(
        100.0,
        ("same name but for legal form, spelling or language", "one has no PIC", "same city"),
    )


def test_two_pics_speak_against_and_vat_alone_is_not_enough() -> None:
    pics = [{reconcile._PIC: {number}} for number in "12"]
    left, right = (organisation("Acme Robotics", "BE", identifiers=pic) for pic in pics)
    assert finding(left, right).score == 90
    vat = {reconcile._VAT: {"BE0123456789"}}
    left = organisation("Faculty of Law", "BE", identifiers=vat)
    right = organisation("Hospital Laundry", "BE", identifiers=vat)
    assert finding(left, right).score < reconcile.THRESHOLD


def test_a_country_that_nobody_knows_costs_something() -> None:
    known = [organisation("Acme Robotics", "BE"), organisation("Acme Robotics Bvba", "BE")]
    unknown = organisation("Acme Robotics Bvba")
    sure = finding(*known)
    for unsure in (finding(known[0], unknown), finding(unknown, organisation("Acme Robotics"))):
        assert unsure.score < sure.score
        assert set(unsure.reasons) - set(sure.reasons) == {"country of one unknown"}


def test_names_that_say_only_what_kind_of_body_it_is() -> None:
    left, right = (organisation("Chamber of Commerce", "AL", city) for city in ("Tirana", "Vlora"))
    assert finding(left, right).score < reconcile.THRESHOLD + 1
    assert "the names say only what kind of body it is" in finding(left, right).reasons


def test_a_city_alone_is_its_municipality() -> None:
    ghent = organisation("Ghent", "BE", "Gent")
    assert finding(ghent, organisation("Stad Gent", "BE")).score == 100
    assert finding(ghent, organisation("Universiteit Gent", "BE", "Gent")).score < 75


def test_only_organisations_of_one_country_are_compared() -> None:
    rows = [organisation("Acme Robotics", country) for country in ("BE", "NL", "")]
    for row, name in zip(rows, "abc", strict=True):
        assert isinstance(row, reconcile.Organisation)
        row.iri = f"{ORG}keep-{name}"
    found = reconcile.proposals([row for row in rows if isinstance(row, reconcile.Organisation)])
    pairs = [(left.iri[-1], right.iri[-1]) for left, right, _finding in found]
    assert pairs == [("a", "c"), ("b", "c")]


# --- A graph

GRAPH = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix place: <https://w3id.org/clustergraph/id/place/> .
@prefix dataset: <https://w3id.org/clustergraph/id/dataset/> .
cg:Cluster rdfs:subClassOf cg:Organisation .
place:be a cg:Country ; cg:isoCode "BE" .
place:nuts-BE3 cg:within place:be .
dataset:keep-0123 a dcat:Dataset .
dataset:cordis-4567 a dcat:Dataset .
o:mecatech a cg:Cluster ; rdfs:label "MecaTech" ; cg:locatedIn place:nuts-BE3 .
o:keep-1 a cg:Organisation ; rdfs:label "Pôle Mécatech asbl" ; cg:locatedIn place:be ;
    dcterms:source dataset:keep-0123 .
o:pic-1 a cg:Organisation ; rdfs:label "MECATECH CLUSTER" ; cg:locatedIn place:be ;
    cg:pic "111111111" ; dcterms:source dataset:cordis-4567 .
o:cordis-2 a cg:Organisation ; rdfs:label "BRUSSELS MATERIALS" ; cg:locatedIn place:be .
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> graph.Location:
    path = tmp_path_factory.mktemp("reconcile") / "graph.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return graph.open_graph(path)


def pairs(table: reconcile.Table) -> set[frozenset[str]]:
    return {
        frozenset(cell.value.removeprefix(ORG) for cell in row[:2] if cell) for row in table.rows
    }


def test_proposals_of_a_graph(small: graph.Location) -> None:
    table = reconcile.reconcile(small)
    assert table.columns[:4] == identity.COLUMNS
    expected = [("mecatech", "keep-1"), ("mecatech", "pic-1"), ("keep-1", "pic-1")]
    assert pairs(table) == {frozenset(pair) for pair in expected}
    assert {row[0].value for row in table.rows if row[0]} >= {f"{ORG}mecatech"}
    assert all(row[2] and row[2].value == "" for row in table.rows)
    assert all("PIC" in row[3].value for row in table.rows if row[3])
    assert reconcile.reconcile(small).rows == table.rows


def test_a_source_narrows_and_an_unknown_one_is_refused(small: graph.Location) -> None:
    assert pairs(reconcile.reconcile(small, "keep")) == {
        frozenset(("mecatech", "keep-1")),
        frozenset(("keep-1", "pic-1")),
    }
    with pytest.raises(RequestError, match="did you mean keep"):
        reconcile.reconcile(small, "kep")


def test_decisions_taken_are_left_out(small: graph.Location, tmp_path: Path) -> None:
    path = tmp_path / "identity.csv"
    path.write_text(
        "left,right,decision,why\n"
        "organisation:mecatech,organisation:keep-1,same,why\n"
        "organisation:keep-1,organisation:pic-1,different,why\n"
    )
    decided = identity.read(path)
    assert pairs(reconcile.reconcile(small, decisions=decided)) == set()


def test_candidates_are_a_file_of_decisions(small: graph.Location, tmp_path: Path) -> None:
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
DRAWN = {"one PIC": 45, "two PICs": 30, "nearest": 20, "proposed": 80, "chosen": 10}


def labelled(repo: Path) -> list[dict[str, str]]:
    with (repo / "tests" / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(rows: list[dict[str, str]]) -> list[bool]:
    """Whether each pair would be proposed: by itself, for the blocking, and with the weights of
    all the names, for the score."""
    sides = [
        [
            reconcile.Organisation(
                f"{ORG}keep-{side}",
                {row[side]},
                countries={row[f"{side}_country"]} - {""},
                cities={row[f"{side}_city"]} - {""},
            )
            for side in ("left", "right")
        ]
        for row in rows
    ]
    profiles = [[reconcile.Profile(one) for one in pair] for pair in sides]
    weights = likeness.Weights(form for pair in profiles for one in pair for form in one.forms)
    met = [bool(reconcile.proposals(pair, threshold=0.0)) for pair in sides]
    scores = [reconcile.compare(left, right, weights).score for left, right in profiles]
    return [
        together and score >= reconcile.THRESHOLD
        for together, score in zip(met, scores, strict=True)
    ]


def rates(same: list[bool], proposed: list[bool]) -> tuple[float, float]:
    """Precision and recall."""
    right = sum(one and other for one, other in zip(same, proposed, strict=True))
    return right / (sum(proposed) or 1), right / (sum(same) or 1)


def test_the_sample_is_what_it_says(repo: Path) -> None:
    rows = labelled(repo)
    assert len(rows) >= 200
    assert {row["same"] for row in rows} == {"yes", "no"}
    assert all(row["why"] for row in rows)
    for drawn, number in DRAWN.items():
        assert sum(row["drawn"] == drawn for row in rows) >= number


def test_precision_and_recall(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pairs drawn by PIC, and nearest pairs, were drawn without looking at scores; those proposed
    come from all bands of an earlier score, so that hard ones are many. The points of the score
    were chosen with these pairs in view: on other data expect somewhat less."""
    rows = labelled(repo)
    same, proposed = [row["same"] == "yes" for row in rows], judged(rows)
    precision, recall = rates(same, proposed)
    # Under one PIC stand many old names of renamed companies, which no likeness can tell.
    named = [index for index, row in enumerate(rows) if row["drawn"] != "one PIC"]
    recall_named = rates([same[i] for i in named], [proposed[i] for i in named])[1]
    with capsys.disabled():
        print(
            f"\n{len(rows)} labelled pairs: precision {precision:.3f}, recall {recall:.3f}"
            f" ({recall_named:.3f} without renamed holders of a PIC)"
        )
    assert precision >= 0.90
    assert recall >= 0.74
    assert recall_named >= 0.78
