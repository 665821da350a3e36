"""The saved questions as examples for whoever writes a query: a script with their texts.

Knows saved questions; nothing of editors.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clustergraph.errors import RequestError
from clustergraph.graph import sparql
from clustergraph.questions import queries
from clustergraph.questions.taken import forgetting

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.questions.queries import Query

# What a saved question says of itself stands in lines that begin so.
_HEADER = "#+"


def examples(location: Location) -> bytes:
    """The text of each saved question by its name, with the usual values of its parameters."""
    with forgetting():
        told = {name: _text(location, each) for name, each in queries.sound().items()}
    return f"clustergraphExamples({json.dumps(told, ensure_ascii=False, indent=0)});\n".encode()


def _text(location: Location, question: Query) -> str:
    lines = [line for line in question.text.splitlines() if not line.startswith(_HEADER)]
    text = "\n".join([f"# {question.question}", *lines])
    try:
        return sparql.fill(text, queries.fill(location, question, {}))
    except RequestError:
        # What must be given, or a name that this graph does not have, is left to whoever asks.
        return text
