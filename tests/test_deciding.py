"""Organisations of a table that are called like known ones: asked about, decided, joined."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import clustergraph as cg
from clustergraph.building import decisions
from clustergraph.cli import run
from clustergraph.errors import OutputError
from clustergraph.graph import folder
from clustergraph.graph.opening import open_graph
from clustergraph.sources import identity
from clustergraph.terms import expand
from terminals import on_a_terminal

pytestmark = pytest.mark.slow

TABLE = """relation,organisation,country,with,with_country
partnership,Acme Photonics,BE,MecaTech ASBL,BE
partnership,Acme Photonics,BE,SIRRIS,BE
partnership,Acme Photonics,BE,Mecatech,BE
"""
OWN, KNOWN = "organisation:table-mecatech-asbl-be", "organisation:mecatech"
LINE = ("left", "right", "same", "why")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table, in which there are no settings yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    (tmp_path / "ours.csv").write_text(TABLE)
    return tmp_path


def kept(where: Path) -> Path:
    return where / "settings" / "clustergraph" / "decisions.csv"


def graph(name: str) -> bytes:
    return b"".join(open_graph(Path(name)).lines())


def test_without_a_terminal_the_line_is_printed_and_it_joins_the_two(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "table=ours.csv", "--graph", "apart"]) == 0
    said = capsys.readouterr().err
    lines = [each.partition(" If so: ")[2] for each in said.splitlines() if " If so: " in each]
    # Two spellings of one known name are two organisations of the table, each asked about once.
    assert [line.split(",")[:2] for line in lines] == [
        [OWN, KNOWN], ["organisation:table-mecatech-be", KNOWN],
    ]  # fmt: skip
    assert str(kept(here)) in said
    rejects = next((here / "apart").glob(f"build-*/{folder.REMARKS}"))
    assert lines[0] in rejects.read_text()
    assert f"apart/{rejects.parent.name}/{folder.REMARKS}" in said
    kept(here).parent.mkdir(parents=True)
    kept(here).write_text("\n".join([",".join(identity.COLUMNS), *lines, ""]))
    assert run(["build", "table=ours.csv", "--graph", "joined"]) == 0
    assert " If so: " not in capsys.readouterr().err
    assert b"/organisation/table-mecatech" in graph("apart")
    # The third row tells the same partnership as the first: one of the two stands.
    assert b"/organisation/table-mecatech" not in graph("joined")
    assert graph("joined").count(b"/partnership/table-") < graph("apart").count(
        b"/partnership/table-"
    )


PROJECTS = """id;acronym;frameworkProgramme;startDate;endDate
700001;ALFA;H2020;2018-01-01;2020-12-31
"""
ORGANISATIONS = """projectID;organisationID;name;country;role
700001;910000001;LIEGE METALS SA;BE;coordinator
700001;910000002;Liège Metals;FR;participant
700001;910000003;NANCY LABO;FR;participant
"""
MEMBERS = """relation,organisation,organisation_id,country,with,with_id
membership,Liege Metals,,BE,MecaTech,organisation:mecatech
membership,,NANCY LABO,,MecaTech,organisation:mecatech
membership,Nancy Labo,,DE,MecaTech,organisation:mecatech
"""


def test_those_of_other_sources_are_known_by_their_names_too(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "in").mkdir()
    (here / "in" / "project.csv").write_text(PROJECTS)
    (here / "in" / "organization.csv").write_text(ORGANISATIONS)
    (here / "ours.csv").write_text(MEMBERS)
    assert run(["build", "table=ours.csv", "cordis=in", "--graph", "apart"]) == 0
    said = capsys.readouterr().err
    # Another country's namesakes are not asked about; an exact label names the one that bears it.
    (line,) = (each.partition(" If so: ")[2] for each in said.splitlines() if " If so: " in each)
    assert line.split(",")[:2] == [
        "organisation:table-liege-metals-be", "organisation:pic-910000001",
    ]  # fmt: skip
    assert "table: 3 records = 3 kept" in said
    (here / "mine.csv").write_text("\n".join([",".join(identity.COLUMNS), line, ""]))
    given = ["decisions=mine.csv", "table=ours.csv", "cordis=in"]
    assert run(["build", *given, "--graph", "joined"]) == 0
    assert " If so: " not in capsys.readouterr().err
    assert run(["query", "network-members", "-p", "network=MecaTech", "--graph", "joined"]) == 0
    members = [each.partition("  ")[0] for each in capsys.readouterr().out.splitlines()[2:]]
    assert members == ["LIEGE METALS SA", "NANCY LABO", "Nancy Labo"]


def test_on_a_terminal_it_is_asked_and_the_answer_kept(here: Path) -> None:
    (here / "mine.csv").write_text("left;right;decision;why\n")
    command = ("build", "table=ours.csv", "decisions=mine.csv", "--graph", "g")
    typed = [("MecaTech ASBL' the known", "yes"), ("'Mecatech' the known", "no")]
    assert "is 'MecaTech ASBL' the known organisation" in on_a_terminal(here, *command, typed=typed)
    assert (here / "mine.csv").read_text().splitlines()[1:] == [
        f"{OWN};{KNOWN};same;one name in our table",
        f"organisation:table-mecatech-be;{KNOWN};different;another organisation of that name",
    ]
    assert "the known organisation" not in on_a_terminal(here, *command[:-1], "again")
    assert graph("g") == graph("again")


def test_later_leaves_the_two_apart_and_writes_nothing(here: Path) -> None:
    (here / "ours.csv").write_text("".join(TABLE.splitlines(keepends=True)[:2]))
    command = ("build", "table=ours.csv", "--graph")
    said = on_a_terminal(here, *command, "later", typed=[("MecaTech ASBL' the known", "later")])
    assert f"If so: {OWN},{KNOWN},same" in said
    assert not kept(here).exists()
    assert run([*command, "unasked"]) == 0
    assert graph("later") == graph("unasked")


@pytest.mark.parametrize(
    "form",
    [
        b"left,right,decision,why\n",
        b"\xef\xbb\xbfleft;right;decision;why;score\r\na;b;;c;5\r\n",
        b"sep=;\r\nwhy;left;right;decision\r\n",
        b"left\tright\tdecision\twhy",
        b"",
    ],
)
def test_a_line_is_added_in_the_form_of_the_file(here: Path, form: bytes) -> None:
    path = here / "d.csv"
    path.write_bytes(form)
    wanted = ("organisation:a", "organisation:pic-999999999", "different", "x, y; z")
    decisions.add(path, wanted)
    decisions.add(path, ("organisation:a", "organisation:pic-999999998", "same", "one"))
    assert path.read_bytes().startswith(form)
    (first, second) = identity.read(path).taken
    assert (first.same, first.why, second.same) == (False, "x, y; z", True)


def test_who_decided_stands_in_a_column_or_after_the_reason(here: Path) -> None:
    with_, without, windows = here / "with.csv", here / "without.csv", here / "windows.csv"
    without.write_text("left,right,decision,why\n")
    windows.write_bytes("left;right;decision;why;Zoé\r\n".encode("cp1252"))
    line = ("organisation:a", "organisation:pic-999999999", "same", "vérifié")
    for path in (with_, without, windows):
        decisions.add(path, line, "Zoé")
    assert with_.read_text(encoding="utf-8").splitlines()[-1].endswith(",vérifié,Zoé")
    assert without.read_text(encoding="utf-8").endswith(",vérifié (Zoé)\n")
    assert windows.read_bytes().decode("cp1252").endswith(";vérifié (Zoé);\r\n")
    assert identity.read(with_).taken[0].why == "vérifié"


def test_a_folder_that_cannot_be_made_cannot_be_written(here: Path) -> None:
    (here / "settings").write_text("a file")
    with pytest.raises(OutputError, match=r"decisions\.csv: cannot be written \("):
        decisions.add(here / "settings" / "decisions.csv", LINE)


def test_what_one_keeps_is_read_from_python_too(here: Path) -> None:
    apart = cg.build("table=ours.csv", graph="apart")
    pairs = {(row["left"], row["right"]) for row in cg.reconcile(apart).to_polars().to_dicts()}
    settled = {tuple(sorted(map(expand, (OWN, KNOWN))))}
    assert settled <= {tuple(sorted(pair)) for pair in pairs}
    kept(here).parent.mkdir(parents=True)
    kept(here).write_text(f"{','.join(identity.COLUMNS)}\n{OWN},{KNOWN},same,one\n")
    left = {(row["left"], row["right"]) for row in cg.reconcile(apart).to_polars().to_dicts()}
    assert not settled & {tuple(sorted(pair)) for pair in left}
    cg.build("table=ours.csv", graph="joined")
    assert OWN.rpartition(":")[2].encode() in graph("apart")
    assert OWN.rpartition(":")[2].encode() not in graph("joined")


def test_a_file_without_the_columns_is_left_as_it_is(here: Path) -> None:
    path = here / "d.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(OutputError, match="no columns left, right, decision, why"):
        decisions.add(path, LINE)
    assert path.read_text() == "a,b\n1,2\n"


def test_what_reconcile_accepts_is_joined_by_the_next_build(here: Path) -> None:
    (here / "ours.csv").write_text(
        "relation,organisation,country,with,with_country\n"
        "partnership,Acme Photonics SA,BE,Delta Optics,BE\n"
        "partnership,ACME PHOTONICS,BE,Gamma Optics,BE\n"
    )
    assert run(["build", "table=ours.csv", "--graph", "apart"]) == 0
    command = ["reconcile", "--graph", "apart", "--source", "table", "--accept-from", "100"]
    assert run([*command, "-o", "decisions.csv"]) == 0
    rows = list(csv.DictReader((here / "decisions.csv").read_text().splitlines()))
    (same,) = [row for row in rows if row["decision"] == "same"]
    assert {same[side].rpartition("/")[2] for side in ("left", "right")} == {
        "table-acme-photonics-sa-be", "table-acme-photonics-be",
    }  # fmt: skip
    assert (same["leftCountry"], same["rightProjects"]) == ("BE", "0")
    assert run(["build", "table=ours.csv", "decisions=decisions.csv", "--graph", "joined"]) == 0
    text = graph("joined").decode()
    assert text.count("table-acme-photonics-sa-be>") == 0
    assert "table-acme-photonics-be>" in text
    assert run([*command, "--decisions", "decisions.csv", "-o", "open.csv"]) == 0
    assert "acme-photonics-sa" not in (here / "open.csv").read_text()
