"""All that the page of one thing says.

Knows how to gather it from facts, stories and what stands around; nothing of HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.web import phrasing
from clustergraph.web.reading import labels
from clustergraph.web.story import Activity, story

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clustergraph.graph.location import Location
    from clustergraph.languages import Text
    from clustergraph.web.facts import Description
    from clustergraph.web.site.around import Tables
    from clustergraph.web.site.figures import Figures
    from clustergraph.web.site.index import Entry


@dataclass(frozen=True)
class Profile:
    """known: description, facts and sources. activities: what it took part in, or what belongs to
    it, the newest first, of so many in all. members: who takes part most, with how many
    activities, of so many in all. named: labels of members, programmes, topics, calls and places
    by IRI. figures: of all activities. lying: the countries of members, by IRI. costs: what those
    of its activities that are projects cost, None where unknown. funded: of a project alone.
    located: the country in which it lies itself. acronyms: short names of itself and of members.
    spots: of a project where each lies who takes part, as `Tables.spot`, and of a place where each
    lies that is there, as `Tables.within`."""

    known: Description
    activities: tuple[Activity, ...]
    activities_total: int
    members: tuple[tuple[str, int], ...]
    members_total: int
    named: Mapping[str, Text]
    figures: Figures
    lying: Mapping[str, str]
    costs: Mapping[str, float | None]
    funded: Funded | None
    located: str | None
    acronyms: Mapping[str, tuple[str, ...]]
    spots: Mapping[str, tuple[float, float] | None]


class Funded(NamedTuple):
    """How a project is funded. paths: each of its programmes, from the topmost down; calls: the
    calls, IRIs; cost, support: in all, in euro, None where unknown. leads: who coordinates."""

    paths: tuple[tuple[str, ...], ...]
    calls: tuple[str, ...]
    cost: float | None
    support: float | None
    leads: frozenset[str]


def profile(location: Location, entry: Entry, tables: Tables) -> Profile:
    """What the graph says of a thing."""
    return profiles(location, [entry], tables)[entry.iri]


def profiles(location: Location, entries: Sequence[Entry], tables: Tables) -> dict[str, Profile]:
    """The same of many things, which asks the graph as often as for one."""
    around = {each.iri: tables.around(each.iri, each.kind) for each in entries}
    taking_part = tables.taking_part({one for each in around.values() for one in each.shown})
    members = {one for some in taking_part.values() for one in some}
    told = story(location, taking_part, members, tables.activities)
    activities = {each.iri: each for each in told.activities}
    counted = {iri for each in around.values() for iri, _count in each.counted}
    lying = {
        one: land for one in members | counted | around.keys() if (land := tables.country(one))
    }
    funded = {each.iri: _funded(tables, each.iri) for each in entries if tables.project(each.iri)}
    lands = {land for each in around.values() for land, _count in each.figures.countries}
    paid = {one for each in funded.values() for path in (*each.paths, each.calls) for one in path}
    named = {**labels(location, members | counted | lands | {*lying.values()} | paid), **told.named}
    lying = {one: land for one, land in lying.items() if land in named}
    acronyms = {one: tables.acronyms(one) for one in counted | around.keys()}
    known = phrasing.describe(location, around)
    return {
        iri: Profile(
            known[iri],
            _newest(activities[one] for one in each.shown if one in activities),
            each.activities,
            each.counted,
            each.members,
            named,
            each.figures,
            lying,
            {one: tables.funding.cost(one) for one in each.shown if tables.project(one)},
            funded.get(iri),
            lying.get(iri),
            acronyms,
            {one: tables.spot(one) for one in taking_part.get(iri, ())}
            if iri in funded
            else tables.within(each.there, iri),
        )
        for iri, each in around.items()
    }


def _funded(tables: Tables, project: str) -> Funded:
    funding = tables.funding
    return Funded(
        tuple(tuple(tables.path(one)) for one in tables.programmes(project)),
        tuple(funding.calls(project)),
        funding.cost(project),
        funding.support(project),
        tables.leads(project),
    )


def _newest(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    return tuple(sorted(activities, key=lambda each: (-(each.last or each.first or 0), each.iri)))
