"""The contracts of what says where members stand: in a network, and over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.answers.contracts.shared import CHOICE, EXACT, MEMBER, RANK, TOP, measures
from clustergraph.languages import Text
from clustergraph.questions.contract import Column, Contract, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable


def _engines() -> Iterable[str]:
    from clustergraph.measures.measure import ENGINES

    return ENGINES


def _steps() -> Iterable[str]:
    from clustergraph.answers.evolution import STEPS

    return STEPS


def _of_measures() -> tuple[Column, ...]:
    """A column for each measure that may be asked, and two more for one that may be estimated."""
    from clustergraph.measures.measure import ERROR, MARK
    from clustergraph.measures.registry import MEASURES

    values = tuple(
        Column(each.id, "integer" if each.whole else "number", each.label, each.meaning)
        for each in MEASURES.values()
    )
    of = MEASURES["betweenness"].label
    error = Column(
        f"betweenness{ERROR}",
        "number",
        Text(f"{of}: error", f"{of.translated('fr')} : erreur"),
        Text(
            "How far the estimated value may be off, with 95 % confidence for all of them.",
            "Écart possible de la valeur estimée, à 95 % de confiance pour l’ensemble.",
        ),
    )
    mark = Column(
        f"betweenness{MARK}",
        "string",
        Text(f"{of}: mark", f"{of.translated('fr')} : marque"),
        Text("Says that the value is estimated.", "Indique que la valeur est estimée."),
    )
    return (*values, error, mark)


CENTRALITY = Contract(
    "centrality",
    Text("Centrality", "Centralité"),
    Text(
        "Rank a network's members by centrality, in the order of the first measure.",
        "Classe les membres d’un réseau par centralité ; la première mesure donne l’ordre.",
    ),
    (
        Parameter(
            "measures",
            "string",
            Text("Centrality measures.", "Mesures de centralité."),
            default=(),
            values=measures,
            many=True,
            leading=True,
            metavar="MEASURE",
        ),
        *CHOICE,
        TOP,
        EXACT,
        Parameter(
            "engine",
            "string",
            Text(
                "arrays, or networkx: the reference, for small networks.",
                "arrays, ou networkx : la référence, pour de petits réseaux.",
            ),
            default="arrays",
            values=_engines,
            metavar="NAME",
        ),
    ),
    (RANK, *MEMBER),
    Text(
        "Without a measure: degree, betweenness and closeness. In large networks betweenness is "
        "estimated, and the error given.",
        "Sans mesure : degré, intermédiarité et proximité. Dans les grands réseaux "
        "l’intermédiarité est estimée, et l’erreur indiquée.",
    ),
    _of_measures,
)

EVOLUTION = Contract(
    "evolution",
    Text("Evolution", "Évolution"),
    Text(
        "Rank a network's members by `measure` year by year: who comes, who goes, who rises.",
        "Classe les membres d’un réseau année par année : qui arrive, qui part, qui monte.",
    ),
    (
        Parameter(
            "measure",
            "string",
            Text("A centrality measure.", "Une mesure de centralité."),
            values=measures,
            required=True,
            leading=True,
            metavar="MEASURE",
        ),
        *CHOICE,
        Parameter(
            "by",
            "string",
            Text(
                "year, or period: the seven-year periods of EU funding.",
                "year, ou period : les périodes de sept ans des financements de l’UE.",
            ),
            default="year",
            values=_steps,
            metavar="STEP",
        ),
        Parameter(
            "top",
            "integer",
            Text(
                "List who is, or was a step before, among the first N.",
                "Lister qui est, ou était un pas plus tôt, parmi les N premiers.",
            ),
            default=10,
            minimum=1,
            metavar="N",
        ),
    ),
    (
        Column("year", "string", Text("Year", "Année")),
        Column("period", "string", Text("Period", "Période")),
        RANK,
        Column("previous", "integer", Text("Rank before", "Rang précédent")),
        Column("change", "integer", Text("Places gained", "Places gagnées")),
        Column(
            "status",
            "string",
            Text("Status", "Statut"),
            Text(
                "Since the step before: entrant (new), leaver (gone) or stays.",
                "Depuis le pas précédent : entrant (arrive), leaver (part) ou stays (reste).",
            ),
        ),
        *(each for each in MEMBER if each.name != "type"),
    ),
    Text(
        "A project counts in every year it runs. The picture is the course of ranks.",
        "Un projet compte pour chaque année où il est en cours. L’image est le cours des rangs.",
    ),
    _of_measures,
)
