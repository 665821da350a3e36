"""Every word of the page that does not come from the graph, in English and in French; those of the
panel stand in `panelled`.

{braces} are filled in by the page; keys that end in _one and _other are chosen by number.
"""

from __future__ import annotations

from clustergraph.languages import Text
from clustergraph.web.page.panelled import PANELLED

WORDS: dict[str, Text] = {
    "title": Text("Network", "Réseau"),
    "title.about": Text("{label} and its connections", "{label} et ses relations"),
    "title.partners": Text("Network of partners", "Réseau des partenaires"),
    "title.everything": Text("Everything in the graph", "Tout le graphe"),
    "title.projects": Text("Network of project partners", "Réseau des partenaires de projets"),
    # What the page is about
    "about_heading": Text("What am I looking at?", "Que montre cette page ?"),
    "about_reading": Text(
        "Each shape is one entry, each line a connection: the thicker, the more they share. The "
        "larger a shape, the more it counts; the list holds the same entries.",
        "Chaque forme représente une fiche, chaque trait une relation : plus le trait est épais, "
        "plus il y a de points communs. Plus la forme est grande, plus la fiche compte ; la liste "
        "contient les mêmes fiches.",
    ),
    "about_hint": Text(
        "Select a shape or search for a name to see what it did with whom, and where each fact "
        "comes from.",
        "Choisissez une forme ou cherchez un nom pour voir qui a fait quoi avec qui, et d’où vient "
        "chaque information.",
    ),
    "about_around": Text(
        "Showing {label} and everything within {hops} of it.",
        "La page montre {label} et tout ce qui s’y rattache en {hops} au plus.",
    ),
    "hops_one": Text("one connection", "une étape"),
    "hops_other": Text("{n} connections", "{n} étapes"),
    "left_out": Text(
        "Only {n} of {total} entries are shown.", "Seules {n} fiches sur {total} sont affichées."
    ),
    "left_out_about": Text(
        "Only {n} of {total} entries are shown: {label}, its partners, and those most tied to "
        "them.",
        "Seules {n} fiches sur {total} sont affichées : {label}, ses partenaires et ceux qui leur "
        "sont le plus liés.",
    ),
    "held.activities": Text(
        "Activities in which only one of them took part are left out.",
        "Les activités qui ne comptent qu’un seul de ces participants n’y figurent pas.",
    ),
    "held.references": Text(
        "What refers to an entry is not listed among its facts: a smaller page does so.",
        "Ce qui renvoie à une fiche n’est pas repris parmi ses informations ; une page plus petite "
        "l’indique.",
    ),
    "held": Text(
        "The page holds the {n} strongest of {total} connections between them.",
        "Sur les {total} relations entre ces fiches, la page retient les {n} plus fortes.",
    ),
    "chosen": Text("Chosen: {chosen}.", "Sélection : {chosen}."),
    "chosen.programme": Text("programme {value}", "programme {value}"),
    "chosen.years": Text("years {value}", "années {value}"),
    "chosen.country": Text("country {value}", "pays {value}"),
    "chosen.region": Text("region {value}", "région {value}"),
    "chosen.topic": Text("topic {value}", "thème {value}"),
    "chosen.role": Text("role {value}", "rôle {value}"),
    "chosen.kind": Text("kind of organisation {value}", "type d’organisation {value}"),
    "chosen.basis": Text("legal basis: {value}", "base juridique : {value}"),
    "chosen.near": Text("one end in {value}", "au moins l’un des deux situé dans : {value}"),
    "chosen.sme": Text(
        "small and medium-sized enterprises: {value}", "petites et moyennes entreprises : {value}"
    ),
    "chosen.members_of": Text("members of {value}", "membres de : {value}"),
    "chosen.organisations": Text("organisations {value}", "organisations {value}"),
    "chosen.min_contribution": Text(
        "gross contribution of EUR {value} or more", "contribution brute d’au moins {value} EUR"
    ),
    "chosen.min_net_contribution": Text(
        "net contribution of EUR {value} or more", "contribution nette d’au moins {value} EUR"
    ),
    "chosen.stable": Text(
        "ties with {value} or more shared activities",
        "relations fondées sur au moins {value} activités communes",
    ),
    "chosen.backbone": Text(
        "ties that stand out at one end ({value})",
        "relations significatives pour l’un des deux ({value})",
    ),
    "chosen.weighting": Text("weight of a tie: {value}", "poids d’une relation : {value}"),
    "size_heading": Text("Size: {measure}", "Taille : {measure}"),
    "top_heading": Text("The largest", "Les plus importantes"),
    "ways_in": Text("Where to begin", "Par où commencer"),
    "ask_country": Text("Who is {place}?", "Qui se trouve {place} ?"),
    "which_country": Text("in which country", "dans quel pays"),
    "which_programme": Text("which programme", "quel programme"),
    "which_year": Text("which year", "quelle année"),
    "ask_programme": Text("Who works under {name}?", "Qui participe à {name} ?"),
    "ask_since": Text("What has run since {year}?", "Quelles activités depuis {year} ?"),
    "ask_partners": Text("Who are the partners of {name}?", "Qui sont les partenaires de {name} ?"),
    # Counts
    "counts": Text("{entries}, {connections}", "{entries}, {connections}"),
    "entries_one": Text("{n} entry", "{n} fiche"),
    "entries_other": Text("{n} entries", "{n} fiches"),
    "connections_one": Text("{n} connection", "{n} relation"),
    "connections_other": Text("{n} connections", "{n} relations"),
    "shown": Text("{n} of {total} shown", "{n} sur {total} affichées"),
    "part": Text("{n} of {total}", "{n} sur {total}"),
    "anew": Text("Arrange again", "Réorganiser"),
    "anew_many": Text(
        "{n} of {total} shown; up to {most} can be arranged again",
        "{n} sur {total} affichées ; réorganisation possible jusqu’à {most}",
    ),
    # Search
    "search": Text("Search for a name", "Rechercher un nom"),
    "search_none": Text("No matching name", "Aucun nom correspondant"),
    "search_count": Text(
        "{n} found; show all in the list", "{n} résultats ; tout voir dans la liste"
    ),
    "elsewhere": Text("In the graph, not on this page", "Dans le graphe, pas sur cette page"),
    "elsewhere_hint": Text(
        "{name} is in the graph but not among the {n} entries of this page. Make its own page with "
        "“about” set to this name, or allow more entries.",
        "{name} est dans le graphe, mais pas parmi les {n} fiches de cette page. Créez sa page en "
        "mettant ce nom au centre, ou autorisez davantage de fiches.",
    ),
    # Tools
    "tools": Text("Tools", "Outils"),
    "filters": Text("Filters", "Filtres"),
    "filters_close": Text("Close", "Fermer"),
    "years": Text("Years", "Années"),
    "years_from": Text("From", "De"),
    "years_to": Text("To", "À"),
    "country": Text("Country", "Pays"),
    "programme": Text("Programme", "Programme"),
    "topic": Text("Topic", "Thème"),
    "role": Text("Role", "Rôle"),
    "community": Text("Community", "Communauté"),
    "kind": Text("Kind", "Type"),
    "community_of": Text("around {name}", "autour de {name}"),
    "least_shared": Text("At least {n} in common", "Au moins {n} en commun"),
    "partners": Text("Partners", "Partenaires"),
    "arrangement": Text("What to see", "Affichage"),
    "network": Text("Network", "Réseau"),
    "map": Text("Map", "Carte"),
    "nowhere": Text("place unknown", "lieu inconnu"),
    "flows": Text("Thicker: more connections", "Trait plus épais : plus de relations"),
    "rows": Text("One row for each", "Une ligne par"),
    "rows_organisation": Text("organisation", "organisation"),
    "rows_country": Text("country", "pays"),
    "rows_programme": Text("programme", "programme"),
    "years_caption": Text(
        "Activities from their first to their last year; choose one for its details",
        "Les activités, de la première à la dernière année ; choisissez-en une pour les détails",
    ),
    "years_more": Text("{n} more", "{n} autres"),
    "undated": Text("{n} without a year", "{n} sans année"),
    "no_years": Text("No activity has a year.", "Aucune activité n’a d’année."),
    "list": Text("List", "Liste"),
    "rows_more": Text("Show more ({n} left)", "En voir plus (encore {n})"),
    "undrawn": Text(
        "This browser cannot draw so large a network: WebGL is missing or switched off. The list "
        "holds the same entries.",
        "Ce navigateur ne peut pas dessiner un si grand réseau : WebGL est absent ou désactivé. La "
        "liste contient les mêmes fiches.",
    ),
    "from_afar": Text(
        "From afar, one disc for each group; zoom in or click to see its entries: the nearer, the "
        "more of their connections are drawn.",
        "De loin, un disque par groupe ; zoomez ou cliquez pour en voir les fiches : plus on "
        "s’approche, plus on voit de leurs relations.",
    ),
    "take": Text("Take away", "Exporter"),
    "take_png": Text("Picture (PNG)", "Image (PNG)"),
    "take_svg": Text("Drawing (SVG)", "Dessin (SVG)"),
    "take_entries": Text("Entries (CSV)", "Fiches (CSV)"),
    "take_ties": Text("Connections (CSV)", "Relations (CSV)"),
    "take_gexf": Text("Network (GEXF)", "Réseau (GEXF)"),
    "take_link": Text("Copy the link", "Copier le lien"),
    "link_copied": Text("The link is copied.", "Le lien est copié."),
    "language": Text("Language", "Langue"),
    "fit": Text("Show all", "Tout afficher"),
    "moving": Text("Move shapes by dragging", "Déplacer les formes en les faisant glisser"),
    "put_back": Text("Put back", "Remettre en place"),
    "zoom_in": Text("Zoom in", "Zoom avant"),
    "zoom_out": Text("Zoom out", "Zoom arrière"),
    "legend": Text("Legend", "Légende"),
    "colour": Text("Colour", "Couleur"),
    "size": Text("Size", "Taille"),
    "other": Text("other", "autres"),
    "size_degree": Text("number of partners", "nombre de partenaires"),
    "size_strength": Text("amount of common work", "volume de collaboration"),
    "size_betweenness": Text("links others who are apart", "rôle d’intermédiaire"),
    "thickness": Text("Thicker: more in common", "Trait plus épais : plus de points communs"),
    "weaker": Text("{n} weaker ones not drawn", "{n} relations plus faibles non tracées"),
    "weaker_drawn": Text("All connections drawn", "Toutes les relations sont tracées"),
    "ended": Text("Dashed: ended", "En pointillés : relations terminées"),
    "new_heading": Text("What is new", "Nouveautés"),
    "new_since": Text("Since", "Depuis"),
    "new_tie": Text("with {name}", "avec {name}"),
    "sectors": Text("Sectors by", "Secteurs par"),
    "among": Text("Connections among partners", "Relations entre partenaires"),
    "nearer": Text(
        "Nearer the middle: more in common", "Plus près du centre : plus de points communs"
    ),
    "alone": Text("{n} without connection here", "{n} sans relation ici"),
    "drawing": Text(
        "Drawing of the network. Arrow keys go from entry to entry, Enter selects; the list holds "
        "the same entries.",
        "Dessin du réseau. Les flèches vont de fiche en fiche, Entrée en choisit une ; la liste "
        "contient les mêmes fiches.",
    ),
    # What this is
    "made_from": Text("Made from", "Établi à partir de"),
    "colon": Text("{before}: {after}", "{before} : {after}"),
    "foot": Text("Sources: {sources}.", "Sources : {sources}."),
    "foot_build": Text("Graph {build}.", "Graphe {build}."),
    "taken_on": Text("Taken on {date}.", "Image du {date}."),
    "coverage": Text("How complete this is", "Complétude des données"),
    "coverage.country": Text(
        "Country known for {share} of the entries.", "Pays connu pour {share} des fiches."
    ),
    "coverage.years": Text(
        "Years known for {share} of the activities.", "Années connues pour {share} des activités."
    ),
    "coverage.source": Text(
        "Source known for {share} of the entries.", "Source connue pour {share} des fiches."
    ),
    "mistake": Text(
        "Found a mistake? Each fact names its source: tell those who made this page.",
        "Une erreur ? Chaque information cite sa source : signalez-la aux auteurs de cette page.",
    ),
} | PANELLED
