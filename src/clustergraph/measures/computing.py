"""The passes that compute measures: from `Ties` to the values of all measures of a pass, by id.

Knows which kernel gives which measure, and what a reader must know of the values; not what a
measure means. Kernels are loaded when they are needed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from clustergraph.errors import ParameterName
from clustergraph.languages import Text, filled, numeral
from clustergraph.measures.measure import ERROR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clustergraph.measures.arrays import Floats
    from clustergraph.measures.measure import Run
    from clustergraph.measures.ties import Ties

# Above this many ties times members with a tie, about half a minute on one core, betweenness is
# estimated, unless it must be exact.
EXACT_UP_TO = 10**10
_ESTIMATED = Text(
    "betweenness is estimated from {n} random shortest paths: no value is off by more than {error} "
    "({confidence} confidence for all of them); ",
    "intermédiarité estimée d’après {n} plus courts chemins tirés au hasard : aucune valeur ne "
    "s’écarte de plus de {error} (confiance de {confidence} pour toutes ensemble) ; ",
)
_KATZ = Text(
    "katz: alpha = {alpha}, which is 0.85 / the largest eigenvalue; beta = 1",
    "katz : alpha = {alpha}, soit 0,85 / la plus grande valeur propre ; bêta = 1",
)
_LEIDEN = Text(
    "communities: Leiden, the best of {runs} seeds; their agreement is {agreement} (adjusted Rand "
    "index, 1 the same, 0 as chance)",
    "communautés : Leiden, la meilleure de {runs} graines ; leur accord est de {agreement} (indice "
    "de Rand ajusté, 1 : identiques, 0 : comme au hasard)",
)
_ROLELESS = Text(
    "brokerage roles: {n} of {all} members have no known group, have no role and are nobody's "
    "partner",
    "rôles d’intermédiaire : {n} membres sur {all} n’ont pas de groupe connu, donc ni rôle ni "
    "partenaire",
)


def degree(ties: Ties, run: Run) -> Mapping[str, Floats]:
    return {"degree": ties.degrees().astype(float)}


def strength(ties: Ties, run: Run) -> Mapping[str, Floats]:
    return {"strength": ties.strengths()}


def betweenness(ties: Ties, run: Run) -> Mapping[str, Floats]:
    from clustergraph.measures import betweenness

    report = partial(run.report, "betweenness")
    if run.exact or betweenness.work(ties.weights) <= EXACT_UP_TO:
        return {"betweenness": betweenness.exact(ties.weights, report)}
    found = betweenness.sampled(ties.weights, report=report)
    run.warn(
        filled(
            _ESTIMATED,
            n=found.paths,
            error=numeral(found.error, ".2g"),
            confidence=numeral(found.confidence, ".0%"),
        ),
        ParameterName("exact"),
        Text(" takes minutes", " prend des minutes"),
    )
    return {"betweenness": found.values, f"betweenness{ERROR}": found.errors}


def distances(ties: Ties, run: Run) -> Mapping[str, Floats]:
    from clustergraph.measures.distances import closeness, distances

    found = distances(ties.weights, partial(run.report, "distances"))
    return {"closeness": closeness(found), "harmonic": found.inverse.astype(float)}


def eigenvector(ties: Ties, run: Run) -> Mapping[str, Floats]:
    from clustergraph.measures.spectral import eigenvector

    return {"eigenvector": eigenvector(ties.weights)}


def pagerank(ties: Ties, run: Run) -> Mapping[str, Floats]:
    from clustergraph.measures.spectral import pagerank

    return {"pagerank": pagerank(ties.weights)}


def katz(ties: Ties, run: Run) -> Mapping[str, Floats]:
    from clustergraph.measures.spectral import katz, katz_alpha

    alpha = katz_alpha(ties.weights)
    run.note(filled(_KATZ, alpha=numeral(alpha, ".4g")))
    return {"katz": katz(ties.weights, alpha)}


def core(ties: Ties, run: Run) -> Mapping[str, Floats]:
    from clustergraph.measures.kernels.cores import core_numbers

    return {"core": core_numbers(ties.weights.indptr, ties.weights.indices).astype(float)}


def clustering(ties: Ties, run: Run) -> Mapping[str, Floats]:
    from clustergraph.measures.holes import clustering

    return {"clustering": clustering(ties.weights)}


def holes(ties: Ties, run: Run) -> Mapping[str, Floats]:
    from clustergraph.measures.holes import holes

    found = holes(ties.weights)
    return {"constraint": found.constraint, "effective-size": found.size}


def among_communities(ties: Ties, run: Run) -> Mapping[str, Floats]:
    from clustergraph.measures import partition

    found = partition.find(ties, report=run.report)
    if ties.count():
        run.note(filled(_LEIDEN, runs=found.runs, agreement=numeral(found.agreement, ".3f")))
    return {
        "participation": partition.participation(ties, found.labels),
        "within-degree": partition.within_module_degree(ties, found.labels),
    }


def roles(ties: Ties, run: Run) -> Mapping[str, Floats]:
    from clustergraph.measures.brokerage import ROLES, brokerage_roles

    groups = run.groups(ties.nodes)
    without = sum(not group for group in groups)
    if without:
        run.note(filled(_ROLELESS, n=without, all=len(groups)))
    return dict(zip(ROLES, brokerage_roles(ties, groups).T, strict=True))
