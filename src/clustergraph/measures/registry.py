"""Centrality measures, what each means, and their values on a network's arrays.

Knows `Ties` and nothing of RDF graphs, queries or files. A new measure is one entry in MEASURES.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats.tables import DIGITS
from clustergraph.languages import Text
from clustergraph.terms import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from clustergraph.measures.arrays import Ints
    from clustergraph.measures.ties import Ties

    Values = NDArray[np.float64]

# Above this many ties times members with a tie, about half a minute on one core, betweenness is
# estimated, unless it must be exact.
EXACT_UP_TO = 10**10
# What an estimated measure has beside its values, at the end of a column's name.
ERROR, MARK = "-error", "-mark"
# `arrays` are our own kernels and SciPy, `networkx` the reference.
ENGINES = ("arrays", "networkx")


@dataclass(frozen=True)
class Run:
    """How measures are computed: by which of ENGINES; whether betweenness must be exact at any
    size; `report(stage, share)` gets the progress, `note(*parts)` what a reader
    must know, `warn(*parts)` that values are estimates;
    `groups(nodes)` gives each node's group, "" where unknown, for the brokerage roles."""

    engine: str = ENGINES[0]
    exact: bool = False
    report: Callable[[str, float], None] = lambda stage, share: None
    note: Callable[..., None] = lambda *parts: None
    warn: Callable[..., None] = lambda *parts: None
    groups: Callable[[Sequence[str]], Sequence[str]] = lambda nodes: [""] * len(nodes)

    def stage(self, name: str, begin: float, end: float) -> Run:
        """The same with the progress of one stage, whose share of all the work is given."""
        return replace(
            self, report=lambda _, share: self.report(name, begin + share * (end - begin))
        )


@dataclass(frozen=True)
class Measure:
    """One centrality. `fn(ties, run)` gives the values of all measures that it computes in one
    pass, by id: float64 arrays in the order of the nodes, NaN where undefined.

    `meaning` says in a sentence what a high value means to the manager of a cluster, `whole`
    whether values are counts, `apart` what holds where parts of the network are not connected,
    `effort` how long it takes, compared with the others.
    """

    id: str
    label: Text
    meaning: Text
    source: str
    fn: Callable[[Ties, Run], Mapping[str, Values]]
    whole: bool = False
    apart: str = ""
    effort: float = 1.0


def _degree(ties: Ties, run: Run) -> Mapping[str, Values]:
    return {"degree": ties.degrees().astype(float)}


def _strength(ties: Ties, run: Run) -> Mapping[str, Values]:
    return {"strength": ties.strengths()}


def _betweenness(ties: Ties, run: Run) -> Mapping[str, Values]:
    from clustergraph.measures import betweenness

    report = partial(run.report, "betweenness")
    if run.exact or betweenness.work(ties.weights) <= EXACT_UP_TO:
        return {"betweenness": betweenness.exact(ties.weights, report)}
    found = betweenness.sampled(ties.weights, report=report)
    run.warn(
        f"betweenness is estimated from {found.paths:,} random shortest paths: no value is off by "
        f"more than {found.error:.2g} ({found.confidence:.0%} confidence for all of them); ",
        ParameterName("exact"),
        " takes minutes",
    )
    return {"betweenness": found.values, f"betweenness{ERROR}": found.errors}


def _distances(ties: Ties, run: Run) -> Mapping[str, Values]:
    from clustergraph.measures.distances import closeness, distances

    found = distances(ties.weights, partial(run.report, "distances"))
    return {"closeness": closeness(found), "harmonic": found.inverse.astype(float)}


def _eigenvector(ties: Ties, run: Run) -> Mapping[str, Values]:
    from clustergraph.measures.spectral import eigenvector

    return {"eigenvector": eigenvector(ties.weights)}


def _pagerank(ties: Ties, run: Run) -> Mapping[str, Values]:
    from clustergraph.measures.spectral import pagerank

    return {"pagerank": pagerank(ties.weights)}


