"""The labels of an answer in another language than the one its query was written for.

A saved question gives English labels, in `xLabel` beside the IRI in `x`, so that it runs as it
stands in any tool. Here they are replaced afterwards, some rows at a time: the rows and their order
are the same in every language. Knows nothing of what the questions are about.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.formats.tables import Stream
from clustergraph.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.formats.tables import Row, Term
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang

# Rows whose labels are asked for at once.
_BATCH = 1_000
# Labels kept for later rows: a country comes back in every batch, most projects never do.
_KEPT = 50_000


def relabelled(location: Location, answer: Stream, lang: Lang) -> Stream:
    """The answer with each `xLabel` beside an `x` in a language, else as it is, else in any.

    Nothing is asked for the language that queries give themselves.
    """
    columns = {name: at for at, name in enumerate(answer.columns)}
    pairs = [
        (at, columns[f"{name}Label"]) for name, at in columns.items() if f"{name}Label" in columns
    ]
    if lang == LANGUAGES[0] or not pairs:
        return answer
    return Stream(answer.columns, _rows(location, answer.rows, pairs, lang))


def _rows(
    location: Location, rows: Iterator[Row], pairs: list[tuple[int, int]], lang: Lang
) -> Iterator[Row]:
    known: dict[str, ox.Literal | None] = {}
    while batch := list(islice(rows, _BATCH)):
        wanted = {term.value for row in batch for term in _things(row, pairs)} - known.keys()
        if len(known) + len(wanted) > _KEPT:
            known.clear()
            wanted = {term.value for row in batch for term in _things(row, pairs)}
        found = location.best_labels(wanted, lang)
        known |= {iri: found.get(iri) for iri in wanted}
        for row in batch:
            cells = list(row)
            for thing, label in pairs:
                cells[label] = _chosen(cells[thing], cells[label], known, lang)
            yield tuple(cells)


def _things(row: Row, pairs: list[tuple[int, int]]) -> Iterator[ox.NamedNode]:
    for thing, _label in pairs:
        term = row[thing]
        if isinstance(term, ox.NamedNode):
            yield term


def _chosen(
    thing: Term | None, label: Term | None, known: dict[str, ox.Literal | None], lang: Lang
) -> Term | None:
    best = known.get(thing.value) if isinstance(thing, ox.NamedNode) else None
    if best is None:
        return label
    return best if label is None or best.language == lang else label
