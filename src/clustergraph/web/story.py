"""What the members of a drawing took part in: each project, event or partnership once, with who did
what in it.

Puts into words what is known of each activity; knows nothing of ties, measures or pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.terms import CG, PREFIXES, RDF_TYPE, RDFS_LABEL
from clustergraph.web.activities import Activities
from clustergraph.web.facts import NOTHING, Source
from clustergraph.web.phrasing import Reader
from clustergraph.web.reading import LOCATOR, SOURCE, labels, properties, values
from clustergraph.web.wording import period, texts, tongues, web

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from clustergraph.graph.location import Location
    from clustergraph.languages import Text
    from clustergraph.web.activities import Taken
    from clustergraph.web.reading import Properties

_TITLE, _HOMEPAGE = f"{PREFIXES['dcterms']}title", f"{PREFIXES['foaf']}homepage"
_CORDIS_ID = f"{CG}cordisId"
_CORDIS = "https://cordis.europa.eu/project/id/"
_TOLD = (*(RDF_TYPE, RDFS_LABEL, SOURCE, LOCATOR, _TITLE, _HOMEPAGE, _CORDIS_ID),)


class Part(NamedTuple):
    """The part of one member in an activity. roles: labels, sorted. gross, net: in euro, the sum
    of all its participations, None where unknown."""

    member: str
    roles: tuple[Text, ...] = ()
    gross: float | None = None
    net: float | None = None


class Activity(NamedTuple):
    """A project, event, partnership or network in which members of the view took part.

    label: what it is called, empty where the graph does not say. title: its long name, where that
    differs. names: what else it may be searched by (grant number, acronym). first, last: years,
    None where unknown. programmes, topics: the topmost ones, IRIs. pages: (whose, web address).
    parts: of the members of the view, sorted. members: how many take part in all. tongue, spoken:
    the tags of the languages of label and title, where known.
    """

    iri: str
    label: Text
    parts: tuple[Part, ...]
    members: int
    title: Text = NOTHING
    kind: Text = NOTHING
    period: Text = NOTHING
    names: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    programmes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = ()
    tongue: Text = NOTHING
    spoken: Text = NOTHING


@dataclass(frozen=True)
class Story:
    """activities: sorted by IRI. named: the labels of their programmes and topics."""

    activities: tuple[Activity, ...] = ()
    named: Mapping[str, Text] = field(default_factory=dict)


def story(
    location: Location,
    taking_part: Mapping[str, Collection[str]],
    members: Collection[str],
    known: Activities | None = None,
) -> Story:
    """What `members` took part in. taking_part: all who took part in each activity of a network.
    known: what has been read of these activities before, and of others."""
    throughs = sorted(taking_part)
    wanted = frozenset(members)
    known = known or Activities(location, throughs)
    reader = Reader(location, properties(location, throughs, _TOLD), ())
    roles = labels(location, known.roles)
    found = tuple(
        _activity(
            reader,
            iri,
            parts=_parts(known.parts(iri), wanted.intersection(taking_part[iri]), roles),
            members=len(taking_part[iri]),
            years=known.years(iri),
            lasting=period(*known.days(iri)),
            short=known.short(iri),
            programmes=known.topmost("programmes", iri),
            topics=known.topmost("topics", iri),
        )
        for iri in throughs
    )
    used = {iri for each in found for iri in (*each.programmes, *each.topics)}
    return Story(found, labels(location, used))


def _activity(
    reader: Reader,
    iri: str,
    *,
    parts: tuple[Part, ...],
    members: int,
    years: tuple[int | None, int | None],
    lasting: Text,
    short: tuple[str, ...],
    programmes: tuple[str, ...],
    topics: tuple[str, ...],
) -> Activity:
    thing = reader.things[iri]
    label = reader.labels.get(iri, NOTHING)
    title, spoken = (
        next(iter(texts(thing.get(_TITLE, []))), NOTHING),
        tongues(thing.get(_TITLE, [])),
    )
    numbers = values(thing.get(_CORDIS_ID, []))
    return Activity(
        iri=iri,
        label=label or title,
        title=NOTHING if title == label else title,
        kind=reader.kind(iri),
        period=lasting,
        names=(*numbers, *short),
        first=years[0],
        last=years[1],
        programmes=programmes,
        topics=topics,
        pages=_pages(thing, numbers),
        parts=parts,
        members=members,
        sources=reader.sources(iri),
        tongue=reader.tongue(iri) if label else spoken,
        spoken=spoken,
    )


def _pages(thing: Properties, numbers: list[str]) -> tuple[tuple[str, str], ...]:
    """Where more is told of an activity: CORDIS by its number, else its own page."""
    cordis = [("CORDIS", f"{_CORDIS}{number}") for number in numbers]
    own = [url for term in thing.get(_HOMEPAGE, []) if (url := web(term.value))]
    return (*cordis, *(("", url) for url in own))


def _parts(
    told: Mapping[str, Taken], members: Collection[str], roles: Mapping[str, Text]
) -> tuple[Part, ...]:
    """The parts of the members in an activity, the coordinating ones as sorted as all others."""
    return tuple(
        Part(one, _named(told[one].roles, roles), *told[one].amounts) if one in told else Part(one)
        for one in sorted(members)
    )


def _named(iris: Iterable[str], roles: Mapping[str, Text]) -> tuple[Text, ...]:
    return tuple(sorted(roles[iri] for iri in iris if iri in roles))
