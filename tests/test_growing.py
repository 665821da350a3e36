"""Adding one of each in a copy of the package, with only the files that the architecture names."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOM = "src/clustergraph"
# What is new, by kind: files that did not exist, and texts put before a line that does.
NEW = {
    "a source": {f"{ROOM}/sources/notes.py": '''
from clustergraph.sources import emit
from clustergraph.sources.gathering import Reading
from clustergraph.sources.reading import Tally
from clustergraph.terms import CG, mint


def read(path, dataset, gathering):
    names = path.read_text().split()
    for name in names:
        iri = mint("organisation", f"notes-{name}")
        gathering.lines.append(emit.line(iri, emit.TYPE, emit.iri(f"{CG}Organisation")))
        gathering.lines.append(emit.line(iri, emit.LABEL, emit.text(name)))
        gathering.lines.append(emit.line(iri, emit.SOURCE, emit.iri(dataset)))
    return Reading(Tally(len(names), len(names)), "1")
'''},
    "a question": {"queries/noted.rq": """#+ title: Noted
#+ question: Which organisations are noted?
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?organisation ?organisationLabel WHERE {
  ?organisation rdfs:label ?organisationLabel
  FILTER(CONTAINS(STR(?organisation), "organisation/notes-"))
} ORDER BY ?organisation
"""},
    "an analysis": {f"{ROOM}/answers/size.py": '''
from clustergraph.answers import chosen
from clustergraph.answers.answer import Answer
from clustergraph.formats.tables import from_columns


def size(location, choice, *, lang, report):
    ties, notes = chosen.ties(location, choice, report)
    return Answer(from_columns({"members": [len(ties.nodes)]}), tuple(notes))
'''},
}  # fmt: skip
ENTRIES = {
    "a source": [(f"{ROOM}/sources/__init__.py", "    # Last: its rows",
                  '    Source("notes", "Notes", "none", _of("notes"), key="notes"),\n')],
    "a measure": [(f"{ROOM}/measures/registry.py", "MEASURES: dict", '''
_ALL += (Measure("twice", Text("Twice", "Double"), Text("Two a partner.", "Deux."), "nobody",
                 lambda ties, run: {"twice": 2.0 * ties.degrees()}, whole=True),)
''')],
    "an analysis": [
        (f"{ROOM}/answers/contracts/standing.py", None, '''
SIZE = Contract("size", Text("Size", "Taille"), Text("Count the members.", "Compte les membres."),
                CHOICE, (Column("members", "integer", Text("Members", "Membres")),))
'''),
        (f"{ROOM}/answers/registry.py", "# By the name of the contract", '''
from clustergraph.answers.contracts.standing import SIZE
_ALL += (Analysis(SIZE, "clustergraph.answers.size", "size", draws=False),)
'''),
    ],
    "a format of tables": [(f"{ROOM}/formats/tables.py", '    "markdown": _grid',
                            '    "count": lambda table, labels: b"%d\\n" % len(table.rows),\n')],
    "a format of triples": [(f"{ROOM}/formats/triples.py", '    "rdf": Format',
                             '    "dots": Format("dots", lambda read: (b"." for _ in read())),\n')],
    "a filter": [
        (f"{ROOM}/networks/filters.py", "    def given(self)", "    land: str | None = None\n\n"),
        (f"{ROOM}/networks/filters.py", '    "region": _named(',
         '    "land": Filter(Text("land", "pays"), "CODE", Text("Only there."), "places", '
         'named("cg:Country")),\n'),
    ],
}  # fmt: skip
FACES = [
    f"{ROOM}/{name}"
    for name in (
        "__init__.py",
        "api/__init__.py",
        "api/analyses.py",
        "api/networks.py",
        "cli/commands.py",
    )
]


class Grown:
    """The copy, and how it is run."""

    def __init__(self, repo: Path, place: Path) -> None:
        self.place, self.docs = place, repo / "docs"
        for folder in (ROOM, "queries", "ontology", "data"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(repo / folder, place / folder, ignore=ignored)

    def add(self) -> None:
        for path, text in (pair for files in NEW.values() for pair in files.items()):
            assert not (self.place / path).exists()
            (self.place / path).write_text(text)
        for path, before, text in (entry for given in ENTRIES.values() for entry in given):
            old = (self.place / path).read_text()
            assert before is None or old.count(before) == 1
            new = old + text if before is None else old.replace(before, text + before)
            (self.place / path).write_text(new)

    def python(self, *arguments: str) -> str:
        paths = os.pathsep.join([str(self.place / "src"), str(self.docs)])
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.place,
            env={**os.environ, "PYTHONPATH": paths, "COLUMNS": "200"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *arguments: str) -> str:
        return self.python("-m", "clustergraph.cli", *arguments)


@pytest.fixture(scope="module")
def grown(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Grown:
    made = Grown(repo, tmp_path_factory.mktemp("grown"))
    made.add()
    made.python("-m", "cogapp", "-r", "-P", "-I", str(made.docs), *FACES)
    (made.place / "notes.txt").write_text("alpha beta")
    made.run("build", "notes=notes.txt")
    return made


@pytest.mark.parametrize("kind", sorted({*NEW, *ENTRIES}))
def test_the_page_names_every_file_that_adding_takes(repo: Path, kind: str) -> None:
    page = (repo / "docs/architecture.md").read_text()
    row = re.search(rf"^\| {kind} \|.*$", page, re.MULTILINE)
    assert row
    named = set(re.findall(r"`((?:src|queries)/[^`]*)`", row[0]))
    for path in [*NEW.get(kind, {}), *(path for path, *_ in ENTRIES.get(kind, ()))]:
        assert path in named or f"{Path(path).parent}/" in named


@pytest.mark.slow
def test_a_source_is_read_cited_and_not_by_hand(grown: Grown) -> None:
    sources = json.loads(grown.run("info", "--format", "json"))["sources"]
    assert [each["kept"] for each in sources if each["name"] == "notes"] == [2]
    code = "from clustergraph.sources.identity import minted; from clustergraph.terms import mint;"
    asked = (
        "print(minted(mint('organisation', 'notes-alpha')), minted(mint('organisation', 'x-a')))"
    )
    assert grown.python("-c", f"{code} {asked}") == "True False\n"


@pytest.mark.slow
def test_a_question_is_listed_described_and_answered(grown: Grown) -> None:
    assert "noted" in grown.run("query")
    assert "Which organisations are noted?" in grown.run("describe", "noted")
    assert "alpha" in grown.run("query", "noted", "--format", "csv")


@pytest.mark.slow
def test_a_measure_is_ranked_by_described_and_documented(grown: Grown) -> None:
    first = grown.run("centrality", "twice", "--format", "csv", "--top", "1").splitlines()
    assert first[0].endswith(",twice") and first[1].endswith(",10")
    assert "twice" in grown.run("describe", "centrality")
    table = grown.python("-c", "from documented import measures; measures()")
    assert "| `twice` | Two a partner. | nobody |" in table


@pytest.mark.slow
def test_an_analysis_is_a_command_a_contract_and_a_function(grown: Grown) -> None:
    assert re.search(r"^  size +Count the members\.$", grown.run("--help"), re.MULTILINE)
    assert "--network" in grown.run("size", "--help")
    assert grown.run("size", "--format", "csv").split() == ["members", "6"]
    assert "Count the members." in grown.run("describe", "size")
    code = "import clustergraph as cg; print(cg.size(cg.open('graph')).rows[0][0].value)"
    assert grown.python("-c", code) == "6\n"
    assert grown.python("-c", "from clustergraph import *; print(size.__name__)") == "size\n"


@pytest.mark.slow
def test_a_format_of_tables_is_one_of_every_answer(grown: Grown) -> None:
    assert grown.run("query", "noted", "--format", "count") == "2\n"
    assert grown.run("centrality", "degree", "--format", "count") == "6\n"
    grown.run("centrality", "degree", "-o", "ranks.count")
    assert (grown.place / "ranks.count").read_text() == "6\n"
    assert "count" in grown.run("centrality", "--help")


@pytest.mark.slow
def test_a_format_of_triples_is_exported_and_asked_for(grown: Grown) -> None:
    (grown.place / "one.rq").write_text("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 3")
    assert grown.run("query", "one.rq", "--format", "dots") == "..."
    assert "dots" in grown.run("query", "--help")
    grown.run("export", "graph.dots")
    (folder,) = (grown.place / "graph").glob("build-*")
    held = {*gzip.decompress((folder / "graph.nt.gz").read_bytes()).splitlines()}
    assert len(held) == json.loads(grown.run("info", "--format", "json"))["triples"]
    dots = held | {*(folder / "about.nt").read_bytes().splitlines()}
    assert (grown.place / "graph.dots").read_text() == "." * len(dots)


@pytest.mark.slow
def test_a_filter_chooses_everywhere(grown: Grown) -> None:
    assert "Only there." in grown.run("centrality", "--help")
    land = grown.run("size", "--land", "BE", "--format", "csv")
    assert land == grown.run("size", "--country", "BE", "--format", "csv")
    assert land != grown.run("size", "--format", "csv")
    code = "import clustergraph as cg; print(len(cg.rank(cg.open('graph'), land='BE')))"
    assert int(grown.python("-c", code)) == int(land.split()[1])
