"""What several contracts share: the choice of a network, and columns that tell of its members.

Knows the names of registries that values are checked against, each read when a value comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.languages import Text
from clustergraph.networks.filters import FILTERS
from clustergraph.questions.contract import Column, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable


def _networks() -> Iterable[str]:
    from clustergraph.questions.queries import networks

    return networks()


def _weightings() -> Iterable[str]:
    from clustergraph.measures.projection import WEIGHTINGS

    return WEIGHTINGS


def measures() -> Iterable[str]:
    from clustergraph.measures.registry import MEASURES

    return MEASURES


def groupings() -> Iterable[str]:
    from clustergraph.networks.grouping import GROUPINGS

    return GROUPINGS


# What chooses a network, whatever is then computed on it.
CHOICE: tuple[Parameter, ...] = (
    Parameter(
        "network",
        "string",
        Text(
            "What counts as a tie: a query under queries/network/.",
            "Ce qui compte comme lien : une requête de queries/network/.",
        ),
        default="partners",
        values=_networks,
        metavar="NAME",
    ),
    *(
        Parameter(name, entry.type, entry.help, values=entry.values, metavar=entry.metavar)
        for name, entry in FILTERS.items()
    ),
    Parameter(
        "weighting",
        "string",
        Text(
            "What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).",
            "Ce que compte le poids d’un lien : les activités communes (shared), ou newman "
            "(chacune pour 1/(membres-1)).",
        ),
        default="shared",
        values=_weightings,
        metavar="NAME",
    ),
    Parameter(
        "stable",
        "integer",
        Text(
            "Only ties with N or more shared activities.",
            "Seulement les liens d’au moins N activités communes.",
        ),
        default=1,
        minimum=1,
        metavar="N",
    ),
)

TOP = Parameter(
    "top",
    "integer",
    Text("Only the first N.", "Seulement les N premiers."),
    minimum=1,
    metavar="N",
)

EXACT = Parameter(
    "exact",
    "boolean",
    Text(
        "Follow all chains, however long that takes: no estimate.",
        "Suivre toutes les chaînes, si long que ce soit : pas d’estimation.",
    ),
    default=False,
)

SEED = Parameter(
    "seed",
    "integer",
    Text("The first seed of the random numbers.", "La première graine des nombres aléatoires."),
    default=0,
    minimum=0,
    metavar="N",
)

RANK = Column(
    "rank",
    "integer",
    Text("Rank", "Rang"),
    Text("Equal values share a rank: 1, 2, 2, 4.", "Les ex æquo partagent un rang : 1, 2, 2, 4."),
)

MEMBER = (
    Column("iri", "iri", Text("IRI", "IRI")),
    Column("label", "string", Text("Name", "Nom")),
    Column("type", "string", Text("Type", "Type")),
    Column(
        "country",
        "string",
        Text("Country", "Pays"),
        Text(
            "ISO 3166-1 alpha-2 codes, separated by a space.",
            "Codes ISO 3166-1 alpha-2, séparés par une espace.",
        ),
    ),
)
