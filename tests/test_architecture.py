"""The page on the architecture says what is so; rooms below the faces do not speak for a face."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


@pytest.fixture(scope="module")
def page(repo: Path) -> str:
    return (repo / "docs/architecture.md").read_text()


def test_rooms_of_the_page_are_the_layers_that_are_checked(repo: Path, page: str) -> None:
    settings = tomllib.loads((repo / "pyproject.toml").read_text())
    checked = next(
        each["layers"]
        for each in settings["tool"]["importlinter"]["contracts"]
        if each["containers"] == ["clustergraph"]
    )
    told = page.partition("## Where am I")[2].partition("## How to add")[0]
    rows = [line.split("|")[1] for line in told.splitlines() if line.startswith("| `")]
    layers = [set(layer.split(" | ")) for layer in checked if layer != "__main__"]
    assert [set(re.findall(r"`(\w+)`", row)) for row in rows] == layers


def test_files_and_registries_that_the_page_names_exist(repo: Path, page: str) -> None:
    named = set(re.findall(r"`((?:src|queries|tests|docs)/[^`]*|pyproject\.toml)`", page))
    assert len(named) >= 12
    assert [name for name in sorted(named) if not (repo / name).exists()] == []
    entries = re.findall(r"`([A-Z]\w+)`(?: and `[A-Z]+`)? in `src/(clustergraph/[\w/]+)\.py`", page)
    entries += re.findall(r"and `([A-Z]+)` in `src/(clustergraph/[\w/]+)\.py`", page)
    entries += re.findall(r"`([A-Z]+)` in `src/(clustergraph/[\w/]+)\.py`", page)
    assert {name for name, _ in entries} >= {"SOURCES", "MEASURES", "ANALYSES", "FILTERS"}
    for name, path in entries:
        module = path.removesuffix("/__init__").replace("/", ".")
        assert hasattr(importlib.import_module(module), name), (name, module)


def test_readme_leads_to_the_page(repo: Path) -> None:
    assert "(docs/architecture.md)" in (repo / "README.md").read_text()


def faults(text: str) -> Iterator[str]:
    """Where a module prints, uses click, or names an option of the command line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "print":
                yield f"{node.lineno}: prints"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [getattr(node, "module", "") or "", *(each.name for each in node.names)]
            if "click" in names:
                yield f"{node.lineno}: imports click"
        elif isinstance(node, ast.Constant) and (found := _OPTION.search(str(node.value))):
            yield f"{node.lineno}: names {found.group()}"


@pytest.mark.parametrize(
    "wrong", ["print(1)", "import click", "from click import echo", "x = f'add --allow-remote {y}'"]
)
def test_a_fault_is_found(wrong: str) -> None:
    assert len(list(faults(wrong))) == 1


@pytest.mark.slow
def test_no_room_below_the_command_line_prints_or_names_an_option(repo: Path) -> None:
    package = repo / "src/clustergraph"
    read = [path for path in package.rglob("*.py") if path.parent != package / "cli"]
    assert len(read) > 100
    found = [
        f"{path.relative_to(repo)}:{fault}" for path in read for fault in faults(path.read_text())
    ]
    assert found == []
