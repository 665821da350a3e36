"""What an organisation's ties lack beside what it aims at, and who could fill each gap.

Knows the evidence of a graph; ranks nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from clustergraph.languages import Text
from clustergraph.strategy.evidence import EVENT, PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.strategy.evidence import Evidence


class Gap(NamedTuple):
    """kind: what sort of gap. what: the place, programme, stage, project or topic. words: with {}
    for each IRI of `about`. through: the partner on whom all depends. fill: the members that would
    fill it, None where nobody can be said to."""

    kind: Text
    what: str
    words: Text
    about: tuple[str, ...] = ()
    through: str = ""
    fill: set[str] | None = None


class Asked(NamedTuple):
    """Whose gaps: an IRI. first, last: the years in which a topic needs a project."""

    evidence: Evidence
    iri: str
    first: int
    last: int


def places(asked: Asked) -> list[Gap]:
    """The targets where it has no partner and no event."""
    evidence = asked.evidence
    targets = evidence.table("targets").filter(pl.col("value").is_not_null(), member=asked.iri)
    partners = set(evidence.ties(asked.iri)["partner"].to_list())
    events = set(evidence.own(asked.iri).filter(kind=EVENT)["through"].to_list())
    found = []
    for place in targets["value"].unique().sort().to_list():
        there = evidence.lying_in(place)
        if not there & (partners | events):
            words = Text("no partner, project or event there",
                         "ni partenaire, ni projet, ni événement sur place")  # fmt: skip
            found.append(Gap(Text("target place", "lieu visé"), place, words, fill=there))
    return found


def programmes(asked: Asked) -> list[Gap]:
    """The programmes that one partner alone opens, and what else is lost with that one."""
    alone = _gateways(asked)
    found = []
    for programme, gateway in sorted(alone.items()):
        if programme not in _programmes(asked.evidence):
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
        fill = asked.evidence.experienced(programme) - {gateway}
        found.append(Gap(Text("programme through one partner", "programme par un seul partenaire"),
                         programme, words, (gateway, *others), gateway, fill))  # fmt: skip
    return found


def _programmes(evidence: Evidence) -> set[str]:
    return set(evidence.table("offices")["value"].to_list())


def _gateways(asked: Asked) -> dict[str, str]:
    """What is reached by one partner alone: programmes by its offices, countries by its place."""
    evidence, iri = asked.evidence, asked.iri
    offices = evidence.table("offices")
    reach = pl.concat([offices, evidence.countries.rename({"country": "value"})])
    partners = evidence.ties(iri).select(member="partner").unique()
    own = reach.filter(member=iri).select("value")
    funded = evidence.table("programmes").join(evidence.own(iri), on="through", how="semi")
    theirs = reach.join(partners, on="member", how="semi").unique()
    theirs = theirs.join(pl.concat([own, funded.select("value")]), on="value", how="anti")
    alone = theirs.group_by("value").agg(pl.col("member").n_unique().alias("n"),
                                         pl.col("member").min())  # fmt: skip
    return dict(alone.filter(n=1).select("value", "member").iter_rows())


def stages(asked: Asked) -> list[Gap]:
    """The stages of the value chain that its goals name and in which no partner stands."""
    evidence = asked.evidence
    wanted = evidence.table("stages").filter(owner=asked.iri)["value"].unique().sort()
    ties = evidence.ties(asked.iri).select("partner", "through")
    found = []
    for stage in wanted.to_list():
        said = set(evidence.table("stages").filter(value=stage)["through"].to_list())
        if not said & {each for tie in ties.iter_rows() for each in tie}:
            words = Text("no partner says that it stands in this stage",
                         "aucun partenaire ne dit se situer à cette étape")  # fmt: skip
            kind = Text("value-chain stage", "étape de la chaîne de valeur")
            found.append(Gap(kind, stage, words, fill=evidence.standing(stage)))
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
    said = Text(f"{everybody} known participants, none from abroad",
                f"{everybody} participants connus, aucun de l’étranger")  # fmt: skip
    if everybody == 1:
        said = Text("one known participant, nobody from abroad",
                    "un seul participant connu, personne de l’étranger")  # fmt: skip
    if blanks:
        said = Text(f"{said}; the place of {blanks} is unknown",
                    f"{said.fr} ; le lieu de {blanks} est inconnu")  # fmt: skip
    topics = evidence.table("topics").filter(through=project)["value"].to_list()
    near = set().union(*(evidence.active(topic) for topic in topics)) & abroad
    kind = Text("project without partner abroad", "projet sans partenaire étranger")
    return Gap(kind, project, said, fill=near or abroad)


def topics(asked: Asked) -> list[Gap]:
    """Its priority topics on which none of its or its members' projects is known to have run."""
    evidence, iri = asked.evidence, asked.iri
    whose = [iri, *evidence.body(iri)]
    mine = evidence.rows.filter(pl.col("member").is_in(whose), kind=PROJECT)
    wanted = evidence.table("priorities").filter(member=iri)["value"].unique().sort()
    found = []
    for topic in wanted.to_list():
        on = mine.filter(pl.col("through").is_in(list(evidence.on(topic)))).unique("through")
        dated = on.filter(pl.any_horizontal(pl.col("first", "last").is_not_null()))
        ran = dated.filter(pl.col("first").fill_null(asked.first) <= asked.last,
                           pl.col("last").fill_null(asked.last) >= asked.first)  # fmt: skip
        if not len(ran):
            found.append(_idle(asked, topic, len(dated), len(on) - len(dated)))
    return found


def _idle(asked: Asked, topic: str, dated: int, undated: int) -> Gap:
    span = f"{asked.first}–{asked.last}"
    words = Text(f"no project in {span}", f"aucun projet en {span}")
    if dated:
        words = Text(f"{words}, {dated} outside", f"{words.fr}, {dated} hors de ces années")
    if undated:
        words = Text(f"{words}; {undated} without a date",
                     f"{words.fr} ; {undated} sans date")  # fmt: skip
    return Gap(Text("priority topic", "thème prioritaire"), topic, words,
               fill=asked.evidence.active(topic))  # fmt: skip


# In the order in which they are told.
KINDS: dict[str, Callable[[Asked], list[Gap]]] = {
    "place": places,
    "programme": programmes,
    "stage": stages,
    "project": projects,
    "topic": topics,
}
