"""What an organisation's ties lack beside what it aims at, and who could fill each gap.

Knows the evidence of a graph; ranks nobody.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from clustergraph.languages import Text, filled
from clustergraph.strategy.evidence import EVENT, PROJECT
from clustergraph.strategy.measured import running

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.strategy.evidence import Evidence


class Gap(NamedTuple):
    """kind: what sort of gap. what: the place, programme, stage, project or topic. words: with {}
    for each IRI of `about`. through: the partner on whom all depends. fill: finds the members that
    would fill it, which is much to ask for a gap that is not shown."""

    kind: Text
    what: str
    words: Text
    fill: Callable[[], set[str]]
    about: tuple[str, ...] = ()
    through: str = ""


class Asked(NamedTuple):
    """Whose gaps: an IRI. first, last: the years in which a topic needs a project."""

    evidence: Evidence
    iri: str
    first: int
    last: int


def places(asked: Asked) -> list[Gap]:
    """The targets where it has no partner and no event."""
    evidence = asked.evidence
    partners = set(evidence.ties(asked.iri)["partner"].to_list())
    events = set(evidence.own(asked.iri).filter(kind=EVENT)["through"].to_list())
    found = []
    for place in evidence.target_places(asked.iri):
        if not evidence.lying_in(place) & (partners | events):
            words = Text("no partner, project or event there",
                         "ni partenaire, ni projet, ni événement sur place")  # fmt: skip
            fill = partial(evidence.lying_in, place)
            found.append(Gap(Text("target place", "lieu visé"), place, words, fill))
    return found


def programmes(asked: Asked) -> list[Gap]:
    """The programmes that one partner alone opens, and what else is lost with that one."""
    evidence = asked.evidence
    alone = evidence.gateways(asked.iri)
    found = []
    for programme, gateway in sorted(alone.items()):
        if programme not in evidence.represented:
            continue
        lost = tuple(sorted(each for each, via in alone.items() if via == gateway))
        others = tuple(each for each in lost if each != programme)
        words = Text("reached only through {}", "accessible seulement par {}")
        if others:
            more = ", ".join(["{}"] * len(others))
            words = Text(
                f"reached only through {{}}; without it, lost too: {more}",
                f"accessible seulement par {{}} ; sans lui, aussi perdus : {more}",
            )
        fill = partial(_experienced, evidence, programme, gateway)
        found.append(Gap(Text("programme through one partner", "programme par un seul partenaire"),
                         programme, words, fill, (gateway, *others), gateway))  # fmt: skip
    return found


def _experienced(evidence: Evidence, programme: str, but: str) -> set[str]:
    return evidence.experienced(programme) - {but}


def stages(asked: Asked) -> list[Gap]:
    """The stages of the value chain that its goals name and in which no partner stands."""
    evidence = asked.evidence
    stages = evidence.table("stages")
    wanted = stages.filter(owner=asked.iri)["value"].unique().sort()
    ties = evidence.ties(asked.iri)
    mine = {*ties["partner"].to_list(), *ties["through"].to_list()}
    found = []
    for stage in wanted.to_list():
        if not mine & set(stages.filter(value=stage)["through"].to_list()):
            words = Text("no partner says that it stands in this stage",
                         "aucun partenaire ne dit se situer à cette étape")  # fmt: skip
            kind = Text("value-chain stage", "étape de la chaîne de valeur")
            found.append(Gap(kind, stage, words, partial(evidence.standing, stage)))
    return found


def projects(asked: Asked) -> list[Gap]:
    """Its projects, and those of its members, in which nobody is known to be from abroad."""
    evidence, iri = asked.evidence, asked.iri
    whose = [iri, *evidence.body(iri)]
    mine = evidence.rows.filter(pl.col("member").is_in(whose), kind=PROJECT).select("through")
    foreign, unknown = evidence.abroad(iri)
    if not evidence.home(iri):
        return []
    everyone = evidence.rows.join(mine, on="through", how="semi").select("through", "member")
    open_ = everyone.join(foreign, on="member", how="semi").select("through")
    closed = everyone.join(open_, on="through", how="anti")
    blank = closed.join(unknown, on="member", how="semi")
    counts = closed.group_by("through").agg(pl.len().alias("all")).join(
        blank.group_by("through").agg(pl.len().alias("blank")), on="through", how="left"
    ).fill_null(0).sort("through")  # fmt: skip
    abroad = set(foreign["member"].to_list())
    return [
        _closed(evidence, through, everybody, blanks, abroad)
        for through, everybody, blanks in counts.select("through", "all", "blank").iter_rows()
    ]


def _closed(evidence: Evidence, project: str, everybody: int, blanks: int, abroad: set[str]) -> Gap:
    words = Text("{n} known participants, none from abroad",
                 "{n} participants connus, aucun de l’étranger")  # fmt: skip
    if everybody == 1:
        words = Text("one known participant, nobody from abroad",
                     "un seul participant connu, personne de l’étranger")  # fmt: skip
    said = filled(words, n=everybody)
    if blanks:
        said = filled(Text("{said}; the place of {n} is unknown",
                           "{said} ; le lieu de {n} est inconnu"), said=said, n=blanks)  # fmt: skip
    kind = Text("project without partner abroad", "projet sans partenaire étranger")
    return Gap(kind, project, said, partial(_on_its_topics, evidence, project, abroad))


def _on_its_topics(evidence: Evidence, project: str, abroad: set[str]) -> set[str]:
    """Those abroad that are active on the topics of a project, all where nobody is."""
    topics = evidence.table("topics").filter(through=project)["value"].to_list()
    return set().union(*(evidence.active(topic) for topic in topics)) & abroad or abroad


def topics(asked: Asked) -> list[Gap]:
    """Its priority topics on which none of its or its members' projects is known to have run."""
    evidence, iri = asked.evidence, asked.iri
    whose = [iri, *evidence.body(iri)]
    mine = evidence.rows.filter(pl.col("member").is_in(whose), kind=PROJECT)
    found = []
    for topic in evidence.priorities(iri):
        on = mine.filter(pl.col("through").is_in(list(evidence.on(topic)))).unique("through")
        dated = on.filter(pl.any_horizontal(pl.col("first", "last").is_not_null()))
        if running(on, (asked.first, asked.last)).is_empty():
            found.append(_idle(asked, topic, len(dated), len(on) - len(dated)))
    return found


def _idle(asked: Asked, topic: str, dated: int, undated: int) -> Gap:
    span = f"{asked.first}–{asked.last}" if asked.first < asked.last else str(asked.last)
    words = Text(f"no project in {span}", f"aucun projet en {span}")
    if dated:
        words = filled(Text("{words}, {n} outside", "{words}, {n} hors de ces années"),
                       words=words, n=dated)  # fmt: skip
    if undated:
        words = filled(Text("{words}; {n} without a date", "{words} ; {n} sans date"),
                       words=words, n=undated)  # fmt: skip
    return Gap(Text("priority topic", "thème prioritaire"), topic, words,
               partial(asked.evidence.active, topic))  # fmt: skip


# In the order in which they are told.
KINDS: dict[str, Callable[[Asked], list[Gap]]] = {
    "place": places,
    "programme": programmes,
    "stage": stages,
    "project": projects,
    "topic": topics,
}
