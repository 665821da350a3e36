"""From a choice of a network to the View of it: which ties, which measure, what is left.

Knows nothing of what a View holds of each node.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clustergraph.answers import ranking
from clustergraph.garbage import uncollected
from clustergraph.graph.progress import silent
from clustergraph.languages import LANGUAGES, Text
from clustergraph.measures import registry as measures
from clustergraph.measures import scores as scoring
from clustergraph.measures.backbone import ALPHA
from clustergraph.measures.measure import Run
from clustergraph.networks import participations, projection, sifting
from clustergraph.networks.choice import Choice
from clustergraph.networks.part import Part, narrowed
from clustergraph.questions import queries
from clustergraph.web.page.gather import LIMIT, view

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.questions.queries import Query
    from clustergraph.web.page.view import View

_BACKBONE = Text(f"alpha {ALPHA:g}", f"alpha {ALPHA:g}".replace(".", ","))


@uncollected()
def draw(
    location: Location,
    choice: Choice | None = None,
    *,
    about: str | None = None,
    hops: int = 1,
    lang: Lang = "en",
    measure: str = measures.USUAL[0],
    title: str = "",
    limit: int = LIMIT,
    backbone: bool = False,
    simple: bool = False,
    report: Report = silent,
) -> View:
    """The view of what is chosen, by default of all partners; with `backbone`, of the ties that
    `measures.backbone` keeps of it; `simple`: with few controls.

    `about` is an entity by IRI, CURIE, local name or label; without one the graph's own cluster
    is in the middle. `report(stage, share)` gets the progress. Raises RequestError for an
    unknown network, value, entity or measure, and for an entity that is not in the network.
    """
    choice = choice or Choice()
    query = participations.query(choice.network)
    chosen = measures.find(measure)
    iri = queries.resolve(location, about, parameter="about") if about else None
    report("reading the network", 0.0)
    network = projection.network(location, choice)
    network = narrowed(location, network, Part(backbone))
    run = ranking.with_countries(Run(report=_part(report, 0.2, 0.4)), location)
    values = scoring.scores(network.ties, [chosen], run)[chosen.id]
    scores = dict(zip(network.ties.nodes, values.tolist(), strict=True))
    found = view(
        location,
        network,
        scores,
        measure=chosen,
        about=iri,
        hops=hops,
        lang=lang,
        title=title or ("" if about or query.is_saved else _stated(query)),
        ties=Text(*((query.counts or query.question).translated(each) for each in LANGUAGES)),
        chosen=_chosen(choice) | ({"backbone": _BACKBONE} if backbone else {}),
        limit=limit,
        report=_part(report, 0.4, 1.0),
    )
    unjudged = sifting.judged(location, choice.network, choice.filters)
    return replace(found, unjudged=tuple(unjudged), simple=simple)


def _stated(query: Query) -> Text:
    """The title that somebody's own query states."""
    return Text("") if query.title == query.name else query.title


def _chosen(choice: Choice) -> dict[str, Text]:
    english, french = (choice.given(lang) for lang in LANGUAGES)
    return {name: Text(value, french[name]) for name, value in english.items()}


def _part(report: Report, begin: float, end: float) -> Report:
    """What tells the progress of one stage, whose share of all the work is given."""
    return lambda stage, share: report(stage, begin + share * (end - begin))
