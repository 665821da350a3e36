"""The keep.eu spreadsheet: projects joined to partners without identifiers, nothing lost."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from clustergraph import resources
from clustergraph.building import build
from clustergraph.errors import SourceError
from clustergraph.graph.opening import open_graph
from clustergraph.sources import keep, nuts
from clustergraph.sources.countries import country_code
from clustergraph.sources.gathering import Gathering
from clustergraph.sources.keep import rows as keep_rows
from clustergraph.terms import CG, compress, fold, mint
from clustergraph.vocabulary import validate
from gathered import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from clustergraph.graph.location import Location
    from clustergraph.sources.reading import Tally

DATASET = mint("dataset", "keep", "test")
NORTH = "2014 - 2020 INTERREG V-A North - South"
PROJECT = {"Programme": NORTH, "Acronym": "BRIDGE", "Lead Partner": "Town of Norden"}
LEAD = {
    "Programme": NORTH,
    "Acronym": "BRIDGE",
    "Project Partner": "Town of Norden",
    "Lead Partner": "Yes",
    "Country": "Germany",
}
PARTNER = LEAD | {
    "Project Partner": "Gemeente Zuiden",
    "Lead Partner": "No",
    "Country": "Netherlands",
}

Facts = dict[str, dict[str, set[str]]]


# A quarter of a million facts name the same things again and again.
short = cache(compress)


class Read:
    """What was read beside the curated facts, these included; `facts[subject][predicate]`."""

    def __init__(self, curated: list[str], path: Path, lists: Path | None = None) -> None:
        gathering = Gathering(lines=list(curated))
        gathering.prepare({})
        if lists:
            nuts.read(lists, mint("dataset", "nuts", "test"), gathering)
        self.tally: Tally
        self.tally, self.release = keep.read(path, DATASET, gathering)
        self.facts: Facts = defaultdict(lambda: defaultdict(set))
        written = lines_of(gathering)
        for quad in ox.parse("".join(written), format=ox.RdfFormat.N_TRIPLES):
            subject, predicate, value = (short(term.value) for term in quad.triple)  # type: ignore[union-attr]
            self.facts[subject][predicate].add(value)
        tally = self.tally
        assert tally.read == tally.kept + tally.repeated + len(tally.rejects)

    def __getitem__(self, subject: str) -> dict[str, set[str]]:
        return self.facts[subject]

    @cached_property
    def countries(self) -> dict[str, str]:
        """The node of each country, by its ISO code."""
        return {code: name for name in list(self.facts) for code in self[name]["cg:isoCode"]}

    def of(self, kind: str) -> list[str]:
        """The things of a class that this source brought, sorted."""
        return sorted(
            name
            for name, facts in list(self.facts.items())
            if f"cg:{kind}" in facts["rdf:type"] and compress(DATASET) in facts["dcterms:source"]
        )

    def one(self, subject: str, predicate: str) -> str:
        (value,) = self.facts[subject][predicate]
        return value


@pytest.fixture(scope="module")
def curated(curated_file: Path) -> list[str]:
    return curated_file.read_text().splitlines(keepends=True)


def book(path: Path, **sheets: list[dict[str, Any]]) -> Path:
    """A spreadsheet with one sheet for each argument; headers are all keys of its rows."""
    import openpyxl

    workbook = openpyxl.Workbook()
    del workbook[workbook.sheetnames[0]]
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        header = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append(header)
        for row in rows:
            sheet.append([row.get(key) for key in header])
    workbook.save(path)
    return path


@pytest.fixture
def read(curated: list[str], tmp_path: Path) -> Callable[..., Read]:
    """Read rows of projects, partners and calls, each given as dicts of cells."""

    def run(
        projects: list[dict[str, Any]],
        partners: list[dict[str, Any]],
        calls: list[dict[str, Any]] | None = None,
    ) -> Read:
        path = book(tmp_path / "keep.xlsx", Projects=projects, Partners=partners, Calls=calls or [])
        return Read(curated, path)

    return run


# --- Projects, programmes, calls


def test_a_project_with_award_programme_and_call(read: Callable[..., Read]) -> None:
    project = PROJECT | {
        "Project Name": "A bridge",
        "Project Name language 2": "Eine Brücke",
        "Budget": "892,228.58",
        "EU Funding": 758394.29,
        "Project start": "2015/10/27",
        "Project end": "2019/09/30",
        "Website": "www.bridge.example",
        "Description EN": "Over the river.",
        "Description 1": "Über den Fluss.",
        "Call SN": 1.0,
        "Specific Obj": "Closer banks",
    }
    found = read([project], [LEAD], [{"Programme": NORTH, "Serial Number": "1"}])
    (name,) = found.of("Project")
    assert name.startswith("project:keep-bridge-")
    assert dict(found[name]) == {
        "rdf:type": {"cg:Project"},
        "rdfs:label": {"BRIDGE"},
        "cg:acronym": {"BRIDGE"},
        "dcterms:title": {"A bridge", "Eine Brücke"},
        "dcterms:description": {"Over the river.", "Über den Fluss."},
        "cg:projectCost": {"892228.58"},
        "cg:startDate": {"2015-10-27"},
        "cg:endDate": {"2019-09-30"},
        "foaf:homepage": {"http://www.bridge.example"},
        "cg:sourceField": {"Specific Obj=Closer banks"},
        "dcterms:source": {compress(DATASET)},
        "cg:locator": {"Projects row 2"},
    }
    award = name.replace("project:", "award:")
    assert found.one(award, "cg:awardContribution") == "758394.29"
    assert found.one(award, "cg:awardedTo") == name
    programme = found.one(award, "cg:underProgramme")
    call = found.one(award, "cg:underCall")
    assert found.of("Call") == [call]
    assert found[call]["cg:callOf"] == {programme}
    assert found[call]["cg:locator"] == {"Calls row 2"}


@pytest.mark.parametrize(
    ("name", "strand"),
    [
        ("2014 - 2020 INTERREG V-A Germany - Denmark", "interreg-2014-2020-a"),
        ("2014 - 2020 INTERREG VB Central Europe", "interreg-2014-2020-b"),
        ("2014 - 2020 INTERREG VC Interreg Europe", "interreg-2014-2020-c"),
        ("2014 - 2020 URBACT III", "interreg-2014-2020-c"),
        ("2014 - 2020 ESPON 2020", "interreg-2014-2020-c"),
        ("2014 - 2020 Ireland - United Kingdom (PEACE IV)", "interreg-2014-2020-a"),
        ("2014 - 2020 Interreg IPA CBC Croatia-Serbia", "interreg-2014-2020-ipa-cbc"),
        ("2007 - 2013 Alpine Rhine", "interreg-2007-2013"),
        ("Alpine Rhine", "interreg"),
    ],
)
def test_programmes_by_period_and_strand(read: Callable[..., Read], name: str, strand: str) -> None:
    found = read([PROJECT | {"Programme": name}], [LEAD | {"Programme": name}])
    (award,) = found.of("Award")
    programme = found.one(award, "cg:underProgramme")
    assert found.one(programme, "rdfs:label") == name
    assert found.one(programme, "cg:partOfProgramme") == f"programme:{strand}"
    above = f"programme:{strand}"
    while above != "programme:interreg":
        assert len(found[above]["cg:kind"]) == 1
        above = found.one(above, "cg:partOfProgramme")


def test_the_period_has_its_years(read: Callable[..., Read]) -> None:
    found = read([PROJECT], [LEAD])
    assert found["programme:interreg-2014-2020"]["cg:startDate"] == {"2014"}
    assert found["programme:interreg-2014-2020"]["rdfs:label"] == {"INTERREG 2014–2020"}
    assert len(found["programme:interreg-2014-2020-a"]["rdfs:label"]) == 2


def test_themes_and_objectives_are_topics(read: Callable[..., Read]) -> None:
    project = PROJECT | {
        "Thematic1": "Tourism",
        "Thematic2": "Cultural heritage and arts",
        "Thematic Obj": "(6) preserving the environment",
        "Inv. Priority": "(6c) conserving heritage",
    }
    found = read([project], [LEAD])
    (name,) = found.of("Project")
    topics = found[name]["cg:topic"]
    assert "topic:keep-tourism" in topics
    assert len(topics) == 4
    for topic in topics:
        assert found[topic]["skos:inScheme"] == {"cgs:topic"}
        assert found[topic]["rdfs:label"] == found[topic]["skos:prefLabel"]
    assert found["topic:keep-6c-conserving-heritage"]["skos:broader"] == {
        "topic:keep-6-preserving-the-environment"
    }


def test_later_headers_are_understood(read: Callable[..., Read]) -> None:
    project = {
        "PROGRAMME": NORTH,
        "Project acronym": "BRIDGE",
        "Project name in English": "A bridge",
        "Total EU funding (amount)": "10.50",
        "Project ID": "N-17",
    }
    partner = {
        "programme": NORTH,
        "Project acronym": "BRIDGE",
        "Partner name": "Town of Norden",
        "Organisation type": "local public authority",
        "PIC": "987654321",
        "Total budget": "1,000.00",
        "Partner's programme co-financing": "750.00",
    }
    found = read([project], [partner])
    (name,) = found.of("Project")
    assert found[name]["cg:programmeProjectId"] == {"N-17"}
    assert found[name]["dcterms:title"] == {"A bridge"}
    (participation,) = found.of("Participation")
    # A PIC names the same organisation in every source.
    assert found.one(participation, "cg:participant") == "organisation:pic-987654321"
    assert found[participation]["cg:participantCost"] == {"1000.0"}
    assert found[participation]["cg:participantContribution"] == {"750.0"}
    assert "organisation-kind:public-body" in found["organisation:pic-987654321"]["cg:kind"]


# --- Values


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("892,228.58", "892228.58"),
        ("4,240,820.46", "4240820.46"),
        ("758394.29", "758394.29"),
        ("1234.567", "1234.567"),
        ("230000,00", "230000"),
        ("1.234,5", "1234.5"),
        ("1,234", "1234"),
        ("12", "12"),
    ],
)
def test_amounts(text: str, amount: str) -> None:
    assert keep_rows.amount(text) == type(keep_rows.amount(text))(amount)


@pytest.mark.parametrize("text", ["about 5", "-5", "-1,000.00", "1,2,3", "5 SEK", "$5"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an amount|below zero"):
        keep_rows.amount(text)


def test_bad_values_are_left_out_and_listed(read: Callable[..., Read]) -> None:
    project = PROJECT | {
        "Budget": "a lot",
        "EU Funding": "0.00",
        "Website": "see our page",
        "Project start": "2017/10/12",
        "Project end": "2017/10/11",
    }
    partner = LEAD | {"Lead Partner": "perhaps", "Country": "Atlantis", "NUTS3": "?"}
    found = read([project], [partner])
    assert found.tally.rejects == []
    assert [(r.column, r.value, r.reason) for r in found.tally.remarks] == [
        ("Project end", "2017/10/11", "before the start, 2017-10-12"),
        ("Website", "see our page", "not a web address"),
        ("Budget", "a lot", "not an amount"),
        ("Lead Partner", "perhaps", "neither true nor false"),
        ("Country", "Atlantis", "neither the code nor the English or French name of a country"),
        (
            "NUTS3 (or equivalent)",
            "?",
            "not a NUTS code: two letters and up to three letters or digits",
        ),
    ]
    (name,) = found.of("Project")
    assert found[name]["cg:startDate"] == {"2017-10-12"}
    assert not found[name]["cg:endDate"]
    # Neither yes nor no: no role is made up.
    (partner_of,) = (each for each in found.of("Participation") if "row 2" in str(found[each]))
    assert not found[partner_of]["cg:role"]
    # Nought is what the programme did not declare.
    assert not found[name.replace("project:", "award:")]["cg:awardContribution"]


def test_nought_is_no_amount_whoever_tells_it(read: Callable[..., Read]) -> None:
    nought = {"Budget": "0.00", "EU Funding": 0}
    found = read([PROJECT | nought], [LEAD | {"Partner budget": 0, "Partner EU funding": "0"}])
    told = [
        name for name in list(found.facts) if compress(DATASET) in found[name]["dcterms:source"]
    ]
    assert {name.partition(":")[0] for name in told} >= {"project", "award", "participation"}
    amounts = ("projectCost", "participantCost", "awardContribution", "participantContribution")
    assert [name for name in told for each in amounts if found[name][f"cg:{each}"]] == []


@pytest.mark.parametrize(("end", "kept"), [("2017/10/12", True), ("2017/10/11", False)])
def test_a_project_may_last_one_day(read: Callable[..., Read], end: str, kept: bool) -> None:
    found = read([PROJECT | {"Project start": "2017/10/12", "Project end": end}], [LEAD])
    (name,) = found.of("Project")
    assert found[name]["cg:startDate"] == {"2017-10-12"}
    assert found[name]["cg:endDate"] == ({"2017-10-12"} if kept else set())
    assert len(found.tally.remarks) == (0 if kept else 1)


# --- Joining


@pytest.mark.parametrize(
    ("programme", "acronym"),
    [
        (NORTH.replace(" - South", " – South"), "BRIDGE"),
        (NORTH.replace(" - South", "-South"), "bridge"),
        (NORTH + "\u00a0", "BRIDGE "),
        (NORTH.replace("North", "NORTH"), "Bridge"),
    ],
)
def test_partners_are_joined_whatever_the_dash_and_the_spaces(
    read: Callable[..., Read], programme: str, acronym: str
) -> None:
    found = read([PROJECT], [LEAD | {"Programme": programme, "Acronym": acronym}])
    assert len(found.of("Participation")) == 1
    assert len([name for name in found.of("Programme") if "north" in name]) == 1


def test_a_number_as_acronym(read: Callable[..., Read]) -> None:
    found = read([PROJECT | {"Acronym": 103.0}], [LEAD | {"Acronym": "103"}])
    (name,) = found.of("Project")
    assert found[name]["rdfs:label"] == {"103"}
    assert len(found.of("Participation")) == 1


def test_rows_that_differ_in_the_lead_partner_are_one_project(read: Callable[..., Read]) -> None:
    second = PROJECT | {"Lead Partner": "Sydby"}
    found = read([PROJECT, second], [LEAD, LEAD | {"Project Partner": "Sydby"}, PARTNER])
    (name,) = found.of("Project")
    assert found[name]["cg:locator"] == {"Projects row 2", "Projects row 3"}
    roles = sorted(found.one(each, "cg:role") for each in found.of("Participation"))
    assert roles == ["role:lead-partner", "role:lead-partner", "role:project-partner"]
    assert found.tally.kept == 5


def test_two_projects_of_one_acronym_are_kept_apart(read: Callable[..., Read]) -> None:
    second = PROJECT | {"Lead Partner": "Sydby", "Project start": "2018/01/01"}
    found = read([PROJECT, second], [LEAD, LEAD | {"Project Partner": "Sydby"}, PARTNER])
    assert len(found.of("Project")) == 2
    led = {
        found.one(each, "cg:reportedName"): found.one(each, "cg:inProject")
        for each in found.of("Participation")
    }
    assert set(led) == {"Town of Norden", "Sydby"}
    assert found[led["Sydby"]]["cg:startDate"] == {"2018-01-01"}
    # Nothing tells to which of the two the third partner belongs.
    (reject,) = found.tally.rejects
    assert (reject.line, reject.value) == (4, "BRIDGE")
    assert reject.reason == "2 projects of this programme have this acronym"


def test_namesakes_are_the_same_projects_however_a_spreadsheet_writes_them(
    read: Callable[..., Read],
) -> None:
    def written(day: str, amount: str, title: str) -> list[str]:
        told = {"Project start": day, "Budget": amount, "Project Name": title}
        return read([PROJECT | told, PROJECT | {"Project Name": "Another"}], [LEAD]).of("Project")

    as_shown = written("2023-04-01", "1200000.5", "Light bridges")
    assert len(as_shown) == 2
    assert written("01/04/2023", "€ 1,200,000.50", "Light\u00a0Bridges ") == as_shown
    assert written("2023-04-02", "1200000.5", "Light bridges") != as_shown


def test_a_partner_that_does_not_lead_is_not_joined_to_the_project_that_it_could_lead(
    read: Callable[..., Read],
) -> None:
    second = PROJECT | {"Lead Partner": "Sydby", "Project start": "2018/01/01"}
    partners = [LEAD | {"Lead Partner": "No"}, LEAD | {"Lead Partner": None, "Country": "Denmark"}]
    found = read([PROJECT, second], partners)
    assert [(reject.line, reject.reason) for reject in found.tally.rejects] == [
        (line, "2 projects of this programme have this acronym") for line in (2, 3)
    ]
    # Each lead partner is told by the row of its project alone.
    told = [found.one(each, "cg:locator") for each in found.of("Participation")]
    assert sorted(told) == ["Projects row 2", "Projects row 3"]


def test_rows_that_cannot_be_placed_are_rejected(read: Callable[..., Read]) -> None:
    found = read(
        [PROJECT, {"Programme": NORTH, "Lead Partner": "Nobody"}],
        [LEAD, LEAD, LEAD | {"Acronym": "TUNNEL"}, LEAD | {"Project Partner": None}],
        [{"Programme": NORTH, "Serial Number": None, "Budget": 5}],
    )
    assert [(r.column, r.reason) for r in found.tally.rejects] == [
        ("Serial Number", "no programme or no serial number"),
        ("Acronym", "no programme, or neither acronym nor name"),
        ("Acronym", "no project of this programme has this acronym"),
        ("Project Partner", "no name"),
    ]
    assert (found.tally.read, found.tally.kept, found.tally.repeated) == (7, 2, 1)


def test_a_lead_partner_without_a_row_of_its_own(read: Callable[..., Read]) -> None:
    found = read([PROJECT | {"Country": "Germany", "Budget": "5.00"}], [PARTNER])
    lead = next(
        each
        for each in found.of("Participation")
        if found.one(each, "cg:role") == "role:lead-partner"
    )
    assert found.one(lead, "cg:reportedName") == "Town of Norden"
    assert found[lead]["cg:locator"] == {"Projects row 2"}
    # The budget in the row is that of the project.
    assert not found[lead]["cg:participantCost"]


# --- Organisations and places


def test_a_partner_with_role_site_and_region(read: Callable[..., Read]) -> None:
    partner = LEAD | {
        "Street": "Markt 1",
        "Postal code": 99099.0,
        "Town": "Erfurt",
        "Country code": "DE Germany / DEUTSCHLAND",
        "NUTS1 (or equivalent)": "DEG  / THÜRINGEN",
        "NUTS2 (or equivalent)": "DEG0  / Thüringen",
        "NUTS3 (or equivalent)": "DEG01  / Erfurt, Kreisfreie Stadt",
        "Department": "Planning",
        "Legal Status": "public",
    }
    found = read([PROJECT], [partner, PARTNER | {"Legal Status": "n/a", "Town": "-"}])
    first, second = sorted(
        found.of("Participation"), key=lambda each: found.one(each, "cg:locator")
    )
    assert found[first]["cg:locator"] == {"Partners row 2"}
    assert found.one(first, "cg:role") == "role:lead-partner"
    assert found[first]["cg:sourceField"] == {"Department=Planning", "Legal Status=public"}
    assert not found[second]["cg:sourceField"]
    organisation = found.one(first, "cg:participant")
    assert organisation.startswith("organisation:keep-townofnorden-")
    assert found[organisation]["rdfs:label"] == {"Town of Norden"}
    assert found[organisation]["cg:locatedIn"] == {"place:nuts-DEG01"}
    assert found["place:nuts-DEG01"]["rdfs:label"] == {"Erfurt, Kreisfreie Stadt"}
    assert found["place:nuts-DEG01"]["cg:within"] == {"place:nuts-DEG0"}
    assert found["place:nuts-DEG"]["cg:within"] == {"place:germany"}
    site = found[found.one(first, "cg:atSite")]
    assert site["schema:streetAddress"] == {"Markt 1"}
    assert site["schema:postalCode"] == {"99099"}
    assert site["schema:addressLocality"] == {"Erfurt"}
    assert site["schema:addressCountry"] == {"DE"}
    assert found[found.one(second, "cg:participant")]["cg:locatedIn"] == {"place:netherlands"}
    assert not found[found.one(second, "cg:atSite")]["schema:addressLocality"]


def test_names_make_one_organisation_in_one_country(read: Callable[..., Read]) -> None:
    names = ["Université de Nord", "UNIVERSITE DE NORD", "Universite de Nord"]
    countries = ["France", "FRANCE", "Belgium"]
    partners = [
        LEAD | {"Project Partner": name, "Country": country, "Street": str(number)}
        for number, (name, country) in enumerate(zip(names, countries, strict=True))
    ]
    found = read([PROJECT | {"Lead Partner": names[0]}], partners)
    assert len(found.of("Organisation")) == 2
    assert len(found.of("Participation")) == 3
    reported = {found.one(each, "cg:reportedName") for each in found.of("Participation")}
    assert reported == set(names)


def test_a_curated_organisation_is_not_merged_by_its_name(read: Callable[..., Read]) -> None:
    found = read([PROJECT], [LEAD | {"Project Partner": "Materalia", "Country": "France"}])
    participants = {found.one(each, "cg:participant") for each in found.of("Participation")}
    assert "organisation:materalia" not in participants


def test_the_web_site_of_the_project_is_not_the_partners(read: Callable[..., Read]) -> None:
    site = {"Website": "http://bridge.example"}
    found = read([PROJECT | site], [LEAD | site, PARTNER | {"Website": "http://zuiden.example"}])
    pages = {
        found.one(each, "rdfs:label"): found[each]["foaf:homepage"]
        for each in found.of("Organisation")
    }
    assert pages == {"Town of Norden": set(), "Gemeente Zuiden": {"http://zuiden.example"}}


# --- Files


def test_csv_files_named_after_the_sheets(curated: list[str], tmp_path: Path) -> None:
    (tmp_path / "projects.csv").write_text(f"Programme;Acronym\n{NORTH};BRIDGE\n")
    (tmp_path / "partners.csv").write_text(
        f"Programme;Acronym;Project Partner\n{NORTH};BRIDGE;Town of Norden\n"
    )
    found = Read(curated, tmp_path)
    assert found.release == ""
    (participation,) = found.of("Participation")
    assert found[participation]["cg:locator"] == {"partners.csv row 2"}


def test_a_sheet_is_what_its_columns_say_where_its_name_says_two(
    curated: list[str], tmp_path: Path
) -> None:
    project, led = {"Programme": NORTH, "Acronym": "BRIDGE"}, "Projects (lead partners)"
    path = book(tmp_path / "a.xlsx", **{led: [project | {"Lead Partner": "x"}], "Partners": [LEAD]})
    assert Read(curated, path).of("Project")
    path = book(tmp_path / "b.xlsx", Projects=[project], **{"Project partners": [LEAD]})
    assert Read(curated, path).of("Project")


def test_files_that_are_not_from_keep(curated: list[str], tmp_path: Path) -> None:
    path = book(tmp_path / "other.xlsx", Sheet1=[{"a": 1}])
    with pytest.raises(
        SourceError, match=r"no sheet of projects in .*other\.xlsx: name .* Projects"
    ):
        Read(curated, path)
    path = book(tmp_path / "half.xlsx", Projects=[{"Programme": "x"}], Partners=[LEAD])
    with pytest.raises(SourceError, match="Projects:1: column 'Acronym' is missing"):
        Read(curated, path)
    (tmp_path / "cut.xlsx").write_bytes(path.read_bytes()[:2000])
    with pytest.raises(SourceError, match=r"not a (whole zip file|spreadsheet)"):
        Read(curated, tmp_path / "cut.xlsx")


@pytest.mark.slow
def test_two_spreadsheets_in_one_build(curated: list[str], tmp_path: Path) -> None:
    older = NORTH.replace("2014 - 2020", "2007 - 2013").replace("V-A", "IV-A")
    names = [NORTH, older]
    paths = [
        book(
            tmp_path / f"keep-{number}.xlsx",
            Projects=[PROJECT | {"Programme": name}],
            Partners=[LEAD | {"Programme": name}],
        )
        for number, name in enumerate(names)
    ]
    where = tmp_path / "graph"
    manifest = build.build([("keep", path) for path in paths], where)
    assert [entry.kept for entry in manifest.sources if entry.name == "keep"] == [2, 2]
    assert not violations(open_graph(where))


def dated(path: Path, day: str, **sheets: list[dict[str, Any]]) -> Path:
    """A spreadsheet that was made on a day."""
    import openpyxl

    workbook = openpyxl.load_workbook(book(path, **sheets))
    workbook.properties.created = datetime.fromisoformat(day)
    workbook.save(path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("names", ["ab", "ba"])
def test_what_a_newer_export_tells_otherwise_counts_once(names: str, tmp_path: Path) -> None:
    project = PROJECT | {"Project name in English": "A bridge", "Start date": "2015-01-01"}
    namesake = project | {"Project name in English": "Another", "Lead Partner": "Nobody"}
    money = "Partner's programme co-financing"

    def export(name: str, day: str, budget: str, end: str, *partners: dict[str, str]) -> Path:
        (tmp_path / name).mkdir()
        rows = [each | {"Budget": budget, "End date": end} for each in (project, namesake)]
        return dated(tmp_path / name / "keep.xlsx", day, Projects=rows, Partners=[*partners])

    nobody = LEAD | {"Project Partner": "Nobody", money: "5"}
    old = export(names[0], "2021-03-01", "100", "2018-01-01", LEAD | {money: "70"}, nobody)
    new = export(names[1], "2023-03-01", "120", "2018-12-31", LEAD | {money: "80"})
    asked = f"SELECT ?v {{ ?x <{CG}participantContribution>|<{CG}projectCost> ?v }} ORDER BY ?v"
    for given in ([old, new], [new, old], [tmp_path]):
        manifest = build.build([("keep", path) for path in given], tmp_path / "graph")
        told = [entry for entry in manifest.sources if entry.name == "keep"]
        # Two projects and a participation of the older one; what it alone tells of stays.
        assert sum(entry.replaced for entry in told) == 3
        assert sum(entry.kept for entry in told) == 4
        assert sum(entry.rejected for entry in told) == 0
        found = open_graph(tmp_path / "graph").select(asked)
        assert [row[0].value for row in found.rows if row[0]] == ["5.0", "80.0", "120.0", "120.0"]


def violations(location: Location) -> list[validate.Finding]:
    """What is wrong in a graph, but for relators of imports, which need no label."""
    unlabelled = tuple(mint(kind, "keep") for kind in ("award", "participation"))
    return [
        finding
        for finding in validate.validate(location)
        if finding.severity == "violation"
        and not (finding.rule == "label" and finding.focus.startswith(unlabelled))
    ]


def test_a_small_graph_is_valid(tmp_path: Path) -> None:
    project = PROJECT | {"Budget": "5.00", "Thematic1": "Tourism", "Call SN": "1"}
    region = {"Country code": "FR France / FRANCE", "NUTS3 (or equivalent)": "FR411  / Meuse"}
    path = book(
        tmp_path / "keep.xlsx",
        Projects=[project, PROJECT | {"Acronym": "TUNNEL", "Call SN": "2"}],
        Partners=[LEAD, PARTNER | region, LEAD | {"Acronym": "TUNNEL"}],
        Calls=[{"Programme": NORTH, "Serial Number": 1, "Start Date": "2015/01/31"}],
    )
    where = tmp_path / "graph"
    build.build([("keep", path)], where)
    assert violations(open_graph(where)) == []


# --- The real file


SHEETS = ("Projects (lead partners)", "Partners", "Calls")
FILE = "keep/keep_closed_1420.xlsx"


@pytest.fixture(scope="module")
def real(curated: list[str], shared_data: Path) -> Read:
    return Read(curated, shared_data / FILE, shared_data / "nuts")


@pytest.fixture(scope="module")
def cells(shared_data: Path) -> dict[str, list[tuple[int, dict[str, str]]]]:
    """The rows of each sheet with their lines, read by the spreadsheet library alone."""
    import python_calamine

    workbook = python_calamine.CalamineWorkbook.from_path(shared_data / FILE)
    sheets = {}
    for name in SHEETS:
        header, *rows = workbook.get_sheet_by_name(name).to_python()
        sheets[name] = [
            (line, {str(key): plain(cell) for key, cell in zip(header, row, strict=True)})
            for line, row in enumerate(rows, 2)
        ]
    return sheets


def plain(cell: object) -> str:
    whole = isinstance(cell, float) and cell == int(cell)
    return str(int(cell)) if whole else str(cell).strip()  # type: ignore[arg-type]


def located(real: Read, kind: str) -> dict[str, str]:
    """The thing of a class that a row became, by its locator."""
    return {where: name for name in real.of(kind) for where in real[name]["cg:locator"]}


@pytest.mark.slow
def test_figures_of_the_real_file(real: Read, cells: dict[str, Any]) -> None:
    assert [len(cells[name]) for name in SHEETS] == [1891, 8621, 138]
    tally = real.tally
    # Two rows of partners differ in trailing spaces only.
    assert (tally.read, tally.kept, tally.repeated) == (10_650, 10_649, 1)
    assert tally.rejects == []
    assert [(r.column, r.value) for r in tally.remarks] == [
        ("Project end", "2019/09/21"),
        ("Project end", "2017/10/11"),
    ]
    assert real.release == "2019-11-23"
    # 39 projects have two lead partners, and a row for each.
    assert len(real.of("Project")) == len(real.of("Award")) == 1891 - 39
    assert len(real.of("Participation")) == 8621 - 1
    leads = [p for p in real.of("Participation") if "role:lead-partner" in real[p]["cg:role"]]
    assert len(leads) == 1891
    assert len(real.of("Call")) == 138
    assert len(real.of("Organisation")) == 6863


@pytest.mark.slow
def test_every_value_of_a_project_is_in_the_graph(real: Read, cells: dict[str, Any]) -> None:
    projects, remarked = located(real, "Project"), {r.line for r in real.tally.remarks}
    leads = defaultdict(list)
    for name in real.of("Participation"):
        if real.one(name, "cg:role") == "role:lead-partner":
            leads[real.one(name, "cg:inProject")].append(name)
    lost = []
    for line, row in cells[SHEETS[0]]:
        name = projects[f"{SHEETS[0]} row {line}"]
        led = [p for p in leads[name] if row["Lead Partner"] in real[p]["cg:reportedName"]]
        sites = [real[real.one(p, "cg:atSite")] for p in led]
        for column, value in row.items():
            skipped = column == "Project end" and line in remarked
            if value and not skipped and not in_project(real, name, sites, column, value):
                lost.append((line, column, value))
    assert lost == [], sorted({each[2] for each in lost})


SITE = {
    "Street": "schema:streetAddress",
    "Postal code": "schema:postalCode",
    "Town": "schema:addressLocality",
}
UNSTATED = {"n/a", "n.a.", "na", "-", "/", "."}
TOPICS = ("Thematic1", "Thematic2", "Thematic3", "Thematic Obj", "Inv. Priority")


def at_site(sites: Iterable[dict[str, set[str]]], column: str, value: str) -> bool:
    if column == "Country":
        return any(site["schema:addressCountry"] == {country_code(value)} for site in sites)
    found = {fold(text) for site in sites for text in site[SITE[column]]}
    return fold(value) in found or value.casefold() in UNSTATED


def in_project(
    real: Read, name: str, sites: list[dict[str, set[str]]], column: str, value: str
) -> bool:
    """Whether a cell of a row of a project can be read off the graph."""
    project, award = real[name], real[name.replace("project:", "award:")]
    (programme,) = award["cg:underProgramme"]
    if column in SITE or column == "Country":
        return at_site(sites, column, value)
    if column == "Lead Partner":
        return bool(sites)
    if column == "Programme":
        return " ".join(value.split()) in real[programme]["rdfs:label"]
    if column == "Period":
        return value.replace("-", "–") in real.one(period_of(real, programme), "rdfs:label")
    if column in TOPICS or column.startswith("Thematic Priorities"):
        return value in {real.one(topic, "rdfs:label") for topic in project["cg:topic"]}
    if column == "Call SN":
        return {value} == {code for call in award["cg:underCall"] for code in real[call]["cg:code"]}
    return has(project, award, column, value)


def period_of(real: Read, programme: str) -> str:
    while not real[programme]["cg:startDate"]:
        (programme,) = real[programme]["cg:partOfProgramme"]
    return programme


def has(project: dict[str, set[str]], award: dict[str, set[str]], column: str, value: str) -> bool:
    """Whether a project or its award says what a cell says of the project itself."""
    if column == "Acronym":
        return project["cg:acronym"] == {value}
    if column.startswith("Project Name"):
        return value in project["dcterms:title"]
    if column.startswith("Description"):
        return value in project["dcterms:description"] or value in UNSTATED
    if column in ("Budget", "EU Funding"):
        found = project["cg:projectCost"] if column == "Budget" else award["cg:awardContribution"]
        return [float(text) for text in found] == [float(value.replace(",", ""))]
    if column == "Website":
        return {re.sub("^http://", "", page) for page in project["foaf:homepage"]} == {
            re.sub("^http://", "", value)
        }
    if column in ("Project start", "Project end"):
        dates = project["cg:startDate" if column == "Project start" else "cg:endDate"]
        return dates == {value.replace("/", "-")}
    return f"{column}={value}" in project["cg:sourceField"] or value.casefold() in UNSTATED


@pytest.mark.slow
def test_every_value_of_a_partner_is_in_the_graph(real: Read, cells: dict[str, Any]) -> None:
    found = located(real, "Participation")
    lost, missing = [], []
    for line, row in cells["Partners"]:
        name = found.get(f"Partners row {line}")
        if name is None:
            missing.append(line)
            continue
        lost += [
            (line, column, value)
            for column, value in row.items()
            if value and not in_partner(real, name, column, value)
        ]
    assert lost == [], sorted({each[2] for each in lost})
    assert len(missing) == real.tally.repeated == 1


CHANGES = list(
    csv.DictReader((resources.data_dir() / "nuts-changes.csv").read_text("utf-8").splitlines())
)


def in_partner(real: Read, name: str, column: str, value: str) -> bool:
    """Whether a cell of a row of a partner can be read off the graph."""
    engaged = real[name]
    project = real[real.one(name, "cg:inProject")]
    site = real[real.one(name, "cg:atSite")]
    if column in SITE or column == "Country":
        return at_site([site], column, value)
    if column == "Programme":
        award = real[real.one(name, "cg:inProject").replace("project:", "award:")]
        return any(
            " ".join(value.split()) in real[p]["rdfs:label"] for p in award["cg:underProgramme"]
        )
    if column == "Acronym":
        return project["cg:acronym"] == {value}
    if column == "Project Partner":
        return engaged["cg:reportedName"] == {value}
    if column == "Lead Partner":
        role = "lead-partner" if value == "Yes" else "project-partner"
        return engaged["cg:role"] == {f"role:{role}"}
    if column == "Website":
        return has(project, {}, column, value)
    if column == "Country code" or column.startswith("NUTS"):
        code, _, names = value.partition(" ")
        parts = names.split("/") if column == "Country code" else [names.partition("/")[2]]
        near = around(real, site)
        if any(is_called(real, place, code, parts) for place in near):
            return True
        # A place lies in what a code of an older version became, and no longer in that code itself;
        # what was recoded has the same name there, but where France renamed it too.
        renamed = {"FR7", "FR24", "FRA"}
        recoded = {row["old"] for row in CHANGES if row["change"] == "recoded"} - renamed
        return any(
            is_called(real, place, row["new"], parts if code in recoded else [])
            for row in CHANGES
            if row["old"] == code
            for place in near
        )
    return f"{column}={value}" in engaged["cg:sourceField"] or value.casefold() in UNSTATED


def around(real: Read, site: dict[str, set[str]]) -> set[str]:
    """The places in which a site lies; the country of an address where it has no region."""
    (country,) = site["schema:addressCountry"]
    places = set(site["cg:locatedIn"]) or {real.countries[country]}
    found: set[str] = set()
    while places:
        found |= places
        places = {above for place in places for above in real[place]["cg:within"]}
    return found


def is_called(real: Read, place: str, code: str, names: list[str]) -> bool:
    called = {fold(name) for name in real[place]["rdfs:label"] | real[place]["skos:altLabel"]}
    codes = real[place]["cg:nutsCode"] | real[place]["cg:isoCode"]
    return code in codes and {fold(name) for name in names if fold(name)} <= called


def test_every_value_of_a_call_is_in_the_graph(real: Read, cells: dict[str, Any]) -> None:
    calls = located(real, "Call")
    for line, row in cells["Calls"]:
        call = real[calls[f"Calls row {line}"]]
        assert call["cg:code"] == {row["Serial Number"]}
        (programme,) = call["cg:callOf"]
        assert real[programme]["rdfs:label"] == {" ".join(row["Programme"].split())}
        for column, predicate in (("Start Date", "cg:startDate"), ("End Date", "cg:endDate")):
            assert call[predicate] == ({row[column].replace("/", "-")} if row[column] else set())
        budget = [float(text) for text in call["cg:callBudget"]]
        # Nought stands for a budget that nobody declared.
        stated = float((row["Budget"] or "0").replace(",", ""))
        assert budget == ([stated] if stated else [])
