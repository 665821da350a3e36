"""The ten questions of a manager in the documents: each is one command, and its answer is right.

The answers can be checked by hand in `data/`, from which the curated graph is built.
"""

from __future__ import annotations

import csv
import io
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from clustergraph.cli import run

if TYPE_CHECKING:
    from pathlib import Path

# Of each question some columns, and what stands in them.
ANSWERS: dict[str, tuple[str, set[tuple[str, ...]]]] = {
    "money-by-organisation": (
        "organisationLabel projects gross grossUnstated",
        {("MecaTech", "2", "", "2")},
    ),
    "money-by-year": ("year projects organisations gross", {("", "2", "1", "")}),
    "projects-by-words": (
        "projectLabel organisations supportUnstated",
        {("INTERMAT GR", "3", "1"), ("VITAMIN", "2", "1")},
    ),
    "regional-cooperation": ("localLabel projectLabel", {("MecaTech", "INTERMAT GR")}),
    # No source dates the two projects.
    "member-projects-ending": ("projectLabel", set()),
    "organisation-sheet": (
        "propertyLabel valueLabel count",
        {("located in", "Wallonia", ""), ("organisation joined", "INTERMAT", ""),
         ("in project", "", "2")},
    ),
    # No source gives the project that they share a topic.
    "partners-by-region-and-topic": (
        "placeLabel subjectLabel partners projects", {("Luxembourg", "", "1", "1")}
    ),
    "position-among-peers": ("propertyLabel value rank", {("in project", "2", "1")}),
    "partners-by-country": (
        "countryLabel partners",
        {(name, "1") for name in ("", "Belgium", "France", "Luxembourg", "Netherlands")},
    ),
    "member-projects": (
        "memberLabel projectLabel partners abroad",
        {(member, *project) for member in ("MecaTech", "Materalia")
         for project in (("INTERMAT GR", "2", "2"), ("VITAMIN", "1", "1"))},
    ),
}  # fmt: skip


def _commands(repo: Path) -> list[str]:
    text = (repo / "docs" / "queries.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"## Ten questions.*?```sh\n(.*?)```", text, re.DOTALL)
    return [line for line in block.splitlines() if not line.startswith("#")]


def test_there_are_ten(repo: Path) -> None:
    commands = _commands(repo)
    assert [shlex.split(line)[2] for line in commands] == list(ANSWERS)
    assert len(commands) == 10


@pytest.mark.slow
@pytest.mark.parametrize("name", ANSWERS)
def test_each_is_one_command_and_right(
    name: str, repo: Path, curated_folder: Path, tmp_path: Path
) -> None:
    (command,) = [line for line in _commands(repo) if shlex.split(line)[2] == name]
    path = tmp_path / "answer.csv"
    given = [*shlex.split(command)[1:], "--graph", str(curated_folder), "-o", str(path)]
    assert run(given) == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    columns, expected = ANSWERS[name]
    found = {tuple(row[column] for column in columns.split()) for row in rows}
    # A sheet holds more than can be checked by hand; the others are told whole.
    assert found >= expected if name == "organisation-sheet" else found == expected
