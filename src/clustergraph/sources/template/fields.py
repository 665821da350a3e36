"""The columns of the template: what each means, for which relations it is read, and examples.

Knows nothing of files, of concepts or of how rows are read.
"""

from __future__ import annotations

from clustergraph.languages import Text
from clustergraph.sources.template.relations import (
    COMMENT,
    GOAL,
    INDICATOR,
    MEMBERSHIP,
    PARTICIPATION,
    PARTNERSHIP,
    TARGET,
    Field,
)
from clustergraph.sources.template.strategy import STRATEGY

_BETWEEN = (PARTNERSHIP, MEMBERSHIP)
_TIES = (PARTICIPATION, PARTNERSHIP, MEMBERSHIP)
_PROJECT = (PARTICIPATION,)
_EXAMPLE = Text("an example: delete this row", "un exemple : supprimez cette ligne")

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
            f"{COMMENT} {GOAL}",
            f"{COMMENT} {INDICATOR}",
            f"{COMMENT} {TARGET}",
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
            *["Nowhere Cluster (fictitious)"] * 3,
        ),
    ),
    Field(
        "organisation_id",
        Text(
            "Which known organisation it is: a PIC of nine digits, its number in ROR or Wikidata, "
            "an identifier such as organisation:luxinnovation, or the exact label that the graph "
            "shows. Blank: an organisation of its own, told apart by name and country; a name "
            "alone never joins it to a known one.",
            "De quelle organisation connue il s’agit : un PIC de neuf chiffres, son numéro "
            "dans ROR ou Wikidata, un identifiant comme organisation:luxinnovation, ou le nom "
            "exact que montre le graphe. Vide : une organisation à part, reconnue à son nom et à "
            "son pays ; un nom seul ne la confond jamais avec une organisation connue.",
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
        examples=("BE", "DE", "BE", "BE", "BE", "BE", "BE"),
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
            "or name of the body it belongs to. Of a goal, an indicator or a target: it in words.",
            "Avec qui ou dans quoi : acronyme ou nom court du projet, nom du partenaire, ou nom"
            " de l’organisme dont elle est membre. Pour un objectif, un indicateur ou une cible :"
            " son énoncé.",
        ),
        width=30,
        required=True,
        examples=(
            "NO-LENS",
            "NO-DRIVE",
            "Réseau Nulle-Part (fictitious)",
            "Nowhere Cluster (fictitious)",
            "Be known abroad",
            "Partners abroad",
        ),
    ),
    Field(
        "with_id",
        Text(
            "For a project: the number that the programme gave it (ESA contract, EUREKA E! "
            "number), the same in every row of the project; or project:… for one that the graph"
            " holds. For a partner or body: as in organisation_id. For a goal: its number. For an "
            "indicator: indicator:… for one that the graph holds.",
            "Pour un projet : le numéro que le programme lui a donné (contrat ESA, numéro E! "
            "d’EUREKA), le même à chaque ligne du projet ; ou project:… pour un projet déjà "
            "dans le graphe. Pour un partenaire ou un organisme : comme organisation_id. Pour un "
            "objectif : son numéro. Pour un indicateur : indicator:… s’il est déjà dans le graphe.",
        ),
        relations=(*_TIES, GOAL, INDICATOR),
        width=24,
        examples=("4000000001", "E! 0000", "", "", "2"),
    ),
    Field(
        "with_country",
        Text(
            "Country of the partner or body, as in country. Needed unless with_id is given. For a "
            "target: the country aimed at.",
            "Pays du partenaire ou de l’organisme, comme country. Obligatoire si with_id est vide. "
            "Pour une cible : le pays visé.",
        ),
        relations=(*_BETWEEN, TARGET),
        width=9,
        examples=("", "", "FR", "BE", "", "", "CA"),
    ),
    Field(
        "with_region",
        Text(
            "Region of the partner or body, or aimed at, as in region.",
            "Région du partenaire ou de l’organisme, ou région visée, comme region.",
        ),
        relations=(*_BETWEEN, TARGET),
        width=16,
        examples=("", "", "FRF1", "", "", "", "CA-QC"),
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
        relations=_TIES,
        width=12,
        examples=("2021-03-01", "2022", "2019-06", "2018"),
    ),
    Field(
        "end",
        Text(
            "Last day, month or year; blank: goes on, or not known. For an indicator: the year by "
            "which the value is wanted.",
            "Dernier jour, mois ou année ; vide : en cours, ou inconnu. Pour un indicateur : "
            "l’année pour laquelle la valeur est visée.",
        ),
        relations=(*_TIES, INDICATOR),
        width=12,
        examples=("2023-02-28", "2024", "", "", "", "2030"),
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
            "Topics of the project, partnership or membership, or those that a goal or a target "
            "puts first, separated by semicolons: names or codes. A word that is not among the "
            "known topics is kept as a keyword.",
            "Thèmes du projet, du partenariat ou de l’adhésion, ou ceux qu’un objectif ou une "
            "cible met en avant, séparés par des points-virgules : noms ou codes. Un mot qui n’est "
            "pas un thème connu est gardé comme mot-clé.",
        ),
        relations=(*_TIES, GOAL, TARGET),
        scheme="topic",
        width=24,
        examples=("materials; optics", "mechanical-engineering", "", ""),
    ),
    *STRATEGY,
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
        examples=(_EXAMPLE,) * 7,
    ),
)
COLUMNS = tuple(field.name for field in FIELDS)
