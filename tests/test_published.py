"""Figures published by others, from the real data, by the commands that docs/networks.md shows.

A. Cottica, 9 June 2016, on all of Horizon 2020 as of April 2016.
"""

from __future__ import annotations

import csv
import io
import shlex
from typing import TYPE_CHECKING

import pytest

from clustergraph import cli

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

NETWORK = "clustergraph network-info --graph h2020 --network projects --programme H2020"
STABLE = f"{NETWORK} --stable 2"
# What was published, where it stands in the answer, and the figure.
FIGURES = [
    ("projects", NETWORK, "activities", 7_574),
    ("organisations", NETWORK, "members", 12_326),
    ("organisations without any partner", NETWORK, "isolates", 1_246),
    ("co-participation pairs, one per shared project", NETWORK, "weight", 196_436),
    ("distinct pairs", NETWORK, "ties", 170_120),
    ("stable pairs (two or more shared projects)", STABLE, "ties", 16_289),
    ("organisations with a partner but no stable one", STABLE, "isolates_with_weak_ties", 8_802),
    ("giant component of the stable network: organisations", STABLE, "giant_members", 2_069),
    # 15,780 were published: nobody knows which ties are missing there.
    ("giant component of the stable network: ties", STABLE, "giant_ties", 16_063),
]


@pytest.fixture(scope="module")
def folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph `h2020`."""
    path = tmp_path_factory.mktemp("published")
    source = f"cordis={shared_data / 'cordis-h2020-2016'}"
    assert cli.run(["build", source, "--graph", str(path / "h2020")]) == 0
    return path


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, dict[str, float]]:
    """The figures that each command answers, by name."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for command in (NETWORK, STABLE):
            assert cli.run([*shlex.split(command)[1:], "-o", "figures.csv"]) == 0
            rows = csv.DictReader(io.StringIO((folder / "figures.csv").read_text()))
            found[command] = {row["figure"]: float(row["value"] or "nan") for row in rows}
    return found


@pytest.mark.parametrize(("what", "command", "name", "value"), FIGURES)
def test_a_published_figure_comes_out(
    answers: dict[str, dict[str, float]], what: str, command: str, name: str, value: int
) -> None:
    assert answers[command][name] == value


@pytest.mark.parametrize(("what", "command", "name", "value"), FIGURES)
def test_its_command_is_documented(
    repo: Path, what: str, command: str, name: str, value: int
) -> None:
    lines = (repo / "docs/networks.md").read_text().splitlines()
    row = next(line for line in lines if line.startswith(f"| {what} |"))
    assert f"`{name}`" in row and f"{value:,}" in row
    assert f"$ {command}" in lines or command in lines
