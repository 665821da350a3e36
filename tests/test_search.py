"""Full-text search in the texts of projects: stems, accents, phrases, beginnings, snippets."""

from __future__ import annotations

import gzip
import shutil
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

import clustergraph as cg
from clustergraph.building.build import build
from clustergraph.cli import run
from clustergraph.errors import RequestError
from clustergraph.graph.folder import CACHE
from clustergraph.graph.held import Held
from clustergraph.questions import indexing, texts, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from clustergraph.questions.texts import Texts

TEXTS = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix project: <https://w3id.org/clustergraph/id/project/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
project:one a cg:Project ; rdfs:label "ONE" ;
    dcterms:title "Additive manufacturing of turbines"@en ;
    dcterms:description "Parts are printed in layers, additive."@en .
project:two a cg:Project ; rdfs:label "TWO" ;
    dcterms:description "Manufacturing of additives for fuels. Efficient!"@en .
project:trois a cg:Project ; rdfs:label "TROIS" ;
    dcterms:description "L’efficacité énergétique des bâtiments publics"@fr .
project:quatre a cg:Project ; rdfs:label "QUATRE" ; cg:keyword "énergies" .
<urn:no-project> rdfs:label "Additive manufacturing" .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> cg.Location:
    path = tmp_path_factory.mktemp("words") / "texts.ttl"
    path.write_text(TEXTS, encoding="utf-8")
    return cg.open(path)


FOUND = [
    ("additive manufacturing", ["ONE", "TWO"]),
    ("ADDITIVES", ["TWO", "ONE"]),
    ('"additive manufacturing"', ["ONE"]),
    ('"manufacturing of additive"', ["TWO"]),
    ("turbine additive", ["ONE"]),
    ("turb*", ["ONE"]),
    ("manufacturin*", ["ONE", "TWO"]),
    ("manufactured*", []),
    ("energetiques", ["TROIS"]),
    ("ÉNERGIE", ["QUATRE"]),
    ("énerg*", ["QUATRE", "TROIS"]),
    ("batiment public", ["TROIS"]),
    ("printed efficient", []),
    ("absent", []),
]


