"""The columns of the template by which an organisation states its own strategy.

Knows the words of a scorecard's indicators; nothing of files or of how rows are read.
"""

from __future__ import annotations

from clustergraph.languages import Text
from clustergraph.sources.template.relations import GOAL, INDICATOR, TARGET, Field

# What may measure an indicator: as in `strategy.indicators`, which stands above.
MEASURES = (
    "partners-abroad", "new-partners-abroad", "renewed-partners-abroad", "target-places",
    "target-topics", "projects", "inter-cluster-projects", "eu-projects", "members",
    "active-members", "coordinator-share", "order", "contribution-share", "programmes", "gateways",
    "cooperation-after", "solutions", "partner-concentration", "funding-concentration",
    "specialisation", "position", "stable-partners", "involvement", "events", "experts",
    "networks",
)  # fmt: skip
STRATEGY: tuple[Field, ...] = (
    Field(
        "goal",
        Text(
            "The goal that the indicator judges or the target serves: its number or words, as in "
            "the row of the goal; or goal:… for one that the graph holds.",
            "L’objectif que juge l’indicateur ou que sert la cible : son numéro ou son énoncé, "
            "comme dans la ligne de l’objectif ; ou goal:… s’il est déjà dans le graphe.",
        ),
        relations=(INDICATOR, TARGET),
        width=16,
        examples=("", "", "", "", "", "2", "2"),
    ),
    Field(
        "measure",
        Text(
            "What of the scorecard measures the indicator; blank: nothing does.",
            "Ce qui, dans le tableau de bord, mesure l’indicateur ; vide : rien ne le mesure.",
        ),
        relations=(INDICATOR,),
        width=20,
        examples=("", "", "", "", "", "partners-abroad"),
    ),
    Field(
        "value",
        Text(
            "The value wanted: a number, or a share as 0.3 or 30 %.",
            "La valeur visée : un nombre, ou une part comme 0,3 ou 30 %.",
        ),
        relations=(INDICATOR,),
        width=10,
        examples=("", "", "", "", "", "20"),
    ),
    Field(
        "stage",
        Text(
            "Stage of the value chain that the goal concerns.",
            "Étape de la chaîne de valeur que l’objectif concerne.",
        ),
        relations=(GOAL,),
        scheme="value-chain",
        width=20,
        examples=("", "", "", "", "training"),
    ),
    Field(
        "proximity",
        Text(
            "Whether the organisation calls the target near or long-distance.",
            "Si l’organisation dit la cible proche ou lointaine.",
        ),
        relations=(TARGET,),
        scheme="proximity",
        width=14,
        examples=("", "", "", "", "", "", "long-distance"),
    ),
)
