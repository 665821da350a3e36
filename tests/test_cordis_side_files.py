"""CORDIS: the files beside projects and organisations, found again in the graph value by value."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from clustergraph.building import build
from clustergraph.graph.opening import open_graph
from clustergraph.sources.reading import sheets_of, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from clustergraph.graph import folder
    from clustergraph.graph.location import Location

PREFIXES = """
PREFIX cg: <https://w3id.org/clustergraph/ontology#>
PREFIX call-kind: <https://w3id.org/clustergraph/scheme/call-kind/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
Row = dict[str, str]
Lost = list[tuple[str, Row]]


def ask(location: Location, sparql: str) -> set[tuple[str, ...]]:
    rows = location.select(PREFIXES + sparql).rows
    return {tuple("" if cell is None else cell.value for cell in row) for row in rows}


def rows(path: Path, stem: str) -> Iterator[Row]:
    (table,) = (table for table in tables(path, "csv", "xlsx") if table.stem == stem)
    (sheet,) = sheets_of(table).values()
    for row in sheet.rows:
        assert isinstance(row, tuple)
        cells = (cell.strip() for cell in row[1])
        yield dict(zip(sheet.header, cells, strict=True))


def lost_topics(told: Iterable[Row], location: Location) -> Lost:
    found = ask(
        location,
        """SELECT ?project ?code ?title WHERE {
            ?award cg:awardedTo/cg:cordisId ?project ; cg:underCall ?call .
            ?call cg:kind call-kind:topic ; cg:code ?code ; rdfs:label ?title }""",
    )
    return [
        ("topics", row)
        for row in told
        if (row["projectID"], row["topic"], row["title"] or row["topic"]) not in found
    ]


def lost_bases(told: Iterable[Row], location: Location) -> Lost:
    found = ask(
        location,
        """SELECT ?project ?code ?title ?main WHERE {
            VALUES (?how ?main) { (cg:underProgramme "true") (cg:alsoUnder "") }
            ?award cg:awardedTo/cg:cordisId ?project ; ?how ?programme .
            ?programme cg:code ?code ; rdfs:label ?title }""",
    )
    kept, settled = list(told), defaultdict(bool)
    for row in kept:
        settled[row["projectID"]] |= bool(row["uniqueProgrammePart"])

    def here(row: Row) -> bool:
        part = (row["projectID"], row["legalBasis"], row["title"] or row["legalBasis"])
        if settled[row["projectID"]]:
            return (*part, row["uniqueProgrammePart"]) in found
        # No row says which is the main one: one of them is taken for it.
        return bool({(*part, "true"), (*part, "")} & found)

    return [("legalBasis", row) for row in kept if not here(row)]


def lost_fields(told: Iterable[Row], location: Location) -> Lost:
    topics = ask(location, "SELECT ?p ?code { ?x cg:cordisId ?p ; cg:topic/skos:notation ?code }")
    names = ask(location, "SELECT ?code ?name { ?x skos:notation ?code ; skos:prefLabel ?name }")
    above = ask(location, "SELECT ?c ?u { ?x skos:notation ?c ; skos:broader/skos:notation ?u }")
    told_of = ask(location, "SELECT ?c ?d { ?x skos:notation ?c ; skos:definition ?d }")

    def here(row: Row) -> bool:
        codes = row["euroSciVocCode"].strip("/").split("/")
        path = row["euroSciVocPath"].strip("/").split("/")
        leaf, definition = codes[-1], row["euroSciVocDescription"]
        return (
            (row["projectID"], leaf) in topics
            and (leaf, row["euroSciVocTitle"]) in names
            and set(zip(codes[1:], codes, strict=False)) <= above
            and set(zip(codes, path, strict=True)) <= names
            and (not definition or (leaf, definition) in told_of)
        )

    return [("euroSciVoc", row) for row in told if not here(row)]


def lost_links(told: Iterable[Row], location: Location) -> Lost:
    pages = ask(location, "SELECT ?p ?page { ?x cg:cordisId ?p ; foaf:page|foaf:homepage ?page }")
    fields = ask(location, "SELECT ?page ?field { ?page cg:sourceField ?field }")

    def here(row: Row) -> bool:
        page = row["physUrl"]
        others = {(page, f"{name}={row[name]}") for name in row if row[name]}
        derived = {(page, f"{name}={row[name]}") for name in ("projectID", "physUrl", "id")}
        return (
            (row["projectID"], page) in pages
            and others - derived <= fields
            # The one column that is not kept tells nothing that the address does not.
            and row["id"] == hashlib.md5(page.encode()).hexdigest()
        )

    return [("webLink", row) for row in told if not here(row)]


