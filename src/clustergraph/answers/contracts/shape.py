"""The contracts of what says how a network is built: its groups, its backbone, its figures."""

from __future__ import annotations

from clustergraph.answers.contracts.shared import CHOICE, MEMBER, SEED
from clustergraph.languages import Text
from clustergraph.questions.contract import Column, Contract, Parameter

COMMUNITIES = Contract(
    "communities",
    Text("Communities", "Communautés"),
    Text(
        "Find groups that work together more than chance would make them, and name each.",
        "Trouve les groupes qui travaillent ensemble plus que le hasard ne le ferait, et les "
        "nomme.",
    ),
    (
        *CHOICE,
        Parameter(
            "resolution",
            "number",
            Text(
                "Above 1 for more and smaller communities, below 1 for fewer.",
                "Au-dessus de 1 : des communautés plus nombreuses et plus petites ; au-dessous : "
                "moins.",
            ),
            default=1.0,
            metavar="R",
        ),
        Parameter(
            "seed",
            "integer",
            Text(
                "The first of the 20 seeds that are tried.",
                "La première des 20 graines essayées.",
            ),
            default=0,
            minimum=0,
            metavar="N",
        ),
        Parameter(
            "members",
            "boolean",
            Text(
                "List the members, not the communities.",
                "Lister les membres, pas les communautés.",
            ),
            default=False,
        ),
        Parameter(
            "top",
            "integer",
            Text("Only the first N rows.", "Seulement les N premières lignes."),
            minimum=1,
            metavar="N",
        ),
    ),
    (
        Column("community", "integer", Text("Community", "Communauté")),
        Column("name", "string", Text("Name", "Nom")),
        Column("members", "integer", Text("Members", "Membres")),
        Column("ties", "integer", Text("Ties inside", "Liens internes")),
        Column(
            "inside",
            "number",
            Text("Inside", "Interne"),
            Text(
                "Share of its tie weight that stays inside.",
                "Part du poids de ses liens qui reste interne.",
            ),
        ),
        Column("modularity", "number", Text("Modularity", "Modularité")),
        Column("stability", "number", Text("Stability", "Stabilité")),
        Column("topics", "string", Text("Topics", "Thèmes")),
        Column("programmes", "string", Text("Programmes", "Programmes")),
        Column("countries", "string", Text("Countries", "Pays")),
        Column("hubs", "string", Text("Hubs", "Pivots")),
        *MEMBER,
        Column("degree", "integer", Text("Degree", "Degré")),
        Column("strength", "number", Text("Strength", "Force")),
        Column("participation", "number", Text("Participation", "Participation")),
        Column("within_degree", "number", Text("Within-community degree", "Degré interne")),
    ),
    Text(
        "By the Leiden algorithm, the best of 20 seeds; a name is what a group's activities and "
        "countries have more of than the whole network. `members` gives for each member how its "
        "ties spread over the communities (participation) and how central it is in its own "
        "(within_degree).",
        "Par l’algorithme de Leiden, la meilleure de 20 graines ; un nom est ce que les activités "
        "et pays d’un groupe ont de plus que le réseau entier. `members` donne pour chaque membre "
        "comment ses liens se répartissent (participation) et sa centralité dans sa communauté "
        "(within_degree).",
    ),
)

BACKBONE = Contract(
    "backbone",
    Text("Backbone", "Ossature"),
    Text(
        "Keep the ties that matter to one of their ends, for a picture that can be read.",
        "Garde les liens qui comptent pour l’un de leurs bouts, pour une image lisible.",
    ),
    (
        *CHOICE,
        Parameter(
            "alpha",
            "number",
            Text(
                "Keep ties less probable than this; smaller keeps fewer.",
                "Garder les liens moins probables que cela ; plus petit en garde moins.",
            ),
            default=0.05,
            metavar="P",
        ),
    ),
    (
        Column("source", "iri", Text("From", "De")),
        Column("sourceLabel", "string", Text("From", "De")),
        Column("target", "iri", Text("To", "À")),
        Column("targetLabel", "string", Text("To", "À")),
        Column("weight", "number", Text("Weight", "Poids")),
        Column(
            "chance",
            "number",
            Text("Chance", "Hasard"),
            Text(
                "How probable a tie as strong would be by chance, at the end where it is lower.",
                "La probabilité d’un lien aussi fort par hasard, au bout où elle est la moindre.",
            ),
        ),
    ),
    Text(
        "By the disparity filter: a tie stays where its share of a member's work would seldom be "
        "as large by chance. As a .gexf file it opens in Gephi.",
        "Par le filtre de disparité : un lien reste là où sa part du travail d’un membre serait "
        "rarement aussi grande par hasard. En fichier .gexf il s’ouvre dans Gephi.",
    ),
)

NETWORK_INFO = Contract(
    "network-info",
    Text("The network as a whole", "Le réseau dans son ensemble"),
    Text(
        "Describe a network as a whole: size, components, clustering, assortativity, degrees.",
        "Décrit un réseau dans son ensemble : taille, composantes, clustering, assortativité, "
        "degrés.",
    ),
    (
        *CHOICE,
        Parameter(
            "samples",
            "integer",
            Text(
                "Random networks to compare the clustering with, at most 1000.",
                "Réseaux aléatoires auxquels comparer le clustering, au plus 1000.",
            ),
            default=5,
            minimum=1,
            maximum=1000,
            metavar="N",
        ),
        SEED,
    ),
    (
        Column("figure", "string", Text("Name", "Nom")),
        Column("figureLabel", "string", Text("Figure", "Indicateur")),
        Column("value", "number", Text("Value", "Valeur")),
        Column("note", "string", Text("How it is counted", "Comment c’est compté")),
    ),
    Text(
        "The picture is the distribution of degrees.",
        "L’image est la distribution des degrés.",
    ),
)
