"""The contracts of what a manager decides with."""

from __future__ import annotations

from clustergraph.answers.contracts.shared import MEMBER, RANK
from clustergraph.languages import Text
from clustergraph.networks.filters import FILTERS
from clustergraph.questions.contract import Column, Contract, Parameter


def _filter(name: str, en: str, fr: str) -> Parameter:
    return Parameter(name, "name", Text(en, fr), metavar=FILTERS[name].metavar)


def _organisation(en: str, fr: str) -> Parameter:
    return Parameter(
        "organisation",
        "name",
        Text(en, fr),
        cls="cg:Organisation",
        required=True,
        leading=True,
        metavar="ORGANISATION",
    )


# As in `strategy.indicators` and `strategy.grouped`, which stand above.
INDICATOR_NAMES = (
    "partners-abroad", "new-partners-abroad", "renewed-partners-abroad", "target-places",
    "target-topics", "projects", "inter-cluster-projects", "eu-projects", "members",
    "active-members", "coordinator-share", "order", "contribution-share", "programmes", "gateways",
    "cooperation-after", "solutions", "partner-concentration", "funding-concentration",
    "specialisation", "position", "stable-partners", "involvement", "events", "experts",
    "networks",
)  # fmt: skip
ORDER_NAMES = ("goals", "wallonia", "interreg")
# As in `strategy.lacks`, which stands above.
GAP_KINDS = ("place", "programme", "stage", "project", "topic")


_PERSONS = Parameter(
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
        _organisation(
            "The organisation that looks for partners: a name, code or IRI.",
            "L’organisation qui cherche des partenaires : un nom, un code ou un IRI.",
        ),
        _filter(
            "country",
            "Only organisations in this country (ISO 3166 alpha-2 code or name).",
            "Seulement les organisations de ce pays (code ISO 3166 alpha-2 ou nom).",
        ),
        _filter(
            "programme",
            "Only organisations with experience in this programme or a part of it.",
            "Seulement les organisations qui ont l’expérience de ce programme ou d’une partie.",
        ),
        _filter(
            "topic",
            "Only organisations active on this topic or a narrower one.",
            "Seulement les organisations actives sur ce thème ou un thème plus précis.",
        ),
        _filter(
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
        ),
        _PERSONS,
        Parameter(
            "top",
            "integer",
            Text("At most N organisations.", "Au plus N organisations."),
            default=10,
            minimum=1,
            metavar="N",
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
    ),
    Text(
        "One row for each reason. The formula is chosen on earlier years of the same graph, by how "
        "many partners an organisation has; the first time this takes a while, then it is kept "
        "beside the graph. For an organisation without partners, topics, place and members of the "
        "same cluster decide.",
        "Une ligne par raison. La formule est choisie sur les années antérieures du même graphe, "
        "selon le nombre de partenaires de l’organisation ; la première fois cela prend un moment, "
        "puis elle est gardée à côté du graphe. Pour une organisation sans partenaire, les thèmes, "
        "le lieu et les membres du même cluster décident.",
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
        _organisation(
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
            metavar="YEAR",
        ),
        Parameter(
            "top",
            "integer",
            Text("At most N gaps of each kind.", "Au plus N lacunes de chaque genre."),
            minimum=1,
            metavar="N",
        ),
        _PERSONS,
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
        _organisation(
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
            values=lambda: INDICATOR_NAMES,
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
        _filter(
            "topic",
            "What it is to work on: experience on this topic or a narrower one is wished for.",
            "Le sujet : une expérience sur ce thème ou un thème plus précis est souhaitée.",
        ),
        _filter(
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
        _PERSONS,
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
        "independent legal entities from three countries, one of them in an EU member state). The "
        "wishes: the topic, experience, an experienced coordinator, members that have worked "
        "together, new ones, several kinds of organisation, a newcomer to the programme, a target "
        "place. Notes tell which are unmet.",
        "Les règles du programme sont des contraintes (data/eligibility.csv ; par défaut trois "
        "entités juridiques indépendantes de trois pays, dont une dans un État membre de l’UE). "
        "Les souhaits : le thème, l’expérience, un coordinateur expérimenté, des membres qui ont "
        "déjà travaillé ensemble, des nouveaux, plusieurs types d’organisation, un nouveau venu "
        "dans le programme, un lieu visé. Des remarques disent lesquels ne sont pas remplis.",
    ),
)  # fmt: skip
