"""The contracts of what a manager decides with."""

from __future__ import annotations

from clustergraph.answers.contracts.shared import MEMBER, RANK
from clustergraph.languages import Text
from clustergraph.networks.filters import FILTERS
from clustergraph.questions.contract import Column, Contract, Parameter


def _filter(name: str, en: str, fr: str) -> Parameter:
    return Parameter(name, "name", Text(en, fr), metavar=FILTERS[name].metavar)


RECOMMEND = Contract(
    "recommend",
    Text("Whom to talk to", "À qui parler"),
    Text(
        "Name the organisations to talk to next, with the reasons.",
        "Nomme les organisations à qui parler ensuite, avec les raisons.",
    ),
    (
        Parameter(
            "organisation",
            "name",
            Text(
                "The organisation that looks for partners: a name, code or IRI.",
                "L’organisation qui cherche des partenaires : un nom, un code ou un IRI.",
            ),
            cls="cg:Organisation",
            required=True,
            leading=True,
            metavar="ORGANISATION",
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