def _katz(ties: Ties, run: Run) -> Mapping[str, Values]:
    from clustergraph.measures.spectral import katz, katz_alpha

    alpha = katz_alpha(ties.weights)
    run.note(f"katz: alpha = {alpha:.4g}, which is 0.85 / the largest eigenvalue; beta = 1")
    return {"katz": katz(ties.weights, alpha)}


def _core(ties: Ties, run: Run) -> Mapping[str, Values]:
    from clustergraph.measures.kernels.cores import core_numbers

    return {"core": core_numbers(ties.weights.indptr, ties.weights.indices).astype(float)}


def _clustering(ties: Ties, run: Run) -> Mapping[str, Values]:
    from clustergraph.measures.holes import clustering

    return {"clustering": clustering(ties.weights)}


def _holes(ties: Ties, run: Run) -> Mapping[str, Values]:
    from clustergraph.measures.holes import holes

    found = holes(ties.weights)
    return {"constraint": found.constraint, "effective-size": found.size}


def _among_communities(ties: Ties, run: Run) -> Mapping[str, Values]:
    from clustergraph.measures import partition

    found = partition.find(ties, report=run.report)
    if ties.count():
        run.note(
            f"communities: Leiden, the best of {found.runs} seeds; their agreement is "
            f"{found.agreement:.3f} (adjusted Rand index, 1 the same, 0 as chance)"
        )
    return {
        "participation": partition.participation(ties, found.labels),
        "within-degree": partition.within_module_degree(ties, found.labels),
    }


def _roles(ties: Ties, run: Run) -> Mapping[str, Values]:
    from clustergraph.measures.brokerage import ROLES, brokerage_roles

    groups = run.groups(ties.nodes)
    without = sum(not group for group in groups)
    if without:
        run.note(
            f"brokerage roles: {without:,} of {len(groups):,} members have no known group, have no "
            "role and are nobody's partner"
        )
    return dict(zip(ROLES, brokerage_roles(ties, groups).T, strict=True))


def _role(name: str, french: str, meaning: Text) -> Measure:
    return Measure(
        name,
        Text(name.capitalize(), french),
        Text(
            f"Pairs of partners that do not work together (not weighted), {meaning}",
            "Paires de partenaires qui ne travaillent pas ensemble (non pondéré), "
            f"{meaning.translated('fr')}",
        ),
        "Gould and Fernandez 1989, Sociological Methodology 19:89-126, doi:10.2307/270949",
        _roles,
        whole=True,
        effort=2.0,
    )


