"""What the members of a drawing took part in: each project, event or partnership once, with who did
what in it.

Meets the rows of a network with the attributes of its activities and participations; knows nothing
of ties, measures or pages.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.questions.attributes import attribute
from clustergraph.terms import CG, PREFIXES, RDF_TYPE, RDFS_LABEL
from clustergraph.web.facts import NOTHING, Reader, Source
from clustergraph.web.reading import LOCATOR, SOURCE, acronyms, labels, properties, values
from clustergraph.web.wording import period, texts, tongues, web

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.languages import Text
    from clustergraph.web.reading import Properties

_TITLE, _HOMEPAGE = f"{PREFIXES['dcterms']}title", f"{PREFIXES['foaf']}homepage"
_CORDIS_ID = f"{CG}cordisId"
# The gross and the net column of queries/attributes/participations.rq.
_MONEY = ("contribution", "net")
_CORDIS = "https://cordis.europa.eu/project/id/"
_TOLD = (*(RDF_TYPE, RDFS_LABEL, SOURCE, LOCATOR, _TITLE, _HOMEPAGE, _CORDIS_ID),)


class Part(NamedTuple):
    """The part of one member in an activity. roles: labels, sorted. gross, net: in euro, the sum
    of all its participations, None where unknown."""

    member: str
    roles: tuple[Text, ...] = ()
    gross: float | None = None
    net: float | None = None


@dataclass(frozen=True)
class Activity:
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


def story(location: Location, rows: pl.DataFrame, members: Collection[str]) -> Story:
    """What `members` took part in, of the rows `member`, `through` of a network."""
    import polars as pl

    held = rows.filter(pl.col("member").is_in(list(members))).unique()
    throughs = sorted(set(held["through"].to_list()))
    counts = dict(rows.group_by("through").agg(pl.col("member").n_unique()).iter_rows())
    reader = Reader(location, properties(location, throughs, _TOLD), ())
    parts = _parts(location, held)
    years = _years(location, throughs)
    short = acronyms(location, throughs)
    starts, ends = _first(location, "starts", throughs), _first(location, "ends", throughs)
    groups = {name: _topmost(location, name, throughs) for name in ("programmes", "topics")}
    found = tuple(
        _activity(
            reader,
            iri,
            parts=tuple(parts[iri]),
            members=counts[iri],
            years=years.get(iri, (None, None)),
            lasting=period(starts.get(iri, ""), ends.get(iri, "")),
            short=short[iri],
            programmes=groups["programmes"][iri],
            topics=groups["topics"][iri],
        )
        for iri in throughs
    )
    used = {iri for each in groups.values() for named in each.values() for iri in named}
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


def _parts(location: Location, held: pl.DataFrame) -> dict[str, list[Part]]:
    """The parts of the members in each activity, the coordinating ones as sorted as all others."""
    import polars as pl

    told = (
        attribute(location, "participations")
        # First by one column alone, which takes a fraction of the time.
        .filter(pl.col("through").is_in(held["through"].unique().to_list()))
        .join(held, on=["member", "through"], how="semi")
        .select(
            *("member", "through", "participation", "role"),
            *(pl.col(name).cast(float) for name in _MONEY),
        )
    )
    pair = ["through", "member"]
    roles = (
        told.select(*pair, "role").drop_nulls().unique().group_by(pair).agg(pl.col("role").sort())
    )
    sums = (
        told.unique(["participation", *_MONEY])
        .group_by(pair)
        .agg(pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()) for name in _MONEY)
    )
    whole = held.select(pair).join(roles, on=pair, how="left").join(sums, on=pair, how="left")
    named = labels(location, roles["role"].explode().unique().to_list())
    texts_: dict[tuple[str, ...], tuple[Text, ...]] = {}
    found: dict[str, list[Part]] = defaultdict(list)
    for through, member, own, *amounts in whole.sort(pair).iter_rows():
        key = tuple(own or ())
        if key not in texts_:
            texts_[key] = tuple(sorted([named[iri] for iri in key if iri in named]))
        found[through].append(Part(member, texts_[key], *amounts))
    return found


def _years(location: Location, throughs: list[str]) -> dict[str, tuple[int | None, int | None]]:
    import polars as pl

    table = attribute(location, "years").filter(pl.col("through").is_in(throughs))
    return {
        through: (_number(first), _number(last))
        for through, first, last in table.select("through", "first", "last").iter_rows()
    }


def _first(location: Location, name: str, throughs: list[str]) -> dict[str, str]:
    """The first of the days that are stated of each activity, as exactly as known."""
    import polars as pl

    table = attribute(location, name).filter(pl.col("through").is_in(throughs))
    days = table.select("through", pl.nth(1).cast(pl.String).alias("day"))
    return dict(days.group_by("through").agg(pl.col("day").min()).iter_rows())


def _number(year: int | str | None) -> int | None:
    return None if year is None else int(year)


def _topmost(location: Location, name: str, throughs: list[str]) -> dict[str, tuple[str, ...]]:
    """The programmes or topics of each activity that lie below no other."""
    import polars as pl

    above = attribute(location, "above")
    table = attribute(location, name).filter(pl.col("through").is_in(throughs))
    wider = table.join(above, on="value").select("through", pl.col("above").alias("value"))
    all_of = pl.concat([table.select("through", "value"), wider]).unique()
    top = all_of.join(above, on="value", how="anti").sort("through", "value")
    found: dict[str, list[str]] = defaultdict(list)
    for through, value in top.iter_rows():
        found[through].append(value)
    return {through: tuple(found[through]) for through in throughs}
