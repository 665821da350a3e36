"""A chosen network with the sentences that say what was chosen: how every analysis begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.answers.answer import Note, note
from clustergraph.measures.projection import WEIGHTINGS
from clustergraph.networks import projection

if TYPE_CHECKING:
    from clustergraph.graph.location import Location, Report
    from clustergraph.languages import Lang
    from clustergraph.measures.projection import Incidence
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice


def ties(location: Location, choice: Choice, report: Report) -> tuple[Ties, list[Note]]:
    """The ties of what is chosen, and what to know of them; errors as `projection.ties`."""
    report("reading the network", 0.0)
    found = projection.ties(location, choice)
    meaning = WEIGHTINGS[choice.weighting].meaning
    size = f"{len(found):,} members, {found.count():,} ties"
    notes = [note(f"{choice}: {size}; weight: {meaning}")]
    if found.dropped.get("self_ties"):
        notes.append(note(f"{found.dropped['self_ties']:,} ties of a member with itself left out"))
    if not found.count():
        notes.append(note(f"the network '{choice.name}' has no ties in this graph"))
    return found, notes


def incidence(location: Location, choice: Choice, report: Report) -> tuple[Incidence, list[Note]]:
    """Who takes part in what, whatever the weighting and `stable`, and what to know of it."""
    report("reading the network", 0.0)
    found = projection.incidence(location, choice)
    size = f"{len(found.members):,} members, {len(found.throughs):,} activities"
    return found, [note(f"{choice}: {size}, {found.matrix.nnz:,} participations")]


def words(choice: Choice, lang: Lang = "en") -> str:
    """What was chosen, in a sentence for a chart."""
    meaning = WEIGHTINGS[choice.weighting].meaning.translated(lang)
    return f"{choice}; weight of a tie: {meaning}"