_ALL = (
    Measure(
        "degree",
        Text("Degree", "Degré"),
        Text(
            "Number of different partners: a high value means many direct contacts, whatever "
            "the strength of each (ties not weighted).",
            "Nombre de partenaires différents : une valeur élevée signifie beaucoup de "
            "contacts directs, quelle que soit la force de chacun (relations non pondérées).",
        ),
        "Freeman 1978, Social Networks 1:215-239, doi:10.1016/0378-8733(78)90021-7",
        _degree,
        whole=True,
    ),
    Measure(
        "strength",
        Text("Strength", "Force"),
        Text(
            "Sum of the weights of all ties: a high value means much common work, be it with "
            "few partners or many (weighted).",
            "Somme des poids de toutes les relations : une valeur élevée signifie beaucoup de "
            "travail commun, avec peu ou beaucoup de partenaires (pondérée).",
        ),
        "Barrat et al. 2004, PNAS 101:3747-3752, doi:10.1073/pnas.0400087101",
        _strength,
    ),
    Measure(
        "betweenness",
        Text("Betweenness", "Intermédiarité"),
        Text(
            "Share of the shortest chains of contacts between all others that run through it: "
            "a high value means a broker whom others need to reach each other (steps counted, "
            "not weighted).",
            "Part des plus courtes chaînes de contacts entre tous les autres qui passent par "
            "ce membre : une valeur élevée signale un intermédiaire dont les autres ont besoin "
            "pour se joindre (nombre d’étapes, non pondérée).",
        ),
        "Freeman 1977, Sociometry 40:35-41, doi:10.2307/3033543; computed as in Brandes 2001",
        _betweenness,
        effort=50.0,
    ),
    Measure(
        "closeness",
        Text("Closeness", "Proximité"),
        Text(
            "Inverse of the mean number of steps to the others: a high value means news and "
            "partners are few introductions away (not weighted; in a disconnected network, "
            "scaled by the share of the network that can be reached).",
            "Inverse du nombre moyen d’étapes vers les autres : une valeur élevée signifie que "
            "nouvelles et partenaires sont à peu d’intermédiaires (non pondérée ; dans un "
            "réseau non connexe, multipliée par la part du réseau que l’on peut atteindre).",
        ),
        "Wasserman and Faust 1994, Social Network Analysis, p. 201",
        _distances,
        apart="scaled by the share of the network that each can reach (Wasserman and Faust)",
    ),
    Measure(
        "harmonic",
        Text("Harmonic closeness", "Proximité harmonique"),
        Text(
            "Sum of one over the number of steps to each other member: like closeness, and it "
            "stays comparable where parts of the network are not connected (not weighted).",
            "Somme, sur tous les autres membres, de l’inverse du nombre d’étapes : comme la "
            "proximité, et comparable même là où des parties du réseau ne sont pas reliées "
            "(non pondérée).",
        ),
        "Boldi and Vigna 2014, Internet Mathematics 10:222-262, doi:10.1080/15427951.2013.865686",
        _distances,
    ),
    Measure(
        "eigenvector",
        Text("Eigenvector", "Centralité de vecteur propre"),
        Text(
            "Counts partners by their own standing: a high value means well connected to the "
            "well connected (weighted; in a disconnected network, 0 outside the most tightly "
            "knit part).",
            "Compte les partenaires selon leur propre rang : une valeur élevée signifie être "
            "bien relié à ceux qui le sont eux-mêmes (pondérée ; dans un réseau non connexe, 0 "
            "hors de la partie la plus dense).",
        ),
        "Bonacich 1987, American Journal of Sociology 92:1170-1182, doi:10.1086/228631",
        _eigenvector,
        apart="0 outside the most tightly knit part",
    ),
    Measure(
        "pagerank",
        Text("PageRank", "PageRank"),
        Text(
            "Share of attention that a visitor who follows ties at random, and starts again "
            "one step in seven, would give it: a high value means that many paths lead there "
            "(weighted).",
            "Part de l’attention que lui donnerait un visiteur qui suit les relations au "
            "hasard et recommence une fois sur sept : une valeur élevée signifie que beaucoup "
            "de chemins y mènent (pondérée).",
        ),
        "Page et al. 1999, The PageRank Citation Ranking, Stanford InfoLab 1999-66",
        _pagerank,
    ),
    Measure(
        "katz",
        Text("Katz", "Katz"),
        Text(
            "Counts everybody who can be reached, each step away worth less: a high value "
            "means many short chains of contacts, also through partners of partners (weighted; "
            "a step keeps 0.85 of what would make the sum endless).",
            "Compte tous ceux que l’on peut atteindre, chaque étape de plus valant moins : une "
            "valeur élevée signifie beaucoup de courtes chaînes de contacts, aussi par les "
            "partenaires des partenaires (pondéré ; une étape garde 0,85 de ce qui rendrait la "
            "somme infinie).",
        ),
        "Katz 1953, Psychometrika 18:39-43, doi:10.1007/BF02289026",
        _katz,
    ),
    Measure(
        "core",
        Text("Core number", "Indice de k-cœur"),
        Text(
            "The largest k for which it belongs to a group whose members each have k partners "
            "inside: a high value means part of the dense centre of the network (not "
            "weighted).",
            "Le plus grand k pour lequel le membre appartient à un groupe dont chacun a k "
            "partenaires dans le groupe : une valeur élevée signifie le centre dense du réseau "
            "(non pondéré).",
        ),
        "Seidman 1983, Social Networks 5:269-287, doi:10.1016/0378-8733(83)90028-X",
        _core,
        whole=True,
    ),
    Measure(
        "clustering",
        Text("Clustering", "Coefficient de clustering"),
        Text(
            "Share of its pairs of partners that work together, too: a high value means a "
            "closed circle, a LOW one with many partners somebody who brings strangers "
            "together (not weighted; 0 below two partners).",
            "Part de ses paires de partenaires qui travaillent aussi ensemble : une valeur "
            "élevée signale un cercle fermé, une valeur BASSE avec beaucoup de partenaires un "
            "membre qui en réunit d’autres qui ne se connaissent pas (non pondéré ; 0 avec "
            "moins de deux partenaires).",
        ),
        "Watts and Strogatz 1998, Nature 393:440-442, doi:10.1038/30918",
        _clustering,
    ),
    Measure(
        "constraint",
        Text("Constraint", "Contrainte"),
        Text(
            "How far all its contacts lead to the same people: a high value means a closed "
            "circle, a LOW one a broker between separate groups (weighted; undefined without a "
            "tie).",
            "Mesure dans laquelle tous ses contacts mènent aux mêmes acteurs : une valeur "
            "élevée signale un cercle fermé, une valeur BASSE un intermédiaire entre groupes "
            "séparés (pondérée ; non définie sans relation).",
        ),
        "Burt 2004, American Journal of Sociology 110:349-399, doi:10.1086/421787",
        _holes,
    ),
    Measure(
        "effective-size",
        Text("Effective size", "Taille effective"),
        Text(
            "Number of partners less what they repeat of each other: a high value means "
            "contacts in many groups that do not know each other (weighted; undefined without "
            "a tie).",
            "Nombre de partenaires moins ce qu’ils apportent en double : une valeur élevée "
            "signifie des contacts dans beaucoup de groupes qui ne se connaissent pas "
            "(pondérée ; non définie sans relation).",
        ),
        "Burt 1992, Structural Holes, Harvard University Press, chapter 2",
        _holes,
    ),
    Measure(
        "participation",
        Text("Participation coefficient", "Coefficient de participation"),
        Text(
            "How evenly its ties spread over the communities of the network: a high value "
            "means that it connects groups that otherwise keep to themselves (ties not "
            "weighted; undefined without one).",
            "Mesure dans laquelle ses relations se répartissent entre les communautés du "
            "réseau : une valeur élevée signale un lien entre des groupes qui restent sinon "
            "entre eux (relations non pondérées ; non défini sans relation).",
        ),
        "Guimerà and Amaral 2005, Nature 433:895-900, doi:10.1038/nature03288",
        _among_communities,
        effort=20.0,
    ),
    Measure(
        "within-degree",
        Text("Within-community degree", "Degré dans la communauté"),
        Text(
            "Standard deviations by which its ties inside its own community lie above the mean "
            "there: a high value means the hub of its group (ties not weighted).",
            "Nombre d’écarts-types dont ses relations dans sa propre communauté dépassent la "
            "moyenne de celle-ci : une valeur élevée signale le pivot de son groupe (relations "
            "non pondérées).",
        ),
        "Guimerà and Amaral 2005, Nature 433:895-900, doi:10.1038/nature03288",
        _among_communities,
        effort=20.0,
    ),
    _role(
        "coordinator",
        "Coordinateur",
        Text(
            "all three of one country: a high value means a broker within its own country.",
            "tous trois d’un même pays : une valeur élevée signale un intermédiaire dans son "
            "propre pays.",
        ),
    ),
    _role(
        "itinerant",
        "Itinérant",
        Text(
            "both of one country that is not its own: a high value means a broker who brings "
            "others together at home (also called consultant).",
            "tous deux d’un même pays qui n’est pas le sien : une valeur élevée signale celui "
            "qui réunit d’autres chez eux (aussi appelé consultant).",
        ),
    ),
    _role(
        "gatekeeper",
        "Portier",
        Text(
            "one of its own country and one of another: a high value means that the way into "
            "its country leads through it (ties have no direction: as many as representative).",
            "l’un de son pays et l’autre d’un autre : une valeur élevée signifie que l’on "
            "entre dans son pays par lui (les relations n’ont pas de sens : autant que "
            "représentant).",
        ),
    ),
    _role(
        "representative",
        "Représentant",
        Text(
            "one of its own country and one of another: a high value means that the way out of "
            "its country leads through it (ties have no direction: as many as gatekeeper).",
            "l’un de son pays et l’autre d’un autre : une valeur élevée signifie que l’on sort "
            "de son pays par lui (les relations n’ont pas de sens : autant que portier).",
        ),
    ),
    _role(
        "liaison",
        "Liaison",
        Text(
            "all three of different countries: a high value means a broker between countries "
            "other than its own.",
            "tous trois de pays différents : une valeur élevée signale un intermédiaire entre "
            "des pays autres que le sien.",
        ),
    ),
)
MEASURES: dict[str, Measure] = {measure.id: measure for measure in _ALL}
# What a ranking shows when no measure is named.
USUAL = ("degree", "betweenness", "closeness")


