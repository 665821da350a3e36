"""Files of decisions on which organisations are one, and who is a natural person, as a source; a
record is a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.sources import emit, identity
from clustergraph.sources.gathering import Reading
from clustergraph.sources.reading import Tally
from clustergraph.terms import CG, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.sources.gathering import Gathering

_KIND = f"{CG}kind"


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Check the file, and keep it for the rows to come; it brings triples for persons only."""
    decided, persons = identity.read(path), identity.persons(path)
    number = len(decided.taken) + len(persons)
    gathering.decisions.append(path)
    for iri in persons:
        kind = emit.iri(f"{PREFIXES['organisation-kind']}natural-person")
        gathering.lines.append(emit.line(decided.standing(iri), _KIND, kind))
    return Reading(Tally(number, number))
