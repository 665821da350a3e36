"""Gathers a View: a network, the scores of its nodes and what the graph says of them.

Knows nothing of HTML. The graph is asked about what is drawn only, but for names.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from clustergraph.graph.progress import silent
from clustergraph.languages import Text
from clustergraph.networks.part import most_tied, own
from clustergraph.terms import fold
from clustergraph.web.page import kept
from clustergraph.web.page.aside import begun
from clustergraph.web.page.beyond import elsewhere
from clustergraph.web.page.charted import charted
from clustergraph.web.page.edges import edges_of
from clustergraph.web.page.nodes import around, laid, nodes_of, ranked, rounded, sizes_of
from clustergraph.web.page.told import told
from clustergraph.web.page.view import SMALL, NodeType, Release, View
from clustergraph.web.phrasing import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.measure import Measure
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.projection import Network
    from clustergraph.web.page.view import Node

# More nodes than this are neither read by a person nor drawn fast; the page says what it left out.
LIMIT = 500
# More lines than this hide each other; the page shows the others on demand.
LINES = 1_500
# A page holds no more ties than this: the strongest of each node.
TIES = 200_000
_UNKNOWN = Text("kind unknown", "type inconnu")


def view(
    location: Location,
    network: Network,
    scores: Mapping[str, float],
    *,
    measure: Measure | None = None,
    about: str | None = None,
    hops: int = 1,
    lang: Lang = "en",
    title: str = "",
    ties: str = "",
    chosen: Mapping[str, Text] | None = None,
    limit: int = LIMIT,
    report: Report = silent,
) -> View:
    """Gather what the page shows of a network, or of the part of it around the IRI `about`.

    scores are those of the whole network by `measure`. At most `limit` nodes are kept: the one in
    the middle, its partners, then what is most tied to these; the graph is asked about these only.
    Raises RequestError when `about` is not in the network.
    """
    whole = network.ties
    values = {iri: rounded(scores.get(iri)) for iri in whole.nodes}
    near = kept.reach(whole, about, hops)
    centre = about or _own(location, whole)
    places = most_tied(whole, near, centre, values, limit)
    part = whole.among(places)
    report("reading labels and facts", 0.0)
    scored = {iri: values[iri] for iri in part.nodes}
    with begun(laid, part, centre, scored, TIES, apart=len(part) > SMALL) as drawing:
        said = told(location, network, part)
        report("laying out", 0.4)
        drawn = drawing()
    held = drawn.held
    nodes = nodes_of(whole, part, scored, said, measure, drawn)
    nodes, headings = around(part, centre, nodes)
    codes = {iri: row[-1].split() for iri, *row in said.rows.iter_rows()}
    nodes, chart = charted(location, nodes, codes, said.countries)
    report("finding the reasons", 0.7)
    edges = edges_of(location, network, held, places, said)
    return View(
        title=title,
        lang=lang,
        network=whole.name,
        ties=ties if isinstance(ties, Text) else Text(ties),
        about=centre,
        hops=hops if about else None,
        total=len(near),
        ranked=len(whole),
        nodes=ranked(nodes, values),
        edges=edges,
        types=_types(nodes, said.labels),
        countries=tuple(sorted({name for node in nodes for name in node.countries}, key=fold)),
        sizes=sizes_of(measure),
        lines=tuple(kept.lines(held, centre, LINES if len(part) <= SMALL else len(part))),
        tied=part.count(),
        activities=said.story.activities,
        named=said.story.named,
        chosen=dict(chosen or {}),
        elsewhere=elsewhere(location, network, centre, set(part.nodes)),
        releases=_releases(location),
        build=_build(location),
        headings=headings,
        chart=chart,
    )


def _own(location: Location, whole: Ties) -> str | None:
    """The organisation for which the graph was made, if it is in the network."""
    found = own(location)
    return found if found in whole.nodes else None


def _types(nodes: Iterable[Node], named: Mapping[str, Text]) -> tuple[NodeType, ...]:
    counts = Counter(node.type for node in nodes)
    found = [
        NodeType(iri, named.get(iri) or (plain(iri) if iri else _UNKNOWN), count)
        for iri, count in counts.items()
    ]
    return tuple(sorted(found, key=lambda kind: (-kind.count, fold(kind.label), kind.iri)))


def _build(location: Location) -> str:
    return location.manifest.build_id[:12] if location.manifest else ""


def _releases(location: Location) -> tuple[Release, ...]:
    manifest = location.manifest
    sources = manifest.sources if manifest else ()
    return tuple(
        Release(each.title, each.release or "", each.licence or "")
        for each in sources
        if each.name != "ontology"
    )
