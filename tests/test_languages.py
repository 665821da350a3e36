"""English and French: registries, labels of answers, findings. The terms: test_ontology."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import clustergraph as cg
from clustergraph.building import build
from clustergraph.cli.program import cli
from clustergraph.formats.tables import Stream, Table
from clustergraph.graph import engines
from clustergraph.graph.opening import open_graph
from clustergraph.languages import LANGUAGES, Text
from clustergraph.measures.projection import WEIGHTINGS
from clustergraph.measures.registry import MEASURES
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import FILTERS, Filters
from clustergraph.questions import queries, relabelling
from clustergraph.questions.relabelling import relabelled
from clustergraph.strategy import eligibility
from clustergraph.terms import unknown
from clustergraph.vocabulary import rules, validate
from clustergraph.vocabulary.findings import WRITERS
from clustergraph.web.page.choosing import draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.graph.location import Location

ID = "https://w3id.org/clustergraph/id/"
GRAPH = """
@prefix organisation: <https://w3id.org/clustergraph/id/organisation/> .
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
organisation:both a cg:Cluster ; cg:keyword "labels" ;
    rdfs:label "Both"@en , "Les deux"@fr , "Beide"@de .
organisation:english a cg:Cluster ; cg:keyword "labels" ;
    rdfs:label "English only"@en , "Nur Deutsch"@de .
