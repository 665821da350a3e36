"""What a form calls its fields and its choices, and which kind of names each field takes.

A parameter or choice that has no words here is shown as it is typed. Knows contracts; nothing of
graphs or HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.errors import ParameterName, plainly, spelled, unadvised
from clustergraph.languages import Text
from clustergraph.measures.registry import MEASURES
from clustergraph.questions.contract import ANY
from clustergraph.strategy.indicators import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.errors import Part, Plain
    from clustergraph.languages import Lang
    from clustergraph.questions.contract import Parameter

FIELDS: dict[str, Text] = {
    "add_project": Text("With a project more, of", "Avec un projet de plus, entre"),
    "about": Text("About", "Sujet"),
    "against": Text("Compared with", "Comparée à"),
    "all": Text("Those met before, too", "Aussi celles déjà rencontrées"),
    "alpha": Text("Chance below", "Probabilité inférieure à"),
    "and": Text("And", "Et"),
    "atLeast": Text("Topics in common, at least", "Thèmes communs, au moins"),
    "basis": Text("Legal basis", "Base légale"),
    "between": Text("Between", "Entre"),
    "by": Text("By", "Par"),
    "cause": Text("Network, project or partnership", "Réseau, projet ou partenariat"),
    "chains": Text("Chains, at most", "Chaînes, au plus"),
    "country": Text("Country", "Pays"),
    "country_min": Text("Countries, at least", "Pays, au moins"),
    "engine": Text("Computed with", "Calculé avec"),
    "exact": Text("Exactly", "Exactement"),
    "exclude": Text("Without", "Sans"),
    "from": Text("Reached from", "À partir de"),
    "include": Text("Including", "Avec obligatoirement"),
    "kind": Text("Kind", "Type"),
    "level": Text("Level of region", "Niveau de région"),
    "measure": Text("Measure", "Mesure"),
    "measures": Text("Measures", "Mesures"),
    "members": Text("List the members", "Lister les membres"),
    "members_of": Text("Members of", "Membres de"),
    "min_contribution": Text("Gross contribution, at least", "Contribution brute, au moins"),
    "min_net_contribution": Text("Net contribution, at least", "Contribution nette, au moins"),
    "months": Text("Months ahead", "Mois à venir"),
    "name": Text("Name", "Nom"),
    "near": Text("One end in", "Un bout dans"),
    "network": Text("Network", "Réseau"),
    "one": Text("From", "De"),
    "order": Text("Arranged by", "Classement selon"),
    "organisation": Text("Organisation", "Organisation"),
    "organisations": Text("Organisations", "Organisations"),
    "other": Text("To", "À"),
    "persons": Text("Natural persons, too", "Aussi les personnes physiques"),
    "programme": Text("Programme", "Programme"),
    "proximity": Text("Near or far", "Proche ou lointain"),
    "rank_by": Text("Ranked by", "Classées selon"),
    "reasons": Text("Reasons of a step, at most", "Raisons par étape, au plus"),
    "region": Text("Region", "Région"),
    "remove": Text("Without the organisation", "Sans l’organisation"),
    "resolution": Text("Resolution", "Résolution"),
    "role": Text("Role", "Rôle"),
    "rows": Text("Rows behind", "Lignes derrière"),
    "samples": Text("Random networks", "Réseaux aléatoires"),
    "seed": Text("First seed", "Première graine"),
    "since": Text("Since", "Depuis"),
    "size": Text("Number of members", "Nombre de membres"),
    "sme": Text("Small and medium-sized enterprises", "Petites et moyennes entreprises"),
    "stable": Text("Shared activities, at least", "Activités communes, au moins"),
    "status": Text("Status", "Statut"),
    "top": Text("Only the first", "Seulement les premiers"),
    "topic": Text("Topic", "Thème"),
    "until": Text("Until", "Jusqu’à"),
    "weighting": Text("Weight of a tie", "Poids d’un lien"),
    "with": Text("For", "Pour"),
    "within": Text("Within (years)", "En combien d’années"),
    "words": Text("Words", "Mots"),
    "year": Text("Year", "Année"),
    "yearly": Text("Year by year", "Année par année"),
    "years": Text("Years", "Années"),
}
CHOICES: dict[str, Text] = {
    "true": Text("yes", "oui"),
    "false": Text("no", "non"),
    "any": Text("any", "toutes"),
    "main": Text("main", "principale"),
    "everything": Text("everything", "tout"),
    "partners": Text("partners", "partenaires"),
    "projects": Text("projects", "projets"),
    "shared": Text("shared activities", "activités communes"),
    "newman": Text("Newman: small activities count more", "Newman : les petites comptent plus"),
    "country": Text("country", "pays"),
    "nuts1": Text("region, NUTS 1", "région, NUTS 1"),
    "nuts2": Text("region, NUTS 2", "région, NUTS 2"),
    "programme": Text("programme", "programme"),
    "organisation": Text("organisation", "organisation"),
    "cluster": Text("cluster", "cluster"),
    "agency": Text("agency", "agence"),
    "project": Text("project", "projet"),
    "call": Text("call", "appel"),
    "place": Text("place", "lieu"),
    "region": Text("region", "région"),
    "event": Text("event", "événement"),
    "topic": Text("topic", "thème"),
    "role": Text("role", "rôle"),
    "stage": Text("stage of the value chain", "étape de la chaîne de valeur"),
    "arrays": Text("arrays", "tableaux"),
    "networkx": Text("NetworkX, the reference", "NetworkX, la référence"),
    "year": Text("year", "année"),
    "period": Text("period of seven years", "période de sept ans"),
    "goals": Text("own goals", "ses propres objectifs"),
    "wallonia": Text("missions of the Walloon decree", "missions du décret wallon"),
    "interreg": Text("indicators of INTERREG", "indicateurs d’INTERREG"),
    **{name: each.label for name, each in MEASURES.items()},
}
# The same of one parameter, where it calls something else by that name.
_CHOICES_OF: dict[str, dict[str, Text]] = {
    "rows": {name: each.label for name, each in INDICATORS.items()},
    "level": {
        "0": Text("country", "pays"),
        **{level: Text(f"region, NUTS {level}", f"région, NUTS {level}") for level in "123"},
    },
}
# Parameters that leave something out where they are given; without a value the others choose
# nothing.
_FILTERS = frozenset({"kind", "sme"})
_UNRESTRICTED = Text("no restriction", "sans restriction")
_QUOTED = Text("“{}”", "«\xa0{}\xa0»")
_UNCHOSEN = Text("no choice made", "aucun choix")
# What a form says beside a field where contracts speak to those who type.
_HINTS: dict[str, Text] = {
    "by": Text("What the rows are grouped by.", "Selon quoi les lignes sont groupées."),
    "network": Text(
        "What counts as a tie between two organisations.",
        "Ce qui compte comme lien entre deux organisations.",
    ),
    "weighting": Text(
        "What makes a tie strong: how many activities are shared, or these with less weight the "
        "more take part in them.",
        "Ce qui rend un lien fort : le nombre d’activités communes, ou ces activités avec moins de "
        "poids s’il y a beaucoup de participants.",
    ),
    "sme": Text(
        "Yes: only participations as a small or medium-sized enterprise; no: only those that say "
        "that it is none.",
        "Oui : les seules participations en tant que PME ; non : celles qui disent le contraire.",
    ),
}
# The kinds of things offered, by the class or the name of a parameter.
_BY_CLASS = {"cg:Organisation": "organisation", "cg:Programme": "programme", "cg:Place": "place"}
_BY_NAME = {
    "organisations": "organisation", "members_of": "organisation", "about": "organisation",
    "name": "organisation", "programme": "programme", "country": "country", "region": "place",
    "near": "place", "topic": "topic", "role": "role", "kind": "kind", "cause": "organisation",
}  # fmt: skip


def hinted(parameter: Parameter) -> Text:
    """What a form says beside the field of a parameter."""
    return _HINTS.get(parameter.name, parameter.description)


def called(parameter: str, lang: Lang) -> str:
    """What a form calls a parameter."""
    known = FIELDS.get(parameter)
    return known.translated(lang) if known else parameter.replace("_", " ")


def known(choice: str, parameter: str) -> Text | None:
    """The words for a choice of a parameter, where it has some."""
    return _CHOICES_OF.get(parameter, CHOICES).get(choice)


def worded(choice: str, lang: Lang, parameter: str) -> str:
    """What a form calls a choice of a parameter."""
    words = known(choice, parameter)
    return words.translated(lang) if words else choice.replace("-", " ")


def spoken(parts: Sequence[Part], lang: Lang) -> str:
    """A message in which parameters are called as the form calls them."""

    def spell(part: Plain) -> str:
        if isinstance(part, ParameterName):
            return _QUOTED.translated(lang).format(called(part.name, lang))
        return part.translated(lang) if isinstance(part, Text) else plainly(part)

    return spelled(unadvised(parts), spell)


def choices(parameter: Parameter) -> tuple[str, ...]:
    """What may be chosen, none where anything goes; to restrict nothing is to choose nothing."""
    if parameter.values is None:
        return ("true", "false") if parameter.type == "boolean" else ()
    found = tuple(map(str, parameter.values()))
    return tuple(each for each in found if each != ANY) if parameter.default == ANY else found


def unchosen(parameter: Parameter) -> Text:
    """What a form calls it to choose nothing; "" where something always is chosen."""
    if parameter.default not in (None, ANY):
        return Text("")
    return _UNRESTRICTED if parameter.name in _FILTERS else _UNCHOSEN


def offered(parameter: Parameter) -> str:
    """The kind of names that a parameter takes; "" where any text will do."""
    if parameter.values is not None or parameter.type not in ("name", "iri"):
        return ""
    return _BY_CLASS.get(parameter.cls or "") or _BY_NAME.get(parameter.name, "")
