"""The template of the `table` source: its columns, the words they take, and the empty file.

The same registry of columns serves the reader, the sheet that explains them and the documents.
Knows nothing of triples or of how rows are read.
"""

from __future__ import annotations

from clustergraph.sources.template.fields import COLUMNS, FIELDS
from clustergraph.sources.template.headers import FRENCH
from clustergraph.sources.template.relations import (
    COMMENT,
    GOAL,
    INDICATOR,
    MEMBERSHIP,
    PARTICIPATION,
    PARTNERSHIP,
    RELATIONS,
    TARGET,
    Field,
    relation,
)
from clustergraph.sources.template.strategy import MEASURES
from clustergraph.sources.template.words import Concept, choices, concept, concepts
from clustergraph.sources.template.writing import ROWS, TEMPLATES, explanations, write

__all__ = [
    "COLUMNS",
    "COMMENT",
    "FIELDS",
    "FRENCH",
    "GOAL",
    "INDICATOR",
    "MEASURES",
    "MEMBERSHIP",
    "PARTICIPATION",
    "PARTNERSHIP",
    "RELATIONS",
    "ROWS",
    "TARGET",
    "TEMPLATES",
    "Concept",
    "Field",
    "choices",
    "concept",
    "concepts",
    "explanations",
    "relation",
    "write",
]
