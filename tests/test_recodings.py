"""Codes of several versions of NUTS: those of one territory meet, of others it is asked."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

import clustergraph as cg
from clustergraph.errors import RequestError
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import Filters
from clustergraph.networks.projection import incidence
from clustergraph.questions import names
from clustergraph.resources import data_dir
from clustergraph.sources import recodings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = "projectID;projectAcronym;organisationID;name;country;nutsCode;role;order;ecContribution"
# One project; each organisation is named by the code that its row has.
CODES = {
    "FR": ["FR411", "FRF31", "FR421", "FRF12", "FR433", "FR711", "FR910", "FRY10"],
    "EL": ["GR300", "EL303", "EL120", "GR122"],
    "HU": ["HU101", "HU110", "HU10", "HU12"],
    "DE": ["DE411", "DE40H", "DE300"],
    "NL": ["NL310", "NL350"],
    "PL": ["PL128", "PL921", "PL911"],
}


@pytest.fixture(scope="module")
def regions(
    tmp_path_factory: pytest.TempPathFactory, built_once: Callable[..., Path]
) -> cg.Location:
    folder = tmp_path_factory.mktemp("regions")
    listed = [(country, code) for country, codes in CODES.items() for code in codes]
    rows = [
        f"1;ONE;9{number:08};Of {code};{country};{code};participant;{number};10"
        for number, (country, code) in enumerate(listed, 1)
    ]
    (folder / "organization.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    project = "id;acronym;title;startDate;endDate;legalBasis\n1;ONE;One;2016-01-01;2018-01-01;H2020"
    (folder / "project.csv").write_text(f"{project}\n", encoding="utf-8")
    return cg.open(built_once("regions", [("cordis", folder)]))


def _there(location: cg.Location, region: str) -> set[str]:
    """The codes of those whom a filter finds in a region, and the question of money too."""
    found = incidence(location, Choice("projects", Filters(region=region))).members
    told = {label.removeprefix("Of ") for label in location.labels(found, "en").values()}
    money = cg.query(location, "money-by-organisation", region=region)
    assert {str(cell.value).removeprefix("Of ") for cell in money.column("organisationLabel")
            if cell} == told  # fmt: skip
    return told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("FRF3", "FR411 FRF31"), ("FR41", "FR411 FRF31"), ("FRF31", "FR411 FRF31"),
        ("fr411", "FR411 FRF31"), ("FRF", "FR411 FRF31 FR421 FRF12"), ("FR7", "FR711"),
        ("FRK", "FR711"), ("FR91", "FR910 FRY10"), ("FRA1", "FR910 FRY10"), ("FRY", "FR910 FRY10"),
        ("EL30", "GR300 EL303"), ("GR30", "GR300 EL303"), ("EL52", "EL120 GR122"),
        ("GR12", "EL120 GR122"), ("HU11", "HU101 HU110"), ("HU110", "HU101 HU110"),
        ("DE40", "DE411 DE40H"), ("DE403", "DE411"), ("PL922", ""), ("PL921", "PL128 PL921"),
        ("place:nuts-HU10", "HU10"), ("NL35", "NL350"), ("DE3", "DE300"),
    ],
)  # fmt: skip
def test_codes_of_one_territory_find_the_same_rows(
    region: str, expected: str, regions: cg.Location
) -> None:
    if not expected:
        with pytest.raises(RequestError):
            _there(regions, region)
        return
    assert _there(regions, region) == set(expected.split())


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("HU10", "region: HU10 was split in NUTS 2016, into HU11, HU12: which is meant? "
                 "give HU11 or HU12, or place:nuts-HU10 for what is stated of HU10 itself"),
        ("FR4", "region: FR4 became FRC, FRF in NUTS 2016, with other borders: which is meant? "
                "give FRC or FRF"),
        ("DE41", "region: DE41 became a part of DE40 in NUTS 2010: which is meant? give DE40"),
        ("NL31", "region: NL31 became NL35 in NUTS 2024, with other borders: which is meant? "
                 "give NL35, or place:nuts-NL31 for what is stated of NL31 itself"),
        ("FR9", "region: FR9 became a part of FRA in NUTS 2013: which is meant? give FRY"),
    ],
)  # fmt: skip
@pytest.mark.slow
def test_other_codes_are_asked_about(region: str, said: str, regions: cg.Location) -> None:
    with pytest.raises(RequestError) as caught:
        incidence(regions, Choice("projects", Filters(region=region)))
    assert str(caught.value).startswith(said)
    with pytest.raises(RequestError, match="which is meant"):
        cg.query(regions, "money-by-organisation", region=region)
    assert caught.value.candidates


def test_flows_count_a_recoded_region_once(regions: cg.Location) -> None:
    for by, code, gone in (("nuts2", "FRF3", "FR41"), ("nuts1", "FRF", "FR4"),
                           ("nuts2", "DE40", "DE41"), ("nuts1", "EL3", "GR3")):  # fmt: skip
        groups = {cell.value for cell in cg.flows(regions, by=by).column("from") if cell}
        assert code in groups
        assert gone not in groups


def test_the_answer_says_what_a_code_was_taken_for(regions: cg.Location) -> None:
    assert names.find(regions, "GR30", ("cg:Place",)).iri.endswith("/place/nuts-EL30")
    assert names.find(regions, "FR41").iri.endswith("/place/nuts-FRF3")


def test_a_recoding_has_one_code_on_each_side() -> None:
    with (data_dir() / "nuts-changes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 500
    recoded = [row for row in rows if row["change"] == recodings.RECODED]
    for side in ("old", "new"):
        keys = [(row[side], row["version"]) for row in recoded]
        assert len(set(keys)) == len(keys)
        rest = {(row[side], row["version"]) for row in rows if row not in recoded}
        assert side == "new" or not rest & set(keys)
    for row in rows:
        assert row["old"] != row["new"] and len(row["old"]) == len(row["new"])
        assert recodings.current(row["old"]) not in {row["old"]} or row not in recoded


@pytest.mark.slow
def test_every_code_of_the_list_is_one_of_its_version(shared_data: Path) -> None:
    """Against Eurostat's codes of each version: what is old is gone, what is new was not there."""
    versions: dict[str, set[str]] = {}
    with (shared_data / "nuts" / "all_nuts_codes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            versions.setdefault(row["version"], set()).add(row["code"])
    before = dict(zip(sorted(versions)[1:], sorted(versions), strict=False))
    told = set()
    with (data_dir() / "nuts-changes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert row["old"] in versions[before[row["version"]]]
            assert row["new"] in versions[row["version"]]
            if row["change"] != recodings.CHANGED:
                assert row["old"] not in versions[row["version"]]
            told.add((row["old"], row["version"]))
    # What became of every region of level 1 and 2; the United Kingdom has none since 2024.
    for version, earlier in before.items():
        gone = {code for code in versions[earlier] - versions[version] if len(code) < 5}
        rest = {code for code in gone if (code, version) not in told and code[:2] != "UK"}
        # HR02 means another region again since 2021; ELZ and LI0 hold no land of their own.
        assert rest <= {"ELZ", "ELZZ", "LI0", "LI00", "HR02"}
