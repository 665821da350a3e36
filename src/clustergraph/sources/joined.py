"""Which record states which fact of a node that several records were joined into.

Each such fact is an rdf:Statement, part of the records that state it: reified, because a record is
no organisation and must not be found or counted as one. Knows nothing of sources or of classes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from clustergraph.sources import emit
from clustergraph.sources.citations import digest
from clustergraph.terms import PREFIXES, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clustergraph.sources.citations import Citation

_RDF = PREFIXES["rdf"]
_SUBJECT, _PREDICATE, _OBJECT = (f"{_RDF}{part}" for part in ("subject", "predicate", "object"))
_LINE = re.compile(f"(<[^>]*>) <({_SUBJECT}|{_PREDICATE}|{_OBJECT})> (.*) \\.\n")
_IS_STATEMENT = emit.tail(emit.TYPE, emit.iri(f"{_RDF}Statement"))


def statements(
    thing: str, told: Iterable[tuple[Sequence[Citation], Iterable[tuple[str, str]]]]
) -> Iterator[tuple[str, list[str]]]:
    """Subjects and their tails: for records of a thing and the (predicate, object) pairs that they
    state together, a statement each."""
    for cited, facts in told:
        records = sorted({one.record(thing) for one in cited})
        for predicate, value in facts if records else ():
            yield (
                mint("fact", digest(*records, predicate, value)),
                [
                    _IS_STATEMENT,
                    emit.tail(_SUBJECT, emit.iri(thing)),
                    emit.tail(_PREDICATE, emit.iri(predicate)),
                    emit.tail(_OBJECT, value),
                    *(emit.tail(emit.PART_OF, emit.iri(record)) for record in records),
                ],
            )


def reified(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """The facts that statements among N-Triples lines are about: subject, predicate and object,
    the last as an N-Triples term."""
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for found in filter(None, map(_LINE.match, lines)):
        parts[found[1]][found[2]] = found[3]
    for said in parts.values():
        if len(said) == 3:
            yield said[_SUBJECT][1:-1], said[_PREDICATE][1:-1], said[_OBJECT]