organisation:bare a cg:Cluster ; cg:keyword "labels" ; rdfs:label "Bare" .
organisation:german a cg:Cluster ; cg:keyword "labels" ; rdfs:label "Deutsch"@de .
organisation:nameless a cg:Cluster ; cg:keyword "labels" .
"""
ASKED = """
PREFIX cg: <https://w3id.org/clustergraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?thingLabel ?otherLabel WHERE {
  ?thing cg:keyword "labels" . BIND("stays" AS ?otherLabel)
  OPTIONAL { ?thing rdfs:label ?thingLabel FILTER(LANG(?thingLabel) IN ("", "en")) }
} ORDER BY STR(?thingLabel) ?thing
"""


def _texts() -> dict[str, Text]:
    found = {f"label of {name}": one.label for name, one in MEASURES.items()}
    found |= {f"meaning of {name}": one.meaning for name, one in MEASURES.items()}
    found |= {f"weighting {name}": one.meaning for name, one in WEIGHTINGS.items()}
    found |= {f"filter {name}": one.help for name, one in FILTERS.items()}
    found |= {f"network {name}": one.counts for name, one in queries.networks().items()}
    for where, asked in {"network/": queries.networks(), "": queries.saved()}.items():
        found |= {f"title of {where}{name}": one.title for name, one in asked.items()}
        found |= {f"question of {where}{name}": one.question for name, one in asked.items()}
    for name, one in queries.saved().items():
        found |= {f"{each.name} of {name}": each.description for each in one.parameters}
    return found | {f"rule {name}": one.message for name, one in rules.rules().items()}


# The same word in both languages.
SAME = {"label of pagerank", "label of katz", "label of liaison"}


@pytest.mark.parametrize("name", _texts())
def test_every_text_of_a_registry_is_in_both_languages(name: str) -> None:
    text = _texts()[name]
    assert isinstance(text, Text)
    assert text.translated("en") == text.strip() != ""
    assert text.fr == text.fr.strip() != ""
    assert (text.fr == text) == (name in SAME)
    assert text[-1] == text.fr[-1] or text[-1].isalpha() == text.fr[-1].isalpha()


def test_there_are_registries_to_check() -> None:
    assert len(_texts()) >= 2 * 19 + 2 + 8 + 3 + 2 * 35 + 35 + 17


def test_a_text_is_its_english_and_falls_back_on_it() -> None:
    assert f"{Text('Degree', 'Degré')} {Text('Degree', 'Degré').translated('fr')}" == "Degree Degré"
    assert Text("Degree").translated("fr") == "Degree"
    assert LANGUAGES == ("en", "fr")


# --- Labels of answers


@pytest.fixture(params=["file", *engines.ENGINES])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    (tmp_path / "labels.ttl").write_text(GRAPH, encoding="utf-8")
    if request.param == "file":
        return open_graph(tmp_path / "labels.ttl")
    build.build([("rdf", tmp_path / "labels.ttl")], tmp_path / "g", engine=request.param)
    return open_graph(tmp_path / "g")


def _labels(answer: queries.Answer) -> dict[str, tuple[str | None, str | None]]:
    assert isinstance(answer, Table)
    found = {}
    for thing, label, other in answer.rows:
        assert thing
        assert other
        assert other.value == "stays"
        tag = label.language if isinstance(label, ox.Literal) else None
        found[thing.value.rpartition("/")[2]] = (label.value if label else None, tag)
    return found


@pytest.mark.slow
def test_a_label_is_in_the_language_else_english_else_any(location: Location) -> None:
    wanted = queries.parse(ASKED, "labels", "labels.rq")
    english = _labels(queries.query(location, wanted))
    assert {name: label for name, (label, _tag) in english.items() if label} == {
        "both": "Both",
        "english": "English only",
        "bare": "Bare",
    }
    french = _labels(queries.query(location, wanted, lang="fr"))
    assert french == {
        "both": ("Les deux", "fr"),
        "english": ("English only", "en"),
        "bare": ("Bare", None),
        "german": ("Deutsch", "de"),
        "nameless": (None, None),
    }
    assert list(french) == list(english)


@pytest.mark.slow
def test_a_long_answer_is_relabelled_as_it_comes(
    location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relabelling, "_BATCH", 10)
    monkeypatch.setattr(relabelling, "_KEPT", 1)
    things = ["both", "english", "german"] * 10
    taken = 0

    def rows() -> Iterator[tuple[ox.NamedNode, ox.Literal]]:
        nonlocal taken
        for name in things:
            taken += 1
            yield ox.NamedNode(f"{ID}organisation/{name}"), ox.Literal("as it is")

    found = relabelled(location, Stream(("thing", "thingLabel"), rows()), "fr")
    first = next(found.rows)
    assert taken == 10
    assert [label.value for _thing, label in [first, *found.rows] if label] == [
        "Les deux",
        "as it is",
        "as it is",
    ] * 10


def test_nothing_is_asked_in_english_or_without_a_label_beside_its_thing() -> None:
    nowhere: Location = None  # type: ignore[assignment]
    labelled = Stream(("thing", "thingLabel"), iter(()))
    assert relabelled(nowhere, labelled, "en") is labelled
    bare = Stream(("thing", "label", "otherLabel"), iter(()))
    assert relabelled(nowhere, bare, "fr") is bare


def test_every_label_column_of_a_saved_query_stands_beside_its_thing() -> None:
    """Those of others could not be given in another language."""
    for query in queries.saved().values():
        head = query.text.partition("SELECT")[2].partition("WHERE")[0].split("{")[0]
        columns = {word.strip("()") for word in head.split() if word.startswith("?")}
        for name in columns:
            assert not name.endswith("Label") or name.removesuffix("Label") in columns, query.name


def test_a_saved_query_in_french(curated_folder: Path) -> None:
    graph = cg.open(curated_folder)
    english = cg.query(graph, "partners-by-country")
    french = cg.query(graph, "partners-by-country", lang="fr")
    assert french.column("country") == english.column("country")
    names = [label.value for label in french.column("countryLabel") if label]
    assert names == ["Belgique", "France", "Luxembourg", "Pays-Bas"]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "json", "tsv", "xml", "table", "markdown", "parquet"])
def test_every_format_has_french_labels(curated_folder: Path, tmp_path: Path, form: str) -> None:
    where = ["--graph", str(curated_folder), "-o", str(tmp_path / "answer")]
    done = CliRunner().invoke(
        cli, ["query", "partners-by-country", "--format", form, "--lang", "fr", *where]
    )
    assert done.exit_code == 0, done.output
    written = (tmp_path / "answer").read_bytes()
    assert b"Pays-Bas" in written
    assert b"Netherlands" not in written


# --- Findings


INVALID = """
@prefix organisation: <https://w3id.org/clustergraph/id/organisation/> .
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
organisation:acme a cg:Agency ; rdfs:label "Acme"@en , "Acmé"@fr ; cg:pic "1" ;
    cg:manages organisation:acme .
