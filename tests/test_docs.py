"""The documents show what the program prints: they are regenerated and compared."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from clustergraph.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = ("README.md", "docs/commands.md", "docs/networks.md", "docs/brokerage.md")


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


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_documented_and_helpful(repo: Path, name: str) -> None:
    assert f"`clustergraph {name}`" in (repo / "docs/commands.md").read_text()
    assert cli.commands[name].help