@pytest.mark.parametrize(("sought", "labels"), FOUND)
def test_words_are_found(graph: cg.Location, sought: str, labels: list[str]) -> None:
    answer = cg.search(graph, sought)
    found = [cell.value for cell in answer.column("label") if cell]
    assert sorted(found) == sorted(labels)
    if " " in sought or sought.isupper():
        assert found == labels
    assert str(answer.notes[0]).startswith(f"{len(labels)} project")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("search additive manufacturing", "ONE"),
        ("search --top 1 turbine additive", "ONE"),
        ("search manufacturing --top 5 of additives", "TWO"),
        ("find efficacité énergétique", "Efficacité énergétique"),
    ],
)
def test_words_need_no_quotes(
    typed: str, label: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "texts.ttl"
    named = 'project:cinq a cg:Project ; rdfs:label "Efficacité énergétique" .'
    path.write_text(TEXTS + named, encoding="utf-8")
    assert run([*typed.split(), "--graph", str(path), "--format", "csv"]) == 0
    assert f',"{label}",' in capsys.readouterr().out.splitlines()[1]


def test_the_words_found_are_shown(graph: cg.Location) -> None:
    (one, _) = cg.search(graph, "additive manufacturing").column("snippet")
    assert one is not None
    assert one.value == "**Additive** **manufacturing** of turbines"
    (trois,) = cg.search(graph, "ENERGETIQUE").column("snippet")
    assert trois is not None
    assert trois.value == "L’efficacité **énergétique** des bâtiments publics"
    long = f"{'before ' * 30}a laser here {'after ' * 30}"
    assert words.snippet([long], "las*").startswith("… before ")
    assert words.snippet([long], "lasers").count("**laser**") == 1


def test_more_than_there_can_be_may_be_asked_for(graph: cg.Location) -> None:
    found = cg.search(graph, "projects", top=1_636_189_127_461)
    assert [*found.rows] == [*cg.search(graph, "projects", top=1_000).rows]


def test_of_many_only_the_first_are_shown(graph: cg.Location) -> None:
    answer = cg.search(graph, "additive", top=1, lang="fr")
    assert (len(answer), str(answer.notes[0])) == (1, "2 projets contiennent additive")


@pytest.mark.parametrize("sought", ["", " ", '""', "*", "-+!", '"*"'])
def test_no_word_is_refused(graph: cg.Location, sought: str) -> None:
    with pytest.raises(RequestError):
        cg.search(graph, sought)


@pytest.mark.parametrize(
    "sought", ["NEAR", "title:x", '"open', "a.*b", "[", "(x", "東京", "x" * 9_999]
)
def test_signs_mean_nothing_else(graph: cg.Location, sought: str) -> None:
    try:
        assert len(cg.search(graph, sought)) == 0
    except RequestError as error:
        assert "no word" in str(error)


@pytest.mark.slow
def test_a_build_makes_the_index(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    cg.build(graph=graph)
    assert len(list(graph.glob(f"build-*/{CACHE}/words-*/meta.json"))) == 1
    shutil.rmtree(graph)
    assert run(["build", "--graph", str(graph)]) == 0
    assert len(list(graph.glob(f"build-*/{CACHE}/words-*/meta.json"))) == 1


# Names that begin alike, one of which ends where another has a hyphen or a digit; texts in several
# languages, with signs that lines escape, and one that looks like a line.
AWKWARD = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:p:1> a cg:Project ; rdfs:label "a" , "é\\u2028\\n\\"b"@fr ; cg:keyword "a"@en , "A" .
<urn:p:1-2> a cg:Project ; dcterms:title "b"@en-GB .
<urn:p:12> a cg:Project ; dcterms:description "c" ; rdfs:comment "d" .
<urn:p:é> a cg:Project ; cg:acronym "no text" .
<urn:o:1> a cg:Organisation ; rdfs:label "x",
    " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<https://w3id.org/clustergraph/ontology#Project> .\\n" .
"""


@pytest.mark.slow
def test_the_lines_of_a_build_have_the_texts_that_the_query_asks_for(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(AWKWARD, encoding="utf-8")
    taken: list[Texts] = []

    @contextmanager
    def alongside(cache: Path) -> Iterator[Callable[[Iterable[bytes]], None]]:
        assert not cache.exists()
        yield lambda pieces: taken.extend(texts.of_pieces(pieces))

    build([("rdf", own)], tmp_path / "graph", alongside=alongside)
    asked = list(texts.of_graph(cg.open(tmp_path / "graph")))
    assert taken == asked
    awkward = {iri: said for iri, said in taken if iri.startswith("urn:")}
    assert list(awkward) == ["urn:p:1-2", "urn:p:12", "urn:p:1"]
    assert awkward["urn:p:1"] == [("A", ""), ("a", ""), ("a", "en"), ('é\u2028\n"b', "fr")]


@pytest.mark.slow
def test_a_build_stands_where_its_index_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_pieces = texts.of_pieces

    def broken(pieces: Iterable[bytes]) -> Iterator[Texts]:
        yield next(of_pieces(pieces))
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(texts, "of_pieces", broken)
        location = cg.build(graph=tmp_path / "graph")
    # Made afterwards, and whole.
    assert len(list((tmp_path / "graph").glob(f"build-*/{CACHE}/words-*/meta.json"))) == 1
    assert words.opened(location).index.searcher().num_docs == len([*texts.of_graph(location)])
    assert location.manifest and not any(CACHE in file for file in location.manifest.files)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["", "raise SystemExit"])
def test_another_process_makes_the_same_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    plain = cg.build(graph=tmp_path / "plain")
    monkeypatch.setattr(indexing, "LARGE", 0)
    # Also where the process dies.
    monkeypatch.setattr(indexing, "_CODE", code or indexing._CODE)
    with indexing.Alongside(tmp_path / CACHE) as hear:
        hear(pieces_of(plain))
    assert (tmp_path / CACHE / words.NAME / "meta.json").exists() == (not code)
    other = cg.build(graph=tmp_path / "graph")
    sought = "companies compet*"
    assert words.opened(other).search(sought, 9) == words.opened(plain).search(sought, 9)
    assert len(list(tmp_path.glob(f"graph/build-*/{CACHE}/words-*/meta.json"))) == 1


@pytest.mark.slow
@pytest.mark.parametrize("large", [0, 1_000_000])
def test_nothing_is_left_of_an_index_whose_build_fails(
    tmp_path: Path, curated_folder: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(indexing, "LARGE", large)
    alongside = indexing.Alongside(tmp_path / CACHE)
    with pytest.raises(OSError, match="full"), alongside as hear:
        hear(pieces_of(cg.open(curated_folder)))
        raise OSError("full")
    assert not list((tmp_path / CACHE).glob("*"))


def pieces_of(location: cg.Location) -> list[bytes]:
    """The lines of a graph folder, a piece each subject."""
    assert isinstance(location.nt, Held)
    lines = gzip.decompress(location.nt.path.read_bytes()).splitlines(keepends=True)
    return [b"".join(own) for _, own in groupby(lines, lambda line: line.split(b" ")[0])]


@pytest.mark.slow
def test_a_folder_keeps_its_index_and_mends_it(curated_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    shutil.copytree(curated_folder, folder)

    def found() -> list[str]:
        rows = cg.search(cg.open(folder), "companies compet*").rows
        return [str(row) for row in rows]

    first = found()
    assert first
    (kept,) = folder.glob(f"build-*/{CACHE}/words-*")
    before = sorted((path.name, path.stat().st_mtime_ns) for path in kept.iterdir())
    assert found() == first
    assert sorted((path.name, path.stat().st_mtime_ns) for path in kept.iterdir()) == before
    (kept / "meta.json").write_text("{")
    assert found() == first
    shutil.rmtree(kept)
    kept.write_text("no folder")
    assert found() == first
