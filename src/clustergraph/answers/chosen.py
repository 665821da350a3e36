"""A chosen network with the sentences that say what was chosen: how every analysis begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.answers.answer import Note, note
from clustergraph.languages import Text, filled
from clustergraph.measures.projection import WEIGHTINGS
from clustergraph.networks import projection, sifting

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.projection import Incidence
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice


def ties(location: Location, choice: Choice, report: Report) -> tuple[Ties, list[Note]]:
    """The ties of what is chosen, and what to know of them; errors as `projection.ties`."""
    report("reading the network", 0.0)
    found = projection.ties(location, choice)
    meaning = WEIGHTINGS[choice.weighting].meaning
    size = filled(_TIES, choice=_said(choice), members=len(found), ties=found.count(),
                  weight=meaning)  # fmt: skip
    notes = [note(size), *judged(location, choice)]
    if found.dropped.get("self_ties"):
        notes.append(note(filled(_SELF, n=found.dropped["self_ties"])))
    if not found.count():
        notes.append(note(filled(_NONE, choice=_said(choice))))
    return found, notes


def incidence(location: Location, choice: Choice, report: Report) -> tuple[Incidence, list[Note]]:
    """Who takes part in what, whatever the weighting and `stable`, and what to know of it."""
    report("reading the network", 0.0)
    found = projection.incidence(location, choice)
    said = filled(_SHARED, choice=_said(choice), members=len(found.members),
                  activities=len(found.throughs), n=int(found.matrix.nnz))  # fmt: skip
    return found, [note(said), *judged(location, choice)]


_TIES = Text(
    "{choice}: {members} [member|members], {ties} [tie|ties]; weight: {weight}",
    "{choice} : {members} [membre|membres], {ties} [lien|liens] ; poids : {weight}",
)
_SHARED = Text(
    "{choice}: {members} [member|members], {activities} [activity|activities], "
    "{n} [participation|participations]",
    "{choice} : {members} [membre|membres], {activities} [activité|activités], "
    "{n} [participation|participations]",
)
_SELF = Text(
    "{n} [tie|ties] of a member with itself left out",
    "{n} [lien omis|liens omis] d’un membre avec lui-même",
)
_NONE = Text(
    "{choice} has no ties in this graph",
    "{choice} : aucun lien dans ce graphe",
)


def _said(choice: Choice) -> Text:
    return Text(choice.said("en"), choice.said("fr"))


def judged(location: Location, choice: Choice) -> list[Note]:
    """What the filters of a choice could not judge, in words."""
    return [note(said) for said in sifting.judged(location, choice.network, choice.filters)]


def words(choice: Choice, lang: Lang = "en") -> str:
    """What was chosen, in a sentence for a chart."""
    meaning = WEIGHTINGS[choice.weighting].meaning.translated(lang)
    weight = "; weight of a tie: " if lang == "en" else " ; poids d’un lien : "
    return f"{choice.said(lang)}{weight}{meaning}"
