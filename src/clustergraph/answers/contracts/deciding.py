"""The contracts of what a manager decides with."""

from __future__ import annotations

from clustergraph.answers.contracts.shared import MEMBER, RANK
from clustergraph.languages import Text
from clustergraph.networks.filters import FILTERS
from clustergraph.questions.contract import Column, Contract, Parameter


def narrowing(name: str, en: str, fr: str) -> Parameter:
    return Parameter(name, "name", Text(en, fr), metavar=FILTERS[name].metavar)


def organisation(en: str, fr: str) -> Parameter:
    return Parameter(
        "organisation",
        "name",
        Text(en, fr),
        cls="cg:Organisation",
        required=True,
        leading=True,
        metavar="ORGANISATION",
    )


# As in `strategy.lacks`, which stands above.
GAP_KINDS = ("place", "programme", "stage", "project", "topic")


PERSONS = Parameter(
    "persons",
    "boolean",
    Text(
        "Natural persons too, who are left out where a source or a decision says that they are.",
        "Aussi les personnes physiques, écartées quand une source ou une décision les dit telles.",
    ),
    default=False,
)

RECOMMEND = Contract(
    "recommend",
    Text("Whom to talk to", "À qui parler"),
    Text(
        "Name the organisations to talk to next, with the reasons.",
        "Nomme les organisations à qui parler ensuite, avec les raisons.",
    ),
    (
        organisation(
            "The organisation that looks for partners: a name, code or IRI.",
            "L’organisation qui cherche des partenaires : un nom, un code ou un IRI.",
        ),
        narrowing(
            "country",
            "Only organisations in this country (ISO 3166 alpha-2 code or name).",
            "Seulement les organisations de ce pays (code ISO 3166 alpha-2 ou nom).",
        ),
        narrowing(
            "programme",
            "Only organisations with experience in this programme or a part of it.",
            "Seulement les organisations qui ont l’expérience de ce programme ou d’une partie.",
        ),
        narrowing(
            "topic",
            "Only organisations active on this topic or a narrower one.",
            "Seulement les organisations actives sur ce thème ou un thème plus précis.",
        ),
        narrowing(
            "kind",
            "Only this kind of organisation.",
            "Seulement ce type d’organisation.",
        ),
        Parameter(
            "all",
            "boolean",
            Text(
                "Rank those met before too, not only new ones.",
                "Classer aussi les organisations déjà rencontrées, pas seulement les nouvelles.",
            ),
            default=False,
            opposite="new_only",
        ),
        PERSONS,
        Parameter(
            "top",
            "integer",
            Text("At most N organisations.", "Au plus N organisations."),
            default=10,
            minimum=1,
            metavar="N",
        ),
        Parameter(
            "rows",
            "name",
            Text(
                "Instead the rows behind each reason for this organisation.",
                "À la place, les lignes derrière chaque raison pour cette organisation.",
            ),
            cls="cg:Organisation",
            metavar="NAME",
        ),
    ),
    (
        RANK,
        *MEMBER,
        Column(
            "score",
            "number",
            Text("Score", "Score"),
            Text(
                "As a multiple of the score of the first.",
                "En multiple du score de la première.",
            ),
        ),
        Column("reason", "string", Text("Reason", "Raison")),
        Column(
            "share",
            "number",
            Text("Share", "Part"),
            Text(
                "How much of the score the reason makes; all reasons together make 1.",
                "Ce que la raison fait du score ; toutes les raisons ensemble font 1.",
            ),
        ),
        Column("words", "string", Text("In words", "En mots")),
        Column(
            "through",
            "iri",
            Text("Through", "Par"),
            Text(
                "Who can introduce the two, or the topic, programme or country that tells most.",
                "Qui peut présenter l’une à l’autre, ou le thème, programme ou pays qui dit le "
                "plus.",
            ),
        ),
        Column("throughLabel", "string", Text("Through", "Par")),
        Column("item", "iri", Text("What counts", "Ce qui compte")),
        Column("itemLabel", "string", Text("What counts", "Ce qui compte")),
        Column(
            "with",
            "iri",
            Text("Whose", "De qui"),
            Text("Which of the two.", "Laquelle des deux."),
        ),
        Column("withLabel", "string", Text("Whose", "De qui")),
        Column("firstYear", "year", Text("From", "De")),
        Column("lastYear", "year", Text("To", "À")),
    ),
    Text(
        "One row for each reason. What has no share adds nothing to the score: who can introduce, "
        "whether it has led projects, is in a target place, knows the programme. The formula is "
        "chosen on earlier years of the same graph, by how many partners an organisation has; the "
        "first time this takes a while, then it is kept beside the graph. For an organisation "
        "without partners, topics, place and members of the same cluster decide.",
        "Une ligne par raison. Ce qui n’a pas de part n’ajoute rien au score : qui peut présenter, "
        "si elle a dirigé des projets, se trouve dans un lieu visé, connaît le programme. La "
        "formule est choisie sur les années antérieures du même graphe, selon le nombre de "
        "partenaires de l’organisation ; la première fois cela prend un moment, puis elle est "
        "gardée à côté du graphe. Pour une organisation sans partenaire, les thèmes, le lieu et "
        "les membres du même cluster décident.",
    ),
)

