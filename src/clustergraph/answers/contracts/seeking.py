"""The contracts of what looks for things by their names and by the words in their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.answers.contracts.shared import MEMBER, RANK
from clustergraph.languages import Text
from clustergraph.questions.contract import Column, Contract, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable


def _classes() -> Iterable[str]:
    from clustergraph.answers.finding import CLASSES

    return CLASSES


_IDENTIFIER = Column(
    "identifier",
    "string",
    Text("Identifier", "Identifiant"),
    Text(
        "The best known: PIC, ROR, VAT number, grant number, NUTS or ISO code.",
        "Le plus connu : PIC, ROR, numéro de TVA ou de projet, code NUTS ou ISO.",
    ),
)

FIND = Contract(
    "find",
    Text("Find by name", "Chercher par nom"),
    Text(
        "Find what a name may mean: organisations, programmes, places, topics and all else.",
        "Cherche ce qu’un nom peut désigner : organisation, programme, lieu, thème ou autre.",
    ),
    (
        Parameter(
            "name",
            "name",
            Text("A name, code or IRI.", "Un nom, un code ou un IRI."),
            required=True,
            leading=True,
            metavar="NAME",
        ),
        Parameter(
            "kind",
            "string",
            Text(
                "Only what is of this kind, such as organisation, programme or place.",
                "Seulement ce qui est de ce genre : organisation, programme, place, etc.",
            ),
            values=_classes,
            metavar="KIND",
        ),
        Parameter(
            "top",
            "integer",
            Text("Only the first N.", "Seulement les N premiers."),
            default=10,
            minimum=1,
            metavar="N",
        ),
    ),
    (
        *MEMBER,
        _IDENTIFIER,
        Column(
            "projects",
            "integer",
            Text("Projects", "Projets"),
            Text("Those in which it takes part.", "Ceux auxquels elle participe."),
        ),
    ),
    Text(
        "The best match comes first, then who takes part in the most projects. What other commands "
        "take for NAME is the first, unless they ask.",
        "La meilleure correspondance d’abord, puis qui participe au plus de projets. Les autres "
        "commandes prennent la première pour NAME, à moins qu’elles ne demandent.",
    ),
)

SEARCH = Contract(
    "search",
    Text("Search by words", "Chercher par mots"),
    Text(
        "Search the titles, objectives and keywords of projects for words.",
        "Cherche des mots dans les titres, objectifs et mots-clés des projets.",
    ),
    (
        Parameter(
            "words",
            "string",
            Text(
                'Words that must all occur, "words side by side", or the beginning of one: laser*.',
                'Des mots tous présents, "des mots qui se suivent", ou un début : laser*.',
            ),
            required=True,
            leading=True,
            metavar="WORDS",
        ),
        Parameter(
            "top",
            "integer",
            Text("Only the first N.", "Seulement les N premiers."),
            default=20,
            minimum=1,
            metavar="N",
        ),
    ),
    (
        RANK,
        *MEMBER[:2],
        Column(
            "score",
            "number",
            Text("Score", "Score"),
            Text(
                "How well the words fit: rarer ones and shorter texts count more (BM25).",
                "À quel point les mots conviennent : un mot rare ou un texte court compte "
                "davantage (BM25).",
            ),
        ),
        Column(
            "snippet",
            "string",
            Text("Text", "Texte"),
            Text(
                "A piece of a text, the words found in **stars**.",
                "Un extrait d’un texte, les mots trouvés entre **étoiles**.",
            ),
        ),
    ),
    Text(
        "Case, accents and endings do not matter, in English and French. "
        "The index is made with a graph folder and kept in it.",
        "Ni majuscules, ni accents, ni terminaisons ne comptent, en anglais et en français. "
        "L’index est construit avec le graphe et gardé dans son dossier.",
    ),
)
