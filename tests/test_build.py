"""Graph folders: same input same build, whole or not at all, damage refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import filelock
import pytest

from clustergraph.answers import info
from clustergraph.building import build
from clustergraph.cli import run
from clustergraph.errors import GraphError, OutputError, RequestError, SourceError
from clustergraph.graph import engines, folder
from clustergraph.graph.opening import open_graph
from clustergraph.terms import CG

FACTS = """
@prefix organisation: <https://w3id.org/clustergraph/id/organisation/> .
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
organisation:acme a cg:Cluster ; rdfs:label "Acme" .
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.ttl"
    path.write_text(FACTS)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines.ENGINES)
def test_a_build_answers_and_says_what_it_loaded(tmp_path: Path, facts: Path, engine: str) -> None:
    manifest = build.build([("rdf", facts)], tmp_path / "g", engine)
    location = open_graph(tmp_path / "g")
    assert location.count() == manifest.triples == len(list(location.lines()))
    assert [entry.name for entry in manifest.sources] == ["ontology", "curated", "rdf"]
    assert (manifest.sources[-1].kept, manifest.sources[-1].triples) == (1, 2)
    assert location.ask('ASK { ?s ?p "Acme" }')


@pytest.mark.slow
def test_the_same_input_gives_the_same_build_id_in_both_engines(tmp_path: Path) -> None:
    ids = {build.build([], tmp_path / name, name).build_id for name in engines.ENGINES}
    assert len(ids) == 1


@pytest.mark.slow
def test_the_same_input_gives_the_same_graph_file(tmp_path: Path) -> None:
    packed = []
    for name in ("one", "two"):
        manifest = build.build([], tmp_path / name)
        packed.append((tmp_path / name / manifest.folder / folder.GRAPH_FILE).read_bytes())
    assert packed[0] == packed[1]


@pytest.mark.slow
def test_a_large_graph_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for name, large in (("small", 1 << 30), ("large", 1)):
        monkeypatch.setattr(build, "_LARGE", large)
        monkeypatch.setattr(build, "_BATCH", 7)
        found.append(build.build([], tmp_path / name).files)
    assert found[0] == found[1]


@pytest.mark.slow
def test_a_rebuild_replaces_and_cleans_up(tmp_path: Path, facts: Path) -> None:
    where = tmp_path / "g"
    build.build([("rdf", facts)], where)
    build.build([], where)
    manifest = build.build([], where)
    assert [path.name for path in where.glob("build-*")] == [manifest.folder]
    assert not open_graph(where).ask('ASK { ?s ?p "Acme" }')


@pytest.mark.slow
def test_a_broken_source_leaves_the_old_graph(tmp_path: Path, facts: Path) -> None:
    where = tmp_path / "g"
    build.build([("rdf", facts)], where)
    broken = tmp_path / "broken.ttl"
    broken.write_text(FACTS + "organisation:x a .\n")
    with pytest.raises(SourceError, match=r"broken\.ttl:6: "):
        build.build([("rdf", broken)], where)
    assert open_graph(where).ask('ASK { ?s ?p "Acme" }')


