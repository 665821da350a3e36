"""Every word of the page that does not come from the graph, in English and in French.

{braces} are filled in by the page; keys that end in _one and _other are chosen by number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clustergraph.web.page.view import Lang, View

TEXTS: dict[Lang, dict[str, str]] = {
    "en": {
        "title": "Network",
        "title.about": "{label} and its connections",
        "title.partners": "Network of partners",
        "title.everything": "Everything in the graph",
        "title.projects": "Network of project partners",
        "ties.partners": "Two organisations are connected by every project, partnership, network "
        "and event in which both take part.",
        "ties.everything": "Two entries are connected by every relation stated between them; "
        "claims, sources and concepts make no connection.",
        "ties.projects": "Two organisations are connected by every project in which both take "
        "part.",
        "about_heading": "What am I looking at?",
        "about_reading": "Each shape is one entry, each line a connection. The more central an "
        "entry is, the larger its shape and the higher it stands in the list.",
        "about_hint": "Select a shape or search a name to see its facts, its connections and "
        "where each comes from.",
        "about_around": "Shown are {label} and all that lies within {hops} of it.",
        "hops_one": "one connection",
        "hops_other": "{n} connections",
        "left_out": "Only the {n} most central of {total} entries are shown.",
        "size_heading": "Size: {measure}",
        "top_heading": "Most central",
        "counts": "{entries}, {connections}",
        "entries_one": "{n} entry",
        "entries_other": "{n} entries",
        "connections_one": "{n} connection",
        "connections_other": "{n} connections",
        "shown": "{n} of {total} shown",
        "search": "Search a name",
        "search_none": "No name like this",
        "country": "Country",
        "country_all": "All countries",
        "map": "Map",
        "list": "List",
        "fit": "Show all",
        "zoom_in": "Zoom in",
        "zoom_out": "Zoom out",
        "types": "Kinds shown",
        "drawing": "Drawing of the network. The list holds the same entries.",
        "panel": "Details",
        "panel_toggle": "Show or hide the details",
        "close": "Close the details",
        "facts": "Facts",
        "connections": "Connections",
        "source": "Source",
        "rank": "rank {rank} of {ranked}",
        "rank_column": "Rank",
        "name_column": "Name",
        "type_column": "Kind",
        "no_score": "not defined",
        "no_connections": "No connection in this network.",
        "no_facts": "The graph holds no further facts.",
        "no_reason": "no reason recorded",
        "other_reasons": "and {n} more",
        "more": "and {n} more, not listed here",
        "empty": "This network has no entries.",
        "empty_filter": "Nothing matches the filters.",
        "reset": "Reset the filters",
        "list_caption": "All entries, the most central first",
        "iri": "Name in the graph",
        "paragraph": "paragraph",
        "noscript": "This page needs JavaScript to draw the network.",
    },
    "fr": {
        "title": "Réseau",
        "title.about": "{label} et ses relations",
        "title.partners": "Réseau des partenaires",
        "title.everything": "Tout le graphe",
        "title.projects": "Réseau des partenaires de projets",
        "ties.partners": "Deux organisations sont reliées par chaque projet, partenariat, réseau "
        "et événement auquel toutes deux participent.",
        "ties.everything": "Deux fiches sont reliées par chaque relation affirmée entre elles ; "
        "affirmations contestées, sources et concepts ne créent pas de relation.",
        "ties.projects": "Deux organisations sont reliées par chaque projet auquel toutes deux "
        "participent.",
        "about_heading": "Que montre cette page ?",
        "about_reading": "Chaque forme est une fiche, chaque trait une relation. Plus une fiche "
        "est centrale, plus sa forme est grande et plus elle est haut dans la liste.",
        "about_hint": "Choisissez une forme ou cherchez un nom pour voir ses données, ses "
        "relations et d’où vient chacune.",
        "about_around": "Sont montrés {label} et tout ce qui est à {hops} au plus.",
        "hops_one": "une relation",
        "hops_other": "{n} relations",
        "left_out": "Seules les {n} fiches les plus centrales sur {total} sont montrées.",
        "size_heading": "Taille : {measure}",
        "top_heading": "Les plus centrales",
        "counts": "{entries}, {connections}",
        "entries_one": "{n} fiche",
        "entries_other": "{n} fiches",
        "connections_one": "{n} relation",
        "connections_other": "{n} relations",
        "shown": "{n} sur {total}",
        "search": "Chercher un nom",
        "search_none": "Aucun nom semblable",
        "country": "Pays",
        "country_all": "Tous les pays",
        "map": "Carte",
        "list": "Liste",
        "fit": "Tout voir",
        "zoom_in": "Agrandir",
        "zoom_out": "Réduire",
        "types": "Genres montrés",
        "drawing": "Dessin du réseau. La liste contient les mêmes fiches.",
        "panel": "Détails",
        "panel_toggle": "Montrer ou cacher les détails",
        "close": "Fermer les détails",
        "facts": "Données",
        "connections": "Relations",
        "source": "Source",
        "rank": "rang {rank} sur {ranked}",
        "rank_column": "Rang",
        "name_column": "Nom",
        "type_column": "Genre",
        "no_score": "non définie",
        "no_connections": "Aucune relation dans ce réseau.",
        "no_facts": "Le graphe ne contient pas d’autres données.",
        "no_reason": "aucune raison enregistrée",
        "other_reasons": "et {n} de plus",
        "more": "et {n} de plus, non listés ici",
        "empty": "Ce réseau ne contient aucune fiche.",
        "empty_filter": "Rien ne correspond aux filtres.",
        "reset": "Effacer les filtres",
        "list_caption": "Toutes les fiches, les plus centrales d’abord",
        "iri": "Nom dans le graphe",
        "paragraph": "paragraphe",
        "noscript": "Cette page a besoin de JavaScript pour dessiner le réseau.",
    },
}

# The measures name and explain themselves in English; here is the same in French: (name, meaning).
MEASURES_FR: dict[str, tuple[str, str]] = {
    "degree": (
        "Degré",
        "Nombre de partenaires différents : une valeur élevée signifie beaucoup de contacts "
        "directs, quelle que soit la force de chacun (relations non pondérées).",
    ),
    "strength": (
        "Force",
        "Somme des poids de toutes les relations : une valeur élevée signifie beaucoup de travail "
        "commun, avec peu ou beaucoup de partenaires (pondérée).",
    ),
    "betweenness": (
        "Intermédiarité",
        "Part des plus courtes chaînes de contacts entre tous les autres qui passent par là : une "
        "valeur élevée signale un intermédiaire dont les autres ont besoin pour se joindre "
        "(nombre d’étapes, non pondérée).",
    ),
    "closeness": (
        "Proximité",
        "Inverse du nombre moyen d’étapes vers les autres : une valeur élevée signifie que "
        "nouvelles et partenaires sont à peu d’intermédiaires (non pondérée ; dans un réseau non "
        "connexe, multipliée par la part du réseau que l’on peut atteindre).",
    ),
    "harmonic": (
        "Proximité harmonique",
        "Somme de un sur le nombre d’étapes vers chacun des autres : comme la proximité, et "
        "comparable même là où des parties du réseau ne sont pas reliées (non pondérée).",
    ),
    "eigenvector": (
        "Vecteur propre",
        "Compte les partenaires selon leur propre rang : une valeur élevée signifie être bien "
        "relié à ceux qui sont bien reliés (pondérée ; dans un réseau non connexe, 0 hors de la "
        "partie la plus serrée).",
    ),
    "pagerank": (
        "PageRank",
        "Part de l’attention que lui donnerait un visiteur qui suit les relations au hasard et "
        "recommence une fois sur sept : une valeur élevée signifie que beaucoup de chemins y "
        "mènent (pondérée).",
    ),
    "katz": (
        "Katz",
        "Compte tous ceux que l’on peut atteindre, chaque étape de plus valant moins : une valeur "
        "élevée signifie beaucoup de courtes chaînes de contacts, aussi par les partenaires des "
        "partenaires (pondéré ; une étape garde 0,85 de ce qui rendrait la somme infinie).",
    ),
    "core": (
        "Indice de cœur",
        "Le plus grand k pour lequel la fiche appartient à un groupe dont chacun a k partenaires "
        "dans le groupe : une valeur élevée signifie le centre dense du réseau (non pondéré).",
    ),
    "clustering": (
        "Regroupement",
        "Part de ses paires de partenaires qui travaillent aussi ensemble : une valeur élevée "
        "signale un cercle fermé, une valeur BASSE avec beaucoup de partenaires quelqu’un qui "
        "réunit des inconnus (non pondéré ; 0 avec moins de deux partenaires).",
    ),
    "constraint": (
        "Contrainte",
        "Mesure dans laquelle tous ses contacts mènent aux mêmes gens : une valeur élevée signale "
        "un cercle fermé, une valeur BASSE un intermédiaire entre groupes séparés (pondérée ; non "
        "définie sans relation).",
    ),
    "effective-size": (
        "Taille effective",
        "Nombre de partenaires moins ce qu’ils répètent les uns des autres : une valeur élevée "
        "signifie des contacts dans beaucoup de groupes qui ne se connaissent pas (pondérée ; "
        "non définie sans relation).",
    ),
    "participation": (
        "Coefficient de participation",
        "Mesure dans laquelle ses relations se répartissent sur les communautés du réseau : une "
        "valeur élevée signale un lien entre groupes qui restent sinon entre eux (relations non "
        "pondérées ; non défini sans relation).",
    ),
    "within-degree": (
        "Degré dans la communauté",
        "Écarts-types dont ses relations dans sa propre communauté dépassent la moyenne de "
        "celle-ci : une valeur élevée signale le pivot de son groupe (relations non pondérées).",
    ),
    "coordinator": (
        "Coordinateur",
        "Paires de partenaires qui ne travaillent pas ensemble (non pondéré), tous trois d’un même "
        "pays : une valeur élevée signale un intermédiaire dans son propre pays.",
    ),
    "itinerant": (
        "Itinérant",
        "Paires de partenaires qui ne travaillent pas ensemble (non pondéré), tous deux d’un même "
        "pays qui n’est pas le sien : une valeur élevée signale celui qui réunit d’autres chez eux "
        "(aussi appelé consultant).",
    ),
    "gatekeeper": (
        "Portier",
        "Paires de partenaires qui ne travaillent pas ensemble (non pondéré), l’un de son pays et "
        "l’autre d’un autre : une valeur élevée signifie que l’on entre dans son pays par lui (les "
        "relations n’ont pas de sens : autant que représentant).",
    ),
    "representative": (
        "Représentant",
        "Paires de partenaires qui ne travaillent pas ensemble (non pondéré), l’un de son pays et "
        "l’autre d’un autre : une valeur élevée signifie que l’on sort de son pays par lui (les "
        "relations n’ont pas de sens : autant que portier).",
    ),
    "liaison": (
        "Liaison",
        "Paires de partenaires qui ne travaillent pas ensemble (non pondéré), tous trois de pays "
        "différents : une valeur élevée signale un intermédiaire entre des pays autres que le "
        "sien.",
    ),
}


def texts(view: View) -> dict[str, str]:
    """The words of one page: those of its language, with its title, explanation and counts."""
    words = TEXTS[view.lang]
    label, meaning = view.measure_label, view.measure_meaning
    if view.lang == "fr":
        label, meaning = MEASURES_FR.get(view.measure, (label, meaning))
    found = {key: text for key, text in words.items() if "." not in key}
    return found | {
        "title": _title(view, words),
        "ties": words.get(f"ties.{view.network}", view.ties),
        "counts": words["counts"].format(
            entries=_counted(words, "entries", len(view.nodes)),
            connections=_counted(words, "connections", len(view.edges)),
        ),
        "around": _around(view, words),
        "left_out": _left_out(view, words),
        "measure": label,
        "meaning": meaning,
        "size_heading": words["size_heading"].format(measure=label) if label else "",
        "rank": words["rank"].replace("{ranked}", str(view.ranked)),
    }


def _counted(words: dict[str, str], key: str, n: int) -> str:
    # English counts 0 as many, French as one; both pages are read by people who notice.
    one = n == 1 or (n == 0 and words is TEXTS["fr"])
    return words[f"{key}_one" if one else f"{key}_other"].format(n=n)


def _about_label(view: View) -> str:
    return next((node.label for node in view.nodes if node.iri == view.about), "")


def _title(view: View, words: dict[str, str]) -> str:
    if view.title:
        return view.title
    if view.about:
        return words["title.about"].replace("{label}", _about_label(view))
    return words.get(f"title.{view.network}", words["title"])


def _around(view: View, words: dict[str, str]) -> str:
    if not view.about:
        return ""
    hops = _counted(words, "hops", view.hops)
    return words["about_around"].replace("{hops}", hops).replace("{label}", _about_label(view))


def _left_out(view: View, words: dict[str, str]) -> str:
    if view.total <= len(view.nodes):
        return ""
    return words["left_out"].format(n=len(view.nodes), total=view.total)
