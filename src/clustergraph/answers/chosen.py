"""A chosen network with the sentences that say what was chosen: how every analysis begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.answers.answer import Note, note
from clustergraph.measures.projection import WEIGHTINGS
from clustergraph.networks import participations, projection
from clustergraph.networks.filters import FILTERS
from clustergraph.networks.sifting import unjudged

if TYPE_CHECKING:
    from clustergraph.graph.location import Location, Report
    from clustergraph.languages import Lang
    from clustergraph.measures.projection import Incidence
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice
    from clustergraph.networks.sifting import Unjudged


def ties(location: Location, choice: Choice, report: Report) -> tuple[Ties, list[Note]]:
    """The ties of what is chosen, and what to know of them; errors as `projection.ties`."""
    report("reading the network", 0.0)
    found = projection.ties(location, choice)
    meaning = WEIGHTINGS[choice.weighting].meaning
    size = f"{len(found):,} members, {found.count():,} ties"
    notes = [note(f"{choice}: {size}; weight: {meaning}"), *judged(location, choice)]
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
    said = note(f"{choice}: {size}, {found.matrix.nnz:,} participations")
    return found, [said, *judged(location, choice)]


def judged(location: Location, choice: Choice) -> list[Note]:
    """What the filters of a choice could not judge, in words."""
    if not choice.filters.given():
        return []
    rows = participations.rows(location, choice.network)
    return [
        note(said)
        for each in unjudged(location, rows, choice.filters)
        for said in _unjudged(each, "through" in rows.columns)
    ]


def _unjudged(found: Unjudged, shared: bool) -> list[str]:
    lines = []
    unit = "activities" if found.filter == "years" else "participations" if shared else "ties"
    if found.missing:
        why = FILTERS[found.filter].unknown
        said = f"{found.missing:,} of {found.total:,} {unit} cannot be judged and are left out"
        lines.append(f"{said}: {why}")
    if found.half:
        lines.append(half_dated(found.half))
    return lines


def half_dated(count: int) -> str:
    """How activities count of which one date is known where two are needed."""
    return (
        f"{count:,} activities have a start or an end only: the other one is that of their "
        "programme where it is known; else an unknown start leaves the year of the end only, and "
        "an unknown end stays open"
    )


def words(choice: Choice, lang: Lang = "en") -> str:
    """What was chosen, in a sentence for a chart."""
    meaning = WEIGHTINGS[choice.weighting].meaning.translated(lang)
    return f"{choice}; weight of a tie: {meaning}"
