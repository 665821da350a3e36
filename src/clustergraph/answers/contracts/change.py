"""The contract of what would be otherwise: without an organisation, or with a project more."""

from __future__ import annotations

from clustergraph.answers.contracts.shared import CHOICE, measures
from clustergraph.languages import Text
from clustergraph.questions.contract import Column, Contract, Parameter

WHAT_IF = Contract(
    "what-if",
    Text("What if", "Et si"),
    Text(
        "Show what would change without an organisation, or with a project more.",
        "Montre ce qui changerait sans une organisation, ou avec un projet de plus.",
    ),
    (
        *CHOICE,
        Parameter(
            "remove",
            "name",
            Text(
                "An organisation that would be gone; may be repeated.",
                "Une organisation qui partirait ; peut être répété.",
            ),
            default=(),
            cls="cg:Organisation",
            many=True,
            metavar="NAME",
        ),
        Parameter(
            "add_project",
            "graph",
            Text("A project that would be there, as RDF.", "Un projet qui s’y ajouterait, en RDF."),
            metavar="FILE.ttl",
        ),
        Parameter(
            "from",
            "name",
            Text(
                "Count what this organisation reaches, not the largest component.",
                "Compter ce que cette organisation atteint, pas la plus grande composante.",
            ),
            cls="cg:Organisation",
            metavar="NAME",
        ),
        Parameter(
            "measure",
            "string",
            Text(
                "The centrality whose ranks are compared.",
                "La centralité dont les rangs sont comparés.",
            ),
            default="degree",
            values=measures,
            metavar="MEASURE",
        ),
    ),
    (
        Column("what", "string", Text("What", "Quoi")),
        Column("item", "string", Text("Item", "Élément")),
        Column("iri", "iri", Text("IRI", "IRI")),
        Column("before", "integer", Text("Before", "Avant")),
        Column("after", "integer", Text("After", "Après")),
        Column("difference", "integer", Text("Difference", "Différence")),
    ),
    Text(
        "Before, after and difference of size, components, reachable countries and programmes, and "
        "the ten largest movements in rank.",
        "Avant, après et différence de la taille, des composantes, des pays et programmes "
        "atteignables, et les dix plus grands mouvements de rang.",
    ),
)