def find(name: str) -> Measure:
    """The measure of that id; RequestError with the nearest ids where there is none."""
    if name not in MEASURES:
        raise unknown("measure", name, MEASURES)
    return MEASURES[name]


def scores(ties: Ties, measures: Sequence[Measure], run: Run | None = None) -> dict[str, Values]:
    """The values of measures by id, in the order of the nodes; NaN where undefined.

    After those that are estimated come their errors, by the id and ERROR. Measures that share a
    pass are computed once. Raises RequestError for an unknown engine.
    """
    run = run or Run()
    if run.engine not in ENGINES:
        raise unknown("engine", run.engine, ENGINES)
    _tell(ties, measures, run)
    if run.engine == "networkx":
        return _by_networkx(ties, measures, run)
    found: dict[str, Values] = {}
    done, work = 0.0, sum(measure.effort for measure in measures)
    for measure in measures:
        end = done + measure.effort / work
        if measure.id not in found:
            found.update(measure.fn(ties, run.stage(measure.id, done, end)))
        done = end
    shown = (name for each in measures for name in (each.id, f"{each.id}{ERROR}") if name in found)
    return {name: found[name] for name in shown}


def _tell(ties: Ties, measures: Sequence[Measure], run: Run) -> None:
    """The conventions of what is computed on a network in several parts."""
    if not any(measure.apart for measure in measures):
        return
    count, _ = ties.components()
    for measure in measures:
        if count > 1 and measure.apart:
            run.note(f"{measure.id}: the network is in {count:,} parts; {measure.apart}")


