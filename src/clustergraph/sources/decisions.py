"""Files of decisions on which organisations are one, and who is a natural person, as a source; a
record is a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.sources import identity
from clustergraph.sources.gathering import Reading
from clustergraph.sources.reading import Tally
from clustergraph.terms import compress

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.sources.gathering import Gathering


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Check the file, and keep it for the rows to come."""
    decided = identity.read(path)
    number = len(decided.taken) + len(decided.persons)
    tally = Tally(number, number, remarks=list(decided.remarks))
    gathering.decisions[path] = tally, decided.named
    return Reading(tally)


def look_back(gathering: Gathering) -> None:
    """Remark on the organisations that decisions name and no source has; once all are read."""
    for tally, named in gathering.decisions.values():
        for iri in named.keys() - gathering.told(named.keys()):
            file, _, line = named[iri].rpartition(":")
            reason = "no source of this build has this organisation"
            tally.remark(file, int(line), "", compress(iri), reason)
        tally.remarks.sort(key=lambda remark: (remark.file, remark.line, remark.value))
