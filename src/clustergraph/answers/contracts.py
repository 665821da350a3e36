"""The contracts of the analyses: what each is called, asks for and answers, in both languages.

Plain records, so that a face which only lists or describes loads no analysis. Knows the names of
registries that its values are checked against, each read when a value comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.languages import Text
from clustergraph.networks.filters import FILTERS
from clustergraph.questions.contract import Column, Contract, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable


def _networks() -> Iterable[str]:
    from clustergraph.questions.queries import networks

    return networks()


def _weightings() -> Iterable[str]:
    from clustergraph.measures.projection import WEIGHTINGS

    return WEIGHTINGS


def _measures() -> Iterable[str]:
    from clustergraph.measures.registry import MEASURES

    return MEASURES


def _engines() -> Iterable[str]:
    from clustergraph.measures.registry import ENGINES

    return ENGINES


def _groupings() -> Iterable[str]:
    from clustergraph.networks.grouping import GROUPINGS

    return GROUPINGS


def _orders() -> Iterable[str]:
    from clustergraph.answers.brokers import ORDERS

    return ORDERS


def _steps() -> Iterable[str]:
    from clustergraph.answers.evolution import STEPS

    return STEPS


_FILTER_TYPES = {"years": "years", "min_contribution": "decimal"}

# What chooses a network, whatever is then computed on it.
CHOICE: tuple[Parameter, ...] = (
    Parameter(
        "network",
        "string",
        Text(
            "What counts as a tie: a query under queries/network/.",
            "Ce qui compte comme lien : une requête de queries/network/.",
        ),
        default="partners",
        values=_networks,
        metavar="NAME",
    ),
    *(
        Parameter(name, _FILTER_TYPES.get(name, "name"), entry.help, metavar=entry.metavar)
        for name, entry in FILTERS.items()
    ),
    Parameter(
        "weighting",
        "string",
        Text(
            "What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).",
            "Ce que compte le poids d’un lien : les activités communes (shared), ou newman "
            "(chacune pour 1/(membres-1)).",
        ),
        default="shared",
        values=_weightings,
        metavar="NAME",
    ),
    Parameter(
        "stable",
        "integer",
        Text(
            "Only ties with N or more shared activities.",
            "Seulement les liens d’au moins N activités communes.",
        ),
        default=1,
        minimum=1,
        metavar="N",
    ),
)

_TOP = Parameter(
    "top",
    "integer",
    Text("Only the first N.", "Seulement les N premiers."),
    minimum=1,
    metavar="N",
)
_EXACT = Parameter(
    "exact",
    "boolean",
    Text(
        "Follow all chains, however long that takes: no estimate.",
        "Suivre toutes les chaînes, si long que ce soit : pas d’estimation.",
    ),
    default=False,
)
_SEED = Parameter(
    "seed",
    "integer",
    Text("The first seed of the random numbers.", "La première graine des nombres aléatoires."),
    default=0,
    minimum=0,
    metavar="N",
)
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

_RANK = Column(
    "rank",
    "integer",
    Text("Rank", "Rang"),
    Text("Equal values share a rank: 1, 2, 2, 4.", "Les ex æquo partagent un rang : 1, 2, 2, 4."),
)
_MEMBER = (
    Column("iri", "iri", Text("IRI", "IRI")),
    Column("label", "string", Text("Name", "Nom")),
    Column("type", "string", Text("Type", "Type")),
    Column(
        "country",
        "string",
        Text("Country", "Pays"),
        Text(
            "ISO 3166-1 alpha-2 codes, separated by a space.",
            "Codes ISO 3166-1 alpha-2, séparés par une espace.",
        ),
    ),
)
_ROLES = (
    Column("coordinator", "integer", Text("Coordinator", "Coordinateur")),
    Column("itinerant", "integer", Text("Itinerant", "Itinérant")),
    Column("gatekeeper", "integer", Text("Gatekeeper", "Portier")),
    Column("representative", "integer", Text("Representative", "Représentant")),
    Column("liaison", "integer", Text("Liaison", "Liaison")),
)

CENTRALITY = Contract(
    "centrality",
    Text("Centrality", "Centralité"),
    Text(
        "Rank a network's members by centrality, in the order of the first measure.",
        "Classe les membres d’un réseau par centralité ; la première mesure donne l’ordre.",
    ),
    (
        Parameter(
            "measures",
            "string",
            Text("Centrality measures.", "Mesures de centralité."),
            default=(),
            values=_measures,
            many=True,
            leading=True,
            metavar="MEASURE",
        ),
        *CHOICE,
        _TOP,
        _EXACT,
        Parameter(
            "engine",
            "string",
            Text(
                "arrays, or networkx: the reference, for small networks.",
                "arrays, ou networkx : la référence, pour de petits réseaux.",
            ),
            default="arrays",
            values=_engines,
            metavar="NAME",
        ),
    ),
    (_RANK, *_MEMBER),
    Text(
        "Without a measure: degree, betweenness and closeness. In large networks betweenness is "
        "estimated, and the error given.",
        "Sans mesure : degré, intermédiarité et proximité. Dans les grands réseaux "
        "l’intermédiarité est estimée, et l’erreur indiquée.",
    ),
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
            values=_groupings,
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
        _EXACT,
        _TOP,
    ),
    (
        _RANK,
        *_MEMBER,
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
            values=_groupings,
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
            "contribution",
            "decimal",
            Text("Contribution", "Contribution"),
            Text(
                "What the participations of `from` got in these projects.",
                "Ce que les participations de `from` ont reçu dans ces projets.",
            ),
            "EUR",
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
        "participations, the same by 1/(n-1) of each project, euro that FROM got in them, and the "
        "affinity against what size alone would give (1: as expected). The picture is a heat map "
        "of the affinities.",
        "Une ligne pour deux groupes qui se rencontrent, dans les deux sens : projets communs, "
        "paires de participations, les mêmes pour 1/(n-1) de chaque projet, euros que FROM y a "
        "reçus, et l’affinité face à ce que la taille seule donnerait (1 : comme attendu). "
        "L’image est une carte de chaleur des affinités.",
    ),
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
        "A and B are names, codes or IRIs. Projects, partnerships, networks and events that they "
        "share, with programme, dates, roles and contributions, and the place in the source of "
        "each statement.",
        "A et B sont des noms, des codes ou des IRI. Projets, partenariats, réseaux et événements "
        "communs, avec programme, dates, rôles et contributions, et l’endroit de chaque énoncé "
        "dans sa source.",
    ),
)

COMMUNITIES = Contract(
    "communities",
    Text("Communities", "Communautés"),
    Text(
        "Find groups that work together more than chance would make them, and name each.",
        "Trouve les groupes qui travaillent ensemble plus que le hasard ne le ferait, et les "
        "nomme.",
    ),
    (
        *CHOICE,
        Parameter(
            "resolution",
            "number",
            Text(
                "Above 1 for more and smaller communities, below 1 for fewer.",
                "Au-dessus de 1 : des communautés plus nombreuses et plus petites ; au-dessous : "
                "moins.",
            ),
            default=1.0,
            metavar="R",
        ),
        Parameter(
            "seed",
            "integer",
            Text(
                "The first of the 20 seeds that are tried.",
                "La première des 20 graines essayées.",
            ),
            default=0,
            minimum=0,
            metavar="N",
        ),
        Parameter(
            "members",
            "boolean",
            Text(
                "List the members, not the communities.",
                "Lister les membres, pas les communautés.",
            ),
            default=False,
        ),
        Parameter(
            "top",
            "integer",
            Text("Only the first N rows.", "Seulement les N premières lignes."),
            minimum=1,
            metavar="N",
        ),
    ),
    (
        Column("community", "integer", Text("Community", "Communauté")),
        Column("name", "string", Text("Name", "Nom")),
        Column("members", "integer", Text("Members", "Membres")),
        Column("ties", "integer", Text("Ties inside", "Liens internes")),
        Column(
            "inside",
            "number",
            Text("Inside", "Interne"),
            Text(
                "Share of its tie weight that stays inside.",
                "Part du poids de ses liens qui reste interne.",
            ),
        ),
        Column("modularity", "number", Text("Modularity", "Modularité")),
        Column("stability", "number", Text("Stability", "Stabilité")),
        Column("topics", "string", Text("Topics", "Thèmes")),
        Column("programmes", "string", Text("Programmes", "Programmes")),
        Column("countries", "string", Text("Countries", "Pays")),
        Column("hubs", "string", Text("Hubs", "Pivots")),
        *_MEMBER,
        Column("degree", "integer", Text("Degree", "Degré")),
        Column("strength", "number", Text("Strength", "Force")),
        Column("participation", "number", Text("Participation", "Participation")),
        Column("within_degree", "number", Text("Within-community degree", "Degré interne")),
    ),
    Text(
        "By the Leiden algorithm, the best of 20 seeds; a name is what a group's activities and "
        "countries have more of than the whole network. `members` gives for each member how its "
        "ties spread over the communities (participation) and how central it is in its own "
        "(within_degree).",
        "Par l’algorithme de Leiden, la meilleure de 20 graines ; un nom est ce que les activités "
        "et pays d’un groupe ont de plus que le réseau entier. `members` donne pour chaque membre "
        "comment ses liens se répartissent (participation) et sa centralité dans sa communauté "
        "(within_degree).",
    ),
)

BACKBONE = Contract(
    "backbone",
    Text("Backbone", "Ossature"),
    Text(
        "Keep the ties that matter to one of their ends, for a picture that can be read.",
        "Garde les liens qui comptent pour l’un de leurs bouts, pour une image lisible.",
    ),
    (
        *CHOICE,
        Parameter(
            "alpha",
            "number",
            Text(
                "Keep ties less probable than this; smaller keeps fewer.",
                "Garder les liens moins probables que cela ; plus petit en garde moins.",
            ),
            default=0.05,
            metavar="P",
        ),
    ),
    (
        Column("source", "iri", Text("From", "De")),
        Column("sourceLabel", "string", Text("From", "De")),
        Column("target", "iri", Text("To", "À")),
        Column("targetLabel", "string", Text("To", "À")),
        Column("weight", "number", Text("Weight", "Poids")),
        Column(
            "chance",
            "number",
            Text("Chance", "Hasard"),
            Text(
                "How probable a tie as strong would be by chance, at the end where it is lower.",
                "La probabilité d’un lien aussi fort par hasard, au bout où elle est la moindre.",
            ),
        ),
    ),
    Text(
        "By the disparity filter: a tie stays where its share of a member's work would seldom be "
        "as large by chance. As a .gexf file it opens in Gephi.",
        "Par le filtre de disparité : un lien reste là où sa part du travail d’un membre serait "
        "rarement aussi grande par hasard. En fichier .gexf il s’ouvre dans Gephi.",
    ),
)

NETWORK_INFO = Contract(
    "network-info",
    Text("The network as a whole", "Le réseau dans son ensemble"),
    Text(
        "Describe a network as a whole: size, components, clustering, assortativity, degrees.",
        "Décrit un réseau dans son ensemble : taille, composantes, clustering, assortativité, "
        "degrés.",
    ),
    (
        *CHOICE,
        Parameter(
            "samples",
            "integer",
            Text(
                "Random networks to compare the clustering with.",
                "Réseaux aléatoires auxquels comparer le clustering.",
            ),
            default=5,
            minimum=1,
            metavar="N",
        ),
        _SEED,
    ),
    (
        Column("figure", "string", Text("Figure", "Indicateur")),
        Column("value", "number", Text("Value", "Valeur")),
        Column("note", "string", Text("How it is counted", "Comment c’est compté")),
    ),
    Text(
        "The picture is the distribution of degrees.",
        "L’image est la distribution des degrés.",
    ),
)

EVOLUTION = Contract(
    "evolution",
    Text("Evolution", "Évolution"),
    Text(
        "Rank a network's members by `measure` year by year: who comes, who goes, who rises.",
        "Classe les membres d’un réseau année par année : qui arrive, qui part, qui monte.",
    ),
    (
        Parameter(
            "measure",
            "string",
            Text("A centrality measure.", "Une mesure de centralité."),
            values=_measures,
            required=True,
            leading=True,
            metavar="MEASURE",
        ),
        *CHOICE,
        Parameter(
            "by",
            "string",
            Text(
                "year, or period: the seven-year periods of EU funding.",
                "year, ou period : les périodes de sept ans des financements de l’UE.",
            ),
            default="year",
            values=_steps,
            metavar="STEP",
        ),
        Parameter(
            "top",
            "integer",
            Text(
                "List who is, or was a step before, among the first N.",
                "Lister qui est, ou était un pas plus tôt, parmi les N premiers.",
            ),
            default=10,
            minimum=1,
            metavar="N",
        ),
    ),
    (
        Column("year", "string", Text("Year", "Année")),
        Column("period", "string", Text("Period", "Période")),
        _RANK,
        Column("previous", "integer", Text("Rank before", "Rang précédent")),
        Column("change", "integer", Text("Places gained", "Places gagnées")),
        Column("status", "string", Text("Status", "Statut")),
        *_MEMBER,
    ),
    Text(
        "A project counts in every year it runs. The picture is the course of ranks.",
        "Un projet compte pour chaque année où il est en cours. L’image est le cours des rangs.",
    ),
)

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
            values=_measures,
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
