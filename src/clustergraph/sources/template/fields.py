"""The columns of the template: what each means, for which relations it is read, and examples.

Knows nothing of files, of concepts or of how rows are read.
"""

from __future__ import annotations

from dataclasses import dataclass

from clustergraph.languages import Text
from clustergraph.terms import fold

PARTICIPATION, PARTNERSHIP, MEMBERSHIP = "participation", "partnership", "membership"
# Each with its French word, which is read as well.
RELATIONS = {
    PARTICIPATION: Text(PARTICIPATION, "participation"),
    PARTNERSHIP: Text(PARTNERSHIP, "partenariat"),
    MEMBERSHIP: Text(MEMBERSHIP, "adhésion"),
}
# A row that begins with this is for the reader of the file, not for the graph.
COMMENT = "#"

_ALL = tuple(RELATIONS)
_BETWEEN = (PARTNERSHIP, MEMBERSHIP)
_PROJECT = (PARTICIPATION,)
_EXAMPLE = Text("an example: delete this row", "un exemple : supprimez cette ligne")


@dataclass(frozen=True)
class Field:
    """A column of the template.

    relations: the relations for which it is read; scheme: the concept scheme whose concepts it
    takes; examples: one cell for each of the example rows; former: names that it had, which are
    read as well.
    """

    name: str
    meaning: Text
    relations: tuple[str, ...] = _ALL
    scheme: str = ""
    required: bool = False
    width: int = 16
    examples: tuple[str, ...] = ("", "", "", "")
    former: tuple[str, ...] = ()


