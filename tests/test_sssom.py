"""Decisions as SSSOM: what is written is what sssom-py takes, and what others write is read."""

from __future__ import annotations

import csv
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

import clustergraph as cg
import required
from clustergraph.cli import run
from clustergraph.sources import identity
from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

ORG = PREFIXES["organisation"]
MINE = """left,right,decision,why
organisation:acme,organisation:ror-05a28rw58,same,"the register, and its ""site"", say so"
organisation:acme,organisation:pic-900000001,different,a namesake of é
https://example.org/things/b,organisation:wikidata-Q1,same,ours
organisation:jo,,person,a sole trader
"""
# As others write it: a comment or none, prefixes of their own, predicates that decide nothing.
THEIRS = """\
# curie_map:
#   cordis: https://w3id.org/clustergraph/id/organisation/pic-
#   r: https://ror.org/
# license: https://creativecommons.org/publicdomain/zero/1.0/
# mapping_set_id: https://example.org/pic-to-ror
subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tconfidence
cordis:900000002\tAcme\tskos:exactMatch\tr:05a28rw58\tsemapv:LexicalMatching\t0.9
cordis:900000003\tBeta\tskos:closeMatch\tr:05a28rw58\tsemapv:LexicalMatching\t0.5
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(MINE, encoding="utf-8")
    return path


def _said(path: Path) -> set[tuple[str, str, bool, str]]:
    return {(one.left, one.right, one.same, one.why) for one in identity.read(path).taken}


def test_there_and_back_nothing_is_lost_but_persons(
    mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there, back = tmp_path / "d.sssom.tsv", tmp_path / "back.csv"
    assert run(["decisions", str(mine), "-o", str(there)]) == 0
    assert "left out, since a person is no mapping: 1 natural" in capsys.readouterr().err
    assert _said(there) == _said(mine)
    text = there.read_text(encoding="utf-8")
    assert "\tror:05a28rw58\t" in text
    assert "\twikidata:Q1\t" in text
    assert "#  ns1: https://example.org/things/\n" in text
    assert len(cg.decisions(there, output=back).taken) == 3
    assert sorted(back.read_text(encoding="utf-8").splitlines()) == sorted(
        line for line in MINE.splitlines() if ",person," not in line
    )


@pytest.mark.slow
def test_what_others_publish_is_read(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sssom.tsv"
    path.write_text(THEIRS, encoding="utf-8")
    assert _said(path) == {
        (f"{ORG}pic-900000002", f"{ORG}ror-05a28rw58", True, "semapv:LexicalMatching")
    }
    graph = cg.build(f"decisions={path}", graph=tmp_path / "graph")
    assert graph.manifest is not None
    assert [each.kept for each in graph.manifest.sources if each.name == "decisions"] == [1]


@pytest.mark.parametrize(
    ("predicate", "modifier", "same"),
    [("skos:exactMatch", "", True), ("owl:sameAs", "Not", False), ("owl:sameAs", " not ", False),
     ("skos:exactMatch", "NOT", False), ("owl:differentFrom", "", False),
     ("<http://www.w3.org/2002/07/owl#sameAs>", "", True)],
)  # fmt: skip
def test_a_modifier_and_owl_part_two(
    predicate: str, modifier: str, same: bool, tmp_path: Path
) -> None:
    header = "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tcomment\n"
    row = f"organisation:a\t{predicate}\t{modifier}\tror:05a28rw58\tlooked up\u2028today\n"
    path = tmp_path / "d.tsv"
    path.write_text(header + row, encoding="utf-8")
    assert _said(path) == {
        (f"{ORG}a", f"{ORG}ror-05a28rw58", same, "looked up\u2028today"),
    }


def test_a_mapping_that_decides_nothing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sssom.tsv"
    path.write_text(THEIRS, encoding="utf-8")
    (remark,) = identity.read(path).remarks
    assert (remark.line, remark.value) == (8, "skos:closeMatch")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_spreadsheet_makes_of_it_is_read(sign: str, encoding: str, tmp_path: Path) -> None:
    # It fills lines up to the width of the table, and puts some in quotes.
    width = THEIRS.splitlines()[-1].count("\t")
    lines = [
        (f'"{line}"' if number % 2 else line) + "\t" * width if line.startswith("#") else line
        for number, line in enumerate(THEIRS.splitlines())
    ]
    path = tmp_path / "theirs.csv"
    path.write_text("\r\n".join(lines).replace("\t", sign), encoding=encoding, newline="")
    assert _said(path) == {
        (f"{ORG}pic-900000002", f"{ORG}ror-05a28rw58", True, "semapv:LexicalMatching")
    }


def test_blank_lines_headers_and_what_has_no_match_are_no_fault(tmp_path: Path) -> None:
    lines = THEIRS.replace("subject_id", "Subject_ID ").splitlines()
    nothing = "cordis:900000004\tGamma\tskos:exactMatch\tsssom:NoTermFound\tsemapv:X\t1"
    written = ["", *lines[:2], "", *lines[2:6], "\t\t\t\t\t", *lines[6:], nothing, ""]
    path = tmp_path / "theirs.sssom.tsv"
    path.write_text("\n".join(written), encoding="utf-8")
    assert _said(path) == {
        (f"{ORG}pic-900000002", f"{ORG}ror-05a28rw58", True, "semapv:LexicalMatching")
    }
    assert [each.line for each in identity.read(path).remarks] == [11, 12]


def test_those_in_force_are_what_is_shipped_and_kept(
    mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert cg.decisions() is identity.shipped()
    (tmp_path / "clustergraph").mkdir()
    mine.rename(tmp_path / "clustergraph" / "decisions.csv")
    assert len(cg.decisions().taken) == len(identity.shipped().taken) + 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (THEIRS.replace("cordis:900000002", "nobody:1"), "7: 'nobody:1' is neither organisation"),
        (THEIRS.replace("cordis:900000002", ""), "7: a mapping needs subject_id, object_id"),
        (
            THEIRS.replace("# curie_map:", "# [curie_map:"),
            "the metadata above the table is no YAML",
        ),
        (
            THEIRS.replace("object_id", "object").replace("subject_label", "subject_object_id"),
            "a table of mappings needs columns object_id",
        ),
        (THEIRS.replace("Acme", "\udce9"), "not UTF-8"),
        (THEIRS.replace("Acme", '"Acme'), "no table (unexpected end of data)"),
        (
            THEIRS.replace("Acme", '"Acme').replace("Beta", 'Beta"'),
            "no table (a quote takes in lines, the last 2 rows down)",
        ),
        (
            THEIRS.replace("subject_label", "predicate_modifier").replace("Acme", "Inverse"),
            "7: predicate_modifier 'Inverse' is neither Not nor empty",
        ),
        (
            THEIRS.replace("subject_label", "predicate_modifier")
            .replace("Acme", "Not")
            .replace("skos:exactMatch", "owl:differentFrom"),
            "7: owl:differentFrom with Not says twice",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "d.tsv"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(cg.SourceError, match=r"d\.tsv") as error:
        cg.decisions(path)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.slow
def test_sssom_py_takes_it_and_gives_it_back(mine: Path, tmp_path: Path) -> None:
    program = shutil.which("sssom") or required.missing("TOOLS", "no sssom on the PATH")
    path, again = tmp_path / "d.sssom.tsv", tmp_path / "again.sssom.tsv"
    shipped = cg.decisions(output=tmp_path / "shipped.csv")
    decided = cg.decisions(tmp_path / "shipped.csv", mine, output=path)
    assert len(decided.taken) == len(shipped.taken) + 3
    # `parse` gives it back as well, after half a minute with prefixes that nobody needs here.
    for command in (["validate", path], ["sort", path, "-o", again]):
        done = subprocess.run([program, *command], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "error" not in done.stderr.lower()
    assert _said(again) == _said(path)
    read = [list(csv.reader(_table(each), delimiter="\t")) for each in (path, again)]
    assert read[0] == read[1]


def _table(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
