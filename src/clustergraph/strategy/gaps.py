"""What an organisation lacks beside what it aims at, each gap with the organisation that would fill
it.

Knows how the answer is put together; what a gap is, `lacks` says, and who fills it, `advice`.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from clustergraph.answers.answer import Answer, Note, note
from clustergraph.formats.tables import from_columns
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled
from clustergraph.networks.members import members
from clustergraph.questions.names import find
from clustergraph.strategy.advice import Advice
from clustergraph.strategy.evidence import Evidence
from clustergraph.strategy.lacks import KINDS, Asked
from clustergraph.strategy.reasons import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.strategy.advice import Pick
    from clustergraph.strategy.lacks import Gap

COLUMNS = ("gap", "what", "whatLabel", "words", "through", "throughLabel", "fill", "fillLabel",
           "fillCountry", "reason")  # fmt: skip
_NOBODY = Text("nobody else is known here for it", "personne d’autre n’est connu ici pour cela")


def gaps(
    location: Location,
    *,
    organisation: str,
    kind: str | None = None,
    within: int = 3,
    until: int | None = None,
    top: int | None = None,
    persons: bool = False,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """One row a gap, COLUMNS: those of one kind or all. within: years up to `until`, by default the
    last in which anything begins, in which a topic needs a project. top: of each kind."""
    iri = find(location, organisation, ("cg:Organisation",), parameter="organisation").iri
    evidence = Evidence(location)
    return lacking(
        evidence, iri, [kind] if kind else list(KINDS), top, lang,
        lambda: Advice(evidence, iri, report, persons=persons), within=within, until=until,
    )  # fmt: skip


def lacking(
    evidence: Evidence,
    iri: str,
    kinds: Sequence[str],
    top: int | None,
    lang: Lang,
    advice: Callable[[], Advice],
    *,
    within: int = 3,
    until: int | None = None,
) -> Answer:
    """The gaps of an organisation by its IRI, of evidence that is there; advice is asked for only
    where somebody may fill one."""
    last = until or (evidence.begun[1] if evidence.begun else None)
    asked = Asked(evidence, iri, last - within + 1 if last else 0, last or 0)
    # Where nothing is dated, no topic is known to be idle.
    told = [name for name in kinds if last or name != "topic"]
    found = {name: KINDS[name](asked) for name in told}
    shown = list(chain.from_iterable(each[:top] for each in found.values()))
    picks = _fills(shown, advice)
    table = from_columns(_columns(evidence.location, shown, picks, lang),
                         iris=("what", "through", "fill"))  # fmt: skip
    return Answer(table, _notes(asked, found, top, lang, undated=len(told) < len(kinds)))


def _fills(shown: Sequence[Gap], advice: Callable[[], Advice]) -> list[tuple[str, Pick] | None]:
    """For each gap the new organisation that is most likely to be met among those that fill it."""
    fills = [each.fill() for each in shown]
    if not any(fills):
        return [None] * len(shown)
    advised = advice()
    free = advised.new()
    found: list[tuple[str, Pick] | None] = []
    for fill in fills:
        best = advised.picks(free & advised.among(fill), 1) if fill else []
        found.append((advised.found.members[best[0].place], best[0]) if best else None)
    return found


def _columns(
    location: Location,
    shown: Sequence[Gap],
    picks: Sequence[tuple[str, Pick] | None],
    lang: Lang,
) -> dict[str, list[str]]:
    told = members(location, [pick[0] for pick in picks if pick], lang)
    who = {row[0]: (row[1], row[4]) for row in told.iter_rows()}
    reasons = [pick[1].reasons[0] for pick in picks if pick]
    about = {each for gap in shown for each in (gap.what, *gap.about)}
    labels = location.labels(about | {each for one in reasons for each in one.named}, lang)
    columns: dict[str, list[str]] = {name: [] for name in COLUMNS}
    for gap, pick in zip(shown, picks, strict=True):
        filled = ("", "", "", _NOBODY.translated(lang))
        if pick:
            filled = (pick[0], *who[pick[0]], words(pick[1].reasons[0], labels, lang))
        said = gap.words.translated(lang).format(*(labels[each] for each in gap.about))
        through = labels[gap.through] if gap.through else ""
        cells = (gap.kind.translated(lang), gap.what, labels[gap.what], said, gap.through,
                 through, *filled)  # fmt: skip
        for name, cell in zip(COLUMNS, cells, strict=True):
            columns[name].append(cell)
    return columns


def _notes(
    asked: Asked, found: dict[str, list[Gap]], top: int | None, lang: Lang, *, undated: bool
) -> tuple[Note, ...]:
    evidence, iri = asked.evidence, asked.iri
    targets = evidence.table("targets").filter(pl.col("value").is_null(), member=iri)
    more = sum(max(len(each) - top, 0) for each in found.values()) if top else 0
    said = {
        Text("it states no target place", "elle n’énonce aucun lieu visé"): not len(
            evidence.table("targets").filter(member=iri)
        ),
        Text("it states no priority topic", "elle n’énonce aucun thème prioritaire"): (
            not evidence.priorities(iri)
        ),
        Text(
            "nothing here has a known start, so no priority topic can be judged",
            "rien ici n’a de début connu : les thèmes prioritaires ne peuvent être jugés",
        ): undated,
        Text(
            "no goal of its names a stage of the value chain",
            "aucun de ses objectifs ne nomme d’étape de la chaîne de valeur",
        ): not len(evidence.table("stages").filter(owner=iri)),
        filled(
            Text(
                "targets that name no place, so that nobody can judge: {n}",
                "cibles sans lieu, que personne ne peut juger : {n}",
            ),
            n=len(targets),
        ): len(targets),
        Text(
            "its own country is unknown, so nobody is known to be abroad",
            "son propre pays est inconnu : on ne sait qui est à l’étranger",
        ): not evidence.home(iri),
        filled(
            Text(
                "{n} more [gap is|gaps are] not shown",
                "{n} [autre lacune non montrée|autres lacunes non montrées]",
            ),
            n=more,
        ): more,
    }
    return tuple(note(each.translated(lang)) for each, holds in said.items() if holds)
