"""One organisation, one node: human decisions, identifiers, names."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from clustergraph.building import build
from clustergraph.errors import SourceError
from clustergraph.graph.opening import open_graph
from clustergraph.questions import queries
from clustergraph.sources import emit, identity
from clustergraph.sources.blocks import Blocks
from clustergraph.sources.citations import Citations
from clustergraph.sources.organisations import Organisations, Record, Site
from clustergraph.terms import CG, PREFIXES, compress
from clustergraph.vocabulary import validate

if TYPE_CHECKING:
    from clustergraph.graph.location import Location

ORG = PREFIXES["organisation"]
PIC = f"{CG}pic"


def decisions(folder: Path, *lines: str, name: str = "identity.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(("left,right,decision,why", *lines)) + "\n")
    return path


# --- Decisions


@pytest.mark.parametrize(
    ("written", "key"),
    [("999999999", "pic-999999999"), ("PIC 999 999 999", "pic-999999999"),
     ("pic-999999999", "pic-999999999"), ("https://ror.org/057ZH3y96", "ror-057zh3y96"),
     ("http://www.ror.org/057zh3y96/", "ror-057zh3y96"),
     ("http://www.wikidata.org/entity/Q13164", "wikidata-Q13164"),
     ("https://www.wikidata.org/wiki/Q13164", "wikidata-Q13164"), ("Q13164", "wikidata-Q13164"),
     ("wd:Q13164", "wikidata-Q13164"), ("organisation:wikidata-q13164", "wikidata-Q13164"),
     ("057zh3y96", "ror-057zh3y96"), ("ror:057zh3y96", "ror-057zh3y96"),
     (f"<{ORG}pic-999999999>", "pic-999999999"),
     ("organisation:table-東京-jp", "table-%E6%9D%B1%E4%BA%AC-jp"),
     (f"{ORG}table-東京-jp", "table-%E6%9D%B1%E4%BA%AC-jp")],
)  # fmt: skip
def test_an_organisation_is_named_by_its_identifier_as_people_write_it(
    written: str, key: str, tmp_path: Path
) -> None:
    path = decisions(tmp_path, f"{written},organisation:keep-x,Different,two bodies")
    (taken,) = identity.read(path).taken
    assert (taken.left, taken.same) == (f"{ORG}{key}", False)


@pytest.mark.slow
def test_an_organisation_that_no_source_has_is_told_with_its_line(tmp_path: Path) -> None:
    path = decisions(
        tmp_path,
        "organisation:mecatech,organisation:pic-999999999,different,one is curated",
        "organisation:table-acme-be,Q13164,same,one is in the table",
        "organisation:jo,,person,nobody",
    )
    (tmp_path / "own.csv").write_text(
        "relation,organisation,country,with,with_country\npartnership,Acme,BE,Beta,FR\n"
    )
    expected = [(2, "organisation:pic-999999999"), (3, "organisation:wikidata-Q13164")]
    for given in ([("table", tmp_path / "own.csv")], []):
        manifest = build.build([("decisions", path), *given], tmp_path / "g")
        if not given:
            expected.append((3, "organisation:table-acme-be"))
        (entry,) = (each for each in manifest.sources if each.name == "decisions")
        with (tmp_path / "g" / manifest.folder / "remarks.csv").open(newline="") as file:
            told = [row for row in csv.DictReader(file) if row["file"] == str(path)]
        assert sorted((int(each["line"]), each["value"]) for each in told) == sorted(
            [*expected, (4, "organisation:jo")]
        )
        assert entry.remarks == len(told)


def test_decisions_are_read_from_a_spreadsheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["left", "right", "decision", "why"])
    sheet.append([999999999, "organisation:keep-x", "same", "one body"])
    book.save(tmp_path / "mine.xlsx")
    (taken,) = identity.read(tmp_path / "mine.xlsx").taken
    assert (taken.left, taken.place) == (
        f"{ORG}pic-999999999",
        f"{tmp_path / 'mine.xlsx'}/Sheet:2",
    )


def test_a_hand_written_thing_stands_for_what_is_the_same(tmp_path: Path) -> None:
    path = decisions(
        tmp_path,
        "organisation:pic-999999999,organisation:keep-x,same,one body",
        "organisation:keep-x,organisation:acme,same,one body",
    )
    assert identity.read(path).same == {
        f"{ORG}pic-999999999": f"{ORG}acme",
        f"{ORG}keep-x": f"{ORG}acme",
    }


@pytest.mark.parametrize(
    ("left", "right", "standing"),
    [
        ("keep-b", "pic-999999999", "pic-999999999"),
        ("cordis-b", "ror-0123", "ror-0123"),
        ("cordis-b", "cordis-a", "cordis-a"),
        ("keep-a", "cordis-b", "cordis-b"),
        ("pic-999999999", "pic-111111111", "pic-111111111"),
    ],
)
def test_the_best_key_stands_where_nobody_wrote_one(
    tmp_path: Path, left: str, right: str, standing: str
) -> None:
    path = decisions(tmp_path, f"organisation:{left},organisation:{right},same,why")
    assert set(identity.read(path).same.values()) == {ORG + standing}


@pytest.mark.slow
def test_a_natural_person_is_one_by_a_line_of_its_own(tmp_path: Path) -> None:
    path = decisions(
        tmp_path,
        "organisation:pic-900000001,,person,the register lists a sole trader",
        "organisation:pic-900000001,organisation:acme,same,one and the same",
    )
    assert identity.read(path).persons == {
        f"{ORG}pic-900000001": "the register lists a sole trader"
    }
    assert len(identity.read(path).taken) == 1
    build.build([("decisions", path)], tmp_path / "graph")
    found = queries.rows(open_graph(tmp_path / "graph"), queries.shipped("attributes", "persons"))
    assert [str(row[0].value) for row in found.rows if row[0]] == [f"{ORG}acme"]
    wrong = decisions(tmp_path, "organisation:a,organisation:b,person,why", name="wrong.csv")
    with pytest.raises(SourceError, match="neither same, different nor person, nor empty"):
        identity.read(decisions(tmp_path, "organisation:a,,human,why", name="word.csv"))
    with pytest.raises(SourceError, match="leave right empty"):
        identity.read(wrong)
    with pytest.raises(SourceError, match="give the reason"):
        identity.read(decisions(tmp_path, "organisation:a,,person,", name="why.csv"))


@pytest.mark.slow
def test_a_natural_person_is_one_under_whatever_iri_it_stands(tmp_path: Path) -> None:
    # By decisions that are shipped, by an identifier in curated facts, and by another file.
    curated = tmp_path / "facts.ttl"
    curated.write_text(
        f'<{ORG}acme> a <{CG}Organisation> ; <{PIC}> "900000001" ; <{emit.LABEL}> "Acme"@en .'
    )
    persons = decisions(
        tmp_path,
        "organisation:pic-999644559,,person,a test",
        "organisation:pic-900000001,,person,a test",
        "organisation:pic-900000002,,person,a test",
        "organisation:table-jo-be,,person,a test",
        name="persons.csv",
    )
    same = decisions(tmp_path, "organisation:pic-900000002,organisation:b,same,a test")
    table = tmp_path / "ours.csv"
    table.write_text("relation,organisation,country,with,with_country\npartnership,Jo,BE,Al,BE\n")
    given = [("rdf", curated), ("decisions", persons), ("decisions", same)]
    for name, sources in (("plain", given), ("rows", [*given, ("table", table)])):
        build.build(sources, tmp_path / name)
        found = queries.rows(open_graph(tmp_path / name), queries.shipped("attributes", "persons"))
        assert {str(row[0].value) for row in found.rows if row[0]} == {
            f"{ORG}{who}" for who in ("esa", "acme", "b", "table-jo-be")
        }


def test_settled_follows_chains_of_decisions(tmp_path: Path) -> None:
    path = decisions(
        tmp_path,
        "organisation:a,organisation:keep-1,same,why",
        "organisation:b,organisation:keep-2,same,why",
        "organisation:keep-1,organisation:keep-2,different,why",
    )
    found = identity.read(path)
    assert found.settled(f"{ORG}keep-1", f"{ORG}a")
    assert found.settled(f"{ORG}b", f"{ORG}a")
    assert not found.settled(f"{ORG}b", f"{ORG}keep-3")


def test_an_iri_from_elsewhere_and_an_undecided_candidate(tmp_path: Path) -> None:
    path = decisions(
        tmp_path,
        "https://example.org/acme,organisation:pic-999999999,same,why",
        "organisation:keep-1,organisation:keep-2,,names alike",
    )
    assert identity.read(path).same == {f"{ORG}pic-999999999": "https://example.org/acme"}
    assert len(identity.read(path).taken) == 1


def test_files_are_taken_together(tmp_path: Path) -> None:
    one = decisions(tmp_path, "organisation:a,organisation:keep-1,same,why", name="one.csv")
    two = decisions(tmp_path, "organisation:keep-1,organisation:a,different,why", name="two.csv")
    with pytest.raises(SourceError, match=r"two\.csv:2: .* are the same by .*one\.csv:2"):
        identity.read(one, two)
    assert identity.taken(one).same[f"{ORG}keep-1"] == f"{ORG}a"


FAULTS = {
    "contradiction": (
        (
            "organisation:keep-a,organisation:keep-b,same,why",
            "organisation:keep-b,organisation:keep-c,same,why",
            "organisation:keep-a,organisation:keep-c,different,why",
        ),
        r":4: organisation:keep-a and organisation:keep-c are the same by .*:2, .*:3",
    ),
    "two by hand": (
        (
            "organisation:a,organisation:keep-1,same,why",
            "organisation:keep-1,organisation:b,same,why",
        ),
        r":3: organisation:a and organisation:b are both written by hand",
    ),
    "unknown word": (("organisation:a,organisation:b,maybe,why",), r":2: decision 'maybe'"),
    "no reason": (("organisation:a,organisation:b,same,",), r":2: column 'why' is empty"),
    "itself": (("organisation:a,organisation:a,same,why",), r":2: left and right are one"),
    "a project": (("project:a,organisation:b,same,why",), r":2: project:a is not an organ"),
    "bare name": (("acme,organisation:b,same,why",), r":2: 'acme' is neither"),
    "comment": (("# why not",), r":2: 1 fields instead of 4"),
    "fields": (("organisation:a,organisation:b,same,why,more",), r":2: 5 fields instead of 4"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_name_file_and_line(tmp_path: Path, fault: str) -> None:
    lines, message = FAULTS[fault]
    with pytest.raises(SourceError, match=r"identity\.csv" + message):
        identity.read(decisions(tmp_path, *lines))


def test_a_file_that_is_not_there_or_lacks_a_column(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        identity.read(tmp_path / "none.csv")
    (tmp_path / "bad.csv").write_text("left,right,why\n")
    with pytest.raises(SourceError, match="column 'decision' is missing"):
        identity.read(tmp_path / "bad.csv")


def test_the_shipped_decisions_are_sorted_and_about_known_organisations(
    repo: Path, curated_graph: Location
) -> None:
    with (repo / "data" / "identity.csv").open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert rows[0] == identity.COLUMNS
    assert rows[1:] == sorted(set(rows[1:]))
    assert len(rows) >= 6
    same = identity.shipped().same
    assert same[f"{ORG}pic-999918390"] == f"{ORG}luxinnovation"
    assert same[f"{ORG}pic-955296450"] == f"{ORG}high-tech-nl"
    for iri in set(same.values()):
        assert curated_graph.ask(f"ASK {{ <{iri}> ?p ?o }}"), f"{iri} is in no curated file"


# --- Organisations


def line(name: str, predicate: str, value: str) -> str:
    return emit.line(ORG + name, predicate, emit.text(value))


def gathered(*curated: str, same: dict[str, str] | None = None) -> Organisations:
    organisations = Organisations()
    organisations.prepare(list(curated), same or {})
    return organisations


def written(organisations: Organisations) -> list[str]:
    """What is said of organisations themselves, not of which record says it."""
    blocks = Blocks()
    organisations.write(blocks, Citations())
    reified = tuple(f"<{PREFIXES[kind]}" for kind in ("record", "fact"))
    return [line for line in blocks.about("<") if not line.startswith(reified)]


def seen(organisations: Organisations, iri: str, name: str, date: str = "") -> Record:
    """A row of some source names an organisation."""
    record = organisations.seen(iri, "https://example.org/source-1", iri)
    record.named(name, date)
    return record


def test_one_pic_is_one_node_whatever_the_source_and_key() -> None:
    organisations = gathered()
    cordis = organisations.iri("pic-999999999", pic="999999999")
    assert organisations.iri("table-acme-be", pic="999999999") == cordis
    assert organisations.iri("table-acme-be") != cordis
    hashed = "0123456789abcdef0123456789abcdef"
    assert organisations.iri(f"cordis-{hashed}") == f"{ORG}cordis-{hashed}"


def test_the_best_identifier_counts() -> None:
    organisations = gathered()
    assert organisations.iri("k", pic="999999999", ror="01a2b3c45") == f"{ORG}pic-999999999"
    assert organisations.iri("k", ror="01a2b3c45", wikidata="Q1") == f"{ORG}ror-01a2b3c45"
    assert organisations.iri("k", wikidata="Q1") == f"{ORG}wikidata-Q1"


def test_a_curated_organisation_keeps_node_label_and_class() -> None:
    organisations = gathered(line("acme", PIC, "999999999"), line("acme", emit.LABEL, "Acme"))
    iri = organisations.iri("pic-999999999", pic="999999999")
    seen(organisations, iri, "ACME SA", "2020-01-01")
    seen(organisations, iri, "Acme", "2024-01-01")
    lines = sorted(written(organisations))
    assert iri == f"{ORG}acme"
    assert line("acme", emit.ALT_LABEL, "ACME SA") in lines
    assert not [written for written in lines if emit.LABEL in written or emit.TYPE in written]


def test_a_decision_about_a_hash_reaches_the_curated_holder_of_the_pic() -> None:
    same = {f"{ORG}cordis-abc": f"{ORG}pic-999999999"}
    organisations = gathered(line("acme", PIC, "999999999"), same=same)
    assert organisations.iri("cordis-abc") == f"{ORG}acme"
    assert organisations.iri("pic-999999999", pic="999999999") == f"{ORG}acme"


def test_a_decision_about_a_second_pic_reaches_the_curated_holder() -> None:
    same = {f"{ORG}pic-999999999": f"{ORG}pic-111111111"}
    organisations = gathered(line("acme", PIC, "999999999"), same=same)
    for pic in ("999999999", "111111111"):
        assert organisations.iri("", pic=pic) == f"{ORG}acme"


OTHER_PIC = f"{CG}otherPic"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("curated", "standing", "pic"),
    [
        # The code that the node is named after, else what curated facts state, else the first.
        ([], "pic-999999999", "999999999"),
        ([line("acme", PIC, "111111111")], "acme", "111111111"),
        ([line("acme", emit.LABEL, "Acme")], "acme", "111111111"),
    ],
)
def test_two_pics_that_a_decision_joins_keep_the_one_pic_shape(
    curated: list[str], standing: str, pic: str, tmp_path: Path
) -> None:
    pics = ["111111111", "999999999"]
    same = {f"{ORG}pic-{one}": f"{ORG}{standing}" for one in pics if standing != f"pic-{one}"}
    organisations = gathered(*curated, same=same)
    for one in pics:
        iri = organisations.iri("", pic=one)
        assert iri == f"{ORG}{standing}"
        record = seen(organisations, iri, "ACME SA")
        record.facts.add((PIC, emit.text(one)))
    lines = {*curated, *written(organisations)}
    told = {said for said in lines if PIC in said or OTHER_PIC in said}
    other = next(one for one in pics if one != pic)
    assert told == {line(standing, PIC, pic), line(standing, OTHER_PIC, other)}
    lines.add(line(standing, emit.TYPE, "x").replace('"x"', f"<{CG}Organisation>"))
    file = tmp_path / "graph.nt"
    file.write_text("".join(lines), encoding="utf-8")
    found = {finding.rule for finding in validate.validate(open_graph(file))}
    assert not found & {"pic", "other-pic"}


def test_a_further_pic_in_curated_facts_names_its_bearer() -> None:
    organisations = gathered(line("acme", OTHER_PIC, "999999999"))
    assert organisations.iri("", pic="999999999") == f"{ORG}acme"


def test_an_iri_from_elsewhere_keeps_its_label() -> None:
    elsewhere = "https://example.org/acme"
    curated = emit.line(elsewhere, emit.LABEL, emit.text("Acme"))
    organisations = gathered(curated, same={f"{ORG}pic-999999999": elsewhere})
    seen(organisations, organisations.iri("", pic="999999999"), "ACME SA")
    assert not [said for said in written(organisations) if emit.LABEL in said]


@pytest.mark.parametrize("same", [{}, {f"{ORG}pic-999999999": f"{ORG}other"}])
def test_two_that_claim_one_identifier_are_both_named(same: dict[str, str]) -> None:
    second = [] if same else [line("other", PIC, "999999999")]
    with pytest.raises(SourceError, match=r"organisation:acme and organisation:other .*999999999"):
        gathered(line("acme", PIC, "999999999"), *second, same=same)


def test_all_names_are_kept_and_the_label_does_not_depend_on_order() -> None:
    told = [("Acme", "2020-01-01"), ("ACME SA", "2021-01-01"), ("Acm\ufffd", "2022-01-01")]
    both = []
    for order in (told, told[::-1]):
        organisations = gathered()
        for name, date in order:
            seen(organisations, f"{ORG}cordis-1", name, date)
        both.append(sorted(written(organisations)))
    assert both[0] == both[1]
    assert line("cordis-1", emit.LABEL, "ACME SA") in both[0]
    assert line("cordis-1", emit.ALT_LABEL, "Acme") in both[0]
    assert line("cordis-1", emit.ALT_LABEL, "Acm\ufffd") in both[0]


def test_sites_are_one_where_the_address_is() -> None:
    organisations = gathered()
    one = organisations.site(Site("1, Main St.", "L-1", "Esch", "LU"), set())
    assert organisations.site(Site("1 main st", "L1", "ESCH", "LU"), set()) == one
    assert organisations.site(Site("2 main st", "L1", "ESCH", "LU"), set()) != one


# --- The whole way, on real rows

LINKED = {"luxinnovation": "999918390", "high-tech-nl": "955296450"}


@pytest.fixture(scope="module")
def linked_graph(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Location:
    """The curated facts and the CORDIS rows of the projects in which the two take part."""
    real, folder = shared_data / "cordis-h2020-2016", tmp_path_factory.mktemp("linked")
    projects: set[str] = set()
    for table in ("organization", "project"):
        header, *rows = (real / f"{table}.csv").read_text(encoding="utf-8-sig").splitlines(True)
        if table == "organization":
            projects = {row.split(";")[0] for row in rows if any(p in row for p in LINKED.values())}
        kept = [row for row in rows if row.split(";")[0] in projects]
        assert len(kept) >= 8
        (folder / f"{table}.csv").write_text("".join([header, *kept]), encoding="utf-8")
    build.build([("cordis", folder)], folder / "graph")
    return open_graph(folder / "graph")


@pytest.mark.slow
@pytest.mark.parametrize("name", LINKED)
def test_curated_and_cordis_organisation_are_one_node(linked_graph: Location, name: str) -> None:
    iri, pic = ORG + name, LINKED[name]
    holders = linked_graph.select(f'SELECT ?x WHERE {{ ?x <{PIC}> "{pic}" }}')
    assert [row[0].value for row in holders.rows if row[0]] == [iri]
    assert not linked_graph.ask(f"ASK {{ <{ORG}pic-{pic}> ?p ?o }}")
    assert linked_graph.ask(f"ASK {{ ?x <{CG}participant> <{iri}> ; <{CG}inProject> ?y }}")
    assert len(linked_graph.select(f"SELECT ?n {{ <{iri}> <{emit.LABEL}> ?n }}").rows) == 1


def test_a_joined_organisation_pairs_each_source_with_its_places(
    linked_graph: Location,
) -> None:
    rows = queries.rows(linked_graph, queries.shipped("parts", "citations")).rows
    pairs: dict[str, set[str]] = defaultdict(set)
    for thing, source, place in rows:
        if thing and source and thing.value == f"{ORG}luxinnovation":
            pairs[source.value].add(place.value if place else "")
    (release,) = (source for source in pairs if "/dataset/" in source)
    assert all(place.startswith("organization.csv:") for place in pairs.pop(release))
    document = PREFIXES["publication"]
    assert pairs == {
        f"{document}mecatech-international": {"paragraph 20", "paragraph 21"},
        f"{document}luxinnovation-cluster-reform": {
            "opening paragraphs (management of the clusters)"
        },
    }


@pytest.mark.parametrize(("name", "pic"), LINKED.items())
def test_each_fact_of_a_joined_organisation_leads_to_its_row(
    linked_graph: Location, name: str, pic: str
) -> None:
    wanted = queries.saved()["facts-by-record"]
    table = queries.rows(linked_graph, wanted, {"organisation": f"organisation:{name}"})
    found = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    facts = {
        (row["property"].value, row["value"].value, row["locator"].value)
        for row in found
        if row["property"] and row["value"] and row["locator"]
    }
    assert len(facts) == len(found), "a fact without a place in its source"
    (folder,) = {entry.path for entry in linked_graph.manifest.sources if entry.name == "cordis"}
    lines = (Path(folder) / "organization.csv").read_text(encoding="utf-8-sig").splitlines()
    of_rows = {fact for fact in facts if fact[2].startswith("organization.csv:")}
    said = {(compress(predicate), value) for predicate, value, _place in of_rows}
    assert ("cg:pic", pic) in said
    names = {value for predicate, value in said if predicate == "skos:altLabel"}
    assert names
    for predicate, value, place in of_rows:
        if compress(predicate) in ("cg:pic", "skos:altLabel", "cg:acronym"):
            row = lines[int(place.partition(":")[2]) - 1]
            assert pic in row and f'"{value}"' in row
    by_hand = {(compress(predicate), place) for predicate, _value, place in facts - of_rows}
    assert any(place.startswith("paragraph ") for _predicate, place in by_hand)
    if name == "luxinnovation":
        reform = "opening paragraphs (management of the clusters)"
        assert {predicate for predicate, place in by_hand if place == reform} == {"cg:manages"}
        assert ("cg:manages", "paragraph 20") not in by_hand


def test_what_is_told_of_a_joined_organisation_is_sound(linked_graph: Location) -> None:
    assert [each for each in validate.validate(linked_graph) if each.severity == "violation"] == []


def test_a_record_is_counted_as_no_organisation(linked_graph: Location) -> None:
    """Nothing that a reasoner knows of the properties of records and statements gives them a
    class, and no property of an organisation is stated of them."""
    kinds = f"<{CG}Record> <{PREFIXES['rdf']}Statement>"
    rows = linked_graph.select(
        f"SELECT DISTINCT ?p WHERE {{ VALUES ?c {{ {kinds} }} ?x a ?c ; ?p ?o }}"
    ).rows
    used = {compress(row[0].value) for row in rows if row[0]}
    assert used == {
        "rdf:type", "foaf:primaryTopic", "dcterms:isPartOf", "cg:locator",
        "rdf:subject", "rdf:predicate", "rdf:object",
    }  # fmt: skip
    assert not linked_graph.ask(
        f"PREFIX rdfs: <{PREFIXES['rdfs']}> ASK {{ "
        f"<{CG}locator> rdfs:subPropertyOf*/(rdfs:domain|rdfs:range) ?class FILTER("
        f"STRSTARTS(STR(?class), '{CG}')) }}"
    )
