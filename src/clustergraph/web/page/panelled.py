"""The words of the panel of the page, in English and in French; see `words`."""

from __future__ import annotations

from clustergraph.languages import Text

PANELLED: dict[str, Text] = {
    # Panel
    "panel": Text("Details", "Détails"),
    "panel_toggle": Text("Show or hide the details", "Afficher ou masquer les détails"),
    "close": Text("Close the details", "Fermer les détails"),
    "us": Text("Our organisation.", "Notre organisation."),
    "with_us_one": Text("With {name} in one activity", "Avec {name} dans une activité"),
    "with_us_other": Text("With {name} in {n} activities", "Avec {name} dans {n} activités"),
    "with_us_since": Text(", since {year}.", ", depuis {year}."),
    "not_with_us": Text(
        "Nothing in common with {name} yet.", "Rien en commun avec {name} pour l’instant."
    ),
    "gross": Text("gross {money}", "{money} bruts"),
    "net": Text("net {money}", "{money} nets"),
    "standing_one": Text("{n} partner", "{n} partenaire"),
    "standing_other": Text("{n} partners", "{n} partenaires"),
    "standing_page": Text(
        "{n} partners, {shown} of them on this page", "{n} partenaires, dont {shown} sur cette page"
    ),
    "did": Text("What it did, and with whom", "Activités et partenaires"),
    "partners_here": Text("Partners", "Partenaires"),
    "taking_part": Text("Taking part", "Participants"),
    "facts": Text("Facts", "Informations"),
    "connections": Text("Connections", "Relations"),
    "origin": Text("Where this comes from", "D’où viennent ces informations"),
    "source": Text("Source", "Source"),
    "rank": Text("rank {rank} of {ranked}", "rang {rank} sur {ranked}"),
    "not_here_one": Text("and one more, not on this page", "et un autre, absent de cette page"),
    "not_here_other": Text(
        "and {n} more, not on this page", "et {n} autres, absents de cette page"
    ),
    "show_more": Text("Show all {n}", "Tout voir ({n})"),
    "read_more": Text("More on {site}", "En savoir plus : {site}"),
    "website": Text("its website", "son site"),
    "rank_column": Text("Rank", "Rang"),
    "name_column": Text("Name", "Nom"),
    "type_column": Text("Kind", "Type"),
    "no_score": Text("not defined", "non définie"),
    "no_connections": Text("No connection in this network.", "Aucune relation dans ce réseau."),
    "no_facts": Text(
        "The graph holds no further facts.", "Le graphe ne contient pas d’autres informations."
    ),
    "no_reason": Text("no reason recorded", "aucune raison enregistrée"),
    "more": Text("and {n} more, not listed here", "et {n} autres, non repris ici"),
    "empty": Text("This network has no entries.", "Ce réseau ne contient aucune fiche."),
    "empty_filter": Text("Nothing matches the filters.", "Rien ne correspond aux filtres."),
    "reset": Text("Clear the filters", "Effacer les filtres"),
    "list_caption": Text("All entries", "Toutes les fiches"),
    "noscript_first": Text(
        "This page needs JavaScript; the list below holds the first entries only.",
        "JavaScript est nécessaire ici ; la liste ci-dessous ne contient que les premières fiches.",
    ),
    "paragraph": Text("paragraph", "paragraphe"),
    "row_of": Text("row {row} of {file}", "ligne {row} de {file}"),
    "noscript": Text(
        "This page needs JavaScript to draw the network; the list below holds the same entries.",
        "JavaScript est nécessaire pour dessiner le réseau ; la liste ci-dessous contient les "
        "mêmes fiches.",
    ),
    # Saved views as steps
    "steps_begin": Text("A tour in {n} steps", "Visite en {n} étapes"),
    "step_partners": Text("The partners of {name}", "Les partenaires de {name}"),
    "step_network": Text("Who works with whom", "Qui travaille avec qui"),
    "step_map": Text("Where they are", "Où ils se trouvent"),
    "step_years": Text("When they worked together", "Quand ils ont travaillé ensemble"),
    "step_list": Text("All in a list", "Tous dans une liste"),
    "step_back": Text("Back", "Retour"),
    "step_on": Text("Next", "Suivant"),
    "step_title": Text("Title of this step", "Titre de cette étape"),
    "step_drop": Text("Remove this step", "Supprimer cette étape"),
    "steps_end": Text("End the tour", "Quitter la visite"),
    "take_step": Text("Keep this view as a step", "Enregistrer cette vue comme étape"),
    # How one reaches another
    "way": Text("The way to somebody", "Le chemin vers quelqu’un"),
    "way_ask": Text("How do we reach somebody?", "Comment entrer en contact avec quelqu’un ?"),
    "way_to": Text("How to reach {name}", "Comment entrer en contact avec {name}"),
    "ask_way": Text("How does {from} reach {name}?", "Quel chemin mène de {from} à {name} ?"),
    "way_from": Text("From", "De"),
    "way_until": Text("To", "À"),
    "way_back": Text("The other way round", "Dans l’autre sens"),
    "way_same": Text("Both are the same.", "C’est la même fiche."),
    "way_none": Text(
        "No chain of connections from {from} to {to} is known here.",
        "Aucune chaîne de relations n’est connue ici de {from} à {to}.",
    ),
    "way_direct": Text("{from} and {to} know each other.", "{from} et {to} se connaissent."),
    "way_over_one": Text(
        "{from} reaches {to} through one other.", "Il y a un intermédiaire entre {from} et {to}."
    ),
    "way_over_other": Text(
        "{from} reaches {to} through {n} others.", "Il y a {n} intermédiaires entre {from} et {to}."
    ),
    "and_more": Text("and {n} more", "et {n} autres"),
}
