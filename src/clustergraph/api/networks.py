"""Functions that take a network along: as a NetworkX graph, as a file for another tool, as a page.

What chooses it is written from its contract; edit `answers/contracts/shared.py` and run
`make docs`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.answers import registry
from clustergraph.networks import described, flattened

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.networks.choice import Choice
    from clustergraph.questions.queries import Query
    from clustergraph.web.page.shown import Page
    from clustergraph.web.site.publishing import Published


def network(
    graph: Location,
    network: str | Query = "partners",
    /,
    *,
    # [[[cog from faces import choice; choice() ]]]
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    # [[[end]]]
    lang: Lang = "en",
) -> nx.Graph[str]:
    """The network that a query defines, by its name in queries/network/ or as a Query.

    Every attribute is a text or a number, so that NetworkX's own writers take it. Nodes (IRIs)
    carry label, kind (the label of the class), class (its IRI) and country (ISO 3166-1 alpha-2,
    several separated by a space, "" where none is known). Ties carry weight (a float),
    reasons (their labels) and reason_iris, each separated by " | ", and, where known, first and
    last (years) and leads_from (the end where a tie with a direction begins).

    What chooses from it is the same as in the analyses; `graph["unjudged"]` says what that could
    not judge, if anything. `lang` is the language of labels and of that. Raises RequestError for
    an unknown name or value and where the filters leave nothing, QueryError for rows that are no
    ties.
    """
    given = locals()
    chosen = replace(registry.chosen({**given, "network": None}), network=network)
    return flattened.to_networkx(graph, described.describe(graph, chosen, lang), lang)


def export(
    graph: Location,
    path: str | Path,
    *,
    query: str | Path | None = None,
    top: int | None = None,
    backbone: bool = False,
    measures: Sequence[str] = (),
    positions: bool = False,
    reasons: bool = False,
    dynamic: bool = False,
    profile: str = "",
    # [[[cog from faces import choice; choice("everything") ]]]
    network: str = "everything",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    # [[[end]]]
    lang: Lang = "en",
) -> tuple[Path, ...]:
    """Write a graph for another tool and say which files it is; the extension says the format.

    .ttl, .nt, .jsonld and .rdf hold every triple, .nq and .trig in one graph a source; .gexf,
    .graphml, .csv, .xlsx, .parquet, .json, .net and .neo4j (a folder) hold a network, with these
    `measures` of each node, their `positions` in a drawing, the `reasons` of ties in .gexf and
    .graphml, too, and in .gexf ties that exist in their years only (`dynamic`). The ties are those
    of the network, or of a `.rq` file (`query`); `backbone` keeps those that stand out, `top` the
    entries that `view` would. With .gz at the end, files are compressed. `profile` writes triples
    in the terms of eurio, schema.org or org. What chooses the network is the same as in the
    analyses; errors are those of `clustergraph.networks.export.export`.
    """
    from clustergraph.networks import export as library
    from clustergraph.networks.part import Part

    detail = flattened.Detail(tuple(measures), positions, reasons, dynamic)
    choice = _asked(registry.chosen(locals()), query)
    written = library.export(graph, Path(path), choice=choice, part=Part(backbone, top),
                             detail=detail, profile=profile, lang=lang)  # fmt: skip
    return written.paths


def view(
    graph: Location,
    path: str | Path | None = None,
    *,
    about: str | None = None,
    hops: int = 1,
    query: str | Path | None = None,
    measure: str = "degree",
    top: int = 500,
    backbone: bool = False,
    title: str = "",
    simple: bool = False,
    # [[[cog from faces import choice; choice("partners") ]]]
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    # [[[end]]]
    lang: Lang = "en",
) -> Page:
    """A network as one HTML page that opens offline in any browser: shown in a notebook, written
    with `.save("FILE.html")`, or at once where a `path` is given.

    Only what is `hops` ties away from `about`, where that is given, and the `top` entries at most;
    shapes show `measure`, `backbone` keeps the ties that stand out, and `title` is the heading;
    `simple`: few controls, for a frame in another page. The ties are those of the network, or of a
    `.rq` file (`query`). What chooses them is the same as in the analyses.
    """
    from clustergraph.web.page import page
    from clustergraph.web.page.choosing import draw
    from clustergraph.web.page.shown import Page

    chosen = _asked(registry.chosen(locals()), query)
    shown = draw(graph, chosen, about=about, hops=hops, measure=measure, limit=top, title=title,
                 backbone=backbone, simple=simple, lang=lang)  # fmt: skip
    made = Page(page(shown), title=title or shown.network)
    if path is not None:
        made.save(path)
    return made


def _asked(choice: Choice, query: str | Path | None) -> Choice:
    """The choice with the ties of a `.rq` file, where one is given."""
    from clustergraph.questions.queries import load

    return replace(choice, network=load(Path(query))) if query else choice


def publish(
    graph: Location,
    folder: str | Path,
    *,
    about: str | Sequence[str] = (),
    address: str | None = None,
    # [[[cog from faces import choice; choice("partners") ]]]
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    # [[[end]]]
) -> Published:
    """Write the site of a graph to a folder, for any web server, a share or a disk.

    Pages are for those whom it is `about`, by default the graph's own cluster, with all who share
    something with them; or for the members of the network that is chosen as in the analyses. Only
    files that change are written; `address` is where the site will be. Errors are those of
    `clustergraph.web.site.publishing.publish`.
    """
    from clustergraph.web.site import publishing

    choice = registry.chosen(locals())
    names = (about,) if isinstance(about, str) else tuple(about)
    return publishing.publish(graph, Path(folder), about=names, choice=choice, address=address)
