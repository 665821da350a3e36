"""The contract of the scorecard: how far an organisation is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.answers.contracts.deciding import organisation
from clustergraph.languages import Text
from clustergraph.questions.contract import Column, Contract, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable

# As in `strategy.grouped`, which stands above.
ORDER_NAMES = ("goals", "wallonia", "interreg")


def _indicators() -> Iterable[str]:
    """The words by which a table states them, too."""
    from clustergraph.sources.template.strategy import MEASURES

    return MEASURES


_LABELLED = tuple(
    Column(name, kind, Text(en, fr), Text(meaning, sens))
    for name, kind, en, fr, meaning, sens in (
        ("group", "string", "Group", "Groupe", "The goal, or the part of the order asked for.",
         "L’objectif, ou la partie de l’ordre demandé."),
        ("indicator", "string", "Name", "Nom", "By which `rows` asks for what is behind it.",
         "Par lequel `rows` demande ce qu’il y a derrière."),
        ("indicatorLabel", "string", "Indicator", "Indicateur", "", ""),
        ("organisation", "iri", "Organisation", "Organisation", "", ""),
        ("organisationLabel", "string", "Organisation", "Organisation", "", ""),
        ("year", "year", "Year", "Année", "Empty for all years, or all that were asked for.",
         "Vide pour toutes les années, ou toutes celles demandées."),
        ("value", "number", "Value", "Valeur", "Empty where the graph cannot know it.",
         "Vide quand le graphe ne peut pas la connaître."),
        ("unit", "string", "Unit", "Unité", "A number, a share of 1 or an index.",
         "Un nombre, une part de 1 ou un indice."),
        ("target", "number", "Target", "Cible", "The value that the organisation states.",
         "La valeur que l’organisation énonce."),
        ("targetYear", "year", "By", "Pour", "The year by which.", "L’année visée."),
        ("known", "integer", "Known", "Connus", "For how many enough is known.",
         "Pour combien on en sait assez."),
        ("of", "integer", "Of", "Sur", "Of how many.", "Sur combien."),
        ("words", "string", "In words", "En mots", "Why a cell is empty, or what to know of it.",
         "Pourquoi une cellule est vide, ou ce qu’il faut en savoir."),
        ("follows", "string", "Follows", "Suit", "The public definition that it follows.",
         "La définition publique suivie."),
        ("latest", "year", "Latest", "Dernière", "The last year in which any of it begins.",
         "La dernière année où quelque chose en commence."),
        ("age", "integer", "Age", "Âge",
         "How many years that lies before the last in which anything in the graph begins.",
         "De combien d’années elle précède la dernière où quelque chose du graphe commence."),
        ("sources", "string", "Sources", "Sources", "What it rests on, with the release.",
         "Sur quoi il repose, avec la version."),
    )
)  # fmt: skip
_BEHIND = tuple(
    Column(name, kind, Text(en, fr), Text(meaning, sens))
    for name, kind, en, fr, meaning, sens in (
        ("item", "iri", "What counts", "Ce qui compte", "", ""),
        ("itemLabel", "string", "What counts", "Ce qui compte", "", ""),
        ("through", "iri", "Through", "Par", "", ""),
        ("throughLabel", "string", "Through", "Par", "", ""),
        ("firstYear", "year", "From", "De", "", ""),
        ("lastYear", "year", "To", "À", "", ""),
        ("part", "number", "Part", "Part",
         "What is added up: 1 where it counts, a weight or an amount.",
         "Ce qui s’additionne : 1 quand il compte, un poids ou un montant."),
        ("whole", "number", "Of", "Sur", "What it is a part of.", "Ce dont c’est une part."),
    )
)  # fmt: skip

SCORECARD = Contract(
    "scorecard",
    Text("Scorecard", "Tableau de bord"),
    Text(
        "Show how far an organisation is: its goals, the indicators that judge them, the numbers.",
        "Montre où en est une organisation : ses objectifs, leurs indicateurs, les chiffres.",
    ),
    (
        organisation(
            "The organisation that is measured: a name, code or IRI.",
            "L’organisation mesurée : un nom, un code ou un IRI.",
        ),
        Parameter(
            "years",
            "years",
            Text(
                "Only what runs or begins in these years (2014..2020, 2018.., ..2015).",
                "Seulement ce qui court ou commence ces années-là (2014..2020, 2018.., ..2015).",
            ),
            metavar="FROM..TO",
        ),
        Parameter(
            "against",
            "name",
            Text(
                "Organisations to set beside it; may be given several times.",
                "Des organisations à mettre à côté ; peut être donné plusieurs fois.",
            ),
            cls="cg:Organisation",
            default=(),
            many=True,
            metavar="NAME",
        ),
        Parameter(
            "order",
            "string",
            Text(
                "By its own goals, by the four missions of the Walloon decree on clusters, or by "
                "the common indicators of Interreg.",
                "Par ses propres objectifs, par les quatre missions du décret wallon sur les "
                "clusters, ou par les indicateurs communs d’Interreg.",
            ),
            default="goals",
            values=lambda: ORDER_NAMES,
            metavar="ORDER",
        ),
        Parameter(
            "rows",
            "string",
            Text(
                "Instead the rows behind one indicator, by its name.",
                "À la place, les lignes derrière un indicateur, par son nom.",
            ),
            values=_indicators,
            metavar="INDICATOR",
        ),
        Parameter(
            "yearly",
            "boolean",
            Text("One row more for each year.", "Une ligne de plus par année."),
            default=False,
        ),
    ),
    (*_LABELLED, *_BEHIND),
    Text(
        "Goals, indicators and targets are read from the graph; a goal without an indicator and an "
        "indicator that nothing measures are shown as such. An empty value says why in words: "
        "nothing is guessed. The picture shows each indicator over the years.",
        "Objectifs, indicateurs et cibles sont lus dans le graphe ; un objectif sans indicateur et "
        "un indicateur que rien ne mesure sont montrés comme tels. Une valeur vide dit pourquoi : "
        "rien n’est deviné. L’image montre chaque indicateur au fil des années.",
    ),
)
