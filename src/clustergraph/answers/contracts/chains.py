"""The contracts of what leads from one organisation to another, and of what ties the two."""

from __future__ import annotations

from clustergraph.answers.contracts.shared import CHOICE
from clustergraph.languages import Text
from clustergraph.questions.contract import Column, Contract, Parameter

_ENDS = tuple(
    Parameter(
        name,
        "name",
        Text(
            f"The {which} organisation: a name, code or IRI.",
            f"{french} organisation : un nom, un code ou un IRI.",
        ),
        cls="cg:Organisation",
        required=True,
        leading=True,
        metavar=letter,
    )
    for name, which, french, letter in (
        ("one", "first", "La première", "A"),
        ("other", "second", "La seconde", "B"),
    )
)

PATH = Contract(
    "path",
    Text("Path", "Chemin"),
    Text(
        "Show the shortest chains of cooperation from organisation A to B, with their reasons.",
        "Montre les plus courtes chaînes de coopération de A à B, avec leurs raisons.",
    ),
    (
        *_ENDS,
        *CHOICE,
        Parameter(
            "chains",
            "integer",
            Text(
                "At most N chains, those of the strongest ties first.",
                "Au plus N chaînes, celles des liens les plus forts d’abord.",
            ),
            default=5,
            minimum=1,
            metavar="N",
        ),
        Parameter(
            "reasons",
            "integer",
            Text(
                "At most N activities a step, the latest first.",
                "Au plus N activités par étape, les plus récentes d’abord.",
            ),
            default=3,
            minimum=1,
            metavar="N",
        ),
    ),
    (
        Column("chain", "integer", Text("Chain", "Chaîne")),
        Column("step", "integer", Text("Step", "Étape")),
        Column("from", "iri", Text("From", "De")),
        Column("fromLabel", "string", Text("From", "De")),
        Column("to", "iri", Text("To", "À")),
        Column("toLabel", "string", Text("To", "À")),
        Column("shared", "integer", Text("Shared activities", "Activités communes")),
        Column("through", "iri", Text("Through", "Par")),
        Column("throughLabel", "string", Text("Through", "Par")),
        Column("type", "string", Text("Type", "Type")),
        Column("programme", "string", Text("Programme", "Programme")),
        Column("first", "year", Text("First year", "Première année")),
        Column("last", "year", Text("Last year", "Dernière année")),
    ),
    Text(
        "A and B are names, codes or IRIs. Each step gives the projects and other activities that "
        "tie the two, with programme and years.",
        "A et B sont des noms, des codes ou des IRI. Chaque étape donne les projets et autres "
        "activités qui lient les deux, avec programme et années.",
    ),
)


def _of_evidence() -> tuple[Column, ...]:
    """The columns of the saved question that it asks."""
    from clustergraph.questions import queries

    return queries.saved()["tie-evidence"].contract.columns


EXPLAIN = Contract(
    "explain",
    Text("Explain a tie", "Expliquer un lien"),
    Text(
        "List every tie between organisations A and B, with the sources that each rests on.",
        "Liste tous les liens entre les organisations A et B, avec leurs sources.",
    ),
    _ENDS,
    (),
    Text(
        "A and B are names, codes or IRIs. Projects, partnerships and events that they share, and "
        "the membership of one in the other, with programme, dates, roles and contributions, and "
        "the place in the source of each statement.",
        "A et B sont des noms, des codes ou des IRI. Projets, partenariats et événements "
        "communs, et adhésion de l’une à l’autre, avec programme, dates, rôles et contributions, "
        "et l’endroit de chaque énoncé dans sa source.",
    ),
    _of_evidence,
)
