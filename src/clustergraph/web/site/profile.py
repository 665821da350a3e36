"""All that the page of one thing says.

Knows how to gather it from facts, stories and what stands around; nothing of HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clustergraph.web import facts
from clustergraph.web.reading import labels
from clustergraph.web.story import Activity, story

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clustergraph.graph.location import Location
    from clustergraph.languages import Text
    from clustergraph.web.facts import Description
    from clustergraph.web.site.around import Tables
    from clustergraph.web.site.index import Entry


@dataclass(frozen=True)
class Profile:
    """known: description, facts and sources. activities: what it took part in, or what belongs to
    it, the newest first, of so many in all. members: who takes part most, with how many
    activities, of so many in all. named: labels of members, programmes and topics by IRI."""

    known: Description
    activities: tuple[Activity, ...]
    activities_total: int
    members: tuple[tuple[str, int], ...]
    members_total: int
    named: Mapping[str, Text]


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
    named = {**labels(location, members | counted), **told.named}
    known = facts.describe(location, around)
    return {
        iri: Profile(
            known[iri],
            _newest(activities[one] for one in each.shown if one in activities),
            each.activities,
            each.counted,
            each.members,
            named,
        )
        for iri, each in around.items()
    }


def _newest(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    return tuple(sorted(activities, key=lambda each: (-(each.last or each.first or 0), each.iri)))
