"""Pairs of organisations of a graph that may be one, with a score and reasons; a person decides.

Knows what to ask of a graph, and which decisions are taken; what speaks for a pair is known in
the room `matching`. Merges nothing and writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.formats.tables import Table
from clustergraph.garbage import uncollected
from clustergraph.matching.organisations import HOMEPAGE, Organisation, host
from clustergraph.matching.proposals import proposals
from clustergraph.matching.scoring import THRESHOLD
from clustergraph.questions import queries
from clustergraph.sources import identity
from clustergraph.terms import CG, XSD, local_name, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clustergraph.formats.tables import Row
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.matching.scoring import Finding

_SHOWN = ("Label", "Country", "Place", "Projects")
COLUMNS = (
    *identity.COLUMNS,
    "score",
    *(f"{side}{it}" for side in ("left", "right") for it in _SHOWN),
)


@uncollected()
def reconcile(
    location: Location,
    source: str | None = None,
    *,
    threshold: float = THRESHOLD,
    accept_from: float | None = None,
    decisions: identity.Decisions | None = None,
    report: Report = lambda stage, share: None,
) -> Table:
    """Pairs that may be one organisation, the likeliest first, as a file of decisions.

    Columns: left, right, decision (`same` from the score `accept_from`, else empty, for a person to
    fill in), why (the reasons), score, and of each side label, country, place (cities, else
    the region or country) and number of projects. Only pairs with an organisation that `source`
    mentions, if given; none that `decisions` (by default the shipped ones) settle.
    `report(country, share)` gets the progress. Raises RequestError for an unknown source.
    """
    decided = decisions if decisions is not None else identity.shipped()
    found = organisations(location)
    wanted = _from_source(found, source)
    pairs = [
        (*_by_hand_first(left, right), finding)
        for left, right, finding in proposals(found, wanted, threshold, report)
        if not decided.settled(left.iri, right.iri)
    ]
    shown = [one for *both, _finding in pairs for one in both]
    labels = location.labels({one.iri for one in shown}.union(*(one.places for one in shown)))
    return Table(COLUMNS, [_row(*pair, labels, accept_from) for pair in pairs])


def organisations(location: Location) -> list[Organisation]:
    """Every organisation of a graph with what is compared, by IRI."""
    found: dict[str, Organisation] = {}
    for iri, property_, name in _select(location, "names"):
        organisation = found.setdefault(iri, Organisation(iri))
        if property_ == f"{CG}acronym":
            organisation.acronyms.add(name)
        else:
            organisation.names.add(name)
    for iri, property_, value in _select(location, "identifiers"):
        if iri in found:
            value = host(value) if property_ == HOMEPAGE else value
            found[iri].identifiers.setdefault(property_, set()).add(value)
    for query, attribute in (("cities", "cities"), ("sources", "datasets"), ("places", "places")):
        for iri, value in _select(location, query):
            if iri in found:
                getattr(found[iri], attribute).add(value)
    for iri, country in _select(location, "countries", "nodes"):
        if iri in found:
            found[iri].countries.add(country)
    for iri, projects in _select(location, "projects"):
        if iri in found:
            found[iri].projects = int(projects)
    return [found[iri] for iri in sorted(found)]


def _select(location: Location, name: str, folder: str = "reconcile") -> Iterator[list[str]]:
    for row in queries.rows(location, queries.shipped(folder, name)).rows:
        yield [cell.value for cell in row if cell is not None]


def _from_source(found: Sequence[Organisation], source: str | None) -> set[str] | None:
    """The organisations that a source mentions; None for all of them."""
    if source is None:
        return None
    by_source = defaultdict(set)
    for organisation in found:
        for dataset in organisation.datasets:
            by_source[local_name(dataset).rpartition("-")[0]].add(organisation.iri)
    if source not in by_source:
        raise unknown("source", source, by_source)
    return by_source[source]


def _by_hand_first(left: Organisation, right: Organisation) -> tuple[Organisation, Organisation]:
    """What somebody wrote by hand comes first: it is what the other is to be linked to."""
    swap = identity.minted(left.iri) and not identity.minted(right.iri)
    return (right, left) if swap else (left, right)


def _row(
    left: Organisation,
    right: Organisation,
    finding: Finding,
    labels: Mapping[str, str],
    accept_from: float | None,
) -> Row:
    accepted = accept_from is not None and finding.score >= accept_from
    decision = ox.Literal(identity.SAME if accepted else "")
    why = ox.Literal("; ".join(finding.reasons))
    score = ox.Literal(str(finding.score), datatype=ox.NamedNode(f"{XSD}decimal"))
    shown = (cell for one in (left, right) for cell in _shown(one, labels))
    return (ox.NamedNode(left.iri), ox.NamedNode(right.iri), decision, why, score, *shown)


def _shown(one: Organisation, labels: Mapping[str, str]) -> Iterator[ox.Literal]:
    """What a person looks at to decide; the cities of its sites for its place, else where it lies,
    be it a region or a country."""
    lies = {labels[place] for place in one.places}
    yield ox.Literal(labels.get(one.iri, ""))
    yield ox.Literal("; ".join(sorted(one.countries)))
    yield ox.Literal("; ".join(sorted(one.cities or lies)))
    yield ox.Literal(one.projects)
