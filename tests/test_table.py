"""A cluster's own table: every row kept, repeated or refused with its reason; nothing merged by
name; a template that explains itself."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from clustergraph import resources
from clustergraph.building import build
from clustergraph.errors import OutputError, RequestError, SourceError
from clustergraph.graph.opening import open_graph
from clustergraph.sources import SOURCES, emit, fetch, table, template
from clustergraph.sources.gathering import Gathering
from clustergraph.sources.reading import Reject, Tally
from clustergraph.terms import CG, compress, expand, mint
from clustergraph.vocabulary import validate
from gathered import lines_of

if TYPE_CHECKING:
    from pathlib import Path

DATASET = mint("dataset", "table", "test")
ORG = "https://w3id.org/clustergraph/id/organisation/"


@pytest.fixture(scope="module")
def curated(curated_file: Path) -> list[str]:
    return curated_file.read_text().splitlines(keepends=True)


class Read:
    """A table read beside the curated facts: its tally, and the facts that it added."""

    def __init__(self, curated: list[str], path: Path, before: list[str] | None = None) -> None:
        gathering = Gathering(lines=[*curated, *(before or [])])
        gathering.prepare({})
        known = len(gathering.lines) - len(before or [])
        self.tally: Tally = table.read(path, DATASET, gathering).tally
        # What a further table is read beside.
        self.lines = gathering.lines[known:]
        written = lines_of(gathering) - {*curated}
        self.facts = {
            tuple(compress(str(term.value)) for term in quad.triple)  # type: ignore[union-attr]
            for quad in ox.parse("".join(written), format=ox.RdfFormat.N_TRIPLES)
        }

    def __getitem__(self, subject: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for about, predicate, value in self.facts:
            if about == subject:
                found.setdefault(predicate, set()).add(value)
        return found

    def of(self, kind: str) -> list[str]:
        return sorted(s for s, p, o in self.facts if (p, o) == ("rdf:type", f"cg:{kind}"))


Reader = Callable[..., Read]


@pytest.fixture
def read(curated: list[str], tmp_path: Path) -> Reader:
    """Read rows given as dicts of cells, from a CSV file."""

    def run(*rows: dict[str, str], before: list[str] | None = None) -> Read:
        path = tmp_path / "own.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, template.COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        found = Read(curated, path, before)
        tally = found.tally
        assert tally.read == tally.kept + tally.repeated + len(tally.rejects)
        return found

    return run


def row(relation: str = "membership", **cells: str) -> dict[str, str]:
    """A sound row, with other cells where given."""
    usual = {"organisation": "Nulpart SA", "country": "BE"}
    if relation == "participation":
        usual |= {"with": "NO-LENS", "with_id": "4000000001", "programme": "ESA programmes"}
    else:
        usual |= {"with": "Nowhere Cluster", "with_country": "FR"}
    return {"relation": relation, **usual, **{name.strip("_"): cells[name] for name in cells}}


# --- What rows become


@pytest.mark.slow
def test_the_example_of_the_documents_is_sound(repo: Path, tmp_path: Path) -> None:
    path = repo / "docs/examples/esa-and-eureka.csv"
    manifest = build.build([("table", path)], tmp_path / "g")
    entry = manifest.sources[-1]
    assert (entry.read, entry.kept, entry.rejected, entry.remarks) == (7, 7, 0, 0)
    location = open_graph(tmp_path / "g")
    found = validate.validate(location)
    assert [f for f in found if f.severity != "info" and "table" in f.focus] == []
    under = location.select(
        """
        PREFIX cg: <https://w3id.org/clustergraph/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX programme: <https://w3id.org/clustergraph/id/programme/>
        SELECT ?programme ?project ?name WHERE {
          VALUES ?top { programme:eureka programme:esa-programmes }
          ?award cg:awardedTo/rdfs:label ?project ; cg:underProgramme/cg:partOfProgramme* ?top .
          ?top rdfs:label ?programme . FILTER(LANG(?programme) IN ("", "en"))
          ?award cg:awardedTo/^cg:inProject/cg:participant/rdfs:label ?name .
        } ORDER BY STR(?programme) ?project ?name"""
    )
    assert [tuple(cell.value for cell in row if cell) for row in under.rows] == [
        ("ESA programmes", "NO-LENS", "Institut de Nulle-Part"),
        ("ESA programmes", "NO-LENS", "Nulpart Optique SA"),
        ("EUREKA", "NO-DRIVE", "Nirgendwo Antriebe GmbH"),
        ("EUREKA", "NO-DRIVE", "Nowhere Robotics Ltd"),
        ("EUREKA", "NO-DRIVE", "Nulpart Optique SA"),
    ]


def test_a_participation_brings_project_award_and_organisation(read: Reader) -> None:
    found = read(
        row("participation", region="BE33", kind="PRC", vat="BE 1", website="www.nulpart.example",
            project_title="Lenses", role="coordinateur", start="01/03/2021", end="2023",
            contribution="1.234,50", total_cost="2000", topic="matériaux; optics",
            reference="https://nulpart.example/a", note="=1+1"),
    )  # fmt: skip
    assert (found.tally.kept, found.tally.rejects, found.tally.remarks) == (1, [], [])
    assert found["project:table-4000000001"] == {
        "rdf:type": {"cg:Project"},
        "rdfs:label": {"NO-LENS"},
        "cg:acronym": {"NO-LENS"},
        "dcterms:title": {"Lenses"},
        "cg:programmeProjectId": {"4000000001"},
        "cg:startDate": {"2021-03-01"},
        "cg:endDate": {"2023"},
        "cg:projectCost": {"2000.0"},
        "cg:topic": {"topic:materials"},
        "cg:keyword": {"optics"},
        "dcterms:source": {"dataset:table-test"},
        "cg:locator": {"own.csv:2"},
    }
    assert found["award:table-4000000001"]["cg:underProgramme"] == {"programme:esa-programmes"}
    assert found["organisation:table-nulpart-sa-be"] == {
        "rdf:type": {"cg:Organisation"},
        "rdfs:label": {"Nulpart SA"},
        "cg:kind": {"organisation-kind:private-company"},
        "cg:vatNumber": {"BE 1"},
        "foaf:homepage": {"https://www.nulpart.example"},
        "cg:locatedIn": {"place:nuts-BE33"},
        "dcterms:source": {"dataset:table-test"},
        "cg:locator": {"own.csv:2"},
    }
    (participation,) = found.of("Participation")
    (publication,) = (iri for iri in found.of("Publication") if "table" in iri)
    assert found[participation] == {
        "rdf:type": {"cg:Participation"},
        "cg:participant": {"organisation:table-nulpart-sa-be"},
        "cg:inProject": {"project:table-4000000001"},
        "cg:role": {"role:coordinator"},
        "cg:participantContribution": {"1234.5"},
        "dcterms:description": {"=1+1"},
        "dcterms:source": {"dataset:table-test", publication},
    }
    assert found[publication]["foaf:homepage"] == {"https://nulpart.example/a"}
    # The row is a place in the table, not in the document that it refers to.
    (record,) = found.of("Record")
    assert found[record] == {
        "rdf:type": {"cg:Record"},
        "foaf:primaryTopic": {participation},
        "dcterms:isPartOf": {"dataset:table-test"},
        "cg:locator": {"own.csv:2"},
    }


def test_a_membership_has_member_body_and_role(read: Reader) -> None:
    found = read(row(with_id="MecaTech", with_country="", start="2019-06"))
    (membership,) = found.of("Membership")
    facts = found[membership]
    assert facts["org:member"] == {"organisation:table-nulpart-sa-be"}
    assert facts["org:organization"] == {"organisation:mecatech"}
    assert facts["cg:startDate"] == {"2019-06"}
    names = {f"Nulpart SA {word} Nowhere Cluster" for word in ("in", "dans")}
    assert facts["rdfs:label"] == names


def test_a_role_is_stated_only_where_the_row_states_one(read: Reader) -> None:
    found = read(
        row("participation"),
        row("participation", with_="EX-TWO", role="participant"),
        row(with_id="MecaTech", with_country=""),
        row(with_id="Materalia", with_country="", role="founding-member"),
    )
    assert found.tally.kept == 4
    for kind, stated in (("Participation", "participant"), ("Membership", "founding-member")):
        roles = [found[each].get("cg:role", set()) for each in found.of(kind)]
        assert sorted(roles, key=len) == [set(), {f"role:{stated}"}]


def test_a_partnership_is_the_same_from_either_side(read: Reader) -> None:
    found = read(
        row("partnership", start="2020"),
        row("partnership", organisation="Nowhere Cluster", country="FR", with_="Nulpart SA",
            with_country="BE", start="2020"),
    )  # fmt: skip
    assert (found.tally.kept, found.tally.repeated) == (1, 1)
    (partnership,) = found.of("Partnership")
    assert found[partnership]["cg:partner"] == {
        "organisation:table-nulpart-sa-be",
        "organisation:table-nowhere-cluster-fr",
    }


def test_a_place_is_as_specific_as_any_row_tells(read: Reader) -> None:
    found = read(row(), row("partnership", region="BE332"), row(with_="Other", with_country="LU"))
    assert found["organisation:table-nulpart-sa-be"]["cg:locatedIn"] == {"place:nuts-BE332"}
    assert found["organisation:table-other-lu"]["cg:locatedIn"] == {"place:luxembourg"}


def test_programmes_are_found_or_made_with_their_parents(read: Reader) -> None:
    found = read(
        row("participation", programme="eureka > Eurostars"),
        row("participation", with_id="2", programme="H2020"),
        row("participation", with_id="3", programme="Plan Nulle-Part"),
        row("participation", with_id="4", programme="EUREKA>EUROSTARS"),
    )
    made = "programme:table-eureka-eurostars"
    assert found.of("Programme") == [made, "programme:table-plan-nulle-part"]
    assert found[made]["cg:partOfProgramme"] == {"programme:eureka"}
    assert (found[made]["rdfs:label"], found[made]["cg:kind"]) == (
        {"Eurostars"},
        {"programme-kind:strand"},
    )
    under = [found[award]["cg:underProgramme"] for award in found.of("Award")]
    assert under == [
        {"programme:horizon-2020"},
        {"programme:table-plan-nulle-part"},
        {made},
        {made},
    ]


def test_a_project_is_told_once_and_contradictions_are_remarked(read: Reader) -> None:
    found = read(
        row("participation", start="2021", total_cost="0"),
        row("participation", organisation="Second", start="2022", total_cost="5"),
        row("participation", organisation="Third", programme=""),
    )
    project = found["project:table-4000000001"]
    assert (project["cg:startDate"], project["cg:projectCost"]) == ({"2021"}, {"5.0"})
    assert found.tally.remarks == [
        Reject(found.tally.remarks[0].file, 3, "start", "2022",
               "own.csv:2 says otherwise of this project")
    ]  # fmt: skip
    assert len(found.of("Participation")) == 3
    assert len(found.of("Award")) == 1


# --- Who is who


@pytest.mark.parametrize("text", ["organisation:luxinnovation", "Luxinnovation"])
def test_a_known_organisation_is_named_by_id_or_label(read: Reader, text: str) -> None:
    found = read(row("participation", organisation="LuxInno", organisation_id=text, country=""))
    (participation,) = found.of("Participation")
    assert found[participation]["cg:participant"] == {"organisation:luxinnovation"}
    assert found[participation]["cg:reportedName"] == {"LuxInno"}
    assert found["organisation:luxinnovation"] == {
        "skos:altLabel": {"LuxInno"},
        "dcterms:source": {"dataset:table-test"},
    }


@pytest.mark.parametrize("text", ["123456789", "organisation:pic-123456789"])
def test_a_pic_names_the_organisation_of_every_source(read: Reader, text: str) -> None:
    found = read(row(organisation_id=text))
    assert found["organisation:pic-123456789"]["cg:pic"] == {"123456789"}
    assert found["organisation:pic-123456789"]["rdfs:label"] == {"Nulpart SA"}


@pytest.mark.parametrize(
    ("text", "of"),
    [("Q13164", "wikidata-Q13164"), ("wikidata:q13164", "wikidata-Q13164"),
     ("https://www.wikidata.org/wiki/Q13164", "wikidata-Q13164"),
     ("organisation:wikidata-Q13164", "wikidata-Q13164"), ("057zh3y96", "ror-057zh3y96"),
     ("ror:057ZH3Y96", "ror-057zh3y96"), ("PIC 123 456 789", "pic-123456789"),
     (f"<{ORG}pic-123456789>", "pic-123456789"), (f"{ORG}mecatech", "mecatech")],
)  # fmt: skip
def test_an_organisation_is_named_by_any_register_however_it_is_written(
    read: Reader, text: str, of: str
) -> None:
    found = read(row("participation", organisation_id=text, country=""))
    (participation,) = found.of("Participation")
    assert found[participation]["cg:participant"] == {f"organisation:{of}"}
    stated = {"wikidata": "cg:wikidataId", "ror": "cg:rorId", "pic": "cg:pic"}
    register, _, number = of.partition("-")
    assert found[f"organisation:{of}"].get(stated.get(register, ""), {""}) == {number}


def test_what_is_called_like_a_number_of_a_register_is_meant(read: Reader) -> None:
    named = [f'<{ORG}q8> <{emit.LABEL}> "Q8" .\n', f"<{ORG}q8> <{emit.TYPE}> <{CG}Company> .\n"]
    found = read(row("participation", organisation_id="Q8"), before=named)
    (participation,) = found.of("Participation")
    assert found[participation]["cg:participant"] == {"organisation:q8"}


def test_an_identifier_that_nobody_knows_beside_no_name_is_remarked_on(read: Reader) -> None:
    found = read(row("participation", organisation="", organisation_id="123456789", country=""))
    (remark,) = found.tally.remarks
    assert (remark.line, remark.column, remark.value) == (2, "organisation_id", "123456789")
    assert "no row and no source has a name for it" in remark.reason
    named = row("participation", organisation_id="123456789", country="", with_id="4000000002")
    nameless = row("participation", organisation="", organisation_id="123456789", country="")
    assert read(nameless, named).tally.remarks == []


def test_a_name_alone_never_merges_and_says_so_once(read: Reader) -> None:
    cells = {"organisation": "MecaTech", "country": "BE"}
    found = read(row(**cells), row("partnership", **cells))
    assert found["organisation:table-mecatech-be"]["rdfs:label"] == {"MecaTech"}
    assert not found["organisation:mecatech"]
    (remark,) = found.tally.remarks
    assert (remark.line, remark.column, remark.value) == (2, "organisation", "MecaTech")
    assert "organisation:mecatech" in remark.reason and "organisation_id" in remark.reason


def test_a_name_written_in_two_ways_is_remarked_on(read: Reader) -> None:
    names = ["Nulpart SA", "NULPART  s.a.", "Nulpart", "Nulpart Optique SA", "Nulpart"]
    found = read(*(row(organisation=name, with_=str(at)) for at, name in enumerate(names)))
    assert [(each.line, each.column, each.value) for each in found.tally.remarks] == [
        (3, "organisation", "NULPART  s.a."),
        (4, "organisation", "Nulpart"),
    ]
    assert found.tally.remarks[1].reason.endswith(
        "the line: organisation:table-nulpart-sa-be,organisation:table-nulpart-be,same,"
        "one name written in two ways"
    )
    assert read(
        row(organisation="Nulpart SA"), row(organisation="Nulpart", country="FR")
    ).tally.remarks == []  # fmt: skip


def test_names_alike_in_two_countries_are_two_organisations(read: Reader) -> None:
    found = read(row(), row(country="LU"), row(organisation="NULPART S.A.", country="BE"))
    assert found.of("Organisation") == [
        "organisation:table-nowhere-cluster-fr",
        "organisation:table-nulpart-s-a-be",
        "organisation:table-nulpart-sa-be",
        "organisation:table-nulpart-sa-lu",
    ]


def test_what_the_graph_knows_of_an_organisation_stands(read: Reader) -> None:
    found = read(
        row(organisation_id="organisation:luxinnovation", country="LU", region="LU000", kind="OTH")
    )
    assert "cg:locatedIn" not in found["organisation:luxinnovation"]
    assert "cg:kind" not in found["organisation:luxinnovation"]
    assert [remark.column for remark in found.tally.remarks] == ["region", "kind"]


def test_a_project_of_the_graph_is_named_by_its_identifier(read: Reader) -> None:
    found = read(row("participation", with_="", with_id="project:vitamin", start="2021"))
    (participation,) = found.of("Participation")
    assert found[participation]["cg:inProject"] == {"project:vitamin"}
    assert not found["project:vitamin"]
    assert [remark.column for remark in found.tally.remarks] == ["programme", "start"]


def test_a_second_table_adds_to_the_first(read: Reader) -> None:
    first = read(row("participation"))
    second = read(
        row("participation"),
        row("participation", organisation="Second", programme="", with_=""),
        before=first.lines,
    )
    assert (second.tally.rejects, second.tally.kept) == ([], 2)
    assert len(second.of("Participation")) == 2
    assert second.of("Project") == ["project:table-4000000001"]


def test_what_two_tables_state_is_one_unless_they_contradict_each_other(read: Reader) -> None:
    first = read(row("partnership", end=""))
    same = read(row("partnership", end="2031"), before=first.lines)
    (partnership,) = same.of("Partnership")
    assert (same.tally.rejects, same.tally.kept) == ([], 1)
    assert same[partnership]["cg:endDate"] == {"2031"}
    other = read(row("partnership", end="2032"), before=same.lines)
    (reject,) = other.tally.rejects
    assert reject.reason == "another table states this already, with other values"


# --- What is refused, and what is left out

REFUSED = [
    ("relation", row("sponsor"), "not one of: participation, partnership, membership"),
    ("organisation", row(organisation=""), "a name or an identifier is needed"),
    ("organisation", row(organisation="?!"), "a name or an identifier is needed"),
    ("country", row(country=""), "needed, as no identifier is given"),
    (
        "country",
        row(country="Atlantis"),
        "neither the code nor the English or French name of a country",
    ),
    ("with_country", row(with_country=""), "needed, as no identifier is given"),
    ("organisation_id", row(organisation_id="organisation:no"), "the graph holds no such"),
    (
        "organisation_id",
        row(organisation_id="No Such"),
        "neither an identifier (a PIC",
    ),
    (
        "organisation_id",
        row(organisation_id="12345"),
        "neither an identifier (a PIC",
    ),
    ("with_id", row("participation", with_id="project:no"), "the graph holds no such project"),
    ("with", row("participation", with_="", with_id=""), "a project needs a name or a number"),
    ("with", row(with_="Nulpart SA", with_country="BE"), "the organisation itself"),
]


@pytest.mark.parametrize(("column", "cells", "reason"), REFUSED)
def test_a_row_is_refused_with_line_column_and_reason(
    read: Reader, column: str, cells: dict[str, str], reason: str
) -> None:
    found = read(cells | {"reference": "https://nulpart.example", "region": "BE3"})
    (reject,) = found.tally.rejects
    assert (reject.line, reject.column, reject.value) == (2, column, cells[column])
    assert reject.file.endswith("own.csv")
    assert reason in reject.reason
    assert not found.facts, "a rejected row leaves a trace"


REMARKED = [
    ("region", row(region="DE212"), "another country"),
    ("region", row(region="BE3-3"), "no region in BE is known"),
    ("kind", row(kind="start-up"), "not one of: private-company"),
    ("website", row(website="nulpart"), "not a web address"),
    ("vat", row(vat="unknown"), "not a VAT number"),
    ("role", row(role="boss"), "not one of: coordinator"),
    ("start", row(start="spring"), "not a date"),
    ("start", row(start="2021-02-30"), "no such day"),
    ("end", row(start="2021-05", end="2021-04-30"), "before the start"),
    ("contribution", row("participation", contribution="1,234"), "thousands or decimals"),
    ("contribution", row("participation", contribution="-5"), "below zero"),
    ("total_cost", row("participation", total_cost="a lot"), "not an amount"),
    ("reference", row(reference="page 4"), "not a web address"),
    ("programme", row("participation", programme=" > "), "no name of a programme"),
    ("programme", row(programme="EUREKA"), "not used for a membership"),
    ("role", row("partnership", role="member"), "not used for a partnership"),
    ("contribution", row("partnership", contribution="5"), "not used for a partnership"),
]


@pytest.mark.parametrize(("column", "cells", "reason"), REMARKED)
def test_a_wrong_value_is_left_out_of_a_row_that_is_kept(
    read: Reader, column: str, cells: dict[str, str], reason: str
) -> None:
    found = read(cells)
    assert found.tally.kept == 1
    (remark,) = found.tally.remarks
    assert (remark.line, remark.column, remark.value) == (2, column, cells[column].strip())
    assert reason in remark.reason


def test_every_kind_of_fault_is_tried() -> None:
    assert len(REFUSED) == 12 and len(REMARKED) == 17


def test_the_same_row_again_is_counted_and_another_version_refused(read: Reader) -> None:
    cells = row("participation", contribution="5")
    found = read(cells, cells, {**cells, "contribution": "6"}, {**cells, "role": "partner"})
    assert (found.tally.kept, found.tally.repeated) == (2, 1)
    assert [(reject.line, reject.reason) for reject in found.tally.rejects] == [
        (4, "own.csv:2 states this already, with other values")
    ]


def test_comments_and_blank_rows_are_no_rows(read: Reader) -> None:
    found = read({"relation": "# a remark"}, {"relation": ""}, row())
    assert (found.tally.read, found.tally.kept) == (1, 1)


def test_a_missing_column_is_named(curated: list[str], tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("relation,organisation\nmembership,A\n")
    with pytest.raises(SourceError, match=r"own\.csv:1: column 'with' is missing; found: relation"):
        Read(curated, path)


def test_columns_are_found_by_header(curated: list[str], tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("With;Country;WITH COUNTRY;Organisation;Relation\nB;BE;FR;A;Membership\n")
    assert Read(curated, path).of("Organisation") == [
        "organisation:table-a-be",
        "organisation:table-b-fr",
    ]


# --- The template


def opened(path: Path) -> Any:
    import openpyxl

    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("accented", [True, False])
def test_headers_in_french_are_those_of_the_template(
    curated: list[str], tmp_path: Path, accented: bool
) -> None:
    header = "relation;organisme;pays;région;avec;avec_pays;avec_région;début;fin;thème;note"
    row = "partenariat;Nulpart;Belgique;Wallonie;Pôle X;France;Grand Est;2020;2022;matériaux;"
    english = "relation;organisation;country;region;with;with_country;with_region;start;end;topic"
    bare = str.maketrans("éèô", "eeo")
    (tmp_path / "t.csv").write_text(f"{header if accented else header.translate(bare)}\n{row}\n")
    read = Read(curated, tmp_path / "t.csv")
    assert (read.tally.kept, read.tally.unknown) == (1, [])
    (tmp_path / "t.csv").write_text(f"{english};note\n{row}\n")
    assert read.facts == Read(curated, tmp_path / "t.csv").facts


def test_the_empty_template_brings_nothing(curated: list[str], tmp_path: Path) -> None:
    for name in ("own.xlsx", "own.csv"):
        template.TEMPLATES["table"](tmp_path / name)
        found = Read(curated, tmp_path / name)
        assert (found.tally.read, found.facts) == (0, set())


def test_the_example_rows_are_sound_without_their_sign(curated: list[str], tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    template.write(path)
    book = opened(path)
    marked = [cells[0] for cells in book["rows"].iter_rows(min_row=2)]
    for cell in marked:
        cell.value = cell.value.removeprefix("# ")
    book.save(path)
    from_xlsx = Read(curated, path)
    assert (from_xlsx.tally.kept, from_xlsx.tally.rejects, from_xlsx.tally.remarks) == (7, [], [])
    template.write(tmp_path / "own.csv")
    text = (tmp_path / "own.csv").read_text(encoding="utf-8-sig").replace("# ", "")
    (tmp_path / "own.csv").write_text(text)
    from_csv = Read(curated, tmp_path / "own.csv")
    assert len(from_csv.facts) > 60
    assert from_xlsx.facts == {
        (s, p, o.replace("own.csv:", "own.xlsx/rows:")) for s, p, o in from_csv.facts
    }


def test_dates_and_numbers_typed_into_a_spreadsheet_are_read(
    curated: list[str], tmp_path: Path
) -> None:
    import datetime

    path = tmp_path / "own.xlsx"
    template.write(path)
    book = opened(path)
    cells = row("participation", organisation_id="x", contribution="x", start="x", end="x")
    typed = {"organisation_id": 123456789, "contribution": 1234.5, "with_id": 4000000001}
    typed |= {"start": datetime.date(2021, 3, 31), "end": 2023}  # type: ignore[dict-item]
    book["rows"].append([{**cells, **typed}.get(name) for name in template.COLUMNS])
    book.save(path)
    found = Read(curated, path)
    assert (found.tally.kept, found.tally.remarks) == (1, [])
    assert found["project:table-4000000001"]["cg:startDate"] == {"2021-03-31"}
    assert found["project:table-4000000001"]["cg:endDate"] == {"2023"}
    assert found["organisation:pic-123456789"]
    (participation,) = found.of("Participation")
    assert found[participation]["cg:participantContribution"] == {"1234.5"}


def test_days_with_the_month_first_are_not_taken_for_others(read: Reader) -> None:
    days = ["3/4/2021", "3/31/2021", "2021-05-06", "5/5/2021", "2021.0"]
    rows = [row("participation", start=day, with_id=str(at)) for at, day in enumerate(days)]
    found = read(*rows)
    assert [(each.line, each.value) for each in found.tally.remarks] == [
        (2, "3/4/2021"), (3, "3/31/2021"),
    ]  # fmt: skip
    assert "3/31/2021 in line 3 has the month first" in found.tally.remarks[0].reason
    assert {o for _, p, o in found.facts if p == "cg:startDate"} == {
        "2021-05-06", "2021-05-05", "2021",
    }  # fmt: skip
    found = read(rows[0], *rows[2:])
    assert found.tally.remarks == []
    assert found["project:table-0"]["cg:startDate"] == {"2021-04-03"}


def test_the_template_explains_every_column(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    template.write(path)
    book = opened(path)
    assert book.sheetnames == ["rows", "columns", "choices"]
    header = [cell.value for cell in book["rows"][1]]
    explained = [cell.value for cell in book["columns"]["A"]][1:]
    assert header == explained == list(template.COLUMNS)
    assert all(cell.value for cell in book["columns"]["C"])
    offered = {cell.value for column in book["choices"].iter_cols(min_row=2) for cell in column}
    assert {"participation", "prime-contractor", "research", "materials", "EUREKA"} <= offered
    assert {"partners-abroad", "training", "near", "goal"} <= offered
    assert len(book["rows"].data_validations.dataValidation) == 8


def test_the_words_offered_are_those_of_the_ontology() -> None:
    text = (resources.ontology_dir() / "schemes.ttl").read_text()
    for scheme in ("role", "organisation-kind", "topic"):
        stated = re.findall(rf"^{scheme}:([\w-]+) a skos:Concept", text, re.MULTILINE)
        assert [concept.name for concept in template.concepts(scheme)] == stated
        for concept in template.concepts(scheme):
            assert template.concept(scheme, concept.label.upper()) == concept.iri
            assert expand(f"{scheme}:{concept.name}") == concept.iri


def test_the_template_is_the_same_file_at_any_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        template.write(tmp_path / name)
    data = (tmp_path / "one.xlsx").read_bytes()
    assert data == (tmp_path / "two.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(rb">(\d{4}-.*?Z)<", archive.read("docProps/core.xml"))) == {
            b"1980-01-01T00:00:00Z"
        }


def test_a_template_needs_a_known_extension_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"partners\.doc: a template is \.xlsx or \.csv"):
        template.write(tmp_path / "partners.doc")
    with pytest.raises(OutputError, match="cannot write"):
        template.write(tmp_path / "no" / "partners.csv")


def test_the_documents_show_the_columns_of_the_template(repo: Path) -> None:
    section = (repo / "docs/sources.md").read_text().split("### The columns")[1].split("\n#")[0]
    shown = [
        tuple(cell.strip().replace("`", "") for cell in line.strip("|").split("|"))
        for line in section.splitlines()
        if line.startswith("| `")
    ]
    assert shown == list(template.explanations())
    example = (repo / "docs/examples/esa-and-eureka.csv").read_text()
    assert tuple(example.splitlines()[0].split(",")) == template.COLUMNS


def test_the_documents_tell_of_every_source_and_archive(repo: Path) -> None:
    text = (repo / "docs/sources.md").read_text()
    assert len(SOURCES) > 1
    for name in SOURCES:
        assert f"\n## `{name}`\n" in text
    for name in fetch.ARCHIVES:
        assert f"`{name}`" in text


def test_labels_of_a_source_are_escaped(read: Reader) -> None:
    found = read(row(organisation='Nul"part\\ <b>'))
    assert found["organisation:table-nul-part-b-be"][compress(emit.LABEL)] == {'Nul"part\\ <b>'}
    assert compress(f"{CG}locatedIn") in found["organisation:table-nul-part-b-be"]


@pytest.mark.parametrize("name", ["own.csv", "own.xlsx"])
def test_a_table_that_somebody_filled_in_stays(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("my work")
    with pytest.raises(OutputError, match=r"own\.\w+: is there already: name another file"):
        template.TEMPLATES["table"](path)
    assert path.read_text() == "my work"


@pytest.mark.slow
def test_a_known_name_without_an_identifier_is_asked_about_and_the_line_joins_the_two(
    tmp_path: Path,
) -> None:
    rows = "relation,organisation,country,with,with_country\npartnership,MecaTech,BE,Acme,FR\n"
    (tmp_path / "own.csv").write_text(rows)
    manifest = build.build([("table", tmp_path / "own.csv")], tmp_path / "g")
    remarks = (tmp_path / "g" / manifest.folder / "remarks.csv").read_text()
    assert "organisation_id" in remarks
    line = re.search(r"the line: (.*?same,[\w ]+)", remarks)
    assert line
    (tmp_path / "mine.csv").write_text(f"left,right,decision,why\n{line[1]}\n")
    given = [("table", tmp_path / "own.csv"), ("decisions", tmp_path / "mine.csv")]
    joined = build.build(given, tmp_path / "g")
    location = open_graph(str(tmp_path / "g"))
    called = location.select(
        "SELECT ?o { ?o <http://www.w3.org/2000/01/rdf-schema#label> ?name ; a ?class "
        "FILTER(STR(?name) = 'MecaTech') }"
    )
    assert {iri for iri in called.iris() if iri.startswith(ORG)} == {f"{ORG}mecatech"}
    assert sum(entry.remarks for entry in joined.sources) == 0
