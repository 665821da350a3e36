"""Questions as staff put them, answered by the assistant's tools without a model.

The questions, the calls and the rows are in `assistant/questions.yaml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from clustergraph.assistant import tools

if TYPE_CHECKING:
    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow
_FILE = Path(__file__).parent / "assistant" / "questions.yaml"
QUESTIONS: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def test_half_of_thirty_questions_are_in_french_and_every_tool_is_called() -> None:
    assert len(QUESTIONS) == 30
    assert sum(each.get("lang") == "fr" for each in QUESTIONS) == 15
    called = {name for each in QUESTIONS for call in each["calls"] for name in call}
    assert called == set(tools.tools())


@pytest.mark.parametrize("gold", QUESTIONS, ids=[each["asked"] for each in QUESTIONS])
def test_the_tools_answer(curated_graph: Location, gold: dict[str, Any]) -> None:
    assert 1 <= len(gold["calls"]) <= 3
    found: dict[str, Any] = {}
    for call in gold["calls"]:
        ((name, given),) = call.items()
        lang = gold.get("lang", "en")
        found = tools.tools()[name].call(curated_graph, {**given, "lang": lang})
    assert found["sources"] and found["licences"] and found["release"]
    assert set(gold["columns"]) <= set(found["columns"])
    rows = [[row.get(each) for each in gold["columns"]] for row in found["rows"]]
    assert [row for at, row in enumerate(rows) if row not in rows[:at]] == gold["rows"]