FIELDS: tuple[Field, ...] = (
    Field(
        "relation",
        Text(
            "What the row states. A row that begins with # is a comment and is not read.",
            "Ce que dit la ligne. Une ligne qui commence par # est un commentaire et n’est pas "
            "lue.",
        ),
        required=True,
        examples=(
            f"{COMMENT} {PARTICIPATION}",
            f"{COMMENT} {PARTICIPATION}",
            f"{COMMENT} {PARTNERSHIP}",
            f"{COMMENT} {MEMBERSHIP}",
        ),
    ),
    Field(
        "organisation",
        Text(
            "Name of the organisation, as it calls itself; may be blank beside an organisation_id.",
            "Nom de l’organisation, tel qu’elle l’emploie ; peut rester vide si organisation_id"
            " est rempli.",
        ),
        width=30,
        required=True,
        examples=(
            "Nowhere Optics (fictitious)",
            "Nirgendwo Antriebe (fictitious)",
            "Nowhere Cluster (fictitious)",
            "Nowhere Optics (fictitious)",
        ),
    ),
    Field(
        "organisation_id",
        Text(
            "Which known organisation it is: a PIC of nine digits, an identifier such as "
            "organisation:luxinnovation, or the exact label that the graph shows. Blank: an "
            "organisation of its own, told apart by name and country; a name alone never joins "
            "it to a known one.",
            "De quelle organisation connue il s’agit : un PIC de neuf chiffres, un identifiant "
            "comme organisation:luxinnovation, ou le nom exact que montre le graphe. Vide : une"
            " organisation à part, reconnue à son nom et à son pays ; un nom seul ne la confond"
            " jamais avec une organisation connue.",
        ),
        width=24,
    ),
    Field(
        "country",
        Text(
            "Country: two or three letters (ISO 3166-1: BE, BEL; also UK and EL) or its English"
            " or French name. Needed unless organisation_id is given.",
            "Pays : deux ou trois lettres (ISO 3166-1 : BE, BEL ; aussi UK et EL) ou son nom en"
            " français ou en anglais. Obligatoire si organisation_id est vide.",
        ),
        width=9,
        examples=("BE", "DE", "BE", "BE"),
    ),
    Field(
        "region",
        Text(
            "Region in that country: its NUTS code of any level (BE3, BE33, BE332), its ISO "
            "3166-2 code (CA-QC), or its name (Wallonia, Québec, Massachusetts).",
            "Région de ce pays : son code NUTS de n’importe quel niveau (BE3, BE33, BE332), son"
            " code ISO 3166-2 (CA-QC) ou son nom (Wallonie, Québec, Massachusetts).",
        ),
        width=16,
        examples=("BE332", "DE212", "BE3", ""),
        former=("nuts",),
    ),
    Field(
        "kind",
        Text(
            "Kind of organisation.",
            "Type d’organisation.",
        ),
        scheme="organisation-kind",
        width=20,
        examples=("private-company", "private-company", "business-support", ""),
    ),
    Field(
        "vat",
        Text(
            "VAT number, as the organisation writes it.",
            "Numéro de TVA, tel que l’organisation l’écrit.",
        ),
    ),
    Field(
        "website",
        Text(
            "Web address of the organisation, with https://.",
            "Adresse web de l’organisation, avec https://.",
        ),
        width=24,
        examples=("https://optics.example", "", "", ""),
    ),
    Field(
        "with",
        Text(
            "With whom or in what: acronym or short name of the project, name of the partner, "
            "or name of the body it belongs to.",
            "Avec qui ou dans quoi : acronyme ou nom court du projet, nom du partenaire, ou nom"
            " de l’organisme dont elle est membre.",
        ),
        width=30,
        required=True,
        examples=(
            "NO-LENS",
            "NO-DRIVE",
            "Réseau Nulle-Part (fictitious)",
            "Nowhere Cluster (fictitious)",
        ),
    ),
    Field(
        "with_id",
        Text(
            "For a project: the number that the programme gave it (ESA contract, EUREKA E! "
            "number), the same in every row of the project; or project:… for one that the graph"
            " holds. For a partner or body: as in organisation_id.",
            "Pour un projet : le numéro que le programme lui a donné (contrat ESA, numéro E! "
            "d’EUREKA), le même à chaque ligne du projet ; ou project:… pour un projet déjà "
            "dans le graphe. Pour un partenaire ou un organisme : comme organisation_id.",
        ),
        width=24,
        examples=("4000000001", "E! 0000", "", ""),
    ),
    Field(
        "with_country",
        Text(
            "Country of the partner or body, as in country. Needed unless with_id is given.",
            "Pays du partenaire ou de l’organisme, comme country. Obligatoire si with_id est vide.",
        ),
        relations=_BETWEEN,
        width=9,
        examples=("", "", "FR", "BE"),
    ),
    Field(
        "with_region",
        Text(
            "Region of the partner or body, as in region.",
            "Région du partenaire ou de l’organisme, comme region.",
        ),
        relations=_BETWEEN,
        width=16,
        examples=("", "", "FRF1", ""),
        former=("with_nuts",),
    ),
    Field(
        "project_title",
        Text(
            "Full title of the project.",
            "Titre complet du projet.",
        ),
        relations=_PROJECT,
        width=36,
        examples=("Lenses that do not exist", "Drives that do not exist", "", ""),
    ),
    Field(
        "programme",
        Text(
            "Programme that supports the project: a known one by its name or code, or a new "
            "one. A part of a programme follows it after >, as in EUREKA > Eurostars.",
            "Programme qui soutient le projet : un programme connu, par son nom ou son code, ou"
            " un nouveau. Une partie d’un programme s’écrit après >, comme dans EUREKA > "
            "Eurostars.",
        ),
        relations=_PROJECT,
        width=26,
        examples=("ESA programmes", "EUREKA > Eurostars", "", ""),
    ),
    Field(
        "role",
        Text(
            "Role of the organisation; blank where the source names none.",
            "Rôle de l’organisation ; vide si la source n’en donne pas.",
        ),
        relations=(PARTICIPATION, MEMBERSHIP),
        scheme="role",
        width=18,
        examples=("prime-contractor", "coordinator", "", "member"),
    ),
    Field(
        "start",
        Text(
            "First day, month or year of the project, partnership or membership: 2021-03-31, "
            "31/03/2021, 2021-03 or 2021.",
            "Premier jour, mois ou année du projet, du partenariat ou de l’adhésion : "
            "2021-03-31, 31/03/2021, 2021-03 ou 2021.",
        ),
        width=12,
        examples=("2021-03-01", "2022", "2019-06", "2018"),
    ),
    Field(
        "end",
        Text(
            "Last day, month or year; blank: goes on, or not known.",
            "Dernier jour, mois ou année ; vide : en cours, ou inconnu.",
        ),
        width=12,
        examples=("2023-02-28", "2024", "", ""),
    ),
    Field(
        "contribution",
        Text(
            "Support granted to this organisation in the project, in EUR.",
            "Aide accordée à cette organisation pour le projet, en EUR.",
        ),
        relations=_PROJECT,
        width=14,
        examples=("120000.50", "", "", ""),
    ),
    Field(
        "total_cost",
        Text(
            "Cost of the whole project, in EUR.",
            "Coût total du projet, en EUR.",
        ),
        relations=_PROJECT,
        width=14,
        examples=("400000.00", "", "", ""),
    ),
    Field(
        "topic",
        Text(
            "Topics of the project, partnership or membership, separated by semicolons: names "
            "or codes. A word that is not among the known topics is kept as a keyword.",
            "Thèmes du projet, du partenariat ou de l’adhésion, séparés par des points-virgules"
            " : noms ou codes. Un mot qui n’est pas un thème connu est gardé comme mot-clé.",
        ),
        scheme="topic",
        width=24,
        examples=("materials; optics", "mechanical-engineering", "", ""),
    ),
    Field(
        "reference",
        Text(
            "Web address of a document that states it.",
            "Adresse web d’un document qui l’atteste.",
        ),
        width=30,
        examples=("https://optics.example/projects", "", "", ""),
    ),
    Field(
        "note",
        Text(
            "Anything a reader of the graph should know.",
            "Tout ce qu’un lecteur du graphe devrait savoir.",
        ),
        width=30,
        examples=(_EXAMPLE,) * 4,
    ),
)
COLUMNS = tuple(field.name for field in FIELDS)


def relation(text: str) -> str | None:
    """The relation that a word means, in any language, or None."""
    key = fold(text)
    words = RELATIONS.items()
    return next((name for name, word in words if key in (fold(word), fold(word.fr))), None)
