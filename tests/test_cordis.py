"""CORDIS: every layout read, every row accounted for, every value found again in the graph."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from clustergraph import processes
from clustergraph.building import build
from clustergraph.errors import SourceError
from clustergraph.graph import folder
from clustergraph.graph.location import Location
from clustergraph.graph.opening import open_graph
from clustergraph.sources.cordis import beside
from clustergraph.sources.reading import csv_sheet, tables
from clustergraph.vocabulary import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Cells = dict[str, str]

PREFIXES = """
PREFIX cg: <https://w3id.org/clustergraph/ontology#>
PREFIX call-kind: <https://w3id.org/clustergraph/scheme/call-kind/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX kind: <https://w3id.org/clustergraph/scheme/programme-kind/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organisation: <https://w3id.org/clustergraph/id/organisation/>
PREFIX programme: <https://w3id.org/clustergraph/id/programme/>
PREFIX project: <https://w3id.org/clustergraph/id/project/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#>
"""

# --- A small release, written by hand

MODERN = [
    "projectID",
    "projectAcronym",
    "organisationID",
    "vatNumber",
    "name",
    "shortName",
    "SME",
    "activityType",
    "street",
    "postCode",
    "city",
    "country",
    "nutsCode",
    "geolocation",
    "organizationURL",
    "contactForm",
    "contentUpdateDate",
    "rcn",
    "order",
    "role",
    "ecContribution",
    "netEcContribution",
    "totalCost",
    "endOfParticipation",
    "active",
]
PROJECT = [
    "id",
    "acronym",
    "status",
    "title",
    "startDate",
    "endDate",
    "totalCost",
    "ecMaxContribution",
    "legalBasis",
    "topics",
    "ecSignatureDate",
    "frameworkProgramme",
    "masterCall",
    "subCall",
    "fundingScheme",
    "nature",
    "objective",
    "contentUpdateDate",
    "rcn",
    "grantDoi",
    "keywords",
    "Human-validated",
]

CONTACT = (
    "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/contact-form/project/"
)
PROJECTS: list[Cells] = [
    {
        "id": "101000001",
        "acronym": "LINK",
        "status": "SIGNED",
        "title": "Linking “clusters” across borders; a study",
        "startDate": "2023-01-01",
        "endDate": "2025-12-31",
        "totalCost": "960619,95",
        "ecMaxContribution": "892228.58",
        "legalBasis": "HORIZON.2.5.2",
        "topics": "HORIZON-CL5-2022-D3-01-06",
        "ecSignatureDate": "2022-12-15",
        "frameworkProgramme": "HORIZON",
        "masterCall": "HORIZON-CL5-2022-D3-01",
        "subCall": "HORIZON-CL5-2022-D3-01",
        "fundingScheme": "HORIZON-RIA",
        "nature": "a nature",
        "objective": 'Two lines,\nand a "quotation" with a back\\slash.',
        "contentUpdateDate": "2024-02-24 17:23:01",
        "rcn": "259247",
        "grantDoi": "10.3030/101000001",
        "keywords": "clusters, networks; graphs",
        "Human-validated": "yes",
    },
    # Hardly anything is known, and nobody takes part.
    {"id": "101000002", "frameworkProgramme": "HORIZON", "totalCost": "0", "status": "PAUSED"},
    # The calls are one and the same; the programme is in no tree.
    {
        "id": "101000003",
        "acronym": "SAME",
        "title": "One code thrice",
        "legalBasis": "EURATOM2027",
        "topics": "ERC-2023-STG",
        "masterCall": "ERC-2023-STG",
        "subCall": "ERC-2023-STG",
        "frameworkProgramme": "HORIZON",
        "fundingScheme": "CSA",
        "totalCost": "1500000",
    },
]
HASH = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
ORGANISATIONS: list[Cells] = [
    {
        "projectID": "101000001",
        "projectAcronym": "LINK",
        "organisationID": "900000001",
        "vatNumber": "BE0123456789",
        "name": "ACME CLUSTER ÉTÉ",
        "shortName": "ACME",
        "SME": "true",
        "activityType": "PRC",
        "street": "RUE  HAUTE 1",
        "postCode": "4000",
        "city": "Liège",
        "country": "BE",
        "nutsCode": "BE332",
        "geolocation": "50.6325574,5.5796662",
        "organizationURL": "www.acme.example",
        "contactForm": f"{CONTACT}900000001/101000001",
        "contentUpdateDate": "2024-02-24 17:23:01",
        "rcn": "1900001",
        "order": "1",
        "role": "coordinator",
        "ecContribution": "50000.0",
        "netEcContribution": "40000.55",
        "totalCost": "71428,6",
        "endOfParticipation": "false",
        "active": "true",
    },
    {
        "projectID": "101000001",
        "projectAcronym": "LINK",
        "organisationID": HASH,
        "vatNumber": "Not applicable",
        "name": "=cmd|'/c calc'!A1",
        "SME": "0",
        "country": "NA",
        "order": "2",
        "role": "associatedPartner",
        "ecContribution": "0.0",
        "totalCost": "0",
    },
    {
        "projectID": "101000001",
        "projectAcronym": "LINK",
        "organisationID": "900000003",
        "name": "UNIVERSITY OF \ufffdUM\ufffd",
        "country": "UK",
        "nutsCode": "UKK11",
        "city": "Bristol",
        "activityType": "HES",
        "order": "3",
        "role": "internationalPartner",
    },
    # The first organisation again, under another name and with the country as its region.
    {
        "projectID": "101000003",
        "projectAcronym": "Same",
        "organisationID": "900000001",
        "name": "ACME CLUSTER",
        "country": "BE",
        "nutsCode": "BE",
        "contentUpdateDate": "2025-03-01 10:00:00",
        "order": "1",
        "role": "hostInstitution",
        "ecContribution": "1499998.05",
    },
    # In the same project again, in another role, from Kosovo.
    {
        "projectID": "101000003",
        "projectAcronym": "SAME",
        "organisationID": "900000004",
        "name": "INSTITUTI",
        "country": "XK",
        "order": "4",
        "role": "participant",
    },
    {
        "projectID": "101000003",
        "projectAcronym": "SAME",
        "organisationID": "900000004",
        "name": "INSTITUTI",
        "country": "EL",
        "nutsCode": "EL303",
        "order": "5",
        "role": "thirdParty",
    },
]


def as_csv(columns: Sequence[str], cells: Iterable[Mapping[str, str]], delimiter: str = ";") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, "", delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(cells)
    return text.getvalue()


def release(where: Path, **files: str) -> Path:
    """A folder with the small release; files replace or add to its own, by stem."""
    where.mkdir(parents=True, exist_ok=True)
    ours = {
        "project": as_csv(PROJECT, PROJECTS),
        "organization": as_csv(MODERN, ORGANISATIONS),
    }
    for stem, text in (ours | files).items():
        (where / f"{stem}.csv").write_text(text, encoding="utf-8", newline="")
    return where


Built = tuple[folder.Manifest, Location, "Path"]


def make(where: Path, *paths: Path, **more: Path) -> Built:
    sources = [*(("cordis", path) for path in paths), *more.items()]
    manifest = build.build(sources, where)
    return manifest, open_graph(where), where / manifest.folder


def ended(built: Built, number: int = -1) -> tuple[int, int, int, int]:
    """Rows read, kept, repeated and rejected of a source, the last one unless told."""
    entry = [source for source in built[0].sources if source.name == "cordis"][number]
    return entry.read, entry.kept, entry.repeated, entry.rejected


def listed(built: Built, name: str) -> list[Cells]:
    """What is listed of rows, without the columns of a header that nobody knows."""
    return [row for row in _listed(built, name) if not _unknown(row)]


def _listed(built: Built, name: str) -> list[Cells]:
    with (built[2] / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _unknown(row: Cells) -> bool:
    return row["reason"].startswith("column not known")


def remarked(built: Built) -> list[Cells]:
    """The values that were left out."""
    return listed(built, folder.REMARKS)


def values(location: Location, pattern: str) -> list[str]:
    """The distinct values of ?value, sorted."""
    table = location.select(f"{PREFIXES} SELECT DISTINCT ?value WHERE {{ {pattern} }}")
    return sorted(row[0].value for row in table.rows if row[0] is not None)


def one(location: Location, pattern: str) -> str:
    found = values(location, pattern)
    assert len(found) == 1, found
    return found[0]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    where = tmp_path_factory.mktemp("small")
    return make(where / "graph", release(where / "data"))


@pytest.fixture(scope="module")
def h2020(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Built:
    where = tmp_path_factory.mktemp("h2020")
    return make(where / "graph", shared_data / "cordis-h2020-2016")


# --- Nothing lost: the graph, exported back into the columns of CORDIS

AWARD = "?award cg:awardedTo ?thing . ?award"
FIELD = (
    'cg:sourceField ?field . FILTER(STRSTARTS(?field, "{0}=")) '
    'BIND(STRAFTER(?field, "=") AS ?value)'
)
CALL = AWARD + " cg:underCall ?call . ?call cg:kind call-kind:{0} ; cg:code ?value"
OF_PROJECT = {
    "id": "?thing cg:cordisId ?value",
    "acronym": "?thing cg:acronym ?value",
    "status": "?thing cg:status/skos:notation ?value",
    "title": "?thing dcterms:title ?value",
    "startDate": "?thing cg:startDate ?value",
    "endDate": "?thing cg:endDate ?value",
    "totalCost": "?thing cg:projectCost ?value",
    "ecMaxContribution": f"{AWARD} cg:awardContribution ?value",
    "legalBasis": f"{AWARD} cg:underProgramme|cg:alsoUnder ?part . ?part cg:code ?value",
    "topics": CALL.format("topic"),
    "ecSignatureDate": f"{AWARD} cg:signatureDate ?value",
    "frameworkProgramme": f"{AWARD} cg:underProgramme/cg:partOfProgramme* ?part . "
    "?part cg:kind kind:framework-programme ; cg:code ?value",
    "masterCall": CALL.format("call"),
    "subCall": CALL.format("sub-call"),
    "fundingScheme": f"{AWARD} cg:actionType/skos:notation ?value",
    "nature": f"?thing {FIELD.format('nature')}",
    "objective": "?thing dcterms:description ?value",
    "contentUpdateDate": "?thing dcterms:modified ?value",
    "rcn": "?thing cg:cordisRcn ?value",
    "grantDoi": f"{AWARD} cg:awardDoi ?value",
    "keywords": "?thing cg:keyword ?value",
    "Human-validated": f"?thing {FIELD.format('Human-validated')}",
}
WHO = "?thing cg:participant ?who . ?who"
SITE = "?thing cg:atSite ?site . ?site"
OF_PARTICIPATION = {
    "projectID": "?thing cg:inProject/cg:cordisId ?value",
    "projectAcronym": f"{{ ?thing cg:inProject/cg:acronym ?value }} UNION {{ ?thing "
    f"{FIELD.format('projectAcronym')} }}",
    "organisationID": f"{WHO} cg:pic|cg:identifier ?value",
    "vatNumber": f"{WHO} cg:vatNumber ?value",
    "name": f"{{ {WHO} rdfs:label ?value MINUS {{ ?thing cg:reportedName ?other }} }} "
    "UNION { ?thing cg:reportedName ?value }",
    "shortName": f"{WHO} cg:acronym ?value",
    "SME": "?thing cg:sme ?value",
    "activityType": f"{WHO} cg:kind/skos:notation ?value",
    "street": f"{SITE} schema:streetAddress ?value",
    "postCode": f"{SITE} schema:postalCode ?value",
    "city": f"{SITE} schema:addressLocality ?value",
    "country": f"{{ {SITE} schema:addressCountry ?value }} UNION "
    f"{{ {WHO} cg:locatedIn/cg:within* ?place . ?place cg:isoCode ?value }}",
    "nutsCode": f"{WHO} cg:locatedIn/cg:nutsCode ?value",
    "geolocation": f"{SITE} wgs:lat_long ?value",
    "organizationURL": f"{WHO} foaf:homepage ?value",
    # Kept as what it is made of: the organisation and the project.
    "contactForm": f"{WHO} cg:pic|cg:identifier ?pic . ?thing cg:inProject/cg:cordisId ?project "
    f'BIND(CONCAT("{CONTACT}", ?pic, "/", ?project) AS ?value)',
    "contentUpdateDate": "?thing dcterms:modified ?value",
    "rcn": f"{WHO} cg:cordisRcn ?value",
    "order": "?thing cg:order ?value",
    "role": "?thing cg:role/skos:notation ?value",
    "ecContribution": "?thing cg:participantContribution ?value",
    "netEcContribution": "?thing cg:netContribution ?value",
    "totalCost": "?thing cg:participantCost ?value",
    "endOfParticipation": "?thing cg:ended ?value",
    "active": "?thing cg:active ?value",
}
# What one row says of an organisation, all its rows share: a row that is silent shows it too.
SHARED = {
    "activityType",
    "city",
    "contactForm",
    "country",
    "geolocation",
    "name",
    "nutsCode",
    "organizationURL",
    "postCode",
    "projectAcronym",
    "rcn",
    "shortName",
    "street",
    "vatNumber",
}


def exported(location: Location, kind: str, wanted: Mapping[str, str]) -> dict:
    """Line of the source to column to values, by one SELECT for each column."""
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for column, pattern in wanted.items():
        query = f"SELECT ?at ?value WHERE {{ ?thing a cg:{kind} ; cg:locator ?at . {pattern} }}"
        for at, value in location.select(f"{PREFIXES} {query}").rows:
            assert at is not None and value is not None
            if ".csv:" in at.value:
                found[int(at.value.rpartition(":")[2])][column].add(value.value)
    return found


def one_text(text: str) -> set[str]:
    return {text} if text else set()


def amount(text: str) -> set[str]:
    return {str(Decimal(text.replace(",", ".")).normalize())} if text else set()


def cost(text: str) -> set[str]:
    return amount(text) - {"0"}


def flag(text: str) -> set[str]:
    return one_text({"1": "true", "0": "false"}.get(text, text.lower()))


def codes(text: str) -> set[str]:
    return {part.strip().rstrip(".") for part in re.split("[;,]", text) if part.strip()}


NORMAL: dict[str, Callable[[str], set[str]]] = {
    "totalCost": cost,
    "ecMaxContribution": amount,
    "ecContribution": amount,
    "netEcContribution": amount,
    "SME": flag,
    "endOfParticipation": flag,
    "active": flag,
    "legalBasis": codes,
    "topics": codes,
    "keywords": codes,
    "country": lambda text: one_text({"UK": "GB", "EL": "GR"}.get(text, text)),
    "nutsCode": lambda text: one_text(text) if len(text) > 2 else set(),
    "contentUpdateDate": lambda text: one_text(text.replace(" ", "T")),
    "organizationURL": lambda text: one_text(re.sub("^https?://", "", text)),
    "geolocation": lambda text: one_text(text.replace(" ", "")),
    "vatNumber": lambda text: one_text(text if re.search("[1-9]", text) else ""),
}


def compare(path: Path, stem: str, found: dict) -> tuple[int, list]:
    """How many cells with a value were compared, and those that the graph does not give back."""
    table = next(table for table in tables(path, "csv") if table.stem.startswith(stem))
    sheet = csv_sheet(table)
    compared, lost = 0, []
    for row in sheet.rows:
        assert isinstance(row, tuple)
        for column, cell in zip(sheet.header, row[1], strict=True):
            normal = NORMAL.get(column, one_text)
            wanted = normal(cell.strip())
            got = set().union(*map(normal, found[row[0]][column]))
            compared += bool(wanted)
            if not wanted <= got or (got - wanted and column not in {*SHARED, "legalBasis"}):
                lost.append((row[0], column, wanted, got))
    return compared, lost


def losses(path: Path, location: Location) -> tuple[int, list]:
    projects = exported(location, "Project", OF_PROJECT)
    participations = exported(location, "Participation", OF_PARTICIPATION)
    compared, lost = compare(path, "project", projects)
    more, too = compare(path, "organization", participations)
    return compared + more, lost + too


def test_nothing_is_lost_of_a_small_release(small: Built, tmp_path: Path) -> None:
    compared, lost = losses(release(tmp_path), small[1])
    assert lost == []
    cells = sum(1 for row in (*PROJECTS, *ORGANISATIONS) for text in row.values() if text)
    # Not compared: "not applicable", two costs of 0, a region that is a country.
    assert compared == cells - 4
    assert remarked(small) == []
    unknown = {row["column"] for row in _listed(small, folder.REMARKS) if _unknown(row)}
    assert unknown == {"nature", "Human-validated"}


def test_a_total_cost_of_nought_is_not_stored(small: Built) -> None:
    # The comparison above takes nought for nothing on either side, so it cannot tell.
    assert values(small[1], "?thing cg:projectCost|cg:participantCost ?value") == [
        "1500000.0",
        "71428.6",
        "960619.95",
    ]


@pytest.mark.slow
def test_a_region_of_another_country_leaves_the_country_that_the_row_tells(tmp_path: Path) -> None:
    rows = [
        {**ORGANISATIONS[0], "country": country, "nutsCode": region, "organisationID": pic}
        for country, region, pic in (
            ("FR", "BE332", "900000011"),
            ("BE", "BE332", "900000012"),
            ("EL", "EL303", "900000013"),
            ("GR", "BE332", "900000014"),
        )
    ]
    built = make(tmp_path / "g", release(tmp_path / "d", organization=as_csv(MODERN, rows)))
    places = [
        [
            place.rpartition("/")[2]
            for place in values(built[1], f"organisation:{pic} cg:locatedIn ?value")
        ]
        for pic in ("pic-900000011", "pic-900000012", "pic-900000013", "pic-900000014")
    ]
    assert places == [
        ["france", "nuts-BE332"],
        ["nuts-BE332"],
        ["nuts-EL303"],
        ["gr", "nuts-BE332"],
    ]
    sites = [
        one(built[1], f"organisation:{pic} org:hasSite/schema:addressCountry ?value")
        for pic in ("pic-900000011", "pic-900000012")
    ]
    assert sites == ["FR", "BE"]


def test_the_comparison_can_fail(small: Built, tmp_path: Path) -> None:
    other = [dict(row) for row in ORGANISATIONS]
    other[0]["totalCost"], other[1]["role"], other[2]["name"] = "71428,7", "participant", "X"
    text = as_csv(MODERN, other)
    _compared, lost = losses(release(tmp_path, organization=text), small[1])
    assert [(line, column) for line, column, _wanted, _got in lost] == [
        (2, "totalCost"),
        (3, "role"),
        (4, "name"),
    ]


def test_nothing_is_lost_of_real_rows_of_2024(tmp_path: Path, shared_data: Path) -> None:
    path = shared_data / "cordis-he-2024" / "first-100-rows"
    built = make(tmp_path / "graph", path)
    compared, lost = losses(path, built[1])
    assert lost == []
    assert compared > 3_300
    assert ended(built) == (300, 300, 0, 0)


@pytest.mark.slow
def test_nothing_is_lost_of_horizon_2020(h2020: Built, shared_data: Path) -> None:
    compared, lost = losses(shared_data / "cordis-h2020-2016", h2020[1])
    assert lost[:3] == []
    assert compared > 270_000


@pytest.mark.slow
def test_nothing_is_lost_of_real_rows_of_2023(tmp_path: Path, shared_data: Path) -> None:
    """Its project file has no header, so the projects are made of what its rows refer to."""
    rows_file = shared_data / "cordis-rows-2023" / "organization.csv"
    text = rows_file.read_text(encoding="utf-8")
    named = {row["projectID"]: row["projectAcronym"] for row in csv.DictReader(io.StringIO(text))}
    day = {"startDate": "2022-01-01"}
    projects = [{"id": name, "acronym": acronym, **day} for name, acronym in named.items()]
    path = release(tmp_path / "data", project=as_csv(PROJECT, projects, ","), organization=text)
    built = make(tmp_path / "graph", path)
    compared, lost = losses(path, built[1])
    remarks = remarked(built)
    told = set().union(*(NORMAL["organizationURL"](row["value"]) for row in remarks))
    # A dash stands for a blank.
    lost = [loss for loss in lost if loss[2] != {"-"}]
    assert [loss for loss in lost if not loss[2] & told] == []
    assert {column for _line, column, *_values in lost} == {"organizationURL"}
    assert compared > 80_000
    assert ended(built)[2:] == (0, 0)
    assert len(told) < 20


# --- Figures of the real release, as published


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("?x a cg:Project ; cg:cordisId ?id", 7_574),
        ("?p cg:participant ?x ; cg:inProject/cg:cordisId ?id", 12_326),
        ("?x a cg:Participation ; cg:inProject/cg:cordisId ?id", 31_868),
        ("?x a cg:Participation ; cg:role/skos:notation 'coordinator' ; cg:order ?o", 7_538),
        ("?x a cg:Organisation ; cg:identifier ?id", 3_117),
        ("?x cg:pic ?id . ?p cg:participant ?x", 9_209),
    ],
)
def test_published_figures(h2020: Built, pattern: str, count: int) -> None:
    query = f"{PREFIXES} SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"
    number = h2020[1].select(query).rows[0][0]
    assert number is not None and int(number.value) == count


@pytest.mark.slow
def test_real_releases_have_no_violation(h2020: Built) -> None:
    findings = validate.validate(h2020[1])
    assert [finding for finding in findings if finding.severity == "violation"] == []
    assert ended(h2020) == (7_574 + 31_868 + 9_779 + 7_574, 56_795, 0, 0)


# --- What becomes of rows


def test_a_small_release_is_sound(small: Built) -> None:
    assert ended(small) == (9, 9, 0, 0)
    findings = validate.validate(small[1])
    assert {finding.rule for finding in findings if finding.severity != "info"} == {
        # The project in which nobody takes part: kept, and told by validate.
        "project-participants"
    }


@pytest.mark.slow
def test_labels_fall_back_from_acronym_to_title_to_identifier(tmp_path: Path) -> None:
    cells = [PROJECTS[0], {"id": "2", "title": "A title"}, {"id": "3"}]
    built = make(tmp_path / "g", release(tmp_path / "d", project=as_csv(PROJECT, cells)))
    label = "project:cordis-{} rdfs:label ?value"
    names = [one(built[1], label.format(key)) for key in ("101000001", "2", "3")]
    assert names == ["LINK", "A title", "3"]


@pytest.mark.slow
def test_rows_of_unknown_projects_are_rejected(tmp_path: Path) -> None:
    strangers = [
        {"projectID": "999", "organisationID": "900000001", "name": "X", "role": "participant"},
        {"projectID": "", "organisationID": "900000001", "name": "X", "role": "participant"},
        {"projectID": "101000001", "role": "participant"},
    ]
    path = release(
        tmp_path / "d",
        organization=as_csv(MODERN, [*ORGANISATIONS, *strangers]),
        topics='"projectID";"topic";"title"\n"999";"T";""\n"101000001";"T";"A topic"\n',
        legalBasis='"projectID";"legalBasis"\n"998";"HORIZON.1"\n',
        euroSciVoc='"projectID";"euroSciVocCode"\n"997";"/21"\n"101000001";""\n',
        webLink='"projectID";"physUrl"\n"996";"https://a.example"\n',
    )
    built = make(tmp_path / "g", path)
    assert ended(built) == (18, 10, 0, 8)
    told = [(row["column"], row["value"], row["reason"]) for row in listed(built, folder.REJECTS)]
    assert told == [
        ("projectID", "998", "unknown project"),
        ("projectID", "999", "unknown project"),
        ("projectID", "999", "unknown project"),
        ("projectID", "", "no project"),
        ("organisationID", "", "no organisation"),
        ("projectID", "997", "unknown project"),
        ("euroSciVocCode", "", "neither code nor path nor title"),
        ("projectID", "996", "unknown project"),
    ]


@pytest.mark.slow
def test_a_row_that_cannot_name_a_project_is_rejected(tmp_path: Path) -> None:
    cells = [*PROJECTS, {"id": "", "title": "Nameless"}, {"id": "=1+1"}]
    built = make(tmp_path / "g", release(tmp_path / "d", project=as_csv(PROJECT, cells)))
    assert [row["reason"] for row in listed(built, folder.REJECTS)] == [
        "not a project identifier"
    ] * 2


@pytest.mark.slow
def test_repeated_rows_are_counted_and_told_where_they_differ(tmp_path: Path) -> None:
    other = {**ORGANISATIONS[1], "ecContribution": "7"}
    text = as_csv(MODERN, [*ORGANISATIONS, ORGANISATIONS[0], other])
    built = make(tmp_path / "g", release(tmp_path / "d", organization=text))
    assert ended(built) == (11, 9, 1, 0)
    assert [source.replaced for source in built[0].sources if source.name == "cordis"] == [1]
    remarks = remarked(built)
    assert [(row["line"], row["reason"]) for row in remarks] == [
        ("9", "another row of the same, or of a newer release, has other values and stands")
    ]
    assert values(
        built[1], "?x a cg:Participation ; cg:order 2 ; cg:participantContribution ?value"
    ) == ["0.0"]


@pytest.mark.slow
def test_a_grant_number_shared_by_two_records_is_one_project(tmp_path: Path) -> None:
    twin = {**PROJECTS[0], "rcn": "259248"}
    text = as_csv(PROJECT, [*PROJECTS, twin])
    built = make(tmp_path / "g", release(tmp_path / "d", project=text))
    assert ended(built) == (10, 9, 0, 0)
    assert values(built[1], "project:cordis-101000001 cg:cordisRcn ?value") == ["259247", "259248"]
    assert len(remarked(built)) == 1


def test_one_organisation_has_all_its_names_and_says_which_it_used(small: Built) -> None:
    location = small[1]
    acme = "organisation:pic-900000001"
    assert one(location, f"{acme} rdfs:label ?value") == "ACME CLUSTER"
    assert one(location, f"{acme} skos:altLabel ?value") == "ACME CLUSTER ÉTÉ"
    reported = f"?x cg:participant {acme} ; cg:order 1 ; cg:reportedName ?value"
    assert values(location, reported) == ["ACME CLUSTER", "ACME CLUSTER ÉTÉ"]
    # Those that had one name only need not repeat it.
    assert (
        values(location, "?x cg:participant organisation:pic-900000004 ; cg:reportedName ?value")
        == []
    )


def test_a_hash_is_no_pic(small: Built) -> None:
    assert values(small[1], f"organisation:cordis-{HASH} cg:identifier ?value") == [HASH]
    assert values(small[1], f"organisation:cordis-{HASH} cg:pic ?value") == []


@pytest.mark.slow
def test_one_vat_number_alone_merges_nothing(tmp_path: Path) -> None:
    twin = {**ORGANISATIONS[0], "organisationID": "900000009", "order": "9"}
    text = as_csv(MODERN, [*ORGANISATIONS, twin])
    built = make(tmp_path / "g", release(tmp_path / "d", organization=text))
    bearers = '?x cg:vatNumber "BE0123456789" ; cg:pic ?value'
    assert values(built[1], bearers) == ["900000001", "900000009"]


@pytest.mark.slow
def test_a_project_without_organisations_is_kept_and_found(tmp_path: Path) -> None:
    alone = {**PROJECTS[0], "id": "600002"}
    built = make(
        tmp_path / "g", release(tmp_path / "d", project=as_csv(PROJECT, [*PROJECTS, alone]))
    )
    assert ended(built) == (10, 10, 0, 0)
    found = [f.focus for f in validate.validate(built[1]) if f.rule == "project-participants"]
    assert "https://w3id.org/clustergraph/id/project/cordis-600002" in found


def pics_in(path: Path) -> set[str]:
    sheet = csv_sheet(next(t for t in tables(path, "csv") if t.stem.startswith("organization")))
    at = sheet.header.index("organisationID")
    cells = {row[1][at] for row in sheet.rows if isinstance(row, tuple)}
    return {cell for cell in cells if len(cell) == 9}


@pytest.mark.slow
def test_the_same_pic_in_real_rows_of_two_programmes_is_one_organisation(
    shared_data: Path, tmp_path: Path
) -> None:
    folders = [shared_data / "cordis-h2020-2016", shared_data / "cordis-he-2024/first-100-rows"]
    built = make(tmp_path / "g", *folders)
    pics = [pics_in(path) for path in folders]
    shared = sorted(pics[0] & pics[1])
    assert len(shared) >= 20
    sources = "?x dcterms:source ?h, ?e . ?h rdfs:label ?a . ?e rdfs:label ?b ."
    told = 'FILTER(CONTAINS(?a, "H2020") && CONTAINS(?b, "HORIZON"))'
    both = values(built[1], f"?x cg:pic ?value . {sources} {told}")
    assert both == shared
    twice = "SELECT ?pic { ?x cg:pic ?pic } GROUP BY ?pic HAVING (COUNT(?x) > 1)"
    assert not built[1].select(f"{PREFIXES} {twice}").rows


def test_names_are_kept_as_they_are(small: Built) -> None:
    assert one(small[1], f"organisation:cordis-{HASH} rdfs:label ?value") == "=cmd|'/c calc'!A1"
    assert (
        one(small[1], "organisation:pic-900000003 rdfs:label ?value")
        == "UNIVERSITY OF \ufffdUM\ufffd"
    )


def test_places_are_regions_or_else_countries(small: Built) -> None:
    place = "organisation:{} cg:locatedIn ?p . ?p cg:nutsCode|cg:isoCode ?value"
    assert values(small[1], place.format("pic-900000001")) == ["BE", "BE332"]
    assert values(small[1], place.format(f"cordis-{HASH}")) == ["NA"]
    assert values(small[1], place.format("pic-900000004")) == ["EL303", "XK"]
    assert (
        one(small[1], '?p cg:isoCode "NA" ; rdfs:label ?value FILTER(LANG(?value) = "en")')
        == "Namibia"
    )
    within = "?p cg:nutsCode 'UKK11' ; cg:within+ ?c . ?c cg:isoCode ?value"
    assert values(small[1], within) == ["GB"]


def test_programmes_are_a_tree_under_the_curated_ones(h2020: Built) -> None:
    chain = "programme:h2020-eu-1-3-2 cg:partOfProgramme{} ?p . ?p cg:code ?value"
    assert one(h2020[1], chain.format("")) == "H2020-EU.1.3."
    assert values(h2020[1], chain.format("+")) == ["H2020", "H2020-EU.1.", "H2020-EU.1.3."]
    assert one(h2020[1], "programme:horizon-2020 rdfs:label ?value") == "Horizon 2020"


@pytest.mark.slow
def test_the_main_programme_part_is_the_one_of_the_award(tmp_path: Path) -> None:
    text = (
        "projectID;legalBasis;title;uniqueProgrammePart\n"
        "101000001;HORIZON.2.5.2;Energy Supply;\n"
        "101000001;HORIZON.2.5;Climate, Energy and Mobility;true\n"
        "101000001;HORIZON.2.5;Climate, Energy and Mobility;true\n"
    )
    built = make(tmp_path / "g", release(tmp_path / "d", legalBasis=text))
    award = "?a cg:awardedTo project:cordis-101000001 ; cg:{} ?p . ?p rdfs:label ?value"
    assert one(built[1], award.format("underProgramme")) == "Climate, Energy and Mobility"
    assert one(built[1], award.format("alsoUnder")) == "Energy Supply"
    assert ended(built) == (12, 11, 1, 0)


@pytest.mark.slow
def test_calls_are_a_tree_without_circles(tmp_path: Path) -> None:
    turned = {"id": "5", "topics": "B", "subCall": "A", "frameworkProgramme": "HORIZON"}
    cells = [*PROJECTS, {**turned, "id": "4", "topics": "A", "subCall": "B"}, turned]
    built = make(tmp_path / "g", release(tmp_path / "d", project=as_csv(PROJECT, cells)))
    upper = "?c cg:code '{}' ; cg:partOfCall ?u . ?u cg:code ?value"
    assert one(built[1], upper.format("HORIZON-CL5-2022-D3-01-06")) == "HORIZON-CL5-2022-D3-01"
    assert one(built[1], upper.format("A")) == "B"
    assert values(built[1], upper.format("B")) == []
    assert values(built[1], upper.format("ERC-2023-STG")) == []
    assert "call-cycle" not in {finding.rule for finding in validate.validate(built[1])}


FIELDS = """projectID,euroSciVocCode,euroSciVocPath,euroSciVocTitle,euroSciVocDescription
101000001,/29/97/543,/social sciences/political sciences/government systems,government systems,
101000001,/29/97/543,/social sciences/political sciences/government systems,government systems,
101000003,/29/97,/social sciences/political sciences,political sciences,What states do
"""


@pytest.mark.slow
def test_fields_of_science_are_a_scheme_of_concepts(tmp_path: Path) -> None:
    path = release(tmp_path / "d", euroSciVoc_df_100=FIELDS)
    built = make(tmp_path / "g", path)
    assert ended(built) == (12, 11, 1, 0)
    topic = "project:cordis-101000001 cg:topic{} ?t . ?t skos:prefLabel ?value"
    assert values(built[1], topic.format("/skos:broader*")) == [
        "government systems",
        "political sciences",
        "social sciences",
    ]
    assert one(built[1], topic.format("")) == "government systems"
    assert one(built[1], "?t skos:definition ?value . ?t skos:notation '97'") == "What states do"
    findings = validate.validate(built[1])
    assert [finding for finding in findings if finding.severity == "violation"] == []


@pytest.mark.slow
def test_fields_of_science_come_as_a_spreadsheet_too(tmp_path: Path, shared_data: Path) -> None:
    path = release(tmp_path / "d")
    (path / "euroSciVoc.xlsx").symlink_to(shared_data / "cordis-he-2024" / "euroSciVoc.xlsx")
    first = {**PROJECTS[0], "id": "101116741"}
    (path / "project.csv").write_text(as_csv(PROJECT, [*PROJECTS, first]))
    built = make(tmp_path / "g", path)
    read, kept, repeated, rejected = ended(built)
    assert (read, kept, repeated) == (10 + 38_789, 11, 0)
    assert rejected == 38_788
    topic = "project:cordis-101116741 cg:topic ?t . ?t skos:prefLabel ?value"
    assert one(built[1], topic) == "government systems"


@pytest.mark.slow
def test_links_are_home_pages_or_pages(tmp_path: Path) -> None:
    text = as_csv(
        ["physUrl", "projectID", "type", "represents"],
        [
            {"projectID": "101000001", "physUrl": "https://link.example/", "represents": "project"},
            {"projectID": "101000001", "physUrl": "https://a.example/?x=1&y=2", "type": "other"},
            {"projectID": "101000001", "physUrl": "no page <at> all", "type": "other"},
        ],
    )
    built = make(tmp_path / "g", release(tmp_path / "d", webLink=text))
    assert one(built[1], "project:cordis-101000001 foaf:homepage ?value") == "https://link.example/"
    assert (
        one(built[1], "project:cordis-101000001 foaf:page ?value") == "https://a.example/?x=1&y=2"
    )
    assert [row["reason"] for row in remarked(built)] == ["not a web address"]


@pytest.mark.slow
def test_values_that_cannot_be_read_are_remarked_and_left_out(tmp_path: Path) -> None:
    project = {**PROJECTS[0], "startDate": "soon", "totalCost": "1,234"}
    worse = {
        **ORGANISATIONS[0],
        "country": "DE;HU",
        "nutsCode": "Bavaria",
        "geolocation": "99,200",
        "SME": "perhaps",
        "order": "first",
        "contentUpdateDate": "2024-13-01 00:00:00",
    }
    path = release(
        tmp_path / "d",
        project=as_csv(PROJECT, [project]),
        organization=as_csv(MODERN, [worse]),
    )
    built = make(tmp_path / "g", path)
    assert ended(built) == (2, 2, 0, 0)
    told = {row["column"]: row["reason"] for row in remarked(built)}
    assert set(told) == {
        "startDate",
        "totalCost",
        "country",
        "nutsCode",
        "geolocation",
        "SME",
        "order",
        "contentUpdateDate",
    }
    assert told["totalCost"] == "thousands or decimals? the separator may be either"
    findings = validate.validate(built[1])
    assert [finding for finding in findings if finding.severity == "violation"] == []


def test_a_place_that_cannot_be_read_is_remarked_in_each_row_that_tells_otherwise(
    tmp_path: Path,
) -> None:
    rows = [
        {**ORGANISATIONS[0], "geolocation": "99,200", "shortName": name, "order": order}
        for name, order in (("ONE", "1"), ("TWO", "2"))
    ]
    path = release(
        tmp_path / "d",
        project=as_csv(PROJECT, PROJECTS),
        organization=as_csv(MODERN, rows),
    )
    told = remarked(make(tmp_path / "g", path))
    assert [row["line"] for row in told if row["column"] == "geolocation"] == ["2", "3"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("geolocation", "99,200"),
        ("nutsCode", "?1"),
        ("country", "Nowhere"),
        ("organizationURL", "http://a b"),
    ],
)
def test_what_cannot_be_read_is_remarked_in_each_release_that_tells_it_in_the_same_words(
    column: str, text: str, tmp_path: Path
) -> None:
    paths = []
    for identifier, changed in (("600001", "2019"), ("600002", "2020")):
        project = PROJECTS[0] | {
            "id": identifier,
            "contentUpdateDate": f"{changed}-01-01 00:00:00",
        }
        row = ORGANISATIONS[0] | {"projectID": identifier, column: text}
        paths.append(
            release(
                tmp_path / identifier,
                project=as_csv(PROJECT, [project]),
                organization=as_csv(MODERN, [row]),
            )
        )
    told = remarked(make(tmp_path / "g", *paths))
    assert [row["value"] for row in told if row["column"] == column] == [text, text]


# --- Layouts

OLD_PROJECTS = """rcn;reference;acronym;status;programme;topics;frameworkProgramme;title;startDate;\
endDate;projectUrl;objective;totalCost;ecMaxContribution;call;fundingScheme;coordinator;\
coordinatorCountry;participants;participantCountries;subjects
85243;211743;TRIGGER;CLOSED;FP7-IDEAS-ERC;ERC-SG-PE5;FP7;A title;2008-09-01;2013-08-31;\
http://trigger.example;Text;1 234 567,5;1200000;ERC-2007-StG;ERC-SG;ACME;BE;;;LIF;
"""
OLD_ORGANISATIONS = """projectRcn;projectReference;projectAcronym;role;id;name;shortName;\
activityType;endOfParticipation;ecContribution;country;street;city;postCode;organizationUrl;\
vatNumber;contactForm;contactType;contactTitle;contactFirstNames;contactLastNames;\
contactFunction;contactTelephoneNumber;contactFaxNumber;contactEmail
85243;211743;TRIGGER;coordinator;900000001;ACME CLUSTER;ACME;PRC;false;1200000;BE;Rue 1;Liege;\
4000;http://acme.example;BE01;;;Ms;Jane;Doe;Director;1;2;jane@example.org
"""


@pytest.mark.slow
def test_the_layout_of_the_seventh_framework_programme(tmp_path: Path) -> None:
    where = tmp_path / "d"
    where.mkdir()
    # One column more than the header has would be another file: this one ends with a delimiter.
    projects = OLD_PROJECTS.replace("subjects\n", "subjects;\n")
    (where / "cordis-fp7projects.csv").write_text(projects)
    (where / "cordis-fp7organizations.csv").write_text(OLD_ORGANISATIONS)
    built = make(tmp_path / "g", where)
    location = built[1]
    assert ended(built) == (2, 2, 0, 0)
    project = "project:cordis-211743"
    assert one(location, f"{project} cg:projectCost ?value") == "1234567.5"
    assert one(location, f"{project} foaf:homepage ?value") == "http://trigger.example"
    assert one(location, f"{project} cg:sourceField ?value") == "subjects=LIF"
    award = f"?a cg:awardedTo {project} ; cg:underProgramme{{}} ?p . ?p rdfs:label ?value"
    assert one(location, award.format("")) == "FP7-IDEAS-ERC"
    assert one(location, award.format("/cg:partOfProgramme")) == "Seventh Framework Programme"
    assert (
        one(location, f"?x cg:inProject {project} ; cg:participant ?o . ?o cg:pic ?value")
        == "900000001"
    )
    # People to contact are no business of the graph's.
    assert not location.ask('ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), "jane@")) }')
    findings = validate.validate(location)
    assert [finding for finding in findings if finding.severity == "violation"] == []


def zipped(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


@pytest.mark.slow
def test_columns_in_any_order_a_zip_and_a_zip_in_a_zip_give_the_same_graph(
    small: Built, tmp_path: Path
) -> None:
    turned = release(
        tmp_path / "turned",
        project=as_csv(PROJECT[::-1], PROJECTS, ","),
        organization=as_csv(MODERN[::-1], ORGANISATIONS, "\t"),
    )
    files = {f"csv/{file.name}": file.read_bytes() for file in turned.iterdir()}
    packed, nested = tmp_path / "packed.zip", tmp_path / "nested.zip"
    packed.write_bytes(zipped(files))
    nested.write_bytes(zipped({"inner/H2020.zip": zipped(files), "information.txt": b"x"}))
    for number, path in enumerate((turned, packed, nested)):
        built = make(tmp_path / f"g{number}", path)
        assert facts(built[1]) == facts(small[1])


def facts(location: Location) -> list[bytes]:
    """All lines, but for the name of the data set, which comes from the bytes of the files."""
    return sorted(re.sub(rb"/id/dataset/[\w-]+", b"", line) for line in location.lines())


@pytest.fixture
def twice(tmp_path: Path) -> list[Path]:
    """Two releases with rows of every kind of file, some repeated with other values, some wrong."""
    more = [*PROJECTS, {**PROJECTS[0], "title": "Another"}, {"id": "600009", "fundingScheme": "X"}]
    files = {
        "organization": as_csv(MODERN, [*ORGANISATIONS, {"projectID": "9", "name": "X"}]),
        "topics": '"projectID";"topic";"title"\n"999";"T";""\n"101000001";"T";"A topic"\n',
        "legalBasis": '"projectID";"legalBasis";"title"\n"101000001";"HORIZON.1";"Science"\n',
        "euroSciVoc": '"projectID";"euroSciVocCode"\n"101000001";"/21"\n"101000001";""\n',
        "webLink": '"projectID";"physUrl"\n"996";"https://a.example"\n',
    }
    first = release(tmp_path / "a", project=as_csv(PROJECT, more[::-1]), **files)
    return [first, release(tmp_path / "b", project=as_csv(PROJECT, more), **files)]


@pytest.mark.slow
@pytest.mark.parametrize("interpreter", [sys.executable, "/bin/false", "/nowhere/python"])
def test_two_processes_read_what_one_reads(
    interpreter: str, twice: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make(tmp_path / "one", *twice)
    real, result = sys.executable, beside.Beside.result
    answered: list[bool] = []

    def recorded(process: beside.Beside) -> object:
        half = result(process)
        answered.append(half is not None)
        return half

    monkeypatch.setattr(beside, "LARGE", 0)
    monkeypatch.setattr(processes, "processors", lambda: 2)
    monkeypatch.setattr(processes, "sys", SimpleNamespace(executable=interpreter, path=sys.path))
    monkeypatch.setattr(beside.Beside, "result", recorded)
    two = make(tmp_path / "two", *twice)
    assert answered and set(answered) == {interpreter == real}
    assert two[0].build_id == one[0].build_id
    assert two[0].sources == one[0].sources
    for name in (folder.REJECTS, folder.REMARKS):
        assert listed(two, name) == listed(one, name)
    assert ended(one, 0)[2] > 0 and ended(one, 0)[3] > 0 and listed(one, folder.REMARKS)


def test_a_fault_that_a_second_process_meets_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "LARGE", 0)
    path = release(tmp_path / "d", topics='"projectID";"theme"\n')
    with pytest.raises(SourceError, match=r"topics\.csv:1: column 'topic' is missing"):
        make(tmp_path / "g", path)


@pytest.mark.slow
def test_several_releases_in_one_build_share_organisations(tmp_path: Path) -> None:
    older = [
        {**PROJECTS[0], "id": "600001", "frameworkProgramme": "H2020", "legalBasis": "H2020-EU.1."}
    ]
    rows = [{**ORGANISATIONS[0], "projectID": "600001", "contentUpdateDate": "2019-01-01 00:00:00"}]
    rows[0]["name"] = "ACME BEFORE"
    first = release(
        tmp_path / "a", project=as_csv(PROJECT, older), organization=as_csv(MODERN, rows)
    )
    second = release(tmp_path / "b")
    built = make(tmp_path / "g", first, second)
    acme = "organisation:pic-900000001"
    assert one(built[1], f"{acme} rdfs:label ?value") == "ACME CLUSTER"
    reported = (
        f"?x cg:participant {acme} ; cg:inProject project:cordis-600001 ; cg:reportedName ?value"
    )
    assert one(built[1], reported) == "ACME BEFORE"
    assert len(values(built[1], f"{acme} dcterms:source ?value")) == 2
    assert [source.release for source in built[0].sources if source.name == "cordis"] == [
        "H2020 as of 2024-02-24",
        "HORIZON as of 2024-02-24",
    ]


@pytest.mark.slow
def test_a_release_read_twice_is_repeated_not_doubled(small: Built, tmp_path: Path) -> None:
    first, second = release(tmp_path / "a"), release(tmp_path / "b")
    built = make(tmp_path / "g", first, second)
    assert ended(built, 0) == (9, 9, 0, 0)
    assert ended(built, 1) == (9, 0, 9, 0)
    assert built[0].triples == small[0].triples


@pytest.mark.slow
def test_a_curated_organisation_keeps_its_node(tmp_path: Path) -> None:
    rows = [{**ORGANISATIONS[0], "organisationID": "999918390", "name": "LUXINNOVATION GIE"}]
    path = release(tmp_path / "d", organization=as_csv(MODERN, rows))
    facts = tmp_path / "facts.ttl"
    facts.write_text(
        "@prefix cg: <https://w3id.org/clustergraph/ontology#> .\n"
        '<https://w3id.org/clustergraph/id/organisation/luxinnovation> cg:pic "999918390" .\n'
    )
    built = make(tmp_path / "g", path, rdf=facts)
    luxinnovation = "organisation:luxinnovation"
    assert one(built[1], f"?x cg:participant {luxinnovation} ; cg:reportedName ?value") == (
        "LUXINNOVATION GIE"
    )
    assert one(built[1], f"{luxinnovation} rdfs:label ?value") == "Luxinnovation"
    assert "LUXINNOVATION GIE" in values(built[1], f"{luxinnovation} skos:altLabel ?value")
    assert not built[1].ask(f"{PREFIXES} ASK {{ organisation:pic-999918390 ?p ?o }}")


@pytest.mark.slow
def test_the_same_release_gives_the_same_bytes_whatever_its_folder(tmp_path: Path) -> None:
    ids = {make(tmp_path / f"g{n}", release(tmp_path / n / "d"))[0].build_id for n in "ab"}
    assert len(ids) == 1


# --- What is no release


def test_a_file_without_a_header_is_told(shared_data: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"project\.csv:1: column 'id' is missing; found: 719161"):
        make(tmp_path / "g", shared_data / "cordis-rows-2023")


@pytest.mark.parametrize("stem", ["project", "organization"])
def test_a_missing_file_is_told(tmp_path: Path, stem: str) -> None:
    path = release(tmp_path / "d")
    (path / f"{stem}.csv").unlink()
    with pytest.raises(SourceError, match=rf"no {stem}\.csv here"):
        make(tmp_path / "g", path)


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    columns = [column for column in MODERN if column != "projectID"]
    path = release(tmp_path / "d", organization="x;" + ";".join(columns) + "\n")
    with pytest.raises(SourceError, match=r"organization\.csv:1: column 'projectID' is missing"):
        make(tmp_path / "g", path)


# One participation in two releases: its order, role, money and other values have changed.
OLD_ROW = {
    "projectID": "101000001", "projectAcronym": "LINK", "organisationID": "900000001",
    "name": "ACME CLUSTER", "country": "BE", "contentUpdateDate": "2023-01-01 00:00:00",
    "order": "2", "role": "participant", "ecContribution": "90.0",
}  # fmt: skip
NEW_ROW = {
    **OLD_ROW, "contentUpdateDate": "2024-06-01 00:00:00", "order": "1", "role": "coordinator",
    "ecContribution": "80.0",
}  # fmt: skip


def _dated(where: Path, day: str, *rows: dict[str, str]) -> Path:
    project = as_csv(PROJECT, [{**PROJECTS[0], "contentUpdateDate": day}])
    return release(where, project=project, organization=as_csv(MODERN, rows))


@pytest.mark.slow
@pytest.mark.parametrize("names", ["ab", "ba"])
def test_a_newer_release_of_a_participation_replaces_the_older_one(
    names: str, tmp_path: Path
) -> None:
    third = {**OLD_ROW, "role": "thirdParty", "order": "3", "ecContribution": "5.0"}
    gone = {**OLD_ROW, "organisationID": "900000007", "order": "4", "ecContribution": "1.0"}
    old = _dated(tmp_path / names[0], "2023-01-01 00:00:00", OLD_ROW, third, gone)
    new = _dated(tmp_path / names[1], "2024-06-01 00:00:00", NEW_ROW)
    money = "?x a cg:Participation ; cg:participantContribution ?value"
    for given in ([old, new], [new, old]):
        built = make(tmp_path / "g", *given)
        # Another capacity, and what the newer release does not tell of, stay.
        assert values(built[1], money) == ["1.0", "5.0", "80.0"]
        told = {Path(str(s.path)).name: s for s in built[0].sources if s.name == "cordis"}
        assert [told[name].replaced for name in names] == [2, 0]
        assert [told[name].repeated for name in names] == [0, 0]
        remarks = remarked(built)
        assert {row["file"].split("/")[-2] for row in remarks} == {names[0]}
        assert len(remarks) == 2


@pytest.mark.slow
def test_releases_of_one_day_are_dated_by_their_participations_then_by_their_paths(
    tmp_path: Path,
) -> None:
    day, money = "2024-01-01 00:00:00", "?x cg:participantContribution ?value"
    old, new = _dated(tmp_path / "b", day, OLD_ROW), _dated(tmp_path / "a", day, NEW_ROW)
    assert values(make(tmp_path / "g", old, new)[1], money) == ["80.0"]
    undated = [{**row, "contentUpdateDate": ""} for row in (OLD_ROW, NEW_ROW)]
    paths = [_dated(tmp_path / f"r{n}", "", row) for n, row in enumerate(undated, 1)]
    assert values(make(tmp_path / "h", *paths)[1], money) == ["80.0"]


@pytest.mark.slow
def test_a_table_does_not_double_what_cordis_tells(tmp_path: Path) -> None:
    given = [
        # The same: by the node, by number and acronym, in another role of its kind, in none.
        ("900000001", "project:cordis-101000001", "participant", "90"),
        ("900000001", "101000001", "participant", "91"),
        ("900000001", "project:cordis-101000001", "coordinator", "92"),
        ("900000001", "project:cordis-101000001", "", "93"),
        # Others: another capacity, another organisation, and what may be another project.
        ("900000001", "project:cordis-101000001", "third-party", "1"),
        ("900000009", "project:cordis-101000001", "participant", "2"),
        ("900000001", "", "participant", "4"),
    ]
    columns = ("relation", "organisation", "organisation_id", "country", "with", "with_id", "role",
               "contribution")  # fmt: skip
    rows = (
        dict(zip(columns, ("participation", "ACME", pic, "BE", "Link", number, *rest), strict=True))
        for pic, number, *rest in given
    )
    own = tmp_path / "own.csv"
    own.write_text(as_csv([*columns], rows, ","), encoding="utf-8")
    cordis = _dated(tmp_path / "d", "2024-01-01", OLD_ROW)
    manifest = build.build([("cordis", cordis), ("table", own)], tmp_path / "g")
    table = next(source for source in manifest.sources if source.name == "table")
    assert (table.kept, table.replaced, table.rejected) == (3, 4, 0)
    money = "?x a cg:Participation ; cg:participantContribution ?value"
    assert values(open_graph(tmp_path / "g"), money) == ["1.0", "2.0", "4.0", "90.0"]
    remarks = (tmp_path / "g" / manifest.folder / folder.REMARKS).read_text(encoding="utf-8")
    assert remarks.count("another source states this participation") == 4
    assert remarks.count("has project:cordis-101000001 of that name") == 1


@pytest.mark.slow
def test_the_newest_name_is_told_however_its_day_is_written(tmp_path: Path) -> None:
    # Saved by a spreadsheet, the older release has its days first: 31/12/2023.
    before = {**OLD_ROW, "name": "OLD NAME", "contentUpdateDate": "31/12/2023"}
    after = {**NEW_ROW, "name": "NEW NAME"}
    old = _dated(tmp_path / "old", "31/12/2023", before)
    new = _dated(tmp_path / "new", "2024-06-01 00:00:00", after)
    built = make(tmp_path / "g", old, new)
    assert values(built[1], "organisation:pic-900000001 rdfs:label ?value") == ["NEW NAME"]
    releases = {source.release for source in built[0].sources if source.name == "cordis"}
    assert {release[-10:] for release in releases} == {"2023-12-31", "2024-06-01"}


@pytest.mark.slow
@pytest.mark.parametrize("blank", ["0", "000000000", "unknown", "TBD", "?"])
def test_what_stands_for_no_identifier_makes_no_two_organisations_one(
    blank: str, tmp_path: Path
) -> None:
    rows = [
        {**OLD_ROW, "organisationID": blank, "vatNumber": blank, "name": name, "order": name[-1]}
        for name in ("ONE 1", "TWO 2")
    ]
    built = make(tmp_path / "g", _dated(tmp_path / "d", "2024-01-01", *rows))
    who = "?x cg:inProject project:cordis-101000001 ; cg:participant ?who . ?who"
    assert values(built[1], f"{who} rdfs:label ?value") == ["ONE 1", "TWO 2"]
    assert values(built[1], f"{who} cg:identifier|cg:vatNumber ?value") == []


@pytest.mark.slow
def test_two_rows_of_one_release_are_two_participations(tmp_path: Path) -> None:
    twin = {**OLD_ROW, "order": "7", "ecContribution": "10.0"}
    path = _dated(tmp_path / "d", "2024-01-01", OLD_ROW, twin)
    built = make(tmp_path / "g", path)
    assert values(built[1], "?x cg:participantContribution ?value") == ["10.0", "90.0"]
