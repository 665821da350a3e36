"""What a graph tells of organisations' ties and strategy, as tables that several advices share.

Knows the tables of queries/attributes/ and the network of partners; judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from clustergraph.networks.participations import participations
from clustergraph.questions.attributes import attribute
from clustergraph.strategy.weights import NETWORK
from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.graph.location import Location

PROJECT, EVENT, MEMBERSHIP = f"{CG}Project", f"{CG}Event", f"{CG}Membership"


def natural_persons(location: Location) -> set[str]:
    """Those of whom a source or a decision says so; nobody is guessed by a name."""
    return set(attribute(location, "persons")["member"].to_list())


@dataclass(frozen=True)
class Evidence:
    """The tables of one graph, each read when first needed."""

    location: Location
    _tables: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def table(self, name: str) -> pl.DataFrame:
        """A table of queries/attributes/; see `attribute`."""
        if name not in self._tables:
            self._tables[name] = attribute(self.location, name)
        return self._tables[name]

    @cached_property
    def rows(self) -> pl.DataFrame:
        """Who takes part in what: member, through, kind (IRI of a class), first, last (years)."""
        kinds = self.table("activities").group_by("through").agg(pl.col("kind").min())
        years = self.table("years").group_by("through").agg(
            pl.col("first").cast(pl.Int64).min(), pl.col("last").cast(pl.Int64).max()
        )  # fmt: skip
        found = participations(self.location, NETWORK)
        return found.join(kinds, on="through", how="left").join(years, on="through", how="left")

    @cached_property
    def countries(self) -> pl.DataFrame:
        """Each member's countries: member, country."""
        states = self.table("countries").rename({"value": "country"})
        places = self.table("places")
        inside = places.join(self.table("above").rename({"above": "country"}), on="value")
        told = pl.concat([places.select("member", country="value"),
                          inside.select("member", "country")])  # fmt: skip
        return told.join(states, on="country", how="semi").unique().sort("member", "country")

    @cached_property
    def begun(self) -> tuple[int, int] | None:
        """The first and the last year in which anything begins; None where nothing has a date."""
        first, last = self.rows["first"].min(), self.rows["first"].max()
        return (first, last) if isinstance(first, int) and isinstance(last, int) else None

    @cached_property
    def represented(self) -> set[str]:
        """The programmes for which somebody holds an office."""
        return set(self.table("offices")["value"].to_list())

    def home(self, iri: str) -> list[str]:
        """The countries in which an organisation is."""
        return self.countries.filter(member=iri)["country"].to_list()

    def own(self, iri: str) -> pl.DataFrame:
        """What an organisation takes part in: the rows without the member."""
        return self.rows.filter(member=iri).drop("member")

    def ties(self, iri: str) -> pl.DataFrame:
        """Each partner in each shared activity: partner, through, kind, first, last."""
        shared = self.own(iri).select("through")
        found = self.rows.join(shared, on="through", how="semi").filter(pl.col("member") != iri)
        return found.rename({"member": "partner"})

    def body(self, iri: str) -> list[str]:
        """The members of a cluster, network or other body."""
        found = self.table("memberships").filter(value=iri)["member"]
        return found.unique().sort().to_list()

    def target_places(self, iri: str) -> list[str]:
        """The places at which an organisation aims."""
        found = self.table("targets").filter(pl.col("value").is_not_null(), member=iri)
        return found["value"].unique().sort().to_list()

    def priorities(self, iri: str) -> list[str]:
        """The topics that are a priority of an organisation."""
        return self.table("priorities").filter(member=iri)["value"].unique().sort().to_list()

    def gateways(self, iri: str) -> dict[str, str]:
        """What an organisation reaches by one partner alone, and by which: programmes by its
        offices, countries by its place. What opens a part of a programme opens the programme."""
        reach = pl.concat([self.table("offices"), self.countries.rename({"country": "value"})])
        partners = self.ties(iri).select(member="partner").unique()
        funded = self.table("programmes").join(self.own(iri), on="through", how="semi")
        own = pl.concat([reach.filter(member=iri).select("value"), funded.select("value")])
        above = self.table("above").join(own, on="value", how="semi").select(value="above")
        theirs = reach.join(partners, on="member", how="semi").unique()
        theirs = theirs.join(pl.concat([own, above]), on="value", how="anti")
        alone = theirs.group_by("value").agg(n=pl.col("member").n_unique(),
                                             member=pl.col("member").min())  # fmt: skip
        return dict(alone.filter(n=1).select("value", "member").iter_rows())

    def abroad(self, iri: str) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Which members are in another country than an organisation, and of which no place is
        known; none abroad where nobody knows where it is itself."""
        home = self.home(iri)
        everyone = self.rows.select("member").unique()
        placed = self.countries.select("member").unique()
        unknown = everyone.join(placed, on="member", how="anti")
        at_home = self.countries.filter(pl.col("country").is_in(home)).select("member").unique()
        foreign = placed.join(at_home, on="member", how="anti") if home else placed.head(0)
        return foreign, unknown

    def lying_in(self, place: str) -> set[str]:
        """The members in a place or one inside it."""
        return self._said("places", "member", self._with_all_below(place))

    def under(self, programme: str) -> set[str]:
        """The activities under a programme or a part of it."""
        return self._said("programmes", "through", self._with_all_below(programme))

    def experienced(self, programme: str) -> set[str]:
        """The members that took part in a programme or a part of it, or hold an office for it."""
        offices = self._said("offices", "member", self._with_all_below(programme))
        return offices | self._taking(self.under(programme))

    def on(self, topic: str) -> set[str]:
        """What is on a topic or a narrower one: activities and organisations."""
        return self._said("topics", "through", self._with_all_below(topic))

    def active(self, topic: str) -> set[str]:
        """The members that are on a topic or a narrower one, or took part in what is."""
        told = self.on(topic)
        return told | self._taking(told)

    def standing(self, stage: str) -> set[str]:
        """The members in a stage of the value chain, by their own word or by that of what they
        took part in."""
        said = self.table("stages").filter(pl.col("value") == stage, pl.col("owner").is_null())
        told = set(said["through"].to_list())
        return told | self._taking(told)

    def _with_all_below(self, iri: str) -> list[str]:
        return [iri, *self.table("above").filter(above=iri)["value"].to_list()]

    def _said(self, table: str, column: str, values: Iterable[str]) -> set[str]:
        found = self.table(table).filter(pl.col("value").is_in(list(values)))
        return set(found[column].to_list())

    def _taking(self, throughs: set[str]) -> set[str]:
        return set(self.rows.filter(pl.col("through").is_in(list(throughs)))["member"].to_list())