GAPS = Contract(
    "gaps",
    Text("Gaps", "Lacunes"),
    Text(
        "Show what an organisation lacks beside what it aims at, and who could fill each gap.",
        "Montre ce qui manque à une organisation face à ce qu’elle vise, et qui pourrait le "
        "combler.",
    ),
    (
        organisation(
            "The organisation whose gaps are sought: a name, code or IRI.",
            "L’organisation dont on cherche les lacunes : un nom, un code ou un IRI.",
        ),
        Parameter(
            "kind",
            "string",
            Text("Only gaps of this kind.", "Seulement les lacunes de ce genre."),
            values=lambda: GAP_KINDS,
            metavar="KIND",
        ),
        Parameter(
            "within",
            "integer",
            Text(
                "In how many years a priority topic needs a project.",
                "En combien d’années un thème prioritaire doit avoir un projet.",
            ),
            default=3,
            minimum=1,
            metavar="YEARS",
        ),
        Parameter(
            "until",
            "integer",
            Text(
                "The last of these years; by default the last in which anything begins.",
                "La dernière de ces années ; par défaut la dernière où quelque chose commence.",
            ),
            minimum=1,
            metavar="YEAR",
        ),
        Parameter(
            "top",
            "integer",
            Text("At most N gaps of each kind.", "Au plus N lacunes de chaque genre."),
            minimum=1,
            metavar="N",
        ),
        PERSONS,
    ),
    (
        Column("gap", "string", Text("Gap", "Lacune")),
        Column(
            "what",
            "iri",
            Text("What", "Quoi"),
            Text(
                "The place, programme, stage, project or topic.",
                "Le lieu, programme, étape, projet ou thème.",
            ),
        ),
        Column("whatLabel", "string", Text("What", "Quoi")),
        Column("words", "string", Text("In words", "En mots")),
        Column(
            "through",
            "iri",
            Text("Only through", "Seulement par"),
            Text("The partner on whom it depends.", "Le partenaire dont cela dépend."),
        ),
        Column("throughLabel", "string", Text("Only through", "Seulement par")),
        Column(
            "fill",
            "iri",
            Text("Who could fill it", "Qui pourrait la combler"),
            Text(
                "The new organisation that it is most likely to meet among those that fit.",
                "La nouvelle organisation qu’elle a le plus de chances de rencontrer parmi celles "
                "qui conviennent.",
            ),
        ),
        Column("fillLabel", "string", Text("Who could fill it", "Qui pourrait la combler")),
        Column(
            "fillCountry",
            "string",
            Text("Country", "Pays"),
            Text(
                "ISO 3166-1 alpha-2 codes, separated by a space.",
                "Codes ISO 3166-1 alpha-2, séparés par une espace.",
            ),
        ),
        Column(
            "reason",
            "string",
            Text("Reason", "Raison"),
            Text(
                "Why that one; or that nobody is known.",
                "Pourquoi celle-là ; ou que personne n’est connu.",
            ),
        ),
    ),
    Text(
        "One row for each target place without partner, project or event; programme that is "
        "reached through one partner alone, with what else would be lost; value-chain stage of a "
        "goal without partner; project of its own or of a member without partner abroad; and "
        "priority topic without a project in the last years. Who fills a gap is chosen as "
        "`recommend` chooses.",
        "Une ligne par lieu visé sans partenaire, projet ni événement ; par programme accessible "
        "par un seul partenaire, avec ce qui serait perdu aussi ; par étape de la chaîne de valeur "
        "d’un objectif sans partenaire ; par projet, à elle ou à un membre, sans partenaire "
        "étranger ; et par thème prioritaire sans projet ces dernières années. Qui comble une "
        "lacune est choisi comme par `recommend`.",
    ),
)
