"""Every command with its module and the line that lists it, so that `--help` loads none of them.

Written by `make docs` from the commands themselves; a new command needs no line of its own here.
"""

from __future__ import annotations

# The modules whose commands come in this order.
MODULES = ("building", "asking", "analyses", "showing", "remote", "serving")
# By name: the module, and what it does.
COMMANDS: dict[str, tuple[str, str]] = {
    # [[[cog from faces import commands; commands() ]]]
    "build": ("building", "Build the graph from the curated facts and any SOURCE=PATH."),
    "decisions": (
        "building",
        "List what is decided on which organisations are one, as CSV or SSSOM.",
    ),
    "fetch": ("building", "Download an official archive and unpack it, ready for `build`."),
    "template": (
        "building",
        "Write an empty table for your own partners and projects, .xlsx or .csv, to fill in.",
    ),
    "info": ("asking", "What the graph holds: triples, entities per class, sources, completeness."),
    "validate": ("asking", "Check the graph against the shapes and rules; exit 1 on a violation."),
    "reconcile": (
        "asking",
        "Propose pairs of organisations that may be one, with scores and reasons, as CSV.",
    ),
    "query": (
        "asking",
        "List the saved queries, or ask one: by NAME, from a FILE.rq, or from stdin (-).",
    ),
    "describe": (
        "asking",
        "Say what a saved query or an analysis asks for and answers, as JSON Schema.",
    ),
    "find": (
        "analyses",
        "Find what a name may mean: organisations, programmes, places, topics and all else.",
    ),
    "search": ("analyses", "Search the titles, objectives and keywords of projects for words."),
    "centrality": (
        "analyses",
        "Rank a network's members by centrality, in the order of the first measure.",
    ),
    "communities": (
        "analyses",
        "Find groups that work together more than chance would make them, and name each.",
    ),
    "backbone": (
        "analyses",
        "Keep the ties that matter to one of their ends, for a picture that can be read.",
    ),
    "network-info": (
        "analyses",
        "Describe a network as a whole: size, components, clustering, assortativity, degrees.",
    ),
    "brokers": (
        "analyses",
        "Rank who connects two countries or regions, by betweenness and Gould-Fernandez role.",
    ),
    "flows": (
        "analyses",
        "Count how much countries, regions or programmes take part in the same projects.",
    ),
    "path": (
        "analyses",
        "Show the shortest chains of cooperation from organisation A to B, with their reasons.",
    ),
    "explain": (
        "analyses",
        "List every tie between organisations A and B, with the sources that each rests on.",
    ),
    "evolution": (
        "analyses",
        "Rank a network's members by MEASURE year by year: who comes, who goes, who rises.",
    ),
    "what-if": (
        "analyses",
        "Show what would change without an organisation, or with a project more.",
    ),
    "recommend": ("analyses", "Name the organisations to talk to next, with the reasons."),
    "consortium": (
        "analyses",
        "Propose who could apply together: eligible, and closest to the wishes.",
    ),
    "gaps": (
        "analyses",
        "Show what an organisation lacks beside what it aims at, and who could fill each gap.",
    ),
    "brief": (
        "analyses",
        "Write what to take to a meeting on an organisation, a region or a programme: two pages.",
    ),
    "scorecard": (
        "analyses",
        "Show how far an organisation is: its goals, the indicators that judge them, the numbers.",
    ),
    "view": ("showing", "Write the network as one HTML page that opens offline in any browser."),
    "publish": (
        "showing",
        "Write a site of pages to a folder, for any web server, a share or a disk.",
    ),
    "export": ("showing", "Write the graph for another tool; the extension says the format."),
    "docs": (
        "showing",
        "Print the reference of the ontology's terms as Markdown, or the rules as SHACL.",
    ),
    "demo": (
        "showing",
        "Build, validate, ask, rank, draw and export the curated facts, step by step.",
    ),
    "push": ("remote", "Put the graph on a SPARQL endpoint, in the place of what it holds."),
    "serve": (
        "serving",
        "Show the graph in a browser and answer programs: pages, every question, OpenAPI, SPARQL.",
    ),
    "mcp": ("serving", "Answer an assistant (MCP client) on standard input and output."),
    # [[[end]]]
}
