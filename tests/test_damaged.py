"""Damaged inputs given to the commands: one clear error each, or counted rejects."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from commands import runner

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PROJECTS = """id;acronym;frameworkProgramme;totalCost;ecMaxContribution
101000001;ONE;HORIZON;1000,5;500
101000002;TWO;HORIZON;2000;600
"""
ORGANISATIONS = """projectID;organisationID;name;country;role;totalCost;ecContribution
101000001;900000001;ACME;BE;coordinator;10;5
101000002;900000002;BOLT;LU;participant;20;6
"""
SUMMARY = re.compile(
    r"^cordis .*: ([\d,]+) records = ([\d,]+) kept \+ "
    r"([\d,]+) repeated \+ ([\d,]+) replaced \+ ([\d,]+) rejected; ",
    re.M,
)


@dataclass
class Tried:
    """How a build ended: exit code, stderr, the counts that it printed, its rejected rows."""

    code: int
    said: str
    counts: tuple[int, ...] = ()
    rejects: list[dict[str, str]] = field(default_factory=list)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Try:
    """A folder with a release of two projects and a graph; files replace the release's own."""

    def __init__(self, where: Path, printed: pytest.CaptureFixture[bytes]) -> None:
        self.where, self.run = where, runner(printed)
        (where / "data").mkdir()
        self.put(project=PROJECTS, organization=ORGANISATIONS)

    def put(self, **files: str | bytes) -> None:
        for stem, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (self.where / "data" / f"{stem}.csv").write_bytes(data)

    def build(self, path: str = "data") -> Tried:
        done = self.run("build", f"cordis={path}")
        assert done.out == b""
        tried = Tried(done.code, done.err)
        if done.code == 0:
            (told,) = SUMMARY.findall(done.err)
            tried.counts = tuple(int(number.replace(",", "")) for number in told)
            (listed,) = (self.where / "graph").glob("build-*/rejects.csv")
            tried.rejects = table(listed)
            read, *ended = tried.counts
            assert read == sum(ended)
            assert len(tried.rejects) == tried.counts[-1]
        return tried

    def ask(self, sparql: str, form: str = "csv") -> str:
        file = self.where / "asked.rq"
        file.write_text(f"PREFIX cg: <https://w3id.org/clustergraph/ontology#>\n{sparql}")
        done = self.run("query", str(file), "--format", form)
        assert done.code == 0, done
        return done.out.decode()

    def values(self, pattern: str) -> list[str]:
        """The sorted values of ?value, exactly."""
        table = self.ask(f"SELECT ?value WHERE {{ {pattern} }} ORDER BY STR(?value)", "csv-exact")
        return [row[0] for row in csv.reader(io.StringIO(table, newline=""))][1:]


@pytest.fixture
def damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Try:
    monkeypatch.chdir(tmp_path)
    return Try(tmp_path, capfdbinary)


def row(file: str, line: int, value: str, reason: str, column: str = "") -> dict[str, str]:
    place = {"file": f"data/{file}.csv", "line": str(line), "column": column}
    return {**place, "value": value, "reason": reason}


# --- Rows: counted and listed