def test_blank_nodes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "blank.ttl"
    path.write_text('<urn:a> <urn:b> [ <urn:c> "d" ] .')
    with pytest.raises(SourceError, match="blank node"):
        build.build([("rdf", path)], tmp_path / "g")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ttl", "<acme> a <https://b.example/C> .", "<acme>"),
        ("a.ttl", "<https://b.example/x> a <#c> .", "<#c>"),
        ("a.ttl", '<https://b.example/x> <p> "1" .', "<p>"),
        ("a.ttl", '<https://b.example/x> <https://b.example/p> "1"^^<kind> .', "<kind>"),
        ("a.jsonld", '{"@context": {"p": "https://b.example/p"}, "@id": "x", "p": "1"}', "<x>"),
        ("a.rdf", '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:b="urn:b:">'
                  '<b:C r:about="#x"/></r:RDF>', "<#x>"),
    ],
)  # fmt: skip
def test_an_iri_relative_to_nothing_is_refused(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    """It would name another thing in every folder: same input, other bytes."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=f"{name}: the IRI {said} is relative"):
        build.build([("rdf", tmp_path / name)], tmp_path / "graph")
    assert not (tmp_path / "graph").exists() or not any((tmp_path / "graph").glob("build-*"))


def test_an_iri_relative_to_a_base_is_read_wherever_the_file_lies(tmp_path: Path) -> None:
    text = '@base <https://b.example/a/> . <x> <p> <#y>, "<relative:///x>" .'
    builds = []
    for place in ("one", "other"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "a.ttl").write_text(text, encoding="utf-8")
        where = tmp_path / f"{place}-graph"
        built = build.build([("rdf", tmp_path / place / "a.ttl")], where)
        builds.append(built.build_id)
    assert builds[0] == builds[1]
    rows = open_graph(tmp_path / "one-graph").select(
        "SELECT ?o { <https://b.example/a/x> <https://b.example/a/p> ?o } ORDER BY ?o"
    )
    assert [term.value for (term,) in rows.rows if term] == [
        "https://b.example/a/#y", "<relative:///x>"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "date",
    ["12026-01-01", "-0044-03-15", "0000-01-01", "20140101", " 2014", "+2014", "201", "20145"],
)
def test_a_date_that_would_be_taken_for_another_year_is_refused(date: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.ttl"
    path.write_text(f'<urn:a> <{CG}startDate> "{date}" . <urn:a> <urn:b> "{date}" .')
    for read in (open_graph, lambda path: build.build([("rdf", path)], tmp_path / "g")):
        with pytest.raises(SourceError, match=r"odd\.ttl: startDate .* from 0001 to 9999"):
            read(path)


def test_other_dates_are_kept_as_they_are(tmp_path: Path) -> None:
    # What does not begin with a number has no year, and `validate` says so.
    dates = ("0001", "9999-12-31", "2014-05", "2014Z", "2014-05-06T07:08:09Z", "n/a", "5 May 2014")
    path = tmp_path / "dates.nt"
    path.write_text("".join(f'<urn:a> <{CG}endDate> "{date}" .\n' for date in dates))
    assert open_graph(path).index.count() == len(dates)


def test_an_unknown_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="unknown source 'rfd': did you mean rdf"):
        build.build([("rfd", tmp_path)], tmp_path / "g")


def test_a_file_cannot_become_a_folder(facts: Path) -> None:
    with pytest.raises(OutputError, match="is a file"):
        build.build([], facts)


@pytest.mark.slow
def test_a_second_build_says_who_holds_the_lock(tmp_path: Path) -> None:
    where = tmp_path / "g"
    build.build([], where)
    with filelock.FileLock(where / folder.LOCK):
        (where / folder.LOCK_HOLDER).write_text("process 4242 on a-host\n")
        with pytest.raises(GraphError, match=r"build is running \(process 4242 on a-host\); wait"):
            build.build([], where)


@pytest.mark.slow
def test_the_remaking_command_repeats_the_sources(tmp_path: Path, facts: Path) -> None:
    where = tmp_path / "g"
    manifest = build.build([("rdf", facts)], where)
    (where / manifest.folder / folder.GRAPH_FILE).unlink()
    with pytest.raises(GraphError, match=f"missing; run: build\\('rdf={facts}', graph="):
        open_graph(where)


@pytest.mark.slow
@pytest.mark.parametrize(("key", "value"), [("format", 999), ("engine_version", "0.0.0")])
def test_a_folder_of_another_version_is_refused(tmp_path: Path, key: str, value: object) -> None:
    where = tmp_path / "g"
    build.build([], where)
    stored = json.loads((where / folder.MANIFEST).read_text())
    del stored["sha256"]
    (where / folder.MANIFEST).write_text(json.dumps({**stored, key: value}))
    with pytest.raises(GraphError, match="run: build"):
        open_graph(where)


@pytest.mark.slow
def test_asking_changes_no_file_of_the_folder(tmp_path: Path) -> None:
    for engine in engines.ENGINES:
        where = tmp_path / engine
        build.build([], where, engine)
        open_graph(where).select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 3")
        assert info.verify(where) == []


@pytest.mark.slow
def test_build_says_where_rejects_and_remarks_lie(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "relation,organisation,country,with,with_id,vat,total_cost\n"
    rows += "participation,A,BE,P,1,,abc\nfriendship,A,BE,B,,,\n"
    (tmp_path / "own.csv").write_text(rows)
    where = tmp_path / "g"
    assert run(["build", f"table={tmp_path / 'own.csv'}", "--graph", str(where)]) == 0
    said = capsys.readouterr().err.splitlines()
    for name, reason in (("rejects", "not one of"), ("remarks", "total_cost")):
        (line,) = (line for line in said if line.endswith(f": 1 {name}"))
        assert reason in Path(line.removesuffix(f": 1 {name}")).read_text()
    assert run(["build", "--graph", str(where)]) == 0
    assert ".csv" not in capsys.readouterr().err


def test_what_the_system_says_without_a_number_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> NoReturn:
        raise OSError("the folder went away")

    monkeypatch.setattr(build, "_make", broken)
    with pytest.raises(OutputError, match=r"cannot write .*: the folder went away"):
        build.build([], tmp_path / "g")
