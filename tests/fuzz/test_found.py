"""What the fuzzers have found, one case each: none of it may come back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from fuzz import commands, harness, inputs, sources
from fuzz.harness import Case

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

FILES = {"f.ttl": commands.GRAPH, "t.ttl": inputs.TURTLE}
ASKED = {
    "too little memory to begin": ["find", "Duct", "--memory", "0.000001"],
    "little memory": ["find", "Duct", "--memory", "0.001"],
    "a name that is not UTF-8": ["recommend", "Acm\udce8"],
    "words that are not UTF-8": ["search", "\udcf0ridges OR", "-o", "o.xlsx"],
    "words without an end": ["search", "x" * 9_000],
}


@pytest.mark.parametrize("about", list(ASKED))
def test_a_graph_is_asked(about: str) -> None:
    assert harness.run_case(Case(FILES, [[*ASKED[about], "--graph", "f.ttl"]])) == []


def test_flows_where_no_place_is_known() -> None:
    assert harness.run_case(Case(FILES, [["flows", "--graph", "t.ttl"]])) == []


def test_a_header_without_an_end() -> None:
    layout = {name: [list(row) for row in rows] for name, rows in sources.OLD.items()}
    layout["Projects"][0].append("x" * 3_000)
    case = Case({"keep.xlsx": sources.workbook(layout)}, [["build", "keep=keep.xlsx"]])
    assert harness.run_case(case) == []


def test_a_mirror_that_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(where: Path) -> None:
        os.environ["CLUSTERGRAPH_FETCH_BASE"] = "http://["

    monkeypatch.setenv("CLUSTERGRAPH_FETCH_BASE", "x")
    assert harness.run_case(Case({}, [["fetch", "cordis-he"]], prepare=prepare)) == []
