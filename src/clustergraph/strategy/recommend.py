"""Whom an organisation could talk to next, and why.

Knows how a recommendation is put together; how likely a meeting is, `measures.prediction` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clustergraph.answers.answer import Answer, Note, note
from clustergraph.errors import RequestError
from clustergraph.formats.tables import from_columns
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled
from clustergraph.measures.fitting import CLASSES, LIMITS, size_class
from clustergraph.networks.filters import Filters
from clustergraph.networks.members import members
from clustergraph.networks.participations import participations
from clustergraph.networks.sifting import kept
from clustergraph.questions.names import find
from clustergraph.strategy.advice import Advice, Pick
from clustergraph.strategy.evidence import Evidence
from clustergraph.strategy.reasons import words
from clustergraph.strategy.weights import NETWORK

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Mask
    from clustergraph.questions.lookup import Named

COLUMNS = ("rank", "iri", "label", "type", "country", "score", "reason", "share", "words",
           "through", "throughLabel")  # fmt: skip
BEHIND = ("reason", "item", "itemLabel", "through", "throughLabel", "with", "withLabel",
          "firstYear", "lastYear")  # fmt: skip
# The simple methods under the names of their field; others have one name in all languages.
_SIMPLE = {each: Text(each, fr) for each, fr in (
    ("size", "la taille"),
    ("common neighbours", "les voisins communs"),
    ("weighted common neighbours", "les voisins communs pondérés"),
    ("resource allocation", "l’allocation de ressources"),
    ("personalised PageRank", "le PageRank personnalisé"),
)}  # fmt: skip
_ORGANISATION = ("cg:Organisation",)


def recommend(
    location: Location,
    *,
    organisation: str,
    country: str | None = None,
    programme: str | None = None,
    topic: str | None = None,
    kind: str | None = None,
    all: bool = False,
    persons: bool = False,
    top: int = 10,
    rows: str | None = None,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The organisations that it is most likely to meet, a row for each reason, COLUMNS.

    The others choose among the candidates; `all` ranks those met before too. rows: instead what is
    behind each reason for one organisation, BEHIND. Raises RequestError for an unknown name, and
    where no candidate is left.
    """
    iri = find(location, organisation, _ORGANISATION, parameter="organisation").iri
    within = find(location, programme, ("cg:Programme",), parameter="programme").iri if (
        programme) else ""  # fmt: skip
    evidence = Evidence(location)
    advice = Advice(evidence, iri, report, programme=within, persons=persons)
    if rows is not None:
        return _rows(location, advice, find(location, rows, _ORGANISATION, parameter="rows"), lang)
    filters = Filters(country=country, programme=programme, topic=topic, kind=kind)
    return recommended(location, advice, filters, top, lang, met_too=all)


def recommended(
    location: Location,
    advice: Advice,
    filters: Filters,
    top: int,
    lang: Lang,
    *,
    met_too: bool = False,
) -> Answer:
    """What an advice that is there recommends."""
    free = _candidates(location, advice, filters, met_too)
    picks = advice.picks(free, top)
    notes = _notes(advice, free, lang)
    return Answer(from_columns(_columns(location, advice, picks, lang),
                               iris=("iri", "through")), notes)  # fmt: skip


def _rows(location: Location, advice: Advice, one: Named, lang: Lang) -> Answer:
    """The rows behind the reasons for one organisation, met before or not."""
    among = advice.new(met_too=True) & advice.among({one.iri})
    picks = advice.picks(among, 1)
    if not picks:
        raise RequestError(
            Text(
                f"nothing speaks for {one.label}: there is no row to show",
                f"rien ne parle pour {one.label} : aucune ligne à montrer",
            )
        )
    columns: dict[str, list[str | int | None]] = {name: [] for name in BEHIND}
    found = [(each, advice.grounds.behind(one.iri, each)) for each in picks[0].reasons]
    iris = {cell for _, rows in found for name in ("item", "through", "with")
            for cell in rows[name].drop_nulls().to_list()}  # fmt: skip
    labels = location.labels(iris, lang)
    for reason, rows in found:
        for item, through, side, first, last in rows.iter_rows():
            cells = (reason.kind.translated(lang), item, labels.get(item, ""), through or "",
                     labels.get(through, ""), side, labels.get(side, ""), first, last)  # fmt: skip
            for name, cell in zip(BEHIND, cells, strict=True):
                columns[name].append(cell)
    return Answer(from_columns(columns, iris=("item", "through", "with")))


