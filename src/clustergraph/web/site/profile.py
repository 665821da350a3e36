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
    from collections.abc import Mapping

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
    around = tables.around(entry.iri, entry.address.partition("/")[0])
    taking_part = around.rows["member"].unique().sort().to_list()
    told = story(location, around.rows, taking_part)
    newest = sorted(told.activities, key=lambda each: (-(each.last or each.first or 0), each.iri))
    named = labels(location, {*taking_part, *(iri for iri, _ in around.counted)})
    return Profile(
        facts.describe(location, [entry.iri])[entry.iri],
        tuple(newest),
        around.activities,
        around.counted,
        around.members,
        {**named, **told.named},
    )
