"""What names from outside can do to a terminal: nothing, whatever the command."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.cli import run
from clustergraph.formats import shown
from terminals import on_a_terminal

if TYPE_CHECKING:
    from pathlib import Path

# Renames the window, colours what follows, the same with one character, hides and turns text.
BAD = "\x1b]0;owned\x07\x1b[31m\x9b31m\u202ezebra"
UNSAFE = ("\x1b", "\x9b", "\x07", "\u202e")
ORGANISATION = "https://w3id.org/clustergraph/id/organisation/esc"
PUBLICATION = "https://w3id.org/clustergraph/id/publication/p"
FACTS = f"""
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<{ORGANISATION}> a cg:Cluster ; rdfs:label "BAD" ; dcterms:source <{PUBLICATION}> .
<{PUBLICATION}> a cg:Publication ; rdfs:label "BAD paper" .
""".replace("BAD", BAD.replace("\x1b", "\\u001B").replace("\x07", "\\u0007"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph in which names hold escape sequences."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "f.ttl").write_text(FACTS, encoding="utf-8")
    assert run(["build", f"rdf={folder / 'f.ttl'}", "--graph", str(folder / "g")]) == 0
    (folder / "q.rq").write_text(
        "SELECT ?s ?name { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?name ; a ?c }"
    )
    (folder / "c.rq").write_text(f"DESCRIBE <{ORGANISATION}>")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        "info",
        "explain mecatech esc",
        "path mecatech esc",
        "query partners -p organisation=zebrax",
        "query q.rq",
        "query q.rq --format csv",
        "query q.rq --format csv-exact",
        "query q.rq --format tsv",
        "query q.rq --format xml",
        "query q.rq --format markdown",
        "query c.rq --format nt",
        "query c.rq",
        "validate",
        "reconcile",
        "centrality",
        "network-info",
        "query BAD",
        "path BAD mecatech",
        "build table=BAD",
    ],
)
def test_no_command_sends_a_control_character_to_a_terminal(command: str, hostile: Path) -> None:
    args = [BAD if word == "BAD" else word for word in command.split()]
    args = [word.replace("BAD", BAD) for word in args]
    got = on_a_terminal(hostile, *args, "--graph", "g")
    # The progress bar hides the cursor and clears its line.
    got = re.sub(r"\x1b\[(K|\?25[lh])", "", got)
    assert got.strip()
    assert not [sign for sign in UNSAFE if sign in got]
    assert "Traceback" not in got


@pytest.mark.slow
def test_what_is_no_text_is_kept_from_a_terminal(hostile: Path) -> None:
    got = on_a_terminal(hostile, "query", "q.rq", "--format", "parquet", "--graph", "g")
    assert got.strip() == "error: this format is not for a terminal: give --output a file"


@pytest.mark.slow
def test_a_pipe_gets_every_byte(hostile: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "clustergraph", "query", "q.rq", "--format", "csv-exact",
         "--graph", "g"], cwd=hostile, capture_output=True, check=True,
    )  # fmt: skip
    assert BAD in done.stdout.decode()


def test_controls_are_made_visible_and_lines_stay() -> None:
    assert shown.lines("a\tb\r\nc\x1b[0m\x7f\x9b\rd\n") == "a\tb\r\nc^[[0m^?<U+009B>^Md\n"
    assert shown.one_line("a\x1b\nb\u202e") == "a  b "


@given(st.text())
def test_no_text_keeps_a_control(text: str) -> None:
    left = shown.lines(text)
    assert not [sign for sign in left if ord(sign) < 32 and sign not in "\t\r\n"]
    assert not set(left) & {"\x7f", *map(chr, range(0x80, 0xA0))}
    assert "\r" not in left.replace("\r\n", "")
