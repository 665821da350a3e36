"""Centrality measures and what each means. A new measure is one entry in MEASURES.

Knows what computes each; nothing of RDF graphs, queries or files.
"""

from __future__ import annotations

from clustergraph.languages import Text
from clustergraph.measures import computing
from clustergraph.measures.measure import Measure
from clustergraph.terms import unknown


def _role(name: str, french: str, meaning: Text) -> Measure:
    return Measure(
        name,
        Text(name.capitalize(), french),
        Text(
            f"Pairs of partners that do not work together (not weighted), {meaning}",
            "Paires de partenaires qui ne travaillent pas ensemble (non pondéré), "
            f"{meaning.translated('fr')}",
        ),
        "Gould and Fernandez 1989, Sociological Methodology 19:89-126, doi:10.2307/270949",
        computing.roles,
        whole=True,
        effort=2.0,
    )


_ALL = (
    Measure(
        "degree",
        Text("Degree", "Degré"),
        Text(
            "Number of different partners: a high value means many direct contacts, whatever "
            "the strength of each (ties not weighted).",
            "Nombre de partenaires différents : une valeur élevée signifie beaucoup de "
            "contacts directs, quelle que soit la force de chacun (relations non pondérées).",
        ),
        "Freeman 1978, Social Networks 1:215-239, doi:10.1016/0378-8733(78)90021-7",
        computing.degree,
        whole=True,
    ),
    Measure(
        "strength",
        Text("Strength", "Force"),
        Text(
            "Sum of the weights of all ties: a high value means much common work, be it with "
            "few partners or many (weighted).",
            "Somme des poids de toutes les relations : une valeur élevée signifie beaucoup de "
            "travail commun, avec peu ou beaucoup de partenaires (pondérée).",
        ),
        "Barrat et al. 2004, PNAS 101:3747-3752, doi:10.1073/pnas.0400087101",
        computing.strength,
    ),
    Measure(
        "betweenness",
        Text("Betweenness", "Intermédiarité"),
        Text(
            "Share of the shortest chains of contacts between all others that run through it: "
            "a high value means a broker whom others need to reach each other (steps counted, "
            "not weighted).",
            "Part des plus courtes chaînes de contacts entre tous les autres qui passent par "
            "ce membre : une valeur élevée signale un intermédiaire dont les autres ont besoin "
            "pour se joindre (nombre d’étapes, non pondérée).",
        ),
        "Freeman 1977, Sociometry 40:35-41, doi:10.2307/3033543; computed as in Brandes 2001",
        computing.betweenness,
        effort=50.0,
    ),
    Measure(
        "closeness",
        Text("Closeness", "Proximité"),
        Text(
            "Inverse of the mean number of steps to the others: a high value means news and "
            "partners are few introductions away (not weighted; in a disconnected network, "
            "scaled by the share of the network that can be reached).",
            "Inverse du nombre moyen d’étapes vers les autres : une valeur élevée signifie que "
            "nouvelles et partenaires sont à peu d’intermédiaires (non pondérée ; dans un "
            "réseau non connexe, multipliée par la part du réseau que l’on peut atteindre).",
        ),
        "Wasserman and Faust 1994, Social Network Analysis, p. 201",
        computing.distances,
        apart=Text(
            "scaled by the share of the network that each can reach (Wasserman and Faust)",
            "mis à l’échelle de la part du réseau que chacun peut atteindre (Wasserman et Faust)",
        ),
    ),
    Measure(
        "harmonic",
        Text("Harmonic closeness", "Proximité harmonique"),
        Text(
            "Sum of one over the number of steps to each other member: like closeness, and it "
            "stays comparable where parts of the network are not connected (not weighted).",
            "Somme, sur tous les autres membres, de l’inverse du nombre d’étapes : comme la "
            "proximité, et comparable même là où des parties du réseau ne sont pas reliées "
            "(non pondérée).",
        ),
        "Boldi and Vigna 2014, Internet Mathematics 10:222-262, doi:10.1080/15427951.2013.865686",
        computing.distances,
    ),
    Measure(
        "eigenvector",
        Text("Eigenvector", "Centralité de vecteur propre"),
        Text(
            "Counts partners by their own standing: a high value means well connected to the "
            "well connected (weighted; in a disconnected network, 0 outside the most tightly "
            "knit part).",
            "Compte les partenaires selon leur propre rang : une valeur élevée signifie être "
            "bien relié à ceux qui le sont eux-mêmes (pondérée ; dans un réseau non connexe, 0 "
            "hors de la partie la plus dense).",
        ),
        "Bonacich 1987, American Journal of Sociology 92:1170-1182, doi:10.1086/228631",
        computing.eigenvector,
        apart=Text("0 outside the most tightly knit part", "0 hors de la partie la plus dense"),
    ),
    Measure(
        "pagerank",
        Text("PageRank", "PageRank"),
        Text(
            "Share of attention that a visitor who follows ties at random, and starts again "
            "one step in seven, would give it: a high value means that many paths lead there "
            "(weighted).",
            "Part de l’attention que lui donnerait un visiteur qui suit les relations au "
            "hasard et recommence une fois sur sept : une valeur élevée signifie que beaucoup "
            "de chemins y mènent (pondérée).",
        ),
        "Page et al. 1999, The PageRank Citation Ranking, Stanford InfoLab 1999-66",
        computing.pagerank,
    ),
    Measure(
        "katz",
        Text("Katz", "Katz"),
        Text(
            "Counts everybody who can be reached, each step away worth less: a high value "
            "means many short chains of contacts, also through partners of partners (weighted; "
            "a step keeps 0.85 of what would make the sum endless).",
            "Compte tous ceux que l’on peut atteindre, chaque étape de plus valant moins : une "
            "valeur élevée signifie beaucoup de courtes chaînes de contacts, aussi par les "
            "partenaires des partenaires (pondéré ; une étape garde 0,85 de ce qui rendrait la "
            "somme infinie).",
        ),
        "Katz 1953, Psychometrika 18:39-43, doi:10.1007/BF02289026",
        computing.katz,
    ),
    Measure(
        "core",
        Text("Core number", "Indice de k-cœur"),
        Text(
            "The largest k for which it belongs to a group whose members each have k partners "
            "inside: a high value means part of the dense centre of the network (not "
            "weighted).",
            "Le plus grand k pour lequel le membre appartient à un groupe dont chacun a k "
            "partenaires dans le groupe : une valeur élevée signifie le centre dense du réseau "
            "(non pondéré).",
        ),
        "Seidman 1983, Social Networks 5:269-287, doi:10.1016/0378-8733(83)90028-X",
        computing.core,
        whole=True,
    ),
    Measure(
        "clustering",
        Text("Clustering", "Coefficient de clustering"),
        Text(
            "Share of its pairs of partners that work together, too: a high value means a "
            "closed circle, a LOW one with many partners somebody who brings strangers "
            "together (not weighted; 0 below two partners).",
            "Part de ses paires de partenaires qui travaillent aussi ensemble : une valeur "
            "élevée signale un cercle fermé, une valeur BASSE avec beaucoup de partenaires un "
            "membre qui en réunit d’autres qui ne se connaissent pas (non pondéré ; 0 avec "
            "moins de deux partenaires).",
        ),
        "Watts and Strogatz 1998, Nature 393:440-442, doi:10.1038/30918",
        computing.clustering,
    ),
    Measure(
        "constraint",
        Text("Constraint", "Contrainte"),
        Text(
            "How far all its contacts lead to the same people: a high value means a closed "
            "circle, a LOW one a broker between separate groups (weighted; undefined without a "
            "tie).",
            "Mesure dans laquelle tous ses contacts mènent aux mêmes acteurs : une valeur "
            "élevée signale un cercle fermé, une valeur BASSE un intermédiaire entre groupes "
            "séparés (pondérée ; non définie sans relation).",
        ),
        "Burt 2004, American Journal of Sociology 110:349-399, doi:10.1086/421787",
        computing.holes,
    ),
    Measure(
        "effective-size",
        Text("Effective size", "Taille effective"),
        Text(
            "Number of partners less what they repeat of each other: a high value means "
            "contacts in many groups that do not know each other (weighted; undefined without "
            "a tie).",
            "Nombre de partenaires moins ce qu’ils apportent en double : une valeur élevée "
            "signifie des contacts dans beaucoup de groupes qui ne se connaissent pas "
            "(pondérée ; non définie sans relation).",
        ),
        "Burt 1992, Structural Holes, Harvard University Press, chapter 2",
        computing.holes,
    ),
    Measure(
        "participation",
        Text("Participation coefficient", "Coefficient de participation"),
        Text(
            "How evenly its ties spread over the communities of the network: a high value "
            "means that it connects groups that otherwise keep to themselves (ties not "
            "weighted; undefined without one).",
            "Mesure dans laquelle ses relations se répartissent entre les communautés du "
            "réseau : une valeur élevée signale un lien entre des groupes qui restent sinon "
            "entre eux (relations non pondérées ; non défini sans relation).",
        ),
        "Guimerà and Amaral 2005, Nature 433:895-900, doi:10.1038/nature03288",
        computing.among_communities,
        effort=20.0,
    ),
    Measure(
        "within-degree",
        Text("Within-community degree", "Degré dans la communauté"),
        Text(
            "Standard deviations by which its ties inside its own community lie above the mean "
            "there: a high value means the hub of its group (ties not weighted).",
            "Nombre d’écarts-types dont ses relations dans sa propre communauté dépassent la "
            "moyenne de celle-ci : une valeur élevée signale le pivot de son groupe (relations "
            "non pondérées).",
        ),
        "Guimerà and Amaral 2005, Nature 433:895-900, doi:10.1038/nature03288",
        computing.among_communities,
        effort=20.0,
    ),
    _role(
        "coordinator",
        "Coordinateur",
        Text(
            "all three of one country: a high value means a broker within its own country.",
            "tous trois d’un même pays : une valeur élevée signale un intermédiaire dans son "
            "propre pays.",
        ),
    ),
    _role(
        "itinerant",
        "Itinérant",
        Text(
            "both of one country that is not its own: a high value means a broker who brings "
            "others together at home (also called consultant).",
            "tous deux d’un même pays qui n’est pas le sien : une valeur élevée signale celui "
            "qui réunit d’autres chez eux (aussi appelé consultant).",
        ),
    ),
    _role(
        "gatekeeper",
        "Portier",
        Text(
            "one of its own country and one of another: a high value means that the way into "
            "its country leads through it (ties have no direction: as many as representative).",
            "l’un de son pays et l’autre d’un autre : une valeur élevée signifie que l’on "
            "entre dans son pays par lui (les relations n’ont pas de sens : autant que "
            "représentant).",
        ),
    ),
    _role(
        "representative",
        "Représentant",
        Text(
            "one of its own country and one of another: a high value means that the way out of "
            "its country leads through it (ties have no direction: as many as gatekeeper).",
            "l’un de son pays et l’autre d’un autre : une valeur élevée signifie que l’on sort "
            "de son pays par lui (les relations n’ont pas de sens : autant que portier).",
        ),
    ),
    _role(
        "liaison",
        "Liaison",
        Text(
            "all three of different countries: a high value means a broker between countries "
            "other than its own.",
            "tous trois de pays différents : une valeur élevée signale un intermédiaire entre "
            "des pays autres que le sien.",
        ),
    ),
)
MEASURES: dict[str, Measure] = {measure.id: measure for measure in _ALL}
# What a ranking shows when no measure is named.
USUAL = ("degree", "betweenness", "closeness")


def find(name: str) -> Measure:
    """The measure of that id; RequestError with the nearest ids where there is none."""
    if name not in MEASURES:
        raise unknown("measure", name, MEASURES)
    return MEASURES[name]
