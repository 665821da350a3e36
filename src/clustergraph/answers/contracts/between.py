"""The contracts of what lies between two: brokers between groups, and flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.answers.contracts.shared import CHOICE, EXACT, MEMBER, RANK, TOP, groupings
from clustergraph.languages import Text
from clustergraph.questions.contract import Column, Contract, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable


def _orders() -> Iterable[str]:
    from clustergraph.answers.brokers import ORDERS

    return ORDERS


_ROLES = (
    Column("coordinator", "integer", Text("Coordinator", "Coordinateur")),
    Column("itinerant", "integer", Text("Itinerant", "Itinérant")),
    Column("gatekeeper", "integer", Text("Gatekeeper", "Portier")),
    Column("representative", "integer", Text("Representative", "Représentant")),
    Column("liaison", "integer", Text("Liaison", "Liaison")),
)

BROKERS = Contract(
    "brokers",
    Text("Brokers", "Intermédiaires"),
    Text(
        "Rank who connects two countries or regions, by betweenness and Gould-Fernandez role.",
        "Classe ceux qui relient deux pays ou régions, par intermédiarité et rôle de "
        "Gould-Fernandez.",
    ),
    (
        *CHOICE,
        Parameter(
            "between",
            "name",
            Text(
                "A country or region: ISO 3166 or NUTS code of any level, or name.",
                "Un pays ou une région : code ISO 3166 ou NUTS de tout niveau, ou nom.",
            ),
            cls="cg:Place",
            metavar="CODE",
        ),
        Parameter(
            "and",
            "name",
            Text("The other country or region.", "L’autre pays ou région."),
            cls="cg:Place",
            metavar="CODE",
        ),
        Parameter(
            "by",
            "string",
            Text(
                "Instead: roles of all members between country, nuts1 or nuts2.",
                "À la place : les rôles de tous les membres entre country, nuts1 ou nuts2.",
            ),
            values=groupings,
            metavar="GROUPING",
        ),
        Parameter(
            "rank_by",
            "string",
            Text(
                "betweenness (the default) or a role; with `by` a role (liaison).",
                "betweenness (par défaut) ou un rôle ; avec `by` un rôle (liaison).",
            ),
            values=_orders,
            metavar="COLUMN",
        ),
        EXACT,
        TOP,
    ),
    (
        RANK,
        *MEMBER,
        Column(
            "side",
            "string",
            Text("Side", "Côté"),
            Text(
                "Which of the two it lies in itself: one of them, both or neither.",
                "Dans lequel des deux il se trouve lui-même : l’un, les deux (both) ou aucun "
                "(neither).",
            ),
        ),
        Column("group", "string", Text("Group", "Groupe")),
        Column("betweenness", "number", Text("Betweenness", "Intermédiarité")),
        Column(
            "error",
            "number",
            Text("Standard error", "Erreur type"),
            Text("Of an estimate; empty where exact.", "D’une estimation ; vide si exact."),
        ),
        *_ROLES,
    ),
    Text(
        "Betweenness is that of the chains from one to the other only. Roles count pairs of "
        "partners that are not tied to each other: read from `between` to `and`, a broker of the "
        "first place is its representative, one of the second its gatekeeper, one of neither a "
        "liaison; a coordinator ties two of its own side, an itinerant two of a side that is not "
        "its own.",
        "L’intermédiarité ne compte que les chaînes de l’un à l’autre. Les rôles comptent les "
        "paires de partenaires sans lien entre eux : de `between` à `and`, un intermédiaire du "
        "premier lieu est son représentant, du second son portier, d’aucun une liaison ; un "
        "coordinateur relie deux membres de son côté, un itinérant deux d’un côté qui n’est pas "
        "le sien.",
    ),
)

FLOWS = Contract(
    "flows",
    Text("Flows", "Flux"),
    Text(
        "Count how much countries, regions or programmes take part in the same projects.",
        "Compte combien pays, régions ou programmes prennent part aux mêmes projets.",
    ),
    (
        *CHOICE,
        Parameter(
            "by",
            "string",
            Text("country, nuts1, nuts2 or programme.", "country, nuts1, nuts2 ou programme."),
            default="country",
            values=groupings,
            metavar="GROUPING",
        ),
    ),
    (
        Column("from", "string", Text("From", "De")),
        Column("to", "string", Text("To", "À")),
        Column("projects", "integer", Text("Shared projects", "Projets communs")),
        Column("pairs", "integer", Text("Pairs of participations", "Paires de participations")),
        Column(
            "newman",
            "number",
            Text("Pairs, by Newman", "Paires, selon Newman"),
            Text(
                "Each pair counted 1/(n-1) of its project of n.",
                "Chaque paire compte 1/(n-1) de son projet de n.",
            ),
        ),
        Column(
            "gross",
            "decimal",
            Text("Gross contribution", "Contribution brute"),
            Text(
                "What the participations of `from` were granted in these projects, with what they "
                "pass on to third parties; empty where no source says.",
                "Ce qui a été accordé aux participations de `from` dans ces projets, avec ce "
                "qu’elles reversent à des tiers ; vide si aucune source ne le dit.",
            ),
            "EUR",
        ),
        Column(
            "gross_unstated",
            "integer",
            Text("Gross not stated", "Brut non indiqué"),
            Text(
                "Of these participations those of which no source says it; not in the sum.",
                "Parmi ces participations, celles dont aucune source ne le dit ; hors somme.",
            ),
        ),
        Column(
            "net",
            "decimal",
            Text("Net contribution", "Contribution nette"),
            Text(
                "What each of these participations keeps, third parties too; empty where no "
                "source says.",
                "Ce que garde chacune de ces participations, tiers compris ; vide si aucune "
                "source ne le dit.",
            ),
            "EUR",
        ),
        Column(
            "net_unstated",
            "integer",
            Text("Net not stated", "Net non indiqué"),
            Text(
                "Of these participations those of which no source says it; not in the sum.",
                "Parmi ces participations, celles dont aucune source ne le dit ; hors somme.",
            ),
        ),
        Column(
            "affinity",
            "number",
            Text("Affinity", "Affinité"),
            Text(
                "Pairs against what size alone would give; 1: as expected.",
                "Paires face à ce que la taille seule donnerait ; 1 : comme attendu.",
            ),
        ),
    ),
    Text(
        "One row for each two that meet, in both directions: shared projects, pairs of "
        "participations, the same by 1/(n-1) of each project, gross and net euro that FROM got in "
        "them, each with the participations of which no source says it, and the "
        "affinity against what size alone would give (1: as expected). The picture is a heat map "
        "of the affinities.",
        "Une ligne pour deux groupes qui se rencontrent, dans les deux sens : projets communs, "
        "paires de participations, les mêmes pour 1/(n-1) de chaque projet, euros bruts et nets "
        "que FROM y a reçus, chacun avec les participations dont aucune source ne le dit, et "
        "l’affinité face à ce que la taille seule donnerait (1 : comme attendu). L’image est une "
        "carte de chaleur des affinités.",
    ),
)
