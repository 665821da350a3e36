"""The places of a cluster's own table: each side by a code or a name, in Europe or not, in every
word that the filters take; and the gaps that such a table closes."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from clustergraph.answers import asking
from clustergraph.building import build
from clustergraph.errors import RequestError
from clustergraph.graph.opening import open_graph
from clustergraph.questions import names
from clustergraph.sources import regions, subdivisions, table
from clustergraph.sources.gathering import Gathering
from clustergraph.terms import compress, mint
from gathered import lines_of

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

DATASET = mint("dataset", "table", "test")
MECATECH = {"organisation": "", "organisation_id": "organisation:mecatech"}
NUTS = """NUTS_ID,NAME_LATN,VERSION
BE332,Arr. Liège,2021
BE33,Prov. Liège,2021
FR41,Lorraine,2013
FRF3,Lorraine,2021
LU0,Luxembourg,2021
LU00,Luxembourg,2021
DE21,Oberbayern,2021
"""


@pytest.fixture(scope="module")
def curated(curated_file: Path) -> list[str]:
    return curated_file.read_text().splitlines(keepends=True)


def write(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def partnership(**cells: str) -> dict[str, str]:
    usual = {"relation": "partnership", "organisation": "Nulpart SA", "country": "BE"}
    return {**usual, "with": "Nowhere Inc", "with_country": "CA", **cells}


def located(
    curated: list[str], path: Path, known: str = ""
) -> tuple[dict[str, set[str]], list[str]]:
    """Where the organisations of a table lie, and what was remarked; `known` is a list of NUTS."""
    gathering = Gathering(lines=[*curated])
    gathering.prepare({})
    if known:
        from clustergraph.sources import nuts

        listed = path.with_name("nuts.csv")
        listed.write_text(known)
        nuts.read(listed, mint("dataset", "nuts", "test"), gathering)
    tally = table.read(path, DATASET, gathering).tally
    found: dict[str, set[str]] = {}
    written = lines_of(gathering) - {*curated}
    for quad in ox.parse("".join(written), format=ox.RdfFormat.N_TRIPLES):
        if quad.predicate.value.endswith(("#locatedIn", "#within")):
            name = compress(quad.subject.value)
            found.setdefault(name, set()).add(compress(quad.object.value))
    return found, [remark.reason for remark in tally.remarks]


@pytest.mark.parametrize(
    ("country", "text", "place"),
    [
        ("CA", "Québec", "place:quebec"),
        ("CA", "quebec", "place:quebec"),
        ("CA", "CA-QC", "place:quebec"),
        ("CA", "qc", "place:quebec"),
        ("Canada", "place:quebec", "place:quebec"),
        ("États-Unis", "Massachusetts", "place:massachusetts"),
        ("USA", "US-MA", "place:massachusetts"),
        ("US", "MA", "place:massachusetts"),
        ("CA", "Ontario", "place:iso-CA-ON"),
        ("CA", "Colombie-Britannique", "place:iso-CA-BC"),
        ("JP", "Tokyo", "place:iso-JP-13"),
        ("US", "Texas", "place:iso-US-TX"),
        ("Belgique", "Wallonie", "place:wallonia"),
        ("BE", "Walloon Region", "place:wallonia"),
        ("BEL", "BE-WAL", "place:wallonia"),
        ("BE", "be3", "place:wallonia"),
        ("BE", "BE33", "place:nuts-BE33"),
        ("EL", "EL30", "place:nuts-EL30"),
        ("UK", "UKI", "place:nuts-UKI"),
        ("GB", "UKI31", "place:nuts-UKI31"),
        ("DE", "Bayern", "place:iso-DE-BY"),
        ("DE", "Bavière", "place:iso-DE-BY"),
        ("LU", "Grande Région", "place:grande-region"),
    ],
)
def test_each_side_lies_in_the_region_that_its_column_says(
    curated: list[str], tmp_path: Path, country: str, text: str, place: str
) -> None:
    rows = [
        partnership(organisation="Left", country=country, region=text),
        partnership(**{"with": "Right", "with_country": country, "with_region": text}),
    ]
    found, remarks = located(curated, write(tmp_path / "own.csv", *rows))
    assert remarks == []
    ours = ("organisation:table-left", "organisation:table-right")
    assert [found[name] for name in found if name.startswith(ours)] == [{place}, {place}]


def test_a_region_of_iso_lies_in_its_country_and_in_those_that_contain_it(
    curated: list[str], tmp_path: Path
) -> None:
    row = partnership(region="BE332", with_region="Ontario")
    other = partnership(
        **{"with": "Nulle Part SARL", "with_country": "FR", "with_region": "FR-75C"}
    )
    found, remarks = located(curated, write(tmp_path / "own.csv", row, other))
    assert remarks == []
    assert found["place:iso-CA-ON"] == {"place:canada"}
    assert found["place:iso-FR-75C"] == {"place:iso-FR-IDF"}
    assert found["place:iso-FR-IDF"] == {"place:france"}


@pytest.mark.parametrize(
    ("country", "text", "place"),
    [
        ("BE", "Prov. Liège", "place:nuts-BE33"),
        # Of several versions the latest; of several levels the highest.
        ("FR", "Lorraine", "place:nuts-FRF3"),
        ("LU", "Luxembourg", "place:nuts-LU0"),
        ("DE", "OBERBAYERN", "place:nuts-DE21"),
    ],
)
def test_the_names_of_the_lists_of_nuts_go_before_iso(
    curated: list[str], tmp_path: Path, country: str, text: str, place: str
) -> None:
    row = partnership(**{"with": "Right", "with_country": country, "with_region": text})
    found, remarks = located(curated, write(tmp_path / "own.csv", row), NUTS)
    assert remarks == []
    assert found[f"organisation:table-right-{country.lower()}"] == {place}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nulle-Part", "no region in CA is known by this name"),
        ("Canada", "a country: give it in the column of the country"),
        ("BE33", "another country than CA"),
        ("Massachusetts", "no region in CA is known"),
        ("US-MA", "another country than CA"),
        ("Namur", "no region in CA is known"),
    ],
)
def test_what_is_no_region_of_the_country_is_remarked(
    curated: list[str], tmp_path: Path, text: str, reason: str
) -> None:
    path = write(tmp_path / "own.csv", partnership(with_region=text))
    found, remarks = located(curated, path)
    assert [reason in remark for remark in remarks] == [True]
    assert found["organisation:table-nowhere-inc-ca"] == {"place:canada"}


def test_a_name_of_several_regions_is_asked_back() -> None:
    places = Gathering().places
    several = sorted(subdivisions.called("Central", ""))
    assert len(several) > 3
    with pytest.raises(ValueError, match="several regions are called so: BW-CE"):
        regions.find(places, "Central", "")
    assert regions.find(places, "Central", "BW") == "BW-CE"


def test_a_file_of_the_former_template_is_read_and_its_region_for_the_side_where_it_lies(
    curated: list[str], tmp_path: Path
) -> None:
    header = {"relation": "partnership", "organisation": "", "organisation_id": ""}
    path = write(
        tmp_path / "own.csv",
        header | partnership(nuts="BE332"),
        header | partnership(organisation="Deux", nuts="Québec"),
        header
        | partnership(organisation="Trois", nuts="FRF1", **{"with": "Vier", "with_country": "FR"}),
        header | partnership(**MECATECH, country="", nuts="CA-QC", **{"with": "Cinq"}),
    )  # fmt: skip
    found, remarks = located(curated, path)
    assert remarks == []
    assert found["organisation:table-nulpart-sa-be"] == {"place:nuts-BE332"}
    assert found["organisation:table-deux-be"] == {"place:belgium"}
    assert found["organisation:table-nowhere-inc-ca"] == {"place:quebec"}
    assert found["organisation:table-trois-be"] == {"place:belgium"}
    assert found["organisation:table-vier-fr"] == {"place:nuts-FRF1"}
    assert found["organisation:table-cinq-ca"] == {"place:quebec"}
    assert "organisation:mecatech" not in found


WORDS = {
    "country": [
        *("BE", "be", "BEL", "Belgium", "Belgique", "België", "UK", "GB", "GBR", "Royaume-Uni"),
        *("United Kingdom", "EL", "GR", "Greece", "Grèce", "USA", "États-Unis", "United States"),
        *("the Netherlands", "Pays-Bas", "Deutschland", "Allemagne", "Québec"),
    ],
    "region": [
        *("BE332", "BE3", "Wallonia", "wallonie", "Région wallonne", "BE-WAL", "CA-QC", "Québec"),
        *("Quebec", "Massachusetts", "US-MA", "Ontario", "Colombie-Britannique", "place:quebec"),
        *("Grande Région", "Nulle-Part"),
    ],
    "kind": [
        *("private-company", "PRC", "Research organisation", "organisation de recherche"),
        *("organisation-kind:research", "start-up", "company", "entreprise", "University"),
    ],
    "role": ["coordinator", "Coordinateur", "prime-contractor", "role:member", "boss"],
    "topic": ["materials", "Matériaux", "topic:materials", "high-tech", "no such topic"],
    "programme": [
        *("EUREKA", "eureka", "programme:eureka", "Horizon 2020", "ESA programmes", "INTERREG"),
        "no such programme",
    ],
}


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory) -> Location:
    """A graph with a table that names places of every kind."""
    where = tmp_path_factory.mktemp("words")
    countries = ("BE", "GB", "EL", "US", "NL", "DE", "CA")
    rows = [partnership(**{"with": f"Party {code}", "with_country": code}) for code in countries]
    for region, country in (("BE332", "BE"), ("Ontario", "CA"), ("CA-BC", "CA")):
        name = {"with": f"Party in {region}", "with_country": country}
        rows.append(partnership(**name, with_region=region))
    build.build([("table", write(where / "own.csv", *rows))], where / "g")
    return open_graph(where / "g")


@pytest.mark.slow
@pytest.mark.parametrize(("column", "word"), [(c, w) for c, words in WORDS.items() for w in words])
def test_template_and_filters_take_the_same_words(
    worded: Location, curated: list[str], tmp_path: Path, column: str, word: str
) -> None:
    kinds = {
        "country": "cg:Country",
        "region": "cg:Region",
        "programme": "cg:Programme",
        "kind": "cgs:organisation-kind",
    }
    try:
        filtered = names.find(worded, word, [kinds.get(column, f"cgs:{column}")]).iri
    except RequestError:
        filtered = ""
    cells = {"country": "BE"} if column != "region" else {"organisation_id": "999999999"}
    row = {"relation": "participation", "organisation": "Nul", "with": "P", **cells, column: word}
    if column == "region":
        row["country"] = ""
    path = write(tmp_path / "own.csv", row)
    gathering = Gathering(lines=[*curated])
    gathering.prepare({})
    tally = table.read(path, DATASET, gathering).tally
    written = lines_of(gathering) - {*curated}
    property_ = {
        "country": "#locatedIn", "region": "#locatedIn", "kind": "#kind", "role": "#role",
        "topic": "#topic", "programme": "#underProgramme",
    }[column]  # fmt: skip
    taken = {
        quad.object.value
        for quad in ox.parse("".join(written), format=ox.RdfFormat.N_TRIPLES)
        if quad.predicate.value.endswith(property_)
        and ("organisation/" in quad.subject.value or column not in ("kind",))
    }
    taken = {iri for iri in taken if "programme/table-" not in iri}
    assert taken == ({filtered} if filtered else set()), tally


@pytest.mark.slow
def test_a_filled_table_closes_the_gaps_of_mecatech(tmp_path: Path) -> None:
    rows = [
        partnership(**MECATECH, country="", with_region="Québec"),
        partnership(
            **MECATECH,
            country="",
            **{"with": "Elsewhere LLC", "with_country": "USA", "with_region": "Massachusetts"},
        ),
    ]
    build.build([("table", write(tmp_path / "own.csv", *rows))], tmp_path / "g")
    build.build([], tmp_path / "bare")
    found = {}
    for name in ("bare", "g"):
        location = open_graph(tmp_path / name)
        answer = asking.ask(location, "target-gaps", {"proximity": "long-distance"})
        found[name] = {compress(row[0].value) for row in answer.table.rows if row[0]}
    assert {"place:quebec", "place:massachusetts"} <= found["bare"]
    assert found["g"] == found["bare"] - {"place:quebec", "place:massachusetts"}
