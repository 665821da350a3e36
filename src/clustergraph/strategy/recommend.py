"""Whom an organisation could talk to next, and why.

Knows how a recommendation is put together; how likely a meeting is, `measures.prediction` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clustergraph.answers.answer import Answer, Note, note
from clustergraph.errors import RequestError
from clustergraph.formats.tables import from_columns
from clustergraph.graph.location import silent
from clustergraph.languages import Text
from clustergraph.measures.fitting import CLASSES, LIMITS, size_class
from clustergraph.measures.prediction import factors, logs, met, scores, shares
from clustergraph.networks.filters import Filters
from clustergraph.networks.members import members
from clustergraph.networks.participations import participations
from clustergraph.networks.sifting import kept
from clustergraph.questions.attributes import attribute
from clustergraph.questions.names import find
from clustergraph.strategy.history import history
from clustergraph.strategy.reasons import Reasons
from clustergraph.strategy.standing import standing
from clustergraph.strategy.weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.graph.location import Location, Report
    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Floats, Ints, Mask
    from clustergraph.measures.fitting import Fitted
    from clustergraph.strategy.history import History
    from clustergraph.strategy.reasons import Reason
    from clustergraph.strategy.standing import Standing

_NETWORK = "partners"
COLUMNS = ("rank", "iri", "label", "type", "country", "score", "reason", "share", "words",
           "through", "throughLabel")  # fmt: skip


class _Pick(NamedTuple):
    place: int
    score: float
    reasons: list[Reason]


def recommend(
    location: Location,
    *,
    organisation: str,
    country: str | None = None,
    programme: str | None = None,
    topic: str | None = None,
    kind: str | None = None,
    all: bool = False,
    top: int = 10,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The organisations that it is most likely to meet, a row for each reason, COLUMNS.

    The others choose among the candidates; `all` ranks those met before too. Raises
    RequestError for an unknown name, and where no candidate is left.
    """
    iri = find(location, organisation, ("cg:Organisation",), parameter="organisation").iri
    own = attribute(location, "topics").filter(through=iri)["value"].to_list()
    found = history(location, _NETWORK, [iri], [(iri, theme) for theme in own])
    begin = standing(location, found, iri)
    chosen = weights(location, found, _NETWORK, report)[int(size_class(np.array(begin.ties)))]
    filters = Filters(country=country, programme=programme, topic=topic, kind=kind)
    free = _candidates(location, found, begin, filters, all)
    picks = _picked(found, begin, chosen, free, top)
    notes = _notes(begin, chosen, free, lang)
    return Answer(from_columns(_columns(location, found, picks, lang),
                               iris=("iri", "through")), notes)  # fmt: skip


def _candidates(
    location: Location, found: History, begin: Standing, filters: Filters, met_too: bool
) -> Mask:
    """Whom to rank: those that the filters leave, and, unless all are wanted, never met before."""
    free = np.ones(len(found.members), dtype=bool)
    if filters.given():
        rows = kept(location, participations(location, _NETWORK), filters, _NETWORK)
        left = set(rows["member"].to_list())
        free = np.array([member in left for member in found.members])
    free[begin.place] = False
    if begin.ties and not met_too:
        free[met(found.known, begin.begin).indices] = False
    free &= found.known.size > 0
    if not free.any():
        raise RequestError(
            "nobody is left to recommend: all that match are known already; relax a filter"
        )
    return free


def _picked(found: History, begin: Standing, chosen: Fitted, free: Mask, top: int) -> list[_Pick]:
    """The best with a reason."""
    formula = _formula(begin, chosen)
    sources = np.array([begin.place])
    known = logs(factors(found.known, sources, begin.begin, set(formula)))
    values = scores(known, formula, (1, len(found.members)))[0]
    why = Reasons(found, begin)
    picks: list[_Pick] = []
    for place in _ordered(values, free):
        reasons = why.of(place, shares(known, formula, (0, place)))
        if reasons:
            picks.append(_Pick(place, float(values[place]), reasons))
        if len(picks) == top:
            break
    return picks


def _ordered(values: Floats, free: Mask) -> Sequence[int]:
    places: Ints = np.flatnonzero(free)
    found: list[int] = places[np.lexsort((places, -values[places]))].tolist()
    return found


def _formula(begin: Standing, chosen: Fitted) -> dict[str, float]:
    """Without partners, topics and place must speak too."""
    if begin.ties:
        return chosen.formula
    return {**chosen.formula, "walk": 1.0, "themes": 1.0, "country": 0.5}


def _notes(begin: Standing, chosen: Fitted, free: Mask, lang: Lang) -> tuple[Note, ...]:
    said = [
        Text(f"{int(free.sum()):,} candidates ranked", f"{int(free.sum()):,} candidats classés")
    ]
    if not begin.ties:
        said.append(Text(
            f"no partner is known: topics, place and size decide, and {begin.words} stand for it",
            "aucun partenaire connu : thèmes, lieu et taille décident ; à sa place comptent "
            f"{begin.words.fr}",
        ))  # fmt: skip
    elif begin.ties <= LIMITS[0]:
        said.append(Text(
            f"few partners are known ({begin.ties}), so the formula of small ones is used",
            f"peu de partenaires connus ({begin.ties}) : la formule des petites organisations "
            "s’applique",
        ))  # fmt: skip
    size = CLASSES[int(size_class(np.array(begin.ties)))]
    if chosen.gains:
        windows = len(chosen.gains)
        said.append(Text(
            f"formula for organisations with {size} partners, chosen on {windows} earlier windows "
            f"of this graph beside {chosen.baseline}; kept beside the graph",
            f"formule pour les organisations de {size} partenaires, choisie sur {windows} périodes "
            f"antérieures de ce graphe face à {chosen.baseline} ; gardée à côté du graphe",
        ))  # fmt: skip
    else:
        said.append(Text(
            "too little is dated here to choose a formula: a simple one is used",
            "trop peu de dates ici pour choisir une formule : une formule simple sert",
        ))  # fmt: skip
    return tuple(note(each.translated(lang)) for each in said)


def _columns(
    location: Location, found: History, picks: list[_Pick], lang: Lang
) -> dict[str, list[str | float | int]]:
    told = members(location, [found.members[each.place] for each in picks], lang)
    about = {iri for each in picks for reason in each.reasons for iri in reason.about}
    labels = location.labels(about, lang)
    columns: dict[str, list[str | float | int]] = {name: [] for name in COLUMNS}
    best = picks[0].score if picks else 0.0
    for rank, (pick, member) in enumerate(zip(picks, told.iter_rows(), strict=True), 1):
        iri, label, kind, _class, country = member
        for reason in pick.reasons:
            through = reason.about[0] if reason.about else ""
            cells = (rank, iri, label, kind, country, round(float(np.exp(pick.score - best)), 4),
                     reason.kind.translated(lang), round(reason.share, 3),
                     _words(reason, labels, lang), through, labels.get(through, ""))  # fmt: skip
            for name, cell in zip(COLUMNS, cells, strict=True):
                columns[name].append(cell)
    return columns


def _words(reason: Reason, labels: dict[str, str], lang: Lang) -> str:
    if not reason.about:
        return reason.words.translated(lang)
    named = ", ".join(labels[iri] for iri in reason.about)
    more = reason.total - len(reason.about)
    if more:
        named += {"en": f" and {more:,} more", "fr": f" et {more:,} autres"}[lang]
    return reason.words.translated(lang).format(named)
