"""Which projects hold some words in their titles, objectives and keywords, as a table.

Knows how to show them; what the words are sought in is known in `questions.words`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.answers.answer import Answer, note
from clustergraph.formats.tables import Table, cell
from clustergraph.graph.progress import silent
from clustergraph.languages import Text
from clustergraph.questions import words as index
from clustergraph.questions.texts import of_some

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang

COLUMNS = ("rank", "iri", "label", "score", "snippet")
_ONE = Text("{:,} project holds {}", "{:,} projet contient {}")
_SAID = Text("{:,} projects hold {}", "{:,} projets contiennent {}")


def search(
    location: Location,
    *,
    words: str,
    top: int = 20,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The projects that hold all the words, the best first, with a piece of text around them.

    Columns COLUMNS, at most `top` rows. Raises RequestError where no word is given, and for an
    endpoint.
    """
    found, total = index.opened(location, report).search(words, top)
    iris = [hit.iri for hit in found]
    labels, texts = location.labels(iris, lang), of_some(location, iris)
    rows = [
        (
            ox.Literal(rank),
            ox.NamedNode(hit.iri),
            ox.Literal(labels[hit.iri]),
            cell(hit.score),
            ox.Literal(index.snippet(texts.get(hit.iri, []), words)),
        )
        for rank, hit in enumerate(found, 1)
    ]
    said = (_ONE if total == 1 else _SAID).translated(lang).format(total, words)
    return Answer(Table(COLUMNS, list(rows)), (note(said),))
