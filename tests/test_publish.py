"""The site as a folder: whole, equal each time, and safe from what goes wrong half-way."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import polars as pl
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import DCAT, RDF, VOID

import required
from busy import children, gone
from clustergraph import processes
from clustergraph.cli import run
from clustergraph.errors import OutputError, RequestError
from clustergraph.questions import taken
from clustergraph.resources import OWN_QUERIES
from clustergraph.terms import mint
from clustergraph.web.site import distributed, held, helping, publishing, shards, staging
from clustergraph.web.site.staging import Staging

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.web.site.index import Index
    from clustergraph.web.site.pieces import Made, Piece

KIND = """#+ title: Kind
#+ parameters: {thing: iri}
SELECT ?kind { $thing a ?kind }
"""
MINE = """#+ title: Mine
#+ question: Which clusters are there?
SELECT (1 AS ?n) WHERE {}
"""
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
ADDRESS = "https://example.org/graph"


@pytest.fixture(scope="module")
def site(curated_graph: Location, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    publishing.publish(curated_graph, folder, address=ADDRESS)
    return folder


def sums(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Links(HTMLParser):
    """What a page refers to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value for name, value in attrs if name in ("href", "src", "action") and value
        ]


@pytest.mark.slow
def test_every_link_leads_to_a_file_and_none_elsewhere_is_fetched(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 150
    beyond = set[str]()
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert len(text.encode()) < 100_000 or path.parts[-3] == "view"
        for link in Links(text).found:
            if not link.startswith(("#", "https://", "http://", "data:")):
                there, _, held = link.partition("#")
                assert (path.parent / there).resolve().is_file(), (path, link)
                assert not held or there.endswith("thing.html"), (path, link)
                beyond.add(held)
        assert not re.search(r"<(?:script|img|iframe)[^>]*https?:", text)
    # What is named without a page is held by a script, which says no more of where that leads.
    things = held_in_scripts(site)
    assert beyond - {""} <= things.keys()
    for texts, thing in things.values():
        for _title, values, _more in (*thing[3], *thing[4]):
            for value in values:
                assert texts[value[0]]
                link = value[1]
                assert (
                    link.startswith("https://")
                    or link.startswith("http://")
                    or not link
                    or (link[1:] in things if link[0] == "#" else (site / f"{link}.html").is_file())
                ), (thing[1], link)


def held_in_scripts(site: Path) -> dict[str, tuple[list[Any], list[Any]]]:
    """The things without pages, by address, with the texts of their script."""
    found: dict[str, tuple[list[Any], list[Any]]] = {}
    for path in site.glob("search/things-*.js"):
        told = path.read_text(encoding="utf-8").removeprefix("clustergraphThings(")
        number, texts, things = json.loads(f"[{told.removesuffix(chr(10)).removesuffix(');')}]")
        assert path.name == f"things-{number}.js"
        for address, thing in things.items():
            assert shards.number(address, len(list(site.glob("search/things-*.js")))) == number
            found[address] = texts, thing
    return found


@pytest.mark.slow
def test_scripts_hold_what_the_graph_says_of_things_without_pages(site: Path) -> None:
    things = held_in_scripts(site)
    assert len(things) > 10
    assert not any((site / f"{address}.html").exists() for address in things)
    texts, (name, iri, _about, _around, facts, sources) = things["place/massachusetts"]
    assert (texts[name], iri) == ("Massachusetts", mint("place", "massachusetts"))
    told = {texts[title][0]: [(texts[text], link) for text, link, *_ in values]
            for title, values, _more in facts}  # fmt: skip
    assert told["within"] == [(["United States", "États-Unis"], "#place/united-states")]
    assert sources
    # Small ones hold several, so that a link needs no list of where each is.
    assert shards.number("place/massachusetts", 40) != shards.number("place/belgium", 40)


@pytest.mark.slow
def test_every_page_is_valid_html(site: Path, repo: Path, tmp_path: Path) -> None:
    program = required.node_modules(repo) / ".bin" / "html-validate"
    if not program.exists():
        required.missing("NODE", "html-validate is missing: run `make page`")
    # Names are as long as they are.
    rules = {"extends": ["html-validate:standard"], "rules": {"long-title": "off"}, "root": True}
    (tmp_path / "rules.json").write_text(json.dumps(rules))
    pages = [path for path in sorted(site.rglob("*.html")) if "view" not in path.parts]
    command = [str(program), "--config", str(tmp_path / "rules.json"), *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.slow
def test_pages_say_what_they_are_where_they_are_mentioned(site: Path) -> None:
    text = (site / "fr/organisation/mecatech.html").read_text(encoding="utf-8")
    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', text))
    assert told["url"] == f"{ADDRESS}/fr/organisation/mecatech.html"
    assert (told["title"], told["locale"]) == ("MecaTech", "fr_FR")
    assert told["description"].startswith("Pôle wallon")
    assert f'<link rel="canonical" href="{told["url"]}">' in text


@pytest.mark.slow
def test_our_cluster_and_its_partners_have_pages_others_do_not(site: Path) -> None:
    for there in ("organisation/mecatech", "fr/organisation/luxinnovation", "project/intermat-gr",
                  "programme/interreg", "place/wallonia"):  # fmt: skip
        assert (site / f"{there}.html").is_file(), there
    assert (site / "organisation/mecatech.ttl").is_file()
    assert not (site / "place/massachusetts.html").exists()
    shown = (site / "organisation/mecatech.html").read_text(encoding="utf-8")
    assert "luxinnovation.html" in shown


@pytest.mark.slow
def test_the_same_graph_gives_the_same_bytes_and_touches_nothing(
    site: Path, curated_graph: Location, tmp_path: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    again = publishing.publish(curated_graph, site, address=ADDRESS)
    assert (again.written, again.removed, again.files) == (0, 0, len(before) - 1)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    made = publishing.publish(curated_graph, tmp_path / "other", address=ADDRESS)
    assert sums(tmp_path / "other") == sums(site)
    told = (made.things, made.total, made.centres)
    assert (again.things, again.total, again.centres) == told
    # A file that somebody changed is written again, and so is one that is gone: these alone.
    (tmp_path / "other" / "about.html").write_text("changed")
    (tmp_path / "other" / "search" / "names.js").unlink()
    mended = publishing.publish(curated_graph, tmp_path / "other", address=ADDRESS)
    assert (mended.things, mended.written) == (made.things, 2)
    assert sums(tmp_path / "other") == sums(site)
    # Pages that are no longer of interest go.
    less = publishing.publish(curated_graph, tmp_path / "other", about=["AWEX"])
    assert less.removed > 10
    assert less.things < again.things
    assert not (tmp_path / "other" / "sitemap.xml").exists()


@pytest.mark.slow
@pytest.mark.parametrize("code", [None, "raise SystemExit"])
def test_other_processes_make_the_same_site_and_their_end_is_made_good(
    site: Path,
    curated_graph: Location,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: str | None,
) -> None:
    made: list[bool] = []
    real = helping.Helper.make

    def counted(helper: helping.Helper, piece: Piece) -> Made | None:
        found = real(helper, piece)
        made.append(found is not None)
        return found

    monkeypatch.setattr(helping.Helper, "make", counted)
    monkeypatch.setattr(helping, "WORTH_IT", 0)
    monkeypatch.setattr(processes, "processors", lambda: 3)
    if code:
        monkeypatch.setattr(helping, "_CODE", code)
    publishing.publish(curated_graph, tmp_path / "helped", address=ADDRESS)
    assert len(made) >= 2
    assert all(made) if code is None else not any(made)
    assert sums(tmp_path / "helped") == sums(site)


@pytest.mark.slow
def test_a_fault_in_a_piece_is_told_and_no_piece_is_left_out(
    curated_graph: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_given: object) -> Made:
        raise IndexError("of the piece")

    monkeypatch.setattr(helping, "make", failing)
    with pytest.raises(IndexError, match="of the piece"):
        publishing.publish(curated_graph, tmp_path / "site")


@pytest.mark.slow
def test_downloads_are_whole_and_have_the_checksums_that_are_shown(
    site: Path, curated_graph: Location
) -> None:
    shown = (site / "downloads.html").read_text(encoding="utf-8")
    files = sorted((site / "files").iterdir())
    assert {path.name for path in files} == {
        "graph.ttl.gz", "graph.nq.gz", "partners.gexf.gz", "partners.nodes.csv.gz",
        "partners.edges.csv.gz", "partners.nodes.parquet", "partners.edges.parquet", "dataset.ttl",
    }  # fmt: skip
    for path in files:
        assert hashlib.sha256(path.read_bytes()).hexdigest() in shown
    quads = gzip.decompress((site / "files/graph.nq.gz").read_bytes())
    found = {quad.triple for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)}
    assert found == {*curated_graph.triples(), *curated_graph.description()}


@pytest.mark.slow
def test_rows_of_parquet_are_those_of_csv(site: Path) -> None:
    for name in ("nodes", "edges"):
        read = gzip.decompress((site / f"files/partners.{name}.csv.gz").read_bytes())
        table = pl.read_parquet(site / f"files/partners.{name}.parquet")
        assert len(table) == len(list(csv.reader(io.StringIO(read.decode("utf-8-sig"))))) - 1 > 3


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_the_files_are_described_as_dcat_ap_asks(site: Path, repo: Path) -> None:
    told = rdflib.Graph().parse(site / "files/dataset.ttl")
    dataset = rdflib.URIRef(mint("dataset", "graph"))
    found = {}
    for each in told.objects(dataset, DCAT.distribution):
        (link,) = told.objects(each, DCAT.downloadURL)
        (size,) = told.objects(each, DCAT.byteSize)
        (value,) = told.objects(told.value(each, SPDX.checksum), SPDX.checksumValue)
        found[str(link)] = (int(str(size)), str(value).lower())
    files = [path for path in (site / "files").iterdir() if path.name != "dataset.ttl"]
    assert found == {
        f"{ADDRESS}/files/{path.name}": (
            path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()
        )
        for path in files
    }  # fmt: skip
    assert _problems(told, repo) == 0
    told.remove((None, DCAT.accessURL, None))
    assert _problems(told, repo) >= len(files)


def _problems(told: rdflib.Graph, repo: Path) -> int:
    shapes = rdflib.Graph().parse(repo / "tests/schemas/dcat-ap-3.0.0.jsonld")
    shapes.parse(repo / "tests/schemas/dcat-ap.ttl")
    _conforms, report, _text = pyshacl.validate(told, shacl_graph=shapes)
    return len(list(report.subjects(RDF.type, rdflib.SH.ValidationResult)))


def test_files_are_described_beside_it_without_an_address(curated_graph: Location) -> None:
    made = [held.Download("files/graph.nq.gz", 5, "0" * 64)]
    text = distributed.described(curated_graph, made, None)
    told = rdflib.Graph().parse(data=text, format="turtle", publicID="file:///s/files/dataset.ttl")
    (link,) = told.objects(None, DCAT.downloadURL)
    assert str(link) == "file:///s/files/graph.nq.gz"
    assert (rdflib.URIRef(mint("dataset", "graph")), VOID.triples, None) in told


@pytest.mark.slow
def test_only_without_scripts_is_one_told_that_the_search_needs_them(site: Path) -> None:
    for page in ("search.html", "fr/search.html"):
        shown = re.sub(r"<noscript>.*?</noscript>", "", (site / page).read_text(encoding="utf-8"))
        assert "JavaScript" not in shown and 'id="hits"' in shown


def test_the_site_map_and_the_names_of_the_search(site: Path) -> None:
    tree = ElementTree.fromstring((site / "sitemap.xml").read_bytes())
    listed = [element.text or "" for element in tree.iter() if element.tag.endswith("loc")]
    files = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert {each.removeprefix(f"{ADDRESS}/") for each in listed} == files
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (site / "robots.txt").read_text()
    parts = [
        json.loads(path.read_text(encoding="utf-8").removeprefix("clustergraphNames(")[:-3])
        for path in (site / "search").glob("names-*.js")
    ]
    ids = {
        name: each for part in parts for name, each in zip(part["names"], part["ids"], strict=True)
    }
    assert ids["MecaTech"] == "/mecatech"
    # What has no page here is named all the same, and shown by a page that all of these share.
    assert ids["Massachusetts"] == "massachusetts"
    (own,) = (part for part in parts if part["kind"] == "organisation")
    counts = dict(zip(own["names"], own["counts"], strict=True))
    # Two projects, two events, four partnerships and what it is a member of.
    assert counts["MecaTech"] == 9 and counts["Materalia"] < counts["MecaTech"]


def test_who_dies_before_all_is_made_leaves_the_old_site(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    with Staging(folder, "one") as first:
        first.put("a.html", b"old")
        first.put("b/c.html", b"old")
        assert first.finish() == (2, 2, 0)
    before = sums(folder)
    with pytest.raises(ZeroDivisionError), Staging(folder, "two") as second:
        second.put("a.html", b"new")
        raise ZeroDivisionError
    assert sums(folder) == before


@pytest.mark.parametrize(("stop", "told"), [(KeyboardInterrupt, KeyboardInterrupt),
                                            (OSError, OutputError)])  # fmt: skip
def test_who_dies_while_files_are_put_in_place_is_followed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stop: type[BaseException],
    told: type[BaseException],
) -> None:
    folder = tmp_path / "site"
    with Staging(folder, "one") as first:
        for name in ("a", "b", "c", "gone"):
            first.put(name, b"old")
        first.finish()
    real, left = os.replace, 2

    def replace(path: str | Path, target: str | Path) -> None:
        nonlocal left
        if Path(path).parent.name == ".waiting" and Path(path).name in "abc":
            left -= 1
            if left == 0:
                raise stop
        real(path, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(told), Staging(folder, "two") as second:
        for name in ("a", "b", "c"):
            second.put(name, b"new")
        second.finish()
    monkeypatch.undo()
    assert (folder / "c").read_bytes() == b"old"
    with Staging(folder, "two") as third:
        assert third.holds
        assert [(folder / name).read_bytes() for name in "abc"] == [b"new"] * 3
        assert not (folder / "gone").exists()
        assert third.finish() == (3, 0, 0)
    assert not (folder / ".waiting").exists()


KILLED = """import sys
from clustergraph import processes
from clustergraph.graph.opening import open_graph
from clustergraph.web.site import helping, publishing
helping.WORTH_IT, processes.processors = 0, lambda: 2
publishing.publish(open_graph(sys.argv[1]), sys.argv[2], about=["AWEX"])
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is asked for on Linux")
def test_who_is_killed_while_others_help_leaves_the_old_site_and_nobody(
    curated_folder: Path, curated_graph: Location, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    publishing.publish(curated_graph, folder, about=["Luxinnovation"])
    before = sums(folder)
    command = [sys.executable, "-c", KILLED.replace("sys.argv[2]", "Path(sys.argv[2])"),
               str(curated_folder), str(folder)]  # fmt: skip
    command[2] = f"from pathlib import Path\n{command[2]}"
    with subprocess.Popen(command) as doomed:
        while len(list((folder / ".waiting").rglob("*"))) < 20:
            assert doomed.poll() is None
            time.sleep(0.01)
        others = children(doomed.pid)
        doomed.kill()
    assert others
    assert gone(others), "who helps goes on without it"
    left = {name: told for name, told in sums(folder).items() if not name.startswith(".")}
    assert left == before
    publishing.publish(curated_graph, folder, about=["Luxinnovation"])
    assert sums(folder) == before


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds no file of a process")
def test_a_disk_that_is_full_is_one_line_and_leaves_the_old_site(
    curated_folder: Path, site: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    before = sums(folder)
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); "
    code = f"{limited}from clustergraph.cli import main; sys.argv[0] = 'clustergraph'; main()"
    args = ["publish", "--graph", str(curated_folder), "--about", "AWEX", "-o", str(folder)]
    done = subprocess.run(
        # Compiled modules would be cut off, too, and stay so.
        [sys.executable, "-B", "-c", code, *args],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert re.search(r"^error: cannot write [^\n]+: File too large$", done.stderr, re.MULTILINE)
    assert "Traceback" not in done.stderr
    assert sums(folder) == before


def test_who_is_killed_before_there_is_a_site_is_followed(tmp_path: Path) -> None:
    (tmp_path / ".waiting").mkdir()
    (tmp_path / ".waiting" / "a").write_text("half")
    (tmp_path / ".lock").touch()
    with Staging(tmp_path, "one") as next_:
        next_.put("b", b"")
        assert next_.finish() == (1, 1, 0)
    assert not (tmp_path / "a").exists()


def test_a_folder_of_others_is_refused(tmp_path: Path, curated_graph: Location) -> None:
    for name, text in (
        ("letter.txt", "mine"), (".lock", ""), ("site.json", '{"files": ["letter.txt"]}')
    ):  # fmt: skip
        (tmp_path / name).write_text(text)
        before = sums(tmp_path)
        with pytest.raises(OutputError, match="holds other files"):
            publishing.publish(curated_graph, tmp_path)
        assert sums(tmp_path) == before


@pytest.mark.slow
def test_a_question_of_ones_own_changes_the_site_and_what_needs_no_name_says_none(
    curated_graph: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, own = tmp_path / "site", tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv(OWN_QUERIES, str(own))
    (own / "kind.rq").write_text(KIND)
    (own / "mine.rq").write_text(MINE)
    publishing.publish(curated_graph, folder, about=["AWEX"])
    assert "Which clusters" in (folder / "ask/mine.html").read_text(encoding="utf-8")
    (own / "mine.rq").rename(own / "other.rq")
    publishing.publish(curated_graph, folder, about=["AWEX"])
    assert not (folder / "ask/mine.html").exists()
    assert (folder / "ask/other.html").is_file()
    for page, said in (
        ("ask/kind", "needs a name"), ("ask/centrality", "is computed where"),
        ("fr/ask/communities", "se calcule là"), ("ask/other", "1 row<"),
    ):  # fmt: skip
        assert said in (folder / f"{page}.html").read_text(encoding="utf-8"), page


def test_what_is_read_once_is_read_once_by_all(
    curated_graph: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, read = held.index, []

    def counted(location: Location) -> Index:
        read.append(location)
        return real(location)

    monkeypatch.setattr(held, "index", counted)
    one = held.Site(held.Held(curated_graph))
    sites = [one, *(replace(one, live=False, only=frozenset()) for _ in range(7))]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda site: site.index, sites))
    assert all(each is found[0] for each in found)
    assert len(read) == 1


def test_a_site_where_nothing_is_any_more_is_one_line(
    tmp_path: Path, curated_graph: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(OutputError, match="cannot write site: No such file"):
        publishing.publish(curated_graph, Path("site"))


def test_two_at_once_are_told(tmp_path: Path) -> None:
    with Staging(tmp_path / "site", "one") as first:
        with pytest.raises(OutputError, match="another one"), Staging(tmp_path / "site", "one"):
            pass
        first.put("a", b"")
        assert first.finish() == (1, 1, 0)


def test_wrong_requests_write_nothing(tmp_path: Path, curated_graph: Location) -> None:
    for wrong in ({"about": ["nobody at all"]}, {"address": "example.org"}):
        with pytest.raises(RequestError):
            publishing.publish(curated_graph, tmp_path / "site", **wrong)  # type: ignore[arg-type]
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "wrong", [7, ["country"], ["country", False], ["country", "LU", {"x": 1}, None]]
)
def test_what_a_record_cannot_have_kept_is_not_told_again(wrong: object) -> None:
    assert not taken.remember_kept([wrong])


@pytest.mark.slow
def test_the_command_says_what_it_did(
    curated_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    assert run(["publish", "--graph", str(curated_folder), "--country", "LU", "-o", str(out)]) == 0
    said = capfd.readouterr().err
    # Of all names, only those of the request are told.
    assert re.match(r"--country LU: [^\n]+\n[^\n]+: pages of \d+ of \d+ things around Meca", said)
    assert (out / "organisation/luxinnovation.html").is_file()
    assert not (out / "organisation/awex.html").exists()
    # So are they where nothing changes, unless the record no longer tells them.
    again = re.sub(r"[\d,]+ written", "0 written", said)
    assert run(["publish", "--graph", str(curated_folder), "--country", "LU", "-o", str(out)]) == 0
    assert capfd.readouterr().err == again
    record = out / "site.json"
    for told, wrong in (
        ('"taken": [', '"taken": [["country", false], 7, '),
        ('"things": ', '"things": "x", "others": '),
    ):
        record.write_text(record.read_text().replace(told, wrong, 1))
        assert (
            run(["publish", "--graph", str(curated_folder), "--country", "LU", "-o", str(out)]) == 0
        )
        assert capfd.readouterr().err == again
    # Another choice is another site.
    assert run(["publish", "--graph", str(curated_folder), "--country", "BE", "-o", str(out)]) == 0
    assert (out / "organisation/awex.html").exists()


@pytest.mark.slow
def test_a_file_of_triples_that_did_not_change_makes_no_page(
    curated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out = tmp_path / f"graph{curated_file.suffix}", tmp_path / "site"
    shutil.copy(curated_file, file)
    assert run(["publish", "--graph", str(file), "-o", str(out)]) == 0
    made: list[Any] = []
    monkeypatch.setattr("clustergraph.web.site.writing.write", lambda *given: made.append(given))
    assert run(["publish", "--graph", str(file), "-o", str(out)]) == 0
    assert not made
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    with file.open("a", encoding="utf-8") as more:
        more.write(f'<http://example.org/new> {label} "New" .\n')
    assert run(["publish", "--graph", str(file), "-o", str(out)]) == 0
    assert made


def aged(folder: Path) -> None:
    """Wait no longer than a clock's tick until files are taken as they look."""
    assert folder.is_dir()
    time.sleep(2.1)


@pytest.mark.slow
def test_files_that_look_as_they_did_are_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, record = tmp_path / "site", tmp_path / "seen.json"
    names = ["a", "b/c", "b/d"]
    with Staging(folder, "one", record) as first:
        for name in names:
            first.put(name, b"old")
        first.finish()
    aged(folder)
    read: list[str] = []
    holds = staging.Place.holds

    def told(self: staging.Place, name: str, expected: str) -> bool:
        read.append(name)
        return holds(self, name, expected)

    monkeypatch.setattr(staging.Place, "holds", told)
    # Written just before they were looked at: read once more.
    for expected in (names, []):
        read.clear()
        with Staging(folder, "one", record) as again:
            assert again.holds
            assert again.finish() == (3, 0, 0)
        assert sorted(read) == expected


@pytest.mark.slow
@pytest.mark.parametrize("harm", [
    pytest.param("same size and time", marks=pytest.mark.skipif(
        sys.platform == "win32", reason="keeps no time of the last change of state")),
    "another file", "gone", "record",
])  # fmt: skip
def test_a_file_that_somebody_wrote_is_found_however_it_looks(tmp_path: Path, harm: str) -> None:
    folder, record = tmp_path / "site", tmp_path / "seen.json"
    with Staging(folder, "one", record) as first:
        first.put("a", b"old")
        first.put("b", b"two")
        first.finish()
    aged(folder)
    with Staging(folder, "one", record) as second:
        assert second.holds
    path = folder / "a"
    before = path.stat()
    if harm == "same size and time":
        path.write_bytes(b"new")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif harm == "another file":
        other = tmp_path / "other"
        other.write_bytes(b"new")
        os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
        other.replace(path)
    elif harm == "gone":
        path.unlink()
    else:
        # What the record of the site says is not what the files were known by.
        told = (folder / "site.json").read_text()
        (folder / "site.json").write_text(
            told.replace(hashlib.sha256(b"old").hexdigest(), "0" * 64)
        )
    with Staging(folder, "one", record) as third:
        assert not third.holds


@pytest.mark.slow
def test_a_file_written_while_others_are_made_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    folder, record = tmp_path / "site", tmp_path / "seen.json"
    with Staging(folder, "one", record) as first:
        first.put("a", b"old")
        first.finish()
    aged(folder)
    with Staging(folder, "two", record) as second:
        second.put("a", b"old")
        second.put("b", b"more")
        (folder / "a").write_bytes(b"new")
        aged(folder)
        second.finish()
    with Staging(folder, "two", record) as third:
        assert not third.holds