def _by_networkx(ties: Ties, measures: Sequence[Measure], run: Run) -> dict[str, Values]:
    from clustergraph.measures.reference import REFERENCE
    from clustergraph.measures.ties import to_networkx

    missing = [measure.id for measure in measures if measure.id not in REFERENCE]
    if missing:
        raise RequestError(
            f"NetworkX does not compute {missing[0]}: set ",
            ParameterName("engine"),
            f" to {ENGINES[0]}",
        )
    network = to_networkx(ties)
    for node, group in zip(ties.nodes, run.groups(ties.nodes), strict=True):
        network.nodes[node]["group"] = group
    # NetworkX refuses some measures of an empty network.
    names = [measure.id for measure in measures]
    found = {name: REFERENCE[name](network) if ties.nodes else {} for name in names}
    return {
        name: np.array([values[node] for node in ties.nodes], dtype=float)
        for name, values in found.items()
    }


def standing(measure: Measure, ties: Ties, run: Run | None = None) -> tuple[Values, Ints]:
    """The value of every node, and its rank: 1, 2, 2, 4 (standard competition), 0 without a value.

    Values are equal when they agree to 12 significant digits.
    """
    values = rounded(scores(ties, [measure], run)[measure.id])
    return values, competition(values)


def competition(values: Values) -> Ints:
    """The ranks of values, the highest first: 1, 2, 2, 4; 0 for what is not a number."""
    known = np.sort(-values[~np.isnan(values)])
    ranks = np.searchsorted(known, -values, side="left") + 1
    return np.where(np.isnan(values), 0, ranks)


def rounded(values: Values | Ints, digits: int = DIGITS) -> Values:
    """Values with that many significant digits; a negative zero is a plain one."""
    return np.array([float(f"{value:.{digits}g}") + 0.0 for value in values.tolist()], dtype=float)
