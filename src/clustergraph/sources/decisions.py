"""Files of decisions on which organisations are one, and who is a natural person, as a source; a
record is a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.sources import identity
from clustergraph.sources.gathering import Reading
from clustergraph.sources.reading import Tally

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.sources.gathering import Gathering


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Check the file, and keep it for the rows to come."""
    decided = identity.read(path)
    number = len(decided.taken) + len(decided.persons)
    gathering.decisions.append(path)
    return Reading(Tally(number, number))
