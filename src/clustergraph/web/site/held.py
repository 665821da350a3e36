"""A graph with all that its pages need: what is read once, and which things have pages.

Knows graphs and profiles; nothing of what pages say.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from clustergraph.answers.answer import origin
from clustergraph.errors import RequestError
from clustergraph.networks.part import own
from clustergraph.web.site.around import Tables
from clustergraph.web.site.examples import examples
from clustergraph.web.site.index import Entry, Index, index, kept, labelled
from clustergraph.web.site.profile import Profile, profile, profiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.graph.location import Location
    from clustergraph.languages import Text


@dataclass(frozen=True)
class Download:
    """A file that was written beside the pages: name, bytes and SHA-256."""

    name: str
    size: int
    sha256: str


class Held:
    """What is read once of a graph, whatever the number of sites made of it and of threads."""

    def __init__(self, location: Location) -> None:
        self.opened = location
        # Of those who ask at once, the first reads.
        self._lock = threading.RLock()
        # Names that forms offer, by kind and language.
        self.offered: dict[tuple[str, str], list[str]] = {}

    @property
    def location(self) -> Location:
        """The graph, all labels of which are at hand."""
        with self._lock:
            return self._location

    @cached_property
    def _location(self) -> Location:
        # What may change from question to question is asked each time.
        told = labelled(self.opened) if self.opened.manifest else None
        return replace(self.opened, labelled=told)

    @property
    def index(self) -> Index:
        """The things that have pages."""
        with self._lock:
            return self._index

    @cached_property
    def _index(self) -> Index:
        return index(self.opened)

    @property
    def indexed(self) -> bool:
        """Whether the index has been read, so that nobody waits for it."""
        return "_index" in self.__dict__

    @property
    def kept(self) -> bool:
        """Whether a server has read the graph before, and kept beside it what takes long."""
        return kept(self.opened)

    def read(self) -> None:
        """Read all that the pages of things need."""
        _ = self.index, self.location, self.source, self.centre
        self.tables.read()

    @property
    def tables(self) -> Tables:
        """The tables of participations."""
        with self._lock:
            return self._tables

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self.opened)

    @property
    def examples(self) -> bytes:
        """The saved questions for whoever writes a query."""
        with self._lock:
            return self._examples

    @cached_property
    def _examples(self) -> bytes:
        return examples(self.location)

    @cached_property
    def source(self) -> Text:
        """Where all of it comes from, in a sentence."""
        return origin(self.opened).credit

    @property
    def centre(self) -> str | None:
        """The IRI of the cluster for which the graph was made."""
        with self._lock:
            return self._centre

    @cached_property
    def _centre(self) -> str | None:
        return own(self.opened)


@dataclass(frozen=True)
class Site:
    """The pages of a graph.

    live: whether a server answers, so that forms can ask. boxed: whether the pages hold the graph,
    so that a browser can ask it. only: the addresses of things that have
    pages here, None for all. downloads: files beside the pages. profiles: those that are known
    already, by IRI. address: where the site will be, if that is known.
    """

    held: Held
    live: bool = True
    boxed: bool = False
    only: frozenset[str] | None = None
    downloads: tuple[Download, ...] = ()
    profiles: dict[str, Profile] = field(default_factory=dict)
    address: str | None = None

    @property
    def location(self) -> Location:
        """The graph."""
        return self.held.location

    @cached_property
    def index(self) -> Index:
        """The things that could have pages."""
        return self.held.index

    @property
    def centre(self) -> Entry | None:
        """The cluster for which the graph was made, if it has a page here."""
        place = self.place(self.held.centre) if self.held.centre else None
        return self.entry(place) if place else None

    def place(self, iri: str) -> str | None:
        """The address of the page of a thing, None where it has none here."""
        found = self.index.iris.get(iri)
        return found if found and (self.only is None or found in self.only) else None

    def reach(self, iri: str) -> str | None:
        """The same, or `#` and the address that it would have, by which what has no page of its
        own is shown; None for what the graph does not name."""
        found = self.index.iris.get(iri)
        return found if not found or self.only is None or found in self.only else f"#{found}"

    def entry(self, address: str) -> Entry:
        """The thing at an address; RequestError where there is none."""
        found = self.index.entries.get(address)
        if found is None or (self.only is not None and address not in self.only):
            raise Missing(address)
        return found

    def knowing(self, entries: Sequence[Entry]) -> Site:
        """The same with the profiles of some things, for which the graph is asked once."""
        return replace(self, profiles=profiles(self.location, entries, self.held.tables))

    def profile(self, entry: Entry) -> Profile:
        """What the graph says of a thing."""
        return self.profiles.get(entry.iri) or profile(self.location, entry, self.held.tables)

    def listed(self, kind: str) -> list[Entry]:
        """The things of a kind that have pages here, by label."""
        entries = self.index.kinds[kind]
        return [each for each in entries if self.only is None or each.address in self.only]


class Missing(RequestError):
    """There is no page at an address."""

    def __init__(self, address: str) -> None:
        super().__init__(f"no page '{address}'")
