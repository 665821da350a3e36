"""Every word of the page that does not come from the graph, in English and in French.

{braces} are filled in by the page; keys that end in _one and _other are chosen by number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clustergraph.languages import Lang
    from clustergraph.web.page.view import View

TEXTS: dict[Lang, dict[str, str]] = {
    "en": {
        "title": "Network",
        "title.about": "{label} and its connections",
        "title.partners": "Network of partners",
        "title.everything": "Everything in the graph",
        "title.projects": "Network of project partners",
        "about_heading": "What am I looking at?",
        "about_reading": "Each shape is one entry, each line a connection. The more central an "
        "entry is, the larger its shape and the higher it stands in the list.",
        "about_hint": "Select a shape or search for a name to see its facts, its connections and "
        "where each comes from.",
        "about_around": "Showing {label} and everything within {hops} of it.",
        "hops_one": "one connection",
        "hops_other": "{n} connections",
        "left_out": "Only the {n} most central of {total} entries are shown.",
        "chosen": "Chosen: {chosen}.",
        "chosen.programme": "programme {value}",
        "chosen.years": "years {value}",
        "chosen.country": "country {value}",
        "chosen.region": "region {value}",
        "chosen.topic": "topic {value}",
        "chosen.role": "role {value}",
        "chosen.kind": "kind of organisation {value}",
        "chosen.min_contribution": "contribution of EUR {value} or more",
        "chosen.stable": "ties with {value} or more shared activities",
        "chosen.weighting": "weight of a tie: {value}",
        "size_heading": "Size: {measure}",
        "top_heading": "Most central",
        "counts": "{entries}, {connections}",
        "entries_one": "{n} entry",
        "entries_other": "{n} entries",
        "connections_one": "{n} connection",
        "connections_other": "{n} connections",
        "shown": "{n} of {total} shown",
        "search": "Search for a name",
        "search_none": "No matching name",
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
        "about_heading": "Que montre cette page ?",
        "about_reading": "Chaque forme est une fiche, chaque trait une relation. Plus une fiche "
        "est centrale, plus sa forme est grande et plus elle est haut dans la liste.",
        "about_hint": "Choisissez une forme ou cherchez un nom pour voir ses données, ses "
        "relations et d’où vient chacune.",
        "about_around": "La page montre {label} et tout ce qui se trouve à {hops} au plus.",
        "hops_one": "une relation",
        "hops_other": "{n} relations",
        "left_out": "Seules les {n} fiches les plus centrales sur {total} sont montrées.",
        "chosen": "Choix : {chosen}.",
        "chosen.programme": "programme {value}",
        "chosen.years": "années {value}",
        "chosen.country": "pays {value}",
        "chosen.region": "région {value}",
        "chosen.topic": "thème {value}",
        "chosen.role": "rôle {value}",
        "chosen.kind": "type d’organisation {value}",
        "chosen.min_contribution": "contribution de {value} EUR ou plus",
        "chosen.stable": "relations d’au moins {value} activités communes",
        "chosen.weighting": "poids d’une relation : {value}",
        "size_heading": "Taille : {measure}",
        "top_heading": "Les plus centrales",
        "counts": "{entries}, {connections}",
        "entries_one": "{n} fiche",
        "entries_other": "{n} fiches",
        "connections_one": "{n} relation",
        "connections_other": "{n} relations",
        "shown": "{n} sur {total}",
        "search": "Chercher un nom",
        "search_none": "Aucun nom correspondant",
        "country": "Pays",
        "country_all": "Tous les pays",
        "map": "Carte",
        "list": "Liste",
        "fit": "Tout afficher",
        "zoom_in": "Zoom avant",
        "zoom_out": "Zoom arrière",
        "types": "Types montrés",
        "drawing": "Dessin du réseau. La liste contient les mêmes fiches.",
        "panel": "Détails",
        "panel_toggle": "Afficher ou masquer les détails",
        "close": "Fermer les détails",
        "facts": "Données",
        "connections": "Relations",
        "source": "Source",
        "rank": "rang {rank} sur {ranked}",
        "rank_column": "Rang",
        "name_column": "Nom",
        "type_column": "Type",
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


def texts(view: View) -> dict[str, str]:
    """The words of one page: those of its language, with its title, explanation and counts."""
    words = TEXTS[view.lang]
    found = {key: text for key, text in words.items() if "." not in key}
    return found | {
        "title": _title(view, words),
        "ties": view.ties,
        "counts": words["counts"].format(
            entries=_counted(words, "entries", len(view.nodes)),
            connections=_counted(words, "connections", len(view.edges)),
        ),
        "around": _around(view, words),
        "chosen": _chosen(view, words),
        "left_out": _left_out(view, words),
        "measure": view.measure_label,
        "meaning": view.measure_meaning,
        "size_heading": _size_heading(view, words),
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


def _size_heading(view: View, words: dict[str, str]) -> str:
    label = view.measure_label
    return words["size_heading"].format(measure=label) if label else ""


def _chosen(view: View, words: dict[str, str]) -> str:
    parts = [
        words[f"chosen.{name}"].replace("{value}", value) for name, value in view.chosen.items()
    ]
    return words["chosen"].replace("{chosen}", "; ".join(parts)) if parts else ""


def _left_out(view: View, words: dict[str, str]) -> str:
    if view.total <= len(view.nodes):
        return ""
    return words["left_out"].format(n=len(view.nodes), total=view.total)
