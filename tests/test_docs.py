"""The documents show what the program prints: they are regenerated and compared."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from clustergraph.answers.registry import ANALYSES
from clustergraph.cli.analyses import command
from clustergraph.cli.commands import COMMANDS
from clustergraph.cli.program import cli

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = (
    "src/clustergraph/__init__.py",
    "src/clustergraph/api/__init__.py",
    "src/clustergraph/api/analyses.py",
    "src/clustergraph/api/networks.py",
    "src/clustergraph/cli/commands.py",
    "README.md",
    "docs/commands.md",
    "docs/networks.md",
    "docs/brokerage.md",
)


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS)
def test_outputs_shown_are_those_of_today(repo: Path, document: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", "-P", "-I", "docs", document],
        cwd=repo,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"run `make docs`\n{done.stdout}{done.stderr}"


def test_the_parts_filled_into_queries_are_those_of_today(repo: Path) -> None:
    filled = sorted(
        path.relative_to(repo).as_posix()
        for path in (repo / "queries").rglob("*.rq")
        if "[[[cog" in path.read_text(encoding="utf-8")
    )
    assert len(filled) > 20
    given = "from documented import part"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "cogapp",
            "--check",
            "--diff",
            "-P",
            "-I",
            "docs",
            "-p",
            given,
            *filled,
        ],
        cwd=repo,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"run `make docs`\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_helpful(repo: Path, name: str) -> None:
    assert f"`clustergraph {name}`" in (repo / "docs/commands.md").read_text()
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    assert found.help


def test_every_analysis_is_a_command_with_all_its_parameters() -> None:
    assert len(ANALYSES) >= 10
    for name, analysis in ANALYSES.items():
        assert name in COMMANDS
        taken = {each.name for each in command(analysis).params}
        assert {f"_{each.name}" for each in analysis.contract.parameters} < taken
