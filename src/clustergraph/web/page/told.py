"""What the graph says of the nodes of a drawing: names, countries, facts, activities.

Knows no measure and no place in the drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clustergraph.languages import LANGUAGES, Text
from clustergraph.networks.members import members
from clustergraph.terms import CG, fold, local_name
from clustergraph.web import phrasing
from clustergraph.web.page import names
from clustergraph.web.page.view import SMALL
from clustergraph.web.reading import acronyms, in_languages, labels, tongue
from clustergraph.web.story import Story, story

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.projection import Network
    from clustergraph.web.facts import Description


@dataclass(frozen=True)
class Told:
    """What the graph says of the nodes drawn: one row a node as `members` gives it, labels with
    the tags of their languages, acronyms, the countries by their codes, facts and activities."""

    rows: pl.DataFrame
    labels: Mapping[str, Text]
    tongues: Mapping[str, Text]
    acronyms: Mapping[str, tuple[str, ...]]
    countries: Mapping[str, Text]
    known: Mapping[str, Description]
    story: Story


def told(location: Location, network: Network, part: Ties) -> Told:
    rows = members(location, part.nodes)
    classes = sorted(set(rows["class"].to_list()) - {""})
    shared = "through" in network.rows.columns
    found = location.labels_in([*part.nodes, *classes], LANGUAGES)
    return Told(
        rows=rows,
        labels=in_languages(found),
        tongues={iri: tongue(found, iri) for iri in found[0]},
        acronyms=acronyms(location, part.nodes),
        countries=_countries(location),
        known=phrasing.describe(location, part.nodes, references=len(part) <= SMALL),
        story=story(location, _taking_part(network, part), part.nodes) if shared else Story(),
    )


def _taking_part(network: Network, part: Ties) -> dict[str, list[str]]:
    """Who takes part in what, by activities in which anybody of the part does; in a large part only
    those in which two of it or more take part: half of tens of thousands of projects have one
    participant, and tie nobody."""
    import polars as pl

    rows = network.rows.select("member", "through").unique()
    held = rows.filter(pl.col("member").is_in(list(part.nodes)))
    counts = held.group_by("through").len()
    tying = counts.filter(pl.col("len") > (0 if len(part) <= SMALL else 1))["through"]
    shared = rows.filter(pl.col("through").is_in(tying.implode())).group_by("through")
    return dict(shared.agg("member").select("through", "member").iter_rows())


def _countries(location: Location) -> dict[str, Text]:
    """The label of each country by its ISO code, which stands for it where it has none."""
    rows = location.select(
        f"SELECT ?code ?country WHERE {{ ?country a <{CG}Country> ; <{CG}isoCode> ?code }}"
    ).rows
    codes = {code.value: country.value for code, country in rows if code and country}
    named = labels(location, codes.values())
    return {code: named.get(iri, Text(code)) for code, iri in codes.items()}


def named(iri: str, row: list[str], told: Told) -> Text:
    """What a node is called; where the graph does not say, its kind and the end of its IRI."""
    if iri in told.labels:
        return names.named(told.labels[iri], told.acronyms[iri])
    local = local_name(iri).rpartition(":")[2] or iri
    kind = told.labels.get(row[2])
    if not kind:
        return Text(local)
    return Text(*(f"{kind.translated(lang)} ({local})" for lang in LANGUAGES))


def countries_of(codes: list[str], countries: Mapping[str, Text]) -> tuple[Text, ...]:
    return tuple(sorted((countries.get(code, Text(code)) for code in codes), key=fold))