FILES: dict[str, Callable[[Iterable[Row], Location], Lost]] = {
    "topics": lost_topics,
    "legalBasis": lost_bases,
    "euroSciVoc": lost_fields,
    "webLink": lost_links,
}


def whole(where: Path, framework: str, *files: Path) -> tuple[folder.Manifest, Path]:
    """A graph of side files, with a project for each that they name, and the folder of all."""
    data = where / "data"
    data.mkdir()
    for file in files:
        shutil.copy(file, data)
    named = sorted({row["projectID"] for file in files for row in rows(data, file.stem.lower())})
    projects = "".join(f"{name};{framework}\n" for name in named)
    (data / "project.csv").write_text(f"id;frameworkProgramme\n{projects}")
    (data / "organization.csv").write_text("projectID;organisationID;name;role\n")
    return build.build([("cordis", data)], where / "g"), data


def lost(data: Path, location: Location) -> Lost:
    there = {table.stem for table in tables(data, "csv", "xlsx")}
    return [
        row
        for stem, look in FILES.items()
        if stem.lower() in there
        for row in look(rows(data, stem.lower()), location)
    ]


LINK = "https://a.example/?x=1&y=2"
SMALL = {
    "topics": "projectID;topic;title\n1;T-1;A topic\n2;T-2;\n",
    "legalBasis": "projectID;legalBasis;title;uniqueProgrammePart\n"
    "1;HORIZON.2.5.2;Energy Supply;\n1;HORIZON.2.5;Climate;true\n2;HORIZON.1.1;ERC;\n",
    "euroSciVoc": "projectID;euroSciVocCode;euroSciVocPath;euroSciVocTitle;euroSciVocDescription\n"
    "1;/29/97/543;/social sciences/political sciences/government systems;government systems;\n"
    "2;/29/97;/social sciences/political sciences;political sciences;What states do\n",
    "webLink": "projectID;physUrl;id;availableLanguages;status;archivedDate;type;source;"
    "represents\n"
    f"1;{LINK};{hashlib.md5(LINK.encode()).hexdigest()};en;;2024-01-02;projectDeliverable;corda;\n",
}


@pytest.fixture
def small(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{stem}.csv" for stem in SMALL]
    for path in paths:
        path.write_text(SMALL[path.stem])
    return paths


@pytest.mark.slow
def test_nothing_is_lost_of_small_side_files(small: list[Path], tmp_path: Path) -> None:
    manifest, data = whole(tmp_path, "HORIZON", *small)
    entry = manifest.sources[-1]
    assert (entry.read, entry.kept) == (10, 10)
    assert lost(data, open_graph(tmp_path / "g")) == []


@pytest.mark.slow
@pytest.mark.parametrize("stem", FILES)
def test_the_comparison_can_fail_in_every_column(
    small: list[Path], tmp_path: Path, stem: str
) -> None:
    _manifest, data = whole(tmp_path, "HORIZON", *small)
    location = open_graph(tmp_path / "g")
    for column in SMALL[stem].splitlines()[0].split(";"):
        changed = [{**row, column: row[column] + "9"} for row in rows(data, stem.lower())]
        assert [name for name, _row in FILES[stem](changed, location)] == [stem] * len(changed)


@pytest.mark.slow
def test_nothing_is_lost_of_the_side_files_of_horizon_europe(
    tmp_path: Path, shared_data: Path
) -> None:
    names = ("topics.csv", "legalBasis.csv", "webLink.csv", "euroSciVoc.xlsx")
    manifest, data = whole(
        tmp_path, "HORIZON", *(shared_data / "cordis-he-2024" / name for name in names)
    )
    told = {name: sum(1 for _ in rows(data, name.partition(".")[0].lower())) for name in names}
    assert list(told.values()) == [12_165, 16_361, 7_069, 38_789]
    entry = manifest.sources[-1]
    assert entry.read - entry.kept == entry.repeated <= 20
    assert lost(data, open_graph(tmp_path / "g")) == []


@pytest.mark.slow
def test_nothing_is_lost_of_the_side_files_of_horizon_2020(
    tmp_path: Path, shared_data: Path
) -> None:
    names = ("topics.csv", "legalBasis.csv")
    _manifest, data = whole(
        tmp_path, "H2020", *(shared_data / "cordis-h2020-2016" / name for name in names)
    )
    assert lost(data, open_graph(tmp_path / "g")) == []
