"""Briefs and scorecards in a browser: axe finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import required
from clustergraph.answers.registry import run
from clustergraph.formats.documents import WRITERS

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location
    from conftest import Browser


pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("brief", {"about": "MecaTech"}),
        ("brief", {"about": "Wallonia"}),
        ("brief", {"about": "Horizon 2020"}),
        ("scorecard", {"organisation": "MecaTech"}),
    ],
)
def test_axe_finds_nothing(
    browser: Browser,
    curated_graph: Location,
    repo: Path,
    tmp_path: Path,
    name: str,
    asked: dict[str, str],
) -> None:
    axe = required.node_modules(repo) / "axe-core" / "axe.min.js"
    document = run(curated_graph, name, asked, lang="fr").document
    assert document is not None
    page = tmp_path / "page.html"
    page.write_bytes(WRITERS["html"](document))
    browser.open(page)
    browser.run(axe.read_text(encoding="utf-8"))
    found = browser.driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run({ preload: false }).then((told) => done(told.violations.map((v) => v.id)));"
    )
    assert found == []