# That it is a broken row, and no file of another encoding, is told by one that is not broken.
MIXED = PROJECTS.replace("TWO", "TWÖ").encode()
LATIN = MIXED + "101000003;CAFÉ;HORIZON;1;1\n".encode("latin-1")
CONFLICT = PROJECTS.replace("101000002", "<<<<<<< HEAD\n101000002") + (
    "=======\n101000002;TWO;HORIZON;2000;700\n>>>>>>> theirs\n"
)
LONG = f"101000003;{'x' * 10_000_000};HORIZON;1;1\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "counts", "rejects"),
    [
        pytest.param({}, (4, 4, 0, 0, 0), [], id="nothing is damaged"),
        pytest.param(
            {"project": CONFLICT},
            (8, 4, 0, 1, 3),
            [
                row("project", line, marker, "conflict marker")
                for line, marker in ((3, "<<<<<<< HEAD"), (5, "'======="), (7, ">>>>>>> theirs"))
            ],
            id="conflict markers",
        ),
        pytest.param(
            {"project": LATIN},
            (5, 4, 0, 0, 1),
            [row("project", 4, "101000003;CAF\ufffd;HORIZON;1;1", "not UTF-8")],
            id="a row in another encoding",
        ),
        pytest.param(
            {"project": PROJECTS + LONG},
            (5, 4, 0, 0, 1),
            [row("project", 4, LONG[:200], "a field of more than 1,000,000 characters")],
            id="a field of 10 MB",
        ),
        pytest.param(
            {"project": PROJECTS + '101000003;"x" y;HORIZON;1;1\n'},
            (5, 4, 0, 0, 1),
            [
                row(
                    "project",
                    4,
                    '101000003;"x" y;HORIZON;1;1',
                    "not CSV: ';' expected after '\"'",
                )
            ],
            id="a stray quote",
        ),
        pytest.param(
            {"project": PROJECTS + "101000003;x\n"},
            (5, 4, 0, 0, 1),
            [row("project", 4, "101000003;x", "2 fields instead of 5")],
            id="a row cut short",
        ),
        pytest.param(
            {"organization": ORGANISATIONS + "101000009;900000001;ACME;BE;coordinator;;\n"},
            (5, 4, 0, 0, 1),
            [row("organization", 4, "101000009", "unknown project", "projectID")],
            id="an organisation without its project",
        ),
        pytest.param(
            {"project": PROJECTS + "=1+1;x;HORIZON;1;1\n"},
            (5, 4, 0, 0, 1),
            [row("project", 4, "'=1+1", "not a project identifier", "id")],
            id="a formula for an identifier, which the list of rejects does not hand on",
        ),
    ],
)
def test_damaged_rows_are_counted_and_listed(
    damaged: Try, files: dict[str, str], counts: tuple[int, ...], rejects: list[dict[str, str]]
) -> None:
    damaged.put(**files)
    tried = damaged.build()
    assert tried.code == 0, tried.said
    assert (tried.counts, tried.rejects) == (counts, rejects)


def test_a_project_without_organisations_is_kept_and_told_by_validate(damaged: Try) -> None:
    damaged.put(project=PROJECTS + "101000003;ALONE;HORIZON;1;1\n")
    assert damaged.build().counts == (5, 5, 0, 0, 0)
    found = json.loads(damaged.run("validate", "--format", "json").out)["findings"]
    alone = [(one["rule"], one["label"]) for one in found if one["severity"] != "info"]
    assert alone == [("project-participants", "ALONE")]


@pytest.mark.slow
def test_repeated_rows_are_counted_apart(damaged: Try) -> None:
    damaged.put(organization=ORGANISATIONS + ORGANISATIONS.splitlines(keepends=True)[1])
    assert damaged.build().counts == (5, 4, 1, 0, 0)


# --- Files: one line, and the present graph stays


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"project": wide(PROJECTS)}, "data/project.csv:1: not UTF-8, it looks like UTF-16"),
        (
            {"project": MIXED + "1;É;H;1;1\n".encode("latin-1") * 30},
            "data/project.csv:24: not UTF-8, nor are 20 rows before",
        ),
        (
            {"project": PROJECTS + '"101000003;x\n' * 3},
            "data/project.csv:6: a quote opened here never closes",
        ),
        (
            {"project": PROJECTS.replace("id;", "number;")},
            "data/project.csv:1: column 'id' is missing; found: number, acronym",
        ),
        (
            {"organization": ORGANISATIONS.replace(";role", ";part")},
            "data/organization.csv:1: column 'role' is missing",
        ),
        ({"project": b""}, "data/project.csv:1: column 'id' is missing"),
    ],
)
def test_a_damaged_file_is_one_error_and_the_graph_stays(
    damaged: Try, files: dict[str, str | bytes], message: str
) -> None:
    damaged.build()
    before = damaged.run("info").out
    damaged.put(**files)
    tried = damaged.build()
    assert tried.code == 2
    assert tried.said.startswith(f"error: {message}"), tried.said
    assert tried.said.count("\n") == 1
    assert damaged.run("info").out == before


