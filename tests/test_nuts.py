"""Eurostat's lists of NUTS codes: names, hierarchy, versions told apart, nothing lost."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from clustergraph.building import build
from clustergraph.errors import SourceError
from clustergraph.graph.opening import open_graph
from clustergraph.sources import nuts
from clustergraph.sources.citations import Citations
from clustergraph.sources.countries import country_code
from clustergraph.sources.gathering import Gathering
from clustergraph.sources.places import Places
from clustergraph.sources.recodings import container
from clustergraph.terms import compress, fold, mint
from gathered import lines_of

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.sources.reading import Tally

DATASET = mint("dataset", "nuts", "test")
CODE = "http://data.europa.eu/nuts/code/"
OFFICIAL = "nuts_id,level,cntr,name_latn,nuts_name,lon_largest_poly_centroid,uri\n"


class Read:
    """Lists read beside the curated facts; `facts[subject][predicate]` is a set of values.

    The curated facts are among them only if `whole` says so.
    """

    def __init__(self, curated: list[str], path: Path, *, whole: bool = False) -> None:
        gathering = Gathering(lines=list(curated))
        gathering.prepare({})
        self.tally: Tally
        self.tally, self.release = nuts.read(path, DATASET, gathering)
        self.facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        added = lines_of(gathering) - set([] if whole else curated)
        for quad in ox.parse("".join(added), format=ox.RdfFormat.N_TRIPLES):
            subject, predicate, value = (compress(term.value) for term in quad.triple)  # type: ignore[union-attr]
            self.facts[subject][predicate].add(value)
        assert self.tally.read == (self.tally.kept + self.tally.repeated + len(self.tally.rejects))

    def __getitem__(self, subject: str) -> dict[str, set[str]]:
        return self.facts[subject]

    @cached_property
    def _records(self) -> dict[tuple[str, str], str]:
        return {
            (thing, source): record
            for record, facts in self.facts.items()
            for thing in facts.get("foaf:primaryTopic", ())
            for source in facts["dcterms:isPartOf"]
        }

    def places(self, thing: str, source: str) -> set[str]:
        """Where in a source a thing stands: in the record of that source, or its one source."""
        assert source in self[thing]["dcterms:source"]
        if len(self[thing]["dcterms:source"]) == 1:
            return self[thing]["cg:locator"]
        assert "cg:locator" not in self[thing]
        return self[self._records[thing, source]]["cg:locator"]


@pytest.fixture(scope="module")
def curated(curated_file: Path) -> list[str]:
    return curated_file.read_text().splitlines(keepends=True)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_official_row_becomes_a_region(curated: list[str], tmp_path: Path) -> None:
    row = f"BE35,2,BE,Prov. Namur,Prov. Namur,4.85444,{CODE}BE35\n"
    read = Read(curated, write(tmp_path, "nuts_2024.csv", OFFICIAL + row))
    assert read.release == "2024"
    assert read["place:nuts-BE35"] == {
        "rdf:type": {"cg:Region"},
        "rdfs:label": {"Prov. Namur"},
        "skos:altLabel": {"BE35"},
        "cg:nutsCode": {"BE35"},
        "cg:nutsVersion": {"2024"},
        "cg:kind": {"place-kind:nuts2"},
        "cg:within": {"place:wallonia"},
        "cg:authorityConcept": {f"{CODE}BE35"},
        "dcterms:source": {compress(DATASET)},
        "cg:locator": {"nuts_2024.csv:2"},
        "wgs:long": {"4.85444"},
    }
    assert read[f"{CODE}BE35"]["rdf:type"] == {"skos:Concept"}
    assert read[f"{CODE}BE35"]["skos:notation"] == {"BE35"}


def test_versions_of_a_region_are_kept_apart_and_meet(curated: list[str], tmp_path: Path) -> None:
    rows = (
        "code,version,country\nFR41,2006,France\nFR41,2013,France\nFRF3,2024,France\nAT1,2006,X\n"
    )
    read = Read(curated, write(tmp_path, "all.csv", rows))
    assert read.release == "2006–2024"
    assert read["place:nuts-FR41"]["cg:nutsVersion"] == {"2006", "2013"}
    assert read["place:nuts-FRF3"]["cg:nutsVersion"] == {"2024"}
    assert read["place:nuts-FR41"]["rdfs:label"] == {"FR41"}
    # Lorraine lies in what it is now.
    assert read["place:nuts-FR41"]["cg:within"] == {"place:nuts-FRF3"}
    # FRF is in no list: it stands in the hierarchy, without a version.
    assert read["place:nuts-FRF"]["cg:within"] == {"place:france"}
    assert "cg:nutsVersion" not in read["place:nuts-FRF"]
    assert read["place:nuts-FRF"]["dcterms:source"] == {"publication:nuts"}
    # The linked data of Eurostat has no version 2006.
    assert "cg:authorityConcept" not in read["place:nuts-AT1"]
    assert read["place:nuts-FR41"]["cg:authorityConcept"] == {f"{CODE}FR41"}


def test_the_name_of_the_latest_version_is_the_label(curated: list[str], tmp_path: Path) -> None:
    write(tmp_path, "NUTS_2024.csv", "NUTS_ID,NAME_LATN,NUTS_NAME\nBG311,Vidin,Видин\n")
    write(tmp_path, "NUTS_2016.csv", "NUTS_ID,NAME_LATN,NUTS_NAME\nBG311,Bdin,Бдин\n")
    places = Read(curated, tmp_path)["place:nuts-BG311"]
    assert places["rdfs:label"] == {"Vidin"}
    assert places["skos:altLabel"] == {"BG311", "Видин", "Bdin", "Бдин"}


def test_curated_places_keep_their_node_and_label(curated: list[str], tmp_path: Path) -> None:
    rows = "BE3,1,BE,Région wallonne,Région wallonne,,\nBE,0,BE,Belgique/België,,,\n"
    read = Read(curated, write(tmp_path, "nuts_2021.csv", OFFICIAL + rows))
    wallonia = read["place:wallonia"]
    assert wallonia["cg:nutsVersion"] == {"2021"}
    # No second label, and no name that the curated facts already have.
    assert "rdfs:label" not in wallonia and "skos:altLabel" not in wallonia
    assert "rdf:type" not in wallonia
    assert "rdfs:label" not in read["place:belgium"]
    assert read["place:belgium"]["skos:altLabel"] == {"Belgique/België"}
    assert "place:nuts-BE3" not in read.facts and "place:be" not in read.facts
    # The curated facts already describe this entry of Eurostat's list.
    assert f"{CODE}BE3" not in read.facts


def test_countries_that_the_eu_writes_otherwise(curated: list[str], tmp_path: Path) -> None:
    rows = "EL,0,EL,Elláda,Ελλάδα,,\nEL3,1,EL,Attiki,,,\nUKC,1,UK,North East,,,\nXK,0,XK,,,,\n"
    read = Read(curated, write(tmp_path, "nuts_2021.csv", OFFICIAL + rows))
    assert read["place:gr"]["cg:isoCode"] == {"GR"}
    assert read["place:gr"]["cg:nutsCode"] == {"EL"}
    assert read["place:gr"]["rdfs:label"] == {"Greece", "Grèce"}
    assert read["place:gr"]["skos:altLabel"] == {"Elláda", "Ελλάδα"}
    assert read["place:nuts-EL3"]["cg:within"] == {"place:gr"}
    assert read["place:nuts-UKC"]["cg:within"] == {"place:gb"}
    iso = "publication:iso-3166"
    assert read.places("place:gr", iso) == {"ISO 3166-1, entry GR"}
    assert read.places("place:gr", compress(DATASET)) == {"nuts_2021.csv:2"}
    assert read.places("place:xk", iso) == {"ISO 3166-1, user-assigned code XK"}


def test_columns_without_a_property_are_kept_as_fields(curated: list[str], tmp_path: Path) -> None:
    path = write(tmp_path, "NUTS_AT_2021.csv", 'CNTR_CODE;NUTS_ID;MOUNT_TYPE;X\nBE;BE35;"4";\n')
    assert Read(curated, path)["place:nuts-BE35"]["cg:sourceField"] == {"MOUNT_TYPE=4"}


def test_every_row_ends_somewhere(curated: list[str], tmp_path: Path) -> None:
    rows = (
        "code,version,level,cntr\n"
        "BE35,2021,2,BE\nBE35,2021,2,BE\nbe35,2021,2,BE\nBE3555,2021,3,BE\n,2021,2,BE\n"
        "DE1,latest,1,DE\nDE2,2021,3,DE\nDE3,2021,1,AT\n"
    )
    tally = Read(curated, write(tmp_path, "codes.csv", rows)).tally
    assert (tally.read, tally.kept, tally.repeated, len(tally.rejects)) == (8, 5, 1, 2)
    assert [(r.line, r.value, r.reason) for r in tally.rejects] == [
        (5, "BE3555", "not a NUTS code"),
        (6, "", "not a NUTS code"),
    ]
    assert [(r.line, r.column, r.value) for r in tally.remarks] == [
        (7, "version", "latest"),
        (8, "level", "3"),
        (9, "cntr", "AT"),
    ]


@pytest.mark.parametrize(
    ("code", "version", "found"),
    [("be35", "2021", "2021"), (" BE 35", "2021.0", "2021"), ("BE35", "NUTS 2021", "2021")],
)
def test_codes_and_versions_as_people_and_programs_write_them(
    curated: list[str], tmp_path: Path, code: str, version: str, found: str
) -> None:
    rows = f"nuts_id,version,level,name_latn,lat,lon\n{code},{version},2.0,Namur,'50,3',181\n"
    read = Read(curated, write(tmp_path, "list.csv", rows.replace("'", '"')))
    place = read["place:nuts-BE35"]
    assert (place["cg:nutsVersion"], place["rdfs:label"]) == ({found}, {"Namur"})
    assert place["wgs:lat"] == {"50.3"}
    assert [(each.column, each.value) for each in read.tally.remarks] == [("long", "181")]


def test_a_list_with_names_under_their_levels(curated: list[str], tmp_path: Path) -> None:
    """As the spreadsheets of Eurostat have it, with the version in the header of codes."""
    rows = (
        "Code 2021,Country,NUTS level 1,NUTS level 2,NUTS level 3,NUTS level\n"
        "BG31,,,Severozapaden,,2\nBG311,,,,Vidin,3\n"
    )
    read = Read(curated, write(tmp_path, "list.csv", rows))
    assert read.release == "2021"
    assert read["place:nuts-BG31"]["rdfs:label"] == {"Severozapaden"}
    assert read["place:nuts-BG311"]["rdfs:label"] == {"Vidin"}
    changes = write(tmp_path, "changes.csv", "Code 2016,Code 2021,Change\nFR41,FRF3,\n")
    with pytest.raises(SourceError, match="Code 2016, Code 2021: a correspondence of versions"):
        Read(curated, changes)


def test_a_folder_without_a_list_is_an_error(curated: list[str], tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no CSV file or spreadsheet here"):
        Read(curated, tmp_path)
    write(tmp_path, "other.csv", "a,b\n1,2\n")
    with pytest.raises(SourceError, match=r"other\.csv:1: column 'nuts_id' is missing"):
        Read(curated, tmp_path)


# --- Places, whatever source names them


def test_a_code_that_no_list_has_does_not_dangle() -> None:
    places = Places()
    assert compress(places.region("DEG01")) == "place:nuts-DEG01"
    lines = "".join(places.lines(Citations()))
    for code in ("DEG01", "DEG0", "DEG"):
        assert (
            f"<{mint('place', 'nuts', code)}> <http://www.w3.org/2000/01/rdf-schema#label>" in lines
        )
    assert f"<{mint('place', 'de')}>" in lines


def test_extra_regio_is_named() -> None:
    places = Places()
    places.region("FRZZ")
    assert '"Extra-Regio FRZZ"' in "".join(places.lines(Citations()))


@pytest.mark.parametrize("code", ["", "B", "be3", "BE3555", "12345", "BE-35"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="NUTS code"):
        Places().region(code)


@pytest.mark.parametrize("code", ["ZZ", "ZZZ", "ZZ1", "XX12", "QQ"])
def test_a_code_in_no_country_is_none_however_often_it_is_told(code: str) -> None:
    places = Places()
    for _ in range(2):
        with pytest.raises(ValueError, match="country"):
            places.region(code)
    assert list(places.lines(Citations())) == []


def test_a_list_with_codes_in_no_country_is_read_without_them(
    curated: list[str], tmp_path: Path
) -> None:
    rows = "ZZZ,1,ZZ,Nowhere,Nowhere,,\nZZZ,1,ZZ,Nowhere,Nowhere,,\nBE3,1,BE,Wallonie,Wallonie,,\n"
    read = Read(curated, write(tmp_path, "nuts_2024.csv", OFFICIAL + rows))
    assert (read.tally.kept, len(read.tally.rejects)) == (1, 2)


def test_a_code_of_two_letters_is_a_country() -> None:
    places = Places()
    assert places.region("GH") == places.country("GH")
    assert places.region("UK") == places.country("GB")
    assert places.region("EL") == places.country("GR")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Germany", "DE"),
        ("UNITED KINGDOM", "GB"),
        ("uk", "GB"),
        ("EL", "GR"),
        ("NA", "NA"),
        ("Namibia", "NA"),
        ("Czech Republic", "CZ"),
        ("Bosnia and Herzegovina", "BA"),
        ("Allemagne", "DE"),
        ("Turkey", "TR"),
        ("FAROE ISLANDS", "FO"),
    ],
)
def test_countries_by_name_or_code(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["", "Atlantis", "DEU2", "DE;HU"])
def test_what_is_no_country_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="country"):
        country_code(text)


# --- The real lists


@pytest.fixture(scope="module")
def real(curated: list[str], shared_data: Path) -> Read:
    return Read(curated, shared_data / "nuts", whole=True)


@pytest.fixture(scope="module")
def by_code(real: Read) -> dict[str, str]:
    """The node of each code."""
    return {code: name for name in list(real.facts) for code in real[name]["cg:nutsCode"]}


@pytest.mark.slow
def test_codes_of_former_versions_are_told_apart(real: Read, by_code: dict[str, str]) -> None:
    assert real.tally.read == real.tally.kept == 14_273
    assert real.release == "2006–2024"
    assert real[by_code["BE35"]]["cg:nutsVersion"] >= {"2013", "2024"}
    assert real[by_code["UKC"]]["cg:nutsVersion"] == {"2006", "2010", "2013", "2016", "2021"}
    assert real[by_code["FR41"]]["cg:nutsVersion"] == {"2006", "2010", "2013"}
    assert real[by_code["UKC"]]["rdfs:label"] == {"North East (England)"}
    assert real[by_code["FRF3"]]["rdfs:label"] == {"Lorraine"}


@pytest.mark.slow
def test_every_place_lies_in_a_country(real: Read, by_code: dict[str, str]) -> None:
    regions = {code: place for code, place in by_code.items() if len(code) > 2}
    assert len(regions) > 2600
    for code, place in regions.items():
        # What was recoded or merged lies in what it is now: GR1, Greek until 2010, in EL1.
        parent = container(code) or code[:-1]
        assert real[place]["cg:within"] == {by_code[parent]}


def test_every_value_of_the_lists_is_in_the_graph(
    real: Read, by_code: dict[str, str], shared_data: Path
) -> None:
    rows = 0
    for path in sorted((shared_data / "nuts").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                rows += 1
                code = row.get("nuts_id") or row.get("code") or row["NUTS_ID"]
                assert f"{path.name}:{line}" in real.places(by_code[code], compress(DATASET))
                lost = {
                    column: value
                    for column, value in row.items()
                    if value and not is_kept(column, value, code, real, by_code)
                }
                assert not lost, (code, lost)
    assert rows == 14_273


AXES = {"lon": "long", "lat": "lat"}
WGS = "wgs:"


def is_kept(column: str, value: str, code: str, real: Read, by_code: dict[str, str]) -> bool:
    """Whether a value of a row can be read off the graph."""
    place = real[by_code[code]]
    if column in ("name_latn", "nuts_name", "NAME_LATN", "NUTS_NAME"):
        names = place["rdfs:label"] | place["skos:altLabel"]
        return fold(value) in {fold(name) for name in names}
    if column in ("nuts_id", "code", "NUTS_ID"):
        return code in place["cg:nutsCode"]
    if column in ("cntr", "CNTR_CODE", "level"):
        return value == (str(len(code) - 2) if column == "level" else code[:2])
    if column == "country":
        country = real[by_code["EL" if code.startswith("GR") else code[:2]]]
        return country["cg:isoCode"] == {country_code(value)}
    if column == "version":
        return value in place["cg:nutsVersion"]
    if column == "uri":
        return value in place["cg:authorityConcept"]
    if column[:3] in AXES:
        return value in place[f"{WGS}{AXES[column[:3]]}"]
    return f"{column}={value}" in place["cg:sourceField"]


@pytest.mark.slow
def test_a_build_reads_the_lists_first(tmp_path: Path, shared_data: Path) -> None:
    where = tmp_path / "graph"
    manifest = build.build([("nuts", shared_data / "nuts")], where)
    entry = next(entry for entry in manifest.sources if entry.name == "nuts")
    assert (entry.read, entry.kept, entry.rejected) == (14_273, 14_273, 0)
    asked = open_graph(where).ask(
        "PREFIX cg: <https://w3id.org/clustergraph/ontology#> "
        "ASK { ?place cg:nutsCode 'BE352' ; cg:within+ ?country . ?country cg:isoCode 'BE' }"
    )
    assert asked
