"""A View: everything that the network page may show, and nothing else.

The page's documented contract: knows nothing of graphs and nothing of HTML. Texts are in every
language; `lang` is the one in which the page opens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clustergraph.languages import Lang
    from clustergraph.web.facts import Fact, Reason, Source
    from clustergraph.web.story import Activity

NOTHING = Text("")
_NO_SIZES: Mapping[str, float | None] = {}
# Up to so many nodes are laid out as a whole, and drawn by vis-network; more are laid out community
# by community, and drawn by sigma.
SMALL = 2_000


class Node(NamedTuple):
    """One node of the drawing.

    iri: its name in the graph. label: what it is called; short: the same as it is drawn; tongue:
    the tag of the language it is in, where known. type: IRI of its most specific class, the `iri`
    of one of View.types. countries: labels of its countries, sorted. names: other names it may be
    searched by. x, y: place in drawing units (CSS pixels at zoom 1, y downwards). radius: drawing
    units, grows with the score. score: value of the measure to 6 significant digits, None where it
    is undefined. rank: 1 is the highest score of the whole network, equal scores share a rank; None
    without a score. degree: its ties in the whole network. sizes: its values of the other measures
    of View.sizes. community: number of its community among the nodes drawn, 0 the largest; None
    where it is alone. ego: its place in the picture of the one in the middle, where there is one.
    spot: its place on the map, and the number of its group in Chart.groups; None without a map.
    description: prose, or empty; spoken: the tag of the language it is in. facts, sources: what the
    graph says, and where that comes from.
    """

    iri: str
    label: Text
    type: str
    x: int
    y: int
    radius: int
    score: float | None
    rank: int | None
    short: Text = NOTHING
    tongue: Text = NOTHING
    countries: tuple[Text, ...] = ()
    names: tuple[str, ...] = ()
    degree: int = 0
    sizes: Mapping[str, float | None] = _NO_SIZES
    community: int | None = None
    ego: tuple[int, int] | None = None
    spot: tuple[int, int, int] | None = None
    description: Text = NOTHING
    spoken: Text = NOTHING
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()


class Edge(NamedTuple):
    """A tie. source, target: IRIs of two nodes of the view, source < target. weight: above 0, as
    the network says. reasons: why they are tied, by kind and label; empty where they share
    activities, which View.activities tell."""

    source: str
    target: str
    weight: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class NodeType:
    """A kind of node. iri: the class. label: its name. count: nodes of it in the view."""

    iri: str
    label: Text
    count: int


@dataclass(frozen=True)
class Size:
    """A measure that the discs may show. id: its name; label, meaning: as a reader meets it."""

    id: str
    label: Text
    meaning: Text


@dataclass(frozen=True)
class Heading:
    """What stands together in the picture of the one in the middle. label: of the group, empty for
    all others. angle, radius: of the middle of its outer edge, in radians clockwise from the right
    and in drawing units."""

    label: Text
    angle: float
    radius: float


@dataclass(frozen=True)
class Stand:
    """Those who lie at one place of the map. label: of the place, empty where it is unknown. x, y:
    of the middle of their heading, in drawing units."""

    label: Text
    x: int
    y: int


@dataclass(frozen=True)
class Chart:
    """The map. scale: drawing units to a unit of assets/land.json. groups: see Stand."""

    scale: float
    groups: tuple[Stand, ...]


class Elsewhere(NamedTuple):
    """A member of the network that is not shown. tongue: the tag of the language of its name, may
    be empty. before: IRI of who stands before it on a shortest way from the one in the middle, None
    where there is none. through: a name of what these two share, may be empty."""

    iri: str
    name: str
    before: str | None = None
    through: Text = NOTHING
    tongue: str = ""


@dataclass(frozen=True)
class Release:
    """A source that the graph was built from: its title, release and licence, as it states them."""

    title: str
    release: str
    licence: str


@dataclass(frozen=True)
class View:
    """What a page shows.

    title: heading, may be empty (the page then makes one). lang: in which the page opens. network:
    name of the network. ties: what counts as a tie, one sentence, may be empty. sizes: measures,
    the first of which ranks the nodes; none where there are no scores. about: IRI of the node in
    the middle, which is always shown. hops: how many ties away from it the view reaches; None: the
    whole network. total: nodes in that reach, of which some are left out if they are too many.
    ranked: nodes in the whole network. nodes: by rank. edges: by source, then target. lines:
    numbers of the edges that are drawn. tied: how many ties there are between the nodes, of which
    edges holds the strongest if they are too many. activities: what the nodes took part in, where
    that is what ties them. types: most frequent first. countries: labels, sorted. named: labels of
    the programmes and topics of the activities. chosen: what narrows the network and how ties are
    weighed, names of filters among them, each with its value in words. unjudged: what the filters
    could not judge, a sentence each. elsewhere: members of the network that are not shown, by name.
    releases: what the graph was built from. build: identity of the build, empty where there is
    none. headings: of the sectors of the picture of the one in the middle. chart: the map, None
    where no place is known. simple: whether the page has few controls only.
    """

    title: str
    lang: Lang
    network: str
    ties: Text
    about: str | None
    hops: int | None
    total: int
    ranked: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    types: tuple[NodeType, ...]
    countries: tuple[Text, ...]
    sizes: tuple[Size, ...] = ()
    lines: tuple[int, ...] = ()
    tied: int = 0
    activities: tuple[Activity, ...] = ()
    named: Mapping[str, Text] = field(default_factory=dict)
    chosen: Mapping[str, Text] = field(default_factory=dict)
    unjudged: tuple[Text, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    releases: tuple[Release, ...] = ()
    build: str = ""
    headings: tuple[Heading, ...] = ()
    chart: Chart | None = None
    simple: bool = False

    @property
    def large(self) -> bool:
        """Whether it has more nodes than vis-network draws well."""
        return len(self.nodes) > SMALL