def _candidates(location: Location, advice: Advice, filters: Filters, met_too: bool) -> Mask:
    """Whom to rank: those that the filters leave, and, unless all are wanted, never met before."""
    free = advice.new(met_too=met_too)
    if filters.given():
        rows = kept(location, participations(location, NETWORK), filters, NETWORK)
        free &= advice.among(set(rows["member"].to_list()))
    if not free.any():
        raise RequestError(
            Text(
                "nobody is left to recommend: all that match are known already; relax a filter",
                "plus personne à recommander : tous ceux qui conviennent sont déjà connus ; "
                "assouplissez un filtre",
            )
        )
    return free


def _notes(advice: Advice, free: Mask, lang: Lang) -> tuple[Note, ...]:
    begin, chosen = advice.begin, advice.chosen
    said = [
        filled(
            Text("{n} [candidate|candidates] ranked", "{n} [candidat classé|candidats classés]"),
            n=int(free.sum()),
        )
    ]
    if not begin.ties:
        said.append(_unknown(begin.words))
    elif begin.ties <= LIMITS[0]:
        said.append(filled(Text(
            "few partners are known ({n}), so the formula of small ones is used",
            "peu de partenaires connus ({n}) : la formule des petites organisations s’applique",
        ), n=begin.ties))  # fmt: skip
    size = CLASSES[int(size_class(np.array(begin.ties)))]
    if chosen.gains:
        said.append(filled(Text(
            "formula for organisations with {size} partners, chosen on {n} earlier "
            "[window|windows] of this graph beside {baseline}; kept beside the graph",
            "formule pour les organisations de {size} partenaires, choisie sur {n} "
            "[période antérieure|périodes antérieures] de ce graphe face à {baseline} ; gardée à "
            "côté du graphe",
        ), size=size, n=len(chosen.gains),
            baseline=_SIMPLE.get(chosen.baseline, Text(chosen.baseline))))  # fmt: skip
    else:
        said.append(Text(
            "too little is dated here to choose a formula: a simple one is used",
            "trop peu de dates ici pour choisir une formule : une formule simple sert",
        ))  # fmt: skip
    return tuple(note(each.translated(lang)) for each in said)


def _unknown(standing_in: Text | None) -> Text:
    """That no partner is known, and who stands for the organisation."""
    if standing_in is None:
        return Text(
            "no partner is known, nor anybody of its clusters or its place who has some: topics "
            "and size decide",
            "aucun partenaire connu, ni personne de ses pôles ou de son lieu qui en ait : thèmes "
            "et taille décident",
        )
    return Text(
        f"no partner is known: topics, place and size decide, and {standing_in} stand for it",
        "aucun partenaire connu : thèmes, lieu et taille décident ; à sa place comptent "
        f"{standing_in.fr}",
    )


def _columns(
    location: Location, advice: Advice, picks: list[Pick], lang: Lang
) -> dict[str, list[str | float | int]]:
    told = members(location, [advice.found.members[each.place] for each in picks], lang)
    about = {iri for each in picks for reason in each.reasons for iri in reason.named}
    labels = location.labels(about, lang)
    columns: dict[str, list[str | float | int]] = {name: [] for name in COLUMNS}
    best = picks[0].score if picks else 0.0
    for rank, (pick, member) in enumerate(zip(picks, told.iter_rows(), strict=True), 1):
        iri, label, kind, _class, country = member
        for reason in pick.reasons:
            through = reason.about[0] if reason.about else ""
            cells = (rank, iri, label, kind, country, round(float(np.exp(pick.score - best)), 4),
                     reason.kind.translated(lang), round(reason.share, 3),
                     words(reason, labels, lang), through, labels.get(through, ""))  # fmt: skip
            for name, cell in zip(COLUMNS, cells, strict=True):
                columns[name].append(cell)
    return columns