@pytest.mark.slow
@pytest.mark.parametrize("cut", [10, 300, -30])
def test_a_truncated_zip_is_one_error(damaged: Try, cut: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((damaged.where / "data").iterdir()):
            archive.write(path, path.name)
    (damaged.where / "whole.zip").write_bytes(stream.getvalue())
    assert damaged.build("whole.zip").counts == (4, 4, 0, 0, 0)
    (damaged.where / "cut.zip").write_bytes(stream.getvalue()[:cut])
    tried = damaged.build("cut.zip")
    assert tried.code == 2
    assert tried.said.startswith("error: cut.zip: not a whole zip file ("), tried.said
    assert tried.said.count("\n") == 1


# --- Values


def test_a_formula_in_a_name_stays_in_the_graph_and_is_harmless_in_csv(damaged: Try) -> None:
    names = ["=cmd|'/c calc'!A1", "+1", "-2", "@SUM(A1)", "'=x", "'s-Hertogenbosch"]
    rows = "".join(
        f"101000001;90000001{n};{name};BE;participant;;\n" for n, name in enumerate(names)
    )
    damaged.put(organization=ORGANISATIONS + rows)
    assert damaged.build().counts == (10, 10, 0, 0, 0)
    named = "?s a cg:Organisation ; cg:pic ?pic ; rdfs:label ?value FILTER(STRLEN(?pic) = 9)"
    labels = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    asked = f"{labels}SELECT ?value WHERE {{ {named} FILTER(STRSTARTS(?pic, '90000001')) }}"
    told = damaged.ask(f"{asked} ORDER BY ?pic").splitlines()[1:]
    assert told == [f'"{name}"' for name in [f"'{name}" for name in names[:5]] + names[5:]]
    assert damaged.ask(f"{asked} ORDER BY ?pic", "csv-exact").splitlines()[1:] == names
    damaged.run("export", "g.csv", "--network", "everything")
    cells = [cell for row in table(damaged.where / "g.nodes.csv") for cell in row.values()]
    assert "'=cmd|'/c calc'!A1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("892,228.58", "892228.58"),
        ("758394.29", "758394.29"),
        ("230000,00", "230000.0"),
        ("1.234,5", "1234.5"),
        ("0", None),
        ("0,00", None),
    ],
)
def test_money_is_read_rightly_and_no_cost_means_undeclared(
    damaged: Try, text: str, read: str | None
) -> None:
    damaged.put(project=PROJECTS.replace("1000,5", text))
    assert damaged.build().counts == (4, 4, 0, 0, 0)
    told = damaged.values("?project cg:cordisId '101000001' ; cg:projectCost ?value")
    assert told == ([read] if read else [])


@pytest.mark.slow
def test_an_amount_that_may_be_two_things_is_remarked_and_left_out(damaged: Try) -> None:
    damaged.put(project=PROJECTS.replace("1000,5", "1,234"))
    tried = damaged.build()
    assert tried.counts == (4, 4, 0, 0, 0)
    assert re.search(r"cordis .*; remarks: 1$", tried.said, re.M), tried.said
    (listed,) = (damaged.where / "graph").glob("build-*/remarks.csv")
    assert table(listed) == [
        row(
            "project",
            2,
            "1,234",
            "thousands or decimals? the separator may be either",
            "totalCost",
        )
    ]
    assert damaged.values("?project cg:cordisId '101000001' ; cg:projectCost ?value") == []


def test_na_is_namibia(damaged: Try) -> None:
    damaged.put(organization=ORGANISATIONS.replace("ACME;BE", "ACME;NA"))
    assert damaged.build().counts == (4, 4, 0, 0, 0)
    assert damaged.values("?s cg:pic '900000001' ; cg:locatedIn/cg:isoCode ?value") == ["NA"]
