"""The contracts of what is taken to others: a consortium to apply with, a brief for a meeting."""

from __future__ import annotations

from clustergraph.answers.contracts.deciding import PERSONS, narrowing
from clustergraph.answers.contracts.shared import MEMBER
from clustergraph.languages import Text
from clustergraph.questions.contract import Column, Contract, Parameter

CONSORTIUM = Contract(
    "consortium",
    Text("Consortium", "Consortium"),
    Text(
        "Propose who could apply together: eligible, and closest to the wishes.",
        "Propose qui pourrait candidater ensemble : éligible, et au plus près des souhaits.",
    ),
    (
        Parameter(
            "with",
            "name",
            Text(
                "The organisation that looks for a consortium: a name, code or IRI.",
                "L’organisation qui cherche un consortium : un nom, un code ou un IRI.",
            ),
            cls="cg:Organisation",
            required=True,
            metavar="ORGANISATION",
        ),
        narrowing(
            "topic",
            "What it is to work on: experience on this topic or a narrower one is wished for.",
            "Le sujet : une expérience sur ce thème ou un thème plus précis est souhaitée.",
        ),
        narrowing(
            "programme",
            "Where it is to apply: its rules hold, and experience in it is wished for.",
            "Où candidater : ses règles valent, et une expérience y est souhaitée.",
        ),
        Parameter(
            "size",
            "string",
            Text(
                "How many members: a number or a range.",
                "Combien de membres : un nombre ou une fourchette.",
            ),
            default="4..8",
            metavar="FROM..TO",
        ),
        Parameter(
            "country_min",
            "integer",
            Text(
                "In how many countries at least; never fewer than the programme asks for.",
                "Dans combien de pays au moins ; jamais moins que ne le veut le programme.",
            ),
            minimum=1,
            metavar="N",
        ),
        Parameter(
            "include",
            "name",
            Text(
                "Who must be in it; may be given several times.",
                "Qui doit en être ; peut être donné plusieurs fois.",
            ),
            cls="cg:Organisation",
            default=(),
            many=True,
            metavar="NAME",
        ),
        Parameter(
            "exclude",
            "name",
            Text(
                "Who must not be in it; may be given several times.",
                "Qui ne doit pas en être ; peut être donné plusieurs fois.",
            ),
            cls="cg:Organisation",
            default=(),
            many=True,
            metavar="NAME",
        ),
        PERSONS,
    ),
    (
        Column("rank", "integer", Text("Rank", "Rang"),
               Text("Those that must be in it first.", "D’abord celles qui doivent en être.")),
        *MEMBER,
        Column("role", "string", Text("Role", "Rôle"),
               Text("The coordinator is who has led the most.",
                    "Le coordinateur est qui a le plus dirigé.")),
        Column("words", "string", Text("Reason", "Raison")),
        Column("alternative", "iri", Text("Next best", "À défaut"),
               Text("Who is best in its place, the others staying.",
                    "La meilleure à sa place, les autres restant.")),
        Column("alternativeLabel", "string", Text("Next best", "À défaut")),
    ),
    Text(
        "The rules of the programme are constraints (data/eligibility.csv; by default three "
        "legal entities from three countries, one of them in an EU member state; whether they are "
        "independent, and the countries associated to the programme, is not checked). The wishes: "
        "the topic, experience, an experienced coordinator, members that have worked together, new "
        "ones, several kinds of organisation, a newcomer to the programme, a target place. Notes "
        "tell which are unmet.",
        "Les règles du programme sont des contraintes (data/eligibility.csv ; par défaut trois "
        "entités juridiques de trois pays, dont une dans un État membre de l’UE ; ni leur "
        "indépendance ni l’association des pays au programme ne sont vérifiées). "
        "Les souhaits : le thème, l’expérience, un coordinateur expérimenté, des membres qui ont "
        "déjà travaillé ensemble, des nouveaux, plusieurs types d’organisation, un nouveau venu "
        "dans le programme, un lieu visé. Des remarques disent lesquels ne sont pas remplis.",
    ),
)  # fmt: skip

BRIEF = Contract(
    "brief",
    Text("Two-page brief", "Note de deux pages"),
    Text(
        "Write what to take to a meeting on an organisation, a region or a programme: two pages.",
        "Écrit ce qu’il faut emporter à une réunion sur une organisation, une région ou un "
        "programme : deux pages.",
    ),
    (
        Parameter(
            "about",
            "name",
            Text(
                "An organisation, a region, a country or a programme: a name, code or IRI.",
                "Une organisation, une région, un pays ou un programme : nom, code ou IRI.",
            ),
            required=True,
            leading=True,
            metavar="NAME",
        ),
        PERSONS,
    ),
    (
        Column("section", "string", Text("Section", "Partie")),
        Column("what", "string", Text("What", "Quoi")),
        Column("value", "string", Text("Value", "Valeur")),
        Column("words", "string", Text("In words", "En mots")),
    ),
    Text(
        "Facts, the closest partners as a picture, the trend, the scorecard, gaps, five "
        "recommendations with reasons, and the sources. As a file it is a page that opens offline "
        "and prints on two A4 pages, a document for Word or LibreOffice, or Markdown.",
        "Des faits, une image des plus proches partenaires, l’évolution, le tableau de bord, les "
        "lacunes, cinq recommandations avec leurs raisons, et les sources. En fichier : une page "
        "qui s’ouvre hors ligne et s’imprime sur deux pages A4, un document pour Word ou "
        "LibreOffice, ou du Markdown.",
    ),
)
