"""Every word of the site that does not come from the graph, in English and in French.

Words of the network page that the site needs too are read from there.
"""

from __future__ import annotations

from clustergraph.languages import Text
from clustergraph.web.page.words import WORDS as OF_THE_PAGE

_SHARED = (
    "search", "did", "taking_part", "facts", "origin", "read_more", "website", "made_from",
    "mistake", "no_facts", "name_column", "gross", "net",
)  # fmt: skip
WORDS: dict[str, Text] = {name: OF_THE_PAGE[name] for name in _SHARED} | {
    "site": Text("Partners, projects and programmes", "Partenaires, projets et programmes"),
    "colon": Text(":", "\u00a0:"),
    "semicolon": Text("; ", "\xa0; "),
    "skip": Text("Skip to the content", "Aller au contenu"),
    "menu": Text("Pages", "Pages"),
    "home": Text("Start", "Accueil"),
    "what": Text(
        "This is an open knowledge graph of organisations, the projects they share, and the "
        "programmes that fund them. Each fact names its source.",
        "Voici un graphe de connaissances ouvert : des organisations, les projets qu’elles "
        "partagent et les programmes qui les financent. Chaque information cite sa source.",
    ),
    "what_next": Text(
        "Look for a name, browse a list, or ask one of the questions.",
        "Cherchez un nom, parcourez une liste ou posez l’une des questions.",
    ),
    "centre": Text("Our cluster", "Notre cluster"),
    "find": Text("Search", "Chercher"),
    "results": Text("Results for “{q}”", "Résultats pour « {q} »"),
    "no_results": Text("Nothing has a name like this.", "Rien ne porte un nom semblable."),
    "search_hint": Text(
        "A name, an acronym or a code: PIC, VAT number, country, NUTS.",
        "Un nom, un sigle ou un code : PIC, numéro de TVA, pays, NUTS.",
    ),
    "search_static": Text(
        "The search needs JavaScript; without it, the lists hold the same names.",
        "La recherche a besoin de JavaScript ; sans lui, les listes contiennent les mêmes noms.",
    ),
    "lists": Text("Lists", "Listes"),
    "more_pages": Text("More pages", "Autres pages"),
    "none_of_kind": Text("The graph holds none.", "Le graphe n’en contient pas."),
    "partner_counts": Text("Partners", "Partenaires"),
    "members_of": Text("Organisations", "Organisations"),
    "on_map": Text("On the map", "Sur la carte"),
    "map_of": Text("Who takes part in {whose}, and where", "Qui participe à {whose}, et où"),
    "map_about": Text(
        "{n} of {of} [participant|participants]: each at its region where that is known, else in "
        "the middle of its country. Several at one place make a larger dot; the table above names "
        "them.",
        "{n} [participant|participants] sur {of} : chacun dans sa région si elle est connue, sinon "
        "au milieu de son pays. Plusieurs en un même lieu font un point plus grand ; le tableau "
        "plus haut les nomme.",
    ),
    "map_within": Text("Where in {whose} they are", "Où ils se trouvent : {whose}"),
    "map_within_about": Text(
        "{n} of {of} [organisation|organisations]: each at its region; where that is not known, it "
        "is not on the map. Several at one place make a larger dot.",
        "{n} [organisation|organisations] sur {of} : chacune dans sa région ; si celle-ci n’est "
        "pas connue, elle n’est pas sur la carte. Plusieurs au même endroit font un point plus "
        "grand.",
    ),
    "map_first": Text(
        "The {n} largest dots are shown.", "Les {n} plus grands points sont affichés."
    ),
    "organisations_there": Text(
        "{n} [organisation|organisations]", "{n} [organisation|organisations]"
    ),
    "closest": Text("Closest partners", "Partenaires les plus proches"),
    "closest_about": Text(
        "The nearer to the middle and the larger, the more activities are shared. Each name "
        "leads to its page; the table of partners holds the numbers.",
        "Plus un partenaire est grand et près du centre, plus il y a d’activités communes. Chaque "
        "nom mène à sa page ; le tableau des partenaires donne les nombres.",
    ),
    "closest_of": Text("The {n} closest of {of}.", "Les {n} plus proches sur {of}."),
    "sketch_of": Text(
        "{whose} and its closest partners", "{whose} et ses partenaires les plus proches"
    ),
    "other_countries": Text("other or unknown", "autre ou inconnu"),
    "whole_drawing": Text("Drawing of the whole network", "Dessin de tout le réseau"),
    "in_common": Text("Shared activities", "Activités communes"),
    "drawing": Text("Drawing of the network", "Dessin du réseau"),
    "activities": Text("Activities", "Activités"),
    "first_of": Text("The {n} most recent of {of}.", "Les {n} plus récentes sur {of}."),
    "first_of_projects": Text("The {n} most recent of {of}.", "Les {n} plus récents sur {of}."),
    "most_of": Text("The {n} with most, of {of}.", "Les {n} premières sur {of}."),
    "and_more": Text("and {n} more", "et {n} de plus"),
    "source": Text("Source", "Source"),
    "as_data": Text("This page as data", "Cette page en données"),
    "permanent": Text("Permanent name", "Nom permanent"),
    "questions": Text("Questions", "Questions"),
    "questions_about": Text(
        "Questions and analyses that this graph answers, each with its own page.",
        "Les questions et analyses auxquelles ce graphe répond, chacune avec sa page.",
    ),
    "saved": Text("Saved questions", "Questions enregistrées"),
    "analyses": Text("Analyses", "Analyses"),
    "ask": Text("Ask", "Poser la question"),
    "answer": Text("Answer", "Réponse"),
    "no_rows": Text(
        "No rows: the graph holds nothing that fits.",
        "Aucune ligne : rien dans le graphe ne correspond.",
    ),
    "rows": Text("{n} [row|rows]", "{n} [ligne|lignes]"),
    "first_rows": Text("The first {n} of {of} rows.", "Les {n} premières lignes sur {of}."),
    "take": Text("Take away", "Emporter"),
    "keep_rows": Text("Keep rows with", "Garder les lignes avec"),
    "take_csv": Text("The rows shown as CSV", "Les lignes affichées en CSV"),
    "copy": Text("Copy", "Copier"),
    "sparql": Text("The question in SPARQL", "La question en SPARQL"),
    "any": Text("no restriction", "sans restriction"),
    "required": Text("required", "obligatoire"),
    "yes": Text("yes", "oui"),
    "no": Text("no", "non"),
    "which": Text(
        "{name}: “{value}” is no name that only one thing has. Which one is meant?",
        "{name} : « {value} » n’est pas un nom qu’une seule chose porte. Laquelle est-ce ?",
    ),
    "wrong": Text("This cannot be answered", "Impossible de répondre"),
    "not_asked": Text(
        "This question needs a name. It is answered where the graph is served, not on these pages.",
        "Cette question demande un nom. On y répond là où le graphe est servi, pas sur ces pages.",
    ),
    "not_computed": Text(
        "This analysis is computed where the graph is served, not on these pages.",
        "Cette analyse se calcule là où le graphe est servi, pas sur ces pages.",
    ),
    "default_asked": Text(
        "Answered with the usual values.", "Réponse obtenue avec les valeurs habituelles."
    ),
    "ask_about": Text("Ask about it", "Poser une question à ce sujet"),
    "all_about": Text("All questions about it", "Toutes les questions à ce sujet"),
    "asked_about": Text("What can be asked about", "Ce qu’on peut demander sur"),
    "review": Text("Are these one organisation?", "Est-ce la même organisation ?"),
    "review_left": Text(
        "{n} [pair|pairs] to decide on, the likeliest first.",
        "{n} [paire|paires] à trancher, les plus probables d’abord.",
    ),
    "review_none": Text(
        "There is nothing left to decide.", "Il n’y a plus rien à trancher."
    ),
    "review_build": Text(
        "The next build of the graph applies what is decided.",
        "La prochaine construction du graphe applique les décisions.",
    ),
    "review_taken": Text("Kept in {file}.", "Noté dans {file}."),
    "review_score": Text("Likeness: {score} of 100", "Ressemblance : {score} sur 100"),
    "review_why": Text("Why", "Pourquoi"),
    "review_who": Text("Who decides", "Qui tranche"),
    "review_same": Text("Same", "Identiques"),
    "review_different": Text("Different", "Différentes"),
    "review_later": Text("Later", "Plus tard"),
    "review_keys": Text(
        "Keys: S same, D different, L later.",
        "Touches : S identiques, D différentes, L plus tard.",
    ),
    "country": Text("Country", "Pays"),
    "town": Text("Town", "Ville"),
    "project_count": Text("Projects", "Projets"),
    "programme": Text("Programme", "Programme"),
    "call": Text("Call", "Appel"),
    "cost": Text("Cost in all", "Coût total"),
    "support": Text("Support", "Soutien"),
    "countries": Text("Countries", "Pays"),
    "years": Text("Years", "Années"),
    "begun": Text("Activities begun, by year", "Activités commencées, par année"),
    "gross_sum": Text("Contributions, gross", "Contributions brutes"),
    "net_sum": Text("Contributions, net", "Contributions nettes"),
    "known_for": Text(
        "known for {n} of {of} [participation|participations]",
        "connues pour {n} [participation|participations] sur {of}",
    ),
    "known_for_projects": Text(
        "known for {n} of {of} [project|projects]", "connu pour {n} [projet|projets] sur {of}"
    ),
    "own_gross": Text("Own contribution", "Contribution propre"),
    "role": Text("Role", "Rôle"),
    "gross_column": Text("Contribution, gross", "Contribution brute"),
    "net_column": Text("Contribution, net", "Contribution nette"),
    "lacking": Text("What is missing here", "Ce qui manque ici"),
    "no_place": Text("where it is", "où elle se trouve"),
    "no_website": Text("its website", "son site web"),
    "no_activity": Text(
        "any project, event or partnership", "un projet, un événement ou un partenariat"
    ),
    "no_dates": Text("when it runs", "sa période"),
    "no_programme": Text("its programme", "son programme"),
    "no_amounts": Text("contributions in euro", "les contributions en euros"),
    "lacking_about": Text(
        "No source of this graph says it.", "Aucune source de ce graphe ne le dit."
    ),
    "iri": Text("Identifier here", "Identifiant ici"),
    "coverage": Text("Coverage", "Couverture"),
    "coverage_about": Text(
        "What the graph holds, where it comes from, and how much of it is known.",
        "Ce que contient le graphe, d’où cela vient et ce qu’on en sait.",
    ),
    "entities": Text("What there is", "Ce qu’il y a"),
    "class": Text("Class", "Classe"),
    "number": Text("Number", "Nombre"),
    "complete": Text(
        "Of {n} [organisation|organisations]", "Sur {n} [organisation|organisations]"
    ),
    "withPlace": Text("place known", "lieu connu"),
    "withIdentifier": Text("identifier known", "identifiant connu"),
    "withDates": Text("dates known", "dates connues"),
    "by_programme": Text("Programme by programme", "Programme par programme"),
    "participations": Text("Participations", "Participations"),
    "withAmount": Text("contribution known", "contribution connue"),
    "counted_on": Text("Counted in release {build}.", "Compté dans la version {build}."),
    "these_data": Text("These data", "Ces données"),
    "about_about": Text(
        "releases, licences, credit and changes.", "versions, licences, crédit et modifications."
    ),
    "drawing_of": Text("Drawing of the network of {whose}", "Dessin du réseau de {whose}"),
    "changes": Text("Changes", "Modifications"),
    "changes_made": Text(
        "What the sources say was not corrected. Organisations that are the same in several "
        "sources were joined, codes were linked to programmes, places and topics, dates and "
        "amounts were brought to one form, and what could not be read was counted and left out.",
        "Ce que disent les sources n’a pas été corrigé. Les organisations identiques dans "
        "plusieurs sources ont été réunies, les codes reliés aux programmes, lieux et thèmes, les "
        "dates et montants mis sous une même forme, et ce qui ne pouvait être lu a été compté et "
        "écarté.",
    ),
    "changes_since": Text(
        "Each build of the graph has a number of its own: where that changes, the data changed.",
        "Chaque construction du graphe a son propre numéro : s’il change, les données ont changé.",
    ),
    "documents": Text("Documents", "Documents"),
    "rests": Text("Things that rest on it", "Ce qui en provient"),
    "release": Text("Release", "Version"),
    "licence": Text("Licence", "Licence"),
    "triples": Text("Triples", "Triplets"),
    "terms": Text("Terms", "Vocabulaire"),
    "terms_about": Text(
        "The classes and properties of the vocabulary, and its lists of concepts.",
        "Les classes et propriétés du vocabulaire, et ses listes de concepts.",
    ),
    "term": Text("Term", "Terme"),
    "meaning": Text("Meaning", "Signification"),
    "downloads": Text("Downloads", "Téléchargements"),
    "downloads_about": Text(
        "The whole graph and its network as files, and how programs reach it.",
        "Le graphe entier et son réseau en fichiers, et comment les programmes y accèdent.",
    ),
    "file": Text("File", "Fichier"),
    "size": Text("Size", "Taille"),
    "checksum": Text("SHA-256", "SHA-256"),
    "no_files": Text(
        "No files have been written here; the addresses below give the same data.",
        "Aucun fichier n’a été écrit ici ; les adresses ci-dessous donnent les mêmes données.",
    ),
    "api": Text("Addresses for programs", "Adresses pour les programmes"),
    "sparql_page": Text("Ask in SPARQL", "Interroger en SPARQL"),
    "sparql_about": Text(
        "Write a query, or begin with one of the saved questions.",
        "Écrivez une requête, ou partez d’une question enregistrée.",
    ),
    "sparql_box": Text(
        "The whole graph is in this page: your browser answers, nothing is sent anywhere.",
        "Tout le graphe est dans cette page : votre navigateur répond, rien n’est envoyé.",
    ),
    "examples": Text("Saved question", "Question enregistrée"),
    "choose": Text("choose one", "en choisir une"),
    "query": Text("Query", "Requête"),
    "endpoint": Text("Address that answers", "Adresse qui répond"),
    "run": Text("Run", "Lancer"),
    "opening": Text("Opening the graph …", "Ouverture du graphe…"),
    "answering": Text("Looking for the answer …", "Recherche de la réponse…"),
    "no_engine": Text(
        "This browser, or the place where these pages lie, does not allow WebAssembly.",
        "Ce navigateur, ou le lieu où se trouvent ces pages, n’autorise pas WebAssembly.",
    ),
    "needs_script": Text(
        "This page needs JavaScript.", "Cette page a besoin de JavaScript."
    ),
    "rows_in": Text("Rows: ROWS; SECONDS s", "Lignes : ROWS ; SECONDS s"),
    "only_first": Text("The first SHOWN are shown.", "Les SHOWN premières sont affichées."),
    "try_about": Text(
        "Every question and analysis as an address, made from the OpenAPI document: fill in, send, "
        "and see what comes back.",
        "Chaque question et chaque analyse à une adresse, d’après le document OpenAPI : "
        "remplissez, envoyez, voyez la réponse.",
    ),
    "about": Text("About", "À propos"),
    "build": Text("Build", "Construction"),
    "program": Text("Program", "Programme"),
    "credit": Text(
        "Who uses these data names their sources and follows the licence of each.",
        "Qui utilise ces données en cite les sources et respecte la licence de chacune.",
    ),
    "lies_in": Text("country", "pays"),
    "short": Text("In short", "En bref"),
    "short_plain": Text(
        "What has no page of its own here is shown by JavaScript; the search leads to it.",
        "Ce qui n’a pas ici sa propre page est affiché par JavaScript ; la recherche y conduit.",
    ),
    "missing": Text("There is no such page", "Cette page n’existe pas"),
    "missing_hint": Text("Look for the name, or begin at the start.",
                         "Cherchez le nom, ou repartez de l’accueil."),
    "late": Text("This takes longer", "C’est plus long que prévu"),
    "late_hint": Text(
        "The answer takes longer than a page waits for it. It is still being computed: look again "
        "in a few minutes.",
        "La réponse demande plus de temps qu’une page n’attend. Le calcul continue : revenez dans "
        "quelques minutes.",
    ),
    "busy": Text("Everyone is asking", "Trop de demandes"),
    "busy_hint": Text(
        "As many answers are being computed as can be at once. Look again in a moment.",
        "Autant de réponses que possible sont déjà en cours de calcul. Revenez dans un instant.",
    ),
    "failed": Text("There is no answer", "Pas de réponse"),
    "again": Text("Look again", "Réessayer"),
    "other_language": Text("Français", "English"),
}  # fmt: skip