"""


@pytest.fixture
def wrong(tmp_path: Path) -> Location:
    (tmp_path / "wrong.ttl").write_text(INVALID, encoding="utf-8")
    return open_graph(tmp_path / "wrong.ttl")


@pytest.mark.slow
@pytest.mark.parametrize("engine", validate.ENGINES)
def test_findings_are_in_the_language_asked_for(wrong: Location, engine: str) -> None:
    pytest.importorskip(engine, reason="no wheel for this platform")
    said = {
        lang: {one.rule: one for one in validate.validate(wrong, engine, lang=lang)}
        for lang in LANGUAGES
    }
    assert (
        said["en"].keys()
        == said["fr"].keys()
        == {"source", "pic", "organisation-place", "self-tie"}
    )
    assert said["en"]["pic"].message == "Give one participant identification code of nine digits."
    assert said["fr"]["pic"].message == (
        "Donnez un seul code d’identification du participant, de neuf chiffres."
    )
    assert said["fr"]["self-tie"].message == (
        "L’organisation est liée à elle-même ; corrigez l’un des deux bouts."
    )
    assert {one.focus_label for one in said["fr"].values()} == {"Acmé"}
    assert validate.validate(wrong, engine) == list(said["en"].values())


@pytest.mark.slow
def test_reports_are_in_the_language_of_their_findings(wrong: Location) -> None:
    findings = validate.validate(wrong, lang="fr")
    lines = WRITERS["text"](findings, "fr").splitlines()
    assert lines[0].startswith("violation: Acmé <")
    assert lines[-1] == "3 violations, 0 avertissement, 1 info"
    assert json.loads(WRITERS["json"](findings, "fr"))["findings"][0]["severity"] == "violation"
    messages = {
        quad.object.language
        for quad in ox.parse(WRITERS["turtle"](findings, "fr").encode(), format=ox.RdfFormat.TURTLE)
        if quad.predicate.value.endswith("resultMessage") and isinstance(quad.object, ox.Literal)
    }
    assert messages == {"fr"}


@pytest.mark.slow
def test_the_command_validates_in_french(tmp_path: Path) -> None:
    (tmp_path / "wrong.ttl").write_text(INVALID, encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["validate", "--graph", str(tmp_path / "wrong.ttl"), "--lang", "fr"]
    )
    assert done.exit_code == 1
    assert "corrigez l’un des deux bouts." in done.stdout
    assert "correct one end" not in done.stdout


# --- The page


@pytest.mark.slow
def test_the_page_names_measure_and_ties_in_its_language(curated_graph: Location) -> None:
    shown = draw(curated_graph, Choice("projects"), measure="betweenness")
    size, measure = shown.sizes[0], MEASURES["betweenness"]
    for lang in LANGUAGES:
        assert size.label.translated(lang) == measure.label.translated(lang)
        assert size.meaning.translated(lang) == measure.meaning.translated(lang)
        counts = queries.networks()["projects"].counts
        assert shown.ties.translated(lang) == counts.translated(lang)
    assert size.label.translated("fr") == "Intermédiarité"


def test_what_is_chosen_is_french_in_a_french_sentence() -> None:
    chosen = Choice("projects", Filters(sme=True, min_contribution=100_000.5, near="BE"))
    assert chosen.said("en") == ("network projects, near BE, sme yes, min contribution 100,000.50")
    assert chosen.said("fr") == (
        "réseau « Partenaires de projets », un bout dans BE, PME oui, "
        "contribution brute d’au moins 100\xa0000,50"
    )


# Where what does not fit is found, with what a page of a question cannot meet: files and queries
# of one's own, and what commands alone ask for.
ROOMS = ("answers", "measures", "networks", "questions", "strategy", "web/site")
NOT_ON_PAGES = (
    "answers/info.py", "measures/ties.py", "networks/drawn.py", "networks/export.py",
    "questions/queries/", "web/site/publishing.py",
)  # fmt: skip
WORDS = re.compile(r"[a-z]{2,}")


def _words(part: ast.AST) -> bool:
    """Whether a part of a message is plain text with a word in it, such as an f-string."""
    texts = part.values if isinstance(part, ast.JoinedStr) else [part]
    held = [each.value for each in texts if isinstance(each, ast.Constant)]
    return any(isinstance(text, str) and WORDS.search(text) for text in held)


def test_what_does_not_fit_is_said_in_every_language() -> None:
    source = Path(cg.__file__).parent
    files = [file for room in ROOMS for file in (source / room).rglob("*.py")
             if not file.relative_to(source).as_posix().startswith(NOT_ON_PAGES)]  # fmt: skip
    raised = [
        (f"{file.relative_to(source)}:{call.lineno}", call)
        for file in sorted([*files, source / "terms.py"])
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "RequestError"
    ]
    assert len(raised) > 40
    # What another graph brings in is a parameter of Python and of the command, not of a page.
    known = ["answers/whatif.py"]
    plain = [where for where, call in raised if any(map(_words, call.args))]
    assert [each.partition(":")[0] for each in plain] == known


def test_what_is_not_known_is_said_in_every_language() -> None:
    (said,) = unknown("measure", "degre", MEASURES).parts
    assert isinstance(said, Text)
    assert said.fr.startswith("«\xa0degre\xa0» est inconnu ici\xa0: vouliez-vous dire degree")


def test_rules_of_programmes_are_named_in_every_language() -> None:
    assert all(each.source and each.source.fr for each in eligibility.rules().values())
